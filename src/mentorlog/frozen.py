"""Frozen dataclasses, string enums and named tuples: the standard library's, made in less time.

`dataclasses.dataclass` writes and compiles six functions for each class, `typing.NamedTuple`
compiles each annotation, and `enum` looks at each member a dozen times: for the hundred classes of
a board that takes as long as Python and Typer need to start. Here classes share their functions.

For a type checker these names are the library's. What they make behaves alike:

- For the library's `fields`, `replace` and `is_dataclass`, and for pydantic, our classes are
  dataclasses: the marks that these look for are made when somebody looks, because importing
  `dataclasses` takes a tenth of a nudge. It supports what we use: no `InitVar`, no field left out
  of comparison, no slots besides the fields. A class with many instances gets an `__init__` of its
  own once that pays.
- Enums are the library's, made in another way: all members are text, and no two are alike. That
  way was tried with Python 3.11; newer ones make enums and named tuples as they always do.
"""

from __future__ import annotations

import enum
import sys
from collections import namedtuple
from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from types import FunctionType, GenericAlias, MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

__all__ = [
    "MISSING",
    "Field",
    "NamedTuple",
    "StrEnum",
    "dataclass",
    "field",
    "fields",
    "is_dataclass",
    "maker",
    "replace",
]


T = TypeVar("T")


def _quoted(*arguments: Any) -> Any:
    from urllib.parse import quote_from_bytes

    return quote_from_bytes(*arguments)


# Before Python 3.13, `pathlib` imports `urllib.parse` for `as_uri` alone, a twelfth of completing.
if not sys.modules.keys() & {"pathlib", "urllib.parse"}:
    sys.modules["urllib.parse"] = ModuleType("urllib.parse")
    sys.modules["urllib.parse"].quote_from_bytes = _quoted  # type: ignore[attr-defined]
    import pathlib  # noqa: F401 - imported here, it is there for all others

    del sys.modules["urllib.parse"]


# Dataclasses

if TYPE_CHECKING:
    from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass, replace

    _field: Any
else:
    MISSING = object()  # instead of a default
    _NOTHING = MappingProxyType({})

    class Field:
        """What is known of a field, by the names of `dataclasses.Field`."""

        __slots__ = ("default", "default_factory", "kw_only", "metadata", "name", "type")

        def __init__(self, default: Any, default_factory: Any, metadata: Any) -> None:
            self.default = default
            self.default_factory = default_factory
            self.metadata = metadata

    def field(
        *, default: Any = MISSING, default_factory: Any = MISSING, metadata: Any = _NOTHING
    ) -> Field:
        """A field with a default or metadata; several classes may have it."""
        return Field(default, default_factory, metadata)

    def dataclass(*, frozen: bool, slots: bool, kw_only: bool = False) -> Callable[[type], type]:
        """The decorator. Raises TypeError unless it is both frozen and slotted."""
        if not (frozen and slots):
            raise TypeError("dataclasses.dataclass makes the other ones")
        return lambda cls: _made(cls, kw_only=kw_only)

    def fields(of: Any) -> tuple[Field, ...]:
        """The fields of a class of ours, or of an instance."""
        return tuple(of.__frozen_fields__.values())

    def is_dataclass(obj: Any) -> bool:
        """Whether it is a class of ours, or an instance."""
        return hasattr(obj, "__frozen_fields__")

    def replace(instance: Any, /, **changes: object) -> Any:
        """The instance with other values in some fields."""
        for name in instance.__frozen_fields__:
            if name not in changes:
                changes[name] = getattr(instance, name)
        return type(instance)(**changes)

    def _field(name: str, annotation: str, default: Any, *, kw_only: bool) -> Field:
        if isinstance(default, Field):
            result = Field(default.default, default.default_factory, default.metadata)
        else:
            result = Field(default, MISSING, _NOTHING)
        result.name, result.type, result.kw_only = name, annotation, kw_only
        return result


_MANY = 200  # instances: from then on, compiling takes less time than it saves


def _made(cls: type, *, kw_only: bool) -> type:
    """The class again, with slots, which can't be added to an existing class."""
    namespace = dict(vars(cls))
    namespace.pop("__dict__", None)  # the new class has none, or its own
    namespace.pop("__weakref__", None)
    every: dict[str, Field[Any]] = {}
    for base in cls.__mro__[-2:0:-1]:
        every |= vars(base).get("__frozen_fields__", {})
    own = []
    for name, annotation in cls.__annotations__.items():
        if annotation.startswith("ClassVar"):
            continue
        if name not in every:
            own.append(name)
        every[name] = _field(name, annotation, namespace.pop(name, MISSING), kw_only=kw_only)
    by_place = tuple([name for name, each in every.items() if not each.kw_only])
    marks = {"__slots__": tuple(own), "__match_args__": by_place, "__frozen_fields__": every}
    return type(cls)(
        cls.__name__,
        cls.__bases__,
        namespace | _SHARED | marks | {"__qualname__": cls.__qualname__},
    )


