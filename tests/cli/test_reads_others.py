"""A command about one person does the same, whether it reads the others or not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from cli.harness import Home, Ran

from mentorlog.cli import PANELS
from mentorlog.commands import Command, command_of

LINES: dict[str, str] = {
    "log": "log-meeting dana-oz --on yesterday",
    "log what was planned": "log-meeting dana --on 2026-11-22 --minutes 40",
    "log with everything": "log-meeting dana-oz talk --topic a --action me:deck --gave x",
    "log somebody new": "log-meeting Sam --new",
    "log nobody": "log-meeting nobody",
    "log a day that is no day": "log-meeting dana-oz --on someday",
    "schedule": "schedule dana-oz +1w",
    "note": "note dana-oz ask-about-it",
    "note on a goal": "note dana-oz better --goal speak",
    "pause": "pause dana-oz --for 2w",
    "resume": "resume kim-rao",
    "check in": "check-in dana-oz --fit good_fit",
    "ask": "ask dana-oz nothing-yet",
    "rename": "rename dana-oz Danaë",
    "log with somebody else": "log-meeting dana-oz talk --with kim-rao",
    "log with whom it was planned": "log-meeting --with kim-rao",
    "gave": "gave dana-oz a-link",
    "received": "received dana-oz advice --answers {asked}",
    "received what somebody else's question answers": "received kim-rao advice --answers {asked}",
    "received what nothing answers": "received dana-oz advice --answers zzzz",
    "edit": "edit {held} --minutes 40",
    "edit a person": "edit kim --minutes 40",
    "edit the last": "edit --in-confidence",
    "move": "move {held} kim-rao",
    "remove": "remove {held}",
    "remove somebody": "remove dana-oz --yes",
    "remove by half a name": "remove dana",
    "remove nothing": "remove zzzz",
    "edit what was with both": "edit {both} --minutes 40",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_the_others_make_no_difference(tmp_path: Path, line: str) -> None:
    quick = _done(tmp_path / "quick", line, {})
    thorough = _done(tmp_path / "thorough", line, {"broken/relationship.yaml": "name: ["})

    assert quick == thorough


def test_every_command_that_says_so_is_tried() -> None:
    names = [name for panel in PANELS.values() for name in panel]
    commands = map(command_of, names)

    assert {one.name for one in commands if isinstance(one, Command) and not one.reads_others} == {
        line.split()[0] for line in LINES.values()
    }


_WRITTEN = {
    "held": "dana-oz-*/2026-11-06-meeting",
    "asked": "dana-oz-*/2026-11-08-ask",
    "both": "dana-oz-*/2026-10-28-meeting",
}


def _id(home: Home, written: str) -> str:
    (file,) = home.journal.glob(f"relationships/{written}-*.yaml")
    return file.stem[-8:]


def _done(folder: Path, line: str, more: Mapping[str, str]) -> tuple[Ran, Mapping[str, str]]:
    """What it says and leaves, in a journal with more in it, which makes it read everything."""
    folder.mkdir()
    home = Home(folder)
    for earlier in (
        "new-agreement Dana#Öz --cadence monthly --starts 2026-10-26 --goal speak",
        "new-agreement Kim#Rao --cadence weekly --starts 2026-10-26",
        "log-meeting dana-oz --on 2026-11-06",
        "schedule dana-oz 2026-11-24",
        "pause kim-rao --from 2026-11-01",
        "ask dana-oz the-deck --on 2026-11-08",
        "ask kim-rao the-plan --on 2026-11-09",
        "log-meeting dana-oz --with kim-rao --on 2026-10-28",
    ):
        assert home.run(*(word.replace("#", " ") for word in earlier.split())).status == 0
    for path, text in more.items():
        file = home.journal / "relationships" / path
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8")
    ran = home.run(*line.format(**{name: _id(home, of) for name, of in _WRITTEN.items()}).split())
    left = {path: text for path, text in home.files().items() if "broken" not in path}
    return ran, {path: re.sub("occasion: .*", "occasion: <>", text) for path, text in left.items()}
