"""The words of the command line: every option that more than one command shares, once.

Typer reads these signatures; the values reach the commands through the context (see `running`).
Choices are plain text here and are checked by the commands, so that no enum is imported to parse.
"""

from __future__ import annotations

from typing import Annotated

import typer

MEET, AGREE, LOOK = "Meet", "Agree", "Look"  # the panels of --help
MEND, SET_UP = "Mend", "Set up"


def option(*names: str, help: str, metavar: str | None = None) -> typer.models.OptionInfo:  # noqa: A002 - typer's word
    made: typer.models.OptionInfo = typer.Option(
        *names, help=help, metavar=metavar, show_default=False
    )
    return made


def argument(metavar: str, help: str) -> typer.models.ArgumentInfo:  # noqa: A002 - typer's word
    made: typer.models.ArgumentInfo = typer.Argument(metavar=metavar, help=help, show_default=False)
    return made


def _handles(incomplete: str) -> list[str]:
    """Completes WHO by listing one folder: no YAML is read."""
    from mentorlog.cli.completion import handles_like

    return handles_like(incomplete)


def _who() -> typer.models.ArgumentInfo:
    made: typer.models.ArgumentInfo = typer.Argument(
        metavar="WHO",
        help="A handle, a name, or the beginning of either.",
        autocompletion=_handles,
        show_default=False,
    )
    return made


Who = Annotated[str, _who()]
WhoOrNobody = Annotated[str | None, _who()]
WhoOrResumed = Annotated[str | None, _who()]  # may come from a draft
TextOrResumed = Annotated[str | None, argument("TEXT", "The words; - reads them from stdin.")]

Json = Annotated[bool, option("--json", help="Print JSON for programs.")]
AsOf = Annotated[str | None, option("--as-of", metavar="DATE", help="Look from another day.")]
Reveal = Annotated[bool, option("--reveal", help="Show what is held in confidence.")]

DryRun = Annotated[bool, option("--dry-run", help="Say what would be written; write nothing.")]
NoInput = Annotated[bool, option("--no-input", help="Never ask.")]
Resume = Annotated[
    str | None,
    option("--resume", metavar="[DRAFT]", help="Go on with a kept draft (default: the latest)."),
]
InEditor = Annotated[bool, option("--edit", help="Open it in your editor before it is saved.")]
Visible = Annotated[
    str | None, option("--visibility", metavar="LEVEL", help="private, pair or open.")
]

On = Annotated[str | None, option("--on", metavar="DATE", help="When it was (default: today).")]
Minutes = Annotated[int | None, option("--minutes", metavar="N", help="How long, in minutes.")]
InConfidence = Annotated[
    bool, option("--in-confidence", help="Its words are shown only with --reveal.")
]
Why = Annotated[str | None, option("--why", metavar="TEXT", help="The reason, for yourself.")]
