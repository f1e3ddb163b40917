from __future__ import annotations

from pathlib import Path

import pytest
from builders import note
from journal.trees import MEETING, MEETING_TEXT, WITH_DANA, plant, tree

from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Refused
from mentorlog.journal import saving
from mentorlog.journal.journal import Journal
from mentorlog.journal.trash import in_trash, not_to_be_undone

TRASHED = ".trash/dana-oz-9f2k/2026-12-03-meeting-4v8m2t9c.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return plant(tmp_path / "journal", WITH_DANA)


@pytest.fixture
def journal(root: Path) -> Journal:
    return Journal(root, root.parent / "state")


def dana(journal: Journal) -> Relationship:
    return journal.load().relationships[0]


def remove(journal: Journal, entry: Entry) -> None:
    dana(journal)
    change = journal.change()
    change.remove(entry)
    saving.save(journal, change, journal.drafts.keep("remove", {"entry": entry.id}))


def add(journal: Journal, identity: str) -> None:
    someone = dana(journal)
    change = journal.change()
    change.take(someone, note("2026-11-01", "hello", id=identity))
    saving.save(journal, change, journal.drafts.keep("note", {"text": identity}))


def test_an_empty_trash_is_nothing(journal: Journal) -> None:
    assert (in_trash(journal.root), saving.empty_trash(journal)) == ((), ())


def test_what_was_removed_is_erased_and_no_log_tells_of_it(journal: Journal, root: Path) -> None:
    add(journal, "aaaaaaaa")
    remove(journal, next(e for e in dana(journal).entries if e.id == "4v8m2t9c"))
    add(journal, "bbbbbbbb")
    before = in_trash(root)
    lost = not_to_be_undone(journal.home, before)

    erased = saving.empty_trash(journal)

    assert (before, len(lost), erased) == ((TRASHED,), 2, (TRASHED,))
    assert not (root / ".trash").exists()
    assert "bring the deck" not in "".join(tree(root.parent).values())
    assert [turn.typed["command"] for turn in saving.undo(journal, 1)] == ["note"]
    with pytest.raises(Refused):
        saving.undo(journal, 1)


def test_what_was_taken_back_from_the_trash_stays(journal: Journal, root: Path) -> None:
    remove(journal, next(e for e in dana(journal).entries if e.id == "4v8m2t9c"))
    saving.undo(journal)

    assert saving.empty_trash(journal) == ()
    assert tree(root)[MEETING] == MEETING_TEXT


def test_everything_in_the_trash_goes_and_nothing_that_it_points_at(
    journal: Journal, root: Path
) -> None:
    outside = plant(root.parent / "outside", {"precious.txt": "precious"})
    plant(root / ".trash", {"x/by-hand.txt": "old", ".hidden": "old"})
    (root / ".trash" / "link").symlink_to(outside)
    (root / ".trash" / "x" / "file-link").symlink_to(outside / "precious.txt")

    erased = saving.empty_trash(journal)

    assert erased == (".trash/.hidden", ".trash/link", ".trash/x/by-hand.txt", ".trash/x/file-link")
    assert tree(outside) == {"precious.txt": "precious"}
    assert tree(root) == WITH_DANA


def test_a_trash_that_is_a_link_is_left_alone(journal: Journal, root: Path) -> None:
    outside = plant(root.parent / "outside", {"precious.txt": "precious"})
    (root / ".trash").symlink_to(outside)

    with pytest.raises(Refused):
        saving.empty_trash(journal)

    assert tree(outside) == {"precious.txt": "precious"}


def test_a_removed_name_that_is_taken_in_the_trash_gets_a_number(
    journal: Journal, root: Path
) -> None:
    plant(root, {TRASHED: "an older one"})

    remove(journal, next(e for e in dana(journal).entries if e.id == "4v8m2t9c"))

    assert in_trash(journal.root) == (TRASHED.replace(".yaml", "-2.yaml"), TRASHED)
