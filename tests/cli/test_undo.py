"""undo: whole commands, exactly told, and refused where a file was changed since."""

from __future__ import annotations

import json

import pytest
from cli.editors import real
from cli.harness import Home, Ran, before_and_after

DANA = "relationships/dana-oz-<2>"
AGAIN = "Redo it:  mentorlog undo --redo\n"


@pytest.fixture
def met(dana: Home) -> Home:
    """Dana, a meeting with a gift, and a note."""
    dana.run("log-meeting", "dana-oz", "the reorg", "--on", "yesterday", "--gave", "an intro")
    dana.files()
    dana.run("note", "dana-oz", "ask about London")
    dana.files()
    return dana


def test_the_last_command_is_taken_back_as_a_whole(met: Home) -> None:
    met.run("undo")

    assert before_and_after(met, "undo") == (
        Ran(
            0,
            "Undid log-meeting:\n"
            f"  What was given or received on Sat 21 Nov with dana-oz is gone.\n"
            f"  The meeting of Sat 21 Nov with dana-oz is gone.\n"
            f"{AGAIN}",
            "",
        ),
        {
            f"{DANA}/2026-11-21-contribution-<5>.yaml": "",
            f"{DANA}/2026-11-21-meeting-<4>.yaml": "",
        },
    )


def test_what_was_taken_back_is_done_again_byte_for_byte(met: Home) -> None:
    before = met.files()
    met.run("undo", "2")

    ran = met.run("undo", "2", "--redo")

    assert ran == Ran(
        0,
        "Redid log-meeting:\n"
        "  The meeting of Sat 21 Nov with dana-oz is back.\n"
        "  What was given or received on Sat 21 Nov with dana-oz is back.\n"
        "Redid note:\n"
        "  The note of Sun 22 Nov with dana-oz is back.\n",
        "",
    )
    assert met.files() == before


def test_several_are_taken_back_the_last_first(met: Home) -> None:
    ran = met.run("undo", "3")

    assert [line for line in ran.out.splitlines() if line.startswith("Undid")] == [
        "Undid note:",
        "Undid log-meeting:",
        "Undid new-agreement:",
    ]
    assert list(met.files()) == ["journal.yaml"]


def test_a_change_is_told_as_a_file_that_is_as_it_was(met: Home) -> None:
    note = real(met, "relationships/*/*-note-*.yaml")
    before = met.files()
    met.run("done", note.stem.rpartition("-")[2])

    ran = met.run("undo")

    assert ran.out == (f"Undid done:\n  The note of Sun 22 Nov with dana-oz is as it was.\n{AGAIN}")
    assert met.files() == before


def test_a_file_changed_since_stops_it_and_nothing_is_taken_back(met: Home) -> None:
    with real(met, "relationships/*/*-meeting-*.yaml").open("a", encoding="utf-8") as file:
        file.write("place: here\n")

    ran, changed = before_and_after(met, "undo", "2")

    assert changed == {}
    assert ran == Ran(
        3,
        "",
        f"mentorlog: {DANA}/2026-11-21-meeting-<4>.yaml changed since then, "
        "so nothing was undone.\n"
        "  Check it; with fewer commands, undo may still work.\n",
    )
    assert met.run("undo").status == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("9",), "Only 3 can be undone, not 9."),
        (("--redo",), "Nothing can be redone."),
    ],
)
def test_there_is_no_more_than_there_is(met: Home, words: tuple[str, ...], said: str) -> None:
    ran, changed = before_and_after(met, "undo", *words)

    assert (ran, changed) == (Ran(3, "", f"mentorlog: {said}\n"), {})


def test_none_and_less_make_no_sense(met: Home) -> None:
    assert met.run("undo", "0").status == 2
    assert met.run("undo", "x").status == 2


def test_in_an_empty_journal_there_is_nothing_to_take_back(home: Home) -> None:
    assert home.run("undo") == Ran(3, "", "mentorlog: Nothing has been saved here yet.\n")
    assert not home.journal.exists()


def test_a_new_command_ends_the_way_forward(met: Home) -> None:
    met.run("undo")
    met.run("note", "dana-oz", "something else")

    assert met.run("undo", "--redo").status == 3


def test_a_dry_run_tells_and_leaves_everything(met: Home) -> None:
    ran, changed = before_and_after(met, "undo", "2", "--dry-run")

    assert changed == {}
    assert ran == Ran(
        0,
        "Would undo note:\n"
        "  The note of Sun 22 Nov with dana-oz is gone.\n"
        "Would undo log-meeting:\n"
        "  What was given or received on Sat 21 Nov with dana-oz is gone.\n"
        "  The meeting of Sat 21 Nov with dana-oz is gone.\n"
        "Nothing was written.\n",
        "",
    )


def test_json_lists_each_file_once(met: Home) -> None:
    ran = met.run("undo", "2", "--json")

    assert ran.out == (
        '{"schema": "mentorlog.written/1", "action": "undo", "dry_run": false, "entries": '
        f'[{{"id": <6>, "kind": "note", "date": "2026-11-22", '
        f'"file": "{DANA}/2026-11-22-note-<6>.yaml"}}, '
        f'{{"id": <5>, "kind": "contribution", "date": "2026-11-21", '
        f'"file": "{DANA}/2026-11-21-contribution-<5>.yaml"}}, '
        f'{{"id": <4>, "kind": "meeting", "date": "2026-11-21", '
        f'"file": "{DANA}/2026-11-21-meeting-<4>.yaml"}}], "next_due": null}}\n'
    )


@pytest.mark.parametrize("line", [("rename", "dana-oz", "Dana Ek"), ("remove", "dana-oz", "--yes")])
def test_json_tells_a_person_by_the_id_in_their_file(met: Home, line: tuple[str, ...]) -> None:
    def people(*words: str) -> list[str | None]:
        document = json.loads(met.raw(*words, "--json").out)
        return [one["id"] for one in document["entries"] if one["kind"] == "relationship"]

    done = people(*line)

    assert done != [None]
    assert [people("undo"), people("undo", "--redo"), people("undo")] == [done] * 3
    assert people("erase", "dana-oz", "--yes") == done
