"""new-agreement and amend: the terms two people agree on, and how they change.

Which terms are in force, and what becomes due, is the domain's to say; this only writes them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import replace

from mentorlog.commands import limits, namesakes, planning, rules, sheets, templating
from mentorlog.commands.dates import Toward, after, date, length
from mentorlog.commands.desk import Desk
from mentorlog.commands.terms import Amend, NewAgreement, Terms
from mentorlog.commands.typed import choice, choices, texts, words
from mentorlog.commands.writing import Command, Writing
from mentorlog.domain import cadence as rhythm
from mentorlog.domain.entries import Agreement, Closure
from mentorlog.domain.relationship import Relationship, Role
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import (
    AgreementWords,
    Commitments,
    Difference,
    Function,
    Goal,
    Hopes,
    Medium,
    RelationshipWords,
)
from mentorlog.errors import NotFound, Refused, UsageError
from mentorlog.journal.names import resolved
from mentorlog.terminal.wording import day as shown

_RHYTHMS = '--cadence "every 2 weeks", "6 per year", "2 hours per month" or "as needed"'


def new_agreement(desk: Desk, typed: NewAgreement, writing: Writing) -> Relationship:
    """An agreement with someone new, or with someone known where none is in force."""
    if typed.who is None and typed.name is None:
        raise UsageError("With whom?", 'mentorlog new-agreement "Dana Öz"')
    starts = date(typed.starts, today=desk.today, toward=Toward.COMING)
    known = free_to_agree(desk, typed, starts)
    role = choice(Role, typed.role, "--as") or (known.my_role if known else None) or Role.MENTEE
    typed = templating.completed(desk, typed, role)
    if typed.cadence is None:
        raise UsageError("How often do you want to meet?", _RHYTHMS)
    if known is None:
        relationship = _met(typed, writing)
        writing.lines += namesakes.remarked(desk, relationship.name)
    else:
        relationship = _described(desk, writing, desk.read(known), typed)
    blank = Agreement(id="", date=starts, cadence=rhythm.AsNeeded(), words=AgreementWords())
    agreed = templating.marked(desk, typed, _terms(desk, blank, typed, starts))
    writing.add(relationship, agreed)
    for change in templating.later(desk, typed, agreed):
        writing.add(relationship, change)
    writing.lines += limits.mentioned(desk, relationship, starts)
    if typed.first is not None:
        planning.plan(desk, relationship, typed.first, writing)
    return relationship


def amend(desk: Desk, typed: Amend, writing: Writing) -> Relationship:
    """All terms again from a day on, some of them changed; on the day they began, a correction."""
    if typed.who is None:
        raise UsageError("Whose agreement?", "mentorlog amend WHO --cadence monthly")
    relationship = desk.relationship(typed.who)
    since = date(typed.since, today=desk.today, toward=Toward.COMING)
    rules.open_on(relationship, since, desk.today)
    rules.agreed(relationship, max(since, desk.today))
    relationship = desk.read(relationship)
    latest = max(relationship.of(Agreement), key=lambda terms: (terms.date, terms.id))
    relationship, latest = desk.whole(relationship, latest)
    if since < latest.date:
        raise Refused(
            f"The latest terms are from {shown(latest.date, desk.today)}; change those, or later.",
            f"mentorlog amend {relationship.handle} --from {latest.date}",
        )
    described = _described(desk, writing, relationship, typed)
    writing.before = latest
    if since == latest.date:
        writing.update(latest, _terms(desk, latest, typed, since))
    else:
        before = _unexplained(latest)
        amended = _terms(desk, before, typed, since)
        if typed.edit or replace(amended, date=before.date) != before:
            writing.add(described, amended, like=latest)
    if typed.edit and since == latest.date:
        writing.opened(latest)
    if typed.first is not None:
        planning.plan(desk, described, typed.first, writing)
    if writing.is_empty and not typed.edit:
        raise UsageError("Nothing would change.", f"mentorlog amend {relationship.handle} -h")
    return described


def _unexplained(terms: Agreement) -> Agreement:
    """The terms without the reason of the last amendment, which is not the next one's."""
    return replace(terms, words=replace(terms.words or AgreementWords(), reason=None))


def understood_cadence(text: str) -> tuple[rhythm.Cadence, rhythm.Bound | None]:
    """The rhythm that a phrase means. Raises UsageError, with examples."""
    try:
        return rhythm.read(text)
    except ValueError as error:
        said = f"{str(error)[:1].upper()}{str(error)[1:]}."
        raise UsageError(said, "" if '"' in said else _RHYTHMS) from None


def free_to_agree(desk: Desk, typed: Terms, starts: dt.date) -> Relationship | None:
    """Who is meant, if the journal has them: by handle or name, exactly.

    Raises Refused if two are called so, or an agreement is in force already.
    """
    for word in (typed.who, typed.name):
        if word is not None:
            with contextlib.suppress(NotFound):
                known = resolved(word, desk.contents.relationships, exact=True)
                _check_free(known, starts, desk.today)
                return known
    return None


