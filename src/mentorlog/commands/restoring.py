"""import FILE.zip: a backup back into an empty journal, every byte of it."""

from __future__ import annotations

from pathlib import Path

from mentorlog import files
from mentorlog.commands.leftovers import named
from mentorlog.commands.result import Result
from mentorlog.environment import Environment
from mentorlog.errors import UsageError
from mentorlog.exchange.backup import LARGEST, contents, is_backup
from mentorlog.frozen import dataclass
from mentorlog.journal import restoring
from mentorlog.journal.journal import Journal
from mentorlog.journal.saving import held_still
from mentorlog.views.written import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    file: str | None = None
    who: str | None = None
    dry_run: bool = False


def is_zip(file: str | None) -> bool:
    """Whether a file that can be read begins like a backup."""
    if file is None:
        return False
    path = Path(file).expanduser()
    if not path.is_file():
        return False
    try:
        with path.open("rb") as opened:
            return is_backup(opened.read(4))
    except OSError:  # whoever reads all of it will say so
        return False


def restore(environment: Environment, typed: Restore) -> Result:
    """Put back what is missing of the backup. Raises Refused where anything else is."""
    if typed.who is not None:
        raise UsageError("A backup is everybody's; it goes without WHO.")
    path = Path(typed.file or "").expanduser()
    backup = contents(files.read(path, largest=LARGEST))
    journal = Journal(environment.journal_folder, environment.state_folder)
    if typed.dry_run:
        restored = restoring.missing(journal.root, backup)
    else:
        with held_still(journal, "import"):
            restored = restoring.restore(journal.root, backup)
    return Result(
        view=Written(
            action="import",
            as_of=environment.today,
            dry_run=typed.dry_run,
            entries=tuple(map(named, restored)),
        )
    )
