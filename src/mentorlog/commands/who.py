"""Ask who is meant if that is missing or unclear; also for a first word that isn't a command."""

from __future__ import annotations

import contextlib
import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from mentorlog.arguments import Arguments, option, parameters
from mentorlog.commands.desk import Desk, prompt_of
from mentorlog.commands.typed import moment
from mentorlog.domain import matching
from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing, assessment
from mentorlog.environment import Environment
from mentorlog.errors import MentorlogError, NotFound, Refused, UsageError
from mentorlog.journal import names
from mentorlog.journal.names import Ambiguous, Unknown, safe, shown
from mentorlog.terminal.prompts import Prompt, Question
from mentorlog.terminal.wording import clock, day, spelled

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


A = TypeVar("A", bound=Arguments)

HANDLE = option("--handle HANDLE", "Someone else than the person with a similar name.")


def ask_which(prompt: Prompt, unclear: Ambiguous | Unknown) -> Relationship:
    """Ask at the terminal which person is meant. Raises `unclear` if none of those found is."""
    found = unclear.found if isinstance(unclear, Ambiguous) else unclear.near
    if isinstance(unclear, Unknown) and not found:
        raise unclear
    if len(found) == 1:
        if prompt.agrees(f"{unclear.message} Did you mean {shown(found[0])}?"):
            return found[0]
        raise Unknown(unclear.word, ())
    prompt.say(f"{unclear.message}" if isinstance(unclear, Unknown) else "Who do you mean?")
    for number, one in enumerate(found, 1):
        prompt.say(f"  {number}  {shown(one)} ({one.handle})")
    names_ = tuple(map(shown, found))
    answer = prompt.ask(Question(text="Number or name", offers=names_), _one_of(found))
    if not answer:
        raise unclear
    return _one_of(found)(answer)


def supplied(
    desk: Desk,
    typed: A,
    needs: Iterable[str],
    prompt: Prompt,
    keep: Callable[[A], object] = lambda _: None,
) -> A:
    """The arguments, with answers for what the command `needs` and wasn't given.

    Raises Interrupted; then the draft has what was answered.
    """
    if not all(getattr(typed, name) for name in needs):
        _check_named(desk, typed)
    for name in needs:
        if getattr(typed, name):
            continue
        said = parameters(type(typed))[name]
        answer = _asking(name, said.offers)(desk, prompt)
        if not answer:
            break
        several = (said.metavar or "").endswith("…") and not said.unquoted
        value = [answer] if several else answer
        typed = cast("A", replace(cast("DataclassInstance", typed), **{name: value}))
        keep(typed)
    return typed


def _check_named(desk: Desk, typed: A) -> None:
    """Resolve unclear names first, before asking for what is missing."""
    if who := getattr(typed, "who", None):
        desk.relationship(who)
    if entry := getattr(typed, "entry", None):
        desk.entry(entry)


def whose(desk: Desk, typed: A) -> A:
    """The arguments, with WHO asked for on a terminal if it is missing."""
    return supplied(desk, typed, ("who",), prompt_of(desk.environment)) if desk.asks else typed


def _asking(name: str, offers: str | None) -> Callable[[Desk, Prompt], str]:
    """How to ask for a field; a shell may complete it with what it `offers`."""
    if offers == "loops":
        return _loop
    if name == "entry":
        return _entry
    return partial(_in_words, name=name) if offers is None else _someone


def _someone(desk: Desk, prompt: Prompt) -> str:
    """The handle chosen from a numbered list: planned today, to be logged, due, the rest."""
    known = sorted(_expected(desk), key=lambda one: (one.rank, one.by, one.who.handle))
    if not known:
        return ""
    prompt.say("Who is it about?")
    width = max(len(shown(one.who)) for one in known[:_LISTED])
    for number, one in enumerate(known[:_LISTED], 1):
        prompt.say(f"  {number}  {shown(one.who):<{width}}  {one.why}".rstrip())
    if len(known) > _LISTED:
        prompt.say(f"  and {len(known) - _LISTED} more: type the beginning of a name")
    everyone = [one.who for one in known]
    read = _one_of(everyone)
    question = Question(text="Number or name", default="1", offers=tuple(map(shown, everyone)))
    return read(prompt.ask(question, read)).handle


class _Expected(NamedTuple):
    """Someone who may be meant, and why; the smaller the rank, the likelier."""

    rank: int
    by: dt.date
    who: Relationship
    why: str


def _expected(desk: Desk) -> Iterator[_Expected]:
    today = desk.today
    for one in desk.contents.relationships:
        plans = [m for m in one.of(Meeting) if m.status is MeetingStatus.PLANNED]
        found = assessment(one, today)
        if found.standing is Standing.ENDED:
            yield _Expected(4, dt.date.max, one, "ended")
        elif due := [m for m in plans if m.date == today]:
            at = f" {clock(due[0].time)}" if due[0].time else ""
            yield _Expected(0, today, one, f"planned for today{at}")
        elif past := [m for m in plans if m.date < today]:
            on = day(past[-1].date, today)
            yield _Expected(1, past[-1].date, one, f"planned for {on}, not logged yet")
        elif found.shown:
            yield _Expected(2, found.shown, one, f"due {day(found.shown, today)}")
        else:
            yield _Expected(3, dt.date.max, one, "")


