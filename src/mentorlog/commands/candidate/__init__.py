"""Look for a mentor: note a step, see where each one stands, or compare.

Example: mentorlog candidate "Ed Moss" --experience "ran three reorgs" --stage approached
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from mentorlog.arguments import IN_CONFIDENCE, ON, Reader, Writer, argument, option
from mentorlog.commands import Choice, Command, Reading, Result, rules, terms, who
from mentorlog.commands.candidate.lists import OVER, Comparison, candidate_of, candidates
from mentorlog.commands.desk import Desk
from mentorlog.commands.terms import ALIAS, DIFFERS, HELPS_WITH, ROLE
from mentorlog.commands.typed import choice, coming, words
from mentorlog.commands.who import HANDLE
from mentorlog.domain.days import add_months
from mentorlog.domain.entries import Approach, Stage
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import ApproachWords, Difference, RelationshipWords, known_of
from mentorlog.environment import Environment
from mentorlog.errors import Refused, UsageError, shell_word
from mentorlog.frozen import dataclass, fields, replace
from mentorlog.journal.change import Change
from mentorlog.journal.names import echoed
from mentorlog.terminal.prompts import (
    Field,
    Prompt,
    Question,
    a_name,
    completed,
    one_of,
    one_word,
    split_at_semicolons,
)
from mentorlog.terminal.wording import each_spelled, spelled

PATIENCE = 10  # days of waiting for an answer before a friendly reminder
NOT_NOW = 3  # months until asking again
_WAITING = (Stage.APPROACHED, Stage.FIRST_CONVERSATION, Stage.DECIDING)
_MOST_COMPARED = 4  # columns; nobody reads more


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateArguments(Reader, Writer):
    who: list[str] | None = argument(
        "WHO",
        "One person; leave it out to list all; several with --compare.",
        offers="people",
        about=True,
    )
    compare: bool = option("--compare", "Compare people side by side.")
    stage: str | None = option(
        "--stage STAGE",
        "noticed, approached, first conversation, deciding, agreed, not now, declined or dropped.",
        choices="Stage",
    )
    experience: str | None = option("--experience TEXT", "What they have done.", prose=True)
    desire: str | None = option("--desire TEXT", "Why you think they want to help.", prose=True)
    time: str | None = option("--time TEXT", "Why you think they have the time.", prose=True)
    warm_path: str | None = option("--warm-path TEXT", "Who can introduce you.", prose=True)
    offer: str | None = option("--offer TEXT", "What you can offer.", prose=True)
    small_ask: str | None = option("--small-ask TEXT", "A small first request.", prose=True)
    note: str | None = option("--note -|TEXT", "A note; - reads it from stdin.", prose=True)
    differs: list[str] | None = DIFFERS
    helps_with: list[str] | None = HELPS_WITH
    follow_up: str | None = option("--follow-up DATE", "When to write again.", date="coming")
    on: str | None = ON
    role: str | None = ROLE
    in_confidence: bool = IN_CONFIDENCE
    alias: str | None = ALIAS
    handle: str | None = HANDLE


def listing(desk: Desk, typed: CandidateArguments) -> Result:
    """Everyone who is considered, or some of them side by side."""
    if not typed.compare:
        people = [
            desk.read(person) for person in desk.contents.relationships if _is_searched(person)
        ]
        everyone = candidates(people, desk.today, reveal=desk.reveal)
        return Result(view=everyone)
    chosen = list(dict.fromkeys(desk.relationship(who).handle for who in typed.who or ()))
    if not 1 < len(chosen) <= _MOST_COMPARED:
        raise UsageError("Compare two to four people.", "mentorlog candidate ANA BEN --compare")
    views = [
        candidate_of(desk.read(desk.relationship(who)), desk.today, reveal=desk.reveal)
        for who in chosen
    ]
    if None in views:
        nobody = chosen[views.index(None)]
        raise Refused(f"{nobody} isn't a candidate.", "See who is:  mentorlog candidate")
    return Result(view=Comparison(as_of=desk.today, items=tuple(filter(None, views))))


def candidate(desk: Desk, typed: CandidateArguments, change: Change) -> Relationship:
    """Note one step of the search; each day has one step."""
    name = _only_one(typed)
    on = rules.day_so_far(typed.on, desk.today, "A step of the search")
    known = _known(desk, typed)
    if known is None:
        change.add(
            made := terms.met(typed, change, words(name, "The name") or "", called=typed.handle),
            _step(typed, None, on, desk.today),
        )
        return made
    rules.open_on(known, on, desk.today)
    _still_searching(known, on)
    known = desk.read(known)
    relationship = terms.described(desk, change, known, typed)
    if not _says_something(typed) and any(known.of(Approach)):
        raise UsageError(f"Nothing new about {known.handle}.", "See everyone:  mentorlog candidate")
    steps = [step for step in known.of(Approach) if step.date <= on]
    last = steps[-1] if steps else None
    step = _step(typed, last, on, desk.today)
    if last is not None and last.date == on:
        known, last = desk.whole(known, last)
        now = _merged(last, step, follows_up=typed.follow_up or typed.stage)
        change.update(last, now)
        if not (known.in_confidence or now.in_confidence):
            change.lines += _replaced(last, now)
    else:
        change.add(relationship, step)
    return relationship


def _step(
    typed: CandidateArguments, last: Approach | None, on: dt.date, today: dt.date
) -> Approach:
    """The step as typed; without a stage it has the last one's."""
    stage = choice(Stage, typed.stage) or (last.stage if last else Stage.NOTICED)
    return Approach(
        id="",
        date=on,
        stage=stage,
        follow_up_on=_follow_up(typed, stage, on, today),
        words=ApproachWords(
            experience=words(typed.experience),
            desire=words(typed.desire),
            time=words(typed.time),
            warm_path=words(typed.warm_path),
            i_can_offer=words(typed.offer),
            small_ask=words(typed.small_ask),
            note=words(typed.note),
        ),
    )


