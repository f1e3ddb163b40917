"""seal and the commands below it. Signatures only; `commands` does the work."""

from __future__ import annotations

from typing import Annotated

import typer

from mentorlog.cli.app import app
from mentorlog.cli.options import (
    SET_UP,
    AsOf,
    DryRun,
    Json,
    NoDraft,
    NoEntry,
    NoInput,
    Resume,
    Reveal,
    WhoOrNobody,
    argument,
    ids,
    option,
)
from mentorlog.cli.running import only_below, read, write

seals = typer.Typer(context_settings={"help_option_names": ["-h", "--help"]})
app.add_typer(seals, name="seal", rich_help_panel=SET_UP)


@seals.callback(invoke_without_command=True)
def seal(
    ctx: typer.Context,
    as_of: AsOf = None,
    reveal: Reveal = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Hide what you write behind a key; alone, it says what is sealed.

    Example: mentorlog seal init --recovery /media/usb/mentorlog-recovery.txt
    """
    if not only_below(ctx):
        from mentorlog.commands import sealing_keys

        read(ctx, sealing_keys.status, sealing_keys.Status)


@seals.command("init")
def init(
    ctx: typer.Context,
    recovery: Annotated[
        str | None,
        option("--recovery", metavar="FILE", help="Make a second key there, to be moved away."),
    ] = None,
    recipient: Annotated[
        str | None,
        option("--recipient", metavar="age1…", help="Or the public half of a key you have."),
    ] = None,
    no_passphrase: Annotated[
        bool, option("--no-passphrase", help="Leave the first key unprotected.")
    ] = False,
    visibility: NoEntry = None,
    resume: NoDraft = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Make the keys: one to read with, and one for the day on which that is lost.

    Sealing hides what you write, and nothing else: not with whom and when you meet, nor for how
    long, nor who owes something by when, nor copies that were made before.

    Example: mentorlog seal init --recovery /media/usb/mentorlog-recovery.txt
    """
    from mentorlog.commands import sealing_keys

    read(ctx, sealing_keys.init, sealing_keys.Init, asks=True)


@seals.command("on")
def on(
    ctx: typer.Context,
    who: WhoOrNobody = None,
    visibility: NoEntry = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Seal all that you wrote about someone, and all that you will.

    Example: mentorlog seal on dana-oz
    """
    from mentorlog.commands import sealing

    write(ctx, sealing.ON)


@seals.command("off")
def off(
    ctx: typer.Context,
    who: WhoOrNobody = None,
    visibility: NoEntry = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Put the files back as they were before they were sealed; an entry's, by its id.

    Example: mentorlog seal off dana-oz
    """
    from mentorlog.commands import sealing

    write(ctx, sealing.OFF)


@seals.command("entry")
def entry(
    ctx: typer.Context,
    entry: Annotated[str | None, argument("ID", "An entry's id or its beginning.", ids)] = None,
    visibility: NoEntry = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Seal one entry.

    Example: mentorlog seal entry 4v8m
    """
    from mentorlog.commands import sealing

    write(ctx, sealing.ENTRY)


@seals.command("status")
def status(
    ctx: typer.Context,
    as_of: AsOf = None,
    reveal: Reveal = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Where the keys are, and what is sealed.

    Example: mentorlog seal status
    """
    from mentorlog.commands import sealing_keys

    read(ctx, sealing_keys.status, sealing_keys.Status)


@seals.command("test")
def prove(
    ctx: typer.Context,
    recovery: Annotated[
        str | None, option("--recovery", metavar="FILE", help="Where the recovery key is now.")
    ] = None,
    as_of: AsOf = None,
    reveal: Reveal = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Prove that both keys open what is sealed.

    Example: mentorlog seal test --recovery /media/usb/mentorlog-recovery.txt
    """
    from mentorlog.commands import sealing_keys

    read(ctx, sealing_keys.prove, sealing_keys.Proof, asks=True)
