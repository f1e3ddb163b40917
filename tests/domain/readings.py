"""The package's reading of a timeline, in the words of the naive one."""

from __future__ import annotations

import datetime as dt

from domain.oracle import Verdict

from mentorlog.domain.adherence import adherence
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.runs import run_on
from mentorlog.domain.standing import assessment


def fast_verdict(of: Relationship, today: dt.date, since: dt.date) -> Verdict:
    """Standing on a day, and adherence from `since` to that day."""
    stands, kept = assessment(of, today), adherence(run_on(of, today), of, today, since)
    return Verdict(
        standing=stands.standing,
        shown=stands.shown,
        due=stands.due,
        slack=stands.slack_days,
        ending=stands.ending,
        pace=(kept.pace.held, kept.pace.expected) if kept.pace else None,
        on_time=(kept.on_time.on_time, kept.on_time.of) if kept.on_time else None,
    )


def in_words(verdict: Verdict) -> dict[str, str]:
    """As the columns of `cadence.csv` have it."""
    return {
        "standing": verdict.standing,
        "due": verdict.shown.isoformat() if verdict.shown else "",
        "ending": "yes" if verdict.ending else "",
        "pace": "{} of {}".format(*verdict.pace) if verdict.pace else "",
        "on_time": "{} of {}".format(*verdict.on_time) if verdict.on_time else "",
    }
