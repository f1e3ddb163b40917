"""No word of what is in confidence or sealed comes out of any command, whatever kind it is of.

Every text field of every kind holds a canary of its own, found by walking the dataclasses, so that
a new field is in here before anybody thinks of it.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import shlex
import shutil
import time
import types
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path

import pytest
from builders import (
    action,
    agreement,
    approach,
    ask,
    check_in,
    closure,
    contribution,
    meeting,
    note,
    pause,
)
from cli.harness import Home, Ran
from cli.test_killed_sealed import killed_at

from mentorlog.domain import entries
from mentorlog.domain.entries import ContributionType, Direction, Entry, Kind, MeetingStatus, Party
from mentorlog.domain.relationship import RelationshipFields, Role
from mentorlog.domain.words import ContributionWords, MeetingWords, RelationshipWords
from mentorlog.exchange.audience import Audience, seen
from mentorlog.journal import codec
from mentorlog.journal.values import class_of_words
from mentorlog.journal.yaml import dump
from mentorlog.journal.yaml.read import read

CANARY = re.compile(r"canary\w*", re.IGNORECASE)
POINTS_AT_THEM = re.compile(r"Latens|canary\W?_person\W?_(origin|organization|function)")
MEETING, ASK = "mmmmmmm1", "aaaaaaa1"

EVERY_KIND: tuple[Entry, ...] = (
    agreement("2026-10-01", cadence="every 2 weeks", until="2027-03-31"),
    meeting(
        "2026-10-15",
        id=MEETING,
        action_items=(action(Party.ME, due="2026-10-20"), action(Party.THEM, due="2026-10-20")),
    ),
    meeting("2026-11-23", status=MeetingStatus.PLANNED),
    meeting("2026-11-05", status=MeetingStatus.NO_SHOW),
    contribution("2026-10-15", Direction.GIVEN),
    contribution("2026-10-15", Direction.RECEIVED, type=ContributionType.ADVICE),
    ask("2026-10-16", id=ASK),
    note("2026-10-17"),
    check_in("2026-10-18"),
    pause("2026-10-20", until="2026-10-25"),
    approach("2026-09-01"),
    closure("2026-09-30"),
)

READERS = (
    (),
    ("review",),
    ("review", "quill"),
    ("review", "--format", "md"),
    ("review", "--format", "csv"),
    ("review", "--format", "html"),
    ("review", "quill", "--format", "md"),
    ("review", "quill", "--format", "html"),
    ("review", "--period", "2026", "--format", "html"),
    ("review", "quill", "--period", "2026", "--format", "html"),
    ("review", "--period", "2026"),
    ("review", "quill", "--period", "2026"),
    ("show", "quill"),
    ("show", MEETING),
    ("prep", "quill"),
    ("prep", "quill", "--send"),
    ("prep", "quill", "--as-of", "2026-10-10"),  # the first meeting's page
    ("prep", "quill", "--as-of", "2027-03-20"),  # the last one's
    ("find", "anary"),  # what is found is marked, and so would it be here
    ("find", "anary", "--kind", "note"),
    ("find", "--type", "advice"),
    ("find", "--topic", "anary"),
    ("todo",),
    ("todo", "quill"),
    ("thanks", "quill"),
    ("update", "quill"),
    ("reconnect", "quill"),
    ("reconnect", "quill", "--as-of", "2027-05-01"),  # with the term over
    ("compare-expectations", "quill"),
    ("people",),
    ("candidate",),
    ("candidate", "quill"),
    ("nudge",),
    ("nudge", "--explain"),
    ("nudge", "--scheduled"),
    ("doctor",),
    ("export", "md"),
    ("export", "md", "--wikilinks"),
    ("export", "html"),
    ("export", "html", "quill"),
    ("export", "ics"),
    ("export", "ics", "--details", "--due"),
    ("export", "csv"),
    ("export", "json"),
    ("export", "md", "quill", "--for", "them"),
    ("export", "json", "--for", "others"),
    ("export", "agreement", "quill", "--for", "them"),
    ("export", "pair", "quill"),
    ("export", "dossier", "--period", "2026"),
    ("export", "dossier", "--period", "2026", "--names"),
    ("export", "dossier", "--period", "2026", "--format", "html"),
    ("export", "dossier", "--period", "2026", "--format", "json"),
    ("export", "dossier", "--period", "2026", "--include", MEETING),
    ("undo", "--dry-run"),
    ("erase", "quill", "--dry-run"),
    ("seal", "status"),
    ("--debug", "review", "quill"),
    ("--debug", "show", "nobody"),
    # what is refused says why, in words of our own
    ("show", "nobody"),
    ("log-meeting", "quill", "--on", "2031-01-01"),
    ("note", "quill", "more", "--goal", "none of them"),
    ("done", ASK, "--told"),
    ("update", "quill", "--sent", "--dry-run"),
    ("reconnect", "quill", "--sent", "--dry-run"),
    ("update", "quill", "--copy"),
    ("close", "quill", "--on", "2026-10-01"),
    ("undo",),
)


def filled(cls: type, kind: str) -> typing.Any:
    """An instance whose every text names itself, in lists and in what is inside of it, too."""
    hints = typing.get_type_hints(cls)
    return cls(**{one.name: _value(hints[one.name], f"{kind}_{one.name}") for one in fields(cls)})


def _value(hint: typing.Any, name: str) -> typing.Any:  # noqa: PLR0911 - a type each
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _value(arguments[0], name)
    if origin is tuple and len(arguments) == 2 and arguments[1] is not Ellipsis:
        return tuple(_value(one, f"{name}{n}") for n, one in enumerate(arguments))
    if origin is tuple:
        return (_value(arguments[0], name),)
    if hint is str:
        return f"canary_{name}"
    if is_dataclass(hint):
        return filled(typing.cast("type", hint), name)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    return {int: 3, dt.date: dt.date(2026, 11, 1), dt.time: dt.time(9, 0)}[hint]


def worded(entry: Entry) -> Entry:
    cls = class_of_words(type(entry))
    words = filled(cls, str(entry.kind))
    if isinstance(words, MeetingWords) and isinstance(entry, entries.Meeting):
        items = tuple(words.action_items[0] for _ in entry.action_items)
        words = replace(words, action_items=items)
    if isinstance(words, ContributionWords):
        words = replace(words, meeting=MEETING, answers=None)
    return typing.cast("Entry", replace(typing.cast("typing.Any", entry), words=words))


def plant(home: Home, *, entries_hidden: bool, person_hidden: bool) -> None:
    folder = home.journal / "relationships" / "quill-qqqq"
    folder.mkdir(parents=True)
    (home.journal / "journal.yaml").write_text("schema: 1\nid: jjjjjjj1\n")
    (home.folder / "config.toml").write_text('[me]\nname = "Kim"\n')  # else nothing goes to both
    person = RelationshipFields(
        id="qqqqqqq1",
        name="Latens Nemo" if person_hidden else "Quill",
        my_role=Role.MENTEE,
        alias="Quill",
        in_confidence=person_hidden,
        words=filled(RelationshipWords, "person") if person_hidden else RelationshipWords(),
    )
    (folder / "relationship.yaml").write_text(dump(codec.encoded(person)))
    for entry in map(worded, EVERY_KIND):
        hidden = replace(entry, in_confidence=entries_hidden)
        path = folder / f"{entry.date}-{entry.kind}-{entry.id}.yaml"
        path.write_text(dump(codec.encoded(hidden)))


def leaked(ran: Ran) -> set[str]:
    return set(CANARY.findall(ran.out + ran.err))


def forms(arguments: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield arguments
    if "export" not in arguments and "--scheduled" not in arguments:
        yield (*arguments, "--json")


@pytest.mark.parametrize("arguments", READERS, ids=" ".join)
def test_no_word_in_confidence_is_shown(home: Home, arguments: tuple[str, ...]) -> None:
    plant(home, entries_hidden=True, person_hidden=False)

    for form in forms(arguments):
        ran = home.run(*form)

        assert leaked(ran) == set(), form
        assert ran.status in (0, 2, 3, 4), form


FOR_THEMSELVES = {  # files for the person, who knows that name
    ("export", "agreement"),
    ("export", "pair"),
}


@pytest.mark.parametrize(
    "arguments",
    [one for one in READERS if one[:2] not in FOR_THEMSELVES],
    ids=" ".join,
)
def test_no_name_in_confidence_is_shown(home: Home, arguments: tuple[str, ...]) -> None:
    """What points at the person, that is: the words of entries are another matter."""
    plant(home, entries_hidden=False, person_hidden=True)

    for form in forms(arguments):
        ran = home.run(*form)

        assert POINTS_AT_THEM.search(ran.out + ran.err) is None, form


def test_everything_is_there_when_it_is_revealed(home: Home) -> None:
    """Else the tests above would prove nothing."""
    plant(home, entries_hidden=True, person_hidden=True)

    shown = leaked(home.run("show", "quill", "--reveal", "--json"))

    planted = {
        text for path in home.journal.rglob("*.yaml") for text in CANARY.findall(path.read_text())
    }
    assert shown == planted
    assert {kind for kind in Kind if any(f"canary_{kind}" in one for one in shown)} == set(Kind)
    assert len(shown) > 40


def test_what_is_withheld_is_counted(home: Home) -> None:
    plant(home, entries_hidden=True, person_hidden=False)

    ran = home.run("show", "quill", "--json")

    assert ran.out.count('"withheld": true') == len(EVERY_KIND)
    assert f"{len(EVERY_KIND)} held in confidence" in home.run("review", "quill").out


@pytest.fixture(scope="module")
def sealed_journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home(tmp_path_factory.mktemp("sealed"))
    plant(home, entries_hidden=False, person_hidden=False)
    recovery = str(home.folder.parent / "canaries-recovery.txt")
    assert home.run("seal", "init", "--recovery", recovery, "--no-passphrase").status == 0
    assert home.run("seal", "on", "quill").status == 0
    return home.folder


@pytest.mark.parametrize("arguments", READERS, ids=" ".join)
def test_no_sealed_word_is_shown_or_left_on_the_disk(
    sealed_journal: Path, arguments: tuple[str, ...]
) -> None:
    home = Home(sealed_journal)

    for form in forms(arguments):
        ran = home.run(*form)

        assert leaked(ran) == set(), form
        assert ran.status in (0, 2, 3, 4), form
    for path in home.folder.rglob("*"):
        assert not path.is_file() or not CANARY.search(path.read_bytes().decode(errors="replace"))


def typed_too(home: Home) -> None:
    """A command of which undo tells, and a draft, with words of their own."""
    assert home.run("note", "quill", "canary_typed", "--in-confidence").status == 0
    refused = ("log-meeting", "quill", "canary_drafted", "--on", "2031-01-01", "--in-confidence")
    assert home.run(*refused).status == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("undo", "--dry-run"),
        ("doctor",),
        ("erase", "quill", "--dry-run"),
        ("log-meeting", "quill", "more", "--dry-run"),
        ("undo",),
    ],
    ids=" ".join,
)
def test_no_word_that_was_typed_is_told_again(home: Home, arguments: tuple[str, ...]) -> None:
    plant(home, entries_hidden=True, person_hidden=True)
    typed_too(home)

    for form in forms(arguments):
        ran = home.run(*form)

        assert leaked(ran) == set(), form
        assert POINTS_AT_THEM.search(ran.out + ran.err) is None, form


def test_a_trial_import_tells_no_word_of_the_file(home: Home) -> None:
    plant(home, entries_hidden=True, person_hidden=True)
    file = home.folder / "old.csv"
    file.write_text(
        "date,minutes,status,topics,notes\n"
        "2026-10-17,45,held,canary_topic,canary_note\n"
        "canary_date,x,held,canary_topic,canary_note\n"
    )

    for form in forms(("import", str(file), "quill", "--dry-run")):
        ran = home.run(*form)

        assert leaked(ran) == set(), form
        assert POINTS_AT_THEM.search(ran.out + ran.err) is None, form
    file.write_text(file.read_text().rpartition("canary_date")[0])
    assert home.run("import", str(file), "quill", "--dry-run").status == 0


def stand_in(home: Home, name: str, body: str) -> Path:
    """A program of that name, before all others."""
    program = home.folder / "bin" / name
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    home.variables["PATH"] = f"{program.parent}:/usr/bin:/bin"
    return program


@pytest.mark.parametrize("privacy", ["", 'privacy = "names"\n'])
@pytest.mark.parametrize("channel", ["desktop", "command"])
def test_no_channel_tells_a_word(home: Home, channel: str, privacy: str) -> None:
    plant(home, entries_hidden=True, person_hidden=True)
    home.today = dt.date(2026, 11, 24)
    told = home.folder / "told"
    program = stand_in(home, "notify-send", f'(printf "%s\\n" "$@"; cat) >> "{told}"')
    home.variables["DBUS_SESSION_BUS_ADDRESS"] = "tcp:host=nowhere"
    (home.folder / "config.toml").write_text(
        f'[nudge]\nchannel = "{channel}"\ncommand = ["{program}"]\n{privacy}'
    )

    ran = home.run("nudge", "--scheduled")

    said = told.read_text(encoding="utf-8")
    assert (ran, said.startswith("Mentoring: ") or "Mentoring: " in said) == (Ran(0, "", ""), True)
    assert CANARY.search(said) is None
    assert POINTS_AT_THEM.search(said) is None
    assert ("Quill" in said) == (channel == "command" or bool(privacy))


def test_the_line_that_cron_makes_a_subject_of_names_nobody(home: Home) -> None:
    plant(home, entries_hidden=False, person_hidden=True)
    stand_in(home, "crontab", 'echo "no crontab for you" >&2; exit 1')

    for scheduler in ("cron", "systemd", "launchd", "schtasks"):
        ran = home.run("nudge", "install", "--scheduler", scheduler, "--dry-run")

        shown = ran.out + ran.err
        assert "--scheduled" in shown
        assert leaked(ran) == set()
        assert POINTS_AT_THEM.search(shown) is None
        assert "quill" not in shown.lower()


class Broken(io.StringIO):
    """A keyboard that fails in a way that nobody foresaw, and says what was typed."""

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # as StringIO
        raise ValueError(f"canary_{size}")

    def read(self, size: int | None = -1, /) -> str:
        raise ValueError(f"canary_{size}")


@pytest.mark.parametrize("debug", [(), ("--debug",)])
@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_an_error_nobody_foresaw_tells_no_word(
    home: Home, debug: tuple[str, ...], as_json: tuple[str, ...]
) -> None:
    plant(home, entries_hidden=True, person_hidden=True)
    arguments = (*debug, "note", "quill", "-", *as_json)

    ran = home.run(*arguments, stdin=Broken())

    assert (ran.status, "ValueError at " in ran.err) == (1, True)
    assert leaked(ran) == set()
    assert POINTS_AT_THEM.search(ran.out + ran.err) is None


def with_canaries(home: Home) -> list[str]:
    """Every file of that home, the memo's, too, that holds a planted word."""
    found = (path for path in home.folder.rglob("*") if path.is_file())
    return [
        str(path) for path in found if CANARY.search(path.read_bytes().decode(errors="replace"))
    ]


