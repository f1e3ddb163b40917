"""move, rename, remove and erase, by their whole effect."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli.editors import drafts, real
from cli.harness import Home, Ran, before_and_after

SAM = "relationships/sam-lee-<5>"
DANA = "relationships/dana-oz-<2>"
MEETING = "2026-11-21-meeting-<4>.yaml"
TEXT = "schema: 1\nid: <4>\nkind: meeting\ndate: 2026-11-21\nstatus: held\nnotes: the reorg\n"


@pytest.fixture
def two(dana: Home) -> Home:
    """Dana with a meeting yesterday, and Sam."""
    assert dana.run("log-meeting", "dana-oz", "the reorg", "--on", "yesterday").status == 0
    dana.files()
    ran = dana.run("new-agreement", "Sam Lee", "--cadence", "monthly", "--starts", "2026-11-02")
    assert ran.status == 0
    dana.files()
    return dana


def the_id(home: Home, pattern: str = "relationships/*/*-meeting-*.yaml") -> str:
    return real(home, pattern).stem.rpartition("-")[2]


def the_person(home: Home) -> str:
    """Dana's id."""
    return {number: identity for identity, number in home._numbers.items()}["<2>"]  # noqa: SLF001


def test_an_entry_moves_to_the_person_it_belongs_to(two: Home) -> None:
    assert before_and_after(two, "move", the_id(two), "sam") == (
        Ran(0, "Moved the meeting of Sat 21 Nov to Sam Lee.\nUndo it:  mentorlog undo\n", ""),
        {f"{SAM}/{MEETING}": TEXT, f"{DANA}/{MEETING}": ""},
    )


def test_what_was_given_there_moves_with_it(two: Home) -> None:
    two.run("log-meeting", "dana-oz", "--on", "-2d", "--gave", "an intro", "--received", "advice")
    meeting = the_id(two, "relationships/*/2026-11-20-meeting-*.yaml")

    ran, changed = before_and_after(two, "move", meeting, "sam")

    assert ran.out == (
        "Moved the meeting of Fri 20 Nov and 2 things given or received there to Sam Lee.\n"
        "Undo it:  mentorlog undo\n"
    )
    assert sorted(path.rpartition("/")[0] for path, text in changed.items() if text) == [SAM] * 3


def test_a_move_is_taken_back_as_a_whole(two: Home) -> None:
    two.run("log-meeting", "dana-oz", "--on", "-2d", "--gave", "an intro")
    before = two.files()
    two.run("move", the_id(two, "relationships/*/2026-11-20-meeting-*.yaml"), "sam")

    assert two.run("undo").status == 0
    assert two.files() == before


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("{}", "dana-oz"), 3, "It already belongs to dana-oz."),
        (("{}", "nobody"), 3, 'No one here is called "nobody".'),
        (("zzzz", "sam-lee"), 3, 'No id begins with "zzzz".'),
        (("{}",), 2, "Move which entry, and to whom?"),
        ((), 2, "Move which entry, and to whom?"),
    ],
)
def test_a_move_that_cannot_be_changes_nothing(
    two: Home, words: tuple[str, ...], status: int, said: str
) -> None:
    ran, changed = before_and_after(two, "move", *(word.format(the_id(two)) for word in words))

    assert (ran.status, ran.err.splitlines()[0], changed) == (status, f"mentorlog: {said}", {})
    assert drafts(two) == []


def test_nothing_moves_behind_an_end(two: Home) -> None:
    two.run("close", "sam-lee", "--on", "2026-11-10")

    ran, changed = before_and_after(two, "move", the_id(two), "sam-lee")

    assert (ran.status, changed) == (3, {})
    assert ran.err.startswith("mentorlog: sam-lee was closed on Tue 10 Nov.\n")


def test_a_new_name_is_a_new_handle(two: Home) -> None:
    ran, changed = before_and_after(two, "rename", "dana-oz", "Dana  Ek")

    assert ran == Ran(
        0, "Dana Öz is now Dana Ek.\nThe handle is now dana-ek.\nUndo it:  mentorlog undo\n", ""
    )
    assert changed["relationships/dana-ek-<2>/relationship.yaml"] == (
        "schema: 1\nid: <2>\nname: Dana Ek\nmy_role: mentee\n"
    )
    assert sorted(changed.values()).count("") == 3
    assert two.run("review", "dana-ek").status == 0


