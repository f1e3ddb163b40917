"""What doctor finds: one small journal each, and everything that is said of it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from contextlib import suppress
from inspect import isfunction
from pathlib import Path

import pytest
from builders import note
from journal.trees import (
    AGREEMENT,
    AGREEMENT_TEXT,
    DANA,
    DANA_FIELDS,
    JOURNAL,
    MEETING,
    MEETING_TEXT,
    WITH_DANA,
    Killed,
    failing_disk,
    plant,
    tree,
)

from mentorlog.journal import doctor, saving, scan
from mentorlog.journal.doctor import Finding, Level, Mend, findings, places, survey
from mentorlog.journal.homes import Homes
from mentorlog.journal.journal import Journal

TODAY = dt.date(2026, 12, 4)
NOTE = f"{DANA}/2026-12-01-note-aaaaaaaa.yaml"
NOTE_TEXT = "schema: 1\nid: aaaaaaaa\nkind: note\ndate: 2026-12-01\ntext: hello\n"
EDIT = "mentorlog edit "
FIX = "mentorlog doctor --fix"
MOVE = "Move it away, unless you want it here."


def examined(root: Path, *, private: bool = True) -> tuple[Finding, ...]:
    if private:
        for path in (root, *root.rglob("*")):
            if not path.is_symlink() and (path.is_dir() or path.is_file()):
                path.chmod(0o700 if path.is_dir() else 0o600)
    homes = Homes(root.parent / "state", root)
    return findings(survey(root, homes.all(), TODAY))


def said(root: Path, texts: Mapping[str, str | bytes]) -> list[tuple[str, int | None, str, str]]:
    """What is found beside what is well: Dana with an agreement and a plan."""
    found = examined(plant(root, {**WITH_DANA, **texts}))
    return [(one.file, one.line, one.message, one.remedy) for one in found]


def interrupt(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill a command when its log is there and its entry is not."""
    journal = Journal(root, root.parent / "state")
    someone = journal.load().relationships[0]
    change = journal.change()
    change.take(someone, note("2026-12-04", "hello", id="bbbbbbbb"))
    draft = journal.drafts.keep("note", {"text": "hello"})
    for n in range(1, 40):
        if list(root.parent.rglob("saving/*.json")):
            return
        with failing_disk(monkeypatch, n), suppress(Killed):
            saving.save(journal, change, draft)
    raise AssertionError("it was never interrupted")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "journal"


def test_a_sound_journal_has_no_findings_and_stays_as_it_is(root: Path) -> None:
    before = {**WITH_DANA, NOTE: NOTE_TEXT}

    assert said(root, {NOTE: NOTE_TEXT}) == []
    assert tree(root) == before


def test_a_journal_that_is_not_there_is_fine(root: Path) -> None:
    assert examined(root, private=False) == ()


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("schema: 1\nid: aaaaaaaa\n", 1, "kind is missing"),
        (f"{NOTE_TEXT}text: again\n", 6, 'the key "text" appears twice (lines 5 and 6)'),
        (f"{NOTE_TEXT[:-6]}'x\n", 5, "this quotation mark isn't closed"),
        (
            "schema: 1\n<<<<<<< HEAD\nid: aaaaaaaa\n=======\nid: bbbbbbbb\n>>>>>>> theirs\n",
            2,
            "git left a conflict here: keep one of the two versions",
        ),
        (NOTE_TEXT.replace("-01\n", "-32\n"), 4, "date must be a date like 2026-11-22"),
        (f"{NOTE_TEXT}x: &a y\n", 6, "text that begins with & needs quotes (no anchors here)"),
    ],
)
def test_damage_is_told_with_line_and_remedy(
    root: Path, text: str, line: int, message: str
) -> None:
    assert said(root, {NOTE: text}) == [(NOTE, line, message, f"{EDIT}aaaaaaaa")]


def test_a_newer_file_wants_a_newer_program(root: Path) -> None:
    newer = NOTE_TEXT.replace("schema: 1", "schema: 2")

    assert said(root, {NOTE: newer}) == [
        (NOTE, 1, "written by a newer mentorlog", "Update mentorlog.")
    ]


