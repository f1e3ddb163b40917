"""What goes out and what comes in. Signatures only; `commands` does the work."""

from __future__ import annotations

from typing import Annotated

import typer

from mentorlog.cli.app import app
from mentorlog.cli.options import (
    SET_UP,
    DryRun,
    Json,
    NoInput,
    Resume,
    Visible,
    WhoOrNobody,
    argument,
)
from mentorlog.cli.running import alone, write


@app.command("import", rich_help_panel=SET_UP)
def import_(
    ctx: typer.Context,
    file: Annotated[
        str | None, argument("FILE", "A backup, an agreement, .ics, .csv or jrnl's .json.")
    ] = None,
    who: WhoOrNobody = None,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Take in an agreement that somebody sent you, past meetings, or a backup.

    Example: mentorlog import agreement.yaml
    """
    from mentorlog.commands import restoring

    if restoring.is_zip(file):
        alone(ctx, restoring.restore, restoring.Restore)
    else:
        from mentorlog.commands import importing

        write(ctx, importing.IMPORT)
