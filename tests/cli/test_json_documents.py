"""What programs read of every command, whole: the documents are kept in golden/json.txt.

A key that is there stays there. Run it to write the documents anew:

    python tests/cli/test_json_documents.py
"""

from __future__ import annotations

import json
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unittest import mock

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

import pytest
from cli.harness import Home
from standins import SUNDAY, Machine, random_bytes

GOLDEN = Path(__file__).parent.parent / "golden" / "json.txt"


class Quoting(Home):
    """A home whose answers keep the quotes around their ids."""

    def _numbered(self, text: str) -> str:
        super()._numbered("")
        for identity, number in self._numbers.items():
            text = text.replace(identity, number).replace(f"-{identity[:4]}/", f"-{number}/")
        return text


LIFE = (  # before anything is asked
    "config me.name Kim",
    "candidate 'Ed Moss' --experience 'wrote the book' --stage declined",
    (
        "candidate 'Fay Ng' --time 'an hour' --differs function --helps-with feedback "
        "--follow-up 2026-12-01 --small-ask 'half an hour'"
    ),
    (
        "new-agreement 'Dana Öz' --cadence 'every 2 weeks' --starts 2026-06-01 --until 2026-12-01 "
        "--minutes 50 --medium video --focus reorg --focus 'saying no' --goal 'a plan' "
        "--i-will 'send the plan' --they-hope 'to learn' --rule 'between us' --helps-with skill"
    ),
    (
        "log-meeting dana-oz 'It waits.' --on 2026-11-10 --minutes 45 --topic reorg --at 15:00 "
        "--action 'me: send deck by 2026-11-27' --action 'them: introduce me' "
        "--gave 'what the team thinks' --received 'ask about the budget' --next '2026-11-24 15:00'"
    ),
    "received dana-oz 'ask for the budget first' --type advice --on 2026-11-01",
    "log-meeting dana-oz --on 2026-10-26 --status no_show --by them",
    "note dana-oz 'how does she say no?'",
    "note dana-oz 'a first draft' --goal 'a plan'",
    "note dana-oz 'she may leave' --in-confidence",
    "ask dana-oz",
    "check-in dana-oz --fit good_fit --trust 4 --note 'she listens'",
    "pause dana-oz --from 2026-08-01 --until 2026-08-20 --why holidays",
    (
        "new-agreement 'Real Name' --as mentor --cadence weekly --starts 2026-09-01 "
        "--in-confidence --alias Owl --first 2026-12-01"
    ),
    "new-agreement Uma --cadence 'up to 2 per month' --as peer --starts 2026-10-01",
    "log-meeting uma --on 2026-10-05",
    "close uma --reason goals_met --good-work 'the talk' --unfinished 'the book'",
)
READ = (
    *("review", "review --all", "review dana-oz", "review uma", "review --period 2026"),
    *(
        "review dana-oz --period year",
        "review dana-oz --period 2026-Q4",
        "review --as-of 2026-10-26",
    ),
    *("todo", "todo dana-oz", "todo --reveal", "show dana-oz", "show uma", "show owl"),
    *(
        "show dana-oz --reveal",
        "find budget",
        "find --type advice",
        "find owl",
        "meetings",
        "meetings dana-oz --period 2026-11",
        "people",
        "people --reveal",
    ),
    *("prep dana-oz", "prep owl", "prep uma", "prep dana-oz --send", "prep dana-oz --reveal"),
    *(
        "thanks dana-oz",
        "thanks owl",
        "update dana-oz",
        "reconnect uma",
        "compare-expectations uma",
        "candidate",
        "candidate fay-ng ed-moss --compare",
    ),
    *("doctor", "config", "config me.name", "new-agreement --template list"),
    *("nudge", "nudge --explain", "nudge --as-of 2027-03-01"),
    *("export json dana-oz", "export json uma --for them", "export md dana-oz --for others"),
    *("export ics dana-oz", "export agreement dana-oz", "export pair dana-oz"),
    "export dossier --period 2026",
)
WRITE = (  # each once more, unwritten
    *("note uma more", "gave dana-oz news", "done {note}", "undo"),
    "schedule dana-oz 2026-12-20",
    *("amend dana-oz --cadence monthly --from 2026-11-20", "move {note} uma", "rename uma Una"),
    *("remove {note}", "config active_limit 4"),
    *(
        "candidate 'Fay Ng' --stage dropped",
        "nudge snooze dana-oz --for 2w",
        "thanks dana-oz --sent",
    ),
    *("import meetings.csv dana-oz", "review dana-oz --period quarter --reflect --decision amend"),
    *("erase dana-oz --yes", "erase --trash --yes"),
)
MEETINGS = (
    "date,minutes,status,topics,notes\n"
    "2026-10-12,40,held,reorg; budget,It went well.\n"
    "someday,40,held,,\n"
    "2026-10-12,40,held,reorg; budget,It went well.\n"
)
INSTALLED = (
    "nudge install --scheduler cron --channel banner --yes",
    *("nudge status", "nudge test", "nudge uninstall --yes", "nudge status"),
)


