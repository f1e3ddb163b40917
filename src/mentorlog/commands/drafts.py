"""See what you typed but didn't save, to continue or discard it.

Example: mentorlog drafts
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from mentorlog.arguments import Reader, argument, option
from mentorlog.commands import Alone, Result, command_of
from mentorlog.commands.desk import journal_of, prompt_of
from mentorlog.commands.kept import LEFT, day_meant, texts_of
from mentorlog.environment import Environment
from mentorlog.errors import Interrupted, NotFound, UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal.drafts import Draft, Drafts
from mentorlog.journal.names import echoed
from mentorlog.terminal.look import Line, Look, Style, line
from mentorlog.terminal.wording import counted, day
from mentorlog.views import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeDrafts(Reader):
    unused: ClassVar[tuple[str, ...]] = ("as_of", "reveal")

    draft: str | None = argument("ID", "Show one draft in full.")
    discard: str | None = option("--discard ID|all", "Delete it for good.")


def drafts(environment: Environment, typed: SeeDrafts) -> Result:
    """All waiting drafts, or one in full (decrypted if sealed), or those just discarded."""
    if typed.draft is not None and typed.discard is not None:
        raise UsageError("Show a draft, or discard it?", "mentorlog drafts --discard ID")
    there = journal_of(environment).drafts
    wanted = typed.discard or typed.draft
    everything = wanted is None or (typed.discard == "all")
    found = there.waiting() if everything else (_draft_called(there, wanted or ""),)
    if typed.discard is not None:
        if everything and found and environment.terminal:
            _confirm(environment, len(found))
        for one in found:
            there.discard(one)
    elif typed.draft is not None:
        found = (there.opened(found[0]),)
    return Result(
        view=Waiting(
            as_of=environment.today,
            items=tuple(_as_typed(one, whole=typed.draft is not None) for one in found),
            whole=typed.draft is not None,
            discarded=typed.discard is not None,
        )
    )


def _confirm(environment: Environment, count: int) -> None:
    """Raises Interrupted unless the user agrees."""
    question = f"Discard {counted(count, 'draft')} for good?"
    if not prompt_of(environment).agrees(question, usually=False):
        raise Interrupted("Nothing was discarded.")


def _draft_called(there: Drafts, word: str) -> Draft:
    """The draft whose id is or begins with the word. Raises NotFound."""
    found = [one for one in there.waiting() if word and one.id.startswith(word.lower())]
    if len(found) != 1:
        raise NotFound(f'No draft is called "{echoed(word)}".', "mentorlog drafts")
    return found[0]


def _as_typed(draft: Draft, *, whole: bool) -> Typed:
    kind = command_of(draft.command).arguments if draft.typed else None
    from mentorlog import arguments

    who = "\n".join(texts_of(draft.typed.get, arguments.about(kind))) if kind else ""
    said = draft.typed.get("on")
    meant = day_meant(draft, kind) if kind and said else None
    text = "\n".join(texts_of(draft.typed.get, arguments.prose(kind))) if kind else ""
    if whole and not draft.is_closed:
        text = "\n".join(filter(None, (text, _in_the_editor(draft))))
    return Typed(
        id=draft.id,
        command=draft.command,
        typed_on=draft.kept_on,
        on=meant or (said if isinstance(said, str) else None),
        who=who or None,
        text=text or None,
        sealed=draft.is_closed,
    )


def _in_the_editor(draft: Draft) -> str:
    """The text left in an editor, without our own lines; "" if none was opened."""
    from mentorlog.commands.editing import copy_of, unmarked

    left = copy_of(draft, "none.yaml").text()
    if left is None:
        kept = draft.typed.get(LEFT)
        return str(kept[0]) if isinstance(kept, tuple) else ""
    return unmarked(left).decode(errors="replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One draft. `who`: as typed; `text`: its words, None if they are sealed.

    `on`: the day it's about, as typed if that can't be read; None if none was given.
    """

    JSON: ClassVar[Shape] = Shape(only=("id", "command", "typed_on", "who", "text"))

    id: str
    command: str
    typed_on: dt.date
    on: dt.date | str | None
    who: str | None
    text: str | None
    sealed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Drafts that aren't saved, newest first, or those just discarded."""

    JSON: ClassVar[Shape] = Shape(schema="drafts", only=("as_of", "items"))

    as_of: dt.date
    items: tuple[Typed, ...]
    whole: bool
    discarded: bool


def text(view: Waiting, look: Look) -> Iterator[Line]:
    """A line for each with the beginning of its words, or one in full."""
    if not view.items:
        yield line("No drafts: everything you typed is saved.")
    for one in view.items:
        said = f"{one.id}  {_about(one, view.as_of, look)}"
        yield line(f"Discarded {said}" if view.discarded else said)
        words = "(sealed)" if one.sealed else one.text or ""
        lines = look.paragraphs(words) if words else ()
        for part in lines if view.whole else lines[:1]:
            yield line(f"  {part}")
    if view.items and not view.discarded:
        first = view.items[0]
        on = f"mentorlog {first.command} --resume {first.id}"
        yield line("Continue it:  ", (on, Style.COMMAND))
        yield line("Discard it:  ", (f"mentorlog drafts --discard {first.id}", Style.COMMAND))


def _about(one: Typed, today: dt.date, look: Look) -> str:
    """The command, whom and which day it's about, and when it was typed."""
    on = day(one.on, today) if isinstance(one.on, dt.date) else one.on and f'"{one.on}"'
    said = " ".join(filter(None, (one.command, one.who, on and f"on {on}")))
    return look.safe(f"{said}, typed {day(one.typed_on, today)}")


COMMAND = Alone(SeeDrafts, drafts)
