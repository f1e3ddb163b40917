"""Strict reading: what is text stays text, what is not plain YAML is refused in plain words."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from mentorlog.journal.yaml import tree as grower
from mentorlog.journal.yaml.read import Node, YamlProblem, line_at
from mentorlog.journal.yaml.tree import tree


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's parser in C and the one in Python, which is there everywhere."""
    monkeypatch.setattr(grower, "_LOADER", getattr(yaml, request.param))


both_parsers = pytest.mark.usefixtures("_parser")


def value(text: str) -> object:
    root = tree(text)
    return root and root.value


def problem(text: str) -> tuple[int, str]:
    with pytest.raises(YamlProblem) as error:
        tree(text)
    return error.value.line, error.value.message


@both_parsers
@pytest.mark.parametrize(
    "scalar",
    [
        *("no", "Yes", "on", "true", "False", "NULL", "Null", "nan", ".inf", "010", "0x1f", "-1"),
        *("1e3", "1_000", "12:30", "2026-02-29", "2026-03-01", "=", "<", "a#b", "https://a.b/?c=d"),
    ],
)
def test_whatever_looks_like_something_else_is_text(scalar: str) -> None:
    assert value(f"a: {scalar}") == {"a": scalar}


@both_parsers
@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_there_are_three_ways_to_write_nothing(nothing: str) -> None:
    assert value(f"a: {nothing}\nb: '{nothing}'\nc: [x, {nothing or '~'}]") == {
        "a": None,
        "b": nothing,
        "c": ["x", None],
    }


@both_parsers
def test_collections_of_both_styles_nest() -> None:
    text = "a:\n- b: [c, {d: e}]\n  f: |\n    g\n    h\n-\n  - i\nj: {}\nk: []\n"

    assert value(text) == {
        "a": [{"b": ["c", {"d": "e"}], "f": "g\nh\n"}, ["i"]],
        "j": {},
        "k": [],
    }


@both_parsers
def test_nodes_say_where_they_stand() -> None:
    text = '😀: "x"\r\nb:\r\n  - y # z\r\n  - |\r\n    w\r\n\r\nc: [ 1 ]\r\n'

    def places(node: Node) -> list[tuple[str, str | None]]:
        here = text[node.start : node.end] if node.style != "block" else text[node.start :][:3]
        return [
            (here, text[node.key.start : node.key.end] if node.key else None),
            *(place for child in (node.children or {}).values() for place in places(child)),
        ]

    root = tree(text)

    assert root is not None
    assert places(root) == [
        ("😀: ", None),
        ('"x"', "😀"),
        ("- y", "b"),
        ("y", None),
        ("|\r\n    w\r\n\r\n", None),
        ("[ 1 ]", "c"),
        ("1", None),
    ]


@both_parsers
@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n...\n"])
def test_an_empty_text_has_no_value(text: str) -> None:
    assert value(text) is None


@both_parsers
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\n---\nb: 2", 2, "a second document (---) begins here"),
        ("a: 1\n...\n---\n", 3, "a second document (---) begins here"),
        ("a: 1\nb: 2\na: 3", 3, 'the key "a" appears twice (lines 1 and 3)'),
        ("x:\n  a: 1\n  'a': 3", 3, 'the key "a" appears twice (lines 2 and 3)'),
        ("{a: 1, a: 2}", 1, 'the key "a" appears twice (lines 1 and 1)'),
        ('"a\\e": 1\n"a\\e": 3', 2, "the same key appears twice (lines 1 and 2)"),
        ("a: &x 1", 1, "text that begins with & needs quotes (no anchors here)"),
        ("a: &x\n  b: 1", 1, "text that begins with & needs quotes (no anchors here)"),
        ("b: 1\na: *x", 2, "text that begins with * needs quotes (no aliases here)"),
        ("a: !!int 1", 1, "text that begins with ! needs quotes (no tags here)"),
        ("a: ! 1", 1, "text that begins with ! needs quotes (no tags here)"),
        ("a: !important", 1, "text that begins with ! needs quotes (no tags here)"),
        ("a: !x [1]", 1, "text that begins with ! needs quotes (no tags here)"),
        ("a: 1\n<<: {b: 1}", 2, "merge keys (<<) aren't used here"),
        ("[a, b]: 1", 1, "a key must be plain text"),
        ("? {a: b}\n: 1", 1, "a key must be plain text"),
        ("a: 1\n~: 2", 2, "a key can't be empty"),
        ("a: 1\n? \n: 2", 2, "a key can't be empty"),
        ("a: 1\nnull: 2", 2, "a key can't be empty"),
    ],
)
def test_what_is_more_than_plain_yaml_is_refused(text: str, line: int, message: str) -> None:
    assert problem(text) == (line, message)