def _merged(last: Approach, step: Approach, *, follows_up: str | None) -> Approach:
    """The step of the same day, with what was typed now added."""
    return replace(
        last,
        stage=step.stage,
        follow_up_on=step.follow_up_on if follows_up else last.follow_up_on,
        words=replace(known_of((last, step)), tags=last.words.tags if last.words else ()),
    )


def _replaced(before: Approach, now: Approach) -> Iterator[str]:
    """Lines on what the earlier step of that day said differently: now, and before."""
    if before.stage is not now.stage:
        yield f"Stage: {spelled(now.stage)} (before: {spelled(before.stage)})"
    if before.words is None or now.words is None:
        return
    for field in fields(ApproachWords):
        was, is_ = getattr(before.words, field.name), getattr(now.words, field.name)
        if was and was != is_:
            yield f"{field.name.replace('_', ' ').capitalize()}: {is_} (before: {was})"


def ask_the_rest(
    desk: Desk,
    typed: CandidateArguments,
    prompt: Prompt,
    keep: Callable[[CandidateArguments], object],
) -> CandidateArguments:
    """Ask on a terminal, after a bare name, for what isn't known yet."""
    given = any(getattr(typed, field.name) for field in fields(typed) if field.name != "who")
    if not typed.who:
        names = tuple(person.name for person in desk.contents.relationships if _is_searched(person))
        name = prompt.ask(Question(text="Who is it about?", offers=names), a_name)
        return replace(typed, who=[name] if name else None)
    if given and not prompt.is_resumed:
        return typed
    known = _known(desk, typed)
    have = _answered(desk, known) if known else set()
    prompt.say("What do you know so far? Press Enter to skip a question.\n")
    stage, *rest = _FIELDS
    typed = completed(typed, [stage], prompt, keep)
    if typed.stage in OVER:  # then nothing more is asked
        return typed
    missing = [field for field in rest if field.name not in have]
    return completed(typed, missing, prompt, keep)


