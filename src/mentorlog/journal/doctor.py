"""Everything that may be wrong with a journal: the checks, in the order in which they are told.

It only looks; `repairs` mends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mentorlog.journal import content_checks, date_checks, place_checks, state_checks
from mentorlog.journal.findings import Finding
from mentorlog.journal.survey import Survey

Check = Callable[[Survey], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    content_checks.problems,
    content_checks.copies_of_people,
    content_checks.same_entries,
    content_checks.names,
    content_checks.confidence,
    content_checks.unsealed,
    content_checks.references,
    date_checks.future,
    date_checks.after_closure,
    place_checks.collisions,
    place_checks.leftovers,
    place_checks.modes,
    place_checks.owners,
    place_checks.strays,
    place_checks.surroundings,
    state_checks.waiting_drafts,
    state_checks.unreadable_drafts,
    state_checks.interrupted,
    state_checks.undo_log,
    state_checks.leftovers,
)


def findings(survey: Survey) -> tuple[Finding, ...]:
    """What is wrong, then what is only told; each by file and line."""
    found = (finding for check in CHECKS for finding in check(survey))
    return tuple(sorted(found, key=lambda finding: finding.place))
