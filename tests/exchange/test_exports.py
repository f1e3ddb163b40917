"""Every text of every kind of entry, against every audience and format: what goes out, and counts.

The table of what may be seen stands here once more, on purpose: a field that is added, or let out,
has to be written down in both places.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from dataclasses import fields, is_dataclass, replace
from enum import Enum

import pytest
from builders import agreement, contribution, meeting, note, relationship

from mentorlog.domain import words as domain_words
from mentorlog.domain.cadence import read
from mentorlog.domain.entries import (
    ENTRY_TYPES,
    ActionItem,
    Direction,
    Entry,
    Kind,
    Meeting,
    Note,
    Visibility,
)
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import ActionItemWords, NoteWords, RelationshipWords
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.formats import FORMATS, Choices, Export, LeftOut, Unknown, export, written

TODAY = dt.date(2026, 11, 22)
EVERYTHING = Choices(wikilinks=True, details=True, due=True)
FROM_THE_DAY = {"tz", "rescheduled_to"}  # no words: a zone's name, a date

AGREED = {
    *("AgreementWords.focus_areas", "AgreementWords.out_of_scope", "AgreementWords.template"),
    *("Goal.title", "Goal.why", "Goal.success_measure", "Commitments.me", "Commitments.them"),
    *("Hopes.me", "Hopes.them", "AgreementWords.ground_rules"),
}
OF_A_MEETING = {
    *("MeetingWords.topics", "MeetingWords.agenda", "ActionItemWords.text"),
}
IF_SAID = {
    *("MeetingWords.notes", "MeetingWords.place"),
    *("ContributionWords.text", "ContributionWords.outcome"),
    *("ContributionWords.meeting", "ContributionWords.answers", "AskWords.question"),
    *("AskWords.reply", "NoteWords.text", "ClosureWords.good_work", "ClosureWords.learned"),
    "ClosureWords.unfinished",
}
SEEN = {
    (Audience.THEM, None): AGREED | OF_A_MEETING,
    (Audience.THEM, Visibility.PRIVATE): set(),
    (Audience.THEM, Visibility.PAIR): AGREED | OF_A_MEETING | IF_SAID,
    (Audience.THEM, Visibility.OPEN): AGREED | OF_A_MEETING | IF_SAID,
    (Audience.OTHERS, None): set(),
    (Audience.OTHERS, Visibility.PRIVATE): set(),
    (Audience.OTHERS, Visibility.PAIR): set(),
    (Audience.OTHERS, Visibility.OPEN): AGREED | OF_A_MEETING | IF_SAID,
}


class Canaries:
    """One of each class with a text of its own in every field that takes one."""

    def __init__(self) -> None:
        self.places: dict[str, str] = {}  # by text: the class and field it stands in

    def made(self, cls: type, **given: object) -> object:
        hints = typing.get_type_hints(cls, localns=vars(domain_words))
        values = {
            field.name: self._value(hints[field.name], f"{cls.__name__}.{field.name}")
            for field in fields(cls)
            if field.init and field.name not in given
        }
        return cls(**{**values, **given})

    def text(self, place: str) -> str:
        text = f"canary{len(self.places)}x"
        self.places[text] = place
        return text

    def _value(self, hint: object, place: str) -> object:
        arguments = typing.get_args(hint)
        if typing.get_origin(hint) in (typing.Union, types.UnionType):
            kinds = [each for each in arguments if each is not type(None)]
            return read("monthly")[0] if len(kinds) > 1 else self._value(kinds[0], place)
        if typing.get_origin(hint) is tuple:
            one, *_ = arguments
            return (self._value(one, place),)
        assert isinstance(hint, type)
        if issubclass(hint, Enum):
            return next(iter(hint))
        if hint is str:
            return self.text(place)
        if is_dataclass(hint):
            return self.made(hint)
        return {
            bool: False,
            int: 3,
            dt.date: dt.date(2026, 12, 1),
            dt.time: dt.time(15, 0),
            tuple: (),
        }[hint]

    def entry(self, cls: type[Entry], number: int, visibility: Visibility | None) -> Entry:
        given: dict[str, object] = {
            "id": f"0000000{number}",
            "date": dt.date(2026, 11, number + 1),
            "visibility": visibility,
            "in_confidence": False,
        }
        if issubclass(cls, Meeting):
            given |= {"tz": "Europe/Berlin", "action_items": (self.made(ActionItem),)}
        if "words" in typing.get_type_hints(cls, localns=vars(domain_words)):
            given["words"] = self._words(cls)
        made = self.made(cls, **given)
        assert isinstance(made, Entry)
        return made

    def _words(self, cls: type[Entry]) -> object:
        kind = typing.get_args(typing.get_type_hints(cls, localns=vars(domain_words))["words"])[0]
        if kind.__name__ == "CheckInWords":
            return self.made(kind, answers=((self.text("question"), self.text("answer")),))
        if kind.__name__ == "NoteWords":
            return self.made(kind, goal=None)
        if kind.__name__ == "MeetingWords":
            return self.made(kind, action_items=(self.made(ActionItemWords),))
        return self.made(kind)


def everything(visibility: Visibility | None) -> tuple[Relationship, dict[str, str]]:
    canaries = Canaries()
    entries = [canaries.entry(cls, n, visibility) for n, cls in enumerate(ENTRY_TYPES)]
    words = canaries.made(RelationshipWords)
    assert isinstance(words, RelationshipWords)
    whole = relationship(*entries, words=words, alias=canaries.text("Relationship.alias"))
    return whole, canaries.places


def places_in(text: str, places: dict[str, str]) -> set[str]:
    return {place for canary, place in places.items() if canary in text}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("visibility", [None, *Visibility])
@pytest.mark.parametrize("audience", [Audience.THEM, Audience.OTHERS])
def test_nothing_goes_out_that_is_not_in_the_table(
    audience: Audience, visibility: Visibility | None, name: str
) -> None:
    whole, places = everything(visibility)

    text = written(export([whole], audience, TODAY), name, EVERYTHING)

    found = places_in(text, places)
    assert found - SEEN[audience, visibility] == set()
    by_place = {"ContributionWords.meeting"} if name == "md" else set()  # it stands beneath it
    if name in {"md", "csv", "json"}:  # the others don't show every field
        assert found | by_place == SEEN[audience, visibility] | by_place


@pytest.mark.parametrize("name", ["md", "html", "csv", "json"])
def test_for_oneself_every_text_of_every_entry_goes_out(name: str) -> None:
    whole, places = everything(None)

    found = places_in(written(export([whole], Audience.ME, TODAY), name, EVERYTHING), places)

    of_people = {p for p in places.values() if p.startswith("Relationship")}  # no rows of a table
    alias = {"Relationship.alias"}
    ids = {"Source.uid", "Source.recurrence_id", "Meeting.occasion", "ContributionWords.meeting"}
    of_page = alias | ids
    not_shown = {"csv": of_people, "md": of_page, "html": of_page, "json": set[str]()}[name]
    assert found == set(places.values()) - not_shown


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("audience", Audience)
def test_what_is_in_confidence_is_in_no_export(audience: Audience, name: str) -> None:
    whole, places = everything(Visibility.OPEN)
    hidden = [replace(e, in_confidence=True) for e in whole.entries]
    held = replace(whole, entries=tuple(hidden), words=None, alias=None)

    found = export([held], audience, TODAY, reveal=True)

    assert places_in(written(found, name, EVERYTHING), places) == set()
    assert found.left_out.in_confidence == len(ENTRY_TYPES)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("audience", Audience)
def test_an_alias_stands_for_a_name_in_confidence(audience: Audience, name: str) -> None:
    words = RelationshipWords(organization="Northwind", origin="the summit", function="finance")
    secret = relationship(
        agreement(visibility=Visibility.OPEN),
        name="Dana Öz",
        handle="falcon",
        alias="falcon",
        in_confidence=True,
        words=words,
    )

    text = written(export([secret], audience, TODAY), name, EVERYTHING)

    hidden = ("Dana", "D\\u00f6z", "Northwind", "summit", "finance")
    assert [word for word in hidden if word in text] == []


def test_with_reveal_the_name_stands_there_and_for_others_no_alias() -> None:
    secret = relationship(agreement(), alias="falcon", handle="f", in_confidence=True)

    found = export([secret], Audience.THEM, TODAY, reveal=True).people[0].relationship

    assert (found.name, found.alias, found.in_confidence) == ("Dana Öz", None, False)


def test_what_is_left_out_is_counted_by_what_it_is() -> None:
    held = replace(meeting("2026-11-10"), words=None, in_confidence=True)
    whole = relationship(
        agreement("2026-01-05"),
        meeting("2026-11-01"),
        held,
        note("2026-11-02", "bring this"),
        contribution("2026-11-03", Direction.GIVEN, "an idea"),
        contribution("2025-11-03", Direction.GIVEN, "an older idea"),
    )
    nobody = relationship(note("2026-11-02", "alone"), handle="sam-lee", name="Sam Lee")

    found = export([whole, nobody], Audience.THEM, TODAY, since=dt.date(2026, 1, 1)).left_out

    assert found == LeftOut(
        entries={Kind.NOTE: 2, Kind.CONTRIBUTION: 1},
        in_confidence=1,
        sealed=2,
        earlier=1,
        people=1,
    )
    assert (found.whole, found.cut) == (4, 2)


def test_unknown_keys_go_out_to_oneself_only() -> None:
    mine = note("2026-11-02", "bring this", visibility=Visibility.OPEN)
    keys: dict[str, dict[str, Unknown]] = {
        "dana-oz": {mine.id: {("mood",): "hush"}, "": {("shoe size",): "39"}}
    }

    def out(audience: Audience) -> Export:
        return export([relationship(mine)], audience, TODAY, unknown=keys)

    texts = {audience: written(out(audience), "json", Choices()) for audience in Audience}
    assert {audience: ("hush" in text, "39" in text) for audience, text in texts.items()} == {
        Audience.ME: (True, True),
        Audience.THEM: (False, False),
        Audience.OTHERS: (False, False),
    }


def test_how_a_goal_goes_stays_at_home_in_every_format() -> None:
    progress = Note(
        id="00000001",
        date=TODAY,
        visibility=Visibility.OPEN,
        words=NoteWords(text="hush", goal="speak up"),
    )

    for name in FORMATS:
        text = written(export([relationship(progress)], Audience.THEM, TODAY), name, EVERYTHING)
        assert "hush" not in text
