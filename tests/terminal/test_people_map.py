"""The map of who helps with what, as it is drawn, and when it is not."""

from __future__ import annotations

import pytest
from builders import agreement, approach, relationship
from views.people import TODAY

from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import Function, RelationshipWords
from mentorlog.terminal.look import Look
from mentorlog.terminal.people import people, people_map
from mentorlog.views.people import people as people_view

TERMS = agreement("2026-06-01")


def helper(name: str, *helps_with: Function, handle: str = "") -> Relationship:
    words = RelationshipWords(helps_with=helps_with)
    handle = handle or name.lower().replace(" ", "-")
    return relationship(TERMS, name=name, handle=handle, id=f"{handle:x<8}"[:8], words=words)


def considered(name: str, *helps_with: Function) -> Relationship:
    words = RelationshipWords(helps_with=helps_with)
    step = approach("2026-11-01")
    return relationship(step, name=name, handle=name.lower(), id=f"{name:x<8}"[:8], words=words)


SOME = (
    helper("Dana Oz", Function.FEEDBACK, Function.CAREER_ADVICE),
    helper("Sam Lee", Function.FEEDBACK),
    considered("Ed", Function.SPONSORSHIP, Function.FEEDBACK),
)


def drawn(*everyone: Relationship, look: Look | None = None) -> list[str]:
    view = people_view(everyone, TODAY)
    return [line.plain for line in people_map(view, look or Look(width=100))]


def test_every_kind_of_help_has_a_row_and_every_sign_a_word() -> None:
    assert drawn(*SOME) == [
        "                     Dana  Sam  Ed",
        "  career advice      ●     ·    ·    only Dana",
        "  skill              ·     ·    ·    nobody yet",
        "  feedback           ●     ●    ○    Dana, Sam; Ed might",
        "  sponsorship        ·     ·    ○    nobody yet; Ed might",
        "  role model         ·     ·    ·    nobody yet",
        "  sounding board     ·     ·    ·    nobody yet",
        "  emotional support  ·     ·    ·    nobody yet",
        "  accountability     ·     ·    ·    nobody yet",
        "  network access     ·     ·    ·    nobody yet",
        "  ● helps   ○ might   · not noted",
    ]


def test_where_room_is_short_the_words_are_fewer() -> None:
    shown = drawn(*SOME, look=Look(width=48, ascii_only=True))

    assert shown[3] == "  feedback           *     *    o    Dana, Sam"
    assert shown[4] == "  sponsorship        .     .    o    nobody yet"


@pytest.mark.parametrize(
    "look", [Look(width=46), Look(width=100, plain=True)], ids=["no room", "plain"]
)
def test_without_room_or_for_a_program_there_is_none(look: Look) -> None:
    assert drawn(*SOME, look=look) == []


def test_one_person_is_no_map() -> None:
    assert drawn(SOME[0]) == []


def test_who_is_being_considered_for_nothing_yet_has_no_column() -> None:
    assert drawn(*SOME, considered("Bo")) == drawn(*SOME)


def test_two_of_one_first_name_go_by_their_handles() -> None:
    two = (helper("Ana Lopez", Function.SKILL), helper("Ana Kim"))

    assert drawn(*two)[0] == "                     ana-kim  ana-lopez"


def test_hostile_names_stay_in_their_column() -> None:
    two = (helper("\x1b[31mEve X", Function.SKILL, handle="eve"), helper("数学 B", handle="b"))

    assert [drawn(*two)[0], drawn(*two)[2]] == [
        "                     \\x1b[31mEve  数学",
        "  skill              ●            ·      only \\x1b[31mEve",
    ]


def test_beside_the_map_nobody_is_told_of_twice() -> None:
    shown = [line.plain for line in people(people_view(SOME, TODAY), Look(width=100))]

    assert not any(line.startswith("Nobody yet for") for line in shown)
    assert "Being considered: Ed.  mentorlog candidate" in shown
