"""Agree with someone on areas, cadence and timeframe.

Example: mentorlog new-agreement "Dana Öz" --cadence "every 2 weeks" --for "6 months"
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

from mentorlog.arguments import option
from mentorlog.commands import Choice, Command, Reading, Result, planning, rules, terms, who
from mentorlog.commands.desk import Desk
from mentorlog.commands.new_agreement import templates
from mentorlog.commands.new_agreement.templates import Template, Templates
from mentorlog.commands.terms import Terms
from mentorlog.commands.typed import after, choice, coming, end, moment, read_ahead, words
from mentorlog.commands.who import HANDLE
from mentorlog.domain.cadence import AsNeeded, Period, Quota
from mentorlog.domain.days import Span
from mentorlog.domain.entries import Agreement, Closure
from mentorlog.domain.relationship import Relationship, Role
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import AgreementWords
from mentorlog.environment import Environment
from mentorlog.errors import Refused, UsageError, shell_word
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.terminal.prompts import (
    Field,
    Prompt,
    Question,
    a_name,
    about,
    as_typed_if,
    completed,
    split_at_semicolons,
)
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import day
from mentorlog.views.confidence import shown_name


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAgreement(Terms):
    template: str | None = option(
        "--template NAME|list", "Terms to start from; list shows all.", offers="templates"
    )
    starts: str | None = option("--starts DATE", "The first day (default: today).", date="coming")
    handle: str | None = HANDLE


Keep = Callable[[NewAgreement], object]


def new_agreement(desk: Desk, typed: NewAgreement, change: Change) -> Relationship:
    """Agree with someone new, or with a known person who has no agreement in force."""
    if typed.who is None and typed.name is None:
        raise UsageError("With whom?", 'mentorlog new-agreement "Dana Öz"')
    starts = coming(typed.starts, desk.today)
    known = _free_to_agree(desk, typed, starts)
    role = choice(Role, typed.role) or (known.my_role if known else None) or Role.MENTEE
    chosen = templates.chosen_of(desk, typed.template)
    typed = templates.completed(chosen, typed, role)
    if typed.cadence is None:
        raise UsageError("How often do you want to meet?", terms.RHYTHMS)
    if known is None:
        relationship = _new_person(typed, change)
    else:
        relationship = terms.described(desk, change, desk.read(known), typed, name=typed.name)
        if relationship.handle != known.handle:
            change.lines.append(f"The handle is now {relationship.handle}.")
    blank = Agreement(id="", date=starts, cadence=AsNeeded(), words=AgreementWords())
    agreed = templates.marked(chosen, terms.agreed(desk, blank, typed, starts))
    change.add(relationship, agreed)
    for later in templates.later(chosen, agreed):
        change.add(relationship, later)
    change.lines += read_ahead(typed.starts, "--starts", desk.today)
    change.lines += terms.beyond_limit(desk, relationship, starts)
    change.lines += terms.promised_hours(desk, relationship, agreed)
    if typed.first is not None:
        planning.plan(desk, relationship, planning.planned(typed.first, desk.today), change)
    return relationship


def _new_person(typed: NewAgreement, change: Change) -> Relationship:
    """Add a person. WHO is the name, or with --name the handle."""
    name = words(typed.who if typed.name is None else typed.name, "The name") or ""
    called = typed.handle or (typed.who if typed.name and not typed.alias else None)
    return terms.met(typed, change, name, called=called)


def _free_to_agree(desk: Desk, typed: NewAgreement, starts: dt.date) -> Relationship | None:
    """The person with exactly this handle or name; None for somebody new.

    Raises Refused for two of that name, or if an agreement is in force.
    """
    known = None
    if typed.handle is None and typed.who is not None:
        known = who.known(desk, typed.who)
    name = typed.who if typed.name is None else typed.name
    if known is None and name is not None:
        known = who.known_or_new(
            desk,
            name,
            handle=typed.handle,
            same=lambda person: (
                f"mentorlog {_verb(person, desk.today)} {shell_word(person.handle)} …"
            ),
            other=lambda handle: (
                f"mentorlog new-agreement {who.quoted(safe(name))} --handle {handle} …"
            ),
        )
    if known is not None:
        _check_free(known, starts, desk.today)
    return known


def _verb(relationship: Relationship, today: dt.date) -> str:
    return "amend" if rules.has_terms(relationship, today) else "new-agreement"


def _check_free(relationship: Relationship, starts: dt.date, today: dt.date) -> None:
    """Refuse a second agreement beside one that is in force now or later."""
    assessed = assessment(relationship, starts)
    over = assessed.end is not None and assessed.end < starts
    over = over or rules.is_in(Standing.ENDED, relationship, today)
    if assessed.terms is not None and assessed.standing is not Standing.ENDED and not over:
        since = "since" if assessed.terms.date <= today else "from"
        raise Refused(
            f"You already have an agreement with {relationship.handle}, {since} "
            f"{day(assessed.terms.date, today)}.",
            f"Change it:  mentorlog amend {shell_word(relationship.handle)}",
        )
    closed = max((closure.date for closure in relationship.of(Closure)), default=None)
    if closed is not None and starts <= closed:
        raise Refused(
            f"{relationship.handle} was closed on {day(closed, today)}; start after that.",
            f"--starts {closed + dt.timedelta(days=1)}",
        )


def ask_the_rest(desk: Desk, typed: NewAgreement, prompt: Prompt, keep: Keep) -> NewAgreement:
    """Ask for what is missing; call `keep` after each answer. Raises Interrupted."""
    if typed.who is None and typed.name is None:
        typed = replace(typed, who=prompt.ask(Question(text="With whom"), a_name) or None)
    name = words(typed.who if typed.name is None else typed.name, "The name")
    starts = coming(typed.starts, desk.today)
    known = _free_to_agree(desk, typed, starts)
    if name is None:
        return typed
    if known is not None:
        name = shown_name(known, reveal=False)
    chosen = templates.chosen_of(desk, typed.template)
    typed = templates.completed(chosen, typed, None)
    if (typed.until or typed.open_) and prompt.asks_again(_LENGTH):
        typed = replace(typed, length=typed.until or terms.OPEN_ENDED, until=None, open_=False)
    asked = _Questions(safe(name), chosen, known, starts, desk.today)
    first = [field for field in asked.first() if not getattr(typed, field.name)]
    rest = [field for field in asked.rest(typed) if not getattr(typed, field.name)]
    if first or rest or prompt.earlier:
        prompt.say(
            f"An agreement with {safe(name)}. Enter takes what's in [brackets]; "
            "Ctrl-C keeps what you wrote.\n"
        )
    typed = completed(typed, asked.first(), prompt, keep)
    return completed(typed, asked.rest(typed), prompt, keep)


@dataclass(frozen=True, slots=True)
class _Questions:
    """What is asked about an agreement with somebody, by a template or without one."""

    name: str
    template: Template | None
    known: Relationship | None
    starts: dt.date
    today: dt.date

    def first(self) -> Iterator[Field]:
        """What the others depend on."""
        if self.known is None:
            yield _ROLE
        yield terms.how_often(default="monthly")

    def rest(self, typed: NewAgreement) -> Iterator[Field]:
        short = self.name.split(maxsplit=1)[0]
        they_hope = about(short, "What {} hopes for", "What they hope for")
        if not (typed.until or typed.open_):
            yield self._ending(typed)
        yield terms.how_long(default="60")
        yield terms.WORK_ON
        yield Field(name="i_hope", text="What you hope for", skippable=True)
        yield Field(name="they_hope", text=they_hope, skippable=True)
        yield self._promise(typed, "i_will", "I will")
        yield self._promise(typed, "they_will", about(short, "{} will", "They will"))
        read = as_typed_if(partial(_check_coming, today=self.today))
        yield Field(name="first", text="First meeting", skippable=True, read=read)

    def _ending(self, typed: NewAgreement) -> Field:
        until = day(after("6 months", self.starts), self.today)
        return Field(
            name="length",
            text=_LENGTH,
            default="6 months",
            hint=f"(until {until}), a date, or open",
            offers=("6 months", "open"),
            read=partial(_end, self.today, self.starts, typed.cadence),
        )

    def _promise(self, typed: NewAgreement, side: str, text: str) -> Field:
        """What one side promises; the template's promise stays unless other words replace it."""
        role = choice(Role, typed.role) or (self.known.my_role if self.known else Role.MENTEE)
        filled = templates.completed(
            self.template, replace(typed, i_will=None, they_will=None), role
        )
        promised = "; ".join(getattr(filled, side) or ())

        def read(answer: str) -> list[str] | dict[str, object]:
            return {} if answer == promised else split_at_semicolons(answer)

        return Field(name=side, text=text, default=promised, skippable=not promised, read=read)


