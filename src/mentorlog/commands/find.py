"""Find where you wrote something, in everything you may see.

Example: mentorlog find reorg --since 2026-01-01
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text

from mentorlog.arguments import Reader, argument, option
from mentorlog.commands.dates import Toward, date
from mentorlog.commands.desk import Desk
from mentorlog.commands.result import Result
from mentorlog.commands.rooms import Reading
from mentorlog.commands.typed import choice
from mentorlog.domain.entries import Entry, Kind
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass
from mentorlog.terminal import wording
from mentorlog.terminal.layout import MOST, ends, line, plain
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe, verbatim
from mentorlog.terminal.wording import day
from mentorlog.views.confidence import Withheld, discreet, withheld
from mentorlog.views.shape import Shape
from mentorlog.views.story import Kept, Path, Raw, is_past


@dataclass(frozen=True, slots=True, kw_only=True)
class Find(Reader):
    text: str = argument("TEXT", "A word or a few; case and accents don't matter.", required=True)
    kind: str | None = option("--kind KIND", "meeting, note, agreement, …")
    who: str | None = option("--who WHO", "Only with this person.", offers="people", about=True)
    since: str | None = option("--since DATE", "From this day on.", date="past")
    until: str | None = option("--until DATE", "Up to this day.", date="past")


def find(desk: Desk, typed: Find) -> Result:
    """Where it stands, oldest first. Nothing found is no failure."""
    if not typed.text.strip():
        raise UsageError("What shall be found?", "mentorlog find reorg")
    chosen = desk.contents.relationships
    if typed.who is not None:
        chosen = (desk.relationship(typed.who),)
    where = Where(
        kind=choice(Kind, typed.kind, "--kind"),
        since=_day(desk, typed.since),
        until=_day(desk, typed.until),
    )
    view = matches(
        [_source(desk, one) for one in chosen], typed.text, where, desk.today, reveal=desk.reveal
    )
    return Result(view=view, problems=desk.contents.problems, paged=True)


def _source(desk: Desk, one: Relationship) -> Source:
    kept = (
        Kept(entry=stored.entry, file=stored.file, unknown=stored.unknown)
        for stored in desk.journal.stored(one, unseal=desk.reveal)
        if is_past(stored.entry, desk.today)
    )
    return Source(
        relationship=desk.read(replace(one, entries=())),
        kept=tuple(kept),
        unknown=desk.journal.unknown_of(one),
    )


def _day(desk: Desk, text: str | None) -> dt.date | None:
    """Counted from today, whatever day one looks from."""
    today = desk.environment.today
    return None if text is None else date(text, today=today, toward=Toward.PAST)


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


_INDENT = 2
_COLUMN = 18  # cells before a text
_LEAST = 20  # cells of a text, however narrow the terminal


def text(view: Matches, look: Look) -> Iterator[Text]:
    """Everything `find` shows, newest last."""
    if not view.items:
        yield line(f"Nothing here mentions {wording.quoted(view.sought, look)}.")
    for at, (_, group) in enumerate(groupby(view.items, key=lambda one: (one.handle, one.id))):
        if at:
            yield line()
        yield from _entry(list(group), view, look)
    if skipped := tuple(_skipped(view)):
        if view.items:
            yield line()
        yield from (line((sentence, Style.FAINT)) for sentence in skipped)


def _entry(found: list[Match], view: Matches, look: Look) -> Iterator[Text]:
    first = found[0]
    name = safe(first.name, ascii_only=look.ascii_only)
    if first.kind is None or first.date is None:
        yield line((name, Style.STRONG))
    else:
        kind = wording.sentence(wording.spelled(first.kind))
        heading = ((day(first.date, view.as_of), Style.STRONG), *plain(f"  {kind}, {name}"))
        yield from ends(heading, ((first.id or "", Style.FAINT),), min(look.width, MOST))
    yield from (_context(match, look) for match in found)


def _context(match: Match, look: Look) -> Text:
    """One line of the field, around its first match."""
    label = " " * _INDENT + safe(match.field.replace("_", " "), ascii_only=look.ascii_only)
    gap = " " * max(1, _COLUMN - cell_len(label))
    more = f" ({len(match.spans)} times)" if len(match.spans) > 1 else ""
    room = max(_LEAST, min(look.width, MOST) - max(_COLUMN, cell_len(label) + 1) - len(more))
    begin, end = match.spans[0]
    before, hit, after = (
        _shown(part, look) for part in (match.text[:begin], match.text[begin:end], match.text[end:])
    )
    if not look.plain:
        left = max(0, room - cell_len(hit))
        before = _last(before, max(left // 3, left - cell_len(after)), look)
        after = _first(after, max(0, left - cell_len(before)), look)
    return line(
        (label, Style.FAINT), gap, before.lstrip(), (hit, Style.STRONG), after, (more, Style.FAINT)
    )


def _shown(text: str, look: Look) -> str:
    return verbatim(text.replace("\r", "").replace("\n", " "), ascii_only=look.ascii_only)


def _last(text: str, width: int, look: Look) -> str:
    """Its end, in at most so many cells."""
    if cell_len(text) <= width:
        return text
    ellipsis = look.marks.ellipsis
    return ellipsis + _cut(reversed(text), width - cell_len(ellipsis))[::-1].lstrip()


def _first(text: str, width: int, look: Look) -> str:
    """Its beginning, in at most so many cells."""
    if cell_len(text) <= width:
        return text
    ellipsis = look.marks.ellipsis
    return _cut(text, width - cell_len(ellipsis)).rstrip() + ellipsis


def _cut(letters: Iterable[str], width: int) -> str:
    kept, used = "", 0
    for letter in letters:
        used += cell_len(letter)
        if used > width:
            break
        kept += letter
    return kept


def _skipped(view: Matches) -> Iterator[str]:
    if view.in_confidence:
        yield f"Not looked through: {_entries(view.in_confidence)} in confidence; --reveal does."
    if view.sealed:
        yield f"Not looked through: {_entries(view.sealed)} under seal; --reveal opens it."


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


COMMAND = Reading(Find, find)
