"""A second, naive reading of the cadence rules, to compare the fast one with.

It goes day by day and shares nothing with the package but the entries it reads: sentence by
sentence as the contract has them, slow, and only good for timelines of a few years.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from mentorlog.domain.cadence import AsNeeded, Bound, Budget, Interval, Period, Quota, Unit
from mentorlog.domain.entries import (
    Agreement,
    Approach,
    Closure,
    Entry,
    Meeting,
    MeetingStatus,
    Pause,
    Stage,
)

DAY = dt.timedelta(days=1)
HORIZON = 1500  # days after the last fact in which something due is looked for
BEYOND = 800  # days after the horizon for which an open pause is still filled in
MONTH = Fraction(1461, 48)
MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
Slot = tuple[dt.date, dt.date]  # first and last day


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the contract says of one day; fractions as (numerator, denominator)."""

    standing: str
    shown: dt.date | None = None
    due: dt.date | None = None
    slack: int | None = None
    ending: bool = False
    pace: tuple[int, int] | None = None
    on_time: tuple[int, int] | None = None


def verdict(entries: Iterable[Entry], today: dt.date, since: dt.date) -> Verdict:
    """Standing on a day, and adherence from `since` to that day."""
    story = sorted(entries, key=in_order)
    if not run_of(story, today):
        return Verdict(standing=standing_without_run(story, today))
    return Journal(story, today).verdict(since)


def in_order(entry: Entry) -> tuple[dt.date, int, str]:
    return entry.date, {Agreement: 0, Closure: 2}.get(type(entry), 1), entry.id


