"""A command line that can't be read: what is wrong, what was meant, and its words in a draft.

`commands.hints` knows what people mean; this module knows how Typer fails.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import typer

from mentorlog import arguments
from mentorlog.arguments import Parameter
from mentorlog.cli import running
from mentorlog.cli.running import Run
from mentorlog.commands import Choice, Command, command_of, hints, writing
from mentorlog.commands.typed import check, is_text, text_and_options
from mentorlog.errors import MentorlogError, UsageError
from mentorlog.frozen import NamedTuple
from mentorlog.terminal.wording import command

_MISTAKES = 9  # after so many on a line, give up on it
_UNKEPT = {"-h", "--help", "--dry-run", "--resume", "--resume=latest"}
_MEASURES = {"LENGTH", "SPAN", "TIME"}
_LONGEST = 6  # an option, and the words of the longest date or length
_TEXTS = {"NOTE", "TEXT", "REPLY", "NAME", "VALUE"}  # places for several words


def explained(error: typer.TyperException) -> UsageError:
    """What is wrong, and how to go on. The user's words are kept, unless the hint has them all."""
    context, line = getattr(error, "ctx", None), getattr(error, "line", [])
    if context is None:
        return UsageError(*_of_typer(error, "mentorlog"))
    wrong = _Wrong(error, context, line)
    message, hint = _what_and_hint(wrong)
    kept = "" if _has_all(hint, line) else _words_kept(wrong)
    return UsageError(message, "\n".join(filter(None, (hint, kept))))


class _Wrong(NamedTuple):
    """A wrong line: what Typer says of it, the context it got to, and the command's words."""

    error: typer.TyperException
    context: Any  # Typer hides the types of its parameters
    line: list[str]

    @property
    def path(self) -> str:
        return str(self.context.command_path)

    @property
    def name(self) -> str:
        """The command, as "nudge install"; "" for none."""
        return self.path.partition(" ")[2]

    @property
    def known(self) -> Mapping[str, Parameter]:
        """The command's own fields, with how each is given."""
        return arguments.parameters(command_of(self.name).arguments) if self.name else {}

    @property
    def flags(self) -> Mapping[str, Parameter]:
        return {flag: parameter for parameter in self.known.values() for flag in parameter.flags}

    @property
    def places(self) -> Mapping[str, str]:
        """The fields without an option, as the help shows them: WHO, NOTE."""
        return {
            name: _place(parameter) for name, parameter in self.known.items() if not parameter.flags
        }


def _place(parameter: Any) -> str:
    return str(parameter.metavar or "").strip("[]….").partition("|")[0]


def _what_and_hint(wrong: _Wrong) -> tuple[str, str]:
    """What is wrong with a line, and a hint: the option probably meant, else the help."""
    path, given = wrong.path, getattr(wrong.error, "option_name", None)
    if given is None:
        return _without_option(wrong)
    flags = {
        flag: parameter.metavar
        for parameter in wrong.context.command.params
        for flag in parameter.opts
    }
    if given in flags:
        usage = f"{path} {given} {flags[given] or ''}".rstrip()
        return f"{given} {'needs a' if flags[given] else 'takes no'} value.", usage
    what = hints.no_option(given)
    places = wrong.places.values()
    if given.strip("-").upper() in places:
        return what, f"Leave the dashes out:  {path} {' '.join(places)}"
    meant = hints.option_meant(given, flags)
    if meant is None:
        return what, _elsewhere(given, path) or f"See them all:  {path} --help"
    return what, f"Use {meant}:  {path} {meant} {flags[meant] or ''}".rstrip()


def _elsewhere(given: str, path: str) -> str:
    """For a term of an agreement, the command that changes terms; else ""."""
    if path != "mentorlog edit":
        return ""
    terms = arguments.parameters(command_of("amend").arguments).values()
    metavar = next((term.metavar or "" for term in terms if given in term.flags), None)
    usage = f"mentorlog amend WHO {given} {metavar}".rstrip()
    return "" if metavar is None else f"Change an agreement:  {usage}"


def _without_option(wrong: _Wrong) -> tuple[str, str]:
    """What is wrong with a line, and a hint, if the mistake isn't an option."""
    surplus = wrong.error.format_message().startswith("Got unexpected extra argument")
    if not surplus:
        return _of_typer(wrong.error, wrong.path)
    if not wrong.places:  # the words may be part of a note, so they aren't repeated
        return "Too many words.", f"It takes none:  {wrong.path}"
    explanations = (_of_a_day, _somebody_else, _meant_by_words, _unquoted_value, _in_quotes)
    return "Too many words.", next(filter(None, (explain(wrong) for explain in explanations)))


