"""The editor shows every key that may stand there, and asks about one that is nearly right."""

from __future__ import annotations

import pytest
from cli.editors import drafts, editor, real
from cli.harness import Home

MEETING = "relationships/*/*-meeting-*.yaml"
MEANT = '"{}" isn\'t a key here. Did you mean {}?'


@pytest.fixture
def met(dana: Home) -> Home:
    line = ("log-meeting", "dana", "the reorg", "--action", "me: send it", "--on", "yesterday")
    assert dana.run(*line).status == 0
    dana.files()
    return dana


def text(home: Home) -> str:
    return real(home, MEETING).read_text(encoding="utf-8")


def test_every_key_that_may_stand_there_is_shown(met: Home) -> None:
    editor(met, 'cp "$1" "$0.saw"')
    met.run("edit", terminal=True)
    saw = (met.folder / "editor.saw").read_text(encoding="utf-8")

    shown = saw.partition("More keys for this entry")[2].splitlines()[1:]
    assert shown == [
        f"# mentorlog: {line}"
        for line in (
            "visibility: private | pair | open",
            "in_confidence: true",
            "time: HH:MM",
            "tz:",
            "minutes:",
            "rescheduled_to: YYYY-MM-DD",
            "tags: []",
            "medium: in_person | video | phone | chat | email",
            "place:",
            "topics: []",
            "agenda: []",
            "reflection:",
            "reason:",
            "changed_by: me | them | both | circumstance",
        )
    ]
    assert text(met) == saw.partition("# mentorlog:")[0]


def test_a_key_is_taken_by_removing_what_is_before_it(met: Home) -> None:
    editor(met, 'sed -i "s/^# mentorlog: time: HH:MM/time: 15:00/" "$1"')

    assert met.run("edit", terminal=True).status == 0
    assert text(met).endswith("time: 15:00\n")


@pytest.mark.parametrize(
    ("written", "meant", "after"),
    [
        ("duration: 45", "minutes", "minutes: 45\n"),
        ("minuts: 45", "minutes", "minutes: 45\n"),
        ("Topic: [a]", "topics", "topics: [a]\n"),
        ("location: here # by the sea", "place", "place: here # by the sea\n"),
        ("changed-by: me", "changed_by", "changed_by: me\n"),
    ],
)
def test_a_key_that_is_nearly_right_is_asked_about(
    met: Home, written: str, meant: str, after: str
) -> None:
    before = text(met)
    editor(met, f'echo "{written}" >> "$1"')
    ran = met.run("edit", terminal=True, stdin="y\n")

    assert ran.status == 0
    assert MEANT.format(written.partition(":")[0], meant) in " ".join(ran.err.split())
    assert text(met) == before + after
    assert drafts(met) == []


def test_who_says_no_keeps_the_key(met: Home) -> None:
    editor(met, 'echo "duration: 45" >> "$1"')

    assert met.run("edit", terminal=True, stdin="n\n").status == 0
    assert text(met).endswith("duration: 45\n")


def test_a_key_of_an_item_is_looked_at_too(met: Home) -> None:
    editor(met, 'sed -i "s/    owner: me/    owner: me\\n    when_due: 2026-12-01/" "$1"')
    assert met.run("edit", terminal=True).status == 0  # nothing is near

    editor(met, 'sed -i "s/when_due/dues/" "$1"')
    ran = met.run("edit", terminal=True, stdin="\n")
    assert MEANT.format("dues", "due") in " ".join(ran.err.split())
    assert "    due: 2026-12-01\n" in text(met)


@pytest.mark.parametrize("written", ["mood: fine", "x-notes: mine", "notes2: more"])
def test_a_key_of_ones_own_is_left_alone(met: Home, written: str) -> None:
    editor(met, f'echo "{written}" >> "$1"')
    ran = met.run("edit", terminal=True)

    assert (ran.status, ran.err) == (0, "")
    assert text(met).endswith(f"{written}\n")


def test_a_key_that_was_there_before_is_not_asked_about(met: Home) -> None:
    file = real(met, MEETING)
    file.write_text(text(met) + "duration: 45\n", encoding="utf-8")
    editor(met, 'echo "mood: fine" >> "$1"')

    assert met.run("edit", terminal=True).err == ""


def test_the_other_commands_that_open_an_editor_do_so_too(dana: Home) -> None:
    editor(dana, 'cp "$1" "$0.saw"; echo "place1: here" >> "$1"')
    ran = dana.run("log-meeting", "dana", "--edit", terminal=True, stdin="y\n")

    saw = (dana.folder / "editor.saw").read_text(encoding="utf-8")
    assert (ran.status, "# mentorlog: time: HH:MM\n" in saw) == (0, True)
    assert "place: here\n" in text(dana)


def test_of_a_person_too(dana: Home) -> None:
    editor(dana, 'cp "$1" "$0.saw"; echo "organisation: Acme" >> "$1"')
    ran = dana.run("edit", "dana-oz", terminal=True, stdin="y\n")

    saw = (dana.folder / "editor.saw").read_text(encoding="utf-8")
    assert (ran.status, "# mentorlog: organization:\n" in saw) == (0, True)
    person = real(dana, "relationships/*/relationship.yaml").read_text(encoding="utf-8")
    assert person.endswith("organization: Acme\n")


def test_a_key_beside_the_one_that_was_meant_is_told(met: Home) -> None:
    editor(met, "printf 'note: more of it\\n' >> \"$1\"")

    ran = met.run("edit", terminal=True)

    said = "mentorlog: \"note\" isn't a key here. It's kept beside notes, but not used.\n"
    assert (ran.status, ran.err) == (0, said)
    assert text(met).endswith("note: more of it\n")
    assert "isn't a key" not in met.run("edit", terminal=True).err  # it was there before
