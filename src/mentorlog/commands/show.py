"""Read everything about a relationship, or one entry.

Example: mentorlog show dana-oz
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from mentorlog.arguments import Reader, argument
from mentorlog.commands import Reading, Result
from mentorlog.commands.desk import Desk
from mentorlog.domain.entries import Agreement, Approach, Closure, Entry, KeyPath, Meeting
from mentorlog.domain.relationship import Relationship, held, under_meetings
from mentorlog.domain.standing import Standing, assessment
from mentorlog.errors import NotFound, UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal.journal import Stored
from mentorlog.journal.yaml import Value
from mentorlog.terminal import wording
from mentorlog.terminal.entry import Fact, about, facts, raw, title
from mentorlog.terminal.layout import MOST, apart, ends, hanging, joined
from mentorlog.terminal.look import Line, Look, Style, cell_len, line, plain
from mentorlog.terminal.loops import WITHHELD, hidden
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import counted, day, every, number
from mentorlog.views import Shape
from mentorlog.views.confidence import (
    Withheld,
    discreet,
    discreet_entry,
    others_at_meetings,
    withheld,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Show(Reader):
    what: str | None = argument(
        "WHO|ID",
        "A person, or one entry by its id.",
        offers="people or entries",
        about=True,
    )


def show(desk: Desk, typed: Show) -> Result:
    """A whole timeline, or one entry; a person is preferred to an id."""
    if typed.what is None:
        raise UsageError("Show what?", "mentorlog show WHO   or: mentorlog show ID")
    relationship, entry = _whom_or_what(desk, typed.what)
    unknown = desk.journal.unknown_of(relationship, unseal=desk.reveal)
    read, stored = desk.with_stored(relationship)
    kept = [item for item in stored if entry is None or item.entry.id == entry.id]
    view = story(
        read,
        kept,
        desk.today,
        unknown=unknown,
        others=others_at_meetings(
            relationship.handle, desk.contents.relationships, reveal=desk.reveal
        ),
        whole=entry is None,
        reveal=desk.reveal,
    )
    return Result(view=view, paged=True)


def _whom_or_what(desk: Desk, word: str) -> tuple[Relationship, Entry | None]:
    """A person, else an entry and its relationship. Raises Refused, as for a person."""
    try:
        return desk.relationship(word), None
    except NotFound as nobody:
        try:
            return desk.entry(word)
        except NotFound:
            raise nobody from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One entry, discreet; its unknown keys are withheld with its words.

    `others`: the names of those who were at the same meeting.
    """

    JSON: ClassVar[Shape] = Shape(only=("file",), records={"": "entry"})

    entry: Entry
    file: str
    unknown: Mapping[KeyPath, Value]
    withheld: Withheld | None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """An ended relationship in short: when it began, how often they met, when they parted."""

    noticed: dt.date | None
    agreed: dt.date | None
    met: int
    last_met: dt.date | None
    parted: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The timeline. `relationship` is discreet; `withheld`: its name is. `whole`: all entries.

    `course`: for a whole one that has ended.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="timeline",
        only=(),
        keys={"entries": "chapters"},
        records={"relationship": "relationship"},
    )

    as_of: dt.date
    relationship: Relationship
    chapters: tuple[Chapter, ...]
    unknown: Mapping[KeyPath, Value]
    whole: bool = True
    withheld: bool = False
    course: Course | None = None


def story(
    relationship: Relationship,
    kept: Iterable[Stored],
    today: dt.date,
    *,
    unknown: Mapping[KeyPath, Value] | None = None,
    others: Mapping[str, tuple[str, ...]] | None = None,
    whole: bool = True,
    reveal: bool = False,
) -> Story:
    """The timeline of `kept` entries, or one.

    `unknown`: other keys of relationship.yaml. `others`: who else was there, by the occasion.
    """
    by_id = {stored.entry.id: stored for stored in kept}
    ordered = under_meetings(stored.entry for stored in by_id.values())
    return Story(
        as_of=today,
        relationship=discreet(relationship, reveal=reveal),
        chapters=tuple(_chapter(by_id[entry.id], others or {}, reveal=reveal) for entry in ordered),
        unknown=unknown or {},
        whole=whole,
        withheld=relationship.in_confidence and not reveal,
        course=_course(relationship, today) if whole else None,
    )


