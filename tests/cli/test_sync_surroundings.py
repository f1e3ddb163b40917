"""sync among settings, hooks and attributes of others: none of them runs, or changes anything."""

from __future__ import annotations

import http.server
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from cli.harness import Home
from cli.test_sync import entries

from mentorlog.exchange import git

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(os.name != "posix", reason="the canary is a shell script"),
]

_HOOKS = (
    *("applypatch-msg", "pre-applypatch", "post-applypatch", "pre-commit", "pre-merge-commit"),
    *("prepare-commit-msg", "commit-msg", "post-commit", "pre-rebase", "post-checkout"),
    *("post-merge", "pre-push", "pre-receive", "update", "proc-receive", "post-receive"),
    *("post-update", "reference-transaction", "push-to-checkout", "pre-auto-gc", "post-rewrite"),
    *("sendemail-validate", "fsmonitor-watchman", "post-index-change"),
)
_ATTRIBUTES = "* filter=planted diff=planted merge=planted text eol=crlf ident\n"


@dataclass(frozen=True)
class World:
    """A home with its own git configuration, two machines, a remote, and a program that tells."""

    folder: Path
    here: Home
    there: Home
    remote: Path

    @property
    def canary(self) -> Path:
        """Whoever runs this leaves a line."""
        return self.folder / "canary"

    @property
    def told(self) -> str:
        log = self.folder / "canary.log"
        return log.read_text(encoding="utf-8") if log.exists() else ""

    def program(self, path: Path, then: str = "cat") -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f'#!/bin/sh\necho "$0 $*" >> {self.folder}/canary.log\n{then}\n', encoding="utf-8"
        )
        path.chmod(0o755)
        return path

    def hooks(self, folder: Path) -> Path:
        for name in _HOOKS:
            self.program(folder / name, "exit 1")
        return folder

    def settings(self) -> str:
        """What a git configuration may say that runs a program, or changes what is sent."""
        run = self.canary
        attributes = self.folder / "attributes"
        attributes.write_text(_ATTRIBUTES, encoding="utf-8")
        excludes = self.folder / "excludes"
        excludes.write_text("*.yaml\nrelationships\n", encoding="utf-8")
        return (
            f"[core]\n\thooksPath = {self.hooks(self.folder / 'hooks')}\n\tfsmonitor = {run}\n"
            f"\texcludesFile = {excludes}\n\tattributesFile = {attributes}\n\tautocrlf = true\n"
            f"\teol = crlf\n\tsafecrlf = true\n\tpager = {run}\n\teditor = {run}\n"
            "\tuntrackedCache = true\n\tsplitIndex = false\n\tquotePath = true\n"
            f'[filter "planted"]\n\tclean = {run}\n\tsmudge = {run}\n\tprocess = {run}\n'
            "\trequired = true\n"
            f'[diff]\n\texternal = {run}\n[diff "planted"]\n\ttextconv = {run}\n'
            f"\tcommand = {run}\n"
            f'[merge "planted"]\n\tdriver = {run}\n'
            f"[gpg]\n\tprogram = {run}\n[commit]\n\tgpgSign = true\n[tag]\n\tgpgSign = true\n"
            "[push]\n\tgpgSign = true\n\tfollowTags = true\n\trecurseSubmodules = check\n"
            "[log]\n\tshowSignature = true\n[fetch]\n\tprune = true\n\trecurseSubmodules = true\n"
            "\tfsckObjects = true\n[submodule]\n\trecurse = true\n[gc]\n\tauto = 1\n"
            f"\trecentObjectsHook = {run}\n"
            f"[init]\n\ttemplateDir = {self.template()}\n\tdefaultBranch = elsewhere\n"
            f"[alias]\n\tpush = !{run}\n\tfetch = !{run}\n\tls-files = !{run}\n"
            "[user]\n\tuseConfigOnly = true\n"
            f"[pager]\n\tshow = {run}\n[interactive]\n\tdiffFilter = {run}\n"
            f"[sequence]\n\teditor = {run}\n[format]\n\tpretty = oneline\n"
        )

    def template(self) -> Path:
        self.hooks(self.folder / "template" / "hooks")
        (self.folder / "template" / "config").write_text(
            f"[core]\n\tfsmonitor = {self.canary}\n", encoding="utf-8"
        )
        return self.folder / "template"

    def git(self, *words: str, at: Home | None = None) -> str:
        return subprocess.run(
            ["git", "-C", str((at or self.here).journal), *words],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "HOME": str(self.folder / "nobody")},
        ).stdout


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    remote = tmp_path / "remote.git"
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(remote)], check=True)
    made = World(tmp_path, Home(tmp_path / "here"), Home(tmp_path / "there"), remote)
    made.program(made.canary)
    made.here.run("new-agreement", "Dana Öz", "--as", "mentee", "--cadence", "monthly", "--open")
    return made


