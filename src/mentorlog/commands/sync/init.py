"""Connect the journal to a git remote, or fetch the journal from it.

Example: mentorlog sync init you@host:journal.git
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from mentorlog import files
from mentorlog.arguments import DRY_RUN, Writer, argument
from mentorlog.commands import Alone, Result
from mentorlog.commands.desk import journal_of, prompt_of
from mentorlog.commands.sync import OWN_FILES, Synced, foreseen, shared, synced
from mentorlog.environment import Environment
from mentorlog.errors import Refused, UsageError
from mentorlog.exchange.git import Git, is_hidden
from mentorlog.exchange.repository import GitFailed, masked
from mentorlog.frozen import dataclass
from mentorlog.journal.journal import Journal
from mentorlog.journal.steps import make_folder
from mentorlog.terminal.prompts import Question

_ANOTHER = (
    "Is the address right? Try again:  mentorlog sync init REMOTE\n"
    "If it can be reached later:  mentorlog sync"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Init(Writer):
    unused = ("visibility", "resume")
    remote: str | None = argument("REMOTE", "An address that git understands.")
    dry_run: bool = DRY_RUN


def init(environment: Environment, typed: Init) -> Result:
    """Make the journal's repository and sync it; without a journal here, fetch the remote's.

    Raises what `sync` raises; Refused if the remote holds something else, and then nothing is made.
    """
    address = typed.remote
    if not address and environment.terminal:
        address = prompt_of(environment).ask(Question(text="Address of the remote?"), str)
    if not address or address.startswith("-"):
        raise UsageError(
            "Which remote? Give an address that git understands.", "mentorlog sync init REMOTE"
        )
    journal = journal_of(environment)
    with Git(journal.root, terminal=environment.terminal, dry=typed.dry_run) as git:
        _check(git, address)
        if typed.dry_run:
            return foreseen(journal, git) if git.is_made else _first(journal)
        make_folder(journal.root)
        _point(git, _absolute(address))
        git.check_branch()
        _lay_own_files(journal.root)
        return _first_sync(journal, git)


def _check(git: Git, address: str) -> None:
    """Raises Refused if the journal is already synced with another remote."""
    known = git.address() if git.is_made else None
    if known not in (None, address, _absolute(address)) and git.has_synced():
        raise Refused(
            f"This journal already syncs with {masked(known or '')}.",
            f"To change that:  git -C {git.root} remote set-url origin {masked(address)}",
        )


def _point(git: Git, address: str) -> None:
    """Set git's remote; an earlier one that was never reached was mistyped, and is replaced."""
    if git.is_made and git.address() is not None:
        git.point_to(address)
    else:
        git.make(address)


def _first_sync(journal: Journal, git: Git) -> Result:
    try:
        return synced(journal, git)
    except GitFailed as error:
        if git.has_synced():
            raise
        raise GitFailed(error.message, _ANOTHER, error.reason) from None
    except Refused:
        git.forget()
        raise


def _first(journal: Journal) -> Result:
    """The files here, before git knows any of them."""
    here = [path for path in shared(journal.root) if not is_hidden(path)]
    return Result(view=Synced(sent=len(here), taken=0, dry_run=True))


def _lay_own_files(root: Path) -> None:
    """Keep git from changing bytes and from adding the trash; the user's own files stay."""
    for name, data in OWN_FILES.items():
        with contextlib.suppress(FileExistsError):
            files.create(root / name, data)


def _absolute(address: str) -> str:
    """A folder on this machine as an absolute path, for git to find from anywhere."""
    folder = Path(address).expanduser()
    return str(folder.absolute()) if folder.is_dir() else address


COMMAND = Alone(Init, init)
