from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.journal import logs
from mentorlog.journal.drafts import Typed
from mentorlog.journal.logs import Saved, Transaction
from mentorlog.journal.steps import Move, Put

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PATHS = (TEXTS | st.binary(max_size=8).map(os.fsdecode)).filter(
    lambda text: not text.startswith("/") and ".." not in text.split("/")
)
BYTES = st.none() | st.binary() | TEXTS.map(str.encode)
STEPS = st.builds(Put, PATHS, BYTES, BYTES) | st.builds(
    Move, PATHS, PATHS, st.binary(), st.binary(), PATHS
)
TYPED: st.SearchStrategy[Typed] = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(inner, max_size=2).map(tuple) | st.dictionaries(TEXTS, inner, max_size=2)
    ),
    max_leaves=4,
)
TRANSACTIONS = st.builds(
    Transaction,
    id=TEXTS,
    command=TEXTS,
    typed=st.dictionaries(TEXTS, TYPED, max_size=2),
    steps=st.lists(STEPS, max_size=3).map(tuple),
    saved=st.lists(st.builds(Saved, id=TEXTS, kind=TEXTS, date=TEXTS, file=TEXTS), max_size=2).map(
        tuple
    ),
    makes=st.none() | st.builds(Put, PATHS, BYTES, BYTES),
    turns=st.none() | st.tuples(PATHS, PATHS),
)


@given(TRANSACTIONS)
def test_a_log_gives_back_exactly_what_was_to_be_done(transaction: Transaction) -> None:
    assert logs.read(logs.written(transaction)) == transaction


def test_the_words_in_a_log_can_be_read_by_people() -> None:
    transaction = Transaction(
        id="4v8m2t9c", command="note", typed={"text": "für Dana"}, steps=(Put("a", None, b"b"),)
    )

    assert logs.written(transaction).decode() == (
        '{\n "id": "4v8m2t9c",\n "command": "note",\n "typed": {\n  "text": "für Dana"\n },\n'
        ' "sealed": null,\n "about": [],\n "final": false,\n "drops": [],\n'
        ' "makes": null,\n "steps": [\n  {\n   "put": "a",\n   "before": null,\n   "after": "b"\n'
        '  }\n ],\n "saved": [],\n "turns": null\n}'
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"{}",
        b"3",
        json.dumps({"id": "a"}).encode(),
        logs.written(Transaction(id="a", command="b", typed={}, steps=())).replace(b"[]", b"[3]"),
        logs.written(Transaction(id="a", command="b", typed={}, steps=())).replace(b"{}", b"3"),
        logs.written(
            Transaction(id="a", command="b", typed={}, steps=(Put("a", None, b"\xff"),))
        ).replace(b"/w==", b"/"),
        logs.written(
            Transaction(id="a", command="b", typed={}, steps=(Move("a", "b", b"0", b"0"),))
        ).replace(b'"0"', b"null"),
        logs.written(
            Transaction(id="a", command="b", typed={}, steps=(Put("a", None, b"\xff"),))
        ).replace(b'"/w=="', b""),
    ],
)
def test_a_log_that_somebody_wrote_into_is_no_log(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which one it is, is nobody's business
        logs.read(data)


@pytest.mark.parametrize("path", ["/etc/passwd", "..", "a/../../b"])
def test_a_log_that_leads_out_of_the_journal_is_no_log(path: str) -> None:
    for step in (Put(path, None, b""), Move(path, "b", b"", b""), Move("a", path, b"", b"")):
        data = logs.written(Transaction(id="a", command="b", typed={}, steps=(step,)))
        with pytest.raises(ValueError, match="out of the journal"):
            logs.read(data)
