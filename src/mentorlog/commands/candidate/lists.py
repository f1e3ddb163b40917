"""`candidate`: who is considered as a mentor and how far it has come, as data and as lines.

Shown are experience, desire and time, in that order; nobody is ranked. What is known is the latest
answer to each question in all steps of the search. Needs the words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar

from mentorlog.domain.entries import Approach, Stage
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import ApproachWords, Difference, Function, RelationshipWords, known_of
from mentorlog.frozen import dataclass, fields
from mentorlog.terminal import wording
from mentorlog.terminal.layout import GAPS, apart, filled, hanging, hint, side_by_side
from mentorlog.terminal.look import Line, Look, Style, cut, line, padded, plain, width_of
from mentorlog.terminal.wording import away, day, number, spelled
from mentorlog.views import Shape
from mentorlog.views.confidence import discreet

OVER = (Stage.DECLINED, Stage.DROPPED)

_KNOWN = tuple(each.name for each in fields(ApproachWords) if each.name != "tags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One candidate. `since`: the day of the latest step. `known`: what all steps say together."""

    JSON: ClassVar[Shape] = Shape(
        left_out=("since", "known", "differs"),
        keys={
            "date": "since",
            "differs_from_me": "differs",
            **{name: f"known.{name}" for name in _KNOWN},
        },
    )

    handle: str
    name: str
    stage: Stage
    since: dt.date
    follow_up_on: dt.date | None
    known: ApproachWords
    differs: tuple[Difference, ...] = ()
    helps_with: tuple[Function, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Those with a day to follow up first, by day. `over`: how many said no or were dropped."""

    JSON: ClassVar[Shape] = Shape(schema="candidate", left_out=("over",))

    as_of: dt.date
    items: tuple[Candidate, ...]
    over: int = 0


def candidates(
    relationships: Iterable[Relationship], today: dt.date, *, reveal: bool = False
) -> Candidates:
    """Everyone with whom the search is still open."""
    people = tuple(relationships)
    searched = [
        person for person in people if assessment(person, today).standing is Standing.EXPLORING
    ]
    shown = [candidate_of(person, today, reveal=reveal) for person in searched]
    over = [
        person
        for person in people
        if assessment(person, today).standing is Standing.ENDED
        and _last_stage(person, today) in OVER
    ]
    known = (person for person in shown if person is not None)
    return Candidates(as_of=today, items=tuple(sorted(known, key=_order)), over=len(over))


def candidate_of(
    relationship: Relationship, today: dt.date, *, reveal: bool = False
) -> Candidate | None:
    """What is known of one person; None if there is no step of a search."""
    shown = discreet(relationship, reveal=reveal)
    steps = [step for step in shown.of(Approach) if step.date <= today]
    if not steps:
        return None
    words = shown.words or RelationshipWords()
    return Candidate(
        handle=shown.handle,
        name=shown.name,
        stage=steps[-1].stage,
        since=steps[-1].date,
        follow_up_on=steps[-1].follow_up_on,
        known=known_of(steps),
        differs=words.differs_from_me,
        helps_with=words.helps_with,
    )


def _last_stage(relationship: Relationship, today: dt.date) -> Stage | None:
    stages = [step.stage for step in relationship.of(Approach) if step.date <= today]
    return stages[-1] if stages else None


def _order(item: Candidate) -> tuple[bool, dt.date, str]:
    return item.stage is Stage.NOT_NOW, item.follow_up_on or dt.date.max, item.handle


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Some candidates side by side, in the order they were named."""

    JSON: ClassVar[Shape] = Shape(schema="candidate")

    as_of: dt.date
    items: tuple[Candidate, ...]


_INDENT = 2
_LABELS = 17  # cells of the labels
_NARROWEST = 18  # cells of a person's column


def text(view: Candidates | Comparison, look: Look) -> Iterator[Line]:
    """The list, or some of them side by side."""
    return _compared(view, look) if isinstance(view, Comparison) else _everyone(view, look)


def _everyone(view: Candidates, look: Look) -> Iterator[Line]:
    if not view.items:
        yield from filled("You aren't considering anyone yet. Who have you noticed?", look)
        command = wording.command("candidate", "NAME", "--experience", "…", "--desire", "…")
        yield line("  ", (command, Style.COMMAND))
        return
    width = _INDENT + max(len(_stage(item)) for item in view.items) + GAPS[0]
    candidates = (_candidate_lines(item, view, look, width) for item in view.items)
    yield from apart((*candidates, _next(view, look)))


def _known(item: Candidate, look: Look) -> Iterator[tuple[str, str]]:
    """What is known, with its labels; experience, desire and time first."""
    words = item.known
    texts = {
        "Experience": words.experience,
        "Desire": words.desire,
        "Time": words.time,
        "Differs in": ", ".join(map(spelled, item.differs)),
        "Could help with": ", ".join(map(spelled, item.helps_with)),
        "Introduced by": words.warm_path,
        "You can offer": words.i_can_offer,
        "Small request": words.small_ask,
        "Note": words.note,
    }
    for label, text in texts.items():
        yield label, look.safe(text or "")


def _candidate_lines(item: Candidate, view: Candidates, look: Look, width: int) -> Iterator[Line]:
    first = padded((*plain(" " * _INDENT), *plain(_stage(item))), width)
    name = cut(look.safe(item.name), look.width // 2, look)
    since = day(item.since, view.as_of)
    later = ""
    if item.follow_up_on:
        verb = "ask again" if item.stage is Stage.NOT_NOW else "follow up"
        later = f"; {verb} {day(item.follow_up_on, view.as_of)}"
        later += f", {away(item.follow_up_on, view.as_of)}"
    who = (*first, (name, Style.STRONG))
    yield from hanging(who, f"{since}{later}", look, column=width_of(who) + GAPS[1])
    column = width + max(len(label) for label, _ in _known(item, look)) + GAPS[1]
    for label, text in _known(item, look):
        if text:
            before = padded((*plain(" " * width), (label, Style.FAINT)), column)
            yield from hanging(before, text, look, column=width_of(before))


def _next(view: Candidates, look: Look) -> Iterator[Line]:
    """Whom to write to next, and how to compare."""
    for item in view.items:
        name = wording.first_name(look.safe(item.name))
        due = item.follow_up_on is not None and item.follow_up_on <= view.as_of
        if item.stage is Stage.AGREED:
            text = f"{name} said yes. Agree on terms; your notes are kept:"
            yield from hint(text, wording.command("new-agreement", item.handle), look)
        elif due and item.stage is Stage.NOT_NOW:
            text = f"{name} said not now. Ask again? A short question is enough."
            yield from filled(text, look)
        elif due:
            text = f"Send {name} a friendly line: people are busy, and silence rarely means no."
            yield from filled(text, look)
    handles = [item.handle for item in view.items if item.stage is not Stage.NOT_NOW][:3]
    if len(handles) > 1:
        yield from hint("Side by side:", wording.command("candidate", *handles, "--compare"), look)
    if view.over:
        count = number(view.over)
        yield line((f"{count.capitalize()} declined, or you dropped it.", Style.FAINT))


def _compared(view: Comparison, look: Look) -> Iterator[Line]:
    """The comparison: side by side if the terminal is wide enough, else below each other."""
    gaps = GAPS[1] * len(view.items)
    room = (look.width - _LABELS - gaps) // len(view.items)
    if room < _NARROWEST or look.plain:
        yield from apart(_below_each_other(at, view, look) for at in range(len(view.items)))
    else:
        heads = [((cut(_shown_name(item, look), room, look), Style.STRONG),) for item in view.items]
        yield from side_by_side(heads, _facts(view, look), room, look)


def _below_each_other(at: int, view: Comparison, look: Look) -> Iterator[Line]:
    """One of those compared, by position."""
    yield line((_shown_name(view.items[at], look), Style.STRONG))
    for label, *texts in _facts(view, look):
        if texts[at]:
            yield from hanging(((label, Style.FAINT),), texts[at], look, column=_LABELS)


def _facts(view: Comparison, look: Look) -> Iterator[list[str]]:
    """A label and everybody's text for it, without rows that nobody has."""
    stages = [f"{_stage(item)}, {day(item.since, view.as_of)}" for item in view.items]
    yield ["Stage", *stages]
    columns = [dict(_known(item, look)) for item in view.items]
    for label in columns[0]:
        texts = [column[label] for column in columns]
        if any(texts):
            yield [label, *texts]


def _stage(item: Candidate) -> str:
    talked = item.stage is Stage.FIRST_CONVERSATION  # said short
    return "first talk" if talked else spelled(item.stage)


def _shown_name(item: Candidate, look: Look) -> str:
    return look.safe(item.name)
