"""Share the journal with your other machines, through your own git.

Example: mentorlog sync init you@host:journal.git
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from mentorlog.arguments import DRY_RUN, Writer
from mentorlog.commands.result import Result
from mentorlog.commands.rooms import Alone
from mentorlog.environment import Environment
from mentorlog.errors import Refused, StorageFailed
from mentorlog.exchange.git import Far, Git, Tree, merged
from mentorlog.frozen import dataclass
from mentorlog.journal import restoring, saving
from mentorlog.journal.codec import JournalFields, said_in
from mentorlog.journal.journal import Journal
from mentorlog.journal.names import JOURNAL_FILE, TRASH
from mentorlog.views.synced import Pair, Synced

_TRIES = 5  # somebody else may be faster as often as that
_MESSAGE = "mentorlog sync"
_OTHER_REMOTE = "Nothing was sent or taken. Choose another:  mentorlog sync init REMOTE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync(Writer):
    unused = ("visibility", "resume")
    dry_run: bool = DRY_RUN


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
    journal, git = opened(environment)
    address = git.address() if git.is_made else None
    if address is None:
        raise Refused("This journal has no remote yet.", "mentorlog sync init REMOTE")
    git.check_branch()
    if typed.dry_run:
        return foreseen(git)
    return synced(journal, git)


def opened(environment: Environment) -> tuple[Journal, Git]:
    journal = Journal(environment.journal_folder, environment.state_folder)
    return journal, Git(journal.root, environment.terminal)


def synced(journal: Journal, git: Git) -> Result:
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
    restoring.take(root, _with(before, contents), _with(after, contents))


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


def foreseen(git: Git) -> Result:
    waiting = {path for path in git.changed() if not path.startswith((".git", f"{TRASH}/"))}
    return Result(view=Synced(sent=len(waiting), taken=0, dry_run=True))


COMMAND = Alone(Sync, sync)
