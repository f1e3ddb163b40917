"""Whatever stands in a file, it is read, or refused in a sentence: nothing unexpected happens.

A few spoilt files of every kind are tried in every run, always the same. MENTORLOG_FUZZ=60 tries
others for so many seconds each, and prints the seed of what went wrong.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli.harness import Home

SECONDS = float(os.environ.get("MENTORLOG_FUZZ", "0"))
SEEDS = range(24)
UNEXPECTED = 1
LONGEST = 20.0  # seconds: nobody waits longer for one file

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
BEGIN:VEVENT
UID:one@example
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Berlin:20260105T150000
DTEND;TZID=Europe/Berlin:20260105T160000
SUMMARY:Ari and me
RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;COUNT=10
EXDATE;TZID=Europe/Berlin:20260119T150000
ATTENDEE;CN=Ari Novak:mailto:ari@example.org
STATUS:CONFIRMED
END:VEVENT
BEGIN:VEVENT
UID:one@example
RECURRENCE-ID;TZID=Europe/Berlin:20260202T150000
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Berlin:20260203T150000
DURATION:PT45M
SEQUENCE:2
SUMMARY:Ari and me
END:VEVENT
END:VCALENDAR
"""
AGREEMENT = """\
schema: 1
id: agr9aaaa
kind: agreement
date: 2026-01-10
cadence: 2 per month
until: 2026-12-31
focus_areas: [reading balance sheets]
goals: [{title: one page, target_date: 2026-06-01, status: open}]
commitments: {me: [come prepared], them: []}
relationship: rvr1aaaa
between:
  me: {name: Ines Roth, role: mentor}
  them: {name: Robin Vale, role: mentee}
journal: jrn9aaaa
"""
SETTINGS = """\
journal = "journal"
active_limit = 5
[me]
name = "Ada Novak"
hours_per_month = 6
[nudge]
channel = "stdout"
window = "mon-thu 9-17"
command = ["true", "x"]
privacy = "count"
"""
TABLE = (
    "date,minutes,status,topics,notes\n2026-01-13,30,held,a; b,two ferries\n1.2.2026,1h,held,,\n"
)
JRNL = """\
{"tags": {}, "entries": [{"title": "Lunch", "body": "A note.", "date": "2026-01-13",
"time": "09:30", "tags": ["@ari"], "starred": false}]}
"""
MEETING = """\
schema: 1
id: mtg1aaaa
kind: meeting
date: 2026-10-15
status: held
time: "15:00"
tz: Europe/Berlin
minutes: 45
topics: [a, b]
action_items:
  - {text: send it, owner: me, due: 2026-10-20}
"""
SHEET = """\
by: ari
rhythm: every 2 weeks
length: 1h30
term: 6 months
agenda: mentee
channel: video
notice: 24
confidentiality: ask_first
ends_it: either
hopes: to learn
"""
SPELLS = (
    *("BYDAY=99MO", "BYDAY=-54SU", "BYSETPOS=0", "BYMONTH=13", "INTERVAL=0", "COUNT=99999999999"),
    *("FREQ=SECONDLY", "FREQ=YEARLY", "UNTIL=00000101", "UNTIL=99991231T235959Z", "BYMONTHDAY=31"),
    *("BYMONTH=2;BYMONTHDAY=30", "BYHOUR=25", "BYEASTER=1", "WKST=XX", ";TZID=No/Where:", "TZID="),
    *("\0", "\x1b[31m", "\u202e", "\ud83d", "\ufeff", "\r", "\n", "\t", " " * 50, "\x85", "\\"),
    *(
        "[" * 3000,
        "{" * 3000,
        "- " * 3000,
        "'''",
        '"""',
        "&a",
        "*a",
        "!!python/object:os",
        "%",
        "?",
    ),
    *("0" * 5000, "9" * 5000, "-1", "1e999", "nan", "inf", "0x10", "1_000", "null", "~", "true"),
    *("0000-00-00", "9999-12-31", "2026-02-30", "10000-01-01", "24:00", "99:99", "PT99999999H"),
    *("..", "/", "~root", "=", ":", "#", ",", "id: agr9aaaa\n", "date: 2026-01-10\n", "\n---\n"),
)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("any"))
    line = ("new-agreement", "Ari Novak", "--cadence", "monthly", "--starts", "2026-01-01")
    assert home.run(*line).status == 0
    return home


def _calendar(home: Home, text: bytes) -> list[tuple[str, ...]]:
    return _imported(home, "any.ics", text, "ari", "--all", "--dry-run")


def _agreement(home: Home, text: bytes) -> list[tuple[str, ...]]:
    return _imported(home, "any.yaml", text, "--dry-run")


def _table(home: Home, text: bytes) -> list[tuple[str, ...]]:
    return _imported(home, "any.csv", text, "ari", "--dry-run")


