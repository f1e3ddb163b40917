"""Every command that writes says the ids of what it wrote, on the screen and to programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli.harness import Home

from mentorlog.arguments import Writer
from mentorlog.cli import BELOW, PANELS
from mentorlog.commands import Choice, Command, command_of

_ID = re.compile(r"\b[0-9a-hjkmnp-tv-z]{8}\b")
CSV = "date,minutes,notes\n2026-11-02,45,the first\n2026-11-09,30,the second\n"
_TOLD = ("received|dana-oz|advice|--type|advice", "done|{contribution}|--outcome|it worked")
WRITERS = {  # by what is said about them: the lines before, and the one that writes
    "log-meeting": ((), "log-meeting|dana-oz|hello|--gave|a book|--received|advice|--next|+1w"),
    "log-meeting, of a plan": (("schedule|dana-oz|today",), "log-meeting|dana-oz|hello"),
    "note": ((), "note|dana-oz|ask about the budget"),
    "gave": ((), "gave|dana-oz|a book"),
    "received": ((), "received|dana-oz|advice|--type|advice"),
    "ask": ((), "ask|dana-oz"),
    "ask, answered": (("ask|dana-oz",), "ask|dana-oz|an introduction"),
    "done": (("note|dana-oz|budget",), "done|{note}"),
    "done, of an action": (("log-meeting|dana-oz|--action|me: send it",), "done|{meeting}.1"),
    "done, told": (("received|dana-oz|advice|--type|advice",), "done|{contribution}|--outcome|ok"),
    "new-agreement": ((), "new-agreement|Sam Lee|--cadence|monthly|--first|+1w"),
    "amend": ((), "amend|dana-oz|--cadence|monthly"),
    "schedule": ((), "schedule|dana-oz|+1w"),
    "reschedule": (("schedule|dana-oz|+1w",), "reschedule|dana-oz|+2w"),
    "cancel": (("schedule|dana-oz|+1w",), "cancel|dana-oz"),
    "pause": ((), "pause|dana-oz"),
    "resume": (("pause|dana-oz|--from|yesterday",), "resume|dana-oz"),
    "check-in": ((), "check-in|dana-oz|--fit|good_fit"),
    "close": ((), "close|dana-oz|--reason|goals_met"),
    "reopen": (("close|dana-oz|--on|yesterday",), "reopen|dana-oz"),
    "candidate": ((), "candidate|Sam Lee|--stage|noticed"),
    "thanks": (("received|dana-oz|a book",), "thanks|dana-oz|--sent"),
    "update": (_TOLD, "update|dana-oz|--sent"),
    "reconnect": (_TOLD, "reconnect|dana-oz|--sent"),
    "edit": (("note|dana-oz|budget",), "edit|{note}|--visibility|pair"),
    "move": (("note|dana-oz|budget", "log-meeting|Sam Lee|--new"), "move|{note}|sam-lee"),
    "remove": (("note|dana-oz|budget",), "remove|{note}"),
    "import": ((), "import|meetings.csv|dana-oz"),
    "review": ((), "review|dana-oz|--period|quarter|--reflect|--decision|continue"),
}
WITHOUT_ENTRIES = {"rename", "undo", "erase", "config", "seal on", "seal off", "seal entry"}


def ran(home: Home, line: str) -> str:
    words = line.format_map(_Ids(home)).split("|")
    ran = home.raw(*words)
    assert ran.status == 0, ran
    return ran.out


class _Ids(dict[str, str]):
    """The id of the latest entry of a kind."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def __missing__(self, kind: str) -> str:
        [found] = self._home.journal.glob(f"relationships/*/*-{kind}-*.yaml")
        return found.stem.rpartition("-")[2]


def test_no_command_is_forgotten() -> None:
    words = [*sum(PANELS.values(), ()), *(f"{a} {b}" for a in BELOW for b in BELOW[a])]
    writing = {
        word
        for word in words
        if isinstance(made := command_of(word), Command)
        or (isinstance(made, Choice) and issubclass(made.arguments, Writer))
    }

    assert writing - WITHOUT_ENTRIES == {what.partition(",")[0] for what in WRITERS}


@pytest.mark.parametrize("what", WRITERS)
def test_the_ids_are_said(
    dana: Home, what: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "meetings.csv").write_text(CSV, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    before, line = WRITERS[what]
    for each in before:
        ran(dana, each)
    said = ran(dana, line)
    dana.run("undo")
    told = json.loads(ran(dana, f"{line}|--json"))

    entries = [one for one in told["entries"] if one["kind"] != "relationship"]
    assert entries
    assert all(_ID.fullmatch(one["id"]) for one in entries)
    assert len(set(_ID.findall(said.replace("\n", " ").split(").")[0]))) == len(entries)


def test_ids_of_several_entries_are_told_apart(home: Home) -> None:
    for name in ("Dana Öz", "Sam Lee"):
        ran(home, f"log-meeting|{name}|--new|--on|2026-11-02")

    said = ran(home, "log-meeting|dana|hi|--with|sam|--gave|a book|--received|advice|--next|+1w")

    kinds = re.search(r"\((meeting [^()]*)\)", " ".join(said.split()))
    assert kinds is not None
    assert _ID.sub("ID", kinds[1]) == "meeting ID and ID, given ID, received ID, next ID and ID"


def test_several_ids_of_a_kind_are_listed_as_in_a_sentence(dana: Home) -> None:
    given = [word for text in ("a book", "an intro", "a plan") for word in ("--gave", text)]

    said = " ".join(dana.raw("log-meeting", "dana-oz", *given).out.split())

    an_id = r"\w{8}"
    ids = rf"\(meeting {an_id}, given {an_id}, {an_id} and {an_id}\)\."
    assert re.search(ids, said)
