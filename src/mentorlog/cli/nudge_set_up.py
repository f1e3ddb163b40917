"""What is set up around nudge, once. Signatures only; `commands` does the work."""

from __future__ import annotations

from typing import Annotated

import typer

from mentorlog.cli.options import (
    AnyDay,
    DryRun,
    Json,
    NoDraft,
    NoEntry,
    NoInput,
    NoWord,
    Reveal,
    Who,
    option,
)
from mentorlog.cli.running import alone, read

Yes = Annotated[bool, option("--yes", help="Don't ask.")]

commands = typer.Typer(context_settings={"help_option_names": ["-h", "--help"]})


@commands.command("install")
def install(
    ctx: typer.Context,
    scheduler: Annotated[
        str,
        option("--scheduler", metavar="NAME", help="auto, systemd, cron, launchd or schtasks."),
    ] = "auto",
    channel: Annotated[
        str | None,
        option("--channel", metavar="NAME", help="stdout, desktop, banner or command."),
    ] = None,
    hours: Annotated[
        str | None, option("--hours", metavar="9-18", help="Between which hours it may speak.")
    ] = None,
    visibility: NoEntry = None,
    resume: NoDraft = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Have a job look every hour; it shows you exactly what it writes, and asks.

    Example: mentorlog nudge install --dry-run
    """
    from mentorlog.commands import installing

    alone(ctx, installing.install, installing.Install)


@commands.command("uninstall")
def uninstall(
    ctx: typer.Context,
    visibility: NoEntry = None,
    resume: NoDraft = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Take away what install wrote, and nothing else.

    Example: mentorlog nudge uninstall
    """
    from mentorlog.commands import installing

    alone(ctx, installing.uninstall, installing.Uninstall)


@commands.command("status")
def status(
    ctx: typer.Context,
    as_of: AnyDay = None,
    reveal: NoWord = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """See what runs nudges, when it last did and will, and how they reach you.

    Example: mentorlog nudge status
    """
    from mentorlog.commands import inspecting

    alone(ctx, inspecting.status, inspecting.Inspect)


@commands.command("test")
def try_out(
    ctx: typer.Context,
    as_of: AnyDay = None,
    reveal: NoWord = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Run the installed job now, in an empty environment, and send a test message.

    Example: mentorlog nudge test
    """
    from mentorlog.commands import trying

    alone(ctx, trying.test, trying.Try)


@commands.command("snooze")
def snooze(
    ctx: typer.Context,
    who: Who,
    until: Annotated[
        str | None, option("--until", metavar="DATE", help="The first day to be mentioned again.")
    ] = None,
    length: Annotated[
        str | None, option("--for", metavar="SPAN", help="For how long: 10d, 2w, 6 months.")
    ] = None,
    off: Annotated[bool, option("--off", help="Mention them again from now on.")] = False,
    visibility: NoEntry = None,
    resume: NoDraft = None,
    dry_run: DryRun = False,
    reveal: Reveal = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Leave someone out of nudges for a while.

    Example: mentorlog nudge snooze sam-lee --for 2w
    """
    from mentorlog.commands import snoozing

    read(ctx, snoozing.snooze, snoozing.Snooze)