def _course(relationship: Relationship, today: dt.date) -> Course | None:
    """The whole course up to the last parting; None while it goes on."""
    parted = [closure.date for closure in relationship.of(Closure) if closure.date <= today]
    if not parted or assessment(relationship, today).standing is not Standing.ENDED:
        return None
    met = [meeting.date for meeting in held(relationship, today)]
    return Course(
        noticed=next((step.date for step in relationship.of(Approach)), None),
        agreed=next((terms.date for terms in relationship.of(Agreement)), None),
        met=len(met),
        last_met=max(met, default=None),
        parted=parted[-1],
    )


def _chapter(kept: Stored, others: Mapping[str, tuple[str, ...]], *, reveal: bool) -> Chapter:
    occasion = kept.entry.occasion if isinstance(kept.entry, Meeting) else None
    reason = withheld(kept.entry, reveal=reveal)
    return Chapter(
        entry=discreet_entry(kept.entry, reveal=reveal),
        file=kept.file,
        unknown={} if reason else kept.unknown,
        withheld=reason,
        others=others.get(occasion or "", ()),
    )


_INDENT = 2
_COLUMN = 18  # cells before a text


def text(view: Story, look: Look) -> Iterator[Line]:
    """Everything `show` shows: an entry a paragraph, newest last; or one entry alone."""
    word = view.relationship.handle if view.whole else view.chapters[0].entry.id
    yield from apart(
        (
            _person(view, look) if view.whole else (),
            *(_paragraph(chapter, view, look) for chapter in view.chapters),
            hidden((chapter.withheld for chapter in view.chapters), look, "show", word),
        )
    )


def _person(view: Story, look: Look) -> Iterator[Line]:
    person = view.relationship
    role = f", your {wording.THEIR_ROLE[person.my_role]}" if person.my_role else ""
    name = look.safe(person.name)
    count = len(view.chapters)
    entries = counted(count, "entry")
    yield from ends(
        ((name, Style.STRONG), *plain(role)), ((entries, Style.FAINT),), min(look.width, MOST)
    )
    yield from _facts((*about(person.words, view.as_of), *raw(view.unknown)), look)
    if view.course:
        yield from hanging(plain(" " * _INDENT), _in_short(view.course, view), look, column=_INDENT)


def _in_short(course: Course, view: Story) -> str:
    """The whole course: You noticed Dana on Mon 2 Mar, agreed on Wed 1 Apr, and parted on …"""
    name = wording.first_name(safe(view.relationship.name))
    noticed, agreed, last, parted = (
        day(date, view.as_of) if date else ""
        for date in (course.noticed, course.agreed, course.last_met, course.parted)
    )
    often = wording.times(course.met, number)
    steps = (
        f"noticed {name} on {noticed}" if noticed else "",
        f"agreed on {agreed}" if agreed else "",
        f"met {often}, the last time on {last}" if course.met > 1 else "",
        f"met on {last}" if course.met == 1 else "",
    )
    before = joined(steps, ", ")
    return f"You {before}{', and ' if before else ''}ended it on {parted}."


def _paragraph(chapter: Chapter, view: Story, look: Look) -> Iterator[Line]:
    entry, today = chapter.entry, view.as_of
    who = "" if view.whole else f", {look.safe(view.relationship.name)}"
    heading = ((day(entry.date, today), Style.STRONG), *plain(f"  {title(entry)}{who}"))
    yield from ends(heading, ((entry.id, Style.FAINT),), min(look.width, MOST))
    with_ = [("With", every(chapter.others))] if chapter.others else []
    yield from _facts((*with_, *facts(entry, today), *raw(chapter.unknown)), look)
    if chapter.withheld:
        yield line(" " * _INDENT, (WITHHELD[chapter.withheld], Style.FAINT))
    if not view.whole:
        yield line(
            (f"{' ' * _INDENT}{'File':{_COLUMN - _INDENT}}", Style.FAINT), safe(chapter.file)
        )


def _facts(pairs: Iterable[Fact], look: Look) -> Iterator[Line]:
    """The facts with labels; a text without one starts in the labels' column, indents kept."""
    for label, text in pairs:
        shown = " " * _INDENT + look.safe(label)
        if cell_len(shown) + 1 > _COLUMN:
            yield from hanging((), shown.strip(), look, column=_INDENT, style=Style.FAINT)
            shown = ""
        for part in look.paragraphs(text):
            words = part.lstrip(" ")
            deep = (_COLUMN if label else _INDENT) + len(part) - len(words)
            yield from hanging(((shown, Style.FAINT),), words, look, column=deep)
            shown = ""


COMMAND = Reading(Show, show, needs=("what",))
