"""What is written stays readable, and reads the same whoever reads it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from mentorlog.journal.yaml import Value, Writable, as_read, dump, inline
from mentorlog.journal.yaml.read import read

TRAPS = [
    *("", " ", "\n", "no", "Y", "NULL", "null", "~", "1_000", "12:30", "1e3", "0x1f", ".inf", "="),
    *(
        "2026-03-01",
        "- a",
        "? a",
        "a: b",
        "a #b",
        "# a",
        "[a]",
        "{a}",
        "@a",
        "%a",
        "!a",
        "&a",
        "*a",
    ),
    *("<<", "---", "...", "it's", '"', "\\", "a\\n", " a", "a ", "a\n", "a\n\n", "\na", "a\n b"),
    *(" a\nb", "a \nb", "a\n\nb", "a\r\nb", "a\rb", "a\tb", "\ta\nb", "a\n\tb", "a\x85b"),
    *("a\u2028b", "\ufeffa", "a\nb\ufeff", "\x1b[2J", "\x00", "\x7f", "\ufffe", "\U0001ffff"),
    *("ünï", "😀", "👩‍💻 at work\nand home", "a\xa0b\nc", "שלום", "日本\u3000語"),
    *("x" * 201, "word " * 50, "- " * 60, "a\n---\nb", "a\n# b\n"),
]
texts = st.one_of(
    st.sampled_from(TRAPS),
    st.text(max_size=30),
    st.text("ab:-?#|>'\"[]{},&*!%@`~\\ \n\r\t\x85\u2028", max_size=20),
    st.lists(st.sampled_from([*TRAPS, "a line of words"]), min_size=2, max_size=4).map("\n".join),
)
values = st.recursive(
    texts | st.none(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(texts, below, max_size=3),
    max_leaves=10,
)
mappings = st.dictionaries(texts, values, max_size=4)


def without_nothing(value: Value) -> object:
    """As a reader sees it for whom null is text too."""
    if isinstance(value, dict):
        return {key: without_nothing(part) for key, part in value.items()}
    if isinstance(value, list):
        return [without_nothing(part) for part in value]
    return "null" if value is None else value


@given(mappings)
@example({"a": TRAPS})
@example({trap: trap for trap in TRAPS})
@example({"k" * 2000: {"k" * 2000: ["x" * 2000]}})
def test_what_is_written_is_read_back(mapping: dict[str, Value]) -> None:
    text = dump(mapping)

    assert read(text.encode()).value == mapping
    assert yaml.load(text, yaml.BaseLoader) == without_nothing(mapping)  # noqa: S506 (only text)
    assert yaml.load(text, yaml.CBaseLoader) == without_nothing(mapping)  # noqa: S506 (the same)
    assert yaml.safe_load(text) == mapping  # so no text is taken for anything else


@given(values)
@example(TRAPS)
@example({trap: trap for trap in TRAPS})
def test_what_is_written_on_one_line_is_read_back(value: Value) -> None:
    text = inline({"a": value})

    assert "\n" not in text
    assert yaml.safe_load(text) == {"a": value}


class Colour(StrEnum):
    RED = "red"


def test_typed_values_are_written_bare_where_that_is_safe() -> None:
    mapping: dict[str, Writable] = {
        "day": dt.date(2026, 11, 22),
        "time": dt.time(9, 5),
        "count": 12,
        "yes": True,
        "no": False,
        "colour": Colour.RED,
        "none": None,
        "days": (dt.date(2026, 1, 2), -3),
    }
    text = """\
day: 2026-11-22
time: "09:05"
count: 12
"yes": true
"no": false
colour: red
none: null
days:
  - 2026-01-02
  - -3
"""

    assert dump(mapping) == text
    assert read(text.encode()).value == as_read(mapping)


def test_the_page_is_for_people() -> None:
    line = (
        f"A line of over a hundred characters: it gets a block of its own,{' and' * 10} diffs well."
    )
    mapping: dict[str, Writable] = {
        "name": "Dana Öz",
        "cadence": "2 per month",
        "question": "How can I help?",
        "tags": ["career", "6 a year", "10:30"],
        "empty": [],
        "hopes": {"me": "courage", "them": {}},
        "items": [{"text": "Send the CV", "why": ["a", "b"]}, {"text": "x\ny"}, ["a", ["b", {}]]],
        "notes": "First.\n\n  Indented: 😀 👩‍💻\n# not a comment\n",
        "joined": line,
        "plain": line.replace(":", ","),
        "one\ntwo": "no newline\nat the end",
    }

    assert (
        dump(mapping)
        == f"""\
name: Dana Öz
cadence: 2 per month
question: How can I help?
tags:
  - career
  - 6 a year
  - "10:30"
empty: []
hopes:
  me: courage
  them: {{}}
items:
  - text: Send the CV
    why:
      - a
      - b
  - text: |-
      x
      y
  - - a
    - - b
      - {{}}
notes: |
  First.

    Indented: 😀 👩‍💻
  # not a comment
joined: |-
  {line}
plain: |-
  {line.replace(":", ",")}
"one\\ntwo": |-
  no newline
  at the end
"""
    )


def test_an_empty_mapping_is_a_mapping() -> None:
    assert dump({}) == "{}\n"


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "a\n\udc80\n"])
def test_half_a_surrogate_pair_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="half of a surrogate pair"):
        dump({"a": text})
