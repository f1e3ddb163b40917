"""What is said to the other before a meeting, and what is said beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from builders import day

from mentorlog.commands.prep.agenda import Agenda, left_out_lines, text
from mentorlog.commands.prep.points import Point, Topic
from mentorlog.commands.prep.view import Occurrence
from mentorlog.domain.words import Medium, MeetingWords
from mentorlog.terminal.look import Look

VIEW = Agenda(
    as_of=day("2026-11-22"),
    handle="dana-oz",
    name="Dana Öz",
    meeting=Occurrence(
        date=day("2026-11-24"),
        time=dt.time(15),
        minutes=45,
        media=(Medium.VIDEO,),
        words=MeetingWords(place="room 1"),
    ),
    last_met=day("2026-11-10"),
    topics=("the reorg", "pay"),
    first=False,
    points=(),
    after=None,
    left_out=(),
)


def told(view: Agenda) -> list[str]:
    return [line.plain for line in text(view, Look())]


def test_it_says_when_where_and_what_was_last() -> None:
    assert told(VIEW) == [
        "For our meeting on Tue 24 Nov 15:00 (45 min, video, room 1)",
        "Last time, Tue 10 Nov: the reorg; pay",
    ]


def test_without_a_date_or_topics_it_is_short() -> None:
    bare = replace(VIEW, meeting=Occurrence(), topics=(), first=True)

    assert told(bare) == ["For our first meeting", "Last time, Tue 10 Nov"]


def test_points_stand_under_their_heads() -> None:
    points = (
        Point(topic=Topic.AGENDA, text="the offer"),
        Point(topic=Topic.MY_PROMISE, text="send deck", done=day("2026-11-20")),
        Point(topic=Topic.MY_PROMISE, text="call Lou", due=day("2026-11-27")),
        Point(topic=Topic.ADVICE, text="ask early", outcome="it worked"),
    )

    assert told(replace(VIEW, points=points, after=day("2026-12-08")))[2:] == [
        "",
        "On the agenda",
        "- the offer",
        "",
        "I promised",
        "- send deck: done",
        "- call Lou, by Fri 27 Nov",
        "",
        "What came of your advice",
        "- “ask early”: it worked",
        "",
        "And the next one: about Tue 8 Dec.",
    ]


def test_what_stayed_at_home_is_counted_without_a_word_of_it() -> None:
    left_out = ((Topic.BRING, 2), (Topic.ADVICE, 1), (Topic.ASK, 1))

    assert list(left_out_lines(VIEW)) == []
    assert next(iter(left_out_lines(replace(VIEW, left_out=left_out)))) == (
        "Left out as private: 2 notes, 1 piece of advice and what came of it, 1 other item."
    )