@pytest.fixture
def synced(world: World) -> World:
    """Both machines have the same."""
    for home in (world.here, world.there):
        assert home.run("sync", "init", str(world.remote)).status == 0
    return world


def to_and_fro(world: World) -> None:
    """A note from each side reaches the other one, byte for byte, and the canary is silent."""
    for home in (world.here, world.there):
        assert home.run("note", "dana", f"from {home.folder.name}").status == 0
    for home in (world.here, world.there, world.here):
        assert home.run("sync", "--dry-run").status == 0
        ran = home.run("sync")
        assert (ran.err, ran.status) == ("", 0)

    assert entries(world.here) == entries(world.there)
    assert sum("-note-" in name for name in entries(world.here)) == 2
    for path, data in entries(world.here).items():
        kept = subprocess.run(
            ["git", "-C", str(world.remote), "show", f"main:relationships/{path}"],
            check=True,
            capture_output=True,
            env={**os.environ, "HOME": str(world.folder / "nobody")},
        )
        assert kept.stdout == data
    assert world.told == ""


def test_the_users_global_settings_neither_hide_nor_stop_anything(world: World) -> None:
    (world.folder / ".gitconfig").write_text(world.settings(), encoding="utf-8")

    for home in (world.here, world.there):
        ran = home.run("sync", "init", str(world.remote))
        assert (ran.err, ran.status) == ("", 0)

    to_and_fro(world)
    assert not (world.here.journal / ".git" / "hooks").exists()


def test_nothing_that_a_repository_names_runs(synced: World) -> None:
    included = synced.folder / "included"
    included.write_text(synced.settings(), encoding="utf-8")
    for home in (synced.here, synced.there):
        made = home.journal / ".git"
        synced.hooks(made / "hooks")
        (made / "info").mkdir(exist_ok=True)
        (made / "info" / "attributes").write_text(_ATTRIBUTES, encoding="utf-8")
        config = (made / "config").read_text(encoding="utf-8")
        run = synced.canary
        (made / "config").write_text(
            f"{config}{synced.settings()}[include]\n\tpath = {included}\n"
            f"[core]\n\tsshCommand = {run}\n\tgitProxy = {run}\n\taskPass = {run}\n"
            f"\talternateRefsCommand = {run}\n\tworktree = {synced.folder}\n"
            f'[credential]\n\thelper = {run}\n[remote "origin"]\n\tuploadpack = {run}\n'
            f"\treceivepack = {run}\n\tproxy = {run}\n\tvcs = planted\n"
            f'[url "ext::{run} "]\n\tinsteadOf = {synced.remote}\n[protocol]\n\tallow = always\n'
            f"[extensions]\n\tworktreeConfig = true\n[uploadpack]\n\tpackObjectsHook = {run}\n",
            encoding="utf-8",
        )
        (made / "config.worktree").write_text(synced.settings(), encoding="utf-8")

    to_and_fro(synced)


