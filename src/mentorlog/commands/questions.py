"""What is asked on a terminal for any command: what is missing, refused, or to be chosen.

The questions of one command alone are in its own module. Imported only where somebody may answer,
or to say what must be typed again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from mentorlog.arguments import Arguments, Parameter, parameters
from mentorlog.commands.desk import Desk, prompt_of
from mentorlog.commands.who import named_people, one_of_people
from mentorlog.domain import matching
from mentorlog.domain.entries import Entry, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing, assessment
from mentorlog.errors import Interrupted, NotFound, Refused, UsageError
from mentorlog.frozen import NamedTuple, replace
from mentorlog.journal.codec import words_of
from mentorlog.journal.names import ID_LENGTH, echoed, shown
from mentorlog.terminal.prompts import Prompt, Question, a_name, keeping_partial, one_of
from mentorlog.terminal.wording import clock, day
from mentorlog.views.confidence import discreet_entry

if TYPE_CHECKING:
    from mentorlog.views.loops import Loop
    from mentorlog.views.written import Written


A = TypeVar("A", bound=Arguments)
Fits = Callable[[Desk, Relationship], bool]
Check = Callable[[str], object]


def anybody(_: Desk, __: Relationship) -> bool:
    """The default for `fits`: everyone."""
    return True


def supplied(
    desk: Desk,
    typed: A,
    needs: Iterable[str],
    prompt: Prompt,
    keep: Callable[[A], object] = lambda _: None,
    *,
    fits: Fits = anybody,
    check: Callable[[A], object] = lambda _: None,
) -> A:
    """The arguments, with answers for what the command `needs` and wasn't given.

    `fits`: the people to list first. `check`: refuses an answer, which is then asked again. Raises
    Interrupted; then the draft has what was answered.
    """
    prompt = replace(prompt, collected=None)  # these questions are asked again only if need be
    typed = _with_whole_name(desk, typed, keep)
    if not all(getattr(typed, name) for name in needs):
        _check_named(desk, typed)
    for name in needs:
        if getattr(typed, name):
            continue
        parameter = parameters(type(typed))[name]
        given = partial(_with_answer, typed, name, parameter)
        ask = _asking(name, parameter, fits)
        with keeping_partial(_given_to(keep, given) if parameter.prose else None):
            answer = ask(desk, prompt, asked_again(_given_to(check, given)))
        if not answer:
            break
        typed = given(answer)
        keep(typed)
    return typed


def _given_to(what: Callable[[A], object], given: Callable[[str], A]) -> Check:
    """What is done with an answer: `what`, with the arguments that have it."""
    return lambda answer: what(given(answer))


def asked_again(check: Check) -> Check:
    """A check for a prompt: an answer that it refuses is asked again."""

    def checked(answer: str) -> None:
        try:
            check(answer)
        except Refused as error:
            raise UsageError(error.message, error.hint) from None

    return checked


def _with_answer(typed: A, name: str, parameter: Parameter, answer: str) -> A:
    several = (parameter.metavar or "").endswith("…") and not parameter.unquoted
    value = [answer] if several else answer
    return _replaced(typed, **{name: value})


def _replaced(typed: A, **values: object) -> A:
    typed_: Any = typed  # a dataclass
    return cast("A", replace(typed_, **values))


def _check_named(desk: Desk, typed: A) -> None:
    """Resolve unclear names first, before asking for what is missing."""
    if who := getattr(typed, "who", None):
        desk.relationship(who)
    named_people(desk, getattr(typed, "with_", None) or ())
    if entry := getattr(typed, "entry", None):
        desk.entry(entry)


def _with_whole_name(desk: Desk, typed: A, keep: Callable[[A], object]) -> A:
    """The arguments, with the beginning of the note moved to WHO if it completes a name.

    The user is asked. An empty note is still to be asked for.
    """
    who, note = getattr(typed, "who", None), _note_of(type(typed))
    text = getattr(typed, note) if note else None
    if not (who and note and text) or getattr(typed, "new", False):
        return typed
    if (person := matching.completes(who, text, desk.contents.relationships)) is None:
        return typed
    words = text.split()
    count = next(
        n
        for n in range(1, len(words) + 1)
        if matching.meant(" ".join((who, *words[:n])), (person,), exact=True)
    )
    begins = echoed(" ".join(words[:count]))
    if not desk.agrees(
        f'Did you mean {shown(person)}, and not a note that begins with "{begins}"?'
    ):
        return typed
    rest = "".join(text.split(maxsplit=count)[count:])
    typed = _replaced(typed, **{"who": person.handle, note: rest})
    keep(typed)
    return typed


def _note_of(kind: type[Arguments]) -> str | None:
    """The argument with the words that follow WHO; None if the command has none."""
    names = (
        name
        for name, parameter in parameters(kind).items()
        if parameter.prose and not parameter.flags
    )
    return next(names, None)


class Impossible(NamedTuple):
    """A value that is refused.

    `name`: its field. `position`: its place in a field that takes several. `option`: how to give it
    again: "--on DATE", or an argument with those before it, "WHO TO".
    """

    name: str
    position: int
    option: str


def impossible(typed: Arguments, check: Callable[[Any], object]) -> Impossible | None:
    """The value without which `check` refuses something else, or nothing; None if unknown.

    Only dates, lengths, choices and repeatable texts, which may hold dates, are tried.
    """
    if not (why := _objection(check, typed)):
        return None
    arguments = ""
    for name, parameter in parameters(type(typed)).items():
        metavar = (parameter.metavar or "").rstrip("…")
        arguments = arguments if parameter.flags else f"{arguments} {metavar}".lstrip()
        option = f"{parameter.flags[0]} {metavar}" if parameter.flags else arguments
        value = getattr(typed, name)
        values = value if isinstance(value, list | tuple) else [value]
        several = parameter.prose and value is values
        if value and (parameter.date or parameter.choices or metavar in _MEASURES or several):
            for position in range(len(values)):
                if _objection(check, _with(typed, name, position)) != why:
                    return Impossible(name, position, option)
    return None


_MEASURES = ("DATE", "LENGTH", "SPAN", "TIME")


def mended(
    typed: A, check: Callable[[A], object], prompt: Prompt, keep: Callable[[A], object]
) -> A:
    """A draft's arguments, asked again for what is refused; Enter leaves it. Raises Interrupted."""
    prompt = replace(prompt, collected=None)  # no questions of the command
    while (wrong := impossible(typed, check)) is not None:
        without = _objection(check, _with(typed, wrong.name, wrong.position))
        given = partial(_with, typed, wrong.name, wrong.position)
        prompt.say(_objection(check, typed))
        question = Question(text=wrong.option.removeprefix("WHO "))
        answer = prompt.ask(question, partial(_refuse, check, given, without))
        if not answer:
            break
        typed = given(answer)
        keep(typed)
    return typed


