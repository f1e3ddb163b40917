"""The standard library's frozen, slotted dataclasses, made without compiling source.

`dataclasses.dataclass` writes and compiles six functions for each class, which takes most of a
millisecond; for the sixty classes of a board that is as long as Python and Typer need to start.
Here all classes share their functions, and a class takes a twentieth of that. A class with many
instances gets an `__init__` of its own once that pays.

For a type checker the decorator is `dataclasses.dataclass`. For `fields`, `replace`, `is_dataclass`
and pydantic its classes are dataclasses, because they have the attributes that these look for. It
supports what we use: no `InitVar`, no field left out of comparison, no slots besides the fields.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from copy import copy
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

__all__ = ["dataclass"]


class _Later(ModuleType):
    """A stand-in for a module that is imported when one of its attributes is needed."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)


def _quoted(*said: Any) -> Any:
    return import_module("urllib.parse").quote_from_bytes(*said)


# `dataclasses` imports `inspect`, an eighth of a nudge, and wants nothing of it for such classes.
if _is_first := "inspect" not in sys.modules:
    sys.modules["inspect"] = _Later("inspect")
import dataclasses  # noqa: E402
from dataclasses import MISSING, Field, FrozenInstanceError  # noqa: E402

if _is_first:
    del sys.modules["inspect"]

# Before Python 3.13, `pathlib` imports `urllib.parse` for `as_uri` alone, a twelfth of completing.
if not sys.modules.keys() & {"pathlib", "urllib.parse"}:
    sys.modules["urllib.parse"] = ModuleType("urllib.parse")
    sys.modules["urllib.parse"].quote_from_bytes = _quoted  # type: ignore[attr-defined]
    import pathlib  # noqa: F401 - imported here, it is there for all others

    del sys.modules["urllib.parse"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool, slots: bool, kw_only: bool = False) -> Callable[[type], type]:
        """The decorator. Raises TypeError unless it is both frozen and slotted."""
        if not (frozen and slots):
            raise TypeError("dataclasses.dataclass makes the other ones")
        return lambda cls: _made(cls, kw_only=kw_only)


@dataclasses.dataclass(frozen=True, slots=True)
class _Genuine:
    """A dataclass made by the standard library, to copy the marks that it sets."""

    only: None


_PARAMS: Any = vars(_Genuine)["__dataclass_params__"]
_IS_FIELD: Any = dataclasses.fields(_Genuine)[0]._field_type  # type: ignore[attr-defined]  # noqa: SLF001
_OF_THE_FIRST_CLASS = ("__dict__", "__weakref__")  # the new class has none, or its own
_MANY = 200  # instances: from then on, compiling takes less time than it saves


def _made(cls: type, *, kw_only: bool) -> type:
    """The class again, with slots, which can't be added to an existing class."""
    said = vars(cls)
    own = {
        name: _field(name, annotation, said.get(name, MISSING), kw_only=kw_only)
        for name, annotation in cls.__annotations__.items()
        if not annotation.startswith("ClassVar")
    }
    inherited: dict[str, Field[Any]] = {}
    for base in reversed(cls.__mro__[1:]):
        inherited |= vars(base).get("__dataclass_fields__", {})
    rest = {k: v for k, v in said.items() if k not in own and k not in _OF_THE_FIRST_CLASS}
    slots = tuple(name for name in own if name not in inherited)
    made = type(cls)(cls.__name__, cls.__bases__, {**rest, "__slots__": slots})
    made.__qualname__ = cls.__qualname__
    _complete(made, inherited | own)
    return made


def _field(name: str, annotation: str, default: Any, *, kw_only: bool) -> Any:
    field: Any = copy(default) if isinstance(default, Field) else dataclasses.field(default=default)
    field.name, field.type, field.kw_only, field._field_type = name, annotation, kw_only, _IS_FIELD  # noqa: SLF001
    return field


