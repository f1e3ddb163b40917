"""All commands as one program: a table of names. A command's module is imported only to run it.

The help of a command is its module's docstring, read from the source without importing it, so that
`--help` is fast.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Annotated, Any, cast, get_type_hints

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from mentorlog import __version__, arguments
from mentorlog.arguments import UNUSED, ArgumentsClass, Parameter, Shared
from mentorlog.cli import BELOW, PANELS, running
from mentorlog.cli.running import Line, Root
from mentorlog.errors import UsageError
from mentorlog.frozen import MISSING, Field

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


@functools.cache
def program() -> TyperGroup:
    """The root command: its options, the board, and the commands of the table."""
    root = typer.Typer(
        name="mentorlog",
        cls=_Root,
        help=Root.__doc__,
        invoke_without_command=True,
        no_args_is_help=False,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    root.callback()(_with_signature(_root, Root))
    made = cast("TyperGroup", typer.main.get_command(root))  # with a callback it is a group
    made.commands = cast("dict[str, Any]", _OnDemand("", PANELS))
    return made


def _root(ctx: typer.Context, **_: object) -> int:
    if ctx.params["version"]:
        typer.echo(f"mentorlog {__version__}")
        raise typer.Exit
    if ctx.params["install_completion"] or ctx.params["show_completion"]:
        _complete(install=ctx.params["install_completion"])
        raise typer.Exit
    run = running.run_of(ctx.params, ctx.obj)
    if ctx.invoked_subcommand is not None:
        if any(ctx.params[name] for name in _ROOT_READS):
            raise _misplaced(f"mentorlog {ctx.invoked_subcommand}")
        ctx.obj = run
        return 0
    from mentorlog.commands import command_of

    return running.run(Line("", ctx.params, run), command_of("review"))


def _unclear(word: str, begun: list[str]) -> UsageError:
    from mentorlog.terminal.wording import either

    return UsageError(f'"{word}" could be {either(begun)}.')


def _misplaced(path: str) -> UsageError:
    return UsageError("Put a command's options after its name.", f"{path} -h")


def _complete(*, install: bool) -> None:
    """Install completion for the shell that runs this, or print the script."""
    import os
    from pathlib import Path

    from mentorlog.cli import shells

    if install:
        typer.echo(shells.installed(os.environ, Path.home()))
    else:
        typer.echo(shells.script(shells.running()), nl=False)


class _Helped:
    """Prints help pages without what Typer imports for other uses, which takes 45 ms."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        with _left_out({"rich.markdown": "Markdown", "rich.traceback": "Traceback"}):
            from typer import rich_utils  # noqa: F401 - only imports it
        super().format_help(ctx, formatter)  # type: ignore[misc]  # Typer's


@contextlib.contextmanager
def _left_out(unused: Mapping[str, str]) -> Iterator[None]:
    """Keep modules from being imported for one class each, which nobody will use."""
    modules = {name: ModuleType(name) for name in unused if name not in sys.modules}
    for name, module in modules.items():
        setattr(module, unused[name], object)
    sys.modules |= modules
    try:
        yield
    finally:
        for name in modules:
            del sys.modules[name]


