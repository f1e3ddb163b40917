"""One relationship from the first thought to a new beginning, through the program itself.

The whole of what it says is kept in golden/a-year.txt, to be read as a story. Run it to write that:

    python tests/cli/test_a_year.py
"""

from __future__ import annotations

import datetime as dt
import io
import shlex
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from cli.harness import Home

GOLDEN = Path(__file__).parent.parent / "golden" / "a-year.txt"


@dataclass(frozen=True)
class Typed:
    """What was typed on a day; with `answers` on a terminal. {n}: the id with that number."""

    date: str
    command: str
    answers: str | None = None


YEAR = (
    # Looking for someone: experience, desire, time.
    Typed("2026-03-02", "candidate 'Dana Öz' --experience 'ran three reorgs, one of them badly'"),
    Typed("2026-03-02", "candidate 'Ed Moss' --experience 'wrote the book on reorgs'"),
    Typed(
        "2026-03-05",
        "candidate 'Dana Öz' --desire 'offered twice to look at my plan' "
        "--time 'an hour every other week, she says' --differs function --differs generation "
        "--small-ask 'half an hour on my plan' --offer 'what the team really thinks' "
        "--stage approached",
    ),
    Typed("2026-03-05", "candidate 'Ed Moss' --time 'answers no mail'"),
    Typed("2026-03-15", "candidate"),
    Typed("2026-03-15", "candidate dana ed --compare"),
    Typed("2026-03-20", "candidate 'Ed Moss' --stage not-now"),
    Typed("2026-03-24", "candidate 'Dana Öz' --stage agreed --note 'she said yes over coffee'"),
    # Agreeing, by a template and a few answers.
    Typed(
        "2026-04-01",
        "new-agreement dana-oz --template fortnightly-6 --helps-with career_advice "
        "--helps-with feedback",
        "leading without authority; saying no\na second opinion before I decide\n"
        "what the team really thinks\n\n\n+1w 15:00\ny\n",
    ),
    Typed("2026-04-07", "prep dana"),
    Typed("2026-04-07", "prep dana --send"),
    # Meeting.
    Typed(
        "2026-04-08",
        "log-meeting dana 'a first round; she would wait with the reorg until the budget is out' "
        "--topic 'leading without authority' --action 'me: send the plan by fri' "
        "--action 'them: introduce me to finance' --next '2026-04-22 15:00'",
    ),
    Typed("2026-04-09", "received dana 'ask for the budget before the date' --type advice"),
    Typed("2026-04-10", "done {meeting}.1"),
    Typed("2026-04-13", "note dana 'how does she say no to her own boss?'"),
    Typed("2026-04-21", "prep dana"),
    Typed("2026-04-21", "check-in dana", "good\n4\n5\n\n\nshe lets me finish\ny\n"),
    Typed(
        "2026-04-22",
        "log-meeting dana --minutes 50 --topic 'saying no' --next '2026-05-06 15:00' "
        "'she says no by asking what should wait instead'",
    ),
    Typed("2026-04-22", "done {note}"),
    Typed("2026-04-23", "ask dana"),
    Typed("2026-04-24", "ask dana 'tell me what the floor says'"),
    Typed("2026-04-25", "gave dana 'what the floor says about the plan' --answers {ask}"),
    Typed("2026-05-06", "log-meeting --topic 'leading without authority' --next '2026-05-20'"),
    Typed("2026-05-07", "done {advice} --outcome 'got the money in May'"),
    Typed("2026-05-15", "received dana 'She read my promotion case on a Sunday'"),
    Typed("2026-05-19", "prep dana"),
    Typed("2026-05-20", "log-meeting dana 'told her about the money; she was delighted'"),
    Typed("2026-05-20", "done {advice} --told"),
    Typed("2026-05-21", "received dana 'introduced me to Lou'"),
    Typed("2026-05-23", "thanks dana"),
    Typed("2026-05-24", "thanks dana --sent"),
    # A pause, the middle, an amendment.
    Typed("2026-06-01", "pause dana --for 3w --why 'her parental leave'"),
    Typed("2026-06-10", ""),
    Typed("2026-06-10", "prep dana"),
    Typed("2026-06-22", "log-meeting dana 'good to be back' --topic 'saying no'"),
    Typed("2026-06-29", ""),
    Typed("2026-06-29", "prep dana"),
    Typed(
        "2026-07-01",
        "review dana --period midpoint --reflect",
        "I decide faster\nwhat comes after this job\nonce a month would do\n\n"
        "news from the floor; asked in April\namend\ny\n"
        "monthly\n\n\n\nwe know each other now\ny\n",
    ),
    Typed("2026-07-14", "prep dana"),
    Typed(
        "2026-07-15",
        "log-meeting dana 'what comes after this job: she would try London for a year' "
        "--topic 'what comes next'",
    ),
    Typed("2026-08-12", "log-meeting dana --topic 'leading without authority'"),
    Typed(
        "2026-08-20",
        "gave dana 'walked a newcomer through my first plan' --type pay_it_forward",
    ),
    # Looking back, and parting well.
    Typed("2026-09-02", ""),
    Typed("2026-09-02", "people"),
    Typed("2026-09-07", "prep dana"),
    Typed("2026-09-09", "log-meeting dana 'a last round' --medium in_person"),
    Typed("2026-09-10", "review dana --period quarter"),
    Typed("2026-10-02", ""),
    Typed(
        "2026-10-02",
        "close dana",
        "I say no and nobody minds\nto ask early\nLondon\nterm\nboth\nmet\noccasional\n\ny\n",
    ),
    Typed("2026-10-02", "thanks dana"),
    Typed("2026-10-03", "thanks dana --sent"),
    Typed("2026-10-03", "review dana"),
    Typed("2026-10-03", "show dana"),
    # And half a year later.
    Typed("2027-04-05", "--all"),
    Typed("2027-04-05", "reopen dana --cadence quarterly --open"),
    Typed("2027-04-05", "prep dana"),
    Typed("2027-04-05", "review --period 2026"),
)
FILES = {  # of which kind of file the id is meant
    "meeting": "*-meeting-*.yaml",
    "note": "*-note-*.yaml",
    "ask": "*-ask-*.yaml",
    "advice": "*-contribution-*.yaml",
}


