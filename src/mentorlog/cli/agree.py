"""The commands about what two people agreed. Signatures only; `commands` does the work."""

from __future__ import annotations

from typing import Annotated

import typer

from mentorlog.cli.app import app
from mentorlog.cli.options import (
    AGREE,
    DryRun,
    InConfidence,
    InEditor,
    Json,
    Minutes,
    NoInput,
    Resume,
    Visible,
    WhoOrResumed,
    Why,
    option,
    templates,
)
from mentorlog.cli.running import read, write

Name = Annotated[str | None, option("--name", metavar="NAME", help="Their name.")]
Role = Annotated[
    str | None, option("--as", metavar="ROLE", help="What you are: mentee, mentor or peer.")
]
Cadence = Annotated[
    str | None,
    option("--cadence", metavar="TEXT", help="“every 2 weeks”, “6 per year”, “2 hours a month”, …"),
]
For = Annotated[str | None, option("--for", metavar="SPAN", help="For how long: “6 months”.")]
Until = Annotated[str | None, option("--until", metavar="DATE", help="The last day.")]
Open = Annotated[bool, option("--open", help="Without an end.")]
Media = Annotated[
    list[str] | None,
    option("--medium", metavar="HOW", help="in_person, video, phone, chat or email; repeatable."),
]
Focus = Annotated[
    list[str] | None, option("--focus", metavar="TEXT", help="What you work on; repeatable.")
]
Goals = Annotated[list[str] | None, option("--goal", metavar="TITLE", help="A goal; repeatable.")]
IWill = Annotated[
    list[str] | None, option("--i-will", metavar="TEXT", help="What you promise; repeatable.")
]
TheyWill = Annotated[
    list[str] | None, option("--they-will", metavar="TEXT", help="What they promise; repeatable.")
]
IHope = Annotated[str | None, option("--i-hope", metavar="TEXT", help="What you hope to get.")]
TheyHope = Annotated[
    str | None, option("--they-hope", metavar="TEXT", help="What they hope to get.")
]
Rules = Annotated[
    list[str] | None, option("--rule", metavar="TEXT", help="A ground rule; repeatable.")
]
Differs = Annotated[
    list[str] | None,
    option("--differs", metavar="IN", help="How they differ from you: function, industry, …"),
]
HelpsWith = Annotated[
    list[str] | None,
    option("--helps-with", metavar="WITH", help="career_advice, skill, feedback, …"),
]
First = Annotated[
    str | None, option("--first", metavar="DATE", help="The first meeting: “DATE [HH:MM]”.")
]
Alias = Annotated[
    str | None, option("--alias", metavar="NAME", help="Stands for the name, with --in-confidence.")
]


@app.command("new-agreement", rich_help_panel=AGREE)
def new_agreement(
    ctx: typer.Context,
    who: WhoOrResumed = None,
    name: Name = None,
    role: Role = None,
    template: Annotated[
        str | None,
        option(
            "--template",
            metavar="NAME|list",
            help="Terms to begin with; list shows all.",
            completed=templates,
        ),
    ] = None,
    cadence: Cadence = None,
    starts: Annotated[
        str | None, option("--starts", metavar="DATE", help="The first day (default: today).")
    ] = None,
    length: For = None,
    until: Until = None,
    open_: Open = False,
    minutes: Minutes = None,
    medium: Media = None,
    focus: Focus = None,
    goal: Goals = None,
    i_will: IWill = None,
    they_will: TheyWill = None,
    i_hope: IHope = None,
    they_hope: TheyHope = None,
    rule: Rules = None,
    differs: Differs = None,
    helps_with: HelpsWith = None,
    first: First = None,
    in_confidence: InConfidence = False,
    alias: Alias = None,
    edit: InEditor = False,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Agree with someone on areas, rhythm and timeframe.

    Example: mentorlog new-agreement "Dana Öz" --cadence "every 2 weeks" --for "6 months"
    """
    from mentorlog.commands import asking, templating, terms

    if template == templating.LIST:
        read(ctx, templating.listing, terms.NewAgreement)
    else:
        write(ctx, asking.NEW_AGREEMENT)


@app.command("amend", rich_help_panel=AGREE)
def amend(
    ctx: typer.Context,
    who: WhoOrResumed = None,
    cadence: Cadence = None,
    since: Annotated[
        str | None, option("--from", metavar="DATE", help="From which day (default: today).")
    ] = None,
    why: Why = None,
    length: For = None,
    until: Until = None,
    open_: Open = False,
    minutes: Minutes = None,
    medium: Media = None,
    focus: Focus = None,
    goal: Goals = None,
    i_will: IWill = None,
    they_will: TheyWill = None,
    i_hope: IHope = None,
    they_hope: TheyHope = None,
    rule: Rules = None,
    differs: Differs = None,
    helps_with: HelpsWith = None,
    first: First = None,
    in_confidence: InConfidence = False,
    alias: Alias = None,
    name: Name = None,
    role: Role = None,
    edit: InEditor = False,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Change the terms from a day on; shows old, new and the next due date.

    Example: mentorlog amend dana-oz --cadence monthly --why "the project is over"
    """
    from mentorlog.commands import amending

    write(ctx, amending.AMEND)


@app.command("pause", rich_help_panel=AGREE)
def pause(
    ctx: typer.Context,
    who: WhoOrResumed = None,
    since: Annotated[
        str | None, option("--from", metavar="DATE", help="The first paused day (default: today).")
    ] = None,
    until: Annotated[
        str | None, option("--until", metavar="DATE", help="The first active day again.")
    ] = None,
    length: Annotated[
        str | None, option("--for", metavar="SPAN", help="For how long: “3 weeks”.")
    ] = None,
    why: Why = None,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Stop the clock for a while; nobody falls behind.

    Example: mentorlog pause dana-oz --for 3w
    """
    from mentorlog.commands import pausing

    write(ctx, pausing.PAUSE)


@app.command("resume", rich_help_panel=AGREE)
def resume(
    ctx: typer.Context,
    who: WhoOrResumed = None,
    on: Annotated[
        str | None, option("--on", metavar="DATE", help="The first active day (default: today).")
    ] = None,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """End a pause.

    Example: mentorlog resume dana-oz
    """
    from mentorlog.commands import pausing

    write(ctx, pausing.RESUME)
