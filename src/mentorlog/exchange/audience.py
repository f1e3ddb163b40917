"""Who may see what: the one allow-list; a field that isn't in it is private.

What goes into `_BY_DEFAULT` is also promised to users, in `commands/help/privacy.txt`. This module
cuts entries; it doesn't know how they are shown or written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from mentorlog.domain.entries import (
    ActionItem,
    Agreement,
    Approach,
    Ask,
    CheckIn,
    Closure,
    Contribution,
    Entry,
    Meeting,
    Note,
    Pause,
    Visibility,
)
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import (
    ActionItemWords,
    AgreementWords,
    AskWords,
    ClosureWords,
    ContributionWords,
    MeetingWords,
    NoteWords,
    RelationshipWords,
)
from mentorlog.frozen import MISSING, StrEnum, fields, replace

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D")


class Audience(StrEnum):
    """Whom an export is for: myself, the other person, or third parties."""

    ME = "me"
    THEM = "them"
    OTHERS = "others"


def shared(relationship: Relationship, audience: Audience) -> Relationship:
    """The name, my role, and the permitted parts of entries; never what is in confidence."""
    cut = (seen(entry, audience) for entry in relationship.entries)
    entries = tuple(entry for entry in cut if entry is not None)
    if audience is Audience.ME:
        return replace(relationship, entries=entries)
    head = {name: getattr(relationship, name) for name in OF_A_PERSON}
    return Relationship(**head, words=RelationshipWords(), entries=entries)


def seen(entry: Entry, audience: Audience) -> Entry | None:
    """The entry without what the audience may not see; None if it may see nothing of it."""
    if entry.in_confidence:
        return None
    if audience is Audience.ME:
        return entry
    allowed = frozenset() if _is_never_shared(entry) else _allowed(entry, audience)
    return _without(entry, allowed) if allowed else None


def _allowed(entry: Entry, audience: Audience) -> _Allowed:
    """The fields of an entry that its visibility permits; a meeting's dates go further."""
    level = entry.visibility or _DEFAULT_LEVEL.get(type(entry), Visibility.PRIVATE)
    if level is Visibility.PRIVATE:
        return frozenset()
    if audience is Audience.OTHERS and level is not Visibility.OPEN:
        return _DATES if isinstance(entry, Meeting) else frozenset()
    return _BY_DEFAULT if entry.visibility is None else _BY_DEFAULT | _IF_VISIBILITY_IS_SET


def _is_never_shared(entry: Entry) -> bool:
    """Whether it is a search, a check-in or a goal's progress."""
    if isinstance(entry, Note):
        return entry.words is None or entry.words.goal is not None
    return isinstance(entry, CheckIn | Approach)


# The alias and that it's used stay, so that it still stands for the name in `discreet`.
OF_A_PERSON = ("handle", "name", "id", "my_role", "alias", "in_confidence", "unreadable")
_DEFAULT_LEVEL = {Agreement: Visibility.PAIR, Meeting: Visibility.PAIR}  # all else is private

_Allowed = frozenset[tuple[type, str]]


def _fields(kind: type, *names: str) -> _Allowed:
    return frozenset((kind, name) for name in names)


_HEAD = ("id", "date", "visibility")
_DATES = _fields(Meeting, *_HEAD, "status", "minutes")
_BY_DEFAULT = (
    _fields(Agreement, *_HEAD, "cadence", "bound", "until", "meeting_minutes", "slack_days")
    | _fields(
        AgreementWords, "media", "focus_areas", "out_of_scope", "goals", "commitments", "hopes"
    )
    | _fields(AgreementWords, "ground_rules", "notice_hours", "agreed_by", "template")
    | _fields(Meeting, *_HEAD, "status", "time", "tz", "minutes", "rescheduled_to", "action_items")
    | _fields(MeetingWords, "topics", "agenda", "action_items")
    | _fields(ActionItem, "owner", "due", "done_on", "dropped_on")
    | _fields(ActionItemWords, "text")
)
_IF_VISIBILITY_IS_SET = (
    _fields(MeetingWords, "notes", "medium", "place", "changed_by")
    | _fields(Contribution, *_HEAD, "direction", "type", "told_them_on", "thanked_on")
    | _fields(ContributionWords, "text", "meeting", "answers", "outcome")
    | _fields(Ask, *_HEAD, "asked_by", "status", "ask_again_on")
    | _fields(AskWords, "question", "reply")
    | _fields(Note, *_HEAD, "raised_on")
    | _fields(NoteWords, "text")
    | _fields(Pause, *_HEAD, "until")
    | _fields(Closure, *_HEAD)
    | _fields(ClosureWords, "initiated_by", "good_work", "learned", "unfinished", "conversation")
    | _fields(ClosureWords, "thanks_sent_on", "next_form")
)


def _without(whole: D, allowed: _Allowed) -> D:
    """A copy with all fields unset that aren't allowed, in words and lists, too.

    Fields that the class needs (a direction, a cadence) stay.
    """
    instance = cast("DataclassInstance", whole)
    kept: dict[str, object] = {}
    for field in fields(instance):
        value: object = getattr(instance, field.name)
        if field.name == "words" and value is not None:
            kept[field.name] = _without(value, allowed)
        elif (type(instance), field.name) not in allowed:
            kept[field.name] = value if field.default is MISSING else field.default
        elif isinstance(value, tuple):
            kept[field.name] = tuple(_item(item, allowed) for item in value)
    return cast("D", replace(instance, **kept))


def _item(value: object, allowed: _Allowed) -> object:
    """An action item is cut like an entry; goals and texts stay whole."""
    return _without(value, allowed) if isinstance(value, ActionItem | ActionItemWords) else value
