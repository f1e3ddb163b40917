"""Programs that stand in for a system's own, on a PATH of their own: they do little, and note it.

`Machine` is a home with such programs. Nothing of it is outside of its folder, and the commands
find nothing else on their PATH but what a shell script needs.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from mentorlog.__main__ import run
from mentorlog.environment import Environment
from mentorlog.journal.journal import Journal

SUNDAY = dt.datetime(2026, 11, 22, 10, 0)  # noqa: DTZ001 - local civil time, as the program has it
MONDAY = dt.datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001 - as above

_CRONTAB = """\
case "$1" in
-l) [ -e "$TAB" ] || { echo "no crontab for ann" >&2; exit 1; }; cat "$TAB";;
-r) rm "$TAB";;
*) cat "$1" > "$TAB";;
esac
"""
_SYSTEMCTL = """\
for unit; do :; done
case "$2" in
is-enabled) [ -e "$STATE/enabled-$unit" ];;
enable) : > "$STATE/enabled-$unit";;
disable) rm -f "$STATE/enabled-$unit";;
esac
"""
_LAUNCHCTL = """\
for job; do :; done
job=${job##*/}; job=${job%.plist}
case "$1" in
print) [ -e "$STATE/loaded-$job" ];;
bootstrap) : > "$STATE/loaded-$job";;
bootout) rm "$STATE/loaded-$job";;
esac
"""
_SCHTASKS = """\
case "$1" in
/Query) case "$2" in
    /TN) [ -e "$STATE/$3.xml" ] || exit 1; [ -z "$4" ] || cat "$STATE/$3.xml";;
    *) cd "$STATE"
        for task in mentorlog-*.xml; do echo "\\"\\\\${task%.xml}\\",\\"Ready\\""; done;;
    esac;;
/Create) cat "$5" > "$STATE/$3.xml";;
/Delete) rm "$STATE/$3.xml";;
esac
"""
_TOOLS = ("cat", "grep", "head", "rm")  # all that the stand-ins themselves need
BODIES = {
    "crontab": _CRONTAB,
    "systemctl": _SYSTEMCTL,
    "launchctl": _LAUNCHCTL,
    "schtasks": _SCHTASKS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How one command line ended."""

    status: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Machine:
    """A home in `folder`, in which `programs` are found besides the shell's own."""

    folder: Path
    programs: tuple[str, ...] = ("crontab",)
    platform: str = "linux"
    variables: dict[str, str] = field(default_factory=dict)
    account: int = 4242  # nobody's: there is no session bus by that number

    def __post_init__(self) -> None:
        for folder in (self.bin, self.noted):
            folder.mkdir(parents=True, exist_ok=True)
        for name in _TOOLS:
            with contextlib.suppress(FileExistsError):
                (self.bin / name).symlink_to(f"/bin/{name}")
        for name in self.programs:
            self.stand_in(name, BODIES.get(name, ""))
        self.stand_in("mentorlog", "")

    @property
    def bin(self) -> Path:
        return self.folder / "bin"

    @property
    def noted(self) -> Path:
        """What the stand-ins leave."""
        return self.folder / "noted"

    @property
    def tab(self) -> Path:
        """The user's crontab."""
        return self.noted / "crontab"

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def program(self) -> Path:
        return self.bin / "mentorlog"

    def stand_in(self, name: str, body: str) -> Path:
        """A shell script that notes its arguments and does what the body says."""
        path = self.bin / name
        log = shlex.quote(str(self.noted / f"{name}.log"))
        path.write_text(
            f"#!/bin/sh\nTAB={shlex.quote(str(self.tab))}\nSTATE={shlex.quote(str(self.noted))}\n"
            f'printf "%s\\n" "$*" >> {log}\n{body}',
            encoding="utf-8",
        )
        path.chmod(0o755)
        return path

    def real_program(self) -> None:
        """From now on the installed program is ours, not a stand-in."""
        self.program.write_text(
            f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m mentorlog "$@"\n', encoding="utf-8"
        )

    @property
    def journals_state(self) -> Path:
        """Where what belongs to the journal is kept."""
        return Journal(self.folder / "journal", self.state).state_folder

    def person(self, name: str, *, since: str | None, cadence: str | None = None) -> None:
        """Someone in the journal, written by hand: an agreement, or else a meeting, on a day."""
        handle = name.lower().replace(" ", "-").replace("ö", "o")
        identity = f"{sum(map(ord, handle)):08}"
        root = self.folder / "journal"
        folder = root / "relationships" / f"{handle}-{identity[:4]}"
        folder.mkdir(parents=True)
        kind = "agreement" if cadence else "meeting"
        facts = f"cadence: {cadence}\n" if cadence else "status: held\n"
        texts = [
            (root / "journal.yaml", "schema: 1\nid: 9f2k7m3q\n"),
            (
                folder / "relationship.yaml",
                f"schema: 1\nid: {identity}\nname: {name}\nmy_role: mentee\n",
            ),
            (
                folder / f"{since}-{kind}-1{identity[1:]}.yaml",
                f"schema: 1\nid: 1{identity[1:]}\nkind: {kind}\ndate: {since}\n{facts}",
            ),
        ]
        for path, text in texts if since else texts[:2]:
            path.write_text(text, encoding="utf-8")

    def calls(self, name: str) -> list[str]:
        """The arguments of each call of a stand-in, one line each."""
        log = self.noted / f"{name}.log"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []

    def all_variables(self) -> Mapping[str, str]:
        return {"HOME": str(self.folder), "PATH": str(self.bin), **self.variables}

    def host(self, config: Path | str | None = None) -> Environment:
        """As the schedulers know it; `config`: the configuration, if not the usual one."""
        return replace(self.environment(), config_file=Path(config or self.config), mailers=())

    def environment(self) -> Environment:
        """As one of our commands finds it, with nobody at a terminal."""
        return Environment(
            now=SUNDAY,
            variables=self.all_variables(),
            config_file=self.config,
            journal_folder=self.folder / "journal",
            state_folder=self.state,
            cache_folder=self.folder / "cache",
            stdin=io.StringIO(),
            stdout=io.StringIO(),
            stderr=io.StringIO(),
            program=str(self.program),
            platform=self.platform,
            account=self.account,
        )

    def run(
        self,
        *words: str,
        now: dt.datetime = SUNDAY,
        answers: str | None = None,
        journal: Path | None = None,
    ) -> Ran:
        """One command line of ours, in this process; `answers`: there is a terminal."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
        environment = replace(
            self.environment(),
            now=now,
            journal_folder=journal or self.folder / "journal",
            stdin=io.StringIO(answers or ""),
            stdout=out,
            stderr=err,
            terminal=answers is not None,
        )
        with contextlib.redirect_stderr(err):
            status = run(words, environment)
        return Ran(status=status, out=_text(out), err=_text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def random_bytes(dice: Random, count: int) -> bytes:
    """In place of `os.urandom` for ids: the same ones again for the same dice."""
    return bytes(dice.choices(range(32), k=count))
