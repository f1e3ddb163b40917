"""Files that somebody, or something, spoilt: whatever is in them, the rest is read.

Each round spoils some of the golden files, and then everything that reads is run. Time-boxed
(MENTORLOG_FUZZ_SECONDS); the seed of a round is in its failure, and MENTORLOG_FUZZ_SEED repeats it.
"""

from __future__ import annotations

import itertools
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from faults.conftest import COUNTED
from faults.lab import warm
from faults.running import Outcome, Warm
from faults.sandbox import Files, Sandbox, files_below

from mentorlog.journal import scan

pytestmark = pytest.mark.faults

GOLDEN = Path(__file__).parents[1] / "golden/schema-1"
SECONDS = float(os.environ.get("MENTORLOG_FUZZ_SECONDS", "15"))  # for each test
SEED = os.environ.get("MENTORLOG_FUZZ_SEED")
LEAST = 100  # rounds; fewer say nothing
DAMAGED = 4  # the exit status
READERS = (
    *(
        ["review", "--all", "--json"],
        ["review"],
        ["show", "dana-oz"],
        ["show", "dana-oz", "--json"],
    ),
    *(["todo"], ["nudge"], ["people"], ["prep", "dana-oz"], ["find", "e"], ["doctor"]),
)
PIECES = (
    *(
        b"\n",
        b"\r\n",
        b"\r",
        b" ",
        b"\t",
        b"  - ",
        b": ",
        b"#",
        b'"',
        b"'",
        b"|",
        b">",
        b"&a ",
        b"*a",
    ),
    *(
        b"!!python/object:os.system ",
        b"!",
        b"---\n",
        b"...\n",
        b"? ",
        b"[",
        b"]",
        b"{",
        b"}",
        b"<<: ",
    ),
    *(
        b"\x00",
        b"\x1b[2J",
        b"\x7f",
        b"\x85",
        b"\xc2\x85",
        b"\xe2\x80\xae",
        b"\xff",
        b"\xed\xa0\x80",
    ),
    *(
        b"\xef\xbb\xbf",
        "\U0001f600".encode(),
        b"[" * 30,
        b"[" * 100_000,
        b"a: {" * 50,
        b"%YAML 9\n",
    ),
    *(b"~", b"null", b"no", b"12:30", b"1_000", b"0x1F", b".inf", b"2026-02-30", b"9999-12-31"),
    *(b"0001-01-01", b"-1", b"1e999", b"9" * 5000, b"every 99999999999 days", b"0 per week"),
    *(b"schema: 99\n", b"kind: meeting\n", b"status: held\n", b"date: 2026-01-01\n", b"id: a\n"),
    *(b"<<<<<<< HEAD\n", b"=======\n", b">>>>>>> theirs\n", b"x" * 70_000),
)


@pytest.fixture(scope="module")
def program(fast: Path) -> Iterator[Warm]:
    with warm(fast) as made:
        yield made


def test_the_reader_reads_whatever_is_there(
    fast: Path, record_property: Callable[[str, object], None]
) -> None:
    """The reader alone, which is fast; an exception is a failure with its place."""
    journal = fast / "fuzzed"
    golden = _planted(journal)
    rounds = Counter[str]()
    for seed in _seeds():
        _spoil(journal, golden, random.Random(seed))  # noqa: S311 - it shall be repeatable
        try:
            reading = scan.read(journal)
        except Exception as error:
            raise AssertionError(f"MENTORLOG_FUZZ_SEED={seed}") from error
        rounds["with problems" if reading.contents.problems else "without"] += 1

    record_property(COUNTED, repr(("fuzzed readings", dict(rounds))))
    assert rounds.total() >= LEAST or SEED


