"""Meetings from a table: date, minutes, status, topics, notes. Comma, semicolon or tab between.

What `export csv` writes is read back; an apostrophe before a formula is taken off again.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping

from mentorlog.domain.entries import Kind, Meeting, MeetingStatus
from mentorlog.domain.words import MeetingWords
from mentorlog.errors import Refused
from mentorlog.exchange.incoming import LONGEST, Incoming, Skipped, check, meeting_id
from mentorlog.exchange.texts import inert
from mentorlog.journal.names import is_id

_TAKEN = ("date", "time", "minutes", "status", "topics", "notes", "id", "kind")
_DELIMITERS = ",;\t"
_HEADINGS = "date, minutes, status, topics, notes"

Row = Mapping[str, str]


def read(text: str, whose: str, today: dt.date) -> Incoming:
    """The rows of a table with a heading. `whose`: whom the meetings are with, for their ids.

    Raises Refused where the heading has no date, or the table is no table.
    """
    found: list[Meeting] = []
    skipped: list[Skipped] = []
    heading, rows = _table(text)
    times: Counter[tuple[str, str]] = Counter()
    for line, row in rows:
        try:
            made = _meeting(row, whose, times)
            check(made, today)
        except ValueError as error:
            skipped.append(Skipped(place=f"line {line}", why=str(error)))
        else:
            found.append(made)
    ignored = tuple(name for name in heading if name and name not in _TAKEN)
    return Incoming(found=tuple(found), skipped=tuple(skipped), ignored=ignored)


def _table(text: str) -> tuple[tuple[str, ...], list[tuple[int, Row]]]:
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    heading: tuple[str, ...] = ()
    rows: list[tuple[int, Row]] = []
    begins = 1
    try:
        for cells in reader:
            if not heading:
                heading = tuple(cell.strip().lower() for cell in cells)
                _check(heading)
            elif any(cell.strip() for cell in cells):
                rows.append((begins, _row(heading, cells)))
            begins = reader.line_num + 1
    except csv.Error:
        raise Refused(
            f"Line {begins} of the table can't be read: a quotation mark is missing or too many.",
            "Nothing was taken in. Mend the line, then try again.",
        ) from None
    _check(heading)
    return heading, rows


def _check(heading: tuple[str, ...]) -> None:
    if "date" not in heading:
        raise Refused("The first line of a table names its columns, one of them date.", _HEADINGS)


def _row(heading: tuple[str, ...], cells: list[str]) -> Row:
    if any(cell.strip() for cell in cells[len(heading) :]):
        return {"": "more cells than columns"}
    return {name: _plain(cell) for name, cell in zip(heading, cells, strict=False)}


def _plain(cell: str) -> str:
    """A cell as it was meant, without the apostrophe that keeps it from being a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and inert(text[1:]) == text else text


def _meeting(row: Row, whose: str, times: Counter[tuple[str, str]]) -> Meeting:
    """Raises ValueError, which says what is wrong with the row, without its words."""
    if "" in row:
        raise ValueError(row[""])
    kind = row.get("kind", "").lower()
    if kind not in ("", Kind.MEETING):
        raise ValueError("it is no meeting")
    date, time = _date(row.get("date", "")), row.get("time", "")
    times[date.isoformat(), time] += 1
    nth = str(times[date.isoformat(), time])
    said = row.get("id", "").lower()
    topics = tuple(_topics(row.get("topics", "")))
    words = MeetingWords(topics=topics, notes=row.get("notes") or None)
    return Meeting(
        id=said if is_id(said) else meeting_id("csv", whose, date.isoformat(), time, nth),
        date=date,
        status=_status(row.get("status", "")),
        time=_time(time),
        minutes=_minutes(row.get("minutes", "")),
        words=words,
    )


def _date(text: str) -> dt.date:
    if not text:
        raise ValueError("there is no date")
    wrong = ValueError("the date must be like 2026-11-03")
    if len(text) != len("2026-11-03"):  # Python reads other forms, too
        raise wrong
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise wrong from None


def _time(text: str) -> dt.time | None:
    if not text:
        return None
    try:
        return dt.datetime.strptime(text[:5], "%H:%M").time()  # noqa: DTZ007 - local civil time
    except ValueError:
        raise ValueError("the time must be like 15:00") from None


def _minutes(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= LONGEST):
        raise ValueError(f"the minutes must be a number from 1 to {LONGEST}")
    return int(text)


def _status(text: str) -> MeetingStatus:
    try:
        return MeetingStatus(text.lower().replace("-", "_").replace(" ", "_") or "held")
    except ValueError:
        raise ValueError(f"the status must be one of {', '.join(MeetingStatus)}") from None


def _topics(text: str) -> Iterator[str]:
    """Between semicolons or, where there are none, commas."""
    for topic in text.split(";" if ";" in text else ","):
        if plain := _plain(topic):
            yield plain
