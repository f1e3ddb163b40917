"""The completion scripts of bash, zsh and fish, and where they are installed.

The scripts contain all commands, options and choices, so that a shell starts no program to complete
these. They are made from `completions.json`.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from mentorlog import files
from mentorlog.errors import MentorlogError, Missing, Refused
from mentorlog.frozen import dataclass

TableEntry = Mapping[str, Any]  # a command of the table, or one of its parameters
Table = Mapping[str, TableEntry]

SHELLS = ("bash", "zsh", "fish")
_POWERSHELL = {"powershell", "pwsh"}
_MARK = "#TABLE\n"


def script(shell: str) -> str:
    """The completion script of a shell. Raises Refused for any other shell."""
    if shell not in SHELLS:
        raise Refused(f"There's no completion for {shell or 'this shell'}.", " ".join(SHELLS))
    folder = resources(__package__)
    table: Table = json.loads((folder / ".." / "completions.json").read_text(encoding="utf-8"))
    before, after = (folder / f"mentorlog.{shell}").read_text(encoding="utf-8").split(_MARK)
    return "".join((before, *(f"{row}\n" for row in _ROWS[shell](table)), after))


def _bash(table: Table) -> Iterator[str]:
    for path, taken in table.items():
        lists = {
            "below": taken["below"],
            "options": [f"{mark}{name}{kind}" for mark, name, kind, _ in _options(taken)],
            "places": _places(taken),
        }
        sets = " ".join(
            f"{name}={_quoted(' '.join(words))}" for name, words in lists.items() if words
        )
        yield f"    {_quoted(path)}) {sets} ;;"


def _zsh(table: Table) -> Iterator[str]:
    for path, taken in table.items():
        below = [f"{name}:{table[f'{path} {name}'.lstrip()]['help']}" for name in taken["below"]]
        lists = {
            "below": below,
            "options": [
                f"{mark}{name}{kind}:{help_}" for mark, name, kind, help_ in _options(taken)
            ],
            "places": _places(taken),
        }
        sets = " ".join(
            f"{name}=({' '.join(map(_quoted, words))})" for name, words in lists.items()
        )
        yield f"    {_quoted(path)}) {sets} ;;"


def _fish(table: Table) -> Iterator[str]:
    for path, taken in table.items():
        below = (f">{name}\t{table[f'{path} {name}'.lstrip()]['help']}" for name in taken["below"])
        options = (f"{mark}{name}{kind}\t{help_}" for mark, name, kind, help_ in _options(taken))
        words = " ".join(map(_fish_quoted, (*below, *options, *_places(taken, ".+"))))
        yield f"        case {_fish_quoted(path)}\n            printf '%s\\n' {words}"


_ROWS: Mapping[str, Callable[[Table], Iterator[str]]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}


def _options(taken: TableEntry) -> Iterator[tuple[str, str, str, str]]:
    """(name with flags, kind, help) of each option: + repeatable, ! hidden."""
    for option in taken["options"]:
        mark = "!" if option.get("hidden") else "+" if option.get("many") else ""
        kind = f"={_kind(option)}" if option.get("takes") else ""
        yield from ((mark, name, kind, option["help"]) for name in option["names"])


def _places(taken: TableEntry, many: str = "+") -> list[str]:
    """What each argument takes, after a dot, or after `many` if it takes several."""
    return [(many if each.get("many") else ".") + _kind(each) for each in taken["places"]]


def _kind(taken: TableEntry) -> str:
    """@people and the like, or the choices with commas; "" for anything else."""
    if offers := taken.get("offers"):
        return f"@{offers.replace(' ', '-')}"
    return "@files" if taken.get("files") else ",".join(taken.get("choices", ()))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptPlace:
    """Where a shell's script is, and the lines of a settings file that load it."""

    script: Path
    settings: Path | None = None
    lines: Sequence[str] = ()


def place(shell: str, variables: Mapping[str, str], home: Path) -> ScriptPlace:
    """Where to install a shell's script: where earlier versions did, too."""
    match shell:
        case "bash":
            path = home / ".bash_completions" / "mentorlog.sh"
            return ScriptPlace(script=path, settings=home / ".bashrc", lines=(f"source '{path}'",))
        case "zsh":
            return ScriptPlace(
                script=home / ".zfunc" / "_mentorlog",
                settings=Path(variables.get("ZDOTDIR") or home) / ".zshrc",
                lines=("fpath+=~/.zfunc; autoload -Uz compinit; compinit",),
            )
        case _:
            config = Path(variables.get("XDG_CONFIG_HOME") or home / ".config")
            return ScriptPlace(script=config / "fish" / "completions" / "mentorlog.fish")


def installed(variables: Mapping[str, str], home: Path) -> str:
    """Install or update the script for the shell that runs this; return a sentence about it.

    Raises Refused for an unknown shell, StorageFailed.
    """
    shell = running()
    if shell in _POWERSHELL:
        from typer._completion_shared import install

        _, path = install(shell, "mentorlog", "_MENTORLOG_COMPLETE")
        return f"Completion for {shell} is in {path}. Open a new shell to use it."
    text, where = script(shell).encode(), place(shell, variables, home)
    before = _put(where.script, text)
    if where.settings is not None:
        _add(where.settings, where.lines)
    if before == text:
        return f"Completion for {shell} is up to date: {where.script}"
    verb = "Installed" if before is None else "Updated"
    return f"{verb} completion for {shell}: {where.script}\nOpen a new shell to use it."


def outdated(variables: Mapping[str, str]) -> str:
    """A sentence about each installed script of another version of the program; "" without one."""
    if not (home := variables.get("HOME")):
        return ""
    sentences = []
    for shell in SHELLS:
        installed: bytes | None = None
        with contextlib.suppress(MentorlogError):
            installed = files.read_if_there(place(shell, variables, Path(home)).script)
        if installed is not None and installed != script(shell).encode():
            sentences.append(
                f"Completion for {shell} is from another version. In {shell}, update it:"
            )
    command = "  mentorlog --install-completion"
    return "\n".join(f"{sentence}\n{command}" for sentence in sentences)


def running() -> str:
    """The shell that runs this process; "" if unknown."""
    import shellingham

    with contextlib.suppress(shellingham.ShellDetectionFailure):
        return str(shellingham.detect_shell()[0])
    return ""


def _put(path: Path, text: bytes) -> bytes | None:
    """Write a file, even through a link; return its former bytes."""
    path = path.resolve()
    try:
        before = files.read(path)
    except Missing:
        files.make_folder(path.parent)
        files.create(path, text)
        return None
    if before != text:
        files.replace(path, text, expected=before)
    return before


def _add(path: Path, lines: Sequence[str]) -> None:
    """Append the lines that the file doesn't have yet."""
    path = path.resolve()
    text = (files.read_if_there(path) or b"").decode(errors="surrogateescape")
    missing = [line for line in lines if line not in text]
    if missing:
        gap = "\n" if text and not text.endswith("\n") else ""
        whole = "".join((text, gap, *(f"{line}\n" for line in missing)))
        _put(path, whole.encode(errors="surrogateescape"))
