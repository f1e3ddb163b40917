"""One meeting with several people: an entry for each, tied together, all or none."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from typing import Any

import pytest
from cli.harness import Home, before_and_after

from mentorlog.journal.yaml.read import read

NAMES = ("Dana Öz", "Sam Lee", "Uma Ray")


@pytest.fixture
def three(home: Home) -> Home:
    for name in NAMES:
        home.run("new-agreement", name, "--cadence", "weekly", "--starts", "2026-11-02")
    return home


def entries(home: Home, kind: str = "meeting") -> list[tuple[str, Mapping[str, Any]]]:
    """What the journal holds, with whom, by handle and date."""
    files = sorted(home.journal.glob(f"relationships/*/*-{kind}-*.yaml"))
    return [(file.parent.name[:-5], read(file.read_bytes()).value) for file in files]


def held(home: Home) -> list[tuple[str, Mapping[str, Any]]]:
    return [(who, one) for who, one in entries(home) if one["status"] == "held"]


@pytest.mark.parametrize(
    ("words", "way"),
    [
        (("sam", "We met"), "Who else was there?  mentorlog log-meeting dana NOTE --with sam"),
        (
            ("sam", "We met", "twice"),
            "Who else was there?  mentorlog log-meeting dana NOTE --with sam",
        ),
        (
            ("and", "sam,", "Uma", "ray", "We met"),
            'Who else was there?  mentorlog log-meeting dana NOTE --with sam --with "Uma ray"',
        ),
        (
            ("öz", "We met"),
            'A name of several words needs quotes:  mentorlog log-meeting "dana öz" NOTE',
        ),
        (
            ("öz", "with", "sam", "We met"),
            'Who else was there?  mentorlog log-meeting "dana öz" NOTE --with sam',
        ),
        (("with", "sam"), "Who else was there?  mentorlog log-meeting dana --with sam"),
        (
            ("and", "then", "we met"),
            'Several words need quotes:  mentorlog log-meeting dana "like this" --on yesterday',
        ),
        (
            ("we", "met"),
            'Several words need quotes:  mentorlog log-meeting dana "like this" --on yesterday',
        ),
    ],
)
def test_a_second_name_before_the_note_names_the_option(
    three: Home, words: tuple[str, ...], way: str
) -> None:
    ran = three.run("log-meeting", "dana", *words, "--on", "yesterday")

    assert ran.err.splitlines()[:2] == ["mentorlog: Too many words.", f"  {way}"]


@pytest.mark.parametrize(
    ("line", "then", "notes", "whose"),
    [
        (
            ("dana,", "sam", "We met"),
            ("dana", "We met", "--with", "sam"),
            "We met",
            ["dana-oz", "sam-lee"],
        ),
        (("dana", "and", "sam", "We met"), ("--resume",), "We met", ["dana-oz", "sam-lee"]),
        (("dana", "öz", "We met"), ("--resume",), "We met", ["dana-oz"]),
        (("dana", "We met", "--date", "yesterday"), ("--resume",), "We met", ["dana-oz"]),
        (("dana", "We met", "--minutes", "an", "hour"), ("--resume",), "We met", ["dana-oz"]),
        (
            ("dana", "we", "met", "--minutes", "an", "hour"),
            ("dana", "we met", "--minutes", "an hour"),
            "we met",
            ["dana-oz"],
        ),
    ],
)
def test_what_a_wrong_line_meant_is_kept_and_goes_on(
    three: Home, line: tuple[str, ...], then: tuple[str, ...], notes: str, whose: list[str]
) -> None:
    wrong = three.raw("log-meeting", *line)
    assert (wrong.status, "--resume" in wrong.err) == (2, True)

    ran = three.run("log-meeting", *then, terminal=True, stdin="n\n")

    assert (ran.status, ran.err) == (0, "")
    assert [who for who, _ in held(three)] == whose
    for _, one in held(three):
        assert one["notes"] == notes
        assert one.get("minutes") == ("60" if "an" in line else None)
        assert one["date"] == ("2026-11-21" if "--date" in line else "2026-11-22")
    assert "No drafts" in three.run("drafts").out


def test_quotes_are_missing_around_a_value_alone(three: Home) -> None:
    ran = three.run("log-meeting", "dana", "We met", "--minutes", "an", "hour", "--on", "fri")

    assert ran.err.splitlines()[1] == '  Several words need quotes:  --minutes "an hour"'


@pytest.mark.parametrize("others", ["sam, uma", "sam,uma", "sam-lee,  Uma Ray"])
def test_several_names_may_stand_together(three: Home, others: str) -> None:
    assert three.run("log-meeting", "dana", "x", "--with", others).status == 0
    assert [who for who, _ in held(three)] == ["dana-oz", "sam-lee", "uma-ray"]


def test_none_of_several_names_is_dropped(three: Home) -> None:
    ran, changed = before_and_after(three, "log-meeting", "dana", "x", "--with", "sam, zed")

    assert (ran.status, changed) == (3, {})
    assert 'No one here is called "zed".' in ran.err


def test_each_gets_an_entry_and_the_promises_are_the_first_ones(three: Home) -> None:
    ran = three.run(
        *("log-meeting", "dana", "the reorg", "--with", "sam", "--with", "Uma Ray"),
        *("--on", "2026-11-20", "--at", "15:00", "--minutes", "50", "--medium", "video"),
        *("--topic", "reorg", "--in-confidence", "--visibility", "open"),
        *("--action", "me: send deck by fri", "--gave", "a book", "--received", "advice"),
    )

    assert ran.status == 0
    assert ran.out.startswith(
        "Logged Fri 20 Nov with Dana Öz, Sam Lee and Uma Ray, 50 min: 2 words, "
    )
    whose, found = zip(*held(three), strict=True)
    assert whose == ("dana-oz", "sam-lee", "uma-ray")
    ties = {one["occasion"] for one in found}
    assert (len(ties), {len(tie) for tie in ties}) == (1, {8})
    alike = [{k: v for k, v in one.items() if k not in {"id", "action_items"}} for one in found]
    assert alike[0] == alike[1] == alike[2]
    assert alike[0] == {
        "schema": "1",
        "kind": "meeting",
        "date": "2026-11-20",
        "time": "15:00",
        "visibility": "open",
        "in_confidence": "true",
        "status": "held",
        "minutes": "50",
        "medium": "video",
        "topics": ["reorg"],
        "notes": "the reorg",
        "occasion": found[0]["occasion"],
    }
    assert [len(one.get("action_items", ())) for one in found] == [1, 0, 0]
    assert "What was promised, given and received is saved only with Dana Öz.\n" in ran.out
    assert "Next due with Dana Öz Fri 27 Nov." in ran.out
    assert [who for who, _ in entries(three, "contribution")] == ["dana-oz", "dana-oz"]


def test_each_entry_fulfils_the_plan_of_its_own_person(three: Home) -> None:
    three.run("schedule", "dana", "today 15:00")
    three.run("schedule", "uma", "today 16:00", "--agenda", "London")

    ran = three.run("log-meeting", "dana", "--with", "sam", "--with", "uma")

    assert "This was the meeting planned with Dana Öz for today 15:00.\n" in ran.out
    assert "This was the meeting planned with Uma Ray for today 16:00.\n" in ran.out
    found = [(who, one.get("time"), one.get("agenda")) for who, one in held(three)]
    assert found == [
        ("dana-oz", "15:00", None),
        ("sam-lee", None, None),
        ("uma-ray", "16:00", ["London"]),
    ]


def test_next_plans_with_all_and_stays_one_meeting(three: Home) -> None:
    three.run("log-meeting", "dana", "--with", "sam", "--next", "fri 15:00")
    planned = [(who, one) for who, one in entries(three) if one["status"] == "planned"]
    three.today = three.today.replace(day=27)
    three.run("log-meeting", "sam", "--with", "dana")

    assert [(who, one["date"], one["time"]) for who, one in planned] == [
        ("dana-oz", "2026-11-27", "15:00"),
        ("sam-lee", "2026-11-27", "15:00"),
    ]
    [tie] = {one["occasion"] for _, one in planned}
    found = [(who, one["date"], one["occasion"] == tie) for who, one in held(three)]
    assert found == [
        ("dana-oz", "2026-11-22", False),
        ("dana-oz", "2026-11-27", True),
        ("sam-lee", "2026-11-22", False),
        ("sam-lee", "2026-11-27", True),
    ]


def test_another_round_than_planned_is_another_occasion(three: Home) -> None:
    three.run("log-meeting", "dana", "--with", "sam", "--next", "fri 15:00")
    [tie] = {one["occasion"] for _, one in entries(three) if one["status"] == "planned"}
    three.today = three.today.replace(day=27)
    three.run("log-meeting", "dana", "--with", "uma")

    [dana, uma] = [one for _, one in held(three) if one["date"] == "2026-11-27"]
    assert dana["occasion"] == uma["occasion"] != tie


@pytest.mark.parametrize(
    ("before", "given", "said"),
    [
        ((), ("--with", "nobody"), 'No one here is called "nobody".'),
        (
            (("log-meeting", "sam"),),
            ("--with", "sam"),
            "You already logged a meeting with sam-lee on",
        ),
        (
            (("close", "sam", "--on", "yesterday", "--no-input"),),
            ("--with", "sam"),
            "sam-lee was closed on Sat 21 Nov.",
        ),
        ((), ("--with", "sam", "--next", "yesterday"), "A plan on Sat 21 Nov would be in the past"),
        (
            (("schedule", "sam", "fri 15:00"),),
            ("--with", "sam", "--next", "fri 15:00"),
            "That meeting with sam-lee is already planned.",
        ),
        (
            (("new-agreement", "Ari", "--cadence", "weekly", "--alias", "owl", "--in-confidence"),),
            ("--with", "owl"),
            "One of dana-oz and owl is sealed or has an alias",
        ),
    ],
)
def test_one_refusal_refuses_all(
    three: Home, before: tuple[tuple[str, ...], ...], given: tuple[str, ...], said: str
) -> None:
    for each in before:
        three.run(*each)

    ran, changed = before_and_after(three, "log-meeting", "dana", *given)

    assert (ran.status, ran.out, changed) == (3, "", {})
    assert said in ran.err


def test_two_who_are_hidden_alike_may_meet(three: Home) -> None:
    for name, alias in (("Ari", "owl"), ("Bo", "fox")):
        three.run(
            *("new-agreement", name, "--cadence", "weekly", "--in-confidence", "--alias", alias)
        )

    ran = three.run("log-meeting", "owl", "--with", "fox")

    assert (ran.status, ran.out.splitlines()[0]) == (0, "Logged Sun 22 Nov with owl and fox.")


def test_whoever_is_named_twice_gets_one_entry(three: Home) -> None:
    ran = three.run("log-meeting", "dana", "--with", "Dana Öz", "--with", "sam", "--with", "sam")

    assert ran.status == 0
    assert [who for who, _ in held(three)] == ["dana-oz", "sam-lee"]


def test_one_alone_is_tied_to_nobody(three: Home) -> None:
    three.run("log-meeting", "dana", "--with", "dana-oz")

    [(_, one)] = held(three)
    assert "occasion" not in one


def test_who_is_whoever_else_was_planned_for_today(three: Home) -> None:
    three.run("schedule", "dana", "today 15:00")
    three.run("schedule", "sam", "today 15:00")

    ran = three.run("log-meeting", "--with", "sam", "--note", "the reorg")

    assert ran.out.startswith("Logged Sun 22 Nov with Dana Öz and Sam Lee: 2 words.")


def test_somebody_new_may_bring_others(three: Home) -> None:
    ran = three.run("log-meeting", "Bo Lind", "--new", "--with", "sam")

    assert ran.out.startswith("Logged Sun 22 Nov with Bo Lind and Sam Lee.")
    assert [who for who, _ in held(three)] == ["bo-lind", "sam-lee"]


def test_an_unclear_name_is_asked_about(three: Home) -> None:
    three.run("log-meeting", "Sam Reed", "--new", "--on", "2026-11-01", "--handle", "sam-reed")

    refused = three.run("log-meeting", "dana", "--with", "sam")
    ran = three.run("log-meeting", "dana", "--with", "sam", terminal=True, stdin="2\n")
    far = three.run("log-meeting", "sam-lee", "--with", "umaa", terminal=True, stdin="y\n")

    assert (refused.status, ran.status, far.status) == (3, 0, 0)
    assert "Who do you mean?" in ran.err
    assert ran.out.startswith("Logged Sun 22 Nov with Dana Öz and Sam Reed.")
    assert "Did you mean Uma Ray?" in far.err


def test_it_is_taken_back_whole_and_done_again(three: Home) -> None:
    three.run("schedule", "sam", "today 15:00")
    before = three.files()
    three.run("log-meeting", "dana", "--with", "sam", "--next", "fri", "--gave", "a book")
    after = three.files()

    three.run("undo")
    undone = three.files()
    three.run("undo", "--redo")

    assert (undone, three.files()) == (before, after)


def test_a_dry_run_and_json_list_every_entry(three: Home) -> None:
    given = ("log-meeting", "dana", "--with", "sam", "--next", "fri", "--json")
    foreseen, changed = before_and_after(three, *given, "--dry-run")
    ran = three.run(*given)

    kinds = [
        [(one["kind"], one["date"], one["file"].split("/")[1][:4]) for one in said["entries"]]
        for said in (json.loads(_plain(foreseen.out)), json.loads(_plain(ran.out)))
    ]
    assert changed == {}
    assert (
        kinds[0]
        == kinds[1]
        == [
            ("meeting", "2026-11-22", "dana"),
            ("meeting", "2026-11-22", "sam-"),
            ("meeting", "2026-11-27", "dana"),
            ("meeting", "2026-11-27", "sam-"),
        ]
    )


def test_totals_in_all_count_it_once_at_its_longest(three: Home) -> None:
    three.run("log-meeting", "dana", "--with", "sam", "--minutes", "60")
    [path] = three.journal.glob("relationships/sam-lee-*/*-meeting-*.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace("minutes: 60", "minutes: 90"))

    said = json.loads(_plain(three.run("meetings", "--json").out))

    assert said["totals"] == {"meetings": 1, "minutes": 90, "without_length": 0}
    assert {one["handle"]: one["minutes"] for one in said["people"]} == {
        "dana-oz": 60,
        "sam-lee": 90,
    }
    assert [one["minutes"] for one in said["months"]] == [90]


@pytest.mark.parametrize("audience", ["them", "others"])
def test_what_ties_them_leaves_in_no_export_for_others(three: Home, audience: str) -> None:
    three.run("log-meeting", "dana", "--with", "sam", "--visibility", "open")
    [tie] = {one["occasion"] for _, one in held(three)}

    for form in ("json", "csv", "md", "html"):
        ran = three.run("export", form, "dana", "--for", audience)
        assert ran.status == 0
        assert tie not in ran.out
        assert "Sam" not in ran.out


def test_what_is_said_in_the_editor_is_said_of_all(three: Home) -> None:
    edit = "import sys, pathlib as p; f = p.Path(sys.argv[1]); t = f.read_text(); "
    edit += "f.write_text(t.replace('minutes:', 'minutes: 30').replace('notes:', 'notes: calm'))"
    three.variables["EDITOR"] = f'python3 -c "{edit}"'

    ran = three.run("log-meeting", "dana", "--with", "sam", "--edit", terminal=True)

    assert ran.status == 0, ran.err
    assert [(who, one["minutes"], one["notes"]) for who, one in held(three)] == [
        ("dana-oz", "30", "calm"),
        ("sam-lee", "30", "calm"),
    ]


def test_what_is_due_next_is_told_of_the_first_one_alone(three: Home) -> None:
    three.run("new-agreement", "Bo", "--cadence", "monthly", "--starts", "2026-11-02")

    ran = three.run("log-meeting", "bo", "--with", "dana", "--dry-run", "--json")

    assert json.loads(_plain(ran.out))["next_due"] == "2026-12-22"


def _plain(text: str) -> str:
    """The harness's numbers of ids, as text."""
    return re.sub(r": (<\d+>)", r': "\1"', text)


