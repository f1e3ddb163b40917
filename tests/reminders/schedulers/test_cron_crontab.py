"""Our block in a crontab: whatever else stands there stays as it is, byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from mentorlog.errors import Refused
from mentorlog.reminders.schedulers.cron import (
    BEGIN,
    END,
    job_in,
    jobs_in,
    mails_nobody,
    with_job,
    without_job,
)

JOB = "17 9-17 * * * /home/ann/.local/bin/mentorlog nudge --scheduled"
BLOCK = b"# BEGIN mentorlog\n" + JOB.encode() + b"\n# END mentorlog\n"
CROWDED = (
    b"# m h dom mon dow command\r\n"
    b"MAILTO=ann@example.org\r\n"
    b"\r\n"
    b"*/5 * * * * fetchmail # BEGIN mentorlog, not\r\n"
    b"  ## BEGIN mentorlog\n"
    b"@daily\techo 100\\% \xff\n"
    b"\n\n"
)
tables = st.lists(
    st.sampled_from([b"# a comment", b"", b"\t", b"0 1 * * * true", b"X=1\r", b"\xff\xfe", b"#END"])
).map(b"\n".join)


@given(table=tables | st.binary(), job=st.sampled_from([JOB, "1 2 * * * true"]))
@example(table=CROWDED, job=JOB)
@example(table=b"", job=JOB)
@example(table=b"0 1 * * * true", job=JOB)
def test_what_goes_in_comes_out_again_without_a_trace(table: bytes, job: str) -> None:
    assume(BEGIN not in table and END not in table)
    after = with_job(table, job)

    assert after.startswith(table)
    assert job_in(after) == job
    assert without_job(after) == table


def test_where_there_was_no_crontab_there_is_none_again() -> None:
    after = with_job(None, JOB)

    assert after == BLOCK
    assert without_job(after) is None


@given(table=tables)
def test_the_same_job_again_changes_nothing(table: bytes) -> None:
    once = with_job(table, JOB)

    assert with_job(once, JOB) == once


@given(table=tables)
def test_another_job_takes_the_place_of_the_first(table: bytes) -> None:
    once = with_job(table, "1 2 * * * before")

    assert with_job(once, JOB) == with_job(table, JOB)


def test_lines_that_came_later_stay_below_the_block() -> None:
    table = with_job(b"0 1 * * * true", "1 2 * * * before") + b"0 2 * * * later\n"

    assert with_job(table, JOB).endswith(b"# END mentorlog\n0 2 * * * later\n")
    assert without_job(table) == b"0 1 * * * true\n0 2 * * * later\n"


def test_an_editor_may_have_changed_the_line_ends_of_the_block() -> None:
    table = b"0 1 * * * true\r\n" + BLOCK.replace(b"\n", b"\r\n")

    assert job_in(table) == JOB
    assert without_job(table) == b"0 1 * * * true\r\n"


def test_a_block_at_the_very_end_needs_no_line_end() -> None:
    table = b"0 1 * * * true\n" + BLOCK.rstrip(b"\n")

    assert without_job(table) == b"0 1 * * * true\n"


def test_without_a_block_there_is_no_job_and_nothing_to_take_out() -> None:
    assert job_in(CROWDED) is None
    assert job_in(None) is None
    assert without_job(CROWDED) == CROWDED


@pytest.mark.parametrize(
    ("table", "line"),
    [
        (CROWDED + BEGIN + b"\n" + JOB.encode() + b"\n", 9),
        (JOB.encode() + b"\n" + END + b"\n", 2),
        (END + b"\n" + BEGIN + b"\n", 1),
        (BLOCK + BEGIN + b"\n" + BLOCK, 4),
    ],
    ids=["no END", "no BEGIN", "the wrong way round", "one in another"],
)
def test_marks_that_do_not_pair_are_refused(table: bytes, line: int) -> None:
    for touch in (job_in, without_job, lambda table: with_job(table, JOB)):
        with pytest.raises(Refused) as refusal:
            touch(table)

        assert refusal.value.message == (
            'The marks "# BEGIN mentorlog" and "# END mentorlog" in your crontab don\'t pair '
            f"(see line {line}). Nothing changed."
        )


def test_two_jobs_of_one_configuration_are_refused() -> None:
    with pytest.raises(Refused) as refusal:
        without_job(CROWDED + BLOCK + BLOCK)

    assert refusal.value.message == (
        "Your crontab has more than one job for this configuration (see lines 9 and 12). "
        "Nothing changed."
    )


def test_another_configurations_block_is_not_ours() -> None:
    other = "3 9-17 * * * /bin/mentorlog --config /b.toml nudge --scheduled"
    table = with_job(b"0 1 * * * true\n", other)

    both = with_job(table, JOB, lambda job: job == JOB)

    assert both == table + BLOCK
    assert jobs_in(both) == (other, JOB)
    assert without_job(both, lambda job: job == JOB) == table
    assert without_job(table, lambda job: job == JOB) == table


@pytest.mark.parametrize(
    ("table", "mailed_to_nobody"),
    [
        (None, False),
        (b"", False),
        (b'MAILTO=""\n', True),
        (b" MAILTO = ''\r\n", True),
        (b"MAILTO=\n", True),
        (b'MAILTO=""\nMAILTO=ann\n', False),
        (b'#MAILTO=""\n', False),
        (b'MAILTO=""\n' + BLOCK, True),
        (BLOCK + b'MAILTO=""\n', False),
    ],
)
def test_a_mailto_counts_for_what_stands_below_it(
    table: bytes | None, *, mailed_to_nobody: bool
) -> None:
    assert mails_nobody(table) is mailed_to_nobody
