"""List meetings with dates, lengths, topics and totals.

Example: mentorlog meetings --period 2026
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from mentorlog.arguments import AS_JSON, WHO, Reader, option
from mentorlog.commands import Reading, Result
from mentorlog.commands.desk import Desk
from mentorlog.commands.periods import calendar_period, first_and_last
from mentorlog.commands.typed import words
from mentorlog.domain.entries import Meeting
from mentorlog.domain.matching import topic_words
from mentorlog.domain.relationship import Relationship, Total, held, total, total_of_all
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass, replace
from mentorlog.terminal import wording
from mentorlog.terminal.layout import MOST, ends, flowed, hanging
from mentorlog.terminal.look import Cell, Line, Look, Style, cut, line, padded, plain, width_of
from mentorlog.terminal.loops import WITHHELD
from mentorlog.terminal.retrospect import span
from mentorlog.terminal.wording import day, duration
from mentorlog.views import TOTAL, Shape
from mentorlog.views.confidence import Withheld, discreet, others_at_meetings, shown_name, withheld
from mentorlog.views.retrospect import Period

FORMATS = ("table", "md", "csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings(Reader):
    who: str | None = WHO
    since: str | None = option("--since DATE", "From this day on.", date="past")
    until: str | None = option("--until DATE", "Up to this day.", date="past")
    period: str | None = option(
        "--period PERIOD",
        "month, quarter, year, 2026, 2026-10, 2026-Q3.",
        choices=("month", "quarter", "year"),
    )
    topic: str | None = option("--topic TEXT", "Only those with this topic.")
    format_: str | None = option("--format FORMAT", "table (default), md or csv.", choices=FORMATS)
    as_json: bool = AS_JSON


def meetings(desk: Desk, typed: Meetings) -> Result:
    """Every meeting that was held, oldest first, of ended relationships, too."""
    form = typed.format_ or "table"
    if form not in FORMATS:
        raise UsageError("--format takes table, md or csv.")
    if typed.as_json and typed.format_:
        raise UsageError("Give --format or --json, not both.")
    when = _when(desk, typed)
    chosen = desk.people(typed.who)
    since, until = when.since or dt.date.min, min(when.until or desk.today, desk.today)
    read = [desk.read(replace(person, entries=held(person, until, since))) for person in chosen]
    topic = words(typed.topic, "--topic")
    everyone = desk.contents.relationships
    view = listed(read, when, desk.today, topic=topic, everyone=everyone, reveal=desk.reveal)
    if topic is not None:
        met = (meeting for person in read for meeting in person.of(Meeting))
        closed = filter(None, (withheld(meeting, reveal=desk.reveal) for meeting in met))
        view = replace(view, closed=tuple(closed))
    if typed.who is not None:
        view = replace(view, who=shown_name(chosen[0], reveal=desk.reveal))
    if form == "table":
        return Result(view=view, paged=True)
    from mentorlog.exchange.formats import Document

    document = Document(text={"md": as_md, "csv": as_csv}[form](view), view=view)
    return Result(view=document, format="document")


def _when(desk: Desk, typed: Meetings) -> When:
    if typed.period is not None:
        if typed.since is not None or typed.until is not None:
            raise UsageError("Give --period, or --since and --until, not both.")
        period = calendar_period(typed.period, desk.today)
        return When(since=period.since, until=period.until, period=period)
    since, until = first_and_last(typed.since, typed.until, desk.environment.today)
    return When(since=since, until=until)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The wanted days, both inclusive; None: open. `period`: if it was given as one."""

    since: dt.date | None = None
    until: dt.date | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedMeeting:
    """A meeting; if it is `hidden`, only its head is shown. `others`: who else was there."""

    JSON: ClassVar[Shape] = Shape(
        only=("handle", "name"),
        keys={
            **{key: f"meeting.{key}" for key in ("id", "date", "time", "minutes", "occasion")},
            **{key: f"meeting.words.{key}" for key in ("medium", "topics")},
            "withheld": "is_withheld",
        },
    )

    handle: str
    name: str
    meeting: Meeting
    hidden: Withheld | None
    others: tuple[str, ...]

    @property
    def is_withheld(self) -> bool:
        return self.hidden is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTotal:
    """A person's total, in which each meeting counts."""

    JSON: ClassVar[Shape] = Shape(left_out=("total",), keys={**TOTAL})

    handle: str
    name: str
    total: Total


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTotal:
    """A month's total, in which an occasion counts once. `first`: the first day."""

    JSON: ClassVar[Shape] = Shape(left_out=("first", "total"), keys={"month": "month", **TOTAL})

    first: dt.date
    total: Total

    @property
    def month(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The meetings, oldest first, with totals.

    `when`, `sought`, `who`: the wanted days, topic and person. `total`: of the whole list, counting
    an occasion once. `people`: longest first. `closed`: why meetings were not searched for the
    topic, once for each.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="meetings",
        left_out=("when", "sought", "who", "total", "closed"),
        keys={"since": "when.since", "until": "when.until", "totals": "total"},
    )

    as_of: dt.date
    when: When
    sought: str | None
    items: tuple[ListedMeeting, ...]
    total: Total
    people: tuple[PersonTotal, ...]
    months: tuple[MonthTotal, ...]
    who: str | None = None
    closed: tuple[Withheld, ...] = ()


