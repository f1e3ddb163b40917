"""A home with a journal of invented people, put back before each run, and what is in it after.

It reads the files itself, and not through the program that is tested.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

JOURNAL = Path(".local/share/mentorlog/journal")
STATE = Path(".local/state/mentorlog/state")
TEMPORARY = ".tmp-"

# Ids by which scenarios name what is there.
PROMISE, PLAN, ADVICE, QUESTION = "prm1aaaa", "pen1aaaa", "adv1aaaa", "qst1aaaa"

_NEW_ID = re.compile(rb'^id: "?([0-9a-hjkmnp-tv-z]{8})"?$', re.MULTILINE)

_BLOCK = re.compile(
    rb"-----BEGIN AGE ENCRYPTED FILE-----.*?-----END AGE ENCRYPTED FILE-----", re.DOTALL
)

_PEOPLE = {
    "journal.yaml": """\
        schema: 1
        id: jrn1aaaa
        """,
    "relationships/dana-oz-dan1/relationship.yaml": """\
        # We met in the choir.
        schema: 1
        id: dan1aaaa
        name: Dana Öz
        my_role: mentee
        x-colour: green   # for the calendar
        """,
    "relationships/dana-oz-dan1/2025-01-06-agreement-agr1aaaa.yaml": """\
        schema: 1
        id: agr1aaaa
        kind: agreement
        date: 2025-01-06
        cadence: every 2 weeks
        focus_areas: [leading without authority]
        x-signed: on paper
        """,
    f"relationships/dana-oz-dan1/2025-01-20-meeting-{PROMISE}.yaml": f"""\
        schema: 1
        id: {PROMISE}
        kind: meeting
        date: "2025-01-20"   # in the rain
        status: held
        action_items:
          - text: send the deck
            owner: me
            due: 2025-02-01
            x-how: by post
        """,
    f"relationships/dana-oz-dan1/2025-01-20-contribution-{ADVICE}.yaml": f"""\
        schema: 1
        id: {ADVICE}
        kind: contribution
        date: 2025-01-20
        direction: received
        type: advice
        text: ask for the budget before the date
        """,
    f"relationships/dana-oz-dan1/2025-02-10-meeting-{PLAN}.yaml": f"""\
        # the room with the piano
        schema: 1
        id: {PLAN}
        kind: meeting
        date: 2025-02-10
        status: planned
        time: "15:00"
        """,
    "relationships/noor-haddad-nrr1/relationship.yaml": """\
        schema: 1
        id: nrr1aaaa
        name: Noor Haddad
        my_role: mentor
        """,
    "relationships/noor-haddad-nrr1/2025-01-06-agreement-agr2aaaa.yaml": """\
        schema: 1
        id: agr2aaaa
        kind: agreement
        date: 2025-01-06
        cadence: monthly
        """,
    "relationships/noor-haddad-nrr1/2025-03-01-pause-pse1aaaa.yaml": """\
        schema: 1
        id: pse1aaaa
        kind: pause
        date: 2025-03-01
        """,
    f"relationships/noor-haddad-nrr1/2025-02-20-ask-{QUESTION}.yaml": f"""\
        schema: 1
        id: {QUESTION}
        kind: ask
        date: 2025-02-20
        asked_by: me
        status: open
        """,
    "relationships/sam-lee-sam1/relationship.yaml": """\
        schema: 1
        id: sam1aaaa
        name: Sam Lee
        my_role: mentee
        """,
}

Files = dict[str, bytes]
Look = tuple[tuple[str, bytes], ...]  # files by path, but without the ids that tell them apart


@dataclass(frozen=True, slots=True)
class Sandbox:
    """`home` is one of many copies of the folder `original`."""

    home: Path
    original: Path

    @property
    def journal(self) -> Path:
        return self.home / JOURNAL

    @property
    def state(self) -> Path:
        return self.home / STATE

    def put_back(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.original, self.home, symlinks=True)

    def clear(self) -> None:
        """An empty home."""
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)

    def remember(self) -> None:
        """What is there now is what is put back."""
        shutil.rmtree(self.original, ignore_errors=True)
        shutil.copytree(self.home, self.original, symlinks=True)

    def entries(self) -> Files:
        """Every file of the journal that a reader may see, by its path in the journal."""
        found = files_below(self.journal)
        return {path: data for path, data in found.items() if not _hidden(path)}

    def drafts(self) -> Files:
        return {path: data for path, data in self._state("drafts").items() if not _hidden(path)}

    def logs(self) -> Files:
        """Of what was interrupted, and waits for the next writer."""
        return {path: data for path, data in self._state("saving").items() if not _hidden(path)}

    def spoil(self, files: Iterable[tuple[str, str]]) -> None:
        """Put files into the journal, as by hand."""
        for path, text in files:
            (self.journal / path).write_text(text, encoding="utf-8")
            (self.journal / path).chmod(0o600)

    def lay_beside(self, files: Iterable[tuple[str, str]]) -> None:
        """Put files into the home that are no part of the journal."""
        for path, text in files:
            (self.home / path).parent.mkdir(parents=True, exist_ok=True)
            (self.home / path).write_text(text, encoding="utf-8")

    def holding(self, words: str, *, but: Iterable[str] = ()) -> list[str]:
        """The files anywhere in the home that hold these words, or have them in their name."""
        sought, others = words.encode(), {*but}
        return [
            path
            for path, data in files_below(self.home).items()
            if path not in others and (sought in data or words in path)
        ]

    def commands(self) -> int:
        """How many commands could be undone."""
        return sum(path.endswith(".json") for path in self._state("undo"))

    def leftovers(self) -> list[str]:
        """What interrupted saves left behind, anywhere."""
        found = [
            path for path in files_below(self.home) if path.rpartition("/")[2].startswith(TEMPORARY)
        ]
        return sorted(found)

    def too_open(self) -> list[str]:
        """Files that aren't 0600, folders that aren't 0700; the home itself is the user's."""
        wanted = {True: 0o700, False: 0o600}
        ours = [self.home / ".local/share/mentorlog", self.home / ".local/state/mentorlog"]
        places = [place for top in ours if top.exists() for place in (top, *top.rglob("*"))]
        return sorted(
            f"{stat.S_IMODE(place.lstat().st_mode):o} {place.relative_to(self.home)}"
            for place in places
            if stat.S_IMODE(place.lstat().st_mode) != wanted[place.is_dir()]
        )

    def _state(self, kind: str) -> Files:
        return {
            path: data
            for path, data in files_below(self.state).items()
            if path.split("/")[1:2] == [kind]
        }