def test_whatever_is_there_every_reader_ends_well_and_changes_nothing(
    fast: Path, program: Warm, record_property: Callable[[str, object], None]
) -> None:
    sandbox = Sandbox(fast / "fuzzed-home", fast / "never")
    golden = _planted(sandbox.journal)
    ended = Counter[str]()
    for seed in _seeds():
        chosen = random.Random(seed)  # noqa: S311 - it shall be repeatable
        _spoil(sandbox.journal, golden, chosen)
        before = files_below(sandbox.home)
        line = chosen.choice(READERS)
        outcome = program.run(sandbox.home, line)
        complaints = [*_complaints(outcome)]
        if files_below(sandbox.home) != before:
            complaints.append("it changed something")
        assert complaints == [], f"MENTORLOG_FUZZ_SEED={seed} {line} {outcome}"
        ended[f"{line[0]} exit {outcome.status}"] += 1

    record_property(COUNTED, repr(("fuzzed commands", dict(ended))))
    assert ended.total() >= LEAST or SEED


def _complaints(outcome: Outcome) -> Iterator[str]:
    if outcome.status not in (0, 3, DAMAGED):  # 3: dana-oz is not there any more
        yield f"exit status {outcome.status}"
    for text in (outcome.out, outcome.err):
        if "Traceback" in text or "unexpected" in text:
            yield "it fell over"
        if any(raw in text for raw in ("\x1b", "\x00", "\x7f", "\x85", "\u202e")):
            yield "something raw is shown"


def _seeds() -> Iterator[int]:
    if SEED:
        yield int(SEED)
        return
    began = time.monotonic()
    first = int(time.time()) << 16
    for seed in itertools.count(first):
        if time.monotonic() - began > SECONDS and seed - first >= LEAST:
            return
        yield seed


def _planted(journal: Path) -> Files:
    """The golden files as one relationship, named as they would be."""
    folder = "relationships/dana-oz-9f2k"
    files = {path.stem: path.read_bytes() for path in GOLDEN.glob("*.yaml")}
    planted = {"journal.yaml": files.pop("journal")}
    planted |= {f"{folder}/relationship.yaml": files.pop("relationship")}
    planted |= {f"{folder}/2026-01-01-{stem}.yaml": data for stem, data in files.items()}
    for path, data in planted.items():
        place = journal / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return planted


def _spoil(journal: Path, golden: Files, chosen: random.Random) -> None:
    """Put all back, but for a few files in which something is wrong."""
    spoilt = chosen.sample(sorted(golden), chosen.randint(1, 3))
    for path, data in golden.items():
        new = data
        if path in spoilt:
            for _ in range(chosen.randint(1, 4)):
                new = chosen.choice(_WAYS)(new, chosen)
        (journal / path).write_bytes(new)


def _flipped(data: bytes, chosen: random.Random) -> bytes:
    changed = bytearray(data or b"\0")
    changed[chosen.randrange(len(changed))] ^= 1 << chosen.randrange(8)
    return bytes(changed)


def _cut(data: bytes, chosen: random.Random) -> bytes:
    return data[: chosen.randint(0, len(data))]


def _without(data: bytes, chosen: random.Random) -> bytes:
    begin = chosen.randint(0, len(data))
    return data[:begin] + data[begin + chosen.randint(0, 20) :]


def _with_a_piece(data: bytes, chosen: random.Random) -> bytes:
    place = chosen.randint(0, len(data))
    return data[:place] + chosen.choice(PIECES) + data[place:]


def _with_another_value(data: bytes, chosen: random.Random) -> bytes:
    lines = data.split(b"\n")
    place = chosen.randrange(len(lines))
    key, colon, _ = lines[place].partition(b": ")
    lines[place] = key + colon + chosen.choice(PIECES)
    return b"\n".join(lines)


def _with_lines_changed(data: bytes, chosen: random.Random) -> bytes:
    lines = data.split(b"\n")
    one, other = chosen.randrange(len(lines)), chosen.randrange(len(lines))
    match chosen.randrange(4):
        case 0:
            lines[one], lines[other] = lines[other], lines[one]
        case 1:
            lines.insert(one, lines[other])
        case 2:
            del lines[one]
        case _:
            lines[one] = b" " * chosen.randint(1, 5) + lines[one]
    return b"\n".join(lines)


_WAYS = (
    *(_flipped, _cut, _without, _with_a_piece, _with_a_piece, _with_another_value),
    *(_with_another_value, _with_lines_changed),
)
