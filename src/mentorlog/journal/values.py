"""Make instances of our dataclasses from text: the only place that knows how a value is written.

The classes' annotations say which keys there are, with their types. A value is accepted only in
our own spelling. What is wrong is reported by its path, in words that never repeat the value. Empty
values count as unset and are removed before (`filled`).
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from mentorlog.domain import cadence, entries
from mentorlog.domain.entries import Invalid, KeyPath
from mentorlog.frozen import MISSING, NamedTuple, StrEnum, dataclass, fields

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
Fault = tuple[KeyPath, str]  # where, and what is wrong: "topics must be a list"
Raw = Mapping[str, Any]  # as read from a file: text, lists and mappings
NOT_VALID = (ValueError, TypeError, KeyError, AttributeError)  # what `exact` raises


def exact(cls: type[T], raw: Raw, **more: object) -> T:
    """The instance that a faultless mapping makes; keys that the class doesn't have are ignored.

    Raises one of NOT_VALID if anything is wrong, or a key in capitals may be one of ours; `strict`,
    `lenient` and `check_keys` say what is wrong.
    """
    form = form_of(cls)
    if not (raw.keys() >= form.texts and all(map(str.islower, raw))):
        raise KeyError
    read = form.readers
    return cls(**{key: read[key](value) for key, value in raw.items() if key in read}, **more)


def strict(cls: type[T], raw: Raw, **more: object) -> tuple[T | None, list[Fault]]:
    """The instance that a mapping makes, and the faults: None if there are any."""
    faults: list[Fault] = []
    values = _values(cls, raw, faults, ())
    if faults:
        return None, faults
    try:
        return cls(**values, **more), []
    except Invalid as error:
        return None, [((error.key,), str(error))]


def lenient(cls: type[T], raw: Raw, faults: list[Fault], at: KeyPath = ()) -> T | None:
    """The instance that a mapping makes without its invalid values, which are added to `faults`.

    None if a key that the class needs is missing or invalid.
    """
    values = _values(cls, raw, faults, at)
    while form_of(cls).needed <= values.keys():
        try:
            return cls(**values)
        except Invalid as error:
            faults.append(((*at, error.key), str(error)))
            if values.pop(error.key, None) is None:
                break
    return None


def as_keys(instance: DataclassInstance) -> dict[str, Any]:
    """The keys from which `exact` makes this instance, without unset ones."""
    keys: dict[str, Any] = {}
    for name, unset, write in form_of(type(instance)).writers:
        value = getattr(instance, name)
        if value != unset:
            keys[name] = value if write is None else write(value)
    return keys


def check_keys(
    classes: Iterable[type], raw: Raw, missing: list[Fault], at: KeyPath = ()
) -> Iterator[tuple[KeyPath, Any]]:
    """Yield the unknown keys of a mapping, with their values; add to `missing` those it lacks.

    Both at any depth. Unknown keys are in none of the classes. A mapping lacks a text that a class
    should have, and a key that is only misspelled.
    """
    forms = [form_of(cls) for cls in classes]
    known = {key for form in forms for key in form.types}
    texts = {key for form in forms for key in form.texts}
    missing += [absent(key, raw, at) for key in texts if not is_set(raw.get(key))]
    for key, value in raw.items():
        types = [form.types[key] for form in forms if key in form.types]
        below = [type_.below for type_ in types if type_.below is not None]
        if not types:
            if (meant := _meant(key)) in known - raw.keys() and is_set(value):
                missing.append(absent(meant, {key: value}, at))
            yield (*at, key), value
        elif below and isinstance(value, list):
            for place, item in enumerate(value):
                if item is None or isinstance(item, dict):
                    yield from check_keys(below, item or {}, missing, (*at, key, place))
        elif below and isinstance(value, dict):
            yield from check_keys(below, value, missing, (*at, key))


def takes(cls: type) -> Mapping[str, str]:
    """What each key of a class takes, as one would write it: HH:MM, [], video | phone."""
    module = cls.__module__
    own = [field for field in fields(cls) if field.name != "words"]
    return {field.name: _taken(str(field.type).removesuffix(" | None"), module) for field in own}


def below(classes: Iterable[type], key: str) -> tuple[type, ...]:
    """The dataclasses that a key holds, alone or in a list."""
    types = (form_of(cls).types.get(key) for cls in classes)
    return tuple(type_.below for type_ in types if type_ and type_.below is not None)


_TAKEN = {"dt.date": "YYYY-MM-DD", "dt.time": "HH:MM", "bool": "true"}


def _taken(annotation: str, module: str) -> str:
    if annotation.startswith("tuple[") and not annotation.startswith("tuple[tuple["):
        return "[]"
    if annotation in _TYPES or "[" in annotation:
        return _TAKEN.get(annotation, "")
    named = _class(annotation, module)
    return " | ".join(map(str, named)) if issubclass(named, StrEnum) else ""


def absent(key: str, raw: Raw, at: KeyPath = ()) -> Fault:
    """The fault of a missing key, or of one in capitals or with invisible characters."""
    name = dotted((*at, key))
    for other in raw:
        if other == key or _meant(other) != key:
            continue
        if unseen := re.search(_UNSEEN, other):
            sign = unseen[0] if unseen[0].isprintable() else f"U+{ord(unseen[0]):04X}, unseen"
            return (*at, other), f"{name} has a stray sign beside it ({sign})"
        return (*at, other), f'{name} must be spelled like this, not "{other}"'
    return (*at, key), f"{name} is missing"


def _meant(key: str) -> str:
    """A key without capitals and invisible characters."""
    return re.sub(_UNSEEN, "", key).casefold()


# The first is a mark as Windows misreads it.
_UNSEEN = "\u00ef\u00bb\u00bf|[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]"


def is_set(value: object) -> bool:
    """Whether there is a value: empty ones count as unset, however they are written."""
    return value is not None and value != ""


def filled(value: Any) -> Any:
    """A value without empty ones; an empty item in a list of mappings becomes {}."""
    if isinstance(value, dict):
        return {key: filled(part) for key, part in value.items() if is_set(part)}
    if isinstance(value, list):
        mappings = any(isinstance(item, dict) for item in value)
        items = [filled({} if item is None and mappings else item) for item in value]
        return [item for item in items if item is not None]
    return value


def dotted(path: KeyPath) -> str:
    """A path with dots: goals.1.title. Items count from 1, as on the command line."""
    return ".".join(step if isinstance(step, str) else str(step + 1) for step in path)


@dataclass(frozen=True, slots=True)
class Form:
    """How a class is read; `recallers`: readers for values known to be in our own spelling.

    `needed`: keys it can't be made without. `texts`: keys it should have, but can be made without
    (they default to "").
    """

    types: Mapping[str, Type]
    readers: Mapping[str, Callable[[Any], Any]]
    recallers: Mapping[str, Callable[[Any], Any]]
    writers: tuple[tuple[str, object, Callable[[Any], Any] | None], ...]
    needed: frozenset[str]
    texts: frozenset[str]


class Type(NamedTuple):
    """How values of one type are read and written.

    `read` raises one of NOT_VALID; `lenient` adds to the faults instead, and returns the valid part
    or _NOTHING. `write`: None if a value is its own text. `below`: the dataclass that it holds,
    alone or in a list.
    """

    read: Callable[[Any], Any]
    lenient: Callable[[Any, KeyPath, list[Fault]], Any]
    write: Callable[[Any], Any] | None
    below: type[Any] | None = None


def _form(cls: Any) -> Form:
    """The form of a class, without `words`, which has no key of its own."""
    own = [field for field in fields(cls) if field.name != "words"]
    types = {field.name: _type(str(field.type), cls.__module__) for field in own}
    bare = (f.name for f in own if f.default is MISSING and f.default_factory is MISSING)
    texts = (field.name for field in own if field.default == "")
    readers = {key: type_.read for key, type_ in types.items()}
    days = {field.name: dt.date.fromisoformat for field in own if field.type in _DAYS}
    writers = tuple([(field.name, field.default, types[field.name].write) for field in own])
    return Form(types, readers, readers | days, writers, frozenset(bare), frozenset(texts))


def _class_of_words(cls: Any) -> Any:
    for field in fields(cls):
        if field.name == "words":
            return _class(str(field.type).removesuffix(" | None"), cls.__module__)
    return None


_DAYS = ("dt.date", "dt.date | None")

form_of: Callable[[Any], Form] = cache(_form)  # of a dataclass
class_of_words: Callable[[Any], Any] = cache(_class_of_words)  # of a head; None if it has none

_NOTHING: Any = object()


def _values(cls: Any, raw: Raw, faults: list[Fault], at: KeyPath) -> dict[str, Any]:
    form = form_of(cls)
    types = form.types
    values = {k: types[k].lenient(v, (*at, k), faults) for k, v in raw.items() if k in types}
    faults += [absent(key, raw, at) for key in form.needed - raw.keys()]
    return {key: value for key, value in values.items() if value is not _NOTHING}


def _type(annotation: str, module: str) -> Type:
    """The Type of an annotation in a class of this module."""
    name = annotation.removesuffix(" | None")
    if name in _TYPES:
        return _TYPES[name]
    many, bracket, inner = name.partition("[")
    if bracket and many in _MANY:
        item = _type(inner.removesuffix("]").removesuffix(", ..."), module)
        read = partial(_list, _MANY[many], item.read)
        check = partial(_lenient_list, _MANY[many], item.lenient)
        write = item.write or str
        return Type(read, check, lambda items: [write(part) for part in items], item.below)
    named = _class(name, module)
    if not issubclass(named, StrEnum):
        return Type(partial(exact, named), partial(_lenient_instance, named), as_keys, named)
    *most, last = map(str, named)
    members = {str(member): member for member in named}
    return _scalar(members.__getitem__, f"must be one of {', '.join(most)} or {last}")


def _class(name: str, module: str) -> Any:
    """The class that an annotation names; heads name their words without importing them."""
    for known in (sys.modules[module], entries):
        if hasattr(known, name):
            return getattr(known, name)
    from mentorlog.domain import words

    return getattr(words, name)


def _scalar(
    read: Callable[[Any], Any], sentence: str, write: Callable[[Any], Any] | None = None
) -> Type:
    return Type(read, partial(_lenient_scalar, read, sentence), write)


def _lenient_scalar(
    read: Callable[[Any], Any], sentence: str, value: Any, at: KeyPath, faults: list[Fault]
) -> Any:
    if (made := _tried(read, value)) is not _NOTHING:
        return made
    surrounded = isinstance(value, str) and _tried(read, value.strip()) is not _NOTHING
    faults.append((at, f"{dotted(at)} {_SPACES if surrounded else sentence}"))
    return _NOTHING


_SPACES = "has a stray space at its start or end"


def _tried(read: Callable[[Any], Any], value: Any) -> Any:
    try:
        return read(value)
    except NOT_VALID:
        return _NOTHING


def _lenient_instance(cls: type[Any], value: Any, at: KeyPath, faults: list[Fault]) -> Any:
    if not isinstance(value, dict):
        faults.append((at, f"{dotted(at)} must have keys of its own"))
        return _NOTHING
    made = lenient(cls, value, faults, at)
    return _NOTHING if made is None else made


_MANY: dict[str, type[Any]] = {"tuple": tuple, "list": list}


def _list(kind: type[Any], read: Callable[[Any], Any], value: Any) -> Any:
    return kind([read(item) for item in _exactly(list, value)])


def _lenient_list(
    kind: type[Any],
    lenient: Callable[[Any, KeyPath, list[Fault]], Any],
    value: Any,
    at: KeyPath,
    faults: list[Fault],
) -> Any:
    if not isinstance(value, list):
        faults.append((at, f"{dotted(at)} must be a list"))
        return _NOTHING
    items = [lenient(item, (*at, place), faults) for place, item in enumerate(value)]
    return kind([item for item in items if item is not _NOTHING])


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    """Questions and answers: a mapping whose keys are any text."""
    return tuple([(key, must_be_text(answer)) for key, answer in _exactly(dict, value).items()])


def _lenient_pairs(value: Any, at: KeyPath, faults: list[Fault]) -> Any:
    if not isinstance(value, dict):
        faults.append((at, f"{dotted(at)} must have questions and their answers"))
        return _NOTHING
    for question, answer in value.items():
        if not isinstance(answer, str):
            faults.append(((*at, question), "an answer must be text"))
    return tuple([pair for pair in value.items() if isinstance(pair[1], str)])


def must_be_text(value: Any) -> str:
    """The text. Raises TypeError for anything else."""
    if isinstance(value, str):
        return value
    raise TypeError


def _exactly(kind: type[Any], value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value


_pattern = cache(re.compile)  # the memo's values need none


def _in_form(form: str, convert: Callable[[str], Any]) -> Callable[[Any], Any]:
    def read(text: Any) -> Any:
        if _pattern(form).fullmatch(text) is None:
            raise ValueError(form)
        return convert(text)

    return read


def _switch(text: Any) -> bool:
    return _SWITCHES[text.lower()]


_SWITCHES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@cache
def _cadence(text: str) -> cadence.Cadence:
    return cadence.read(text)[0]


def _lenient_cadence(value: Any, at: KeyPath, faults: list[Fault]) -> Any:
    try:
        return _cadence(must_be_text(value))
    except TypeError:
        faults.append((at, f"{dotted(at)} must be text"))
    except ValueError as error:
        faults.append((at, f"{dotted(at)}: {error}"))
    return _NOTHING


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


# Dates as other programs write them: js-yaml 2026-11-22T00:00:00.000Z, others 2026-11-22 00:00:00.
_MIDNIGHT = r"[T ]00:00:00(?:\.0+)?(?:Z|[+]00:?00)?"
_TYPES = {
    "str": _scalar(must_be_text, "must be text"),
    "int": _scalar(_in_form("-?[1-9][0-9]*|0", int), "must be a whole number", str),
    "bool": _scalar(_switch, "must be true or false", lambda made: "true" if made else "false"),
    "dt.date": _scalar(
        _in_form(f"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:{_MIDNIGHT})?", _day),
        "must be a date like 2026-11-22",
        dt.date.isoformat,
    ),
    "dt.time": _scalar(
        _in_form("(?:[01][0-9]|2[0-3]):[0-5][0-9]", dt.time.fromisoformat),
        "must be a time like 18:30",
        lambda made: f"{made:%H:%M}",
    ),
    "Cadence": Type(_cadence, _lenient_cadence, cadence.written),
    "tuple[tuple[str, str], ...]": Type(_pairs, _lenient_pairs, dict),
}
