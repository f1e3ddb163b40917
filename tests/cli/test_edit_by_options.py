"""edit with options: an entry is mended in place, and no editor is opened."""

from __future__ import annotations

import pytest
from cli.editors import drafts, real
from cli.harness import Home, before_and_after

MEETING = "relationships/*/*-meeting-*.yaml"
GIFT = "relationships/*/*-contribution-*.yaml"
HAND_WRITTEN = (
    "# on the train\nschema: 1\nid: {id}\nkind: meeting\nstatus:   held   # really\n"
    "date: '2026-11-20'\nmood: fine # mine\nminutes: 45\ntopics: [a, b]\nnotes: >\n  the\n  reorg\n"
    "medium: video\n\n"
)


@pytest.fixture
def met(dana: Home) -> Home:
    """Dana, and a meeting on Friday at which a book was given."""
    line = ("log-meeting", "dana", "the reorg", "--on", "2026-11-20", "--gave", "a book")
    assert dana.run(*line, "--minutes", "45", "--topic", "a", "--topic", "b").status == 0
    dana.files()
    return dana


def the_id(home: Home, pattern: str = MEETING) -> str:
    return real(home, pattern).stem.rpartition("-")[2]


def text(home: Home, pattern: str = MEETING) -> str:
    return real(home, pattern).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "before", "after"),
    [
        (("--minutes", "1h30"), "minutes: 45\n", "minutes: 90\n"),
        (("--minutes", ""), "minutes: 45\n", ""),
        (("--topic", "c"), "topics:\n  - a\n  - b\n", "topics:\n  - c\n"),
        (("--topic", "c", "--topic", "d"), "  - a\n  - b\n", "  - c\n  - d\n"),
        (("--topic", ""), "topics:\n  - a\n  - b\n", ""),
        (("--note", "the budget"), "notes: the reorg\n", "notes: the budget\n"),
        (("--note", ""), "notes: the reorg\n", ""),
        (("--status", "can"), "status: held\n", "status: cancelled\n"),
        (("--at", "3pm"), "notes: the reorg\n", 'notes: the reorg\ntime: "15:00"\n'),
        (("--medium", "vid"), "notes: the reorg\n", "notes: the reorg\nmedium: video\n"),
        (("--by", "them"), "notes: the reorg\n", "notes: the reorg\nchanged_by: them\n"),
        (("--visibility", "open"), "notes: the reorg\n", "notes: the reorg\nvisibility: open\n"),
    ],
)
def test_a_value_is_replaced_and_an_empty_one_removed(
    met: Home, options: tuple[str, ...], before: str, after: str
) -> None:
    was = text(met)
    ran = met.run("edit", the_id(met), *options)

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Saved the meeting of Fri 20 Nov with Dana Öz.")
    assert text(met) == was.replace(before, after)
    assert met.run("undo").status == 0
    assert text(met) == was


def test_not_a_byte_of_anything_else_changes(met: Home) -> None:
    file, identity = real(met, MEETING), the_id(met)
    file.write_text(HAND_WRITTEN.format(id=f"'{identity}'"), encoding="utf-8")
    edited = HAND_WRITTEN.replace("45", "60").replace("medium: video\n", "")

    assert met.run("edit", identity, "--minutes", "1h", "--medium", "").status == 0
    assert text(met) == edited.format(id=f"'{identity}'")


def test_a_note_comes_from_stdin(met: Home) -> None:
    assert met.run("edit", the_id(met), "--note", "-", stdin="from\na pipe\n").status == 0
    assert "notes: |-\n  from\n  a pipe\n" in text(met)


def test_alone_it_mends_what_was_written_last(met: Home) -> None:
    ran = met.run("edit", "--on", "yesterday")

    assert ran.out.splitlines() == [
        "Saved the meeting of Sat 21 Nov with Dana Öz.",
        "1 thing given or received there moved with it.",
    ]
    assert real(met, GIFT).name.startswith("2026-11-21-")
    met.run("note", "dana", "ask about the budget")
    assert met.run("edit", "--text", "ask about the plan").status == 0
    assert "text: ask about the plan" in text(met, "relationships/*/*-note-*.yaml")


def test_alone_what_is_gone_is_passed_over(met: Home) -> None:
    met.run("note", "dana", "budget")
    met.run("remove", the_id(met, "relationships/*/*-note-*.yaml"))

    assert "the meeting of Fri 20 Nov" in met.run("edit", "--minutes", "5").out


def test_alone_where_nothing_was_written_it_is_refused(home: Home) -> None:
    for line in (("edit",), ("edit", "--minutes", "5")):
        ran = home.run(*line, terminal=True)
        assert (ran.status, ran.err.splitlines()[0]) == (
            3,
            "mentorlog: There's nothing to edit yet.",
        )


def test_what_was_given_there_follows_in_the_editor_too(met: Home) -> None:
    script = met.folder / "editor"
    script.write_text('#!/bin/sh\nsed -i s/2026-11-20/2026-11-18/ "$1"\n', encoding="utf-8")
    script.chmod(0o700)
    met.variables["EDITOR"] = str(script)

    ran = met.run("edit", the_id(met), terminal=True)

    assert ran.status == 0
    assert real(met, GIFT).name.startswith("2026-11-18-")
    assert "date: 2026-11-18\n" in text(met, GIFT)
    assert met.run("doctor").status == 0


