"""nudge itself. Signatures only; `commands` does the work.

It runs every hour of every day: the commands below it are made only when one of them is asked for.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mentorlog.cli.app import app
from mentorlog.cli.options import (
    SET_UP,
    AsOf,
    Json,
    NoInput,
    Reveal,
    option,
)
from mentorlog.cli.running import alone, only_below, read


class _Below(TyperGroup):
    """The commands of `nudge_set_up`, not imported before somebody wants one.

    Typer keeps the types of a context and of a command of any kind to itself; hence Any.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        return self._made.list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return self._made.get_command(ctx, cmd_name)

    @property
    def _made(self) -> TyperGroup:
        from mentorlog.cli.nudge_set_up import commands

        return typer.main.get_group(commands)


nudges = typer.Typer(cls=_Below, context_settings={"help_option_names": ["-h", "--help"]})
app.add_typer(nudges, name="nudge", rich_help_panel=SET_UP)


@nudges.callback(invoke_without_command=True)
def nudge(
    ctx: typer.Context,
    scheduled: Annotated[
        bool, option("--scheduled", help="For schedulers: silent unless there is something new.")
    ] = False,
    explain: Annotated[
        bool, option("--explain", help="Why each is mentioned or not, and when it will be.")
    ] = False,
    exit_code: Annotated[
        bool, option("--exit-code", help="Exit with 10 if something is due.")
    ] = False,
    greet: Annotated[bool, typer.Option("--greet", hidden=True)] = False,
    as_of: AsOf = None,
    reveal: Reveal = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """See what needs doing now, or have it come to you when it is time.

    Example: mentorlog nudge install
    """
    if only_below(ctx):
        return
    if explain:
        from mentorlog.commands import explaining

        read(ctx, explaining.explain, explaining.Explain)
        return
    if scheduled:
        from mentorlog.commands import scheduling

        alone(ctx, scheduling.scheduled, scheduling.Scheduled)
    else:
        from mentorlog.commands import nudging

        read(ctx, nudging.nudge, nudging.Nudge)
