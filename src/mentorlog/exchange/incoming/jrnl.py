"""Meetings from jrnl's JSON export: one for each entry, with its title and body as notes.

Source: what jrnl 4.6 writes with `--format json`: {"tags": {…}, "entries": [{"title", "body",
"date", "time", "tags", "starred"}]}.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from functools import partial

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.words import MeetingWords
from mentorlog.errors import Refused
from mentorlog.exchange.incoming import Incoming, incoming, meeting_id


def read(text: str, whose: str, today: dt.date) -> Incoming:
    """The entries of an export. Raises Refused for any other JSON."""
    seen: Counter[tuple[str, ...]] = Counter()
    records = (partial(_meeting, entry, whose, seen) for entry in _entries(text))
    return incoming(((f"entry {n}", record) for n, record in enumerate(records, 1)), today)


def _entries(text: str) -> list[object]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("This JSON file can't be read.", "jrnl --format json > FILE") from None
    if isinstance(document, dict) and str(document.get("schema", "")).startswith("mentorlog."):
        raise Refused(
            "An export for programs can't be imported.",
            "A backup can:  mentorlog export backup --output FILE.zip",
        )
    entries = document.get("entries") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise Refused("This JSON file isn't a jrnl export.", "jrnl --format json > FILE")
    return entries


def _meeting(entry: object, whose: str, seen: Counter[tuple[str, ...]]) -> Meeting:
    """The entry as a meeting. Raises ValueError saying what is wrong, without quoting it."""
    values = entry if isinstance(entry, Mapping) else {}
    date, time, title, body = (_text_at(values, key) for key in ("date", "time", "title", "body"))
    tags = _texts_at(values, "tags")
    try:
        "".join((title, body, *tags)).encode()
    except UnicodeEncodeError:
        raise ValueError("it has a broken character") from None
    try:
        day = dt.date.fromisoformat(date)
        clock = dt.time.fromisoformat(time) if time else None
    except ValueError:
        raise ValueError("its date can't be read") from None
    seen[date, time, title] += 1
    return Meeting(
        id=meeting_id("jrnl", whose, date, time, title, str(seen[date, time, title])),
        date=day,
        status=MeetingStatus.HELD,
        time=clock.replace(second=0, microsecond=0, tzinfo=None) if clock else None,
        words=MeetingWords(
            tags=tags,
            notes="\n".join(part for part in (title.strip(), body.strip("\n")) if part) or None,
        ),
    )


def _text_at(values: Mapping[str, object], key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _texts_at(values: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = values.get(key)
    texts = value if isinstance(value, list) else ()
    return tuple(text for text in texts if isinstance(text, str))
