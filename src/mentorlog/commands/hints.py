"""What was probably meant by a command line that is wrong: a command, a person, an option.

It knows our commands' arguments, and other programs' words for ours. It only says what might help;
what is wrong is said where it is noticed, unknown commands and topics aside.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mentorlog.arguments import ArgumentsClass, Parameter, Reader, parameters
from mentorlog.commands import command_of
from mentorlog.domain import matching
from mentorlog.domain.entries import Contribution, Entry, Meeting
from mentorlog.domain.relationship import Relationship
from mentorlog.environment import Environment
from mentorlog.errors import MentorlogError, NotFound, UsageError
from mentorlog.journal.names import Unknown, echoed, shown
from mentorlog.terminal.wording import clock, command, duration, either, spelled
from mentorlog.terminal.wording import day as shown_day

_INSTEAD = {
    **dict.fromkeys(
        ("list", "ls", "status", "today", "dashboard"), "review   one person:  mentorlog show WHO"
    ),
    **dict.fromkeys(("add", "create"), "log-meeting WHO   someone new:  mentorlog new-agreement"),
    **dict.fromkeys(("delete", "del", "rm", "trash"), "remove ID|WHO"),
    **dict.fromkeys(("purge", "destroy"), "erase WHO"),
    **dict.fromkeys(("reminder", "reminders", "remind", "notify"), "nudge"),
    **dict.fromkeys(("snooze", "mute"), "nudge snooze WHO --for 2w"),
    **dict.fromkeys(("modify", "change", "fix"), "edit ID"),
    **dict.fromkeys(("annotate", "append", "jot", "write"), "note WHO TEXT"),
    **dict.fromkeys(("mv", "refile"), "move ID WHO"),
    **dict.fromkeys(("search", "grep"), "find TEXT"),
    **dict.fromkeys(("view", "cat", "history", "info", "diff"), "show WHO"),
    **dict.fromkeys(("stats", "hours", "track", "summary", "report", "timesheet"), "meetings"),
    **dict.fromkeys(("commit", "push", "pull", "fetch", "clone", "merge"), "sync"),
    **dict.fromkeys(("backup", "dump"), "export backup --output FILE.zip"),
    "redo": "undo --redo",
    **dict.fromkeys(("revert", "reset", "restore", "checkout"), "undo"),
    **dict.fromkeys(("task", "tasks", "next", "actions", "todos"), "todo"),
    **dict.fromkeys(("init", "start", "begin", "agree", "agreement"), "new-agreement"),
    **dict.fromkeys(("book", "plan", "calendar"), "schedule WHO DATE"),
    **dict.fromkeys(("agenda", "prepare"), "prep WHO"),
    **dict.fromkeys(("end", "finish", "stop"), "close WHO"),
    **dict.fromkeys(("tell", "give"), "gave WHO TEXT"),
    **dict.fromkeys(
        ("goal", "goals"), "note WHO TEXT --goal TITLE   new goals:  mentorlog amend WHO"
    ),
    **dict.fromkeys(("stash", "unsaved"), "drafts"),
    **dict.fromkeys(("tag", "tags", "topic", "topics"), "meetings --topic TEXT"),
    **dict.fromkeys(("who", "person", "contacts"), "people"),
    **dict.fromkeys(("tour", "tutorial", "example", "try"), "demo --tour"),
    **dict.fromkeys(("man", "manual", "docs"), "help"),
    **dict.fromkeys(("settings", "set"), "config"),
    **dict.fromkeys(("version", "about"), "--version"),
}  # other programs' command -> ours


_OTHERS = {  # an option in other programs -> ours
    **dict.fromkeys(("--date", "--when", "--day", "-d"), ("--on", "--from", "--starts", "--as-of")),
    **dict.fromkeys(("--duration", "--length", "--time-spent", "--for"), ("--minutes",)),
    **dict.fromkeys(
        ("-m", "--message", "--comment", "--description", "--notes", "--summary", "--body"),
        ("--note", "--why", "--outcome", "--agenda"),
    ),
    "--note": ("--why", "--outcome", "--agenda", "--text"),
    **dict.fromkeys(("--reason", "--because"), ("--why",)),
    **dict.fromkeys(
        ("--about", "--area", "--areas", "--tag", "--tags", "--topics", "--subject", "-t"),
        ("--topic", "--focus"),
    ),
    **dict.fromkeys(("--rhythm", "--frequency", "--every"), ("--cadence",)),
    **dict.fromkeys(("--from", "--after", "--begin"), ("--since", "--starts")),
    **dict.fromkeys(("--to", "--before", "--end"), ("--until",)),
    **dict.fromkeys(("--time", "--hour"), ("--at",)),
    **dict.fromkeys(("--force", "-f", "-y"), ("--yes",)),
    **dict.fromkeys(("--dryrun", "--noop", "-n"), ("--dry-run",)),
    **dict.fromkeys(("--kind",), ("--type",)),
    "--topic": ("--focus",),
    "--start": ("--starts", "--from", "--since"),
    "--role": ("--as",),
    "--person": ("--with",),
    "--edit": ("--copy",),
}
_NEAR = 0.7  # difflib's ratio, from which an option is a misspelt one


def option_meant(wrong: str, taken: Iterable[str]) -> str | None:
    """Which of these options the word is a misspelling or another program's name of, or None."""
    taken, word = [*taken], wrong.strip("-").lower()
    names = {flag.strip("-"): flag for flag in taken if flag.startswith("--")}
    begun = [name for name in names if len(word) > 1 and name.startswith(word)]
    near = begun if len(begun) == 1 else difflib.get_close_matches(word, names, 1, _NEAR)
    meant = (*_OTHERS.get(wrong.lower(), ()), *(names[name] for name in near))
    return next((flag for flag in meant if flag in taken), None)


