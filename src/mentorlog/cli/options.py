"""The words of the command line: every option that more than one command shares, once.

Typer reads these signatures; the values reach the commands through the context (see `running`).
Choices are plain text here and are checked by the commands, so that no enum is imported to parse.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

MEET, AGREE, LOOK = "Meet", "Agree", "Look"  # the panels of --help
MEND, SET_UP = "Mend", "Set up"


Completed = Callable[[str], list[tuple[str, str]]]  # words that begin so, and what each is


def option(
    *names: str,
    help: str,  # noqa: A002 - typer's word
    metavar: str | None = None,
    completed: Completed | None = None,
    hidden: bool = False,
) -> typer.models.OptionInfo:
    made: typer.models.OptionInfo = typer.Option(
        *names,
        help=help,
        metavar=metavar,
        autocompletion=completed,
        show_default=False,
        hidden=hidden,
    )
    return made


def argument(
    metavar: str,
    help: str,  # noqa: A002 - typer's word
    completed: Completed | None = None,
) -> typer.models.ArgumentInfo:
    made: typer.models.ArgumentInfo = typer.Argument(
        metavar=metavar, help=help, autocompletion=completed, show_default=False
    )
    return made


def handles(incomplete: str) -> list[tuple[str, str]]:
    from mentorlog.cli.completion import handles_like

    return handles_like(incomplete)


def ids(incomplete: str) -> list[tuple[str, str]]:
    from mentorlog.cli.completion import ids_like

    return ids_like(incomplete)


def handles_or_ids(incomplete: str) -> list[tuple[str, str]]:
    from mentorlog.cli.completion import handles_or_ids_like

    return handles_or_ids_like(incomplete)


def templates(incomplete: str) -> list[tuple[str, str]]:
    from mentorlog.cli.completion import templates_like

    return templates_like(incomplete)


def _who() -> typer.models.ArgumentInfo:
    return argument("WHO", "A handle, a name, or the beginning of either.", handles)


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

# What every reader or every writer takes, where there is nothing to be seen from another day, no
# word that could be shown, no draft and no entry: a script may give it to any of them.
AnyDay = Annotated[
    str | None, option("--as-of", metavar="DATE", help="It is the same on any day.", hidden=True)
]
NoWord = Annotated[bool, option("--reveal", help="Nothing is held back here.", hidden=True)]
NoDraft = Annotated[
    str | None, option("--resume", metavar="[DRAFT]", help="It keeps no drafts.", hidden=True)
]
NoEntry = Annotated[
    str | None,
    option("--visibility", metavar="LEVEL", help="It has no effect here.", hidden=True),
]

On = Annotated[str | None, option("--on", metavar="DATE", help="When it was (default: today).")]
Minutes = Annotated[
    str | None, option("--minutes", metavar="LENGTH", help="How long: 45, 1h30, half an hour.")
]
InConfidence = Annotated[
    bool, option("--in-confidence", help="Its words are shown only with --reveal.")
]
Why = Annotated[str | None, option("--why", metavar="TEXT", help="The reason, for yourself.")]
