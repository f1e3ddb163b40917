"""The commands one uses around a meeting. Signatures only; `commands` does the work."""

from __future__ import annotations

from typing import Annotated

import typer

from mentorlog.cli.app import app
from mentorlog.cli.options import (
    MEET,
    AsOf,
    DryRun,
    InConfidence,
    Json,
    NoInput,
    On,
    Resume,
    Reveal,
    Visible,
    Who,
    WhoOrResumed,
    argument,
    ids,
    option,
)
from mentorlog.cli.running import read, write


@app.command("prep", rich_help_panel=MEET)
def prep(
    ctx: typer.Context,
    who: Who,
    send: Annotated[
        bool, option("--send", help="Only what they may see, to send to them.")
    ] = False,
    as_of: AsOf = None,
    reveal: Reveal = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """See the page for the next meeting, made from what you noted.

    Example: mentorlog prep dana-oz
    """
    from mentorlog.commands import preparing

    read(ctx, preparing.prep, preparing.Prepare)


@app.command("ask", rich_help_panel=MEET)
def ask(
    ctx: typer.Context,
    who: WhoOrResumed = None,
    reply: Annotated[
        str | None, argument("REPLY", "What they said; - reads it from stdin.")
    ] = None,
    on: On = None,
    by: Annotated[
        str | None, option("--by", metavar="WHOM", help="Who asked: me (default) or them.")
    ] = None,
    question: Annotated[
        str | None, option("--question", metavar="TEXT", help="Another question than the usual.")
    ] = None,
    nothing_now: Annotated[
        bool, option("--nothing-now", help="They need nothing now: a complete answer.")
    ] = False,
    again: Annotated[
        str | None, option("--again", metavar="DATE", help="Not before this day again.")
    ] = None,
    in_confidence: InConfidence = False,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Ask “how can I support you?”, and keep the answer.

    Example: mentorlog ask dana-oz "tell me what the floor says"
    """
    from mentorlog.commands import supporting

    write(ctx, supporting.ASK)


@app.command("done", rich_help_panel=MEET)
def done(
    ctx: typer.Context,
    entry: Annotated[
        list[str] | None,
        argument("ID[.N]…", "Ids or their beginnings; .N: the N-th action item.", ids),
    ] = None,
    on: On = None,
    outcome: Annotated[
        str | None, option("--outcome", metavar="TEXT", help="What came of it.")
    ] = None,
    told: Annotated[bool, option("--told", help="You told them what came of it.")] = False,
    thanked: Annotated[bool, option("--thanked", help="You thanked them.")] = False,
    dropped: Annotated[
        str | None, option("--dropped", metavar="WHY", help="Let it go, and say why.")
    ] = None,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Close loops: a promise kept, advice reported back, thanks said.

    Example: mentorlog done 4v8m.1
    """
    from mentorlog.commands import loops

    write(ctx, loops.DONE)
