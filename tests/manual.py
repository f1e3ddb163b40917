"""The manual page and the table for completion, made from the commands. Run it to write both:

python tests/manual.py
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from mentorlog import arguments
from mentorlog.cli import completion
from mentorlog.cli.program import program
from mentorlog.cli.running import Root
from mentorlog.commands import command_of
from mentorlog.commands.config import MEANING
from mentorlog.commands.typed import enum_of

TABLE = completion.TABLE
PAGE = Path(__file__).parent.parent / "src" / "mentorlog" / "mentorlog.1"

_FILES = """\
Settings are in config.toml in the configuration folder; \\fBmentorlog config\\fR shows where,
and what can be set there:
"""
_EXITS = (
    ("0", "Done; nothing due isn't a failure."),
    ("2", "The command line is wrong, or input is needed without a terminal."),
    ("3", "Not found, ambiguous, refused, or an extra isn't installed."),
    ("4", "The journal has damaged data, or data of a newer version; the rest is shown."),
    ("5", "Another process is writing; the error names it."),
    ("6", "Saving failed; what was typed is kept as a draft, or printed."),
    ("10", "Only with nudge --exit-code: something is due."),
    ("130", "Interrupted."),
)


def page() -> str:
    """The whole page, as roff."""
    root = program()
    return "\n".join((*_head(root), *_commands(root), *_tail())) + "\n"


def _head(root: Any) -> Iterator[str]:
    yield '.TH MENTORLOG 1 "" "mentorlog" "User Commands"'
    yield ".SH NAME"
    yield "mentorlog \\- a mentoring journal for the command line"
    yield ".SH SYNOPSIS"
    yield ".B mentorlog"
    yield "[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGS\\fR]"
    yield ".SH DESCRIPTION"
    yield _escaped(_said(root)[0])
    yield ".SH OPTIONS"
    yield from _options(root)


def _commands(root: Any) -> Iterator[str]:
    panel = ""
    for name, command in _each(root):
        if command.rich_help_panel != panel:
            panel = command.rich_help_panel
            yield f".SH {_escaped(panel.upper())}"
        yield from _command(name, command)
        for inner, below in _each(command):
            yield from _command(f"{name} {inner}", below)


def _tail() -> Iterator[str]:
    yield ".SH FILES"
    yield _FILES.rstrip()
    for key, meaning in MEANING.items():
        yield from (".TP", f".B {_escaped(key)}", _escaped(meaning))
    yield ".SH EXIT STATUS"
    for status, meaning in _EXITS:
        yield from (".TP", f".B {status}", _escaped(meaning))
    yield ".SH ENVIRONMENT"
    for name, meaning in (
        ("MENTORLOG_JOURNAL", "Where the journal is; --journal overrides it."),
        ("MENTORLOG_IDENTITY", "The age identity file that opens sealed entries."),
        ("VISUAL, EDITOR", "The editor for edit and --edit."),
        ("NO_COLOR", "No colours."),
    ):
        yield from (".TP", f".B {_escaped(name)}", _escaped(meaning))


def _command(name: str, command: Any) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    words = " ".join(f"[\\fI{_escaped(p.metavar or p.name.upper())}\\fR]" for p in arguments)
    yield f".SS {_escaped(name)} {words}".rstrip()
    for paragraph in _said(command):
        yield from (_escaped(paragraph), ".PP")
    yield from _options(command)


def _options(command: Any) -> Iterator[str]:
    for param in command.params:
        if param.param_type_name == "option" and not param.hidden and param.name != "help":
            metavar = f" \\fI{_escaped(param.metavar)}\\fR" if param.metavar else ""
            yield from (".TP", f"\\fB{_escaped(', '.join(param.opts))}\\fR{metavar}")
            yield _escaped(param.help or "")


def _each(group: Any) -> Iterator[tuple[str, Any]]:
    for name in getattr(group, "list_commands", lambda _: ())(None):
        command = group.get_command(None, name)
        if not command.hidden:
            yield name, command


def _said(command: Any) -> list[str]:
    """The paragraphs of its help, each on one line."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", command.help or "")]


def _escaped(text: str) -> str:
    """As roff takes it: every sign as itself."""
    spelled = text.replace("\\", "\\e").replace("-", "\\-")
    spelled = re.sub(r"[^\x00-\x7f]", lambda found: f"\\[u{ord(found[0]):04X}]", spelled)
    return re.sub(r"^([.'])", r"\\&\1", spelled)


def table() -> str:
    """What each command takes, for completion."""
    found = {"": _taken(program(), Root)}
    for name, command in _each(program()):
        found[name] = _taken(command, command_of(name).arguments)
        for inner, below in _each(command):
            words = f"{name} {inner}"
            found[words] = _taken(below, command_of(words).arguments)
    found["help"]["places"][0]["choices"] += found[""]["below"]
    found["config"]["places"][0]["choices"] = [*MEANING]
    lines = (f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in found.items())
    return "{{\n{}\n}}\n".format(",\n".join(lines))


def _choices(said: tuple[str, ...] | str) -> tuple[str, ...]:
    """The words that an option accepts: as they are, or of an enum's name."""
    return said if isinstance(said, tuple) else tuple(map(str, enum_of(said)))


def _taken(command: Any, kind: arguments.ArgumentsClass) -> dict[str, Any]:
    shared = {one.name: arguments.parameter_of(one) for one in fields(arguments.Shared)}
    taken = {**shared, **arguments.parameters(kind)}
    choices = {name: _choices(said.choices) for name, said in taken.items()}
    offers = {name: said.offers for name, said in taken.items()}
    places, options = [], []
    for param in command.params:
        if param.param_type_name == "argument":
            place = {
                "offers": offers[param.name],
                "choices": [*choices[param.name]],
                "files": _is_file(param),
                "many": param.nargs == -1,
            }
            places.append({key: value for key, value in place.items() if value})
        else:
            option = {
                "names": [*param.opts, *param.secondary_opts],
                "help": param.help,
                "takes": not param.is_flag and param.name != "resume",
                "many": param.multiple,
                "offers": offers.get(param.name),
                "choices": choices.get(param.name),
                "files": _is_file(param),
                "hidden": param.hidden,
            }
            options.append({key: value for key, value in option.items() if value})
    options.append({"names": ["--help", "-h"], "help": "Show this message and exit."})
    return {
        "help": _said(command)[0],
        "below": [name for name, _ in _each(command)],
        "places": places,
        "options": options,
    }


def _is_file(param: Any) -> bool:
    return bool({"FILE", "DIR", "SHEET"} & {*re.split(r"\W", param.metavar or "")})


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="ascii")
    TABLE.write_text(table(), encoding="utf-8")
