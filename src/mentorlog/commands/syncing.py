"""sync: two machines, one journal, through the user's own git.

Committed, joined with what the remote has, sent. The lock is held while files change, never while
the network is waited for. Stopped anywhere, it is simply done again.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from pathlib import Path

from mentorlog import files
from mentorlog.commands.result import Result
from mentorlog.environment import Environment
from mentorlog.errors import Refused, StorageFailed, UsageError
from mentorlog.exchange.git import Far, Git, Tree, masked, merged
from mentorlog.frozen import dataclass
from mentorlog.journal import arriving, saving
from mentorlog.journal.codec import JournalFields, said_in
from mentorlog.journal.journal import Journal
from mentorlog.journal.names import JOURNAL_FILE
from mentorlog.journal.restoring import named_in
from mentorlog.journal.steps import make_folder
from mentorlog.journal.trash import TRASH
from mentorlog.views.synced import Pair, Synced

_TRIES = 5  # somebody else may be faster as often as that
_MESSAGE = "mentorlog sync"
_OTHER_REMOTE = "Nothing was sent or taken. Choose another:  mentorlog sync init REMOTE"
_OWN_FILES = {
    ".gitattributes": b"# Every byte stays as it is, and no two versions are joined by line.\n"
    b"* -text -merge\n",
    ".gitignore": b"/.trash/\n.tmp-*\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Init:
    remote: str | None = None
    dry_run: bool = False


@dataclasses.dataclass(slots=True)
class _Done:
    """What one synchronisation has done so far."""

    sent: int = 0
    taken: int = 0
    both: dict[str, Pair] = dataclasses.field(default_factory=dict)
    revived: set[str] = dataclasses.field(default_factory=set)


def sync(environment: Environment, typed: Sync) -> Result:
    """Send what is new here, take what is new there.

    Raises Refused if it was never set up or git is busy, StorageFailed if the remote can't be
    reached, and what saving raises.
    """
    journal, git = _of(environment)
    address = git.address() if git.is_made else None
    if address is None:
        raise Refused("This journal has no remote yet.", "mentorlog sync init REMOTE")
    git.check_branch()
    if typed.dry_run:
        return _foreseen(git)
    return _synced(journal, git)


def init(environment: Environment, typed: Init) -> Result:
    """Make the journal's repository and sync it; without a journal here, take the remote's.

    Raises what `sync` raises; Refused if the remote holds something else, and then nothing is made.
    """
    address = typed.remote
    if not address or address.startswith("-"):
        raise UsageError("Where to? An address that git understands.", "mentorlog sync init REMOTE")
    journal, git = _of(environment)
    known = git.address() if git.is_made else None
    if known not in (None, address):
        raise Refused(
            f"This journal is synced with {masked(known)} already.",
            f"To change that:  git -C {journal.root} remote set-url origin {masked(address)}",
        )
    if typed.dry_run:
        return _foreseen(git) if git.is_made else _first(journal)
    make_folder(journal.root)
    if known is None:
        git.make(_absolute(address))
    git.check_branch()
    _lay_own_files(journal.root)
    try:
        return _synced(journal, git)
    except Refused:
        git.forget()
        raise


def _of(environment: Environment) -> tuple[Journal, Git]:
    journal = Journal(environment.journal_folder, environment.state_folder)
    return journal, Git(journal.root, environment.terminal)


def _synced(journal: Journal, git: Git) -> Result:
    done = _Done()
    for _ in range(_TRIES):
        with saving.held(journal, "sync"):
            git.commit_all(_MESSAGE, but=TRASH)
        far = git.fetch()
        with saving.held(journal, "sync"):
            git.commit_all(_MESSAGE, but=TRASH)  # what was written while the network was waited for
            tip = _joined(journal.root, git, far, done)
        if tip is None or tip == far.commit or git.push(tip, far.branch):
            view = Synced(
                sent=done.sent,
                taken=done.taken,
                both=tuple(done.both.values()),
                revived=tuple(sorted(done.revived)),
            )
            return Result(view=view)
    raise StorageFailed("Other machines were faster every time.", "Try again:  mentorlog sync")


def _joined(root: Path, git: Git, far: Far, done: _Done) -> str | None:
    """The commit in which both sides are, with the files as it has them; None: there is nothing."""
    mine, theirs = git.commit("HEAD"), far.commit
    base = git.base(mine, theirs) if mine and theirs else None
    old, new, before = git.tree(mine), git.tree(theirs), git.tree(base)
    _check_same_journal(git, old, new)
    done.sent = len(_differing(before, old))
    if theirs is None or (mine and base == theirs):
        return mine
    done.taken += len(_differing(before, new))
    tip = theirs
    for commit in git.commits(theirs, mine) if mine else ():
        both = merged(git.tree(commit.parent), git.tree(commit.name), git.tree(tip))
        done.both |= {pair.mine: pair for pair in both.both}
        done.revived |= set(both.revived)
        if both.tree != git.tree(tip):
            tip = git.committed(both.tree, tip, like=commit)
    _take(root, git, old, git.tree(tip))
    git.stand_at(tip)
    return tip


def _take(root: Path, git: Git, old: Tree, new: Tree) -> None:
    """Let the files in the journal be what the new tree says."""
    before = _part(old, _changed(old, new))
    after = _part(new, _changed(old, new))
    contents = git.contents((*before.values(), *after.values()))
    arriving.take(root, _with(before, contents), _with(after, contents))


def _changed(old: Tree, new: Tree) -> set[str]:
    return {path for path in {*old, *new} if old.get(path) != new.get(path)}


def _differing(old: Tree, new: Tree) -> set[str]:
    """The files of the journal in which two trees differ, without our own dot files."""
    return {path for path in _changed(old, new) if not path.startswith(".")}


def _part(tree: Tree, paths: set[str]) -> dict[str, str]:
    return {path: entry for path, entry in tree.items() if path in paths}


def _with(tree: Tree, contents: Iterator[bytes]) -> dict[str, bytes]:
    return {path: next(contents) for path in tree}


def _check_same_journal(git: Git, mine: Tree, theirs: Tree) -> None:
    """Raises Refused if the remote holds another journal, or something else."""
    held = {path for path in theirs if not path.startswith(".")}
    if held and JOURNAL_FILE not in held:
        raise Refused("The remote holds something that is no journal.", _OTHER_REMOTE)
    both = [tree[JOURNAL_FILE] for tree in (mine, theirs) if JOURNAL_FILE in tree]
    if len({_journal_id(data) for data in git.contents(both)}) > 1:
        raise Refused("The remote holds another journal than this one.", _OTHER_REMOTE)


def _journal_id(data: bytes) -> str | None:
    found = said_in(JournalFields, data)[0].value
    return None if found is None else found.id


def _foreseen(git: Git) -> Result:
    waiting = {path for path in git.changed() if not path.startswith((".git", f"{TRASH}/"))}
    return Result(view=Synced(sent=len(waiting), taken=0, dry_run=True))


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