def _loop(desk: Desk, prompt: Prompt) -> str:
    """The id chosen from a numbered list of open loops, in the order of `todo`."""
    from mentorlog.terminal.look import Look
    from mentorlog.terminal.loops import by_when, number, said
    from mentorlog.views.loops import loops

    people = [desk.read(one) for one in desk.contents.relationships]
    found = loops(people, desk.today, reveal=desk.reveal).items
    look = Look(plain=True)
    rows = [(number(x), f"{x.name}: {said(x, look)}{by_when(x, desk.today)}") for x in found]
    return _numbered(prompt, "Which one?", rows)


def _entry(desk: Desk, prompt: Prompt) -> str:
    """The id chosen from a numbered list of the latest entries."""
    found = [(one, who) for who in desk.contents.relationships for one in who.entries]
    found.sort(key=lambda pair: (pair[0].date, pair[0].id), reverse=True)
    rows = [
        (one.id, f"{day(one.date, desk.today)}  {spelled(one.kind)} with {shown(who)} ({one.id})")
        for one, who in found[:_LISTED]
    ]
    return _numbered(prompt, "Which entry?", rows)


def _numbered(prompt: Prompt, question: str, rows: Sequence[tuple[str, str]]) -> str:
    """The row with the typed number, or the id that was typed; "" for an empty answer."""
    if not rows:
        return ""
    prompt.say(question)
    for number, (_, row) in enumerate(rows[:_LISTED], 1):
        prompt.say(f"  {number}  {row}")
    answer = prompt.ask(Question(text="Number or id"), str)
    at = int(answer) if answer.isdecimal() and len(answer) < names.ID_LENGTH else 0
    return rows[at - 1][0] if 1 <= at <= min(len(rows), _LISTED) else answer


def _in_words(desk: Desk, prompt: Prompt, *, name: str) -> str:
    question = _QUESTIONS[name]
    if name in _DATED:
        return prompt.ask(Question(text=question), lambda said: moment(said, today=desk.today))
    return prompt.ask(Question(text=question), str)


_LISTED = 9
_DATED = {"when"}
_QUESTIONS = {
    "text": "What?",
    "when": "When?",
    "to": "New day or time?",
    "name": "New name?",
}


def refuse_split_name(desk: Desk, who: str | None, following: str | None) -> None:
    """Check whether WHO and the first word of the note are together somebody's name.

    Raises UsageError unless the user says at the terminal that the note begins there.
    """
    if who is None or not following:
        return
    if (one := matching.completes(who, following, desk.contents.relationships)) is None:
        return
    whole = shown(one)
    question = (
        f"Did you mean {whole}? Otherwise the note starts with part of the name. Save it like that?"
    )
    if desk.asks and not desk.agrees(question):
        raise UsageError(f'Nothing was saved. Put the name in quotes: "{whole}"')
    if not desk.asks:
        raise UsageError(
            f"Did you mean {whole}? A name of several words needs quotes.",
            f'mentorlog … "{whole}" "the note"',
        )


def refuse_mixed(desk: Desk, people: Sequence[Relationship]) -> None:
    """Refuse one note for several people if only some of them are sealed."""
    hidden = [(_is_sealed(desk, one), bool(one.alias)) for one in people]
    for one, its in zip(people, hidden, strict=True):
        if its != hidden[0]:
            raise Refused(
                f"{people[0].handle} and {one.handle} aren't equally hidden: one of them is "
                "sealed or has an alias.",
                "Log the meeting with each of them separately.",
            )


def _is_sealed(desk: Desk, one: Relationship) -> bool:
    if one.handle not in {known.handle for known in desk.contents.relationships}:
        return False
    from mentorlog.journal.sealed import is_sealed_at

    return is_sealed_at(desk.journal.root, desk.journal.file_of(one))


def known(desk: Desk, name: str) -> Relationship | None:
    """The person with exactly this handle or name, or None. Raises Refused for several."""
    try:
        return desk.relationship(name, exact=True)
    except NotFound:
        return None


def known_or_new(
    desk: Desk, name: str, *, handle: str | None, same: str, other: str
) -> Relationship | None:
    """The person a name means; None for somebody new.

    If a similar name is known, the user is asked, once. `same`, `other`: command lines for the same
    person and for somebody else, with {handle} to fill in. Raises Refused if nobody can be asked,
    or the handle is in use.
    """
    if handle is not None:
        refuse_handle(desk, handle)
        return None
    if (one := known(desk, name)) is not None:
        return one
    alike = () if desk.is_new(name) else matching.alike(name, desk.contents.relationships)
    if not alike:
        return None
    if desk.asks:
        one = desk.ask_once(f"Who is {name}?", lambda prompt: _same_person(prompt, name, alike))
        desk.remember(name, one)
        return one
    one = alike[0]
    free = free_handle(desk, names.handle_of(name))
    raise Refused(
        f"You already have {shown(one)} ({one.handle}).",
        f"The same person:  {same.format(handle=one.handle)}\n"
        f"Someone else:     {other.format(handle=free)}",
    )