@pytest.fixture
def met(three: Home) -> Home:
    """One meeting with Dana and Sam."""
    three.run("log-meeting", "dana", "the reorg", "--with", "sam", "--minutes", "45")
    return three


def of_dana(home: Home) -> str:
    return next(str(one["id"]) for who, one in held(home) if who == "dana-oz")


@pytest.mark.parametrize(
    ("answer", "sams"), [("\n", ("30", "2026-11-21")), ("n\n", ("45", "2026-11-22"))]
)
def test_an_edit_asks_about_the_others(met: Home, answer: str, sams: tuple[str, str]) -> None:
    changes = ("--minutes", "30", "--on", "yesterday")
    ran = met.run("edit", of_dana(met), *changes, terminal=True, stdin=answer)

    assert "It's one meeting with Sam Lee. Change it there, too? [Y/n]" in ran.err
    dana, sam = (one for _, one in held(met))
    assert (dana["minutes"], dana["date"]) == ("30", "2026-11-21")
    assert (sam["minutes"], sam["date"]) == sams


@pytest.mark.parametrize(("answer", "sams"), [("\n", "calm"), ("n\n", "the reorg")])
def test_an_edit_in_the_editor_asks_about_the_others(met: Home, answer: str, sams: str) -> None:
    edit = "import sys, pathlib as p; f = p.Path(sys.argv[1]); t = f.read_text(); "
    edit += "f.write_text(t.replace('the reorg', 'calm'))"
    met.variables["EDITOR"] = f'python3 -c "{edit}"'

    ran = met.run("edit", of_dana(met), terminal=True, stdin=answer)

    assert ran.status == 0
    assert [one["notes"] for _, one in held(met)] == ["calm", sams]


