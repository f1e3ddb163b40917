"""The files of a change: taken up as they were seen, and the steps that bring them to the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import note
from journal.trees import plant

from mentorlog.errors import Conflict, DamagedJournal, Refused
from mentorlog.journal import scan
from mentorlog.journal.changed_files import ChangedFile, ChangedFiles, as_it_is
from mentorlog.journal.steps import Move, Put

SEEN = note("2026-12-03", "ask about London", id="4v8m2t9c")
PATH = "relationships/dana-oz-9f2k/2026-12-03-note-4v8m2t9c.yaml"
TEXT = b"schema: 1\nid: 4v8m2t9c\nkind: note\ndate: 2026-12-03\ntext: ask about London\n"


@pytest.fixture
def files(tmp_path: Path) -> ChangedFiles:
    plant(tmp_path, {PATH: TEXT.decode()})
    return ChangedFiles(tmp_path, None, scan.read(tmp_path))


def test_what_was_taken_up_and_left_alone_is_no_step(files: ChangedFiles) -> None:
    files.taken_up("4v8m2t9c", PATH, SEEN)

    assert (files.changed, files.saved, files.steps, files.is_final) == ((), (), (), False)


def test_a_file_that_says_something_else_than_was_seen_is_a_conflict(files: ChangedFiles) -> None:
    with pytest.raises(Conflict, match="changed since it was read"):
        files.taken_up("4v8m2t9c", PATH, note("2026-12-03", "another", id="4v8m2t9c"))
    with pytest.raises(Conflict, match="changed since it was read"):
        files.taken_up("other", "relationships/away.yaml", SEEN)

    assert files == {}


def test_another_date_is_another_name_in_the_same_step(files: ChangedFiles) -> None:
    files.taken_up("4v8m2t9c", PATH, SEEN)
    after = TEXT.replace(b"2026-12-03", b"2026-12-05")

    files.keep("4v8m2t9c", after)

    new_path = PATH.replace("2026-12-03", "2026-12-05")
    assert files.steps == (Move(PATH, new_path, TEXT, after),)
    assert [(one.date, one.file) for one in files.saved] == [("2026-12-05", new_path)]


def test_an_id_stays_as_it_is_and_what_is_kept_is_clean(files: ChangedFiles) -> None:
    files.taken_up("4v8m2t9c", PATH, SEEN)

    with pytest.raises(Refused, match="an id can't be changed"):
        files.keep("4v8m2t9c", TEXT.replace(b"4v8m2t9c", b"aaaaaaaa"))
    with pytest.raises(DamagedJournal):
        files.keep("4v8m2t9c", b"kind: [")

    assert files.steps == ()


def test_a_folders_new_name_comes_first_and_what_is_in_it_is_found_there(
    files: ChangedFiles,
) -> None:
    added = "relationships/dana-oz-9f2k/2026-12-04-note-aaaaaaaa.yaml"
    person = b"schema: 1\nid: 9f2k7m3q\nname: Dana\nmy_role: mentee\n"
    files["aaaaaaaa"] = ChangedFile(source=None, before=None, path=added, after=TEXT)
    files["dana-oz-9f2k"] = ChangedFile(
        source="relationships/dana-oz-9f2k",
        before=person,
        path="relationships/owl-9f2k",
        after=person,
        inside="relationship.yaml",
    )

    assert files.steps == (
        Move(
            "relationships/dana-oz-9f2k",
            "relationships/owl-9f2k",
            person,
            person,
            "relationship.yaml",
        ),
        Put(added.replace("dana-oz", "owl"), None, TEXT),
    )


def test_what_comes_into_a_sealed_place_needs_a_key(files: ChangedFiles) -> None:
    person = "relationships/dana-oz-9f2k/relationship.yaml"
    sealed = b"schema: 1\nid: 9f2k7m3q\nname: Dana\nmy_role: mentee\nsealed: |\n  block\n"
    files["dana-oz-9f2k"] = as_it_is(person, sealed)
    files["aaaaaaaa"] = ChangedFile(source=None, before=None, path=PATH, after=TEXT)

    with pytest.raises(Refused, match="there's no key here"):
        _ = files.steps
