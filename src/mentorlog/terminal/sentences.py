"""The sentence for each writing command: what it did, or would do.

It repeats only what was just typed, and nothing held in confidence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from mentorlog.domain.entries import (
    Agreement,
    Approach,
    Ask,
    AskStatus,
    Closure,
    Contribution,
    Direction,
    Meeting,
    MeetingStatus,
    Note,
    Party,
    Pause,
    Side,
    Stage,
)
from mentorlog.domain.relationship import E
from mentorlog.frozen import dataclass
from mentorlog.terminal import wording
from mentorlog.terminal.layout import joined
from mentorlog.terminal.look import Look
from mentorlog.terminal.wording import counted, day, when
from mentorlog.views.written import NOT_CHOSEN, Written, WrittenEntry

NOTHING_WRITTEN = " Nothing was written."
_PLANS = {  # what a meeting is called beside a plan, and the plan
    "log-meeting": ("meeting", "next"),
    "move": ("meeting", "planned"),
    **dict.fromkeys(("schedule", "reschedule"), ("before", "now")),
}
_IDS_SHOWN = 8  # as many as one meeting leads to; after an import, `show` lists the rest


def sentence(view: Written, look: Look) -> str:
    """The whole sentence: Logged Sun 22 Nov with Dana Öz: 9 words. Or: Would log …"""
    if view.action == "edit" and not view.entries:
        return "Nothing changed."
    nothing = not view.entries or (view.taken == 0 and not view.changed)
    if view.action in _NOTHING_TO_DO and nothing:
        chose_none = any(entry.why == NOT_CHOSEN for entry in view.left_out)
        return "Nothing was imported." if chose_none else _NOTHING_TO_DO[view.action]
    (did, do), rest = _SENTENCES.get(_action(view), (("Saved", "save"), _entries))
    result = _Result(view, look)
    if view.dry_run:
        would = f"Would {do} " if do else ""
        return f"{would}{rest(result)}.{NOTHING_WRITTEN}"
    ids = "" if _action(view) == "done" else _ids(view)
    return f"{did} {rest(result)}{ids}.".lstrip()


def _ids(view: Written) -> str:
    """The ids of what was written: “ (4v8m2t9c)”, or “ (meeting 4v8m2t9c, given q8nwf585)”."""
    known = [item for item in _done_to(view) if item.id and item.kind != "relationship"]
    more = len(known) - _IDS_SHOWN
    if not known or view.action == "erase" or view.of_a_person:
        return ""
    ids: dict[str, list[str]] = {}
    for item in known[:_IDS_SHOWN]:
        ids.setdefault(_known_as(item, view), []).append(item.id)
    listed = ", ".join if more > 0 else wording.every
    several = (f"{kind} {listed(known_ids)}" for kind, known_ids in ids.items())
    text = ", ".join(several if len(ids) > 1 else (item.id for item in known[:_IDS_SHOWN]))
    return f" ({text}{f' and {more} more' if more > 0 else ''})"


def _done_to(view: Written) -> Sequence[WrittenEntry]:
    """The entries that the sentence is about; of those removed, not what only referred to them."""
    removes = view.action == "remove"
    return [item for item in view.entries if item.entry is None] if removes else view.entries


def _known_as(item: WrittenEntry, view: Written) -> str:
    """What tells an entry from the others of one command: meeting, given, received, next, …"""
    entry = item.entry
    if isinstance(entry, Contribution):
        return entry.direction
    if isinstance(entry, Meeting) and view.action in _PLANS:
        before, now = _PLANS[view.action]
        return now if entry.status is MeetingStatus.PLANNED else before
    return wording.spelled(item.kind)


def _action(view: Written) -> str:
    """The command's name; `outcome` if `done` only notes one, `follow` if nothing new came in."""
    gift = only(Contribution, view) if view.action == "done" else None
    if gift and not (gift.told_them_on or gift.thanked_on or gift.dropped_on):
        return "outcome"
    return "follow" if view.action == "import" and view.changed and not view.taken else view.action


