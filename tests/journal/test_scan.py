from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from builders import agreement, meeting, relationship
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

from mentorlog.domain.entries import Entry, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Copy, DamagedJournal, Problem, Refused, StorageFailed
from mentorlog.journal import scan
from mentorlog.journal.codec import Parsed, parsed_entry
from mentorlog.journal.reading import Contents

TERMS = agreement("2026-01-05", id="7k3q8w2m")
PLAN = meeting("2026-12-03", id="4v8m2t9c", status=MeetingStatus.PLANNED)
OF_DANA = relationship(TERMS, PLAN)
SAM = "relationships/sam-lee-11ab"
SAM_FIELDS = DANA_FIELDS.replace("9f2k7m3q", "11ab0000").replace("Dana Öz", "Sam Lee")


def loaded(root: Path) -> Contents:
    """What reading gives; and it leaves everything as it was."""
    before = tree(root)
    contents = scan.read(root).contents

    assert tree(root) == before
    return contents


def rows(contents: Contents) -> list[tuple[str, list[str], int]]:
    return [
        (row.handle, [entry.id for entry in row.entries], row.unreadable)
        for row in contents.relationships
    ]


def places(contents: Contents) -> list[tuple[str, int | None]]:
    return [(problem.file, problem.line) for problem in contents.problems]


def forbid(monkeypatch: pytest.MonkeyPatch, folder: Path, error: OSError) -> None:
    """Let listing that folder fail, as it would for anybody but root, who runs tests too."""

    def refusing(path: Path, *, listed: Callable[[Path], object]) -> object:
        if Path(path) == folder:
            raise error
        return listed(path)

    for name in ("listdir", "scandir"):
        monkeypatch.setattr(os, name, partial(refusing, listed=getattr(os, name)))


def test_heads_come_in_the_timelines_order(tmp_path: Path) -> None:
    plant(tmp_path, WITH_DANA)

    assert loaded(tmp_path) == Contents(relationships=(OF_DANA,))


@pytest.mark.parametrize("files", [{}, JOURNAL, {"readme.md": "# Mine"}, {"relationships": ""}])
def test_a_journal_without_relationships_is_empty(tmp_path: Path, files: dict[str, str]) -> None:
    plant(tmp_path, files)

    assert loaded(tmp_path).relationships == ()


def test_a_journal_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert loaded(tmp_path / "nowhere") == Contents()


def test_what_is_no_entry_is_not_read_and_no_problem(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            **WITH_DANA,
            f"{DANA}/.tmp-1234": "{",
            f"{DANA}/.hidden.yaml": "{",
            f"{DANA}/notes.md": "{",
            f"{DANA}/contract.pdf": b"\xff",
            f"{DANA}/2026-12-03-meeting-4v8m2t9c.yml": "{",
            f"{DANA}/folder.yaml/inner.yaml": "{",
            "relationships/readme.yaml": "{",
            "relationships/.git/config.yaml": "{",
            ".trash/dana-oz-9f2k/2026-12-03-meeting-99999999.yaml": "{",
        },
    )
    os.mkfifo(tmp_path / DANA / "fifo.yaml")
    (tmp_path / DANA / "link.yaml").symlink_to(tmp_path / MEETING)
    (tmp_path / "relationships/link-9f2k").symlink_to(tmp_path / DANA)
    (tmp_path / "relationships/empty").mkdir()

    assert scan.read(tmp_path).contents == Contents(relationships=(OF_DANA,))


def test_one_bad_file_hides_no_other(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {**WITH_DANA, AGREEMENT: "{", f"{DANA}/2026-12-04-note-11111111.yaml": b"\xff\xfe"},
    )

    contents = loaded(tmp_path)

    assert rows(contents) == [("dana-oz", ["4v8m2t9c"], 2)]
    assert places(contents) == [
        (AGREEMENT, 1),
        (f"{DANA}/2026-12-04-note-11111111.yaml", 1),
    ]


def test_an_entry_whose_body_is_wrong_counts_and_is_told(tmp_path: Path) -> None:
    plant(tmp_path, {**WITH_DANA, MEETING: MEETING_TEXT + "medium: pigeon\n"})

    contents = loaded(tmp_path)

    assert rows(contents) == [("dana-oz", ["7k3q8w2m", "4v8m2t9c"], 1)]
    assert places(contents) == [(MEETING, 7)]


