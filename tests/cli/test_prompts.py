"""new-agreement and amend on a terminal: what is asked, what is asked again, what is kept."""

from __future__ import annotations

import pytest
from cli.harness import Home, Ran

RHYTHMS = '--cadence "every 2 weeks", "6 per year", "2 hours per month" or "as needed"'
TEN_TIMES_ENTER = "\n" * 10
WELCOME = (
    "An agreement with Dana Öz. Enter takes what's in [brackets]; Ctrl-C keeps what you wrote."
)


def asked(home: Home, answers: str, *arguments: str) -> Ran:
    """A run on a terminal, with somebody who types these lines."""
    return home.run(*arguments, stdin=answers, terminal=True)


def test_enter_takes_every_default_and_a_summary_comes_before_saving(home: Home) -> None:
    ran = asked(home, TEN_TIMES_ENTER + "y\n", "new-agreement", "Dana Öz")

    questions = (
        "  Your role              [Mentee/mentor/peer] (mentee: they mentor you) "
        "  How often do you meet  [monthly] "
        "  For how long           [6 months] (until Sat 22 May 2027), a date, or open\n"
        "                       > "
        "  Minutes per meeting    [60] "
        "  What you'll work on    "
        "  What you hope for      "
        "  What Dana hopes for    "
        "  I will                 "
        "  Dana will              "
        "  First meeting          "
        "\n"
        "Dana Öz mentors you.\n"
        "Monthly, 60 minutes, since Sun 22 Nov until Sat 22 May 2027.\n"
        "  Save?                  [Y/n/edit] "
    )
    assert (ran.status, ran.err) == (0, f"{WELCOME}\n\n{questions}")
    assert home.files()["relationships/dana-oz-<2>/2026-11-22-agreement-<3>.yaml"] == (
        "schema: 1\nid: <3>\nkind: agreement\ndate: 2026-11-22\ncadence: monthly\n"
        "until: 2027-05-22\nmeeting_minutes: 60\n"
    )


def test_on_a_narrow_terminal_lines_break_between_words(home: Home) -> None:
    home.variables["COLUMNS"] = "60"
    ran = asked(home, "boss\nmentor\n\nsoon\n" + TEN_TIMES_ENTER, "new-agreement", "Sam Lee")

    assert ran.err.startswith(
        "An agreement with Sam Lee. Enter takes what's in [brackets];\n"
        "Ctrl-C keeps what you wrote.\n\n"
        "  Your role              [Mentee/mentor/peer] (mentee: they\n"
        "                         mentor you)\n"
        "                       >     Choose mentee (they mentor you), mentor (you mentor\n"
        "    them) or peer.\n"
    )
    expected = (
        '    "soon" isn\'t a length of time or a date. Examples: 6\n'
        "    months, 1y, 2027-05-31, open.\n"
    )
    assert expected in ran.err


def test_what_is_answered_is_what_is_agreed(home: Home) -> None:
    answers = (
        "mentor\nevery 2 weeks\nopen\n45\nleading; saying no\na second opinion\nthe truth\n"
        "prepare; listen\nask\nthu 15:00\n\n"
    )
    ran = asked(home, answers, "new-agreement", "Dana Öz")

    assert ran.status == 0
    assert home.files() == {
        "journal.yaml": "schema: 1\nid: <1>\n",
        "relationships/dana-oz-<2>/relationship.yaml": (
            "schema: 1\nid: <2>\nname: Dana Öz\nmy_role: mentor\n"
        ),
        "relationships/dana-oz-<2>/2026-11-22-agreement-<3>.yaml": (
            "schema: 1\nid: <3>\nkind: agreement\ndate: 2026-11-22\ncadence: every 2 weeks\n"
            "meeting_minutes: 45\nfocus_areas:\n  - leading\n  - saying no\n"
            "commitments:\n  me:\n    - prepare\n    - listen\n  them:\n    - ask\n"
            "hopes:\n  me: a second opinion\n  them: the truth\n"
        ),
        "relationships/dana-oz-<2>/2026-11-26-meeting-<4>.yaml": (
            'schema: 1\nid: <4>\nkind: meeting\ndate: 2026-11-26\nstatus: planned\ntime: "15:00"\n'
        ),
    }


def test_nothing_is_asked_when_all_is_given(home: Home) -> None:
    ran = asked(
        home,
        "",
        *("new-agreement", "Dana Öz", "--as", "peer", "--cadence", "weekly", "--open"),
        *("--minutes", "30", "--focus", "a", "--i-hope", "b", "--they-hope", "c"),
        *("--i-will", "d", "--they-will", "e", "--first", "fri"),
    )

    assert (ran.status, ran.err) == (0, "")


