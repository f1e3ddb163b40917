"""An export as one table for spreadsheets, an entry a row. RFC 4180; no cell can be a formula.

It begins with a byte order mark, whatever is in it: Excel needs one, and whoever reads it with a
program must know.

The first columns are always there; other columns appear if they have contents. What `import` reads
of them is in `incoming.cells`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mentorlog.exchange.formats import Choices, Export, Person
from mentorlog.exchange.json import Json, entry_fields, fields_as_json
from mentorlog.terminal.safe import BOM, as_typed, inert, safe
from mentorlog.views.board import Board

COLUMNS = (
    *("date", "kind", "name", "handle", "id", "status", "time", "minutes"),
    *("topics", "notes", "text"),
)
BOARD_COLUMNS = (
    *("handle", "id", "name", "my_role", "standing", "cadence", "bound", "start", "end", "ending"),
    *("due", "slack_days", "last_held", "next_planned", "pace_held", "pace_expected", "pace_from"),
    *("pace_to", "on_time_on_time", "on_time_of", "last_given", "last_received"),
    *("open_actions_me", "open_actions_them", "unreadable", "total_meetings", "total_minutes"),
    *("total_without_length", "term_meetings", "term_minutes", "term_without_length"),
)
BETWEEN = "; "  # between the items of a list
_NO_COLUMNS = {"schema", "in_confidence"}


def written(export: Export, _: Choices) -> str:
    """A heading and a row for each entry, oldest first within a person."""
    rows = [
        dict(_cells(person, entry_fields(item.entry, item.unknown)))
        for person in export.people
        for item in person.exported_entries
    ]
    used = dict.fromkeys(column for row in rows for column in row)
    columns = (*COLUMNS, *(column for column in used if column not in COLUMNS))
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([inert(safe(column)) for column in columns])
    table.writerows([row.get(column, "") for column in columns] for row in rows)
    return BOM + out.getvalue()


def board(view: Board) -> str:
    """The rows with the keys of `review --json`, nested keys joined by an underscore."""
    return table(BOARD_COLUMNS, map(fields_as_json, view.rows))


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Json]]) -> str:
    """Rows of JSON values, with these keys as columns."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        cells = dict(_flat(row))
        writer.writerow([inert(safe(_as_cell(cells.get(column)))) for column in columns])
    text = out.getvalue()
    return text if text.isascii() else BOM + text  # without it, Excel misreads what isn't ASCII


def _cells(person: Person, entry: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    whose: dict[str, Json] = {
        "name": person.relationship.name,
        "handle": person.relationship.handle,
    }
    for column, value in _flat({**entry, **whose}):
        if column not in _NO_COLUMNS and (text := _as_cell(value)):
            yield column, inert(text)


def _flat(values: Mapping[str, Json], prefix: str = "") -> Iterator[tuple[str, Json]]:
    """The keys, nested ones joined by an underscore: hopes_me."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}_")
        else:
            yield f"{prefix}{key}", value


def _as_cell(value: Json) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str():
            return as_typed(value)
        case Mapping():
            pairs = ((key, _as_cell(part)) for key, part in value.items())
            return ", ".join(f"{key}: {text}" for key, text in pairs if text)
        case Sequence():
            first, *others = map(_as_cell, value or [""])  # the whole cell is made inert, too
            return BETWEEN.join((first, *map(inert, others)))  # some programs split a cell there
    return str(value)