def refuse_handle(desk: Desk, handle: str) -> None:
    """Raises UsageError if it isn't a valid handle, Refused if it is in use."""
    refuse_no_handle(handle)
    if any(one.handle == handle for one in desk.contents.relationships):
        raise Refused(f"The handle {handle} is in use.", f"--handle {free_handle(desk, handle)}")


def refuse_no_handle(handle: str) -> None:
    if names.handle_of(handle) != handle:
        raise UsageError(
            "A handle has lower-case letters, digits and hyphens, at most 40.",
            f"--handle {names.handle_of(handle)}",
        )


def _same_person(prompt: Prompt, name: str, alike: Sequence[Relationship]) -> Relationship | None:
    for one in alike[:3]:
        if prompt.agrees(f"Is {names.safe(name)} {shown(one)}?", usually=False):
            return one
    return None


def free_handle(desk: Desk, handle: str) -> str:
    taken = {one.handle for one in desk.contents.relationships}
    number = 2
    while f"{handle}-{number}" in taken:
        number += 1
    return f"{handle}-{number}"


def _one_of(found: Sequence[Relationship]) -> Callable[[str], Relationship]:
    def read(answer: str) -> Relationship:
        if answer.isdecimal() and 1 <= int(answer) <= len(found):
            return found[int(answer) - 1]
        fitting = matching.meant(answer, found)
        if len(fitting) != 1:
            raise UsageError(f"Type a number from 1 to {len(found)}, or more of the name.")
        return fitting[0]

    return read


_INSTEAD = {
    **dict.fromkeys(("list", "ls", "status"), "review   one person:  mentorlog show WHO"),
    **dict.fromkeys(("add", "create"), "log-meeting WHO   someone new:  mentorlog new-agreement"),
    **dict.fromkeys(("delete", "del", "rm", "trash"), "remove ID|WHO"),
    **dict.fromkeys(("purge", "destroy"), "erase WHO"),
    **dict.fromkeys(("reminder", "reminders", "remind", "notify"), "nudge"),
    **dict.fromkeys(("modify", "change", "fix"), "edit ID"),
    **dict.fromkeys(("annotate", "append", "jot", "write"), "note WHO TEXT"),
    **dict.fromkeys(("mv", "refile"), "move ID WHO"),
    **dict.fromkeys(("search", "grep"), "find TEXT"),
    **dict.fromkeys(("view", "cat", "history", "info", "diff"), "show WHO"),
    **dict.fromkeys(("stats", "hours", "track", "summary", "report", "timesheet"), "meetings"),
    **dict.fromkeys(("commit", "push", "pull", "fetch", "clone", "merge"), "sync"),
    **dict.fromkeys(("backup", "dump"), "export backup --output FILE.zip"),
    **dict.fromkeys(("revert", "reset", "restore", "checkout"), "undo"),
    **dict.fromkeys(("task", "tasks", "next", "actions", "todos"), "todo"),
    **dict.fromkeys(("init", "start", "begin"), "new-agreement"),
    **dict.fromkeys(("book", "plan", "calendar"), "schedule WHO DATE"),
    **dict.fromkeys(("agenda", "prepare"), "prep WHO"),
    **dict.fromkeys(("end", "finish", "stop"), "close WHO"),
    **dict.fromkeys(("tell", "give"), "gave WHO TEXT"),
    **dict.fromkeys(("stash", "unsaved"), "drafts"),
    **dict.fromkeys(("settings", "set"), "config"),
    **dict.fromkeys(("version", "about"), "--version"),
}  # other programs' command -> ours


def names_somebody(environment: Environment, word: str) -> bool:
    """Whether a word is exactly somebody's handle, name, or a part of the name."""
    return bool(matching.named(word, _people(environment, word)))


def unknown(environment: Environment, word: str, commands: Iterable[str]) -> UsageError:
    """The error for an unknown command, on one line, with a suggestion."""
    begun = [name for name in commands if name.startswith(word)]
    if word and len(begun) > 1:
        return UsageError(f'"{safe(word)}" could be {" or ".join(begun)}.')
    if (instead := _INSTEAD.get(word.lower())) is not None:
        return UsageError(f'There is no command "{safe(word)}"; use:  mentorlog {instead}')
    near = [repr(name) for name in difflib.get_close_matches(word, list(commands), n=2)]
    near += [shown(one) for one in matching.nearest(word, _people(environment, word))]
    on = f"Did you mean {' or '.join(near)}?" if near else "See them all:  mentorlog --help"
    return UsageError(f"No such command '{safe(word)}'. {on}")


def _people(environment: Environment, word: str) -> tuple[Relationship, ...]:
    """Everyone in the journal; () if it can't be read, which the command will report."""
    from mentorlog.commands.desk import journal_of

    with contextlib.suppress(MentorlogError):
        return journal_of(environment, ask=False).load(word).relationships
    return ()