def test_only_what_is_missing_is_asked(home: Home) -> None:
    given = ("--cadence", "weekly", "--until", "2027-01-31", "--minutes", "30", "--as", "peer")
    ran = asked(home, "\n" * 7, "new-agreement", "Dana Öz", *given)

    first, *_ = ran.err.removeprefix(f"{WELCOME}\n\n").split("  What you hope for")
    assert (ran.status, first) == (0, "  What you'll work on    ")


@pytest.mark.parametrize(
    ("question", "answers", "objection"),
    [
        (
            "Your role",
            ("boss", "mentor", *[""] * 10),
            "Choose mentee (they mentor you), mentor (you mentor them) or peer.",
        ),
        (
            "How often do you meet",
            ("", "biweekly", "weekly", *[""] * 9),
            'That can be read in two ways: say "every 2 weeks" or "2 per week".',
        ),
        (
            "How often do you meet",
            ("", "every 0 weeks", "weekly", *[""] * 9),
            f"The shortest cadence is daily; for none, say as needed. {RHYTHMS}",
        ),
        (
            "For how long",
            ("", "", "ages", "1y", *[""] * 8),
            ('"ages" isn\'t a length of time or a date. Examples: 6 months, 1y, 2027-05-31, open.'),
        ),
        (
            "For how long",
            ("", "6 per term", "open", "1y", *[""] * 8),
            "Meetings per term need an end.",
        ),
        (
            "Minutes per meeting",
            ("", "", "", "a while", "60", *[""] * 7),
            '"a while" isn\'t a length. Examples: 45, 1h30, half an hour.',
        ),
        (
            "Minutes per meeting",
            ("", "", "", "0", "60", *[""] * 7),
            "A length is 1 minute to 24 hours. Examples: 45, 1h30.",
        ),
        (
            "First meeting",
            (*[""] * 9, "soon", "fri", ""),
            '"soon" isn\'t a date. Examples: 2026-12-03, next fri, 10 Nov.',
        ),
        (
            "First meeting",
            (*[""] * 9, "yesterday", "fri", ""),
            "That's in the past; the first meeting must be in the future.",
        ),
        (
            "First meeting",
            (*[""] * 9, "1899-12-31", "fri", ""),
            '"1899-12-31" is before 1900. The earliest date is 1900-01-01.',
        ),
    ],
)
def test_an_answer_that_does_not_fit_is_asked_again(
    home: Home, question: str, answers: tuple[str, ...], objection: str
) -> None:
    ran = asked(home, "\n".join(answers) + "\n", "new-agreement", "Dana Öz")

    assert ran.status == 0
    assert objection in " ".join(ran.err.split())  # it may take two lines
    assert ran.err.count(f"  {question}  ") == 2


def test_the_name_is_asked_for_where_there_is_none(home: Home) -> None:
    ran = asked(home, "Dana Öz\n" + TEN_TIMES_ENTER + "\n", "new-agreement")

    assert ran.err.startswith(f"  With whom              {WELCOME}")
    assert (ran.status, ran.out.splitlines()[0]) == (
        0,
        "Saved the agreement with Dana Öz from Sun 22 Nov.",
    )


def test_without_any_name_there_is_no_agreement(home: Home) -> None:
    ran = asked(home, "\n", "new-agreement")

    assert ran == Ran(
        2,
        "",
        '  With whom              mentorlog: With whom?\n  mentorlog new-agreement "Dana Öz"\n',
    )
    assert home.files() == {}


def test_a_name_that_could_move_the_cursor_is_refused_and_spelt_out(home: Home) -> None:
    ran = asked(home, "", "new-agreement", "Eve\x1b[31m Red")

    said = "mentorlog: WHO has a control character (\\x1b) in it.\n  Leave it out.\n"
    assert ran == Ran(2, "", said)


def test_nobody_is_asked_anything_about_an_agreement_that_is_in_force(dana: Home) -> None:
    ran = asked(dana, TEN_TIMES_ENTER, "new-agreement", "Dana Öz")

    assert ran == Ran(
        3,
        "",
        "mentorlog: You already have an agreement with dana-oz, since Mon 26 Oct.\n"
        "  Change it:  mentorlog amend dana-oz\n",
    )


def test_someone_known_keeps_their_role(home: Home) -> None:
    home.run("log-meeting", "Dana Öz", "--new", "--as", "peer")

    ran = asked(home, "\n" * 10, "new-agreement", "dana-oz")

    assert (ran.status, "Your role" in ran.err) == (0, False)
    assert "my_role: peer" in home.files()["relationships/dana-oz-<2>/relationship.yaml"]


