"""Seal everything you write about someone, past and future.

Example: mentorlog seal on dana-oz
"""

from __future__ import annotations

from mentorlog.arguments import WHO, Writer
from mentorlog.commands import Command
from mentorlog.commands.desk import Desk
from mentorlog.commands.seal import check_made
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import DamagedJournal
from mentorlog.frozen import dataclass
from mentorlog.journal import sealed
from mentorlog.journal.change import Change
from mentorlog.terminal.console import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class SealPerson(Writer):
    unused = ("visibility",)
    who: str | None = WHO


def on(desk: Desk, typed: SealPerson, change: Change) -> Relationship:
    """Seal everything about a person, now and in future."""
    relationship = desk.needed(typed.who, "Seal what you wrote about who?", "mentorlog seal on WHO")
    check_made(desk)
    _check_clean(desk, relationship)
    change.seal(relationship)
    change.lines += (
        "You can't undo earlier commands any more: that would need the plain text.",
        "Not covered: earlier copies in git, synchronizers, backups, mail, and on the disk.",
    )
    folder = desk.journal.file_of(relationship).rpartition("/")[0]
    others = sealed.others_in(desk.journal.root, folder)
    if others:
        change.lines.append(f"Not mentorlog's, so not sealed: {', '.join(others)}")
    return relationship


def _check_clean(desk: Desk, relationship: Relationship) -> None:
    """Raises DamagedJournal for a file that can't be sealed: either all are sealed or none."""
    folder = desk.journal.file_of(relationship).rpartition("/")[0]
    for problem in desk.contents.problems:
        if problem.file.startswith(f"{folder}/"):
            raise DamagedJournal(
                f"{problem.place}: {problem.message}. Nothing was sealed.",
                "Fix that first:  mentorlog doctor",
            )


COMMAND = Command(
    "seal on",
    SealPerson,
    on,
    levels=False,
    reads_others=False,
    needs=("who",),
    fits=lambda desk, who: not sealed.is_sealed_at(desk.journal.root, desk.journal.file_of(who)),
    work=Work.SEALING,
)
