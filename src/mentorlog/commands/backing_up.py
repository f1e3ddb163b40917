"""export backup: the whole journal in one private zip file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial

from mentorlog.commands.desk import Desk
from mentorlog.commands.leaving import STDOUT, Out, path_outside
from mentorlog.commands.result import Result
from mentorlog.errors import Refused, UsageError
from mentorlog.exchange.backup import backed_up
from mentorlog.exchange.fields import Json
from mentorlog.exchange.formats.json import dumps, problems_fields
from mentorlog.exchange.outgoing import Outgoing, save
from mentorlog.journal.problems import Problem
from mentorlog.terminal.wording import command, counted


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
    with desk.journal.held_still("export"):
        data, count, others = backed_up(desk.journal.root)
    save(path, data, force=typed.force)
    talk = [f"Saved {counted(count, 'file')} in {path}."]
    if others:
        talk.append(f"Left out: {counted(others, 'link')} and the like, which are no files.")
    talk.append(f"Bring it back:  {command('--journal', 'DIR', 'import', str(path))}")
    item: Json = {"file": str(path), "files": count, "bytes": len(data)}
    return Result(
        view=Outgoing(text="", as_json=partial(_backup_as_json, desk.today, item)),
        problems=desk.contents.problems,
        format="document",
        talk=tuple(talk),
    )


def _backup_as_json(today: dt.date, item: Json, problems: Iterable[Problem]) -> str:
    document = {"schema": "mentorlog.export/1", "as_of": today.isoformat(), "items": [item]}
    return dumps(document | {"problems": problems_fields(problems)})
