"""Git, run in a repository of our own beside the journal's.

No setting, hook, filter or attribute of the journal's repository is ever used. Ours borrows its
objects and index; in the journal's we only read and move branches. The user's network settings
(ssh, credentials, proxies) apply; settings about files and commits don't. Failures are reported in
our own sentences, without git's output, because an address may contain a password.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Self

from mentorlog import files
from mentorlog.errors import Locked, Refused, StorageFailed
from mentorlog.frozen import dataclass

REMOTE = "origin"
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
_SECRET = re.compile(r"(?<=://)[^/@\s]*@")
_DUBIOUS = re.compile(r"dubious ownership|unsafe repository")
_BINDING = {
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"),
    *("GIT_COMMON_DIR", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_ATTR_SOURCE"),
    *("GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE", "GIT_PREFIX"),
}
_NOBODY = {"name": "mentorlog", "email": "mentorlog@localhost"}


class GitFailed(StorageFailed):
    """Git failed; `reason`: the last line it printed."""

    def __init__(self, message: str, hint: str = "", reason: str = "") -> None:
        super().__init__(message, hint)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Place:
    """Where git keeps the journal's history: `folder` is its .git, or where that points."""

    folder: Path
    objects: Path
    index: Path
    shallow: Path
    hash: str


class Repository:
    """The journal's repository, and ours; use it in a `with`.

    `terminal`: git may ask for a password. `dry`: write nothing, not even beside the journal.
    """

    def __init__(self, root: Path, *, terminal: bool = False, dry: bool = False) -> None:
        self.root = root
        self.terminal = terminal
        self.dry = dry
        self._cleanup = contextlib.ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._cleanup.close()

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

    def _in_journal(self, *words: str, variables: Mapping[str, str] | None = None) -> bytes:
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

    def _over_network(self, *words: str) -> bytes:
        try:
            return self(*words)
        except GitFailed as error:
            raise GitFailed(
                f"Can't reach the remote, or it refused: {error.reason}.",
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

    @cached_property
    def _place(self) -> _Place:
        """Where the repository is. Raises Refused for another user's, or if there is none."""
        paths = [word for name in ("objects", "index", "shallow") for word in ("--git-path", name)]
        words = ("rev-parse", "--absolute-git-dir", *paths, "--show-object-format")
        ceiling = {"GIT_CEILING_DIRECTORIES": str(self.root.parent)}
        try:
            lines = os.fsdecode(self._run(*words, variables=ceiling)).splitlines()
        except GitFailed as error:
            raise _unusable(self.root, error) from None
        folder, objects, index, shallow = (self.root / line for line in lines[:4])
        return _Place(folder=folder, objects=objects, index=index, shallow=shallow, hash=lines[4])

    @cached_property
    def _own(self) -> Path:
        """Our own repository, while this lasts; inside the other, as some settings demand."""
        folder = None if self.dry else self._place.folder
        for left in (folder or self.root).glob(f"{_OWN_REPOSITORY}*"):
            if folder and time.time() - left.stat().st_mtime > _A_DAY:  # left by an interrupted run
                shutil.rmtree(left, ignore_errors=True)
        own = Path(tempfile.mkdtemp(prefix=_OWN_REPOSITORY, dir=folder))
        self._cleanup.callback(shutil.rmtree, own, ignore_errors=True)
        for name in ("objects", "refs", "info"):
            (own / name).mkdir()
        extension = f"\tobjectFormat = {self._place.hash}\n" if self._place.hash != "sha1" else ""
        addresses = [(key, self._remote_setting(key)) for key in ("url", "pushurl")]
        config = _CONFIG.format(
            version=1 if extension else 0,
            extensions=extension,
            remote=REMOTE,
            addresses="".join(f"\t{key} = {_quoted(value)}\n" for key, value in addresses if value),
        )
        contents = {"HEAD": b"ref: refs/heads/own\n", "config": os.fsencode(config)}
        contents |= {"info/attributes": _NO_ATTRIBUTES}
        if self._place.shallow.exists():
            contents |= {"shallow": files.read(self._place.shallow)}
        for name, data in contents.items():
            files.overwrite(own / name, data, durable=False)
        return own

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
        output = self._answer(self._in_journal, *line)
        return output.splitlines()[0] if output else None

    @cached_property
    def _author(self) -> Mapping[str, str]:
        """The author that git has configured, else one without personal data."""
        known = {
            key: self._answer(self._in_journal, "config", "--get", f"user.{key}") for key in _NOBODY
        }
        configured = {} if known["email"] is None else known
        return {
            f"GIT_{role}_{key.upper()}": (
                configured and os.environ.get(f"GIT_{role}_{key.upper()}")
            )
            or configured.get(key)
            or default
            for role in ("AUTHOR", "COMMITTER")
            for key, default in _NOBODY.items()
        }


def _quoted(value: str) -> str:
    """A value, quoted for git's configuration files."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _listable(path: Path) -> str:
    """A path for git's list of alternates."""
    return _quoted(str(path)) if os.pathsep in str(path) else str(path)


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


def _failure(root: Path, output: str) -> GitFailed | Locked:
    if ".lock': File exists" in output:
        return Locked(
            "Another git process is running in the journal, or crashed there.",
            f"If none is running:  rm {root / '.git' / 'index.lock'}",
        )
    lines = [line for line in output.splitlines() if line.strip()]
    complaint = next((line for line in lines if line.startswith(("fatal:", "error:", " !"))), "")
    reason = masked(complaint or "".join(lines[-1:])).removeprefix("fatal: ").strip(" .")
    reason = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in reason)
    return GitFailed(f"Git says: {reason}.", "Nothing is lost; your files are unchanged.", reason)
