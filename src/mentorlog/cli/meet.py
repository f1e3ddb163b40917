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
    InEditor,
    Json,
    Minutes,
    NoInput,
    On,
    Resume,
    Reveal,
    TextOrResumed,
    Visible,
    Who,
    WhoOrNobody,
    WhoOrResumed,
    argument,
    ids,
    option,
)
from mentorlog.cli.running import read, write


@app.command("log-meeting", rich_help_panel=MEET)
def log_meeting(
    ctx: typer.Context,
    who: WhoOrNobody = None,
    text: Annotated[str | None, argument("NOTE", "What you talked about, in your words.")] = None,
    note: Annotated[
        str | None, option("--note", metavar="-|TEXT", help="The note; - reads it from stdin.")
    ] = None,
    on: On = None,
    at: Annotated[str | None, option("--at", metavar="HH:MM", help="When it began.")] = None,
    minutes: Minutes = None,
    medium: Annotated[
        str | None,
        option("--medium", metavar="HOW", help="in_person, video, phone, chat or email."),
    ] = None,
    topic: Annotated[
        list[str] | None, option("--topic", metavar="TEXT", help="A topic; may be repeated.")
    ] = None,
    status: Annotated[
        str | None,
        option(
            "--status", metavar="STATUS", help="held (default), cancelled, no_show or rescheduled."
        ),
    ] = None,
    by: Annotated[
        str | None,
        option("--by", metavar="WHOM", help="Who changed it: me, them, both, circumstance."),
    ] = None,
    moved_to: Annotated[
        str | None, option("--moved-to", metavar="DATE", help="The new date: “DATE [HH:MM]”.")
    ] = None,
    action: Annotated[
        list[str] | None,
        option("--action", metavar="TEXT", help="A promise: “me: text by DATE”; may be repeated."),
    ] = None,
    gave: Annotated[
        list[str] | None, option("--gave", metavar="TEXT", help="What you gave; may be repeated.")
    ] = None,
    received: Annotated[
        list[str] | None,
        option("--received", metavar="TEXT", help="What you received; may be repeated."),
    ] = None,
    coming: Annotated[
        str | None, option("--next", metavar="DATE", help="The next meeting: “DATE [HH:MM]”.")
    ] = None,
    in_confidence: InConfidence = False,
    new: Annotated[bool, option("--new", help="Begin a new relationship with WHO.")] = False,
    role: Annotated[
        str | None,
        option("--as", metavar="ROLE", help="With --new: mentee (default), mentor or peer."),
    ] = None,
    edit: InEditor = False,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Log a meeting: a name is enough, the rest when you like.

    Example: mentorlog log-meeting dana-oz "the reorg" --action "me: send deck by fri"
    """
    from mentorlog.commands import meetings

    write(ctx, meetings.LOG_MEETING)


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


@app.command("note", rich_help_panel=MEET)
def note(
    ctx: typer.Context,
    who: WhoOrResumed = None,
    text: TextOrResumed = None,
    goal: Annotated[
        str | None, option("--goal", metavar="TITLE", help="Say how this goal goes instead.")
    ] = None,
    status: Annotated[
        str | None,
        option("--status", metavar="STATUS", help="With --goal: achieved, changed or dropped."),
    ] = None,
    on: On = None,
    in_confidence: InConfidence = False,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Note something to bring to the next meeting.

    Example: mentorlog note dana-oz "ask about the London role"
    """
    from mentorlog.commands import moments

    write(ctx, moments.NOTE)


KINDS_OF_GIFT = "What kind: update, thanks, feedback, introduction, advice, …"


@app.command("gave", rich_help_panel=MEET)
def gave(
    ctx: typer.Context,
    who: WhoOrResumed = None,
    text: TextOrResumed = None,
    on: On = None,
    type_: Annotated[str | None, option("--type", metavar="TYPE", help=KINDS_OF_GIFT)] = None,
    answers: Annotated[
        str | None,
        option("--answers", metavar="ID", help="The ask that this answers.", completed=ids),
    ] = None,
    in_confidence: InConfidence = False,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Write down what you gave.

    Example: mentorlog gave dana-oz "introduced her to our data lead" --type introduction
    """
    from mentorlog.commands import moments

    write(ctx, moments.GAVE)


@app.command("received", rich_help_panel=MEET)
def received(
    ctx: typer.Context,
    who: WhoOrResumed = None,
    text: TextOrResumed = None,
    on: On = None,
    type_: Annotated[str | None, option("--type", metavar="TYPE", help=KINDS_OF_GIFT)] = None,
    answers: Annotated[
        str | None,
        option("--answers", metavar="ID", help="The ask that this answers.", completed=ids),
    ] = None,
    in_confidence: InConfidence = False,
    visibility: Visible = None,
    resume: Resume = None,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """Write down what you received.

    Example: mentorlog received dana-oz "read my promotion case" --type feedback
    """
    from mentorlog.commands import moments

    write(ctx, moments.RECEIVED)


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


@app.command("todo", rich_help_panel=MEET)
def todo(
    ctx: typer.Context,
    who: WhoOrNobody = None,
    as_of: AsOf = None,
    reveal: Reveal = False,
    no_input: NoInput = False,
    as_json: Json = False,
) -> None:
    """List every open loop: promises, advice to report back, asks, thanks.

    Example: mentorlog todo dana-oz
    """
    from mentorlog.commands import looking

    read(ctx, looking.todo, looking.Todo)


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