def test_a_damaged_file_without_an_id_in_its_name_is_opened_by_its_path(root: Path) -> None:
    file = f"{DANA}/thoughts.yaml"

    assert said(root, {file: "schema: 1\n"}) == [(file, 1, "kind is missing", f"{EDIT}{file}")]


def test_a_missing_journal_file_can_be_made_anew(root: Path) -> None:
    plant(root, {path: text for path, text in WITH_DANA.items() if path not in JOURNAL})

    found = examined(root)

    message = "journal.yaml is missing; without it, mentorlog writes nothing"
    assert [(one.file, one.message, one.remedy) for one in found] == [
        ("journal.yaml", message, FIX)
    ]


def test_a_damaged_journal_file_is_for_its_owner(root: Path) -> None:
    assert said(root, {"journal.yaml": "schema: 1\n"}) == [
        ("journal.yaml", 1, "id is missing", f"Open it in your editor:  {root}/journal.yaml")
    ]


def test_a_missing_relationship_file_has_a_recipe(root: Path) -> None:
    note = f"relationships/sam/{NOTE.rpartition('/')[2]}"

    assert said(root, {note: NOTE_TEXT}) == [
        (
            "relationships/sam/relationship.yaml",
            None,
            "relationship.yaml is missing",
            "Write it again: schema: 1, id, name and my_role.",
        )
    ]


CONFLICT_COPY = MEETING.replace(".yaml", ".sync-conflict-20261204-101112-ABCDEFG.yaml")


def test_an_identical_copy_counts_once_and_is_told(root: Path) -> None:
    assert said(root, {CONFLICT_COPY: MEETING_TEXT}) == [
        (
            CONFLICT_COPY,
            None,
            f"an exact copy of {MEETING}; the entry counts once",
            "Delete the copy.",
        )
    ]


def test_a_copy_that_differs_is_told_on_both_sides_and_none_is_touched(root: Path) -> None:
    remedy = "Merge the two, then delete one."
    found = said(root, {CONFLICT_COPY: f"{MEETING_TEXT}place: here\n"})

    assert found == [
        (
            CONFLICT_COPY,
            None,
            f"the same id as {MEETING}, but different content; that one counts",
            remedy,
        ),
        (
            MEETING,
            None,
            f"the same id as {CONFLICT_COPY}, but different content; this one counts",
            remedy,
        ),
    ]
    assert tree(root)[CONFLICT_COPY] == f"{MEETING_TEXT}place: here\n"


def test_an_identical_copy_beside_one_that_differs_is_told_as_identical(root: Path) -> None:
    other = CONFLICT_COPY.replace("ABCDEFG", "HIJKLMN")
    found = said(root, {CONFLICT_COPY: MEETING_TEXT, other: f"{MEETING_TEXT}place: here\n"})

    assert {(file, message.partition(MEETING)[0]) for file, _, message, _ in found} == {
        (CONFLICT_COPY, "an exact copy of "),
        (other, "the same id as "),
        (MEETING, f"the same id as {other}, but different content; this one counts"),
    }


def test_a_copy_is_known_by_its_content_whatever_it_is_called(root: Path) -> None:
    innocent = f"{DANA}/2026-12-03-notes.yaml"

    assert [file for file, *_ in said(root, {innocent: MEETING_TEXT})] == [innocent]


def test_a_name_like_a_copys_is_no_finding_if_it_holds_something_else(root: Path) -> None:
    file = f"{DANA}/2026-12-01-note-aaaaaaaa (1).yaml"

    assert said(root, {file: NOTE_TEXT}) == [
        (file, None, "going by its content, its name should be 2026-12-01-note-aaaaaaaa.yaml", FIX)
    ]


def test_a_copy_of_a_person_is_known(root: Path) -> None:
    file = f"{DANA}/relationship (Sam's conflicted copy 2026-12-04).yaml"
    plant(root, {file: DANA_FIELDS})

    [read] = [problem for problem in scan.read(root).contents.problems if problem.file == file]

    assert read.message == "a copy of relationship.yaml; only that one counts"
    assert said(root, {file: f"{DANA_FIELDS}why: more\n"}) == [
        (
            file,
            None,
            "a copy of relationship.yaml; only that one counts",
            "Copy over what's missing there, then delete the copy.",
        )
    ]


