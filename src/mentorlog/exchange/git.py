"""The user's own git, asked for what a journal needs of it; it says no word about mentoring.

Git keeps versions and carries them to the remote. It never writes into the journal: what arrives
is handed out as bytes, for whoever saves files to save. Everything that fails is told in a
sentence, without what git prints (an address may hold a password).

Two versions of a journal are made one without git and without a question (`merged`): where both
sides changed one file, both texts stay, the second beside the first. What was only renamed (a
planned meeting that was held, a person) is followed by its id, so that what the other side did to
it finds it.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from mentorlog.errors import Locked, Refused, StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.views.synced import Pair

Tree = Mapping[str, str]  # paths in the journal, and a name of the content there

REMOTE = "origin"
BRANCH = "main"
_LINKS = ("120000", "160000")  # symbolic links, other repositories: a journal follows neither
_OURS = (
    "core.autocrlf=false",
    "core.fileMode=false",
    "core.quotePath=false",
    "core.fsync=committed",
)
_FORBIDDEN = re.compile(r"(?:^|/)(?:\.{0,2}|\.git)(?:/|$)|[\\\0]", re.IGNORECASE)
_SECRET = re.compile(r"(?<=://)[^/@\s]*@")
_HEAD = re.compile(rb"^([0-9a-f]{40,64})\trefs/heads/(\S+)$", re.MULTILINE)
_DEFAULT = re.compile(rb"^ref: refs/heads/(\S+)\tHEAD$", re.MULTILINE)
_OVERTAKEN = re.compile(r"rejected|fetch first|non-fast-forward|cannot lock ref")
_BINDING = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"}
_NOBODY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "mentorlog"), ("EMAIL", "mentorlog@localhost"))
}
_ID = "[0-9a-hjkmnp-tv-z]"
_FOLDER = re.compile(rf"relationships/[^/]+-({_ID}{{4}})(?=/)")
_ENTRY = re.compile(rf"relationships/[^/]+/[^/]+-({_ID}{{8}})\.yaml$")
_DIGEST_LENGTH = 8
_UNDER_WAY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")


class GitFailed(StorageFailed):
    """Git said no; `reason` is its own last line."""

    def __init__(self, message: str, hint: str = "", reason: str = "") -> None:
        super().__init__(message, hint)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Far:
    """The branch of the remote that is shared, and where it stands; None: the remote is empty."""

    branch: str
    commit: str | None


@dataclass(frozen=True, slots=True)
class Commit:
    """What one commit says of itself, and the commit before it (None: it is the first)."""

    name: str
    parent: str | None
    message: bytes
    author: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Git:
    """A repository whose work tree is the journal. `terminal`: git may ask for a password."""

    root: Path
    terminal: bool = False

    @property
    def is_made(self) -> bool:
        return (self.root / ".git").exists()

    def make(self, address: str) -> None:
        """A new repository that knows its remote."""
        self("init", "--quiet", f"--initial-branch={BRANCH}")
        self("remote", "add", "--", REMOTE, address)

    def forget(self) -> None:
        """Know no remote any more."""
        self("remote", "remove", REMOTE)

    def address(self) -> str | None:
        """Of the remote; None if there is none."""
        try:
            return self._text("config", "--get", f"remote.{REMOTE}.url")
        except GitFailed:
            return None

    def check_branch(self) -> None:
        """Raises Refused if something is half done, or no branch is checked out."""
        if any((self.root / ".git" / name).exists() for name in _UNDER_WAY):
            raise Refused(
                "Git is in the middle of something in the journal that was begun by hand.",
                f"Finish it there:  git -C {self.root} status",
            )
        try:
            self("symbolic-ref", "--quiet", "HEAD")
        except GitFailed:
            raise Refused(
                "Git stands on an old version of the journal (a detached HEAD).",
                f"Go back to its branch:  git -C {self.root} switch {BRANCH}",
            ) from None

    def changed(self) -> tuple[str, ...]:
        """What is in the folder and not yet committed."""
        said = self._listed("status", "--porcelain", "--no-renames", "--untracked-files=all", "-z")
        return tuple(line[3:] for line in said)

    def commit_all(self, message: str, *, but: str) -> None:
        """Everything that git does not ignore, except links and what is below `but`."""
        self("add", "--all")
        staged = [line.split("\t", 1) for line in self._listed("ls-files", "--stage", "-z")]
        left_out = [p for kind, p in staged if kind[:6] in _LINKS or p.startswith(f"{but}/")]
        if left_out:
            paths = "".join(f"{path}\0" for path in left_out)
            self("update-index", "--force-remove", "-z", "--stdin", data=os.fsencode(paths))
        last = self.commit("HEAD")
        before = self._text("rev-parse", f"{last}^{{tree}}") if last else None
        if self._text("write-tree") != before and (last or len(staged) > len(left_out)):
            line = ("commit", "--quiet", "--no-verify", "-m", message)
            self(*line, variables=self._author())

    def commit(self, name: str) -> str | None:
        """The commit that a name stands for; None if there is none."""
        try:
            return self._text("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        except GitFailed:
            return None

    def base(self, one: str, other: str) -> str | None:
        """The latest commit that both have in their history."""
        try:
            return self._text("merge-base", one, other)
        except GitFailed:
            return None

    def tree(self, commit: str | None) -> Tree:
        """Path -> mode and content. Raises Refused for a name or a link no journal may hold."""
        tree: dict[str, str] = {}
        for line in self._listed("ls-tree", "-r", "-z", commit) if commit else ():
            kind, path = line.split("\t", 1)
            mode, _, name = kind.split()
            if mode in _LINKS or _FORBIDDEN.search(path):
                raise Refused(
                    "The remote holds a link, or a name that no journal may hold.",
                    "Nothing was taken from it. Look at what others have put there.",
                )
            tree[path] = f"{mode} {name}"
        return tree

    def contents(self, entries: Sequence[str]) -> Iterator[bytes]:
        """The bytes of entries of a tree, in their order."""
        names = "".join(f"{entry.rpartition(' ')[2]}\n" for entry in entries)
        told = self("cat-file", "--batch", data=names.encode()) if entries else b""
        at = 0
        for _ in entries:
            begin = told.index(b"\n", at) + 1
            at = begin + int(told[at:begin].split()[2]) + 1
            yield told[begin : at - 1]

    def commits(self, after: str, until: str) -> list[Commit]:
        """From the oldest on; of a merge, only the side that was merged into."""
        line = ("rev-list", "--first-parent", "--reverse", f"{after}..{until}")
        return [self._said_of(name) for name in self._text(*line).split()]

    def committed(self, tree: Tree, parent: str, like: Commit) -> str:
        """A commit of this tree after `parent`, with the words and the author of another."""
        index = self.root / ".git" / "mentorlog-index"
        index.unlink(missing_ok=True)
        lines = "".join(f"{entry}\t{path}\0" for path, entry in tree.items())
        aside = {"GIT_INDEX_FILE": str(index)}
        self("update-index", "-z", "--index-info", data=os.fsencode(lines), variables=aside)
        made = self("write-tree", variables=aside).decode().strip()
        index.unlink(missing_ok=True)
        line = ("commit-tree", made, "-p", parent, "-F", "-")
        author = {**self._author(), **like.author}
        return self(*line, data=like.message, variables=author).decode().strip()

    def stand_at(self, commit: str) -> None:
        """Let branch and index be at this commit; files are left as they are."""
        self("reset", "--quiet", "--mixed", commit)

    def fetch(self) -> Far:
        """What the remote has now. Raises GitFailed."""
        listed = self._far("ls-remote", "--symref", REMOTE)
        heads = [name for _, name in _HEAD.findall(listed)]
        default = _DEFAULT.search(listed)
        ours = [name for name in (default[1] if default else b"", BRANCH.encode()) if name in heads]
        if not heads:
            return Far(BRANCH, None)
        branch = os.fsdecode((ours or heads)[0])
        here = f"refs/remotes/{REMOTE}/{branch}"
        self._far("fetch", "--quiet", "--no-tags", REMOTE, f"+refs/heads/{branch}:{here}")
        return Far(branch, self.commit(here))

    def push(self, commit: str, branch: str) -> bool:
        """Whether the remote took it; False if somebody else was faster. Raises GitFailed."""
        try:
            self._far("push", "--quiet", "--no-verify", REMOTE, f"{commit}:refs/heads/{branch}")
        except GitFailed as error:
            if _OVERTAKEN.search(error.reason):
                return False
            raise
        return True

    def __call__(
        self, *words: str, data: bytes | None = None, variables: Mapping[str, str] | None = None
    ) -> bytes:
        """What git prints. Raises Refused if there is no git, Locked, GitFailed."""
        settings = [word for setting in _OURS for word in ("-c", setting)]
        place = (f"--git-dir={self.root / '.git'}", f"--work-tree={self.root}")
        inherited = {k: v for k, v in os.environ.items() if k not in _BINDING}
        quiet = {} if self.terminal else {"GIT_TERMINAL_PROMPT": "0"}
        try:
            done = subprocess.run(  # noqa: S603 - the user's own git, without a shell
                ["git", *settings, *place, *words],  # noqa: S607 - where the user has it
                input=data or b"",
                capture_output=True,
                check=False,
                cwd=self.root,
                env={**inherited, **quiet, "LC_ALL": "C", **(variables or {})},
                umask=0o077 if os.name == "posix" else -1,
            )
        except FileNotFoundError:
            raise Refused("git is not installed.", "Install git, then try again.") from None
        if done.returncode:
            raise _failure(self.root, done.stderr.decode(errors="replace"))
        return done.stdout

    def _far(self, *words: str) -> bytes:
        try:
            return self(*words)
        except GitFailed as error:
            raise GitFailed(
                f"The remote can't be reached, or says no: {error.reason}.",
                "What you wrote is safe here. Send it later:  mentorlog sync",
                error.reason,
            ) from None

    def _text(self, *words: str) -> str:
        return os.fsdecode(self(*words)).strip()

    def _listed(self, *words: str) -> list[str]:
        return [line for line in os.fsdecode(self(*words)).split("\0") if line]

    def _said_of(self, name: str) -> Commit:
        form = "--format=%P%n%an%n%ae%n%ad%n%B"
        said = self("show", "--no-patch", "--date=raw", form, name)
        parents, *author, message = said.split(b"\n", 4)
        fields = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE")
        return Commit(
            name=name,
            parent=next(iter(os.fsdecode(parents).split()), None),
            message=message,
            author=dict(zip(fields, map(os.fsdecode, author), strict=True)),
        )

    def _author(self) -> Mapping[str, str]:
        """Nothing where git knows the user; else a name that tells nothing."""
        try:
            self("config", "--get", "user.email")
        except GitFailed:
            return _NOBODY
        return {}


def masked(address: str) -> str:
    """The address without a password that may stand in it."""
    return _SECRET.sub("", address)


def _failure(root: Path, said: str) -> GitFailed | Locked:
    if ".lock': File exists" in said:
        return Locked(
            "Another git is at work in the journal, or was stopped there.",
            f"If none is, remove what it left:  rm {root / '.git' / 'index.lock'}",
        )
    lines = [line for line in said.splitlines() if line.strip()]
    told = next((line for line in lines if line.startswith(("fatal:", "error:", " !"))), "")
    reason = masked(told or "".join(lines[-1:])).removeprefix("fatal: ").strip(" .")
    reason = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in reason)
    return GitFailed(f"Git says: {reason}.", "Nothing is lost; the files are as they were.", reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """`tree`: what stands where at last. `revived`: changed by one side, removed by the other."""

    tree: Tree
    both: tuple[Pair, ...] = ()
    revived: tuple[str, ...] = ()


def merged(base: Tree, mine: Tree, theirs: Tree) -> Merged:
    """What both sides made of `base`; nothing that either of them wrote is left out."""
    for named in (_FOLDER, _ENTRY):
        base, mine, theirs = _aligned(base, mine, theirs, named)
    tree: dict[str, str] = {}
    both: list[Pair] = []
    revived: list[str] = []
    for path in sorted({*base, *mine, *theirs}):
        before, ours, others = base.get(path), mine.get(path), theirs.get(path)
        kept = others if ours == before else ours
        if before not in (ours, others) and ours != others:
            kept = others or ours
            if ours and others:
                both.append(Pair(path=path, mine=_beside(path, ours)))
                tree[both[-1].mine] = ours
            else:
                revived.append(path)
        if kept is not None:
            tree[path] = kept
    return Merged(tree=tree, both=tuple(both), revived=tuple(revived))


def _beside(path: str, content: str) -> str:
    """A name for the other version, the same on every machine that meets it."""
    name = PurePosixPath(path)
    digest = content.rpartition(" ")[2][:_DIGEST_LENGTH]
    return str(name.with_name(f"{name.stem}.conflict-{digest}{name.suffix}"))


def _aligned(
    base: Tree, mine: Tree, theirs: Tree, named: re.Pattern[str]
) -> tuple[Tree, Tree, Tree]:
    """All three with one name for each thing that a side has renamed; theirs, if both have."""
    ours, others = _renamed(base, mine, named), _renamed(base, theirs, named)
    final = ours | others
    return (
        _with_names(base, final, named),
        _with_names(mine, {ours.get(old, old): new for old, new in final.items()}, named),
        _with_names(theirs, {others.get(old, old): new for old, new in final.items()}, named),
    )


def _renamed(base: Tree, side: Tree, named: re.Pattern[str]) -> dict[str, str]:
    """What one side calls otherwise, by the id that both names end in."""
    before, after = _by_id(base, named), _by_id(side, named)
    return {
        before[identity]: after[identity]
        for identity in before.keys() & after.keys()
        if before[identity] != after[identity]
    }


def _by_id(tree: Iterable[str], named: re.Pattern[str]) -> dict[str, str]:
    things = {found[0]: found[1] for path in tree if (found := named.match(path))}
    count = Counter(things.values())
    return {identity: name for name, identity in things.items() if count[identity] == 1}


def _with_names(tree: Tree, names: Mapping[str, str], named: re.Pattern[str]) -> Tree:
    changed: dict[str, str] = {}
    for path, content in tree.items():
        found = named.match(path)
        new = f"{names.get(found[0], found[0])}{path[found.end() :]}" if found else path
        changed[path if new in tree else new] = content
    return changed
