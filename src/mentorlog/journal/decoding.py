"""One file being decoded: its mapping typed into a head and words, and what is found on the way.

Typing goes in two steps, along the cut between head and words: an invalid value in the head voids
its entry, an invalid one in the words is left out; both are told with their line. Keys that we
don't know are kept aside. It knows no kind of entry but for the few whose YAML is not their field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, TypedDict, TypeVar

from mentorlog.domain import cadence
from mentorlog.domain.cadence import AsNeeded
from mentorlog.domain.words import CheckInWords
from mentorlog.journal.kinds import NEEDED, SCHEMA
from mentorlog.journal.names import is_id
from mentorlog.journal.yaml_text import Document, Path, Value, spoken

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from mentorlog.journal.typed import Fault, Raw

T = TypeVar("T", bound="DataclassInstance")

_OF_EVERY_FILE = {"schema", "kind", "sealed"}  # keys that are no field
_NO_KEYS = {"kind", "words"}  # of our classes, yet no key of a file by that name
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


class Found(TypedDict):
    """What is there beside the typed values."""

    unknown: dict[Path, Value]
    problems: tuple[tuple[int | None, str], ...]
    newer: bool


class Reading:
    """One document being typed; `found` says what was found on the way."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._unknown: dict[Path, Value] = {}
        self._problems: set[tuple[int, str]] = set()
        schema = document.value.get("schema")
        number = int(schema) if isinstance(schema, str) and _NUMBER.fullmatch(schema) else None
        self._newer = number is not None and number > SCHEMA
        self._is_void = number is None and _said(schema)  # no head to speak of
        if number is None:
            self.tell(("schema",), f"must be {SCHEMA}" if self._is_void else "is missing")

    def tell(self, path: Path, sentence: str) -> None:
        """A problem: `sentence` says of what is at the path that it "must be …"."""
        self._tell([(path, f"{spoken(path)} {sentence}")])

    def found(self) -> Found:
        """What we object to in a newer file may be right there, so only its age is told."""
        newer = {(self._document.line(("schema",)), "written by a newer mentorlog")}
        problems = newer if self._newer else self._problems
        return {"unknown": self._unknown, "problems": tuple(sorted(problems)), "newer": self._newer}

    def typed(self, head: type[T], words: type[DataclassInstance] | None) -> T | None:
        """The head and, unless they are sealed, its words; None if the head is invalid."""
        from mentorlog.journal.typed import all_or_nothing  # costs pydantic

        raw = _part(self._document.value, head)
        if words is not None and self._document.value.get("sealed") is None:
            raw["words"] = self._words(words)
        faults = _read_cadence(raw)
        made, found = all_or_nothing(head, raw)
        if isinstance(raw.get("id"), str) and not is_id(raw["id"]):
            faults.append((("id",), "id must be 8 of 0-9 and a-z without i, l, o and u"))
        self._tell([*faults, *found])
        if made is None or faults or self._is_void:
            return None
        self._survey(self._document.value, [made, raw.get("words")], ())
        return made

    def _words(self, cls: type[DataclassInstance]) -> DataclassInstance:
        from mentorlog.journal.typed import what_is_valid

        raw = _part(self._document.value, cls)
        faults = _pair_answers(raw) if cls is CheckInWords else []
        made, found = what_is_valid(cls, raw)
        self._tell([*faults, *found])
        return made

    def _tell(self, faults: list[Fault]) -> None:
        self._problems.update((self._document.line(path), message) for path, message in faults)

    def _survey(self, raw: dict[str, Value], made: Sequence[object], path: Path) -> None:
        """Notes the keys that no part knows, and tells of texts that are missing."""
        for needed in (key for part in made if (key := NEEDED.get(type(part)))):
            if not _said(raw.get(needed)):
                self.tell((*path, needed), "is missing")
        for key, value in raw.items():
            known = [getattr(part, key) for part in made if _has(type(part), key)]
            if known:
                self._survey_below(value, known, (*path, key))
            elif path or key not in _OF_EVERY_FILE:
                self._unknown[*path, key] = value

    def _survey_below(self, value: Value, made: Sequence[object], path: Path) -> None:
        if isinstance(value, list):
            lists = [part for part in made if isinstance(part, tuple)]
            for place, item in enumerate(value):
                below = [part[place] for part in lists if place < len(part)]
                self._survey_below(item, below, (*path, place))
        elif parts := [part for part in made if is_dataclass(part)]:
            self._survey(value if isinstance(value, dict) else {}, parts, path)


def _has(cls: type, key: str) -> bool:
    """Whether a key of a file is a field: kind and words are told otherwise."""
    return key in getattr(cls, "__dataclass_fields__", ()) and key not in _NO_KEYS


def _part(value: dict[str, Value], cls: type[DataclassInstance]) -> Raw:
    """What belongs to one class, in containers of its own."""
    return {key: _filled(part) for key, part in value.items() if _said(part) and _has(cls, key)}


def _said(value: Value) -> bool:
    """Whether anything is there: an empty value is unset, however it is written."""
    return value is not None and value != ""


def _filled(value: Value) -> Value:
    """The value without empty ones; an empty item among mappings is one without keys."""
    if isinstance(value, dict):
        return {key: _filled(part) for key, part in value.items() if _said(part)}
    if isinstance(value, list):
        mappings = any(isinstance(item, dict) for item in value)
        filled = [_filled({} if item is None and mappings else item) for item in value]
        return [item for item in filled if item is not None]
    return value


def _read_cadence(raw: Raw) -> list[Fault]:
    """Puts the rhythm that the text means, and the bound that it names, in their places."""
    text = raw.get("cadence")
    if text is None:
        return []
    raw["cadence"] = AsNeeded()  # so that the rest can be typed whatever the text is
    if not isinstance(text, str):
        return [(("cadence",), "cadence must be text")]
    try:
        raw["cadence"], bound = cadence.read(text)
    except ValueError as error:
        return [(("cadence",), f"cadence: {error}")]
    if bound is not None:
        raw["bound"] = str(bound)
    return []


def _pair_answers(raw: Raw) -> list[Fault]:
    """Makes pairs of the questions and answers of a check-in, whose keys are text of their own."""
    answers = raw.get("answers", {})
    if not isinstance(answers, dict):
        del raw["answers"]
        return [(("answers",), "answers must hold questions and what was answered")]
    raw["answers"] = tuple(pair for pair in answers.items() if isinstance(pair[1], str))
    wrong = [question for question, answer in answers.items() if not isinstance(answer, str)]
    return [(("answers", question), "an answer must be text") for question in wrong]