def _role(text: str) -> Role | None:
    """My role. Raises UsageError for another answer, with who is who: "my mentor", "her mentee"."""
    try:
        return choice(Role, text)
    except UsageError:
        roles = "mentee (they mentor you), mentor (you mentor them) or peer"
        raise UsageError(f"Choose {roles}.") from None


_LENGTH = "For how long"
_ROLE = Field(
    name="role",
    text="Your role",
    default="mentee",
    choices=tuple(Role),
    hint="(mentee: they mentor you)",
    read=as_typed_if(_role),
)


def _end(
    today: dt.date, starts: dt.date, cadence: str | None, text: str
) -> str | dict[str, object]:
    """The length as typed, or the other option that an answer means: a last day, or none."""
    if not terms.is_open(text):
        last = end(text, today, may_be_open=True)
        if isinstance(last, Span):
            return text
        terms.refuse_early(last, starts, today)
        return {"until": last.isoformat()}
    rhythm, _ = terms.understood_cadence(cadence or "as needed")
    if isinstance(rhythm, Quota) and rhythm.period is Period.TERM:
        raise UsageError("Meetings per term need an end.")
    return {"open_": True}


def _check_coming(text: str, today: dt.date) -> None:
    try:
        first, _ = moment(text, today=today)
    except Refused as error:
        raise UsageError(error.message, error.hint) from None
    if first < today:
        raise UsageError("That's in the past; the first meeting must be in the future.")


def _listing(desk: Desk, _: NewAgreement) -> Result:
    """All templates, the user's own first."""
    folder = templates.own_folder(desk.environment)
    chosen, wrong = templates.all_templates(folder)
    view = Templates(as_of=desk.today, items=chosen, folder=str(folder), wrong=wrong)
    return Result(view=view)


def _chosen(
    _: Environment,
    typed: NewAgreement,
    __: bool,  # noqa: FBT001
) -> Command[NewAgreement] | Reading[NewAgreement]:
    return _LIST if typed.template == templates.LIST else _WRITE


def _check(desk: Desk, typed: NewAgreement) -> None:
    terms.check(desk, typed, coming(typed.starts, desk.today))
    templates.chosen_of(desk, typed.template)
    if typed.handle is not None:
        who.refuse_handle(desk, typed.handle)
    if typed.who is not None:
        terms.check_alias(desk, typed, typed.who)


_LIST = Reading(NewAgreement, _listing)
_WRITE = Command(
    "new-agreement", NewAgreement, new_agreement, ask=ask_the_rest, sheet=terms.sheet, check=_check
)
COMMAND = Choice(NewAgreement, _chosen)
