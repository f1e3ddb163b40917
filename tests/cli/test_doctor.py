"""doctor, as one calls it: what it says, its status, and what --fix leaves."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest
from cli.editors import real
from cli.harness import Home, Ran

from mentorlog.cli import shells
from mentorlog.journal.journal import Journal
from mentorlog.reminders import ledger

NOTE = "schema: 1\nid: aaaaaaaa\nkind: note\ndate: 2026-11-01\ntext: hello\n"


def put(home: Home, name: str, text: str) -> Path:
    """A file beside Dana's, as private as ours."""
    path = real(home, "relationships/*/relationship.yaml").with_name(name)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_a_sound_journal_is_well(dana: Home) -> None:
    before = dana.files()

    assert dana.run("doctor") == Ran(0, "No problems found. Checked 1 relationship, 1 entry.\n", "")
    assert dana.files() == before


def test_a_journal_that_is_not_there_is_well_and_stays_unmade(home: Home) -> None:
    assert home.run("doctor", "--fix") == Ran(
        0, "No problems found. Checked 0 relationships, 0 entries.\n", ""
    )
    assert not home.journal.exists()
    assert not home.state.exists()


def test_each_finding_is_a_line_with_file_line_and_remedy(dana: Home) -> None:
    put(dana, "2026-11-01-note-aaaaaaaa.yaml", f"{NOTE}text: again\n")
    put(dana, "notes.txt", "mine")

    ran = dana.run("doctor")

    folder = "relationships/dana-oz-<2>"
    assert ran == Ran(
        4,
        f'{folder}/2026-11-01-note-<4>.yaml:6: the key "text" appears twice '
        "(lines 5 and 6).  mentorlog edit <4>\n"
        f"also: {folder}/notes.txt: its name doesn't end in .yaml, so it isn't read.  "
        "Move it away, unless you want it here.\n"
        "1 finding. Checked 1 relationship, 1 entry.\n",
        "",
    )


def test_what_is_only_told_is_no_failure(dana: Home) -> None:
    put(dana, "notes.txt", "mine").chmod(0o666)

    ran = dana.run("doctor")

    assert (ran.status, len(ran.out.splitlines())) == (0, 2)


def test_fix_mends_without_loss_and_says_what_is_left(dana: Home) -> None:
    put(dana, "odd.yaml", NOTE).chmod(0o644)
    put(dana, ".tmp-0123", "half")
    put(dana, "2026-11-02-note-bbbbbbbb.yaml", "schema: 1\n")

    before = dana.run("doctor")
    fixed = dana.run("doctor", "--fix")

    folder = "relationships/dana-oz-<2>"
    assert before.out.splitlines()[-1] == (
        "Fix what can be fixed without loss:  mentorlog doctor --fix"
    )
    assert (before.status, fixed.status) == (4, 4)
    assert fixed.out == (
        f"mended: {folder}/.tmp-0123: left over from an interrupted save; nothing in it counts\n"
        f"mended: {folder}/odd.yaml: "
        "going by its content, its name should be 2026-11-01-note-<4>.yaml\n"
        f"mended: {folder}/odd.yaml: others can read or change it (its mode is 0644)\n"
        f"{folder}/2026-11-02-note-bbbbbbbb.yaml:1: kind is missing.  mentorlog edit bbbbbbbb\n"
        "1 finding. Checked 1 relationship, 2 entries.\n"
    )
    assert f"{folder}/2026-11-01-note-<4>.yaml" in dana.files()
    assert dana.run("undo").out.splitlines()[0] == "Undid doctor:"


@pytest.mark.parametrize("line", [("note", "dana-oz", "words"), ("doctor", "--fix")])
def test_what_a_killed_command_had_begun_to_log_goes_at_once(
    dana: Home, line: tuple[str, ...]
) -> None:
    """It holds words in plain text, and who is sealed by a sync has none left anywhere."""
    [home] = dana.state.glob("*-*")
    torn = home / "saving" / ".tmp-0123456789abcdef"
    torn.parent.mkdir(exist_ok=True)
    torn.write_text('{"before": "words"', encoding="utf-8")

    assert dana.run(*line).status == 0
    assert not torn.exists()


def test_a_missing_journal_file_stops_writers_until_it_is_fixed(dana: Home) -> None:
    made = (dana.journal / "journal.yaml").read_bytes()
    (dana.journal / "journal.yaml").unlink()

    stopped = dana.run("note", "dana-oz", "words")
    fixed = dana.run("doctor", "--fix")
    resumed = dana.run("note", "--resume")

    assert (stopped.status, stopped.err.splitlines()[1]) == (
        4,
        "  Fix it:  mentorlog doctor --fix",
    )
    assert fixed.out.startswith("mended: journal.yaml: ")
    assert (dana.journal / "journal.yaml").read_bytes() == made
    assert resumed.status == 0


def test_many_findings_alike_are_counted_for_people_and_listed_for_programs(dana: Home) -> None:
    for number in range(9):
        identity = f"aaaaaaa{number}"
        name = f"2026-11-01-note-{identity}.yaml"
        put(dana, name, NOTE.replace("aaaaaaaa", f'"{identity}"')).chmod(0o640)

    people = dana.run("doctor")
    plain = dana.run("--plain", "doctor")
    programs = json.loads(dana.run("doctor", "--json").out.replace("<", "").replace(">", ""))

    assert people.out.splitlines()[5] == "  and 4 more files with the same problem"
    assert len(plain.out.splitlines()) == 9 + 2
    assert len(programs["items"]) == 9


