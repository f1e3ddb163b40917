"""Terms as they are typed: ends, beginnings, who is meant, and what an amendment leaves alone."""

from __future__ import annotations

import pytest
from cli.harness import Home, Ran, before_and_after

RHYTHMS = (
    'A cadence is, for example, "monthly", "every 2 weeks", "2 per month", "6 per term", '
    '"2 hours per month" or "as needed".'
)
PERSON = "relationships/dana-oz-<2>/relationship.yaml"


@pytest.mark.parametrize(
    ("arguments", "dates"),
    [
        (("--starts", "tomorrow", "--for", "2w"), "date: 2026-11-23\nuntil: 2026-12-07"),
        (("--starts", "2026-09-01", "--until", "fri"), "date: 2026-09-01\nuntil: 2026-11-27"),
        (("--starts", "2026-09-01", "--until", "+1 month"), "date: 2026-09-01\nuntil: 2026-12-22"),
        (("--until", "today"), "date: 2026-11-22\nuntil: 2026-11-22"),
        (("--starts", "sun"), "date: 2026-11-29"),
        (("--open",), "date: 2026-11-22"),
    ],
)
def test_every_date_counts_from_today_and_a_span_from_the_first_day(
    home: Home, arguments: tuple[str, ...], dates: str
) -> None:
    ran = home.run("new-agreement", "Dana Öz", "--cadence", "weekly", *arguments)
    written = next(text for path, text in home.files().items() if "agreement" in path)

    assert (ran.status, ran.err) == (0, "")
    found = [line for line in written.splitlines() if line.startswith(("date:", "until:"))]
    assert "\n".join(found) == dates


@pytest.mark.parametrize(
    ("typed", "cadence"),
    [
        ("every week", "cadence: weekly"),
        ("Fortnightly", "cadence: every 2 weeks"),
        ("every 12 months", "cadence: yearly"),
        ("twice a month", "cadence: 2 per month"),
        ("6 a year", "cadence: 6 per year"),
        ("AS NEEDED", "cadence: as needed"),
        ("at least monthly", "cadence: monthly\nbound: minimum"),
        ("up to 2 hours per month", "cadence: 2 hours per month\nbound: maximum"),
    ],
)
def test_a_rhythm_is_written_back_in_one_form(home: Home, typed: str, cadence: str) -> None:
    home.run("new-agreement", "Dana Öz", "--cadence", typed)
    written = next(text for path, text in home.files().items() if "agreement" in path)

    assert written == f"schema: 1\nid: <3>\nkind: agreement\ndate: 2026-11-22\n{cadence}\n"


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (
            ("--cadence", "banana"),
            RHYTHMS,
            "",
        ),
        (
            ("--cadence", "every 0 days"),
            "The shortest cadence is daily; for none, say as needed.",
            '--cadence "every 2 weeks", "6 per year", "2 hours per month" or "as needed"',
        ),
        (
            ("--cadence", "6 per term", "--open"),
            "These terms don't work: meetings per term need a last day (until).",
            'Say when it ends:  --for "6 months" or --until DATE',
        ),
        (
            ("--cadence", "weekly", "--until", "yesterday"),
            "It would end on Sat 21 Nov, before it starts on Sun 22 Nov.",
            "Say when it ends:  --until DATE, --for SPAN or --open",
        ),
        (("--cadence", "weekly", "--starts", ""), '"" isn\'t a date.', None),
        (("--cadence", "weekly", "--for", "9999y"), "That date is out of range.", None),
        (("--cadence", "weekly", "--name", " "), "The name is empty.", None),
    ],
)
def test_terms_that_cannot_be_are_told_with_what_can(
    home: Home, arguments: tuple[str, ...], message: str, hint: str | None
) -> None:
    ran = home.run("new-agreement", "Dana Öz", *arguments)
    first, *rest = ran.err.splitlines()

    assert (ran.status, ran.out, first) == (2, "", f"mentorlog: {message}")
    assert hint is None or rest == ([f"  {hint}"] if hint else [])
    assert home.files() == {}


def test_an_agreement_in_force_comes_before_the_question_for_a_rhythm(dana: Home) -> None:
    assert dana.run("new-agreement", "Dana Öz") == Ran(
        3,
        "",
        "mentorlog: You already have an agreement with dana-oz, since Mon 26 Oct.\n"
        "  Change it:  mentorlog amend dana-oz\n",
    )