def test_a_merge_key_in_quotes_is_a_key() -> None:
    assert value('"<<": 1') == {"<<": "1"}


COLON = "a colon here needs the text in quotes, or other indentation"
UNFIT = "this doesn't fit the lines above: check indentation and quotes"
BRACKET = "this bracket isn't closed, or a comma is missing"
QUOTE = "this quotation mark isn't closed"
TAB = "indent with spaces, not tabs"
ODD = "there's a no-break space where a normal one should be"
KEY = "a key needs a colon after it, a longer text more indentation"
ESCAPE = "this backslash isn't a valid escape"


@both_parsers
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: b: c", 1, COLON),
        ("a: 1\n  b: 2", 2, COLON),
        ("a: ? b", 1, COLON),
        ("a:\n  - x\n y: 1", 3, UNFIT),
        ("a: - b", 1, UNFIT),
        ('a: "x" y', 1, UNFIT),
        ("a: |x\n  y", 1, UNFIT),
        ("notes: |\n  one\n two", 3, UNFIT),
        ("a: 1\nb: [c,\n  d\ne: 1", 2, BRACKET),
        ("a: 1\nb: {c: d", 2, BRACKET),
        ('a: 1\nb: "c\n  d\ne: 1\n\n\n', 2, QUOTE),
        ("a: 'x", 1, QUOTE),
        ("a: 1\n\tb: 2", 2, TAB),
        ("a:\n\t- b", 2, TAB),
        ("a: @x", 1, "text that begins with @ needs quotes"),
        ("a: 1\n- `x", 2, UNFIT),
        ("a: `x", 1, "text that begins with ` needs quotes"),
        ("a:\n  - %x", 2, "text that begins with % needs quotes"),
        ("\u00a0a: 1", 1, ODD),
        ("a: 1\nb\u00a0: 2", 2, ODD),
        ("a:\n\u2007 - b: c", 2, ODD),
        ("notes: |\n\ttext", 2, TAB),
        ("a: 1\nsome text\nb: 2", 2, KEY),
        ('a: 1\nb: "C:\\quit"', 2, ESCAPE),
        ('a: "\\xzz"', 1, ESCAPE),
        ("a: &", 1, "text that begins with &, * or ! needs quotes"),
        ("a: ]", 1, "text that begins with ] needs quotes"),
        ("a: , b", 1, "text that begins with , needs quotes"),
        ("%YAML 3.1\n---\na: 1", 1, "this isn't valid YAML"),
    ],
)
def test_bad_syntax_is_told_with_its_line_and_without_its_text(
    text: str, line: int, message: str
) -> None:
    assert problem(text) == (line, message)


DEEP = "lists and keys are nested deeper than 20"


@both_parsers
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[?"])
def test_hostile_nesting_is_refused(opening: str) -> None:
    assert problem(opening * 100_000)[0] == 1


@both_parsers
def test_twenty_collections_in_each_other_are_the_most() -> None:
    assert value("a: " + "[" * 19 + "]" * 19) is not None
    assert problem("a: " + "[" * 20 + "]" * 20) == (1, DEEP)


def test_there_is_an_end_to_keys_and_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grower, "MOST", 4)

    assert value("a: [b]") == {"a": ["b"]}
    assert problem("a: [b,\nc]") == (2, "more than 4 keys and items")


@both_parsers
@given(st.text("ab:-? #|>'\"[]{},&*!%@`~\\\n\r\t\u2028😀<", max_size=40))
@example("a: |2\n")
@example("%TAG ! x\n---\na")
def test_any_text_is_read_or_refused_with_a_line_that_is_there(text: str) -> None:
    line = 1
    try:
        tree(text)
    except YamlProblem as error:
        line = error.line

    assert 1 <= line <= line_at(text, len(text))


@pytest.mark.parametrize(
    ("place", "line"), [(0, 1), (1, 1), (2, 2), (3, 2), (5, 3), (6, 4), (7, 4), (99, 5)]
)
def test_lines_end_as_editors_end_them(place: int, line: int) -> None:
    assert line_at("a\nb\r\n\r\u2028\n", place) == line
