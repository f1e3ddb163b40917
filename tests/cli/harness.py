"""Runs the program in process, in a home of its own, and tells the whole effect of each run."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from mentorlog.__main__ import run
from mentorlog.environment import Environment

NOON = dt.time(12, 0)
TODAY = dt.date(2026, 11, 22)  # a Sunday
_DRAFT = re.compile(r"--resume [0-9a-hjkmnp-tv-z]{8}")
_KIND, _AN_ID = r"(?:[a-z-]+\s)?", r"[0-9a-hjkmnp-tv-z]{8}"
_SAID_IDS = re.compile(
    rf"(?m)\s\({_KIND}{_AN_ID}(?:(?:,\s{_KIND}|\sand\s){_AN_ID})*(?:\sand\s\d+\smore)?\)(?=\.$)"
)
_ID = re.compile(r'(?m)^id: "?([0-9a-hjkmnp-tv-z]{8})"?$')


@dataclass(frozen=True)
class Ran:
    """What one command line did; every id is the number it has in order of its first appearance."""

    status: int
    out: str
    err: str


@dataclass
class Home:
    """One person's folders. `today` is the clock; ids are told as <1>, <2>, …"""

    folder: Path
    today: dt.date = TODAY
    variables: dict[str, str] = field(default_factory=dict)
    shared_memory: Path = Path("/dev/shm")
    config: Path | None = None
    _numbers: dict[str, str] = field(default_factory=dict)

    @property
    def journal(self) -> Path:
        return self.folder / "journal"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    def run(self, *arguments: str, stdin: str | TextIO = "", terminal: bool = False) -> Ran:
        """What it says; without the ids that end a sentence, which `raw` and test_ids.py have."""
        ran = self.raw(*arguments, stdin=stdin, terminal=terminal)
        texts = (_SAID_IDS.sub("", ran.out, count=1), ran.err)
        said = (_DRAFT.sub("--resume <draft>", text) for text in texts)
        return Ran(ran.status, *map(self._numbered, said))

    def raw(self, *arguments: str, stdin: str | TextIO = "", terminal: bool = False) -> Ran:
        """What it says, to the letter."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
        environment = Environment(
            now=dt.datetime.combine(self.today, NOON),
            variables={"COLUMNS": "100", "PATH": os.environ["PATH"], **self.variables},
            config_file=self.config or self.folder / "config.toml",
            journal_folder=self.journal,
            state_folder=self.state,
            cache_folder=self.folder / "cache",
            stdin=io.StringIO(stdin) if isinstance(stdin, str) else stdin,
            stdout=out,
            stderr=err,
            terminal=terminal,
            shared_memory=self.shared_memory,
        )
        with contextlib.redirect_stderr(err), contextlib.redirect_stdout(out):
            status = run(arguments, environment)
        return Ran(status, *map(_text, (out, err)))

    def files(self) -> Mapping[str, str]:
        """Every file of the journal by its path, with ids as numbers."""
        found = sorted(path for path in self.journal.rglob("*") if path.is_file())
        return {
            self._numbered(str(path.relative_to(self.journal))): self._numbered(
                path.read_text(encoding="utf-8")
            )
            for path in found
        }

    def _written(self) -> Iterator[str]:
        """All texts in the order in which they came: clocks are too coarse to tell that."""
        for log in sorted(self.state.rglob("undo/*.json")):
            done = json.loads(log.read_text(encoding="utf-8"))
            for step in filter(None, (done["makes"], *done["steps"])):
                yield str(step.get("after") or "")
        for path in filter(Path.is_file, sorted(self.journal.rglob("*.yaml"))):  # by a test
            yield path.read_text(encoding="utf-8", errors="replace")

    def _numbered(self, text: str) -> str:
        for written in self._written():
            for identity in _ID.findall(written):
                self._numbers.setdefault(identity, f"<{len(self._numbers) + 1}>")
        for identity, number in self._numbers.items():
            text = re.sub(rf'"?{identity}"?', number, text)
            text = re.sub(rf"-{identity[:4]}(?=/)", f"-{number}", text)
        return text


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def before_and_after(home: Home, *arguments: str, **more: str) -> tuple[Ran, dict[str, str]]:
    """A run, and the files that are new or other after it ("" = gone)."""
    before = home.files()
    ran = home.run(*arguments, **more)  # type: ignore[arg-type]  # stdin only
    after = home.files()
    changed = {path: text for path, text in after.items() if before.get(path) != text}
    return ran, {**changed, **{path: "" for path in before if path not in after}}
