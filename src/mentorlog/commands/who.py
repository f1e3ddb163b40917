"""Asks whom an unclear word means, and whether a new name is really somebody new."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mentorlog.arguments import option
from mentorlog.commands.desk import Desk, prompt_of
from mentorlog.domain import matching
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import NotFound, Refused, UsageError
from mentorlog.journal import names
from mentorlog.journal.names import Ambiguous, Unknown, shown
from mentorlog.terminal.prompts import Prompt, Question

HANDLE = option("--handle HANDLE", "It's somebody else than the one of a similar name.")


def asked(prompt: Prompt, unclear: Ambiguous | Unknown) -> Relationship:
    """Whom somebody at the terminal means. Raises what was unclear, if it is nobody of these."""
    found = unclear.found if isinstance(unclear, Ambiguous) else unclear.near
    if isinstance(unclear, Unknown) and not found:
        raise unclear
    if len(found) == 1:
        if prompt.agrees(f"{unclear.message} Did you mean {shown(found[0])}?"):
            return found[0]
        raise Unknown(unclear.word, ())
    prompt.say(f"{unclear.message}" if isinstance(unclear, Unknown) else "Who do you mean?")
    for number, one in enumerate(found, 1):
        prompt.say(f"  {number}  {shown(one)} ({one.handle})")
    answer = prompt.ask(Question(text="Number or name"), _one_of(found))
    if not answer:
        raise unclear
    return _one_of(found)(answer)


def refuse_split_name(desk: Desk, who: str | None, following: str | None) -> None:
    """Ask about, or refuse, WHO and a first word of the note that make somebody's name together.

    Raises UsageError unless somebody at the terminal says that the note begins there.
    """
    if who is None or not following:
        return
    if (one := matching.completes(who, following, desk.contents.relationships)) is None:
        return
    whole = shown(one)
    if desk.asks and not prompt_of(desk.environment).agrees(
        f"Did you mean {whole}? Then the note begins with a part of the name. Go on as it stands?"
    ):
        raise UsageError(f'Nothing was saved. Put the name in quotes: "{whole}"')
    if not desk.asks:
        raise UsageError(
            f"Did you mean {whole}? A name of several words needs quotes.",
            f'mentorlog … "{whole}" "the note"',
        )


def known(desk: Desk, name: str) -> Relationship | None:
    """Somebody who is there, by their exact handle or name. Raises Refused for several."""
    try:
        return desk.relationship(name, exact=True)
    except NotFound:
        return None


def known_or_new(
    desk: Desk, name: str, *, handle: str | None, same: str, other: str
) -> Relationship | None:
    """Whom a name means where somebody may be made: None if they are new.

    Somebody of a similar name is asked about, once. `same`, `other`: the command lines for the
    same person and for somebody else, with {handle} where one belongs. Raises Refused where nobody
    can be asked, or the handle is in use.
    """
    if handle is not None:
        refuse_handle(desk, handle)
        return None
    if (one := known(desk, name)) is not None:
        return one
    alike = () if desk.is_new(name) else matching.alike(name, desk.contents.relationships)
    if not alike:
        return None
    if desk.asks:
        one = _same_person(prompt_of(desk.environment), name, alike)
        desk.answered(name, one)
        return one
    one = alike[0]
    free = free_handle(desk, names.handle_of(name))
    raise Refused(
        f"You already have {shown(one)} ({one.handle}).",
        f"The same person:  {same.format(handle=one.handle)}\n"
        f"Someone else:     {other.format(handle=free)}",
    )


def refuse_handle(desk: Desk, handle: str) -> None:
    """Raises UsageError for what is no handle, Refused for one that is in use."""
    if names.handle_of(handle) != handle:
        raise UsageError(
            "A handle has small letters, digits and hyphens, at most 40.",
            f"--handle {names.handle_of(handle)}",
        )
    if any(one.handle == handle for one in desk.contents.relationships):
        raise Refused(f"The handle {handle} is in use.", f"--handle {free_handle(desk, handle)}")


def _same_person(prompt: Prompt, name: str, alike: Sequence[Relationship]) -> Relationship | None:
    for one in alike[:3]:
        question = Question(text=f"Is {names.safe(name)} {shown(one)}?", default="no", hint="/ yes")
        if prompt.ask(question, str).strip().lower() in ("y", "yes"):
            return one
    return None


def free_handle(desk: Desk, handle: str) -> str:
    taken = {one.handle for one in desk.contents.relationships}
    number = 2
    while f"{handle}-{number}" in taken:
        number += 1
    return f"{handle}-{number}"


def _one_of(found: Sequence[Relationship]) -> Callable[[str], Relationship]:
    def read(answer: str) -> Relationship:
        if answer.isdecimal() and 1 <= int(answer) <= len(found):
            return found[int(answer) - 1]
        fitting = matching.meant(answer, found)
        if len(fitting) != 1:
            raise UsageError(f"Type a number from 1 to {len(found)}, or more of the name.")
        return fitting[0]

    return read
