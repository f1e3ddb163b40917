"""export agreement on one machine, import on the other: both have it, each from their side."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from cli.harness import Home, Ran, before_and_after


@pytest.fixture
def ari(dana: Home) -> Home:
    """Ari, who has an agreement with Dana and has said their own name."""
    dana.run("config", "me.name", "Ari Novak")
    dana.run("amend", "dana-oz", "--i-will", "send an agenda", "--they-hope", "candour")
    return dana


@pytest.fixture
def other(home: Home, tmp_path: Path) -> Home:
    """Dana's own machine."""
    machine = replace(home, folder=tmp_path / "dana")
    machine.folder.mkdir()
    machine.run("config", "me.name", "Dana Öz")
    return machine


def sent(sender: Home, who: str, name: str = "a.yaml") -> str:
    path = str(sender.folder / name)
    ran = sender.run("export", "agreement", who, "--for", "them", "--output", path)

    assert (ran.status, ran.out) == (0, "")
    return path


def test_the_other_side_gets_its_mirrored_relationship(ari: Home, other: Home) -> None:
    ran, files = before_and_after(other, "import", sent(ari, "dana-oz"))

    assert ran == Ran(
        0,
        "Imported the agreement with Ari Novak from Sun 22 Nov.\nYou're the mentor.\n",
        "",
    )
    assert [text for path, text in files.items() if "relationship.yaml" in path] == [
        "schema: 1\nid: <2>\nname: Ari Novak\nmy_role: mentor\n"
    ]
    (text,) = (text for path, text in files.items() if "-agreement-" in path)
    assert text == (
        "schema: 1\nid: <4>\nkind: agreement\ndate: 2026-11-22\ncadence: every 2 weeks\n"
        "commitments:\n  them:\n    - send an agenda\nhopes:\n  me: candour\n"
    )


def test_the_same_again_adds_nothing(ari: Home, other: Home) -> None:
    path = sent(ari, "dana-oz")
    other.run("import", path)

    ran, files = before_and_after(other, "import", path)

    assert ran == Ran(0, "There's nothing new in it.\n", "")
    assert files == {}


def test_newer_terms_come_in_as_an_amendment_and_go_back(ari: Home, other: Home) -> None:
    other.run("import", sent(ari, "dana-oz"))
    other.run("amend", "ari", "--cadence", "monthly", "--from", "2026-12-01")
    other.today = ari.today = ari.today.replace(month=12, day=2)

    ran, files = before_and_after(ari, "import", sent(other, "ari", "b.yaml"))

    assert ran == Ran(0, "Imported the agreement with Dana Öz from Tue 1 Dec.\n", "")
    (text,) = files.values()
    assert "cadence: monthly\n" in text
    assert "commitments:\n  me:\n    - send an agenda\n" in text
    assert ari.run("undo").status == 0


def test_other_terms_under_the_same_id_are_refused_with_the_difference(
    ari: Home, other: Home
) -> None:
    path = Path(sent(ari, "dana-oz"))
    other.run("import", str(path))
    path.write_text(path.read_text().replace("every 2 weeks", "weekly"))

    ran, files = before_and_after(other, "import", str(path))

    assert ran == Ran(
        3,
        "",
        "mentorlog: You have other terms under the same id (<4>). They differ in: cadence (every 2 "
        "weeks here, weekly there).\n"
        "  Nothing changed. Agree on one of them, and amend the other.\n",
    )
    assert files == {}


def test_older_terms_are_refused(ari: Home, other: Home) -> None:
    path = sent(ari, "dana-oz")
    ari.run("amend", "dana-oz", "--cadence", "monthly", "--from", "2026-11-24")
    ari.today = ari.today.replace(day=25)
    other.run("import", sent(ari, "dana-oz", "newer.yaml"))

    ran, files = before_and_after(other, "import", path)

    assert (ran.status, files) == (3, {})
    assert "Newer terms would be saved as an amendment." in ran.err


