"""Everything that is measured, in one run of about ten minutes on a quiet machine.

    cd tests && python -m benchmarks [--runs 9]

Needs `mentorlog` and `jrnl` in the environment of this Python (`pip install . jrnl`); taskwarrior
is measured if it is installed. At the end, with a network, it says what the newest Typer imports.
"""

from __future__ import annotations

import argparse

from benchmarks import against_jrnl, growth, imports, newest_typer


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=9)
    runs = options.parse_args().runs
    against_jrnl.report(runs)
    growth.report(max(3, runs // 3), (100, 1_000, 10_000, 50_000))
    imports.report(max(3, runs // 2))
    newest_typer.main()


if __name__ == "__main__":
    main()
