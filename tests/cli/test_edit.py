"""edit: a private copy in the editor, and nothing typed is ever lost."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cli.editors import copies, drafts, editor, real
from cli.harness import Home, Ran

MEETING = "relationships/*/*-meeting-*.yaml"
PERSON = "relationships/*/relationship.yaml"
TEXT = "schema: 1\nid: <4>\nkind: meeting\ndate: 2026-11-21\nstatus: held\nnotes: the reorg\n"
FILE = "relationships/dana-oz-<2>/2026-11-21-meeting-<4>.yaml"


@pytest.fixture
def met(dana: Home) -> Home:
    """Dana, and a meeting yesterday."""
    assert dana.run("log-meeting", "dana-oz", "the reorg", "--on", "yesterday").status == 0
    dana.files()
    return dana


def the_id(home: Home) -> str:
    return real(home, MEETING).stem.rpartition("-")[2]


def edit(home: Home, *more: str, stdin: str = "") -> tuple[Ran, dict[str, str]]:
    before = home.files()
    ran = home.run("edit", the_id(home), *more, stdin=stdin, terminal=True)
    after = home.files()
    changed = {path: text for path, text in after.items() if before.get(path) != text}
    return ran, {**changed, **{path: "" for path in before if path not in after}}


def test_what_was_typed_in_the_editor_is_saved(met: Home) -> None:
    editor(met, 'echo "place: the café # where we like it" >> "$1"')

    ran, changed = edit(met)

    assert ran == Ran(0, "Saved the meeting of Sat 21 Nov with Dana Öz.\n", "")
    assert changed == {FILE: f"{TEXT}place: the café # where we like it\n"}
    assert (drafts(met), copies(met)) == ([], [])


def test_an_editor_that_saves_by_rename_is_fine(met: Home) -> None:
    editor(met, 'sed s/reorg/budget/ "$1" > "$1.new"; mv "$1.new" "$1"; touch "$1~"')

    ran, changed = edit(met)

    assert (ran.status, changed) == (0, {FILE: TEXT.replace("reorg", "budget")})
    assert list(met.state.rglob("drafts/*")) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_an_editor_that_saves_as_utf_16_is_fine(met: Home, encoding: str) -> None:
    """With a mark of the byte order, as Windows has it; without one, it is told what it is."""
    (met.folder / "as-utf-16.py").write_text(
        "import pathlib, sys\nfile = pathlib.Path(sys.argv[1])\n"
        f"file.write_bytes(file.read_text().replace('reorg', 'büdget').encode('{encoding}'))\n"
    )
    editor(met, f'"{sys.executable}" "{met.folder}/as-utf-16.py" "$1"')

    ran, changed = edit(met, stdin="n\n")

    if encoding == "utf-16":
        assert (ran.status, changed) == (0, {FILE: TEXT.replace("reorg", "büdget")})
    else:
        assert (ran.status, changed) == (3, {})
        assert "this is UTF-16 text; save it as UTF-8" in ran.out + ran.err


def test_nothing_changed_is_said_and_leaves_nothing(met: Home) -> None:
    editor(met, 'touch "$1"')

    assert edit(met) == (Ran(0, "Nothing changed.\n", ""), {})
    assert list(met.state.rglob("drafts/*")) == []


def test_a_new_date_is_a_new_name(met: Home) -> None:
    editor(met, 'sed -i s/2026-11-21/2026-11-20/ "$1"')

    ran, changed = edit(met)

    assert ran == Ran(0, "Saved the meeting of Fri 20 Nov with Dana Öz.\n", "")
    assert changed == {
        FILE: "",
        FILE.replace("11-21", "11-20"): TEXT.replace("11-21", "11-20"),
    }


AS_PERSON = "printf 'schema: 1\\nid: {}\\nname: X\\nmy_role: mentee\\n' > \"$1\""


def test_an_entry_is_never_saved_as_a_person(met: Home) -> None:
    editor(met, AS_PERSON.format(the_id(met)))

    ran, changed = edit(met, stdin="n\n")

    assert (ran.status, changed) == (3, {})
    assert "a copy of relationship.yaml; only that one counts" in ran.err


def test_a_second_version_of_a_person_is_shown_and_never_saved(met: Home) -> None:
    [person] = met.journal.rglob("relationship.yaml")
    second = person.with_name("relationship (conflict).yaml")
    second.write_text(person.read_text("utf-8"), encoding="utf-8")
    editor(met, 'echo "why: more" >> "$1"')

    ran = met.run("edit", str(second.relative_to(met.journal)), stdin="n\n", terminal=True)

    assert ran.status == 3
    assert second.read_text("utf-8") == person.read_text("utf-8")


def test_a_person_is_edited_by_name(met: Home) -> None:
    editor(met, 'echo "why: she asks the questions nobody else asks" >> "$1"')

    ran = met.run("edit", "dana", terminal=True)

    assert ran == Ran(0, "Saved relationship.yaml of Dana Öz.\n", "")
    assert real(met, PERSON).read_text(encoding="utf-8").endswith("nobody else asks\n")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 3", "The editor {} exited with status 3."),
        ("kill -9 $$", "The editor {} was stopped by SIGKILL."),
        (': > "$1"', "The file was empty. Nothing was saved."),
        ('rm "$1"', "The file you edited is gone. Nothing was saved."),
    ],
)
def test_an_editor_that_fails_changes_nothing_and_leaves_no_draft_without_words(
    met: Home, script: str, said: str
) -> None:
    editor(met, script)

    ran, changed = edit(met)

    message = said.format(met.variables["EDITOR"])
    assert (ran, changed) == (Ran(3, "", f"mentorlog: {message}\n"), {})
    assert list(met.state.rglob("drafts/*")) == []


@pytest.mark.parametrize("end", ["exit 3", "kill -9 $$"])
def test_words_outlive_an_editor_that_fails(met: Home, end: str) -> None:
    editor(met, f'echo "place: here" >> "$1"; {end}')
    failed, changed = edit(met)
    [draft] = drafts(met)
    kept = copies(met)

    editor(met, "exit 0")
    resumed = met.run("edit", "--resume", terminal=True)

    path = draft.with_suffix("") / real(met, MEETING).name
    assert failed.err.splitlines()[1] == (
        f"  What you typed is kept in {met._numbered(str(path))}:  "  # noqa: SLF001 - the harness's
        "mentorlog edit --resume <draft>"
    )
    assert (failed.status, changed, len(kept)) == (3, {}, 1)
    assert resumed == Ran(0, "Saved the meeting of Sat 21 Nov with Dana Öz.\n", "")
    assert met.files()[FILE] == f"{TEXT}place: here\n"
    assert list(met.state.rglob("drafts/*")) == []


def test_an_editor_that_is_missing_is_told(met: Home) -> None:
    met.variables["EDITOR"] = "/nowhere/ed -x"

    ran, changed = edit(met)

    assert changed == {}
    assert ran == Ran(
        3,
        "",
        "mentorlog: The editor /nowhere/ed couldn't be started: No such file or directory.\n"
        "  Name another:  export EDITOR=nano\n",
    )


def test_visual_comes_before_editor_and_may_have_arguments(met: Home) -> None:
    editor(met, "exit 9")
    other = met.folder / "my editor"
    other.write_text('#!/bin/sh\necho "place: $1" >> "$2"\n', encoding="utf-8")
    other.chmod(0o700)
    met.variables["VISUAL"] = f"'{other}' here"

    _, changed = edit(met)

    assert changed == {FILE: f"{TEXT}place: here\n"}


BREAKS = 'sed -i "s/^status: held/status: hold/" "$1"'


def test_a_key_typed_twice_is_named_with_its_lines_as_they_are_opened_again(met: Home) -> None:
    doubles = 'sed -i "1i notes: budget" "$1"'
    opened_again = 'cp "$1" "$0.saw"; sed -i "/^notes: budget/d" "$1"'
    editor(met, f'if grep -q budget "$1"; then {opened_again}; else {doubles}; fi')
    edit(met, stdin="y\n")

    saw = (met.folder / "editor.saw").read_text(encoding="utf-8").splitlines()
    places = [n for n, line in enumerate(saw, start=1) if line.startswith("notes:")]
    assert len(places) == 2
    assert saw[1].endswith(
        f'line {places[1]}: the key "notes" appears twice (lines {places[0]} and {places[1]}).'
    )


MENDS = 'cp "$1" "$0.saw"; sed -i "s/^status: hold/status: held/" "$1"'


def test_what_cannot_be_saved_opens_again_with_the_reason_on_top(met: Home) -> None:
    editor(met, f'if grep -q hold "$1"; then {MENDS}; else {BREAKS}; echo "tags: [x]" >> "$1"; fi')

    ran, changed = edit(met, stdin="y\n")

    said = "status must be one of planned, held, cancelled, rescheduled or no_show"
    assert ran == Ran(
        0,
        "Saved the meeting of Sat 21 Nov with Dana Öz.\n",
        f"line 7: {said}.\n  Open it again?         [Y/n] ",
    )
    assert changed == {FILE: f"{TEXT}tags: [x]\n"}
    saw = (met.folder / "editor.saw").read_text(encoding="utf-8").splitlines()
    assert saw[:2] == [
        "# mentorlog: This can't be saved yet (these lines never are):",
        f"# mentorlog:   line 7: {said}.",
    ]
    assert saw[6] == "status: hold"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (BREAKS, "status must be one of planned, held, cancelled, rescheduled or no_show"),
        ('echo "a: [" >> "$1"', "this bracket isn't closed, or a comma is missing"),
        ('echo "notes: again" >> "$1"', 'the key "notes" appears twice (lines 8 and 9)'),
        ('sed -i "s/^id: ./id: /" "$1"', "id must be 8 of 0-9 and a-z without i, l, o and u"),
        ('sed -i "s/^id: .*/id: zzzzzzzz/" "$1"', "an id can't be changed."),
        (
            'sed -i "s/2026-11-21/2026-11-23/" "$1"',
            "A held meeting on Mon 23 Nov is in the future.",
        ),
        ('sed -i "s/2026-11-21/1899-01-01/" "$1"', "the date 1899-01-01 is before 1900"),
        ("printf 'id: \\377' > \"$1\"", "this isn't UTF-8 text"),
        ('sed -i "s/^schema: 1/schema: 2/" "$1"', "was written by a newer mentorlog"),
    ],
)
def test_what_cannot_be_saved_is_kept_as_it_was_typed(met: Home, script: str, said: str) -> None:
    editor(met, script)

    ran, changed = edit(met, stdin="n\n")

    assert (ran.status, changed) == (3, {})
    assert said in ran.err.splitlines()[0]
    assert ran.err.splitlines()[-1].endswith("mentorlog edit --resume <draft>")
    assert len(drafts(met)) == 1


def test_a_change_made_elsewhere_meanwhile_is_never_overwritten(met: Home) -> None:
    file = real(met, MEETING)
    editor(met, f"echo '# elsewhere' >> {file}; sed -i s/reorg/budget/ \"$1\"")

    ran, changed = edit(met)

    assert changed == {FILE: f"{TEXT}# elsewhere\n"}
    [copy] = copies(met)
    ours = file.read_text(encoding="utf-8").replace("reorg", "budget")[:-12]
    assert copy.partition("# mentorlog:")[0] == ours
    said, stays, kept = ran.err.splitlines()
    assert (ran.status, said, stays) == (
        3,
        f"mentorlog: {FILE} changed since it was read.",
        "  It's left as it is.",
    )
    assert kept.startswith("  What you typed is kept in ")


def test_the_two_versions_are_brought_together_by_their_owner(met: Home) -> None:
    file = real(met, MEETING)
    editor(met, f"echo '# elsewhere' >> {file}; sed -i s/reorg/budget/ \"$1\"")
    edit(met)
    editor(met, 'cp "$1" "$0.saw"; echo "# both" >> "$1"')

    ran = met.run("edit", "--resume", terminal=True)

    saw = (met.folder / "editor.saw").read_text(encoding="utf-8").splitlines()
    assert saw[:3] == [
        "# mentorlog: The journal's file was changed while you edited. It's in",
        f"# mentorlog:   {file}",
        "# mentorlog: What you save here replaces it, so copy over what you want to keep.",
    ]
    assert ran.status == 0
    assert met.files()[FILE] == f"{TEXT.replace('reorg', 'budget')}# both\n"


def test_without_a_terminal_the_file_is_named_and_no_editor_opens(met: Home) -> None:
    editor(met, 'echo opened >> "$0.log"')

    ran = met.run("edit", the_id(met))

    assert ran == Ran(
        2,
        "",
        (
            "mentorlog: An editor needs a terminal.\n  Options need none: --on, --at, --minutes,"
            " --medium, --place, --topic, --note, --status or --by.\n"
            f"  Open the file itself:  {met.journal}/{FILE}\n"
        ),
    )
    assert not (met.folder / "editor.log").exists()
    assert list(met.state.rglob("drafts/*")) == []


def test_a_kept_text_can_be_saved_without_a_terminal(met: Home) -> None:
    editor(met, 'echo "place: here" >> "$1"; exit 1')
    edit(met)

    assert met.run("edit", "--resume") == Ran(
        0, "Saved the meeting of Sat 21 Nov with Dana Öz.\n", ""
    )
    assert met.files()[FILE] == f"{TEXT}place: here\n"


def test_without_a_terminal_two_versions_stay_two(met: Home) -> None:
    editor(met, 'echo "place: here" >> "$1"; exit 1')
    edit(met)
    with real(met, MEETING).open("a", encoding="utf-8") as file:
        file.write("# elsewhere\n")

    ran = met.run("edit", "--resume")

    assert (ran.status, ran.err.splitlines()[0]) == (
        3,
        f"mentorlog: {FILE} was changed after this draft was started.",
    )
    assert met.files()[FILE] == f"{TEXT}# elsewhere\n"
    assert len(copies(met)) == 1


def test_a_damaged_file_is_opened_by_the_id_in_its_name_with_what_is_wrong(met: Home) -> None:
    file = real(met, MEETING)
    file.write_text(f"{file.read_text(encoding='utf-8')}notes: again\n", encoding="utf-8")
    editor(met, 'cp "$1" "$0.saw"; sed -i "s/^notes: again//" "$1"')

    ran, _ = edit(met)

    saw = (met.folder / "editor.saw").read_text(encoding="utf-8").splitlines()
    assert saw[0] == '# mentorlog: line 8: the key "notes" appears twice (lines 7 and 8)'
    assert ran == Ran(0, "Saved the meeting of Sat 21 Nov with Dana Öz.\n", "")
    assert met.run("doctor").status == 0


def test_a_file_without_an_id_in_its_name_is_opened_by_its_path(met: Home) -> None:
    file = real(met, MEETING)
    odd = file.with_name("odd.yaml")
    file.rename(odd)
    odd.write_text("schema: [\n", encoding="utf-8")
    text = "schema: 1\\nid: zzzzzzzz\\nkind: note\\ndate: 2026-11-01\\ntext: x\\n"
    editor(met, f"printf '{text}' > \"$1\"")

    ran = met.run("edit", str(odd.relative_to(met.journal)), terminal=True)

    assert ran == Ran(0, "Saved the note of Sun 1 Nov with Dana Öz.\n", "")


def test_a_newer_file_is_not_opened(met: Home) -> None:
    file = real(met, MEETING)
    newer = file.read_text(encoding="utf-8").replace("schema: 1", "schema: 2")
    file.write_text(newer, encoding="utf-8")
    editor(met, 'echo opened >> "$0.log"')

    ran, changed = edit(met)

    assert (ran.status, changed, (met.folder / "editor.log").exists()) == (4, {}, False)


def test_copies_of_one_entry_are_opened_one_by_one(met: Home) -> None:
    file = real(met, MEETING)
    twin = file.with_name("a copy.yaml")
    twin.write_bytes(file.read_bytes())

    ran = met.run("edit", file.stem.rpartition("-")[2], terminal=True)

    said, way_out = ran.err.splitlines()
    assert (ran.status, said[: said.index("relationships")]) == (
        3,
        "mentorlog: That matches several files: ",
    )
    assert way_out.startswith("  mentorlog edit relationships/")


@pytest.mark.parametrize("word", ["nobody", "zzzz", "../../etc/passwd", "journal.yaml", ""])
def test_what_is_not_there_is_not_found(met: Home, word: str) -> None:
    assert met.run("edit", word, terminal=True).status == 3


def test_alone_it_opens_what_was_written_last(met: Home) -> None:
    editor(met, 'echo "place: here" >> "$1"')

    ran = met.run("edit", terminal=True)

    assert ran == Ran(0, "Saved the meeting of Sat 21 Nov with Dana Öz.\n", "")


def test_a_dry_run_opens_nothing(met: Home) -> None:
    editor(met, 'echo "place: here" >> "$1"')

    ran, changed = edit(met, "--dry-run")

    assert ran == Ran(
        0, "Would change the meeting of Sat 21 Nov with Dana Öz. Nothing was written.\n", ""
    )
    assert (changed, drafts(met)) == ({}, [])


def test_the_lock_is_free_while_someone_types(met: Home) -> None:
    """Another command saves while the editor is open."""
    log = met.folder / "log"
    config = met.folder / "config.toml"
    other = (
        f"MENTORLOG_JOURNAL={met.journal} HOME={met.folder} "
        f"{sys.executable} -m mentorlog --config {config} note dana-oz 'while it is open'"
    )
    config.write_text(f'state = "{met.state}"\n', encoding="utf-8")
    editor(met, f'{other} > {log} 2>&1 || exit 7; echo "place: here" >> "$1"')

    ran, changed = edit(met)

    assert ran == Ran(0, "Saved the meeting of Sat 21 Nov with Dana Öz.\n", "")
    assert len(changed) == 2
    assert "Noted" in Path(log).read_text(encoding="utf-8")


def test_json_tells_what_was_written(met: Home) -> None:
    editor(met, 'echo "place: here" >> "$1"')

    ran, _ = edit(met, "--json")

    assert ran.out == (
        '{"schema": "mentorlog.written/1", "action": "edit", "dry_run": false, "entries": '
        f'[{{"id": <4>, "kind": "meeting", "date": "2026-11-21", "file": "{FILE}"}}], '
        '"next_due": "2026-12-05"}\n'
    )
