"""export backup: the whole journal in one private zip file."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from mentorlog.commands.desk import Desk
from mentorlog.commands.leaving import STDOUT, Out, path_outside
from mentorlog.commands.result import Result
from mentorlog.errors import Refused, UsageError
from mentorlog.exchange.backup import backed_up
from mentorlog.exchange.outgoing import Outgoing, save
from mentorlog.frozen import dataclass
from mentorlog.journal.saving import held_still
from mentorlog.terminal.wording import command, counted
from mentorlog.views.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """Where a backup lies, how many files are in it, and how large it is."""

    JSON: ClassVar[Shape] = Shape(schema="export", lone=True, left_out=("as_of",))

    as_of: dt.date
    file: str
    files: int
    bytes: int


def backup(desk: Desk, typed: Out) -> Result:
    """Every file of the journal in one zip. Raises UsageError without a file to put it in."""
    for option in ("who", "audience", "since"):
        if getattr(typed, option) is not None:
            raise UsageError("A backup holds everything, for nobody but you.")
    if typed.output in (None, STDOUT):
        raise UsageError("Into which file?", "mentorlog export backup --output FILE.zip")
    path = path_outside(desk, typed.output)
    if not desk.journal.root.is_dir():
        raise Refused("There is no journal yet, so there is nothing to back up.")
    with held_still(desk.journal, "export"):
        data, count, others = backed_up(desk.journal.root)
    save(path, data, force=typed.force)
    talk = [f"Saved {counted(count, 'file')} in {path}."]
    if others:
        talk.append(f"Left out: {counted(others, 'link')} and the like, which are no files.")
    talk.append(f"Bring it back:  {command('--journal', 'DIR', 'import', str(path))}")
    said = BackedUp(as_of=desk.today, file=str(path), files=count, bytes=len(data))
    return Result(
        view=Outgoing(text="", said=said),
        problems=desk.contents.problems,
        format="document",
        talk=tuple(talk),
    )
