"""Where a text is mentioned, as data; and contributions by topic.

A contribution's topics are those of the meeting it came from, and its tags. `find --topic` also
finds a word of its text.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

from mentorlog.domain.entries import (
    Contribution,
    ContributionType,
    Direction,
    Entry,
    KeyPath,
    Kind,
    Meeting,
)
from mentorlog.domain.relationship import Relationship
from mentorlog.frozen import StrEnum, dataclass, fields, is_dataclass
from mentorlog.views import Shape
from mentorlog.views.confidence import Withheld, discreet, shown_name, withheld

_NO_WORDS = {"id", "tz", "meeting", "handle"}  # fields that the user didn't write
_ID_OF_ASK = "answers"  # an id if it is text; the user's answers if it is pairs

Raw = str | None | Sequence["Raw"] | Mapping[str, "Raw"]  # the value of an unknown key
Unknown = Mapping[KeyPath, Raw]  # the unknown keys of a file
Span = tuple[int, int]  # in a text: the first character, and the one after the last


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """A relationship as it may be shown, and its entries; each with its unknown keys."""

    relationship: Relationship
    entries: tuple[tuple[Entry, Unknown], ...]
    unknown: Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A field that mentions the text. `kind`, `date`: None if it is a person's field.

    `text`: the whole field. `spans`: the matches in it.
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
    """The matches, oldest first. `in_confidence`, `sealed`: how many entries weren't searched."""

    JSON: ClassVar[Shape] = Shape(schema="find", left_out=("sought",))

    as_of: dt.date
    sought: str
    items: tuple[Match, ...]
    in_confidence: int = 0
    sealed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Which entries to search: of one kind, from a day, to a day (inclusive)."""

    kind: Kind | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def holds(self, entry: Entry) -> bool:
        return (
            self.kind in (None, entry.kind)
            and (self.since is None or entry.date >= self.since)
            and (self.until is None or entry.date <= self.until)
        )


def matches(
    sources: Iterable[Searched], sought: str, where: Where, today: dt.date, *, reveal: bool
) -> Matches:
    """Every field that mentions the text."""
    wanted = folded(sought)[0].strip()
    items: list[Match] = []
    skipped = dict.fromkeys(Withheld, 0)
    for source in sources:
        shown = discreet(source.relationship, reveal=reveal)
        if where == Where():
            items += _matches_in(shown, None, _texts_of_person(shown, source.unknown), wanted)
        for entry, unknown in source.entries:
            if not where.holds(entry):
                continue
            if reason := withheld(entry, reveal=reveal):
                skipped[reason] += 1
            else:
                texts = (*_texts(entry), *_raw(unknown))
                items += _matches_in(shown, entry, texts, wanted)
    items.sort(key=lambda item: (item.date or dt.date.min, item.handle, item.id or ""))
    return Matches(
        as_of=today,
        sought=sought,
        items=tuple(items),
        in_confidence=skipped[Withheld.CONFIDENCE],
        sealed=skipped[Withheld.SEALED],
    )


def may_mention(sought: str) -> Callable[[bytes], bool]:
    """A quick test whether a file may mention the text; False is certain.

    True for files that withhold something, because these are counted.
    """
    wanted = folded(sought)[0].strip()
    words = [word.encode() for word in re.findall("[a-z0-9]+", wanted)]

    def may(text: bytes) -> bool:
        plain = text.lower()
        if not plain.isascii() or any(sign in plain for sign in _NOT_AS_IT_STANDS):
            return True
        return wanted.isascii() and all(word in plain for word in words)

    return may


_NOT_AS_IT_STANDS = (b"\\", b"in_confidence", b"sealed")


def folded(text: str) -> tuple[str, list[int]]:
    """The text in the form to compare, and each of its characters' position in the original."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in _LETTERS[ord(character)]:
            if letter != " " or not letters or letters[-1] != " ":
                letters.append(letter)
                places.append(place)
    return "".join(letters), places


class _Letters(dict[int, str]):
    """The folded form of each character, cached."""

    def __missing__(self, code: int) -> str:
        whole = unicodedata.normalize("NFKD", chr(code).casefold()).casefold()
        bare = (letter for letter in whole if not unicodedata.combining(letter))
        self[code] = "".join(" " if letter.isspace() else letter for letter in bare)
        return self[code]


_LETTERS = _Letters()


