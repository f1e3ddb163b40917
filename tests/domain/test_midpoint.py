"""The middle of a term."""

from __future__ import annotations

from builders import agreement, closure, day, relationship

from mentorlog.domain.runs import midpoint


def test_it_lies_half_way_between_the_first_and_the_last_day() -> None:
    who = relationship(agreement("2026-06-01", until="2026-12-01"))

    assert midpoint(who, day("2026-06-01")) == day("2026-08-31")


def test_an_extension_moves_it_and_an_amended_rhythm_does_not() -> None:
    amended = agreement("2026-07-01", "weekly", until="2026-12-01")
    extended = agreement("2026-11-01", "weekly", until="2027-06-01")
    who = relationship(agreement("2026-06-01", until="2026-12-01"), amended, extended)

    assert midpoint(who, day("2026-07-02")) == day("2026-08-31")
    assert midpoint(who, day("2026-11-02")) == day("2026-11-30")


def test_an_open_term_has_none() -> None:
    assert midpoint(relationship(agreement("2026-06-01")), day("2026-07-01")) is None


def test_without_a_run_there_is_none() -> None:
    ended = relationship(agreement("2026-06-01", until="2026-12-01"), closure("2026-07-01"))

    assert midpoint(ended, day("2026-07-02")) is None
    assert midpoint(relationship(), day("2026-07-02")) is None