def pages(home: Home) -> list[Path]:
    """Those of the memo that know an entry."""
    found = (path for path in (home.folder / "cache").rglob("*") if path.is_file())
    return [path for path in found if MEETING.encode() in path.read_bytes()]


@pytest.fixture
def remembered(sealed_journal: Path) -> Home:
    """The sealed journal, as soon as its files are so old that the memo takes them."""
    home, until = Home(sealed_journal), time.monotonic() + 20
    while not pages(home) and time.monotonic() < until:
        assert home.run("todo").status == 0
    assert pages(home)
    return home


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        *(("review", "quill"), ("show", "quill"), ("prep", "quill"), ("todo",)),
        *(("thanks", "quill"), ("update", "quill"), ("reconnect", "quill")),
    ],
    ids=" ".join,
)
def test_what_is_revealed_is_remembered_nowhere(
    remembered: Home, arguments: tuple[str, ...]
) -> None:
    shutil.rmtree(remembered.folder / "cache")

    for _ in range(2):  # the second time by the memo
        assert remembered.run(*arguments, "--reveal").status == 0
        assert with_canaries(remembered) == []

    assert pages(remembered)
    assert leaked(remembered.run("show", "quill", "--reveal"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("arguments", [("show", "quill", "--reveal"), ("note", "quill", "canary")])
def test_nor_if_it_is_killed(remembered: Home, arguments: tuple[str, ...]) -> None:
    shutil.rmtree(remembered.folder / "cache")
    step = 1

    while killed_at(remembered, step, arguments):
        assert with_canaries(remembered) == [], step
        step += 2

    assert step > 2
    assert with_canaries(remembered) == []


def lines_for_agents(home: Home) -> list[tuple[str, ...]]:
    """What `help agents` says to run, word by word, about somebody who is there."""
    typed = {"WHO": "quill", "TEXT": "a word", "DATE": "2026-11-20", "ID.N": f"{MEETING}.1"}
    lines = re.findall(r"(?m)^  mentorlog (.*?)(?:   .*)?$", home.run("help", "agents").out)
    words = (shlex.split(line.partition(" <")[0]) for line in lines)
    return [tuple(typed.get(word, word) for word in line) for line in words]


def test_who_follows_the_text_for_agents_sees_no_private_word(home: Home) -> None:
    """Whatever is for the two alone is another matter: that they share."""
    plant(home, entries_hidden=False, person_hidden=False)
    shared = {
        canary
        for entry in map(worded, EVERY_KIND)
        for canary in CANARY.findall(str(seen(entry, Audience.THEM)))
    }

    lines = lines_for_agents(home)

    assert len(lines) > 12
    for line in lines:
        writes = line[0] not in {"review", "nudge", "meetings", "export", "schema"}
        for more in (("--dry-run", "--json"), ("--json",)) if writes else ((),):
            ran = home.run(*line, *more, "--no-input", stdin="what was said")
            assert (ran.status, ran.err.count("mentorlog:")) == (0, 0), (line, ran)
            assert leaked(ran) <= shared, line
    assert shared


def test_the_text_for_agents_is_a_skill(home: Home) -> None:
    head = home.run("help", "agents").out.split("---\n")[1]

    assert set(read(head.encode()).value) == {"name", "description"}
