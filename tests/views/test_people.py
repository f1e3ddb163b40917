"""Who helps with what, and what kind of person to look for."""

from __future__ import annotations

from builders import agreement, approach, closure, contribution, relationship
from views.people import TODAY

from mentorlog.domain.entries import ContributionType, Direction, Entry
from mentorlog.domain.relationship import Relationship, Role
from mentorlog.domain.words import Difference, Function, RelationshipWords
from mentorlog.views.people import People, people

TERMS = agreement("2026-06-01")


def one(
    name: str,
    *entries: Entry,
    helps: tuple[Function, ...] = (),
    differs: tuple[Difference, ...] = (),
    my_role: Role = Role.MENTEE,
    in_confidence: bool = False,
) -> Relationship:
    return relationship(
        *entries,
        name=name,
        handle=name.lower(),
        my_role=my_role,
        alias="Owl" if in_confidence else None,
        in_confidence=in_confidence,
        words=RelationshipWords(helps_with=helps, differs_from_me=differs),
    )


def covered(view: People) -> dict[Function, list[str]]:
    return {each.function: [who.name for who in each.by] for each in view.helps if each.by}


def of(*everyone: Relationship) -> People:
    return people(everyone, TODAY)


def test_a_help_is_covered_by_whoever_was_said_to_give_it() -> None:
    dana = one("Dana", TERMS, helps=(Function.FEEDBACK, Function.SKILL))
    sam = one("Sam", TERMS, helps=(Function.FEEDBACK,), my_role=Role.PEER)

    assert covered(of(sam, dana)) == {
        Function.SKILL: ["Dana"],
        Function.FEEDBACK: ["Dana", "Sam"],
    }


def test_what_someone_gave_within_a_year_says_that_they_help_so() -> None:
    lately = contribution("2026-10-01", Direction.RECEIVED, "x", type=ContributionType.INTRODUCTION)
    long_ago = contribution("2025-10-01", Direction.RECEIVED, "x", type=ContributionType.FEEDBACK)
    given = contribution("2026-10-01", Direction.GIVEN, "x", type=ContributionType.ACCESS)

    found = of(one("Dana", TERMS, lately, long_ago, given))

    assert covered(found) == {Function.NETWORK_ACCESS: ["Dana"]}


def test_my_mentees_help_where_that_was_said_and_who_has_gone_does_not() -> None:
    everyone = (
        one("Noor", TERMS, my_role=Role.MENTOR),
        one("Ari", TERMS, my_role=Role.MENTOR, helps=(Function.SKILL,)),
        one("Old", TERMS, closure("2026-10-01"), helps=(Function.FEEDBACK,)),
    )

    assert [who.name for who in of(*everyone).helpers] == ["Ari"]


def test_who_is_considered_might_help_and_does_not_yet() -> None:
    found = of(one("Ed", approach("2026-11-01"), helps=(Function.SPONSORSHIP,)))

    assert covered(found) == {}
    assert [who.name for each in found.helps for who in each.could] == ["Ed"]
    assert [who.name for who in found.considered] == ["Ed"]


def test_where_all_are_alike_is_told_of_two_or_more() -> None:
    dana = one("Dana", TERMS, differs=(Difference.FUNCTION,))
    sam = one("Sam", TERMS, differs=(Difference.FUNCTION, Difference.CULTURE))

    assert of(dana).alike == ()
    assert of(dana, sam).differ == (Difference.CULTURE, Difference.FUNCTION)
    assert Difference.INDUSTRY in of(dana, sam).alike
    assert Difference.FUNCTION not in of(dana, sam).alike


def test_it_wants_the_help_that_is_missed_most_from_where_nobody_is() -> None:
    dana = one("Dana", TERMS, helps=(Function.FEEDBACK,), differs=(Difference.INDUSTRY,))
    sam = one("Sam", TERMS, helps=(Function.FEEDBACK,), differs=(Difference.INDUSTRY,))

    wanted = of(dana, sam).wanted
    assert (wanted.function, wanted.difference) == (Function.SPONSORSHIP, Difference.FUNCTION)


def test_nothing_is_wanted_where_everything_is_covered_twice() -> None:
    dana = one("Dana", TERMS, helps=tuple(Function), differs=tuple(Difference))
    sam = one("Sam", TERMS, helps=tuple(Function), differs=tuple(Difference))

    wanted = of(dana, sam).wanted
    assert (wanted.function, wanted.difference) == (None, None)


def test_of_whom_nothing_is_noted_is_told() -> None:
    found = of(one("Dana", TERMS), one("Sam", TERMS, helps=(Function.SKILL,)))

    assert [who.name for who in found.undescribed] == ["Dana"]


def test_a_person_in_confidence_goes_by_the_alias() -> None:
    found = of(one("Real", TERMS, helps=(Function.SKILL,), in_confidence=True))

    assert covered(found) == {Function.SKILL: ["Owl"]}