@pytest.mark.parametrize(("answer", "left"), [("\n", ["sam-lee"]), ("yes\n", [])])
def test_removing_asks_about_the_others(met: Home, answer: str, left: list[str]) -> None:
    before = met.files()
    ran = met.run("remove", of_dana(met), terminal=True, stdin=answer)

    assert "It's one meeting with Sam Lee. Remove it there, too? [y/N]" in ran.err
    assert [who for who, _ in held(met)] == left
    met.run("undo")
    assert met.files() == before


@pytest.mark.parametrize(
    ("answer", "whose"), [("\n", ["sam-lee", "uma-ray"]), ("yes\n", ["uma-ray", "uma-ray"])]
)
def test_moving_asks_about_the_others(met: Home, answer: str, whose: list[str]) -> None:
    ran = met.run("move", of_dana(met), "uma", terminal=True, stdin=answer)

    assert "It's one meeting with Sam Lee. Move it there, too? [y/N]" in ran.err
    assert [who for who, _ in held(met)] == whose


def test_without_a_terminal_only_the_named_one_is_touched(met: Home) -> None:
    met.run("edit", of_dana(met), "--minutes", "30")
    minutes = [one["minutes"] for _, one in held(met)]
    met.run("move", of_dana(met), "uma")
    moved = [who for who, _ in held(met)]
    [sam] = [str(one["id"]) for who, one in held(met) if who == "sam-lee"]
    met.run("remove", sam)

    assert minutes == ["30", "45"]
    assert moved == ["sam-lee", "uma-ray"]
    assert [who for who, _ in held(met)] == ["uma-ray"]


