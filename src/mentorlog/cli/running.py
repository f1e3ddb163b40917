"""Run one command: give it the environment and its arguments, and show its result.

It gets the values of a command line by the names of the fields that they are for, whoever read the
line: `fast_path`, or Typer for `program`. Options shared by all readers or writers (`--json`,
`--as-of`, `--dry-run`, …) are handled here. This module imports no command, and not Typer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from mentorlog import arguments
from mentorlog.arguments import Reader, option
from mentorlog.environment import Environment, this_process
from mentorlog.errors import KEPT, NotFound, Refused, UsageError
from mentorlog.frozen import dataclass, fields, replace
from mentorlog.terminal.console import Work, waiting

if TYPE_CHECKING:
    from mentorlog.arguments import Arguments
    from mentorlog.commands import Command, Reading, Result, Script
    from mentorlog.commands.writing import Options
    from mentorlog.views.written import Written


A = TypeVar("A")
W = TypeVar("W", bound="Arguments")


@dataclass(frozen=True, slots=True, kw_only=True)
class Root(Reader):
    """A mentoring journal: agree on terms, log meetings, give back, see where you stand.

    Example: mentorlog new-agreement "Dana Öz"

    Read more with mentorlog help TOPIC: story, dates, cadence, nudges, files,
    privacy, exchange, scripts, agents.
    """

    journal: str | None = option("--journal DIR", "The journal's folder.")
    config: str | None = option("--config FILE", "Use another config.toml.")
    color: str = option("--color WHEN", "auto (default), always or never.", default="auto")
    plain: bool = option("--plain", "Plain text: no styles, no drawings.")
    debug: bool = option("--debug", "Show a traceback on an unexpected error.")
    version: bool = option("--version", "Print the version.")
    install_completion: bool = option(
        "--install-completion", "Set up completion in your shell, or update it."
    )
    show_completion: bool = option("--show-completion", "Print the completion script.")
    window: str | None = option("--window SPAN", "How far back the board looks.")
    everyone: bool = option("--all", "Include ended relationships.")
    format_: str | None = option(
        "--format FORMAT",
        "table (default), md, html or csv.",
        choices=("table", "md", "html", "csv"),
    )
    period: str | None = option(
        "--period PERIOD",
        "Look back over a period: quarter, year, 2026, …",
        choices=("quarter", "year"),
    )


@dataclass(frozen=True, slots=True)
class Run:
    """The environment made from the root options, and how to show things."""

    environment: Environment
    color: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A command line that was understood.

    `words`: the command ("nudge install"), "" for none.
    `given`: field name -> value; a field that isn't given may be missing.
    """

    words: str
    given: Mapping[str, Any]
    run: Run


def run_of(root: Mapping[str, Any], outside: Environment | None) -> Run:
    """What the root options and the environment make. Raises UsageError."""
    color = arguments.chosen(root.get("color", "auto"), ("auto", "always", "never"))
    if color not in ("auto", "always", "never"):
        raise UsageError("--color takes auto, always or never.")
    environment = environment_of(root, outside)
    accessible = environment.variables.get("ACCESSIBLE") not in {None, "", "0"}
    return Run(environment, color, bool(root.get("plain")) or accessible)


def environment_of(root: Mapping[str, Any], outside: Environment | None) -> Environment:
    """The environment made from the root options. Raises UsageError."""
    journal, config = (root.get(name) for name in ("journal", "config"))
    if "" in (journal, config):
        raise UsageError("--journal and --config need a path.")
    return (outside or this_process()).configured(journal=journal, config=config)


def run(line: Line, command: Any) -> int:
    """Run a module's COMMAND: a reader, a writer, or the one that it chooses; its exit status."""
    try:
        return _run(line, command)
    except (UsageError, NotFound) as error:
        from mentorlog.commands.hints import meant

        kept = [each for each in error.hint.split("\n") if each.startswith(KEPT)]
        if hint := meant(line.run.environment, line.words, line.given, error):
            error.hint = "\n".join((hint, *kept))
        raise


def _run(line: Line, command: Any) -> int:
    from mentorlog.commands import Alone, Choice, Reading, Script

    if isinstance(command, Choice):
        typed = typed_of(command.arguments, line.given)
        resumed = line.given.get("resume") is not None
        command = command.choose(_asking(line), typed, resumed)
    if isinstance(command, Reading):
        return _read(line, command)
    if isinstance(command, Alone):
        return _alone(line, command.act, command.arguments)
    if isinstance(command, Script):
        _play(line.run, command, as_json=bool(line.given.get("as_json")))
        return 0
    return _write(line, command)


def _play(run: Run, script: Script, *, as_json: bool) -> None:
    """Run its lines: at once without a terminal; on one, Enter continues and q or Ctrl-C ends."""
    from mentorlog.cli.program import program
    from mentorlog.cli.showing import stdout_screen

    if as_json:
        raise UsageError("The tour is for people, not programs.", "mentorlog demo --json")
    environment = script.prepare(run.environment)
    screen = stdout_screen(run.environment, run.color, plain=run.plain)
    look = [f"--color={run.color}", *(["--plain"] if run.plain else [])]
    for number, words in enumerate(script.lines):
        if number and not _wants_more(run.environment, "Enter for the next stop, q to quit: "):
            break
        screen.show(script.before(number, screen.look))
        run.environment.stdout.flush()
        program()([*look, *words], prog_name="mentorlog", standalone_mode=False, obj=environment)
        environment.stdout.flush()
    screen.show(script.end(environment, screen.look))


