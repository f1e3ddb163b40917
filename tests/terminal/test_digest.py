"""A digest as it is mailed: whole texts."""

from __future__ import annotations

import datetime as dt
import re
import textwrap

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from mentorlog.domain.cadence import Bound
from mentorlog.terminal.digest import WIDTH, digest, sentence
from mentorlog.views.nudges import Digest, Nudge, NudgeKind, Who

TODAY = dt.date(2026, 11, 22)  # a Sunday
SAM = Who(relationship_id="aaaaaaaa", handle="sam-lee", name="Sam Lee")
DANA = Who(relationship_id="9f2k7m3q", handle="dana-oz", name="Dana Öz")
CAPTAIN = Who(
    relationship_id="bbbbbbbb", handle="noor-haddad", name="The Captain", in_confidence=True
)
STEPS = {
    NudgeKind.OVERDUE: ("schedule", "+1w"),
    NudgeKind.TO_LOG: ("log-meeting", "--on", "2026-11-21"),
    NudgeKind.PREP: ("prep",),
    NudgeKind.DUE: ("schedule", "+3d"),
    NudgeKind.WRAP_UP: ("amend", "--for", "6 months"),
    NudgeKind.ACTION: ("done",),
    NudgeKind.UPDATE: ("update",),
    NudgeKind.QUIET: ("reconnect",),
}


def nudge(
    kind: NudgeKind,
    date: str,
    who: Who = SAM,
    *,
    subject: str = "",
    time: dt.time | None = None,
    bound: Bound | None = None,
    met: bool = True,
) -> Nudge:
    return Nudge(
        who=who,
        kind=kind,
        subject=subject or date,
        date=dt.date.fromisoformat(date),
        time=time,
        cadence="monthly",
        bound=bound,
        met=met,
        step=STEPS.get(kind, ()),
    )


OVERDUE = nudge(NudgeKind.OVERDUE, "2026-10-14")
UNLOGGED = nudge(NudgeKind.TO_LOG, "2026-11-21", DANA)


def text(*nudges: Nudge, damaged: int = 0, scheduled: bool = True) -> str:
    return digest(Digest(as_of=TODAY, nudges=nudges, damaged=damaged), scheduled=scheduled)


def page(expected: str) -> str:
    return textwrap.dedent(expected).lstrip("\n")


def test_a_mailed_digest_says_what_whom_and_what_to_do_about_it() -> None:
    assert text(OVERDUE, UNLOGGED) == page("""
        Mentoring: 2 things

          overdue    sam-lee   monthly, was due Wed 14 Oct
          log it     dana-oz   planned for yesterday, no notes yet

        Log:    mentorlog log-meeting dana-oz --on 2026-11-21
        Book:   mentorlog schedule sam-lee +1w
        Quiet:  mentorlog nudge snooze sam-lee --for 2w
        Stop:   mentorlog nudge uninstall
        """)


def test_a_digest_that_was_asked_for_does_not_say_how_to_stop_it() -> None:
    assert text(OVERDUE, scheduled=False) == page("""
        Mentoring: 1 thing

          overdue    sam-lee   monthly, was due Wed 14 Oct

        Book:   mentorlog schedule sam-lee +1w
        """)


def test_nothing_to_say_is_said_in_a_line() -> None:
    assert text(scheduled=False) == "Mentoring: nothing needs you now\n"


