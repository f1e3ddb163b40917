"""The dossier: contact time, people and outcomes in a period, for accreditation.

Besides what the allow-list permits for others, it shows areas, formats and roles; names only if
wanted. People in confidence appear under their alias even then.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar

from mentorlog.domain.adherence import last_run
from mentorlog.domain.entries import Agreement, Entry, Kind, Meeting, Visibility
from mentorlog.domain.relationship import Relationship, Total, held, total, total_of_all
from mentorlog.domain.words import GoalStatus
from mentorlog.exchange.audience import Audience, seen
from mentorlog.exchange.formats import Export, Leaving, LeftOut, Person, Unknown, export
from mentorlog.exchange.leaves import Fact, named, noted
from mentorlog.frozen import dataclass, field, replace
from mentorlog.terminal import wording
from mentorlog.terminal.retrospect import span
from mentorlog.views import TOTAL, Shape
from mentorlog.views.confidence import shown_name
from mentorlog.views.retrospect import Period

_NAME = re.compile(r"\w{3,}")  # names to look for in a text; initials would match everywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class ByMedium:
    """How many meetings were held by one medium; None: not noted."""

    medium: str | None
    meetings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """`name`: as the dossier calls them. `role`: theirs. `total`: counts each meeting."""

    JSON: ClassVar[Shape] = Shape(left_out=("total",), keys=TOTAL)

    name: str
    role: str | None
    form: str | None
    areas: tuple[str, ...]
    media: tuple[ByMedium, ...]
    total: Total

    @property
    def called(self) -> str:
        """The person's label: Dana Öz, mentee; mentee A."""
        told = self.role is None or self.name.startswith(f"{self.role} ")
        return self.name if told else f"{self.name}, {self.role}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An entry whose words others may see. `person`: under the name that the dossier uses."""

    JSON: ClassVar[Shape] = Shape(
        only=(), keys={"with": "person.relationship.name"}, records={"": "entry"}
    )

    person: Person
    entry: Entry
    unknown: Unknown = field(default_factory=dict)
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """`total`: counts an occasion with several people once. `names`: people have their names.

    `outcomes`: oldest first. `naming`: ids of entries whose words name someone it doesn't name.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="dossier",
        left_out=("people", "total", "naming"),
        keys={
            "totals": "total",
            "items": "people",
            "left_out": {
                "entries": "left_out.whole",
                "parts": "left_out.cut",
                "people": "left_out.people",
            },
        },
    )

    as_of: dt.date
    period: Period
    my_name: str | None
    names: bool
    total: Total
    media: tuple[ByMedium, ...]
    people: tuple[Someone, ...]
    outcomes: tuple[Outcome, ...]
    left_out: LeftOut
    naming: tuple[str, ...]


def dossier(
    relationships: Iterable[Relationship],
    period: Period,
    as_of: dt.date,
    *,
    names: bool,
    included: Collection[str],
    my_name: str | None,
) -> Dossier:
    """The dossier of people, with words loaded. `included`: ids of entries others may also see.

    Entries in `included` are in it whatever their date.
    """
    whole = {one.handle: one for one in relationships}
    asked = [replace(one, entries=_chosen(one, period, included)) for one in whole.values()]
    found = export([one for one in asked if one.entries], Audience.OTHERS, as_of)
    pairs = [(whole[one.relationship.handle], one.entries) for one in found.people]
    counted = [(one, cut, _countable(one, cut, period)) for one, cut in pairs]
    told = [each for each in counted if each[2] or any(map(_is_open, each[1]))]
    told.sort(key=lambda each: (min(entry.date for entry in each[0].entries), each[0].id or ""))
    called = _called((one for one, _, _ in told), names=names)
    if not names:
        told.sort(key=lambda each: called[each[0].handle].partition(" ")[0])
    everything = [meeting for _, _, met in told for meeting in met]
    outcomes = [each for one, cut, _ in told for each in _outcomes(called[one.handle], cut)]
    return Dossier(
        as_of=as_of,
        period=period,
        my_name=my_name,
        names=names,
        total=total_of_all(everything),
        media=_media(everything),
        people=tuple(_someone(one, called[one.handle], met, period) for one, _, met in told),
        outcomes=tuple(sorted(outcomes, key=lambda each: (each.entry.date, each.entry.id))),
        left_out=_with_areas(found, asked, period),
        naming=tuple(_naming([(one, cut) for one, cut, _ in told], names=names)),
    )


def may_be_told(entry: Entry) -> bool:
    """Whether others could see an entry if its owner wants that."""
    return seen(replace(entry, visibility=Visibility.OPEN), Audience.OTHERS) is not None


def _chosen(
    relationship: Relationship, period: Period, included: Collection[str]
) -> tuple[Entry, ...]:
    return tuple(
        replace(entry, visibility=Visibility.OPEN) if entry.id in included else entry
        for entry in relationship.entries
        if period.since <= entry.date <= period.until or entry.id in included
    )


def _is_open(entry: Entry) -> bool:
    return entry.visibility is Visibility.OPEN


def _countable(one: Relationship, cut: Iterable[Entry], period: Period) -> tuple[Meeting, ...]:
    """The countable meetings, uncut, so that their occasions are known."""
    ids = {entry.id for entry in cut}
    return tuple(m for m in held(one, period.until, period.since) if m.id in ids)


def _called(people: Iterable[Relationship], *, names: bool) -> dict[str, str]:
    """Handle -> name in the dossier: Dana Öz, or mentee A in the order of the people."""
    count: Counter[str] = Counter()
    called = {}
    for one in people:
        role = wording.THEIR_ROLE[one.my_role] if one.my_role else "person"
        called[one.handle] = (
            shown_name(one, reveal=False) if names else f"{role} {_letters(count[role])}"
        )
        count[role] += 1
    return called


def _letters(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    before, last = divmod(number, 26)
    return f"{_letters(before - 1) if before else ''}{chr(ord('A') + last)}"


def _someone(one: Relationship, name: str, met: tuple[Meeting, ...], period: Period) -> Someone:
    form = one.words.form if one.words else None
    return Someone(
        name=name,
        role=wording.THEIR_ROLE[one.my_role] if one.my_role else None,
        form=form.value if form else None,
        areas=_areas(one, period),
        media=_media(met),
        total=total(met),
    )


def _areas(one: Relationship, period: Period) -> tuple[str, ...]:
    """The areas of all terms in the period that others may see."""
    terms = (seen(agreement, Audience.THEM) for agreement in _terms(one, period))
    areas = [area for each in terms if isinstance(each, Agreement) for area in _areas_of(each)]
    by_name = {" ".join(area.split()).casefold(): area for area in reversed(areas)}
    return tuple(reversed(by_name.values()))


def _areas_of(agreement: Agreement) -> tuple[str, ...]:
    return agreement.words.focus_areas if agreement.words else ()


def _terms(one: Relationship, period: Period) -> Iterator[Agreement]:
    past = last_run(one, period.until)
    if past is None or past[1] < period.since.toordinal():
        return
    run, day = past
    known = [terms for terms in run.terms if terms.date.toordinal() <= day]
    for terms, after in zip(known, (*known[1:], None), strict=True):
        if after is None or after.date > period.since:
            yield terms


def _media(met: Iterable[Meeting]) -> tuple[ByMedium, ...]:
    """Most frequent first, what isn't noted last; an occasion counts once.

    It counts the meetings that the other person may see, though each one's medium is private.
    """
    by: dict[str, str | None] = {}
    for meeting in met:
        words = meeting.words if seen(meeting, Audience.THEM) else None
        which = f"occasion {meeting.occasion}" if meeting.occasion else meeting.id
        by[which] = by.get(which) or (words.medium.value if words and words.medium else None)
    count = sorted(Counter(by.values()).items(), key=lambda each: (-each[1], each[0] or ""))
    noted = [ByMedium(medium=medium, meetings=times) for medium, times in count if medium]
    unsaid = [ByMedium(medium=None, meetings=times) for medium, times in count if not medium]
    return (*noted, *unsaid) if noted else ()


def _outcomes(name: str, cut: Iterable[Entry]) -> Iterator[Outcome]:
    person = Person(relationship=Relationship(handle=name, name=name), entries=())
    for entry in filter(_is_open, cut):
        yield Outcome(person=person, entry=_without_progress(entry))


def _without_progress(entry: Entry) -> Entry:
    """The entry without progress on goals, which is never shared."""
    if not isinstance(entry, Agreement) or entry.words is None:
        return entry
    goals = tuple(replace(goal, status=GoalStatus.OPEN) for goal in entry.words.goals)
    return replace(entry, words=replace(entry.words, goals=goals))


def _with_areas(found: Export, asked: Iterable[Relationship], period: Period) -> LeftOut:
    """What is left out; of agreements whose areas are shown, only the rest."""
    told = sum(
        seen(each, Audience.OTHERS) is None and bool(_areas_of(shared))
        for one in asked
        for each in one.of(Agreement)
        if isinstance(shared := seen(each, Audience.THEM), Agreement) and each.date <= period.until
    )
    left = found.left_out
    entries, parts = Counter(left.entries), Counter(left.parts)
    entries[Kind.AGREEMENT] -= told
    parts[Kind.AGREEMENT] += told
    return replace(left, entries=+entries, parts=+parts)


def _naming(
    pairs: Collection[tuple[Relationship, tuple[Entry, ...]]], *, names: bool
) -> Iterator[str]:
    """The ids of entries whose words name someone that the dossier doesn't name."""
    untold = [one for one, _ in pairs if not names or one.in_confidence]
    parts = {part for one in untold for part in _NAME.findall(one.name.casefold())}
    for _, cut in pairs:
        for entry in filter(_is_open, cut):
            if parts & {*_NAME.findall(str(getattr(entry, "words", "")).casefold())}:
                yield entry.id


