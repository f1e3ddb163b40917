"""close on a terminal, and reopen: parting well, and beginning again."""

from __future__ import annotations

import datetime as dt

from cli.harness import Home, Ran, before_and_after

ANSWERS = "I speak up\n\nhiring; budget\ngoals\nboth\nmet\nfriend\nkeep\ny\n"


def test_on_a_terminal_close_asks_for_what_is_missing(dana: Home) -> None:
    dana.run("log-meeting", "dana", "--action", "send deck")

    ran = dana.run(
        "close",
        "dana",
        "--learned",
        "to ask early",
        terminal=True,
        stdin=ANSWERS.replace("\n\n", "\n"),
    )

    (text,) = (text for path, text in dana.files().items() if "closure" in path)
    assert "Still open: send deck" in ran.err
    assert "it's nobody's fault" in ran.err
    assert text.partition("date: 2026-11-22\n")[2] == (
        "reason: goals_met\ninitiated_by: both\ngood_work: I speak up\nlearned: to ask early\n"
        "unfinished:\n  - hiring\n  - budget\nconversation: met\nnext_form: friend\n"
    )
    assert ran.out == (
        "Closed the relationship with Dana Öz on Sun 22 Nov: goals met.\n"
        "Draft a letter of thanks:  mentorlog thanks dana-oz\n"
    )


def test_every_question_of_a_closing_can_be_skipped(dana: Home) -> None:
    ran = dana.run("close", "dana", terminal=True, stdin="\n" * 8 + "y\n")

    (text,) = (text for path, text in dana.files().items() if "closure" in path)
    assert ran.status == 0
    assert text == "schema: 1\nid: <4>\nkind: closure\ndate: 2026-11-22\n"


def test_reopening_takes_the_last_terms_for_as_long_again(home: Home) -> None:
    home.run(
        *("new-agreement", "Dana Öz", "--cadence", "every 2 weeks", "--starts", "2026-05-22"),
        *("--for", "6 months", "--focus", "saying no", "--minutes", "45"),
    )
    home.run("close", "dana", "--reason", "term_ended")
    home.today = dt.date(2027, 3, 1)

    ran, made = before_and_after(home, "reopen", "dana")

    assert ran == Ran(
        0,
        "Reopened the agreement with Dana Öz from Mon 1 Mar.\n"
        "Every 2 weeks, 45 minutes, since Mon 1 Mar until Wed 1 Sep.\n"
        "Welcome back. It ended on Sun 22 Nov 2026; that stays on record.\n"
        "Next due Mon 15 Mar. Book it:  mentorlog schedule dana-oz +2w\n",
        "",
    )
    assert [path.rpartition("/")[2][:20] for path in made] == ["2027-03-01-agreement"]
    assert "Closure" in home.run("show", "dana").out


def test_reopening_keeps_an_end_that_is_still_to_come_and_takes_other_terms(dana: Home) -> None:
    dana.run("amend", "dana", "--until", "2027-10-31")
    dana.run("close", "dana")
    dana.today = dt.date(2026, 11, 25)

    kept = dana.run("reopen", "dana", "--dry-run").out.splitlines()
    other = dana.run("reopen", "dana", "--cadence", "quarterly", "--open", "--dry-run").out
    until = dana.run("reopen", "dana", "--until", "2027-12-01", "--dry-run").out
    length = dana.run("reopen", "dana", "--for", "3 months", "--dry-run").out

    assert kept[1] == "Every 2 weeks, since Wed 25 Nov until Sun 31 Oct 2027."
    assert "Quarterly, since Wed 25 Nov.\n" in other
    assert "until Wed 1 Dec 2027" in until
    assert "until Thu 25 Feb 2027" in length


def test_reopen_refuses_what_can_not_be(dana: Home) -> None:
    open_ = dana.run("reopen", "dana")
    dana.run("close", "dana")
    same_day = dana.run("reopen", "dana")
    dana.run("candidate", "Ed Moss", "--stage", "declined")
    dana.today = dt.date(2026, 11, 23)

    assert open_ == Ran(
        3,
        "",
        "mentorlog: dana-oz isn't closed; your agreement has run since Mon 26 Oct.\n"
        "  Change it:  mentorlog amend dana-oz\n",
    )
    assert same_day.status == 3
    assert same_day.err.endswith("reopen dana-oz --on tomorrow   or: mentorlog undo\n")
    assert dana.run("reopen", "ed-moss").status == 3
    assert dana.run("reopen").status == 2
    assert dana.run("reopen", "dana", "--open", "--for", "1y").status == 2
    assert dana.run("reopen", "dana", "--cadence", "2 per term").status == 2
    assert dana.run("reopen", "dana", "--cadence", "often").status == 2


def test_undo_is_named_only_where_it_would_take_back_the_closing(dana: Home) -> None:
    dana.run("close", "dana")
    dana.run("log-meeting", "Sam Lee", "--new")

    assert dana.run("reopen", "dana").err.splitlines() == [
        "mentorlog: dana-oz was closed today.",
        "  Begin the day after:  mentorlog reopen dana-oz --on tomorrow",
    ]


def test_someone_who_never_closed_and_whose_term_is_over_begins_again_too(dana: Home) -> None:
    dana.run("amend", "dana", "--until", "2026-11-30")
    dana.today = dt.date(2027, 1, 4)

    assert dana.run("reopen", "dana").out.splitlines()[1] == (
        "Every 2 weeks, since Mon 4 Jan until Mon 8 Feb."
    )
