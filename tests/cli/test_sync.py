"""sync: two machines, one journal, through a remote that is a folder."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from cli.harness import Home

from mentorlog.journal import arriving

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@dataclass(frozen=True)
class Machines:
    """`here` has a journal with Dana in it, `there` has none; neither is synced yet."""

    here: Home
    there: Home
    remote: Path

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(self.here.journal), *words],
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    made = Machines(Home(tmp_path / "here"), Home(tmp_path / "there"), remote)
    made.here.run("new-agreement", "Dana Öz", "--as", "mentee", "--cadence", "monthly", "--open")
    return made


@pytest.fixture
def synced(machines: Machines) -> Machines:
    """Both machines have the same."""
    for home in (machines.here, machines.there):
        assert home.run("sync", "init", str(machines.remote)).status == 0
    return machines


def entries(home: Home) -> dict[str, bytes]:
    folder = home.journal / "relationships"
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_a_journal_that_is_not_synced_says_how(machines: Machines) -> None:
    ran = machines.here.run("sync")

    assert (ran.status, ran.out, ran.err) == (
        3,
        "",
        "mentorlog: This journal has no remote yet.\n  mentorlog sync init REMOTE\n",
    )


def test_the_first_machine_sends_and_the_second_takes(machines: Machines) -> None:
    first = machines.here.run("sync", "init", str(machines.remote))
    second = machines.there.run("sync", "init", str(machines.remote))

    assert (first.status, first.out) == (0, "Synced: sent 3 files.\n")
    assert (second.status, second.out) == (0, "Synced: received 3 files.\n")
    assert entries(machines.there) == entries(machines.here)
    assert machines.there.run("review", "dana").out == machines.here.run("review", "dana").out


def test_what_arrives_is_private(synced: Machines) -> None:
    found = [p for p in synced.there.journal.rglob("*") if ".git" not in p.parts]

    modes = {path.stat().st_mode & 0o777 for path in found if path.is_file()}
    assert modes == {0o600}
    assert {path.stat().st_mode & 0o777 for path in found if path.is_dir()} == {0o700}


def test_two_machines_that_add_entries_merge_without_a_question(synced: Machines) -> None:
    synced.here.run("note", "dana", "from here")
    synced.there.run("note", "dana", "from there")

    said = [home.run("sync").out for home in (synced.here, synced.there, synced.here)]

    assert said == [
        "Synced: sent 1 file.\n",
        "Synced: sent 1 file, received 1 file.\n",
        "Synced: received 1 file.\n",
    ]
    assert entries(synced.here) == entries(synced.there)
    assert len(entries(synced.here)) == 4
    assert synced.here.run("sync").out == "Nothing new on either side.\n"


def test_an_entry_that_both_changed_is_kept_twice_and_named(synced: Machines) -> None:
    [name] = [name for name in entries(synced.here) if "agreement" in name]
    texts = {}
    for home, comment in ((synced.here, b"# here\n"), (synced.there, b"# there\n")):
        path = home.journal / "relationships" / name
        texts[home.folder.name] = path.read_bytes() + comment
        path.write_bytes(texts[home.folder.name])
    synced.here.run("sync")

    ran = synced.there.run("sync", "--json")
    said = json.loads(ran.out)

    [beside] = [name for name in entries(synced.there) if "conflict" in name]
    assert (ran.status, len(said["both"])) == (0, 1)
    assert entries(synced.there)[name] == texts["here"]
    assert entries(synced.there)[beside] == texts["there"]
    assert synced.here.run("sync").out == "Synced: received 1 file.\n"
    assert entries(synced.here) == entries(synced.there)
    reviewed = synced.here.run("review", "--json")
    assert (reviewed.status, '"cadence": "monthly"' in reviewed.out) == (4, True)


def test_what_both_changed_is_told_with_the_way_on(synced: Machines) -> None:
    for home in (synced.here, synced.there):
        path = home.journal / "journal.yaml"
        path.write_text(path.read_text(encoding="utf-8") + f"# {home.folder.name}\n", "utf-8")
    synced.here.run("sync")

    ran = synced.there.run("sync")

    [beside] = [path.name for path in synced.there.journal.glob("journal.conflict-*")]
    assert ran.out == (
        "Synced: sent 1 file, received 1 file.\n"
        "\n"
        "Changed on both machines, so both are kept: journal.yaml\n"
        f"This machine's version:  {beside}\n"
        "Copy what you want from it, then delete it.\n"
    )


@pytest.mark.parametrize("removes_first", [True, False])
def test_what_one_removed_and_the_other_changed_stays(
    synced: Machines, *, removes_first: bool
) -> None:
    synced.here.run("note", "dana", "keep me")
    synced.here.run("sync")
    synced.there.run("sync")
    [name] = [name for name in entries(synced.here) if "note" in name]
    changed = synced.there.journal / "relationships" / name
    changed.write_bytes(changed.read_bytes() + b"# changed\n")
    synced.here.run("remove", name.removesuffix(".yaml")[-8:])
    order = [synced.here, synced.there] if removes_first else [synced.there, synced.here]

    order[0].run("sync")
    ran = order[1].run("sync")

    assert ran.out.endswith(
        "\nRemoved on one machine but changed on the other, so kept:\n"
        f"  relationships/{order[1]._numbered(name)}\n"  # noqa: SLF001 - ids are random
    )
    order[0].run("sync")
    assert entries(synced.here) == entries(synced.there)
    assert entries(synced.here)[name].endswith(b"# changed\n")


def test_what_was_removed_elsewhere_lies_in_the_trash(synced: Machines) -> None:
    synced.here.run("note", "dana", "a second thought")
    synced.here.run("sync")
    synced.there.run("sync")
    [name] = [name for name in entries(synced.here) if "note" in name]
    text = entries(synced.here)[name]
    synced.here.run("remove", name.removesuffix(".yaml")[-8:])
    synced.here.run("sync")

    synced.there.run("sync")

    assert name not in entries(synced.there)
    assert (synced.there.journal / ".trash" / name).read_bytes() == text


def test_a_person_removed_here_lies_in_the_trash_there_and_comes_back(synced: Machines) -> None:
    synced.here.run("log-meeting", "dana", "the reorg")
    before = entries(synced.here)
    both = (synced.here, synced.there)
    assert synced.here.run("remove", "dana-oz", "--yes").status == 0
    assert [home.run("sync").status for home in both] == [0, 0]
    gone = entries(synced.there)
    trashed = list((synced.there.journal / ".trash").rglob("relationship.yaml"))
    assert synced.here.run("undo").status == 0
    assert [home.run("sync").status for home in both] == [0, 0]

    assert (gone, len(trashed)) == ({}, 1)
    assert entries(synced.there) == entries(synced.here) == before
    assert [home.run("doctor").status for home in both] == [0, 0]


def test_a_person_removed_here_of_whom_there_is_news_there_stays(synced: Machines) -> None:
    before = entries(synced.here)
    synced.there.run("note", "dana", "added there")
    synced.here.run("remove", "dana-oz", "--yes")
    for home in (synced.here, synced.there, synced.here):
        ran = home.run("sync")

    assert entries(synced.here) == entries(synced.there)
    assert len(entries(synced.here)) == len(before) + 1
    assert ran.status == 0
    assert synced.here.run("doctor").status == 0


def test_a_person_removed_here_to_whom_an_entry_moves_there_stays(synced: Machines) -> None:
    synced.here.run("log-meeting", "Sam Lee", "about dana, it turned out", "--new")
    for home in (synced.here, synced.there):
        home.run("sync")
    before = entries(synced.here)
    [moved] = [name for name in before if "sam-lee" in name and "meeting" in name]
    synced.there.run("move", moved.removesuffix(".yaml")[-8:], "dana")
    synced.here.run("remove", "dana-oz", "--yes")
    for home in (synced.here, synced.there, synced.here):
        assert home.run("sync").status == 0

    assert entries(synced.here) == entries(synced.there)
    assert len(entries(synced.here)) == len(before)
    assert [home.run("doctor").status for home in (synced.here, synced.there)] == [0, 0]


def test_the_trash_never_travels(synced: Machines) -> None:
    synced.here.run("note", "dana", "a second thought")
    [name] = [name for name in entries(synced.here) if "note" in name]
    synced.here.run("remove", name.removesuffix(".yaml")[-8:])
    synced.git("add", "--force", ".trash")

    synced.here.run("sync")

    assert ".trash" not in synced.git("log", "--all", "--name-only", "--format=")


def test_a_person_renamed_here_keeps_what_is_added_there(synced: Machines) -> None:
    synced.there.run("note", "dana", "added to the old name")
    synced.here.run("rename", "dana", "Dana Özgür")
    for home in (synced.there, synced.here, synced.there):
        assert home.run("sync").status == 0

    assert entries(synced.here) == entries(synced.there)
    assert len({name.split("/")[0] for name in entries(synced.here)}) == 1
    assert "added to the old name" in synced.here.run("show", "dana").out


def test_a_remote_that_is_gone_loses_nothing(synced: Machines) -> None:
    synced.here.run("note", "dana", "written on a train")
    away = synced.remote.rename(synced.remote.with_name("away.git"))

    ran = synced.here.run("sync")

    assert ran.status == 6
    assert ran.err.startswith("mentorlog: Can't reach the remote, or it refused: ")
    assert ran.err.endswith("\n  What you wrote is safe here. Try again later:  mentorlog sync\n")
    away.rename(synced.remote)
    assert synced.here.run("sync").out == "Synced: sent 1 file.\n"


def test_another_journal_is_refused(synced: Machines, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    other.run("log-meeting", "Sam Lee", "hello", "--new")
    before = entries(other)

    ran = other.run("sync", "init", str(synced.remote))

    assert ran.status == 3
    assert ran.err == (
        "mentorlog: The remote holds a different journal.\n"
        "  Nothing was sent or received. Choose another:  mentorlog sync init REMOTE\n"
    )
    assert entries(other) == before
    assert other.run("sync").status == 3


def test_something_that_is_no_journal_is_refused(machines: Machines, tmp_path: Path) -> None:
    work = tmp_path / "work"
    for line in (
        ["clone", "--quiet", str(machines.remote), str(work)],
        ["-C", str(work), "-c", "user.name=n", "-c", "user.email=e", *_EMPTY_COMMIT],
    ):
        subprocess.run(["git", *line], check=True, capture_output=True)
    (work / "main.py").write_text("", encoding="utf-8")
    subprocess.run(["git", "-C", str(work), "add", "--all"], check=True)
    subprocess.run(
        ["git", "-C", str(work), "-c", "user.name=n", "-c", "user.email=e", *_EMPTY_COMMIT],
        check=True,
    )
    subprocess.run(["git", "-C", str(work), "push", "--quiet", "origin", "HEAD"], check=True)

    ran = machines.here.run("sync", "init", str(machines.remote))

    assert (ran.status, ran.err.splitlines()[0]) == (
        3,
        "mentorlog: The remote holds something that isn't a journal.",
    )


_EMPTY_COMMIT = ("commit", "--quiet", "--allow-empty", "-m", "a program")


def test_a_link_from_elsewhere_is_never_taken(synced: Machines, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (synced.here.journal / "relationships" / "link").symlink_to(outside)
    assert synced.here.run("sync").out == "Nothing new on either side.\n"  # ours are left out
    blob = subprocess.run(
        ["git", "-C", str(synced.here.journal), "hash-object", "-w", "--stdin"],
        input=str(outside).encode(),
        check=True,
        capture_output=True,
    ).stdout.decode()
    synced.git("update-index", "--add", "--cacheinfo", f"120000,{blob.strip()},relationships/l")
    synced.git("-c", "user.name=n", "-c", "user.email=e", "commit", "--quiet", "-m", "a trap")
    synced.git("push", "--quiet", "origin", "HEAD:main")

    ran = synced.there.run("sync")

    assert ran.status == 3
    assert ran.err == (
        "mentorlog: The remote has a link, or a name that can't be in a journal.\n"
        "  Nothing was received. Check what others put there.\n"
    )


def test_a_detached_head_and_a_rebase_by_hand_are_told(synced: Machines) -> None:
    synced.git("checkout", "--quiet", "--detach")
    detached = synced.here.run("sync")
    synced.git("switch", "--quiet", "main")
    (synced.here.journal / ".git" / "rebase-merge").mkdir()
    rebasing = synced.here.run("sync")

    assert (detached.status, rebasing.status) == (3, 3)
    assert detached.err == (
        "mentorlog: Git has an old version of the journal checked out (a detached HEAD).\n"
        f"  Go back to its branch:  git -C {synced.here.journal} switch main\n"
    )
    assert rebasing.err == (
        "mentorlog: Git is in the middle of something that was started by hand.\n"
        f"  Finish it there:  git -C {synced.here.journal} status\n"
    )


def test_a_git_that_was_stopped_half_way_is_told(synced: Machines) -> None:
    lock = synced.here.journal / ".git" / "index.lock"
    lock.touch()
    synced.here.run("note", "dana", "hello")

    ran = synced.here.run("sync")

    assert ran.status == 5
    assert ran.err == (
        "mentorlog: Another git process is running in the journal, or crashed there.\n"
        f"  If none is running:  rm {lock}\n"
    )


def test_files_that_arrived_before_it_was_stopped_are_no_conflict(synced: Machines) -> None:
    synced.here.run("note", "dana", "one")
    synced.here.run("note", "dana", "two")
    synced.here.run("sync")
    name = next(name for name in entries(synced.here) if "note" in name)
    (synced.there.journal / "relationships" / name).write_bytes(entries(synced.here)[name])

    ran = synced.there.run("sync")

    assert ran.out == "Synced: sent 1 file, received 2 files.\n"
    assert entries(synced.there) == entries(synced.here)


def test_commits_made_by_hand_keep_their_words(synced: Machines) -> None:
    synced.there.run("note", "dana", "there")
    synced.there.run("sync")
    synced.here.run("note", "dana", "here")
    synced.git("add", "--all")
    synced.git("-c", "user.name=Ada", "-c", "user.email=a@b", "commit", "--quiet", "-m", "By hand")

    synced.here.run("sync")

    assert synced.git("log", "-1", "--format=%an: %s") == "Ada: By hand\n"
    assert synced.git("log", "--merges") == ""
    assert synced.git("status", "--porcelain") == ""


def test_bytes_stay_as_they_are(synced: Machines) -> None:
    [name] = [name for name in entries(synced.here) if "agreement" in name]
    path = synced.here.journal / "relationships" / name
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    synced.here.run("sync")
    synced.there.run("sync")

    assert entries(synced.there)[name] == path.read_bytes()


def test_a_dry_run_sends_nothing(synced: Machines) -> None:
    synced.here.run("note", "dana", "hello")

    ran = synced.here.run("sync", "--dry-run")

    assert ran.out == "1 file to send. Nothing was sent.\n"
    assert synced.here.run("sync").out == "Synced: sent 1 file.\n"


def test_a_password_in_the_address_is_not_shown(synced: Machines) -> None:
    synced.git("remote", "set-url", "origin", "https://me:secret@localhost:1/journal.git")
    ran = synced.here.run("sync")
    taken = synced.here.run("sync", "init", "https://me:other@localhost:1/journal.git")

    assert (ran.status, taken.status) == (6, 3)
    assert "secret" not in ran.err + taken.err
    assert "other" not in taken.err


def test_without_git_it_says_so(synced: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    ran = synced.here.run("sync")

    assert (ran.status, ran.err) == (
        3,
        "mentorlog: git isn't installed.\n  Install git, then try again.\n",
    )


def test_what_another_machine_wrote_about_somebody_sealed_is_sealed_when_it_comes(
    synced: Machines,
) -> None:
    make_keys(synced)
    synced.here.run("seal", "on", "dana")
    synced.there.run("note", "dana", "CANARY")
    synced.there.run("sync")

    ran = synced.here.run("sync")

    assert ran.status == 0
    assert b"CANARY" not in b"".join(entries(synced.here).values())
    assert "CANARY" in synced.here.run("show", "dana", "--reveal", "--json").out
    assert synced.there.run("sync").status == 0
    assert entries(synced.there) == entries(synced.here)


@pytest.mark.parametrize("following", [("note", "dana", "later"), ("doctor", "--fix")])
def test_what_came_in_plain_text_is_sealed_by_whoever_is_next(
    synced: Machines, monkeypatch: pytest.MonkeyPatch, following: tuple[str, ...]
) -> None:
    make_keys(synced)
    synced.here.run("seal", "on", "dana")
    synced.there.run("note", "dana", "CANARY")
    synced.there.run("sync")

    def stopped(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as while_it_seals:
        while_it_seals.setattr(arriving, "seal_what_came", stopped)
        assert synced.here.run("sync").status == 130
    assert b"CANARY" in b"".join(entries(synced.here).values())

    assert synced.here.run(*following).status == 0
    assert b"CANARY" not in b"".join(entries(synced.here).values())
    assert synced.here.run("sync").status == 0
    assert synced.there.run("sync").status == 0
    assert entries(synced.there) == entries(synced.here)


def test_no_undo_takes_somebody_away_from_what_came_since(synced: Machines) -> None:
    synced.here.run("log-meeting", "Sam Lee", "a first visit", "--new")
    synced.here.run("sync")
    synced.there.run("sync")
    synced.there.run("note", "sam", "from the other machine")
    synced.there.run("sync")
    synced.here.run("sync")
    before = entries(synced.here)

    ran = synced.here.run("undo")

    assert ran.status == 3
    assert "Entries would be left without a person in" in ran.err
    assert entries(synced.here) == before
    assert synced.here.run("doctor").status == 0


def test_what_is_sealed_elsewhere_is_in_plain_text_nowhere_here(synced: Machines) -> None:
    """Neither in the undo log nor in the trash nor in a draft."""
    with_keys(synced)
    for words in ("CANARY one", "CANARY two"):
        synced.there.run("note", "dana", words)
    [gone, _] = sorted(synced.there.journal.rglob("*-note-*"))
    synced.there.run("remove", gone.stem.rpartition("-")[2])
    synced.there.run("sync")
    synced.here.run("sync")
    synced.here.run("seal", "on", "dana")
    synced.here.run("sync")

    ran = synced.there.run("sync")

    assert ran.status == 0
    assert "can't undo earlier commands any more" in ran.out
    assert plain_in(synced.there.folder) == []
    assert synced.there.run("doctor").status == 0
    assert synced.there.run("sync").status == 0
    assert synced.here.run("sync").status == 0
    assert entries(synced.there) == entries(synced.here)


def with_keys(synced: Machines) -> None:
    """Both machines have the same keys."""
    make_keys(synced)
    bring_keys(synced)


def make_keys(synced: Machines) -> None:
    recovery = synced.remote.with_name("recovery.txt")
    ran = synced.here.run("seal", "init", "--recovery", str(recovery), "--no-passphrase")
    assert ran.status == 0, ran


def bring_keys(synced: Machines) -> None:
    for name in ("identity.txt", "recipients.txt"):
        shutil.copy2(synced.here.folder / name, synced.there.folder / name)


def plain_in(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in found if b"CANARY" in path.read_bytes()]


def test_who_is_sealed_on_both_machines_apart_is_sealed_once(synced: Machines) -> None:
    synced.here.run("note", "dana", "CANARY one")
    synced.here.run("sync")
    synced.there.run("sync")
    with_keys(synced)
    for home in (synced.here, synced.there):
        assert home.run("seal", "on", "dana").status == 0
    synced.here.run("sync")

    ran = synced.there.run("sync")

    assert "both are kept" not in ran.out
    assert not [name for name in entries(synced.there) if "conflict" in name]
    assert synced.here.run("sync").status == 0
    assert entries(synced.there) == entries(synced.here)
    assert "CANARY one" in synced.there.run("show", "dana", "--reveal").out


def test_who_is_sealed_apart_and_changed_has_both_versions_sealed(synced: Machines) -> None:
    """Also what a hand wrote in plain text meanwhile, which the sync finds as a second version."""
    synced.here.run("note", "dana", "CANARY one")
    synced.here.run("sync")
    synced.there.run("sync")
    with_keys(synced)
    synced.here.run("seal", "on", "dana")
    synced.here.run("sync")
    [note] = synced.there.journal.rglob("*-note-*")
    note.write_text(f"{note.read_text()}x-hand: CANARY two\n", encoding="utf-8")

    ran = synced.there.run("sync")

    assert (ran.status, "both are kept" in ran.out) == (0, True)
    assert plain_in(synced.there.folder) == []
    assert synced.here.run("sync").status == 0
    assert entries(synced.there) == entries(synced.here)
    assert plain_in(synced.here.folder) == []


@pytest.mark.parametrize("first", ["here", "there"])
def test_who_is_sealed_here_and_renamed_there_stays_sealed(synced: Machines, first: str) -> None:
    with_keys(synced)
    assert synced.here.run("seal", "on", "dana").status == 0
    [person] = synced.there.journal.rglob("relationship.yaml")
    person.write_text(f"{person.read_text()}why: CANARY\n", encoding="utf-8")
    assert synced.there.run("rename", "dana", "Dana Moon").status == 0
    assert synced.there.run("note", "dana", "CANARY one").status == 0
    machines = [synced.here, synced.there]
    earlier, later = machines if first == "here" else reversed(machines)
    assert earlier.run("sync").status == 0

    ran = later.run("sync")

    assert (ran.status, "both are kept" in ran.out) == (0, True)
    assert earlier.run("sync").status == 0
    assert entries(earlier) == entries(later)
    for home in machines:
        assert home.run("note", "dana", "CANARY two").status == 0
        assert plain_in(home.journal) == []
    assert later.run("seal", "off", "dana").status == 0
    assert later.run("sync").status == 0
    assert [path.name for path in plain_in(later.journal) if "relationship" in path.name]


def test_a_second_version_of_a_person_is_emptied_with_the_first(synced: Machines) -> None:
    [person] = synced.here.journal.rglob("relationship.yaml")
    second = person.with_name("relationship.conflict-0123abcd.yaml")
    second.write_text(f"{person.read_text()}why: CANARY\n", encoding="utf-8")

    assert synced.here.run("close", "dana", "--reason", "other", "--redact").status == 0

    assert second.exists()
    assert plain_in(synced.here.journal) == []


@pytest.mark.parametrize("command", ["seal on dana", "close dana --reason other --redact"])
def test_who_was_removed_twice_elsewhere_can_be_sealed_and_emptied(
    synced: Machines, command: str
) -> None:
    with_keys(synced)
    synced.here.run("note", "dana", "CANARY one")
    for line in ("remove dana-oz --yes", "undo") * 2:
        assert synced.here.run(*line.split()).status == 0
        assert (synced.here.run("sync").status, synced.there.run("sync").status) == (0, 0)
    assert len(list(synced.there.journal.rglob(".trash/*/relationship*.yaml"))) == 2

    ran = synced.there.run(*command.split())

    assert ran.status == 0, ran
    assert plain_in(synced.there.journal / ".trash") == []


def test_an_entry_sealed_alone_is_plain_in_no_second_version(synced: Machines) -> None:
    synced.here.run("note", "dana", "CANARY one")
    synced.here.run("sync")
    synced.there.run("sync")
    with_keys(synced)
    [note] = synced.there.journal.rglob("*-note-*")
    synced.here.run("seal", "entry", note.stem.rpartition("-")[2])
    synced.here.run("sync")
    note.write_text(f"{note.read_text()}x-hand: CANARY two\n", encoding="utf-8")

    assert synced.there.run("sync").status == 0
    assert plain_in(synced.there.journal) == []


@dataclass(frozen=True)
class OnBoth:
    """Dana's note `identity`, and Sam, on both machines, which have the same keys."""

    here: Home
    there: Home
    identity: str


