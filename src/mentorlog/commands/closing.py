"""close: acknowledge the good work and part well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar

from mentorlog.commands import rules, sheets
from mentorlog.commands.dates import Toward, date
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import choice, texts, words
from mentorlog.commands.writing import Command, Writing
from mentorlog.domain.entries import Closure, ClosureReason, Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import ClosureWords, Conversation, InitiatedBy, NextForm
from mentorlog.errors import Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal.drafts import Draft
from mentorlog.journal.erasure import traces
from mentorlog.terminal.wording import counted
from mentorlog.terminal.wording import day as shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    prose: ClassVar[tuple[str, ...]] = ("good_work", "learned", "unfinished")
    who: str | None = None
    on: str | None = None
    reason: str | None = None
    by: str | None = None
    good_work: str | None = None
    learned: str | None = None
    unfinished: list[str] | None = None
    said: str | None = None
    next_form: str | None = None
    keep: bool = False
    redact: bool = False
    erase: bool = False
    edit: bool = False
    dry_run: bool = False


def close(desk: Desk, typed: Close, writing: Writing) -> Relationship:
    """The end of a relationship, without fault. Nothing in it may be dated later."""
    if typed.who is None:
        raise UsageError("Whom do you part from?", "mentorlog close WHO")
    if typed.keep + typed.redact + typed.erase > 1:
        raise UsageError("Give one of --keep, --redact and --erase.")
    relationship = desk.relationship(typed.who)
    if typed.erase and not (typed.dry_run or desk.environment.terminal):
        raise UsageError(
            "Erasing is for good, so it asks.", f"mentorlog erase {relationship.handle} --yes"
        )
    day = date(typed.on, today=desk.today, toward=Toward.PAST)
    rules.not_coming(day, desk.today, "A closure")
    if assessment(relationship, day).standing is Standing.ENDED:
        raise Refused(f"{relationship.handle} is already closed.")
    if (later := rules.latest_after(relationship, day)) is not None:
        raise Refused(
            f"Something was entered for {shown(later.date, desk.today)}, after that day.",
            _way_out(relationship, later, desk.today),
        )
    writing.add(
        relationship,
        Closure(
            id="",
            date=day,
            reason=choice(ClosureReason, typed.reason, "--reason"),
            words=ClosureWords(
                initiated_by=choice(InitiatedBy, typed.by, "--by"),
                good_work=words(typed.good_work, "--good-work"),
                learned=words(typed.learned, "--learned"),
                unfinished=texts(typed.unfinished, "--unfinished"),
                conversation=choice(Conversation, typed.said, "--said"),
                next_form=choice(NextForm, typed.next_form, "--next-form"),
            ),
        ),
    )
    writing.erases = typed.erase
    if typed.redact:
        writing.lines += _redacted(desk, relationship, writing)
    return relationship


def _redacted(desk: Desk, relationship: Relationship, writing: Writing) -> Iterator[str]:
    """What goes, and what is left after it."""
    found = traces(desk.journal, relationship)
    dropped = writing.redact(relationship, (draft.id for draft in found.drafts))
    yield "What you wrote before is gone; when you met, and who owed what, stays. No undo."
    if dropped:
        yield f"So is what was typed and not saved: {counted(dropped, 'draft')}."
    yield from unreadable(found.closed)
    yield "Out of reach: exports, mail, git, synchronisers' versions, remnants on the disk."


def unreadable(closed: Iterable[Draft]) -> Iterator[str]:
    """Sealed drafts that don't say whom they are about; their owner may know."""
    for draft in closed:
        yield f"A draft that is sealed and names nobody stays: {draft.path}"


def _way_out(relationship: Relationship, later: Entry, today: dt.date) -> str:
    if later.date <= today:
        return f"Close it then:  mentorlog close {relationship.handle} --on {later.date}"
    return f"Take that back first:  mentorlog remove {later.id}"


CLOSE = Command("close", Close, close, sheet=sheets.of_closure)
