"""export pair on one machine, import on the other, and back: what is shared, and nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from cli.harness import Home, Ran, before_and_after


@pytest.fixture
def ari(dana: Home) -> Home:
    """Ari, who shares a meeting, a promise and advice with Dana, and keeps the rest."""
    dana.run("config", "me.name", "Ari Novak")
    dana.run(
        *("log-meeting", "dana", "my private note", "--on", "2026-11-10", "--minutes", "45"),
        *("--topic", "the reorg", "--action", "me: send deck", "--action", "them: introduce me"),
    )
    advice = ("ask early", "--type", "advice", "--on", "2026-11-11", "--visibility", "pair")
    dana.run("received", "dana", *advice)
    dana.run("received", "dana", "private advice", "--type", "advice", "--on", "2026-11-10")
    dana.run("check-in", "dana", "--trust", "2", "--on", "2026-11-11")
    dana.run("note", "dana", "held in confidence", "--in-confidence", "--visibility", "pair")
    return dana


@pytest.fixture
def other(home: Home, tmp_path: Path) -> Home:
    """Dana's own machine."""
    machine = replace(home, folder=tmp_path / "dana")
    machine.folder.mkdir()
    machine.run("config", "me.name", "Dana Öz")
    return machine


def sent(sender: Home, who: str, *more: str, name: str = "pair.yaml") -> str:
    path = str(sender.folder / name)
    ran = sender.run("export", "pair", who, "--output", path, "--force", *more)

    assert (ran.status, ran.out) == (0, ""), ran
    return path


def test_it_holds_what_is_shared_and_counts_the_rest(ari: Home) -> None:
    ran = ari.run("export", "pair", "dana")

    text = re.sub(r"<\d+>", "<id>", ran.out)
    assert text == (
        "# What Ari Novak and Dana Öz share, for both to keep.\n"
        "# Here, “me” is Ari Novak and “them” is Dana Öz.\n"
        "# To import what's new in it:  mentorlog import FILE\n"
        "schema: 1\nkind: pair\nrelationship: <id>\n"
        "between:\n  me:\n    name: Ari Novak\n    role: mentee\n"
        "  them:\n    name: Dana Öz\n    role: mentor\njournal: <id>\nentries:\n"
        "  - schema: 1\n    id: <id>\n    kind: agreement\n    date: 2026-10-26\n"
        "    cadence: every 2 weeks\n"
        "  - schema: 1\n    id: <id>\n    kind: meeting\n    date: 2026-11-10\n"
        "    status: held\n    minutes: 45\n"
        "    action_items:\n      - text: send deck\n        owner: me\n"
        "      - text: introduce me\n        owner: them\n    topics:\n      - the reorg\n"
        "  - schema: 1\n    id: <id>\n    kind: contribution\n    date: 2026-11-11\n"
        "    visibility: pair\n    direction: received\n    type: advice\n    text: ask early\n"
    )
    assert ran.err == (
        "Included: 3 entries.\n"
        "Left out: 1 contribution, 1 check-in; 1 entry in confidence;"
        " the private part of 1 meeting.\n"
    )
    assert "private" not in ran.out
    assert "confidence" not in ran.out


def test_the_other_side_has_it_with_sides_changed(ari: Home, other: Home) -> None:
    ran, files = before_and_after(other, "import", sent(ari, "dana"))

    assert ran == Ran(0, "Imported 3 entries with Ari Novak.\nYou're the mentor.\n", "")
    assert not any("private" in text for text in files.values())
    (agreement,), (meeting,), (advice,) = (
        [text for path, text in files.items() if f"-{kind}-" in path]
        for kind in ("agreement", "meeting", "contribution")
    )
    assert agreement.endswith("\ncadence: every 2 weeks\n")
    assert meeting.endswith(
        "status: held\nminutes: 45\naction_items:\n"
        "  - text: send deck\n    owner: them\n  - text: introduce me\n    owner: me\n"
        "topics:\n  - the reorg\n"
    )
    assert advice.endswith("visibility: pair\ndirection: given\ntype: advice\ntext: ask early\n")