@pytest.fixture
def booked(three: Home) -> Home:
    """One meeting with Dana and Sam that is planned."""
    three.run("log-meeting", "dana", "--with", "sam", "--next", "2026-12-03 15:00")
    return three


def plans(home: Home) -> list[tuple[str, str, str]]:
    """Whose, when and how it stands, of what was to come."""
    return [
        (who, str(one["date"]), str(one["status"]))
        for who, one in entries(home)
        if str(one["date"]) > "2026-11-22"
    ]


def ties(home: Home, date: str) -> set[object]:
    return {one.get("occasion") for _, one in entries(home) if one["date"] == date}


@pytest.mark.parametrize(("answer", "sams"), [("\n", "cancelled"), ("n\n", "planned")])
def test_cancelling_asks_about_the_others(booked: Home, answer: str, sams: str) -> None:
    ran = booked.run("cancel", "dana", "--why", "ill", terminal=True, stdin=answer)

    assert "It's one meeting with Sam Lee. Cancel it there, too? [Y/n]" in ran.err
    assert ran.status == 0, ran
    assert plans(booked) == [
        ("dana-oz", "2026-12-03", "cancelled"),
        ("sam-lee", "2026-12-03", sams),
    ]


def test_rescheduling_moves_it_for_all_and_it_stays_one_meeting(booked: Home) -> None:
    before = booked.files()
    ran = booked.run("reschedule", "sam", "2026-12-10", terminal=True, stdin="\n")

    assert "It's one meeting with Dana Öz. Move it there, too? [Y/n]" in ran.err
    assert plans(booked) == [
        ("dana-oz", "2026-12-03", "rescheduled"),
        ("dana-oz", "2026-12-10", "planned"),
        ("sam-lee", "2026-12-03", "rescheduled"),
        ("sam-lee", "2026-12-10", "planned"),
    ]
    assert len(ties(booked, "2026-12-10")) == 1
    assert ties(booked, "2026-12-10") != ties(booked, "2026-12-03")
    booked.run("undo")
    assert booked.files() == before