def test_a_newer_file_is_shown_as_far_as_it_is_understood(tmp_path: Path) -> None:
    plant(tmp_path, {**WITH_DANA, MEETING: MEETING_TEXT.replace("schema: 1", "schema: 99")})

    contents = loaded(tmp_path)

    assert rows(contents) == [("dana-oz", ["7k3q8w2m", "4v8m2t9c"], 1)]
    assert places(contents) == [(MEETING, 1)]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ("{", (f"{DANA}/relationship.yaml", 1)),
        (None, (f"{DANA}/relationship.yaml", None)),
        (DANA_FIELDS.replace("mentee", "boss"), (f"{DANA}/relationship.yaml", 4)),
    ],
)
def test_a_damaged_relationship_leaves_its_row(
    tmp_path: Path, fields: str | None, problem: tuple[str, int | None]
) -> None:
    files = {**WITH_DANA, f"{DANA}/relationship.yaml": fields}
    plant(tmp_path, {path: text for path, text in files.items() if text is not None})

    contents = loaded(tmp_path)

    assert contents.relationships == (
        Relationship(
            handle="dana-oz-9f2k", name="dana-oz-9f2k", entries=(TERMS, PLAN), unreadable=1
        ),
    )
    assert places(contents) == [problem]


def test_a_relationship_file_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    plant(tmp_path, {**WITH_DANA, "elsewhere.yaml": DANA_FIELDS})
    (tmp_path / DANA / "relationship.yaml").unlink()
    (tmp_path / DANA / "relationship.yaml").symlink_to(tmp_path / "elsewhere.yaml")

    assert rows(loaded(tmp_path)) == [("dana-oz-9f2k", ["7k3q8w2m", "4v8m2t9c"], 1)]


def test_a_folder_that_cannot_be_listed_leaves_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, {**WITH_DANA, f"{SAM}/relationship.yaml": SAM_FIELDS})
    forbid(monkeypatch, tmp_path / DANA, PermissionError(13, "Permission denied"))

    contents = scan.read(tmp_path).contents

    assert rows(contents) == [("dana-oz-9f2k", [], 1), ("sam-lee", [], 0)]
    assert contents.problems == (
        Problem(f"{DANA}/relationship.yaml", None, "the folder can't be read: Permission denied"),
    )


def test_a_folder_that_goes_meanwhile_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, WITH_DANA)
    forbid(monkeypatch, tmp_path / DANA, FileNotFoundError())

    assert scan.read(tmp_path).contents == Contents()


@pytest.mark.parametrize("place", ["", "relationships"])
def test_a_journal_that_cannot_be_listed_is_not_taken_for_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    plant(tmp_path, WITH_DANA)
    forbid(monkeypatch, tmp_path / place, PermissionError(13, "Permission denied"))

    with pytest.raises(StorageFailed, match="can't be read: Permission denied"):
        scan.read(tmp_path)


def test_an_alias_makes_the_handle_and_stands_beside_the_name(tmp_path: Path) -> None:
    secret = DANA_FIELDS + "alias: Kestrel\nin_confidence: true\n"
    plant(tmp_path, {**JOURNAL, "relationships/kestrel-9f2k/relationship.yaml": secret})

    assert loaded(tmp_path).relationships == (
        relationship(handle="kestrel", alias="Kestrel", in_confidence=True),
    )


def test_two_of_one_handle_show_their_short_ids(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            **JOURNAL,
            "relationships/sam-11ab/relationship.yaml": SAM_FIELDS,
            "relationships/sam/relationship.yaml": DANA_FIELDS,
        },
    )

    assert [row.handle for row in loaded(tmp_path).relationships] == ["sam-9f2k", "sam-11ab"]


@pytest.mark.parametrize("is_pipe", [True, False])
def test_what_is_no_file_in_a_persons_place_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_pipe: bool
) -> None:
    plant(tmp_path, WITH_DANA)
    person = tmp_path / DANA / "relationship.yaml"
    person.rename(tmp_path / "elsewhere.yaml")
    os.mkfifo(person) if is_pipe else person.symlink_to(tmp_path / "elsewhere.yaml")
    opened: list[str] = []
    monkeypatch.setattr(scan, "parsed_person", lambda path: opened.append(str(path)))

    (nobody,) = scan.read(tmp_path).contents.relationships
    assert (nobody.name, opened) == (Path(DANA).name, [])