def test_what_a_remote_holds_beside_a_journal_changes_nothing(synced: World) -> None:
    """Attributes, a broken list of submodules, hidden folders, and the users own filter."""
    (synced.folder / ".gitconfig").write_text(synced.settings(), encoding="utf-8")
    work = synced.folder / "work"
    synced.git("clone", "--quiet", str(synced.remote), str(work))
    planted = {
        ".gitattributes": _ATTRIBUTES,
        "relationships/.gitattributes": _ATTRIBUTES,
        ".gitmodules": '[submodule "x"\n\tpath = ../..\n\turl = --upload-pack=/bin/sh\n',
        ".gitignore": "*\n",
        "relationships/.gitignore": "*\n",
        ".imported/journal.yaml": "schema: 1\n",
        ".importing/journal.yaml": "schema: 1\n",
        ".trash/relationships/x/relationship.yaml": "schema: 1\n",
        ".git-hooks/pre-commit": "exit 1\n",
    }
    for name, text in planted.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text(text, encoding="utf-8")
    mine = ("-c", "user.name=n", "-c", "user.email=e", "-c", "core.attributesFile=/dev/null")
    for words in (("add", "--all", "--force"), ("commit", "--quiet", "-m", "planted"), ("push",)):
        subprocess.run(
            ["git", "-C", str(work), *mine, *words],
            check=True,
            capture_output=True,
            env={**os.environ, "HOME": str(synced.folder / "nobody")},
        )
    hidden = {
        home.folder.name: {path.name for path in home.journal.glob(".*")}
        for home in (synced.here, synced.there)
    }

    to_and_fro(synced)

    for home in (synced.here, synced.there):
        assert {path.name for path in home.journal.glob(".*")} == hidden[home.folder.name]
        assert not list((home.journal / "relationships").rglob(".*"))
        assert home.run("doctor").status == 0
    held = subprocess.run(
        ["git", "-C", str(synced.remote), "ls-tree", "-r", "--name-only", "main"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert planted.keys() - set(held) == {".trash/relationships/x/relationship.yaml"}


def test_what_piles_up_is_packed_and_nothing_is_lost(
    synced: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (synced.folder / ".gitconfig").write_text(synced.settings(), encoding="utf-8")
    word = synced.folder / "word"
    word.write_text("of a branch of my own", encoding="utf-8")
    mine = synced.git("hash-object", "-w", str(word)).strip()
    monkeypatch.setattr(git, "_MANY", 10)

    to_and_fro(synced)

    assert synced.git("cat-file", "-p", mine) == "of a branch of my own"
    assert int(synced.git("count-objects").split()[0]) < 10
    assert list((synced.here.journal / ".git" / "objects" / "pack").glob("*.pack"))
    assert synced.git("fsck", "--full", "--strict", "--no-dangling") == ""


def test_hooks_of_the_remote_are_its_own_rules(synced: World) -> None:
    """As anywhere else; those that the user has for every repository are not."""
    synced.hooks(synced.folder / "hooks")
    (synced.folder / ".gitconfig").write_text(synced.settings(), encoding="utf-8")
    synced.program(synced.remote / "hooks" / "post-receive")
    synced.here.run("note", "dana", "one")
    taken = synced.here.run("sync")
    synced.program(synced.remote / "hooks" / "pre-receive", "echo not today >&2; exit 1")
    synced.here.run("note", "dana", "two")

    refused = synced.here.run("sync")

    assert (taken.status, taken.out) == (0, "Synced: sent 1 file.\n")
    assert [line.split()[0] for line in synced.told.splitlines()] == [
        "hooks/post-receive",
        "hooks/pre-receive",
    ]
    assert (refused.status, refused.out) == (6, "")
    assert "Can't reach the remote, or it refused: " in refused.err


def test_the_users_own_ssh_carries_it(world: World) -> None:
    """What the journal's repository says of ssh does not count, what the user says does."""
    ssh = world.program(world.folder / "my-ssh", 'for command; do :; done\nexec sh -c "$command"')
    (world.folder / ".gitconfig").write_text(f"[core]\n\tsshCommand = {ssh}\n", encoding="utf-8")
    address = f"ssh://somewhere.invalid{world.remote}"
    first = world.here.run("sync", "init", address)
    canary = world.program(world.folder / "planted", "exit 1")
    world.git("config", "core.sshCommand", str(canary))

    world.here.run("note", "dana", "by ssh")
    second = world.here.run("sync")

    assert (first.status, second.status) == (0, 0)
    assert second.out == "Synced: sent 1 file.\n"
    assert "my-ssh" in world.told
    assert "planted" not in world.told


class _Locked(http.server.BaseHTTPRequestHandler):
    """A server that lets nobody in."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.headers.get("Authorization", ""))
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="a test"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """It keeps quiet."""


@pytest.fixture
def locked_server() -> Iterator[int]:
    server = http.server.HTTPServer(("127.0.0.1", 0), _Locked)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_the_users_own_credential_program_is_asked(world: World, locked_server: int) -> None:
    told = "echo username=ann; echo password=let-me-in"
    helper = world.program(world.folder / "my-helper", told)
    planted = world.program(world.folder / "planted", "exit 0")
    (world.folder / ".gitconfig").write_text(
        f"[credential]\n\thelper = {helper}\n", encoding="utf-8"
    )
    world.git("init", "--quiet")
    world.git("config", "credential.helper", str(planted))

    ran = world.here.run("sync", "init", f"http://127.0.0.1:{locked_server}/journal.git")

    assert ran.status == 6
    assert "my-helper get" in world.told
    assert "planted" not in world.told
    assert any(asked.startswith("Basic ") for asked in _Locked.asked)


def test_somebody_elses_repository_is_refused(
    synced: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # git's own way to test this

    for words in (("sync",), ("sync", "--dry-run"), ("sync", "init", str(synced.remote))):
        ran = synced.here.run(*words)

        assert (ran.status, ran.out) == (3, "")
        assert ran.err == (
            "mentorlog: The git repository in the journal belongs to someone else, so git won't"
            " use it.\n"
            f"  If you trust it:  git config --global --add safe.directory {synced.here.journal}\n"
        )
    (synced.folder / ".gitconfig").write_text(
        f"[safe]\n\tdirectory = {synced.here.journal}\n\tdirectory = {synced.remote}\n",
        encoding="utf-8",
    )
    assert synced.here.run("sync").status == 0


def test_a_folder_that_is_no_repository_is_told(world: World) -> None:
    (world.here.journal / ".git").mkdir()

    ran = world.here.run("sync")

    assert (ran.status, ran.err.splitlines()) == (
        3,
        [
            (
                "mentorlog: The .git in the journal isn't a repository that git can use: not a git"
                " repository (or any of the parent directories): .git."
            ),
            "  Move it away, then:  mentorlog sync init REMOTE",
        ],
    )


def test_a_dry_run_counts_what_is_committed_and_not_sent(synced: World) -> None:
    synced.here.run("note", "dana", "committed by hand")
    for words in (("add", "--all"), ("commit", "--quiet", "-m", "By hand")):
        synced.git("-c", "user.name=n", "-c", "user.email=e", *words)
    synced.here.run("note", "dana", "not committed")
    before = sorted((synced.here.journal / ".git").rglob("*"))

    ran = synced.here.run("sync", "--dry-run")

    assert (ran.status, ran.out) == (0, "2 files to send. Nothing was sent.\n")
    assert sorted((synced.here.journal / ".git").rglob("*")) == before
    assert synced.here.run("sync").out == "Synced: sent 2 files.\n"
    assert synced.here.run("sync", "--dry-run").out == "0 files to send. Nothing was sent.\n"


def test_a_mistyped_remote_can_be_mended(world: World) -> None:
    wrong = world.here.run("sync", "init", f"{world.remote}x")
    right = world.here.run("sync", "init", str(world.remote))
    another = world.here.run("sync", "init", f"{world.remote}y")

    assert wrong.status == 6
    assert wrong.err.endswith(
        "  Is the address right? Try again:  mentorlog sync init REMOTE\n"
        "  If it can be reached later:  mentorlog sync\n"
    )
    assert (right.status, right.out) == (0, "Synced: sent 3 files.\n")
    assert (another.status, another.err.splitlines()[0]) == (
        3,
        f"mentorlog: This journal already syncs with {world.remote}.",
    )


def test_what_the_journals_own_gitignore_leaves_out_is_counted(synced: World) -> None:
    ignoring = synced.here.journal / ".gitignore"
    ignoring.write_text(ignoring.read_text(encoding="utf-8") + "*-note-*\n", encoding="utf-8")
    synced.here.run("note", "dana", "stays here")

    ran = synced.here.run("sync")

    assert ran.out == (
        "Nothing new on either side.\n1 file left out: a .gitignore in the journal says so.\n"
    )


def test_nothing_is_left_beside_the_repository(synced: World) -> None:
    for home in (synced.here, synced.there):
        home.run("sync")
        home.run("sync", "--dry-run")

        assert not list((home.journal / ".git").glob("mentorlog*"))