def _refuse(
    check: Callable[[A], object], given: Callable[[str], A], without: str, answer: str
) -> None:
    """Raises UsageError if the arguments with this answer are refused, except as `without` it."""
    why = _objection(check, given(answer))
    if why not in {"", without}:
        raise UsageError(why)


def _objection(check: Callable[[A], object], typed: A) -> str:
    """What the check says against the arguments; "" if they are possible."""
    try:
        check(typed)
    except (UsageError, Refused) as error:
        return f"{error.message} {error.hint}".rstrip()
    return ""


def _with(typed: A, name: str, position: int, answer: str | None = None) -> A:
    """The arguments with another value in a field, or without that value."""
    value: object = getattr(typed, name)
    if isinstance(value, list | tuple):
        answers = [] if answer is None else [answer]
        return _replaced(typed, **{name: [*value[:position], *answers, *value[position + 1 :]]})
    return _replaced(typed, **{name: answer})


def confirms(foreseen: Written, prompt: Prompt, *, may_change: bool) -> bool:
    """Show what would be saved; False if answers are to be changed, which `may_change` offers.

    Raises Interrupted if the user doesn't agree.
    """
    from mentorlog.terminal.look import Look
    from mentorlog.terminal.written import summary

    prompt.say("")
    look = Look() if prompt.width is None else Look(width=prompt.width)
    for line in summary(foreseen, look):
        prompt.say(line.plain)
    agreed = prompt.agrees_or("Save?", "edit") if may_change else prompt.agrees("Save?")
    if agreed is None:
        return False
    if not agreed:
        raise Interrupted("Nothing was saved.")
    return True


def whose(desk: Desk, typed: A, fits: Fits = anybody) -> A:
    """The arguments, with WHO asked for on a terminal if it is missing."""
    if not desk.asks:
        return typed
    return supplied(desk, typed, ("who",), prompt_of(desk.environment), fits=fits)


