"""Who is being considered, in which order, and what is known."""

from __future__ import annotations

from builders import agreement, approach, closure, day, relationship
from views.people import TODAY

from mentorlog.commands.candidate.lists import candidate_of, candidates
from mentorlog.domain.entries import Stage
from mentorlog.domain.words import ApproachWords, known_of


def test_those_one_waits_for_come_first_and_not_now_last() -> None:
    everyone = (
        relationship(approach("2026-11-01", "noticed"), handle="seen"),
        relationship(approach("2026-11-01", "not_now", follow_up_on="2026-11-02"), handle="later"),
        relationship(approach("2026-11-01", follow_up_on="2026-11-21"), handle="second"),
        relationship(approach("2026-11-01", follow_up_on="2026-11-11"), handle="first"),
    )

    found = candidates(everyone, TODAY)

    assert [one.handle for one in found.items] == ["first", "second", "seen", "later"]


def test_who_agreed_declined_or_never_was_one_is_none() -> None:
    everyone = (
        relationship(approach("2026-11-01"), agreement("2026-11-10"), handle="mentor"),
        relationship(approach("2026-11-01", "declined"), handle="no"),
        relationship(approach("2026-11-01", "dropped"), handle="gone"),
        relationship(agreement("2026-01-01"), closure("2026-02-01"), handle="old"),
        relationship(handle="met"),
    )

    found = candidates(everyone, TODAY)

    assert (found.items, found.over) == ((), 2)


def test_what_is_known_is_the_last_word_on_each_question() -> None:
    steps = (
        approach("2026-10-01", words=ApproachWords(experience="pricing", time="none")),
        approach("2026-11-01", words=ApproachWords(time="an hour", note="met Lou")),
        approach("2026-11-02"),
    )

    assert known_of(steps) == ApproachWords(experience="pricing", time="an hour", note="met Lou")


def test_the_latest_step_by_the_day_counts() -> None:
    who = relationship(
        approach("2026-10-01", follow_up_on="2026-10-11"), approach("2026-12-01", "declined")
    )

    found = candidate_of(who, TODAY)

    assert found is not None
    assert (found.stage, found.since, found.follow_up_on) == (
        Stage.APPROACHED,
        day("2026-10-01"),
        day("2026-10-11"),
    )
    assert candidate_of(relationship(), TODAY) is None


def test_no_word_in_confidence_is_shown() -> None:
    hush = ApproachWords(experience="what nobody may read")
    who = relationship(
        approach("2026-10-01", words=hush, in_confidence=True),
        name="Real Name",
        alias="Owl",
        in_confidence=True,
    )

    found = candidate_of(who, TODAY)
    assert found is not None
    assert (found.name, found.known) == ("Owl", ApproachWords())