def test_a_name_that_makes_the_same_handle_leaves_the_folder(two: Home) -> None:
    ran, changed = before_and_after(two, "rename", "dana-oz", "DANA ÖZ")

    assert ran == Ran(0, "Dana Öz is now DANA ÖZ.\nUndo it:  mentorlog undo\n", "")
    assert changed == {
        f"{DANA}/relationship.yaml": "schema: 1\nid: <2>\nname: DANA ÖZ\nmy_role: mentee\n"
    }


def test_a_name_that_somebody_has_takes_a_handle_of_its_own(two: Home) -> None:
    refused = two.run("rename", "dana-oz", "Sam Lee")
    taken = two.run("rename", "dana-oz", "Sam Lee", "--handle", "sam-lee")
    ran = two.run("rename", "dana-oz", "Sam Lee", "--handle", "sam-lee-2")

    assert (refused.status, refused.err) == (
        3,
        (
            "mentorlog: You already have Sam Lee (sam-lee).\n"
            "  The same person?  Move the entries:  mentorlog move ID sam-lee\n"
            '  Someone else:     mentorlog rename dana-oz "Sam Lee" --handle sam-lee-2\n'
        ),
    )
    assert (taken.status, taken.err) == (
        3,
        "mentorlog: The handle sam-lee is in use.\n  --handle sam-lee-2\n",
    )
    assert ran.status == 0
    assert ran.out.splitlines()[1] == "The handle is now sam-lee-2."


def test_on_a_terminal_a_misspelt_name_is_asked_about(two: Home) -> None:
    agreed = two.run("show", "daan", terminal=True, stdin="\n")
    not_so = two.run("show", "daan", terminal=True, stdin="n\n")

    assert agreed.status == 0
    assert agreed.out.startswith("Dana Öz")
    assert agreed.err.endswith('No one here is called "daan". Did you mean Dana Öz? [Y/n] ')
    assert not_so.status == 3


def test_enter_makes_no_second_person_of_a_name(two: Home) -> None:
    before = two.files()

    enter = two.run("rename", "dana-oz", "Sam Lee", terminal=True, stdin="\n")

    assert (enter.status, two.files()) == (3, before)
    assert "You also have Sam Lee. Continue? [y/N]" in enter.err


def test_a_handle_that_had_its_short_id_is_told_with_it(two: Home) -> None:
    two.run("rename", "dana-oz", "Sam Lee", terminal=True, stdin="y\n")

    undone = two.run("undo").out.splitlines()[1]
    redone = two.run("undo", "--redo").out.splitlines()[1]

    assert re.fullmatch(r"  sam-lee-\w{4} is dana-oz again\.", undone)
    assert re.fullmatch(r"  dana-oz is sam-lee-\w{4} again\.", redone)


def test_a_rename_is_taken_back(two: Home) -> None:
    before = two.files()
    two.run("rename", "dana-oz", "Dana Ek")
    ran = two.run("undo")

    assert ran.out == (
        "Undid rename:\n  dana-ek is dana-oz again.\nRedo it:  mentorlog undo --redo\n"
    )
    assert two.files() == before


def test_the_alias_keeps_the_handle_and_hides_the_name(home: Home) -> None:
    home.run(
        *("new-agreement", "Noor Haddad", "--cadence", "monthly"),
        *("--in-confidence", "--alias", "Kestrel"),
    )

    ran = home.run("rename", "kestrel", "Noor Ek")

    assert ran == Ran(0, "Renamed Kestrel.\nUndo it:  mentorlog undo\n", "")
    assert "name: Noor Ek\n" in real(home, "relationships/kestrel-*/relationship.yaml").read_text()


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("dana-oz", "Dana Öz"), 3),
        (("dana-oz", "  "), 2),
        (("dana-oz",), 2),
        ((), 2),
        (("nobody", "Somebody"), 3),
    ],
)
def test_a_rename_that_says_nothing_changes_nothing(
    two: Home, words: tuple[str, ...], status: int
) -> None:
    ran, changed = before_and_after(two, "rename", *words)

    assert (ran.status, changed) == (status, {})