def _asking(name: str, parameter: Parameter, fits: Fits) -> Callable[[Desk, Prompt, Check], str]:
    """How to ask for a field, with what a shell would offer to complete it."""
    if parameter.offers == "loops":
        return _loop
    if name == "entry":
        return partial(_entry, or_person="WHO" in (parameter.metavar or ""))
    if parameter.offers is not None:
        return partial(_someone, parameter.question or "Who is it about?", fits)
    question = Question(text=parameter.question or "What?")
    read = a_name if parameter.metavar == "NAME" else str
    return lambda _, prompt, check: prompt.ask(question, lambda answer: check(read(answer)))


def _someone(question: str, fits: Fits, desk: Desk, prompt: Prompt, _: Check) -> str:
    """The handle chosen from a numbered list: who fits, planned for today, to be logged, due.

    Enter takes the first only if that can't surprise: for a reading command, or if only one person
    is expected. Raises NotFound if there is nobody.
    """
    from mentorlog.terminal.look import cell_len

    everybody = (_expectation(candidate, desk.today) for candidate in desk.contents.relationships)
    ranked = [(not fits(desk, candidate.who), candidate) for candidate in everybody]
    ranked.sort(key=lambda pair: (pair[0], pair[1].rank, pair[1].by, pair[1].who.handle))
    known = [candidate for _, candidate in ranked]
    if not known:
        raise NotFound("No one is here yet.", 'Begin:  mentorlog log-meeting "Dana Öz" --new')
    prompt.say(question)
    width = max(cell_len(shown(candidate.who)) for candidate in known[:_LISTED])
    for number, candidate in enumerate(known[:_LISTED], 1):
        gap = " " * (width - cell_len(shown(candidate.who)))
        prompt.say(f"  {number}  {shown(candidate.who)}{gap}  {candidate.why}".rstrip())
    if len(known) > _LISTED:
        prompt.say(f"  and {len(known) - _LISTED} more: type the beginning of a name")
    everyone = [candidate.who for candidate in known]
    read = one_of_people(everyone)
    fitting = sum(1 for fails, _ in ranked if not fails)
    ranks = [candidate.rank for candidate in known]
    expected = fitting == len(known) and ranks[0] <= _AWAITED and ranks[0] not in ranks[1:2]
    usual = "1" if desk.reads or fitting == 1 or expected else ""
    asked = Question(text="Number or name", default=usual, offers=tuple(map(shown, everyone)))
    answer = prompt.ask(asked, read)
    return read(answer).handle if answer else ""


class _Expected(NamedTuple):
    """Someone who may be meant, why, and since or from when; the smaller the rank, the likelier."""

    rank: int
    who: Relationship
    why: str
    by: dt.date = dt.date.max


def _expectation(person: Relationship, today: dt.date) -> _Expected:
    assessed = assessment(person, today)
    plans = person.meetings(MeetingStatus.PLANNED)
    past = [plan.date for plan in plans if plan.date < today]
    coming = assessed.next_meeting
    at = f" {clock(coming.time)}" if coming and coming.time else ""
    if assessed.standing is Standing.ENDED:
        return _Expected(4, person, "ended")
    if coming and coming.date == today:
        return _Expected(0, person, f"planned for today{at}", today)
    if past:
        return _Expected(1, person, f"planned for {day(past[-1], today)}, not logged yet", past[-1])
    if coming:
        return _Expected(2, person, f"planned for {day(coming.date, today)}{at}", coming.date)
    if assessed.standing is Standing.PAUSED or assessed.shown is None:
        return _Expected(3, person, "paused" if assessed.standing is Standing.PAUSED else "")
    return _Expected(2, person, f"due {day(assessed.shown, today)}", assessed.shown)


def _loop(desk: Desk, prompt: Prompt, check: Check) -> str:
    """The id chosen from a numbered list of open loops, in the order of `todo`."""
    if not (items := open_loops(desk)):
        raise NotFound("Nothing is open.", "mentorlog todo")
    return picked_loop(desk, prompt, items, check)


def open_loops(desk: Desk) -> tuple[Loop, ...]:
    from mentorlog.views.loops import loops

    people = [desk.read_open(person) for person in desk.contents.relationships]
    return loops(people, desk.today, reveal=desk.reveal).items