def no_option(wrong: str) -> str:
    return f"There's no option {echoed(wrong)}."


def no_help_on(word: str, topics: Sequence[str], commands: Iterable[str] = ()) -> UsageError:
    """The error for a word that isn't a topic or a command, with the nearest one."""
    instead = _INSTEAD.get(word, "").split(" ")[0]
    near = [instead] if instead else _near(word, (*topics, *commands))
    message = f'There\'s no help on "{echoed(word)}".'
    if near and not near[0].startswith("-"):
        return UsageError(f"{message} Did you mean {near[0]}?")
    return UsageError(message, f"Topics: {', '.join(topics)}.   All commands:  mentorlog --help")


def _near(word: str, names: Iterable[str]) -> list[str]:
    """At most two names that are most like a word, as a whole or in their first word."""
    by_word = {part: name for name in names for part in (name.partition("-")[0], name)}
    found = difflib.get_close_matches(word, by_word, n=2)
    return list(dict.fromkeys(by_word[part] for part in found))


def names_somebody(environment: Environment, word: str) -> bool:
    """Whether a word is exactly somebody's handle, name, or a part of the name."""
    return bool(matching.exact_matches(word, _people(environment, word)))


def people_named(
    environment: Environment, line: Sequence[str], *, several: bool
) -> tuple[list[str], Sequence[str]]:
    """The people that a wrong line begins with, and its rest: mark, priya raman and ben "note".

    Only one if not `several`; nobody if the first word names nobody.
    """
    everyone = _people(environment, *line[:_NAMING])
    names, rest = list[str](), line[:_NAMING]
    while rest and (several or not names):
        after = rest[1:] if names and rest[0].lower() in _JOINING else rest
        count = next((n for n in range(len(after), 0, -1) if _is_name(after[:n], everyone)), 0)
        if not count:
            break
        names.append(" ".join(after[:count]).strip(_COMMAS))
        rest = after[count:]
    return names, (*rest, *line[_NAMING:])


_NAMING = 9  # words at the beginning of a line that may name people
_JOINING = {"and", "&", "+", "with", ","}
_COMMAS = " ,;"


def _is_name(words: Sequence[str], everyone: Sequence[Relationship]) -> bool:
    """Whether the words are somebody's whole name, or one word of it, perhaps with a comma."""
    name = " ".join(words).strip(_COMMAS)
    if not name or any(word.startswith("-") or " " in word for word in words):
        return False
    one_word = len(words) == 1
    return bool(matching.exact_matches(name, everyone) if one_word else _exactly(name, everyone))


def _exactly(name: str, everyone: Sequence[Relationship]) -> bool:
    return len(matching.meant(name, everyone, exact=True)) == 1