@pytest.fixture
def noted(synced: Machines) -> OnBoth:
    with_keys(synced)
    synced.here.run("note", "dana", "CANARY one")
    synced.here.run("log-meeting", "Sam Lee", "--new")
    synced.here.run("sync")
    synced.there.run("sync")
    [note] = synced.there.journal.rglob("*-note-*")
    return OnBoth(synced.here, synced.there, note.stem.rpartition("-")[2])


SEALINGS = pytest.mark.parametrize(
    "sealing",
    [("seal entry ID",), ("seal on sam", "move ID sam"), ("move ID sam", "seal on sam")],
)


def run(home: Home, noted: OnBoth, *lines: str) -> None:
    for line in lines:
        assert home.run(*line.replace("ID", noted.identity).split()).status == 0


@SEALINGS
def test_an_entry_sealed_here_is_plain_in_no_trash_there(
    noted: OnBoth, sealing: tuple[str, ...]
) -> None:
    """Whoever had it when it was removed there."""
    run(noted.here, noted, *sealing, "sync")
    run(noted.there, noted, "remove ID")

    ran = noted.there.run("sync")

    assert (ran.status, "so kept" in ran.out) == (0, True)
    assert plain_in(noted.there.folder) == []
    assert len([*noted.there.journal.glob(f".trash/*/*-{noted.identity}.yaml")]) == 1
    assert "CANARY one" in noted.there.run("show", noted.identity, "--reveal").out
    assert noted.there.run("seal", "test").status == 0


