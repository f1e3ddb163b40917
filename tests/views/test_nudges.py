"""What is said once is known by its key."""

from __future__ import annotations

import datetime as dt

from mentorlog.views.nudges import Digest, Nudge, NudgeKind, Who

TODAY = dt.date(2026, 3, 20)
DUE = Nudge(
    who=Who(relationship_id="9f2k7m3q", handle="dana-oz", name="Dana Öz"),
    kind=NudgeKind.DUE,
    subject="2026-03-18",
    date=dt.date(2026, 3, 18),
)
QUIET = Nudge(
    who=Who(relationship_id=None, handle="sam-lee-aaaa", name="sam-lee-aaaa"),
    kind=NudgeKind.QUIET,
    subject="2025-12-01",
    date=dt.date(2025, 12, 1),
)
BOTH = Digest(as_of=TODAY, nudges=(DUE, QUIET), damaged=2)


def test_a_digest_has_the_keys_of_all_it_says() -> None:
    assert BOTH.keys == (
        ("9f2k7m3q", "due", "2026-03-18", 0),
        ("folder sam-lee-aaaa", "quiet", "2025-12-01", 0),
        ("", "damaged", "2026-03-20", 0),
    )
    assert Digest(as_of=TODAY).keys == ()


def test_a_part_of_a_digest_is_chosen_by_keys() -> None:
    assert BOTH.only(BOTH.keys) == BOTH
    assert BOTH.only([DUE.key]) == Digest(as_of=TODAY, nudges=(DUE,))
    assert BOTH.only(BOTH.keys[2:]) == Digest(as_of=TODAY, damaged=2)
    assert BOTH.only([]) == Digest(as_of=TODAY)


def test_yesterdays_damage_is_not_todays() -> None:
    assert BOTH.only([("", "damaged", "2026-03-19", 0)]) == Digest(as_of=TODAY)


def test_a_digest_is_true_when_it_says_something() -> None:
    assert BOTH
    assert Digest(as_of=TODAY, damaged=1)
    assert not Digest(as_of=TODAY)
