"""Builds a Typer command from a class of arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields
from typing import Annotated, Any, get_type_hints

import typer
import typer.core
import typer.main

from mentorlog import arguments
from mentorlog.arguments import UNUSED, Kind, Parameter, Shared

_BY_NAME = inspect.Parameter.KEYWORD_ONLY


def built(words: str) -> Any:
    """The Typer command of a room, which is imported here. Typer keeps its type to itself."""
    from mentorlog.commands import rooms

    command = rooms.command(words)
    unquoted = [n for n, said in arguments.parameters(command.arguments).items() if said.unquoted]

    def run(ctx: typer.Context, **_: object) -> None:
        from mentorlog.cli import running

        for name in unquoted:
            ctx.params[name] = " ".join(ctx.params[name] or ()) or None
        running.run(ctx, command)

    return typer.main.get_command_from_info(
        typer.models.CommandInfo(callback=with_signature(run, command.arguments)),
        pretty_exceptions_short=True,
        rich_markup_mode=typer.core.DEFAULT_MARKUP_MODE,
    )


def with_signature(run: Callable[..., None], kind: Kind) -> Callable[..., None]:
    """The function with the signature that Typer reads; the values stay in the context."""
    context = inspect.Parameter("ctx", _BY_NAME, annotation=typer.Context)
    parameters = [context, *_parameters(kind)]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run


def _parameters(kind: Kind) -> Iterator[inspect.Parameter]:
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
    """Choices are plain text and checked by the commands, so that parsing imports no enum."""
    make = typer.Option if said.flags else typer.Argument
    return make(
        *said.flags,
        metavar=said.metavar,
        help=said.help,
        show_default=False,
        hidden=said.hidden,
    )