def only(kind: type[E], view: Written) -> E | None:
    """The first written entry of a kind, or None."""
    return next(every(kind, view), None)


def every(kind: type[E], view: Written) -> Iterator[E]:
    return (item.entry for item in view.entries if isinstance(item.entry, kind))


@dataclass(frozen=True, slots=True)
class _Result:
    """What a command wrote, and how to print it."""

    view: Written
    look: Look

    @property
    def name(self) -> str:
        return self.safe(self.view.name or "someone")

    def safe(self, text: str) -> str:
        return self.look.safe(text)

    def day(self, date: dt.date) -> str:
        return day(date, self.view.as_of)

    def on(self, kind: type[E], words: str, field: str = "date") -> str:
        """“ from Sun 22 Nov”: a date of the first entry of a kind; "" if there is none."""
        date: dt.date | None = getattr(only(kind, self.view), field, None)
        return f"{words} {self.day(date)}" if date else ""


def _logged(result: _Result) -> str:
    meeting = only(Meeting, result.view)
    if meeting is None:
        return f"a meeting with {result.name}"
    status = "" if meeting.status is MeetingStatus.HELD else f", {wording.spelled(meeting.status)}"
    long = f", {meeting.minutes} min" if meeting.minutes else ""
    details = joined(_details(result, meeting), ", ")
    start = f"{result.day(meeting.date)} with {result.name}{long}{status}"
    return f"{start}{': ' if details else ''}{details}"


def _details(result: _Result, meeting: Meeting) -> Iterator[str]:
    """What a meeting holds: 9 words, 1 action item (yours: send deck, by Fri 27 Nov)."""
    notes = meeting.words.notes if meeting.words else None
    yield counted(len(notes.split()), "word") if notes else ""
    yield _promises(result, meeting)
    for direction in Direction:
        things = sum(each.direction is direction for each in every(Contribution, result.view))
        yield f"{counted(things, 'thing')} {direction}" if things else ""
    planned = (m for m in every(Meeting, result.view) if m.status is MeetingStatus.PLANNED)
    for following in dict.fromkeys(when(each, result.view.as_of) for each in planned):
        yield f"next on {following}"


def _promises(result: _Result, meeting: Meeting) -> str:
    items = meeting.action_items
    if not items:
        return ""
    count = counted(len(items), "action item")
    if meeting.in_confidence or meeting.words is None:
        return count
    promises = (
        f"{_whose(result, item.owner)}: "
        + joined((result.safe(words.text), f"by {result.day(item.due)}" if item.due else ""), ", ")
        for item, words in zip(items, meeting.words.action_items, strict=True)
    )
    return f"{count} ({'; '.join(promises)})"


def _whose(result: _Result, owner: Party) -> str:
    match owner:
        case Party.ME:
            return "yours"
        case Party.THEM:
            return wording.possessive(wording.first_name(result.name))
        case Party.BOTH:
            return "both"


def _booked(result: _Result) -> str:
    """A new plan: Thu 26 Nov 15:00 with Dana Öz, instead of Tue 24 Nov."""
    new: list[str] = []
    replaced: list[str] = []
    for meeting in every(Meeting, result.view):
        side = new if meeting.status is MeetingStatus.PLANNED else replaced
        side.append(when(meeting, result.view.as_of))
    instead = f", instead of {wording.every(dict.fromkeys(replaced))}" if replaced else ""
    return f"{new[0] if new else 'a meeting'} with {result.name}{instead}"


def _rescheduled(result: _Result) -> str:
    """A moved plan: The meeting with Dana Öz from Tue 24 Nov to Thu 26 Nov 15:00."""
    old, new = (*every(Meeting, result.view), None, None)[:2]
    today = result.view.as_of
    if old is None:
        return f"the meeting with {result.name}"
    to = day(old.rescheduled_to or old.date, today) if new is None else when(new, today)
    return f"the meeting with {result.name} from {when(old, today)} to {to}"


