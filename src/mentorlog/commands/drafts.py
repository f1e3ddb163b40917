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
    kept = journal_of(environment).drafts
    wanted = typed.discard or typed.draft
    everything = wanted is None or (typed.discard == "all")
    chosen = kept.waiting() if everything else (_draft_called(kept, wanted or ""),)
    if typed.discard is not None:
        if everything and chosen and environment.terminal:
            _confirm(environment, len(chosen))
        for draft in chosen:
            kept.discard(draft)
    elif typed.draft is not None:
        chosen = (kept.opened(chosen[0]),)
    return Result(
        view=Waiting(
            as_of=environment.today,
            items=tuple(_as_typed(draft, whole=typed.draft is not None) for draft in chosen),
            whole=typed.draft is not None,
            discarded=typed.discard is not None,
        )
    )


def _confirm(environment: Environment, count: int) -> None:
    """Raises Interrupted unless the user agrees."""
    question = f"Discard {counted(count, 'draft')} for good?"
    if not prompt_of(environment).agrees(question, usually=False):
        raise Interrupted("Nothing was discarded.")


def _draft_called(kept: Drafts, word: str) -> Draft:
    """The draft whose id is or begins with the word. Raises NotFound."""
    matching = [draft for draft in kept.waiting() if word and draft.id.startswith(word.lower())]
    if len(matching) != 1:
        raise NotFound(f'No draft is called "{echoed(word)}".', "mentorlog drafts")
    return matching[0]


def _as_typed(draft: Draft, *, whole: bool) -> Typed:
    kind = command_of(draft.command).arguments if draft.typed else None
    from mentorlog import arguments

    who = "\n".join(texts_of(draft.typed.get, arguments.about(kind))) if kind else ""
    on_text = draft.typed.get("on")
    meant = day_meant(draft, kind) if kind and on_text else None
    text = "\n".join(texts_of(draft.typed.get, arguments.prose(kind))) if kind else ""
    if whole and not draft.is_closed:
        text = "\n".join(filter(None, (text, _in_the_editor(draft))))
    return Typed(
        id=draft.id,
        command=draft.command,
        typed_on=draft.kept_on,
        on=meant or (on_text if isinstance(on_text, str) else None),
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
    for item in view.items:
        summary = f"{item.id}  {_about(item, view.as_of, look)}"
        yield line(f"Discarded {summary}" if view.discarded else summary)
        words = "(sealed)" if item.sealed else item.text or ""
        lines = look.paragraphs(words) if words else ()
        for part in lines if view.whole else lines[:1]:
            yield line(f"  {part}")
    if view.items and not view.discarded:
        first = view.items[0]
        on = f"mentorlog {first.command} --resume {first.id}"
        yield line("Continue it:  ", (on, Style.COMMAND))
        yield line("Discard it:  ", (f"mentorlog drafts --discard {first.id}", Style.COMMAND))


def _about(item: Typed, today: dt.date, look: Look) -> str:
    """The command, whom and which day it's about, and when it was typed."""
    on = day(item.on, today) if isinstance(item.on, dt.date) else item.on and f'"{item.on}"'
    text = " ".join(filter(None, (item.command, item.who, on and f"on {on}")))
    return look.safe(f"{text}, typed {day(item.typed_on, today)}")


COMMAND = Alone(SeeDrafts, drafts)