def test_every_kind_has_its_words() -> None:
    everything = (
        OVERDUE,
        UNLOGGED,
        nudge(NudgeKind.PREP, "2026-11-23", DANA, time=dt.time(15, 0)),
        nudge(NudgeKind.DUE, "2026-11-20", bound=Bound.MINIMUM),
        nudge(NudgeKind.WRAP_UP, "2026-12-01", DANA),
        nudge(NudgeKind.DUE_SOON, "2026-11-24", CAPTAIN),
        nudge(NudgeKind.ACTION, "2026-11-13", DANA, subject="4v8m2t9c.2"),
        nudge(NudgeKind.FOLLOW_UP, "2026-11-19"),
        nudge(NudgeKind.UPDATE, "2026-11-01", DANA),
        nudge(NudgeKind.QUIET, "2025-12-19"),
    )

    assert text(*everything, damaged=1) == page("""
        Mentoring: 10 things

          overdue    sam-lee       monthly, was due Wed 14 Oct
          log it     dana-oz       planned for yesterday, no notes yet
          prepare    dana-oz       you meet tomorrow at 15:00
          due        sam-lee       at least monthly, due since Fri 20 Nov
          wrap up    dana-oz       the agreement ends Tue 1 Dec: renew, change or
                                   close?
          due soon   The Captain   monthly, due Tue 24 Nov
          action     dana-oz       you promised it for Fri 13 Nov (4v8m2t9c.2)
          follow up  sam-lee       you wanted to ask again on Thu 19 Nov
          update     dana-oz       say what came of their advice from Sun 1 Nov
          quiet      sam-lee       last met Fri 19 Dec 2025

        1 file couldn't be read. See which, and why:  mentorlog doctor

        Log:    mentorlog log-meeting dana-oz --on 2026-11-21
        Book:   mentorlog schedule sam-lee +1w
        Prep:   mentorlog prep dana-oz
        Renew:  mentorlog amend dana-oz --for "6 months"
        Done:   mentorlog done 4v8m2t9c.2
        Tell:   mentorlog update dana-oz
        Write:  mentorlog reconnect sam-lee
        Quiet:  mentorlog nudge snooze sam-lee --for 2w
        Stop:   mentorlog nudge uninstall
        """)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (OVERDUE, "overdue: Sam Lee, monthly, was due Wed 14 Oct"),
        (nudge(NudgeKind.OVERDUE, "2026-11-21"), "overdue: Sam Lee, monthly, was due yesterday"),
        (nudge(NudgeKind.DUE, "2026-11-22"), "due: Sam Lee, monthly, due today"),
        (nudge(NudgeKind.DUE, "2026-11-21"), "due: Sam Lee, monthly, due since yesterday"),
        (nudge(NudgeKind.DUE_SOON, "2026-11-23"), "due soon: Sam Lee, monthly, due tomorrow"),
        (
            nudge(NudgeKind.TO_LOG, "2026-11-20", DANA),
            "log it: Dana Öz, planned for Fri 20 Nov, no notes yet",
        ),
        (nudge(NudgeKind.PREP, "2026-11-22", DANA), "prepare: Dana Öz, you meet today"),
        (
            nudge(NudgeKind.WRAP_UP, "2026-11-22", DANA),
            "wrap up: Dana Öz, the agreement ends today: renew, change or close?",
        ),
        (
            nudge(NudgeKind.WRAP_UP, "2026-11-20", DANA),
            "wrap up: Dana Öz, the agreement ended Fri 20 Nov: renew, change or close?",
        ),
        (
            nudge(NudgeKind.FOLLOW_UP, "2026-11-22", CAPTAIN),
            "follow up: The Captain, you wanted to ask again today",
        ),
        (
            nudge(NudgeKind.FOLLOW_UP, "2026-11-21", CAPTAIN),
            "follow up: The Captain, you wanted to ask again yesterday",
        ),
        (
            nudge(NudgeKind.QUIET, "2026-08-03", met=False),
            "quiet: Sam Lee, agreed on Mon 3 Aug, not met since",
        ),
    ],
)
def test_programs_get_one_sentence_for_each(one: Nudge, expected: str) -> None:
    assert sentence(one, TODAY) == expected


def test_on_a_narrow_terminal_a_phrase_keeps_its_column() -> None:
    view = Digest(as_of=TODAY, nudges=(nudge(NudgeKind.WRAP_UP, "2026-12-06", DANA),), damaged=0)

    assert digest(view, scheduled=False, width=60) == page(
        """
        Mentoring: 1 thing

          wrap up    dana-oz   the agreement ends Sun 6 Dec: renew,
                               change or close?

        Renew:  mentorlog amend dana-oz --for "6 months"
        """
    )


def test_damage_alone_is_worth_a_digest() -> None:
    assert text(damaged=2) == page("""
        Mentoring: 2 files couldn't be read

        See which, and why:  mentorlog doctor

        Stop:   mentorlog nudge uninstall
        """)


