"""Close what's open: an action item, advice to report back, a thank-you.

Example: mentorlog done 4v8m.1
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mentorlog.arguments import ON, Writer, argument, option
from mentorlog.commands import Command, rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import words
from mentorlog.domain.entries import Ask, AskStatus, Contribution, Direction, Entry, Meeting, Note
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import (
    ActionItemWords,
    AskWords,
    ContributionWords,
    MeetingWords,
    NoteWords,
)
from mentorlog.errors import NotFound, Refused, UsageError
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.terminal.loops import HOW_CAN_I, WITHHELD, number
from mentorlog.terminal.wording import command, counted, either
from mentorlog.views.confidence import withheld
from mentorlog.views.loops import REPORTED_BACK, fitting, still_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Writer):
    entry: list[str] | None = argument(
        "ID[.N]…",
        "Ids or their first characters, or words of one; .N is the N-th action item.",
        offers="loops",
        about=True,
    )
    on: str | None = ON
    outcome: str | None = option("--outcome TEXT", "What came of it.", prose=True)
    told: bool = option("--told", "You told them what came of it.")
    thanked: bool = option("--thanked", "You thanked them.")
    dropped: str | None = option("--dropped WHY", "Drop it, and say why.", prose=True)

    @property
    def why(self) -> str | None:
        """Why it's dropped, or what came of it."""
        return words(self.outcome if self.dropped is None else self.dropped)


def done(desk: Desk, typed: Done, change: Change) -> Relationship:
    """Close loops with one person, each in its own entry."""
    if not typed.entry or "" in typed.entry:
        raise UsageError("Which one? `mentorlog todo` lists the ids.", "mentorlog done ID[.N]")
    on = rules.day_so_far(typed.on, desk.today, "What you did")
    meant = [*{loop[1:]: loop for loop in _chosen(desk, typed.entry)}.values()]
    relationship = meant[0][0]
    if any(person.handle != relationship.handle for person, *_ in meant):
        raise UsageError("Close things with one person at a time.", "mentorlog todo WHO")
    deed = "Done" if typed.dropped is None else "Dropped"
    change.about = (deed, *_texts(desk, relationship, meant, on))
    whole = {}
    for _, entry_id, _ in meant:
        head = next(entry for entry in relationship.entries if entry.id == entry_id)
        relationship, whole[entry_id] = desk.whole(relationship, head)
    closed = dict(whole)
    for _, entry_id, item in meant:
        closed[entry_id] = _closed(closed[entry_id], typed, on, item)
    for entry_id in dict.fromkeys(entry_id for _, entry_id, _ in meant):
        change.update(whole[entry_id], closed[entry_id])
    return relationship


def _texts(
    desk: Desk,
    relationship: Relationship,
    meant: Iterable[tuple[Relationship, str, int | None]],
    on: dt.date,
) -> Iterator[str]:
    """What is closed, in words that may be shown."""
    read = desk.journal.with_words_of(relationship, {entry_id for _, entry_id, _ in meant})
    entries = {entry.id: entry for entry in read.entries}
    for _, entry_id, item in meant:
        entry: Any = entries[entry_id]
        words = entry.words
        if hidden := withheld(entry, reveal=False):
            yield WITHHELD[hidden]
        elif isinstance(entry, Meeting):
            open_ones = [n for n, action in enumerate(entry.action_items) if still_open(action, on)]
            at = open_ones[0] if item is None and open_ones else (item or 1) - 1
            yield from (action.text for action in words.action_items[at : at + 1])
        elif isinstance(entry, Ask):
            yield words.reply or words.question or HOW_CAN_I
        else:
            yield getattr(words, "text", "")


def _chosen(desk: Desk, ids: Sequence[str]) -> list[tuple[Relationship, str, int | None]]:
    """What the ids mean, else the open loop with all the words. Raises UsageError, Refused."""
    try:
        return [_meant(desk, word) for word in ids]
    except NotFound as error:
        unknown = error
    phrase = " ".join(ids)
    meant = desk.once(f"done {phrase}", lambda: _by_words(desk, phrase, unknown))
    return [_meant(desk, meant)]


def _by_words(desk: Desk, phrase: str, unknown: NotFound) -> str:
    """The id of the loop with all the words, chosen on a terminal. Raises NotFound, Refused."""
    from mentorlog.commands.questions import open_loops, picked_loop  # ids don't need it

    matching = fitting(phrase, open_loops(desk))
    if len(matching) == 1:
        return number(matching[0])
    if not matching and " " not in phrase:
        raise unknown
    if not matching:
        raise NotFound("Nothing open has all these words.", unknown.hint, wrong=unknown.wrong)
    if desk.asks:
        return desk.ask_once("Which one?", lambda prompt: picked_loop(desk, prompt, matching, str))
    listed = either(map(number, matching[:_LISTED]))
    raise Refused(f"{len(matching)} open things have these words.", f"Say which:  {listed}")


