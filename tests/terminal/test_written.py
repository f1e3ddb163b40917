"""What is told after each command that writes."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import fields, replace
from typing import Any

import pytest
from builders import (
    action,
    agreement,
    approach,
    ask,
    check_in,
    closure,
    contribution,
    day,
    meeting,
    note,
    pause,
    planned,
    relationship,
    with_items,
)

from mentorlog.domain.cadence import Bound, Interval, Unit
from mentorlog.domain.entries import (
    Agreement,
    AskStatus,
    ContributionType,
    Direction,
    Entry,
    MeetingStatus,
    Party,
    Side,
)
from mentorlog.domain.words import (
    AgreedBy,
    AgreementWords,
    CheckInWords,
    ClosureWords,
    Commitments,
    Fit,
    Goal,
    Hopes,
    Medium,
    MeetingWords,
    NextForm,
)
from mentorlog.terminal.look import Look
from mentorlog.terminal.written import differences, summary, written
from mentorlog.views.written import Written, WrittenEntry

TODAY = dt.date(2026, 11, 22)
GIVEN, RECEIVED = Direction.GIVEN, Direction.RECEIVED
NOTES = "reorg; she'd wait until the budget is out, really"


def result(
    action: str, *entries: Entry, next_due: str | None = None, name: str | None = "Dana Öz"
) -> Written:
    return Written(
        action=action,
        as_of=TODAY,
        handle="dana-oz",
        name=name,
        entries=tuple(
            WrittenEntry(id=e.id, kind=e.kind, date=e.date, file=f"{e.id}.yaml", entry=e)
            for e in entries
        ),
        next_due=day(next_due) if next_due else None,
    )


def told(view: Written, *, width: int = 100) -> list[str]:
    """The lines; without the ids, which tests/cli/test_ids.py has for every command."""
    ids = r"(?:,|\sand)?\s".join(rf"(?:[a-z-]+\s)?{one.id}" for one in view.entries)
    text = "\n".join(line.plain for line in written(view, Look(width=width)))
    return re.sub(rf"\s\({ids}\)\.", ".", text).splitlines()


def logged(**head: bool) -> Entry:
    held = meeting("2026-11-22", words=MeetingWords(notes=NOTES), **head)  # type: ignore[arg-type]  # in_confidence only
    return with_items(held, (action(due="2026-11-27"), "send deck"))


TERMS = agreement(
    "2026-11-22",
    "at least every 2 weeks",
    until="2027-05-22",
    meeting_minutes=45,
    words=AgreementWords(agreed_by=AgreedBy.DRAFT),
)
SAID = (
    (
        "At least every 2 weeks, 45 minutes, since Sun 22 Nov until Sat 22 May 2027. A draft: not "
        "agreed by"
    ),
    "both yet. First: Thu 26 Nov 15:00.",
)


def test_a_logged_meeting_says_what_was_saved_and_what_is_due_next() -> None:
    view = result(
        "log-meeting", logged(), contribution("2026-11-22", GIVEN, "x"), next_due="2026-12-06"
    )

    assert told(view) == [
        (
            "Logged Sun 22 Nov with Dana Öz: 9 words, 1 action item (yours: send deck, by Fri 27 "
            "Nov), 1 thing"
        ),
        "given.",
        "Next due Sun 6 Dec. Book it:  mentorlog schedule dana-oz +2w",
    ]


def test_in_confidence_not_a_word_is_repeated() -> None:
    view = result("log-meeting", logged(in_confidence=True))

    assert told(view) == ["Logged Sun 22 Nov with Dana Öz: 9 words, 1 action item."]


def test_a_dry_run_says_what_would_be_and_suggests_nothing() -> None:
    view = replace(
        result("log-meeting", meeting("2026-11-22"), next_due="2026-12-06"), dry_run=True
    )

    assert told(view) == [
        "Would log Sun 22 Nov with Dana Öz. Nothing was written.",
        "Next due Sun 6 Dec.",
    ]


def test_the_hour_of_the_last_meeting_is_suggested_again() -> None:
    held = meeting("2026-11-22", time=dt.time(15))

    assert told(result("log-meeting", held, next_due="2026-12-08"))[-1] == (
        'Next due Tue 8 Dec. Book it:  mentorlog schedule dana-oz "2026-12-08 15:00"'
    )
    assert told(result("log-meeting", held, next_due="2026-11-20"))[-1] == (
        'It was due Fri 20 Nov. Book it:  mentorlog schedule dana-oz "2026-11-27 15:00"'
    )


def test_what_is_booked_needs_no_booking() -> None:
    view = replace(result("log-meeting", logged(), next_due="2026-12-06"), booked=True)

    assert told(view)[-1] == "Next due Sun 6 Dec."


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (
            result(
                "log-meeting",
                meeting("2026-11-22", status=MeetingStatus.RESCHEDULED),
                planned("2026-11-26", dt.time(15)),
            ),
            "Logged Sun 22 Nov with Dana Öz, rescheduled: next on Thu 26 Nov 15:00.",
        ),
        (
            result(
                "log-meeting",
                with_items(meeting("2026-11-22"), (action(), "a"), (action(Party.THEM), "b")),
                contribution("2026-11-22", RECEIVED),
            ),
            (
                "Logged Sun 22 Nov with Dana Öz: 2 action items (yours: a; Dana's: b), "
                "1 thing received."
            ),
        ),
        (
            result("schedule", planned("2026-11-26", dt.time(15))),
            "Booked Thu 26 Nov 15:00 with Dana Öz.",
        ),
        (result("note", note("2026-11-22", "x")), "Noted it for the next meeting with Dana Öz."),
        (result("gave", contribution("2026-11-22", GIVEN)), "Noted what you gave Dana Öz."),
        (
            result("received", contribution("2026-11-22", RECEIVED)),
            "Noted what you received from Dana Öz.",
        ),
        (result("ask"), "Noted that you asked Dana Öz."),
        (result("ask", ask("2026-11-22")), "Noted that you asked Dana Öz."),
        (result("ask", ask("2026-11-22", asked_by=Side.THEM)), "Noted that Dana Öz asked you."),
        (
            result("ask", ask("2026-11-22", status=AskStatus.ANSWERED)),
            "Noted Dana's answer.",
        ),
        (
            result("ask", ask("2026-11-22", asked_by=Side.THEM, status=AskStatus.ANSWERED)),
            "Noted your answer to Dana Öz.",
        ),
        (
            result(
                "ask",
                ask("2026-11-22", status=AskStatus.NOTHING_NOW, ask_again_on=day("2027-02-01")),
            ),
            "Noted that Dana Öz needs nothing now, and ask again Mon 1 Feb 2027.",
        ),
        (result("thanks"), "Noted that you thanked Dana Öz."),
        (
            result("review", check_in("2026-11-22")),
            "Saved your reflection on Dana Öz.",
        ),
        (result("done", replace(logged(), id="a1b2c3d4")), "Done: it (Dana Öz, a1b2c3d4)."),
        (
            result("pause", pause("2026-11-23", "2026-12-14")),
            "Paused with Dana Öz from Mon 23 Nov, back Mon 14 Dec.",
        ),
        (result("pause", pause("2026-11-23")), "Paused with Dana Öz from Mon 23 Nov."),
        (
            result("resume", pause("2026-11-02", "2026-11-22")),
            "Resumed with Dana Öz from Sun 22 Nov.",
        ),
        (
            result("check-in", check_in("2026-11-22")),
            "Saved your check-in about Dana Öz.",
        ),
        (
            result("candidate", approach("2026-11-22", "deciding")),
            "Noted where you are with Dana Öz: deciding.",
        ),
        (result("tidy", logged(), note("2026-11-22")), "Saved 2 entries of Dana Öz."),
        (result("edit", logged(), name=None), "Saved the meeting of Sun 22 Nov with someone."),
        (result("schedule"), "Booked a meeting with Dana Öz."),
        (result("log-meeting"), "Logged a meeting with Dana Öz."),
    ],
)
def test_every_command_has_its_sentence(view: Written, expected: str) -> None:
    assert told(view) == [expected]


def test_an_agreement_says_its_terms_and_when_it_begins() -> None:
    view = replace(
        result("new-agreement", TERMS, planned("2026-11-26", dt.time(15)), next_due="2026-11-26"),
        booked=True,
    )

    assert told(view, width=160) == [
        "Saved the agreement with Dana Öz from Sun 22 Nov.",
        *SAID,
        "Next due Thu 26 Nov.",
        "Get reminded:  mentorlog nudge install",
    ]


def test_without_its_entry_an_agreement_is_told_without_its_terms() -> None:
    assert told(result("amend")) == ["Amended the agreement with Dana Öz."]


def test_an_amendment_shows_old_and_new_and_what_is_due_by_them() -> None:
    view = replace(
        result("amend", agreement("2026-11-22", "weekly"), next_due="2026-11-29"),
        before=agreement("2026-06-01", "monthly"),
    )
    terms = [
        "               Before   From Sun 22 Nov",
        "Cadence        monthly  weekly",
        "Next due       \N{EN DASH}        Sun 29 Nov",
    ]

    assert told(view) == ["Amended the agreement with Dana Öz from Sun 22 Nov.", *terms]
    assert [line.plain for line in summary(view, Look())] == terms
    assert told(replace(view, agreed_to=True)) == [
        "Amended the agreement with Dana Öz from Sun 22 Nov."
    ]


def test_before_something_else_is_saved_its_sentence_is_shown() -> None:
    view = replace(result("note", note("2026-11-22", "x")), dry_run=True)

    assert [line.plain for line in summary(view, Look())] == [
        "Would note it for the next meeting with Dana Öz."
    ]


def test_advice_says_how_its_loop_is_closed() -> None:
    advice = contribution("2026-11-22", RECEIVED, type=ContributionType.ADVICE, id="4v8m2t9c")

    assert told(result("received", advice), width=50) == [
        "Noted what you received from Dana Öz.",
        "When you've told them what came of it:",
        "  mentorlog done 4v8m2t9c",
    ]


def test_a_name_is_made_safe_and_other_lines_follow() -> None:
    view = replace(result("note", name="D\x1b[31m"), lines=("2 files were moved.",))

    assert told(view) == [
        "Noted it for the next meeting with D\\x1b[31m.",
        "2 files were moved.",
    ]


def test_an_alias_is_what_the_command_was_given() -> None:
    person = relationship(name="Real Name", alias="Owl", in_confidence=True)

    assert told(result("ask", name=person.alias)) == ["Noted that you asked Owl."]


def test_a_closing_offers_a_letter_and_a_light_way_to_keep_in_touch() -> None:
    parted = closure("2026-11-22")
    now_and_then = replace(parted, words=ClosureWords(next_form=NextForm.OCCASIONAL))
    closed = "Closed the relationship with Dana Öz on Sun 22 Nov: goals met."
    letter = "Draft a letter of thanks:  mentorlog thanks dana-oz"

    assert told(result("close", parted)) == [closed, letter]
    assert told(result("close", now_and_then)) == [
        closed,
        letter,
        "To keep in touch without a cadence:",
        "  mentorlog new-agreement dana-oz --template informal --starts tomorrow",
    ]
    peers = replace(parted, words=ClosureWords(next_form=NextForm.PEER))
    assert told(result("close", peers))[2:] == [
        "To go on as peers, without a cadence:",
        "  mentorlog new-agreement dana-oz --template informal --as peer --starts tomorrow",
    ]


def test_no_fit_is_nobodys_fault() -> None:
    felt = check_in("2026-11-22", words=CheckInWords(fit=Fit.NOT_A_FIT))

    assert told(result("check-in", felt))[1:] == [
        "It's nobody's fault. When you're ready:  mentorlog close dana-oz"
    ]


def test_a_candidate_who_agreed_leads_to_an_agreement() -> None:
    assert told(result("candidate", approach("2026-11-22", "agreed"))) == [
        "Noted where you are with Dana Öz: agreed.",
        "Your notes are kept. Agree:  mentorlog new-agreement dana-oz",
    ]


def test_advice_that_was_told_asks_for_nothing_more() -> None:
    advice = contribution("2026-11-22", RECEIVED, type=ContributionType.ADVICE)

    assert len(told(result("thanks", advice))) == 2
    assert len(told(result("thanks", replace(advice, told_them_on=TODAY)))) == 1


A_NEW_TERM: dict[str, object] = {  # field -> another value; a new field belongs here
    "cadence": Interval(9, Unit.WEEK),
    "bound": Bound.MINIMUM,
    "until": day("2027-06-30"),
    "meeting_minutes": 90,
    "slack_days": 0,
    "media": (Medium.PHONE,),
    "focus_areas": ("saying no",),
    "out_of_scope": ("salaries",),
    "goals": (Goal(title="run the review"),),
    "commitments": Commitments(me=("an agenda",)),
    "hopes": Hopes(them="the truth"),
    "ground_rules": ("phones off",),
    "notice_hours": 24,
    "agreed_by": AgreedBy.DRAFT,
}
NO_TERMS = {"id", "date", "visibility", "in_confidence", "words", "tags", "reason", "template"}


def test_every_term_has_a_new_value_to_try() -> None:
    every = {one.name for kind in (Agreement, AgreementWords) for one in fields(kind)}

    assert every - NO_TERMS == set(A_NEW_TERM)


@pytest.mark.parametrize("name", A_NEW_TERM)
def test_every_changed_term_is_told(name: str) -> None:
    before = agreement("2026-06-01", words=AgreementWords())
    new: Any = {name: A_NEW_TERM[name]}
    is_word = name in {one.name for one in fields(AgreementWords)}
    after = replace(before, **({"words": AgreementWords(**new)} if is_word else new))

    assert len(list(differences(before, after, TODAY))) == 1
