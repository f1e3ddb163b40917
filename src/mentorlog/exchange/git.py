"""The user's own git, as far as a journal needs it; nothing about mentoring.

Git keeps versions and carries them to the remote. It never writes into the journal: arriving files
are returned as bytes, for others to save. `repository` runs it.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mentorlog.errors import Refused
from mentorlog.exchange.merging import Tree
from mentorlog.exchange.repository import REMOTE, GitFailed, Repository
from mentorlog.frozen import dataclass

BRANCH = "main"
_LINKS = ("120000", "160000")  # modes of symbolic links and submodules, which aren't followed
_MANY = 2000  # objects that lie about one by one
_FORBIDDEN = re.compile(r"(?:^|/)(?:\.{0,2}|\.git)(?:/|$)|[\\\0]", re.IGNORECASE)
_HEAD = re.compile(rb"^([0-9a-f]{40,64})\trefs/heads/(\S+)$", re.MULTILINE)
_DEFAULT = re.compile(rb"^ref: refs/heads/(\S+)\tHEAD$", re.MULTILINE)
_OVERTAKEN = re.compile(r"\[rejected\]|fetch first|non-fast-forward|cannot lock ref")
_UNDER_WAY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")


@dataclass(frozen=True, slots=True)
class RemoteBranch:
    """The shared branch of the remote, and its commit; None: the remote is empty."""

    branch: str
    commit: str | None


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit, and its parent (None: it is the first)."""

    name: str
    parent: str | None
    message: bytes
    author: Mapping[str, str]


