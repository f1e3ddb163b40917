"""The board as a Markdown table; user text can end neither its cell nor its row."""

from __future__ import annotations

import re

from mentorlog.exchange.texts import visible
from mentorlog.views.board import Board
from mentorlog.views.row import Row

COLUMNS = ("With", "I am", "Standing", "Rhythm", "Last met", "Date", "Pace", "On time", "Open")


def board(view: Board) -> str:
    """A row for everyone, under the day it was seen from."""
    lines = [_line(COLUMNS), _line(["---"] * len(COLUMNS))]
    lines += [_line(_cells(row)) for row in view.rows]
    return f"# Mentoring, {view.as_of.isoformat()}\n\n" + "\n".join(lines) + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    mine, theirs = row.open_actions.me, row.open_actions.them
    bound = {"minimum": "at least ", "maximum": "up to "}.get(row.bound or "", "")
    return (
        escaped(row.name),
        row.my_role or "",
        row.standing.replace("_", " "),
        f"{bound}{row.cadence}" if row.cadence else "",
        row.last_held.isoformat() if row.last_held else "",
        row.due.isoformat() if row.due else "",
        f"{row.pace.held} of {row.pace.expected}" if row.pace else "",
        f"{row.on_time.on_time} of {row.on_time.of}" if row.on_time else "",
        ", ".join(f"{n} {whose}" for n, whose in ((mine, "mine"), (theirs, "theirs")) if n),
    )


def escaped(text: str) -> str:
    """The text as Markdown shows it, none of its signs meaning anything."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", visible(text))


def _line(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"
