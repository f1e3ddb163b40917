"""log-meeting and schedule: what they say, and exactly which files they make or change."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from cli.harness import Home, Ran, before_and_after


def test_one_line_logs_the_meeting_what_was_given_and_the_next_date(dana: Home) -> None:
    ran, changed = before_and_after(
        dana,
        *("log-meeting", "dana-oz", "Talked about the reorg", "--on", "yesterday"),
        *("--minutes", "45", "--action", "me: send deck by fri", "--topic", "reorg"),
        *("--medium", "video", "--at", "9:30", "--gave", "what the team thinks"),
        *("--next", "+2w 15:00"),
    )

    assert ran == Ran(
        0,
        "Logged Sat 21 Nov with Dana Öz, 45 min: 4 words, "
        "1 action item (yours: send deck, by Fri 27 Nov), 1\n"
        "thing given, next on Sun 6 Dec 15:00.\nNext due Sat 5 Dec.\n",
        "",
    )
    assert changed == {
        "relationships/dana-oz-<2>/2026-11-21-contribution-<5>.yaml": (
            "schema: 1\nid: <5>\nkind: contribution\ndate: 2026-11-21\n"
            "direction: given\ntext: what the team thinks\nmeeting: <4>\n"
        ),
        "relationships/dana-oz-<2>/2026-11-21-meeting-<4>.yaml": (
            "schema: 1\nid: <4>\nkind: meeting\ndate: 2026-11-21\nstatus: held\n"
            'time: "09:30"\nminutes: 45\n'
            "action_items:\n  - text: send deck\n    owner: me\n    due: 2026-11-27\n"
            "medium: video\ntopics:\n  - reorg\nnotes: Talked about the reorg\n"
        ),
        "relationships/dana-oz-<2>/2026-12-06-meeting-<6>.yaml": (
            'schema: 1\nid: <6>\nkind: meeting\ndate: 2026-12-06\nstatus: planned\ntime: "15:00"\n'
        ),
    }


def test_a_plan_within_three_days_becomes_the_meeting_and_keeps_its_id(dana: Home) -> None:
    dana.run("schedule", "dana-oz", "2026-12-06 15:00")
    dana.today = dt.date(2026, 12, 7)

    ran, changed = before_and_after(dana, "log-meeting", "dana-oz", "it is over")

    assert ran == Ran(
        0,
        "Logged Mon 7 Dec with Dana Öz: 3 words.\n"
        "This was the meeting planned for Sun 6 Dec 15:00.\n"
        'Next due Mon 21 Dec. Book it:  mentorlog schedule dana-oz "+2w 15:00"\n',
        "",
    )
    assert changed == {
        "relationships/dana-oz-<2>/2026-12-07-meeting-<4>.yaml": (
            "schema: 1\nid: <4>\nkind: meeting\ndate: 2026-12-07\nstatus: held\n"
            'time: "15:00"\nnotes: it is over\n'
        ),
        "relationships/dana-oz-<2>/2026-12-06-meeting-<4>.yaml": "",
    }


@pytest.mark.parametrize(
    ("planned", "fulfilled"),
    [
        (("2026-11-20", "2026-11-19"), "2026-11-20"),
        (("2026-11-21", "2026-11-23"), "2026-11-21"),
        (("2026-11-23", "2026-11-25"), None),  # they are still to come
        (("2026-11-18",), None),  # four days off
    ],
)
def test_the_nearest_plan_is_fulfilled(
    dana: Home, planned: tuple[str, ...], fulfilled: str | None
) -> None:
    for date in planned:
        dana.today = min(dana.today, dt.date.fromisoformat(date))
        dana.run("schedule", "dana-oz", date)
    dana.today = dt.date(2026, 11, 22)

    _, changed = before_and_after(dana, "log-meeting", "dana-oz")

    gone = [path.rpartition("/")[2][:10] for path, text in changed.items() if not text]
    assert gone == ([fulfilled] if fulfilled else [])


def test_what_the_plan_says_is_kept_word_for_word(dana: Home) -> None:
    dana.run("schedule", "dana-oz", "2026-11-22 15:00")
    (plan,) = dana.journal.rglob("2026-11-22-meeting-*.yaml")
    plan.write_text(
        plan.read_text(encoding="utf-8") + "agenda: [pricing]   # hers\nx-mine:   kept\n",
        encoding="utf-8",
    )

    dana.run("log-meeting", "dana-oz", "we talked", "--topic", "pricing")

    assert plan.read_text(encoding="utf-8").splitlines()[4:] == [
        "status: held",
        'time: "15:00"',
        "agenda: [pricing]   # hers",
        "x-mine:   kept",
        "topics:",
        "  - pricing",
        "notes: we talked",
    ]


def test_a_moved_meeting_plans_the_new_one(dana: Home) -> None:
    ran, changed = before_and_after(
        dana, "log-meeting", "dana-oz", "--moved-to", "+1w 9:00", "--by", "me"
    )

    assert ran.out == (
        "Logged Sun 22 Nov with Dana Öz, rescheduled: next on Sun 29 Nov 09:00.\n"
        "It was due Mon 9 Nov.\n"
    )
    assert list(changed.values()) == [
        (
            "schema: 1\nid: <4>\nkind: meeting\ndate: 2026-11-22\nstatus: rescheduled\n"
            "rescheduled_to: 2026-11-29\nchanged_by: me\n"
        ),
        'schema: 1\nid: <5>\nkind: meeting\ndate: 2026-11-29\nstatus: planned\ntime: "09:00"\n',
    ]


def test_someone_new_needs_a_name_and_nothing_else(home: Home) -> None:
    ran, changed = before_and_after(home, "log-meeting", "Bo Ek", "--new", "--as", "peer")

    assert ran == Ran(0, "Logged Sun 22 Nov with Bo Ek.\n", "")
    assert changed == {
        "journal.yaml": "schema: 1\nid: <1>\n",
        "relationships/bo-ek-<2>/2026-11-22-meeting-<3>.yaml": (
            "schema: 1\nid: <3>\nkind: meeting\ndate: 2026-11-22\nstatus: held\n"
        ),
        "relationships/bo-ek-<2>/relationship.yaml": (
            "schema: 1\nid: <2>\nname: Bo Ek\nmy_role: peer\n"
        ),
    }


def test_a_long_note_comes_from_stdin_and_stays_readable(dana: Home) -> None:
    _, changed = before_and_after(
        dana, "log-meeting", "dana-oz", "--note", "-", stdin="a long\nnote: with a colon\n"
    )

    assert list(changed.values()) == [
        (
            "schema: 1\nid: <4>\nkind: meeting\ndate: 2026-11-22\nstatus: held\n"
            "notes: |-\n  a long\n  note: with a colon\n"
        )
    ]


def test_without_a_name_it_is_whoever_was_planned_for_today(dana: Home) -> None:
    dana.run("schedule", "dana-oz", "today")

    ran = dana.run("log-meeting", "--note", "we met")

    assert ran.out.splitlines()[0] == "Logged Sun 22 Nov with Dana Öz: 2 words."


def test_a_dry_run_writes_nothing_at_all(dana: Home) -> None:
    before = sorted(dana.folder.rglob("*"))

    ran, changed = before_and_after(dana, "log-meeting", "dana-oz", "words", "--dry-run")

    assert ran.out.splitlines()[0] == (
        "Would log Sun 22 Nov with Dana Öz: 1 word. Nothing was written."
    )
    assert (changed, sorted(dana.folder.rglob("*"))) == ({}, before)


def test_what_was_typed_outlives_a_wrong_name_and_can_be_resumed(dana: Home) -> None:
    refused = dana.run("log-meeting", "nobody", "private words", "--minutes", "30")
    ran, changed = before_and_after(dana, "log-meeting", "dana-oz", "--resume")

    assert refused == Ran(
        3,
        "",
        'mentorlog: No one here is called "nobody".\n'
        "  Someone new?  mentorlog new-agreement NAME   or, without an agreement:  --new\n"
        "  What you typed is kept:  mentorlog log-meeting --resume <draft> WHO\n",
    )
    assert ran.status == 0
    assert list(changed.values()) == [
        (
            "schema: 1\nid: <4>\nkind: meeting\ndate: 2026-11-22\nstatus: held\n"
            "minutes: 30\nnotes: private words\n"
        )
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--on", "+3d"), 3, "A meeting on Wed 25 Nov is in the future."),
        (("--on", "1899-12-31"), 3, '"1899-12-31" is before 1900.'),
        (("--on", "someday"), 2, '"someday" isn\'t a date.'),
        (("--at", "25:00"), 2, '"25:00" isn\'t a time.'),
        (("--minutes", "0"), 2, "A length is 1 minute to 24 hours."),
        (("--minutes", "soon"), 2, '"soon" isn\'t a length.'),
        (("--minutes", "1:75"), 2, '"1:75" isn\'t a length.'),
        (
            ("--on", "26 Nov"),
            2,
            '"26 Nov" can be read in two ways: say "Wed 26 Nov 2025" or "Thu 26 Nov 2026".',
        ),
        (("--on", "yesterday 15:00"), 2, '"yesterday 15:00" has a time; only a day fits here.'),
        (("--on", "last tue at 4"), 2, '"last tue at 4" has a time; only a day fits here.'),
        (("--medium", "pigeon"), 2, "--medium takes in person, video, phone, chat or email."),
        (("--status", "planned"), 2, "Use schedule to plan a meeting."),
        (
            ("--status", "held", "--moved-to", "fri"),
            2,
            "--moved-to goes with --status rescheduled.",
        ),
        (("--next", "yesterday"), 3, "A plan on Sat 21 Nov would be in the past."),
        (("--as", "mentor"), 2, "--as and --handle go with --new."),
        (("",), 2, "The note is empty."),
        (("one", "--note", "two"), 2, "The note was given twice."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    dana: Home, arguments: tuple[str, ...], status: int, said: str
) -> None:
    ran, changed = before_and_after(dana, "log-meeting", "dana-oz", *arguments)

    assert (ran.status, ran.out, changed) == (status, "", {})
    assert ran.err.splitlines()[0] == f"mentorlog: {said}"


def test_the_same_plan_is_not_made_twice(dana: Home) -> None:
    first = dana.run("schedule", "dana-oz", "fri 15:00")
    again = dana.run("schedule", "dana-oz", "fri 15:00")

    assert first == Ran(0, "Booked Fri 27 Nov 15:00 with Dana Öz.\n", "")
    assert again == Ran(
        3,
        "",
        "mentorlog: That meeting with dana-oz is already planned.\n"
        "  Move it:  mentorlog reschedule dana-oz --planned 2026-11-27 DATE\n",
    )


def test_what_was_noted_for_the_meeting_is_asked_about_once_it_was_held(dana: Home) -> None:
    dana.run("note", "dana", "ask about London")
    dana.run("note", "dana", "ask about Lou")

    moved = dana.run("log-meeting", "dana", "--status", "canceled")  # with one l, in America
    held = dana.run("log-meeting", "dana", "a first round")

    asked = re.compile(r"Did you bring up what you noted\?  mentorlog done <[45]> <[45]>")
    assert asked.search(moved.out) is None
    assert asked.search(held.out)  # of one day, in the order of ids, which are random


def test_a_plan_says_where_how_long_and_what_about(dana: Home) -> None:
    ran, changed = before_and_after(
        *(dana, "schedule", "dana", "2026-12-03 15:00", "--minutes", "30", "--medium", "in person"),
        *("--place", "Café Rost", "--agenda", "London", "--agenda", "the reorg"),
    )

    assert ran.out == "Booked Thu 3 Dec 15:00 with Dana Öz.\n"
    (text,) = changed.values()
    assert text.partition("status: planned\n")[2] == (
        'time: "15:00"\nminutes: 30\nmedium: in_person\nplace: Café Rost\n'
        "agenda:\n  - London\n  - the reorg\n"
    )
    assert "For Thu 3 Dec 15:00 with Dana Öz (30 min, in person, Café Rost)." not in ran.out
    page = dana.run("prep", "dana").out
    assert "first meeting with Dana Öz: Thu 3 Dec 15:00 (30 min, in person, Café Rost)." in page
    assert "Agenda          London\n                the reorg\n" in page


def test_a_promise_whose_date_is_not_understood_is_kept_and_told(dana: Home) -> None:
    ran = dana.run(
        "log-meeting", "dana-oz", "--action", "send it by fridey", "--action", "me: rest"
    )

    assert ran.status == 0
    assert (
        'Action item 1 has no due date: what follows "by" isn\'t a date, such as next fri.\n'
        "To set it:\n  mentorlog edit <4>\n"
    ) in ran.out
    assert "Action 2" not in ran.out


@pytest.mark.parametrize(
    "words", [("next", "fri", "15:00"), ("next fri", "15:00"), ("next fri 15:00",)]
)
def test_a_plans_date_needs_no_quotes(dana: Home, words: tuple[str, ...]) -> None:
    ran = dana.run("schedule", "dana-oz", *words, "--minutes", "half an hour")

    assert (ran.status, ran.out.startswith("Booked Fri 27 Nov 15:00 with Dana")) == (0, True)
    (plan,) = [text for text in dana.files().values() if "status: planned" in text]
    assert "minutes: 30" in plan


@pytest.mark.parametrize(
    ("given", "is_told"),
    [
        (("yesterday",), True),
        (("last friday",), True),
        (("the budget on friday",), False),
        (("friday", "--on", "friday"), False),
    ],
)
def test_a_note_that_is_only_a_day_is_pointed_out(
    dana: Home, given: tuple[str, ...], *, is_told: bool
) -> None:
    ran = dana.run("log-meeting", "dana", *given)

    assert ran.status == 0
    assert ("The note looks like a day; use --on to say when it was.\n" in ran.out) == is_told


@pytest.mark.parametrize("command", [("log-meeting", "dana-oz"), ("edit", "MEETING")])
@pytest.mark.parametrize(
    ("on", "options"),
    [
        ("last tue at 3pm", '--on "last tue" --at 15:00'),
        ("last tue at 4", '--on "last tue" --at TIME'),
        ("yesterday 16", "--on yesterday --at 16:00"),
    ],
)
def test_a_time_after_the_day_is_an_option_of_its_own(
    dana: Home, command: tuple[str, ...], on: str, options: str
) -> None:
    dana.run("log-meeting", "dana-oz", "--on", "2026-11-02")
    [meeting] = list(dana.journal.rglob("*-meeting-*.yaml"))
    words = [meeting.stem[-8:] if word == "MEETING" else word for word in command]

    ran = dana.run(*words, "--on", on)

    assert (ran.status, ran.err) == (
        2,
        (
            f'mentorlog: "{on}" has a time; only a day fits here.\n'
            f"  The time has its own option:  {options}\n"
        ),
    )