def listed(
    relationships: Iterable[Relationship],
    when: When,
    today: dt.date,
    *,
    topic: str | None,
    everyone: Sequence[Relationship] = (),
    reveal: bool,
) -> Listed:
    """The meetings of these relationships; `everyone`: those who may have been there, too."""
    items: list[ListedMeeting] = []
    people: list[PersonTotal] = []
    for person in relationships:
        shown = discreet(person, reveal=reveal)
        met = [m for m in shown.of(Meeting) if topic is None or _is_about(m, topic)]
        shared = any(meeting.occasion for meeting in met)
        others = others_at_meetings(person.handle, everyone if shared else (), reveal=reveal)
        items += (
            ListedMeeting(
                handle=shown.handle,
                name=shown.name,
                meeting=meeting,
                hidden=withheld(meeting, reveal=reveal),
                others=others.get(meeting.occasion or "", ()),
            )
            for meeting in met
        )
        if met:
            people.append(PersonTotal(handle=shown.handle, name=shown.name, total=total(met)))
    items.sort(key=lambda item: (item.meeting.date, item.meeting.time or dt.time.min, item.handle))
    people.sort(key=lambda who: (-who.total.minutes, -who.total.meetings, who.name, who.handle))
    meetings = [item.meeting for item in items]
    return Listed(
        as_of=today,
        when=when,
        sought=topic,
        items=tuple(items),
        total=total_of_all(meetings),
        people=tuple(people),
        months=tuple(_months(meetings)),
    )


def _months(ordered: list[Meeting]) -> Iterator[MonthTotal]:
    for first, group in groupby(ordered, key=lambda meeting: meeting.date.replace(day=1)):
        yield MonthTotal(first=first, total=total_of_all(group))


def _is_about(meeting: Meeting, topic: str) -> bool:
    """Whether all words of `topic` are in one of its topics, ignoring case, order and plural."""
    wanted, topics = topic_words(topic), meeting.words.topics if meeting.words else ()
    return bool(wanted) and any(wanted <= topic_words(name) for name in topics)


_INDENT = 2
_GAP = "  "
_LEAST = 20  # cells for the topics; with fewer they go on the next line
_NAME = 24  # cells of a name


def text(view: Listed, look: Look) -> Iterator[Line]:
    """Everything `meetings` shows, newest last, and the totals."""
    yield line((look.safe(heading(view)), Style.STRONG))
    if not view.items:
        about = f" about {wording.quoted(view.sought, look)}" if view.sought else ""
        yield line(f"No meetings{about}.")
        yield from _not_searched(view)
        return
    firsts = [_first(item, view, look) for item in view.items]
    widths = [max(map(width_of, column)) for column in zip(*firsts, strict=True)]
    rows = groupby(
        zip(view.items, firsts, strict=True), key=lambda row: row[0].meeting.date.replace(day=1)
    )
    heads = _month_heads(view.months, look) if len(view.months) > 1 else [[] for _ in view.months]
    for head, (_, group) in zip(heads, rows, strict=True):
        yield line()
        yield from head
        for item, first in group:
            yield from _row(item, first, widths, look)
    yield line()
    if len(view.people) > 1:
        sums = (
            f"{_name(person.name, look)} {wording.taken(person.total)}" for person in view.people
        )
        for row in flowed(sums, look, min(look.width, MOST) - _INDENT):
            yield line(" " * _INDENT, row)
    yield from hanging(plain(" " * _INDENT), wording.met(view.total), look, column=_INDENT)
    yield from _not_searched(view)