def test_the_length_of_a_meeting_is_no_length_of_an_agreement(home: Home) -> None:
    ran = asked(home, "mentor\nweekly\n1h\nhalf a year\n" + "\n" * 9, "new-agreement", "Dana Öz")

    assert '"1h" isn\'t a length of time or a date. Examples: 6 months,' in ran.err
    assert "since Sun 22 Nov until Sat 22 May 2027." in ran.err


def test_when_the_answers_stop_they_are_kept_and_resume_asks_only_the_rest(home: Home) -> None:
    stopped = asked(home, "mentor\nweekly\n\n\nleading\n", "new-agreement", "Dana Öz")
    before = home.files()
    ran = asked(home, "\n" * 9, "new-agreement", "--resume")

    assert stopped.status == 130
    assert stopped.err.endswith(
        "mentorlog: Stopped.\n  What you typed is kept:  mentorlog new-agreement --resume <draft>\n"
    )
    assert before == {}
    assert ("Your role" in ran.err, "How often" in ran.err) == (False, False)
    assert "Weekly, 60 minutes, since Sun 22 Nov until Sat 22 May 2027." in ran.err
    assert ran.out.splitlines()[0] == "Saved the agreement with Dana Öz from Sun 22 Nov."


def test_answers_without_words_are_no_draft(home: Home) -> None:
    stopped = asked(home, "mentor\nweekly\n", "new-agreement", "Dana Öz")

    assert (stopped.status, "--resume" in stopped.err) == (130, False)
    assert home.run("drafts").out.startswith("No drafts")


def test_whoever_says_no_to_the_summary_keeps_the_words_and_no_agreement(home: Home) -> None:
    words = "\n" * 4 + "leading\n" + "\n" * 5 + "n\n"
    ran = asked(home, words, "new-agreement", "Dana Öz")

    assert (ran.status, home.files()) == (130, {})
    assert "\n  Focus areas: leading\n" in ran.err
    assert ran.err.endswith(
        "  Save?                  [Y/n/edit] mentorlog: Nothing was saved.\n"
        "  What you typed is kept:  mentorlog new-agreement --resume <draft>\n"
    )


def test_a_dry_run_asks_and_keeps_nothing_at_all(home: Home) -> None:
    ran = asked(home, TEN_TIMES_ENTER, "new-agreement", "Dana Öz", "--dry-run")

    assert ran.out == (
        "Would save the agreement with Dana Öz from Sun 22 Nov. Nothing was written.\n"
        "Monthly, 60 minutes, since Sun 22 Nov until Sat 22 May 2027.\n"
        "Next due Sun 6 Dec.\n"
    )
    assert list(home.folder.iterdir()) == []


def test_with_no_input_nothing_is_asked_even_on_a_terminal(home: Home) -> None:
    ran = asked(home, TEN_TIMES_ENTER, "new-agreement", "Dana Öz", "--no-input")

    assert ran == Ran(
        2,
        "",
        f"mentorlog: How often do you want to meet?\n  {RHYTHMS}\n",
    )


AMENDED = (
    "\n"
    "               Before         From Sun 22 Nov\n"
    "Cadence        every 2 weeks  monthly\n"
    "Was due        Mon 9 Nov      Mon 9 Nov\n"
    "  Save?                  [Y/n] "
)


@pytest.mark.parametrize("answer", ["", "y", "Y", " yes "])
def test_an_amendment_shows_old_new_and_due_before_it_is_saved(dana: Home, answer: str) -> None:
    ran = asked(dana, f"{answer}\n", "amend", "dana-oz", "--cadence", "monthly")

    assert (ran.status, ran.err) == (0, AMENDED)
    assert ran.out == "Amended the agreement with Dana Öz from Sun 22 Nov.\n"
    assert len(dana.files()) == 4


@pytest.mark.parametrize("answer", ["n\n", "no\n", "what\n", ""])
def test_an_amendment_that_is_not_agreed_to_changes_nothing(dana: Home, answer: str) -> None:
    before = dana.files()

    ran = asked(dana, answer, "amend", "dana-oz", "--cadence", "monthly")

    assert (ran.status, ran.err.startswith(AMENDED)) == (130, True)
    assert dana.files() == before


def test_an_amendment_is_not_confirmed_where_nothing_may_be_asked(dana: Home) -> None:
    ran = asked(dana, "", "amend", "dana-oz", "--cadence", "monthly", "--no-input")

    assert (ran.status, ran.err, len(dana.files())) == (0, "", 4)


