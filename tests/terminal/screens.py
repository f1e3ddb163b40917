"""The screens that are kept as golden files. Run it to write them anew:

    python tests/terminal/screens.py

A golden changes only in a commit that says why.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from builders import (
    agreement,
    approach,
    closure,
    contribution,
    meeting,
    planned,
    relationship,
    stored,
)
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from views.people import SINCE, TODAY, ari, dana, everyone, sam

from mentorlog.commands import show
from mentorlog.domain.entries import ContributionType, Direction
from mentorlog.domain.relationship import Relationship, Role
from mentorlog.domain.words import (
    ApproachWords,
    ClosureWords,
    Conversation,
    Medium,
    MeetingWords,
    NextForm,
)
from mentorlog.terminal.board import board
from mentorlog.terminal.look import Line, Look, Style, line
from mentorlog.terminal.loops import loops
from mentorlog.terminal.page import page
from mentorlog.views.board import board as board_view
from mentorlog.views.loops import loops as loops_view
from mentorlog.views.page import page as page_view

GOLDEN = Path(__file__).parent.parent / "golden"
SVG_WIDTH = 114  # cells: the board's table and a next step on one line


def every_standing() -> tuple[Relationship, ...]:
    """One of each, with names that try the layout."""
    return (
        *everyone(),
        relationship(
            handle="maximiliane",
            name="Maximiliane-Theophila von und zu Hohenstein-Wittelsbach",
            my_role=Role.PEER,
            unreadable=2,
        ),
        relationship(
            agreement("2026-09-01", "every 2 weeks", until="2026-11-15"),
            *map(meeting, ("2026-09-10", "2026-09-24", "2026-10-08", "2026-10-22", "2026-11-02")),
            handle="li-na",
            name="李娜 王小明先生",
        ),
        relationship(
            agreement("2026-10-19", "weekly"),
            *map(meeting, ("2026-10-21", "2026-10-28", "2026-11-04", "2026-11-12")),
            planned("2026-11-20"),
            handle="tova-berg",
            name="Tova [bold]Berg[/]\x1b[31m\u202e",
        ),
        relationship(
            agreement("2026-10-26", "weekly"),
            *map(meeting, ("2026-10-28", "2026-11-07", "2026-11-14")),
            handle="k",
            name="K",
        ),
        relationship(
            agreement("2026-09-01", "2 hours per month"),
            *map(meeting, ("2026-09-20", "2026-10-11", "2026-11-01")),
            planned("2026-12-10"),
            handle="bo-ek",
            name="Bo Ek",
        ),
        relationship(
            agreement("2026-01-01", "up to 6 per year"),
            meeting("2026-06-01"),
            handle="owl",
            name="Nobody's Business",
            alias="Owl",
            in_confidence=True,
        ),
        relationship(meeting("2026-11-01"), handle="ida-rask", name="Ida Rask", my_role=Role.PEER),
        relationship(
            approach("2026-11-01", follow_up_on="2026-12-01"), handle="ed-moss", name="Ed Moss"
        ),
        relationship(agreement("2027-01-01", "weekly"), handle="uma-lind", name="Uma Lind"),
        relationship(
            agreement("2026-01-01"), closure("2026-06-01"), handle="old", name="Old Friend"
        ),
    )


def searched() -> Relationship:
    words = ApproachWords(experience="ran three reorgs", desire="offered twice", time="an hour")
    return relationship(
        approach("2026-11-01", "first_conversation", follow_up_on="2026-12-01", words=words),
        handle="ed-moss",
        name="Ed Moss",
    )


def ended() -> Relationship:
    words = ClosureWords(
        good_work="the review",
        learned="ask early",
        unfinished=("budget", "hiring"),
        conversation=Conversation.MET,
        next_form=NextForm.FRIEND,
    )
    return dana(closure("2026-11-20", words=words, id="dazz0000"))


def told() -> Relationship:
    """A story with everything a terminal could stumble over."""
    notes = (
        "The reorg waits for the budget. Dana would not push before that, and thinks that it is "
        "better to wait until everybody has read the numbers.\n\n- talk to finance\n  first"
    )
    words = MeetingWords(
        medium=Medium.VIDEO,
        topics=("the reorg", "saying no"),
        notes=notes,
        reflection="I talk too much \x1b[31m[bold]:smile:\u202e",
    )
    received = contribution(
        "2026-11-17",
        Direction.RECEIVED,
        "read my promotion case",
        type=ContributionType.HELP_ON_WORK,
        thanked_on="2026-11-18",
        id="dazy0000",
    )
    return dana(meeting("2026-11-16", minutes=45, words=words, id="dazx0000"), received)


def _board(look: Look, *, everybody: bool = False) -> Iterable[Line]:
    people = every_standing() if everybody else everyone()
    return board(board_view(people, TODAY, since=SINCE, everyone=everybody), look)


def _page(who: Relationship, look: Look) -> Iterable[Line]:
    return page(page_view(who, TODAY, since=SINCE, whole_term=True), look)


def _loops(look: Look) -> Iterable[Line]:
    return loops(loops_view(everyone(), TODAY, reveal=False), look)


def _story(who: Relationship, look: Look) -> Iterable[Line]:
    kept = [stored(each, f"{each.id}.yaml") for each in who.entries]
    return show.text(show.story(who, kept, TODAY), look)


WIDTHS = {str(width): Look(width=width) for width in (60, 80, 120)}
LOOKS = {**WIDTHS, "ascii": Look(width=80, ascii_only=True), "plain": Look(plain=True)}
SCREENS: Mapping[str, Callable[[], Iterable[Line]]] = {
    **{f"board-{name}": partial(_board, look) for name, look in LOOKS.items()},
    **{f"everybody-{name}": partial(_board, look, everybody=True) for name, look in LOOKS.items()},
    **{f"page-{name}": partial(_page, dana(), look) for name, look in LOOKS.items()},
    "page-overdue": partial(_page, sam(), WIDTHS["120"]),
    "page-paused": partial(_page, ari(), WIDTHS["80"]),
    "page-search": partial(_page, searched(), WIDTHS["80"]),
    "page-ended": partial(_page, ended(), WIDTHS["80"]),
    **{f"todo-{name}": partial(_loops, look) for name, look in LOOKS.items()},
    **{f"show-{name}": partial(_story, told(), look) for name, look in LOOKS.items()},
}


def text(lines: Iterable[Line]) -> str:
    return "".join(f"{line.plain.rstrip()}\n" for line in lines)


def svg(name: str) -> str:
    """One of the PICTURES, as the README shows it."""
    command, title, lines = PICTURES[name]
    console = Console(
        file=io.StringIO(),
        width=SVG_WIDTH,
        record=True,
        force_terminal=True,
        color_system="256",
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    for each in (line((f"$ {command}", Style.FAINT)), *lines(), line()):
        console.print(Text.from_ansi(each.styled()), soft_wrap=True)
    form = _SVG.replace("TITLE", title)
    return console.export_svg(title="", theme=_DARK, code_format=form, unique_id=name)


PICTURES: Mapping[str, tuple[str, str, Callable[[], Iterable[Line]]]] = {
    "board": (
        "mentorlog",
        "The board of mentorlog: who you mentor with, and who needs you",
        partial(_board, Look(width=SVG_WIDTH)),
    ),
    "review": (
        "mentorlog review dana-oz",
        "One relationship of mentorlog on one page",
        partial(_page, dana(), Look(width=100)),
    ),
}


_GREYS = [(level, level, level) for level in (0, 64, 96, 128, 160, 176, 192, 208)]
_DARK = TerminalTheme((22, 24, 29), (208, 212, 220), _GREYS, _GREYS)  # the board uses none of them
_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>TITLE</title>
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px;
}}
{styles}
</style>
<defs>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, lines in SCREENS.items():
        (GOLDEN / f"{name}.txt").write_text(text(lines()), encoding="utf-8")
    for name in PICTURES:
        (GOLDEN / f"{name}.svg").write_text(svg(name), encoding="utf-8")
