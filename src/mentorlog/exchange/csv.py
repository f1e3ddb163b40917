"""The board as CSV, inert in spreadsheets: no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from mentorlog.exchange.json import Json, fields_told
from mentorlog.exchange.texts import visible
from mentorlog.views.board import Board

NESTED = {
    "pace": ("held", "expected", "from", "to"),
    "on_time": ("on_time", "of"),
    "open_actions": ("me", "them"),
}
COLUMNS = (
    *("handle", "id", "name", "my_role", "standing", "cadence", "bound", "start", "end", "ending"),
    *("due", "slack_days", "last_held", "next_planned", "pace_held", "pace_expected", "pace_from"),
    *("pace_to", "on_time_on_time", "on_time_of", "last_given", "last_received"),
    *("open_actions_me", "open_actions_them", "unreadable"),
)
_ACTIVE = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")  # what some spreadsheet begins a formula with


def board(view: Board) -> str:
    """The rows under the keys of `review --json`, nested ones joined by an underscore."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in view.rows:
        cells = dict(_flat(fields_told(row)))
        writer.writerow([inert(cells[column]) for column in COLUMNS])
    return out.getvalue()


def inert(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would calculate."""
    return f"'{text}" if text.lstrip().startswith(_ACTIVE) or text.startswith(_ACTIVE) else text


def _flat(fields: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    for key, value in fields.items():
        if key in NESTED:
            inner = value if isinstance(value, dict) else {}
            for name in NESTED[key]:
                yield f"{key}_{name}", _text(inner.get(name))
        else:
            yield key, _text(value)


def _text(value: Json) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else visible(str(value))