def test_a_year_reads_as_it_was_kept(home: Home) -> None:
    assert "".join(told(home)) == GOLDEN.read_text(encoding="utf-8")


def told(home: Home) -> Iterator[str]:
    """Every command line under its day, and everything that it said."""
    home.variables["COLUMNS"] = "80"
    before = ""
    for typed in YEAR:
        home.today = dt.date.fromisoformat(typed.date)
        if typed.date != before:
            yield f"\n=== {home.today:%A} {home.today.day} {home.today:%B %Y}\n"
        before = typed.date
        ids = {name: _first(home, pattern) for name, pattern in FILES.items()}
        command = typed.command.format(**ids)
        typist = Typist(typed.answers or "")
        ran = home.run(*shlex.split(command), terminal=typed.answers is not None, stdin=typist)
        assert ran.status == 0, ran.err
        assert typist.read() == ""
        shown = typed.command.format(**{name: f"<{name}>" for name in ids})
        yield f"\n$ mentorlog {shown}".rstrip() + "\n"
        talk = "".join(f"{line.rstrip()}\n" for line in ran.err.splitlines())
        yield f"{talk}{ran.out}" if typed.answers else f"{ran.out}{talk}"


class Typist(io.StringIO):
    """Answers that can be seen where they were given, as a terminal shows them."""

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # as StringIO
        line = super().readline(-1 if size is None else size)
        sys.stderr.write(line)
        return line


def _first(home: Home, pattern: str) -> str:
    """The id in the name of the earliest such file."""
    return next((path.stem.rpartition("-")[2] for path in sorted(home.journal.rglob(pattern))), "")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        GOLDEN.write_text("".join(told(Home(Path(folder)))), encoding="utf-8")
