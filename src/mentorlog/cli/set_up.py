"""Nudges and the demo. Signatures only; `commands` does the work."""

from __future__ import annotations

from typing import Annotated

import typer

from mentorlog.cli.app import app
from mentorlog.cli.options import SET_UP, AsOf, Json, Reveal, option
from mentorlog.cli.running import alone, read


@app.command("nudge", rich_help_panel=SET_UP)
def nudge(
    ctx: typer.Context,
    scheduled: Annotated[
        bool, option("--scheduled", help="For schedulers: silent unless there is something new.")
    ] = False,
    exit_code: Annotated[
        bool, option("--exit-code", help="Exit with 10 if something is due.")
    ] = False,
    as_of: AsOf = None,
    reveal: Reveal = False,
    as_json: Json = False,
) -> None:
    """Say what needs doing now.

    Example: mentorlog nudge
    """
    from mentorlog.commands import nudging

    if scheduled:
        alone(ctx, nudging.scheduled, nudging.Nudge)
    else:
        read(ctx, nudging.nudge, nudging.Nudge)


@app.command("demo", rich_help_panel=SET_UP)
def demo(ctx: typer.Context, as_json: Json = False) -> None:
    """Look around in a throw-away journal with invented people.

    Example: mentorlog demo
    """
    from mentorlog.commands import demonstration

    read(ctx, demonstration.demo, demonstration.Demo)
