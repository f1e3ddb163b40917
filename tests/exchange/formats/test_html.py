"""An export as a page: what it says to whom, and that nothing in it can act.

How it looks, and that nothing is asked for, is tested in a browser (tests/faults/test_pages.py).
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import sys
from html import unescape
from html.parser import HTMLParser

import pytest
from builders import (
    action,
    agreement,
    contribution,
    meeting,
    note,
    pause,
    relationship,
    with_items,
)
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.domain.adherence import Mark
from mentorlog.domain.entries import Direction
from mentorlog.domain.words import AgreementWords, Hopes, Medium, MeetingWords
from mentorlog.errors import Refused
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.formats import Choices, export
from mentorlog.exchange.formats.html import written
from mentorlog.views.timeline import timeline

TODAY = dt.date(2026, 11, 22)
DANA = relationship(
    agreement(
        "2026-10-05",
        words=AgreementWords(focus_areas=("saying no",), hopes=Hopes(me="courage")),
    ),
    meeting(
        "2026-10-10",
        minutes=45,
        time=dt.time(15),
        words=MeetingWords(medium=Medium.VIDEO, topics=("budget",)),
    ),
    with_items(
        meeting("2026-11-10", minutes=60, words=MeetingWords(notes="The reorg\nwaits.")),
        (action(due="2026-11-27"), "send deck"),
    ),
    contribution("2026-11-11", Direction.GIVEN, "what the team thinks"),
    note("2026-11-12", "ask about London"),
)
TEXTS = st.text(alphabet=st.characters(exclude_categories=()), min_size=1, max_size=80)


class Tags(HTMLParser):
    """The elements of a page, and the words in it line by line."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += [tag, *(f"{tag} {name}" for name, _ in attrs)]


def page(audience: Audience, **more: object) -> str:
    return written(export([DANA], audience, TODAY, **more), Choices())  # type: ignore[arg-type]


def said(text: str) -> list[str]:
    """The words below the heading, the drawings aside."""
    body = re.sub(r"(?s)<svg.*?</svg>|<ul class=\"key\".*?</ul>", "", text[text.index("<body>") :])
    words = (
        " ".join(unescape(line).split()) for line in re.sub(r"<[^>]+>", "\n", body).split("\n")
    )
    return [line for line in words if line]


def test_for_oneself_it_says_everything_once() -> None:
    assert said(page(Audience.ME)) == [
        "Mentoring: Dana Öz",
        "For you: everything except what's held in confidence. Seen on Sunday 22 November 2026.",
        "Dana Öz",
        "your mentor",
        "The time so far",
        "Meetings",
        "In all: 2 meetings, 1 h 45.",
        "2026",
        *("Day", "Length", "About"),
        *("Sat 10 Oct 2026, 15:00", "45 min, video", "budget"),
        *("Tue 10 Nov 2026", "1 h"),
        "Everything, from the beginning",
        "Mon 5 Oct: Agreement, monthly",
        *("Focus areas", "saying no", "I hope for", "courage"),
        "Tue 10 Nov: Meeting, 1 h",
        *("Notes", "The reorg", "waits.", "Action item", "me: send deck, by Fri 27 Nov"),
        "Wed 11 Nov: You gave",
        "what the team thinks",
        "Thu 12 Nov: Note",
        "ask about London",
    ]


def test_for_the_other_person_both_have_names() -> None:
    assert said(page(Audience.THEM, my_name="Kim Arden"))[1:] == [
        "What you both agreed and did. Seen on Sunday 22 November 2026.",
        "Dana Öz",
        "with Kim Arden, mentee",
        "The time so far",
        "Meetings",
        "In all: 2 meetings, 1 h 45.",
        "2026",
        *("Day", "Length", "About"),
        *("Sat 10 Oct 2026, 15:00", "45 min", "budget"),
        *("Tue 10 Nov 2026", "1 h"),
        "Everything, from the beginning",
        "Mon 5 Oct: Agreement, monthly",
        *("Focus areas", "saying no", "Kim Arden hopes for", "courage"),
        "Tue 10 Nov: Meeting, 1 h",
        *("Action item", "Kim Arden: send deck, by Fri 27 Nov"),
        "Left out: 2 entries and parts of 2 entries.",
    ]


def test_for_others_it_has_dates_and_lengths_only() -> None:
    assert said(page(Audience.OTHERS))[1:] == [
        "Dates and lengths of meetings. Seen on Sunday 22 November 2026.",
        "Dana Öz",
        "Meetings",
        "In all: 2 meetings, 1 h 45.",
        "2026",
        *("Day", "Length"),
        *("Sat 10 Oct 2026", "45 min"),
        *("Tue 10 Nov 2026", "1 h"),
        "Left out: 3 entries and parts of 2 entries.",
    ]


def test_an_export_judges_nobody_by_what_it_may_not_show() -> None:
    """A pause is private: without it, what came after would look late or missed."""
    entries = (agreement("2026-06-01", "weekly"), meeting("2026-06-05"), meeting("2026-10-20"))
    paused = relationship(*entries, pause("2026-06-10", "2026-10-15"))

    pages = [written(export([paused], audience, TODAY), Choices()) for audience in Audience]

    judged = r"\b(late|missed|overdue|due soon)\b"
    assert [re.findall(judged, page) for page in pages] == [[], [], []]
    alone = timeline(relationship(*entries), TODAY, dt.date(2026, 6, 1))
    assert alone
    assert Mark.LATE in dict(alone.held).values()


def test_only_our_style_counts_and_nothing_is_fetched() -> None:
    text = page(Audience.ME)
    [style] = re.findall(r"(?s)<style>(.*?)</style>", text)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in text
    assert re.findall(r"https?:|url\(|@import|\bsrc=|\bhref=", text) == []


@given(text=TEXTS)
def test_no_text_becomes_markup(text: str) -> None:
    who = relationship(
        agreement("2026-10-05", words=AgreementWords(focus_areas=(text,))),
        note("2026-11-12", text),
        name=text,
    )
    plain = relationship(
        agreement("2026-10-05", words=AgreementWords(focus_areas=("x",))), note("2026-11-12", "x")
    )

    pages = [written(export([one], Audience.ME, TODAY), Choices()) for one in (who, plain)]

    shown, expected = (set(Tags(each).tags) for each in pages)
    assert shown - {"bdi"} <= expected
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", pages[0])


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)

    with pytest.raises(Refused) as refused:
        page(Audience.ME)

    assert (refused.value.message, refused.value.hint) == (
        "Pages need the extra page, which isn't installed.",
        f'{sys.executable} -m pip install "mentorlog[page]"',
    )


def test_names_from_right_to_left_turn_nothing_round() -> None:
    page = written(
        export([relationship(name="דנה עוז", my_role=None)], Audience.ME, TODAY), Choices()
    )

    assert "<h1>Mentoring: <bdi>דנה עוז</bdi></h1>" in page
    assert "<h2><bdi>דנה עוז</bdi></h2>" in page
    assert "<title>Mentoring: דנה עוז</title>" in page
