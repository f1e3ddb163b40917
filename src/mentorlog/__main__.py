"""Start the program; the one place where errors end: a sentence, a hint, a status.

The user never sees a traceback, and no error quotes a note: an unexpected error is reported only by
its type and its place in our code.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import sys
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from mentorlog.errors import Interrupted, MentorlogError, UsageError, storage_failure

if TYPE_CHECKING:
    import typer

    from mentorlog.environment import Environment

_ROOT_FLAGS = {"--plain", "--debug"}
_ROOT_OPTIONS = {"--journal", "--config", "--color"}  # they take a value
_OTHERS = {  # an option in other programs -> ours
    **dict.fromkeys(("--date", "--when", "--day", "-d"), ("--on", "--from", "--starts", "--as-of")),
    **dict.fromkeys(("--duration", "--length", "--time-spent", "--for"), ("--minutes",)),
    **dict.fromkeys(
        ("-m", "--message", "--comment", "--description", "--notes"), ("--note", "--why")
    ),
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
_NEAR = 0.7  # difflib's ratio
_DRAFT_ID = r"[0-9a-hjkmnp-tv-z]{8}"


def main() -> None:
    """The console script."""
    gc.disable()  # a command makes little garbage; collecting takes a sixth of a large review
    try:
        _leave(run(sys.argv[1:]))
    except KeyboardInterrupt:  # a second Ctrl-C, or one while the result was printed
        os._exit(Interrupted.exit_status)


def run(arguments: Sequence[str], environment: Environment | None = None) -> int:
    """Run one command line, print everything, and return the exit status."""
    _open_streams()
    arguments = _as_typer_takes_them(arguments)
    try:
        return _outcome(arguments, environment)
    except MentorlogError as error:
        failure = error
    except KeyboardInterrupt:
        failure = Interrupted("Stopped.")
    except BrokenPipeError:  # the reader of our output is gone (`| head`), which isn't an error
        return 0
    except OSError as error:
        failure = storage_failure(error, str(error.filename or "the output"))
        failure.hint = _noted(error) or failure.hint
    except Exception as error:  # noqa: BLE001 - the top handler: no traceback passes it
        failure = _unexpected(error, debug="--debug" in arguments)
    return _report(failure, environment, as_json="--json" in arguments)


def _leave(status: int) -> NoReturn:
    """End the process after printing. Skips interpreter teardown, which doubles the time.

    Ctrl-C here drops output that still waits, perhaps in a full pipe.
    """
    wanted = status != Interrupted.exit_status
    for stream in (sys.stdout, sys.stderr) if wanted else ():
        with contextlib.suppress(OSError, ValueError):  # nobody reads it any more
            stream.flush()
    os._exit(status)


def _open_streams() -> None:
    """Make the three streams usable: some schedulers close them, some can't show "ö"."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _outcome(arguments: Sequence[str], environment: Environment | None) -> int:
    # Imported here, so that Ctrl-C has a handler from the first moment.
    from mentorlog.cli import fast_path

    status = fast_path.answered(arguments, environment, os.environ)
    return _by_typer(arguments, environment) if status is None else status


def _by_typer(arguments: Sequence[str], environment: Environment | None) -> int:
    import typer

    from mentorlog.cli.program import program

    try:
        status = program()(
            list(arguments), prog_name="mentorlog", standalone_mode=False, obj=environment
        )
    except typer.Abort:
        raise Interrupted("Stopped.") from None
    except typer.TyperException as error:
        from mentorlog.cli.program import words_kept

        message, hint = _what_and_hint(error)
        kept = "" if _has_all(hint, getattr(error, "line", [])) else words_kept(error, _meant)
        raise UsageError(message, "\n".join(filter(None, (hint, kept)))) from None
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):  # Typer reports it as a failure
            raise ended.__context__ from None
        raise
    if status == Interrupted.exit_status:  # Typer reports it only by the status
        raise Interrupted("Stopped.")
    sys.stdout.flush()
    return status if isinstance(status, int) else 0