def _jrnl(home: Home, text: bytes) -> list[tuple[str, ...]]:
    return _imported(home, "any.json", text, "ari", "--dry-run")


def _imported(home: Home, name: str, text: bytes, *more: str) -> list[tuple[str, ...]]:
    (home.folder / name).write_bytes(text)
    return [("import", str(home.folder / name), *more)]


def _settings(home: Home, text: bytes) -> list[tuple[str, ...]]:
    config = home.folder / "other.toml"
    config.write_bytes(text)
    return [("--config", str(config), *line) for line in (("config",), ("nudge", "--explain"))]


def _template(home: Home, text: bytes) -> list[tuple[str, ...]]:
    template = home.folder / "templates" / "any.yaml"
    template.parent.mkdir(exist_ok=True)
    template.write_bytes(text)
    named = ("new-agreement", "Bo", "--template", "any", "--cadence", "monthly", "--open")
    return [(*named, "--dry-run"), ("new-agreement", "--template", "list")]


def _sheets(home: Home, text: bytes) -> list[tuple[str, ...]]:
    sheet = home.folder / "sheet.yaml"
    sheet.write_bytes(text)
    return [("compare-expectations", "ari", str(sheet), str(sheet))]


def _entry(home: Home, text: bytes) -> list[tuple[str, ...]]:
    [folder] = home.journal.glob("relationships/*")
    (folder / "2026-10-15-meeting-mtg1aaaa.yaml").write_bytes(text)
    return [("show", "ari"), ("review", "ari", "--json"), ("doctor",)]


KINDS: dict[str, tuple[str, Callable[[Home, bytes], list[tuple[str, ...]]]]] = {
    "calendar": (CALENDAR, _calendar),
    "agreement": (AGREEMENT, _agreement),
    "table": (TABLE, _table),
    "jrnl": (JRNL, _jrnl),
    "settings": (SETTINGS, _settings),
    "template": (AGREEMENT, _template),
    "sheets": (SHEET, _sheets),
    "entry": (MEETING, _entry),
}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_stands_in_a_file_is_unexpected(settled: Home, kind: str) -> None:
    text, lines_for = KINDS[kind]
    for seed in _seeds():
        spoilt = _spoilt(text, random.Random(f"{kind} {seed}"))  # noqa: S311 - not for secrets
        for line in lines_for(settled, spoilt):
            began = time.monotonic()
            ran = settled.run(*line)
            waited = time.monotonic() - began
            assert ran.status != UNEXPECTED, (seed, line, ran.err, spoilt[:2000])
            assert waited < LONGEST, (seed, line, waited)


def _seeds() -> Iterator[int]:
    if not SECONDS:
        yield from SEEDS
        return
    first, until = time.time_ns(), time.monotonic() + SECONDS
    while time.monotonic() < until:
        first += 1
        yield first


def _spoilt(text: str, chance: random.Random) -> bytes:
    """The text with a few of its characters, words and lines exchanged, doubled, or gone."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.choice((0, 0, 1, 3, 20)))
        match chance.randrange(6):
            case 0 | 1 | 2:
                text = text[:at] + chance.choice(SPELLS) + text[end:]
            case 3:
                lines = text.splitlines(keepends=True) or [""]
                lines.insert(chance.randrange(len(lines)), chance.choice(lines))
                text = "".join(lines)
            case 4:
                text = text[:at] + text[end:]
            case _:
                text = text[:at] + text[chance.randrange(len(text) + 1) :]
    data = bytearray(text.encode(errors="surrogatepass"))
    if data and chance.random() < 0.2:
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def test_a_rule_of_the_calendar_that_means_nothing_is_told(settled: Home, tmp_path: Path) -> None:
    calendar = tmp_path / "x.ics"
    calendar.write_text(CALENDAR.replace("BYDAY=MO,TU", "BYDAY=99MO"))

    assert settled.run("import", str(calendar), "ari", "--all", "--dry-run").status in {0, 3}


@pytest.mark.parametrize(
    "text",
    [
        "x = \0",
        'journal = "a\\u0000b"',
        'state = "\\u0000"',
        '[nudge]\ncommand = ["a", "\\u0000"]',
        f"x = {'[' * 2000}",
        f"x = {'9' * 5000}",
        f"{'a.' * 2000}a = 1",
        f"[{'a.' * 2000}a]",
    ],
    ids=[
        "a NUL",
        "a NUL in a path",
        "a NUL alone",
        "a NUL in a list",
        "nesting",
        "digits",
        "dots",
        "tables",
    ],
)
def test_settings_that_nobody_would_write_are_refused(settled: Home, text: str) -> None:
    config = settled.folder / "beyond.toml"
    config.write_text(text)

    assert settled.run("--config", str(config), "review").status == 2
