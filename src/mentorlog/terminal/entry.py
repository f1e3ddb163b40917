"""One entry in words: a title or sentence, and its fields with labels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from mentorlog.domain.cadence import written
from mentorlog.domain.entries import (
    ActionItem,
    Agreement,
    Approach,
    Ask,
    AskStatus,
    Closure,
    Contribution,
    ContributionType,
    Direction,
    Entry,
    Meeting,
    MeetingStatus,
    Pause,
    Side,
)
from mentorlog.domain.relationship import Role
from mentorlog.domain.words import (
    ActionItemWords,
    AgreedBy,
    ClosureWords,
    Commitments,
    ContributionWords,
    Conversation,
    Goal,
    GoalStatus,
    Hopes,
    InitiatedBy,
    MeetingWords,
    NextForm,
    Pulse,
    RelationshipWords,
    Source,
    Words,
)
from mentorlog.frozen import StrEnum, fields, is_dataclass
from mentorlog.terminal import wording
from mentorlog.terminal.layout import joined
from mentorlog.terminal.look import Look
from mentorlog.terminal.wording import away, clock, counted, day, duration

Fact = tuple[str, str]  # a label and a text of one or more lines

_HEAD = {"id", "date", "in_confidence", "words"}
_IN_TITLE: dict[type, set[str]] = {  # fields that the title says, or that are worded separately
    Agreement: {"cadence", "bound"},
    Meeting: {"status", "time", "minutes", "action_items", "occasion"},
    MeetingWords: {"medium", "action_items", "changed_by"},
    Contribution: {"direction", "type"},
    ContributionWords: {"meeting"},
    Ask: {"asked_by", "status"},
    Approach: {"stage"},
}
LABELS = {  # field -> its label, in `find`, too; the others are as they are called
    "text": "",
    "tz": "Time zone",
    "media": "By",
    "meeting_minutes": "Minutes",
    "told_them_on": "Told them",
    "thanked_on": "Thanked",
    "raised_on": "Raised",
    "dropped_on": "Dropped",
    "thanks_sent_on": "Thanks sent",
    "initiated_by": "Whose idea",
    "good_work": "What was good",
    "learned": "Learned",
    "conversation": "How it was said",
    "next_form": "From now on",
    "differs_from_me": "Differs in",
    "warm_path": "Introduced by",
    "small_ask": "Small request",
    "i_can_offer": "I can offer",
    "commitments me": "I will",
    "commitments them": "They will",
    "hopes me": "I hope for",
    "hopes them": "They hope for",
}
_UNREMARKABLE = (None, MeetingStatus.HELD, MeetingStatus.PLANNED)
_UNSET: tuple[object, ...] = (None, "", ())


def title(entry: Entry) -> str:
    """An entry's title: Meeting, 45 min, video; You gave feedback; Agreement, every 2 weeks."""
    match entry:
        case Agreement():
            return f"Agreement, {written(entry.cadence, entry.bound)}"
        case Meeting():
            return _meeting(entry)
        case Contribution():
            return _contribution(entry)
        case Ask():
            asked = "You asked" if entry.asked_by is Side.ME else "They asked"
            status = "" if entry.status is AskStatus.OPEN else f", {wording.spelled(entry.status)}"
            return f"{asked}{status}"
        case Approach():
            return f"Search, {wording.spelled(entry.stage)}"
        case _:
            return wording.sentence(wording.spelled(entry.kind))


def facts(entry: Entry, today: dt.date) -> Iterator[Fact]:
    """What the title doesn't say: the words, the promises, then the rest of the head."""
    words = getattr(entry, "words", None)
    is_outcome = getattr(entry, "dropped_on", None) is None
    for label, text in _facts(words, today):
        yield "Outcome" if label == "Why" and is_outcome else label, text
    if isinstance(words, MeetingWords) and words.changed_by:
        missed = isinstance(entry, Meeting) and entry.status is MeetingStatus.NO_SHOW
        by = wording.by(words.changed_by).removeprefix(" by ")
        yield "Missing" if missed else "Changed by", by
    if isinstance(entry, Meeting):
        texts = entry.words.action_items if entry.words else ()
        for at, item in enumerate(entry.action_items):
            yield "Action item", promised(item, texts[at] if at < len(texts) else None, today)
    yield from _facts(entry, today)


def about(words: RelationshipWords | Words | None, today: dt.date) -> Iterator[Fact]:
    """What was written about a person, of terms, or in a search."""
    yield from _facts(words, today)


def raw(unknown: Mapping[tuple[str | int, ...], object]) -> Iterator[Fact]:
    """Unknown keys of a file, by path; items count from 1, as for `done`."""
    for path, value in unknown.items():
        parts = (str(part + 1) if isinstance(part, int) else part for part in path)
        yield ".".join(parts), _raw(value)