@SEALINGS
def test_sealing_an_entry_that_came_back_seals_what_the_trash_has_of_it(
    noted: OnBoth, sealing: tuple[str, ...]
) -> None:
    bring_back(noted, "edit ID --visibility open")

    run(noted.there, noted, *sealing)

    assert plain_in(noted.there.folder) == []


@pytest.mark.parametrize("line", ["erase sam --yes", "close sam --redact"])
def test_what_the_trash_has_of_an_entry_goes_with_whoever_has_it_now(
    noted: OnBoth, line: str
) -> None:
    bring_back(noted, "edit ID --visibility open", "move ID sam")

    run(noted.there, noted, line)

    assert plain_in(noted.there.folder) == []


def bring_back(noted: OnBoth, *changes: str) -> None:
    """Remove the note there, change it here, and sync: it is there, and in the trash."""
    run(noted.here, noted, *changes, "sync")
    run(noted.there, noted, "remove ID", "sync")
    assert len(plain_in(noted.there.journal / ".trash")) == 1


def test_what_no_key_here_can_seal_is_told_and_sealed_once_the_keys_are_there(
    synced: Machines,
) -> None:
    """An entry, a removed one and a draft, that were written before the seal came."""
    make_keys(synced)
    synced.here.run("seal", "on", "dana")
    synced.here.run("sync")
    for words in ("CANARY one", "CANARY two"):
        synced.there.run("note", "dana", words)
    [gone, _] = sorted(synced.there.journal.rglob("*-note-*"))
    synced.there.run("remove", gone.stem.rpartition("-")[2])
    assert synced.there.run("log-meeting", "dana", "CANARY", "--minutes", "ages").status == 2

    told = synced.there.run("sync")
    bring_keys(synced)
    after = synced.there.run("sync")

    folder = str(synced.there.folder)
    assert (
        "2 files and 1 draft in plain text here, though sealed on another machine. "
        "To seal here, too: copy identity.txt and recipients.txt from there to "
        f"{folder}, and sync again."
    ) in " ".join(told.out.split())
    assert after.out == "Synced: sent 1 file.\n"
    assert plain_in(synced.there.folder) == []


