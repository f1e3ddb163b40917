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
    WhoOrNobody,
    argument,
    ids,
    option,
)
from mentorlog.cli.running import alone

Entry = Annotated[str | None, argument("ID", "An entry's id or its beginning.", ids)]


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