def promised(item: ActionItem, text: ActionItemWords | None, today: dt.date) -> str:
    """A promise: me: send deck, by Fri 27 Nov; done Thu 26 Nov."""
    due = f", by {day(item.due, today)}" if item.due else ""
    done = f"; done {day(item.done_on, today)}" if item.done_on else ""
    dropped = f"; dropped {day(item.dropped_on, today)}" if item.dropped_on else ""
    why = f": {text.why}" if text and text.why else ""
    return f"{item.owner}: {text.text if text else '(withheld)'}{due}{done}{dropped}{why}"


def _facts(whole: Any, today: dt.date, of: str = "") -> Iterator[Fact]:
    """The set fields of a dataclass, including nested ones."""
    for field in _told(type(whole)):
        value: object = getattr(whole, field)
        if value in _UNSET:
            continue
        name = f"{of} {field}".strip()
        if isinstance(value, Commitments | Hopes | Pulse):
            yield from _facts(value, today, "" if isinstance(value, Pulse) else name)
        elif isinstance(value, Source):
            yield "In the calendar", _source(value, today)
        elif isinstance(value, tuple):
            yield from _several(name, value, today)
        else:
            yield _label(name, type(whole)), _worded(value, today)


def _fields(cls: Any) -> tuple[str, ...]:
    """The fields of a dataclass that its title doesn't say; () for other types."""
    silent = _HEAD | _IN_TITLE.get(cls, set())
    if not is_dataclass(cls):
        return ()
    names = [field.name for field in fields(cls) if field.name not in silent]
    in_order = sorted(names, key=lambda name: name == "tags")  # tags last
    return tuple(in_order)


_told: Callable[[Any], tuple[str, ...]] = cache(_fields)


def _source(source: Source, today: dt.date) -> str:
    """What a calendar last said of a meeting: Thu 26 Nov 15:00, 45 min."""
    status = "" if source.status in _UNREMARKABLE else wording.spelled(source.status)
    date = day(source.date, today) if source.date else ""
    begin = joined((date, clock(source.time)), " ")
    return joined((begin, duration(source.minutes), status), ", ")


def _several(name: str, values: tuple[object, ...], today: dt.date) -> Iterator[Fact]:
    if all(isinstance(value, StrEnum) for value in values):
        yield _label(name), ", ".join(_worded(value, today) for value in values)
        return
    plain = [value for value in values if isinstance(value, str | dt.date)]
    if plain:
        yield _label(name), "\n".join(_worded(value, today) for value in plain)
    for value in values:
        match value:
            case Goal():
                yield "Goal", _goal(value, today)
            case (str(key), str(answer)):
                yield question(key, "the other").removesuffix(":"), answer


def _worded(value: object, today: dt.date) -> str:
    match value:
        case StrEnum():
            return wording.spelled(value)
        case dt.date():
            return day(value, today)
        case _:
            return str(value)


def _label(name: str, cls: type = object) -> str:
    if cls is Pause and name == "until":
        return "Back"  # `until` is the first day that isn't paused
    return LABELS.get(name, wording.sentence(name.removesuffix("_on").replace("_", " ")))


def _goal(goal: Goal, today: dt.date) -> str:
    parts = (
        goal.title,
        f"because {goal.why}" if goal.why else "",
        f"measured by {goal.success_measure}" if goal.success_measure else "",
        f"by {day(goal.target_date, today)}" if goal.target_date else "",
        "" if goal.status is GoalStatus.OPEN else goal.status,
    )
    return joined(parts, "; ")


def _raw(value: object) -> str:
    """A value as the file has it, on one line."""
    match value:
        case dict():
            return "; ".join(f"{key}: {_raw(each)}" for key, each in value.items())
        case list() | tuple():
            return ", ".join(map(_raw, value))
        case _:
            return "" if value is None else str(value)


def _contribution(gift: Contribution) -> str:
    given = gift.direction is Direction.GIVEN
    if given and gift.type is ContributionType.PAY_IT_FORWARD:
        return "You passed something on"
    verb = "You gave" if given else "You received"
    return f"{verb} {wording.CONTRIBUTION[gift.type]}" if gift.type else verb


def _meeting(meeting: Meeting) -> str:
    status = "" if meeting.status is MeetingStatus.HELD else wording.spelled(meeting.status)
    medium = meeting.words.medium if meeting.words else None
    parts = (
        joined(("Meeting", status), ", "),
        clock(meeting.time),
        duration(meeting.minutes),
        wording.spelled(medium) if medium else "",
    )
    return joined(parts, ", ")


_SUGGESTED = {
    InitiatedBy.ME: "suggested by you",
    InitiatedBy.THEM: "suggested by them",
    InitiatedBy.BOTH: "by both of you",
    InitiatedBy.PROGRAM: "by the program that paired you",
}
_FORMS: dict[NextForm | None, str] = {
    NextForm.PEER: "peers",
    NextForm.FRIEND: "friends",
    NextForm.OCCASIONAL: "in touch occasionally",
    NextForm.SPONSOR: "your sponsor",
}
_CONVERSATIONS = {
    Conversation.MET: "said in person",
    Conversation.CALL: "said on a call",
    Conversation.WRITTEN: "said in writing",
}


