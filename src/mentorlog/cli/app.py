"""The program as a whole: root options, the bare board, and how a run ends."""

from __future__ import annotations

from typing import Annotated

import typer

from mentorlog import __version__
from mentorlog.cli.options import AsOf, Json, NoInput, Reveal, option

app = typer.Typer(
    name="mentorlog",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    journal: Annotated[
        str | None, option("--journal", metavar="DIR", help="Where the journal is.")
    ] = None,
    config: Annotated[
        str | None, option("--config", metavar="FILE", help="Another config.toml.")
    ] = None,
    color: Annotated[
        str, option("--color", metavar="WHEN", help="auto (default), always or never.")
    ] = "auto",
    plain: Annotated[bool, option("--plain", help="No styles and no drawing, only words.")] = False,
    debug: Annotated[
        bool, option("--debug", help="Where in the program an unexpected error arose.")
    ] = False,
    version: Annotated[bool, option("--version", help="Print the version.")] = False,
    window: Annotated[
        str | None, option("--window", metavar="SPAN", help="How far back the board looks.")
    ] = None,
    everyone: Annotated[bool, option("--all", help="Ended relationships, too.")] = False,
    format_: Annotated[
        str | None, option("--format", metavar="FORMAT", help="table (default), md, html or csv.")
    ] = None,
    period: Annotated[
        str | None, option("--period", metavar="PERIOD", help="Look back: quarter, year, 2026, …")
    ] = None,
    as_of: AsOf = None,
    reveal: Reveal = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """A mentoring journal: agree on terms, log meetings, give back, see where you stand.

    Example: mentorlog new-agreement "Dana Öz"
    """
    from mentorlog.cli import running

    if version:
        typer.echo(f"mentorlog {__version__}")
        raise typer.Exit
    running.begin(ctx, journal=journal, config=config, color=color, plain=plain)
    if ctx.invoked_subcommand is None:
        from mentorlog.commands import rooms

        running.run(ctx, rooms.command("review"))
