"""An export as Markdown: front matter, people, entries, and what was left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import yaml
from builders import action, agreement, meeting, note, relationship, with_items
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.domain.words import AgreementWords, Hopes, MeetingWords, RelationshipWords
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.formats import Choices, export
from mentorlog.exchange.formats.md import written

TODAY = dt.date(2026, 11, 22)
DANA = relationship(
    agreement(
        "2026-01-05",
        id="00000001",
        words=AgreementWords(focus_areas=("saying no",), hopes=Hopes(me="courage")),
    ),
    with_items(
        meeting(
            "2026-11-10",
            id="00000002",
            words=MeetingWords(notes="# The *reorg*\n  waits.", topics=("budget",)),
        ),
        (action(due="2026-11-27"), "send deck"),
    ),
    note("2026-11-11", "ask about London", id="00000003"),
    words=RelationshipWords(why="she has done it"),
)


def test_the_whole_document_for_oneself() -> None:
    assert written(export([DANA], Audience.ME, TODAY), Choices()) == (
        "---\n"
        'title: "Mentoring: Dana Öz"\n'
        'date: "2026-11-22"\n'
        "for: me\n"
        "people:\n"
        "  - Dana Öz\n"
        "tags:\n"
        "  - mentoring\n"
        "---\n"
        "\n"
        "# Dana Öz\n"
        "\n"
        "Your mentor.\n"
        "\n"
        "In all: 1 meeting, one without a length.\n"
        "\n"
        "- **Why**: she has done it\n"
        "\n"
        "## 2026-01-05 Agreement, monthly\n"
        "\n"
        "- **Focus areas**: saying no\n"
        "- **I hope for**: courage\n"
        "\n"
        "## 2026-11-10 Meeting\n"
        "\n"
        "- **Topics**: budget\n"
        "- **Notes**\n"
        "  > \\# The \\*reorg\\*  \n"
        "  > \u00a0\u00a0waits.\n"
        "- **Action item**: me: send deck, by Fri 27 Nov\n"
        "\n"
        "## 2026-11-11 Note\n"
        "\n"
        "ask about London\n"
    )


def test_whoever_reads_it_is_told_who_is_who_and_how_much_is_missing() -> None:
    text = written(export([DANA], Audience.THEM, TODAY, my_name="Ari Novak"), Choices())

    lines = text.splitlines()
    assert "With Ari Novak, mentee." in lines
    assert "- **Ari Novak hopes for**: courage" in lines
    assert lines[-1] == "*Left out: 1 entry and parts of 1 entry.*"


def test_wikilinks_link_people_by_a_name_that_obsidian_takes() -> None:
    named = replace(DANA, name="Dana [Öz]|#1")

    text = written(export([named], Audience.ME, TODAY), Choices(wikilinks=True))

    assert "# [[Dana Öz 1]]" in text.splitlines()
    assert yaml.safe_load(text.split("---\n")[1])["people"] == ["[[Dana Öz 1]]"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_text_can_end_its_place(text: str) -> None:
    """Neither the front matter, nor a heading, nor a list ends early or begins."""
    plain = relationship(note("2026-11-11", "x", id="00000003"), name="Dana")
    hostile = relationship(note("2026-11-11", f"x{text}", id="00000003"), name="Dana")

    def headings(whole: str) -> list[str]:
        return [line for line in whole.splitlines() if line.startswith(("#", "---", "|", "<"))]

    expected = headings(written(export([plain], Audience.ME, TODAY), Choices()))
    assert expected == headings(written(export([hostile], Audience.ME, TODAY), Choices()))
