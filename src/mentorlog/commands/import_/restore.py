"""import FILE.zip: a backup back into an empty journal, every byte of it."""

from __future__ import annotations

from mentorlog.commands.kept import named
from mentorlog.commands.result import Result
from mentorlog.environment import Environment
from mentorlog.errors import UsageError
from mentorlog.exchange.backup import contents
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


def restore(data: bytes, environment: Environment, typed: Restore) -> Result:
    """Put back what is missing of the backup. Raises Refused where anything else is."""
    if typed.who is not None:
        raise UsageError("A backup is everybody's; it goes without WHO.")
    backup = contents(data)
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
