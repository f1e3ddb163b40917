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
    (did, do), rest = _DEEDS.get(_action(view), (("Saved", "save"), _entries))
    deed = _Deed(view, look)
    if view.dry_run:
        would = f"Would {do} " if do else ""
        return f"{would}{rest(deed)}.{NOTHING_WRITTEN}"
    ids = "" if _action(view) == "done" else _ids(view)
    return f"{did} {rest(deed)}{ids}.".lstrip()


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
class _Deed:
    """What a sentence is made from."""

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


def _logged(deed: _Deed) -> str:
    meeting = only(Meeting, deed.view)
    if meeting is None:
        return f"a meeting with {deed.name}"
    status = "" if meeting.status is MeetingStatus.HELD else f", {wording.spelled(meeting.status)}"
    long = f", {meeting.minutes} min" if meeting.minutes else ""
    details = joined(_details(deed, meeting), ", ")
    start = f"{deed.day(meeting.date)} with {deed.name}{long}{status}"
    return f"{start}{': ' if details else ''}{details}"


def _details(deed: _Deed, meeting: Meeting) -> Iterator[str]:
    """What a meeting holds: 9 words, 1 action item (yours: send deck, by Fri 27 Nov)."""
    notes = meeting.words.notes if meeting.words else None
    yield counted(len(notes.split()), "word") if notes else ""
    yield _promises(deed, meeting)
    for direction in Direction:
        things = sum(each.direction is direction for each in every(Contribution, deed.view))
        yield f"{counted(things, 'thing')} {direction}" if things else ""
    planned = (m for m in every(Meeting, deed.view) if m.status is MeetingStatus.PLANNED)
    for following in dict.fromkeys(when(each, deed.view.as_of) for each in planned):
        yield f"next on {following}"


def _promises(deed: _Deed, meeting: Meeting) -> str:
    items = meeting.action_items
    if not items:
        return ""
    count = counted(len(items), "action item")
    if meeting.in_confidence or meeting.words is None:
        return count
    promises = (
        f"{_whose(deed, item.owner)}: "
        f"{joined((deed.safe(words.text), f'by {deed.day(item.due)}' if item.due else ''), ', ')}"
        for item, words in zip(items, meeting.words.action_items, strict=True)
    )
    return f"{count} ({'; '.join(promises)})"


def _whose(deed: _Deed, owner: Party) -> str:
    match owner:
        case Party.ME:
            return "yours"
        case Party.THEM:
            return wording.possessive(wording.first_name(deed.name))
        case Party.BOTH:
            return "both"


def _booked(deed: _Deed) -> str:
    """A new plan: Thu 26 Nov 15:00 with Dana Öz, instead of Tue 24 Nov."""
    new: list[str] = []
    replaced: list[str] = []
    for meeting in every(Meeting, deed.view):
        side = new if meeting.status is MeetingStatus.PLANNED else replaced
        side.append(when(meeting, deed.view.as_of))
    instead = f", instead of {wording.every(dict.fromkeys(replaced))}" if replaced else ""
    return f"{new[0] if new else 'a meeting'} with {deed.name}{instead}"


def _rescheduled(deed: _Deed) -> str:
    """A moved plan: The meeting with Dana Öz from Tue 24 Nov to Thu 26 Nov 15:00."""
    old, new = (*every(Meeting, deed.view), None, None)[:2]
    today = deed.view.as_of
    if old is None:
        return f"the meeting with {deed.name}"
    to = day(old.rescheduled_to or old.date, today) if new is None else when(new, today)
    return f"the meeting with {deed.name} from {when(old, today)} to {to}"


def _cancelled(deed: _Deed) -> str:
    meeting = only(Meeting, deed.view)
    on = f" of {when(meeting, deed.view.as_of)}" if meeting else ""
    return f"the meeting with {deed.name}{on}"


def _agreed(deed: _Deed) -> str:
    return f"the agreement with {deed.name}{deed.on(Agreement, ' from')}"


def _paused(deed: _Deed) -> str:
    return f"with {deed.name}{deed.on(Pause, ' from')}{deed.on(Pause, ', back', 'until')}"


def _resumed(deed: _Deed) -> str:
    return f"with {deed.name}{deed.on(Pause, ' from', 'until')}"


def _closed(deed: _Deed) -> str:
    closure = only(Closure, deed.view)
    why = f": {wording.spelled(closure.reason)}" if closure and closure.reason else ""
    return f"the relationship with {deed.name}{deed.on(Closure, ' on')}{why}"


def _approached(deed: _Deed) -> str:
    approach = only(Approach, deed.view)
    stage = f": {wording.spelled(approach.stage)}" if approach else ""
    again = "; ask again" if approach and approach.stage is Stage.NOT_NOW else "; follow up"
    return f"where you are with {deed.name}{stage}{deed.on(Approach, again, 'follow_up_on')}"


