"""Everyone in one stretch of time, as lines: a paragraph each, and the hours for those who ask."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal import wording
from mentorlog.terminal.board import standing_style
from mentorlog.terminal.entry import searched
from mentorlog.terminal.layout import ends, filled, hanging, line, plain, stripped, way
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.page import went
from mentorlog.terminal.retrospect import span
from mentorlog.terminal.safe import safe
from mentorlog.terminal.timeline import bars_of, fits, meaning, months, strip
from mentorlog.terminal.wording import duration
from mentorlog.views.overview import Overview
from mentorlog.views.retrospect import Retrospect

_INDENT = 2


def overview(view: Overview, look: Look) -> Iterator[Text]:
    """Everything `review --period` shows without a WHO."""
    yield line((wording.sentence(span(view.period)), Style.STRONG))
    if not view.items:
        yield from filled("Nothing was entered in that time.", look)
        return
    drawn = {handle: one for handle, one in view.years.items() if fits(one, look)}
    weeks = [week for one in drawn.values() for week in one.weeks]
    bars = bars_of(weeks, look) if weeks else {}
    yield from map(months, [*drawn.values()][:1])
    for one in view.items:
        met = drawn.get(one.page.row.handle)
        yield line()
        yield from _one(one, strip(met, bars, look) if met else None, look)
    yield line()
    if weeks:
        yield line((f"Week by week: {meaning(weeks, bars, look)}", Style.FAINT))
    if view.minutes:
        least = "at least " if view.unsaid else ""
        yield from filled(f"Meetings took {least}{duration(view.minutes)} in all.", look)
    if view.period.is_year:
        yield from way("Who helps you with what:", wording.command("people"), look)
    first = view.items[0].page.row.handle
    command = wording.command("review", first, "--period", view.period.name)
    yield from way("One of them closely:", command, look)


def _one(one: Retrospect, weeks: Text | None, look: Look) -> Iterator[Text]:
    row = one.page.row
    name = safe(row.name, ascii_only=look.ascii_only)
    role = f", your {wording.THEIR_ROLE[row.my_role]}" if row.my_role else ""
    standing = ((wording.STANDING[row.standing], standing_style(row)),)
    yield from ends(((name, Style.STRONG), *plain(role)), standing, look.width)
    if weeks is not None:
        yield stripped(weeks)
    them = wording.first_name(name)
    said = _met(one, them)
    yield from hanging(plain(" " * _INDENT), said, look, column=_INDENT)
    yield from _useful(one, look)


def _met(one: Retrospect, them: str) -> str:
    """How the meetings went; of someone one hasn't met, how far the search has come."""
    page = one.page
    if page.approach and not (page.timeline or page.window.held):
        return searched(page.approach, page.as_of)
    return went(page.window, them, page.as_of)


def _useful(one: Retrospect, look: Look) -> Iterator[Text]:
    for gift in one.useful[-1:]:
        text = gift.words.text if gift.words else ""
        came = gift.words.outcome if gift.words else ""
        outcome = safe(came or "", ascii_only=look.ascii_only)
        told = f"{wording.quoted(text, look)}: {outcome}"
        yield from hanging(plain(" " * _INDENT), told, look, column=_INDENT)
