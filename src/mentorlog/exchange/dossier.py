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
from mentorlog.exchange.formats import Export, ExportedEntry, LeftOut, Person, Unknown, export
from mentorlog.exchange.leaves import Fact, entry_facts, entry_title
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
class DossierPerson:
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
        has_role = self.role is None or self.name.startswith(f"{self.role} ")
        return self.name if has_role else f"{self.name}, {self.role}"


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
    people: tuple[DossierPerson, ...]
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
    whole = {person.handle: person for person in relationships}
    asked = [
        replace(person, entries=_chosen(person, period, included)) for person in whole.values()
    ]
    exported = export([person for person in asked if person.entries], Audience.OTHERS, as_of)
    pairs = [(whole[part.relationship.handle], part.entries) for part in exported.people]
    counted = [(person, cut, _countable(person, cut, period)) for person, cut in pairs]
    shown = [(person, cut, met) for person, cut, met in counted if met or any(map(_is_open, cut))]
    shown.sort(key=lambda row: (min(entry.date for entry in row[0].entries), row[0].id or ""))
    called = _called((person for person, _, _ in shown), names=names)
    if not names:
        shown.sort(key=lambda row: called[row[0].handle].partition(" ")[0])
    everything = [meeting for _, _, met in shown for meeting in met]
    outcomes = [each for person, cut, _ in shown for each in _outcomes(called[person.handle], cut)]
    outcomes.sort(key=lambda outcome: (outcome.entry.date, outcome.entry.id))
    return Dossier(
        as_of=as_of,
        period=period,
        my_name=my_name,
        names=names,
        total=total_of_all(everything),
        media=_media(everything),
        people=tuple(
            _person(person, called[person.handle], met, period) for person, _, met in shown
        ),
        outcomes=tuple(outcomes),
        left_out=_with_areas(exported, asked, period),
        naming=tuple(_naming([(person, cut) for person, cut, _ in shown], names=names)),
    )


def can_be_shared(entry: Entry) -> bool:
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


def _countable(person: Relationship, cut: Iterable[Entry], period: Period) -> tuple[Meeting, ...]:
    """The countable meetings, uncut, so that their occasions are known."""
    ids = {entry.id for entry in cut}
    return tuple(m for m in held(person, period.until, period.since) if m.id in ids)


def _called(people: Iterable[Relationship], *, names: bool) -> dict[str, str]:
    """Handle -> name in the dossier: Dana Öz, or mentee A in the order of the people."""
    count: Counter[str] = Counter()
    called = {}
    for person in people:
        role = wording.THEIR_ROLE[person.my_role] if person.my_role else "person"
        called[person.handle] = (
            shown_name(person, reveal=False) if names else f"{role} {_letters(count[role])}"
        )
        count[role] += 1
    return called


