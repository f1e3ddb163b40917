"""Second thoughts: change, move, take away, take back. Signatures only."""

from __future__ import annotations

from typing import Annotated

import typer

from mentorlog.cli.app import app
from mentorlog.cli.options import (
    MEND,
    DryRun,
    Json,
    NoDraft,
    NoEntry,
    NoInput,
    Resume,
    Visible,
    WhoOrNobody,
    WhoOrResumed,
    argument,
    handles_or_ids,
    ids,
    option,
)
from mentorlog.cli.running import alone, write

Entry = Annotated[str | None, argument("ID", "An entry's id or its beginning.", ids)]


@app.command("edit", rich_help_panel=MEND)
def edit(
    ctx: typer.Context,
    what: Annotated[
        str | None,
        argument(
            "ID|WHO", "An entry by its id, or a person; or a file by its path.", handles_or_ids
        ),
    ] = None,
    level: Annotated[
        str | None,
        option("--visibility", metavar="LEVEL", help="Only set it: private, pair or open."),
    ] = None,
    in_confidence: Annotated[
        bool | None,
        option("--in-confidence/--not-in-confidence", help="Only set that, without an editor."),
    ] = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Open an entry, or what you know of a person, in your editor; or set who may see it.

    Example: mentorlog edit 4v8m
    """
    from mentorlog.commands import mending

    write(ctx, mending.EDIT)


@app.command("move", rich_help_panel=MEND)
def move(
    ctx: typer.Context,
    entry: Entry = None,
    who: WhoOrResumed = None,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Give an entry to the person it belongs to.

    Example: mentorlog move 4v8m sam-lee
    """
    from mentorlog.commands import mending

    write(ctx, mending.MOVE)


@app.command("rename", rich_help_panel=MEND)
def rename(
    ctx: typer.Context,
    who: WhoOrResumed = None,
    name: Annotated[str | None, argument("NAME", "The new name.")] = None,
    visibility: NoEntry = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Change a person's name, and the handle with it.

    Example: mentorlog rename dana-oz "Dana Öz-Lee"
    """
    from mentorlog.commands import mending

    write(ctx, mending.RENAME)


@app.command("remove", rich_help_panel=MEND)
def remove(
    ctx: typer.Context,
    entry: Entry = None,
    visibility: NoEntry = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Move an entry to the trash.

    Example: mentorlog remove 4v8m
    """
    from mentorlog.commands import mending

    write(ctx, mending.REMOVE)


@app.command("undo", rich_help_panel=MEND)
def undo(
    ctx: typer.Context,
    count: Annotated[int, argument("N", "How many commands (1).")] = 1,
    redo: Annotated[bool, option("--redo", help="Do again what was taken back.")] = False,
    visibility: NoEntry = None,
    resume: NoDraft = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Take back the last command, all of it; --redo does it again.

    Example: mentorlog undo 2
    """
    from mentorlog.commands import undoing

    alone(ctx, undoing.undo, undoing.Undo)


@app.command("erase", rich_help_panel=MEND)
def erase(
    ctx: typer.Context,
    who: WhoOrNobody = None,
    trash: Annotated[
        bool, option("--trash", help="Empty the trash; nothing brings it back.")
    ] = False,
    yes: Annotated[bool, option("--yes", help="Don't ask.")] = False,
    visibility: NoEntry = None,
    resume: NoDraft = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Erase a person, or what was removed, for good; it shows what goes, and asks.

    Example: mentorlog erase dana-oz
    """
    from mentorlog.commands import erasing

    alone(ctx, erasing.erase, erasing.Erase)
