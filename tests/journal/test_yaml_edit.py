"""A change touches one key or item; every other character stays as its owner wrote it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from journal.handwriting import KEYS, TEXTS, comments, written_by_hand

from mentorlog.domain.entries import KeyPath
from mentorlog.journal.yaml import Value, Writable, as_read, dump
from mentorlog.journal.yaml.edit import (
    CannotEdit,
    appending,
    edits,
    removing,
    setting,
    with_item,
    with_value,
    without_key,
)
from mentorlog.journal.yaml.read import Document, read

DAY = dt.date(2026, 12, 9)


def document(text: str) -> Document:
    return read(text.encode())


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        # In the place of a scalar: its line keeps its comment, the file its line ends.
        ("a: 1   # c\n\nb: 2\n", ("a",), "x", "a: x   # c\n\nb: 2\n"),
        ("a: 'it''s'  # c\n", ("a",), "x: y", 'a: "x: y"  # c\n'),
        ("a:\r\nb: 2\r\n", ("a",), DAY, "a: 2026-12-09\r\nb: 2\r\n"),
        ("a:   # c\nb: 2\n", ("a",), True, "a: true   # c\nb: 2\n"),
        ("\ufeffa: ~", ("a",), 5, "\ufeffa: 5"),
        ("😀: 1\na: 1 # 😀\n", ("a",), 2, "😀: 1\na: 2 # 😀\n"),
        ('a: "one\n  two"  # c\nb: 2\n', ("a",), 5, "a: 5  # c\nb: 2\n"),
        ("a: 1  # c\nb: 2\n", ("a",), "x\ny\n", "a: |  # c\n  x\n  y\nb: 2\n"),
        ("a: 1\r\nb: 2\r\n", ("a",), "x\ny", "a: |-\r\n  x\r\n  y\r\nb: 2\r\n"),
        ("a: 1  # c\nb: 2\n", ("a",), ["x"], "a:  # c\n  - x\nb: 2\n"),
        ("a: 1\nb: 2\n", ("a",), {"x": ["w"]}, "a:\n  x:\n    - w\nb: 2\n"),
        ("a: [1, 2]  # c\n", ("a",), [], "a: []  # c\n"),
        ("a: {b: 1}\n", ("a",), "x", "a: x\n"),
        # A literal block that would lose its last line end is quoted instead.
        ("a: 1", ("a",), "x\ny\n", 'a: "x\\ny\\n"'),
        # In the place of a block of text: the blank lines behind stay.
        ("a: |  # c\n  x\n  y\n\nb: 2\n", ("a",), 5, "a: 5  # c\n\nb: 2\n"),
        ("a: >-\n  x\n\n  y  \n\n\nb: 2\n", ("a",), "z\nz", "a: |-\n  z\n  z\n\n\nb: 2\n"),
        ("a:\n  b: |2+\n      x\n\n  c: 1\n", ("a", "b"), "z", "a:\n  b: z\n\n  c: 1\n"),
        ("a: |\nb: 1\n", ("a",), "x\n\ny\n", "a: |\n  x\n\n  y\nb: 1\n"),
        # In a list, block or flow.
        ("a:\n- x # c\n- y\n", ("a", 1), "z", "a:\n- x # c\n- z\n"),
        ("a:\n-   x # c\n", ("a", 0), {"k": 1, "l": 2}, "a:\n-   k: 1 # c\n    l: 2\n"),
        ("a:\n-\n- y\n", ("a", 0), {"k": 1, "l": 2}, "a:\n- k: 1\n  l: 2\n- y\n"),
        ("a: [ x,y ]\n", ("a", 1), "b, c", 'a: [ x,"b, c" ]\n'),
        ("a: {b: [x], c: }\n", ("a", "c"), ["d"], "a: {b: [x], c: [d]}\n"),
        # In the place of a block collection.
        ("a:\n    b: 1\n    c: 2  # d\ne: 3\n", ("a",), {"f": 1}, "a:\n    f: 1  # d\ne: 3\n"),
        ("a:\n  - x\n  - y\nb: 1\n", ("a",), ["z"], "a:\n  - z\nb: 1\n"),
        ("a:  # c\n\n  # d\n  - x\n", ("a",), ["z"], "a:  # c\n\n  # d\n  - z\n"),
        ("a:\n  - x\nb: 1\n", ("a",), "z\nz", 'a:\n  "z\\nz"\nb: 1\n'),
        # A new key comes last, in the style of its neighbours.
        ("a: 1\nb: 2\n", ("c",), "x", "a: 1\nb: 2\nc: x\n"),
        ("a: 1\nb: 2  # c\n\n# end\n", ("c",), "x", "a: 1\nb: 2  # c\nc: x\n\n# end\n"),
        ("a: 1\r\nb: 2", ("c",), ["x"], "a: 1\r\nb: 2\r\nc:\r\n  - x"),
        ("a:\n    b: 1\nc: 2\n", ("a", "d"), "x", "a:\n    b: 1\n    d: x\nc: 2\n"),
        ("a:\n- b: 1\n  c: 2\n- d: 3\n", ("a", 0, "e"), 4, "a:\n- b: 1\n  c: 2\n  e: 4\n- d: 3\n"),
        ("a: |\n  x\n\n\n# end\n", ("b",), 1, "a: |\n  x\nb: 1\n\n\n# end\n"),
        ("a: |+\n  x\n\n\n# end\n", ("b",), 1, "a: |+\n  x\n\n\nb: 1\n# end\n"),
        ("b: 1\na: |\n  x", ("c",), 2, "b: 1\nc: 2\na: |\n  x"),
        ("a: 1", ("b",), "x\ny\n", "b: |\n  x\n  y\na: 1"),
        ("a: {b: 1}\n", ("a", "c"), "x", "a: {b: 1, c: x}\n"),
        ("a: { b: 1, }\n", ("a", "c"), "x", "a: { b: 1, c: x, }\n"),
        ("a: {}\n", ("a", "c"), "x", "a: {c: x}\n"),
        ("{a: 1}", ("c",), ["x", DAY], "{a: 1, c: [x, 2026-12-09]}"),
        # What is missing on the way is made.
        ("a: 1\n", ("b", "c"), 1, "a: 1\nb:\n  c: 1\n"),
        ("a: 1\nb: # c\n", ("b", "c", "d"), 1, "a: 1\nb: # c\n  c:\n    d: 1\n"),
        # What is already said is left alone.
        ("a: '5'\n", ("a",), 5, "a: '5'\n"),
        ("a: {b: ~}\n", ("a",), {"b": None}, "a: {b: ~}\n"),
    ],
)
def test_a_value_is_set(before: str, path: KeyPath, value: Writable, after: str) -> None:
    assert with_value(document(before), path, value) == after


@pytest.mark.parametrize(
    ("before", "path", "item", "after"),
    [
        ("a:\n  - x # c\nb: 1\n", ("a",), "w", "a:\n  - x # c\n  - w\nb: 1\n"),
        ("a:\n- x\nb: 1\n", ("a",), {"k": 1, "l": "m"}, "a:\n- x\n- k: 1\n  l: m\nb: 1\n"),
        ("a:\n  - x", ("a",), "w\nz", "a:\n  - x\n  - |-\n    w\n    z"),
        ("a:\n  - |\n    x\n\nb: 1\n", ("a",), "w", "a:\n  - |\n    x\n  - w\n\nb: 1\n"),
        ("a:\n  - |+\n    x\n\nb: 1\n", ("a",), "w", "a:\n  - |+\n    x\n\n  - w\nb: 1\n"),
        ("a:\n  -\nb: 1\n", ("a",), "w", "a:\n  -\n  - w\nb: 1\n"),
        ("a: [x,  w] # c\n", ("a",), "z: 1", 'a: [x,  w, "z: 1"] # c\n'),
        ("a: [\n  x, # c\n]\n", ("a",), "w", "a: [\n  x, w, # c\n]\n"),
        ("a: []\n", ("a",), {"k": 1}, "a: [{k: 1}]\n"),
        ("a:\nb: 1\n", ("a",), "x", "a:\n  - x\nb: 1\n"),
        ("b: 1\n", ("a",), "x", "b: 1\na:\n  - x\n"),
        ("b: {c: 1}\n", ("b", "a"), "x", "b: {c: 1, a: [x]}\n"),
        ("a:\n- b:\n  - x\n- c: 1\n", ("a", 0, "b"), "w", "a:\n- b:\n  - x\n  - w\n- c: 1\n"),
        ("a:\n- - x\n- w\n", ("a", 0), "z", "a:\n- - x\n  - z\n- w\n"),
    ],
)
def test_an_item_is_appended(before: str, path: KeyPath, item: Writable, after: str) -> None:
    assert with_item(document(before), path, item) == after


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("a: 1\nb: 2\nc: 3\n", ("b",), "a: 1\nc: 3\n"),
        ("a: 1\r\nb:\r\n  - x\r\n", ("b",), "a: 1\r\n"),
        ("a: 1\nb: 2", ("b",), "a: 1\n"),
        ("a: 1\n# about b\n\nb: |\n  x\n\n  y\n\n# about c\nc: 3\n", ("b",),
         "a: 1\n# about b\n\n\n# about c\nc: 3\n"),
        ("a: 1\nb: 2  # why\nc: 3\n", ("b",), "a: 1\n# why\nc: 3\n"),
        ("a:\n- b: 1\n  c: 2\n", ("a", 0, "b"), "a:\n- c: 2\n"),
        ("a:\n- b: 1 # why\n  c: 2\n", ("a", 0, "b"), "a:\n- # why\n  c: 2\n"),
        ("a:\n- b: 1\n  c: 2\n", ("a", 0, "c"), "a:\n- b: 1\n"),
        ("a:\n  b: 1 # why\nc: 3\n", ("a", "b"), "a:\n  {} # why\nc: 3\n"),
        ("a: {b: 1,  c: 2, d: 3}\n", ("a", "c"), "a: {b: 1, d: 3}\n"),
        ("a: {b: 1,  c: 2}\n", ("a", "b"), "a: {c: 2}\n"),
        ("a: { b: 1 }\n", ("a", "b"), "a: {  }\n"),
        ("a: 1\nb:\n", ("b",), "a: 1\n"),
        ("a: 1\n", ("b",), "a: 1\n"),
        ("a: 1\n", ("b", "c"), "a: 1\n"),
        ("a: 1\n", ("a", "c"), "a: 1\n"),
    ],
)  # fmt: skip
def test_a_key_is_taken_away(before: str, path: KeyPath, after: str) -> None:
    assert without_key(document(before), path) == after


@pytest.mark.parametrize(
    ("before", "path", "value"),
    [
        ("a:\n  - x # mine\n  - y\n", ("a",), ["y"]),
        ("a:\n  - x\n  - |  # mine\n    y\n", ("a",), ["y"]),
        ("a:\n- x\n", ("a",), "not indented"),
        ("a: {b, c: 1}\n", ("a", "b"), "x"),
        ("a: [x]\n", ("a", 1), "y"),
        ("a: [x]\n", ("a", "b"), "y"),
        ("a: text\n", ("a", "b"), "y"),
        ("a: text\n", (0,), "y"),
        ("a: text\n", ("b", 0), "y"),
        ("a: 1\n", (), "y"),
    ],
)
def test_a_value_that_can_not_be_set_alone_is_refused(
    before: str, path: KeyPath, value: Writable
) -> None:
    with pytest.raises(CannotEdit):
        with_value(document(before), path, value)


@pytest.mark.parametrize("before", ["a: text\n", "a: {b: 1}\n", "a:\n- |\n  x"])
def test_an_item_that_can_not_be_appended_alone_is_refused(before: str) -> None:
    with pytest.raises(CannotEdit):
        with_item(document(before), ("a",), "y")


@pytest.mark.parametrize(
    ("before", "path"),
    [
        ("a: 1\nb: # mine\n  - x\n", ("b",)),
        ("a: {b: 1, # mine\n  c: 2}\n", ("a", "b")),
        ("a:\n- b: 1\n  # mine\n  c: 2\n", ("a", 0, "b")),
        ("a: {b: 1,}\n", ("a", "b")),
        ("b: 1\n? a\n: 2\n", ("a",)),
        ("a: [x, y]\n", ("a", 0)),
        ("a: 1\n", ()),
    ],
)
def test_a_key_that_can_not_be_taken_away_alone_is_refused(before: str, path: KeyPath) -> None:
    with pytest.raises(CannotEdit):
        without_key(document(before), path)


def paths(value: Value, here: KeyPath = ()) -> Iterator[KeyPath]:
    yield here
    if isinstance(value, dict):
        for key, part in value.items():
            yield from paths(part, (*here, key))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from paths(part, (*here, place))


def at(value: Value, path: KeyPath) -> Value:
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
    return value


def changed(value: Value, path: KeyPath, new: Value) -> Value:
    """The value with another one at the path."""
    if not path:
        return new
    step, below = path[0], path[1:]
    if isinstance(value, dict) and isinstance(step, str):
        return {**value, step: changed(value.get(step), below, new)}
    if isinstance(value, list) and isinstance(step, int):
        return [changed(p, below, new) if n == step else p for n, p in enumerate(value)]
    raise AssertionError(path)


pages = st.dictionaries(
    st.sampled_from(KEYS),
    st.recursive(
        st.sampled_from(TEXTS) | st.none(),
        lambda below: (
            st.lists(below, max_size=3)
            | st.dictionaries(st.sampled_from(KEYS), below, min_size=1, max_size=3)
        ),
        max_leaves=8,
    ),
    min_size=1,
)
news: st.SearchStrategy[Writable] = st.sampled_from(
    [*TEXTS, DAY, True, ["a", "x: y"], {"text": "x\ny", "due": DAY}, [{"a": ["b"]}], []]
)
hands = st.randoms(use_true_random=False)
newlines = st.sampled_from(["\n", "\r\n"])


@st.composite
def handwritten(draw: st.DrawFn) -> Document:
    """A page as some hand wrote it."""
    return document(written_by_hand(draw(pages), draw(hands), draw(newlines)))


def alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def gone(before: Document, after: str) -> str:
    """What is no longer there, from the first difference to the last."""
    old = before.text
    start = alike(old, after)
    return old[start : len(old) - alike(old[start:][::-1], after[start:][::-1])]


@given(handwritten(), st.data())
def test_any_hand_can_be_changed_in_one_place(before: Document, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(list(paths(before.value))))
    found, new = at(before.value, path), data.draw(news)
    is_new = isinstance(found, dict) and data.draw(st.booleans())
    path = (*path, "zeta") if is_new else path
    assume(path)

    try:
        after = with_value(before, path, new)
    except CannotEdit:
        # only comments inside of what is replaced, or a new shape without room, are a reason
        assert isinstance(found, (dict, list))
        return

    assert read(after.encode()).value == changed(before.value, path, as_read(new))
    assert comments(after) == comments(before.text)
    assert not (is_new and gone(before, after))


@given(handwritten(), st.data())
def test_any_hand_can_be_added_to(before: Document, data: st.DataObject) -> None:
    lists = [path for path in paths(before.value) if isinstance(at(before.value, path), list)]
    path = data.draw(st.sampled_from([*lists, ("zeta",)]))
    items, new = at(before.value, path) or [], data.draw(news)
    assert isinstance(items, list)

    try:
        after = with_item(before, path, new)
    except CannotEdit:
        assert not before.text.endswith("\n")  # a text that ends with the file
        return

    assert read(after.encode()).value == changed(before.value, path, [*items, as_read(new)])
    assert comments(after) == comments(before.text)
    assert gone(before, after) == ""


@given(handwritten(), st.data())
def test_any_key_can_be_taken_away(before: Document, data: st.DataObject) -> None:
    keys = [path for path in paths(before.value) if path and isinstance(path[-1], str)]
    path = data.draw(st.sampled_from(keys))
    mapping = at(before.value, path[:-1])
    assert isinstance(mapping, dict)

    try:
        after = without_key(before, path)
    except CannotEdit:
        assert comments(before.text)
        return

    left = {key: part for key, part in mapping.items() if key != path[-1]}
    assert read(after.encode()).value == changed(before.value, path[:-1], left)
    assert comments(after) == comments(before.text)


TEXT = """\
a: one   # first
list:
  - text: x # the first item
    owner: me
  - text: y