def test_new_keys_that_open_nothing_of_what_is_sealed_are_made_only_with_a_yes(
    synced: Machines,
) -> None:
    make_keys(synced)
    synced.here.run("seal", "on", "dana")
    synced.here.run("sync")
    synced.there.run("sync")
    line = (
        "seal",
        "init",
        "--recovery",
        str(synced.remote.with_name("other.txt")),
        "--no-passphrase",
    )

    refused = synced.there.run(*line)
    declined = synced.there.run(*line, stdin="n\n", terminal=True)

    assert (refused.status, declined.status) == (3, 130)
    assert refused.err.splitlines()[0] == (
        "mentorlog: What is sealed in this journal was sealed with other keys."
    )
    assert not (synced.there.folder / "identity.txt").exists()
    assert synced.there.run(*line, "--yes").status == 0


def test_an_undo_that_tells_nothing_of_what_is_sealed_elsewhere_stays(synced: Machines) -> None:
    make_keys(synced)
    synced.there.run("log-meeting", "Sam Lee", "a first visit", "--new")
    synced.here.run("seal", "on", "dana")
    synced.here.run("sync")

    assert synced.there.run("sync").status == 0
    assert synced.there.run("undo").status == 0


def test_a_file_that_is_too_large_to_be_read_stops_only_the_sync(synced: Machines) -> None:
    """Taken, it would have stopped every command that writes, on every machine, for ever."""
    [folder] = (synced.there.journal / "relationships").iterdir()
    large = folder / "2026-01-01-note-hhhhhhh1.yaml"
    with large.open("wb") as file:
        file.truncate(33 << 20)

    sent = synced.there.run("sync")
    _push_by_hand(synced.there.journal)
    taken = synced.here.raw("sync")
    noted = synced.here.run("note", "dana", "on the ferry")
    large.unlink()
    _push_by_hand(synced.there.journal)

    assert (sent.status, taken.status, noted.status) == (3, 3, 0)
    assert sent.err.startswith("mentorlog: This file is larger than 32 MB: ")
    assert taken.err == (
        "mentorlog: The remote has a file larger than 32 MB: "
        f"relationships/{folder.name}/{large.name}\n"
        "  Nothing was received. Remove it on the machine that sent it, and sync there.\n"
    )
    assert synced.here.run("doctor").status == 0
    assert synced.here.run("sync").status == 0


def _push_by_hand(journal: Path) -> None:
    """As another program would."""
    author = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for line in (
        ("add", "--all", "relationships"),
        (*author, "commit", "--quiet", "--message", "large"),
        ("push", "--quiet", "origin", "HEAD"),
    ):
        subprocess.run(["git", "-C", str(journal), *line], check=True)
