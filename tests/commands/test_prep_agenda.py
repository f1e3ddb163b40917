"""What the other is told before a meeting, and what stays at home."""

from __future__ import annotations

from dataclasses import replace

from builders import (
    action,
    agreement,
    contribution,
    day,
    meeting,
    note,
    planned,
    relationship,
    with_items,
)

from mentorlog.commands.prep.agenda import Agenda, agenda
from mentorlog.commands.prep.points import Topic
from mentorlog.domain.entries import ContributionType, Direction, Entry, Party, Visibility
from mentorlog.domain.words import AgreementWords, ContributionWords, Hopes, MeetingWords
from mentorlog.exchange.audience import Audience, shared

TERMS = agreement(
    "2026-06-01", "monthly", words=AgreementWords(hopes=Hopes(me="a mirror", them="news"))
)
MET = meeting("2026-10-20", words=MeetingWords(notes="private", topics=("the reorg",)))


def sent(*entries: Entry, date: str = "2026-11-01") -> Agenda:
    who = relationship(*entries)
    return agenda(shared(who, Audience.THEM), who, day(date))


def told(view: Agenda) -> list[tuple[Topic, str | None]]:
    return [(point.topic, point.text) for point in view.points]


def test_they_are_told_topics_and_promises_and_no_notes() -> None:
    promised = (action(), "send deck"), (action(Party.THEM), "introduce me")
    held = with_items(MET, *promised)

    found = sent(TERMS, held, note("2026-10-21", "my pay"))

    assert (found.last_met, found.topics) == (day("2026-10-20"), ("the reorg",))
    assert told(found) == [(Topic.MY_PROMISE, "send deck"), (Topic.THEIR_PROMISE, "introduce me")]
    assert found.left_out == ((Topic.BRING, 1),)
    assert "private" not in repr(found)
    assert "my pay" not in repr(found)


def test_what_says_that_they_may_see_it_goes_along() -> None:
    words = ContributionWords(text="ask early", outcome="it worked")
    advice = contribution(
        "2026-10-20", Direction.RECEIVED, type=ContributionType.ADVICE, words=words
    )
    bring = note("2026-10-21", "London", visibility=Visibility.PAIR)

    open_advice = replace(advice, visibility=Visibility.PAIR)
    assert told(sent(TERMS, MET, open_advice, bring)) == [
        (Topic.ADVICE, "ask early"),
        (Topic.BRING, "London"),
    ]
    assert sent(TERMS, MET, open_advice, bring).left_out == ()
    assert sent(TERMS, MET, advice, bring).left_out == ((Topic.ADVICE, 1),)


def test_advice_without_an_outcome_is_no_news() -> None:
    advice = contribution(
        "2026-10-20",
        Direction.RECEIVED,
        "ask early",
        type=ContributionType.ADVICE,
        visibility=Visibility.PAIR,
    )

    assert told(sent(TERMS, MET, advice)) == []


def test_before_a_first_meeting_hopes_are_told() -> None:
    found = sent(TERMS, planned("2026-06-10"), date="2026-06-02")

    assert (found.first, found.last_met) == (True, None)
    assert told(found) == [(Topic.I_HOPE, "a mirror"), (Topic.THEY_HOPE, "news")]
    assert found.after == day("2026-07-10")


def test_a_private_last_meeting_is_not_mentioned() -> None:
    found = sent(TERMS, replace(MET, visibility=Visibility.PRIVATE))

    assert (found.last_met, found.topics) == (None, ())


def test_nothing_is_planned_beyond_the_term() -> None:
    assert sent(replace(TERMS, until=day("2026-12-01")), MET).after is None


def test_the_next_one_is_not_proposed_for_a_weekend() -> None:
    """The page for me names the same day."""
    plan = planned("2026-12-10")
    later = planned("2027-01-09")

    assert sent(TERMS, MET, plan).after == day("2027-01-08")
    assert sent(TERMS, MET, plan, later).after == day("2027-01-09")
    assert sent(TERMS, meeting("2026-10-24"), plan).after == day("2027-01-10")