deep: {in: here}
"""


def applied(text: str, old: dict[str, Writable], new: dict[str, Writable]) -> str:
    for edit in edits(old, new):
        text = edit(read(text.encode()))
    return text


VALUE: dict[str, Writable] = {
    "a": "one",
    "list": [{"text": "x", "owner": "me"}, {"text": "y"}],
    "deep": {"in": "here"},
}


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (VALUE, TEXT),
        ({**VALUE, "a": "two"}, TEXT.replace("one", "two")),
        ({**VALUE, "b": "new"}, TEXT + "b: new\n"),
        ({**VALUE, "deep": {"in": "there"}}, TEXT.replace("here", "there")),
        (
            {**VALUE, "list": [{"text": "x", "owner": "me"}, {"text": "z"}]},
            TEXT.replace("y", "z"),
        ),
        (
            {**VALUE, "list": [{"text": "x", "owner": "me"}, {"text": "y", "why": "w"}]},
            TEXT.replace("y\n", "y\n    why: w\n"),
        ),
        (
            {**VALUE, "list": [{"text": "x", "owner": "me"}, {"text": "y"}, {"text": "z"}]},
            TEXT.replace("y\n", "y\n  - text: z\n"),
        ),
        (
            {key: value for key, value in VALUE.items() if key != "deep"},
            TEXT.replace("deep: {in: here}\n", ""),
        ),
        ({**VALUE, "deep": None}, TEXT.replace("deep: {in: here}\n", "")),
    ],
)
def test_only_what_differs_is_touched(new: dict[str, Writable], expected: str) -> None:
    assert applied(TEXT, VALUE, new) == expected


LEAVES = st.text("ab", max_size=3) | st.integers(0, 9)
VALUES = st.dictionaries(
    st.sampled_from("klm"),
    LEAVES
    | st.lists(LEAVES | st.dictionaries(st.sampled_from("xy"), LEAVES, min_size=1), min_size=1)
    | st.dictionaries(st.sampled_from("xyz"), LEAVES, min_size=1),
    min_size=1,
)


@given(VALUES, VALUES)
def test_the_edits_lead_from_one_mapping_to_the_other(
    old: dict[str, Writable], new: dict[str, Writable]
) -> None:
    text = applied(dump({"id": "keep", **old}), old, new)

    assert read(text.encode()).value == read(dump({"id": "keep", **new}).encode()).value


def test_single_edits() -> None:
    document = read(TEXT.encode())

    assert setting(("list", 0, "owner"), "them")(document) == TEXT.replace("me", "them")
    assert setting(("a",), None)(document) == TEXT.replace("a: one   # first\n", "# first\n")
    assert removing(("list", 0, "owner"))(document) == TEXT.replace("    owner: me\n", "")
    assert appending(("tags",), "new")(document) == f"{TEXT}tags:\n  - new\n"
    with pytest.raises(CannotEdit):
        appending(("a",), "new")(document)
