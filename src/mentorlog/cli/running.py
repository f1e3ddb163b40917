"""Run one command: give it the environment and its arguments, and show its result.

It connects Typer and the commands. A command's arguments are a dataclass whose fields are named
like the parameters of its signature; options shared by all readers or writers (`--json`, `--as-of`,
`--dry-run`, …) are handled here. This module imports no command.
"""

from __future__ import annotations

import contextlib
import copy
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields, replace
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

import typer
import typer.core
import typer.main

from mentorlog import arguments
from mentorlog.arguments import UNUSED, ArgumentsClass, Parameter, Shared
from mentorlog.environment import Environment, this_process
from mentorlog.errors import NotFound, Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.terminal.console import Work, waiting

if TYPE_CHECKING:
    from mentorlog.arguments import Arguments
    from mentorlog.commands import Reading, Result
    from mentorlog.commands.writing import Command, Options


A = TypeVar("A")
W = TypeVar("W", bound="Arguments")
_ROOT_READS = (
    "window",
    "everyone",
    "format_",
    "period",
    "as_of",
    "reveal",
    "no_input",
    "as_json",
)  # only for the bare `mentorlog`


@dataclass(frozen=True, slots=True)
class Run:
    """The environment made from the root options, and how to show things."""

    environment: Environment
    color: str
    plain: bool


def begin(ctx: typer.Context) -> None:
    """Put the Run for all commands into the context. Raises UsageError."""
    color = arguments.chosen(ctx.params["color"], ("auto", "always", "never"))
    if color not in ("auto", "always", "never"):
        raise UsageError("--color takes auto, always or never.")
    world = world_of(ctx)
    misplaced = [name for name in _ROOT_READS if ctx.params[name]]
    if ctx.invoked_subcommand is not None and misplaced:
        raise UsageError(
            "Put a command's options after its name.", f"mentorlog {ctx.invoked_subcommand} -h"
        )
    accessible = world.variables.get("ACCESSIBLE") not in {None, "", "0"}
    ctx.obj = Run(world, color, ctx.params["plain"] or accessible)


def world_of(ctx: typer.Context) -> Environment:
    """The environment made from the root options. Raises UsageError."""
    journal, config = (ctx.params[name] for name in ("journal", "config"))
    if "" in (journal, config):
        raise UsageError("--journal and --config need a path.")
    world = ctx.obj if isinstance(ctx.obj, Environment) else this_process()
    return world.configured(journal=journal, config=config)


def only_below(ctx: typer.Context) -> bool:
    """Whether a subcommand follows. Raises UsageError for options before it."""
    if ctx.invoked_subcommand is not None and any(ctx.params.values()):
        hint = f"{ctx.command_path} {ctx.invoked_subcommand} -h"
        raise UsageError("Put a command's options after its name.", hint)
    return ctx.invoked_subcommand is not None


def run(ctx: typer.Context, command: Any) -> None:
    """Run a module's COMMAND: a reader, a writer, or the one that it chooses.

    A group's own command runs only if no subcommand follows.
    """
    if only_below(ctx):
        return
    from mentorlog.commands import Alone, Choice, Opening, Reading, Script

    if isinstance(command, Choice | Opening):
        typed = _typed(command.arguments, ctx.params)
        resumed = ctx.params.get("resume") is not None
        if isinstance(command, Opening):
            asks = not ctx.params.get("no_input")
            world = ctx.obj.environment
            world = world if asks else replace(world, terminal=False)
            command = command.choose(world, typed, resumed)
        else:
            command = command.choose(typed, resumed)
    if isinstance(command, Reading):
        read(ctx, command)
    elif isinstance(command, Alone):
        alone(ctx, command.act, command.arguments)
    elif isinstance(command, Script):
        from mentorlog.cli import tour

        tour.tour(ctx.obj, command, as_json=bool(ctx.params.get("as_json")))
    else:
        write(ctx, command)


def read(ctx: typer.Context, command: Reading[W]) -> None:
    """Run a reading command: show the result, exit with its status."""
    from mentorlog.commands.desk import prompt_of, reading
    from mentorlog.commands.typed import checked

    run: Run = ctx.obj
    params = dict(ctx.params)
    desk = reading(_world(ctx), as_of=params.get("as_of"), reveal=bool(params.get("reveal")))
    typed = _typed(command.arguments, params)
    checked(typed, run.environment.today)
    if desk.asks and command.needs:
        from mentorlog.commands.who import supplied

        prompt = prompt_of(run.environment)
        typed = supplied(desk, typed, command.needs, prompt, fits=command.fits)
    with waiting(run.environment.stderr, Work.READING), _a_period_meant(ctx):
        result = command.act(desk, typed)
    if desk.journal.unopened:
        result = replace(result, problems=(*result.problems, *desk.journal.unopened))
    _show(run, result, as_json=bool(params.get("as_json")))


