"""new-agreement, amend, pause, resume, close: terms as files, and what is said about them."""

from __future__ import annotations

import datetime as dt

import pytest
from cli.harness import Home, Ran, before_and_after


def test_everything_agreed_stands_in_two_readable_files(home: Home) -> None:
    ran, changed = before_and_after(
        home,
        *("new-agreement", "Dana Öz", "--as", "mentee", "--cadence", "at least every 2 weeks"),
        *("--for", "6 months", "--minutes", "45", "--medium", "video", "--focus", "leading"),
        *("--goal", "run it alone", "--i-will", "send an agenda", "--they-hope", "the truth"),
        *("--rule", "24 h notice", "--differs", "function", "--helps-with", "feedback"),
        *("--first", "thu 15:00"),
    )

    assert ran == Ran(
        0,
        "Saved the agreement with Dana Öz from Sun 22 Nov.\n"
        "At least every 2 weeks, 45 minutes, video, since Sun 22 Nov until Sat 22 May 2027. "
        "First:\nThu 26 Nov 15:00.\n"
        "Next due Sun 6 Dec.\n"
        "Get reminded:  mentorlog nudge install\n",
        "",
    )
    assert changed == {
        "journal.yaml": "schema: 1\nid: <1>\n",
        "relationships/dana-oz-<2>/2026-11-22-agreement-<3>.yaml": (
            "schema: 1\nid: <3>\nkind: agreement\ndate: 2026-11-22\ncadence: every 2 weeks\n"
            "bound: minimum\nuntil: 2027-05-22\nmeeting_minutes: 45\nmedia:\n  - video\n"
            "focus_areas:\n  - leading\ngoals:\n  - title: run it alone\n"
            "commitments:\n  me:\n    - send an agenda\nhopes:\n  them: the truth\n"
            "ground_rules:\n  - 24 h notice\n"
        ),
        "relationships/dana-oz-<2>/2026-11-26-meeting-<4>.yaml": (
            'schema: 1\nid: <4>\nkind: meeting\ndate: 2026-11-26\nstatus: planned\ntime: "15:00"\n'
        ),
        "relationships/dana-oz-<2>/relationship.yaml": (
            "schema: 1\nid: <2>\nname: Dana Öz\nmy_role: mentee\n"
            "differs_from_me:\n  - function\nhelps_with:\n  - feedback\n"
        ),
    }


def test_in_confidence_the_alias_is_the_handle_and_stands_for_the_name(home: Home) -> None:
    made = home.run(
        *("new-agreement", "Ann Bell", "--alias", "Robin", "--in-confidence"),
        *("--cadence", "monthly"),
    )
    shown, revealed = home.run("show", "robin"), home.run("show", "robin", "--reveal")

    assert made.out.splitlines()[0] == "Saved the agreement with Robin from Sun 22 Nov."
    assert ("Ann" in shown.out, "Ann Bell" in revealed.out) == (False, True)
    assert [path.name[:6] for path in (home.journal / "relationships").iterdir()] == ["robin-"]


def test_an_amendment_carries_every_term_and_unknown_keys(dana: Home) -> None:
    (file,) = dana.journal.rglob("*-agreement-*.yaml")
    file.write_text(file.read_text(encoding="utf-8") + "x-mine: [1, 2]  # mine\n", "utf-8")

    ran, changed = before_and_after(
        dana, "amend", "dana-oz", "--cadence", "monthly", "--why", "the project is over"
    )

    assert ran == Ran(
        0,
        "Amended the agreement with Dana Öz from Sun 22 Nov.\n"
        "               Before         From Sun 22 Nov\n"
        "Cadence        every 2 weeks  monthly\n"
        "Was due        Mon 9 Nov      Mon 9 Nov\n",
        "",
    )
    assert changed == {
        "relationships/dana-oz-<2>/2026-11-22-agreement-<4>.yaml": (
            "schema: 1\nid: <4>\nkind: agreement\ndate: 2026-11-22\ncadence: monthly\n"
            'reason: the project is over\nx-mine:\n  - "1"\n  - "2"\n'
        )
    }


def test_on_its_own_day_an_amendment_corrects_the_agreement_in_place(dana: Home) -> None:
    (file,) = dana.journal.rglob("*-agreement-*.yaml")
    file.write_text(file.read_text(encoding="utf-8") + "# agreed by phone\n", "utf-8")

    _, changed = before_and_after(
        dana, "amend", "dana-oz", "--from", "2026-10-26", "--minutes", "30"
    )

    assert list(changed.values()) == [
        (
            "schema: 1\nid: <3>\nkind: agreement\ndate: 2026-10-26\ncadence: every 2 weeks\n"
            "meeting_minutes: 30\n# agreed by phone\n"
        )
    ]


