"""The commands about whether it fits: how it feels, how it ends, whom to look for.

They stand in the panel of `agree`. Signatures only; `commands` does the work.
"""

from __future__ import annotations

from typing import Annotated

import typer

from mentorlog.cli.agree import Alias, Cadence, Differs, For, HelpsWith, Open, Role, Until
from mentorlog.cli.app import app
from mentorlog.cli.options import (
    AGREE,
    AsOf,
    DryRun,
    InConfidence,
    InEditor,
    Json,
    NoInput,
    On,
    Resume,
    Reveal,
    Visible,
    WhoOrResumed,
    argument,
    handles,
    option,
)
from mentorlog.cli.running import alone, read, write


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
