"""Our dataclasses, enums and tuples are the library's, but for the time they take to make."""

from __future__ import annotations

import copy
import dataclasses
import enum
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

import pytest
from pydantic import TypeAdapter

from mentorlog import frozen

SOURCE = Path(frozen.__file__).parent.parent

T = TypeVar("T")


def family(of: Any) -> tuple[Any, ...]:
    """The same classes, made by either module."""
    dataclass = of.dataclass

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Base:
        """With a constant, a default and an invariant."""

        kind: ClassVar[str] = "base"
        first: int
        second: str = "two"

        def __post_init__(self) -> None:
            if self.first < 0:
                raise ValueError("first is below zero")

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Child(Base):
        kind: ClassVar[str] = "child"
        third: tuple[int, ...] = ()
        second: str = "other"

        def __post_init__(self) -> None:
            Base.__post_init__(self)
            object.__setattr__(self, "third", tuple(sorted(self.third)))

    @dataclass(frozen=True, slots=True)
    class Placed:
        first: int
        second: dict[str, int] = of.field(default_factory=dict)

        @property
        def doubled(self) -> int:
            return 2 * self.first

    @dataclass(frozen=True, slots=True)
    class Of(Generic[T]):
        value: T

    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    return Base, Child, Placed, Of, Empty


OURS, THEIRS = family(frozen), family(dataclasses)
BASE, CHILD, PLACED, OF, EMPTY = range(5)

CALLS: dict[str, Callable[[tuple[Any, ...]], object]] = {
    "all given": lambda of: of[BASE](first=1, second="x"),
    "default": lambda of: of[BASE](first=1),
    "invariant": lambda of: of[BASE](first=-1),
    "missing": lambda of: of[BASE](second="x"),
    "unknown": lambda of: of[BASE](first=1, third=1),
    "one for another": lambda of: of[BASE](second="x", third=1),
    "by place": lambda of: of[BASE](1),
    "inherited": lambda of: of[CHILD](first=1),
    "put in order": lambda of: of[CHILD](first=1, third=(3, 1, 2)),
    "inherited invariant": lambda of: of[CHILD](first=-1),
    "constant": lambda of: (of[CHILD].kind, of[CHILD](first=1).kind),
    "places": lambda of: of[PLACED](1, {"a": 1}),
    "place and name": lambda of: of[PLACED](1, second={}),
    "a place twice": lambda of: of[PLACED](1, first=2),
    "too many": lambda of: of[PLACED](1, {}, 3),
    "property": lambda of: of[PLACED](4).doubled,
    "factory": lambda of: of[PLACED](1).second is of[PLACED](1).second,
    "generic": lambda of: of[OF](1),
    "empty": lambda of: (of[EMPTY](), of[EMPTY]() == of[EMPTY](), hash(of[EMPTY]())),
    "equal": lambda of: of[BASE](first=1) == of[BASE](first=1),
    "unequal": lambda of: of[BASE](first=1) == of[BASE](first=2),
    "child and parent": lambda of: of[BASE](first=1) == of[CHILD](first=1),
    "something else": lambda of: of[BASE](first=1) == (1, "two"),
    "hash": lambda of: hash(of[CHILD](first=1)) == hash(of[CHILD](first=1)),
    "hash of what has none": lambda of: hash(of[PLACED](1)),
    "assignment": lambda of: setattr(of[BASE](first=1), "first", 2),
    "deletion": lambda of: delattr(of[BASE](first=1), "first"),
    "replace": lambda of: dataclasses.replace(of[CHILD](first=1), first=2),
    "replace by the invalid": lambda of: dataclasses.replace(of[CHILD](first=1), first=-2),
    "asdict": lambda of: dataclasses.asdict(of[CHILD](first=1)),
    "fields": lambda of: [
        (f.name, f.type, f.default, f.kw_only, f.init, f.compare)
        for cls in of
        for f in dataclasses.fields(cls)
    ],
    "is a dataclass": lambda of: [dataclasses.is_dataclass(cls) for cls in of],
    "slots": lambda of: [cls.__slots__ for cls in of],
    "no dict": lambda of: [hasattr(cls, "__dict__") for cls in (of[BASE](first=1), of[EMPTY]())],
    "match": lambda of: [cls.__match_args__ for cls in of],
    "names": lambda of: [(cls.__name__, cls.__qualname__, cls.__module__) for cls in of],
    "pydantic": lambda of: TypeAdapter(of[PLACED]).validate_python({"first": "1"}),
    "pydantic, missing": lambda of: TypeAdapter(of[PLACED]).validate_python({}),
    "pydantic, invariant": lambda of: TypeAdapter(of[CHILD]).validate_python({"first": -1}),
}


