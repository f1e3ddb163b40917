"""One relationship in one period, as a page: what was agreed, done, given, felt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import chain

from mentorlog.domain.entries import Agreement, Contribution, Pause
from mentorlog.domain.words import Pulse
from mentorlog.frozen import fields
from mentorlog.terminal import wording
from mentorlog.terminal.board import standing_style
from mentorlog.terminal.entry import question, searched
from mentorlog.terminal.layout import apart, ends, filled, hanging, hint, stripped
from mentorlog.terminal.look import Line, Look, Style, line, plain
from mentorlog.terminal.loops import HOW_CAN_I
from mentorlog.terminal.page import (
    Labelled,
    areas,
    asked,
    before,
    both_ends,
    contribution,
    goals,
    heading,
    hidden,
    labelled,
    not_told,
    open_loops,
    them,
    time_line,
    weeks,
    window_in_words,
)
from mentorlog.terminal.safe import safe
from mentorlog.terminal.timeline import bars_of, fits, meaning, months, strip
from mentorlog.terminal.wording import day, month
from mentorlog.terminal.written import WITHOUT_AN_END, Difference, differences
from mentorlog.views.page import Page
from mentorlog.views.retrospect import Overview, Period, PeriodKind, Retrospect

_MOST = 5  # things given, and received; `show` has all
_SHORT = {"Cadence", "Until", "Per meeting"}
_QUARTERS = ("first", "second", "third", "fourth")
_DEGREES = ("", "hardly", "a little", "somewhat", "mostly", "very much")  # of 1 to 5
_FELT = {
    "trust": "you can say anything",
    "useful": "useful",
    "challenge": "challenging",
    "good_for_both": "good for both",
}


def retrospect(view: Retrospect, look: Look, *, asks: bool = True) -> Iterator[Line]:
    """Everything `review WHO --period` shows; `asks`: also how to answer a few questions."""
    page = view.page
    title = line((wording.sentence(span(view.period)), Style.STRONG))
    about = (areas(page, look), template_of(page), untouched(view, look), goals(page, look))
    blocks = (
        (title,),
        heading(page, look),
        labelled(list(changes(view, look)), look),
        labelled([*chain.from_iterable(about)], look),
        labelled(list(both_ends(page, look)), look),
        _time_line(view, look),
        weeks(page, look) if view.period.is_year else (),
        labelled(list(both_ways(view, look)), look),
        labelled(list(check_ins(view, look)), look),
        labelled([*open_loops(page, look), *dropped(view, look)], look),
        hidden(page),
        _what_comes(view, look, asks=asks),
    )
    return apart(blocks)


def _time_line(view: Retrospect, look: Look) -> Iterator[Line]:
    """The picture of the present run, and of meetings in the period before it."""
    yield from time_line(view.page, look, of_a_period=True)
    if view.total != view.page.window.total:
        yield from filled(f"In this time: {wording.met(view.total)}.", look)


def span(period: Period) -> str:
    """The period: The last three months, since Sun 22 Aug; October 2026."""
    since, until = period.since, period.until
    if not period.by_calendar:
        return f"{_SO_FAR[period.kind]}, since {day(since, until)}"
    if period.kind is PeriodKind.MONTH:
        return f"{month(since)} {since.year}"
    quarter = f"{_QUARTERS[(since.month - 1) // 3]} quarter of "
    return f"the {'year ' if period.is_year else quarter}{since.year}"


_SO_FAR = {
    PeriodKind.MONTH: "the last month",
    PeriodKind.QUARTER: "the last three months",
    PeriodKind.YEAR: "the last year",
    PeriodKind.MIDPOINT: "the term so far",
}


def changes(view: Retrospect, look: Look) -> Iterator[Labelled]:
    today = view.page.as_of
    for old, new in view.amended:
        yield "Changed", _amended(old, new, today, look)
    for pause in view.pauses:
        yield "Paused", _paused(pause, today, look)


def _amended(before: Agreement, after: Agreement, today: dt.date, look: Look) -> str:
    """A change of terms: Tue 1 Sep: weekly → every 2 weeks, until Tue 1 Dec → open; the reason."""
    changes = [_difference(each, look) for each in differences(before, after, today)]
    text = look.safe("; ".join(changes) or "same terms again")
    reason = after.words.reason if after.words else None
    why = f"; {look.safe(reason)}" if reason else ""
    return f"{day(after.date, today)}: {text}{why}"


def _difference(difference: Difference, look: Look) -> str:
    """A short term: before → after; a long one: its label and new value."""
    label, old, new = difference
    if label not in _SHORT:
        return f"{label.lower()}: {new or 'left open'}"
    dated = label == "Until"
    was, is_ = (f"until {x}" if dated and x != WITHOUT_AN_END else x for x in (old, new))
    return f"{was} {look.marks.to} {is_}"


def _paused(pause: Pause, today: dt.date, look: Look) -> str:
    until = f", back {day(pause.until, today)}" if pause.until else ", still"
    reason = pause.words.reason if pause.words else None
    why = f"; {look.safe(reason)}" if reason else ""
    return f"{day(pause.date, today)}{until}{why}"


def untouched(view: Retrospect, look: Look) -> Iterator[Labelled]:
    """Focus areas untouched in the period; those never touched are listed with the areas."""
    since = view.period.since
    early = (area for area in view.page.areas if area.touched and area.touched < since)
    titles = [look.safe(area.title) for area in early]
    if titles:
        yield "Not discussed", look.marks.between.join(titles)


def template_of(page: Page) -> Iterator[Labelled]:
    """The template that the terms came from, useful to renew them."""
    words = page.terms.words if page.terms else None
    if words and words.template:
        yield "Template", safe(words.template)


def dropped(view: Retrospect, look: Look) -> Iterator[Labelled]:
    """What was closed without being done, and why."""
    for at, loop in enumerate(view.dropped):
        why = f"; {look.safe(loop.why)}" if loop.why else ""
        text = look.safe(loop.text or HOW_CAN_I)
        yield "" if at else "Dropped", f"{text} ({day(loop.date, view.page.as_of)}){why}"


def both_ways(view: Retrospect, look: Look) -> Iterator[Labelled]:
    """What each side gave, each on its own; nothing is compared."""
    today = view.page.as_of
    yield from _story("You received", view.received, today, look)
    yield from _story("You gave", view.gave, today, look)
    for ask in view.asks:
        yield asked(ask, today, look)


def _story(
    label: str, given: Sequence[Contribution], today: dt.date, look: Look
) -> Iterator[Labelled]:
    """The last few, and how many were before."""
    for at, gift in enumerate(given[-_MOST:]):
        came = gift.words.outcome if gift.words else None
        outcome = f"; {look.safe(came)}" if came else ""
        missing = "" if came else not_told(gift) if label == "You received" else ""
        yield "" if at else label, f"{contribution(gift, today, look)}{outcome}{missing}"
    yield from before(max(0, len(given) - _MOST))


def check_ins(view: Retrospect, look: Look) -> Iterator[Labelled]:
    """Fit and pulse in words, and the answers from looking back."""
    today = view.page.as_of
    for date, fit in view.fits[-1:]:
        yield "Fit", f"{wording.FIT[fit]} ({day(date, today)})"
    for date, pulse in view.pulses[-1:]:
        yield "It felt", f"{_pulse(view.pulses[0][1], pulse)} ({day(date, today)})"
    for date, words in view.reflections:
        note = f": {wording.quoted(words.note, look)}" if words.note else ""
        over = f" ({safe(words.period)})" if words.period else ""
        yield "You wrote", f"on {day(date, today)}{over}{note}"
        for key, answer in words.answers:
            asked_then = question(key, them(view.page, look))
            yield "", f"{asked_then} {wording.quoted(answer, look)}"
        if words.decision:
            yield "", f"Decided: {words.decision}"


def _pulse(first: Pulse, last: Pulse) -> str:
    """useful: mostly, before somewhat; good for both: very much."""
    names = [each.name for each in fields(last)]
    both = ((name, getattr(first, name), getattr(last, name)) for name in names)
    return "; ".join(
        f"{_FELT[name]}: {_DEGREES[now]}{_changed(before, now)}"
        for name, before, now in both
        if now
    )


def _changed(before: int | None, now: int) -> str:
    return f", before {_DEGREES[before]}" if before and before != now else ""


def _what_comes(view: Retrospect, look: Look, *, asks: bool) -> Iterator[Line]:
    """How far the term is, and how to look back with questions."""
    row, today = view.page.row, view.page.as_of
    if view.midpoint and row.end and row.end >= today:
        verb = "was" if view.midpoint < today else "is"
        half = f"Halfway {verb} {day(view.midpoint, today)}; the term ends {day(row.end, today)}."
        yield line(half)
    if not asks:
        return
    if view.period.is_year:
        yield from hint("Worth a thank-you:", wording.command("thanks", row.handle), look)
    words = ("review", row.handle, "--period", view.period.name, "--reflect")
    yield from hint("Look back with a few questions:", wording.command(*words), look)


_INDENT = 2


def overview(view: Overview, look: Look) -> Iterator[Line]:
    """Everything `review --period` shows without a WHO."""
    yield line((wording.sentence(span(view.period)), Style.STRONG))
    if not view.items:
        yield from filled("There's nothing from that time.", look)
        return
    drawn = {handle: year for handle, year in view.years.items() if fits(year, look)}
    weeks = [week for item in drawn.values() for week in item.weeks]
    bars = bars_of(weeks, look) if weeks else {}
    yield from map(months, [*drawn.values()][:1])
    for item in view.items:
        met = drawn.get(item.page.row.handle)
        yield line()
        yield from _person_lines(item, strip(met, bars, look) if met else None, look)
    yield line()
    if weeks:
        yield line((f"Week by week: {meaning(weeks, bars, look)}", Style.FAINT))
    if view.total.meetings:
        yield from filled(f"In all: {wording.met(view.total)}.", look)
    if view.period.is_year:
        yield from hint("Who helps you with what:", wording.command("people"), look)
    first = view.items[0].page.row.handle
    command = wording.command("review", first, "--period", view.period.name)
    yield from hint("One person in detail:", command, look)


def _person_lines(view: Retrospect, weeks: Line | None, look: Look) -> Iterator[Line]:
    row = view.page.row
    name = look.safe(row.name)
    role = f", your {wording.THEIR_ROLE[row.my_role]}" if row.my_role else ""
    standing = ((wording.spelled(row.standing), standing_style(row)),)
    yield from ends(((name, Style.STRONG), *plain(role)), standing, look.width)
    if weeks is not None:
        yield stripped(weeks)
    how_it_went = _how_it_went(view, wording.first_name(name))
    yield from hanging(plain(" " * _INDENT), how_it_went, look, column=_INDENT)
    yield from _useful(view, look)


def _how_it_went(view: Retrospect, name: str) -> str:
    """How the meetings went; for someone not met yet, how far the search is."""
    page = view.page
    if page.approach and not (page.timeline or page.window.held):
        return searched(page.approach, page.as_of)
    return window_in_words(page.window, name, page.as_of, timed=True)


def _useful(view: Retrospect, look: Look) -> Iterator[Line]:
    """The last thing received that has an outcome."""
    with_outcome = [gift.words for gift in view.received if gift.words and gift.words.outcome]
    for gift in with_outcome[-1:]:
        quote = f"{wording.quoted(gift.text, look)}: {look.safe(gift.outcome or '')}"
        yield from hanging(plain(" " * _INDENT), quote, look, column=_INDENT)
