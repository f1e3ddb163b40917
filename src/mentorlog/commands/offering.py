"""A draft that waits is offered to the next run of its command: once, and never without words."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, cast

from mentorlog.commands.desk import Desk
from mentorlog.commands.keeping import A, Arguments, Kept, as_mapping
from mentorlog.journal.drafts import Draft, plain, tell_of
from mentorlog.terminal.wording import counted, day

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from mentorlog.terminal.prompts import Prompt

_CHOICES = {"r": "resume", "k": "keep", "d": "discard"}


def offered(desk: Desk, kept: Kept, typed: A, command: str, prompt: Prompt | None) -> A:
    """What to go on with: what was typed now or, if that is chosen, what waits.

    Without a terminal the draft is only told of, on one line. Raises StorageFailed, Interrupted.
    """
    draft = next((one for one in kept.drafts.waiting() if _waits(one, kept, typed, command)), None)
    if draft is None or not tell_of(draft):
        return typed
    if prompt is None:
        line = f"mentorlog: a draft of {command} waits: {draft.path}\n"
        desk.environment.stderr.write(line)
        return typed
    match _choice(desk, draft, typed, command, prompt):
        case "resume":
            return _resumed(kept, typed, kept.drafts.opened(draft), prompt)
        case "discard":
            draft.discard()
    return typed


def _waits(draft: Draft, kept: Kept, typed: A, command: str) -> bool:
    """Whether there are words in it that are not just being typed again."""
    if draft.command != command or (kept.draft and draft.is_retry_of(kept.draft)):
        return False
    if draft.is_closed or draft.is_in_editor:
        return True
    return any(draft.typed.get(name) for name in typed.prose)


def _choice(desk: Desk, draft: Draft, typed: A, command: str, prompt: Prompt) -> str:
    from mentorlog.terminal.prompts import Question

    since = day(draft.kept_on, desk.today)
    text = f"A draft of {command} waits, from {since}{_size(draft, typed)}: "
    answer = prompt.ask(Question(text=text, default="keep", hint="/ resume / discard"), str)
    return _CHOICES.get(answer.strip().lower()[:1], "keep")


def _resumed(kept: Kept, typed: A, draft: Draft, prompt: Prompt) -> A:
    """The draft, with what was typed now if that fits it; else both are kept."""
    said = plain(as_mapping(typed))
    fits = all(draft.typed.get(name, text) == text for name, text in said.items())
    now = kept.draft
    if fits:
        resumed = kept.resumed(typed, draft.id)
        if now is not None:
            now.discard()
        return resumed
    if now is not None:
        prompt.say(f"  {kept.way_back()}")
    nothing = type(typed)(**{one.name: one.default for one in fields(_instance(typed))})
    return kept.resumed(nothing, draft.id)


def _instance(typed: object) -> DataclassInstance:
    return cast("DataclassInstance", typed)


def _size(draft: Draft, typed: Arguments) -> str:
    """How much is in it, for whoever wonders whether it is worth it."""
    said = (draft.typed.get(name, "") for name in typed.prose)
    texts = [text if isinstance(text, str) else " ".join(map(str, text)) for text in said]
    count = sum(len(text.split()) for text in texts)
    return f" ({counted(count, 'word')})" if count else ""