def _cancelled(result: _Result) -> str:
    meeting = only(Meeting, result.view)
    on = f" of {when(meeting, result.view.as_of)}" if meeting else ""
    return f"the meeting with {result.name}{on}"


def _agreed(result: _Result) -> str:
    return f"the agreement with {result.name}{result.on(Agreement, ' from')}"


def _paused(result: _Result) -> str:
    return f"with {result.name}{result.on(Pause, ' from')}{result.on(Pause, ', back', 'until')}"


def _resumed(result: _Result) -> str:
    return f"with {result.name}{result.on(Pause, ' from', 'until')}"


def _closed(result: _Result) -> str:
    closure = only(Closure, result.view)
    why = f": {wording.spelled(closure.reason)}" if closure and closure.reason else ""
    return f"the relationship with {result.name}{result.on(Closure, ' on')}{why}"


def _approached(result: _Result) -> str:
    approach = only(Approach, result.view)
    stage = f": {wording.spelled(approach.stage)}" if approach else ""
    again = "; ask again" if approach and approach.stage is Stage.NOT_NOW else "; follow up"
    return f"where you are with {result.name}{stage}{result.on(Approach, again, 'follow_up_on')}"


def _asked(result: _Result) -> str:
    """Whose question, and whether it is answered; the answer itself was just typed."""
    ask = only(Ask, result.view)
    if ask is None or ask.status is AskStatus.OPEN:
        they = ask is not None and ask.asked_by is Side.THEM
        return f"that {result.name} asked you" if they else f"that you asked {result.name}"
    again = result.on(Ask, ", and ask again", "ask_again_on")
    if ask.status is AskStatus.NOTHING_NOW:
        return f"that {result.name} needs nothing now{again}"
    if ask.asked_by is Side.THEM:
        return f"your answer to {result.name}{again}"
    return f"{wording.possessive(wording.first_name(result.name))} answer{again}"


def _noted(result: _Result) -> str:
    """A note for the next meeting, or how a goal goes."""
    note, terms = only(Note, result.view), only(Agreement, result.view)
    goal = note.words.goal if note and note.words else None
    if goal is None:
        return f"it for the next meeting with {result.name}"
    goals = terms.words.goals if terms and terms.words else ()
    settled = next((f": {each.status}" for each in goals if each.title == goal), "")
    return f"how your goal with {result.name} goes{settled}"


def _done(result: _Result) -> str:
    """A closed loop: Done: send deck (Dana Öz, 4v8m2t9c). Or: Already done: send deck."""
    how, *what = result.view.about or ("Done",)
    how = how if result.view.entries else f"Already {how.lower()}"
    texts = "; ".join(filter(None, map(result.safe, what))) or "it"
    known = () if result.view.dry_run else (item.id for item in result.view.entries)
    verb = "Would close" if result.view.dry_run else f"{how}:"
    return f"{verb} {texts} ({', '.join((result.name, *known))})"


def _edited(result: _Result) -> str:
    return f"{_only_file(result)} {'with' if _is_dated(result) else 'of'} {result.name}"


def _moved(result: _Result) -> str:
    return f"{_only_file(result)}{_given_there(result)} to {result.name}"


def _given_there(result: _Result) -> str:
    kinds = [item.kind for item in _done_to(result.view)[1:]]
    tied = kinds.count(Contribution.kind)
    return f" and {counted(tied, 'thing')} given or received there" if tied > 0 else ""


def _renamed(result: _Result) -> str:
    """A new name: Priya Raman is now Priya Shah."""
    was = result.safe(result.view.about[0])
    if result.view.dry_run:
        return f"Would rename {was}{'' if was == result.name else f' to {result.name}'}"
    return f"Renamed {was}" if was == result.name else f"{was} is now {result.name}"


def _removed(result: _Result) -> str:
    if result.view.of_a_person:
        return f"{result.name} with {counted(len(result.view.entries) - 1, 'entry')} to the trash"
    return f"{_only_file(result)} with {result.name}{_given_there(result)} to the trash"


