"""Start again after the end, with the last terms.

Example: mentorlog reopen dana-oz
"""

from __future__ import annotations

import datetime as dt

from mentorlog.arguments import WHO, Writer, option
from mentorlog.commands import Command, rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.terms import (
    CADENCE,
    FOR,
    OPEN,
    UNTIL,
    beyond_limit,
    refuse_two_ends,
    understood_cadence,
)
from mentorlog.commands.typed import after, coming, past
from mentorlog.domain.adherence import last_run
from mentorlog.domain.cadence import Bound
from mentorlog.domain.days import add_months
from mentorlog.domain.entries import Agreement, Closure
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import AgreementWords
from mentorlog.errors import Refused, UsageError, shell_word
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.journal.transaction import latest
from mentorlog.terminal.wording import day as shown

_LONGEST = 120  # months; a longer term is counted in days


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Writer):
    who: str | None = WHO
    on: str | None = option("--on DATE", "The first day (default: today).", date="past")
    cadence: str | None = CADENCE
    length: str | None = FOR
    until: str | None = UNTIL
    open_: bool = OPEN


def reopen(desk: Desk, typed: Reopen, change: Change) -> Relationship:
    """Agree on the last terms again, for the same length of time."""
    relationship = desk.needed(typed.who, "Start again with whom?", "mentorlog reopen WHO")
    starts = past(typed.on, desk.today)
    _check_over(desk, relationship, starts)
    relationship, terms = desk.whole(relationship, _last_terms(relationship, starts))
    earlier = last_run(relationship, starts)
    began = dt.date.fromordinal(earlier[0].start) if earlier else terms.date
    change.add(relationship, _again(terms, began, starts, typed, desk.today), like=terms)
    closed = [closure.date for closure in relationship.of(Closure) if closure.date < starts]
    if closed:
        parted = shown(max(closed), desk.today)
        change.lines.append(f"Welcome back. It ended on {parted}; that stays on record.")
    change.lines += beyond_limit(desk, relationship, starts)
    return relationship


def _check(_: Desk, typed: Reopen) -> None:
    if typed.cadence is not None:
        understood_cadence(typed.cadence)
    refuse_two_ends(typed.length, typed.until, open_=typed.open_)


def _last_terms(relationship: Relationship, starts: dt.date) -> Agreement:
    """The latest agreement up to that day. Raises Refused without one."""
    earlier = [terms for terms in relationship.of(Agreement) if terms.date <= starts]
    if not earlier:
        raise Refused(
            f"You never had an agreement with {relationship.handle}.",
            f"Make one:  mentorlog new-agreement {shell_word(relationship.handle)}",
        )
    return earlier[-1]


def _check_over(desk: Desk, relationship: Relationship, starts: dt.date) -> None:
    """Raises Refused while the relationship goes on, and on the day of its closure."""
    handle, today = relationship.handle, desk.today
    for closure in relationship.of(Closure):
        if closure.date == starts:
            last = next(latest(desk.journal.home), None)
            undo = "   or: mentorlog undo" if last is not None and last.id == closure.id else ""
            next_day = "tomorrow" if starts == today else starts + dt.timedelta(days=1)
            raise Refused(
                f"{handle} was closed {'today' if starts == today else 'on that day'}.",
                f"Begin the day after:  mentorlog reopen {shell_word(handle)} "
                f"--on {next_day}{undo}",
            )
    assessed = assessment(relationship, starts)
    over = assessed.end is not None and assessed.end < starts
    if assessed.terms is not None and assessed.standing is not Standing.ENDED and not over:
        raise Refused(
            f"{handle} isn't closed; your agreement has run since "
            f"{shown(assessed.terms.date, today)}.",
            f"Change it:  mentorlog amend {shell_word(handle)}",
        )


def _again(
    terms: Agreement, began: dt.date, starts: dt.date, typed: Reopen, today: dt.date
) -> Agreement:
    cadence, bound = terms.cadence, terms.bound
    if typed.cadence is not None:
        cadence, named = understood_cadence(typed.cadence)
        bound = named or Bound.TARGET
    words = terms.words or AgreementWords()
    try:
        return replace(
            terms,
            id="",
            date=starts,
            cadence=cadence,
            bound=bound,
            until=_until(terms, began, starts, typed, today),
            words=replace(words, reason=None),
        )
    except ValueError as error:
        hint = 'Say when it ends:  --for "6 months" or --until DATE'
        raise UsageError(f"These terms don't work: {error}.", hint) from None


def _until(
    terms: Agreement, began: dt.date, starts: dt.date, typed: Reopen, today: dt.date
) -> dt.date | None:
    """The last day: as typed, else the old one if it is still ahead, else as long again."""
    refuse_two_ends(typed.length, typed.until, open_=typed.open_)
    if typed.length is not None:
        return after(typed.length, starts)
    if typed.until is not None:
        return coming(typed.until, today)
    if typed.open_ or terms.until is None:
        return None
    return terms.until if terms.until > starts else _as_long(began, terms.until, starts)


def _as_long(began: dt.date, until: dt.date, starts: dt.date) -> dt.date:
    """The day as far from `starts` as `until` is from `began`, in whole months if possible."""
    for months in range(1, _LONGEST + 1):
        if add_months(began, months) == until:
            return add_months(starts, months)
    return starts + (until - began)


COMMAND = Command(
    "reopen",
    Reopen,
    reopen,
    needs=("who",),
    fits=lambda desk, person: rules.is_in(Standing.ENDED, person, desk.today),
    check=_check,
)
