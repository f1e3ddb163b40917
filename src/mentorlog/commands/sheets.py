"""What `--edit` opens: the entry as it would be saved, keys to fill in, and what to think of."""

from __future__ import annotations

from mentorlog.commands import rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.editing import Sheet
from mentorlog.commands.writing import Writing
from mentorlog.domain.relationship import Relationship


def of_first(
    desk: Desk,
    writing: Writing,
    relationship: Relationship,
    blanks: tuple[str, ...],
    below: tuple[str, ...] = (),
) -> Sheet:
    """Open the entry that a command is about. `blanks`: keys of it that may be filled in."""
    entry = writing.first
    file, base, text = writing.text_of(entry)

    def accept(edited: bytes) -> None:
        said = writing.reword(entry, edited)
        if rules.place_in_time(said) != rules.place_in_time(entry):
            rules.fits(relationship, said, desk.today)

    return Sheet(file=file, base=base, text=text, accept=accept, below=below, blanks=blanks)