def _says_something(typed: CandidateArguments) -> bool:
    return any(
        getattr(typed, field.name) for field in fields(typed) if field.name not in {"who", "on"}
    )


def _only_one(typed: CandidateArguments) -> str:
    if not typed.who:
        raise UsageError("Who is it about?", "mentorlog candidate WHO --stage approached")
    if len(typed.who) != 1:
        raise UsageError("One person at a time.", "Put a name of several words in quotes.")
    return typed.who[0]


def _is_searched(person: Relationship) -> bool:
    return any(person.of(Approach))


def _known(desk: Desk, typed: CandidateArguments) -> Relationship | None:
    name = _only_one(typed)
    return who.known_or_new(
        desk,
        name,
        handle=typed.handle,
        same=lambda person: f"mentorlog candidate {shell_word(person.handle)} …",
        other=lambda handle: f"mentorlog candidate {who.quoted(echoed(name))} --handle {handle} …",
    )


def _still_searching(known: Relationship, on: dt.date) -> None:
    """Raises Refused if an agreement is in force."""
    assessed = assessment(known, on)
    if assessed.terms is not None and assessed.standing is not Standing.ENDED:
        raise Refused(
            f"You already have an agreement with {known.handle}.",
            f"Prepare the next meeting:  mentorlog prep {shell_word(known.handle)}",
        )


def _follow_up(
    typed: CandidateArguments, stage: Stage, on: dt.date, today: dt.date
) -> dt.date | None:
    """The day as typed; else ten days for an answer, three months after "not now"."""
    if typed.follow_up is not None:
        chosen = coming(typed.follow_up, today)
        if chosen <= on:
            raise UsageError("--follow-up must be after the step itself.")
        return chosen
    if stage in _WAITING:
        return on + dt.timedelta(days=PATIENCE)
    return add_months(on, NOT_NOW) if stage is Stage.NOT_NOW else None


def _answered(desk: Desk, known: Relationship) -> set[str]:
    """The fields of questions that the journal already answers."""
    whole = desk.read(known)
    learned = known_of(whole.of(Approach))
    about = whole.words or RelationshipWords()
    answers = {
        "experience": learned.experience,
        "desire": learned.desire,
        "time": learned.time,
        "differs": about.differs_from_me,
        "warm_path": learned.warm_path,
        "small_ask": learned.small_ask,
        "offer": learned.i_can_offer,
    }
    return {name for name, answer in answers.items() if answer}


def _differences(text: str) -> list[str]:
    return [one_of(Difference)(part) for part in split_at_semicolons(text.replace(",", ";"))]


_FIELDS = (
    one_word("stage", "Stage", Stage),
    Field(name="experience", text="Their experience"),
    Field(name="desire", text="Do they want to help"),
    Field(name="time", text="Their time"),
    Field(
        name="differs",
        text="They differ in",
        choices=each_spelled(Difference),
        hint="(one or several)",
        read=_differences,
    ),
    Field(name="warm_path", text="Who can introduce you", skippable=True),
    Field(name="small_ask", text="A small first request", skippable=True),
    Field(name="offer", text="What you can offer", skippable=True),
)


def _check(desk: Desk, typed: CandidateArguments) -> None:
    on = rules.day_so_far(typed.on, desk.today, "A step of the search")
    _step(typed, None, on, desk.today)
    if typed.handle is not None:
        who.refuse_handle(desk, typed.handle)
    if typed.who:
        terms.check_alias(desk, typed, _only_one(typed))


_LIST = Reading(CandidateArguments, listing)
_STEP = Command("candidate", CandidateArguments, candidate, ask=ask_the_rest, check=_check)


def _chosen(
    _: Environment,
    typed: CandidateArguments,
    resumed: bool,  # noqa: FBT001
) -> Command[CandidateArguments] | Reading[CandidateArguments]:
    noted = (typed.who or _says_something(typed)) and not typed.compare
    return _STEP if resumed or noted else _LIST


COMMAND = Choice(CandidateArguments, _chosen)
