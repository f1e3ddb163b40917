"""What an export contains, what it leaves out, and the formats to write it in.

A format is a module here with a function `written(export, choices) -> str`; JSON needs none.
`audience` decides who may see what. Of what is left out only counts remain, so that no format can
show it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from mentorlog import files
from mentorlog.domain.entries import Entry, KeyPath, Kind
from mentorlog.domain.relationship import Relationship, under_meetings
from mentorlog.errors import Refused, StorageFailed
from mentorlog.exchange.audience import Audience, seen, shared
from mentorlog.frozen import dataclass, field, replace
from mentorlog.journal.codec import words_of
from mentorlog.journal.yaml import Value
from mentorlog.terminal.wording import counted, spelled
from mentorlog.views import Shape, View
from mentorlog.views.confidence import discreet

if TYPE_CHECKING:
    from mentorlog.exchange.dossier import Dossier

FORMATS = ("md", "html", "csv", "ics", "json")
DOSSIERS = ("md", "html", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Options of single formats.

    `wikilinks`: Markdown links people as Obsidian does.
    `details`: a calendar's events say what they are about.
    `due`: a calendar also holds due dates.
    `zone`: of times without one.
    """

    wikilinks: bool = False
    details: bool = False
    due: bool = False
    zone: dt.tzinfo | None = None


def written(what: Export | Dossier, name: str, choices: Choices | None = None) -> str:
    """An export in one of the FORMATS, or a dossier in one of the DOSSIERS.

    Raises Refused if an extra it needs isn't installed.
    """
    if name == "json":
        from mentorlog.exchange.json import as_json

        return as_json(what)
    form: Any = import_module(f"{__name__}.{name}")
    text: str
    text = form.written(what, choices) if isinstance(what, Export) else form.dossier(what)
    return text


def left_out_for_me(left_out: LeftOut) -> tuple[str, ...]:
    """What was left out, for me: 3 notes; 1 entry in confidence; the private part of 2 …"""
    parts = (
        _listed(left_out.entries),
        f"{counted(left_out.in_confidence, 'entry')} in confidence"
        if left_out.in_confidence
        else "",
        f"the private part of {_listed(left_out.parts)}" if left_out.parts else "",
        f"the words of {counted(left_out.sealed, 'sealed entry')}" if left_out.sealed else "",
        f"{counted(left_out.earlier, 'earlier entry')}" if left_out.earlier else "",
        f"{counted(left_out.people, 'person')} with nothing to show" if left_out.people else "",
    )
    return tuple(part for part in parts if part)


def left_out_for_readers(left_out: LeftOut) -> str:
    """What was left out, for the document's reader: how much, but not what; "" for nothing."""
    parts = (
        counted(left_out.whole, "entry") if left_out.whole else "",
        f"parts of {counted(left_out.cut, 'entry')}" if left_out.cut else "",
    )
    return " and ".join(part for part in parts if part)


def _listed(counts: Mapping[Kind, int]) -> str:
    named = ((counted(n, spelled(kind)), n) for kind, n in counts.items())
    return ", ".join(text for text, n in named if n)


Unknown = Mapping[KeyPath, Value]  # the unknown keys of one file


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How much an export leaves out.

    `entries`: by kind.
    `parts`: entries without their private part, by kind.
    `sealed`: entries without their words.
    `earlier`: entries before `since`.
    `people`: of whom nothing is exported.
    """

    entries: Mapping[Kind, int] = field(default_factory=dict)
    parts: Mapping[Kind, int] = field(default_factory=dict)
    in_confidence: int = 0
    sealed: int = 0
    earlier: int = 0
    people: int = 0

    @property
    def whole(self) -> int:
        """How many entries are left out, except those before `since`."""
        return sum(self.entries.values()) + self.in_confidence

    @property
    def cut(self) -> int:
        """How many entries are exported in part."""
        return sum(self.parts.values()) + self.sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedEntry:
    """An exported entry, and the unknown keys of its file."""

    JSON: ClassVar[Shape] = Shape(only=(), records={"": "entry"})

    entry: Entry
    unknown: Unknown

    @property
    def withheld(self) -> bool:
        """Whether its words couldn't be read because it is sealed."""
        return is_sealed(self.entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`relationship`: all that may be seen; `entries`: those of it to export.

    `others`: unknown keys, by entry id, and under "" those of relationship.yaml; only for me.
    `changed`: entry id -> when its file was changed. `withheld`: an alias replaces the name, and an
    export for me says so.
    """

    JSON: ClassVar[Shape] = Shape(
        only=(), records={"": "relationship"}, keys={"entries": "exported_entries"}
    )

    relationship: Relationship
    entries: tuple[Entry, ...]
    others: Mapping[str, Unknown] = field(default_factory=dict)
    changed: Mapping[str, dt.datetime] = field(default_factory=dict)
    withheld: bool = False

    @property
    def unknown(self) -> Unknown:
        """The unknown keys of relationship.yaml."""
        return self.others.get("", {})

    @property
    def exported_entries(self) -> tuple[ExportedEntry, ...]:
        """The entries with the unknown keys of their files."""
        return tuple(
            ExportedEntry(entry=entry, unknown=self.others.get(entry.id, {}))
            for entry in under_meetings(self.entries)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """`my_name`: from the configuration, for other readers.

    `uses_an_alias`: whether it contains an alias.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="export",
        only=(),
        keys={
            "as_of": "as_of",
            "for": "audience",
            "since": "since",
            "left_out": {
                "entries": "left_out.whole",
                "parts": "left_out.cut",
                "earlier": "left_out.earlier",
                "people": "left_out.people",
            },
            "items": "people",
        },
    )

    as_of: dt.date
    audience: Audience
    people: tuple[Person, ...]
    left_out: LeftOut
    since: dt.date | None = None
    my_name: str | None = None
    uses_an_alias: bool = False