def _as_typer_takes_them(arguments: Sequence[str]) -> list[str]:
    """The arguments with root options first, and a lone `--resume` as the latest draft.

    What follows `--` stays as it is.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    words, first, others = list(arguments[:end]), [], []
    while words:
        word = words.pop(0)
        name, given, _ = word.partition("=")
        if name in _ROOT_FLAGS or (name in _ROOT_OPTIONS and given):
            first.append(word)
        elif name in _ROOT_OPTIONS and words:
            first += [word, words.pop(0)]
        elif word == "--resume" and not (words and re.fullmatch(_DRAFT_ID, words[0])):
            others.append("--resume=latest")
        else:
            others.append(word)
    return [*first, *others, *arguments[end:]]


def _what_and_hint(error: typer.TyperException) -> tuple[str, str]:
    """What is wrong with a line, and a hint: the option probably meant, else the help."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "mentorlog"
    wrong = getattr(error, "option_name", None)
    if context is None or wrong is None:
        return _without_option(error, context, path)
    from mentorlog.journal.names import echoed

    flags = {flag: one.metavar for one in context.command.params for flag in one.opts}
    if wrong in flags:
        way = f"{path} {wrong} {flags[wrong] or ''}".rstrip()
        return f"{wrong} {'needs a' if flags[wrong] else 'takes no'} value.", way
    said = f"There's no option {echoed(wrong)}."
    places = _places(context)
    if wrong.strip("-").upper() in places:
        return said, f"Leave the dashes out:  {path} {' '.join(places)}"
    meant = _meant(wrong, flags)
    if meant is None:
        return said, _elsewhere(wrong, path) or f"See them all:  {path} --help"
    return said, f"Use {meant}:  {path} {meant} {flags[meant] or ''}".rstrip()


def _elsewhere(wrong: str, path: str) -> str:
    """For a term of an agreement, the command that changes terms; else ""."""
    if path != "mentorlog edit":
        return ""
    from mentorlog.arguments import parameters
    from mentorlog.commands import command_of

    terms = parameters(command_of("amend").arguments).values()
    metavar = next((one.metavar or "" for one in terms if wrong in one.flags), None)
    way = f"mentorlog amend WHO {wrong} {metavar}".rstrip()
    return "" if metavar is None else f"Change an agreement:  {way}"


def _without_option(error: typer.TyperException, context: Any, path: str) -> tuple[str, str]:
    """What is wrong with a line, and a hint, if the mistake isn't an option."""
    from mentorlog.cli.program import unquoted_value

    message, places = error.format_message(), _places(context) if context else []
    if message.startswith("Got unexpected extra argument"):  # they may be part of a note
        if not places:
            return "Too many words.", f"It takes none:  {path}"
        meant = _somebody_else(error, context, path) or _meant_by_words(error, context, path)
        meant = meant or unquoted_value(error)
        return "Too many words.", meant or _in_quotes(error, path, places)
    if (number := getattr(error, "param", None)) is not None:
        message = f"{_place(number)} is a whole number."
    named = re.sub("^No such command '([^']*)'", r'There is no command "\1"', message)
    return named.replace("There is", "There's", 1), f"{path} --help"


def _in_quotes(error: typer.TyperException, path: str, places: Sequence[str]) -> str:
    """How to give several words to the last place, if it takes some."""
    if places[-1] in {"NOTE", "TEXT", "REPLY", "NAME", "VALUE"}:
        from mentorlog.cli.program import quoted_line

        return f"Several words need quotes:  {quoted_line(error)}"
    name = "A name of several words needs quotes. " if "WHO" in places[-1] else ""
    return f"{name}See what it takes:  {path} --help"


def _places(context: Any) -> list[str]:
    return [_place(one) for one in context.command.params if one.param_type_name == "argument"]