def terms(agreement: Agreement, start: dt.date, today: dt.date, *, running: bool = True) -> str:
    """Every 2 weeks, 45 minutes, video, since Mon 1 Jun until Tue 1 Dec (it ends in 9 days)."""
    minutes = agreement.meeting_minutes
    media = agreement.words.media if agreement.words else ()
    rhythm = (
        written(agreement.cadence, agreement.bound),
        counted(minutes, "minute") if minutes else "",
        wording.either(map(wording.spelled, media)),
    )
    begins = "since" if start <= today else "from"
    span = f"{begins} {day(start, today)}{_until(agreement, today, running=running)}"
    draft = agreement.words and agreement.words.agreed_by is AgreedBy.DRAFT
    still = ". A draft: not agreed by both yet" if draft else ""
    return f"{wording.sentence(joined((*rhythm, span), ', '))}{still}."


def paused(pause: Pause, today: dt.date, look: Look) -> str:
    """A pause: Paused since Fri 25 Sep: parental leave."""
    reason = pause.words.reason if pause.words else None
    because = f": {look.safe(reason)}" if reason else ""
    return f"Paused since {day(pause.date, today)}{because}."


def next_meeting(meeting: Meeting, today: dt.date, look: Look, others: Sequence[str] = ()) -> str:
    """A plan: Next meeting Thu 26 Nov 15:00, video, Café Rost, together with Sam Lee."""
    at = f" {clock(meeting.time, meeting.tz)}" if meeting.time else ""
    medium = meeting.words.medium if meeting.words else None
    by = wording.spelled(medium) if medium else ""
    on = f"{day(meeting.date, today)}{at}"
    when = joined((on, by, *where(meeting.words, look)), ", ")
    return f"Next meeting {when}{together(others, look)}."


def where(words: MeetingWords | None, look: Look) -> tuple[str, ...]:
    """Where a meeting is: Café Rost."""
    return tuple(look.safe(text) for text in (words.where if words else ()))


def together(others: Sequence[str], look: Look) -> str:
    """Who else is at a meeting: “, together with Sam Lee”; "" for nobody."""
    return f", together with {wording.every(map(look.safe, others))}" if others else ""


def searched(approach: Approach, today: dt.date) -> str:
    """A step of a search: First conversation, Tue 3 Nov."""
    stage = wording.sentence(wording.spelled(approach.stage))
    return f"{stage}, {day(approach.date, today)}."


def ended(closure: Closure, today: dt.date) -> str:
    """A closure: Ended Tue 1 Dec: goals met, by both of you, said in person. From now on: peers."""
    words = closure.words or ClosureWords()
    reason = wording.spelled(closure.reason) if closure.reason else ""
    by = _SUGGESTED[words.initiated_by] if words.initiated_by else ""
    how = _CONVERSATIONS.get(words.conversation, "") if words.conversation else ""
    why = joined((reason, by, how), ", ")
    then = f". From now on: {_FORMS[words.next_form]}" if words.next_form in _FORMS else ""
    sent = f". Thanks sent {day(words.thanks_sent_on, today)}" if words.thanks_sent_on else ""
    return f"Ended {day(closure.date, today)}{': ' if why else ''}{why}{then}{sent}."


def _until(agreement: Agreement, today: dt.date, *, running: bool) -> str:
    if agreement.until is None:
        return ""
    days = (agreement.until - today).days
    soon = f" (it ends {away(agreement.until, today)})" if running and 0 <= days <= _SOON else ""
    return f" until {day(agreement.until, today)}{soon}"


_SOON = 30  # days; as for the standing `ending`


_MINE = {
    "changed": "What changed for you because of these talks?",
    "avoided": "Which topic are the two of you avoiding?",
    "rhythm": "Is the cadence right, too much, or too little?",
    "challenge": "Is there enough challenge, and enough support?",
    "theirs": "What is {them} getting out of it, and when did you last ask?",
}
_MENTORS = {
    "listening": "Do you listen, or direct?",
    "learned": "What did you learn yourself?",
    "avoided": "Which topic are the two of you avoiding?",
    "introductions": "Who should {them} meet next?",
    "independence": "Should {them} need you less by now?",
}


def questions(role: Role | None, them: str) -> dict[str, str]:
    """Short name -> question, in the order they are asked; the decision is last."""
    asked = _MENTORS if role is Role.MENTOR else _MINE
    return {key: text.format(them=them) for key, text in asked.items()}


def question(key: str, them: str) -> str:
    """The question with this short name; the name itself if it isn't one of ours."""
    known = {**_MENTORS, **_MINE}
    return known[key].format(them=them) if key in known else f"{key}:"
