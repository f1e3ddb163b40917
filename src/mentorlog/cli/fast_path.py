"""Answers without Typer, whose import takes as long as everything else.

These are the line that `nudge install` writes, a shell's question for completions, and lines in
which nothing is unusual: commands, options and names in full, and no mistake. Everything else goes
to `program`, which reads such lines alike (tests/cli/test_fast_path.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mentorlog.cli import BELOW, PANELS
from mentorlog.errors import UsageError

if TYPE_CHECKING:
    from mentorlog.arguments import ArgumentsClass
    from mentorlog.environment import Environment

_PLACES = {"--config", "--journal"}
_BEFORE = {"journal", "config", "color", "plain", "debug"}  # root options for every command
_ENDS = {"version", "install_completion", "show_completion"}  # root options that are commands
_TEXT, _TEXTS = {"str", "str | None"}, "list[str] | None"  # types; Typer converts to others
Given = dict[str, Any]  # field name -> value


def answered(
    arguments: Sequence[str], environment: Environment | None, variables: Mapping[str, str]
) -> int | None:
    """Answer the line; the exit status, or None if Typer must. Raises MentorlogError."""
    if "_MENTORLOG_COMPLETE" in variables:
        from mentorlog.cli import completion

        return completion.answered(variables)
    where = places(arguments)
    if where is not None:
        return _nudge(environment, where)
    parsed = understood(arguments) or understood(_with_review(arguments, environment))
    if parsed is None:
        return None
    from mentorlog.cli import running
    from mentorlog.commands import command_of

    words, root, given = parsed
    line = running.Line(words, given, running.run_of(root, environment))
    return running.run(line, command_of(words or "review"))


def understood(arguments: Sequence[str]) -> tuple[str, Given, Given] | None:
    """The command ("" for the board), the root options, and what it is given; None if unusual."""
    from mentorlog.cli.running import Root

    first = _read(Root, arguments, only_first=True)
    if first is None:
        return None
    root, rest = first
    if not rest:
        return None if _ENDS & root.keys() else ("", root, root)
    command, *words = rest
    if command == "help" or not any(command in panel for panel in PANELS.values()):
        return None
    if words and words[0] in BELOW.get(command, ()):
        command = f"{command} {words.pop(0)}"
    from mentorlog.commands import command_of

    kind = command_of(command).arguments
    read = _read(kind, words)
    placed = _placed(kind, read[1]) if read else None
    if read is None or placed is None or root.keys() - _BEFORE:
        return None
    return command, root, read[0] | placed


def _with_review(arguments: Sequence[str], environment: Environment | None) -> Sequence[str]:
    """The line with `review` before a first word that names somebody; else an unusual one.

    A word that is only like a name, or the beginning of a command, is unusual.
    """
    from mentorlog.cli import running

    unusual = ("help",)
    root, rest = _read(running.Root, arguments, only_first=True) or ({}, [])
    if not rest or rest[0] == "help" or any(rest[0] in panel for panel in PANELS.values()):
        return unusual
    from mentorlog.commands import hints

    try:
        named = hints.names_somebody(running.environment_of(root, environment), rest[0])
    except UsageError:  # Typer's way raises it, too
        return unusual
    at = len(arguments) - len(rest)
    return [*arguments[:at], "review", *rest] if named else unusual


def _read(
    kind: ArgumentsClass, words: Sequence[str], *, only_first: bool = False
) -> tuple[Given, list[str]] | None:
    """The options, and the other words; None if unusual. `only_first`: those before other words."""
    from mentorlog.arguments import parameter_of, taken

    options = {flag: field for field in taken(kind) for flag in parameter_of(field).flags}
    given: Given = {field.name: () for field in taken(kind) if field.type == _TEXTS}
    others: list[str] = []
    left = iter(words)
    for word in left:
        if not word.startswith("-") or word == "-":
            others.append(word)
            if only_first:
                break
            continue
        name, equals, value = word.partition("=")
        option = options.get(name)
        if option is not None and option.type == "bool" and not equals:
            given[option.name] = True
            continue
        text = value if equals else next(left, None)
        if option is None or text is None:
            return None
        if option.type == _TEXTS:
            given[option.name] = (*given[option.name], text)
        elif option.type in _TEXT:
            given[option.name] = text
        else:
            return None
    return given, [*others, *left]


def _placed(kind: ArgumentsClass, words: Sequence[str]) -> Given | None:
    """The words as positional arguments; None if there are too many, or one isn't text."""
    from mentorlog.arguments import parameter_of, taken

    left = list(words)
    given: Given = {}
    for field in taken(kind):
        if parameter_of(field).flags or not left:
            continue
        if parameter_of(field).unquoted:
            given[field.name], left = " ".join(left) or None, []
        elif field.type == _TEXTS:
            given[field.name], left = tuple(left), []
        elif field.type in _TEXT:
            given[field.name] = left.pop(0)
    return None if left else given


def places(arguments: Sequence[str]) -> Mapping[str, str] | None:
    """The folders in `[--config FILE] [--journal DIR] nudge --scheduled`; None for another line."""
    *options, command, flag = ["", "", *arguments]
    if (command, flag) != ("nudge", "--scheduled"):
        return None
    names, values = options[2::2], options[3::2]
    plain = all(value and not value.startswith("-") for value in values)
    if not plain or len(values) < len(names) or not _PLACES.issuperset(names):
        return None
    return dict(zip(names, values, strict=True)) if len(set(names)) == len(names) else None


def _nudge(environment: Environment | None, places: Mapping[str, str]) -> int:
    """Run it; return the exit status. Raises MentorlogError; wrong settings only once a day."""
    from mentorlog.commands.nudge_scheduled import Scheduled, is_to_be_told, scheduled
    from mentorlog.environment import this_process

    environment = environment or this_process()
    try:
        result = scheduled(
            environment.configured(journal=places.get("--journal"), config=places.get("--config")),
            Scheduled(),
        )
    except UsageError as error:  # about the settings: the line is our own
        if is_to_be_told(environment, error):
            raise
        return error.exit_status
    environment.stdout.flush()
    return result.exit_status
