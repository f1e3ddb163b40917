"""Text made into the types of a dataclass, by pydantic: the only module that knows it.

Only the form that we write ourselves is taken for a number, a date or a time; pydantic alone
would read the date "0" as 1970-01-01 and the number "1_000" as 1000. What is wrong is said by path
and in words that never repeat the value.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from mentorlog.domain import words
from mentorlog.journal.yaml_text import Path, spoken
from mentorlog.journal.yaml_writer import as_read

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

T = TypeVar("T")
Fault = tuple[Path, str]  # where, and what is the matter: "topics must be a list"
Raw = dict[str, Any]  # text, lists and mappings without empty values, or what is typed already


def all_or_nothing(cls: type[T], raw: Raw) -> tuple[T | None, list[Fault]]:
    """The instance that the mapping makes; None if anything in it is invalid."""
    made, faults = _made(cls, raw)
    return (None if faults else made), faults


def what_is_valid(cls: type[T], raw: Raw) -> tuple[T, list[Fault]]:
    """The instance that the mapping makes without what is invalid, which is taken out of it.

    Every field of the class has a default.
    """
    faults: list[Fault] = []
    while True:
        made, found = _made(cls, raw)
        if made is not None and not found:
            return made, faults
        # The last first: taking an item away moves those behind it.
        for path, sentence in sorted(found, key=lambda fault: fault[0], reverse=True):
            faults.append((path, sentence))
            _take_away(raw, path)


def _made(cls: type[Any], raw: Raw) -> tuple[Any, list[Fault]]:
    try:
        made = _adapter(cls).validate_python(raw)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        return None, [_fault(each, raw) for each in details]
    return made, list(_misspelt(raw, made))


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}  # each takes about a millisecond to make


def _adapter(cls: type[Any]) -> TypeAdapter[Any]:
    if cls not in _ADAPTERS:
        form: Any = cls | None  # None never comes, but a bare dataclass takes no configuration
        config = ConfigDict(hide_input_in_errors=True, defer_build=True)
        _ADAPTERS[cls] = TypeAdapter(form, config=config)
        _ADAPTERS[cls].rebuild(_types_namespace=vars(words))  # heads only name their words
    return _ADAPTERS[cls]


_SENTENCES = {
    "bool": "must be true or false",
    "dataclass": "must hold keys of its own",
    "date": "must be a date like 2026-11-22",
    "int": "must be a whole number",
    "missing": "is missing",
    "string": "must be text",
    "time": "must be a time like 18:30",
    "tuple": "must be a list",
}
_SWITCHES = {"true", "false", "yes", "no", "on", "off"}


def _fault(error: ErrorDetails, raw: Raw) -> Fault:
    path = error["loc"]
    match error["type"]:
        case "enum":
            expected = error["ctx"]["expected"].replace("'", "")
            return path, f"{spoken(path)} must be one of {expected}"
        case "value_error":  # what a class says of itself; perhaps it names one of its keys
            sentence = str(error["ctx"]["error"])
            named = [word for word in re.findall(r"\w+", sentence) if word in _at(raw, path)]
            return (*path, *named[:1]), sentence
    sentence = _SENTENCES.get(error["type"].partition("_")[0], "can't be understood")
    return path, f"{spoken(path)} {sentence}"


def _misspelt(raw: object, made: object, path: Path = ()) -> Iterator[Fault]:
    """What pydantic took for a number, date, time or switch although we would not write it so."""
    if isinstance(raw, dict) and is_dataclass(made):
        for key, part in raw.items():
            yield from _misspelt(part, getattr(made, key, None), (*path, key))
    elif isinstance(raw, list) and isinstance(made, tuple):
        for place, (part, typed) in enumerate(zip(raw, made, strict=True)):
            yield from _misspelt(part, typed, (*path, place))
    elif isinstance(raw, str) and isinstance(made, (int, dt.date, dt.time)):
        right = raw.lower() in _SWITCHES if isinstance(made, bool) else raw == as_read(made)
        if not right:
            yield path, f"{spoken(path)} {_SENTENCES[type(made).__name__]}"


def _at(raw: Raw, path: Path) -> Any:
    found: Any = raw
    for step in path:
        found = found[step]
    return found


def _take_away(raw: Raw, path: Path) -> None:
    if not path:
        raw.clear()
    else:
        del _at(raw, path[:-1])[path[-1]]
