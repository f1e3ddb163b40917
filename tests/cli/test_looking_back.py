"""check-in, review --period and --reflect: how it feels, and what became of a stretch of time."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from cli.harness import Home, Ran, before_and_after

DATES = ("2026-10-26", "2026-11-09", "2026-11-20")


@pytest.fixture
def met(dana: Home) -> Home:
    """Three meetings, a gift that helped, a goal and a change of rhythm."""
    for day in DATES:
        dana.run("log-meeting", "dana", "--on", day, "--minutes", "45", "--topic", "saying no")
    dana.run(
        *("amend", "dana", "--from", "2026-11-20", "--cadence", "monthly", "--why", "enough"),
        *("--for", "6 months", "--focus", "saying no", "--focus", "pricing"),
    )
    dana.run("received", "dana", "ask early", "--type", "advice", "--on", "2026-11-10")
    (advice,) = dana.journal.rglob("*-contribution-*.yaml")
    dana.run("done", advice.stem.rpartition("-")[2], "--outcome", "it worked", "--told")
    dana.run("gave", "dana", "what the team thinks", "--on", "2026-11-20")
    return dana


def test_a_check_in_keeps_what_was_said_and_nothing_else(dana: Home) -> None:
    ran, made = before_and_after(
        dana, "check-in", "dana", "--fit", "good", "--trust", "4", "--note", "she listens"
    )

    assert ran == Ran(0, "Saved your check-in about Dana Öz.\n", "")
    assert list(made.values()) == [
        (
            "schema: 1\nid: <4>\nkind: check_in\ndate: 2026-11-22\nfit: good_fit\n"
            "pulse:\n  trust: 4\nnote: she listens\n"
        )
    ]


def test_on_a_terminal_every_question_of_a_check_in_can_be_skipped(dana: Home) -> None:
    ran = dana.run("check-in", "dana", terminal=True, stdin="maybe\ndeciding\n\n9\n3\n\n\n\ny\n")

    (text,) = (text for path, text in dana.files().items() if "check_in" in path)
    assert ran.status == 0
    assert "One of: good fit, still deciding, not a fit." in ran.err
    assert "Choose a number from 1 to 5." in ran.err
    assert text.endswith("fit: still_deciding\npulse:\n  useful: 3\n")


def test_a_check_in_that_says_nothing_is_none(dana: Home) -> None:
    assert dana.run("check-in", "dana").status == 2
    assert dana.run("check-in").status == 2
    assert dana.run("check-in", "dana", "--trust", "6").err == (
        "mentorlog: --trust is a number from 1 to 5.\n"
    )
    assert dana.run("check-in", "dana", terminal=True, stdin="\n" * 6).status == 2


def test_a_quarter_is_told_on_one_screen(met: Home) -> None:
    met.run("check-in", "dana", "--fit", "good", "--trust", "5", "--useful", "3")

    assert (
        met.run("review", "dana", "--period", "quarter").out
        == """\
The last three months, since Sat 22 Aug

Dana Öz, your mentor                                             on track: Sun 20 Dec, in four weeks
Monthly, since Mon 26 Oct until Thu 20 May 2027.

Changed       Fri 20 Nov: every 2 weeks → monthly; without an end → until Thu 20 May 2027; working
              on: saying no; pricing; enough

Working on    saying no · pricing (not yet)

  26 Oct                  2 Nov                   9 Nov                   16 Nov
  ●───────────────────────────────────────────────●─────────────────────────────────────●───────────
                                                       amended: every 2 weeks → monthly ▲
  ● met
Since Mon 26 Oct: 3 meetings, all on time; 2 h 15.

You received  Tue 10 Nov, advice: ask early; it worked
You gave      Fri 20 Nov: what the team thinks

Fit           good (Sun 22 Nov)
It felt       you can say anything: very much; useful: somewhat (Sun 22 Nov)

Halfway is Sat 6 Feb 2027; the term ends Thu 20 May 2027.
Look back with a few questions:  mentorlog review dana-oz --period quarter --reflect
"""
    )


def test_a_past_year_or_quarter_is_seen_from_its_last_day(met: Home) -> None:
    met.today = dt.date(2027, 2, 1)

    year = met.run("review", "dana", "--period", "2026").out.splitlines()
    said = met.run("review", "dana", "--period", "2026-Q4", "--json").out
    quarter = json.loads(re.sub(r'"?<\d+>"?', '"<id>"', said))

    assert year[0] == "The year 2026"
    assert (quarter["schema"], quarter["as_of"]) == ("mentorlog.review/1", "2026-12-31")
    assert quarter["period"] == {"name": "2026-Q4", "from": "2026-10-01", "to": "2026-12-31"}
    assert len(quarter["relationships"]) == 1


def test_everyone_fits_on_one_page_with_the_hours(met: Home) -> None:
    met.run("new-agreement", "Sam Lee", "--cadence", "monthly", "--as", "peer")

    assert (
        met.run("review", "--period", "year").out
        == """\
The last year, since Sat 22 Nov 2025
    Dec Jan Feb Mar  Apr May  Jun Jul Aug  Sep Oct Nov

