"""What one needs now and then. Signatures only; `commands` does the work."""

from __future__ import annotations

from typing import Annotated

import typer

from mentorlog.cli.app import app
from mentorlog.cli.options import (
    SET_UP,
    AnyDay,
    AsOf,
    DryRun,
    Json,
    NoDraft,
    NoEntry,
    NoInput,
    NoWord,
    Reveal,
    argument,
    option,
)
from mentorlog.cli.running import alone, only_below, read


@app.command("doctor", rich_help_panel=SET_UP)
def doctor(
    ctx: typer.Context,
    fix: Annotated[
        bool, option("--fix", help="Mend what can be mended without losing anything.")
    ] = False,
    as_of: AsOf = None,
    reveal: NoWord = False,
    visibility: NoEntry = None,
    resume: NoDraft = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Look for anything wrong with the journal, and say what helps.

    Example: mentorlog doctor
    """
    from mentorlog.commands import examining

    alone(ctx, examining.doctor, examining.Doctor)


@app.command("config", rich_help_panel=SET_UP)
def config(
    ctx: typer.Context,
    key: Annotated[str | None, argument("KEY", "One setting; without it, all.")] = None,
    value: Annotated[str | None, argument("VALUE", "What it shall be; empty: the default.")] = None,
    as_of: AnyDay = None,
    reveal: NoWord = False,
    visibility: NoEntry = None,
    resume: NoDraft = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """See the few settings there are, or change one.

    Example: mentorlog config me.name "Ada Novak"
    """
    from mentorlog.commands import configuring

    alone(ctx, configuring.config, configuring.Config)


@app.command("demo", rich_help_panel=SET_UP)
def demo(
    ctx: typer.Context,
    tour: Annotated[bool, option("--tour", help="A walk of two minutes, stop by stop.")] = False,
    as_of: AsOf = None,
    reveal: Reveal = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Look around in a throw-away journal with invented people.

    Example: mentorlog demo --tour
    """
    if tour:
        from mentorlog.cli import touring

        return touring.tour(ctx.obj, as_json=as_json)
    from mentorlog.commands import demonstration

    return read(ctx, demonstration.demo, demonstration.Demo)


syncs = typer.Typer(context_settings={"help_option_names": ["-h", "--help"]})
app.add_typer(syncs, name="sync", rich_help_panel=SET_UP)


@syncs.callback(invoke_without_command=True)
def sync(
    ctx: typer.Context,
    visibility: NoEntry = None,
    resume: NoDraft = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Share the journal with your other machines, through your own git.

    Example: mentorlog sync init you@host:journal.git
    """
    if not only_below(ctx):
        from mentorlog.commands import syncing

        alone(ctx, syncing.sync, syncing.Sync)


@syncs.command("init")
def init(
    ctx: typer.Context,
    remote: Annotated[str | None, argument("REMOTE", "An address as git takes it.")] = None,
    visibility: NoEntry = None,
    resume: NoDraft = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Make the journal's git repository and tell it where to send; or take the journal there.

    Example: mentorlog sync init you@host:journal.git
    """
    from mentorlog.commands import syncing

    alone(ctx, syncing.init, syncing.Init)
