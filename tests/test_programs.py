"""Other people's programs: whatever they do, they come back, and no shell reads what they get."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from mentorlog.environment import NOT_STARTED, TOO_SLOW, Ran, found_program, run_program

PYTHON = sys.executable


def test_what_it_is_given_and_what_it_says_arrive_unchanged() -> None:
    program = "import sys; print(sys.argv[1:], sys.stdin.read()); sys.exit(3)"

    ran = run_program((PYTHON, "-c", program, "a b", "$HOME; `x`"), {}, text="Öz\n")

    assert ran == Ran(status=3, out="['a b', '$HOME; `x`'] Öz\n\n".encode())


def test_it_gets_the_variables_and_no_others() -> None:
    program = "import os; print(sorted(os.environ))"

    ran = run_program((PYTHON, "-I", "-c", program), {"B": "1"})

    assert eval(ran.out) == ["B"] or eval(ran.out) == ["B", "LC_CTYPE"]  # noqa: S307 - as printed


def test_one_that_is_not_there_is_told_by_its_status(tmp_path: Path) -> None:
    missing = run_program((str(tmp_path / "nothing"),), {})
    impossible = run_program(("a\0b",), {})

    assert missing == Ran(status=NOT_STARTED, err=b"FileNotFoundError")
    assert impossible == Ran(status=NOT_STARTED, err=b"ValueError")


def test_one_that_takes_too_long_is_stopped() -> None:
    began = time.monotonic()

    ran = run_program((PYTHON, "-c", "import time; time.sleep(60)"), {}, seconds=0.2)

    assert ran.status == TOO_SLOW
    assert time.monotonic() - began < 30


def test_unheard_it_may_leave_something_running_behind() -> None:
    began = time.monotonic()

    ran = run_program(("/bin/sh", "-c", "sleep 60 & exit 0"), {}, unheard=True, seconds=20)

    assert ran == Ran(status=0)
    assert time.monotonic() - began < 20


def test_a_complaint_is_one_line_that_is_safe_to_show() -> None:
    assert Ran(status=1, err=b"first\nlast \x1b[31mred\xff\n").complaint == (
        "exit 1: last ?[31mred\N{REPLACEMENT CHARACTER}"
    )
    assert Ran(status=2, out=b"said\n").complaint == "exit 2: said"
    assert Ran(status=9).complaint == "exit 9"
    assert len(Ran(status=1, err=b"x" * 1000).complaint) == 128


def test_a_program_is_looked_for_where_the_path_says(tmp_path: Path) -> None:
    program = tmp_path / "ours"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)

    assert found_program("ours", {"PATH": str(tmp_path)}) == str(program)
    assert found_program("ours", {}) is None
    assert found_program("sh", {}) is not None
