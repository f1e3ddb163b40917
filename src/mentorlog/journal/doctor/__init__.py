"""Everything that may be wrong with a journal: the checks, in the order in which they are told.

It only looks; `repairs` mends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mentorlog.journal.doctor import contents, places
from mentorlog.journal.doctor.survey import Finding, Survey

Check = Callable[[Survey], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    contents.problems,
    contents.copies_of_people,
    contents.same_entries,
    contents.names,
    contents.confidence,
    contents.unsealed,
    contents.references,
    contents.future,
    contents.after_closure,
    places.collisions,
    places.leftovers,
    places.modes,
    places.owners,
    places.strays,
    places.surroundings,
    places.waiting_drafts,
    places.unreadable_drafts,
    places.interrupted,
    places.undo_log,
    places.leftovers_of_commands,
)


def findings(survey: Survey) -> tuple[Finding, ...]:
    """What is wrong, then what is only told; each by file and line."""
    found = (finding for check in CHECKS for finding in check(survey))
    return tuple(sorted(found, key=lambda finding: finding.place))
