"""The terms of an agreement, and the person, as typed for new-agreement and amend."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from mentorlog.arguments import IN_CONFIDENCE, IN_EDITOR, MINUTES, WHO, Writer, option
from mentorlog.commands import planning, who
from mentorlog.commands.desk import Desk
from mentorlog.commands.editing import Sheet, sheet_of_first
from mentorlog.commands.typed import (
    after,
    choice,
    choices,
    coming,
    length,
    subjects,
    texts,
    words,
)
from mentorlog.domain import cadence as rhythm
from mentorlog.domain.entries import Agreement
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
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.terminal.people import adding
from mentorlog.terminal.prompts import Field, as_list, as_typed_if
from mentorlog.terminal.wording import day as shown
from mentorlog.terminal.wording import number, sentence
from mentorlog.views.people import monthly, promised, terms_promised

CADENCE = option("--cadence TEXT", "“every 2 weeks”, “6 per year”, “2 hours a month”, …")
FOR = option("--for SPAN", "For how long: “6 months”.")
UNTIL = option("--until DATE", "Last day.", date="coming")
OPEN = option("--open", "No end date.")
OPEN_ENDED = "open"  # the answer that means it

RHYTHMS = '--cadence "every 2 weeks", "6 per year", "2 hours per month" or "as needed"'
ROLE = option("--as ROLE", "Your role: mentee, mentor or peer.", choices="Role")
DIFFERS = option(
    "--differs IN",
    "How they differ from you: background, gender, generation, culture, function, industry, "
    "organization, network or experience; repeatable.",
    choices="Difference",
)
HELPS_WITH = option(
    "--helps-with WITH",
    "career advice, skill, feedback, sponsorship, role model, sounding board, emotional support, "
    "accountability or network access; repeatable.",
    choices="Function",
)
ALIAS = option("--alias NAME", "Shown instead of the name; for --in-confidence.")

_NO_ALIAS = "--in-confidence needs an --alias, which is shown instead of the name."
_NOT_ACTIVE = {Standing.ENDED, Standing.EXPLORING}


class PersonArguments(Protocol):
    """What the command line may say about a person."""

    @property
    def role(self) -> str | None: ...
    @property
    def differs(self) -> list[str] | None: ...
    @property
    def helps_with(self) -> list[str] | None: ...
    @property
    def in_confidence(self) -> bool: ...
    @property
    def alias(self) -> str | None: ...


_BLANKS = ("meeting_minutes", "focus_areas", "out_of_scope", "goals", "ground_rules")
_GOAL = ("A goal:", "  - title: run the review alone", "    target_date: 2027-05-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(Writer):
    """The fields that both commands take; None: not given."""

    who: str | None = WHO
    name: str | None = option("--name NAME", "Their name.", about=True)
    role: str | None = ROLE
    cadence: str | None = CADENCE
    length: str | None = FOR
    until: str | None = UNTIL
    open_: bool = OPEN
    minutes: str | None = MINUTES
    medium: list[str] | None = option(
        "--medium HOW", "in person, video, phone, chat or email; repeatable.", choices="Medium"
    )
    focus: list[str] | None = option("--focus TEXT", "What you work on; repeatable.", prose=True)
    goal: list[str] | None = option("--goal TITLE", "A goal; repeatable.", prose=True)
    i_will: list[str] | None = option("--i-will TEXT", "What you promise; repeatable.", prose=True)
    they_will: list[str] | None = option(
        "--they-will TEXT", "What they promise; repeatable.", prose=True
    )
    i_hope: str | None = option("--i-hope TEXT", "What you hope to get.", prose=True)
    they_hope: str | None = option("--they-hope TEXT", "What they hope to get.", prose=True)
    rule: list[str] | None = option("--rule TEXT", "A ground rule; repeatable.", prose=True)
    differs: list[str] | None = DIFFERS
    helps_with: list[str] | None = HELPS_WITH
    first: str | None = option("--first DATE", "The first meeting: “DATE [HH:MM]”.", date="moment")
    in_confidence: bool = IN_CONFIDENCE
    alias: str | None = ALIAS
    edit: bool = IN_EDITOR


def understood_cadence(text: str) -> tuple[rhythm.Cadence, rhythm.Bound | None]:
    """The cadence that a phrase means, and its bound. Raises UsageError, with examples."""
    try:
        return rhythm.read(text)
    except ValueError as error:
        message = f"{sentence(str(error))}."
        raise UsageError(message, "" if '"' in message else RHYTHMS, wrong=text) from None


def how_often(*, default: str = "", hint: str = "") -> Field:
    """The question about the cadence."""
    read = as_typed_if(understood_cadence)
    return Field(
        name="cadence", text="How often do you meet", read=read, default=default, hint=hint
    )


def how_long(*, default: str = "", hint: str = "") -> Field:
    """The question about the length of a meeting."""
    read = as_typed_if(length)
    return Field(name="minutes", text="Minutes per meeting", read=read, default=default, hint=hint)


# The answer is split where the option is read.
WORK_ON = Field(name="focus", text="What you'll work on", skippable=True, read=as_list)


def is_open(answer: str) -> bool:
    """Whether an answer is "open", or the beginning of it: without a last day."""
    text = answer.strip().lower()
    return bool(text) and OPEN_ENDED.startswith(text)


def check(desk: Desk, typed: Terms, since: dt.date) -> None:
    """Refuse impossible terms. Raises UsageError, Refused."""
    if typed.cadence is not None:
        understood_cadence(typed.cadence)
    if typed.length is not None or typed.until is not None or typed.open_:
        blank = Agreement(id="", date=since, cadence=rhythm.AsNeeded(), words=AgreementWords())
        agreed(desk, blank, typed, since)
    if typed.first is not None:
        planning.check_coming(desk, typed.who, typed.first)


def agreed(desk: Desk, base: Agreement, typed: Terms, since: dt.date) -> Agreement:
    """The terms of `base` from another day on, changed as typed."""
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
            words=_with_typed(base.words or AgreementWords(), typed),
        )
    except ValueError as error:
        hint = 'Say when it ends:  --for "6 months" or --until DATE' if until is None else ""
        raise UsageError(f"These terms don't work: {error}.", hint) from None


def _with_typed(base: AgreementWords, typed: Terms) -> AgreementWords:
    titles = texts(typed.goal)
    known = {goal.title: goal for goal in base.goals}
    return replace(
        base,
        media=choices(Medium, typed.medium) or base.media,
        focus_areas=subjects(typed.focus) or base.focus_areas,
        goals=tuple(known.get(title, Goal(title=title)) for title in titles) or base.goals,
        commitments=Commitments(
            me=texts(typed.i_will) or base.commitments.me,
            them=texts(typed.they_will) or base.commitments.them,
        ),
        hopes=Hopes(
            me=words(typed.i_hope) or base.hopes.me,
            them=words(typed.they_hope) or base.hopes.them,
        ),
        ground_rules=texts(typed.rule) or base.ground_rules,
    )


def refuse_two_ends(length_: str | None, until: str | None, *, open_: bool) -> None:
    """Raises UsageError if more than one of --for, --until and --open was given."""
    if sum((length_ is not None, until is not None, open_)) > 1:
        raise UsageError("Give one of --for, --until and --open.")


def _until(desk: Desk, base: Agreement, typed: Terms, since: dt.date) -> dt.date | None:
    """The last day from --for, --until or --open; at most one of them may be given."""
    refuse_two_ends(typed.length, typed.until, open_=typed.open_)
    if typed.open_:
        return None
    if typed.length is not None:
        return after(typed.length, since)
    until = base.until
    if typed.until is not None:
        until = coming(typed.until, desk.today)
    if until is not None:
        refuse_early(
            until, since, desk.today, "Say when it ends:  --until DATE, --for SPAN or --open"
        )
    return until


def refuse_early(until: dt.date, since: dt.date, today: dt.date, hint: str = "") -> None:
    """Raises UsageError for a last day before the first."""
    if until < since:
        ends, starts = shown(until, today), shown(since, today)
        raise UsageError(f"It would end on {ends}, before it starts on {starts}.", hint)


def sheet(desk: Desk, _: Terms, change: Change, relationship: Relationship) -> Sheet:
    """The sheet for --edit: the agreement, and keys to fill in."""
    return sheet_of_first(desk, change, relationship, _BLANKS, below=_GOAL)


def met(
    typed: PersonArguments, change: Change, name: str, *, called: str | None = None
) -> Relationship:
    """Add a person. `called`: the wanted handle."""
    if typed.in_confidence and typed.alias is None:
        raise UsageError(_NO_ALIAS)
    return change.new_relationship(
        name=name,
        called=called,
        my_role=choice(Role, typed.role) or Role.MENTEE,
        alias=words(typed.alias, "--alias"),
        in_confidence=typed.in_confidence,
        words=RelationshipWords(
            differs_from_me=choices(Difference, typed.differs),
            helps_with=choices(Function, typed.helps_with),
        ),
    )


def described(
    desk: Desk,
    change: Change,
    known: Relationship,
    typed: PersonArguments,
    *,
    name: str | None = None,
) -> Relationship:
    """The known person with what was typed added; the same object if nothing was."""
    before = known.words or RelationshipWords()
    changed = replace(
        known,
        name=words(name, "--name") or known.name,
        my_role=choice(Role, typed.role) or known.my_role,
        alias=words(typed.alias, "--alias") or known.alias,
        in_confidence=known.in_confidence or typed.in_confidence,
        words=replace(
            before,
            differs_from_me=choices(Difference, typed.differs) or before.differs_from_me,
            helps_with=choices(Function, typed.helps_with) or before.helps_with,
        ),
    )
    if changed.in_confidence and changed.alias is None:
        raise UsageError(_NO_ALIAS)
    if changed == replace(known, words=before):
        return known
    if known.words is None:  # sealed
        return described(desk, change, desk.journal.person(known), typed, name=name)
    return change.describe(known, changed)


def check_alias(desk: Desk, typed: PersonArguments, name: str) -> None:
    """Raises UsageError if somebody new would be held in confidence without an alias."""
    if typed.in_confidence and typed.alias is None and who.known(desk, name) is None:
        raise UsageError(_NO_ALIAS)


def promised_hours(desk: Desk, relationship: Relationship, agreed: Agreement) -> tuple[str, ...]:
    """A line on what is promised per month and what this adds, if `me.hours_per_month` is set."""
    hours = desk.environment.settings.hours_per_month
    if hours is None:
        return ()
    others = (person for person in desk.contents.relationships if person.id != relationship.id)
    known = [
        desk.journal.with_words_of(person, {terms.id})
        for person in others
        if (terms := terms_promised(person, desk.today))
    ]
    return (adding(promised(known, desk.today, hours), monthly(agreed)),)


def beyond_limit(desk: Desk, relationship: Relationship, starts: dt.date) -> tuple[str, ...]:
    """A line if this makes more relationships than `active_limit` allows."""
    limit = desk.environment.settings.active_limit
    others = sum(
        assessment(person, starts).standing not in _NOT_ACTIVE
        for person in desk.contents.relationships
        if person.id != relationship.id
    )
    if limit is None or others < limit:
        return ()
    return (f"That makes {number(others + 1)}; your limit is {number(limit)}.",)
