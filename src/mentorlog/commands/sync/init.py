"""Make the journal's git repository and tell it where to send; or take the journal there.

Example: mentorlog sync init you@host:journal.git
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from mentorlog import files
from mentorlog.arguments import DRY_RUN, Writer, argument
from mentorlog.commands.result import Result
from mentorlog.commands.rooms import Alone
from mentorlog.commands.sync import foreseen, opened, synced
from mentorlog.environment import Environment
from mentorlog.errors import Refused, UsageError
from mentorlog.exchange.git import masked
from mentorlog.frozen import dataclass
from mentorlog.journal.journal import Journal
from mentorlog.journal.names import TRASH
from mentorlog.journal.restoring import named_in
from mentorlog.journal.steps import make_folder
from mentorlog.views.synced import Synced

_OWN_FILES = {
    ".gitattributes": b"# Every byte stays as it is, and no two versions are joined by line.\n"
    b"* -text -merge\n",
    ".gitignore": b"/.trash/\n.tmp-*\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Init(Writer):
    unused = ("visibility", "resume")
    remote: str | None = argument("REMOTE", "An address as git takes it.")
    dry_run: bool = DRY_RUN


def init(environment: Environment, typed: Init) -> Result:
    """Make the journal's repository and sync it; without a journal here, take the remote's.

    Raises what `sync` raises; Refused if the remote holds something else, and then nothing is made.
    """
    address = typed.remote
    if not address or address.startswith("-"):
        raise UsageError("Where to? An address that git understands.", "mentorlog sync init REMOTE")
    journal, git = opened(environment)
    known = git.address() if git.is_made else None
    if known not in (None, address):
        raise Refused(
            f"This journal is synced with {masked(known)} already.",
            f"To change that:  git -C {journal.root} remote set-url origin {masked(address)}",
        )
    if typed.dry_run:
        return foreseen(git) if git.is_made else _first(journal)
    make_folder(journal.root)
    if known is None:
        git.make(_absolute(address))
    git.check_branch()
    _lay_own_files(journal.root)
    try:
        return synced(journal, git)
    except Refused:
        git.forget()
        raise


def _first(journal: Journal) -> Result:
    """What is here, before git knows of any of it."""
    here = [path for path in named_in(journal.root) if not path.startswith(f"{TRASH}/")]
    return Result(view=Synced(sent=len(here), taken=0, dry_run=True))


def _lay_own_files(root: Path) -> None:
    """What keeps git from changing bytes and from taking the trash along; the user's own stay."""
    for name, data in _OWN_FILES.items():
        with contextlib.suppress(FileExistsError):
            files.create(root / name, data)


def _absolute(address: str) -> str:
    """A folder on this machine as git finds it from anywhere."""
    folder = Path(address).expanduser()
    return str(folder.absolute()) if folder.is_dir() else address


COMMAND = Alone(Init, init)