def _wants_more(environment: Environment, question: str) -> bool:
    if not environment.terminal:
        return True
    try:
        environment.stderr.write(f"\n{question}")
        environment.stderr.flush()
        answer = environment.stdin.readline()
    except KeyboardInterrupt:
        answer = ""
    if not answer:
        environment.stderr.write("\n")
    return bool(answer) and answer.strip().lower() not in ("q", "quit")


def _read(line: Line, command: Reading[W]) -> int:
    from mentorlog.commands.desk import prompt_of, reading
    from mentorlog.commands.typed import checked

    run, given = line.run, line.given
    desk = reading(_environment(line), as_of=given.get("as_of"), reveal=bool(given.get("reveal")))
    typed = typed_of(command.arguments, given)
    checked(typed, run.environment.today)
    if desk.asks and command.needs:
        from mentorlog.commands.questions import supplied

        prompt = prompt_of(run.environment)
        typed = supplied(desk, typed, command.needs, prompt, fits=command.fits)
    with waiting(run.environment.stderr, Work.READING):
        result = command.act(desk, typed)
    damage = desk.contents.problems if command.tells_damage else ()
    result = replace(result, problems=(*damage, *result.problems, *desk.journal.unopened))
    return _show(run, result, as_json=bool(given.get("as_json")))


def _alone(line: Line, act: Callable[[Environment, A], Result], arguments: Callable[..., A]) -> int:
    result = act(_environment(line), typed_of(arguments, line.given))
    if line.words == "doctor":
        from mentorlog.cli import shells

        result = replace(result, remark=shells.outdated(line.run.environment.variables))
    return _show(line.run, result, as_json=bool(line.given.get("as_json")))


def _environment(line: Line) -> Environment:
    """The environment of a command without drafts; without questions if --no-input.

    Raises Refused for --resume, because it keeps no drafts; UsageError for a wrong visibility.
    """
    given = line.given
    if given.get("resume") is not None:
        raise Refused(f"There's no draft of {line.words}.", "Leave --resume out.")
    if (visibility := given.get("visibility")) is not None:
        from mentorlog.commands.typed import level

        level(visibility)
    return _asking(line)


def _asking(line: Line) -> Environment:
    """The environment; without a terminal to ask at if --no-input."""
    environment = line.run.environment
    return replace(environment, terminal=False) if line.given.get("no_input") else environment


def _write(line: Line, command: Command[W]) -> int:
    """Decide, save and show; or go on with the command that follows."""
    from mentorlog.commands import writing
    from mentorlog.commands.writing import Options

    run = line.run
    options = typed_of(Options, line.given)
    typed = typed_of(command.arguments, line.given)
    if line.given.get("as_of") is not None and not hasattr(typed, "as_of"):
        raise UsageError("--as-of is for looking; this would write.", "Leave it out.")
    as_json = options.as_json
    result = writing.carried_out(run.environment, command, typed, options)
    erases = bool(getattr(result.view, "erases", False))
    # Only one JSON document may be printed; that of erase says more.
    status = 0
    if not (erases and options.dry_run and as_json):
        status = _show_saved(run, result, options, as_json=as_json)
    if status:
        return status
    if erases:
        return _erase(line, result)
    if run.environment.terminal and not (options.no_input or options.dry_run or as_json):
        following = command.then and command.then(cast("Written", result.view))
        if following is not None:
            result = writing.carried_out(run.environment, *following, Options())
            return _show_saved(run, result, options, as_json=False)
    return 0


def _erase(line: Line, closed: Result) -> int:
    """Erase the people closed with --erase, or show what would be erased."""
    from mentorlog.commands import command_of

    given = {**line.given, "who": getattr(closed.view, "handle", None)}
    return run(replace(line, given=given), command_of("erase"))


def _show_saved(run: Run, result: Result, options: Options, *, as_json: bool) -> int:
    try:
        return _show(run, result, as_json=as_json)
    except (OSError, MemoryError, ImportError) as error:
        if not options.dry_run:
            error.add_note("It's saved; only this couldn't be shown.")
        raise


def typed_of(kind: Callable[..., A], given: Mapping[str, object]) -> A:
    """The arguments of a class out of all that was given."""
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]  # always a dataclass
    own = {name: value for name, value in given.items() if name in known}
    return kind(**{name: arguments.in_full(known[name], value) for name, value in own.items()})


def _show(run: Run, result: Result, *, as_json: bool) -> int:
    if result.view is not None:
        from mentorlog.cli.showing import show

        show(run.environment, result, color=run.color, plain=run.plain, as_json=as_json)
    run.environment.stdout.flush()  # a failure must be known before the exit status is
    return result.exit_status