def test_a_folder_twice_is_one_person_and_told_once(root: Path) -> None:
    spare = "relationships/dana-oz-9f2k (1)"
    copy = f"{spare}/relationship.yaml"
    same = f"the same id as {DANA}/relationship.yaml; its entries count there, and once"
    entry = {f"{spare}/{MEETING.rpartition('/')[2]}": MEETING_TEXT}

    assert said(root, {copy: DANA_FIELDS} | entry) == [
        (
            copy,
            None,
            same,
            f"Delete this folder; the other one has everything in it:  {root / spare}",
        )
    ]
    assert (copy, None, same, "Merge the two, then delete one.") in said(
        root, {copy: f"{DANA_FIELDS}why: more\n"}
    )


def test_a_folder_that_tells_what_an_alias_hides_is_told(root: Path) -> None:
    hidden = f"{DANA_FIELDS}alias: Kestrel\nin_confidence: true\n"

    assert said(root, {f"{DANA}/relationship.yaml": hidden}) == [
        (
            f"{DANA}/relationship.yaml",
            None,
            "the folder's name shows the name held in confidence",
            FIX,
        )
    ]


GAVE = f"{DANA}/2026-12-01-contribution-cccccccc.yaml"
GAVE_TEXT = (
    "schema: 1\nid: cccccccc\nkind: contribution\ndate: 2026-12-01\ndirection: given\ntext: x\n"
)


def test_what_refers_to_nothing_is_told(root: Path) -> None:
    found = said(
        root,
        {
            GAVE: f"{GAVE_TEXT}meeting: zzzzzzzz\nanswers: zzzzzzzz\n",
            NOTE: f"{NOTE_TEXT}goal: to say no\n",
        },
    )

    assert found == [
        (GAVE, 7, "meeting isn't the id of an entry", f"{EDIT}cccccccc"),
        (GAVE, 8, "answers isn't the id of an entry", f"{EDIT}cccccccc"),
        (NOTE, 6, "goal isn't the title of an agreed goal", f"{EDIT}aaaaaaaa"),
    ]


def test_what_refers_to_something_is_fine(root: Path) -> None:
    goal = f"{AGREEMENT_TEXT}goals:\n  - title: to say no\n"

    assert (
        said(
            root,
            {
                AGREEMENT: goal,
                GAVE: f"{GAVE_TEXT}meeting: 4v8m2t9c\n",
                NOTE: f"{NOTE_TEXT}goal: to say no\n",
            },
        )
        == []
    )


def test_what_refers_to_a_file_that_cannot_be_read_may_be_fine(root: Path) -> None:
    found = said(root, {GAVE: f"{GAVE_TEXT}meeting: 4v8m2t9c\n", MEETING: "schema: [\n"})

    assert [file for file, *_ in found] == [MEETING]


def test_what_cannot_have_happened_yet_is_told(root: Path) -> None:
    held = (
        "schema: 1\nid: 4v8m2t9c\nkind: meeting\ndate: 2026-12-05\nstatus: held\naction_items:\n"
        "  - text: x\n    owner: me\n    done_on: 2026-12-06\n"
    )
    file = f"{DANA}/2026-12-05-meeting-4v8m2t9c.yaml"
    plant(root, {path: text for path, text in WITH_DANA.items() if path != MEETING})
    plant(
        root,
        {
            file: held,
            GAVE: f"{GAVE_TEXT}thanked_on: 2027-01-01\n",
            f"{DANA}/2026-12-24-meeting-bbbbbbbb.yaml": (
                "schema: 1\nid: bbbbbbbb\nkind: meeting\ndate: 2026-12-24\nstatus: cancelled\n"
            ),
        },
    )

    found = [(one.file, one.line, one.message) for one in examined(root)]

    assert found == [
        (GAVE, 7, "thanked_on is 2027-01-01, which is in the future"),
        (file, 4, "date is 2026-12-05, which is in the future"),
        (file, 9, "action_items.1.done_on is 2026-12-06, which is in the future"),
    ]


