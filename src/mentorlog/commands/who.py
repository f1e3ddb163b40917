"""Whom a name means: somebody known, one of several, or somebody new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from mentorlog.arguments import option
from mentorlog.commands.desk import Desk
from mentorlog.domain import matching
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import NotFound, Refused, UsageError, shell_word
from mentorlog.journal import names
from mentorlog.journal.names import Ambiguous, Unknown, shown
from mentorlog.terminal.prompts import Prompt, Question

HANDLE = option("--handle HANDLE", "For someone else with a similar name.")


def ask_which(prompt: Prompt, unclear: Ambiguous | Unknown) -> Relationship:
    """Ask at the terminal which person is meant. Raises `unclear` if none of those found is."""
    people = unclear.found if isinstance(unclear, Ambiguous) else unclear.near
    if isinstance(unclear, Unknown) and not people:
        raise unclear
    if len(people) == 1:
        if prompt.agrees(f"{unclear.message} Did you mean {shown(people[0])}?"):
            return people[0]
        raise Unknown(unclear.word, ())
    prompt.say(f"{unclear.message}" if isinstance(unclear, Unknown) else "Who do you mean?")
    for number, person in enumerate(people, 1):
        prompt.say(f"  {number}  {shown(person)} ({person.handle})")
    names_ = tuple(map(shown, people))
    answer = prompt.ask(Question(text="Number or name", offers=names_), one_of_people(people))
    if not answer:
        raise unclear
    return one_of_people(people)(answer)


def named_people(desk: Desk, names_: Iterable[str]) -> list[Relationship]:
    """The people that these words mean; a word with commas may be several names. Raises Refused."""
    apart = ((word,) if known(desk, word) else word.split(",") for word in names_)
    return [desk.relationship(name.strip()) for parts in apart for name in parts]


def refuse_split_name(desk: Desk, who: str | None, following: str | None) -> None:
    """Refuse WHO and a note that begins with the rest of somebody's name.

    At a terminal `questions` has asked by now. Raises UsageError.
    """
    if desk.asks or who is None or not following:
        return
    if (person := matching.completes(who, following, desk.contents.relationships)) is not None:
        whole = shown(person)
        raise UsageError(
            f"Did you mean {whole}? A name of several words needs quotes.",
            f'mentorlog … {quoted(whole)} "the note"',
        )


def together(
    desk: Desk, first: Relationship, others: Sequence[Relationship]
) -> tuple[Relationship, ...]:
    """Everyone who meets, each once. Raises Refused if only some are sealed or have an alias."""
    people = tuple({person.handle: person for person in (first, *others)}.values())
    if len(people) > 1:
        _refuse_mixed(desk, people)
    return people


def _refuse_mixed(desk: Desk, people: Sequence[Relationship]) -> None:
    """Refuse one note for several people if only some of them are sealed."""
    hidden = [(_is_sealed(desk, person), bool(person.alias)) for person in people]
    for person, kind in zip(people, hidden, strict=True):
        if kind != hidden[0]:
            raise Refused(
                f"One of {people[0].handle} and {person.handle} is sealed or has an alias, and the "
                "other isn't.",
                "Use one command for each of them.",
            )


def _is_sealed(desk: Desk, person: Relationship) -> bool:
    if person.handle not in {known.handle for known in desk.contents.relationships}:
        return False
    from mentorlog.journal.sealed import is_sealed_at

    return is_sealed_at(desk.journal.root, desk.journal.file_of(person))


def known(desk: Desk, name: str) -> Relationship | None:
    """The person with exactly this handle or name, or None. Raises Refused for several."""
    try:
        return desk.relationship(name, exact=True)
    except NotFound:
        return None


def known_or_new(
    desk: Desk,
    name: str,
    *,
    handle: str | None,
    same: Callable[[Relationship], str],
    other: Callable[[str], str],
) -> Relationship | None:
    """The person a name means; None for somebody new.

    If a similar name is known, the user is asked, once. `same`, `other`: command lines for the same
    person, and for somebody else with a free handle. Raises Refused if nobody can be asked, or the
    handle is in use.
    """
    if handle is not None:
        refuse_handle(desk, handle)
        return None
    if (person := known(desk, name)) is not None:
        return person
    alike = () if desk.is_new(name) else matching.alike(name, desk.contents.relationships)
    if not alike:
        return None
    if desk.asks:
        person = desk.ask_once(f"Who is {name}?", lambda prompt: _same_person(prompt, name, alike))
        desk.remember(name, person)
        return person
    person = alike[0]
    free = free_handle(desk, names.handle_of(name))
    raise Refused(
        f"You already have {shown(person)} ({person.handle}).",
        f"The same person:  {same(person)}\nSomeone else:     {other(free)}",
    )


def quoted(name: str) -> str:
    """A typed name for a command line to copy, always in quotes."""
    word = shell_word(name)
    return word if word != name else f'"{word}"'


def refuse_handle(desk: Desk, handle: str) -> None:
    """Raises UsageError if it isn't a valid handle, Refused if it is in use."""
    refuse_no_handle(handle)
    if any(person.handle == handle for person in desk.contents.relationships):
        raise Refused(f"The handle {handle} is in use.", f"--handle {free_handle(desk, handle)}")


def refuse_no_handle(handle: str) -> None:
    if names.handle_of(handle) != handle:
        raise UsageError(
            "A handle has lower-case letters, digits and hyphens, at most 40.",
            f"--handle {names.handle_of(handle)}",
        )


def _same_person(prompt: Prompt, name: str, alike: Sequence[Relationship]) -> Relationship | None:
    """Whom of these the user means; Enter alone is asked again, as either answer could surprise."""
    for person in alike[:3]:
        if prompt.agrees(f'Is "{names.echoed(name)}" {shown(person)}?', usually=None):
            return person
    return None


def free_handle(desk: Desk, handle: str) -> str:
    """The handle, with a number if somebody has it."""
    taken = {person.handle for person in desk.contents.relationships}
    if handle not in taken:
        return handle
    number = 2
    while f"{handle}-{number}" in taken:
        number += 1
    return f"{handle}-{number}"


def one_of_people(people: Sequence[Relationship]) -> Callable[[str], Relationship]:
    """A reader of a number, or of a name of one of them."""

    def read(answer: str) -> Relationship:
        if answer.isdecimal() and 1 <= int(answer) <= len(people):
            return people[int(answer) - 1]
        fitting = matching.meant(answer, people)
        if len(fitting) != 1:
            raise UsageError(f"Type a number from 1 to {len(people)}, or more of the name.")
        return fitting[0]

    return read