def test_identical_copies_of_an_entry_count_once_and_are_no_problem(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            **WITH_DANA,
            f"{DANA}/2026-12-03-meeting-4v8m2t9c (1).yaml": MEETING_TEXT,
            f"{SAM}/relationship.yaml": SAM_FIELDS,
            f"{SAM}/{Path(MEETING).name}": MEETING_TEXT,
        },
    )

    contents = loaded(tmp_path)

    assert rows(contents) == [("dana-oz", ["7k3q8w2m", "4v8m2t9c"], 0), ("sam-lee", [], 0)]
    assert contents.problems == ()


@pytest.mark.parametrize(
    ("first", "other", "counted"),
    [
        # The one whose name says what it holds counts, though another name comes first.
        ("2026-01-01-meeting-4v8m2t9c.yaml", "2026-12-03-meeting-4v8m2t9c.yaml", "2026-12-03"),
        ("2026-12-03-meeting-4v8m2t9c (1).yaml", "2026-12-04-meeting-4v8m2t9c.yaml", "2026-12-04"),
        # Where no name does, the first.
        ("a.yaml", "b.yaml", "2026-12-03"),
        # Where both do, too.
        ("2026-12-03-meeting-4v8m2t9c.yaml", "2026-12-04-meeting-4v8m2t9c.yaml", "2026-12-03"),
    ],
)
def test_of_differing_copies_one_counts_and_both_are_told(
    tmp_path: Path, first: str, other: str, counted: str
) -> None:
    later = MEETING_TEXT.replace("2026-12-03", "2026-12-04")
    texts = (later, MEETING_TEXT) if first.startswith("2026-01") else (MEETING_TEXT, later)
    plant(
        tmp_path,
        {
            **JOURNAL,
            f"{DANA}/relationship.yaml": DANA_FIELDS,
            f"{DANA}/{first}": texts[0],
            f"{DANA}/{other}": texts[1],
        },
    )

    contents = loaded(tmp_path)

    (row,) = contents.relationships
    assert [entry.date.isoformat() for entry in row.entries] == [counted]
    assert places(contents) == [(f"{DANA}/{name}", None) for name in sorted((first, other))]
    assert row.unreadable == 0


def test_a_copy_that_goes_meanwhile_counts_as_differing(tmp_path: Path) -> None:
    copy = f"{DANA}/2026-12-03-meeting-4v8m2t9c (1).yaml"
    plant(tmp_path, {**WITH_DANA, copy: MEETING_TEXT})

    def racing(path: str) -> Parsed[Entry] | None:
        parsed = parsed_entry(path)
        if path == str(tmp_path / copy):
            Path(path).unlink()
        return parsed

    assert places(scan.read(tmp_path, racing).contents) == [(copy, None), (MEETING, None)]


def test_differing_copies_name_each_other(tmp_path: Path) -> None:
    copy = f"{DANA}/2026-12-03-meeting-4v8m2t9c (1).yaml"
    plant(tmp_path, {**WITH_DANA, copy: MEETING_TEXT + "x: 1\n"})

    assert loaded(tmp_path).problems == (
        Copy(copy, None, f"the same id as {MEETING}, but different content; that one counts"),
        Copy(MEETING, None, f"the same id as {copy}, but different content; this one counts"),
    )


def test_a_copied_relationship_is_told(tmp_path: Path) -> None:
    copy = {path.replace("9f2k/", "9f2k (1)/"): text for path, text in WITH_DANA.items()}
    plant(tmp_path, WITH_DANA | copy)

    contents = loaded(tmp_path)

    assert rows(contents) == [
        ("dana-oz", ["7k3q8w2m", "4v8m2t9c"], 0),
    ]
    assert contents.problems == (
        Copy(
            f"{DANA} (1)/relationship.yaml",
            None,
            f"the same id as {DANA}/relationship.yaml; its entries count there, and once",
        ),
    )


@pytest.mark.parametrize("name", ["a copy", "dana-oz-9f2k (1)", "zz"])
def test_what_was_added_to_a_copy_of_a_person_is_told_of_the_person(
    tmp_path: Path, name: str
) -> None:
    copy = {path.replace("dana-oz-9f2k/", f"{name}/"): text for path, text in WITH_DANA.items()}
    added = f"relationships/{name}/2026-12-24-note-aaaaaaaa.yaml"
    note = "schema: 1\nid: aaaaaaaa\nkind: note\ndate: 2026-12-24\ntext: in the copy\n"
    plant(tmp_path, WITH_DANA | copy | {added: note})

    assert rows(loaded(tmp_path)) == [("dana-oz", ["7k3q8w2m", "4v8m2t9c", "aaaaaaaa"], 0)]