def _matches_in(
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
    """Where a text contains `wanted`, which is folded already."""
    if not wanted:
        return
    if text.isascii():  # every character folds to one
        yield from (match.span() for match in _written_as(wanted).finditer(text.lower()))
        return
    plain = text.translate(_LETTERS)
    if not _written_as(wanted).search(plain):
        return  # the usual case, found quickly
    plain, places = folded(text)
    at = plain.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        yield places[at], places[end - 1] + 1
        at = plain.find(wanted, end)


@cache
def _written_as(wanted: str) -> re.Pattern[str]:
    """A pattern that allows any white space between the words."""
    return re.compile(r"\s+".join(map(re.escape, wanted.split(" "))))


def _texts_of_person(shown: Relationship, unknown: Unknown) -> Iterator[tuple[str, str]]:
    yield "name", shown.name
    yield from _texts(shown.words)
    if not shown.in_confidence:
        yield from _raw(unknown)


def _texts(whole: object) -> list[tuple[str, str]]:
    """Every text that the user wrote into a dataclass, as (field name, text)."""
    texts: list[tuple[str, str]] = []
    _collect_texts(whole, "", texts)
    return texts


def _collect_texts(value: Any, name: str, texts: list[tuple[str, str]]) -> None:
    """Add a text, or all texts in a list or dataclass; `name`: what they are called so far."""
    if isinstance(value, str):
        if not isinstance(value, StrEnum):
            texts.append((name, value))
    elif isinstance(value, tuple):
        for item in value:
            _collect_texts(item, name, texts)
    else:
        for field, label in _text_fields(type(value)):
            inner: object = getattr(value, field)
            is_id = field == _ID_OF_ASK and isinstance(inner, str)
            if inner and not is_id:
                _collect_texts(inner, f"{name} {label}".strip(), texts)


def _text_fields_of(cls: Any) -> tuple[tuple[str, str], ...]:
    """(field, its part of the name) for the fields of a dataclass that can hold texts."""
    if not is_dataclass(cls):
        return ()
    names = (field.name for field in fields(cls) if field.name not in _NO_WORDS)
    return tuple((name, "" if name == "words" else name) for name in names)


_text_fields: Callable[[Any], tuple[tuple[str, str], ...]] = cache(_text_fields_of)


def _raw(unknown: Unknown) -> Iterator[tuple[str, str]]:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to gather: of one type (None: any), about a topic (None: any), mentioning a text."""

    type: ContributionType | None
    topic: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """Something given or received. `told_them_on`: when they heard what came of it."""

    JSON: ClassVar[Shape] = Shape(left_out=("name",), keys={"kind": "kind", "field": "field"})
    kind: ClassVar[Kind] = Kind.CONTRIBUTION
    field: ClassVar[str] = "text"  # as in the results of `find TEXT`

    id: str
    handle: str
    name: str
    date: dt.date
    direction: Direction
    type: ContributionType | None
    topics: tuple[str, ...]
    text: str
    outcome: str | None
    told_them_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was given and received, oldest first; the counts are of entries that weren't searched.

    `groups`: topic (None: not known) -> its gifts; one about two topics is in both.
    """

    JSON: ClassVar[Shape] = Shape(schema="find", left_out=("asked", "groups"))

    as_of: dt.date
    asked: Asked
    items: tuple[Gift, ...]
    groups: Mapping[str | None, Sequence[Gift]]
    in_confidence: int = 0
    sealed: int = 0


def gathered(
    sources: Iterable[Searched], asked: Asked, where: Where, today: dt.date, *, reveal: bool
) -> Gathered:
    """The wanted contributions, by topic."""
    gifts: list[Gift] = []
    skipped = dict.fromkeys(Withheld, 0)
    for source in sources:
        topics = dict(_topics_of(source, reveal=reveal))
        for contribution in _contributions(source, asked, where):
            if reason := withheld(contribution, reveal=reveal):
                skipped[reason] += 1
            else:
                gift = _gift(contribution, source, topics, reveal=reveal)
                gifts += [gift] if _is_wanted(gift, asked) else []
    gifts.sort(key=lambda gift: (gift.date, gift.handle, gift.id))
    return Gathered(
        as_of=today,
        asked=asked,
        items=tuple(gifts),
        groups=_groups(gifts, asked),
        in_confidence=skipped[Withheld.CONFIDENCE],
        sealed=skipped[Withheld.SEALED],
    )


def _topics_of(source: Searched, *, reveal: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The id and topics of each meeting that may be shown."""
    for entry, _ in source.entries:
        if isinstance(entry, Meeting) and entry.words and not withheld(entry, reveal=reveal):
            yield entry.id, entry.words.topics


def _contributions(source: Searched, asked: Asked, where: Where) -> Iterator[Contribution]:
    for entry, _ in source.entries:
        if (
            isinstance(entry, Contribution)
            and where.holds(entry)
            and asked.type in (None, entry.type)
        ):
            yield entry


def _gift(
    contribution: Contribution,
    source: Searched,
    topics: Mapping[str, tuple[str, ...]],
    *,
    reveal: bool,
) -> Gift:
    words = contribution.words
    about = topics.get(words.meeting or "", ()) if words else ()
    return Gift(
        id=contribution.id,
        handle=source.relationship.handle,
        name=shown_name(source.relationship, reveal=reveal),
        date=contribution.date,
        direction=contribution.direction,
        type=contribution.type,
        topics=tuple(dict.fromkeys((*about, *(words.tags if words else ())))),
        text=words.text if words else "",
        outcome=words.outcome if words else None,
        told_them_on=contribution.told_them_on,
    )


def _is_wanted(gift: Gift, asked: Asked) -> bool:
    texts = (gift.text, gift.outcome or "")
    mentioned = not asked.text or any(_mentions(text, asked.text) for text in texts)
    return mentioned and (asked.topic is None or _is_about(gift, asked.topic))


def _is_about(gift: Gift, topic: str) -> bool:
    """Whether one of its topics contains the topic, or a word of its text is the topic."""
    words = f" {_bare(gift.text)} "
    return any(_mentions(name, topic) for name in gift.topics) or f" {_bare(topic)} " in words


def _mentions(text: str, wanted: str) -> bool:
    return any(_spans(text, folded(wanted)[0].strip()))


def _bare(text: str) -> str:
    """Only the words, folded, with single spaces."""
    plain = folded(text)[0]
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def _groups(gifts: Sequence[Gift], asked: Asked) -> Mapping[str | None, Sequence[Gift]]:
    """The gifts by topic, sorted by topic; all under the one that was asked for."""
    if asked.topic is not None:
        return {asked.topic: gifts} if gifts else {}
    names = {folded(topic)[0]: topic for gift in gifts for topic in gift.topics}
    groups: dict[str | None, Sequence[Gift]] = {
        topic: [gift for gift in gifts if plain in {folded(name)[0] for name in gift.topics}]
        for plain, topic in sorted(names.items())
    }
    rest = [gift for gift in gifts if not gift.topics]
    return {**groups, None: rest} if rest else groups