def test_what_is_removed_lies_in_the_trash_until_undo_brings_it_back(two: Home) -> None:
    before = two.files()
    ran, changed = before_and_after(two, "remove", the_id(two))
    back = two.run("undo")

    assert ran == Ran(
        0,
        "Moved the meeting of Sat 21 Nov with Dana Öz to the trash.\nUndo it:  mentorlog undo\n",
        "",
    )
    assert changed == {f".trash/dana-oz-<2>/{MEETING}": TEXT, f"{DANA}/{MEETING}": ""}
    assert back.out.splitlines()[1] == "  The meeting of Sat 21 Nov with dana-oz is back."
    assert two.files() == before
    redone = two.run("undo", "--redo").out
    assert redone.splitlines()[1] == (
        "  The meeting of Sat 21 Nov with dana-oz is in the trash again."
    )


def test_what_referred_to_a_removed_entry_no_longer_does(two: Home) -> None:
    two.run("log-meeting", "dana-oz", "--on", "-2d", "--gave", "an intro")

    two.run("remove", the_id(two, "relationships/*/2026-11-20-meeting-*.yaml"))

    gift = real(two, "relationships/*/*-contribution-*.yaml").read_text(encoding="utf-8")
    assert "meeting:" not in gift
    assert two.run("doctor").status == 0


@pytest.mark.parametrize("agrees", [True, False])
def test_what_was_given_at_a_removed_meeting_is_offered(two: Home, *, agrees: bool) -> None:
    two.run("log-meeting", "dana-oz", "--on", "-2d", "--gave", "an intro", "--received", "a tip")
    gone = the_id(two, "relationships/*/2026-11-20-meeting-*.yaml")

    ran = two.raw("remove", gone, terminal=True, stdin="y\n" if agrees else "\n")

    left = [*two.journal.glob("relationships/*/*-contribution-*.yaml")]
    assert "2 things given or received there" in ran.err
    assert len(left) == (0 if agrees else 2)
    what = " and 2 things given or received there" if agrees else ""
    assert f"Moved the meeting of Fri 20 Nov with Dana Öz{what} to the trash" in ran.out
    assert (len(re.findall("[0-9a-hjkmnp-tv-z]{8}", ran.out)), agrees) in {(3, True), (1, False)}


def test_without_a_terminal_what_was_given_at_a_removed_meeting_stays_and_is_named(
    two: Home,
) -> None:
    two.run("log-meeting", "dana-oz", "--on", "-2d", "--gave", "an intro")
    gone = the_id(two, "relationships/*/2026-11-20-meeting-*.yaml")
    gift = the_id(two, "relationships/*/*-contribution-*.yaml")

    ran = two.raw("remove", gone)

    assert ran.out == (
        f"Moved the meeting of Fri 20 Nov with Dana Öz to the trash ({gone}).\n"
        "What was given and received there stays. To remove it, too:\n"
        f"  mentorlog remove {gift}\n"
        "Undo it:  mentorlog undo\n"
    )


def test_a_file_that_cannot_be_read_stays_where_it_is(two: Home) -> None:
    identity = the_id(two)
    file = real(two, "relationships/*/*-meeting-*.yaml")
    file.write_text("schema: [\n", encoding="utf-8")

    ran, changed = before_and_after(two, "remove", identity)

    assert (ran.status, changed) == (4, {})
    assert ran.err.splitlines()[0] == (
        f"mentorlog: {DANA}/{MEETING}:1: this bracket isn't closed, or a comma is missing."
    )


@pytest.mark.parametrize(
    "words",
    [("move", "{}", "sam-lee"), ("rename", "dana-oz", "Dana Ek"), ("remove", "{}")],
)
def test_a_dry_run_says_it_and_writes_nothing(two: Home, words: tuple[str, ...]) -> None:
    given = [word.format(the_id(two)) for word in words]

    ran, changed = before_and_after(two, *given, "--dry-run")

    assert (ran.status, changed, ran.out.startswith("Would ")) == (0, {}, True)
    assert "Nothing was written." in ran.out