def _check_free(relationship: Relationship, starts: dt.date, today: dt.date) -> None:
    """Refuse a second agreement beside one that is in force or to come."""
    found = assessment(relationship, starts)
    over = found.end is not None and found.end < starts
    if found.terms is not None and found.standing is not Standing.ENDED and not over:
        since = "since" if found.terms.date <= today else "from"
        raise Refused(
            f"{relationship.handle} and you have agreed already, {since} "
            f"{shown(found.terms.date, today)}.",
            f"Change it:  mentorlog amend {relationship.handle}",
        )
    closed = max((closure.date for closure in relationship.of(Closure)), default=None)
    if closed is not None and starts <= closed:
        raise Refused(
            f"{relationship.handle} was closed on {shown(closed, today)}; begin again after that.",
            f"--starts {closed + dt.timedelta(days=1)}",
        )


def _met(typed: NewAgreement, writing: Writing) -> Relationship:
    """Someone new. WHO is the name, or with --name the handle one would like."""
    name = words(typed.who if typed.name is None else typed.name, "The name") or ""
    if typed.in_confidence and typed.alias is None:
        raise UsageError("In confidence needs an --alias, which stands for the name everywhere.")
    return writing.new_relationship(
        name=name,
        called=typed.who,
        my_role=choice(Role, typed.role, "--as") or Role.MENTEE,
        alias=words(typed.alias, "--alias"),
        in_confidence=typed.in_confidence,
        words=RelationshipWords(
            differs_from_me=choices(Difference, typed.differs, "--differs"),
            helps_with=choices(Function, typed.helps_with, "--helps-with"),
        ),
    )


def _described(desk: Desk, writing: Writing, known: Relationship, typed: Terms) -> Relationship:
    """The relationship with what was said about the person; the same object if nothing was."""
    described = known.words or RelationshipWords()
    changed = replace(
        known,
        name=words(typed.name, "--name") or known.name,
        my_role=choice(Role, typed.role, "--as") or known.my_role,
        alias=words(typed.alias, "--alias") or known.alias,
        in_confidence=known.in_confidence or typed.in_confidence,
        words=replace(
            described,
            differs_from_me=choices(Difference, typed.differs, "--differs")
            or described.differs_from_me,
            helps_with=choices(Function, typed.helps_with, "--helps-with") or described.helps_with,
        ),
    )
    if changed.in_confidence and changed.alias is None:
        raise UsageError("In confidence needs an --alias, which stands for the name everywhere.")
    if changed == replace(known, words=described):
        return known
    if known.words is None:  # sealed
        return _described(desk, writing, desk.journal.person(known), typed)
    told = writing.describe(known, changed)
    if told.handle != known.handle:
        writing.lines.append(f"The handle is {told.handle} now.")
    return told


def _terms(desk: Desk, base: Agreement, typed: Terms, since: dt.date) -> Agreement:
    """The terms of `base` from another day, with what was typed in their place."""
    cadence, bound = base.cadence, base.bound
    until = _until(desk, base, typed, since)
    if typed.cadence is not None:
        cadence, named = understood_cadence(typed.cadence)
        bound = named or rhythm.Bound.TARGET
    try:
        return replace(
            base,
            date=since,
            cadence=cadence,
            bound=bound,
            until=until,
            meeting_minutes=length(typed.minutes) or base.meeting_minutes,
            words=_words(base.words or AgreementWords(), typed),
        )
    except ValueError as error:
        hint = 'Say when it ends:  --for "6 months" or --until DATE' if until is None else ""
        raise UsageError(f"These terms can't be: {error}.", hint) from None


def _words(base: AgreementWords, typed: Terms) -> AgreementWords:
    titles = texts(typed.goal, "--goal")
    known = {goal.title: goal for goal in base.goals}
    return replace(
        base,
        media=choices(Medium, typed.medium, "--medium") or base.media,
        focus_areas=texts(typed.focus, "--focus") or base.focus_areas,
        goals=tuple(known.get(title, Goal(title=title)) for title in titles) or base.goals,
        commitments=Commitments(
            me=texts(typed.i_will, "--i-will") or base.commitments.me,
            them=texts(typed.they_will, "--they-will") or base.commitments.them,
        ),
        hopes=Hopes(
            me=words(typed.i_hope, "--i-hope") or base.hopes.me,
            them=words(typed.they_hope, "--they-hope") or base.hopes.them,
        ),
        ground_rules=texts(typed.rule, "--rule") or base.ground_rules,
        reason=(words(typed.why, "--why") if isinstance(typed, Amend) else None) or base.reason,
    )


def _until(desk: Desk, base: Agreement, typed: Terms, since: dt.date) -> dt.date | None:
    """The last day, of `--for`, `--until` and `--open`: at most one may be given."""
    if sum((typed.length is not None, typed.until is not None, typed.open_)) > 1:
        raise UsageError("Give one of --for, --until and --open.")
    if typed.open_:
        return None
    if typed.length is not None:
        return after(typed.length, since)
    until = base.until
    if typed.until is not None:
        until = date(typed.until, today=desk.today, toward=Toward.COMING)
    if until is not None and until < since:
        raise UsageError(
            f"It would end on {shown(until, desk.today)}, before it begins on "
            f"{shown(since, desk.today)}.",
            "Say when it ends:  --until DATE, --for SPAN or --open",
        )
    return until


AMEND = Command("amend", Amend, amend, confirmed=True, sheet=sheets.of_agreement)