def _asked(deed: _Deed) -> str:
    """Whose question, and whether it is answered; the answer itself was just typed."""
    ask = only(Ask, deed.view)
    if ask is None or ask.status is AskStatus.OPEN:
        they = ask is not None and ask.asked_by is Side.THEM
        return f"that {deed.name} asked you" if they else f"that you asked {deed.name}"
    again = deed.on(Ask, ", and ask again", "ask_again_on")
    if ask.status is AskStatus.NOTHING_NOW:
        return f"that {deed.name} needs nothing now{again}"
    if ask.asked_by is Side.THEM:
        return f"your answer to {deed.name}{again}"
    return f"{wording.possessive(wording.first_name(deed.name))} answer{again}"


def _noted(deed: _Deed) -> str:
    """A note for the next meeting, or how a goal goes."""
    note, terms = only(Note, deed.view), only(Agreement, deed.view)
    goal = note.words.goal if note and note.words else None
    if goal is None:
        return f"it for the next meeting with {deed.name}"
    goals = terms.words.goals if terms and terms.words else ()
    settled = next((f": {each.status}" for each in goals if each.title == goal), "")
    return f"how your goal with {deed.name} goes{settled}"


def _done(deed: _Deed) -> str:
    """A closed loop: Done: send deck (Dana Öz, 4v8m2t9c). Or: Already done: send deck."""
    how, *what = deed.view.about or ("Done",)
    how = how if deed.view.entries else f"Already {how.lower()}"
    texts = "; ".join(filter(None, map(deed.safe, what))) or "it"
    known = () if deed.view.dry_run else (item.id for item in deed.view.entries)
    verb = "Would close" if deed.view.dry_run else f"{how}:"
    return f"{verb} {texts} ({', '.join((deed.name, *known))})"


def _edited(deed: _Deed) -> str:
    return f"{_only_file(deed)} {'with' if _is_dated(deed) else 'of'} {deed.name}"


def _moved(deed: _Deed) -> str:
    return f"{_only_file(deed)}{_given_there(deed)} to {deed.name}"


def _given_there(deed: _Deed) -> str:
    kinds = [item.kind for item in _done_to(deed.view)[1:]]
    tied = kinds.count(Contribution.kind)
    return f" and {counted(tied, 'thing')} given or received there" if tied > 0 else ""


def _renamed(deed: _Deed) -> str:
    """A new name: Priya Raman is now Priya Shah."""
    was = deed.safe(deed.view.about[0])
    if deed.view.dry_run:
        return f"Would rename {was}{'' if was == deed.name else f' to {deed.name}'}"
    return f"Renamed {was}" if was == deed.name else f"{was} is now {deed.name}"


def _removed(deed: _Deed) -> str:
    if deed.view.of_a_person:
        return f"{deed.name} with {counted(len(deed.view.entries) - 1, 'entry')} to the trash"
    return f"{_only_file(deed)} with {deed.name}{_given_there(deed)} to the trash"


def _erased(deed: _Deed) -> str:
    count = counted(len(deed.view.entries), "file")
    if deed.view.handle:
        return f"everything with {deed.name}, {count}, for good"
    return f"{count} in the trash, for good"


def _imported(deed: _Deed) -> str:
    """Files of a backup, an agreement, or meetings."""
    if deed.view.name is None:
        return f"{counted(len(deed.view.entries), 'file')} from the backup"
    entries = [item for item in deed.view.entries if item.entry is not None]
    if only(Agreement, deed.view) and len(entries) == 1:
        return _agreed(deed)
    if deed.view.taken is None and any(not isinstance(item.entry, Meeting) for item in entries):
        return f"{counted(len(entries), 'entry')} with {deed.name}"
    count = len(deed.view.entries) if deed.view.taken is None else deed.view.taken
    change = "change" if deed.view.dry_run else "changed"
    also = f", and {change} {deed.view.changed}" if deed.view.changed else ""
    return f"{counted(count, 'meeting')} with {deed.name}{also}"


def _followed(deed: _Deed) -> str:
    """Meetings that changed in the calendar."""
    return f"{counted(deed.view.changed, 'meeting')} with {deed.name}"


def _only_file(deed: _Deed) -> str:
    """The file in a few words: The meeting of Sun 22 Nov; relationship.yaml."""
    first = deed.view.entries[0]
    if first.date is None:
        return deed.safe(first.file.rpartition("/")[2])
    return f"the {wording.spelled(first.kind)} of {deed.day(first.date)}"


def _is_dated(deed: _Deed) -> bool:
    return deed.view.entries[0].date is not None


def _with_name(text: str) -> Callable[[_Deed], str]:
    return lambda deed: f"{text} {deed.name}"


def _entries(deed: _Deed) -> str:
    count = len(deed.view.entries)
    if count == 1 and _is_dated(deed):
        return _edited(deed)
    whose = f" of {deed.name}" if deed.view.name else ""
    return f"{counted(count, 'entry')}{whose}"


_NOTHING_TO_DO = {"erase": "The trash is empty.", "import": "There's nothing new in it."}
_NOTED = ("Noted", "note")
_SAVED = ("Saved", "save")
_DEEDS: dict[str, tuple[tuple[str, str], Callable[[_Deed], str]]] = {
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