CLOSURE = f"{DANA}/2026-12-02-closure-dddddddd.yaml"
CLOSURE_TEXT = "schema: 1\nid: dddddddd\nkind: closure\ndate: 2026-12-02\n"


def test_what_came_after_the_end_is_told_but_for_plans(root: Path) -> None:
    late = NOTE_TEXT.replace("12-01", "12-03")
    file = NOTE.replace("12-01", "12-03")

    assert said(root, {CLOSURE: CLOSURE_TEXT, file: late}) == [
        (file, 4, "dated 2026-12-03, after the end on 2026-12-02", f"{EDIT}aaaaaaaa")
    ]


def test_after_a_new_beginning_nothing_is_after_the_end(root: Path) -> None:
    again = f"{DANA}/2026-12-03-agreement-eeeeeeee.yaml"
    text = "schema: 1\nid: eeeeeeee\nkind: agreement\ndate: 2026-12-03\ncadence: monthly\n"
    late = NOTE_TEXT.replace("12-01", "12-03")

    assert (
        said(root, {CLOSURE: CLOSURE_TEXT, again: text, NOTE.replace("12-01", "12-03"): late}) == []
    )


def test_names_that_other_disks_take_for_one_are_told(root: Path) -> None:
    first, second = (f"relationships/{name}/relationship.yaml" for name in ("Zoe\u0301", "zo\xe9"))
    texts = {
        first: "schema: 1\nid: aaaaaaaa\nname: A\nmy_role: peer\n",
        second: "schema: 1\nid: bbbbbbbb\nname: B\nmy_role: peer\n",
    }

    assert [(file, message) for file, _, message, _ in said(root, texts)] == [
        ("relationships/zo\xe9", "on some disks this is the same name as Zoe\u0301")
    ]


def test_what_is_not_read_is_told_and_is_no_finding(root: Path) -> None:
    plant(
        root,
        {
            **WITH_DANA,
            "README.md": "mine",
            f"{DANA}/notes.txt": "mine",
            f"{DANA}/folder.yaml/inner.yaml": "mine",
            "relationships/loose.yaml": "mine",
            ".git/HEAD": "ref",
            f"{DANA}/.hidden.yaml": "mine",
        },
    )
    (root / DANA / "link.yaml").symlink_to("/etc/passwd")
    os.mkfifo(root / DANA / "fifo.yaml")

    found = examined(root)

    assert {one.level for one in found} == {Level.REMARK}
    assert [(one.file, one.message, one.remedy) for one in found] == [
        ("README.md", "this doesn't belong in a journal, so it isn't read", MOVE),
        (
            f"{DANA}/fifo.yaml",
            "it is something that isn't a regular file, so it isn't read",
            MOVE,
        ),
        (f"{DANA}/folder.yaml", "a folder where a file should be, so it isn't read", MOVE),
        (f"{DANA}/link.yaml", "a link, so it isn't read", MOVE),
        (f"{DANA}/notes.txt", "its name doesn't end in .yaml, so it isn't read", MOVE),
        ("relationships/loose.yaml", "a file where a folder should be, so it isn't read", MOVE),
    ]


def test_what_others_can_get_at_is_told_strays_aside(root: Path) -> None:
    plant(root, {**WITH_DANA, "README.md": "mine"})
    examined(root)
    (root / "README.md").chmod(0o666)
    (root / MEETING).chmod(0o640)
    (root / DANA).chmod(0o701)
    (root / AGREEMENT).chmod(0o400)
    root.chmod(0o755)

    found = [one for one in examined(root, private=False) if one.level is Level.WRONG]

    assert [(one.file, one.message, one.remedy) for one in found] == [
        (str(root), "others can read or change it (its mode is 0755)", FIX),
        (DANA, "others can read or change it (its mode is 0701)", FIX),
        (AGREEMENT, "you can't fully use it (its mode is 0400)", FIX),
        (MEETING, "others can read or change it (its mode is 0640)", FIX),
    ]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_told(root: Path) -> None:
    plant(root, WITH_DANA)
    os.chown(root / MEETING, 12345, -1)

    assert [(one.file, one.message) for one in examined(root)] == [
        (MEETING, "it belongs to another user (number 12345)")
    ]