def test_rescheduling_one_alone_unties_it(booked: Home) -> None:
    booked.run("reschedule", "sam", "2026-12-10", terminal=True, stdin="no\n")

    assert ("dana-oz", "2026-12-03", "planned") in plans(booked)
    assert ties(booked, "2026-12-10") == {None}


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("cancel dana", "cancel sam-lee 2026-12-03 15:00"),
        (
            "reschedule dana 2026-12-10 16:00",
            'reschedule sam-lee --planned "2026-12-03 15:00" 2026-12-10 16:00',
        ),
    ],
)
def test_without_a_terminal_the_others_are_named_with_the_command(
    booked: Home, line: str, other: str
) -> None:
    ran = booked.run(*line.split())
    assert f"Sam Lee is part of that meeting, too:\n  mentorlog {other}\n" in ran.out

    then = booked.run(*shlex.split(other))

    assert then.status == 0
    assert "is part of" not in then.out  # the first one isn't planned any more
    assert not [one for one in plans(booked) if one[1:] == ("2026-12-03", "planned")]


def test_an_edited_moved_or_removed_one_names_the_others_without_a_terminal(met: Home) -> None:
    [dana, sam] = [str(one["id"]) for _, one in held(met)]
    said = "Sam Lee is part of that meeting, too:\n  mentorlog"

    assert f"{said} edit {sam} --minutes 30\n" in met.raw("edit", dana, "--minutes", "30").out
    assert f"{said} edit {sam}\n" in met.raw("edit", dana, "--note", "calm").out
    assert f"{said} remove {sam}\n" in met.raw("remove", dana).out
    met.run("undo")
    assert f"{said} move {sam} uma-ray\n" in met.raw("move", dana, "uma").out