def _of_typer(error: typer.TyperException, path: str) -> tuple[str, str]:
    message = error.format_message()
    if (number := getattr(error, "param", None)) is not None:
        message = f"{_place(number)} is a whole number."
    for theirs, ours in _OF_TYPER.items():
        message = re.sub(f"^Option '([^']*)' {theirs}", rf"\1 {ours}", message)
    named = re.sub("^No such command '([^']*)'", r'There is no command "\1"', message)
    return named.replace("There is", "There's", 1), f"{path} --help"


_OF_TYPER = {"requires an argument": "needs a value", ".* take a value": "takes no value"}


def _of_a_day(wrong: _Wrong) -> str:
    """The ids of a day, if the line names an entry by it; else ""."""
    return hints.of_a_day(wrong.context.obj.environment, wrong.name, wrong.line)


def _somebody_else(wrong: _Wrong) -> str:
    """The line with the names in quotes and the option for a second person; "" without them."""
    names, with_, rest = _people(wrong)
    if not with_ and not (names and " " in names[0]):
        return ""
    why = "Who else was there?" if with_ else "A name of several words needs quotes:"
    text = [*wrong.places.values()][1:] if rest and not rest[0].startswith("-") else ()
    return f"{why}  {command(*wrong.name.split(), names[0], *text, *with_)}"


def _people(wrong: _Wrong) -> tuple[list[str], list[str], Sequence[str]]:
    """The people that the line begins with, all but the first as --with, and the rest of it.

    Nobody for a command that takes no text after WHO.
    """
    places = [*wrong.places]
    if places[:1] != ["who"] or len(places) < len(("who", "text")):
        return [], [], wrong.line
    environment, several = wrong.context.obj.environment, "with_" in wrong.known
    names, rest = hints.people_named(environment, wrong.line, several=several)
    return names, [word for name in names[1:] for word in ("--with", name)], rest


def _meant_by_words(wrong: _Wrong) -> str:
    """The line with the option that its surplus words mean, if they mean one; else ""."""
    surplus, line = wrong.error.format_message().partition("(s) (")[2].removesuffix(")"), wrong.line
    spans = ((n, m) for n in range(len(line)) for m in range(n + 1, len(line) + 1))
    span = next((span for span in spans if " ".join(line[slice(*span)]) == surplus), None)
    if span is None:
        return ""
    first, end = span
    environment = wrong.context.obj.environment
    corrected = hints.with_option(environment, wrong.name, line[:first], line[first:end])
    return f"Did you mean:  {corrected}" if corrected else ""


def _unquoted_value(wrong: _Wrong) -> str:
    """A hint for an option's value of several words, if its quotes are all that is missing."""
    context = wrong.context
    line, joined = _values_joined(wrong, wrong.line)
    if not joined:
        return ""
    with contextlib.suppress(typer.TyperException):
        context.command.make_context(context.info_name, list(line), parent=context.parent)
        return f"Several words need quotes:  {command(*joined).removeprefix('mentorlog ')}"
    return ""


def _in_quotes(wrong: _Wrong) -> str:
    """How to give several words to the last place, if it takes some."""
    places = [*wrong.places.values()]
    if places[-1] in _TEXTS:
        return f"Several words need quotes:  {_quoted_line(wrong)}"
    name = "A name of several words needs quotes. " if "WHO" in places[-1] else ""
    return f"{name}See what it takes:  {wrong.path} --help"


def _quoted_line(wrong: _Wrong) -> str:
    """The line that works instead of one with surplus words: log-meeting dana "like this".

    The text isn't repeated. A day, time or length at its end become options: --on fri.
    """
    line, _ = _values_joined(wrong, wrong.line)
    made = _made_out(wrong, line, [], valued=True)
    params, at_the_end = made or ({}, {})
    words = wrong.name.split()
    *before, _ = wrong.places
    for name in before:
        word, environment = params.get(name), wrong.context.obj.environment
        if not (isinstance(word, str) and hints.names_somebody(environment, word)):
            word = str(wrong.known[name].metavar)
        words.append(word)
    options = ((name, at_the_end[name]) for name in ("on", "at", "minutes") if name in at_the_end)
    option_words = [word for name, value in options for word in (wrong.known[name].flags[0], value)]
    return command(*words, "like this", *option_words, *_options_in(wrong, line))


def _options_in(wrong: _Wrong, line: Sequence[str]) -> Iterator[str]:
    """The options on a line with their values, except texts, which aren't repeated."""
    for word, value in zip(line, (*line[1:], ""), strict=True):
        flag, given, _ = word.partition("=")
        option = wrong.flags.get(flag)
        if option is not None:
            yield flag if option.prose else word
            yield from ["…"] if option.prose else [value] if option.metavar and not given else []


def _has_all(hint: str, line: Sequence[str]) -> bool:
    """Whether a hint's command has every word of the line, so that none can be lost."""
    shown = {word.strip('"').removeprefix("--") for word in hint.split()}
    return bool(line) and all(part in shown for word in line for part in word.split())