@pytest.mark.parametrize("name", CALLS)
def test_what_they_do_is_what_the_librarys_do(name: str) -> None:
    assert outcome(CALLS[name], OURS) == outcome(CALLS[name], THEIRS)


@pytest.mark.parametrize("name", CALLS)
def test_a_class_of_which_there_are_many_is_no_other(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frozen, "_MANY", 1)
    many = family(frozen)
    many[BASE](first=1), many[CHILD](first=1), many[PLACED](1), many[OF](1), many[EMPTY]()

    assert "_finish" in many[BASE].__init__.__globals__  # compiled by now
    assert outcome(CALLS[name], many) == outcome(CALLS[name], THEIRS)


def outcome(call: Callable[[tuple[Any, ...]], object], of: tuple[Any, ...]) -> object:
    try:
        return repr(call(of))
    except dataclasses.FrozenInstanceError:  # its words are ours
        return dataclasses.FrozenInstanceError
    except TypeError:  # a mistake of ours, which no user sees
        return TypeError
    except ValueError as error:
        return type(error), [str(each) for each in getattr(error, "errors", list)()] or str(error)


def test_a_field_may_have_the_name_of_a_builtin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frozen, "_MANY", 1)

    @frozen.dataclass(frozen=True, slots=True, kw_only=True)
    class Given:
        type: str
        object: int = 0

    first, second = (Given(type=each) for each in ("advice", "thanks"))

    assert (first.type, second.type, second.object, type(second)) == ("advice", "thanks", 0, Given)


@pytest.mark.parametrize("count", [1, 200])
@pytest.mark.parametrize("varying", [("first",), ("second", "first"), ("third", "first")])
def test_a_maker_makes_what_the_class_makes(varying: tuple[str, ...], count: int) -> None:
    child = OURS[CHILD]
    values = {"first": 1, "second": "x", "third": (2, 3)}
    fixed = {name: value for name, value in values.items() if name not in varying}

    make = frozen.maker(child, count, *varying)(**fixed)
    made = make(*(values[name] for name in varying))

    assert (made, type(made), repr(made)) == (child(**values), child, repr(child(**values)))
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.first = 2
    assert frozen.maker(child, count, "first")()(5) == child(first=5)  # each has its own values


@pytest.mark.parametrize("count", [1, 200])
@pytest.mark.parametrize("given", [{}, {"first": 1, "fourth": 4}])
def test_a_maker_of_other_fields_than_there_are_is_refused(
    count: int, given: dict[str, int]
) -> None:
    with pytest.raises(TypeError, match="misses"):
        frozen.maker(OURS[CHILD], count, "second")(**given)("x")


