"""Builds a Typer command from what its room declares. The room is imported here, and only then."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields
from typing import Annotated, Any, get_type_hints

import typer
import typer.main

from mentorlog import arguments
from mentorlog.arguments import UNUSED, Arguments, Shared
from mentorlog.cli import options
from mentorlog.cli.app import app
from mentorlog.commands import rooms

_BY_NAME = inspect.Parameter.KEYWORD_ONLY
_OFFERS = {
    "people": options.handles,
    "entries": options.ids,
    "people or entries": options.handles_or_ids,
    "templates": options.templates,
    None: None,
}


def built(words: str) -> Any:
    """The Typer command, as made from a function of its signature. Typer hides its type."""
    info = typer.models.CommandInfo(name=words.rsplit(maxsplit=1)[-1], callback=_function(words))
    return typer.main.get_command_from_info(
        info,
        pretty_exceptions_short=app.pretty_exceptions_short,
        rich_markup_mode=app.rich_markup_mode,
    )


def _function(words: str) -> Callable[..., None]:
    """What Typer reads the parameters of; the values reach the command through the context."""
    command = rooms.command(words)

    unquoted = [n for n, said in arguments.parameters(command.arguments).items() if said.unquoted]

    def run(ctx: typer.Context, **_: object) -> None:
        from mentorlog.cli import running

        for name in unquoted:
            ctx.params[name] = " ".join(ctx.params[name] or ()) or None
        running.run(ctx, command)

    context = inspect.Parameter("ctx", _BY_NAME, annotation=typer.Context)
    parameters = [context, *_parameters(command.arguments)]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run


def _parameters(kind: type[Arguments]) -> Iterator[inspect.Parameter]:
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


def _parameter(each: Field[Any], said: arguments.Parameter, kind: Any) -> inspect.Parameter:
    default = inspect.Parameter.empty if each.default is MISSING else each.default
    annotation: Any = Annotated[list[str] | None if said.unquoted else kind, _info(said)]
    return inspect.Parameter(each.name, _BY_NAME, default=default, annotation=annotation)


def _info(said: arguments.Parameter) -> Any:
    offered = _OFFERS[said.offers]
    if not said.flags:
        return options.argument(said.metavar or "", said.help, offered)
    return options.option(
        *said.flags, help=said.help, metavar=said.metavar, completed=offered, hidden=said.hidden
    )