def test_an_agreement_to_come_stands_in_the_way_of_another(home: Home) -> None:
    home.run("new-agreement", "Dana Öz", "--cadence", "weekly", "--starts", "2026-12-01")

    ran = home.run("new-agreement", "Dana Öz", "--cadence", "monthly")

    assert (ran.status, ran.err.splitlines()[0]) == (
        3,
        "mentorlog: You already have an agreement with dana-oz, from Tue 1 Dec.",
    )


def test_after_the_last_day_there_may_be_a_new_agreement(home: Home) -> None:
    home.run(
        *("new-agreement", "Dana Öz", "--cadence", "weekly"),
        *("--starts", "2026-09-01", "--until", "2026-11-21"),
    )

    ran, changed = before_and_after(home, "new-agreement", "DANA ÖZ", "--cadence", "monthly")

    assert (ran.status, len(changed)) == (0, 1)


def test_one_begins_again_after_the_day_of_the_closure(dana: Home) -> None:
    dana.run("close", "dana-oz")

    assert dana.run("new-agreement", "dana-oz", "--cadence", "weekly") == Ran(
        3,
        "",
        "mentorlog: dana-oz was closed on Sun 22 Nov; start after that.\n  --starts 2026-11-23\n",
    )


def test_a_similar_name_without_an_agreement_isnt_sent_to_amend(dana: Home) -> None:
    dana.run("close", "dana-oz", "--on", "2026-11-09")
    dana.run("candidate", "Zoe Kim", "--stage", "noticed")

    for word, handle in (("Dana", "dana-oz"), ("Zoe", "zoe-kim")):
        ran = dana.run("new-agreement", word, "--cadence", "weekly")
        same = f"new-agreement {handle} …"
        assert f"The same person:  mentorlog {same}\n" in ran.err
        assert dana.run("new-agreement", handle, "--cadence", "weekly").status == 0


def test_before_the_closure_of_one_who_is_gone_nothing_begins(dana: Home) -> None:
    dana.run("close", "dana-oz", "--on", "2026-11-09")

    ran = dana.run("new-agreement", "dana-oz", "--cadence", "weekly", "--starts", "2026-11-02")

    assert (ran.status, ran.err.splitlines()[-1]) == (3, "  --starts 2026-11-10")


def test_what_a_person_s_file_says_is_kept_when_terms_are_agreed(home: Home) -> None:
    home.run("log-meeting", "Dana Öz", "--new")
    (file,) = home.journal.rglob("relationship.yaml")
    by_hand = f"{file.read_text(encoding='utf-8')}why: she knows  # really\nform: reverse\n"
    file.write_text(by_hand, encoding="utf-8")

    home.run("new-agreement", "dana-oz", "--cadence", "weekly", "--helps-with", "skill")

    assert home.files()[PERSON] == (
        "schema: 1\nid: <2>\nname: Dana Öz\nmy_role: mentee\n"
        "why: she knows  # really\nform: reverse\nhelps_with:\n  - skill\n"
    )


def test_with_a_name_who_is_the_handle_one_would_like(home: Home) -> None:
    home.run("new-agreement", "dana", "--name", "Dana Öz", "--cadence", "weekly")

    assert [path.name.rpartition("-")[0] for path in home.journal.glob("relationships/*")] == [
        "dana"
    ]


def test_an_amendment_may_change_the_person_and_no_terms(dana: Home) -> None:
    ran, changed = before_and_after(dana, "amend", "dana-oz", "--as", "peer", "--differs", "origin")
    known, _ = before_and_after(dana, "amend", "dana-oz", "--as", "peer", "--differs", "culture")

    assert (ran.status, changed) == (2, {})
    assert known == Ran(0, "Amended the agreement with Dana Öz.\n", "")
    assert dana.files()[PERSON] == (
        "schema: 1\nid: <2>\nname: Dana Öz\nmy_role: peer\ndiffers_from_me:\n  - culture\n"
    )


def test_an_amendment_may_bring_the_next_meeting_only(dana: Home) -> None:
    ran, changed = before_and_after(dana, "amend", "dana-oz", "--first", "fri 15:00")

    assert (ran.status, list(changed)) == (
        0,
        ["relationships/dana-oz-<2>/2026-11-27-meeting-<4>.yaml"],
    )