def export(
    relationships: Iterable[Relationship],
    audience: Audience,
    as_of: dt.date,
    *,
    since: dt.date | None = None,
    my_name: str | None = None,
    reveal: bool = False,
    unknown: Mapping[str, Mapping[str, Unknown]] | None = None,
    changed: Mapping[str, Mapping[str, dt.datetime]] | None = None,
) -> Export:
    """What the audience may see of these relationships, with words loaded.

    `reveal`: use real names of people in confidence; entries in confidence stay out all the same.
    `unknown`, `changed`: handle -> the fields of `Person`.
    """
    whole = tuple(relationships)
    kept = {} if unknown is None or audience is not Audience.ME else unknown
    people = [
        _person(relationship, audience, since, kept.get(relationship.handle, {}), reveal)
        for relationship in whole
    ]
    times = changed or {}
    people = [
        replace(person, changed=times.get(person.relationship.handle, {})) for person in people
    ]
    shown = tuple(person for person in people if person.entries or audience is Audience.ME)
    return Export(
        as_of=as_of,
        audience=audience,
        people=shown,
        left_out=replace(_left_out(whole, audience, since), people=len(people) - len(shown)),
        since=since,
        my_name=my_name,
        uses_an_alias=any(relationship.in_confidence and not reveal for relationship in whole),
    )


def _person(
    relationship: Relationship,
    audience: Audience,
    since: dt.date | None,
    unknown: Mapping[str, Unknown],
    reveal: bool,  # noqa: FBT001 - private
) -> Person:
    cut = discreet(shared(relationship, audience), reveal=reveal)
    withheld = cut.in_confidence and not reveal
    if audience is not Audience.ME:  # my alias for somebody, and that I use one, is private
        cut = replace(cut, alias=None, in_confidence=False)
    entries = tuple(entry for entry in cut.entries if since is None or entry.date >= since)
    ids = {entry.id for entry in entries} | (set() if withheld else {""})
    return Person(
        relationship=cut,
        entries=entries,
        others={identity: keys for identity, keys in unknown.items() if identity in ids},
        withheld=withheld and audience is Audience.ME,
    )


def _left_out(
    relationships: Iterable[Relationship], audience: Audience, since: dt.date | None
) -> LeftOut:
    entries = [entry for each in relationships for entry in each.entries]
    asked = [entry for entry in entries if since is None or entry.date >= since]
    open_ = [entry for entry in asked if not entry.in_confidence]
    pairs = [(entry, seen(entry, audience)) for entry in open_]
    unsealed = [(entry, cut) for entry, cut in pairs if cut is not None and not is_sealed(cut)]
    return LeftOut(
        entries=Counter(entry.kind for entry, cut in pairs if cut is None),
        parts=Counter(entry.kind for entry, cut in unsealed if cut is not entry and cut != entry),
        in_confidence=len(asked) - len(open_),
        sealed=sum(cut is not None and is_sealed(cut) for _, cut in pairs),
        earlier=len(entries) - len(asked),
    )


def is_sealed(entry: Entry) -> bool:
    """Whether the entry's words couldn't be read because it is sealed."""
    return words_of(entry) is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text for stdout; with --json, `view` is shown instead."""

    text: str
    view: View


def save(path: Path, data: bytes, *, force: bool) -> None:
    """Write the bytes to a file readable only by its owner; the same bytes again are fine.

    Raises Refused if something else is there and `force` isn't set, or if there is no such folder;
    StorageFailed.
    """
    if not path.parent.exists():
        raise Refused(
            f"There's no folder {path.parent}.",
            f"Create it, then try again:  mkdir -p {shlex.quote(str(path.parent))}",
        )
    with contextlib.suppress(StorageFailed):  # left by an interrupted export
        files.sweep(path.parent, age=files.ABANDONED)
    present = files.read_if_there(path)
    if present == data:
        return
    if present is not None and force:
        files.replace(path, data, expected=present)
        return
    try:
        files.create(path, data)
    except FileExistsError:
        raise Refused(
            f"{path} already exists.", "Choose another name, or replace it with --force."
        ) from None