def _complete(cls: Any, fields: Mapping[str, Any]) -> None:
    cls.__dataclass_fields__, cls.__dataclass_params__ = fields, _PARAMS
    by_place = tuple(name for name, field in fields.items() if not field.kw_only)
    cls.__match_args__ = by_place  # type: ignore[misc]  # any class may have it
    cls.__init__ = _initializer(cls, fields)
    cls.__eq__, cls.__hash__, cls.__repr__ = _equal, _hash, _repr
    cls.__setattr__, cls.__delattr__ = _refuse, _refuse


def _initializer(cls: type, fields: Mapping[str, Any]) -> Callable[..., None]:
    setters = [(name, getattr(cls, name).__set__) for name in fields]  # bypasses __setattr__
    defaults = {name: f.default for name, f in fields.items() if f.default is not MISSING}
    makers = [(n, f.default_factory) for n, f in fields.items() if f.default_factory is not MISSING]
    count, finish = len(fields), getattr(cls, "__post_init__", None)
    made = iter(range(0 if makers else _MANY))

    def initialize(self: object, /, *given: object, **named: object) -> None:
        if next(made, None) == _MANY - 1:
            cls.__init__ = _compiled(cls, fields)  # type: ignore[misc]  # for those to come
        values = {**defaults, **named}
        if given:
            values |= _by_place(cls, given, named)
        for name, make in makers:
            if name not in values:
                values[name] = make()
        try:
            for name, put in setters:
                put(self, values[name])
        except KeyError:
            raise TypeError(_misfit(cls, values.keys())) from None
        if len(values) > count:
            raise TypeError(_misfit(cls, values.keys()))
        if finish is not None:
            finish(self)

    return initialize


def _compiled(cls: Any, fields: Mapping[str, Any]) -> Callable[..., None]:
    """The initializer, compiled; for a class whose defaults needn't be made anew.

    The object is of a class that isn't frozen while its fields are set: that halves the time. A
    subclass without the decorator needs `__slots__ = ()`.
    """
    own = {name: vars(cls)[name] for name in ("__slots__", "__orig_bases__") if name in vars(cls)}
    own["__setattr__"] = object.__setattr__
    known: dict[str, Any] = {
        "finish": getattr(cls, "__post_init__", None),
        "become": vars(object)["__class__"].__set__,
        "Open": type(cls)(cls.__name__, cls.__bases__, own),
    }
    taken: dict[bool, list[str]] = {False: [], True: []}
    lines = ["    own_class = self.__class__\n    become(self, Open)\n"]
    for name, field in fields.items():
        known[f"default_{name}"] = field.default
        bare = field.default is MISSING
        taken[field.kw_only].append(name if bare else f"{name}=default_{name}")
        lines.append(f"    self.{name} = {name}\n")
    lines.append("    self.__class__ = own_class\n")
    if known["finish"]:
        lines.append("    finish(self)\n")
    named = ["*", *taken[True]] if taken[True] else []
    exec(f"def init({', '.join(['self', *taken[False], *named])}):\n{''.join(lines)}", known)  # noqa: S102 - our own fields' names
    made: Callable[..., None] = known["init"]
    return made


def _by_place(
    cls: Any, given: Collection[object], named: Mapping[str, object]
) -> dict[str, object]:
    """Positional arguments by name. Raises TypeError for too many, or one given twice."""
    places = cls.__match_args__[: len(given)]
    if len(places) < len(given) or not named.keys().isdisjoint(places):
        raise TypeError(f"{cls.__qualname__} takes {cls.__match_args__} by place, and each once")
    return dict(zip(places, given, strict=True))


def _misfit(cls: Any, given: AbstractSet[str]) -> str:
    fields = cls.__dataclass_fields__.keys()
    missing, unknown = sorted(fields - given), sorted(given - fields)
    return f"{cls.__qualname__} misses {missing} and has no {unknown}"


def _values(self: Any) -> tuple[object, ...]:
    return tuple([getattr(self, name) for name in self.__dataclass_fields__])


def _equal(self: object, other: object) -> bool:
    return _values(self) == _values(other) if type(self) is type(other) else NotImplemented


def _hash(self: object) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    values = zip(self.__dataclass_fields__, _values(self), strict=True)
    return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in values)})"


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"{type(self).__qualname__} is frozen, and {name} with it")
