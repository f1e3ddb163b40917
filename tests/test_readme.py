"""Every command in the README is run, in order, in one new home, and must say what stands there.

`python tests/test_readme.py` prints the README with what the commands say now.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest

from mentorlog.__main__ import run
from mentorlog.environment import Environment
from mentorlog.reminders.channels import CHANNELS

README = Path(__file__).parent.parent / "README.md"
NOW = dt.datetime(2026, 11, 22, 10, 0)  # noqa: DTZ001 - local civil time, as the program has it
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
LETTERS = "[0-9a-hjkmnp-tv-z]"
ID = re.compile(  # eight letters, where an id stands; a few hold no digit and look like words
    rf"((?<=-)|(?<=  )|(?<=done )|(?<=id: )|(?<=\()|(?<=[0-9a-z]{{8}}, )"
    r"|(?<=\(meeting )|(?<=, given )|(?<=, next ))"
    rf'"?{LETTERS}{{8}}"?'
    r"(?=\.yaml|\.\d|  |\)|, |$)",
    re.MULTILINE,
)
CHANNEL_ROWS = re.compile(r"(?<=how a nudge reaches you \|\n\|---\|---\|\n)(?:\|.*\|\n)+")
SHORT_ID = re.compile(rf"(?<=-){LETTERS}{{4}}(?=/)")


def test_every_command_says_what_the_readme_shows(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")

    assert without_ids(text) == without_ids(retold(text, tmp_path))


def test_the_first_two_blocks_are_one_command_each() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)

    assert [block.count("\n") for block in blocks[:2]] == [1, 1]


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_the_jq_example_names_whoever_is_overdue(tmp_path: Path) -> None:
    example = re.search(r"\| jq -r '(.*)'\n", README.read_text(encoding="utf-8"))
    assert example is not None
    board = Shell(tmp_path).output("mentorlog demo --json")

    picked = subprocess.run(
        ["jq", "-r", example[1]], input=board, capture_output=True, text=True, check=True
    )

    assert picked.stdout == "sam-lee\n"


def retold(text: str, home: Path) -> str:
    """The README with what its commands say in an empty home, and the channels there are."""
    shell = Shell(home)
    told = BLOCK.sub(lambda block: "".join(shell.told(block[0])), text)
    rows = (f"| `{name}` | {kind.arrives} |\n" for name, kind in CHANNELS.items())
    return CHANNEL_ROWS.sub(lambda _: "".join(rows), told)


def without_ids(text: str) -> str:
    """Ids are random: each becomes its number in the order of appearance."""
    seen: dict[str, str] = {}

    def numbered(found: re.Match[str]) -> str:
        return seen.setdefault(found[0].strip('"'), f"<{len(seen) + 1}>")

    return SHORT_ID.sub("<id>", ID.sub(numbered, text))


class Shell:
    """Runs a block's commands: ours in this process, with its own clock; others in sh."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def told(self, block: str) -> Iterator[str]:
        """The block's commands, each with what it says now."""
        for line in block.splitlines():
            if line.startswith("$ "):
                yield f"{line}\n{self.output(line.removeprefix('$ '))}"

    def output(self, command: str) -> str:
        """What the command says, on both streams."""
        program, *arguments = shlex.split(command, comments=True)
        if program == "mentorlog" and "|" not in command:
            return self._ours(arguments)
        environment = {**os.environ, "HOME": str(self._home)}
        done = subprocess.run(  # noqa: S602 - the README's own commands, in a home of their own
            command,
            check=False,
            shell=True,
            cwd=self._home,
            env=environment,
            capture_output=True,
            text=True,
        )
        return done.stdout + done.stderr

    def _ours(self, arguments: list[str]) -> str:
        said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        with contextlib.redirect_stderr(said):
            run(arguments, self._environment(said))
        said.seek(0)
        return said.read()

    def _environment(self, said: TextIO) -> Environment:
        return Environment(
            now=NOW,
            variables={"COLUMNS": "100"},
            config_file=self._home / "config.toml",
            journal_folder=self._home / "journal",
            state_folder=self._home / "state",
            cache_folder=self._home / "cache",
            stdin=io.StringIO(),
            stdout=said,
            stderr=said,
        )


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        sys.stdout.write(retold(README.read_text(encoding="utf-8"), Path(home)))


if __name__ == "__main__":
    main()
