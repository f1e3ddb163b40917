"""Move an entry to the trash.

Example: mentorlog remove 4v8m
"""

from __future__ import annotations

from dataclasses import replace

from mentorlog.arguments import ENTRY, Writer
from mentorlog.commands.desk import Desk
from mentorlog.commands.writing import Command, Writing
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import ContributionWords
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove(Writer):
    unused = ("visibility",)
    entry: str | None = ENTRY


def remove(desk: Desk, typed: Remove, writing: Writing) -> Relationship:
    """One entry into the trash; what referred to it no longer does."""
    if typed.entry is None:
        raise UsageError("Which entry?", "mentorlog remove ID")
    relationship, entry = desk.entry(typed.entry)
    writing.remove(entry)
    for each in desk.read(relationship).tied_to(entry):
        said = each.words or ContributionWords()
        meeting = None if said.meeting == entry.id else said.meeting
        answers = None if said.answers == entry.id else said.answers
        writing.update(each, replace(each, words=replace(said, meeting=meeting, answers=answers)))
    return relationship


COMMAND = Command("remove", Remove, remove, levels=False)