def test_what_the_library_stumbles_over() -> None:
    """A slotted class is not the one that its `super()` knows, before Python 3.14."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        OURS[BASE](first=1).fourth = 4
    assert OURS[OF][int](1) == OURS[OF](1)


def test_only_what_is_both_frozen_and_slotted_is_made_here() -> None:
    with pytest.raises(TypeError):
        frozen.dataclass(frozen=True, slots=False)


def test_the_library_is_imported_only_when_somebody_asks_for_its_marks() -> None:
    program = (
        "import sys\n"
        "from mentorlog.errors import Newer, Problem\n"
        "made = Problem('a', 1, 'b')\n"
        "print('dataclasses' in sys.modules)\n"
        "import dataclasses\n"
        "for one in (Newer, Problem, Newer('a', 1, 'b'), made):\n"
        "    print(*(each.name for each in dataclasses.fields(one)))\n"
        "assert dataclasses.replace(made, line=2) == Problem('a', 2, 'b')"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )

    assert ran.stdout.splitlines() == ["False", *["file line message"] * 4]


def test_what_they_know_of_themselves_is_what_the_library_knows() -> None:
    for ours, theirs in zip(OURS, THEIRS, strict=True):
        assert frozen.is_dataclass(ours)
        assert [(each.name, each.type, each.kw_only) for each in frozen.fields(ours)] == [
            (each.name, each.type, each.kw_only) for each in dataclasses.fields(theirs)
        ]
    child = OURS[CHILD](first=1)
    assert frozen.replace(child, first=2) == dataclasses.replace(child, first=2)
    assert frozen.replace(child) is not child
    with pytest.raises(TypeError):
        frozen.replace(child, fourth=4)
    assert not frozen.is_dataclass(int)


def enums(base: Any) -> tuple[Any, Any]:
    class Meal(base):  # type: ignore[misc]
        """With a text that belongs to no member."""

        EARLY = "breakfast"
        LATE = "supper"

        @property
        def is_early(self) -> bool:
            return self is Meal.EARLY

    class Other(base):  # type: ignore[misc]
        EARLY = "breakfast"

    return Meal, Other


ASKED: dict[str, Callable[[Any, Any], object]] = {
    "members": lambda meal, _: list(meal),
    "backwards": lambda meal, _: list(reversed(meal)),
    "how many": lambda meal, _: (len(meal), bool(meal)),
    "by value": lambda meal, _: meal("supper") is meal.LATE,
    "by itself": lambda meal, _: meal(meal.LATE) is meal.LATE,
    "by name": lambda meal, _: meal["LATE"] is meal.LATE,
    "by a wrong name": lambda meal, _: meal["SUPPER"],
    "unknown": lambda meal, _: meal("lunch"),
    "unknown and odd": lambda meal, _: meal(["lunch"]),
    "name and value": lambda meal, _: (meal.LATE.name, meal.LATE.value, type(meal.LATE.value)),
    "as text": lambda meal, _: (str(meal.LATE), f"{meal.LATE:>8}", "a " + meal.LATE),
    "exactly text": lambda meal, _: (type(str(meal.LATE)), type(f"{meal.LATE}")),
    "shown": lambda meal, _: repr(meal.LATE),
    "equal": lambda meal, other: (meal.LATE == "supper", meal.EARLY == other.EARLY),
    "hash": lambda meal, _: {meal.LATE: 1}["supper"],
    "in": lambda meal, _: [one in meal for one in meal],
    "its own property": lambda meal, _: [one.is_early for one in meal],
    "copy": lambda meal, _: copy.deepcopy([meal.LATE])[0] is meal.LATE,
    "JSON": lambda meal, _: json.dumps({meal.LATE: [meal.LATE]}),
    "isinstance": lambda meal, other: (
        isinstance(meal.LATE, enum.StrEnum),
        isinstance(meal, enum.EnumType),
        isinstance(meal.LATE, meal),
        isinstance(meal.LATE, str),
        isinstance(meal.LATE, other),
    ),
    "names": lambda meal, _: (meal.__name__, meal.__doc__, list(meal.__members__)),
    "no member": lambda meal, _: meal.NEVER,
    "another member": lambda meal, _: setattr(meal, "LATE", 1),
    "one member less": lambda meal, _: delattr(meal, "LATE"),
    "pydantic": lambda meal, _: TypeAdapter(meal).validate_python("supper") is meal.LATE,
    "pydantic, unknown": lambda meal, _: TypeAdapter(meal).validate_python("lunch"),
    "JSON schema": lambda meal, _: TypeAdapter(meal).json_schema(),
}


@pytest.mark.parametrize("name", ASKED)
def test_enums_do_what_the_librarys_do(name: str) -> None:
    assert answer(name, frozen.StrEnum) == answer(name, enum.StrEnum)


def answer(name: str, base: Any) -> object:
    try:
        return repr(ASKED[name](*enums(base)))
    except (KeyError, AttributeError, ValueError) as error:
        return type(error)


def points(base: Any) -> Any:
    class Point(base):  # type: ignore[misc]
        """Somewhere."""

        first: int
        second: dict[str, Unheard] | None = None  # type: ignore[name-defined]  # noqa: F821

        @property
        def doubled(self) -> int:
            return int(2 * self.first)

    return Point


TUPLES: dict[str, Callable[[Any], object]] = {
    "made": lambda of: (of(1), of(1, {}), of(second=None, first=2)),
    "missing": lambda of: of(),
    "too many": lambda of: of(1, 2, 3),
    "unknown": lambda of: of(1, third=3),
    "parts": lambda of: (of(1).first, of(1)[1], len(of(1)), list(of(1))),
    "equal": lambda of: (of(1) == of(1), of(1) == (1, None), hash(of(1)) == hash((1, None))),
    "replaced": lambda of: of(1)._replace(first=3),
    "property": lambda of: of(4).doubled,
    "names": lambda of: (of.__name__, of.__qualname__, of.__module__, of.__doc__),
    "fields": lambda of: (of._fields, of._field_defaults, of.__match_args__),
    "subscript": lambda of: of[int](1),
    "assigned": lambda of: setattr(of(1), "first", 2),
    "added": lambda of: setattr(of(1), "third", 2),
}


@pytest.mark.parametrize("name", TUPLES)
def test_named_tuples_do_what_the_librarys_do(name: str) -> None:
    found = []
    for base in (frozen.NamedTuple, NamedTuple):
        try:
            found.append(repr(TUPLES[name](points(base))))
        except (TypeError, AttributeError) as error:
            found.append(str(error))

    assert found[0] == found[1]


def test_a_named_tuple_may_be_generic() -> None:
    class Pair(frozen.NamedTuple, Generic[T]):
        value: T

    assert Pair[int](1) == (1,)
    assert Pair(1).value == 1


def test_paths_have_what_was_not_imported_for_them() -> None:
    program = (
        "import sys, mentorlog.frozen, pathlib\n"
        "assert not {'urllib.parse', 'ipaddress'} & sys.modules.keys()\n"
        "print(pathlib.Path('/a b').as_uri()); import urllib.parse as real\n"
        "assert real.quote('a b') == 'a%20b' and real.__file__"
    )
    ran = subprocess.run(
        [sys.executable, "-S", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(SOURCE)},
    )

    assert (ran.stdout, ran.stderr) == ("file:///a%20b\n", "")


def test_a_python_that_was_not_tried_makes_enums_and_named_tuples_itself(tmp_path: Path) -> None:
    program = (
        "import argparse, enum, sys, typing, typer, rich.console\n"
        "sys.version_info = (3, 99, 0, 'final', 0)\n"
        "from mentorlog import frozen\n"
        "assert (frozen.StrEnum, frozen.NamedTuple) == (enum.StrEnum, typing.NamedTuple)\n"
        "from mentorlog.__main__ import run\n"
        "said = ['log-meeting', 'Dana', '--new', '--topic', 'plans', '--no-input']\n"
        "assert (run(said), run(['review']), run(['nudge', '--json'])) == (0, 0, 0)\n"
    )
    env = {**os.environ, "MENTORLOG_JOURNAL": str(tmp_path / "journal"), "HOME": str(tmp_path)}

    ran = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True, env=env
    )

    assert (ran.returncode, ran.stderr) == (0, "")