def _erased(result: _Result) -> str:
    count = counted(len(result.view.entries), "file")
    if result.view.handle:
        return f"everything with {result.name}, {count}, for good"
    return f"{count} in the trash, for good"


def _imported(result: _Result) -> str:
    """Files of a backup, an agreement, or meetings."""
    if result.view.name is None:
        return f"{counted(len(result.view.entries), 'file')} from the backup"
    entries = [item for item in result.view.entries if item.entry is not None]
    if only(Agreement, result.view) and len(entries) == 1:
        return _agreed(result)
    if result.view.taken is None and any(not isinstance(item.entry, Meeting) for item in entries):
        return f"{counted(len(entries), 'entry')} with {result.name}"
    count = len(result.view.entries) if result.view.taken is None else result.view.taken
    change = "change" if result.view.dry_run else "changed"
    also = f", and {change} {result.view.changed}" if result.view.changed else ""
    return f"{counted(count, 'meeting')} with {result.name}{also}"


def _followed(result: _Result) -> str:
    """Meetings that changed in the calendar."""
    return f"{counted(result.view.changed, 'meeting')} with {result.name}"


def _only_file(result: _Result) -> str:
    """The file in a few words: The meeting of Sun 22 Nov; relationship.yaml."""
    first = result.view.entries[0]
    if first.date is None:
        return result.safe(first.file.rpartition("/")[2])
    return f"the {wording.spelled(first.kind)} of {result.day(first.date)}"


def _is_dated(result: _Result) -> bool:
    return result.view.entries[0].date is not None


def _with_name(text: str) -> Callable[[_Result], str]:
    return lambda result: f"{text} {result.name}"


def _entries(result: _Result) -> str:
    count = len(result.view.entries)
    if count == 1 and _is_dated(result):
        return _edited(result)
    whose = f" of {result.name}" if result.view.name else ""
    return f"{counted(count, 'entry')}{whose}"


_NOTHING_TO_DO = {"erase": "The trash is empty.", "import": "There's nothing new in it."}
_NOTED = ("Noted", "note")
_SAVED = ("Saved", "save")
_SENTENCES: dict[str, tuple[tuple[str, str], Callable[[_Result], str]]] = {
    "log-meeting": (("Logged", "log"), _logged),
    "schedule": (("Booked", "book"), _booked),
    "reschedule": (("Moved", "move"), _rescheduled),
    "cancel": (("Cancelled", "cancel"), _cancelled),
    "note": (_NOTED, _noted),
    "gave": (_NOTED, _with_name("what you gave")),
    "received": (_NOTED, _with_name("what you received from")),
    "ask": (_NOTED, _asked),
    "thanks": (_NOTED, _with_name("that you thanked")),
    "update": (_NOTED, _with_name("that you wrote to")),
    "reconnect": (_NOTED, _with_name("that you wrote to")),
    "outcome": (_NOTED, _with_name("what came of it, with")),
    "done": (("", ""), _done),
    "new-agreement": (_SAVED, _agreed),
    "amend": (("Amended", "amend"), _agreed),
    "pause": (("Paused", "pause"), _paused),
    "resume": (("Resumed", "resume"), _resumed),
    "check-in": (_SAVED, _with_name("your check-in about")),
    "review": (_SAVED, _with_name("your reflection on")),
    "close": (("Closed", "close"), _closed),
    "reopen": (("Reopened", "reopen"), _agreed),
    "candidate": (_NOTED, _approached),
    "import": (("Imported", "import"), _imported),
    "follow": (("Changed", "change"), _followed),
    "edit": (("Saved", "change"), _edited),
    "move": (("Moved", "move"), _moved),
    "rename": (("", ""), _renamed),
    "remove": (("Moved", "move"), _removed),
    "erase": (("Erased", "erase"), _erased),
    "seal on": (("Sealed", "seal"), _with_name("what you wrote, and what you will write, about")),
    "seal off": (("Unsealed", "unseal"), _with_name("what you wrote about")),
    "seal entry": (("Sealed", "seal"), _edited),
}
