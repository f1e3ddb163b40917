"""mentorlog.export/1, for programs: people and their entries, every key there, null where unset."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from mentorlog.exchange.exports import Export, Person, is_sealed
from mentorlog.exchange.fields import Json, entry_fields, relationship_fields
from mentorlog.exchange.formats import Choices
from mentorlog.journal.problems import Problem


def written(export: Export, _: Choices, problems: Iterable[Problem] = ()) -> str:
    """The whole export on one line, in ASCII, so that no text in it can move a cursor."""
    return dumps(_document(export) | {"problems": problems_fields(problems)})


def dumps(document: Mapping[str, Json]) -> str:
    """One line of printable ASCII."""
    return json.dumps(document).replace("\x7f", "\\u007f") + "\n"


def problems_fields(problems: Iterable[Problem]) -> Json:
    return [{"file": one.file, "line": one.line, "message": one.message} for one in problems]


def _document(export: Export) -> dict[str, Json]:
    left_out = export.left_out
    return {
        "schema": "mentorlog.export/1",
        "as_of": export.as_of.isoformat(),
        "for": str(export.audience),
        "since": export.since.isoformat() if export.since else None,
        "left_out": {
            "entries": left_out.whole,
            "parts": left_out.cut,
            "earlier": left_out.earlier,
            "people": left_out.people,
        },
        "items": [_person(one) for one in export.people],
    }


def _person(person: Person) -> dict[str, Json]:
    keys, cut = person.unknown, person.relationship
    said = relationship_fields(cut, keys.get("", {}), withheld=person.withheld)
    entries: Json = [
        entry_fields(entry, keys.get(entry.id, {}), withheld=is_sealed(entry))
        for entry in person.entries
    ]
    return said | {"entries": entries}