def _letters(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    before, last = divmod(number, 26)
    return f"{_letters(before - 1) if before else ''}{chr(ord('A') + last)}"


def _person(
    person: Relationship, name: str, met: tuple[Meeting, ...], period: Period
) -> DossierPerson:
    form = person.words.form if person.words else None
    return DossierPerson(
        name=name,
        role=wording.THEIR_ROLE[person.my_role] if person.my_role else None,
        form=form.value if form else None,
        areas=_areas(person, period),
        media=_media(met),
        total=total(met),
    )


def _areas(person: Relationship, period: Period) -> tuple[str, ...]:
    """The areas of all terms in the period that others may see."""
    shared = (seen(agreement, Audience.THEM) for agreement in _terms(person, period))
    areas = [area for terms in shared if isinstance(terms, Agreement) for area in _areas_of(terms)]
    by_name = {" ".join(area.split()).casefold(): area for area in reversed(areas)}
    return tuple(reversed(by_name.values()))


def _areas_of(agreement: Agreement) -> tuple[str, ...]:
    return agreement.words.focus_areas if agreement.words else ()


def _terms(person: Relationship, period: Period) -> Iterator[Agreement]:
    past = last_run(person, period.until)
    if past is None or past[1] < period.since.toordinal():
        return
    run, day = past
    known = [terms for terms in run.terms if terms.date.toordinal() <= day]
    for terms, following in zip(known, (*known[1:], None), strict=True):
        if following is None or following.date > period.since:
            yield terms


def _media(met: Iterable[Meeting]) -> tuple[ByMedium, ...]:
    """Most frequent first, what isn't noted last; an occasion counts once.

    It counts the meetings that the other person may see, though each one's medium is private.
    """
    by_meeting: dict[str, str | None] = {}
    for meeting in met:
        words = meeting.words if seen(meeting, Audience.THEM) else None
        key = f"occasion {meeting.occasion}" if meeting.occasion else meeting.id
        medium = words.medium.value if words and words.medium else None
        by_meeting[key] = by_meeting.get(key) or medium
    count = sorted(Counter(by_meeting.values()).items(), key=lambda pair: (-pair[1], pair[0] or ""))
    noted_media = [ByMedium(medium=medium, meetings=times) for medium, times in count if medium]
    missing = [ByMedium(medium=None, meetings=times) for medium, times in count if not medium]
    return (*noted_media, *missing) if noted_media else ()


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


def _with_areas(exported: Export, asked: Iterable[Relationship], period: Period) -> LeftOut:
    """What is left out; of agreements whose areas are shown, only the rest."""
    shown = sum(
        seen(agreement, Audience.OTHERS) is None and bool(_areas_of(shared))
        for person in asked
        for agreement in person.of(Agreement)
        if isinstance(shared := seen(agreement, Audience.THEM), Agreement)
        and agreement.date <= period.until
    )
    left = exported.left_out
    entries, parts = Counter(left.entries), Counter(left.parts)
    entries[Kind.AGREEMENT] -= shown
    parts[Kind.AGREEMENT] += shown
    return replace(left, entries=+entries, parts=+parts)


def _naming(
    pairs: Collection[tuple[Relationship, tuple[Entry, ...]]], *, names: bool
) -> Iterator[str]:
    """The ids of entries whose words name someone that the dossier doesn't name."""
    unnamed = [person for person, _ in pairs if not names or person.in_confidence]
    parts = {part for person in unnamed for part in _NAME.findall(person.name.casefold())}
    for _, cut in pairs:
        for entry in filter(_is_open, cut):
            if parts & {*_NAME.findall(str(getattr(entry, "words", "")).casefold())}:
                yield entry.id


def title(view: Dossier) -> str:
    """The title: Mentoring in the year 2026."""
    return f"Mentoring in {span(view.period)}"


def subtitle(view: Dossier) -> str:
    """Thu 1 Jan to Sun 22 Nov 2026, and who made it."""
    since, until = view.period.since, view.period.until
    days = f"{wording.day(since, until)} to {wording.day(until, until)} {until.year}"
    return f"{view.my_name}, {days}" if view.my_name else days


def summary(view: Dossier) -> tuple[Fact, ...]:
    """How long, with how many people, and how."""
    roles = Counter(person.role or "person" for person in view.people)
    people = (wording.counted(count, role) for role, count in roles.most_common())
    once = sum(person.total.meetings for person in view.people) > view.total.meetings
    how = " (a meeting with several people counts once)" if once else ""
    forms = Counter(person.form for person in view.people if person.form)
    labelled = (
        ("Contact time", f"{wording.met(view.total)}{how}"),
        ("People", ", ".join(people)),
        ("Form", ", ".join(f"{wording.spelled(form)} {n}" for form, n in forms.most_common())),
        ("How", by_medium(view.media)),
    )
    return tuple(Fact(label=label, lines=(text,)) for label, text in labelled if text)


def by_medium(media: Iterable[ByMedium]) -> str:
    """Meetings by medium: Video 9, in person 4, not noted 1."""
    return ", ".join(
        f"{wording.spelled(count.medium) if count.medium else 'not noted'} {count.meetings}"
        for count in media
    )


def outcome_rows(view: Dossier) -> Iterator[tuple[dt.date, str, tuple[Fact, ...]]]:
    """Each outcome's day, heading and words."""
    around = Export(
        as_of=view.as_of,
        audience=Audience.OTHERS,
        people=(),
        left_out=view.left_out,
        my_name=view.my_name,
    )
    for outcome in view.outcomes:
        item = ExportedEntry(entry=outcome.entry, unknown=outcome.unknown)
        name = outcome.person.relationship.name
        heading = f"{name}: {entry_title(item, outcome.person, around)}"
        yield outcome.entry.date, heading, entry_facts(item, outcome.person, around)