_LISTED = 5


def _meant(desk: Desk, word: str) -> tuple[Relationship, str, int | None]:
    """The relationship, the entry's id, and an action item's number. Raises UsageError, Refused."""
    entry, dot, item = word.partition(".")
    if dot and " " not in word and not (item.isascii() and item.isdigit() and int(item) > 0):
        raise UsageError("The number after the dot is an action item's, from 1.")
    relationship, head = desk.entry(word if " " in word else entry, "mentorlog todo")
    return relationship, head.id, int(item) if dot else None


def _closed(entry: Entry, typed: Done, on: dt.date, item: int | None) -> Entry:
    """The entry with its loop closed, or that of its n-th action item.

    Raises UsageError for options of another kind of loop, Refused.
    """
    if item is not None and not isinstance(entry, Meeting):
        raise UsageError("Only meetings have numbered action items.")
    if isinstance(entry, Contribution) and entry.direction is Direction.RECEIVED:
        return _contribution(entry, typed, on)
    if typed.told or typed.thanked:
        again = command("done", entry.id if item is None else f"{entry.id}.{item}")
        raise UsageError("--told and --thanked are for what you received.", f"Close it:  {again}")
    if typed.outcome and typed.dropped:
        raise UsageError("What is dropped has no --outcome: say all of it with --dropped.")
    is_dropped = typed.dropped is not None
    match entry:
        case Meeting():
            return _action_item(entry, typed, on, _which(entry, item, on))
        case Ask():
            asked = replace(entry.words or AskWords(), why=typed.why)
            if is_dropped:
                return replace(entry, dropped_on=on, words=asked)
            return replace(entry, status=AskStatus.ACTED_ON, words=asked)
        case Note():
            noted = replace(entry.words or NoteWords(), why=typed.why)
            if is_dropped:
                return replace(entry, dropped_on=on, words=noted)
            return replace(entry, raised_on=on, words=noted)
    raise Refused(f"{entry.id} can't be closed: it's a {entry.kind}.", "mentorlog todo")


def _action_item(meeting: Meeting, typed: Done, on: dt.date, at: int) -> Meeting:
    dropped = typed.dropped is not None
    item = replace(
        meeting.action_items[at],
        done_on=None if dropped else on,
        dropped_on=on if dropped else None,
    )
    text = meeting.words or MeetingWords(
        action_items=tuple(ActionItemWords() for _ in meeting.action_items)
    )
    item_words = replace(text.action_items[at], why=typed.why)
    return replace(
        meeting,
        action_items=(*meeting.action_items[:at], item, *meeting.action_items[at + 1 :]),
        words=replace(
            text, action_items=(*text.action_items[:at], item_words, *text.action_items[at + 1 :])
        ),
    )


def _which(meeting: Meeting, item: int | None, on: dt.date) -> int:
    """The index of the action item: the numbered one, else the only open one."""
    count = len(meeting.action_items)
    if item is not None:
        if item > count:
            raise Refused(f"{meeting.id} has {counted(count, 'action item')}.", "mentorlog todo")
        return item - 1
    pending = [index for index, action in enumerate(meeting.action_items) if still_open(action, on)]
    if len(pending) != 1:
        numbers = ", ".join(f"{meeting.id}.{index + 1}" for index in pending)
        raise Refused(
            f"{meeting.id} has {len(pending) or 'no'} open action items.",
            f"Say which:  {numbers}" if pending else "mentorlog todo",
        )
    return pending[0]


def _contribution(received: Contribution, typed: Done, on: dt.date) -> Contribution:
    """What was received, closed. An outcome alone leaves it open until they are told."""
    text = received.words or ContributionWords()
    outcome, why = words(typed.outcome), words(typed.dropped)
    named = typed.told or typed.thanked or outcome or why
    advice = received.type in REPORTED_BACK
    reported = typed.told or (not named and advice)
    thanked = typed.thanked or (not named and not advice)
    return replace(
        received,
        told_them_on=on if reported else received.told_them_on,
        thanked_on=on if thanked else received.thanked_on,
        dropped_on=on if why else received.dropped_on,
        words=replace(text, outcome=outcome or text.outcome, why=why or text.why),
    )


COMMAND = Command("done", Done, done, needs=("entry",))
