"""What `--edit` opens: the entry as it would be saved, keys to fill in, and what to think of."""

from __future__ import annotations

from mentorlog.commands import rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.editing import Sheet
from mentorlog.commands.keeping import Arguments
from mentorlog.commands.writing import Writing
from mentorlog.domain.relationship import Relationship
from mentorlog.terminal.look import Look
from mentorlog.views.loops import loops

_TERMS = ("meeting_minutes", "focus_areas", "out_of_scope", "goals", "ground_rules")
_ITEM = ("An action item:", "  - text: send the deck", "    owner: me", "    due: 2026-11-27")
_GOAL = ("A goal:", "  - title: run the review alone", "    target_date: 2027-05-31")


def of_meeting(desk: Desk, _: Arguments, writing: Writing, relationship: Relationship) -> Sheet:
    """A meeting; below it, what is open between the two."""
    blanks = ("minutes", "topics", "action_items", "notes")
    below = (*_ITEM, *_open_items(desk, relationship))
    return _sheet(desk, writing, relationship, blanks, below=below)


def of_agreement(desk: Desk, _: Arguments, writing: Writing, relationship: Relationship) -> Sheet:
    return _sheet(desk, writing, relationship, _TERMS, below=_GOAL)


def of_closure(desk: Desk, _: Arguments, writing: Writing, relationship: Relationship) -> Sheet:
    blanks = ("reason", "unfinished", "good_work", "learned")
    return _sheet(desk, writing, relationship, blanks)


def _sheet(
    desk: Desk,
    writing: Writing,
    relationship: Relationship,
    blanks: tuple[str, ...],
    below: tuple[str, ...] = (),
) -> Sheet:
    entry = writing.first
    file, base, text = writing.text_of(entry)

    def accept(edited: bytes) -> None:
        said = writing.reword(entry, edited)
        if rules.place_in_time(said) != rules.place_in_time(entry):
            rules.fits(relationship, said, desk.today)

    return Sheet(file=file, base=base, text=text, accept=accept, below=below, blanks=blanks)


def _open_items(desk: Desk, relationship: Relationship) -> tuple[str, ...]:
    from mentorlog.terminal.loops import by_when, number, said

    if relationship.handle not in {one.handle for one in desk.contents.relationships}:
        return ()
    found = loops([desk.read(relationship)], desk.today, reveal=desk.reveal).items
    if not found:
        return ()
    look = Look(plain=True)
    lines = [f"  {number(x):10}  {x.owner}: {said(x, look)}{by_when(x, desk.today)}" for x in found]
    return ("", f"Open with {relationship.handle} (mentorlog done ID closes one):", *lines)