def test_what_only_a_copy_of_a_person_has_is_told_of_the_person(tmp_path: Path) -> None:
    copy = {path.replace("9f2k/", "9f2k (1)/"): text for path, text in WITH_DANA.items()}
    person = f"{DANA}/relationship.yaml"
    plant(tmp_path, copy | {person: WITH_DANA[person]})

    assert rows(loaded(tmp_path)) == [("dana-oz", ["7k3q8w2m", "4v8m2t9c"], 0)]


def test_without_journal_yaml_everything_is_shown_and_nothing_written(tmp_path: Path) -> None:
    plant(tmp_path, {path: text for path, text in WITH_DANA.items() if path not in JOURNAL})

    assert loaded(tmp_path) == Contents(
        relationships=(OF_DANA,),
        problems=(
            Problem(
                "journal.yaml",
                None,
                "journal.yaml is missing; without it, mentorlog writes nothing",
            ),
        ),
    )
    with pytest.raises(DamagedJournal, match=r"journal\.yaml is missing"):
        assert scan.top_of(tmp_path).id


@pytest.mark.parametrize("text", ["{", "schema: 1\nid: no\n", "schema: 2\nid: h7d2k9w4\n"])
def test_a_damaged_or_newer_journal_yaml_is_told_and_nothing_written(
    tmp_path: Path, text: str
) -> None:
    plant(tmp_path, {**WITH_DANA, "journal.yaml": text})

    contents = loaded(tmp_path)

    assert contents.relationships == (OF_DANA,)
    assert [file for file, _ in places(contents)] == ["journal.yaml"]
    with pytest.raises(DamagedJournal, match=re.escape("journal.yaml")):
        assert scan.top_of(tmp_path).id


def test_the_id_of_a_journal(tmp_path: Path) -> None:
    assert scan.top_of(tmp_path / "nowhere").id is None
    assert scan.top_of(plant(tmp_path / "new", {"readme.md": ""})).id is None
    assert scan.top_of(plant(tmp_path / "a", JOURNAL)).id == "h7d2k9w4"
    assert scan.top_of(plant(tmp_path / "b", WITH_DANA)).id == "h7d2k9w4"


@pytest.mark.parametrize("kind", ["link", "file"])
def test_relationships_must_be_a_folder(tmp_path: Path, kind: str) -> None:
    elsewhere = plant(tmp_path / "elsewhere", WITH_DANA)
    root = plant(tmp_path / "journal", JOURNAL)
    if kind == "link":
        (root / "relationships").symlink_to(elsewhere / "relationships")
    else:
        (root / "relationships").touch()

    assert loaded(root) == Contents(
        problems=(
            Problem("relationships", None, "not a folder, and mentorlog doesn't follow links"),
        )
    )
    with pytest.raises(DamagedJournal, match="must be a real folder"):
        assert scan.top_of(root).id


def test_a_file_is_no_journal(tmp_path: Path) -> None:
    plant(tmp_path, {"journal": ""})

    with pytest.raises(Refused, match="is a file, not a folder"):
        scan.read(tmp_path / "journal")


def test_entry_files_are_found_by_id(tmp_path: Path) -> None:
    reading = scan.read(plant(tmp_path, WITH_DANA))

    assert {key: [file.path for file in found] for key, found in reading.entry_files.items()} == {
        "7k3q8w2m": [AGREEMENT],
        "4v8m2t9c": [MEETING],
    }
    assert {handle: folder.path for handle, folder in reading.folders.items()} == {
        "dana-oz": f"{DANA}/relationship.yaml"
    }


def test_another_parser_may_stand_in(tmp_path: Path) -> None:
    """As a memo does: it is asked once for each entry, and may know better."""
    asked = []

    def remembered(path: str) -> Parsed[Entry] | None:
        asked.append(Path(path).relative_to(tmp_path).as_posix())
        return None if "agreement" in path else Parsed(value=PLAN)

    contents = scan.read(plant(tmp_path, WITH_DANA), remembered).contents

    assert asked == [AGREEMENT, MEETING]
    assert contents == Contents(relationships=(relationship(PLAN),))
