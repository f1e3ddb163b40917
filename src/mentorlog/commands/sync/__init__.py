"""Share the journal with your other machines, through your own git.

Example: mentorlog sync init you@host:journal.git
"""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from mentorlog import files
from mentorlog.arguments import DRY_RUN, Writer
from mentorlog.commands import Alone, Result
from mentorlog.commands.desk import journal_of
from mentorlog.environment import Environment
from mentorlog.errors import Missing, Refused, StorageFailed, UsageError
from mentorlog.exchange.git import Git, RemoteBranch, is_hidden
from mentorlog.exchange.merging import Pair, Tree, merged
from mentorlog.frozen import dataclass
from mentorlog.journal import arriving, saving
from mentorlog.journal.arriving import named_in
from mentorlog.journal.codec import JournalFields, parsed_bytes
from mentorlog.journal.journal import Journal
from mentorlog.journal.keys import Keys
from mentorlog.journal.names import JOURNAL_FILE, TRASH, echoed
from mentorlog.journal.sealed import hold_the_same, is_sealed
from mentorlog.journal.steps import Put
from mentorlog.terminal.layout import filled, hint
from mentorlog.terminal.look import Line, Look, line
from mentorlog.terminal.wording import counted, every
from mentorlog.views import NO_ENTRIES, Shape

_TRIES = 5  # times to try again if another machine was faster
_MESSAGE = "mentorlog sync"
OWN_FILES = {
    ".gitattributes": b"# Every byte stays as it is, and no two versions are joined by line.\n"
    b"* -text -merge\n",
    ".gitignore": b"/.trash/\n.tmp-*\n",
}
_OTHER_REMOTE = "Nothing was sent or received. Choose another:  mentorlog sync init REMOTE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync(Writer):
    unused = ("visibility", "resume")
    dry_run: bool = DRY_RUN


class _Done:
    """What this sync has done so far."""

    def __init__(self) -> None:
        self.sent = 0
        self.taken = 0
        self.both: dict[str, Pair] = {}
        self.revived: set[str] = set()
        self.forgot = False


def sync(environment: Environment, typed: Sync) -> Result:
    """Send what is new here, take what is new there.

    Raises Refused if it was never set up or git is busy, StorageFailed if the remote can't be
    reached, and what saving raises.
    """
    journal = journal_of(environment)
    with Git(journal.root, terminal=environment.terminal, dry=typed.dry_run) as git:
        address = git.address() if git.is_made else None
        if address is None:
            raise Refused("This journal has no remote yet.", "mentorlog sync init REMOTE")
        git.check_branch()
        return foreseen(journal, git) if typed.dry_run else synced(journal, git)


def synced(journal: Journal, git: Git) -> Result:
    done = _Done()
    for _ in range(_TRIES):
        with saving.held(journal, "sync"):
            _finish_moving_branch(journal.root, git)
            git.commit_all(_MESSAGE, shared(journal.root), but=TRASH)
        remote = git.fetch()
        with saving.held(journal, "sync") as now:
            here = shared(journal.root)
            git.commit_all(_MESSAGE, here, but=TRASH)  # also what was written meanwhile
            tip = _joined(journal, now, git, remote, done)
            undoable = bool(now.home.undoable)
            sealed = arriving.seal_what_came(journal, now.home)
            done.forgot |= undoable and not now.home.undoable
            _finish_moving_branch(journal.root, git)
            if sealed:
                git.commit_all(_MESSAGE, shared(journal.root), but=TRASH)
                tip = git.commit("HEAD")
                done.sent = len(_differing(git.tree(remote.commit), git.tree(tip)))
        if tip is None or tip == remote.commit or git.push(tip, remote.branch):
            git.tidy()
            view = Synced(
                sent=done.sent,
                taken=done.taken,
                both=tuple(done.both.values()),
                revived=tuple(sorted(done.revived)),
                ignored=len(git.ignored(here)),
                forgot=done.forgot,
                plain=arriving.left_plain(journal),
                keys=str(journal.keys.identity.parent) if journal.keys is not None else "",
            )
            return Result(view=view)
    raise StorageFailed("Another machine pushed first each time.", "Try again:  mentorlog sync")


