"""What is read for the sake of one person is what reading everything says of that person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from journal.trees import AGREEMENT, AGREEMENT_TEXT, DANA, WITH_DANA, plant

from mentorlog.journal import scan
from mentorlog.journal.memo import Memo
from mentorlog.journal.scan import About, reading_about

SAM = "relationships/sam-lee-s4m2"
SAM_FIELDS = "schema: 1\nid: s4m2aaaa\nname: Sam Lee\nmy_role: mentor\n"
NOTE_TEXT = "schema: 1\nid: aaaaaaaa\nkind: note\ndate: 2026-12-01\ntext: x\n"
BOTH = {
    **WITH_DANA,
    f"{SAM}/relationship.yaml": SAM_FIELDS,
    f"{SAM}/2026-12-01-note-aaaaaaaa.yaml": NOTE_TEXT,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return plant(tmp_path / "journal", BOTH)


@pytest.mark.parametrize("who", ["dana-oz", "dana öz", "dan", "DANA-OZ"])
@pytest.mark.parametrize("remembers", [False, True])
def test_the_one_is_whole_and_of_the_others_it_is_known_who_they_are(
    root: Path, who: str, *, remembers: bool
) -> None:
    memo = Memo(root.parent / "memo", root, lambda: 1 << 62) if remembers else None
    dana, sam = scan.read(root).contents.relationships

    found = reading_about(root, About((who,)), memo)

    assert found is not None
    assert found.contents.relationships == (dana, replace(sam, entries=()))
    assert {file.folder for files in found.entry_files.values() for file in files} == {
        Path(DANA).name
    }


def test_what_is_no_entry_needs_no_name(root: Path) -> None:
    plant(root, {f"{SAM}/README.md": "", f"{SAM}/.tmp-0123.yaml": "", f"{SAM}/a/b.yaml": ""})

    assert reading_about(root, About(("dana-oz",)), None) is not None


def test_where_nobody_is_named_or_several_are_it_takes_everything(root: Path) -> None:
    plant(
        root, {"relationships/sam-ode-s5m2/relationship.yaml": SAM_FIELDS.replace("s4m2", "s5m2")}
    )

    assert reading_about(root, About(("",)), None) is None
    assert reading_about(root, About(("sam",)), None) is None


def test_where_somebody_may_be_chosen_it_takes_everything(root: Path) -> None:
    assert reading_about(root, About(("nobody",), asks=True), None) is None
    assert reading_about(root, About(("dana", "nobody"), asks=True), None) is None
    assert reading_about(root, About(("dana",), asks=True), None) is not None


def test_who_is_new_takes_only_who_there_is(root: Path) -> None:
    everyone = scan.read(root).contents.relationships

    found = reading_about(root, About(("nobody",)), None)

    assert found is not None
    assert found.contents.relationships == tuple(replace(one, entries=()) for one in everyone)


def test_where_copies_do_not_matter_other_folders_are_not_looked_into(root: Path) -> None:
    plant(root, {f"{SAM}/{Path(AGREEMENT).name}": AGREEMENT_TEXT})
    dana = next(one for one in scan.read(root).contents.relationships if one.handle == "dana-oz")

    found = reading_about(root, About(("dana",), ignores_copies=True), None)

    assert found is not None
    assert dana.entries
    assert dana in found.contents.relationships


UNSURE: dict[str, dict[str, str]] = {
    "somebody can't be read": {f"{SAM}/relationship.yaml": "name: ["},
    "somebody's file is gone": {"relationships/x/2026-12-01-note-bbbbbbbb.yaml": NOTE_TEXT},
    "two of one name": {"relationships/dana-oz-aaaa/relationship.yaml": "schema: 1\nname: Dana\n"},
    "a file lies in two folders": {f"{SAM}/{Path(AGREEMENT).name}": AGREEMENT_TEXT},
    "one of another day lies in another": {
        f"{SAM}/2026-01-06-agreement-7k3q8w2m.yaml": AGREEMENT_TEXT.replace("01-05", "01-06")
    },
    "a name in another folder says nothing": {f"{SAM}/copy.yaml": AGREEMENT_TEXT},
    "a copy lies in another folder": {
        f"{SAM}/2026-01-05-agreement-7k3q8w2m (1).yaml": AGREEMENT_TEXT
    },
    "a name says something else": {f"{DANA}/2026-12-04-note-bbbbbbbb.yaml": NOTE_TEXT},
    "a copy says the name of another entry": {
        f"{DANA}/2026-12-04-note-bbbbbbbb.yaml": NOTE_TEXT.replace("aaaaaaaa", "bbbbbbbb"),
        f"{DANA}/2026-12-04-note-dddddddd.yaml": NOTE_TEXT.replace("aaaaaaaa", "bbbbbbbb"),
    },
    "journal.yaml can't be read": {"journal.yaml": "schema: 9\n"},
}


@pytest.mark.parametrize("more", UNSURE.values(), ids=UNSURE)
def test_what_may_depend_on_the_rest_takes_everything(root: Path, more: dict[str, str]) -> None:
    plant(root, more)

    assert reading_about(root, About(("dana-oz",)), None) is None


MET = "2026-02-02-meeting-bbbbbbbb"
TOGETHER = (
    "schema: 1\nid: bbbbbbbb\nkind: meeting\ndate: 2026-02-02\nstatus: held\noccasion: cccccccc\n"
)


@pytest.mark.parametrize("word", ["aaaaaaaa", "aaaa", "AAAA", "aaaaaaaa.2"])
def test_an_entry_is_found_with_all_that_is_of_its_person(root: Path, word: str) -> None:
    dana, sam = scan.read(root).contents.relationships

    found = reading_about(root, About(entries=(word,)), None)

    assert found is not None
    assert found.contents.relationships == (replace(dana, entries=()), sam)
    assert found.entry_files.keys() == {"aaaaaaaa"}


def test_entries_and_people_are_read_together(root: Path) -> None:
    found = reading_about(root, About(("dana",), ("aaaa",)), None)

    assert found is not None
    assert found.contents == scan.read(root).contents
    assert found.entry_files == scan.read(root).entry_files


def test_somebody_whom_the_word_for_an_entry_means_is_read_too(root: Path) -> None:
    found = reading_about(root, About(entries=("sam-lee",)), None)

    assert found is not None
    assert found.contents.relationships[1] == scan.read(root).contents.relationships[1]


@pytest.mark.parametrize("word", ["", "zzzzzzzz", "relationships/sam-lee-s4m2/x.yaml"])
def test_an_entry_that_no_name_tells_of_takes_everything(root: Path, word: str) -> None:
    assert reading_about(root, About(entries=(word,)), None) is None


def test_an_entry_of_a_meeting_with_several_people_takes_everything(root: Path) -> None:
    plant(root, {f"{SAM}/{MET}.yaml": TOGETHER})

    assert reading_about(root, About(entries=("bbbb",)), None) is None
    assert reading_about(root, About(entries=("aaaa",)), None) is not None


def _with_many(root: Path) -> Memo:
    """Enough folders for which entries are where to be kept, once it was asked."""
    everyone = (f"relationships/p{n}-{n:04}" for n in range(9))
    fields = "schema: 1\nid: {0}aaaa\nname: P {0}\nmy_role: mentor\n"
    plant(root, {f"{at}/relationship.yaml": fields.format(at[-4:]) for at in everyone})
    memo = Memo(root.parent / "memo", root, lambda: 1 << 62)
    reading_about(root, About(entries=("aaaa",)), memo)
    memo.keep_what_took_long()
    return Memo(root.parent / "memo", root, lambda: 1 << 62)


def test_which_entries_are_in_a_folder_is_remembered_by_those_who_read_all_too(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memo = _with_many(root)
    scan.read(root, memo=memo)
    memo.keep()
    monkeypatch.setattr(scan, "_ids_in", lambda _: pytest.fail("it was listed again"))

    assert reading_about(root, About(entries=("aaaa",)), memo) is not None


def test_an_entry_that_came_into_another_folder_since_is_noticed(root: Path) -> None:
    memo = _with_many(root)
    plant(root, {f"relationships/p7-0007/{Path(AGREEMENT).name}": AGREEMENT_TEXT})

    assert reading_about(root, About(("dana",)), memo) is None
