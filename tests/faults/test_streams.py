"""Streams that are full, closed or gone: what was saved is saved, what was typed is kept."""

from __future__ import annotations

import subprocess

import pytest
from faults.running import PATIENCE, PROGRAM, Outcome, installed, variables
from faults.sandbox import Sandbox, settle_people, times

pytestmark = pytest.mark.faults

WORDS = "a word to keep"
LINE = f"{PROGRAM} gave dana-oz '{WORDS}'"


@pytest.mark.parametrize(
    "redirected",
    [
        *(">/dev/full", "2>/dev/full", ">/dev/full 2>/dev/full", ">&-", "2>&-", ">&- 2>&-"),
        *("<&-", "<&- >&- 2>&-", "| true", "| head -c 1", "</dev/null", "--json >/dev/full"),
    ],
)
def test_wherever_the_output_goes_it_is_saved_once(sandbox: Sandbox, redirected: str) -> None:
    settle_people(sandbox)
    outcome = _shell(sandbox, f"{LINE} {redirected}")

    assert times(WORDS, sandbox.entries().values()) == 1
    assert sandbox.drafts() == {}
    assert "Traceback" not in outcome.err
    assert "Exception ignored" not in outcome.err
    assert "--resume" not in outcome.err


def test_an_output_that_is_full_is_told(sandbox: Sandbox) -> None:
    settle_people(sandbox)
    outcome = _shell(sandbox, f"{LINE} >/dev/full")

    assert outcome.status == 6
    assert "full" in outcome.err
    assert "saved" in outcome.err.lower()


@pytest.mark.parametrize("output", ["/dev/full", "&-"])
@pytest.mark.parametrize(
    "command", ["review", "show dana-oz", "todo", "nudge", "review --json", "--help"]
)
def test_a_reader_whose_output_is_full_or_closed_says_so(
    sandbox: Sandbox, command: str, output: str
) -> None:
    settle_people(sandbox)
    outcome = _shell(sandbox, f"{PROGRAM} {command} >{output}")

    assert outcome.status == 6
    assert "mentorlog" in outcome.err
    assert "Traceback" not in outcome.err
    assert "Exception ignored" not in outcome.err


def test_who_says_nothing_needs_no_output(sandbox: Sandbox) -> None:
    settle_people(sandbox)
    line = f"{PROGRAM} nudge --scheduled"
    first, second = (_shell(sandbox, f"{line} <&- >&- 2>&-") for _ in range(2))

    assert first.status in (0, 6)  # 6: there was something to say on a working day
    assert second.status == 0


@pytest.mark.parametrize("command", ["review", "show dana-oz", "todo", "--help"])
def test_a_reader_whose_reader_goes_is_no_error(sandbox: Sandbox, command: str) -> None:
    settle_people(sandbox)
    outcome = _shell(sandbox, f"set -o pipefail; {PROGRAM} {command} | true")

    assert outcome == Outcome(0, "", "")


@pytest.mark.parametrize("given", ["<&-", "< /dev/null"])
def test_a_note_from_an_input_that_is_not_there_saves_no_other_one(
    sandbox: Sandbox, given: str
) -> None:
    settle_people(sandbox)
    outcome = _shell(sandbox, f"{PROGRAM} log-meeting dana-oz --gave '{WORDS}' --note - {given}")

    kept = [*sandbox.entries().values(), *sandbox.drafts().values(), outcome.err.encode()]
    assert times(WORDS, kept) >= 1
    assert "Traceback" not in outcome.err
    assert "unexpected" not in outcome.err


def test_input_that_is_no_text_is_refused_and_the_rest_is_kept(sandbox: Sandbox) -> None:
    settle_people(sandbox)
    before = sandbox.entries()
    outcome = _shell(
        sandbox, rf"printf 'caf\351' | {PROGRAM} log-meeting dana-oz --gave '{WORDS}' --note -"
    )

    assert outcome.status == 2
    assert sandbox.entries() == before


@pytest.mark.parametrize("mask", ["0000", "0022", "0077", "0777"])
def test_everything_is_private_under_any_umask(sandbox: Sandbox, mask: str) -> None:
    """As for an ordinary user, whom the modes bind."""
    obeying = "setpriv --bounding-set -dac_override,-dac_read_search --inh-caps -all"
    first = f"{PROGRAM} log-meeting 'Ari Novak' '{WORDS}' --new --next +3d"
    outcome = _shell(sandbox, f"umask {mask}; {obeying} {first} && {obeying} {first} --resume")
    second = _shell(sandbox, f"umask {mask}; {obeying} {PROGRAM} gave ari-novak 'a book'")

    assert outcome.err.count("There's no draft") == 1
    assert second.status == 0
    assert sandbox.too_open() == []
    assert times(WORDS, sandbox.entries().values()) == 1


def test_a_word_that_is_no_text_is_refused_and_kept_as_far_as_it_is_text(sandbox: Sandbox) -> None:
    """A byte of the command line that is no UTF-8."""
    settle_people(sandbox)
    outcome = _shell(sandbox, rf"{PROGRAM} gave dana-oz $'caf\351 {WORDS}'")
    resumed = installed(["gave", "--resume"], variables(sandbox.home))

    assert (outcome.status, resumed.status) == (3, 0)
    assert times(WORDS, sandbox.entries().values()) == 1


def _shell(sandbox: Sandbox, line: str) -> Outcome:
    done = subprocess.run(
        ["/bin/bash", "-c", line],
        env=variables(sandbox.home),
        cwd=sandbox.home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