def test_json_has_every_key(dana: Home) -> None:
    put(dana, "2026-11-01-note-aaaaaaaa.yaml", "schema: 1\n")

    ran = dana.run("doctor", "--json")

    assert (ran.status, ran.err) == (4, "")
    assert ran.out == (
        '{"schema": "mentorlog.doctor/1", "as_of": "2026-11-22", "items": [{"file": '
        '"relationships/dana-oz-<2>/2026-11-01-note-aaaaaaaa.yaml", "line": 1, "message": '
        '"kind is missing", "remedy": "mentorlog edit aaaaaaaa", "mendable": '
        'false, "mended": false, "level": "wrong"}], "problems": []}\n'
    )


def test_a_draft_that_waits_is_told_with_its_way_on_but_not_wrong(dana: Home) -> None:
    dana.run("note", "nobody", "words")

    ran = dana.run("doctor")

    assert ran.status == 0
    assert "also: " in ran.out
    assert "an unfinished note is kept, from " in ran.out
    assert ran.out.splitlines()[0].endswith("mentorlog note --resume <draft>")


def test_nudges_that_fell_silent_are_a_finding(dana: Home) -> None:
    journal = Journal(dana.journal, dana.state)
    ledger.stamp(journal.state_folder, dt.datetime(2026, 11, 10, 9, 30))  # noqa: DTZ001 - civil

    ran = dana.run("doctor")

    assert (ran.status, ran.out.splitlines()[0].partition("heartbeat: ")[2]) == (
        4,
        "nudges haven't run since Tue 10 Nov.  mentorlog nudge status",
    )


def test_seen_from_another_day_less_lies_in_the_future(dana: Home) -> None:
    put(dana, "2026-11-30-note-aaaaaaaa.yaml", NOTE.replace("11-01", "11-30"))

    assert [dana.run("doctor", *more).status for more in ((), ("--as-of", "2026-11-30"))] == [4, 0]


def test_our_own_folders_inside_of_the_journal_are_a_finding(dana: Home, tmp_path: Path) -> None:
    inside = dana.journal / "state"
    (tmp_path / "config.toml").write_text(f'state = "{inside}"\n', encoding="utf-8")

    refused = dana.run("review")
    ran = dana.run("doctor")

    assert (refused.status, ran.status) == (3, 4)
    assert ran.out.splitlines()[0] == (
        f"{inside}: the state is inside the journal, and must not travel with it.  "
        "Choose another folder for one of them."
    )


@pytest.mark.parametrize("line", [("review",), ("note", "dana-oz", "words"), ("nudge",)])
def test_a_configuration_inside_of_the_journal_is_refused(
    dana: Home, line: tuple[str, ...]
) -> None:
    dana.config = dana.journal / "config.toml"

    ran = dana.run(*line)

    assert (ran.status, "which must not travel with it" in ran.err) == (3, True)
    assert dana.run("doctor").status == 4


def test_no_journal_may_be_set_around_the_configuration(dana: Home) -> None:
    dana.config = dana.folder / "own" / "config.toml"

    assert dana.run("config", "journal", str(dana.folder / "own")).status == 3


def test_a_file_in_the_journals_place_is_told(home: Home) -> None:
    home.journal.write_text("mine", encoding="utf-8")

    assert home.run("doctor").status == 3
    assert home.journal.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["\x1b[2Jx.txt", "\u202egpj.txt", "line\nfeed.txt"])
def test_a_hostile_name_reaches_no_terminal(dana: Home, name: str) -> None:
    put(dana, name, "mine")

    ran = dana.run("doctor")

    assert not {"\x1b", "\u202e"} & set(ran.out)
    assert len(ran.out.splitlines()) == 2


def _opened(journal: Path) -> None:
    for place in (journal, *journal.rglob("*")):
        place.chmod(0o755)


def test_a_disk_that_keeps_no_modes_is_told_once_and_is_no_finding(
    dana: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As exFAT does it: whatever is asked for, everything is open, and nothing fails."""
    _opened(dana.journal)
    kept = os.fchmod
    monkeypatch.setattr(os, "fchmod", lambda file, _: kept(file, 0o755))
    before = dana.files()

    ran = dana.run("doctor", "--fix")

    assert (ran.status, ran.out.count("no file permissions"), ran.out.count("\n")) == (0, 1, 2)
    assert dana.files() == before


def test_a_remedy_with_a_file_of_several_words_can_be_copied_to_a_shell(dana: Home) -> None:
    [person] = dana.journal.rglob("relationship.yaml")
    copy = person.with_name("2026-11-20-meeting (conflicted copy).yaml")
    copy.write_text("{bad\n", encoding="utf-8")
    copy.chmod(0o600)

    ran = dana.raw("doctor")

    path = copy.relative_to(dana.journal)
    assert (ran.status, f'mentorlog edit "{path}"' in " ".join(ran.out.split())) == (4, True), (
        ran.out
    )


def test_what_somebody_opened_to_all_is_a_finding(dana: Home) -> None:
    _opened(dana.journal)

    assert dana.run("doctor").status == 4
    assert dana.run("doctor", "--fix").status == 0
    assert dana.run("doctor").out.startswith("No problems found")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_of_another_version_is_mentioned(dana: Home, shell: str) -> None:
    dana.variables["HOME"] = str(dana.folder)
    script = shells.place(shell, dana.variables, dana.folder).script
    script.parent.mkdir(parents=True)
    script.write_text("# the script of an earlier version\n", encoding="utf-8")

    old, as_json = dana.run("doctor"), dana.run("doctor", "--json")
    script.write_text(shells.script(shell), encoding="utf-8")
    new = dana.run("doctor")

    assert old.status == 0
    assert old.err == (
        f"mentorlog: Completion for {shell} is from another version. In {shell}, update it:\n"
        "  mentorlog --install-completion\n"
    )
    assert (as_json.err, new.err) == ("", "")