def _somebody_else(error: typer.TyperException, context: Any, path: str) -> str:
    """The line with the names in quotes and the option for a second person; "" without them."""
    from mentorlog.commands.help import people_named
    from mentorlog.terminal.wording import command

    line, places = list(getattr(error, "line", [])), _places(context)
    several = any("--with" in one.opts for one in context.command.params)
    if places[:1] != ["WHO"] or len(places) < len(("WHO", "NOTE")):
        return ""
    found, rest = people_named(context.obj.environment, line, several=several)
    with_ = [word for name in found[1:] for word in ("--with", name)]
    if not with_ and not (found and " " in found[0]):
        return ""
    why = "Who else was there?" if with_ else "A name of several words needs quotes:"
    text = places[1:] if rest and not rest[0].startswith("-") else ()
    return f"{why}  {command(*path.split()[1:], found[0], *text, *with_)}"


def _meant_by_words(error: typer.TyperException, context: Any, path: str) -> str:
    """The line with the option that its surplus words mean, if they mean one; else ""."""
    surplus = error.format_message().partition("(s) (")[2].removesuffix(")")
    line = getattr(error, "line", [])
    spans = ((n, m) for n in range(len(line)) for m in range(n + 1, len(line) + 1))
    found = next((span for span in spans if " ".join(line[slice(*span)]) == surplus), None)
    if found is None:
        return ""
    from mentorlog.commands.help import with_option

    name, (first, end) = path.partition(" ")[2], found
    world, stray = context.obj.environment, line[first:end]
    way = with_option(world, name, line[:first], stray, lambda word: _OTHERS.get(word, ()))
    return f"Did you mean:  {way}" if way else ""


def _has_all(hint: str, line: Sequence[str]) -> bool:
    """Whether a hint's command has every word of the line, so that none can be lost."""
    shown = {word.strip('"').removeprefix("--") for word in hint.split()}
    return bool(line) and all(part in shown for word in line for part in word.split())


def _place(argument: Any) -> str:
    return str(argument.metavar or "").strip("[]….").partition("|")[0]


def _meant(wrong: str, taken: Collection[str]) -> str | None:
    """The option that has another name elsewhere, or is misspelt; or None."""
    import difflib  # imported only for a mistake

    names = {flag.strip("-"): flag for flag in taken if flag.startswith("--")}
    near = difflib.get_close_matches(wrong.strip("-").lower(), names, 1, _NEAR)
    meant = (*_OTHERS.get(wrong.lower(), ()), *(names[name] for name in near))
    return next((flag for flag in meant if flag in taken), None)


def _report(error: MentorlogError, environment: Environment | None, *, as_json: bool) -> int:
    from mentorlog.cli.showing import error_as_json, error_as_text

    stderr = (environment or sys).stderr
    text = error_as_json(error) if as_json else error_as_text(error, _width_of(stderr))
    with contextlib.suppress(OSError):  # stderr is gone, too: nothing can be printed
        stderr.write(text)
        stderr.flush()
    return error.exit_status


def _width_of(stream: TextIO) -> int | None:
    """The columns of a terminal; None for anything else."""
    from mentorlog.terminal.console import columns_of

    try:
        return columns_of(stream, os.environ) if stream.isatty() else None
    except (OSError, ValueError):
        return None


def _unexpected(error: Exception, *, debug: bool) -> MentorlogError:
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    place = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}"  # noqa: PTH119 - a name
    if debug:
        sys.stderr.writelines(f"  {f.filename}:{f.lineno} {f.name}\n" for f in frames)
    hint = "Please report it, with what --debug prints."
    return MentorlogError(
        f"Unexpected error: {type(error).__name__} at {place}.",
        "\n".join(filter(None, (hint, _noted(error)))),
    )


def _noted(error: Exception) -> str:
    """The note added to an error on its way up, which says where the typed words are."""
    return "\n".join(getattr(error, "__notes__", ()))


if __name__ == "__main__":
    main()
