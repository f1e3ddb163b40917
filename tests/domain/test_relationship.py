"""The timeline's order, whatever order the entries come in."""

from __future__ import annotations

from builders import agreement, closure, meeting, note, relationship
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.domain.entries import Agreement, Entry, Meeting, Note

IN_ORDER: tuple[Entry, ...] = (
    meeting("2026-01-04", id="zzzzzzzz"),
    agreement("2026-01-05", id="b0000000"),
    agreement("2026-01-05", id="c0000000"),
    meeting("2026-01-05", id="00000000"),
    note("2026-01-05", id="a0000000"),
    closure("2026-01-05", id="10000000"),
    meeting("2026-01-06", id="20000000"),
)


@given(st.permutations(IN_ORDER))
def test_entries_are_put_in_order(entries: list[Entry]) -> None:
    assert relationship(*entries).entries == IN_ORDER


def test_entries_of_one_kind() -> None:
    known = relationship(*IN_ORDER)

    found = [[entry.id for entry in known.of(kind)] for kind in (Agreement, Meeting, Note)]

    assert found == [
        ["b0000000", "c0000000"],
        ["zzzzzzzz", "00000000", "20000000"],
        ["a0000000"],
    ]
