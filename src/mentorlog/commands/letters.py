"""The letter commands: show a draft, copy it, and close its loops once it is sent.

Nothing is sent from here. `thanks`, `update` and `reconnect` differ in what `views.letter` puts
into their letter; its sentences are in `terminal.letter`.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from mentorlog.arguments import AS_OF, ON, REVEAL, WHO, Reader, Writer, option
from mentorlog.commands import Choice, Command, Reading, Result, rules
from mentorlog.commands.desk import Desk
from mentorlog.domain.entries import Closure, Contribution, Direction
from mentorlog.domain.relationship import Relationship, held
from mentorlog.domain.standing import QUIET_AFTER, Standing, assessment
from mentorlog.domain.words import ClosureWords
from mentorlog.environment import Environment, found_program, is_terminal, run_program
from mentorlog.errors import Refused, UsageError, shell_word
from mentorlog.exchange.formats import Document
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.terminal.console import columns_of
from mentorlog.terminal.letter import around, closed, plain_text
from mentorlog.terminal.look import Look
from mentorlog.terminal.safe import as_typed
from mentorlog.views.confidence import Withheld
from mentorlog.views.letter import Letter, Purpose, letter
from mentorlog.views.loops import Loop, LoopKind, loops

_BY_ITSELF = {LoopKind.ADVICE: ("--told",), LoopKind.THANKS: ("--thanked",), LoopKind.NOTE: ()}
_WAITING = {
    Purpose.THANKS: {LoopKind.ADVICE, LoopKind.THANKS},
    Purpose.UPDATE: {LoopKind.ADVICE, LoopKind.NOTE},
    Purpose.RECONNECT: {LoopKind.ADVICE, LoopKind.THANKS},
}
_NO_ESCAPES = {"", "dumb", "linux"}  # values of TERM without a clipboard


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterArguments(Reader, Writer):
    who: str | None = WHO
    sent: bool = option("--sent", "You've sent it: close what it mentions.")
    on: str | None = ON
    copy: bool = option("--copy", "Also copy it to the clipboard.")
    as_of: str | None = AS_OF
    reveal: bool = REVEAL


def letters_of(purpose: Purpose) -> Choice[LetterArguments]:
    """The command that drafts a letter, or with --sent closes what the letter quotes."""
    needs, fits = ("who",), partial(_fits, purpose)
    reading = Reading(LetterArguments, partial(drafted, purpose=purpose), needs=needs, fits=fits)
    writing = Command(
        purpose, LetterArguments, partial(sent, purpose=purpose), needs=needs, fits=fits
    )
    return Choice(
        LetterArguments, lambda _, typed, resumed: writing if typed.sent or resumed else reading
    )


def _fits(purpose: Purpose, desk: Desk, person: Relationship) -> bool:
    """Whether there is something to thank for or to tell, or they haven't met for long."""
    if purpose is Purpose.RECONNECT:
        met = max((meeting.date for meeting in held(person, desk.today)), default=desk.today)
        return (desk.today - met).days > QUIET_AFTER
    got = [gift for gift in person.of(Contribution) if gift.direction is Direction.RECEIVED]
    closes = "thanked_on" if purpose is Purpose.THANKS else "told_them_on"
    return any(getattr(gift, closes) is None for gift in got)


def drafted(desk: Desk, typed: LetterArguments, *, purpose: Purpose) -> Result:
    """The draft, copied to the clipboard if wanted. Raises Refused if it can't be drafted."""
    if typed.on is not None:
        raise UsageError("--on goes with --sent.")
    relationship = desk.read(_whom(desk, typed, purpose))
    view = _letter(desk, relationship, desk.today, purpose)
    talk = tuple(around(view))
    if typed.copy and (text := plain_text(view)) is not None:
        talk = (*talk, _copied(text, desk.environment))
    out, variables = desk.environment.stdout, desk.environment.variables
    if (text := plain_text(view)) is not None and columns_of(out, variables) is None:
        # It goes into a mail or a file, where the width of lines isn't known.
        document = Document(text=f"{as_typed(text)}\n", view=view)
        return Result(view=document, format="document", talk=talk)
    return Result(view=view, talk=talk)