def documents(folder: Path) -> Iterator[str]:
    """Each command line and what it answers, a key a line; ids are numbers, the same each time."""
    dice = random.Random(1)  # noqa: S311 - of one day, entries are told in the order of their ids
    with mock.patch("mentorlog.journal.names.urandom", partial(random_bytes, dice)):
        yield from _documents(folder)


def _documents(folder: Path) -> Iterator[str]:
    home = Quoting(folder / "home")
    home.folder.mkdir()
    (home.folder / "meetings.csv").write_text(MEETINGS, "utf-8")
    for line in ("", "review", "todo"):
        yield _asked(home, line)
    for line in LIFE:
        ran = home.run(*_words(home, line))
        assert ran.status == 0, (line, ran)
    for line in READ:
        yield _asked(home, line)
    for line in WRITE:
        if not line.startswith("thanks"):  # it has no --dry-run
            yield _asked(home, f"{line} --dry-run")
        yield _asked(home, line)
    yield re.sub('"bytes": [0-9]+', '"bytes": 0', _asked(home, "export backup --output backup.zip"))
    _spoil(home)
    for line in ("review", "todo", "doctor", "doctor --fix", "show una", "candidate nobody-there"):
        yield _asked(home, line)
    yield _asked(home, "import backup.zip --dry-run")
    yield from _elsewhere(folder / "travels")
    yield from _around_nudges(folder / "machine")


def _asked(home: Home, line: str) -> str:
    ran = home.run(*_words(home, line), "--json")
    text = ran.err if not ran.out else ran.out
    return _told(line, ran.status, text.replace(str(home.folder), "~"))


def _words(home: Home, line: str) -> list[str]:
    found = sorted(home.journal.rglob("*-note-*.yaml"))
    note = found[0].stem[-8:] if found else ""
    places = {"meetings.csv", "backup.zip"}
    words = shlex.split(line.replace("{note}", note))
    return [str(home.folder / word) if word in places else word for word in words]


def _spoil(home: Home) -> None:
    """Files that are wrong each in a way of its own."""
    folder = next(path for path in home.journal.glob("relationships/*") if "una" in path.name)
    (folder / "2026-11-01-note-0000aaaa.yaml").write_text("schema: 1\nid: [\n", "utf-8")
    (folder / "2026-11-02-note-0000bbbb.yaml").write_text(
        "schema: 1\nid: 0000bbbb\nkind: note\ndate: 2026-11-03\ntext: x\nraised_on: soon\n", "utf-8"
    )
    (folder / "notes.txt").write_text("x", "utf-8")


def _elsewhere(folder: Path) -> Iterator[str]:
    """Sealed, and on two machines that both changed one note."""
    (folder / "a").mkdir(parents=True)
    (folder / "b").mkdir()
    (folder / "keys").mkdir()
    here, there = Quoting(folder / "a"), Quoting(folder / "b")
    subprocess.run(["git", "init", "-q", "--bare", folder / "remote"], check=True)
    here.run("new-agreement", "Dana Öz", "--cadence", "monthly")
    here.run("note", "dana-oz", "one")
    remote = str(folder / "remote")
    yield _asked(here, f"sync init {remote} --dry-run").replace(str(folder), "~")
    yield _asked(here, f"sync init {remote}").replace(str(folder), "~")
    there.run("sync", "init", remote)
    for home, text in ((here, "two"), (there, "three")):
        note = next(home.journal.rglob("*-note-*.yaml"))
        note.write_text(note.read_text("utf-8").replace("one", text), "utf-8")
    yield _asked(here, "sync")
    yield _asked(there, "sync --dry-run")
    yield _asked(there, "sync")
    for line in (
        f"seal init --recovery {folder}/keys/recovery.txt --no-passphrase",
        *("seal on dana-oz", "seal status", "seal test", "show dana-oz", "todo"),
    ):
        yield _asked(here, line).replace(str(folder), "~")


def _around_nudges(folder: Path) -> Iterator[str]:
    folder.mkdir()
    machine = Machine(folder)
    machine.person("Dana Öz", since="2020-01-06", cadence="monthly")
    machine.real_program()
    for line in INSTALLED:
        ran = machine.run(*line.split(), "--json", now=SUNDAY)
        text = ran.out.replace(str(folder), "~").replace(sys.executable, "<python>")
        yield _told(
            line,
            ran.status,
            re.sub(r"\\n\d+ 9-17|~/state/[^ \"]*banner|20..-..-..T..:..", "*", text),
        )


def _told(line: str, status: int, text: str) -> str:
    document = json.loads(text) if text else None
    return "\n".join((f"$ mentorlog {line}   [{status}]", *_lines(document), ""))


def _lines(document: object) -> Iterator[str]:
    """A key a line, and below it an item a line."""
    for key, value in sorted((document if isinstance(document, dict) else {}).items()):
        several = isinstance(value, list) and value
        yield (
            f"{key}:"
            if several
            else f"{key}: {json.dumps(value, ensure_ascii=False, sort_keys=True)}"
        )
        for item in value if several else ():
            yield f"  {json.dumps(item, ensure_ascii=False, sort_keys=True)}"


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_every_document_has_the_keys_and_values_it_had(tmp_path: Path) -> None:
    assert "\n".join(documents(tmp_path)) == GOLDEN.read_text(encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        GOLDEN.write_text("\n".join(documents(Path(temporary))), encoding="utf-8")