def test_what_an_interrupted_save_left_is_told(root: Path) -> None:
    assert said(root, {f"{DANA}/.tmp-0123456789abcdef": "half a no"}) == [
        (
            f"{DANA}/.tmp-0123456789abcdef",
            None,
            "left over from an interrupted save; nothing in it counts",
            FIX,
        )
    ]


@pytest.mark.parametrize(
    ("folder", "mark", "whose"),
    [
        ("Dropbox (Personal)/x", "", "Dropbox"),
        ("Nextcloud", "", "Nextcloud"),
        ("shared", ".stfolder", "Syncthing"),
    ],
)
def test_a_synchronised_folder_is_told_by_the_way(
    tmp_path: Path, folder: str, mark: str, whose: str
) -> None:
    root = plant(tmp_path / folder / "journal", WITH_DANA)
    if mark:
        (tmp_path / folder / mark).mkdir()

    found = examined(root)

    carried = tmp_path / folder.partition("/")[0]
    assert found == (
        Finding(
            file=str(carried),
            message=f"{whose} seems to sync this folder: plain text goes wherever it does",
            remedy="Keep that in mind, or move the journal.",
            level=Level.REMARK,
        ),
    )


def test_a_folder_above_that_anybody_may_write_into_is_told_by_the_way(tmp_path: Path) -> None:
    root = plant(tmp_path / "open" / "journal", WITH_DANA)
    (tmp_path / "open").chmod(0o777)

    assert [(one.file, one.message, one.level) for one in examined(root)] == [
        (
            str(tmp_path / "open"),
            "others may write here, and could put another journal in its place",
            Level.REMARK,
        )
    ]


def test_what_waits_outside_of_the_journal_is_told(root: Path) -> None:
    plant(root, WITH_DANA)
    journal = Journal(root, root.parent / "state")
    draft = journal.drafts.keep("note", {"text": "hello"})
    home = draft.path.parent.parent
    plant(
        home,
        {
            "drafts/torn.yaml": "schema: [",
            "saving/torn.json": "{",
            "undo/00000001-torn.json": "{}",
            "drafts/.tmp-00": "half",
            "drafts/.tmp-01": "somebody may be writing this right now",
        },
    )
    os.utime(home / "drafts" / ".tmp-00", (0, 0))

    found = sorted((one.file, one.message, one.remedy) for one in examined(root))

    log = "It's mentorlog's own file; look at it, then move it away."
    expected = [
        (
            f"{home}/drafts/.tmp-00",
            "left over from an interrupted command",
            FIX,
        ),
        (
            str(draft.path),
            f"an unfinished note is kept, from {draft.kept_on}",
            f"mentorlog note --resume {draft.id}",
        ),
        (
            f"{home}/drafts/torn.yaml",
            "a draft that can't be read",
            "Copy what you need from it, then delete it.",
        ),
        (f"{home}/saving/torn.json", "the log of a command can't be read", log),
        (f"{home}/undo/00000001-torn.json", "the log of a command can't be read", log),
    ]
    assert found == sorted(expected)


def test_a_command_that_was_interrupted_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(root, WITH_DANA)
    interrupt(root, monkeypatch)

    [found] = [one for one in examined(root) if one.mend is Mend.INTERRUPTED]

    assert (found.message, found.remedy) == (
        "note was interrupted while it saved",
        f"The next command that writes completes it, or run  {FIX}",
    )


def test_what_is_wrong_comes_before_what_is_told(root: Path) -> None:
    found = said(root, {"A.md": "mine", NOTE: "schema: [\n"})

    assert [file for file, *_ in found] == [NOTE, "A.md"]


def test_every_check_is_listed() -> None:
    found = [
        made
        for room in (doctor, places)
        for name, made in vars(room).items()
        if isfunction(made) and not name.startswith("_") and made.__module__ == room.__name__
        if made.__annotations__["return"] == "Iterator[Finding]"
        and "survey" in made.__annotations__
    ]

    checks = doctor.CHECKS + places.CHECKS
    assert set(found) == set(checks)
    assert len(checks) == len(set(checks))