def test_three_times_to_and_fro_adds_what_is_new_and_never_twice(ari: Home, other: Home) -> None:
    other.run("import", sent(ari, "dana"))
    again, files = before_and_after(other, "import", sent(ari, "dana"))
    assert again == Ran(0, "There's nothing new in it.\nHere already: 3 entries.\n", "")
    assert files == {}

    other.run("log-meeting", "ari", "their own", "--on", "2026-11-20", "--topic", "the budget")
    back, files = before_and_after(ari, "import", sent(other, "ari"))
    assert back.out == "Imported 1 meeting with Dana Öz.\nHere already: 3 entries.\n"
    (meeting,) = files.values()
    assert ("the budget" in meeting, "their own" in meeting) == (True, False)

    ari.run("gave", "dana", "what the floor says", "--visibility", "open")
    third, files = before_and_after(other, "import", sent(ari, "dana"))
    assert third.out == "Imported 1 entry with Ari Novak.\nHere already: 4 entries.\n"
    assert [text.splitlines()[4:7] for text in files.values()] == [
        ["visibility: pair", "direction: received", "text: what the floor says"]
    ]
    assert ari.run("import", sent(other, "ari")).out.startswith("There's nothing new in it.")
    assert other.run("undo").status == 0


@pytest.mark.parametrize("is_sealed", [False, True])
def test_what_changed_under_a_known_id_is_named_and_left(
    ari: Home, other: Home, *, is_sealed: bool
) -> None:
    other.run("import", sent(ari, "dana"))
    if is_sealed:
        recovery = str(other.folder.parent / "recovery.txt")
        other.run("seal", "init", "--recovery", recovery, "--no-passphrase")
        assert other.run("seal", "on", "ari").status == 0
    (path,) = ari.journal.rglob("*-meeting-*.yaml")
    text = path.read_text(encoding="utf-8").replace("minutes: 45", "minutes: 60")
    path.write_text(text.replace("the reorg", "another topic"), encoding="utf-8")

    ran, files = before_and_after(other, "import", sent(ari, "dana"))

    assert re.sub(r"<\d+>", "<id>", ran.out) == (
        "There's nothing new in it.\n"
        "Here already: 2 entries.\n"
        "Changed there, left as it is here: the meeting of Tue 10 Nov (<id>): minutes, topics.\n"
    )
    assert files == {}


def test_a_meeting_of_a_day_on_which_one_is_here_is_here_already(ari: Home, other: Home) -> None:
    other.run("import", sent(ari, "dana"))
    for home, who in ((ari, "dana"), (other, "ari")):
        home.run("log-meeting", who, "mine", "--on", "2026-11-20")
    ari.run(
        *("log-meeting", "dana", "--on", "2026-11-21", "--received", "advice then"),
        *("--visibility", "pair"),
    )

    ran, files = before_and_after(other, "import", sent(ari, "dana"))

    assert ran.out.splitlines()[1] == "Here already: 4 entries."
    assert {text.split("date: ")[1][:10] for text in files.values()} == {"2026-11-21"}


def test_a_known_person_without_a_shared_id_is_said_by_who(ari: Home, other: Home) -> None:
    other.run("new-agreement", "Ari Novak", "--as", "mentor", "--cadence", "monthly")
    path = sent(ari, "dana")

    refused = other.run("import", path)
    taken = other.run("import", path, "ari-novak")

    assert refused.status == 3
    assert "mentorlog import" in refused.err
    assert (taken.status, taken.out.splitlines()[0]) == (0, "Imported 2 entries with Ari Novak.")
    assert "Not imported: the agreement of Mon 26 Oct" in taken.out
    assert "terms from Sun 22 Nov are here already" in taken.out


