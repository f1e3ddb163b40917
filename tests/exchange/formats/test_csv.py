"""An export for spreadsheets: RFC 4180, nothing in it calculates."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from builders import agreement, meeting, note, relationship
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.domain.words import AgreementWords, Hopes, MeetingWords
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.formats import Choices, export
from mentorlog.exchange.formats.csv import written

TODAY = dt.date(2026, 11, 22)


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def of_note(text: str, name: str = "Dana Öz") -> str:
    whole = relationship(note("2026-11-11", text, id="00000003"), name=name)
    return written(export([whole], Audience.ME, TODAY), Choices())


def test_the_whole_table() -> None:
    whole = relationship(
        agreement("2026-01-05", id="00000001", words=AgreementWords(hopes=Hopes(me="courage"))),
        meeting(
            "2026-11-10",
            id="00000002",
            minutes=45,
            words=MeetingWords(topics=("budget", "a, b"), notes='She said "wait".\nThen no.'),
        ),
    )

    assert written(export([whole], Audience.ME, TODAY), Choices()) == (
        "\ufeff"
        "date,kind,name,handle,id,status,time,minutes,topics,notes,text,cadence,bound,hopes_me\r\n"
        "2026-01-05,agreement,Dana Öz,dana-oz,00000001,,,,,,,monthly,target,courage\r\n"
        "2026-11-10,meeting,Dana Öz,dana-oz,00000002,held,,45,"
        '"budget; a, b","She said ""wait"".\nThen no.",,,,\r\n'
    )


@pytest.mark.parametrize(
    "lead", ["=", "+", "-", "@", "\t=", "\r=", "\uff1d", "\uff0b", "\n@", " -"]
)
def test_no_cell_is_a_formula(lead: str) -> None:
    rows = table(of_note(f"{lead}cmd|' /C calc'!A0", name=f"{lead}x"))

    assert [row[key][0] for row in rows for key in ("name", "text")] == ["'", "'"]


def test_a_table_without_any_accent_has_its_mark_too() -> None:
    assert of_note("plain", name="Dana Oz").startswith("\ufeffdate,")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_text_can_end_its_cell_or_begin_a_formula(text: str) -> None:
    rows = table(of_note(text))

    assert [(row["kind"], row["id"], row.get(None)) for row in rows] == [  # type: ignore[call-overload]
        ("note", "00000003", None)
    ]
    assert not rows[0]["text"].lstrip().startswith(("=", "+", "-", "@", "\uff1d", "\uff0b"))