def _joined(
    journal: Journal, now: saving.HeldJournal, git: Git, remote: RemoteBranch, done: _Done
) -> str | None:
    """The commit that joins both sides, whose files the journal now has; None: nothing to join."""
    mine, theirs = git.commit("HEAD"), remote.commit
    base = git.base(mine, theirs) if mine and theirs else None
    old, new, before = git.tree(mine), git.tree(theirs), git.tree(base)
    _check_same_journal(git, old, new)
    done.sent = len(_differing(before, old))
    if theirs is None or (mine and base == theirs):
        return mine
    done.taken += len(_differing(before, new))
    tip = theirs
    for commit in git.commits(theirs, mine) if mine else ():
        sides = git.tree(commit.parent), git.tree(commit.name), git.tree(tip)
        both = merged(*sides, _sealed_alike(git, journal.keys))
        done.both |= {pair.mine: pair for pair in both.both}
        done.revived |= set(both.revived)
        if both.tree != git.tree(tip):
            tip = git.committed(both.tree, tip, like=commit)
    _take(journal, now, git, old, tip)
    return tip


def _sealed_alike(git: Git, keys: Keys | None) -> Callable[[str, str, str], bool]:
    """Tells whether both machines sealed the same text; asks for the passphrase if it must."""

    @lru_cache
    def opens() -> bool:
        with contextlib.suppress(Refused, UsageError):
            return bool(keys and keys.secrets)
        return False

    def alike(path: str, mine: str, theirs: str) -> bool:
        here, there = git.contents((mine, theirs))
        both = is_sealed(here) and is_sealed(there)
        return bool(both and opens() and keys and hold_the_same(path, here, there, keys.open))

    return alike


def _take(journal: Journal, now: saving.HeldJournal, git: Git, old: Tree, tip: str) -> None:
    """Change the journal's files, and then git's branch, to those of a commit, all or none."""
    new = git.tree(tip)
    changed = _differing(old, new)
    before, after = _part(old, changed), _part(new, changed)
    for path, size in zip(after, git.sizes([*after.values()]), strict=True):
        if size > files.LARGEST:
            raise Refused(
                f"The remote has a file larger than 32 MB: {echoed(path)}",
                "Nothing was received. Remove it on the machine that sent it, and sync there.",
            )
    contents = git.contents((*before.values(), *after.values()))
    steps = arriving.arrival(journal.root, _with(before, contents), _with(after, contents))
    arriving.take(journal, now, steps, last=Put(arriving.TAKEN, None, f"{tip}\n".encode()))


def _finish_moving_branch(root: Path, git: Git) -> None:
    """Move git's branch to the commit already in the journal, if a sync was stopped in between."""
    try:
        tip = files.read(root / arriving.TAKEN).decode(errors="replace").strip()
    except Missing:
        return
    if git.commit(tip) == tip:
        git.move_branch_to(tip)
    files.remove(root / arriving.TAKEN)


def _differing(old: Tree, new: Tree) -> set[str]:
    """The files that differ in two trees. Hidden ones are not the journal's: git keeps them."""
    changed = (path for path in {*old, *new} if old.get(path) != new.get(path))
    return {path for path in changed if not is_hidden(path)}


def _part(tree: Tree, paths: set[str]) -> dict[str, str]:
    return {path: entry for path, entry in tree.items() if path in paths}


def _with(tree: Tree, contents: Iterator[bytes]) -> dict[str, bytes]:
    return {path: next(contents) for path in tree}


def _check_same_journal(git: Git, mine: Tree, theirs: Tree) -> None:
    """Raises Refused if the remote holds another journal, or something else."""
    held = {path for path in theirs if not is_hidden(path)}
    if held and JOURNAL_FILE not in held:
        raise Refused("The remote holds something that isn't a journal.", _OTHER_REMOTE)
    both = [tree[JOURNAL_FILE] for tree in (mine, theirs) if JOURNAL_FILE in tree]
    if len({_journal_id(data) for data in git.contents(both)}) > 1:
        raise Refused("The remote holds a different journal.", _OTHER_REMOTE)


