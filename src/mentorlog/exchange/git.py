"""The user's own git, as far as a journal needs it; nothing about mentoring.

Git keeps versions and carries them to the remote. It never writes into the journal: arriving files
are returned as bytes, for others to save. Failures are reported in our own sentences, without git's
output, because an address may contain a password.

No setting, hook, filter or attribute of the journal's repository is ever used. Git works in a
repository of our own beside it, which borrows its objects and index; in the journal's repository we
only read and move branches. The user's network settings (ssh, credentials, proxies) apply; settings
about files and commits don't.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

from mentorlog import files
from mentorlog.errors import Locked, Refused, StorageFailed
from mentorlog.exchange.merging import Tree
from mentorlog.frozen import dataclass

REMOTE = "origin"
BRANCH = "main"
_LINKS = ("120000", "160000")  # modes of symbolic links and submodules, which aren't followed
_SETTINGS = (
    "core.autocrlf=false",
    "core.fileMode=false",
    "core.fsmonitor=false",
    "core.fsync=committed",
    "core.hooksPath=no-hooks",  # a folder that doesn't exist
    "core.quotePath=false",
    "core.splitIndex=false",
    "fetch.fsckObjects=false",  # we check ourselves what arrives
    "fetch.prune=false",
    "fetch.pruneTags=false",
    "fetch.recurseSubmodules=false",
    "gc.auto=0",  # our own repository has no branch to keep objects alive
    "maintenance.auto=false",
    "push.followTags=false",
    "push.gpgSign=false",
    "push.recurseSubmodules=no",
    "submodule.recurse=false",
    "transfer.fsckObjects=false",
)
_NO_ATTRIBUTES = b"* !filter !ident !working-tree-encoding !eol -text\n"
_CONFIG = """\
[core]
\trepositoryFormatVersion = {version}
\tbare = true
[extensions]
{extensions}[remote "{remote}"]
{addresses}"""
_OWN_REPOSITORY = "mentorlog-"
_A_DAY = 86_400  # seconds
_MANY = 2000  # objects that lie about one by one
_FORBIDDEN = re.compile(r"(?:^|/)(?:\.{0,2}|\.git)(?:/|$)|[\\\0]", re.IGNORECASE)
_SECRET = re.compile(r"(?<=://)[^/@\s]*@")
_HEAD = re.compile(rb"^([0-9a-f]{40,64})\trefs/heads/(\S+)$", re.MULTILINE)
_DEFAULT = re.compile(rb"^ref: refs/heads/(\S+)\tHEAD$", re.MULTILINE)
_OVERTAKEN = re.compile(r"\[rejected\]|fetch first|non-fast-forward|cannot lock ref")
_DUBIOUS = re.compile(r"dubious ownership|unsafe repository")
_BINDING = {
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"),
    *("GIT_COMMON_DIR", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_ATTR_SOURCE"),
    *("GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE", "GIT_PREFIX"),
}
_NOBODY = {"name": "mentorlog", "email": "mentorlog@localhost"}
_UNDER_WAY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")


class GitFailed(StorageFailed):
    """Git failed; `reason`: the last line it printed."""

    def __init__(self, message: str, hint: str = "", reason: str = "") -> None:
        super().__init__(message, hint)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Far:
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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where git keeps the journal's history: `folder` is its .git, or where that points."""

    folder: Path
    objects: Path
    index: Path
    shallow: Path
    hash: str


