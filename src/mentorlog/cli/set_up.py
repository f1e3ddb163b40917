"""What one needs now and then. Signatures only; `commands` does the work."""

from __future__ import annotations

from typing import Annotated

import typer

from mentorlog.cli.app import app
from mentorlog.cli.options import SET_UP, AsOf, Json, option
from mentorlog.cli.running import alone, read


@app.command("doctor", rich_help_panel=SET_UP)
def doctor(
    ctx: typer.Context,
    fix: Annotated[
        bool, option("--fix", help="Mend what can be mended without losing anything.")
    ] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Look for anything wrong with the journal, and say what helps.

    Example: mentorlog doctor
    """
    from mentorlog.commands import examining

    alone(ctx, examining.doctor, examining.Doctor)


@app.command("demo", rich_help_panel=SET_UP)
def demo(ctx: typer.Context, as_json: Json = False) -> None:
    """Look around in a throw-away journal with invented people.

    Example: mentorlog demo
    """
    from mentorlog.commands import demonstration

    read(ctx, demonstration.demo, demonstration.Demo)