def settle_people(sandbox: Sandbox) -> None:
    """Write the journal of invented people into an empty home."""
    for path, text in _PEOPLE.items():
        place = sandbox.journal / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(dedent(text), encoding="utf-8")
        place.chmod(0o600)
    for folder in (sandbox.home / ".local").rglob("*"):
        if folder.is_dir():
            folder.chmod(0o700)


def without_ids(files: Mapping[str, bytes]) -> Look:
    """The same with each id that is not in the journal of invented people made alike.

    Ids are random, and so are the quotes around them: one that looks like a number has some. So is
    what is sealed.
    """
    found = {match for data in files.values() for match in _NEW_ID.findall(data)}
    new = sorted(identity for identity in found if not identity.endswith(b"aaaa"))
    alike = (
        (_renamed(path.encode(), new).decode(), _alike(data, new)) for path, data in files.items()
    )
    return tuple(sorted(alike))


def times(words: str, texts: Iterable[bytes]) -> int:
    """How often these words stand in the texts."""
    return sum(text.count(words.encode()) for text in texts)


def _renamed(path: bytes, new: Iterable[bytes]) -> bytes:
    for identity in new:
        path = path.replace(b"-" + identity[:4] + b"/", b"-ID/").replace(identity, b"ID")
    return path


def _alike(data: bytes, new: Iterable[bytes]) -> bytes:
    for identity in new:
        data = re.sub(rb'"?' + identity + rb'"?', b"ID", data)
    return _BLOCK.sub(b"SEALED", data)


def _hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def files_below(top: Path) -> Files:
    """Every regular file below; links are not followed."""
    found: Files = {}
    for folder, _, names in os.walk(top):
        for name in names:
            place = Path(folder, name)
            if stat.S_ISREG(place.lstat().st_mode):
                found[place.relative_to(top).as_posix()] = place.read_bytes()
    return found
