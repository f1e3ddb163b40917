"""Take in what somebody sent you: an agreement, what you share, past meetings, a backup.

Example: mentorlog import calendar.ics dana-oz --match "1:1"
"""

from __future__ import annotations

from functools import partial
from typing import Any

from mentorlog.arguments import WHO, Writer, argument, option
from mentorlog.commands.desk import Desk
from mentorlog.commands.import_ import meetings
from mentorlog.commands.import_.file import File, is_agreement, is_pair
from mentorlog.commands.rooms import Alone, Opening
from mentorlog.commands.writing import Command, Writing
from mentorlog.domain.relationship import Relationship
from mentorlog.environment import Environment
from mentorlog.errors import UsageError
from mentorlog.exchange.backup import is_backup
from mentorlog.frozen import dataclass
from mentorlog.terminal.prompts import Prompt
from mentorlog.terminal.waiting import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Writer):
    file: str | None = argument(
        "FILE", "A backup, an agreement, a pair, .ics, .csv or jrnl's .json; - is stdin."
    )
    who: str | None = WHO
    match: str | None = option("--match TEXT", "Only events with this in their title.")
    partner: str | None = option("--with EMAIL", "Only events with this address among the guests.")
    since: str | None = option("--since DATE", "Only meetings from this day on.", date="past")
    everything: bool = option("--all", "Every event of a calendar.")
    dry_run: bool = option("--dry-run", "Say what would be taken in; write nothing.")


def chosen(environment: Environment, typed: Import, resumed: bool) -> Command[Any] | Alone[Any]:  # noqa: FBT001
    """What to do with the file, by what stands in it, whatever it is called."""
    if typed.file is None and not resumed:
        raise UsageError("Which file?", "mentorlog import FILE")
    file = File(environment)
    if typed.file is not None and is_backup(file.data(typed.file)):
        _refuse_choosing(typed, "a backup")
        from mentorlog.commands.import_ import restore

        return Alone(restore.Restore, partial(restore.restore, file.data(typed.file)))
    return Command(
        "import",
        Import,
        partial(_taken_in, file),
        ask=partial(_asked, file),
        work=Work.TAKING_IN,
    )


def _taken_in(file: File, desk: Desk, typed: Import, writing: Writing) -> Relationship:
    """What the file holds and is not here yet. Raises Refused, DamagedJournal."""
    data = file.data(typed.file or "")
    if is_agreement(data):
        _refuse_choosing(typed, "an agreement")
        from mentorlog.commands.import_ import agreement
        from mentorlog.exchange.agreements import offered

        return agreement.taken_in(desk, typed.who, offered(data, file.name), file.name, writing)
    if is_pair(data):
        _refuse_choosing(typed, "what you share")
        from mentorlog.commands.import_ import pair
        from mentorlog.exchange.pair import pair as shared

        return pair.taken_in(desk, typed.who, shared(data, file.name), file.name, writing)
    return meetings.taken_in(file, desk, _wanted(typed), writing)


def _asked(file: File, desk: Desk, typed: Import, prompt: Prompt, _: object) -> Import:
    """On a terminal one says which events of a calendar are meetings."""
    data = file.data(typed.file or "")
    if not (typed.dry_run or is_agreement(data) or is_pair(data)):
        meetings.ask(file, desk, _wanted(typed), prompt)
    return typed


def _refuse_choosing(typed: Import, kind: str) -> None:
    if _wanted(typed).chooses:
        raise UsageError(f"{meetings.CHOOSE} choose meetings, and this is {kind}.")


def _wanted(typed: Import) -> meetings.Wanted:
    return meetings.Wanted(
        file=typed.file or "",
        who=typed.who,
        match=typed.match,
        partner=typed.partner,
        since=typed.since,
        everything=typed.everything,
        dry_run=typed.dry_run,
    )


COMMAND = Opening(Import, chosen)
