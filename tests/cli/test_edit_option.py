"""--edit: the entry as it would be saved is opened first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli.editors import copies, drafts, editor
from cli.harness import Home, Ran, before_and_after

from mentorlog.terminal import editor as terminal_editor

SHOW = 'cp "$1" "$0.saw"; touch "$1"'
MEETING = "relationships/dana-oz-<2>/2026-11-22-meeting-<4>.yaml"
LOGGED = (
    "Logged Sun 22 Nov with Dana Öz{}.\n"
    "Next due Sun 6 Dec. Book it:  mentorlog schedule dana-oz +2w\n"
)


def saw(home: Home) -> str:
    return (home.folder / "editor.saw").read_text(encoding="utf-8")


def on_terminal(home: Home, *words: str, stdin: str = "") -> tuple[Ran, dict[str, str]]:
    before = home.files()
    ran = home.run(*words, stdin=stdin, terminal=True)
    after = home.files()
    changed = {path: text for path, text in after.items() if before.get(path) != text}
    return ran, {**changed, **{path: "" for path in before if path not in after}}


def test_a_meeting_is_opened_as_it_would_be_saved_with_keys_to_fill_in(dana: Home) -> None:
    editor(dana, SHOW)

    ran, changed = on_terminal(dana, "log-meeting", "dana-oz", "--topic", "the reorg", "--edit")

    text = (
        "schema: 1\nid: <4>\nkind: meeting\ndate: 2026-11-22\nstatus: held\n"
        "topics:\n  - the reorg\n"
    )
    blanks, _, example = dana._numbered(saw(dana)).partition("# mentorlog: ")  # noqa: SLF001
    assert blanks == f"{text}minutes:\naction_items:\nnotes:\n"
    assert example.startswith("An action item:\n")
    assert (ran, changed) == (Ran(0, LOGGED.format(""), ""), {MEETING: text})
    assert list(dana.state.rglob("drafts/*")) == []


def test_what_is_filled_in_is_saved_with_its_comments(dana: Home) -> None:
    editor(dana, 'sed -i "s/^minutes:/minutes: 45 # about/; s/^notes:/notes: we talked/" "$1"')

    ran, changed = on_terminal(dana, "log-meeting", "dana-oz", "--edit")

    assert ran == Ran(0, LOGGED.format(", 45 min: 2 words"), "")
    assert changed == {
        MEETING: (
            "schema: 1\nid: <4>\nkind: meeting\ndate: 2026-11-22\nstatus: held\n"
            "minutes: 45 # about\nnotes: we talked\n"
        )
    }


def test_what_is_open_stands_below_and_is_not_saved(dana: Home) -> None:
    dana.run("log-meeting", "dana-oz", "--on", "-3d", "--action", "me: send deck by fri")
    dana.run("note", "dana-oz", "ask about London")
    editor(dana, SHOW)

    _, changed = on_terminal(dana, "log-meeting", "dana-oz", "--edit")

    ours = saw(dana).partition("# mentorlog: \n# mentorlog: More keys")[0]
    told = re.sub(r"[0-9a-z]{8}(\.1)? +(me: )", r"<id>\1 \2", ours).splitlines()
    assert told[-8:] == [
        "# mentorlog: An action item:",
        "# mentorlog:   - text: send the deck",
        "# mentorlog:     owner: me",
        "# mentorlog:     due: 2026-11-27",
        "# mentorlog: ",
        "# mentorlog: Open with dana-oz (mentorlog done ID closes one):",
        "# mentorlog:   <id>.1 me: send deck, by Fri 27 Nov, in 5 days",
        "# mentorlog:   <id> me: bring up: ask about London",
    ]
    assert "mentorlog" not in "".join(changed.values())


def test_the_plan_is_opened_with_its_agenda_and_its_comments(dana: Home) -> None:
    dana.run("schedule", "dana-oz", "+1d")
    [plan] = dana.journal.glob("relationships/*/*meeting*.yaml")
    with plan.open("a", encoding="utf-8") as file:
        file.write("agenda: [the budget] # ours\nx-room: 12\n")
    dana.today = dana.today.replace(day=23)
    editor(dana, SHOW)

    _, changed = on_terminal(dana, "log-meeting", "dana-oz", "--edit")

    assert changed == {
        MEETING.replace("11-22", "11-23"): (
            "schema: 1\nid: <4>\nkind: meeting\ndate: 2026-11-23\nstatus: held\n"
            "agenda: [the budget] # ours\nx-room: 12\n"
        )
    }


def test_what_was_given_is_saved_beside_it(dana: Home) -> None:
    editor(dana, 'echo "place: here" >> "$1"')

    _, changed = on_terminal(dana, "log-meeting", "dana-oz", "--gave", "an intro", "--edit")

    assert sorted(path.split("-")[-2] for path in changed) == ["contribution", "meeting"]


@pytest.mark.parametrize("script", ["exit 0", "exit 1", "kill -9 $$", ': > "$1"', 'rm "$1"'])
def test_unless_it_is_saved_there_nothing_is_and_words_are_kept(dana: Home, script: str) -> None:
    editor(dana, script)

    ran, changed = on_terminal(dana, "log-meeting", "dana-oz", "long words", "--edit")
    editor(dana, SHOW)
    resumed = dana.run("log-meeting", "--resume", terminal=True)

    assert (ran.status, changed) == (3, {})
    assert ran.err.splitlines()[-1].endswith("mentorlog log-meeting --resume <draft>")
    assert resumed == Ran(0, LOGGED.format(": 2 words"), "")
    assert "notes: long words\n" in dana.files()[MEETING]


@pytest.mark.parametrize("script", ["exit 0", "exit 1", ': > "$1"'])
def test_without_words_no_draft_is_left(dana: Home, script: str) -> None:
    editor(dana, script)

    ran, changed = on_terminal(dana, "log-meeting", "dana-oz", "--edit")

    assert (ran.status, changed, "--resume" in ran.err) == (3, {}, False)
    assert list(dana.state.rglob("drafts/*")) == []


def test_an_editor_left_without_saving_says_how_to_go_on(dana: Home) -> None:
    editor(dana, "exit 0")

    ran, _ = on_terminal(dana, "log-meeting", "dana-oz", "--edit")

    assert ran.err == (
        "mentorlog: You left the editor without saving. Nothing changed.\n"
        "  To keep it as it is, save it in the editor, or leave out --edit.\n"
    )


def test_an_editor_that_does_not_wait_keeps_the_draft_for_its_window(
    dana: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal_editor, "A_BLINK", 60)
    editor(dana, "exit 0")
    ran, changed = on_terminal(dana, "log-meeting", "dana-oz", "--edit")
    [copy] = sorted(dana.state.rglob("drafts/*/*.yaml"))
    copy.write_text(copy.read_text().replace("notes:", "notes: saved in the window"))

    resumed = dana.run("log-meeting", "--resume")

    assert (ran.status, changed, ran.out) == (3, {}, "")
    *said, way = ran.err.splitlines()
    assert said == [
        "mentorlog: The editor returned at once, and nothing was saved in it.",
        "  If it opened a window, save and close that, then continue with the draft.",
        '  To make it wait:  export EDITOR="code --wait"   (or your editor\'s option)',
    ]
    assert way.endswith(":  mentorlog log-meeting --resume <draft>")
    assert resumed.status == 0
    assert "notes: saved in the window\n" in dana.files()[MEETING]


def test_nor_is_an_entry_lost_that_a_window_changes(
    dana: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal_editor, "A_BLINK", 60)
    editor(dana, "exit 0")
    dana.run("log-meeting", "dana-oz", "as it was")
    ran, _ = on_terminal(dana, "edit")
    [copy] = sorted(dana.state.rglob("drafts/*/*.yaml"))
    copy.write_text(copy.read_text().replace("as it was", "as it is"))

    resumed = dana.run("edit", "--resume")

    assert (ran.status, resumed.status) == (3, 0)
    assert "notes: as it is\n" in dana.files()[MEETING]


def test_what_was_typed_in_the_editor_goes_on_with_resume_and_doubles_nothing(dana: Home) -> None:
    editor(dana, 'sed -i "s/^notes:/notes: typed there/" "$1"; kill -9 $$')
    on_terminal(dana, "log-meeting", "dana-oz", "--on", "yesterday", "--gave", "x", "--edit")
    kept = copies(dana)
    dana.today = dana.today.replace(day=25)
    editor(dana, "exit 0")

    ran = dana.run("log-meeting", "--resume", terminal=True)

    assert (len(kept), ran.status) == (1, 0)
    files = dana.files()
    assert [path for path in files if "meeting" in path or "contribution" in path] == [
        "relationships/dana-oz-<2>/2026-11-21-contribution-<5>.yaml",
        "relationships/dana-oz-<2>/2026-11-21-meeting-<4>.yaml",
    ]
    assert "notes: typed there\n" in files["relationships/dana-oz-<2>/2026-11-21-meeting-<4>.yaml"]
    assert list(dana.state.rglob("drafts/*")) == []


def test_a_date_that_cannot_be_is_refused_there_too(dana: Home) -> None:
    editor(dana, 'sed -i "s/2026-11-22/2027-01-01/" "$1"')

    ran, changed = on_terminal(dana, "log-meeting", "dana-oz", "--edit", stdin="n\n")

    assert (ran.status, changed) == (3, {})
    assert ran.err.splitlines()[0] == "A held meeting on Fri 1 Jan 2027 is in the future."


@pytest.mark.parametrize(
    "words",
    [
        ("log-meeting", "dana-oz"),
        ("amend", "dana-oz"),
        ("close", "dana-oz"),
        ("new-agreement", "Sam Lee", "--cadence", "monthly"),
    ],
)
def test_without_a_terminal_no_editor_opens(dana: Home, words: tuple[str, ...]) -> None:
    editor(dana, 'echo opened >> "$0.log"')

    ran, changed = before_and_after(dana, *words, "--edit")

    assert (ran.status, changed) == (2, {})
    assert ran.err == (
        "mentorlog: An editor needs a terminal.\n  Leave out --edit, or run it in a terminal.\n"
    )
    assert not Path(dana.folder / "editor.log").exists()
    assert drafts(dana) == []


def test_a_dry_run_opens_no_editor(dana: Home) -> None:
    editor(dana, 'echo opened >> "$0.log"')

    ran, changed = on_terminal(dana, "log-meeting", "dana-oz", "--edit", "--dry-run")

    assert (ran.status, changed, (dana.folder / "editor.log").exists()) == (0, {}, False)


def test_terms_are_amended_in_the_editor_and_shown_before_they_are_saved(dana: Home) -> None:
    editor(
        dana, 'sed -i "s/every 2 weeks/monthly/; s/^ground_rules:/ground_rules: [be kind]/" "$1"'
    )

    ran, changed = on_terminal(dana, "amend", "dana-oz", "--edit", stdin="y\n")

    assert (ran.status, ran.err.splitlines()[1:5]) == (
        0,
        [
            "               Before         From Sun 22 Nov",
            "Cadence        every 2 weeks  monthly",
            "Rules          \N{EN DASH}              be kind",
            "Was due        Mon 9 Nov      Mon 9 Nov",
        ],
    )
    assert changed == {
        "relationships/dana-oz-<2>/2026-11-22-agreement-<4>.yaml": (
            "schema: 1\nid: <4>\nkind: agreement\ndate: 2026-11-22\ncadence: monthly\n"
            "ground_rules: [be kind]\n"
        )
    }


def test_the_terms_of_the_day_are_corrected_in_place(dana: Home) -> None:
    editor(dana, 'sed -i "s/every 2 weeks/monthly # better/" "$1"')

    ran, changed = on_terminal(
        dana, "amend", "dana-oz", "--from", "2026-10-26", "--edit", stdin="y\n"
    )

    assert (ran.status, list(changed)) == (
        0,
        ["relationships/dana-oz-<2>/2026-10-26-agreement-<3>.yaml"],
    )
    assert "cadence: monthly # better\n" in next(iter(changed.values()))


def test_a_closure_has_room_for_what_was_good(dana: Home) -> None:
    editor(dana, 'sed -i "s/^good_work:/good_work: I speak up now/" "$1"')

    ran, changed = on_terminal(dana, "close", "dana-oz", "--edit")

    assert ran.status == 0
    assert changed == {
        "relationships/dana-oz-<2>/2026-11-22-closure-<4>.yaml": (
            "schema: 1\nid: <4>\nkind: closure\ndate: 2026-11-22\ngood_work: I speak up now\n"
        )
    }


def test_a_new_agreement_is_opened_too(dana: Home) -> None:
    editor(dana, 'sed -i "s/^focus_areas:/focus_areas: [saying no]/" "$1"')
    answers = "\n" * 20 + "y\n"

    ran, changed = on_terminal(
        dana, "new-agreement", "Sam Lee", "--cadence", "monthly", "--edit", stdin=answers
    )

    [text] = [text for path, text in changed.items() if "agreement" in path]
    assert (ran.status, "focus_areas: [saying no]\n" in text, "goals" in text) == (0, True, False)