def unknown_command(environment: Environment, word: str, commands: Iterable[str]) -> UsageError:
    """The error for an unknown command, on one line, with a suggestion."""
    commands, lower = list(commands), word.lower()
    begun = [name for name in commands if name.startswith(lower)]
    if word and len(begun) > 1:
        return UsageError(f'"{echoed(word)}" could be {either(begun)}.')
    if (instead := _INSTEAD.get(lower)) is not None:
        return UsageError(f'There\'s no command "{echoed(word)}"; use:  mentorlog {instead}')
    close = begun if word else []
    near = [repr(name) for name in close or _near(lower, commands)]
    if not close:
        near += [shown(person) for person in matching.nearest(word, _people(environment, word))]
    on = f"Did you mean {either(near)}?" if near else "See them all:  mentorlog --help"
    return UsageError(f'There\'s no command "{echoed(word)}". {on}')


def with_option(
    environment: Environment,
    name: str,
    before: Sequence[str],
    stray: Sequence[str],
) -> str:
    """The line with an option for its surplus words: `pause mira --until fri` for "until fri".

    `name`: the command's; `before`: the words before the `stray` ones. "" if the words mean no
    option. What may be a note isn't repeated.
    """
    kind = command_of(name).arguments
    has_text = any(
        parameter.prose and not parameter.flags for parameter in parameters(kind).values()
    )
    for taken in (before[-1:], ()):  # the word before may be part of it, taken for a name or note
        if taken and taken[0].startswith("-"):
            continue
        phrase, kept = [*taken, *stray], before[: len(before) - len(taken)]
        if option := _option_of(phrase, environment, kind, sure=not (taken or has_text)):
            lists = (
                name == "review"
                and option[0] == "--period"
                and not _is_whole(option[1], environment)
            )
            return command(*("meetings" if lists else name).split(), *_places(kind, kept), *option)
    return command("reschedule", "WHO", "DATE") if name == "move" else ""


def _is_whole(period: str, environment: Environment) -> bool:
    """Whether `review` takes this period; it takes no month."""
    from mentorlog.commands.periods import check_period

    with contextlib.suppress(MentorlogError):
        check_period(period, environment.today)
        return True
    return False


_FILLERS = {"on", "to", "at", "for"}  # before a date in a sentence


def meant(
    environment: Environment, name: str, given: Mapping[str, Any], error: MentorlogError
) -> str:
    """A better hint for an error about a line that could be read; "" if there is none.

    `name`: the command's; `given`: its fields.
    """
    kind = command_of(name or "review").arguments
    for field, parameter in parameters(kind).items():
        if (
            parameter.unquoted
            and (text := given.get(field))
            and error.message.startswith(f'"{text}" isn')
        ):
            return _after_date(environment, name, given["who"], text)
    if not isinstance(error, NotFound):
        return ""
    entry = given.get("what") or given.get("entry")
    if isinstance(entry, str) and (day := of_a_day(environment, name, entry.split())):
        return day
    return _for_period(name, error, environment.today) if issubclass(kind, Reader) else ""


def _after_date(environment: Environment, name: str, who: str, text: str) -> str:
    """A hint for words that are no date, if an option's are among them or a filler before it."""
    from mentorlog.commands.typed import attempt, moment

    typed = text.split()
    kind = command_of(name).arguments
    for at in range(len(typed)):
        option = _option_of(typed[at:], environment, kind, sure=True)
        if option:
            return f"Did you mean:  {command(name, who, *typed[:at], *option)}"
    if name == "reschedule" and (both := _old_and_new(typed, environment.today)):
        return f"Did you mean:  {command(name, who, *both[1].split(), '--planned', both[0])}"
    old, to, new = text.partition(" to ")
    if not to or name != "reschedule":
        filler = text.partition(" ")[0].lower() in _FILLERS
        old, new = "", text.partition(" ")[2] if filler else ""
    if attempt(moment, new, today=environment.today):
        which = ("--planned", old.removeprefix("from ")) if old else ()
        return f"Did you mean:  {command(name, who, *new.split(), *which)}"
    return ""


def _old_and_new(words: Sequence[str], today: dt.date) -> tuple[str, str] | None:
    """The two dates that the words are: 15.12. 16.12.; None if they are something else."""
    from mentorlog.commands.typed import attempt, coming, moment

    for at in range(1, len(words)):
        old, new = " ".join(words[:at]), " ".join(words[at:])
        if attempt(coming, old, today) and attempt(moment, new, today=today):
            return old, new
    return None