@contextlib.contextmanager
def _an_option_meant(ctx: typer.Context, unquoted: Sequence[str]) -> Iterator[None]:
    """Name the option if its words were typed after a date: `schedule dana fri with sam`."""
    try:
        yield
    except UsageError as error:
        for name in unquoted:
            if (text := ctx.params[name]) and error.message.startswith(f'"{text}" isn\'t'):
                from mentorlog.commands.help import after_date

                way = after_date(ctx.obj.environment, ctx.command_path, ctx.params["who"], text)
                error.hint = way or error.hint
        raise


@contextlib.contextmanager
def _a_period_meant(ctx: typer.Context) -> Iterator[None]:
    """Name the option if a period was typed where a person was expected: `meetings 2026`."""
    try:
        yield
    except NotFound as nobody:
        from mentorlog.commands.help import for_period

        name, today = ctx.command_path.partition(" ")[2], ctx.obj.environment.today
        nobody.hint = for_period(name, nobody, today) or nobody.hint
        raise


def alone(
    ctx: typer.Context, act: Callable[[Environment, A], Result], arguments: Callable[..., A]
) -> None:
    """Run a command that loads the journal itself."""
    run: Run = ctx.obj
    result = act(_world(ctx), _typed(arguments, ctx.params))
    if ctx.info_name == "doctor":
        from mentorlog.cli import shells

        result = replace(result, remark=shells.outdated(run.environment.variables))
    _show(run, result, as_json=bool(ctx.params.get("as_json")))


def _world(ctx: typer.Context) -> Environment:
    """The environment of a command without drafts; without questions if --no-input.

    Raises Refused for --resume, because it keeps no drafts; UsageError for a wrong visibility.
    """
    environment: Environment = ctx.obj.environment
    if ctx.params.get("resume") is not None:
        words = ctx.command_path.partition(" ")[2]
        raise Refused(f"There's no draft of {words}.", "Leave --resume out.")
    if (visibility := ctx.params.get("visibility")) is not None:
        from mentorlog.commands.typed import level

        level(visibility)
    return replace(environment, terminal=False) if ctx.params.get("no_input") else environment


def write(ctx: typer.Context, command: Command[W]) -> None:
    """Run a writing command: decide, save, show, exit; or go on with the command that follows."""
    from mentorlog.commands import writing
    from mentorlog.commands.writing import Options

    run: Run = ctx.obj
    params = dict(ctx.params)
    options = _typed(Options, params)
    typed = _typed(command.arguments, params)
    if params.get("as_of") is not None and not hasattr(typed, "as_of"):
        raise UsageError("--as-of is for looking; this would write.", "Leave it out.")
    as_json = options.as_json
    result = writing.carried_out(run.environment, command, typed, options)
    erases = bool(getattr(result.view, "erases", False))
    # Only one JSON document may be printed; that of erase says more.
    if not (erases and options.dry_run and as_json):
        _show_saved(run, result, options, as_json=as_json)
    if erases:
        _erase(ctx, result)
    elif run.environment.terminal and not (options.no_input or options.dry_run or as_json):
        following = writing.following(command, result)
        if following is not None:
            result = writing.carried_out(run.environment, *following, Options())
            _show_saved(run, result, options, as_json=False)


def _erase(ctx: typer.Context, closed: Result) -> None:
    """Erase the people closed with --erase, or show what would be erased."""
    from mentorlog.commands import command_of

    ctx.params["who"] = getattr(closed.view, "handle", None)
    run(ctx, command_of("erase"))


def _show_saved(run: Run, result: Result, options: Options, *, as_json: bool) -> None:
    try:
        _show(run, result, as_json=as_json)
    except OSError as error:
        if not options.dry_run:
            error.add_note("It's saved; only this couldn't be shown.")
        raise


def _typed(kind: Callable[..., A], params: Mapping[str, object]) -> A:
    known = {one.name: one for one in fields(kind)}  # type: ignore[arg-type]  # always a dataclass
    given = {name: value for name, value in params.items() if name in known}
    return kind(**{name: arguments.in_full(known[name], value) for name, value in given.items()})


def _show(run: Run, result: Result, *, as_json: bool) -> None:
    if result.view is not None:
        from mentorlog.cli.showing import show

        show(run.environment, result, color=run.color, plain=run.plain, as_json=as_json)
    run.environment.stdout.flush()  # a failure must be known before the exit status is
    if result.exit_status:
        raise typer.Exit(result.exit_status)


_MISTAKES = 9  # after so many on a line, give up on it


