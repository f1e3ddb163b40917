"""An export as one Markdown document with front matter, as Obsidian and its like read it.

Whatever people wrote is shown as they wrote it and means nothing as Markdown. Dates are ISO, so
that they sort and can be searched for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from mentorlog.domain.relationship import Role
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.exports import Export, Leaving, Person
from mentorlog.exchange.formats import Choices, told_readers
from mentorlog.exchange.json import Json
from mentorlog.exchange.records import entry_fields, relationship_fields
from mentorlog.exchange.texts import escaped, visible
from mentorlog.journal.yaml_writer import written as yaml
from mentorlog.views.board import Board
from mentorlog.views.row import Row

_THEIR_ROLE = {Role.MENTEE: "mentor", Role.MENTOR: "mentee", Role.PEER: "peer"}
_IN_TITLE = {  # the one field that says what kind of entry of its kind it is
    "agreement": "cadence",
    "meeting": "status",
    "contribution": "direction",
    "ask": "status",
    "approach": "stage",
    "closure": "reason",
}
_NO_FACTS = {"schema", "kind", "date", "visibility", "in_confidence", "withheld"}
_NO_FACTS_OF_PEOPLE = {"schema", "handle", "id", "name", "my_role", "alias", "in_confidence"}
_NO_LINK = re.compile(r"[\[\]|#^\\/:]+")  # what Obsidian allows in no link


def written(export: Export, choices: Choices) -> str:
    """Front matter, then everyone with their entries, oldest first, and what was left out."""
    lines = ["---", yaml(_front_matter(export, choices)).rstrip("\n"), "---"]
    for person in export.people:
        lines += ["", *_person(person, export, choices)]
    if left_out := told_readers(export.left_out):
        lines += ["", f"*Left out: {left_out}.*"]
    return "\n".join(lines) + "\n"


def _front_matter(export: Export, choices: Choices) -> dict[str, str | list[str]]:
    names = [visible(person.relationship.name) for person in export.people]
    title = f"Mentoring: {names[0]}" if len(names) == 1 else "Mentoring"
    people = [_link(name) for name in names] if choices.wikilinks else names
    front: dict[str, str | list[str]] = {"title": title, "date": export.as_of.isoformat()}
    if export.since:
        front["since"] = export.since.isoformat()
    return front | {"for": str(export.audience), "people": people, "tags": ["mentoring"]}


def _person(person: Person, export: Export, choices: Choices) -> Iterator[str]:
    cut = person.relationship
    name = visible(cut.name)
    yield f"# {_link(name) if choices.wikilinks else escaped(name)}"
    yield ""
    if export.audience is Audience.ME:
        yield f"My {_THEIR_ROLE[cut.my_role]}." if cut.my_role else "My role is not known."
    else:
        me = escaped(export.my_name or "who wrote this")
        yield f"“me” is {me}{f', {cut.my_role}' if cut.my_role else ''}; “them” is {escaped(name)}."
    about = relationship_fields(cut, person.unknown, withheld=person.withheld)
    facts = [*_facts(about, {*_NO_FACTS_OF_PEOPLE, *_NO_FACTS})]
    yield from (["", *facts] if facts else [])
    for one in person.leaving:
        yield ""
        yield from _entry(one)


def _entry(one: Leaving) -> Iterator[str]:
    entry = one.entry
    said = entry_fields(entry, one.unknown, withheld=False)
    kind = str(entry.kind)
    named = _IN_TITLE.get(kind, "")
    more = f": {escaped(_plain(said[named]))}" if said.get(named) else ""
    yield f"## {entry.date.isoformat()} {kind.replace('_', '-')}{more}"
    facts = [*_facts(said, {*_NO_FACTS, named})]
    sealed = ["- (sealed)"] if one.withheld else []
    yield from ["", *facts, *sealed]


def _facts(said: Mapping[str, Json], left: set[str], indent: str = "") -> Iterator[str]:
    """What is set, a point each; what has parts, with its parts below it."""
    for key, value in said.items():
        if key not in left and value not in (None, "", False) and not _is_empty(value):
            yield from _fact(escaped(key.replace("_", " ")), value, indent)


def _fact(label: str, value: Json, indent: str) -> Iterator[str]:
    below = f"{indent}  "
    if isinstance(value, Mapping):
        yield f"{indent}- **{label}**"
        yield from _facts(value, set(), below)
    elif isinstance(value, str) and "\n" in value.strip():
        yield f"{indent}- **{label}**"
        yield from (f"{below}> {escaped(line)}".rstrip() for line in value.strip().splitlines())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield f"{indent}- **{label}**"
        for item in value:
            yield f"{below}- {escaped(_plain(item))}"
    else:
        yield f"{indent}- **{label}**: {escaped(_plain(value))}"


def _plain(value: Json) -> str:
    """A value on one line; of several parts, those that say something."""
    if isinstance(value, Mapping):
        pairs = ((key.replace("_", " "), part) for key, part in value.items())
        return ", ".join(f"{key}: {_plain(part)}" for key, part in pairs if not _is_empty(part))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(map(_plain, value))
    return str(value).replace("_", " ") if _is_word(value) else str(value)


def _is_word(value: Json) -> bool:
    """Whether it is one of our own words (good_fit), and not what somebody wrote."""
    return isinstance(value, str) and type(value) is not str


def _is_empty(value: Json) -> bool:
    if isinstance(value, Mapping):
        return all(_is_empty(part) for part in value.values())
    return value is None or value == "" or (isinstance(value, list | tuple) and not value)


def _link(name: str) -> str:
    return f"[[{' '.join(_NO_LINK.sub(' ', name).split())}]]"


BOARD_COLUMNS = (
    "With",
    "I am",
    "Standing",
    "Rhythm",
    "Last met",
    "Date",
    "Pace",
    "On time",
    "Open",
)


def board(view: Board) -> str:
    """A row for everyone, under the day it was seen from."""
    lines = [_row(BOARD_COLUMNS), _row(["---"] * len(BOARD_COLUMNS))]
    lines += [_row(_cells(row)) for row in view.rows]
    return f"# Mentoring, {view.as_of.isoformat()}\n\n" + "\n".join(lines) + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    mine, theirs = row.open_actions.me, row.open_actions.them
    bound = {"minimum": "at least ", "maximum": "up to "}.get(row.bound or "", "")
    return (
        escaped(row.name),
        row.my_role or "",
        row.standing.replace("_", " "),
        f"{bound}{row.cadence}" if row.cadence else "",
        row.last_held.isoformat() if row.last_held else "",
        row.due.isoformat() if row.due else "",
        f"{row.pace.held} of {row.pace.expected}" if row.pace else "",
        f"{row.on_time.on_time} of {row.on_time.of}" if row.on_time else "",
        ", ".join(f"{n} {whose}" for n, whose in ((mine, "mine"), (theirs, "theirs")) if n),
    )


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"
