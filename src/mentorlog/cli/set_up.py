"""What one needs now and then. Signatures only; `commands` does the work."""

from __future__ import annotations

import typer

from mentorlog.cli.app import app
from mentorlog.cli.options import SET_UP, Json
from mentorlog.cli.running import read


@app.command("demo", rich_help_panel=SET_UP)
def demo(ctx: typer.Context, as_json: Json = False) -> None:
    """Look around in a throw-away journal with invented people.

    Example: mentorlog demo
    """
    from mentorlog.commands import demonstration

    read(ctx, demonstration.demo, demonstration.Demo)