def test_a_gift_of_another_day_stays(met: Home) -> None:
    assert met.run("edit", the_id(met, GIFT), "--on", "2026-11-21").status == 0
    assert met.run("edit", the_id(met), "--on", "2026-11-18").status == 0
    assert real(met, GIFT).name.startswith("2026-11-21-")


def test_a_contribution_takes_its_own_options(met: Home) -> None:
    line = ("--type", "insight", "--text", "another book", "--on", "2026-11-19")
    ran = met.run("edit", the_id(met, GIFT), *line)

    assert ran.out == "Saved the contribution of Thu 19 Nov with Dana Öz.\n"
    found = text(met, GIFT)
    assert "type: insight\n" in found
    assert "text: another book\n" in found


@pytest.mark.parametrize(
    ("pattern", "options", "status", "said"),
    [
        (GIFT, ("--topic", "a"), 2, "which has no --topic."),
        (MEETING, ("--type", "advice"), 2, "which has no --type."),
        (MEETING, ("--text", "words"), 2, "which has no --text."),
        ("*/*/*-agreement-*.yaml", ("--on", "today"), 2, "which has no --on."),
        (MEETING, ("--on", ""), 2, "--on can't be left empty."),
        (MEETING, ("--status", ""), 2, "--status can't be left empty."),
        (GIFT, ("--text", " "), 2, "--text can't be left empty."),
        (MEETING, ("--minutes", "long"), 2, "isn't a length."),
        (MEETING, ("--on", "someday"), 2, "someday"),
        (MEETING, ("--on", "2026-11-30"), 3, "is in the future."),
        (GIFT, ("--on", "2026-11-30"), 3, "is in the future."),
        (MEETING, ("--minutes", "45"), 3, "already says that."),
        (MEETING, ("--note", "the reorg"), 3, "already says that."),
    ],
)
def test_what_cannot_be_is_refused(
    met: Home, pattern: str, options: tuple[str, ...], status: int, said: str
) -> None:
    ran, changed = before_and_after(met, "edit", the_id(met, pattern), *options)

    assert (ran.status, changed) == (status, {})
    assert said in ran.err
    assert bool(drafts(met)) == (options in {("--topic", "a"), ("--text", "words")})


def test_a_person_has_no_such_options(met: Home) -> None:
    ran = met.run("edit", "dana", "--minutes", "45")

    said = "mentorlog: --minutes is for an entry; dana-oz is a person."
    assert (ran.status, ran.err) == (2, f"{said}\n  List the ids:  mentorlog show dana-oz\n")


def test_without_option_and_terminal_the_options_are_named(met: Home) -> None:
    ran = met.run("edit", the_id(met))

    assert ran.status == 2
    assert "An editor needs a terminal." in ran.err
    assert "Options need none: --on, --at, --minutes," in ran.err


def test_a_plan_moves_ahead(dana: Home) -> None:
    dana.run("schedule", "dana", "2026-11-24 15:00")

    assert dana.run("edit", the_id(dana), "--on", "fri", "--at", "noon").status == 0
    assert real(dana, MEETING).name.startswith("2026-11-27-")
    assert 'time: "12:00"' in text(dana)


def test_a_dry_run_changes_nothing_and_programs_are_told(met: Home) -> None:
    ran, changed = before_and_after(met, "edit", the_id(met), "--on", "2026-11-18", "--dry-run")
    told = met.run("edit", the_id(met), "--on", "2026-11-18", "--json")

    assert ran.out.startswith("Would change the meeting of Wed 18 Nov with Dana Öz. Nothing was ")
    assert changed == {}
    assert '"action": "edit", "dry_run": false' in told.out
    assert told.out.count('"date": "2026-11-18"') == 2


def test_a_draft_of_it_keeps_what_is_to_be_removed(met: Home) -> None:
    line = ("edit", the_id(met), "--minutes", "", "--note", "the budget")
    assert met.run(*line, "--on", "2031-01-01").status == 3
    assert met.run("edit", "--resume", "--on", "2026-11-20").status == 0

    assert "minutes" not in text(met)
    assert "notes: the budget" in text(met)


def test_the_terms_of_an_agreement_are_led_to_amend(dana: Home) -> None:
    [agreement] = list(dana.journal.rglob("*-agreement-*.yaml"))
    identity = agreement.stem[-8:]

    known = dana.run("edit", identity, "--minutes", "45")
    unknown = dana.run("edit", identity, "--i-will", "listen")

    assert known.err.splitlines()[1:] == [
        "  It takes --visibility or --in-confidence.",
        "  Its terms:  mentorlog amend dana-oz",
    ]
    assert unknown.err.splitlines() == [
        "mentorlog: There's no option --i-will.",
        "  Change an agreement:  mentorlog amend WHO --i-will TEXT",
    ]


def test_after_a_move_the_new_plan_is_the_last_entry(dana: Home) -> None:
    dana.run("schedule", "dana", "thu")
    dana.run("reschedule", "dana", "fri")

    assert "Fri 27 Nov" in dana.run("edit", "--topic", "budget").out
