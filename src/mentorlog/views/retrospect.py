"""`review --period`: a period, and what happened in a relationship in it, as data.

The page as of the period's last day, and everything entered in it: changes, what both gave, how it
felt. Needs the words; those in confidence are removed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from mentorlog.domain.days import add_months
from mentorlog.domain.entries import (
    Agreement,
    Ask,
    CheckIn,
    Closure,
    Contribution,
    Direction,
    Entry,
    Meeting,
    Note,
    Pause,
)
from mentorlog.domain.relationship import (
    Relationship,
    Total,
    as_known,
    held,
    of_kind,
    total_between,
    total_of_all,
)
from mentorlog.domain.runs import midpoint
from mentorlog.domain.words import CheckInWords, Fit, Pulse
from mentorlog.frozen import StrEnum, dataclass
from mentorlog.views import Shape
from mentorlog.views.confidence import discreet
from mentorlog.views.page import Page, contributions, page
from mentorlog.views.timeline import Year, weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedLoop:
    """A loop closed without being done, and why, if a reason was given."""

    date: dt.date
    text: str
    why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrospect:
    """`page`: as of the last day; all else: in the period, of what has a day with it.

    `amended`: the terms before, and after. `reflections`: check-ins with words.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="review",
        only=("period",),
        keys={"as_of": "period.until", "relationships": ("page.row",)},
    )

    period: Period
    page: Page
    amended: tuple[tuple[Agreement, Agreement], ...]
    pauses: tuple[Pause, ...]
    gave: tuple[Contribution, ...]
    received: tuple[Contribution, ...]
    asks: tuple[Ask, ...]
    fits: tuple[tuple[dt.date, Fit], ...]
    pulses: tuple[tuple[dt.date, Pulse], ...]
    dropped: tuple[DroppedLoop, ...]
    reflections: tuple[tuple[dt.date, CheckInWords], ...]
    midpoint: dt.date | None
    total: Total


def retrospect(relationship: Relationship, period: Period, *, reveal: bool = False) -> Retrospect:
    """One relationship in one period, with nothing known that came later."""
    if period.over:
        relationship = as_known(relationship, period.until)
    shown = discreet(relationship, reveal=reveal)
    within = [entry for entry in shown.entries if period.since <= entry.date <= period.until]
    checks = [(check.date, check.words) for check in of_kind(CheckIn, within) if check.words]
    return Retrospect(
        period=period,
        page=page(relationship, period.until, since=period.since, reveal=reveal),
        amended=tuple(_amended(shown, period)),
        pauses=tuple(of_kind(Pause, within)),
        gave=contributions(within, Direction.GIVEN),
        received=contributions(within, Direction.RECEIVED),
        asks=tuple(of_kind(Ask, within)),
        dropped=tuple(_dropped(shown, period)),
        fits=tuple((date, words.fit) for date, words in checks if words.fit),
        pulses=tuple((date, words.pulse) for date, words in checks if words.pulse != Pulse()),
        reflections=tuple(
            (date, words) for date, words in checks if words.answers or words.decision or words.note
        ),
        midpoint=midpoint(shown, period.until),
        total=total_between(shown, period.until, period.since),
    )


def _amended(relationship: Relationship, period: Period) -> Iterator[tuple[Agreement, Agreement]]:
    """Each change of terms in the period; the first terms of a run change nothing."""
    before: Agreement | None = None
    for entry in relationship.entries:
        if isinstance(entry, Closure):
            before = None
        elif isinstance(entry, Agreement):
            ended = before is not None and before.until is not None and before.until < entry.date
            if before and not ended and period.since <= entry.date <= period.until:
                yield before, entry
            before = entry


def _dropped(shown: Relationship, period: Period) -> Iterator[DroppedLoop]:
    """The loops dropped in the period, in words that may be shown."""
    dropped = (loop for entry in shown.entries for loop in _dropped_loops(entry))
    within = (loop for loop in dropped if period.since <= loop.date <= period.until)
    yield from sorted(within, key=lambda loop: (loop.date, loop.text))


def _dropped_loops(entry: Entry) -> Iterator[DroppedLoop]:
    match entry:
        case Meeting(words=words) if words:
            for item, in_words in zip(entry.action_items, words.action_items, strict=True):
                if item.dropped_on:
                    yield DroppedLoop(date=item.dropped_on, text=in_words.text, why=in_words.why)
        case Contribution(words=words) | Note(words=words) if words and entry.dropped_on:
            yield DroppedLoop(date=entry.dropped_on, text=words.text, why=words.why)
        case Ask(words=words) if words and entry.dropped_on:
            text = words.reply or words.question or ""
            yield DroppedLoop(date=entry.dropped_on, text=text, why=words.why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """`total`: of all meetings in the period, counting an occasion once.

    `years`: handle -> weeks, for people met in the period; only if it is a year.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="review",
        only=("period",),
        keys={"as_of": "period.until", "relationships": "items.page.row"},
    )

    period: Period
    items: tuple[Retrospect, ...]
    total: Total
    years: Mapping[str, Year]


def overview(
    relationships: Iterable[Relationship], period: Period, *, reveal: bool = False
) -> Overview:
    """Everybody with an entry in the period, by name."""
    touched = [
        person
        for person in relationships
        if any(period.since <= entry.date <= period.until for entry in person.entries)
    ]
    items = [retrospect(person, period, reveal=reveal) for person in touched]
    items.sort(key=lambda item: (item.page.row.name, item.page.row.handle))
    return Overview(
        period=period,
        items=tuple(items),
        total=total_of_all(
            meeting for person in touched for meeting in held(person, period.until, period.since)
        ),
        years=dict(_years(touched, period)) if period.is_year else {},
    )


def _years(relationships: Iterable[Relationship], period: Period) -> Iterator[tuple[str, Year]]:
    for person in relationships:
        if year := weeks(person, period.since, period.until):
            yield person.handle, year


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    MIDPOINT = "midpoint"  # the term so far


_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `since` to `until`, both inclusive. `name`: as typed and saved.

    `until` is today if the period isn't over. `over`: its last day has passed. `by_calendar`: one
    of the calendar's, such as 2026-Q3; else the last one up to today.
    """

    JSON: ClassVar[Shape] = Shape(only=("name",), keys={"from": "since", "to": "until"})

    name: str
    kind: PeriodKind
    since: dt.date
    until: dt.date
    by_calendar: bool = False
    over: bool = False

    @property
    def is_year(self) -> bool:
        return self.kind is PeriodKind.YEAR


def recent(kind: PeriodKind, today: dt.date, start: dt.date) -> Period:
    """The last month, three months or year, or the term from its `start`."""
    months = _MONTHS.get(kind)
    since = add_months(today, -months) if months else start
    return Period(name=kind.value, kind=kind, since=since, until=today)


def calendar(kind: PeriodKind, first: dt.date, today: dt.date) -> Period:
    """The month, quarter or year that begins on `first`."""
    last = add_months(first, _MONTHS[kind]) - dt.timedelta(days=1)
    names = {
        PeriodKind.MONTH: f"{first:%Y-%m}",
        PeriodKind.QUARTER: f"{first.year}-Q{(first.month + 2) // 3}",
        PeriodKind.YEAR: str(first.year),
    }
    return Period(
        name=names[kind],
        kind=kind,
        since=first,
        until=min(last, today),
        by_calendar=True,
        over=last < today,
    )
