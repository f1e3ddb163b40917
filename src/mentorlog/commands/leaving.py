"""What is typed to export anything, and how a text leaves: to stdout or into a private file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mentorlog.commands.desk import Desk
from mentorlog.commands.result import Result
from mentorlog.errors import Refused, UsageError
from mentorlog.exchange.outgoing import Outgoing, save
from mentorlog.frozen import dataclass
from mentorlog.views.shape import Told

STDOUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Out:
    what: str
    who: str | None = None
    audience: str | None = None
    output: str | None = None
    since: str | None = None
    wikilinks: bool = False
    details: bool = False
    due: bool = False
    force: bool = False


def delivered(
    desk: Desk,
    typed: Out,
    text: str,
    said: Told,
    talk: Iterable[str],
) -> Result:
    """The text to stdout or, with --output, into a file of that name."""
    lines = list(talk)
    if typed.output not in (None, STDOUT):
        path = path_outside(desk, typed.output)
        save(path, text.encode(), force=typed.force)
        lines.insert(0, f"Saved {path}.")
        text = ""
    return Result(
        view=Outgoing(text=text, said=said),
        problems=desk.contents.problems,
        format="document",
        talk=tuple(lines),
    )


def path_outside(desk: Desk, output: str | None) -> Path:
    """The file that is meant. Raises Refused for one in the journal, UsageError."""
    if not output:
        raise UsageError("--output needs the name of a file.")
    path = Path(output).expanduser()
    if path.resolve().is_relative_to(desk.journal.root):
        raise Refused(f"{path} would lie in the journal itself.", "Choose a place outside of it.")
    return path
