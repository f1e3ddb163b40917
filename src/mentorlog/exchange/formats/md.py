"""An export as one Markdown document with front matter, for Obsidian and similar programs.

It says what a printed page says (`leaves`). What people wrote is escaped, so that it means nothing
as Markdown. Dates of entries are ISO, for sorting and searching.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from mentorlog.exchange.audience import Audience
from mentorlog.exchange.dossier import (
    Dossier,
    DossierPerson,
    by_medium,
    outcome_rows,
    subtitle,
    summary,
    title,
)
from mentorlog.exchange.formats import Choices, Export, Person, left_out_for_readers
from mentorlog.exchange.leaves import Fact, entry_facts, entry_title, facts_of, role, totals
from mentorlog.journal.yaml import dump as yaml
from mentorlog.terminal.entry import about, raw
from mentorlog.terminal.safe import escaped, safe
from mentorlog.terminal.wording import sentence, spelled, taken
from mentorlog.views.board import Board, Row

_HARD = "\u00a0"  # a space that Markdown keeps
_NO_LINK = re.compile(r"[\[\]|#^\\/:]+")  # characters that Obsidian doesn't allow in links


def written(export: Export, choices: Choices) -> str:
    """Front matter, then everyone with their entries, oldest first, and what was left out."""
    lines = ["---", yaml(_front_matter(export, choices)).rstrip("\n"), "---"]
    for person in export.people:
        lines += ["", *_person(person, export, choices)]
    if left_out := left_out_for_readers(export.left_out):
        lines += ["", f"*Left out: {left_out}.*"]
    return "\n".join(lines) + "\n"


def _front_matter(export: Export, choices: Choices) -> dict[str, str | list[str]]:
    names = [safe(person.relationship.name) for person in export.people]
    whose = f"Mentoring: {names[0]}" if len(names) == 1 else "Mentoring"
    people = [_link(name) for name in names] if choices.wikilinks else names
    front: dict[str, str | list[str]] = {"title": whose, "date": export.as_of.isoformat()}
    if export.since:
        front["since"] = export.since.isoformat()
    return front | {"for": str(export.audience), "people": people, "tags": ["mentoring"]}


def _person(person: Person, export: Export, choices: Choices) -> Iterator[str]:
    name = safe(person.relationship.name)
    yield f"# {_link(name) if choices.wikilinks else escaped(name)}"
    if beside := role(person, export):
        yield from ("", f"{escaped(sentence(beside))}.")
    if in_all := totals(person, export):
        yield from ("", escaped(in_all))
    facts = facts_of((*about(person.relationship.words, export.as_of), *raw(person.unknown)))
    yield from _facts(tuple(facts))
    for item in person.exported_entries:
        heading = escaped(entry_title(item, person, export))
        yield from ("", f"## {item.entry.date.isoformat()} {heading}")
        yield from _facts(entry_facts(item, person, export))


def _facts(facts: tuple[Fact, ...]) -> Iterator[str]:
    """Texts without a label as paragraphs, the rest as a list."""
    for fact in facts:
        if not fact.label:
            yield ""
            yield from _quoted(fact.lines) if len(fact.lines) > 1 else map(escaped, fact.lines)
    labelled = [fact for fact in facts if fact.label]
    yield from [""] if labelled else []
    for fact in labelled:
        label = f"- **{escaped(fact.label)}**"
        if len(fact.lines) == 1:
            yield f"{label}: {escaped(fact.lines[0])}"
        else:
            yield label
            yield from _quoted(fact.lines, "  ")


def _quoted(lines: tuple[str, ...], indent: str = "") -> Iterator[str]:
    """The lines as Markdown: hard line breaks, and indents of non-breaking spaces."""
    escaped_lines = [f"{_HARD * (len(text) - len(text.lstrip()))}{escaped(text)}" for text in lines]
    yield from (f"{indent}> {text}  " for text in escaped_lines[:-1])
    yield f"{indent}> {escaped_lines[-1]}"


def _link(name: str) -> str:
    return f"[[{' '.join(_NO_LINK.sub(' ', name).split())}]]"


def dossier(view: Dossier) -> str:
    """Front matter, the sums, a row for everyone, the outcomes, and what was left out."""
    front = {"title": title(view), "date": view.as_of.isoformat(), "for": str(Audience.OTHERS)}
    lines = ["---", yaml(front).rstrip("\n"), "---", "", f"# {escaped(title(view))}"]
    lines += ["", f"{escaped(subtitle(view))}.", *_facts(summary(view))]
    if view.people:
        rows = map(_person_cells, view.people)
        lines += ["", table(("With", "Meetings", "Length", "Areas", "How"), rows).rstrip("\n")]
    came = list(outcome_rows(view))
    lines += ["", "## What came of it"] if came else []
    for date, heading, facts in came:
        lines += ["", f"### {date.isoformat()} {escaped(heading)}", *_facts(facts)]
    if left_out := left_out_for_readers(view.left_out):
        lines += ["", f"*Left out: {left_out}.*"]
    return "\n".join(lines) + "\n"


def _person_cells(person: DossierPerson) -> tuple[str, ...]:
    how = (spelled(person.form) if person.form else "", by_medium(person.media))
    cells = (
        person.called,
        str(person.total.meetings),
        taken(person.total),
        "; ".join(person.areas),
        "; ".join(filter(None, how)),
    )
    return tuple(map(escaped, cells))


BOARD_COLUMNS = (
    "With",
    "I am",
    "Standing",
    "Cadence",
    "Last met",
    "Date",
    "Pace",
    "On time",
    "Open",
)


def board(view: Board) -> str:
    """A row for everyone, below the day."""
    rows = table(BOARD_COLUMNS, map(_cells, view.rows))
    return f"# Mentoring, {view.as_of.isoformat()}\n\n{rows}"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of rows, whose cells are escaped already."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _cells(row: Row) -> tuple[str, ...]:
    mine, theirs = row.open_actions.me, row.open_actions.them
    bound = {"minimum": "at least ", "maximum": "up to "}.get(row.bound or "", "")
    return (
        escaped(row.name),
        row.my_role or "",
        spelled(row.standing),
        f"{bound}{row.cadence}" if row.cadence else "",
        row.last_held.isoformat() if row.last_held else "",
        row.due.isoformat() if row.due else "",
        f"{row.pace.held} of {row.pace.expected}" if row.pace else "",
        f"{row.on_time.on_time} of {row.on_time.of}" if row.on_time else "",
        ", ".join(f"{n} {whose}" for n, whose in ((mine, "mine"), (theirs, "theirs")) if n),
    )
