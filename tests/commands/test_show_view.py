"""A timeline oldest first, with everything its files say but for what is withheld."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from builders import (
    agreement,
    approach,
    closure,
    contribution,
    day,
    meeting,
    note,
    relationship,
    stored,
)
from views.people import TODAY

from mentorlog.commands.show import Chapter, Course, Story, story
from mentorlog.domain.entries import Direction, Entry
from mentorlog.domain.words import ContributionWords
from mentorlog.journal.journal import Stored
from mentorlog.views.confidence import Withheld


def kept(entry: Entry) -> Stored:
    return stored(entry, f"relationships/x/{entry.id}.yaml", {("mood",): "calm"})


def test_the_oldest_comes_first_an_agreement_before_a_closure_after_its_day() -> None:
    entries = (
        closure("2026-03-01"),
        meeting("2026-03-01"),
        agreement("2026-03-01"),
        note("2026-01-01"),
    )

    view = story(relationship(*entries), map(kept, entries), TODAY)

    assert [chapter.entry.kind for chapter in view.chapters] == [
        "note",
        "agreement",
        "meeting",
        "closure",
    ]


def test_meetings_on_one_day_are_told_by_their_time_each_with_what_was_given_there() -> None:
    late = meeting("2026-03-01", time=dt.time(17), id="a" * 8)
    early = meeting("2026-03-01", time=dt.time(9, 30), id="z" * 8)
    words = ContributionWords(text="ask early", meeting=late.id)
    gift = contribution("2026-03-01", Direction.RECEIVED, words=words, id="b" * 8)
    entries = (late, early, gift)

    view = story(relationship(*entries), map(kept, entries), TODAY)

    assert [chapter.entry for chapter in view.chapters] == [early, late, gift]


def test_what_is_in_confidence_keeps_its_head_and_loses_unknown_keys_too() -> None:
    secret = note("2026-01-01", "x", in_confidence=True)
    who = relationship(secret)

    hidden = story(who, [kept(secret)], TODAY)
    shown = story(who, [kept(secret)], TODAY, reveal=True)

    file = f"relationships/x/{secret.id}.yaml"
    assert hidden.chapters == (
        Chapter(
            entry=replace(secret, words=None), file=file, unknown={}, withheld=Withheld.CONFIDENCE
        ),
    )
    assert shown.chapters == (
        Chapter(entry=secret, file=file, unknown={("mood",): "calm"}, withheld=None),
    )


def test_a_person_in_confidence_is_withheld() -> None:
    secret = relationship(name="Real Name", alias="Owl", in_confidence=True)

    view = story(secret, (), TODAY, unknown={("nick",): "R"})

    assert view == Story(
        as_of=TODAY,
        relationship=replace(secret, name="Owl"),
        chapters=(),
        unknown={("nick",): "R"},
        withheld=True,
    )
    assert not story(secret, (), TODAY, reveal=True).withheld


def test_what_has_ended_is_told_in_short_first() -> None:
    entries = (
        approach("2026-01-01"),
        agreement("2026-02-01"),
        meeting("2026-02-10"),
        meeting("2026-03-10"),
        closure("2026-04-01"),
    )

    ended, running = relationship(*entries), relationship(*entries[:-1])

    assert story(ended, (), TODAY).course == Course(
        noticed=day("2026-01-01"),
        agreed=day("2026-02-01"),
        met=2,
        last_met=day("2026-03-10"),
        parted=day("2026-04-01"),
    )
    assert story(ended, (), TODAY, whole=False).course is None
    assert story(running, (), TODAY).course is None
