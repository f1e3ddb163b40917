"""Move an entry, or a whole person, to the trash; undo brings them back.

Example: mentorlog remove 4v8m
"""

from __future__ import annotations

from collections.abc import Sequence

from mentorlog.arguments import DRY_RUN, YES, Writer, argument
from mentorlog.commands import Command, occasions
from mentorlog.commands.desk import Desk, prompt_of
from mentorlog.domain import matching
from mentorlog.domain.entries import Contribution, Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import ContributionWords
from mentorlog.errors import Interrupted, NotFound, UsageError, shell_word
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.journal.names import echoed, shown
from mentorlog.terminal.wording import command, counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove(Writer):
    unused = ("visibility",)
    entry: str | None = argument(
        "ID|WHO",
        "An entry by its id, or a person by full handle or name.",
        offers="people or entries",
        about=True,
    )
    yes: bool = YES
    dry_run: bool = DRY_RUN


def remove(desk: Desk, typed: Remove, change: Change) -> Relationship:
    """Move one entry, or everything of one person, to the trash."""
    if typed.entry is None:
        raise UsageError("Remove what?", "mentorlog remove ID|WHO")
    try:
        relationship, entry = desk.entry(typed.entry)
    except NotFound:
        return _person(desk, typed, typed.entry, change)

    def again(_: Relationship, other: Entry) -> tuple[str, ...]:
        return ("remove", other.id)

    others = occasions.others_to_change(desk, entry, "Remove it", change, again, usually=False)
    for who, removed in ((relationship, entry), *others):
        _entry(desk, who, removed, change)
    change.others = tuple(who for who, _ in others)
    return relationship


def _entry(desk: Desk, relationship: Relationship, entry: Entry, change: Change) -> None:
    """Remove an entry, and the references to it or, if the user agrees, what was given at it."""
    tied = desk.read(relationship).tied_to(entry)
    change.remove(entry)
    if tied and desk.agrees(_question(tied), usually=False):
        for gift in tied:
            change.remove(gift)
        return
    if tied and not desk.asks:
        change.lines += (
            "What was given and received there stays. To remove it, too:",
            *(f"  {command('remove', gift.id)}" for gift in tied),
        )
    for gift in tied:
        words = gift.words or ContributionWords()
        meeting = None if words.meeting == entry.id else words.meeting
        answers = None if words.answers == entry.id else words.answers
        change.update(gift, replace(gift, words=replace(words, meeting=meeting, answers=answers)))


def _question(tied: Sequence[Contribution]) -> str:
    which = ", ".join(f"{gift.direction}: {gift.id}" for gift in tied)
    return f"{counted(len(tied), 'thing')} given or received there ({which}). Remove it, too?"


def _person(desk: Desk, typed: Remove, word: str, change: Change) -> Relationship:
    """Remove a person, once the user agrees. Raises NotFound, UsageError, Interrupted."""
    try:
        somebody = desk.relationship(word, exact=True)
    except NotFound:
        near = matching.meant(word, desk.contents.relationships)
        whom, everything = "WHO", ""
        if len(near) == 1:
            whom = near[0].handle
            everything = f"\nRemove everything about them:  {command('remove', whom)}"
        raise NotFound(
            f"\"{echoed(word)}\" isn't an entry's id, or anyone's full handle or name.",
            f"List the ids of entries:  {command('show', whom)}{everything}",
        ) from None
    if not (typed.yes or typed.dry_run):
        _confirm(desk, somebody)
    change.remove_person(somebody)
    return somebody


def _confirm(desk: Desk, somebody: Relationship) -> None:
    what = f"{shown(somebody)} with {counted(len(somebody.entries), 'entry')}"
    if not desk.asks:
        raise UsageError(
            f"This removes {what}, so it needs --yes.",
            f"mentorlog remove {shell_word(somebody.handle)} --yes",
        )
    if not prompt_of(desk.environment).agrees(f"Remove {what}?", usually=False):
        raise Interrupted("Nothing was removed.")


COMMAND = Command("remove", Remove, remove, levels=False, reads_others=False, needs=("entry",))