def of_a_day(environment: Environment, name: str, line: Sequence[str]) -> str:
    """The ids of a day's entries, for a line that names an entry by its day: claire 20.10.

    `line`: the words after the command. "" if they are something else.
    """
    if name not in _OF_AN_ENTRY or (split := _with_day(line, environment.today)) is None:
        return ""
    called, day, after = split
    everyone = _people(environment)
    people = matching.meant(called, everyone) if called else everyone
    if (len(people) != 1 and called) or (name == "move" and not _is_one(after, everyone)):
        return ""
    entries = [(who, entry) for who in people for entry in who.entries if entry.date == day]
    again = _without_texts(name, after if name == "move" else _from_options(after))
    on = shown_day(day, environment.today)
    if not entries:
        whom = people[0].handle if called else "WHO"
        return f"There's nothing on {on}. List the ids:  {command('show', whom)}"
    if len(entries) == 1:
        return f"Did you mean:  {command(name, entries[0][1].id, *again)}"
    listed = (f"{entry.id} ({_apart(who, entry, called)})" for who, entry in entries[:_LISTED])
    return f"Which one on {on}?  {command(name, 'ID', *again)}\n{', '.join(listed)}"


def _is_one(words: Sequence[str], everyone: Sequence[Relationship]) -> bool:
    return len(words) == 1 and len(matching.meant(words[0], everyone)) == 1


_OF_AN_ENTRY = {"edit", "show", "remove", "move"}
_LISTED = 5  # entries of a day


def _with_day(words: Sequence[str], today: dt.date) -> tuple[str, dt.date, Sequence[str]] | None:
    """The words before a day, the day, and the words after it; None without a day."""
    from mentorlog.commands.typed import attempt, coming, past

    for at in range(min(len(words), _NAMING)):
        for end in range(min(len(words), at + _LONGEST_DAY), at, -1):
            text = " ".join(words[at:end])
            if day := attempt(past, text, today) or attempt(coming, text, today):
                return " ".join(words[:at]), day, words[end:]
    return None


_LONGEST_DAY = 4  # words: tue 9 jun 2026


def _without_texts(name: str, words: Sequence[str]) -> list[str]:
    """The words, with each text left out."""
    texts = {
        flag
        for parameter in parameters(command_of(name).arguments).values()
        if parameter.prose
        for flag in parameter.flags
    }
    pairs = zip(("", *words), (word.partition("=") for word in words), strict=False)
    return [
        "…"
        if before in texts
        else f"{flag}=…"
        if flag in texts and given
        else f"{flag}{given}{value}"
        for before, (flag, given, value) in pairs
    ]


def _from_options(words: Sequence[str]) -> Sequence[str]:
    """The words from the first option on: what stands before it may be a text."""
    return words[next((at for at, word in enumerate(words) if word[:1] == "-"), len(words)) :]


def _apart(who: Relationship, entry: Entry, called: str) -> str:
    """What tells an entry from others of its day: the person, if not `called`, time and length."""
    text = entry.direction if isinstance(entry, Contribution) else spelled(entry.kind)
    text += "" if called else f" with {shown(who)}"
    if isinstance(entry, Meeting):
        text += f", {clock(entry.time)}" if entry.time else ""
        text += f", {duration(entry.minutes)}" if entry.minutes else ""
    return text


def _option_of(
    phrase: Sequence[str], environment: Environment, kind: ArgumentsClass, *, sure: bool
) -> Sequence[str]:
    """The option that a phrase means, with its value: "until fri", "last month"; else ().

    `sure`: it begins with an option's name even if the value doesn't fit.
    """
    parameters_ = parameters(kind).values()
    taken = {flag: each for each in parameters_ for flag in each.flags if each.metavar}
    word = f"--{phrase[0].lower()}"
    named = (word, *_OTHERS.get(word, ()))
    flag = next((name for name in named if name in taken), None)
    whole, value = " ".join(phrase), " ".join(phrase[1:])
    if cadence := _cadence_of(whole, taken):
        return cadence
    if flag is not None:
        return _option_with(value, flag, environment, taken, sure=sure and flag == named[0])
    day = _day_of(environment, whole, taken)
    return day or _period_of(whole, environment.today, taken)


