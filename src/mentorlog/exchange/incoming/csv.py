"""Meetings from a table: date, minutes, status, topics, notes, as people and spreadsheets write it.

It reads what `export csv` writes; an apostrophe before a formula is removed again. Lines above the
heading, blank rows and blank columns are ignored. `cells` reads the cells.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from mentorlog.domain.entries import Kind, Meeting, MeetingStatus
from mentorlog.domain.words import MeetingWords
from mentorlog.errors import Refused
from mentorlog.exchange.incoming import Incoming, Skipped, cells, incoming, meeting_id
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.names import is_id
from mentorlog.terminal.safe import inert

_DELIMITERS = ",;\t|"
_HEADINGS = "date, minutes, status, topics, notes"
_JOINED = {"topics": "; ", "notes": "\n"}  # field -> what joins the cells of several columns
_ABOVE = 30  # rows to search for a heading
_SPELT = {  # a status as people write it -> ours
    **dict.fromkeys(("done", "completed", "complete", "attended", "stattgefunden"), "held"),
    **dict.fromkeys(("canceled", "called_off", "abgesagt", "ausgefallen"), "cancelled"),
    **dict.fromkeys(("noshow", "missed"), "no_show"),
    **dict.fromkeys(("moved", "postponed", "verschoben"), "rescheduled"),
    **dict.fromkeys(("scheduled", "upcoming", "geplant"), "planned"),
}
_OF_REVIEW = {"standing", "slack_days", "last_held"}  # columns that only its table has
_IN_A_CELL = "\ufdd0"  # replaces a lone carriage return if lines end otherwise
_NO_MEETINGS = "rows that aren't meetings"

Row = Mapping[str, str]
DateReader = Callable[[str], tuple[dt.date, dt.time | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """How to read the columns of a table. `unit`: of lengths without one."""

    dated: DateReader
    unit: int
    zone: dt.tzinfo | None


def read(text: str, whose: str, today: dt.date, zone: dt.tzinfo | None = None) -> Incoming:
    """The rows of a table with a heading. `whose`: the person met, for the meetings' ids.

    `zone`: mine, for moments with an offset; None: this machine's. Raises Refused if no heading is
    a date, it isn't a table, or its dates are ambiguous.
    """
    headings, table = _table(text)
    kinds = ("", Kind.MEETING)
    meetings = [(n, row) for n, row in table if not row or row.get("kind", "").lower() in kinds]
    rows = [row for _, row in meetings if row is not None]
    reading = _Reading(
        dated=cells.dates((row.get("date", "") for row in rows), zone),
        unit=cells.unit_of(row.get(cells.LENGTH, "") for row in rows),
        zone=zone,
    )
    times: Counter[tuple[str, str]] = Counter()
    records = (
        (line, partial(_meeting, row, reading, whose, times, today)) for line, row in meetings
    )
    result = incoming(((f"line {line}", record) for line, record in records), today)
    others = len(table) - len(meetings)
    more = [Skipped(place="the table", why=_NO_MEETINGS, count=others)] if others else []
    remarks = tuple(_remarks(headings))
    return replace(result, skipped=(*result.skipped, *more), remarks=remarks)


def _table(text: str) -> tuple[list[cells.Heading], list[tuple[int, Row | None]]]:
    """The headings, and for each row its line and its cells by field; None: too many cells."""
    tables = [_split(text, delimiter) for delimiter in _delimiters(text)]
    best = max(tables, key=lambda rows: _fields(rows[_heading_at(rows)][1]) if rows else 0)
    at = _heading_at(best) if best else 0
    if not best or not _fields(best[at][1]):
        raise Refused("This table has no heading line with a date column.", _HEADINGS)
    used = max(_width(row) for _, row in best[at:])  # spreadsheets may write empty columns after it
    headings = cells.headings(best[at][1][:used])
    if {heading.name for heading in headings} >= _OF_REVIEW:
        raise Refused("This is a table of review; it has no meetings.", "mentorlog export csv")
    if len(best) == at + 1:
        raise Refused("This table has a heading and no rows.", "Nothing was imported.")
    rows = [(line, _row(headings, row)) for line, row in best[at + 1 :]]
    return headings, [(line, row) for line, row in rows if row != {}]


def _width(row: list[str]) -> int:
    """How many columns there are up to the last that holds something."""
    return max((number for number, cell in enumerate(row, 1) if cell.strip()), default=0)


def _delimiters(text: str) -> str:
    """The possible delimiters; a first line like sep=; decides."""
    first = text.lstrip("\ufeff").partition("\n")[0].strip().strip('"').lower()
    return first[4:5] if first.startswith("sep=") and len(first) > len("sep=") else _DELIMITERS


def _split(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """All rows that aren't blank, with the line they begin in. Raises Refused."""
    limit = csv.field_size_limit(max(len(text), 1))  # notes may have any length
    first = re.search(r"\r?\n|\r", text)
    if first and first[0] != "\r":
        text = re.sub(r"\r(?!\n)", _IN_A_CELL, text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((begins, [cell.replace(_IN_A_CELL, "\r") for cell in row]))
            begins = reader.line_num + 1
    except csv.Error:
        likeliest = max(_delimiters(text), key=text.partition("\n")[0].count)
        if delimiter != likeliest:
            return []
        raise Refused(
            f"Line {begins} of the table can't be read: check its quotation marks.",
            "Nothing was imported. Fix the line, then try again.",
        ) from None
    finally:
        csv.field_size_limit(limit)
    return rows


def _heading_at(rows: list[tuple[int, list[str]]]) -> int:
    """The index of the row that names most columns we know, a date among them."""
    above = range(min(len(rows), _ABOVE))
    return max(above, key=lambda at: (_fields(rows[at][1]), -at), default=0)


def _fields(row: list[str]) -> int:
    fields = {heading.field for heading in cells.headings(row)} - {None}
    return len(fields) if "date" in fields else 0


def _row(headings: Sequence[cells.Heading], cells_: list[str]) -> Row | None:
    """A row's cells by field; None: there are more than headings."""
    if any(cell.strip() for cell in cells_[len(headings) :]):
        return None
    cells_by_field: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for heading, cell in zip(headings, cells_, strict=False):
        text = _plain(cell)
        if heading.field and text and (heading.field in _JOINED or not cells.is_nothing(text)):
            cells_by_field[heading.field].append((heading.rank, text))
    row = {}
    for field, ranked in cells_by_field.items():
        texts = [text for _, text in sorted(ranked, key=itemgetter(0))]
        row[field] = _JOINED[field].join(texts) if field in _JOINED else texts[0]
    day, span = cells.date_and_span(row.get("date", ""))
    return {"time": span, **row, "date": day} if span else row


def _remarks(headings: Sequence[cells.Heading]) -> Iterator[str]:
    """Remarks on columns that aren't used, or that mean the same."""
    unknown = [heading.name for heading in headings if heading.name and heading.field is None]
    ours = {"id", "kind"} <= {heading.name for heading in headings}
    if unknown and not ours:
        yield f"Columns not used: {', '.join(dict.fromkeys(unknown))}"
    if nameless := sum(not heading.name for heading in headings):
        yield f"Columns without a heading, not read: {nameless}"
    lengths = dict.fromkeys((cells.LENGTH, cells.HOURS), "minutes")
    fields = [lengths.get(heading.field, heading.field) for heading in headings if heading.field]
    for field, count in Counter(fields).items():
        if count > 1 and field not in _JOINED:
            yield f"{count} columns are for the {field}; only the first is read"


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps it from being a formula."""
    text = cell.strip() if "\n" not in cell else cell.strip("\r\n").rstrip()
    return text[1:] if text.startswith("'") and inert(text[1:]) == text else text


def _meeting(
    row: Row | None, reading: _Reading, whose: str, times: Counter[tuple[str, str]], today: dt.date
) -> Meeting:
    """The meeting in a row. Raises ValueError saying what is wrong, without quoting the row."""
    if row is None:
        raise ValueError("more cells than columns")
    time = row.get("time", "")
    moment = cells.is_moment(time)
    date, clock = reading.dated(f"{row.get('date', '')} {time}" if moment else row.get("date", ""))
    times[date.isoformat(), time] += 1
    nth = str(times[date.isoformat(), time])
    identity = row.get("id", "").lower()
    topics = tuple(_topics(row.get("topics", "")))
    texts: dict[str, Any] = {name: row.get(name) or None for name in cells.TEXTS}
    last = row.get("ends", "")
    begins, ends = (None, last) if moment else cells.times(time, last)
    begin = begins or clock
    return Meeting(
        id=identity if is_id(identity) else meeting_id("csv", whose, date.isoformat(), time, nth),
        date=date,
        status=_status(row.get("status", ""), date, today),
        time=begin,
        minutes=_minutes(row, reading) or cells.between(begin, ends, reading.zone, on=date),
        words=replace(MeetingWords(topics=topics), **texts),
    )


def _minutes(row: Row, reading: _Reading) -> int | None:
    return (
        cells.minutes(row.get("minutes", ""))
        or cells.minutes(row.get(cells.LENGTH, ""), reading.unit)
        or cells.minutes(row.get(cells.HOURS, ""), 60)
    )


def _status(text: str, date: dt.date, today: dt.date) -> MeetingStatus:
    if not text:
        return MeetingStatus.HELD if date <= today else MeetingStatus.PLANNED
    word = text.lower().replace("-", "_").replace(" ", "_")
    try:
        return MeetingStatus(_SPELT.get(word, word))
    except ValueError:
        raise ValueError(f"the status must be one of {', '.join(MeetingStatus)}") from None


def _topics(text: str) -> Iterator[str]:
    """Topics between semicolons or, if there are none, commas."""
    first, *others = text.split(";" if ";" in text else ",")
    for topic in (first.strip(), *map(_plain, others)):
        if topic:
            yield topic
