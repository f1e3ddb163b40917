"""The formats an export can be written in: a module each, named like the format, but for JSON.

A module holds `written(export, choices) -> str`. It shows what it is given; nothing is decided
there about who may see what.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib import import_module

from mentorlog.domain.entries import Kind
from mentorlog.exchange.dossier import Dossier
from mentorlog.exchange.exports import Export, LeftOut
from mentorlog.frozen import dataclass

FORMATS = ("md", "html", "csv", "ics", "json")
DOSSIERS = ("md", "html", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What is asked of one format only; the others know nothing of it.

    `wikilinks`: Markdown links people as Obsidian does. `details`: a calendar's events say what
    they are about. `due`: a calendar holds due dates, too. `zone`: of times that name none there.
    """

    wikilinks: bool = False
    details: bool = False
    due: bool = False
    zone: dt.tzinfo | None = None


def written(export: Export, name: str, choices: Choices) -> str:
    """The export in one of the FORMATS. Raises Refused if an extra it needs isn't installed."""
    if name == "json":
        from mentorlog.exchange.json import as_json

        return as_json(export)
    text: str = import_module(f"{__name__}.{name}").written(export, choices)
    return text


def dossier_written(view: Dossier, name: str) -> str:
    """The dossier in one of the DOSSIERS. Raises Refused if an extra it needs isn't installed."""
    if name == "json":
        from mentorlog.exchange.json import as_json

        return as_json(view)
    text: str = import_module(f"{__name__}.{name}").dossier(view)
    return text


def told(left_out: LeftOut) -> tuple[str, ...]:
    """What was left out, for oneself: 3 notes; 1 entry in confidence; the private part of 2 …"""
    parts = (
        _listed(left_out.entries),
        f"{_counted(left_out.in_confidence, 'entry')} in confidence"
        if left_out.in_confidence
        else "",
        f"the private part of {_listed(left_out.parts)}" if left_out.parts else "",
        f"the words of {_counted(left_out.sealed, 'sealed entry')}" if left_out.sealed else "",
        f"{_counted(left_out.earlier, 'earlier entry')}" if left_out.earlier else "",
        f"{_counted(left_out.people, 'person')} of whom nothing may be seen"
        if left_out.people
        else "",
    )
    return tuple(part for part in parts if part)


def told_readers(left_out: LeftOut) -> str:
    """The same for whoever reads the document: how much, but not what it was; "" for nothing."""
    parts = (
        _counted(left_out.whole, "entry") if left_out.whole else "",
        f"parts of {_counted(left_out.cut, 'entry')}" if left_out.cut else "",
    )
    return " and ".join(part for part in parts if part)


def _listed(counts: Mapping[Kind, int]) -> str:
    named = ((_counted(n, kind.replace("_", "-")), n) for kind, n in counts.items())
    return ", ".join(text for text, n in named if n)


def _counted(count: int, noun: str) -> str:
    if count == 1:
        return f"1 {noun}"
    plural = {"person": "people"}.get(noun) or (
        f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}es" if noun.endswith("h") else None
    )
    return f"{count} {plural or noun + 's'}"