def test_a_pause_ends_on_the_day_one_resumes(dana: Home) -> None:
    paused = dana.run("pause", "dana-oz", "--for", "3w", "--why", "travel")
    dana.today = dt.date(2026, 11, 30)
    ran, changed = before_and_after(dana, "resume", "dana-oz")

    assert paused == Ran(0, "Paused with Dana Öz from Sun 22 Nov, back Sun 13 Dec.\n", "")
    assert ran.out.splitlines()[0] == "Resumed with Dana Öz from Mon 30 Nov."
    assert list(changed.values()) == [
        "schema: 1\nid: <4>\nkind: pause\ndate: 2026-11-22\nuntil: 2026-11-30\nreason: travel\n"
    ]


def test_a_pause_can_be_taken_back_on_its_first_day(dana: Home) -> None:
    dana.run("pause", "dana-oz")

    ran = dana.run("resume", "dana-oz")

    assert (ran.status, dana.run("review", "--json").out.count('"standing": "overdue"')) == (0, 1)


def test_parting_well_and_beginning_again(dana: Home) -> None:
    closed, changed = before_and_after(
        dana,
        *("close", "dana-oz", "--reason", "goals_met", "--good-work", "I speak up now"),
        *("--said", "met", "--next-form", "friend", "--by", "both", "--unfinished", "the book"),
    )
    dana.today += dt.timedelta(days=1)
    late = dana.run("note", "dana-oz", "one more thing")
    again = dana.run("new-agreement", "dana-oz", "--cadence", "quarterly")

    assert closed == Ran(
        0,
        "Closed the relationship with Dana Öz on Sun 22 Nov: goals met.\n"
        "Draft a letter of thanks:  mentorlog thanks dana-oz\n",
        "",
    )
    assert list(changed.values()) == [
        (
            "schema: 1\nid: <4>\nkind: closure\ndate: 2026-11-22\nreason: goals_met\n"
            "initiated_by: both\ngood_work: I speak up now\nunfinished:\n  - the book\n"
            "conversation: met\nnext_form: friend\n"
        )
    ]
    assert (late.status, late.err.splitlines()[0]) == (
        3,
        "mentorlog: dana-oz was closed on Sun 22 Nov.",
    )
    assert (again.status, again.err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("new-agreement", "Sam Lee"), 2, "How often do you want to meet?"),
        (("new-agreement", "--cadence", "weekly"), 2, "With whom?"),
        (
            ("new-agreement", "dana-oz", "--cadence", "weekly"),
            3,
            "You already have an agreement with dana-oz, since Mon 26 Oct.",
        ),
        (
            ("new-agreement", "Sam Lee", "--cadence", "2 per term"),
            2,
            "These terms don't work: meetings per term need a last day (until).",
        ),
        (
            ("new-agreement", "Sam Lee", "--cadence", "weekly", "--for", "1y", "--open"),
            2,
            "Give one of --for, --until and --open.",
        ),
        (
            ("new-agreement", "Sam Lee", "--cadence", "weekly", "--in-confidence"),
            2,
            "--in-confidence needs an --alias, which is shown instead of the name.",
        ),
        (
            ("amend", "dana-oz", "--cadence", "weekly", "--from", "2026-10-01"),
            3,
            "The latest terms are from Mon 26 Oct; change those, or later.",
        ),
        (("amend", "dana-oz"), 2, "Nothing would change."),
        (
            ("pause", "dana-oz", "--until", "2026-11-30", "--for", "1w"),
            2,
            "Give --until or --for, not both.",
        ),
        (("resume", "dana-oz"), 3, "dana-oz isn't paused on Sun 22 Nov."),
        (("close", "dana-oz", "--on", "+1w"), 3, "A closure on Sun 29 Nov is in the future."),
    ],
)
def test_what_cannot_be_agreed_is_refused_and_nothing_is_written(
    dana: Home, arguments: tuple[str, ...], status: int, said: str
) -> None:
    ran, changed = before_and_after(dana, *arguments)

    assert (ran.status, ran.out, changed) == (status, "", {})
    assert ran.err.splitlines()[0] == f"mentorlog: {said}"


@pytest.mark.parametrize(
    "line",
    [
        ("new-agreement", "Bo Ek", "--cadence", "monthly", "--open", "--starts", "1 oct"),
        ("amend", "dana-oz", "--cadence", "monthly", "--from", "1 oct"),
        ("pause", "dana-oz", "--from", "1 oct"),
    ],
)
def test_a_first_day_that_was_surely_meant_past_is_said_with_its_year(
    home: Home, line: tuple[str, ...]
) -> None:
    home.run("new-agreement", "Dana Öz", "--cadence", "weekly", "--open")

    ran = home.run(*line)

    said = f'{line[-2]} looks ahead: "1 oct" is Fri 1 Oct 2027; the last one was 2026-10-01.'
    assert (ran.status, said in ran.out.splitlines()) == (0, True)
