"""The outside world as one value: clock, variables, folders, streams, settings.

Everything that differs between two runs of a command is in it, so that a test (or a cron job) only
needs another Environment. Reads the configuration; writes nothing. It also runs other programs:
with an argv and a time limit, never in a shell.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass, field, fields, replace


def _setting(key: str, meaning: str = "", default: object = None) -> Any:
    """A setting under its key in config.toml; `meaning`: "" for the choices that `config` lists."""
    return field(default=default, metadata={"key": key, "meaning": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of config.toml; each has a default.

    A new one is a field here. If not every value of its type will do, it's checked twice: by
    `commands.config`, the command, when it's typed; and when it's used, because people edit the
    file, too (those of nudges in `commands.nudging`, a channel's in `reminders.channels`).

    `active_limit`: how many relationships to keep at a time; None = no limit.
    `channel`: None = not chosen, which means stdout.
    `privacy`: names | handles | count; None = the channel's default.
    """

    journal: str | None = _setting("journal", "where your files are")
    state: str | None = _setting("state", "drafts, undo log and lock; never inside the journal")
    my_name: str | None = _setting("me.name", "your name, for letters and agreements")
    hours_per_month: int | None = _setting("me.hours_per_month", "the hours a month you can give")
    active_limit: int | None = _setting("active_limit", "how many relationships you want at a time")
    channel: str | None = _setting("nudge.channel")
    window: str = _setting("nudge.window", "when scheduled nudges may come", "mon-fri 9-18")
    command: tuple[str, ...] = _setting(
        "nudge.command", "your own program, which gets the text on stdin", ()
    )
    privacy: str | None = _setting("nudge.privacy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The outside world. `now`: local time, without a zone. `terminal`: somebody can answer.

    `journal_named`: whether --journal or MENTORLOG_JOURNAL says where it is.
    `program`: how this process was started.
    `platform`: as sys.platform.
    `account`: the user id, 0 on systems without.
    `shared_memory`: a folder in memory, on systems that have one.
    `mailers`: where cron finds sendmail even if the user doesn't.
    """

    now: dt.datetime
    variables: Mapping[str, str]
    config_file: Path
    journal_folder: Path
    state_folder: Path
    cache_folder: Path
    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    terminal: bool = False
    settings: Settings = field(default_factory=Settings)
    journal_named: bool = False
    program: str = "mentorlog"
    platform: str = sys.platform
    account: int = 0
    shared_memory: Path = Path("/dev/shm")  # noqa: S108 - it is memory
    mailers: tuple[str, ...] = ("/usr/sbin", "/usr/lib")

    @property
    def today(self) -> dt.date:
        return self.now.date()

    @property
    def home(self) -> Path:
        """The account's home folder, as the variables say."""
        named = self.variables.get("HOME") or self.variables.get("USERPROFILE") or "~"
        return Path(named).expanduser()

    @property
    def identity_file(self) -> Path:
        """The file with the secret key, which opens what is sealed."""
        named = self.variables.get("MENTORLOG_IDENTITY")
        return _folder(named, self.config_file.parent / "identity.txt")

    @property
    def recipients_file(self) -> Path:
        """The file with the public keys, for sealing."""
        return self.config_file.parent / "recipients.txt"

    @property
    def memory_folder(self) -> Path | None:
        """The user's folder in memory, not on a disk, or None."""
        named = self.variables.get("XDG_RUNTIME_DIR")
        candidates = (Path(named) if named else None, self.shared_memory)
        return next((path for path in candidates if path is not None and path.is_dir()), None)

    @property
    def editor(self) -> str | None:
        return self.variables.get("VISUAL") or self.variables.get("EDITOR") or None

    def configured(self, *, journal: str | None, config: str | None) -> Environment:
        """The environment with the root options, the variables and config.toml applied.

        Raises:
            UsageError: config.toml can't be read or says something we don't know.
        """
        # Absolute, because a scheduled job names it; a link stays one.
        config_file = Path(os.path.abspath(_expanded(config))) if config else self.config_file  # noqa: PTH100
        settings = _settings(config_file, required=config is not None)
        chosen = journal or self.variables.get("MENTORLOG_JOURNAL")
        return replace(
            self,
            config_file=config_file,
            settings=settings,
            journal_named=bool(chosen),
            journal_folder=_folder(
                chosen, _configured_folder(config_file, settings.journal, self.journal_folder)
            ),
            state_folder=_configured_folder(config_file, settings.state, self.state_folder),
        )


def this_process() -> Environment:
    """The environment of this process. Raises UsageError without a home folder."""
    config, data, state, cache = _plain_folders() or _folders()
    return Environment(
        now=dt.datetime.now(),  # noqa: DTZ005 - dates are local civil dates, on purpose
        variables=os.environ,
        config_file=config / "config.toml",
        journal_folder=data / "journal",
        state_folder=state / "state",
        cache_folder=cache / "cache",
        stdin=sys.stdin,
        stdout=sys.stdout,
        stderr=sys.stderr,
        terminal=is_terminal(sys.stdin) and is_terminal(sys.stderr),
        program=sys.argv[0],
        account=getattr(os, "getuid", int)(),
    )


BOM = "\ufeff"  # some editors begin a file with it
_PLACES = (  # of configuration, data, state and cache in the home folder, unless a variable is set
    ("XDG_CONFIG_HOME", ".config"),
    ("XDG_DATA_HOME", ".local/share"),
    ("XDG_STATE_HOME", ".local/state"),
    ("XDG_CACHE_HOME", ".cache"),
)


def _plain_folders() -> list[Path] | None:
    """The usual folders on Linux, or None; importing platformdirs takes ten times as long."""
    home = os.environ.get("HOME", "")
    folders = [os.environ.get(name) or f"{home}/{below}" for name, below in _PLACES]
    if sys.platform != "linux" or not all(path.startswith("/") for path in (home, *folders)):
        return None
    return [Path(folder, "mentorlog") for folder in folders]


def _folders() -> list[Path]:
    """The folders on any system. Raises UsageError without a home folder."""
    import platformdirs

    folders = platformdirs.PlatformDirs("mentorlog", appauthor=False)
    try:
        config = folders.user_config_path
    except RuntimeError:
        raise UsageError(
            "Couldn't find this account's home folder.", "Say where it is:  HOME=/path"
        ) from None
    return [config, folders.user_data_path, folders.user_state_path, folders.user_cache_path]


def is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def _folder(chosen: str | None, default: Path) -> Path:
    return _expanded(chosen).absolute() if chosen else default


def _configured_folder(config_file: Path, text: str | None, default: Path) -> Path:
    """A folder named in the configuration, relative to the configuration's folder."""
    return config_file.parent.absolute() / _expanded(text) if text else default


def _expanded(text: str) -> Path:
    """The path with a leading ~ expanded. Raises UsageError for an unknown user's home."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise UsageError(f"This path names an unknown user: {ascii(text)[1:-1]}") from None


def _settings(path: Path, *, required: bool) -> Settings:
    if path.exists() and not path.is_file():  # a FIFO would block us
        raise UsageError(f"The configuration {path} isn't a file.")
    try:
        text = path.read_text(encoding="utf-8").removeprefix(BOM)
    except FileNotFoundError:
        if required:
            raise UsageError(f"There's no configuration at {path}.") from None
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The configuration {path} can't be read ({type(error).__name__})."
        ) from None
    return _parsed(text, path)


def _parsed(text: str, path: Path) -> Settings:
    known: dict[str, object] = {}
    plain = plain_settings(text)
    for key, value in toml_settings(text, path) if plain is None else plain:
        if key not in KEYS:
            raise UsageError(
                f'{path}: there\'s no setting "{key}".', f"Settings: {', '.join(KEYS)}."
            )
        if not _fits(value, KEYS[key].kind):
            raise UsageError(f'{path}: "{key}" must be {_NAMES[KEYS[key].kind]}.')
        if "\0" in ("".join(value) if isinstance(value, list) else str(value)):
            raise UsageError(f'{path}: "{key}" has a NUL in it.', "Write it without.")
        known[KEYS[key].name] = tuple(value) if isinstance(value, list) else value
    return Settings(**known)  # type: ignore[arg-type]  # each value was checked against KEYS


def plain_settings(text: str) -> list[tuple[str, object]] | None:
    """The keys and values if all are known keys with plain text, as we write them; else None.

    It spares importing tomllib, a fifth of completing a name.
    """
    values: dict[str, object] = {}
    tables, table = {key.rpartition(".")[0] for key in KEYS} - {""}, ""
    for line in text.split("\n"):
        name, _, value = line.partition(" = ")
        key, content = f"{table}{name}", value[1:-1]
        if (named := line[1:-1]) in tables and line == f"[{named}]":
            tables.remove(named)  # twice is wrong
            table = f"{named}."
        elif key in KEYS and key not in values and value == f'"{content}"' and _is_plain(content):
            values[key] = content
        elif line:
            return None
    return [*values.items()]


def _is_plain(text: str) -> bool:
    return text.isprintable() and '"' not in text and "\\" not in text


def toml_settings(text: str, path: Path) -> list[tuple[str, object]]:
    """The keys and values in TOML. Raises UsageError."""
    import tomllib

    try:
        return _flat(tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        is_syntax = isinstance(error, tomllib.TOMLDecodeError)
        why = str(error) if is_syntax else "a number in it is too large, or it's nested too deeply"
        raise UsageError(f"{path}: {why}.", "Fix the line, or move the file away.") from None


@dataclass(frozen=True, slots=True)
class Setting:
    """One of the settings. `name`: its field; `kind`: str, int or list, as in config.toml."""

    name: str
    kind: type
    meaning: str
    default: object


def _kind(annotation: str) -> type:
    return list if annotation.startswith("tuple") else int if "int" in annotation else str


KEYS: Mapping[str, Setting] = {
    each.metadata["key"]: Setting(
        each.name, _kind(str(each.type)), each.metadata["meaning"], each.default
    )
    for each in fields(Settings)
}
_NAMES = {str: "text", int: "a whole number above 0", list: "a list of texts"}


def _flat(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = []
    for key, value in table.items():
        name = f"{prefix}{key}"
        pairs += _flat(value, f"{name}.") if isinstance(value, dict) else [(name, value)]
    return pairs


def _fits(value: object, kind: type) -> bool:
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if kind is list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, str)


SECONDS = 10  # more than any program needs, and far below a scheduled run's limit
NOT_STARTED = 127  # the same as in a shell
TOO_SLOW = 124  # the same as from timeout(1)
_SHOWN = 120  # characters of a program's complaint


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a program ended, and what it printed."""

    status: int
    out: bytes = b""
    err: bytes = b""

    @property
    def complaint(self) -> str:
        """The last line it printed, safe to show: exit 1: crontab: not allowed."""
        lines = (self.err.strip() or self.out.strip()).decode(errors="replace").splitlines()
        last = "".join(c if c.isprintable() else "?" for c in lines[-1].strip()) if lines else ""
        return f"exit {self.status}: {last[:_SHOWN]}" if last else f"exit {self.status}"


def found_program(name: str, variables: Mapping[str, str]) -> str | None:
    """The path of a program; without a PATH, searched in the system's own folders."""
    import shutil  # a silent run doesn't need it

    return shutil.which(name, path=variables.get("PATH") or os.defpath)


def run_program(
    argv: Sequence[str],
    variables: Mapping[str, str],
    *,
    text: str = "",
    seconds: float = SECONDS,
    folder: Path | None = None,
    unheard: bool = False,
) -> Ran:
    """Run a program to its end, `text` on its stdin; one that can't start has a status, too.

    `unheard`: drop its output, so that it may leave a background process that prints.
    """
    import subprocess

    heard = subprocess.DEVNULL if unheard else subprocess.PIPE
    program = found_program(argv[0], variables) or argv[0]
    try:
        ran = subprocess.run(  # noqa: S603 - an argv, and no shell to misread it
            [program, *argv[1:]],
            input=text.encode(errors="replace"),
            stdout=heard,
            stderr=heard,
            env=dict(variables),
            timeout=seconds,
            cwd=folder,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ran(status=TOO_SLOW, err=b"it took too long")
    except (OSError, ValueError) as error:  # ValueError: a null character in the argv
        return Ran(status=NOT_STARTED, err=type(error).__name__.encode())
    return Ran(status=ran.returncode, out=ran.stdout or b"", err=ran.stderr or b"")