def written(ran: Ran) -> dict[str, object]:
    return dict(json.loads(ran.out.replace("<", '"<').replace(">", '>"').replace('""', '"')))


@pytest.mark.parametrize(
    ("words", "kind", "file"),
    [
        (("move", "{}", "sam-lee"), "meeting", f"{SAM}/{MEETING}"),
        (("remove", "{}"), "meeting", f".trash/dana-oz-<2>/{MEETING}"),
        (
            ("rename", "dana-oz", "Dana Ek"),
            "relationship",
            "relationships/dana-ek-<2>/relationship.yaml",
        ),
    ],
)
def test_json_tells_where_it_is_now(
    two: Home, words: tuple[str, ...], kind: str, file: str
) -> None:
    ran = two.run(*(word.format(the_id(two)) for word in words), "--json")

    assert f'"kind": "{kind}"' in ran.out
    assert f'"file": "{file}"' in ran.out
    assert f'"action": "{words[0]}", "dry_run": false' in ran.out


TRASHED = f".trash/dana-oz-<2>/{MEETING}"


@pytest.fixture
def trashed(two: Home) -> Home:
    two.run("remove", the_id(two))
    return two


def test_the_trash_is_emptied_once_it_is_agreed_to(trashed: Home) -> None:
    before = trashed.files()
    ran = trashed.run("erase", "--trash", stdin="yes\n", terminal=True)

    assert ran == Ran(
        0,
        "Erased 1 file in the trash, for good.\n",
        "1 file in the trash will be gone for good.\n"
        "You can't undo earlier commands any more (4 commands).\n"
        "  Erase it for good?     [y/N] ",
    )
    assert trashed.files() == {path: text for path, text in before.items() if path != TRASHED}
    kept = "".join(path.read_text() for path in trashed.state.rglob("*") if path.is_file())
    assert "the reorg" not in kept


@pytest.mark.parametrize("answer", ["\n", "no\n", "x\n", ""])
def test_anything_but_a_yes_erases_nothing(trashed: Home, answer: str) -> None:
    before = trashed.files()
    ran = trashed.run("erase", "--trash", stdin=answer, terminal=True)

    assert (ran.status, trashed.files()) == (130, before)


def test_without_a_terminal_yes_must_be_said(trashed: Home) -> None:
    before = trashed.files()
    refused = trashed.run("erase", "--trash")
    kept = trashed.files()
    done = trashed.run("erase", "--trash", "--yes", "--json")

    assert refused == Ran(
        2,
        "",
        "mentorlog: Erasing is for good, so it needs --yes.\n  mentorlog erase --trash --yes\n",
    )
    assert kept == before
    assert f'"kind": "meeting", "date": "2026-11-21", "file": "{TRASHED}"' in done.out
    assert TRASHED not in trashed.files()


def test_an_empty_trash_needs_no_yes(two: Home) -> None:
    assert two.run("erase", "--trash") == Ran(0, "The trash is empty.\n", "")


def test_a_dry_run_erases_nothing(trashed: Home) -> None:
    before = trashed.files()
    ran = trashed.run("erase", "--trash", "--dry-run")

    assert ran.out == (
        "Would erase 1 file in the trash, for good. Nothing was written.\n"
        "You can't undo earlier commands any more (4 commands).\n"
    )
    assert trashed.files() == before


def test_a_person_is_not_erased_by_mistake(trashed: Home) -> None:
    before = trashed.files()
    ran = trashed.run("erase", "dana-oz", "--trash", "--yes")

    assert (ran.status, trashed.files()) == (2, before)
    assert trashed.run("erase").status == 2


def test_modes_stay_private(trashed: Home) -> None:
    for path in trashed.journal.rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), Path(path)


def test_an_unknown_id_is_looked_up_where_all_ids_are(two: Home) -> None:
    ran = two.run("move", "zzzz", "sam-lee")

    assert ran.err.splitlines()[1:] == ["  List the ids of entries:  mentorlog show WHO"]