def test_what_can_not_be_taken_is_refused(ari: Home, other: Home) -> None:
    path = sent(ari, "dana")
    assert ari.run("import", path).status == 3  # one's own
    assert other.run("import", path, "--match", "x").status == 2
    other.run("import", path)
    other.run("close", "ari", "--on", "2026-11-15")
    ari.run("log-meeting", "dana", "--on", "2026-11-20")

    ran, files = before_and_after(other, "import", sent(ari, "dana"))

    assert (ran.status, files) == (0, {})
    assert "Not imported: the meeting of Fri 20 Nov" in ran.out
    assert "was closed on Sun 15 Nov.\n" in ran.out


def test_where_the_roles_differ_it_is_refused(ari: Home, other: Home) -> None:
    other.run("new-agreement", "Ari Novak", "--as", "mentee", "--cadence", "monthly")

    ran = other.run("import", sent(ari, "dana"), "ari-novak")

    assert ran.status == 3
    assert "You're the mentor in this file, the mentee here." in ran.err


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("status: held", "status: hold", ":25: status must be one of"),
        ("direction: received", "x: 1", " direction is missing"),
        ("visibility: pair", "visibility: private", "this entry isn't shared between you."),
        ("entries:\n", "entries:\n  - 3\n", ":16: an entry must have keys and values."),
        ("    role: mentee\n", "", "it doesn't say who the two people are (between)."),
    ],
)
def test_a_damaged_file_is_told_with_its_line(
    ari: Home, other: Home, old: str, new: str, wrong: str
) -> None:
    path = Path(sent(ari, "dana"))
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    ran, files = before_and_after(other, "import", str(path))

    assert (ran.status, ran.out, files) == (4, "", {})
    assert wrong in ran.err
    assert "Ask for it again:  mentorlog export pair WHO" in ran.err


def test_it_is_for_two_and_names_both(dana: Home) -> None:
    assert dana.run("export", "pair").status == 2
    assert dana.run("export", "pair", "dana").status == 2
    dana.run("config", "me.name", "Ari Novak")
    assert dana.run("export", "pair", "dana", "--for", "others").status == 2
    assert dana.run("export", "pair", "dana", "--for", "them").status == 0
    assert "2026-10-26" not in dana.run("export", "pair", "dana", "--since", "2026-11-01").out
    told = json.loads(
        re.sub(r'"?<\d+>"?', '"<id>"', dana.run("export", "pair", "dana", "--json").out)
    )
    assert (told["schema"], told["for"]) == ("mentorlog.export/1", "them")


def test_what_is_sealed_stays_out_unless_it_is_revealed(ari: Home) -> None:
    recovery = str(ari.folder.parent / "pair-recovery.txt")
    ari.run("seal", "init", "--recovery", recovery, "--no-passphrase")
    ari.run("seal", "on", "dana")

    closed = ari.run("export", "pair", "dana")
    opened = ari.run("export", "pair", "dana", "--reveal")

    assert "ask early" not in closed.out
    assert "Include what is sealed:  mentorlog export pair dana-oz --reveal\n" in closed.err
    assert "ask early" in opened.out
    assert "my private note" not in opened.out


def test_windows_line_ends_and_a_quoted_kind_are_a_pair_too(ari: Home, other: Home) -> None:
    file = Path(sent(ari, "dana"))
    text = file.read_text("utf-8").replace("kind: pair", 'kind: "pair"')
    file.write_bytes(text.replace("\n", "\r\n").encode())

    ran = other.run("import", str(file))

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Imported 3 entries with Ari Novak")


@pytest.mark.parametrize("kind", ["pair", "agreement"])
def test_utf_16_is_named_as_such(ari: Home, other: Home, kind: str) -> None:
    text = ari.run("export", kind, "dana", "--for", "them").out
    file = other.folder / "sent.yaml"
    file.write_text(text, "utf-16")

    ran = other.run("import", str(file))

    assert ran.status == 4
    assert ":1: this is UTF-16 text; save it as UTF-8.\n  Ask for it again:" in ran.err