class _Root(_Helped, TyperGroup):
    """A group whose first word may also be a person or an abbreviation: see `_command_for`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        word = args[0]
        if word == "help":
            args = self._helped(ctx, args[1:])
            word = args[0]
        if word in self.commands or word.startswith("-"):
            return super().resolve_command(ctx, args)
        name, words = _command_for(ctx, word, [*self.commands])
        return name, self.commands[name], [*words, *args[1:]]

    def _helped(self, ctx: typer.Context, words: list[str]) -> list[str]:
        """The words, with `help COMMAND` as `COMMAND --help`; topics stay for the help command."""
        if not words:
            _show_paged(ctx)
            raise typer.Exit
        word, *rest = words[0].lower(), *words[1:]
        begun = [name for name in self.commands if word and name.startswith(word)]
        if word in begun or len(begun) == 1:
            return [word, *rest, "--help"]
        from mentorlog.commands import command_of

        topics = arguments.parameters(command_of("help").arguments)["what"].choices
        if not word.startswith("-") and not any(topic.startswith(word) for topic in topics):
            if begun:
                raise _unclear(word, begun)
            from mentorlog.commands import hints

            raise hints.no_help_on(word, topics, self.commands)
        return ["help", *words]


def _show_paged(ctx: typer.Context) -> None:
    """Print the help, on a terminal through a pager if it is longer than the screen."""
    import io
    import os

    from typer import rich_utils

    from mentorlog.terminal.console import paged

    if not sys.stdout.isatty():
        typer.echo(ctx.get_help())
        return
    usual, rich_utils.FORCE_TERMINAL = rich_utils.FORCE_TERMINAL, True
    try:
        with contextlib.redirect_stdout(io.StringIO()) as whole:
            print(ctx.get_help())  # noqa: T201 - Typer prints it, or returns it without Rich
    finally:
        rich_utils.FORCE_TERMINAL = usual
    rows = os.get_terminal_size(sys.stdout.fileno()).lines
    text = _commands_first(whole.getvalue())
    if not paged(text, os.environ, rows=rows):
        sys.stdout.write(text)


def _commands_first(text: str) -> str:
    """The help with its box of options at the end: on a first screen, commands tell more."""
    import re

    box = re.search(r"(?ms)^\S*╭\S*─\S* Options .*?╰[^\n]*\n", text)
    return f"{text.replace(box[0], '').rstrip()}\n{box[0]}" if box else text


def _command_for(ctx: typer.Context, word: str, names: list[str]) -> tuple[str, list[str]]:
    """`review` and the person, else the only command that begins with `word`. Raises UsageError."""
    from mentorlog.commands import hints

    environment = running.environment_of(ctx.params, ctx.obj)
    if hints.names_somebody(environment, word):
        return "review", [word]
    begun = [name for name in names if word and name.startswith(word)]
    if len(begun) == 1:
        return begun[0], []
    raise hints.unknown_command(environment, word, names)


class _OnDemand(Mapping[str, Any]):
    """Commands by name, in the order of --help. Typer hides their type, hence Any."""

    def __init__(self, above: str, panels: Mapping[str, tuple[str, ...]]) -> None:
        self._above = above
        self._panels = {name: panel for panel, names in panels.items() for name in names}
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = self._make(name, self._panels[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._panels)

    def __len__(self) -> int:
        return len(self._panels)

    def _make(self, name: str, panel: str) -> Any:
        words = f"{self._above} {name}".lstrip()
        if words in BELOW:
            below = _OnDemand(words, {"": BELOW[words]})
            return _Group(words, rich_help_panel=panel, commands=below, invoke_without_command=True)
        return _Command(words, rich_help_panel=panel or None)


class _Late(_Helped):
    """A command or group with its name and help; its parameters are made when they are needed."""

    params: Any
    callback: Any

    def __init__(self, words: str, **more: Any) -> None:
        known = {"name": words.rpartition(" ")[2], "help": _help(words)}
        super().__init__(**known, **more)
        self._words = words
        del self.params, self.callback

    def __getattr__(self, name: str) -> Any:
        if name not in ("params", "callback"):
            raise AttributeError(name)
        made = _built(self._words)
        self.params, self.callback = made.params, made.callback
        return getattr(self, name)


class _Command(_Late, TyperCommand):
    """Errors in a command line are raised with its context and, as `line`, the words typed."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        line = list(args)
        words = [word for word in line if not (word[:1] == "-" and word[1:2].isdecimal())]
        unquoted = _unquoted(self._words) if len(words) < len(line) else []  # -5 is no option
        try:
            ctx.ignore_unknown_options = bool(unquoted)
            rest = super().parse_args(ctx, args)
            taken = [word for name in unquoted for word in ctx.params[name] or () if word in words]
            if any(word[:1] == "-" for word in taken):
                ctx.ignore_unknown_options = False
                super().parse_args(ctx, words)  # raises the error
        except typer.TyperException as error:
            vars(error).update(ctx=ctx, line=line)
            raise
        return rest


