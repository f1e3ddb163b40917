"""A review as a page, for oneself: in the words of the screen, none of them cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mentorlog.exchange.formats.html import Sheet, document
from mentorlog.exchange.leaves import Fact, Figure, Leaf, Passage, by_year, told
from mentorlog.exchange.pictures import term, year
from mentorlog.terminal import board as on_board
from mentorlog.terminal import page as on_screen
from mentorlog.terminal import retrospect as looking_back
from mentorlog.terminal import wording
from mentorlog.terminal.look import Look
from mentorlog.terminal.page import Labelled, went
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import day
from mentorlog.views.board import Board
from mentorlog.views.page import Page
from mentorlog.views.periods import Period
from mentorlog.views.retrospect import Overview, Retrospect
from mentorlog.views.row import Row

_LOOK = Look(whole=True)
_FOR = "For yourself"


def reviewed(view: object) -> str:
    """The page of what `review` shows. Raises Refused if the extra is not installed."""
    return document(_sheet(view))


def _sheet(view: object) -> Sheet:
    match view:
        case Board():
            leaves = tuple(_of_row(row, view) for row in view.rows)
            return Sheet(title="Mentoring", as_of=view.as_of, about=_FOR, leaves=leaves)
        case Page():
            title = f"Mentoring: {safe(view.row.name)}"
            return Sheet(title=title, as_of=view.as_of, about=_FOR, leaves=(_of_page(view),))
        case Retrospect():
            return _back(view.period, (view,))
        case Overview():
            return _back(view.period, view.items)
    raise TypeError(type(view).__name__)


def _back(period: Period, items: Sequence[Retrospect]) -> Sheet:
    span = wording.sentence(looking_back.span(period))
    leaves = tuple(map(_of_retrospect, items))
    return Sheet(title=span, as_of=period.until, about=_FOR, leaves=leaves)


def _of_row(row: Row, view: Board) -> Leaf:
    """What the board says, a fact a line."""
    cells = on_board.cells(row, view.as_of, _LOOK)
    said = (
        ("Rhythm", cells.rhythm),
        ("Last met", day(row.last_held, view.as_of) if row.last_held else "not yet"),
        ("Next", cells.coming),
        ("Open", cells.open),
    )
    standing = wording.STANDING[row.standing]
    return Leaf(name=f"{safe(row.name)}{cells.role}", beside=standing, facts=tuple(told(said)))


def _of_page(view: Page) -> Leaf:
    parts = {
        "Between you": on_screen.both_ways(view, _LOOK),
        "Open": on_screen.open_loops(view, _LOOK),
    }
    more = [*on_screen.helps_with(view), *on_screen.both_ends(view, _LOOK)]
    return _leaf(view, more, parts)


def _of_retrospect(view: Retrospect) -> Leaf:
    parts = {
        "Changes": looking_back.changes(view, _LOOK),
        "Between you": looking_back.both_ways(view, _LOOK),
        "How it felt": looking_back.felt(view, _LOOK),
        "Open": on_screen.open_loops(view.page, _LOOK),
        "Let go": looking_back.let_go(view, _LOOK),
    }
    more = [*looking_back.built_on(view.page), *looking_back.untouched(view, _LOOK)]
    return _leaf(view.page, more, parts)


def _leaf(view: Page, more: Sequence[Labelled], parts: dict[str, Iterator[Labelled]]) -> Leaf:
    said = (*on_screen.areas(view, _LOOK), *more, *on_screen.goals(view, _LOOK))
    return Leaf(
        name=f"{safe(view.row.name)}{on_screen.role(view)}",
        beside=safe(on_screen.verdict(view)[0]),
        sentences=tuple(map(safe, on_screen.sentences(view, _LOOK))),
        facts=tuple(told(said)),
        figures=tuple(_figures(view)),
        met=by_year(view.met),
        passages=tuple(
            Passage(heading=heading, facts=facts)
            for heading, labelled in parts.items()
            if (facts := _under(heading, labelled))
        ),
        hidden=on_screen.hidden_counts(view),
    )


def _under(heading: str, labelled: Iterator[Labelled]) -> tuple[Fact, ...]:
    """A label that only repeats the heading is left out."""
    return tuple(told(("" if label == heading else label, text) for label, text in labelled))


def _figures(view: Page) -> Iterator[Figure]:
    if view.timeline:
        sentence = safe(went(view.window, on_screen.them(view, _LOOK), view.as_of))
        yield Figure(caption=sentence, picture=term(view.timeline))
    if view.year:
        yield Figure(caption="Week by week", picture=year(view.year))
