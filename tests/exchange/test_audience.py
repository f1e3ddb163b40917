"""Who may see what; and that a new field stays at home until somebody decides otherwise."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import pytest
from builders import (
    action,
    agreement,
    approach,
    ask,
    check_in,
    closure,
    contribution,
    meeting,
    note,
    pause,
    relationship,
    with_items,
)

from mentorlog.domain.entries import Direction, Entry, Kind, Meeting, Visibility
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import (
    ActionItemWords,
    AgreementWords,
    ApproachWords,
    AskWords,
    CheckInWords,
    ClosureWords,
    MeetingWords,
    PauseWords,
    RelationshipWords,
)
from mentorlog.exchange.audience import OF_A_PERSON, Audience, seen, shared

HUSH = "what nobody else may read"
EVERY_KIND: tuple[Entry, ...] = (
    agreement("2026-01-05", words=AgreementWords(reason=HUSH, tags=(HUSH,))),
    replace(
        with_items(meeting("2026-02-01"), (action(), "promised")),
        words=MeetingWords(
            notes=HUSH,
            reflection=HUSH,
            topics=("topic",),
            tags=(HUSH,),
            action_items=(ActionItemWords(text="promised", why=HUSH),),
        ),
    ),
    contribution("2026-02-01", Direction.RECEIVED, HUSH),
    ask("2026-02-01", words=AskWords(question=HUSH, reply=HUSH)),
    note("2026-02-01", HUSH),
    check_in("2026-02-01", words=CheckInWords(note=HUSH)),
    pause("2026-02-01", reason=HUSH),
    approach("2026-02-01", words=ApproachWords(experience=HUSH, note=HUSH)),
    closure("2026-03-01", words=ClosureWords(good_work=HUSH)),
)


def opened(entry: Entry, visibility: Visibility) -> Entry:
    if isinstance(entry, Meeting):  # its notes go where it says so; what else is in it never does
        said = replace(entry.words or MeetingWords(), notes=None)
        entry = replace(entry, words=said)
    return replace(entry, visibility=visibility)


@pytest.mark.parametrize("entry", EVERY_KIND, ids=lambda entry: entry.kind)
@pytest.mark.parametrize("audience", [Audience.THEM, Audience.OTHERS])
def test_by_default_no_private_word_goes_out(entry: Entry, audience: Audience) -> None:
    assert HUSH not in repr(seen(entry, audience))


@pytest.mark.parametrize("entry", EVERY_KIND, ids=lambda entry: entry.kind)
@pytest.mark.parametrize("audience", Audience)
def test_what_is_in_confidence_goes_to_nobody(entry: Entry, audience: Audience) -> None:
    sealed = replace(entry, in_confidence=True, visibility=Visibility.OPEN)

    assert seen(sealed, audience) is None


@pytest.mark.parametrize("entry", EVERY_KIND, ids=lambda entry: entry.kind)
def test_for_me_everything_stays(entry: Entry) -> None:
    assert seen(entry, Audience.ME) == entry


@pytest.mark.parametrize("kind", [Kind.CHECK_IN, Kind.APPROACH, Kind.AGREEMENT, Kind.MEETING])
def test_some_words_are_mine_whatever_the_entry_says(kind: Kind) -> None:
    """Reflections, check-ins, the search, and reasons."""
    entry = next(entry for entry in EVERY_KIND if entry.kind is kind)

    for visibility in Visibility:
        assert HUSH not in repr(seen(opened(entry, visibility), Audience.THEM))


def test_how_a_goal_goes_is_mine_whatever_the_note_says() -> None:
    progress = note("2026-02-01", HUSH, goal="speak up", visibility=Visibility.OPEN)

    assert seen(progress, Audience.THEM) is None


def test_reasons_of_pauses_and_closures_never_go_out() -> None:
    paused = replace(pause("2026-02-01", reason=HUSH), visibility=Visibility.PAIR)
    closed = replace(closure("2026-02-01"), visibility=Visibility.PAIR)

    assert seen(paused, Audience.THEM) == replace(paused, words=PauseWords())
    assert seen(closed, Audience.THEM) == replace(closed, reason=None)


def test_of_a_meeting_they_see_dates_topics_agenda_and_promises() -> None:
    held = EVERY_KIND[1]
    assert isinstance(held, Meeting)

    shown = seen(held, Audience.THEM)

    words = MeetingWords(topics=("topic",), action_items=(ActionItemWords(text="promised"),))
    assert shown == replace(held, words=words)


def test_of_a_meeting_others_see_dates_and_minutes() -> None:
    held = replace(EVERY_KIND[1], minutes=45)  # type: ignore[call-arg]  # a meeting
    assert isinstance(held, Meeting)

    shown = seen(held, Audience.OTHERS)

    assert shown == meeting("2026-02-01", minutes=45, id=held.id, words=MeetingWords())


def test_a_private_meeting_is_seen_by_nobody_else() -> None:
    hidden = meeting("2026-02-01", visibility=Visibility.PRIVATE)

    assert (seen(hidden, Audience.THEM), seen(hidden, Audience.OTHERS)) == (None, None)


def test_an_open_entry_is_open_to_others_and_a_pair_one_is_not() -> None:
    given = contribution("2026-02-01", Direction.GIVEN, "an introduction")
    to_pair = replace(given, visibility=Visibility.PAIR)
    to_all = replace(given, visibility=Visibility.OPEN)

    assert seen(to_pair, Audience.THEM) == to_pair
    assert seen(to_pair, Audience.OTHERS) is None
    assert seen(to_all, Audience.OTHERS) == to_all


def test_of_the_person_only_the_name_goes_out() -> None:
    who = relationship(*EVERY_KIND, words=RelationshipWords(why=HUSH, organization=HUSH))

    found = shared(who, Audience.THEM)

    assert HUSH not in repr(found)
    assert [entry.kind for entry in found.entries] == [Kind.AGREEMENT, Kind.MEETING]


def test_of_each_field_of_a_person_it_is_decided_whether_others_see_it() -> None:
    """A new one stays at home unless `exchange.audience` lists it."""
    assert {one.name for one in fields(Relationship)} == {*OF_A_PERSON, "words", "entries"}


def test_a_field_that_nobody_decided_on_stays_at_home() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Newer(MeetingWords):
        mood: str | None = None

    held = meeting("2026-02-01", words=Newer(mood=HUSH), visibility=Visibility.OPEN)

    assert HUSH not in repr(seen(held, Audience.THEM))
