"""Check that both keys open what's sealed.

Example: mentorlog seal test --recovery /media/usb/mentorlog-recovery.txt
"""

from __future__ import annotations

from pathlib import Path

from mentorlog.arguments import Reader, option
from mentorlog.commands import Reading, Result
from mentorlog.commands.desk import Desk
from mentorlog.commands.seal import keys_of, seen
from mentorlog.errors import DamagedFile, DamagedJournal, Missing, Problem, Refused
from mentorlog.frozen import dataclass
from mentorlog.journal import sealed
from mentorlog.journal.journal import Journal
from mentorlog.journal.keys import CannotOpen, Keys, opened, secrets_in

_A_TEST = b"This opens."


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckKeys(Reader):
    recovery: str | None = option("--recovery FILE", "Where the recovery key is now.")


def check_keys(desk: Desk, typed: CheckKeys) -> Result:
    """Whether a new block, and every block in the journal, opens with both keys."""
    keys = keys_of(desk)
    recovery = _recovery_secrets(keys, typed)
    new = keys.seal(_A_TEST)
    try:
        _check_opens(keys.open(new), "identity")
    except CannotOpen:
        raise Refused(
            "The identity here can't open what is sealed here.",
            f"Put the one that belongs to {keys.recipients} in its place.",
        ) from None
    by_identity, problems = _opened(desk.journal, keys.secrets)
    by_recovery = None
    if recovery is not None:
        try:
            _check_opens(opened(new, recovery), "recovery key")
        except CannotOpen:
            raise Refused("That isn't the recovery key: it can't open a test.") from None
        by_recovery, more = _opened(desk.journal, recovery)
        problems |= more
    view = seen(desk, "test", opened=by_identity, by_recovery=by_recovery)
    return Result(view=view, problems=tuple(sorted(problems, key=lambda problem: problem.file)))


def _check_opens(data: bytes, key: str) -> None:
    if data != _A_TEST:
        raise DamagedJournal(f"The {key} opened something else.")


def _opened(journal: Journal, secrets: tuple[str, ...]) -> tuple[int, set[Problem]]:
    """How many blocks of the journal open, and the problems of those that don't."""
    from mentorlog.journal.sealed import original

    count, problems = 0, set[Problem]()
    for path, data in sealed.sealed_files(journal.root):
        try:
            original(path, data, lambda block: opened(block, secrets))
            count += 1
        except DamagedFile as damage:
            problems.add(damage.problem)
    return count, problems


def _recovery_secrets(keys: Keys, typed: CheckKeys) -> tuple[str, ...] | None:
    """The secret keys in the given recovery file, else in the one written at first."""
    if typed.recovery is not None:
        return secrets_in(Path(typed.recovery).expanduser())
    file = keys.recovery_file
    try:
        return secrets_in(file) if file else None
    except Missing:
        return None


COMMAND = Reading(CheckKeys, check_keys, tells_damage=False)