def words_kept(error: typer.TyperException) -> str:
    """Keep the user's words in a draft if their command line can't be parsed.

    Returns how to go on with them; "" if there are none, or they can't be kept.
    """
    context, line = getattr(error, "ctx", None), getattr(error, "line", [])
    if context is None or not isinstance(context.obj, Run) or _UNKEPT.intersection(line):
        return ""
    from mentorlog.commands import Choice, command_of, writing
    from mentorlog.commands.typed import is_text

    today = context.obj.environment.today
    texts = [word for word in line if is_text(word, today)]
    command = command_of(" ".join(context.command_path.split()[1:]))
    for valued in (True, False):
        params = _made_out(context, list(line), texts, valued=valued)
        if params is None:
            return ""
        typed = _typed(command.arguments, params)
        if not texts or any(getattr(typed, name) for name in typed.prose):
            break
    if isinstance(command, Choice):
        command = command.choose(typed, False)  # noqa: FBT003 - no draft is resumed
    if not isinstance(command, writing.Command):
        return ""
    return writing.set_aside(context.obj.environment, command, typed)


_UNKEPT = {"-h", "--help", "--dry-run", "--resume", "--resume=latest"}


def _made_out(
    context: typer.Context, words: list[str], texts: list[str], *, valued: bool
) -> dict[str, Any] | None:
    """The arguments of a wrong line without its mistakes; surplus words belong to the text.

    `valued`: the unknown options' values are dropped unless they are among `texts`. None if nothing
    can be made of the line.
    """
    for _ in range(_MISTAKES):
        try:
            made = context.command.make_context(
                context.info_name, list(words), parent=context.parent, allow_extra_args=True
            )
        except typer.TyperException as error:
            wrong = getattr(error, "option_name", None) or ""
            at = [n for n, word in enumerate(words) if word.partition("=")[0] == wrong]
            if not at:
                return None
            value = words[at[-1] + 1 : at[-1] + 2] if words[at[-1]] == wrong and valued else []
            alone = not value or value[0] in texts or value[0].startswith("-")
            del words[at[-1] : at[-1] + (1 if alone else 2)]
        else:
            return _with_surplus(made)
    return None


def _with_surplus(made: Any) -> dict[str, Any]:
    from mentorlog.commands import command_of

    params, rest = dict(made.params), list(made.args)
    kind = command_of(" ".join(made.command_path.split()[1:])).arguments
    for name, said in arguments.parameters(kind).items():
        if said.unquoted:
            params[name] = " ".join(params[name] or ()) or None
        elif said.prose and not said.flags and params[name]:
            params[name] = " ".join((params[name], *rest))
    return params


_BY_NAME = inspect.Parameter.KEYWORD_ONLY


def built(words: str) -> Any:
    """The Typer command of a module, which is imported here. Typer hides its type, hence Any."""
    from mentorlog.commands import command_of

    command = command_of(words)
    unquoted = [n for n, said in arguments.parameters(command.arguments).items() if said.unquoted]

    def called(ctx: typer.Context, **_: object) -> None:
        for name in unquoted:
            ctx.params[name] = " ".join(ctx.params[name] or ()) or None
        with _an_option_meant(ctx, unquoted):
            run(ctx, command)

    made = typer.main.get_command_from_info(
        typer.models.CommandInfo(callback=with_signature(called, command.arguments)),
        pretty_exceptions_short=True,
        rich_markup_mode=typer.core.DEFAULT_MARKUP_MODE,
    )
    for each in made.params:
        if isinstance(each, typer.core.TyperArgument):  # its help would say <str> before the words
            each.type = copy.copy(each.type)
            each.type.get_metavar = lambda **_: ""  # type: ignore[method-assign]
    return made


def with_signature(run: Callable[..., None], kind: ArgumentsClass) -> Callable[..., None]:
    """The function with a signature for Typer; the values stay in the context."""
    context = inspect.Parameter("ctx", _BY_NAME, annotation=typer.Context)
    parameters = [context, *_parameters(kind)]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run


def _parameters(kind: ArgumentsClass) -> Iterator[inspect.Parameter]:
    types = get_type_hints(kind)
    common = {each.name: each for each in fields(Shared)}
    for each in fields(kind):  # type: ignore[arg-type]  # always a dataclass
        if each.name not in common:
            yield _parameter(each, arguments.parameter(each), types[each.name])
    types = get_type_hints(Shared)
    for name in arguments.shared(kind):
        said = arguments.parameter(common[name])
        if name in kind.unused:
            said = said._replace(help=UNUSED[name], hidden=True)
        yield _parameter(common[name], said, types[name])


def _parameter(each: Field[Any], said: Parameter, kind: Any) -> inspect.Parameter:
    default = inspect.Parameter.empty if each.default is MISSING else each.default
    annotation: Any = Annotated[list[str] | None if said.unquoted else kind, _info(said)]
    return inspect.Parameter(each.name, _BY_NAME, default=default, annotation=annotation)


def _info(said: Parameter) -> Any:
    """Choices stay plain text and are checked by the commands, so that parsing imports no enum."""
    make = typer.Option if said.flags else typer.Argument
    return make(
        *said.flags,
        metavar=said.metavar,
        help=said.help,
        show_default=False,
        hidden=said.hidden,
    )