@pytest.mark.parametrize("is_sealed", [False, True])
def test_terms_that_both_wrote_down_are_nothing_new(
    ari: Home, other: Home, *, is_sealed: bool
) -> None:
    other.run("import", sent(ari, "dana-oz"))
    for home in (ari, other):
        home.run(
            "amend", "dana-oz" if home is ari else "ari", "--cadence", "monthly", "--from", "+1w"
        )
        home.today += dt.timedelta(7)
    if is_sealed:
        recovery = str(other.folder.parent / "recovery.txt")
        other.run("seal", "init", "--recovery", recovery, "--no-passphrase")
        assert other.run("seal", "on", "ari").status == 0

    ran, files = before_and_after(other, "import", sent(ari, "dana-oz", "b.yaml"))

    assert (ran.status, ran.out.splitlines()[0], files) == (0, "There's nothing new in it.", {})
    (other.folder / "identity.txt").unlink(missing_ok=True)
    without = other.run("import", sent(ari, "dana-oz", "c.yaml"))
    said = "They differ in: nothing that isn't sealed." in without.err
    assert (without.status, said) == (3 if is_sealed else 0, is_sealed)


def test_before_an_amendment_begins_it_is_said_which_terms_go(ari: Home) -> None:
    ari.run("amend", "dana-oz", "--cadence", "monthly", "--from", "2026-12-01")

    ran = ari.run("export", "agreement", "dana-oz", "--for", "them")
    then = ari.run("export", "agreement", "dana-oz", "--for", "them", "--as-of", "2026-12-01")

    assert ran.err == (
        "These are the terms in force, from Sun 22 Nov. Those from Tue 1 Dec:  "
        "mentorlog export agreement dana-oz --as-of 2026-12-01\n"
    )
    assert "cadence: every 2 weeks" in ran.out
    assert ("cadence: monthly" in then.out, then.err) == (True, "")


def test_an_agreement_is_not_chosen_from(ari: Home, other: Home) -> None:
    ran = other.run("import", sent(ari, "dana-oz"), "--match", "x")

    assert (ran.status, ran.out) == (2, "")
    assert "choose meetings; this is an agreement." in ran.err


def test_ones_own_file_is_refused(ari: Home) -> None:
    assert ari.run("import", sent(ari, "dana-oz")) == Ran(
        3,
        "",
        "mentorlog: This file came from your own journal; it's for the other person.\n"
        "  Send it to them. They run:  mentorlog import FILE\n",
    )


def test_somebody_known_already_is_joined_only_when_named(ari: Home, other: Home) -> None:
    other.run("log-meeting", "Ari Novak", "--new", "--as", "mentor", "--on", "2026-11-01")
    path = sent(ari, "dana-oz")

    refused = other.run("import", path)
    joined = other.run("import", path, "ari-novak")
    again = other.run("import", path)

    assert refused.status == 3
    assert refused.err.splitlines()[0] == (
        "mentorlog: You already have someone of that name: ari-novak."
    )
    assert joined.out == "Imported the agreement with Ari Novak from Sun 22 Nov.\n"
    assert again.out == "There's nothing new in it.\n"


def test_in_confidence_the_file_has_the_real_name(other: Home, home: Home) -> None:
    home.run("config", "me.name", "Ari Novak")
    home.run(
        *("new-agreement", "Dana Öz", "--cadence", "monthly", "--in-confidence"),
        *("--alias", "falcon"),
    )

    other.run("import", sent(home, "falcon"))

    text = (home.folder / "a.yaml").read_text(encoding="utf-8")
    assert ("Dana Öz" in text, "falcon" in text) == (True, False)


def test_my_name_is_asked_for_once_on_a_terminal(dana: Home) -> None:
    refused = dana.run("export", "agreement", "dana-oz", "--for", "them")
    asked = dana.run("export", "agreement", "dana-oz", stdin="Ari Novak\n", terminal=True)
    again = dana.run("export", "agreement", "dana-oz")

    assert refused == Ran(
        2,
        "",
        "mentorlog: It names both of you, and mentorlog doesn't know your name.\n"
        '  Set it once:  mentorlog config me.name "Your Name"\n',
    )
    assert asked.err == (
        "  Your name                It's kept as a setting. "
        "Change it:  mentorlog config me.name NAME\n"
    )
    assert asked.out == again.out
    assert "    name: Ari Novak\n" in again.out


def test_a_dry_run_writes_nothing(ari: Home, other: Home) -> None:
    ran, files = before_and_after(other, "import", sent(ari, "dana-oz"), "--dry-run")

    assert ran.out == (
        "Would import the agreement with Ari Novak from Sun 22 Nov. Nothing was written.\n"
        "You're the mentor.\n"
    )
    assert files == {}


def test_it_takes_a_person_and_their_agreement(ari: Home) -> None:
    ari.run("log-meeting", "Sam Lee", "--new")

    assert ari.run("export", "agreement").status == 2
    assert ari.run("export", "agreement", "dana-oz", "--for", "others").status == 2
    assert ari.run("export", "agreement", "sam-lee").status == 3