def _option_with(
    value: str,
    flag: str,
    environment: Environment,
    taken: Mapping[str, Parameter],
    *,
    sure: bool,
) -> Sequence[str]:
    """The option with its value, or the placeholder for one if it is `sure`; else ()."""
    parameter = taken[flag]
    if cadence := _cadence_of(value, taken):
        return cadence
    if value and _fits(environment, value, parameter):
        return flag, value
    if parameter.date == "past" and flag in _ENDS and (day := _end_of(value, flag, environment)):
        return flag, day
    return (flag, (parameter.metavar or "").removeprefix("-|")) if sure else ()


_ENDS = {"--since": "since", "--until": "until"}  # option -> its day in a period


def _end_of(text: str, flag: str, environment: Environment) -> str:
    """The first or last day of a period, whichever the option takes; "" for other text."""
    from mentorlog.commands.periods import calendar_period
    from mentorlog.commands.typed import attempt

    found = attempt(calendar_period, text, environment.today)
    return str(getattr(found, _ENDS[flag])) if found else ""


def _day_of(environment: Environment, text: str, taken: Mapping[str, Parameter]) -> Sequence[str]:
    """The command's option for its day, else its only one for a day or span; () for other text."""
    all_days = [
        flag for flag, parameter in taken.items() if parameter.date in {"past", "coming", "either"}
    ]
    days = [flag for flag in all_days if flag in {"--on", "--starts"}] or all_days
    spans = [flag for flag, parameter in taken.items() if parameter.metavar == "SPAN"]
    for only in (days, spans):
        if len(only) == 1 and _fits(environment, text, taken[only[0]]):
            return only[0], text
    return ()


def _cadence_of(text: str, taken: Iterable[str]) -> Sequence[str]:
    """The option for a cadence; () for other text, or if it isn't taken."""
    if "--cadence" in taken:
        from mentorlog.commands.terms import understood_cadence
        from mentorlog.commands.typed import attempt

        if attempt(understood_cadence, text):
            return "--cadence", text
    return ()


def _period_of(text: str, today: dt.date, taken: Iterable[str]) -> Sequence[str]:
    """The options for a period: of its own, or for its first and last day; () for other text."""
    from mentorlog.commands.periods import calendar_period
    from mentorlog.commands.typed import attempt

    if (chosen := attempt(calendar_period, text, today)) and "--period" in taken:
        return "--period", text
    if chosen is None or "--since" not in taken:
        return ()
    last = ("--until", str(chosen.until)) if "--until" in taken and chosen.over else ()
    return ("--since", str(chosen.since), *last)


def _for_period(name: str, error: NotFound, today: dt.date) -> str:
    """A hint for a period or a switch typed as a person; "" if it is another error."""
    if not isinstance(error, Unknown):
        return ""
    taken = {
        flag
        for parameter in parameters(command_of(name or "review").arguments).values()
        for flag in parameter.flags
    }
    if (switch := f"--{error.word.lower()}") in taken:
        return f"Did you mean:  {command(*name.split(), switch)}"
    option = _period_of(error.word, today, taken)
    return f"For a period:  {command(*name.split(), *option)}" if option else ""


def _fits(environment: Environment, value: str, option: Parameter) -> bool:
    from mentorlog.commands.typed import check

    if option.offers == "people":
        return names_somebody(environment, value)
    with contextlib.suppress(MentorlogError):
        check(value, option, environment.today)
        return not option.prose
    return False


def _places(kind: ArgumentsClass, words: Sequence[str]) -> Iterator[str]:
    """The words of the command's places; its name for each place that is or may be a text."""
    places = (parameter for parameter in parameters(kind).values() if not parameter.flags)
    known = not any(word.startswith("-") for word in words)
    for place, word in zip(places, words, strict=False):
        yield word if known and not place.prose else (place.metavar or "").strip("…")


def _people(environment: Environment, *words: str) -> tuple[Relationship, ...]:
    """Everyone, or those that the words may name; () if the journal can't be read."""
    from mentorlog.commands.desk import journal_of
    from mentorlog.journal.scan import About

    with contextlib.suppress(MentorlogError):
        journal = journal_of(environment, ask=False)
        return journal.load(About(words) if words else None).relationships
    return ()