def _words_kept(wrong: _Wrong) -> str:
    """Keep the user's words in a draft; return how to go on with them, "" without any."""
    run = wrong.context.obj
    if not isinstance(run, Run) or _UNKEPT.intersection(wrong.line):
        return ""
    writer = command_of(wrong.name)
    if not arguments.prose(writer.arguments):
        return ""
    texts = [word for word in wrong.line if is_text(word, run.environment.today)]
    names, with_, rest = _people(wrong)
    mended, _ = _values_joined(wrong, _options_named(wrong, [*names[:1], *with_, *rest]))
    for valued in (True, False):
        made = _made_out(wrong, mended, texts, valued=valued)
        if made is None:
            return ""
        typed = running.typed_of(writer.arguments, made[0])
        if not texts or any(getattr(typed, name) for name in typed.prose):
            break
    if isinstance(writer, Choice):
        writer = writer.choose(run.environment, typed, False)  # noqa: FBT003 - no draft is resumed
    if not isinstance(writer, Command):
        return ""
    return writing.set_aside(run.environment, writer, typed)


def _values_joined(wrong: _Wrong, line: Sequence[str]) -> tuple[list[str], list[str]]:
    """The line with each option's value of several words as one, and these options with them.

    Only dates, lengths, times and choices are known by what they say: --minutes an hour.
    """
    known, today = wrong.flags, wrong.context.obj.environment.today
    words, joined = list(line), list[str]()
    for at in range(len(words)):
        option = known.get(words[at]) if at < len(words) else None
        if (
            option is None
            or option.prose
            or not (option.date or option.choices or option.metavar in _MEASURES)
        ):
            continue
        for end in range(min(at + _LONGEST, len(words)), at + 2, -1):
            value = " ".join(words[at + 1 : end])
            with contextlib.suppress(MentorlogError):
                check(value, option, today)
                joined += [words[at], value]
                words[at + 1 : end] = [value]
                break
    return words, joined


def _options_named(wrong: _Wrong, line: Sequence[str]) -> list[str]:
    """The line with our option for another program's, if its value fits.

    Where a text has its place, an unknown option's text goes there.
    """
    known, today = wrong.flags, wrong.context.obj.environment.today
    words = list(line)
    has_text = any(option.prose and not option.flags for option in wrong.known.values())
    for at, word in enumerate(line):
        name, given, value = word.partition("=")
        if not word.startswith("-") or name in known:
            continue
        right = hints.option_meant(name, known)
        value = value if given else " ".join(line[at + 1 : at + 2])
        with contextlib.suppress(MentorlogError):
            if right is None or right in line or not value or (known[right].prose and has_text):
                continue
            check(value, known[right], today)
            if known[right].metavar:
                words[at] = f"{right}{given}{value}" if given else right
    return words


_Made = tuple[dict[str, Any], Mapping[str, str]]  # parameters; the options at the end of the text


def _made_out(
    wrong: _Wrong, line: Sequence[str], texts: Sequence[str], *, valued: bool
) -> _Made | None:
    """The arguments of a wrong line without its mistakes; surplus words belong to the text.

    `valued`: the unknown options' values are dropped unless they are among `texts`. None if nothing
    can be made of the line.
    """
    context, words = wrong.context, list(line)
    for _ in range(_MISTAKES):
        try:
            made = context.command.make_context(
                context.info_name, list(words), parent=context.parent, allow_extra_args=True
            )
        except typer.TyperException as error:
            name = getattr(error, "option_name", None) or ""
            at = [n for n, word in enumerate(words) if word.partition("=")[0] == name]
            if not at:
                return None
            value = words[at[-1] + 1 : at[-1] + 2] if words[at[-1]] == name and valued else []
            is_only_a_flag = not value or value[0] in texts or value[0].startswith("-")
            del words[at[-1] : at[-1] + (1 if is_only_a_flag else 2)]
        else:
            return _with_surplus(wrong, made, context.obj.environment.today)
    return None


def _with_surplus(wrong: _Wrong, made: Any, today: dt.date) -> _Made:
    """The parameters; surplus words go into the text, a day or length at its end into options."""
    params, rest, at_the_end = dict(made.params), list(made.args), dict[str, str]()
    for name, parameter in wrong.known.items():
        if parameter.unquoted:
            params[name] = " ".join(params[name] or ()) or None
        elif parameter.prose and not parameter.flags and params[name]:
            free = [option for option in ("minutes", "at", "on") if params.get(option) is None]
            takes = free if rest and "minutes" in params else []
            params[name], at_the_end = text_and_options([params[name], *rest], takes, today)
            params |= at_the_end
    return params, at_the_end
