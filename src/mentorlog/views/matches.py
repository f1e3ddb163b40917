"""`find TEXT`: where somebody wrote it, in which field, and what was not looked through.

Case, accents, Unicode form and the kind of blanks between words make no difference. What is held in
confidence is skipped unless it is revealed, what is sealed unless it was opened; both are counted.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import ClassVar

from mentorlog.domain.entries import Entry, Kind
from mentorlog.domain.relationship import Relationship
from mentorlog.frozen import dataclass
from mentorlog.views.confidence import Withheld, discreet, withheld
from mentorlog.views.shape import Shape
from mentorlog.views.story import Kept, Path, Raw

_NO_WORDS = {"id", "tz", "meeting", "handle"}  # texts that nobody wrote
_ID_OF_ASK = "answers"  # an id where it is text; what was answered where it is several

Span = tuple[int, int]  # of a text: the first character, and the one after the last


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A relationship, discreet or not, its entries as kept, and other keys of relationship.yaml."""

    relationship: Relationship
    kept: tuple[Kept, ...]
    unknown: Mapping[Path, Raw]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A field that mentions it. `kind`, `date`: None for what is said of the person.

    `text`: the whole field. `spans`: where in it.
    """

    JSON: ClassVar[Shape] = Shape(left_out=("name", "spans"), keys={"kind": "kind_or_person"})

    id: str | None
    handle: str
    name: str
    kind: Kind | None
    date: dt.date | None
    field: str
    text: str
    spans: tuple[Span, ...]

    @property
    def kind_or_person(self) -> str:
        return self.kind or "relationship"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """Oldest first. `in_confidence`, `sealed`: entries that were not looked through."""

    JSON: ClassVar[Shape] = Shape(schema="find", left_out=("sought",))

    as_of: dt.date
    sought: str
    items: tuple[Match, ...]
    in_confidence: int = 0
    sealed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Which entries to look through: of one kind, from a day, to a day (inclusive)."""

    kind: Kind | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def is_anywhere(self) -> bool:
        return self == Where()

    def holds(self, entry: Entry) -> bool:
        return (
            self.kind in (None, entry.kind)
            and (self.since is None or entry.date >= self.since)
            and (self.until is None or entry.date <= self.until)
        )


def matches(
    sources: Iterable[Source], sought: str, where: Where, today: dt.date, *, reveal: bool
) -> Matches:
    """Every field that mentions the text."""
    wanted = folded(sought)[0].strip()
    found: list[Match] = []
    skipped = dict.fromkeys(Withheld, 0)
    for source in sources:
        shown = discreet(source.relationship, reveal=reveal)
        if where.is_anywhere:
            found += _of(shown, None, _said_of(shown, source.unknown), wanted)
        for kept in filter(lambda one: where.holds(one.entry), source.kept):
            if reason := withheld(kept.entry, reveal=reveal):
                skipped[reason] += 1
            else:
                texts = (*_texts(kept.entry), *_raw(kept.unknown))
                found += _of(shown, kept.entry, texts, wanted)
    found.sort(key=lambda one: (one.date or dt.date.min, one.handle, one.id or ""))
    return Matches(
        as_of=today,
        sought=sought,
        items=tuple(found),
        in_confidence=skipped[Withheld.CONFIDENCE],
        sealed=skipped[Withheld.SEALED],
    )


def folded(text: str) -> tuple[str, list[int]]:
    """The text for comparing, and for each of its characters the place it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in unicodedata.normalize("NFKD", character.casefold()).casefold():
            if unicodedata.combining(letter):
                continue
            is_blank = letter.isspace()
            if is_blank and letters and letters[-1] == " ":
                continue
            letters.append(" " if is_blank else letter)
            places.append(place)
    return "".join(letters), places


def _of(
    shown: Relationship, entry: Entry | None, texts: Iterable[tuple[str, str]], wanted: str
) -> Iterator[Match]:
    for field, text in texts:
        if spans := tuple(_spans(text, wanted)):
            yield Match(
                id=entry.id if entry else shown.id,
                handle=shown.handle,
                name=shown.name,
                kind=entry.kind if entry else None,
                date=entry.date if entry else None,
                field=field,
                text=text,
                spans=spans,
            )


def _spans(text: str, wanted: str) -> Iterator[Span]:
    if not wanted or (text.isascii() and wanted not in " ".join(text.lower().split())):
        return  # what most texts come to, and quickly
    plain, places = folded(text)
    at = plain.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        yield places[at], places[end - 1] + 1
        at = plain.find(wanted, end)


def _said_of(shown: Relationship, unknown: Mapping[Path, Raw]) -> Iterator[tuple[str, str]]:
    yield "name", shown.name
    yield from _texts(shown.words)
    if not shown.in_confidence:
        yield from _raw(unknown)


def _texts(whole: object, of: str = "") -> Iterator[tuple[str, str]]:
    """Every text that somebody wrote into a dataclass, with the name of its field."""
    if isinstance(whole, str) and not isinstance(whole, StrEnum):
        yield of, whole
    elif isinstance(whole, tuple):
        for item in whole:
            yield from _texts(item, of)
    elif is_dataclass(whole):
        for field in fields(whole):
            value: object = getattr(whole, field.name)
            is_id = field.name in _NO_WORDS or (field.name == _ID_OF_ASK and isinstance(value, str))
            if not is_id:
                above = "" if field.name == "words" else field.name
                yield from _texts(value, " ".join(filter(None, (of, above))))


def _raw(unknown: Mapping[Path, Raw]) -> Iterator[tuple[str, str]]:
    for path, value in unknown.items():
        yield from _raw_texts(value, ".".join(map(str, path)))


def _raw_texts(value: Raw, of: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield of, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _raw_texts(part, f"{of}.{key}")
    elif value is not None:
        for item in value:
            yield from _raw_texts(item, of)
