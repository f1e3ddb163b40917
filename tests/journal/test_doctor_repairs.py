"""What --fix does, and that it loses nothing."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from journal.test_doctor import interrupt
from journal.trees import (
    AGREEMENT,
    DANA,
    DANA_FIELDS,
    JOURNAL,
    MEETING,
    MEETING_TEXT,
    WITH_DANA,
    plant,
    tree,
)

from mentorlog.commands import doctor
from mentorlog.domain.relationship import Role
from mentorlog.journal import saving
from mentorlog.journal.doctor import Mend, Survey, findings, survey
from mentorlog.journal.homes import Homes
from mentorlog.journal.journal import Journal

TODAY = dt.date(2026, 12, 4)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = plant(tmp_path / "journal", WITH_DANA)
    for path in (root, *root.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return root


def mended(root: Path) -> list[Mend]:
    """What was found that can be mended, all of which is done."""
    homes = Homes(root.parent / "state", root)
    seen = survey(root, homes.all(), TODAY)
    found = findings(seen)
    if any(one.mend is Mend.JOURNAL_FILE for one in found):
        doctor.make_journal_file(root, homes)
    journal = Journal(root, root.parent / "state")
    doctor.make_private(seen, found)
    doctor.sweep(seen, journal, found)
    doctor.rename_misnamed(survey(root, homes.all(), TODAY), journal, found)
    left = findings(survey(root, homes.all(), TODAY))
    assert [one.mend for one in left if one.mend] == []
    return [one.mend for one in found if one.mend]


def test_a_file_gets_the_name_that_its_content_makes_and_undo_gives_the_old_one_back(
    root: Path,
) -> None:
    (root / MEETING).rename(root / DANA / "odd.yaml")
    before = tree(root)

    assert mended(root) == [Mend.NAME]
    after = tree(root)
    saving.undo(Journal(root, root.parent / "state"))

    assert after == WITH_DANA
    assert tree(root) == before


def test_a_name_that_is_taken_is_left_to_its_owner(root: Path) -> None:
    plant(root / DANA, {"odd.yaml": MEETING_TEXT.replace("4v8m2t9c", "aaaaaaaa")})
    taken = "2026-12-03-meeting-aaaaaaaa.yaml"
    (root / DANA / taken).mkdir()

    [found] = [one for one in findings(seen(root)) if one.message.endswith(taken)]

    assert (found.mend, found.remedy) == (None, "Fix what else is wrong with it first.")


def seen(root: Path) -> Survey:
    return survey(root, Homes(root.parent / "state", root).all(), TODAY)


def test_a_folder_gets_the_name_of_the_alias(root: Path) -> None:
    hidden = f"{DANA_FIELDS}alias: Kestrel\nin_confidence: true\n"
    plant(root, {f"{DANA}/relationship.yaml": hidden})

    assert mended(root) == [Mend.FOLDER]

    assert sorted(tree(root)) == [
        "journal.yaml",
        *(
            f"relationships/kestrel-9f2k/{name}"
            for name in (
                AGREEMENT.rpartition("/")[2],
                MEETING.rpartition("/")[2],
                "relationship.yaml",
            )
        ),
    ]


def test_modes_become_private_and_links_are_left_alone(root: Path) -> None:
    outside = plant(root.parent, {"outside.txt": "mine"}) / "outside.txt"
    outside.chmod(0o644)
    (root / DANA / "link.yaml").symlink_to(outside)
    (root / MEETING).chmod(0o666)
    (root / DANA).chmod(0o755)
    root.chmod(0o755)

    assert mended(root) == [Mend.MODE] * 3

    modes = [path.stat().st_mode & 0o777 for path in (root, root / DANA, root / MEETING, outside)]
    assert modes == [0o700, 0o700, 0o600, 0o644]


def test_leftovers_go_and_nothing_else(root: Path) -> None:
    plant(root, {".tmp-1": "", f"{DANA}/.tmp-2": "half", f"{DANA}/.hidden": "mine"})
    for name in (".tmp-1", f"{DANA}/.tmp-2"):
        (root / name).chmod(0o600)

    assert mended(root) == [Mend.LEFTOVER] * 2

    assert tree(root) == {**WITH_DANA, f"{DANA}/.hidden": "mine"}


def test_what_was_interrupted_is_completed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt(root, monkeypatch)

    assert Mend.INTERRUPTED in mended(root)

    assert tree(root)[f"{DANA}/2026-12-04-note-bbbbbbbb.yaml"] == (
        "schema: 1\nid: bbbbbbbb\nkind: note\ndate: 2026-12-04\ntext: hello\n"
    )


def test_a_missing_journal_file_is_made_with_the_id_it_had(root: Path) -> None:
    journal = Journal(root, root.parent / "state")
    journal.load()
    change = journal.change()
    someone = journal.load().relationships[0]
    change.describe(someone, replace(someone, my_role=Role.PEER))
    saving.save(journal, change, journal.drafts.keep("edit", {}))
    (root / "journal.yaml").unlink()

    assert mended(root) == [Mend.JOURNAL_FILE]

    assert tree(root)["journal.yaml"] == JOURNAL["journal.yaml"]
    assert [
        turn.typed["command"] for turn in saving.undo(Journal(root, root.parent / "state"))
    ] == ["edit"]


def add(root: Path, name: str) -> None:
    journal = Journal(root, root.parent / "state")
    journal.load()
    change = journal.change()
    change.new_relationship(name=name)
    saving.save(journal, change, journal.drafts.keep("new-agreement", {"who": name}))


def test_of_several_ids_known_at_its_place_it_gets_that_of_the_one_that_wrote_it(
    root: Path,
) -> None:
    add(root, "Bo Lind")
    shutil.rmtree(root)
    add(root, "Sam Lee")  # into another journal at the same path
    there = tree(root)["journal.yaml"]
    (root / "journal.yaml").unlink()

    assert mended(root) == [Mend.JOURNAL_FILE]

    assert tree(root)["journal.yaml"] == there
    assert len(Homes(root.parent / "state", root).all()) == 2


def test_a_missing_journal_file_nobody_knows_of_gets_a_new_id(root: Path) -> None:
    (root / "journal.yaml").unlink()

    assert mended(root) == [Mend.JOURNAL_FILE]

    made = tree(root)["journal.yaml"]
    assert made.startswith("schema: 1\nid: ")
    assert made != JOURNAL["journal.yaml"]
