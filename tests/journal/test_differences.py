from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.journal.differences import appending, edits, removing, setting
from mentorlog.journal.yaml_edit import CannotEdit
from mentorlog.journal.yaml_text import read
from mentorlog.journal.yaml_writer import Writable, written

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
    text = applied(written({"id": "keep", **old}), old, new)

    assert read(text.encode()).value == read(written({"id": "keep", **new}).encode()).value


def test_single_edits() -> None:
    document = read(TEXT.encode())

    assert setting(("list", 0, "owner"), "them")(document) == TEXT.replace("me", "them")
    assert setting(("a",), None)(document) == TEXT.replace("a: one   # first\n", "# first\n")
    assert removing(("list", 0, "owner"))(document) == TEXT.replace("    owner: me\n", "")
    assert appending(("tags",), "new")(document) == f"{TEXT}tags:\n  - new\n"
    with pytest.raises(CannotEdit):
        appending(("a",), "new")(document)