def test_at_the_summary_every_answer_can_be_changed(home: Home) -> None:
    first = "mentor\nweekly\nopen\n45\nleading; the budget\nclarity\n\nlisten\n\n\n"
    again = "mentee\n\n6 months\n\n-\n\n-\n\n\n\n"

    ran = asked(home, f"{first}edit\n{again}y\n", "new-agreement", "Dana Öz")

    assert ran.status == 0
    assert (
        "\n"
        "You mentor Dana Öz.\n"
        "Weekly, 45 minutes, since Sun 22 Nov.\n"
        "  Focus areas: leading; the budget\n"
        "  I will: listen\n"
        "  I hope for: clarity\n"
        "  Save?                  [Y/n/edit] \n"
        "Once more. Type - to clear an answer.\n"
    ) in ran.err
    for offered in ("[mentee/Mentor/peer]", "[weekly]", "[open]", "[leading; the budget]"):
        assert offered in ran.err
    assert ran.err.count("(until Sat 22 May 2027)") == 1  # what Enter meant at first
    assert ran.err.endswith(
        "\n"
        "Dana Öz mentors you.\n"
        "Weekly, 45 minutes, since Sun 22 Nov until Sat 22 May 2027.\n"
        "  I will: listen\n"
        "  I hope for: clarity\n"
        "  Save?                  [Y/n/edit] "
    )
    assert "my_role: mentee\n" in home.files()["relationships/dana-oz-<2>/relationship.yaml"]
    assert home.files()["relationships/dana-oz-<2>/2026-11-22-agreement-<3>.yaml"] == (
        "schema: 1\nid: <3>\nkind: agreement\ndate: 2026-11-22\ncadence: weekly\n"
        "until: 2027-05-22\nmeeting_minutes: 45\ncommitments:\n  me:\n    - listen\n"
        "hopes:\n  me: clarity\n"
    )


def test_a_name_too_long_for_a_question_is_left_out_whole(home: Home) -> None:
    ran = asked(home, "\n" * 12, "new-agreement", "Bartholomew Bumblebee")

    assert "  What they hope for     " in ran.err
    assert "  Bartholomew will       " in ran.err
    assert "What Bartholomew" not in ran.err


def test_resumed_answers_are_shown_before_they_are_saved(home: Home) -> None:
    """Somebody said no to them once."""
    every = "mentee\nweekly\n1y\n45\nleading\nclarity\na reader\nlisten\nask\nfri\n"
    asked(home, f"{every}n\n", "new-agreement", "Dana Öz")

    declined = asked(home, "n\n", "new-agreement", "--resume")
    agreed = asked(home, "y\n", "new-agreement", "--resume")

    assert (declined.status, agreed.status) == (130, 0)
    assert "  Focus areas: leading\n" in declined.err


def test_changed_answers_are_kept_if_nothing_is_saved(home: Home) -> None:
    first = "\n\n\n\nleading\n\n\n\n\n\n"
    again = "\n\n\n\nthe budget\n\n\n\n\n\n"

    asked(home, f"{first}e\n{again}n\n", "new-agreement", "Dana Öz")

    shown = home.run("drafts").out
    assert ("the budget" in shown, "leading" in shown) == (True, False)


def test_a_long_question_offers_its_earlier_answer_again(dana: Home) -> None:
    dana.run("log-meeting", "dana", "--on", "2026-11-20")
    ran = asked(
        dana, "one\ntwo\nthree\n\n\n\nedit\n\n-\nfour\n\n\n\n\n", "review", "dana", "--reflect"
    )

    assert ran.status == 0
    [saved] = [text for file, text in dana.files().items() if "check_in" in file]
    assert [word for word in ("one", "two", "three", "four") if word in saved] == ["one", "four"]


def test_a_last_day_before_the_first_is_asked_again_at_once(home: Home) -> None:
    typed = ("new-agreement", "Dana Öz", "--as", "mentee", "--cadence", "weekly")
    ran = asked(home, "yesterday\n" + TEN_TIMES_ENTER + "y\n", *typed)

    refused = "It would end on Sat 21 Nov, before it starts on Sun 22 Nov."
    before, _, after = ran.err.partition("Minutes per meeting")
    assert (ran.status, refused in before, refused in after) == (0, True, False)


def test_an_amendments_last_day_before_its_first_is_asked_again_at_once(dana: Home) -> None:
    ran = asked(dana, "monthly\nyesterday\n" + TEN_TIMES_ENTER, "amend", "dana-oz")

    before, _, after = ran.err.partition("Minutes per meeting")
    assert "It would end on Sat 21 Nov, before it starts on Sun 22 Nov." in before
    assert (ran.status, "It would end" in after) == (0, False)