def sent(desk: Desk, typed: LetterArguments, change: Change, *, purpose: Purpose) -> Relationship:
    """Close what the letter quotes, on the day it was sent. Raises Refused if there is nothing."""
    if typed.copy or typed.as_of:
        other = "--copy" if typed.copy else "--as-of"
        raise UsageError(f"{other} is only for the draft.", "Leave it out, or leave --sent out.")
    heads = _whom(desk, typed, purpose)
    relationship = desk.journal.with_words(heads, unseal=typed.reveal)
    day = rules.day_so_far(typed.on, desk.today, "A sent letter")
    view = _letter(desk, relationship, day, purpose)
    entries = {entry.id: entry for entry in relationship.entries}
    for quote in view.quotes:
        if quote.closes:
            entry: Any = entries[quote.id]  # each kind of quoted entry has that field
            change.update(entry, replace(entry, **{quote.closes: day}))
            change.lines.append(closed(quote, Look()))
    if purpose is Purpose.THANKS:
        relationship = _thanks_noted(desk, relationship, day, change)
    if change.is_empty:
        raise _nothing_to_close(relationship, view)
    return relationship


def _whom(desk: Desk, typed: LetterArguments, purpose: Purpose) -> Relationship:
    return desk.needed(typed.who, "Write to who?", f"mentorlog {purpose} WHO")


def _letter(desk: Desk, relationship: Relationship, day: dt.date, purpose: Purpose) -> Letter:
    sender = desk.environment.settings.my_name
    return letter(relationship, day, purpose=purpose, sender=sender, reveal=desk.reveal)


def _thanks_noted(
    desk: Desk, relationship: Relationship, day: dt.date, change: Change
) -> Relationship:
    """After the end, note in the closure when the thanks were first sent."""
    closures = [closure for closure in relationship.of(Closure) if closure.date <= day]
    if not closures or assessment(relationship, day).standing is not Standing.ENDED:
        return relationship
    relationship, closure = desk.whole(relationship, closures[-1])
    words = closure.words or ClosureWords()
    if words.thanks_sent_on is None:
        change.update(closure, replace(closure, words=replace(words, thanks_sent_on=day)))
    return relationship


def _nothing_to_close(relationship: Relationship, view: Letter) -> Refused:
    """The error for a letter that closes nothing; it names what is waiting, if anything is."""
    who = relationship.handle
    items = loops((relationship,), view.as_of, reveal=False).items
    waiting = [loop for loop in items if loop.loop in _WAITING[view.purpose]]
    for loop in waiting:
        if loop.withheld:
            return _left_out_error(loop, who, view.purpose)
    if advice := [loop for loop in waiting if loop.loop is LoopKind.ADVICE]:
        return Refused(
            f"You haven't noted what came of {who}'s advice yet.",
            f"Note it first:  mentorlog done {advice[0].id} --outcome TEXT",
        )
    if view.purpose is Purpose.UPDATE and not view.is_empty:
        return Refused(
            "This letter mentions nothing that's still open.",
            f"Note that you wrote:  mentorlog gave {shell_word(who)} TEXT --type update",
        )
    what = "thanks to" if view.purpose is Purpose.THANKS else "a letter to"
    return Refused(
        f"There's nothing to close with {what} {who}.",
        f"When there's something:  mentorlog received {shell_word(who)} TEXT",
    )


def _left_out_error(loop: Loop, who: str, purpose: Purpose) -> Refused:
    if loop.withheld is Withheld.SEALED:
        return Refused(
            f"What's open with {who} is sealed, so the letter leaves it out.",
            f"With the key:  mentorlog {purpose} {shell_word(who)} --reveal --sent",
        )
    how = " ".join(("mentorlog done", loop.id, *_BY_ITSELF[loop.loop]))
    return Refused(
        f"What's open with {who} is held in confidence, so the letter leaves it out.",
        f"Close it on its own:  {how}",
    )


def _copied(text: str, environment: Environment) -> str:
    """Copy it to the clipboard, by a program or by the terminal; return what to say of it."""
    variables = environment.variables
    for argv in _clipboards(environment):
        if found_program(argv[0], variables):
            ran = run_program(argv, variables, text=text, unheard=True)
            if ran.status == 0:
                return "Copied to the clipboard."
    terminals = [
        stream for stream in (environment.stderr, environment.stdout) if is_terminal(stream)
    ]
    if terminals and variables.get("TERM", "") not in _NO_ESCAPES:
        code = base64.b64encode(text.encode()).decode("ascii")
        terminals[0].write(f"\x1b]52;c;{code}\a")
        return "Copied to the clipboard, if your terminal lets programs do that."
    raise Refused(
        "There's no clipboard here.",
        "Leave out --copy, and copy the text yourself.",
    )


def _clipboards(environment: Environment) -> Iterator[tuple[str, ...]]:
    """The programs found here that copy their stdin to a clipboard."""
    if environment.platform == "darwin":
        yield ("pbcopy",)
    if environment.variables.get("WAYLAND_DISPLAY"):
        yield ("wl-copy",)
    if environment.variables.get("DISPLAY"):
        yield ("xclip", "-selection", "clipboard")
        yield ("xsel", "--clipboard", "--input")