def test_an_amendment_needs_an_alias_to_be_in_confidence(dana: Home) -> None:
    assert dana.run("amend", "dana-oz", "--in-confidence") == Ran(
        2,
        "",
        "mentorlog: --in-confidence needs an --alias, which is shown instead of the name.\n",
    )


def test_goals_that_stay_keep_what_is_known_of_them(dana: Home) -> None:
    dana.run("amend", "dana-oz", "--from", "2026-10-26", "--goal", "say no", "--goal", "speak up")
    (file,) = dana.journal.rglob("*-agreement-*.yaml")
    by_hand = file.read_text(encoding="utf-8").replace("say no\n", "say no\n    why: I can't\n")
    file.write_text(by_hand, encoding="utf-8")

    _, changed = before_and_after(dana, "amend", "dana-oz", "--goal", "say no", "--goal", "listen")

    assert list(changed.values()) == [
        (
            "schema: 1\nid: <4>\nkind: agreement\ndate: 2026-11-22\ncadence: every 2 weeks\n"
            "goals:\n  - title: say no\n    why: I can't\n  - title: listen\n"
        )
    ]


def test_a_reason_is_for_one_amendment_only(dana: Home) -> None:
    dana.run("amend", "dana-oz", "--from", "-2d", "--cadence", "monthly", "--why", "both busy")

    _, changed = before_and_after(dana, "amend", "dana-oz", "--cadence", "weekly")

    assert list(changed.values()) == [
        "schema: 1\nid: <5>\nkind: agreement\ndate: 2026-11-22\ncadence: weekly\n"
    ]


def test_the_visibility_asked_for_is_written_by_changes_too(dana: Home) -> None:
    dana.run("log-meeting", "dana-oz", "--on", "2026-11-02", "--action", "send it")
    (file,) = dana.journal.rglob("*-meeting-*.yaml")
    identity = file.stem.rpartition("-")[2]

    dana.run("done", identity.upper(), "--visibility", "private")

    assert dana.files()["relationships/dana-oz-<2>/2026-11-02-meeting-<4>.yaml"] == (
        "schema: 1\nid: <4>\nkind: meeting\ndate: 2026-11-02\nstatus: held\n"
        "action_items:\n  - text: send it\n    owner: me\n    done_on: 2026-11-22\n"
        "visibility: private\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("amend",), "Whose agreement?"),
        (("amend", "dana-oz", "--cadence", "weekly", "--from", ""), '"" isn\'t a date.'),
        (
            ("amend", "dana-oz", "--until", "-1d", "--from", "today"),
            "It would end on Sat 21 Nov, before it starts on Sun 22 Nov.",
        ),
        (("amend", "dana-oz", "--name", ""), "--name is empty."),
        (
            ("amend", "dana-oz", "--visibility", "secret"),
            "--visibility takes private, pair or open.",
        ),
    ],
)
def test_an_amendment_that_cannot_be_is_told(
    dana: Home, arguments: tuple[str, ...], said: str
) -> None:
    ran, changed = before_and_after(dana, *arguments)

    assert (ran.status, ran.err.splitlines()[0], changed) == (2, f"mentorlog: {said}", {})


def test_a_term_that_is_over_is_renewed_as_the_board_suggests(home: Home) -> None:
    home.run(
        *("new-agreement", "Dana Öz", "--cadence", "monthly"),
        *("--starts", "2026-05-01", "--until", "2026-11-01"),
    )
    board = home.run().out

    ran = home.run("amend", "dana-oz", "--for", "6 months")

    assert 'mentorlog amend dana-oz --for "6 months"' in board
    assert ran.out == (
        "Amended the agreement with Dana Öz from Sun 22 Nov.\n"
        "               Before      From Sun 22 Nov\n"
        "Cadence        monthly     monthly\n"
        "Until          Sun 1 Nov   Sat 22 May 2027\n"
        "Next due       Fri 15 May  Sun 6 Dec\n"
    )


def test_a_term_that_is_over_can_not_be_amended_without_another_end(home: Home) -> None:
    home.run(
        *("new-agreement", "Dana Öz", "--cadence", "monthly"),
        *("--starts", "2026-05-01", "--until", "2026-11-01"),
    )

    ran = home.run("amend", "dana-oz", "--minutes", "30")

    assert (ran.status, ran.err.splitlines()[0]) == (
        2,
        "mentorlog: It would end on Sun 1 Nov, before it starts on Sun 22 Nov.",
    )
