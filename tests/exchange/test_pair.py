"""An agreement as a file that both keep, read from the other side."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import agreement, relationship
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorlog.commands.import_ import is_agreement
from mentorlog.domain.entries import Agreement, Visibility
from mentorlog.domain.relationship import Role
from mentorlog.domain.words import AgreementWords, Commitments, Goal, Hopes, Medium
from mentorlog.errors import DamagedJournal, Refused
from mentorlog.exchange.pair import (
    Offered,
    Sender,
    agreement_file,
    differing_terms,
    mirrored_terms,
    offered,
)

TERMS = agreement(
    "2026-11-22",
    "at least every 2 weeks",
    id="7k3q8w2m",
    until="2027-05-22",
    meeting_minutes=45,
    words=AgreementWords(
        media=(Medium.VIDEO,),
        focus_areas=("leading without authority",),
        goals=(Goal(title="run the review alone", why="to grow"),),
        commitments=Commitments(me=("send an agenda",), them=("read it", "answer")),
        hopes=Hopes(me="a second opinion", them="what the team thinks"),
        reason="mine alone",
    ),
)


def sent(terms: Agreement = TERMS, role: Role = Role.MENTEE, me: str = "Ari Novak") -> str:
    known = relationship(terms, my_role=role, alias="falcon", in_confidence=True)
    return agreement_file(known, terms, my_name=me, journal="00000009")


def test_the_whole_file() -> None:
    """With real names, though my journal holds the relationship in confidence."""
    assert sent() == (
        "# The agreement between Ari Novak and Dana Öz, for both to keep.\n"
        "# Here, “me” is Ari Novak and “them” is Dana Öz.\n"
        "# To import it into your own journal:  mentorlog import FILE\n"
        "schema: 1\n"
        'id: "7k3q8w2m"\n'
        "kind: agreement\n"
        "date: 2026-11-22\n"
        "cadence: every 2 weeks\n"
        "bound: minimum\n"
        "until: 2027-05-22\n"
        "meeting_minutes: 45\n"
        "media:\n"
        "  - video\n"
        "focus_areas:\n"
        "  - leading without authority\n"
        "goals:\n"
        "  - title: run the review alone\n"
        "    why: to grow\n"
        "commitments:\n"
        "  me:\n"
        "    - send an agenda\n"
        "  them:\n"
        "    - read it\n"
        "    - answer\n"
        "hopes:\n"
        "  me: a second opinion\n"
        "  them: what the team thinks\n"
        'relationship: "9f2k7m3q"\n'
        "between:\n"
        "  me:\n"
        "    name: Ari Novak\n"
        "    role: mentee\n"
        "  them:\n"
        "    name: Dana Öz\n"
        "    role: mentor\n"
        'journal: "00000009"\n'
    )


@pytest.mark.parametrize(
    ("role", "theirs"),
    [(Role.MENTEE, Role.MENTOR), (Role.MENTOR, Role.MENTEE), (Role.PEER, Role.PEER)],
)
def test_on_the_other_side_everything_of_mine_is_theirs(role: Role, theirs: Role) -> None:
    words = TERMS.words
    assert words is not None
    expected = replace(
        TERMS,
        words=replace(
            words,
            commitments=Commitments(me=("read it", "answer"), them=("send an agenda",)),
            hopes=Hopes(me="what the team thinks", them="a second opinion"),
            reason=None,
        ),
    )

    assert offered(sent(role=role).encode(), "a.yaml") == Offered(
        sender=Sender(
            relationship="9f2k7m3q", journal="00000009", name="Ari Novak", my_role=theirs
        ),
        agreement=expected,
    )


@settings(deadline=None)  # the first reading imports pydantic
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_words_come_over_and_mirrored_twice_is_the_same(text: str) -> None:
    words = AgreementWords(hopes=Hopes(me=f"x{text}"), ground_rules=(f"x{text}",))
    terms = agreement("2026-11-22", id="7k3q8w2m", words=words)
    me = f"Ari {text}"

    there = offered(sent(terms, me=me).encode(), "a.yaml")

    assert (there.sender.name, mirrored_terms(there.agreement)) == (me, terms)


@pytest.mark.parametrize(
    "hidden",
    [
        replace(TERMS, visibility=Visibility.PRIVATE),
        replace(TERMS, in_confidence=True),
        replace(TERMS, words=None),
    ],
)
def test_what_they_may_not_see_goes_into_no_file(hidden: Agreement) -> None:
    with pytest.raises(Refused, match=r"is sealed|can't be exported"):
        sent(hidden)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("schema: 1", "schema: 2", "a.yaml:4: written by a newer mentorlog"),
        ("cadence: every 2 weeks", "cadence: now and then", "a.yaml:8: "),
        ("kind: agreement", "kind: pause", "a.yaml: this isn't a readable agreement"),
        ("date: 2026-11-22", "date: 2026-11-22\ndate: 2026-11-23", "a.yaml:8: "),
        ('relationship: "9f2k7m3q"', "relationship: 1", "a.yaml: the relationship's id is missing"),
        ("    role: mentor", "    role: boss", "a.yaml: it doesn't say who the two people are"),
        ("    name: Dana Öz\n", "", "a.yaml: it doesn't say who the two people are"),
    ],
)
def test_a_damaged_file_is_told_with_its_line(old: str, new: str, said: str) -> None:
    with pytest.raises(DamagedJournal) as raised:
        offered(sent().replace(old, new).encode(), "a.yaml")

    assert raised.value.message.startswith(said)


def test_differences_name_fields_and_repeat_no_words() -> None:
    other = agreement(
        "2026-11-22",
        "monthly",
        id="7k3q8w2m",
        until="2027-05-22",
        words=AgreementWords(hopes=Hopes(me="another"), reason="theirs alone"),
    )

    assert differing_terms(TERMS, TERMS) == ()
    assert differing_terms(TERMS, other) == (
        "cadence (every 2 weeks here, monthly there)",
        "bound (minimum here, target there)",
        "minutes (45 here, none there)",
        "media",
        "focus areas",
        "goals",
        "commitments",
        "hopes",
    )


def test_words_that_are_sealed_here_are_not_compared() -> None:
    sealed = replace(TERMS, words=None)

    assert differing_terms(sealed, TERMS) == ()
    assert differing_terms(replace(sealed, meeting_minutes=30), TERMS) == (
        "minutes (30 here, 45 there)",
    )


@pytest.mark.parametrize(
    ("data", "expected"), [(sent().encode(), True), (b"date,minutes\n2026-11-01,30\n", False)]
)
def test_it_is_known_by_what_is_in_it(data: bytes, expected: bool) -> None:  # noqa: FBT001
    assert is_agreement(data) == expected
