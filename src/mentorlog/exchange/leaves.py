"""The text and pictures about one person on a printed page, without markup: a leaf.

An export's leaf says what happened and judges nothing: a standing would be outdated on paper, and
what a reader may not see (a pause, say) must not make a meeting look late. A review's leaf is for
the user and says what the screen says (see `formats.html`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

from mentorlog.domain.adherence import Mark
from mentorlog.domain.days import add_months
from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.relationship import total_between
from mentorlog.domain.runs import run_on
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.formats import Export, ExportedEntry, Person
from mentorlog.exchange.pictures import Picture, term, year
from mentorlog.frozen import dataclass, replace
from mentorlog.terminal import wording
from mentorlog.terminal.entry import Fact as Labelled
from mentorlog.terminal.entry import about, facts, raw, title
from mentorlog.terminal.safe import paragraphs, safe
from mentorlog.terminal.wording import clock, day, duration
from mentorlog.views.timeline import Timeline
from mentorlog.views.timeline import timeline as timeline_of
from mentorlog.views.timeline import year as year_of

YEAR = 12  # months
_I = "I"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """`lines`: paragraphs of one text, or several items. `label`: "" for none."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    caption: str
    picture: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A heading and what is below it: an entry, or a part of a review."""

    heading: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRow:
    """One meeting, as a row of a table."""

    date: str
    length: str
    topics: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingYear:
    """The meetings of one calendar year."""

    year: int
    meetings: tuple[MeetingRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """`beside`: shown opposite the name. `passages_named`: the heading of the passages.

    `total`: of all meetings, unless a sentence says it; "" for nothing. `hidden`: how much of this
    person isn't shown.
    """

    name: str
    beside: str = ""
    sentences: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    met: tuple[MeetingYear, ...] = ()
    total: str = ""
    passages_named: str = ""
    passages: tuple[Passage, ...] = ()
    hidden: str = ""

    @property
    def has_topics(self) -> bool:
        return any(meeting.topics for year in self.met for meeting in year.meetings)


def exported(person: Person, export: Export) -> Leaf:
    """What the audience may see of one person, whose relationship is cut already."""
    cut, today = person.relationship, export.as_of
    meetings = [e for e in person.entries if isinstance(e, Meeting) and is_held(e, today)]
    return Leaf(
        name=safe(cut.name),
        beside=role(person, export),
        facts=tuple(facts_of((*about(cut.words, today), *raw(person.unknown)))),
        figures=tuple(_figures(person, export)),
        met=by_year(meetings),
        total=totals(person, export),
        passages_named="Everything, from the beginning",
        passages=tuple(_passages(person, export)),
    )


def totals(person: Person, export: Export) -> str:
    """In all: 14 meetings, 10 h 30; this term: 11, 8 h 15. For a part of them, its own totals."""
    cut, today = person.relationship, export.as_of
    if export.since:
        part = total_between(cut, today, export.since)
        return f"Since {day(export.since, today)}: {wording.met(part)}." if part.meetings else ""
    run = run_on(cut, today)
    term = total_between(cut, today, dt.date.fromordinal(run.start)) if run else None
    return wording.in_all(total_between(cut, today), term)


def facts_of(texts: Iterable[Labelled]) -> Iterator[Fact]:
    """The texts with their labels; a text without a label continues the one above."""
    facts: list[Fact] = []
    for label, text in texts:
        lines = tuple(line for line in paragraphs(text) if line.strip())
        if not lines:
            continue
        if facts and not label and facts[-1].label:
            facts[-1] = replace(facts[-1], lines=(*facts[-1].lines, *lines))
        else:
            facts.append(Fact(label=safe(label), lines=lines))
    yield from facts


def by_year(held: Iterable[Meeting]) -> tuple[MeetingYear, ...]:
    """Meetings in the order of their dates, by calendar year."""
    ordered = sorted(held, key=lambda meeting: meeting.date)
    return tuple(
        MeetingYear(year=number, meetings=tuple(map(_table_row, meetings)))
        for number, meetings in groupby(ordered, key=lambda meeting: meeting.date.year)
    )


def is_held(meeting: Meeting, today: dt.date) -> bool:
    return meeting.status is MeetingStatus.HELD and meeting.date <= today


def _table_row(meeting: Meeting) -> MeetingRow:
    """A meeting as cells: Tue 10 Nov 2026, 15:00; 45 min, video; topics."""
    words = meeting.words
    at = f", {clock(meeting.time)}" if meeting.time else ""
    length = duration(meeting.minutes)
    medium = wording.spelled(words.medium) if words and words.medium else ""
    return MeetingRow(
        date=f"{day(meeting.date, meeting.date)} {meeting.date.year}{at}",
        length=", ".join(part for part in (length, medium) if part),
        topics="; ".join(map(safe, words.topics if words else ())),
    )


def role(person: Person, export: Export) -> str:
    """The role as the reader sees it: "my mentor", or for others whom I met as what."""
    cut = person.relationship
    if export.audience is Audience.ME:
        return f"your {wording.THEIR_ROLE[cut.my_role]}" if cut.my_role else ""
    mine = f", {cut.my_role}" if cut.my_role else ""
    return f"with {_me(export)}{mine}" if export.my_name else ""


def _figures(person: Person, export: Export) -> Iterator[Figure]:
    since = export.since or add_months(export.as_of, -YEAR)
    whole = export.since is None
    line = timeline_of(person.relationship, export.as_of, since, term=whole)
    if line and export.audience is not Audience.OTHERS:
        coming = ", and what is planned" if line.planned else ""
        yield Figure(caption=f"The time so far{coming}", picture=term(_neutral(line)))
    if weeks := year_of(person.relationship, since, export.as_of):
        yield Figure(caption="Week by week", picture=year(weeks))


def _neutral(line: Timeline) -> Timeline:
    """The timeline without judgements that need the whole journal."""
    return replace(line, held=tuple((date, Mark.MET) for date, _ in line.held), missed=())


def entry_title(item: ExportedEntry, person: Person, export: Export) -> str:
    """An entry in a few words: Meeting, 45 min; Kim gave feedback."""
    return safe(_for_reader(title(item.entry), person, export))


def entry_facts(item: ExportedEntry, person: Person, export: Export) -> tuple[Fact, ...]:
    """The rest of an entry with labels, including unknown keys."""
    return tuple(facts_of(_seen_by(_labelled(item, export), person, export)))


def _labelled(item: ExportedEntry, export: Export) -> tuple[Labelled, ...]:
    texts = (*facts(item.entry, export.as_of), *raw(item.unknown))
    if item.withheld and item.entry.date <= export.as_of:
        texts = (("", "(its words are sealed)"), *texts)
    return texts


def _passages(person: Person, export: Export) -> Iterator[Passage]:
    for item in person.exported_entries:
        entry = item.entry
        met = isinstance(entry, Meeting) and is_held(entry, export.as_of)
        labels = {label for label, _ in _labelled(item, export)}
        if not (met and labels <= {"Topics", "Visibility"}):  # which the table's row says
            yield Passage(
                heading=f"{day(entry.date, export.as_of)}: {entry_title(item, person, export)}",
                facts=entry_facts(item, person, export),
            )


def _seen_by(texts: Iterable[Labelled], person: Person, export: Export) -> Iterator[Labelled]:
    """Facts for a reader: "I" and "they" are replaced by names."""
    sides = _sides(person, export)
    for label, text in texts:
        owner, colon, rest = text.partition(": ")
        if label == "Action item" and colon and export.audience is not Audience.ME:
            yield label, f"{sides.get(owner, owner)}: {rest}"
        elif label in _BY_WHOM and export.audience is not Audience.ME:
            yield label, sides.get(text, text)
        elif label != "Visibility":
            yield _for_reader(label, person, export), text


_BY_WHOM = {"Changed by", "Missing", "Whose idea"}


def _for_reader(words: str, person: Person, export: Export) -> str:
    """The words for another reader: "You gave feedback" becomes "Kim gave feedback"."""
    if export.audience is Audience.ME:
        return words
    sides = _sides(person, export)
    for mine, name in (("You ", sides["me"]), ("I ", sides["me"]), ("They ", sides["them"])):
        if words.startswith(mine):
            verb = words.removeprefix(mine)
            named = "hopes for" if verb == "hope for" and name != _I else verb
            return f"{name} {named}"
    return words


def _sides(person: Person, export: Export) -> dict[str, str]:
    them = safe(person.relationship.name)
    me, both = _me(export), f"{_me(export)} and {them}"
    return {"me": me, "you": me, "them": them, "both": both, "you both": both}


def _me(export: Export) -> str:
    """My name; without one, the first person."""
    return safe(export.my_name) if export.my_name else _I
