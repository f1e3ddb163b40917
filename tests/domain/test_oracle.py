"""The fast reading of the contract and the naive one agree on every timeline."""

from __future__ import annotations

import datetime as dt

from builders import relationship
from domain.oracle import verdict
from domain.readings import fast_verdict
from domain.timelines import dates, entries
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorlog.domain.days import add_months
from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import assessment


@settings(deadline=None)  # the naive one takes its time
@given(entries, dates, st.integers(0, 30))
def test_the_fast_and_the_naive_reading_agree(
    timeline: list[Entry], today: dt.date, months: int
) -> None:
    for day in telling_days(relationship(*timeline), today):
        since = add_months(day, -months)

        assert fast_verdict(relationship(*timeline), day, since) == verdict(timeline, day, since)


def telling_days(of: Relationship, today: dt.date) -> list[dt.date]:
    """Today, and the days on which what is due today would change the standing."""
    stands = assessment(of, today)
    if stands.due is None or stands.slack_days is None:
        return [today]
    away = {0, 1, -stands.slack_days, -stands.slack_days - 1, stands.slack_days + 1}
    return [today, *(stands.due + dt.timedelta(days=days) for days in sorted(away))]