class _Group(_Late, TyperGroup):
    """A command that has subcommands and also does something alone."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        word = arguments.chosen(args[0], self.commands)
        begun = [name for name in self.commands if word and name.startswith(word)]
        if len(begun) > 1 and word not in begun:
            raise _unclear(word, begun)
        return super().resolve_command(ctx, [word, *args[1:]])


def _help(words: str) -> str:
    """The docstring at the beginning of a module's source."""
    from mentorlog.commands import module_of

    module = module_of(words)
    spec: Any = find_spec(module)
    source = spec.loader.get_source(module)
    return inspect.cleandoc(
        source.split('"""', 2)[1] if source else import_module(module).__doc__ or ""
    )


def _unquoted(words: str) -> list[str]:
    """The names of a command's arguments that take several words."""
    from mentorlog.commands import command_of

    taken = arguments.parameters(command_of(words).arguments)
    return [name for name, parameter in taken.items() if parameter.unquoted]


_BY_NAME = inspect.Parameter.KEYWORD_ONLY


def _built(words: str) -> Any:
    """The Typer command of a module, which is imported here. Typer hides its type, hence Any."""
    from mentorlog.commands import command_of

    command = command_of(words)
    unquoted = _unquoted(words)

    def called(ctx: typer.Context, **_: object) -> int:
        if ctx.invoked_subcommand is not None:
            if any(ctx.params.values()):
                raise _misplaced(f"{ctx.command_path} {ctx.invoked_subcommand}")
            return 0
        for name in unquoted:
            ctx.params[name] = " ".join(ctx.params[name] or ()) or None
        return running.run(Line(words, ctx.params, ctx.obj), command)

    made = typer.main.get_command_from_info(
        typer.models.CommandInfo(callback=_with_signature(called, command.arguments)),
        pretty_exceptions_short=True,
        rich_markup_mode=typer.core.DEFAULT_MARKUP_MODE,
    )
    for param in made.params:
        if isinstance(param, typer.core.TyperArgument):  # its help would say <str> before the words
            param.type = copy.copy(param.type)
            param.type.get_metavar = lambda **_: ""  # type: ignore[method-assign]
    return made


def _with_signature(run: Callable[..., int], kind: ArgumentsClass) -> Callable[..., int]:
    """The function with a signature for Typer; the values stay in the context."""
    context = inspect.Parameter("ctx", _BY_NAME, annotation=typer.Context)
    parameters = [context, *_parameters(kind)]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run


def _parameters(kind: ArgumentsClass) -> Iterator[inspect.Parameter]:
    types = {**get_type_hints(kind), **get_type_hints(Shared)}
    for field in arguments.taken(kind):
        parameter = arguments.parameter_of(field)
        if field.name in kind.unused:
            parameter = parameter._replace(help=UNUSED[field.name], hidden=True)
        yield _parameter(field, parameter, types[field.name])


def _parameter(field: Field[Any], parameter: Parameter, kind: Any) -> inspect.Parameter:
    default = inspect.Parameter.empty if field.default is MISSING else field.default
    annotation: Any = Annotated[list[str] | None if parameter.unquoted else kind, _info(parameter)]
    return inspect.Parameter(field.name, _BY_NAME, default=default, annotation=annotation)


def _info(parameter: Parameter) -> Any:
    """Choices stay plain text and are checked by the commands, so that parsing imports no enum."""
    make = typer.Option if parameter.flags else typer.Argument
    return make(
        *parameter.flags,
        metavar=parameter.metavar,
        help=parameter.help,
        show_default=False,
        hidden=parameter.hidden,
    )
