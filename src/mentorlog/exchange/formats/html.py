"""An export or a review as a page for a browser or a printer: one file without dependencies.

`leaves` has its contents. The template engine escapes everything that anybody wrote; the only style
that applies is ours, which the page's own security policy allows by its hash. Needs Jinja2 (extra
`page`).
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from importlib import resources
from typing import Any

from mentorlog.errors import NotInstalled
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.dossier import (
    Dossier,
    DossierPerson,
    by_medium,
    outcome_rows,
    subtitle,
    summary,
    title,
)
from mentorlog.exchange.formats import Choices, Export, left_out_for_readers
from mentorlog.exchange.leaves import Fact, Figure, Leaf, Passage, by_year, exported, facts_of
from mentorlog.exchange.pictures import term, year
from mentorlog.frozen import dataclass
from mentorlog.terminal import board as on_board
from mentorlog.terminal import page as on_screen
from mentorlog.terminal import retrospect as looking_back
from mentorlog.terminal import wording
from mentorlog.terminal.look import Look
from mentorlog.terminal.page import Labelled, window_in_words
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import day, long_day
from mentorlog.views.board import Board, Row
from mentorlog.views.page import Page
from mentorlog.views.retrospect import Overview, Period, Retrospect

_PACKAGE, _FOLDER = "mentorlog.exchange", "pages"
_RIGHT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_FROM_RIGHT = re.compile(rf"({_RIGHT}+(?:[\W\d]+{_RIGHT}+)*)")  # Hebrew, Arabic and similar scripts
_LOOK = Look(whole=True)
_FOR_ME = "For you"
_FOR = {
    Audience.ME: "For you: everything except what's held in confidence",
    Audience.THEM: "What you both agreed and did",
    Audience.OTHERS: "Dates and lengths of meetings",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSheet:
    """`about`: for whom, and since when. `left_out`: how much isn't in it; "" for nothing."""

    title: str
    as_of: dt.date
    about: str
    leaves: tuple[Leaf, ...]
    left_out: str = ""


def written(export: Export, _: Choices) -> str:
    """A section for everyone. Raises Refused if the extra is not installed."""
    names = [safe(person.relationship.name) for person in export.people]
    since = f", since {day(export.since, export.as_of)}" if export.since else ""
    return document(
        PrintedSheet(
            title=f"Mentoring: {names[0]}" if len(names) == 1 else "Mentoring",
            as_of=export.as_of,
            about=f"{_FOR[export.audience]}{since}",
            leaves=tuple(exported(person, export) for person in export.people),
            left_out=left_out_for_readers(export.left_out),
        )
    )


def dossier(view: Dossier) -> str:
    """The sums, everyone, and the outcomes. Raises Refused if the extra is not installed."""
    sums = Leaf(name="In all", facts=summary(view))
    came = tuple(
        Passage(heading=f"{day(date, view.as_of)}, {safe(heading)}", facts=facts)
        for date, heading, facts in outcome_rows(view)
    )
    people = Leaf(name="People", facts=tuple(map(_person_fact, view.people)))
    outcomes = Leaf(name="What came of it", passages=came)
    return document(
        PrintedSheet(
            title=title(view),
            as_of=view.as_of,
            about=safe(subtitle(view)),
            leaves=(sums, *([people] if view.people else ()), *([outcomes] if came else ())),
            left_out=left_out_for_readers(view.left_out),
        )
    )


def _person_fact(person: DossierPerson) -> Fact:
    """Mentee A: 7 meetings, 6 h; on what; how."""
    areas = f"on {'; '.join(map(safe, person.areas))}" if person.areas else ""
    form = wording.spelled(person.form) if person.form else ""
    how = ", ".join(filter(None, (form, by_medium(person.media))))
    lines = tuple(filter(None, (wording.met(person.total), areas, how)))
    return Fact(label=wording.sentence(safe(person.called)), lines=lines)


