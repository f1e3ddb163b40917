"""What each command imports, by whose it is: milliseconds that Python spends on it, and modules.

    cd tests && python -m benchmarks.imports [--runs 5]

The journal is remembered, as after any earlier look; medians of `python -X importtime`. Python's
own part is what an empty program imports, and counts to nobody.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from benchmarks.against_jrnl import BIN, Journals, journals

COMMANDS: dict[str, tuple[str, ...]] = {
    "nudge --scheduled": ("nudge", "--scheduled"),
    "nudge": ("nudge",),
    "review": ("review",),
    "review WHO": ("review", "person-1"),
    "show WHO": ("show", "person-1"),
    "prep WHO": ("prep", "person-1"),
    "find": ("find", "reorg"),
    "todo": ("todo",),
    "note": ("note", "person-1", "the plan", "--dry-run"),
    "log-meeting": ("log-meeting", "person-1", "the plan", "--dry-run"),
    "config": ("config",),
    "doctor": ("doctor",),
    "--help": ("--help",),
}
OWNERS = ("mentorlog", "typer", "rich", "pydantic", "yaml", "platformdirs")
WITH = {"pydantic_core": "pydantic", "annotated_types": "pydantic", "typing_inspection": "pydantic"}
REST = "standard library"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=5)
    report(options.parse_args().runs)


def report(runs: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        journal = journals(Path(name), 200)
        time.sleep(2)  # what is younger isn't remembered
        _imports(journal, [str(BIN / "mentorlog"), "review"])
        every_program = set(_imports(journal, ["-c", ""]))
        _heading()
        for command, line in COMMANDS.items():
            found = [_imports(journal, [str(BIN / "mentorlog"), *line]) for _ in range(runs)]
            _row(command, [_by_owner(one, every_program) for one in found], found[0])


def _imports(journal: Journals, program: list[str]) -> Mapping[str, int]:
    """Microseconds that each module took, without what it imported itself."""
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", *program],
        env=journal.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    rows = (line.removeprefix("import time:").split("|") for line in ran.stderr.splitlines())
    return {
        row[2].strip(): int(row[0]) for row in rows if len(row) == 3 and row[0].strip().isdigit()
    }


def _by_owner(found: Mapping[str, int], every_program: set[str]) -> Counter[str]:
    times: Counter[str] = Counter()
    for module, microseconds in found.items():
        root = module.partition(".")[0]
        owner = WITH.get(root, root)
        if module not in every_program:
            times[owner if owner in OWNERS else REST] += microseconds
    return times


def _heading() -> None:
    print(f"{'ms':20}" + "".join(f"{name:>13}" for name in (*OWNERS, "stdlib", "modules")))


def _row(command: str, times: list[Counter[str]], found: Mapping[str, int]) -> None:
    cells = [statistics.median(one[name] for one in times) / 1000 for name in (*OWNERS, REST)]
    print(f"{command:20}" + "".join(f"{cell:13.1f}" for cell in cells) + f"{len(found):13}")


if __name__ == "__main__":
    main()
