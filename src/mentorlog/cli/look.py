"""The commands that only look. Signatures only; `commands` does the work."""

from __future__ import annotations

from typing import Annotated

import typer

from mentorlog.cli.app import app
from mentorlog.cli.options import (
    LOOK,
    AsOf,
    DryRun,
    Json,
    NoEntry,
    NoInput,
    Resume,
    Reveal,
    WhoOrNobody,
    argument,
    handles,
    handles_or_ids,
    option,
)
from mentorlog.cli.running import read, write

Window = Annotated[
    str | None, option("--window", metavar="SPAN", help="How far back to look (6 months).")
]
Everyone = Annotated[bool, option("--all", help="Ended relationships, too.")]
Format = Annotated[
    str | None, option("--format", metavar="FORMAT", help="table (default), md, html or csv.")
]


@app.command("review", rich_help_panel=LOOK)
def review(
    ctx: typer.Context,
    who: WhoOrNobody = None,
    window: Window = None,
    everyone: Everyone = False,
    format_: Format = None,
    period: Annotated[
        str | None,
        option("--period", metavar="PERIOD", help="quarter, year, midpoint, 2026 or 2026-Q3."),
    ] = None,
    reflect: Annotated[
        bool, option("--reflect", help="Look back with a few questions, and keep the answers.")
    ] = False,
    answer: Annotated[
        list[str] | None,
        option("--answer", metavar="TEXT", help="With --reflect: “changed: …”; repeatable."),
    ] = None,
    decision: Annotated[
        str | None,
        option("--decision", metavar="WHAT", help="With --reflect: continue, amend, pause, close."),
    ] = None,
    as_of: AsOf = None,
    reveal: Reveal = False,
    visibility: NoEntry = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """See where each relationship stands, or one of them closely.

    Example: mentorlog review dana-oz
    """
    from mentorlog.commands import looking

    if reflect or resume is not None:
        from mentorlog.commands import reflecting

        write(ctx, reflecting.REFLECT)
    else:
        read(ctx, looking.review, looking.Review)


@app.command("show", rich_help_panel=LOOK)
def show(
    ctx: typer.Context,
    what: Annotated[str, argument("WHO|ID", "A person, or one entry by its id.", handles_or_ids)],
    as_of: AsOf = None,
    reveal: Reveal = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Read the whole story of a relationship, or one entry.

    Example: mentorlog show dana-oz
    """
    from mentorlog.commands import looking

    read(ctx, looking.show, looking.Show)


@app.command("find", rich_help_panel=LOOK)
def find(
    ctx: typer.Context,
    text: Annotated[str, argument("TEXT", "A word or a few; case and accents don't matter.")],
    kind: Annotated[
        str | None, option("--kind", metavar="KIND", help="meeting, note, agreement, …")
    ] = None,
    who: Annotated[
        str | None, option("--who", metavar="WHO", help="Only with this person.", completed=handles)
    ] = None,
    since: Annotated[
        str | None, option("--since", metavar="DATE", help="From this day on.")
    ] = None,
    until: Annotated[str | None, option("--until", metavar="DATE", help="Up to this day.")] = None,
    as_of: AsOf = None,
    reveal: Reveal = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Find where you wrote something, in everything you may see.

    Example: mentorlog find reorg --since 2026-01-01
    """
    from mentorlog.commands import finding

    read(ctx, finding.find, finding.Find)


@app.command("people", rich_help_panel=LOOK)
def people(
    ctx: typer.Context,
    as_of: AsOf = None,
    reveal: Reveal = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """See who helps you with what, what nobody does, and where all are alike.

    Example: mentorlog people
    """
    from mentorlog.commands import network

    read(ctx, network.people, network.People)
