"""What goes out and what comes in. Signatures only; `commands` does the work."""

from __future__ import annotations

from typing import Annotated

import typer

from mentorlog.cli.app import app
from mentorlog.cli.options import (
    SET_UP,
    AsOf,
    DryRun,
    Json,
    NoInput,
    Resume,
    Reveal,
    Visible,
    WhoOrNobody,
    argument,
    option,
)
from mentorlog.cli.running import alone, read, write


@app.command("export", rich_help_panel=SET_UP)
def export(
    ctx: typer.Context,
    what: Annotated[str, argument("FORMAT", "md, html, csv, ics, json, agreement or backup.")],
    who: WhoOrNobody = None,
    audience: Annotated[
        str | None, option("--for", metavar="WHOM", help="me (default), them or others.")
    ] = None,
    output: Annotated[
        str | None, option("--output", metavar="FILE", help="Into a file; - is stdout (default).")
    ] = None,
    since: Annotated[
        str | None, option("--since", metavar="DATE", help="Entries from this day on.")
    ] = None,
    wikilinks: Annotated[bool, option("--wikilinks", help="md: link people, as in Obsidian.")] = (
        False
    ),
    details: Annotated[bool, option("--details", help="ics: say what a meeting is about.")] = False,
    due: Annotated[bool, option("--due", help="ics: the dates by which to meet, too.")] = False,
    force: Annotated[bool, option("--force", help="Replace FILE if it is there.")] = False,
    as_of: AsOf = None,
    reveal: Reveal = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Take your entries elsewhere, or give someone the part they may see.

    Example: mentorlog export md dana-oz --for them
    """
    from mentorlog.commands import exporting, leaving

    read(ctx, exporting.out, leaving.Out, asks=what == "agreement")


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