def picked_loop(desk: Desk, prompt: Prompt, items: Iterable[Loop], check: Check) -> str:
    """The id chosen from a numbered list of these loops, or what else was typed."""
    from mentorlog.terminal.look import Look
    from mentorlog.terminal.loops import by_when, in_words, number

    look = Look(plain=True)
    rows = [(number(x), f"{x.name}: {in_words(x, look)}{by_when(x, desk.today)}") for x in items]

    def is_open(word: str) -> bool:
        check(word)
        return any(loop.startswith(word.lower()) for loop, _ in rows)

    return numbered(prompt, "Which one?", rows, is_open)


def _entry(desk: Desk, prompt: Prompt, check: Check, *, or_person: bool) -> str:
    """The id chosen from a numbered list, last written first; `or_person`: or a handle or name."""
    dated = [
        (desk.journal.changed_at(entry.id) or _LONG_AGO, entry, who)
        for who in desk.contents.relationships
        for entry in who.entries
    ]
    dated.sort(key=lambda row: (row[0], row[1].date, row[1].id), reverse=True)
    read = (
        (who, desk.read(replace(who, entries=(head,))).entries[0])
        for _, head, who in dated[:_LISTED]
    )
    readable = ((who, discreet_entry(entry, reveal=desk.reveal)) for who, entry in read)
    rows = [(entry.id, _row_of(entry, who, desk.today)) for who, entry in readable]
    if not rows:
        raise NotFound("There are no entries yet.")

    def is_there(word: str) -> bool:
        check(word)
        people = matching.meant(word, desk.contents.relationships, exact=True)
        ids = {e.id for person in desk.contents.relationships for e in person.entries}
        fitting = [id_ for id_ in ids if id_.startswith(word.lower())]
        return word.lower() in ids or len(fitting) == 1 or (or_person and len(people) == 1)

    return numbered(prompt, "Which entry?", rows, is_there)


def _row_of(entry: Entry, who: Relationship, today: dt.date) -> str:
    from mentorlog.terminal.entry import title

    return f"{day(entry.date, today)}  {title(entry)}, {shown(who)}{_begins(entry)} ({entry.id})"


def _begins(entry: Entry) -> str:
    """The beginning of an entry's words, if they may be shown."""
    import textwrap

    words = words_of(entry)
    texts = (getattr(words, name, None) for name in _TELLING)
    value = next(filter(None, texts), "")
    text = value if isinstance(value, str) else ", ".join(value)
    return f": {echoed(textwrap.shorten(text, _BEGINNING, placeholder='…'))}" if text else ""


def picked(prompt: Prompt, question: str, rows: Sequence[tuple[str, str]]) -> str:
    """The word of the row chosen by its number, or by the beginning of its word."""
    words = [word for word, _ in rows]
    read = one_of(words)

    def chosen(answer: str) -> str:
        if answer.isdecimal() and 1 <= int(answer) <= len(words):
            return words[int(answer) - 1]
        return read(answer)

    prompt.say(question)
    for number, (_, row) in enumerate(rows, 1):
        prompt.say(f"  {number}  {row}")
    asked = Question(text="Number or word", default="1", offers=tuple(words))
    return chosen(prompt.ask(asked, chosen))


def numbered(
    prompt: Prompt, question: str, rows: Sequence[tuple[str, str]], fits: Callable[[str], bool]
) -> str:
    """The row with the typed number, or what else was typed and `fits`; "" for nothing."""
    most = min(len(rows), _LISTED)

    def chosen(answer: str) -> str:
        at = int(answer) if answer.isdecimal() and len(answer) < ID_LENGTH else 0
        return rows[at - 1][0] if 1 <= at <= most else answer

    def check(answer: str) -> None:
        if not fits(chosen(answer)):
            numbers = "1" if most == 1 else f"a number from 1 to {most}"
            raise UsageError(f"Type {numbers}, or an id.")

    prompt.say(question)
    for number, (_, row) in enumerate(rows[:_LISTED], 1):
        prompt.say(f"  {number}  {row}")
    return chosen(prompt.ask(Question(text="Number or id"), check))


_LISTED = 9
_TELLING = ("text", "notes", "question", "reply", "topics")  # what an entry is known by
_BEGINNING = 30  # characters of an entry's words
_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)
_AWAITED = 1  # the rank of somebody whose meeting is today, or waits to be logged