def test_show_says_who_else_was_there(met: Home) -> None:
    met.run("log-meeting", "dana", "alone", "--on", "yesterday")

    told = met.run("show", "dana").out

    assert told.count("With") == 1
    assert re.search(r"Sun 22 Nov +Meeting, 45 min .*\n  With            Sam Lee\n", told)
    assert "  With            Dana Öz and Uma Ray\n" in _with_uma(met)


def _with_uma(home: Home) -> str:
    home.run("log-meeting", "dana", "--with", "sam", "--with", "uma", "--another")
    return home.run("show", "sam").out


def test_readers_say_who_else_was_there(three: Home) -> None:
    three.run("log-meeting", "dana", "--with", "sam", "--on", "2026-11-20", "--topic", "reorg")
    three.run("log-meeting", "dana", "--with", "sam", "--with", "uma", "--next", "+1w 15:00")

    listed, page = three.run("meetings").out, three.run("review", "dana").out

    assert re.search(r"Fri 20 Nov  Dana Öz  \S  reorg, with Sam Lee\n", listed)
    assert re.search(r"Sun 22 Nov  Sam Lee  \S  with Dana Öz and Uma Ray\n", listed)
    assert "\nNext meeting Sun 29 Nov 15:00, together with Sam Lee and Uma Ray.\n" in page
    assert "\nYou last met on Sun 22 Nov, together with Sam Lee and Uma Ray.\n" in page
    assert "| reorg, with Sam Lee |" in three.run("meetings", "--format", "md").out
    assert "You last met" not in three.run("review", "uma", "--as-of", "2026-11-21").out