def _journal_id(data: bytes) -> str | None:
    fields = parsed_bytes(JournalFields, data)[0].value
    return None if fields is None else fields.id


def foreseen(journal: Journal, git: Git) -> Result:
    """What waits to be sent, as far as is known without asking the remote."""
    here, mine, remote = shared(journal.root), git.commit("HEAD"), git.last_seen()
    base = git.tree(git.base(mine, remote) if mine and remote else None)
    waiting = _differing(base, git.tree_of(here, but=TRASH))
    ignored = len(git.ignored(here))
    return Result(view=Synced(sent=len(waiting), taken=0, ignored=ignored, dry_run=True))


def shared(root: Path) -> list[str]:
    """The files that other machines get: no links, trash, or foreign dot files. Raises Refused."""
    own = [name for name in OWN_FILES if (root / name).is_file()]
    named = (path for path in named_in(root) if not path.startswith(f"{TRASH}/"))
    return own + [path for path in named if _is_shared(root, path)]


def _is_shared(root: Path, path: str) -> bool:
    """Whether it is a file. Raises Refused for one that no machine could read."""
    status = (root / path).lstat()
    if stat.S_ISREG(status.st_mode) and status.st_size > files.LARGEST:
        raise Refused(
            f"This file is larger than 32 MB: {echoed(str(root / path))}",
            "Nothing was sent. Move it out of the journal, then sync again.",
        )
    return stat.S_ISREG(status.st_mode)


COMMAND = Alone(Sync, sync)


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """`sent`, `taken`: files. `revived`: removed on one machine, changed on the other, kept.

    `ignored`: how many files stay here because a .gitignore in the journal says so. `forgot`: undo
    logs were removed, because they held sealed words in plain text. `plain`: how many files, and
    how many drafts, stay plain until the keys are in the folder `keys`.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="written", left_out=("plain", "keys"), keys={"action": "action", **NO_ENTRIES}
    )

    action: ClassVar[str] = "sync"

    sent: int
    taken: int
    both: tuple[Pair, ...] = ()
    revived: tuple[str, ...] = ()
    ignored: int = 0
    forgot: bool = False
    plain: tuple[int, int] = (0, 0)
    keys: str = ""
    dry_run: bool = False


def text(view: Synced, look: Look) -> Iterator[Line]:
    """A sentence, then every file that needs a look."""
    yield from filled(_sentence(view), look)
    if view.ignored:
        sentence = f"{counted(view.ignored, 'file')} left out: a .gitignore in the journal says so."
        yield from filled(sentence, look)
    if view.forgot:
        sentence = "Sealed on another machine, so you can't undo earlier commands any more."
        yield from filled(sentence, look)
    if any(view.plain):
        what = (
            counted(n, noun) for n, noun in zip(view.plain, ("file", "draft"), strict=True) if n
        )
        sentence = (
            f"{every(what)} in plain text here, though sealed on another machine. "
            "To seal here, too: copy identity.txt and recipients.txt from there to "
            f"{look.safe(view.keys)}, and sync again."
        )
        yield from filled(sentence, look)
    for pair in view.both:
        yield line()
        yield from _pair_lines(pair, look)
    if view.revived:
        yield line()
        yield from filled("Removed on one machine but changed on the other, so kept:", look)
        for path in view.revived:
            yield line(f"  {look.safe(path)}")


def _sentence(view: Synced) -> str:
    if view.dry_run:
        return f"{counted(view.sent, 'file')} to send. Nothing was sent."
    if not view.sent and not view.taken:
        return "Nothing new on either side."
    done = [f"sent {counted(view.sent, 'file')}"] if view.sent else []
    done += [f"received {counted(view.taken, 'file')}"] if view.taken else []
    return f"Synced: {', '.join(done)}."


def _pair_lines(pair: Pair, look: Look) -> Iterator[Line]:
    path, mine = (look.safe(name) for name in (pair.path, pair.mine))
    yield from filled(f"Changed on both machines, so both are kept: {path}", look)
    yield from hint("This machine's version:", mine, look)
    yield from filled("Copy what you want from it, then delete it.", look)
