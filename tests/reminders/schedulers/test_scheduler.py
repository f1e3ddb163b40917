"""What is to be run and when, whoever runs it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.errors import Refused
from mentorlog.reminders import Window
from mentorlog.reminders.schedulers import Plan, a_minute, hourly, with_variables

PLAN = Plan(argv=("/bin/mentorlog",), minute=17, first=9, last=17)


@pytest.mark.parametrize(
    ("now", "coming"),
    [
        ("2026-11-22 08:00", "2026-11-22 09:17"),
        ("2026-11-22 09:16", "2026-11-22 09:17"),
        ("2026-11-22 09:17", "2026-11-22 10:17"),
        ("2026-11-22 17:17", "2026-11-23 09:17"),
        ("2026-12-31 23:59", "2027-01-01 09:17"),
    ],
)
def test_the_next_run_is_the_first_after_now(now: str, coming: str) -> None:
    assert PLAN.next_run(dt.datetime.fromisoformat(now)) == dt.datetime.fromisoformat(coming)


@given(seed=st.text())
def test_a_minute_is_never_the_full_hour_and_stays_what_it_is(seed: str) -> None:
    assert 1 <= a_minute(seed) <= 58
    assert a_minute(seed) == a_minute(seed)


def test_homes_get_different_minutes() -> None:
    minutes = {a_minute(f"/home/{n}/config.toml") for n in range(1000)}

    assert len(minutes) == 58


@given(
    ends=st.tuples(st.integers(0, 1440), st.integers(0, 1440)).filter(lambda two: two[0] != two[1]),
    minute=st.integers(1, 58),
)
def test_however_short_the_window_the_job_meets_it(ends: tuple[int, int], minute: int) -> None:
    window = Window(opens=min(ends), closes=max(ends))
    plan = hourly(("/bin/mentorlog",), window, minute=minute)

    assert plan.meets(window)
    assert 0 <= plan.first <= plan.last < 24
    assert plan.minute == minute or window.closes - window.opens < 60


@pytest.mark.parametrize("path", ["/a\nb", "/a\x1bb", "/a\udcffb", "/a\x00b"])
def test_a_path_that_no_line_can_hold_is_refused(path: str) -> None:
    with pytest.raises(Refused) as refusal:
        Plan(argv=("/bin/mentorlog", path), minute=1, first=9, last=17)

    assert path not in refusal.value.message
    assert refusal.value.message.isprintable()


def test_variables_are_given_without_a_shell() -> None:
    argv = with_variables({"PATH": "/a:/b", "B": "x y"}, ("/opt/mentorlog", "nudge"))

    assert argv == ("/usr/bin/env", "B=x y", "PATH=/a:/b", "/opt/mentorlog", "nudge")
    assert with_variables({}, ("/opt/mentorlog",)) == ("/opt/mentorlog",)


@pytest.mark.parametrize(
    "variables", [{}, {"PATH": "/a"}, {"A": "b", "C": "unix:path=/d"}], ids=len
)
def test_the_program_is_known_behind_its_variables(variables: dict[str, str]) -> None:
    argv = with_variables(variables, ("/opt/a=b/mentorlog", "--config", "/c=d"))

    assert Plan(argv=argv, minute=1, first=9, last=9).program == Path("/opt/a=b/mentorlog")