def test_of_a_person_in_confidence_only_the_alias_is_told() -> None:
    assert text(nudge(NudgeKind.OVERDUE, "2026-10-14", CAPTAIN)) == page("""
        Mentoring: 1 thing

          overdue    The Captain   monthly, was due Wed 14 Oct

        Book:   mentorlog schedule "The Captain" +1w
        Quiet:  mentorlog nudge snooze "The Captain" --for 2w
        Stop:   mentorlog nudge uninstall
        """)


def test_whoever_has_a_long_handle_gets_a_line_of_their_own() -> None:
    long = Who(relationship_id="cccccccc", handle="a" * 40, name="Ari Novak")

    assert text(nudge(NudgeKind.OVERDUE, "2026-10-14", long), UNLOGGED) == page(f"""
        Mentoring: 2 things

          overdue    {"a" * 40}
                                                monthly, was due Wed 14 Oct
          log it     dana-oz                    planned for yesterday, no notes yet

        Log:    mentorlog log-meeting dana-oz --on 2026-11-21
        Book:   mentorlog schedule {"a" * 40} +1w
        Quiet:  mentorlog nudge snooze WHO --for 2w
        Stop:   mentorlog nudge uninstall
        """)


def test_an_endless_alias_is_cut() -> None:
    endless = Who(relationship_id="cccccccc", handle="x", name="ö" * 90, in_confidence=True)

    assert text(nudge(NudgeKind.OVERDUE, "2026-10-14", endless)) == page(f"""
        Mentoring: 1 thing

          overdue    {"ö" * 61}..
                                                monthly, was due Wed 14 Oct

        Book:   mentorlog schedule WHO +1w
        Quiet:  mentorlog nudge snooze WHO --for 2w
        Stop:   mentorlog nudge uninstall
        """)


def test_the_first_line_tells_strangers_a_number_only() -> None:
    first = text(OVERDUE, UNLOGGED, damaged=3).partition("\n")[0]

    assert first == "Mentoring: 2 things"


whos = st.builds(
    Who,
    relationship_id=st.just("9f2k7m3q"),
    handle=st.from_regex(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?", fullmatch=True),
    name=st.text(min_size=1)
    | st.builds(str.__mul__, st.sampled_from("aö師\u0301"), st.integers(1, 99)),
    in_confidence=st.booleans(),
)
nudges = st.builds(
    Nudge,
    who=whos,
    kind=st.sampled_from(NudgeKind),
    subject=st.just("4v8m2t9c.12"),
    date=st.dates(min_value=dt.date(1900, 1, 1)),
    time=st.none() | st.times(),
    cadence=st.sampled_from(["monthly", "every 120 months", "100000 minutes per quarter"]),
    bound=st.none() | st.sampled_from(Bound),
    met=st.booleans(),
    step=st.sampled_from([(), *STEPS.values()]),
)
views = st.builds(
    Digest,
    as_of=st.just(TODAY),
    nudges=st.lists(nudges, max_size=6).map(tuple),
    damaged=st.integers(0, 99999),
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
@given(view=views, scheduled=st.booleans())
def test_no_line_is_too_wide_and_nothing_moves_the_cursor(view: Digest, *, scheduled: bool) -> None:
    lines = digest(view, scheduled=scheduled).split("\n")

    assert max(map(cell_len, lines)) <= WIDTH
    assert not any(
        re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line) for line in lines
    )
    assert lines[-1] == ""
    assert lines[-2] != ""


@given(view=views)
def test_the_frame_is_ascii(view: Digest) -> None:
    known = Digest(
        as_of=view.as_of,
        nudges=tuple(n for n in view.nudges if not n.who.in_confidence),
        damaged=view.damaged,
    )

    assert digest(known, scheduled=True).isascii()


@pytest.mark.parametrize("kind", NudgeKind)
def test_every_kind_has_a_label_and_a_sentence(kind: NudgeKind) -> None:
    label, phrase = sentence(nudge(kind, "2026-11-20"), TODAY).split(": Sam Lee, ")

    assert len(label) < 10  # the column's width
    assert phrase