def _first(self: Any, /, *given: object, **named: object) -> None:
    """Make the first instance of a class, which then gets an `__init__` of its own."""
    line = type(self).__mro__
    cls: Any = next(each for each in line if vars(each).get("__init__") is _first)
    cls.__init__ = _initializer(cls, cls.__frozen_fields__)
    cls.__init__(self, *given, **named)


def _initializer(cls: Any, fields: Mapping[str, Any]) -> Callable[..., None]:
    setters = [(name, getattr(cls, name).__set__) for name in fields]  # bypasses __setattr__
    defaults = {name: f.default for name, f in fields.items() if f.default is not MISSING}
    makers = [(n, f.default_factory) for n, f in fields.items() if f.default_factory is not MISSING]
    count, finish = len(fields), getattr(cls, "__post_init__", None)
    instances = iter(range(0 if makers else _MANY))

    def initialize(self: object, /, *given: object, **named: object) -> None:
        if next(instances, None) == _MANY - 1:
            cls.__init__ = _compiled(cls, fields)  # for those to come
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


_INIT = """\
def made(self, {taken}):
    own_class = self.__class__
    _become(self, _Open)
    {setting}
    self.__class__ = own_class
    {finish}
"""
_MAKE = """\
def made({taken}):
    self = _new(_Open)
    {setting}
    self.__class__ = _cls
    return self
"""


def _compiled(cls: Any, fields: Mapping[str, Any]) -> Callable[..., None]:
    """The initializer, compiled; for a class whose defaults needn't be made anew."""
    taken: dict[bool, list[str]] = {False: [], True: []}
    for name, field in fields.items():
        bare = field.default is MISSING
        taken[field.kw_only].append(name if bare else f"{name}=_default_{name}")
    named = ["*", *taken[True]] if taken[True] else []
    known = {f"_default_{name}": field.default for name, field in fields.items()}
    return _setting(_INIT, cls, [*taken[False], *named], known)


def maker(cls: type[T], count: int, *varying: str) -> Callable[..., Callable[..., T]]:
    """Given values by name, a function that makes `cls` from its `varying` fields by place.

    `count`: how many will be made. Thousands take a third of the time, also because `__post_init__`
    isn't called for them: the values must fit already, and no default may have to be made anew.
    Raises TypeError for other fields than `cls` has, when given the values or at last when called.
    """
    if count < _MANY:
        return lambda **values: (
            lambda *given: cls(**dict(zip(varying, given, strict=True)), **values)
        )
    fields = vars(cls)["__frozen_fields__"]
    fixed = {name: field.default for name, field in fields.items() if name not in varying}
    if (cls, varying) not in _makers:
        _makers[cls, varying] = _setting(_MAKE, cls, [*varying, *fixed])
    made = _makers[cls, varying]
    code, globals_ = made.__code__, made.__globals__

    def with_values(**values: object) -> Callable[..., T]:
        known = fixed | values
        if len(known) > len(fixed) or MISSING in known.values():
            raise TypeError(_misfit(cls, {*varying, *values}))
        return FunctionType(code, globals_, argdefs=tuple(known.values()))

    return with_values


_makers: dict[tuple[type, tuple[str, ...]], Callable[..., Any]] = {}


def _setting(
    template: str, cls: Any, taken: Collection[str], defaults: Mapping[str, object] | None = None
) -> Callable[..., Any]:
    """A function that sets the fields of an object, as a template says, from what is `taken`.

    The object is of a class that isn't frozen while its fields are set: that halves the time. A
    subclass without the decorator needs `__slots__ = ()`.
    """
    own = {name: vars(cls)[name] for name in ("__slots__", "__orig_bases__") if name in vars(cls)}
    own["__setattr__"] = object.__setattr__
    own["__delattr__"] = object.__delattr__  # without it, each field takes four times as long
    known: dict[str, Any] = {
        **(defaults or {}),
        "_new": object.__new__,
        "_become": vars(object)["__class__"].__set__,
        "_cls": cls,
        "_Open": type(cls)(cls.__name__, cls.__bases__, own),
        "_finish": getattr(cls, "__post_init__", None),
    }
    text = template.format(
        taken=", ".join(taken),
        setting="; ".join(f"self.{name} = {name}" for name in cls.__frozen_fields__),
        finish="_finish(self)" if known["_finish"] else "",
    )
    exec(text, known)  # noqa: S102 - our own fields' names
    function: Callable[..., Any] = known["made"]
    return function


