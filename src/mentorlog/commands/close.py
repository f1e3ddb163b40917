"""End it well: say what was good, and close it.

Example: mentorlog close dana-oz --reason "goals met" --good-work "I speak up now"
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from mentorlog.arguments import DRY_RUN, IN_EDITOR, ON, WHO, Writer, option
from mentorlog.commands import Command, kept, planning, rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.editing import sheet_of_first
from mentorlog.commands.typed import choice, texts, words
from mentorlog.domain.entries import Closure, ClosureReason, Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import ClosureWords, Conversation, InitiatedBy, NextForm
from mentorlog.errors import Refused, UsageError, shell_word
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.journal.trash import traces
from mentorlog.terminal import wording
from mentorlog.terminal.look import Look
from mentorlog.terminal.loops import in_words
from mentorlog.terminal.prompts import (
    Field,
    Prompt,
    Question,
    about,
    completed,
    one_of,
    one_word,
    split_at_semicolons,
)
from mentorlog.terminal.wording import counted, when
from mentorlog.terminal.wording import day as shown
from mentorlog.views.confidence import shown_name
from mentorlog.views.loops import loops

_BLANKS = ("reason", "unfinished", "good_work", "learned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Writer):
    who: str | None = WHO
    on: str | None = ON
    reason: str | None = option(
        "--reason REASON",
        "goals met, term ended, outgrown, not a fit, circumstances, drifted or other.",
        choices="ClosureReason",
    )
    by: str | None = option(
        "--by WHO",
        "Whose idea: me, them, both or the program that paired you.",
        choices="InitiatedBy",
    )
    good_work: str | None = option("--good-work TEXT", "What was good.", prose=True)
    learned: str | None = option("--learned TEXT", "What you learned.", prose=True)
    unfinished: list[str] | None = option(
        "--unfinished TEXT", "What's still open; repeatable.", prose=True
    )
    said: str | None = option(
        "--said HOW", "How you told them: met, call, written, none.", choices="Conversation"
    )
    next_form: str | None = option(
        "--next-form FORM", "peer, friend, occasional, sponsor or none.", choices="NextForm"
    )
    keep: bool = option("--keep", "Keep what you wrote (default).")
    redact: bool = option("--redact", "Remove all words for good; dates and kinds stay.")
    erase: bool = option("--erase", "Remove everything for good; it asks first.")
    edit: bool = IN_EDITOR
    dry_run: bool = DRY_RUN


def close(desk: Desk, typed: Close, change: Change) -> Relationship:
    """End a relationship. Nothing in it may be dated later."""
    day = check(desk, typed)
    relationship = desk.needed(typed.who, "Close with whom?", "mentorlog close WHO")
    if typed.erase and not (typed.dry_run or desk.environment.terminal):
        raise UsageError(
            "Erasing is for good, so it needs --yes.",
            f"mentorlog erase {shell_word(relationship.handle)} --yes",
        )
    if assessment(relationship, day).standing is Standing.ENDED:
        raise Refused(f"{relationship.handle} is already closed.")
    if (later := rules.latest_after(relationship, day)) is not None:
        raise Refused(
            f"There's an entry for {shown(later.date, desk.today)}, after that day.",
            _way_out(relationship, later, desk.today),
        )
    change.add(relationship, _closure(typed, day))
    change.erases = typed.erase
    if not typed.erase:
        coming = planning.coming(relationship, desk.today)
        change.lines += planning.still_planned(relationship, coming, desk.today)
    if typed.redact:
        change.lines += _redacted(desk, relationship, change)
    return relationship


def _closure(typed: Close, day: dt.date) -> Closure:
    return Closure(
        id="",
        date=day,
        reason=choice(ClosureReason, typed.reason),
        words=ClosureWords(
            initiated_by=choice(InitiatedBy, typed.by),
            good_work=words(typed.good_work),
            learned=words(typed.learned),
            unfinished=texts(typed.unfinished),
            conversation=choice(Conversation, typed.said),
            next_form=choice(NextForm, typed.next_form),
        ),
    )


def check(desk: Desk, typed: Close) -> dt.date:
    """The day. Raises UsageError or Refused for an impossible one."""
    if typed.keep + typed.redact + typed.erase > 1:
        raise UsageError("Give one of --keep, --redact and --erase.")
    return rules.day_so_far(typed.on, desk.today, "A closure")


def _redacted(desk: Desk, relationship: Relationship, change: Change) -> Iterator[str]:
    """Redact what was written before; the lines say what is gone and what stays."""
    left = traces(desk.journal, relationship)
    dropped = change.redact(relationship, (draft.id for draft in left.drafts))
    yield "What you wrote is gone; dates, and who owed what, stay. There's no undo."
    if dropped:
        yield f"Unsaved drafts are gone, too: {counted(dropped, 'draft')}."
    yield from kept.drafts_left(left, but=change.draft)
    yield "Not erased: exports, mail, git, synchronizers' versions, remnants on the disk."


def _way_out(relationship: Relationship, later: Entry, today: dt.date) -> str:
    if later.date <= today:
        return (
            f"Close it then:  mentorlog close {shell_word(relationship.handle)} --on {later.date}"
        )
    return f"Remove it first:  mentorlog remove {later.id}"


def ask_the_rest(
    desk: Desk, typed: Close, prompt: Prompt, keep: Callable[[Close], object]
) -> Close:
    """Ask on a terminal for what is missing, below a list of what is still open."""
    if typed.who is None or typed.edit:
        return typed
    relationship = desk.relationship(typed.who)
    if assessment(relationship, desk.today).standing is Standing.ENDED:
        return typed
    name = wording.first_name(shown_name(relationship, reveal=False))
    prompt.say(
        f"Ending it well with {name}. Press Enter to skip a question; it's nobody's fault.\n"
    )
    left = loops((desk.read(relationship),), desk.today, reveal=False).items
    for loop in left:
        prompt.say(f"  Still open: {in_words(loop, Look())}")
    planned = planning.coming(relationship, desk.today)
    for plan in planned:
        prompt.say(f"  Still planned: {when(plan, desk.today)}")
    if left or planned:
        prompt.say("")
    answered = completed(typed, _fields(name), prompt, keep)
    stayed = next((name for name in _STAYS if getattr(answered, name)), "")
    stays = Question(
        text="What you wrote",
        default="keep",
        choices=_STAYS,
        hint="(redact: only dates stay)",
    )
    if stayed and not prompt.asks_again(stays.text):
        return answered
    if stayed:
        prompt = prompt.offering(stays.text, stayed)
    chosen = one_of(_STAYS)(prompt.ask(stays, one_of(_STAYS)))
    return replace(
        answered,
        keep=chosen == "keep",
        redact=chosen == "redact",
        erase=chosen == "erase",
    )


_STAYS = ("keep", "redact", "erase")


def _fields(name: str) -> tuple[Field, ...]:
    return (
        Field(name="good_work", text="What was good", skippable=True),
        Field(name="learned", text="What you learned", skippable=True),
        Field(
            name="unfinished",
            text="What's unfinished",
            hint="(one; another)",
            skippable=True,
            read=split_at_semicolons,
        ),
        one_word("reason", "Why now", ClosureReason),
        one_word("by", "Whose idea was it", InitiatedBy),
        one_word("said", about(name, "How did you tell {}", "How did you tell them"), Conversation),
        one_word("next_form", "What happens next", NextForm),
    )


COMMAND = Command(
    "close",
    Close,
    close,
    ask=ask_the_rest,
    sheet=lambda desk, _, change, them: sheet_of_first(desk, change, them, _BLANKS),
    needs=("who",),
    fits=lambda desk, person: rules.has_terms(person, desk.today),
    check=check,
)