def title(view: Dossier) -> str:
    """The title: Mentoring in the year 2026."""
    return f"Mentoring in {span(view.period)}"


def stretch(view: Dossier) -> str:
    """Thu 1 Jan to Sun 22 Nov 2026, and who made it."""
    since, until = view.period.since, view.period.until
    days = f"{wording.day(since, until)} to {wording.day(until, until)} {until.year}"
    return f"{view.my_name}, {days}" if view.my_name else days


def in_all(view: Dossier) -> tuple[Fact, ...]:
    """How long, with how many people, and how."""
    roles = Counter(one.role or "person" for one in view.people)
    people = (wording.counted(count, role) for role, count in roles.most_common())
    once = sum(one.total.meetings for one in view.people) > view.total.meetings
    how = " (a meeting with several people counts once)" if once else ""
    forms = Counter(one.form for one in view.people if one.form)
    said = (
        ("Contact time", f"{wording.met(view.total)}{how}"),
        ("People", ", ".join(people)),
        ("Form", ", ".join(f"{wording.spelled(form)} {n}" for form, n in forms.most_common())),
        ("How", by_what(view.media)),
    )
    return tuple(Fact(label=label, lines=(text,)) for label, text in said if text)


def by_what(media: Iterable[ByMedium]) -> str:
    """Meetings by medium: Video 9, in person 4, not noted 1."""
    said = ((wording.spelled(one.medium) if one.medium else "not noted", one) for one in media)
    return ", ".join(f"{how} {one.meetings}" for how, one in said)


def what_came(view: Dossier) -> Iterator[tuple[dt.date, str, tuple[Fact, ...]]]:
    """Each outcome's day, heading and words."""
    around = Export(
        as_of=view.as_of,
        audience=Audience.OTHERS,
        people=(),
        left_out=view.left_out,
        my_name=view.my_name,
    )
    for one in view.outcomes:
        leaving = Leaving(entry=one.entry, unknown=one.unknown)
        name = one.person.relationship.name
        heading = f"{name}: {named(leaving, one.person, around)}"
        yield one.entry.date, heading, noted(leaving, one.person, around)