def _not_searched(view: Listed) -> Iterator[Line]:
    for text in _unsearched(view):
        yield line((text, Style.FAINT))


def _unsearched(view: Listed) -> Iterator[str]:
    kept, sealed = (view.closed.count(why) for why in (Withheld.CONFIDENCE, Withheld.SEALED))
    return wording.not_searched(kept, sealed, "meeting")


def _month_heads(months: Sequence[MonthTotal], look: Look) -> list[list[Line]]:
    """Each month with its total: all at the right edge or, if one doesn't fit, all below."""
    width = min(look.width, MOST)
    names = (plain(f"{wording.month(month.first)} {month.first.year}") for month in months)
    sums: Iterable[Cell] = (((wording.met(month.total), Style.FAINT),) for month in months)
    pairs = [*zip(names, sums, strict=True)]
    if all(width_of((*name, *total)) + len(_GAP) <= width for name, total in pairs):
        return [[*ends(name, total, width)] for name, total in pairs]
    return [[line(*name), line(" " * _INDENT, *total)] for name, total in pairs]


def heading(view: Listed) -> str:
    """The heading: October 2026; Since Thu 1 Oct, until Wed 25 Nov; All meetings with Dana Öz."""
    when, today = view.when, view.as_of
    if when.period:
        title = wording.sentence(span(when.period))
    else:
        since = f"since {day(when.since, today)}" if when.since else ""
        until = f"until {day(when.until, today)}" if when.until else ""
        title = wording.sentence(", ".join(filter(None, (since, until))) or "all meetings")
    if view.who is None:
        return title
    return f"{title} with {view.who}"


def _first(item: ListedMeeting, view: Listed, look: Look) -> tuple[Cell, ...]:
    """The day, the person (if that isn't clear) and the length."""
    length = duration(item.meeting.minutes) or look.marks.nothing
    name = _name(item.name, look) if view.who is None else ""
    return plain(day(item.meeting.date, view.as_of)), plain(name), plain(length)


def _name(name: str, look: Look) -> str:
    return cut(look.safe(name), _NAME, look)


def _row(
    item: ListedMeeting, first: tuple[Cell, ...], widths: list[int], look: Look
) -> Iterator[Line]:
    cells: Cell = plain(" " * _INDENT)
    for cell, width in zip(first, widths, strict=True):
        cells = (*cells, *padded(cell, width), *plain(_GAP)) if width else cells
    column = width_of(cells)
    about = look.safe(_about(item))
    if look.plain or min(look.width, MOST) - column >= _LEAST:
        yield from hanging(cells, about, look, column=column)
        return
    yield from hanging(cells, "", look, column=column)
    if about:
        yield from hanging((), about, look, column=2 * _INDENT)


def _about(item: ListedMeeting) -> str:
    """The topics and who else was there: the budget, with Sam Lee; or why that isn't shown."""
    if item.hidden:
        return WITHHELD[item.hidden]
    topics = item.meeting.words.topics if item.meeting.words else ()
    with_ = (f"with {wording.every(item.others)}",) if item.others else ()
    return ", ".join((*topics, *with_))


def as_md(view: Listed) -> str:
    """A table, and the totals below it."""
    from mentorlog.exchange.formats.md import table
    from mentorlog.terminal.safe import escaped

    rows = (
        (str(met.date), escaped(item.name), duration(met.minutes), escaped(_about(item)))
        for item, met in ((item, item.meeting) for item in view.items)
    )
    sums = [f"- {escaped(person.name)}: {wording.met(person.total)}\n" for person in view.people]
    per_person = "\n" + "".join(sums) if len(sums) > 1 else ""
    whole = table(("Date", "With", "Length", "Topics"), rows)
    in_all = wording.sentence(wording.met(view.total))
    left_out = "".join(f"\n{text}\n" for text in _unsearched(view))
    return f"# {escaped(heading(view))}\n\n{whole}{per_person}\n{in_all}.\n{left_out}"


def as_csv(view: Listed) -> str:
    """A row for each meeting, with the keys of `meetings --json`."""
    from mentorlog.exchange.formats.csv import table
    from mentorlog.exchange.json import fields_as_json

    columns = ("date", "time", "name", "handle", "minutes", "medium", "topics", "occasion", "id")
    return table(columns, map(fields_as_json, view.items))


COMMAND = Reading(Meetings, meetings)
