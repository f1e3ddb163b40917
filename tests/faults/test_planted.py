"""What somebody planted: links that lead elsewhere, FIFOs that never end, folders and devices."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from faults.lab import warm
from faults.running import Outcome, Warm
from faults.sandbox import PLAN, Sandbox, files_below, settle_people, times

pytestmark = pytest.mark.faults

REFUSED, DAMAGED, FAILED = 3, 4, 6  # exit statuses
WORDS = "a word to keep"
DANA = "relationships/dana-oz-dan1"
PLANNED = f"{DANA}/2025-02-10-meeting-{PLAN}.yaml"
WRITERS: tuple[tuple[str, ...], ...] = (
    ("log-meeting", "dana-oz", WORDS, "--on", "2025-02-10"),
    ("gave", "dana-oz", WORDS),
    ("done", "prm1aaaa.1"),
    ("schedule", "dana-oz", "+3d"),
    ("rename", "dana-oz", "Dana Özgür"),
    ("remove", PLAN),
    ("move", PLAN, "sam-lee"),
    ("log-meeting", "Ari Novak", WORDS, "--new"),
)
READERS: tuple[tuple[str, ...], ...] = (
    ("review", "--all"),
    ("show", "dana-oz"),
    ("todo",),
    ("nudge", "--scheduled"),
)
PLACES = (
    *("journal.yaml", "relationships", DANA, f"{DANA}/relationship.yaml", PLANNED),
    *(f"{DANA}/2025-01-06-agreement-agr1aaaa.yaml", ".trash"),
)

Plant = Callable[[Path], object]


@pytest.fixture(scope="module")
def program(fast: Path) -> Iterator[Warm]:
    with warm(fast) as made:
        yield made


@pytest.mark.parametrize("line", WRITERS, ids=lambda line: f"{line[0]}-{line[1]}")
@pytest.mark.parametrize("place", PLACES)
def test_no_link_in_a_journal_is_followed_for_writing(
    sandbox: Sandbox, tmp_path: Path, program: Warm, place: str, line: tuple[str, ...]
) -> None:
    """It leads out of the journal, to just what belongs there."""
    settle_people(sandbox)
    outside = tmp_path / "outside"
    outside.mkdir()
    planted = sandbox.journal / place
    if planted.exists():
        planted.rename(outside / "it")
    else:
        (outside / "it").mkdir()
    planted.symlink_to(outside / "it")
    before = files_below(outside)

    outcome = program.run(sandbox.home, line)

    assert files_below(outside) == before
    assert any(path.is_symlink() for path in sandbox.journal.rglob("*"))  # a folder may be renamed
    assert outcome.status in (0, REFUSED, DAMAGED, FAILED)
    assert "unexpected" not in outcome.err
    if WORDS in line:
        kept = [*files_below(sandbox.home).values(), outcome.err.encode()]
        assert times(WORDS, kept) >= 1


@pytest.mark.parametrize("line", WRITERS[:2], ids=lambda line: line[0])
@pytest.mark.parametrize("kind", ["drafts", "saving", "undo", "lock"])
def test_a_link_in_the_state_is_not_followed_out_of_it_or_does_no_harm(
    sandbox: Sandbox, tmp_path: Path, program: Warm, kind: str, line: tuple[str, ...]
) -> None:
    """The state is ours alone; a link there is the user's wish, or nothing that holds words."""
    settle_people(sandbox)
    assert program.run(sandbox.home, ["note", "sam-lee", "an earlier day"]).status == 0
    home = next(sandbox.state.iterdir())
    outside = tmp_path / "outside"
    outside.write_text("somebody's own", encoding="utf-8")
    planted = home / kind
    if planted.is_dir():
        for file in files_below(planted):
            (planted / file).unlink()
        planted.rmdir()
    else:
        planted.unlink(missing_ok=True)
    planted.symlink_to(outside)

    outcome = program.run(sandbox.home, line)

    assert outside.read_text(encoding="utf-8") == "somebody's own"
    assert outcome.status == FAILED
    kept = [*files_below(sandbox.home).values(), outcome.err.encode()]
    assert times(WORDS, kept) >= 1


@pytest.mark.parametrize("plant", [os.mkfifo, Path.mkdir], ids=["fifo", "folder"])
@pytest.mark.parametrize("place", [*PLACES, f"{DANA}/2025-09-09-note-fff1aaaa.yaml"])
def test_nothing_waits_for_a_fifo_or_falls_over_a_folder(
    sandbox: Sandbox, program: Warm, place: str, plant: Plant
) -> None:
    settle_people(sandbox)
    planted = sandbox.journal / place
    _take_away(planted)
    plant(planted)

    for line in READERS:
        _check_calm(program.run(sandbox.home, line))
    for line in WRITERS:
        _check_calm(program.run(sandbox.home, line))


@pytest.mark.parametrize("plant", [os.mkfifo, Path.mkdir], ids=["fifo", "folder"])
@pytest.mark.parametrize(
    "place", ["lock", "drafts/aaaaaaaa.yaml", "saving/aaaaaaaa.json", "undo/00000009-aaaaaaaa.json"]
)
def test_nothing_in_the_state_makes_anybody_wait(
    sandbox: Sandbox, program: Warm, place: str, plant: Plant
) -> None:
    settle_people(sandbox)
    assert program.run(sandbox.home, ["note", "sam-lee", "an earlier day"]).status == 0
    planted = next(sandbox.state.iterdir()) / place
    planted.parent.mkdir(exist_ok=True)
    planted.unlink(missing_ok=True)
    plant(planted)

    for line in READERS:
        assert program.run(sandbox.home, line).status == 0
    for line in [*WRITERS, ("undo",), ("gave", "--resume")]:
        _check_calm(program.run(sandbox.home, line))


def test_a_configuration_that_is_a_fifo_is_refused(sandbox: Sandbox, program: Warm) -> None:
    settle_people(sandbox)
    folder = sandbox.home / ".config/mentorlog"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "config.toml")

    outcome = program.run(sandbox.home, ["review"])

    assert outcome.status == 2


def test_a_log_that_somebody_wrote_leads_nowhere_outside(
    sandbox: Sandbox, tmp_path: Path, program: Warm
) -> None:
    """A log of an interrupted command is carried out: but only within the journal."""
    settle_people(sandbox)
    assert program.run(sandbox.home, ["note", "sam-lee", "an earlier day"]).status == 0
    outside = tmp_path / "outside.txt"
    outside.write_text("somebody's own", encoding="utf-8")
    saving = next(sandbox.state.iterdir()) / "saving"
    saving.mkdir(exist_ok=True)
    for number, path in enumerate((str(outside), "../" * 9 + str(outside)[1:])):
        (saving / f"aaaaaaa{number}.json").write_text(
            json.dumps(
                {
                    "id": f"aaaaaaa{number}",
                    "command": "note",
                    "typed": {},
                    "makes": None,
                    "steps": [{"put": path, "before": "somebody's own", "after": None}],
                    "saved": [],
                    "turns": None,
                }
            ),
            encoding="utf-8",
        )

    outcome = program.run(sandbox.home, ["gave", "dana-oz", WORDS])

    assert outside.read_text(encoding="utf-8") == "somebody's own"
    assert "unexpected" not in outcome.err


def _take_away(place: Path) -> None:
    if place.is_dir():
        place.rename(place.parent.parent / "taken")
    elif place.exists():
        place.unlink()


def _check_calm(outcome: Outcome) -> None:
    assert outcome.status in (0, REFUSED, DAMAGED, FAILED), outcome
    assert "unexpected" not in outcome.err
    assert "Traceback" not in outcome.err
