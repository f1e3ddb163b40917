"""What is in our own form reads as the strict reader reads it; the rest is left to that."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from journal.test_yaml_write import mappings

from mentorlog.journal import yaml
from mentorlog.journal.yaml import Value, Writable, as_read, dump, value_in
from mentorlog.journal.yaml.read import read

simple = st.from_regex(r"[A-Za-zéö][A-Za-z0-9é ,.;?!()/&%'+-]{0,20}[a-z.]", fullmatch=True)
paragraphs = st.lists(simple, min_size=2, max_size=4).map("\n\n".join)
quoted = st.text(
    st.characters(exclude_categories=["C", "Z"], include_characters=' :#\\"\n'), min_size=1
)
leaves = simple.filter(lambda text: text.lower() != "null") | paragraphs | quoted
keys = st.from_regex(r"[a-z][a-z_]{4,8}[a-z]", fullmatch=True)
below = st.lists(leaves, min_size=1, max_size=3) | st.dictionaries(keys, leaves, min_size=1)
ours = st.dictionaries(
    keys, leaves | below | st.lists(below.filter(lambda part: isinstance(part, dict)), min_size=1)
)


@settings(max_examples=50)
@given(ours.filter(bool))
def test_whatever_we_write_with_plain_words_is_in_our_form(mapping: dict[str, Writable]) -> None:
    assert value_in(dump(mapping).encode()) == as_read(mapping)


@given(mappings)
def test_whatever_else_we_write_reads_the_same_or_is_left(mapping: dict[str, Value]) -> None:
    data = dump(mapping).encode()

    assert value_in(data) in (None, read(data).value if mapping else None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: b\n", {"a": "b"}),
        ("a: no\nb: 12\n", {"a": "no", "b": "12"}),
        ('a: "null"\nb: "x: \\"y\\" # \\\\ \\u200b"\n', {"a": "null", "b": 'x: "y" # \\ \u200b'}),
        ("a: |-\n  b\n\n    c: d\n\nb: |\n  c\n", {"a": "b\n\n  c: d", "b": "c\n"}),
        ("a:\n  - b\n  - |-\n    c\n    d\n", {"a": ["b", "c\nd"]}),
        ("a:\n  - b: c\n    d:\n      - e\n", {"a": [{"b": "c", "d": ["e"]}]}),
        ("a: 👩‍💻 at work\n", None),  # we would quote it
        ('a: "👩‍💻 at work"\n', {"a": "👩‍💻 at work"}),
    ],
)
def test_our_form(text: str, value: Value) -> None:
    assert value_in(text.encode()) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", "\n", "a", "a: b", "a:b\n", "a:\n", "a: \n", "a: b \n", " a: b\n", "\na: b\n"),
        *("a: b\n\nc: d\n", "a: b\r\n", "a: b\n\tc\n", "a: b\n  c\n", "a: 'b'\n", "a: [b]\n"),
        *("a: b # c\n", "# c\na: b\n", "---\na: b\n", "a: b\n...\n", "a: b\n---\nc: d\n"),
        *("a: &b c\n", "a: *b\n", "a: !b c\n", "<<: b\n", "? a\n: b\n", '"a": b\n', "null: b\n"),
        *("a: b\na: c\n", "a: ~\n", "a: null\n", 'a: ""\n', 'a: "\\x85"\n', 'a: "\\ud83d"\n'),
        *("a: >\n  b\n", "a: |+\n  b\n", "a: |2\n   b\n", "a: |-\n\n  b\n", "a: |-\n    b\n  c\n"),
        *("a:\n- b\n", "a:\n    - b\n", "a:\n  -\n", "a:\n  - - b\n", "a:\n  -  b\n", "- a\n"),
        *(
            "\ufeffa: b\n",
            "a: b\u0085\n",
            "a: b\u2028c\n",
            "a: |-\n  b\u2029c\n",
            "a: |-\n  \x1b\n",
        ),
        "a:\n  b:\n    c:\n      d:\n        e:\n          f: g\n",
    ],
)
def test_what_we_would_not_write_is_left_to_the_strict_reader(text: str) -> None:
    assert value_in(text.encode()) is None


def test_what_is_no_text_or_very_long_is_left_too() -> None:
    long = b"a: |-\n  " + b"x" * (yaml.LARGEST - 9) + b"\n"

    assert (value_in(long) or {}).keys() == {"a"}
    assert value_in(long + b"b: c\n") is None
    assert value_in(b"a: \xff\n") is None
