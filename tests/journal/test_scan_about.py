"""What is read for the sake of one person is what reading everything says of that person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from journal.trees import AGREEMENT, AGREEMENT_TEXT, DANA, WITH_DANA, plant

from mentorlog.journal import scan
from mentorlog.journal.memo import Memo
from mentorlog.journal.scan import reading_about

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

    found = reading_about(root, who, memo)

    assert found is not None
    assert found.contents.relationships == (dana, replace(sam, entries=()))
    assert {file.folder for files in found.entry_files.values() for file in files} == {
        Path(DANA).name
    }


def test_what_is_no_entry_needs_no_name(root: Path) -> None:
    plant(root, {f"{SAM}/README.md": "", f"{SAM}/.tmp-0123.yaml": "", f"{SAM}/a/b.yaml": ""})

    assert reading_about(root, "dana-oz", None) is not None


def test_where_nobody_is_named_or_several_are_it_takes_everything(root: Path) -> None:
    plant(
        root, {"relationships/sam-ode-s5m2/relationship.yaml": SAM_FIELDS.replace("s4m2", "s5m2")}
    )

    assert reading_about(root, "", None) is None
    assert reading_about(root, "sam", None) is None


def test_who_is_new_takes_only_who_there_is(root: Path) -> None:
    everyone = scan.read(root).contents.relationships

    found = reading_about(root, "nobody", None)

    assert found is not None
    assert found.contents.relationships == tuple(replace(one, entries=()) for one in everyone)


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
    "journal.yaml can't be read": {"journal.yaml": "schema: 9\n"},
}


@pytest.mark.parametrize("more", UNSURE.values(), ids=UNSURE)
def test_what_may_depend_on_the_rest_takes_everything(root: Path, more: dict[str, str]) -> None:
    plant(root, more)

    assert reading_about(root, "dana-oz", None) is None