Dana Öz, your mentor                                                                        on track
                                                   ▄·▄▄
  Since Mon 26 Oct: 3 meetings, all on time; 2 h 15.
  “ask early”: it worked

Sam Lee, your peer                                                                          on track
  Since Sun 22 Nov: no meetings.

Week by week: ▄ met once
In all: 3 meetings, 2 h 15.
Who helps you with what:  mentorlog people
One person in detail:  mentorlog review dana-oz --period year
"""
    )
    assert met.run("review", "--period", "2020").out == (
        "The year 2020\nThere's nothing from that time.\n"
    )


def test_a_period_that_can_not_be_is_refused(dana: Home) -> None:
    assert dana.run("review", "--period", "soon").status == 2
    assert dana.run("review", "--period", "2027").status == 2
    assert dana.run("review", "--period", "2026-Q5").status == 2
    assert dana.run("review", "--period", "midpoint").status == 2
    assert dana.run("review", "dana", "--period", "midpoint").status == 3  # it has no end
    assert dana.run("review", "--period", "year", "--window", "1y").status == 2
    assert dana.run("review", "dana", "--answer", "changed: x").status == 2


def test_a_month_is_led_to_the_meetings(met: Home) -> None:
    ran = met.run("review", "dana-oz", "--period", "month")

    assert ran.status == 2
    assert ran.err.splitlines()[1] == "  For a month:  mentorlog meetings --period month"
    assert met.run("meetings", "--period", "month").status == 0


def test_the_term_up_to_its_middle_begins_with_the_run(met: Home) -> None:
    first = met.run("review", "dana", "--period", "midpoint").out.splitlines()[0]

    assert first == "The term so far, since Mon 26 Oct"


def test_reflecting_from_flags_is_one_private_check_in(met: Home) -> None:
    ran, made = before_and_after(
        met,
        *("review", "dana", "--reflect", "--answer", "chang: I speak up"),
        *("--answer", "avoided: my pay", "--decision", "continue"),
    )

    assert ran == Ran(0, "Saved your reflection on Dana Öz.\n", "")
    assert [text.partition("date: 2026-11-22\n")[2] for text in made.values()] == [
        "period: quarter\nanswers:\n  changed: I speak up\n  avoided: my pay\ndecision: continue\n"
    ]
    back = met.run("review", "dana", "--period", "quarter").out
    assert "What changed for you because of these talks? “I speak up”" in back
    assert "Decided: continue" in back
    assert "To yourself     my pay" in met.run("prep", "dana").out


def test_a_mentor_is_asked_a_mentors_questions(home: Home) -> None:
    home.run("new-agreement", "Noor", "--cadence", "monthly", "--as", "mentor")

    ran = home.run("review", "noor", "--reflect", terminal=True, stdin="\nask more\n\n\n\n\ny\n")

    assert "Should Noor need you less by now?" in ran.err
    (text,) = (text for path, text in home.files().items() if "check_in" in path)
    assert text.endswith("period: quarter\nanswers:\n  learned: ask more\n")


def test_a_decision_leads_straight_there(met: Home) -> None:
    amended = met.run(
        *("review", "dana", "--reflect"),
        terminal=True,
        stdin="\n" * 5 + "amend\ny\nquarterly\nopen\n\n\nless to say\ny\n",
    )
    paused = met.run(
        *("review", "dana", "--reflect"),
        terminal=True,
        stdin="\n" * 5 + "pause\ny\n+3w\nholidays\ny\n",
    )

    assert "Cadence        monthly          quarterly\n" in amended.err
    said = "Paused with Dana Öz from Sun 22 Nov, back Sun 13 Dec (<13>)."
    assert paused.out.splitlines()[-1] == said


def test_answers_are_kept_as_a_draft_when_one_stops(met: Home) -> None:
    stopped = met.run("review", "dana", "--reflect", terminal=True, stdin="I speak up\n\n")

    resumed = met.run("review", "--resume", "--decision", "continue")

    assert stopped.status == 130
    assert resumed == Ran(0, "Saved your reflection on Dana Öz.\n", "")
    (text,) = (text for path, text in met.files().items() if "check_in" in path)
    assert "  changed: I speak up\ndecision: continue\n" in text


def test_reflecting_on_nothing_is_refused(met: Home) -> None:
    assert met.run("review", "--reflect").status == 2
    assert met.run("review", "dana", "--reflect").status == 2
    assert met.run("review", "dana", "--reflect", "--answer", "speak up").status == 2
    assert met.run("review", "dana", "--reflect", "--decision", "marry").status == 2
    twice = ("--answer", "changed: a", "--answer", "changed: b")
    assert met.run("review", "dana", "--reflect", *twice).status == 3


def test_the_middle_of_a_term_is_announced_about_its_day(met: Home) -> None:
    assert "halfway Sat 6 Feb" in met.run("--as-of", "2027-02-01").out
    assert "halfway" not in met.run("--as-of", "2027-02-14").out
    assert "Halfway: Sat 6 Feb." in met.run("review", "dana", "--as-of", "2027-02-06").out
    assert "Halfway through the term is Sat 6 Feb: how is it going?" in (
        met.run("prep", "dana", "--as-of", "2027-02-01").out
    )
