"""The commands about what two people agreed. Signatures only; `commands` does the work."""

from __future__ import annotations

from typing import Annotated

import typer

from mentorlog.cli.app import app
from mentorlog.cli.options import (
    AGREE,
    AsOf,
    DryRun,
    InConfidence,
    InEditor,
    Json,
    Minutes,
    NoInput,
    On,
    Resume,
    Reveal,
    Visible,
    WhoOrResumed,
    Why,
    argument,
    handles,
    option,
    templates,
)
from mentorlog.cli.running import alone, read, write

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
    from mentorlog.commands import agreements, asking, templating

    if template == templating.LIST:
        read(ctx, templating.listing, agreements.NewAgreement)
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


@app.command("schedule", rich_help_panel=AGREE)
def schedule(
    ctx: typer.Context,
    who: WhoOrResumed = None,
    when: Annotated[str | None, argument("WHEN", "“DATE [HH:MM]”.")] = None,
    minutes: Minutes = None,
    medium: Annotated[
        str | None,
        option("--medium", metavar="HOW", help="in_person, video, phone, chat or email."),
    ] = None,
    place: Annotated[str | None, option("--place", metavar="TEXT", help="Where.")] = None,
    agenda: Annotated[
        list[str] | None,
        option("--agenda", metavar="TEXT", help="A point of the agenda; may be repeated."),
    ] = None,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Plan a meeting.

    Example: mentorlog schedule dana-oz "+2w 15:00" --agenda "the London role"
    """
    from mentorlog.commands import meetings

    write(ctx, meetings.SCHEDULE)


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


@app.command("check-in", rich_help_panel=AGREE)
def check_in(
    ctx: typer.Context,
    who: WhoOrResumed = None,
    on: On = None,
    fit: Annotated[
        str | None,
        option("--fit", metavar="FIT", help="good_fit, still_deciding or not_a_fit."),
    ] = None,
    trust: Annotated[
        int | None, option("--trust", metavar="1-5", help="Whether you can say anything.")
    ] = None,
    useful: Annotated[
        int | None, option("--useful", metavar="1-5", help="Whether it is useful.")
    ] = None,
    challenge: Annotated[
        int | None, option("--challenge", metavar="1-5", help="Whether it challenges you.")
    ] = None,
    good_for_both: Annotated[
        int | None, option("--good-for-both", metavar="1-5", help="Whether it is good for both.")
    ] = None,
    note: Annotated[
        str | None, option("--note", metavar="-|TEXT", help="A note; - reads it from stdin.")
    ] = None,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Note how it feels, for yourself alone.

    Example: mentorlog check-in dana-oz --fit good_fit
    """
    from mentorlog.commands import checking

    write(ctx, checking.CHECK_IN)


@app.command("close", rich_help_panel=AGREE)
def close(
    ctx: typer.Context,
    who: WhoOrResumed = None,
    on: On = None,
    reason: Annotated[
        str | None,
        option("--reason", metavar="REASON", help="goals_met, term_ended, outgrown, not_a_fit, …"),
    ] = None,
    by: Annotated[
        str | None, option("--by", metavar="WHOM", help="Whose idea: me, them, both, program.")
    ] = None,
    good_work: Annotated[
        str | None, option("--good-work", metavar="TEXT", help="What was good.")
    ] = None,
    learned: Annotated[
        str | None, option("--learned", metavar="TEXT", help="What you learned.")
    ] = None,
    unfinished: Annotated[
        list[str] | None,
        option("--unfinished", metavar="TEXT", help="What stays open; repeatable."),
    ] = None,
    said: Annotated[
        str | None,
        option("--said", metavar="HOW", help="How you said it: met, call, written, none."),
    ] = None,
    next_form: Annotated[
        str | None,
        option("--next-form", metavar="FORM", help="peer, friend, occasional, sponsor or none."),
    ] = None,
    keep: Annotated[bool, option("--keep", help="What you wrote stays (as it does).")] = False,
    redact: Annotated[
        bool, option("--redact", help="All words go for good; dates and kinds stay.")
    ] = False,
    erase: Annotated[bool, option("--erase", help="Everything goes for good; it asks.")] = False,
    edit: InEditor = False,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Part well: acknowledge the good work and end it.

    Example: mentorlog close dana-oz --reason goals_met --good-work "I speak up now"
    """
    from mentorlog.commands import erasing, parting

    only_what_goes = erase and dry_run and as_json  # one document, and it tells more
    handle = parting.to_be_erased(write(ctx, parting.CLOSE, quiet=only_what_goes))
    if handle is not None:
        ctx.params["who"] = handle
        alone(ctx, erasing.erase, erasing.Erase)


@app.command("reopen", rich_help_panel=AGREE)
def reopen(
    ctx: typer.Context,
    who: WhoOrResumed = None,
    on: Annotated[
        str | None, option("--on", metavar="DATE", help="The first day (default: today).")
    ] = None,
    cadence: Cadence = None,
    length: For = None,
    until: Until = None,
    open_: Open = False,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Begin again after the end, with the last terms.

    Example: mentorlog reopen dana-oz
    """
    from mentorlog.commands import reopening

    write(ctx, reopening.REOPEN)


@app.command("thanks", rich_help_panel=AGREE)
def thanks(
    ctx: typer.Context,
    who: WhoOrResumed = None,
    sent: Annotated[
        bool, option("--sent", help="You have sent it: close what it thanked for.")
    ] = False,
    on: On = None,
    as_of: AsOf = None,
    reveal: Reveal = False,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Draft a letter of thanks from what they gave; it is shown, never sent.

    Example: mentorlog thanks dana-oz
    """
    from mentorlog.commands import thanking

    if sent or resume is not None:
        write(ctx, thanking.SENT)
    else:
        read(ctx, thanking.thanks, thanking.Thank)


@app.command("candidate", rich_help_panel=AGREE)
def candidate(
    ctx: typer.Context,
    who: Annotated[
        list[str] | None,
        argument("WHO", "One person; nobody lists all; several with --compare.", handles),
    ] = None,
    compare: Annotated[bool, option("--compare", help="Side by side, in words.")] = False,
    stage: Annotated[
        str | None,
        option("--stage", metavar="STAGE", help="noticed, approached, first_conversation, …"),
    ] = None,
    experience: Annotated[
        str | None, option("--experience", metavar="TEXT", help="What they have done.")
    ] = None,
    desire: Annotated[
        str | None, option("--desire", metavar="TEXT", help="What says that they want to help.")
    ] = None,
    time: Annotated[
        str | None, option("--time", metavar="TEXT", help="What says that they have the time.")
    ] = None,
    warm_path: Annotated[
        str | None, option("--warm-path", metavar="TEXT", help="Who can introduce you.")
    ] = None,
    offer: Annotated[
        str | None, option("--offer", metavar="TEXT", help="What you can offer.")
    ] = None,
    small_ask: Annotated[
        str | None, option("--small-ask", metavar="TEXT", help="A first thing to ask for.")
    ] = None,
    note: Annotated[
        str | None, option("--note", metavar="-|TEXT", help="A note; - reads it from stdin.")
    ] = None,
    differs: Differs = None,
    helps_with: HelpsWith = None,
    follow_up: Annotated[
        str | None, option("--follow-up", metavar="DATE", help="When to write again.")
    ] = None,
    on: On = None,
    role: Role = None,
    in_confidence: InConfidence = False,
    alias: Alias = None,
    as_of: AsOf = None,
    reveal: Reveal = False,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Look for a mentor: note a step, see who is where, or compare.

    Example: mentorlog candidate "Ed Moss" --experience "ran three reorgs" --stage approached
    """
    from mentorlog.commands import searching

    step = resume is not None or (who and not compare)
    write(ctx, searching.CANDIDATE) if step else read(ctx, searching.listing, searching.Candidate)