def document(sheet: PrintedSheet) -> str:
    """The whole file. Raises Refused if the extra is not installed."""
    jinja2 = _library()
    style = (resources.files(_PACKAGE) / _FOLDER / "page.css").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(_PACKAGE, _FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["aligned"] = partial(_aligned, markup=jinja2.utils.markupsafe.Markup)
    text: str = environment.get_template("page.html.j2").render(
        sheet=sheet,
        seen_on=f"{long_day(sheet.as_of)} {sheet.as_of.year}",
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
    return text


def _aligned(text: str, markup: Any) -> Any:
    """The text with right-to-left parts isolated, so that they don't reorder the rest."""
    return markup().join(
        markup("<bdi>{}</bdi>").format(part) if at % 2 else markup.escape(part)
        for at, part in enumerate(_FROM_RIGHT.split(text))
    )


def _library() -> Any:
    try:
        import jinja2
    except ModuleNotFoundError:
        raise NotInstalled("Pages", "page", sys.executable) from None
    return jinja2


def reviewed(view: object) -> str:
    """The page of what `review` shows. Raises Refused if the extra is not installed."""
    return document(_sheet(view))


def _sheet(view: object) -> PrintedSheet:
    match view:
        case Board():
            leaves = tuple(_of_row(row, view) for row in view.rows)
            return PrintedSheet(title="Mentoring", as_of=view.as_of, about=_FOR_ME, leaves=leaves)
        case Page():
            whose = f"Mentoring: {safe(view.row.name)}"
            return PrintedSheet(
                title=whose, as_of=view.as_of, about=_FOR_ME, leaves=(_of_page(view),)
            )
        case Retrospect():
            return _back(view.period, (view,))
        case Overview():
            return _back(view.period, view.items)
    raise TypeError(type(view).__name__)


def _back(period: Period, items: Sequence[Retrospect]) -> PrintedSheet:
    span = wording.sentence(looking_back.span(period))
    leaves = tuple(map(_of_retrospect, items))
    return PrintedSheet(title=span, as_of=period.until, about=_FOR_ME, leaves=leaves)


def _of_row(row: Row, view: Board) -> Leaf:
    """The row of the board, a fact a line."""
    cells = on_board.cells(row, view.as_of, _LOOK)
    texts = (
        ("Cadence", cells.rhythm),
        ("Last met", day(row.last_held, view.as_of) if row.last_held else "not yet"),
        ("Next", cells.coming),
        ("In all", wording.met(row.total) if row.total.meetings else ""),
        ("Open", cells.open),
    )
    standing = wording.spelled(row.standing)
    return Leaf(name=f"{safe(row.name)}{cells.role}", beside=standing, facts=tuple(facts_of(texts)))


def _of_page(view: Page) -> Leaf:
    parts = {
        "Between you": on_screen.both_ways(view, _LOOK),
        "Open": on_screen.open_loops(view, _LOOK),
    }
    more = [*on_screen.helps_with(view), *on_screen.both_ends(view, _LOOK)]
    return _leaf(view, more, parts, wording.in_all(view.row.total, view.row.term))


def _of_retrospect(view: Retrospect) -> Leaf:
    parts = {
        "Changes": looking_back.changes(view, _LOOK),
        "Between you": looking_back.both_ways(view, _LOOK),
        "How it felt": looking_back.check_ins(view, _LOOK),
        "Open": on_screen.open_loops(view.page, _LOOK),
        "Dropped": looking_back.dropped(view, _LOOK),
    }
    more = [*looking_back.template_of(view.page), *looking_back.untouched(view, _LOOK)]
    total = f"{wording.met(view.total)}." if view.total.meetings else ""
    return _leaf(view.page, more, parts, total)


def _leaf(
    view: Page, more: Sequence[Labelled], parts: dict[str, Iterator[Labelled]], total: str
) -> Leaf:
    texts = (*on_screen.areas(view, _LOOK), *more, *on_screen.goals(view, _LOOK))
    return Leaf(
        name=f"{safe(view.row.name)}{on_screen.role(view)}",
        beside=safe(on_screen.verdict(view)[0]),
        sentences=tuple(map(safe, on_screen.sentences(view, _LOOK))),
        facts=tuple(facts_of(texts)),
        figures=tuple(_figures(view)),
        met=by_year(view.met),
        total=total,
        passages=tuple(
            Passage(heading=heading, facts=facts)
            for heading, labelled in parts.items()
            if (facts := _under(heading, labelled))
        ),
        hidden=wording.held_back(view.hidden),
    )


def _under(heading: str, labelled: Iterator[Labelled]) -> tuple[Fact, ...]:
    """The facts, without labels that repeat the heading."""
    return tuple(facts_of(("" if label == heading else label, text) for label, text in labelled))


def _figures(view: Page) -> Iterator[Figure]:
    if view.timeline:
        sentence = safe(window_in_words(view.window, on_screen.them(view, _LOOK), view.as_of))
        yield Figure(caption=sentence, picture=term(view.timeline))
    if view.year:
        yield Figure(caption="Week by week", picture=year(view.year))