def month_later(day: dt.date, months: int) -> dt.date:
    """A calendar month added is clamped to the month's last day."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    for number in range(day.day, 0, -1):
        try:
            return dt.date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


def run_of(story: list[Entry], day: dt.date) -> list[Agreement]:
    """The agreements of the run a day belongs to, as known on that day."""
    known = [entry for entry in story if entry.date <= day]
    closures = [entry.date for entry in known if isinstance(entry, Closure)]
    run: list[Agreement] = []
    for one in known:
        if not isinstance(one, Agreement):
            continue
        after_closure = any(run and run[-1].date <= closed < one.date for closed in closures)
        after_until = bool(run and run[-1].until and run[-1].until < one.date)
        run = [one] if after_closure or after_until else [*run, one]
    if run and any(closed >= run[0].date for closed in closures):
        return []
    return run


def standing_without_run(story: list[Entry], day: dt.date) -> str:
    if any(isinstance(entry, Agreement) and entry.date > day for entry in story):
        return "upcoming"
    known = [entry for entry in story if entry.date <= day]
    if any(isinstance(entry, Closure) for entry in known):
        return "ended"
    stages = [entry.stage for entry in known if isinstance(entry, Approach)]
    if stages:
        return "ended" if stages[-1] in (Stage.DECLINED, Stage.DROPPED) else "exploring"
    held = [entry.date for entry in known if is_held(entry)]
    return "quiet" if held and (day - max(held)).days > 90 else "as_needed"


def is_held(entry: Entry) -> bool:
    return isinstance(entry, Meeting) and entry.status is MeetingStatus.HELD


def binds(terms: Agreement) -> bool:
    return not (isinstance(terms.cadence, AsNeeded) or terms.bound is Bound.MAXIMUM)


def is_term(terms: Agreement) -> bool:
    return isinstance(terms.cadence, Quota) and terms.cadence.period is Period.TERM


def same_segment(one: Agreement, other: Agreement) -> bool:
    return (
        one.cadence == other.cadence
        and (one.bound is Bound.MAXIMUM) == (other.bound is Bound.MAXIMUM)
        and not (is_term(one) and one.until != other.until)
    )


@dataclass
class Journal:
    """A timeline that has a run on `today`."""

    story: list[Entry]
    today: dt.date
    dues: dict[dt.date, dt.date | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.run = run_of(self.story, self.today)
        self.start = self.run[0].date
        untils = [e.until for e in self.story if isinstance(e, Pause | Agreement) and e.until]
        self.horizon = max([self.today, *untils]) + HORIZON * DAY
        self.paused = set(self.paused_days())

    def paused_days(self) -> Iterator[dt.date]:
        for entry in self.story:
            if isinstance(entry, Pause) and entry.date >= self.start:
                day = entry.date
                while day <= self.horizon + BEYOND * DAY and (
                    entry.until is None or day < entry.until
                ):
                    yield day
                    day += DAY

    # facts

    def terms(self, day: dt.date) -> Agreement:
        return [one for one in self.run if one.date <= day][-1]

    def held(self, day: dt.date) -> list[dt.date]:
        dates = {e.date for e in self.story if is_held(e) and self.start <= e.date <= day}
        return sorted(dates)

    def minutes(self, day: dt.date) -> list[tuple[dt.date, int | None]]:
        held = [e for e in self.story if isinstance(e, Meeting) and is_held(e)]
        return [(e.date, e.minutes) for e in held if self.start <= e.date <= day]

    def began(self, day: dt.date) -> dt.date:
        """The first day of the segment that holds a day."""
        terms = self.terms(day)
        while day > self.start and same_segment(self.terms(day - DAY), terms):
            day -= DAY
        return day

    # due

    def due(self, day: dt.date) -> dt.date | None:
        if day not in self.dues:
            self.dues[day] = self.due_afresh(day)
        return self.dues[day]

    def due_afresh(self, day: dt.date) -> dt.date | None:
        if not binds(self.terms(day)):
            return None
        began = self.began(day)
        since_began = self.due_since(began, day)
        if began == self.start or any(date >= began for date in self.held(day)):
            return since_began
        old = self.due(began - DAY)
        never = dt.date.max
        latest = max(
            self.due_since(self.start, day) or never, min(old or never, since_began or never)
        )
        return None if latest == never else latest

    def due_since(self, since: dt.date, day: dt.date) -> dt.date | None:
        cadence = self.terms(day).cadence
        if isinstance(cadence, Interval):
            return self.interval_due(cadence, since, day)
        assert isinstance(cadence, Quota | Budget)
        return self.slot_due(cadence, since, day)

    def interval_due(self, cadence: Interval, since: dt.date, day: dt.date) -> dt.date | None:
        base = max([since, *self.held(day)])
        match cadence.unit:
            case Unit.DAY:
                length = cadence.count
            case Unit.WEEK:
                length = 7 * cadence.count
            case Unit.MONTH:
                length = (month_later(base, cadence.count) - base).days
        if not any(is_held(e) and e.date <= day for e in self.story):
            length = min(length, 14)
        unpaused, due = 0, base
        while due <= self.horizon:
            if unpaused == length and due not in self.paused:
                return due
            if due not in self.paused:
                unpaused += 1
            due += DAY
        return None

    def slot_due(self, cadence: Quota | Budget, since: dt.date, day: dt.date) -> dt.date | None:
        due = self.due_slot(cadence, since, day)
        while due is not None and due in self.paused:
            due = due + DAY if due < self.horizon else None
        return due

    def due_slot(self, cadence: Quota | Budget, since: dt.date, day: dt.date) -> dt.date | None:
        held = self.held(day)
        not_over: list[dt.date] = []
        inside = since
        while inside <= self.horizon and not (not_over and inside > day):
            period = self.period(cadence, inside, day)
            remaining = [s for s in self.slots(cadence, period) if not self.waived(s, since)]
            for number, (first, last) in enumerate(remaining, start=1):
                if self.is_met(cadence, period, number, day):
                    continue
                if first <= day and not any(date >= first for date in held):
                    return last
                if last >= day:
                    not_over.append(last)
            if cadence.period is Period.TERM:
                break
            inside = period[-1] + DAY
        return not_over[0] if not_over else None

    def period(self, cadence: Quota | Budget, inside: dt.date, day: dt.date) -> list[dt.date]:
        """All days of the period that holds a day."""
        if cadence.period is Period.TERM:
            until = self.terms(day).until
            assert until
            return days(self.began(day), until)
        first = last = inside
        while self.period_name(cadence.period, first - DAY) == self.period_name(
            cadence.period, inside
        ):
            first -= DAY
        while self.period_name(cadence.period, last + DAY) == self.period_name(
            cadence.period, inside
        ):
            last += DAY
        return days(first, last)

    def period_name(self, period: Period, day: dt.date) -> tuple[int, int]:
        match period:
            case Period.WEEK:
                return day.isocalendar()[:2]
            case Period.MONTH:
                return day.year, day.month
            case Period.QUARTER:
                return day.year, (day.month - 1) // 3
            case Period.YEAR:
                years = 0
                while month_later(self.start, 12 * (years + 1)) <= day:
                    years += 1
                return years - (day < self.start), 0
            case Period.TERM:
                raise AssertionError

    def slots(self, cadence: Quota | Budget, period: list[dt.date]) -> list[Slot]:
        count = cadence.count if isinstance(cadence, Quota) else 1
        months = MONTHS.get(cadence.period, 0)
        if months and months % count == 0:
            step = months // count
            begins = [month_later(period[0], step * number) for number in range(count)]
            ends = [begin - DAY for begin in begins[1:]] + [period[-1]]
            return list(zip(begins, ends, strict=True))
        length = len(period)
        edges = [number * length // count for number in range(count + 1)]
        found = []
        for begin, end in itertools.pairwise(edges):
            if end > begin:  # more meetings than days: a slot without a day is none
                found.append((period[begin], period[end - 1]))
        return found

    def waived(self, slot: Slot, since: dt.date) -> bool:
        inside = days(*slot)
        lost = [day for day in inside if day in self.paused or day < since]
        return Fraction(len(lost), len(inside)) >= Fraction(1, 2)

    def is_met(
        self, cadence: Quota | Budget, period: list[dt.date], number: int, day: dt.date
    ) -> bool:
        if isinstance(cadence, Quota):
            return len([d for d in self.held(day) if period[0] <= d <= period[-1]]) >= number
        unsaid = self.terms(day).meeting_minutes or 60
        minutes = 0
        for date, said in self.minutes(day):
            if period[0] <= date <= period[-1]:
                minutes += unsaid if said is None else said
        return minutes >= cadence.minutes

    # slack and standing

    def nominal(self, day: dt.date) -> Fraction:  # noqa: PLR0911 (one for each form)
        terms = self.terms(day)
        match terms.cadence:
            case Interval(count=count, unit=Unit.MONTH):
                return count * MONTH
            case Interval(count=count, unit=Unit.WEEK):
                return Fraction(7 * count)
            case Interval(count=count):
                return Fraction(count)
            case Quota(count=count, period=Period.TERM):
                assert terms.until
                return Fraction((terms.until - self.began(day)).days + 1, count)
            case Quota(count=count, period=Period.WEEK):
                return Fraction(7, count)
            case Quota(count=count, period=period):
                return MONTHS[period] * MONTH / count
            case Budget(period=Period.WEEK):
                return Fraction(7)
            case Budget(period=period):
                return MONTHS[period] * MONTH
            case AsNeeded():
                raise AssertionError

    def slack(self, day: dt.date) -> int:
        said = self.terms(day).slack_days
        if said is not None:
            return said
        return min(max(half_up(self.nominal(day) / 5), 2), 14)

    def within_grace(self, due: dt.date, slack: int, day: dt.date) -> bool:
        after = [date for date in days(due + DAY, day) if date not in self.paused]
        return len(after) <= slack

    def row(self) -> tuple[str, dt.date | None]:  # noqa: PLR0911 (one for each row)
        """Standing, and the date shown."""
        today, due, terms = self.today, self.due(self.today), self.terms(self.today)
        end, held = terms.until, self.held(self.today)
        if today in self.paused:
            return "paused", None
        if end and today > end:
            return "wrap_up", end
        if any(p < today and not any(date >= p for date in held) for p in self.planned()):
            return "to_log", due
        if any(today <= p and (due is None or p <= self.latest(due)) for p in self.planned()):
            return "scheduled", due
        if not binds(terms):
            last = held[-1] if held else self.start
            return ("quiet" if (today - last).days > 90 else "as_needed"), None
        if end and (due is None or due > end):
            return ("wrap_up" if (end - today).days <= 30 else "on_track"), end
        if due is None or today < due - self.slack(today) * DAY:
            return "on_track", due
        if today < due:
            return "due_soon", due
        within = self.within_grace(due, self.slack(today), today)
        return ("due" if within else "overdue"), due

    def planned(self) -> list[dt.date]:
        meetings = [entry for entry in self.story if isinstance(entry, Meeting)]
        planned = [entry.date for entry in meetings if entry.status is MeetingStatus.PLANNED]
        return [date for date in planned if date >= self.start]

    def latest(self, due: dt.date) -> dt.date:
        """Last day on which a planned meeting still counts as scheduled."""
        return max(self.today, due) + half_up(self.nominal(self.today)) * DAY

    def verdict(self, since: dt.date) -> Verdict:
        standing, shown = self.row()
        terms = self.terms(self.today)
        return Verdict(
            standing=standing,
            shown=shown,
            due=self.due(self.today),
            slack=self.slack(self.today) if binds(terms) else None,
            ending=terms.until is not None and 0 <= (terms.until - self.today).days <= 30,
            pace=self.pace(since),
            on_time=self.on_time(since, overdue=standing == "overdue"),
        )

    # adherence

    def window(self, since: dt.date) -> Slot:
        end = self.terms(self.today).until
        return max(self.start, since), min(self.today, end) if end else self.today

    def pace(self, since: dt.date) -> tuple[int, int] | None:
        first, last = self.window(since)
        expected = Fraction(0)
        for day in days(first + DAY, last):
            if day not in self.paused and binds(self.terms(day)):
                expected += 1 / self.nominal(day)
        if expected < 2:
            return None
        held = [date for date in self.held(self.today) if first <= date <= last]
        return len(held), expected.numerator // expected.denominator

    def on_time(self, since: dt.date, *, overdue: bool) -> tuple[int, int] | None:
        first, last = self.window(since)
        kept, of = 0, 0
        for date in self.held(self.today):
            if not (first <= date <= last and date > self.start):
                continue
            before = date - DAY
            due = self.due(before)
            if due is not None:
                of += 1
                kept += date <= due or self.within_grace(due, self.slack(before), date)
        of += overdue
        return (kept, of) if of else None


def days(first: dt.date, last: dt.date) -> list[dt.date]:
    """Both ends inclusive; none if the last comes before the first."""
    return [first + number * DAY for number in range((last - first).days + 1)]


def half_up(number: Fraction) -> int:
    doubled = number * 2 + 1
    return doubled.numerator // (doubled.denominator * 2)
