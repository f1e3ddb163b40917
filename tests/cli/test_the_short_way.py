"""Whether files are read the short way or the strict way shows in nothing but the time it takes."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from cli.harness import Home, Ran
from journal.spoiling import spoilt

from mentorlog.journal import yaml

GOLDEN = Path(__file__).parent.parent / "golden" / "schema-1"
FOLDER = "relationships/dana-oz-9f2k"
READERS = (
    *(("review", "--all", "--json"), ("nudge", "--json"), ("show", "dana-oz", "--json")),
    *(("show", "dana-oz"), ("todo", "--json"), ("find", "e", "--json"), ("doctor", "--json")),
    *(("prep", "dana-oz"), ("export", "json", "--as-of", "2027-01-01")),
)


def spoilt_journal(root: Path, hand: random.Random) -> None:
    """A file of each kind, of which some are not as they were."""
    files = {path.stem: path.read_bytes() for path in GOLDEN.glob("*.yaml")}
    everything = tuple(files.values())
    (root / FOLDER).mkdir(parents=True)
    for name, data in files.items():
        found = spoilt(data, everything, hand) if hand.random() < 0.3 else data
        if name == "journal":
            (root / "journal.yaml").write_bytes(data)
        elif name == "relationship":
            (root / FOLDER / "relationship.yaml").write_bytes(found)
        else:
            (root / FOLDER / f"2026-01-01-{name}.yaml").write_bytes(found)


@pytest.mark.parametrize("seed", range(4))
def test_every_reader_says_the_same(home: Home, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt_journal(home.journal, random.Random(seed))  # noqa: S311 - it shall be repeatable

    short = {line: home.run(*line) for line in READERS}
    shutil.rmtree(home.folder / "cache", ignore_errors=True)
    monkeypatch.setattr(yaml, "value_in", lambda _: None)
    strict: dict[tuple[str, ...], Ran] = {line: home.run(*line) for line in READERS}

    assert short == strict
