"""`todo` as lines: my loops, then theirs, each with the id that closes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from mentorlog.domain.entries import AskStatus, Party
from mentorlog.terminal import wording
from mentorlog.terminal.layout import GAPS, apart, hanging, hint
from mentorlog.terminal.look import Line, Look, Style, cut, line, padded, plain, width_of
from mentorlog.terminal.wording import away, day
from mentorlog.views.confidence import Withheld
from mentorlog.views.loops import Loop, LoopKind, Loops

HOW_CAN_I = "how can I support you?"
WITHHELD = {Withheld.CONFIDENCE: "(held in confidence)", Withheld.SEALED: "(sealed)"}
_INDENT = 2
_ASKED = {  # (status, whether it is my turn) -> how it begins
    (AskStatus.OPEN, True): "answer them: ",
    (AskStatus.OPEN, False): "an answer to ",
    (AskStatus.ANSWERED, True): "they asked for ",
    (AskStatus.ANSWERED, False): "you asked for ",
    (AskStatus.NOTHING_NOW, True): "ask again; they said ",
    (AskStatus.NOTHING_NOW, False): "they may ask again; you said ",
}


def loops(view: Loops, look: Look) -> Iterator[Line]:
    """Everything `todo` shows."""
    if not view.items:
        yield line("Nothing is open.")
        return
    mine = [loop for loop in view.items if loop.owner is not Party.THEM]
    theirs = [loop for loop in view.items if loop.owner is Party.THEM]
    close = line("Close one:  ", (wording.command("done", number(view.items[0])), Style.COMMAND))
    more = hidden((loop.withheld for loop in view.items), look, "todo")
    yield from apart(
        (_listed("Yours", mine, view, look), _listed("Theirs", theirs, view, look), (close, *more))
    )


def hidden(reasons: Iterable[Withheld | None], look: Look, *words: str) -> Iterator[Line]:
    """How much isn't shown, and the command that shows it."""
    if held_back := wording.held_back(reasons):
        yield from hint(f"{held_back}; see it with", wording.command(*words, "--reveal"), look)


def in_words(loop: Loop, look: Look) -> str:
    """One loop in words, without the person's name."""
    text = words(loop.text, loop.withheld, look)
    match loop.loop:
        case LoopKind.ACTION if loop.owner is Party.BOTH:
            return f"{text} (you both)"
        case LoopKind.ACTION | LoopKind.WAITING:
            return text
        case LoopKind.ADVICE:
            outcome = f": {words(loop.outcome, None, look)}" if loop.outcome else ""
            return f"tell them what came of {_quoted(loop, look)}{outcome}"
        case LoopKind.THANKS:
            return f"thank them for {_quoted(loop, look)}"
        case LoopKind.NOTE:
            return f"bring up: {text}"
        case LoopKind.ASK:
            asked = _ASKED[loop.ask or AskStatus.OPEN, loop.owner is Party.ME]
            if loop.ask is AskStatus.NOTHING_NOW and loop.text is None:
                asked = asked.partition(";")[0] + ": "  # without words, only that they said it
            return f"{asked}{_quoted(loop, look)}"
    assert_never(loop.loop)


def by_when(loop: Loop, today: dt.date) -> str:
    """When it is due: ", by Fri 27 Nov, in 5 days"; "" without a day."""
    return f", by {day(loop.due, today)}, {away(loop.due, today)}" if loop.due else ""


def number(loop: Loop) -> str:
    """What `done` takes: the id, and the number of the item in it."""
    return f"{loop.id}.{loop.n}" if loop.n else loop.id


def words(text: str | None, reason: Withheld | None, look: Look) -> str:
    """The text on one line, or why it isn't shown."""
    return WITHHELD[reason] if reason else look.safe(text or "")


def _quoted(loop: Loop, look: Look) -> str:
    return (
        WITHHELD[loop.withheld] if loop.withheld else wording.quoted(loop.text or HOW_CAN_I, look)
    )


def _listed(head: str, items: Sequence[Loop], view: Loops, look: Look) -> Iterator[Line]:
    """Id, name and text, in columns that fit all of `view`."""
    if items:
        yield line((head, Style.STRONG))
    ids = _INDENT + max(len(number(loop)) for loop in view.items) + GAPS[0]
    alike = wording.namesakes((loop.name, loop.handle) for loop in view.items)
    names = ids + max(width_of(plain(_name(loop, alike, look))) for loop in view.items) + GAPS[0]
    for loop in items:
        first = padded((*plain(" " * _INDENT), (number(loop), Style.FAINT)), ids)
        text = f"{in_words(loop, look)}{by_when(loop, view.as_of)}"
        yield from hanging((*first, *plain(_name(loop, alike, look))), text, look, column=names)


def _name(loop: Loop, alike: frozenset[str], look: Look) -> str:
    """The name in at most a quarter of a line; for namesakes the whole handle."""
    if loop.name in alike:
        return loop.handle
    return cut(look.safe(loop.name), look.width // 4, look)