class Git(Repository):
    """A repository whose work tree is the journal; use it in a `with`."""

    @property
    def is_made(self) -> bool:
        return os.path.lexists(self.root / ".git")

    def make(self, address: str) -> None:
        """Make a new repository with its remote."""
        self._run("init", "--quiet", "--template=", f"--initial-branch={BRANCH}")
        everything = f"+refs/heads/*:refs/remotes/{REMOTE}/*"
        self._in_journal("config", "--local", f"remote.{REMOTE}.fetch", everything)
        self.point_to(address)

    def point_to(self, address: str) -> None:
        """Change the remote's address."""
        self._in_journal("config", "--local", f"remote.{REMOTE}.url", address)

    def forget(self) -> None:
        """Remove the remote."""
        self._in_journal("config", "--local", "--remove-section", f"remote.{REMOTE}")

    def address(self) -> str | None:
        """The remote's address, or None. Raises Refused for another user's repository."""
        return self._remote_setting("url")

    def has_synced(self) -> bool:
        """Whether the remote was ever reached."""
        return bool(self._in_journal("for-each-ref", "--count=1", f"refs/remotes/{REMOTE}/"))

    def check_branch(self) -> None:
        """Raises Refused if a merge or the like is unfinished, or no branch is checked out."""
        if any((self._place.folder / name).exists() for name in _UNDER_WAY):
            raise Refused(
                "Git is in the middle of something that was started by hand.",
                f"Finish it there:  git -C {self.root} status",
            )
        if self._answer(self._in_journal, "symbolic-ref", "--quiet", "HEAD") is None:
            raise Refused(
                "Git has an old version of the journal checked out (a detached HEAD).",
                f"Go back to its branch:  git -C {self.root} switch {BRANCH}",
            )

    def ignored(self, paths: Iterable[str]) -> frozenset[str]:
        """Paths that the journal's .gitignore files exclude and git doesn't know yet."""
        words = ("--others", "--ignored", "--exclude-per-directory=.gitignore", "-z")
        return frozenset(self._listed("ls-files", *words, work=True)).intersection(paths)

    def tree_of(self, paths: Sequence[str], *, but: str) -> Tree:
        """A tree of these files as they are now, and of dot files as git has them; not of `but`."""
        return self.tree(self._tree_of_files(paths, but))

    def commit_all(self, message: str, paths: Sequence[str], *, but: str) -> None:
        """Commit these files as they are now; see `tree_of`."""
        tree, last = self._tree_of_files(paths, but), self.commit("HEAD")
        before = self._output("rev-parse", f"{last}^{{tree}}") if last else None
        if tree == before or not (last or self("ls-files")):
            return
        parents = ("-p", last) if last else ()
        line = ("commit-tree", tree, *parents, "-F", "-")
        commit = self(*line, data=message.encode(), variables=self._author).decode().strip()
        self._move("HEAD", commit, last, message)

    def commit(self, name: str) -> str | None:
        """The commit that a name means in the journal's repository, or None."""
        return self._answer(
            self._in_journal, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"
        )

    def base(self, commit: str, other: str) -> str | None:
        """The latest common ancestor of two commits, or None."""
        return self._answer(self, "merge-base", commit, other)

    def tree(self, commit: str | None) -> Tree:
        """Path -> mode and content. Raises Refused for a name or link that no journal may hold."""
        tree: dict[str, str] = {}
        if not commit:
            return tree
        for line in self._listed("ls-tree", "-r", "-z", commit):
            kind, path = line.split("\t", 1)
            mode, _, name = kind.split()
            if mode in _LINKS or _FORBIDDEN.search(path):
                raise Refused(
                    "The remote has a link, or a name that can't be in a journal.",
                    "Nothing was received. Check what others put there.",
                )
            tree[path] = f"{mode} {name}"
        return tree

    def contents(self, entries: Sequence[str]) -> Iterator[bytes]:
        """The bytes of tree entries, in their order."""
        names = "".join(f"{entry.rpartition(' ')[2]}\n" for entry in entries)
        output = self("cat-file", "--batch", data=names.encode()) if entries else b""
        at = 0
        for _ in entries:
            begin = output.index(b"\n", at) + 1
            at = begin + int(output[at:begin].split()[2]) + 1
            yield output[begin : at - 1]

    def sizes(self, entries: Sequence[str]) -> list[int]:
        """The bytes in each of some tree entries, in their order."""
        names = "".join(f"{entry.rpartition(' ')[2]}\n" for entry in entries)
        output = self("cat-file", "--batch-check", data=names.encode()) if entries else b""
        return [int(line.split()[2]) for line in output.splitlines()]

    def commits(self, after: str, until: str) -> list[Commit]:
        """The commits in between, oldest first; of a merge, only its first parent's side."""
        line = ("rev-list", "--first-parent", "--reverse", f"{after}..{until}")
        return [self._commit_named(name) for name in self._output(*line).split()]

    def committed(self, tree: Tree, parent: str, like: Commit) -> str:
        """Make a commit of this tree after `parent`, with the message and author of `like`."""
        aside = {"GIT_INDEX_FILE": str(self._own / "merged")}
        (self._own / "merged").unlink(missing_ok=True)
        lines = "".join(f"{entry}\t{path}\0" for path, entry in tree.items())
        self("update-index", "-z", "--index-info", data=os.fsencode(lines), variables=aside)
        tree_name = self("write-tree", variables=aside).decode().strip()
        line = ("commit-tree", tree_name, "-p", parent, "-F", "-")
        author = {**self._author, **like.author}
        return self(*line, data=like.message, variables=author).decode().strip()

    def move_branch_to(self, commit: str) -> None:
        """Set branch and index to this commit; files stay as they are."""
        self("read-tree", "--reset", commit, work=True)
        self._move("HEAD", commit, None, "mentorlog sync")

    def last_seen(self) -> str | None:
        """The remote's commit when it was last reached, or None."""
        seen = self._in_journal("for-each-ref", "--format=%(refname)", f"refs/remotes/{REMOTE}/")
        names = [name for name in seen.decode().split() if not name.endswith("/HEAD")]
        usual = f"refs/remotes/{REMOTE}/{BRANCH}"
        return self.commit(usual if usual in names else names[0]) if names else None

    def fetch(self) -> RemoteBranch:
        """Fetch the remote's branch. Raises GitFailed."""
        listed = self._over_network("ls-remote", "--symref", REMOTE)
        heads = [name for _, name in _HEAD.findall(listed)]
        default = _DEFAULT.search(listed)
        ours = [name for name in (default[1] if default else b"", BRANCH.encode()) if name in heads]
        if not heads:
            return RemoteBranch(BRANCH, None)
        branch = os.fsdecode((ours or heads)[0])
        self._update_own_refs()  # so that the remote sends only what is new
        arrived = "refs/heads/arrived"
        self._over_network(
            "fetch", "--quiet", "--no-tags", REMOTE, f"+refs/heads/{branch}:{arrived}"
        )
        commit = self._output("rev-parse", "--verify", arrived)
        self._move(f"refs/remotes/{REMOTE}/{branch}", commit, None, "mentorlog sync")
        return RemoteBranch(branch, commit)

    def push(self, commit: str, branch: str) -> bool:
        """Push; False if another machine was faster. Raises GitFailed."""
        try:
            line = ("push", "--quiet", "--no-verify", *self._receiving_options(), REMOTE)
            self._over_network(*line, f"{commit}:refs/heads/{branch}")
        except GitFailed as error:
            if _OVERTAKEN.search(error.reason):
                return False
            raise
        self._move(f"refs/remotes/{REMOTE}/{branch}", commit, None, "mentorlog sync")
        return True

    def tidy(self) -> None:
        """Pack what both branches reach, once there is much of it; nothing is thrown away."""
        with contextlib.suppress(GitFailed):  # it can be done next time
            if int(self._output("count-objects").split()[0]) >= _MANY:
                self._update_own_refs()
                self("repack", "-d", "-l", "-q", "--no-write-bitmap-index")

    def _update_own_refs(self) -> None:
        """Update the refs for both sides in our own repository."""
        for name, known in (("here", self.commit("HEAD")), ("there", self.last_seen())):
            if known:
                self("update-ref", f"refs/heads/{name}", known)

    def _receiving_options(self) -> tuple[str, ...]:
        """Options for a remote in a local folder: its own hooks run, not the user's global ones."""
        address = self._remote_setting("pushurl") or self.address() or ""
        if not (address.startswith("file://") or (self.root / address).is_dir()):
            return ()
        return ("--receive-pack=git -c core.hooksPath=hooks receive-pack",)

    def _tree_of_files(self, paths: Sequence[str], but: str) -> str:
        """The id of a tree of these files; dot files are in it as git has them already."""
        staged = [line.split("\t", 1) for line in self._listed("ls-files", "--stage", "-z")]
        known, here = {path for _, path in staged}, set(paths)
        left_out = [
            path
            for kind, path in staged
            if kind[:6] in _LINKS
            or path.startswith(f"{but}/")
            or not (path in here or is_hidden(path))
        ]
        kept = here - self.ignored(here)
        new = sorted(path for path in kept if path not in known or not is_hidden(path))
        for options, changed in (("--force-remove",), left_out), (("--add", "--replace"), new):
            line = ("update-index", *options, "--remove", "-z", "--stdin")
            self(*line, data=os.fsencode("".join(f"{path}\0" for path in changed)), work=True)
        return self._output("write-tree")

    def _move(self, name: str, commit: str, before: str | None, why: str) -> None:
        """Move a ref of the journal's repository to a commit."""
        known = (before,) if before else ()
        self._in_journal("update-ref", "-m", why, name, commit, *known, variables=self._author)

    def _commit_named(self, name: str) -> Commit:
        form = "--format=%P%n%an%n%ae%n%ad%n%B"
        plain = ("--no-patch", "--no-show-signature", "--no-notes", "--date=raw")
        parents, *author, message = self("show", *plain, form, name).split(b"\n", 4)
        fields = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE")
        return Commit(
            name=name,
            parent=next(iter(os.fsdecode(parents).split()), None),
            message=message,
            author=dict(zip(fields, map(os.fsdecode, author), strict=True)),
        )


def is_hidden(path: str) -> bool:
    """Whether the path, or a folder in it, begins with a dot."""
    return any(part.startswith(".") for part in path.split("/"))
