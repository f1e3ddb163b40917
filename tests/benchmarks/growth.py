"""How time and memory grow with the journal: a table, and a chart of times.

    cd tests && python -m benchmarks.growth [--runs 3] [--sizes 100,1000,10000,50000]

Needs only `mentorlog` in the environment of this Python. Each command is run warm: once unmeasured
and then `--runs` times; medians are shown. Journals of 50,000 entries take a few minutes to make.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.against_jrnl import BIN, Journals, Measured, completing, journals, measured

COMMANDS: dict[str, tuple[str, ...]] = {
    "nudge": ("nudge",),
    "review": ("review",),
    "review WHO": ("review", "person-1"),
    "show WHO": ("show", "person-1"),
    "prep WHO": ("prep", "person-1"),
    "log-meeting": ("log-meeting", "person-1", "the plan", "--another"),
    "find": ("find", "reorg", "--who", "person-1"),
}
PEOPLE = (5, 200)
WIDTH = 40  # cells of the longest bar


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--sizes", default="100,1000,10000,50000")
    chosen = options.parse_args()
    report(chosen.runs, [int(size) for size in chosen.sizes.split(",")])


def report(runs: int, sizes: Sequence[int]) -> None:
    """Print the tables and charts."""
    with tempfile.TemporaryDirectory() as name:
        for people in PEOPLE:
            found = {
                size: _grown(journals(Path(name) / f"{people}", size, people), runs)
                for size in sizes
            }
            _table(people, found)
            _chart(found)


def _grown(journal: Journals, runs: int) -> dict[str, Measured]:
    lines = {name: partial(_asked, line, journal.environment) for name, line in COMMANDS.items()}
    return measured({**lines, "completing WHO": completing(journal)}, runs)


def _asked(
    line: tuple[str, ...], environment: Mapping[str, str]
) -> tuple[list[str], Mapping[str, str]]:
    return [str(BIN / "mentorlog"), *line], environment


def _table(people: int, found: dict[int, dict[str, Measured]]) -> None:
    print(f"{people} relationships, ms (MB)")
    print(f"{'entries':16}" + "".join(f"{size:>16,}" for size in found))
    for name in next(iter(found.values())):
        cells = (found[size][name] for size in found)
        shown = (f"{one.seconds * 1000:.0f} ({one.megabytes:.0f})" for one in cells)
        print(f"{name:16}" + "".join(f"{cell:>16}" for cell in shown))
    print()


def _chart(found: dict[int, dict[str, Measured]]) -> None:
    longest = max(one.seconds for times in found.values() for one in times.values())
    for name in next(iter(found.values())):
        print(name)
        for size, times in found.items():
            bar = "#" * max(1, round(WIDTH * times[name].seconds / longest))
            print(f"{size:>10,}  {bar} {times[name].seconds:.2f} s")
    print()


if __name__ == "__main__":
    main()