def test_a_meeting_with_several_is_planned_in_one_command(three: Home) -> None:
    ran = three.run("schedule", "dana", "fri", "15:00", "--with", "sam", "--agenda", "London")

    assert ran.out.splitlines()[0] == "Booked Fri 27 Nov 15:00 with Dana Öz and Sam Lee."
    planned = entries(three)
    assert [(who, one["status"], one["time"], one["agenda"]) for who, one in planned] == [
        ("dana-oz", "planned", "15:00", ["London"]),
        ("sam-lee", "planned", "15:00", ["London"]),
    ]
    assert len({one["occasion"] for _, one in planned}) == 1
    moved = three.run("reschedule", "sam", "2026-11-30", terminal=True, stdin="y\n")
    assert "It's one meeting with Dana Öz. Move it there, too? [Y/n]" in moved.err


def test_each_persons_other_plans_are_named(three: Home) -> None:
    three.run("schedule", "sam", "thu")
    three.run("schedule", "dana", "2026-12-15")

    ran = three.run("schedule", "dana", "fri", "--with", "sam")

    assert ran.out.splitlines() == [
        "Booked Fri 27 Nov with Dana Öz and Sam Lee.",
        "Also planned with Dana Öz: Tue 15 Dec.",
        "Thu 26 Nov with Sam Lee is still planned, too. Moved it?",
        "  mentorlog reschedule sam-lee --planned 2026-11-26 2026-11-27",
    ]


def test_one_persons_plan_may_be_replaced_by_the_common_one(three: Home) -> None:
    three.run("schedule", "sam", "thu")

    ran = three.run(
        "schedule", "dana", "fri", "--with", "sam", "--json", terminal=True, stdin="y\n"
    )
    said = three.run("show", "sam").out

    assert "Does it replace the meeting planned with Sam Lee for Thu 26 Nov? [Y/n]" in ran.err
    assert "Fri 27 Nov" in said
    assert [one["status"] for who, one in entries(three) if who == "sam-lee"] == [
        "rescheduled",
        "planned",
    ]


@pytest.mark.parametrize(
    ("other", "said"),
    [("nobody", 'No one here is called "nobody".'), ("uma", "is already planned")],
)
def test_a_plan_refused_for_one_is_made_for_none(three: Home, other: str, said: str) -> None:
    three.run("schedule", "uma", "fri", "15:00")

    ran, changed = before_and_after(
        three, "schedule", "dana", "fri", "15:00", "--with", "sam", "--with", other
    )

    assert (ran.status, ran.out, changed) == (3, "", {})
    assert said in ran.err