def _by_place(
    cls: Any, given: Collection[object], named: Mapping[str, object]
) -> dict[str, object]:
    """Positional arguments by name. Raises TypeError for too many, or one given twice."""
    places = cls.__match_args__[: len(given)]
    if len(places) < len(given) or not named.keys().isdisjoint(places):
        raise TypeError(f"{cls.__qualname__} takes {cls.__match_args__} by place, and each once")
    return dict(zip(places, given, strict=True))


def _misfit(cls: Any, given: AbstractSet[str]) -> str:
    fields = cls.__frozen_fields__.keys()
    missing, unknown = sorted(fields - given), sorted(given - fields)
    return f"{cls.__qualname__} misses {missing} and has no {unknown}"


def _values(self: Any) -> tuple[object, ...]:
    return tuple([getattr(self, name) for name in self.__frozen_fields__])


def _equal(self: object, other: object) -> bool:
    return _values(self) == _values(other) if type(self) is type(other) else NotImplemented


def _hash(self: object) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    values = zip(self.__frozen_fields__, _values(self), strict=True)
    return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in values)})"


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"{type(self).__qualname__} is frozen, and {name} with it")


class _Mark:
    """What the library sets on a dataclass: made for a class when it is looked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, _: object, cls: type) -> Any:
        ours = next(each for each in cls.__mro__ if "__frozen_fields__" in vars(each))
        for name, mark in _marks_of(ours).items():
            setattr(ours, name, mark)
        return getattr(ours, self._name)


def _marks_of(cls: Any) -> dict[str, Any]:
    import dataclasses

    @dataclasses.dataclass(frozen=True, slots=True)
    class Genuine:
        only: None

    (genuine,) = dataclasses.fields(Genuine)
    library_fields = {}
    for name, ours in cls.__frozen_fields__.items():
        known = {"default": ours.default, "default_factory": ours.default_factory}
        given = {key: value for key, value in known.items() if value is not MISSING}
        field: Any = dataclasses.field(kw_only=ours.kw_only, metadata=ours.metadata, **given)
        field.name, field.type, field._field_type = name, ours.type, genuine._field_type  # type: ignore[attr-defined]  # noqa: SLF001
        library_fields[name] = field
    params = vars(Genuine)["__dataclass_params__"]
    return {"__dataclass_fields__": library_fields, "__dataclass_params__": params}


_SHARED = {
    "__init__": _first,
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__dataclass_fields__": _Mark("__dataclass_fields__"),
    "__dataclass_params__": _Mark("__dataclass_params__"),
}


_IS_TRIED = sys.version_info < (3, 12)

# Enums

if TYPE_CHECKING or not _IS_TRIED:
    from enum import StrEnum
else:

    class _EnumType(enum.EnumType):
        """Makes the members, and finds them."""

        @classmethod
        def __prepare__(cls, *_: object) -> dict[str, Any]:
            return {}

        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
            texts = {k: v for k, v in namespace.items() if type(v) is str and k[0] != "_"}
            own = {key: value for key, value in namespace.items() if key not in texts}
            own |= {"_member_map_": {}, "_value2member_map_": {}, "_member_names_": [*texts]}
            result = type.__new__(cls, name, bases, own)
            for order, (key, text) in enumerate(texts.items()):
                member = str.__new__(result, text)
                marks = {"_name_": key, "_value_": text, "_sort_order_": order}
                vars(member).update(marks, __objclass__=result)
                result._member_map_[key] = result._value2member_map_[text] = member
                type.__setattr__(result, key, member)
            return result

        def __call__(cls, value: object) -> Any:
            try:
                return cls._value2member_map_[value]
            except (KeyError, TypeError):
                raise ValueError(f"{cls.__qualname__} has no {value!r}") from None

        def __contains__(cls, value: object) -> bool:
            return value in cls._value2member_map_

    class StrEnum(enum.StrEnum, metaclass=_EnumType):
        """Some texts, each with a name."""


# Tuples

if TYPE_CHECKING or not _IS_TRIED:
    from typing import NamedTuple
else:

    class _TupleType(type):
        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
            """A named tuple with the methods; the first class of this type is only a base."""
            if not bases:
                return type.__new__(cls, name, bases, namespace)
            types = namespace.get("__annotations__", {})
            defaults = [namespace[key] for key in types if key in namespace]
            module = namespace["__module__"]
            result = namedtuple(name, types, defaults=defaults, module=module)  # noqa: PYI024
            for key in namespace.keys() - types.keys() - {"__orig_bases__", "__classcell__"}:
                setattr(result, key, namespace[key])
            result.__class_getitem__ = classmethod(GenericAlias)
            return result

    class NamedTuple(metaclass=_TupleType):
        pass