class Git:
    """A repository whose work tree is the journal; use it in a `with`.

    `terminal`: git may ask for a password. `dry`: write nothing, not even beside the journal.
    """

    def __init__(self, root: Path, *, terminal: bool = False, dry: bool = False) -> None:
        self.root = root
        self.terminal = terminal
        self.dry = dry
        self._left = contextlib.ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._left.close()

    @property
    def is_made(self) -> bool:
        return os.path.lexists(self.root / ".git")

    def make(self, address: str) -> None:
        """Make a new repository with its remote."""
        self._run("init", "--quiet", "--template=", f"--initial-branch={BRANCH}")
        everything = f"+refs/heads/*:refs/remotes/{REMOTE}/*"
        self._there("config", "--local", f"remote.{REMOTE}.fetch", everything)
        self.point_to(address)

    def point_to(self, address: str) -> None:
        """Change the remote's address."""
        self._there("config", "--local", f"remote.{REMOTE}.url", address)

    def forget(self) -> None:
        """Remove the remote."""
        self._there("config", "--local", "--remove-section", f"remote.{REMOTE}")

    def address(self) -> str | None:
        """The remote's address, or None. Raises Refused for another user's repository."""
        return self._remote_setting("url")

    def has_synced(self) -> bool:
        """Whether the remote was ever reached."""
        return bool(self._there("for-each-ref", "--count=1", f"refs/remotes/{REMOTE}/"))

    def check_branch(self) -> None:
        """Raises Refused if a merge or the like is unfinished, or no branch is checked out."""
        if any((self._place.folder / name).exists() for name in _UNDER_WAY):
            raise Refused(
                "Git is in the middle of something that was started by hand.",
                f"Finish it there:  git -C {self.root} status",
            )
        if self._answer(self._there, "symbolic-ref", "--quiet", "HEAD") is None:
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
        return self.tree(self._taken_up(paths, but))

    def commit_all(self, message: str, paths: Sequence[str], *, but: str) -> None:
        """Commit these files as they are now; see `tree_of`."""
        tree, last = self._taken_up(paths, but), self.commit("HEAD")
        before = self._output("rev-parse", f"{last}^{{tree}}") if last else None
        if tree == before or not (last or self("ls-files")):
            return
        parents = ("-p", last) if last else ()
        line = ("commit-tree", tree, *parents, "-F", "-")
        made = self(*line, data=message.encode(), variables=self._author).decode().strip()
        self._move("HEAD", made, last, message)

    def commit(self, name: str) -> str | None:
        """The commit that a name means in the journal's repository, or None."""
        return self._answer(self._there, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")

    def base(self, one: str, other: str) -> str | None:
        """The latest common ancestor of two commits, or None."""
        return self._answer(self, "merge-base", one, other)

    def tree(self, commit: str | None) -> Tree:
        """Path -> mode and content. Raises Refused for a name or link that no journal may hold."""
        tree: dict[str, str] = {}
        for line in self._listed("ls-tree", "-r", "-z", commit) if commit else ():
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
        told = self("cat-file", "--batch", data=names.encode()) if entries else b""
        at = 0
        for _ in entries:
            begin = told.index(b"\n", at) + 1
            at = begin + int(told[at:begin].split()[2]) + 1
            yield told[begin : at - 1]

    def commits(self, after: str, until: str) -> list[Commit]:
        """The commits in between, oldest first; of a merge, only its first parent's side."""
        line = ("rev-list", "--first-parent", "--reverse", f"{after}..{until}")
        return [self._said_of(name) for name in self._output(*line).split()]

    def committed(self, tree: Tree, parent: str, like: Commit) -> str:
        """Make a commit of this tree after `parent`, with the message and author of `like`."""
        aside = {"GIT_INDEX_FILE": str(self._own / "merged")}
        (self._own / "merged").unlink(missing_ok=True)
        lines = "".join(f"{entry}\t{path}\0" for path, entry in tree.items())
        self("update-index", "-z", "--index-info", data=os.fsencode(lines), variables=aside)
        made = self("write-tree", variables=aside).decode().strip()
        line = ("commit-tree", made, "-p", parent, "-F", "-")
        author = {**self._author, **like.author}
        return self(*line, data=like.message, variables=author).decode().strip()

    def stand_at(self, commit: str) -> None:
        """Set branch and index to this commit; files stay as they are."""
        self("read-tree", "--reset", commit, work=True)
        self._move("HEAD", commit, None, "mentorlog sync")

    def last_seen(self) -> str | None:
        """The remote's commit when it was last reached, or None."""
        seen = self._there("for-each-ref", "--format=%(refname)", f"refs/remotes/{REMOTE}/")
        names = [name for name in seen.decode().split() if not name.endswith("/HEAD")]
        usual = f"refs/remotes/{REMOTE}/{BRANCH}"
        return self.commit(usual if usual in names else names[0]) if names else None

    def fetch(self) -> Far:
        """Fetch the remote's branch. Raises GitFailed."""
        listed = self._far("ls-remote", "--symref", REMOTE)
        heads = [name for _, name in _HEAD.findall(listed)]
        default = _DEFAULT.search(listed)
        ours = [name for name in (default[1] if default else b"", BRANCH.encode()) if name in heads]
        if not heads:
            return Far(BRANCH, None)
        branch = os.fsdecode((ours or heads)[0])
        self._know_both()  # so that the remote sends only what is new
        arrived = "refs/heads/arrived"
        self._far("fetch", "--quiet", "--no-tags", REMOTE, f"+refs/heads/{branch}:{arrived}")
        commit = self._output("rev-parse", "--verify", arrived)
        self._move(f"refs/remotes/{REMOTE}/{branch}", commit, None, "mentorlog sync")
        return Far(branch, commit)

    def push(self, commit: str, branch: str) -> bool:
        """Push; False if another machine was faster. Raises GitFailed."""
        try:
            line = ("push", "--quiet", "--no-verify", *self._at_the_other_end(), REMOTE)
            self._far(*line, f"{commit}:refs/heads/{branch}")
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
                self._know_both()
                self("repack", "-d", "-l", "-q", "--no-write-bitmap-index")

    def _know_both(self) -> None:
        """Update the refs for both sides in our own repository."""
        for name, known in (("here", self.commit("HEAD")), ("there", self.last_seen())):
            if known:
                self("update-ref", f"refs/heads/{name}", known)

    def _at_the_other_end(self) -> tuple[str, ...]:
        """Options for a remote in a local folder: its own hooks run, not the user's global ones."""
        address = self._remote_setting("pushurl") or self.address() or ""
        if not (address.startswith("file://") or (self.root / address).is_dir()):
            return ()
        return ("--receive-pack=git -c core.hooksPath=hooks receive-pack",)

    def __call__(
        self,
        *words: str,
        data: bytes | None = None,
        variables: Mapping[str, str] | None = None,
        work: bool = False,
    ) -> bytes:
        """What git prints in our own repository. Raises Refused without git, GitFailed.

        `work`: it reads the journal's files. Raises Locked.
        """
        objects = {"GIT_OBJECT_DIRECTORY": str(self._place.objects)}
        if self.dry:
            objects = {"GIT_ALTERNATE_OBJECT_DIRECTORIES": _listable(self._place.objects)}
        place = {"GIT_DIR": str(self._own), "GIT_INDEX_FILE": str(self._index), **objects}
        tree = {"GIT_WORK_TREE": str(self.root)} if work else {}
        return self._run(*words, data=data, variables={**place, **tree, **(variables or {})})

    def _there(self, *words: str, variables: Mapping[str, str] | None = None) -> bytes:
        """What git prints in the journal's repository, which is asked only about names."""
        return self._run(f"--git-dir={self._place.folder}", *words, variables=variables)

    def _run(
        self, *words: str, data: bytes | None = None, variables: Mapping[str, str] | None = None
    ) -> bytes:
        settings = [word for setting in _SETTINGS for word in ("-c", setting)]
        inherited = {k: v for k, v in os.environ.items() if k not in _BINDING}
        quiet = {} if self.terminal else {"GIT_TERMINAL_PROMPT": "0"}
        ours = {"LC_ALL": "C", "GIT_NO_REPLACE_OBJECTS": "1", **(variables or {})}
        try:
            done = subprocess.run(  # noqa: S603 - the user's own git, without a shell
                ["git", *settings, *words],  # noqa: S607 - where the user has it
                input=data or b"",
                capture_output=True,
                check=False,
                cwd=self.root,
                env={**inherited, **quiet, **ours},
                umask=0o077 if os.name == "posix" else -1,
            )
        except FileNotFoundError:
            raise Refused("git isn't installed.", "Install git, then try again.") from None
        if done.returncode:
            raise _failure(self.root, done.stderr.decode(errors="replace"))
        return done.stdout

    def _far(self, *words: str) -> bytes:
        try:
            return self(*words)
        except GitFailed as error:
            raise GitFailed(
                f"Can't reach the remote, or it says no: {error.reason}.",
                "What you wrote is safe here. Try again later:  mentorlog sync",
                error.reason,
            ) from None

    def _output(self, *words: str) -> str:
        return os.fsdecode(self(*words)).strip()

    @staticmethod
    def _answer(run: Callable[..., bytes], *words: str) -> str | None:
        """What git prints, without the line's end; None if it says no."""
        with contextlib.suppress(GitFailed):
            return os.fsdecode(run(*words)).strip()
        return None

    def _listed(self, *words: str, work: bool = False) -> list[str]:
        return [line for line in os.fsdecode(self(*words, work=work)).split("\0") if line]

    def _taken_up(self, paths: Sequence[str], but: str) -> str:
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
        for options, some in (("--force-remove",), left_out), (("--add", "--replace"), new):
            line = ("update-index", *options, "--remove", "-z", "--stdin")
            self(*line, data=os.fsencode("".join(f"{path}\0" for path in some)), work=True)
        return self._output("write-tree")

    def _move(self, name: str, commit: str, before: str | None, why: str) -> None:
        """Move a ref of the journal's repository to a commit."""
        known = (before,) if before else ()
        self._there("update-ref", "-m", why, name, commit, *known, variables=self._author)

    @cached_property
    def _place(self) -> _Place:
        """Where the repository is. Raises Refused for another user's, or if there is none."""
        paths = [word for name in ("objects", "index", "shallow") for word in ("--git-path", name)]
        words = ("rev-parse", "--absolute-git-dir", *paths, "--show-object-format")
        ceiling = {"GIT_CEILING_DIRECTORIES": str(self.root.parent)}
        try:
            told = os.fsdecode(self._run(*words, variables=ceiling)).splitlines()
        except GitFailed as error:
            raise _unusable(self.root, error) from None
        folder, objects, index, shallow = (self.root / line for line in told[:4])
        return _Place(folder=folder, objects=objects, index=index, shallow=shallow, hash=told[4])

    @cached_property
    def _own(self) -> Path:
        """Our own repository, while this lasts; inside the other, as some settings demand."""
        beside = None if self.dry else self._place.folder
        for old in (beside or self.root).glob(f"{_OWN_REPOSITORY}*"):
            if beside and time.time() - old.stat().st_mtime > _A_DAY:  # left by an interrupted run
                shutil.rmtree(old, ignore_errors=True)
        made = Path(tempfile.mkdtemp(prefix=_OWN_REPOSITORY, dir=beside))
        self._left.callback(shutil.rmtree, made, ignore_errors=True)
        for name in ("objects", "refs", "info"):
            (made / name).mkdir()
        extension = f"\tobjectFormat = {self._place.hash}\n" if self._place.hash != "sha1" else ""
        addresses = [(key, self._remote_setting(key)) for key in ("url", "pushurl")]
        config = _CONFIG.format(
            version=1 if extension else 0,
            extensions=extension,
            remote=REMOTE,
            addresses="".join(f"\t{key} = {_quoted(value)}\n" for key, value in addresses if value),
        )
        laid = {"HEAD": b"ref: refs/heads/own\n", "config": os.fsencode(config)}
        laid |= {"info/attributes": _NO_ATTRIBUTES}
        if self._place.shallow.exists():
            laid |= {"shallow": files.read(self._place.shallow)}
        for name, data in laid.items():
            files.overwrite(made / name, data, durable=False)
        return made

    @cached_property
    def _index(self) -> Path:
        """The journal's own index, or with `dry` a copy of it."""
        if not self.dry:
            return self._place.index
        copy = self._own / "index"
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(self._place.index, copy)
        return copy

    def _remote_setting(self, key: str) -> str | None:
        """A setting of the remote in the journal's repository, or None."""
        line = ("config", "--local", "--no-includes", "--get-all", f"remote.{REMOTE}.{key}")
        told = self._answer(self._there, *line)
        return told.splitlines()[0] if told else None

    def _said_of(self, name: str) -> Commit:
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

    @cached_property
    def _author(self) -> Mapping[str, str]:
        """The author that git has configured, else one without personal data."""
        known = {
            what: self._answer(self._there, "config", "--get", f"user.{what}") for what in _NOBODY
        }
        said = {} if known["email"] is None else known
        return {
            f"GIT_{who}_{what.upper()}": (said and os.environ.get(f"GIT_{who}_{what.upper()}"))
            or said.get(what)
            or otherwise
            for who in ("AUTHOR", "COMMITTER")
            for what, otherwise in _NOBODY.items()
        }


def _quoted(value: str) -> str:
    """A value, quoted for git's configuration files."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _listable(path: Path) -> str:
    """A path for git's list of alternates."""
    return _quoted(str(path)) if os.pathsep in str(path) else str(path)


def is_hidden(path: str) -> bool:
    """Whether the path, or a folder in it, begins with a dot."""
    return any(part.startswith(".") for part in path.split("/"))


def masked(address: str) -> str:
    """The address without a password."""
    return _SECRET.sub("", address)


def _unusable(root: Path, error: GitFailed) -> Refused:
    if _DUBIOUS.search(error.reason):
        return Refused(
            "The git repository in the journal belongs to someone else, so git won't use it.",
            f"If you trust it:  git config --global --add safe.directory {root}",
        )
    return Refused(
        f"The .git in the journal isn't a repository that git can use: {error.reason}.",
        "Move it away, then:  mentorlog sync init REMOTE",
    )


def _failure(root: Path, said: str) -> GitFailed | Locked:
    if ".lock': File exists" in said:
        return Locked(
            "Another git is running in the journal, or was stopped.",
            f"If none is running:  rm {root / '.git' / 'index.lock'}",
        )
    lines = [line for line in said.splitlines() if line.strip()]
    told = next((line for line in lines if line.startswith(("fatal:", "error:", " !"))), "")
    reason = masked(told or "".join(lines[-1:])).removeprefix("fatal: ").strip(" .")
    reason = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in reason)
    return GitFailed(f"Git says: {reason}.", "Nothing is lost; your files are unchanged.", reason)
