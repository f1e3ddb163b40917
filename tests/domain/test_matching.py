"""Whom a word means, who may have been meant, and which names are alike."""

from __future__ import annotations

import pytest
from builders import relationship
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.domain.matching import alike, completes, folded, meant, nearest, topic_words
from mentorlog.domain.relationship import Relationship

FIONA = relationship(handle="fiona-o-brien", name="Fiona O'Brien")
PARK = relationship(handle="min-jun-park", name="Min-jun Park")
DANA = relationship(handle="dana-oz", name="Dana Öz")
DAN = relationship(handle="dan-ek", name="Dan Ek")
PRIYA = relationship(handle="priya-raman", name="Priya Raman")
TEAM = relationship(handle="team-1", name="Team 1")
EVERYONE = (FIONA, PARK, DANA, DAN, PRIYA, TEAM)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("park", ["min-jun-park"]),
        ("jun", ["min-jun-park"]),
        ("min\u2010jun", ["min-jun-park"]),
        ("o'brien", ["fiona-o-brien"]),
        ("O\u2019Brien", ["fiona-o-brien"]),
        ("FIONA O\u02bcBRIEN", ["fiona-o-brien"]),
        ("fiona o brien", ["fiona-o-brien"]),
        ("fiona-o", ["fiona-o-brien"]),
        ("oz", ["dana-oz"]),
        ("dan", ["dana-oz", "dan-ek"]),
        ("dan ek", ["dan-ek"]),
        ("priya r", ["priya-raman"]),
        ("iona", []),
        ("brien", []),
        ("foina", []),
        ("", []),
        (" - ", []),
    ],
)
def test_any_word_of_a_name_may_be_begun(word: str, expected: list[str]) -> None:
    assert [one.handle for one in meant(word, EVERYONE)] == expected


@pytest.mark.parametrize("apostrophe", "'`\u2018\u2019\u02bb\u02bc\u02be\u02bf\ua78c\uff07\u05f3")
@pytest.mark.parametrize("word", ["ke'ala", "keala", "kea", "ke\u2019a"])
def test_every_kind_of_apostrophe_is_alike(word: str, apostrophe: str) -> None:
    keala = relationship(handle="noe-ke-ala", name=f"Noe Ke{apostrophe}ala")

    assert meant(word, (*EVERYONE, keala)) == (keala,)


def test_a_voiced_kana_is_another_letter() -> None:
    kana, gana = (relationship(handle=name, name=name) for name in ("カナ", "ガナ"))

    assert meant("カナ", (kana, gana)) == (kana,)
    assert meant("ガナ", (kana, gana)) == (gana,)


@pytest.mark.parametrize("hyphen", "-\u2010\u2011\u2013\u2212\u058a\u05be\u30a0\u00b7\u30fb\uff65")
@pytest.mark.parametrize("word", ["luc", "jean-luc", "jean luc", "jean\u2011l"])
def test_every_kind_of_hyphen_parts_words(word: str, hyphen: str) -> None:
    luc = relationship(handle="j-l", name=f"Jean{hyphen}Luc Marchand")

    assert meant(word, (*EVERYONE, luc)) == (luc,)


@pytest.mark.parametrize("word", ["小龍", "龍", "李小", "li", "xiao", "long", "xiao-long"])
def test_a_chinese_name_is_meant_by_any_of_its_characters(word: str) -> None:
    lee = relationship(handle="li-xiao-long", name="李小龍")

    assert meant(word, (*EVERYONE, lee)) == (lee,)


@pytest.mark.parametrize("word", ["иван", "Иванова", "anna", "ivanova"])
def test_a_name_in_another_script_is_meant_by_the_words_of_its_handle(word: str) -> None:
    anna = relationship(handle="anna-ivanova", name="Анна Иванова")

    assert meant(word, (*EVERYONE, anna)) == (anna,)


def test_an_exact_name_wins_over_beginnings() -> None:
    dan = relationship(handle="dan", name="Dan")

    assert meant("dan", (*EVERYONE, dan)) == (dan,)
    assert meant("DAN", (*EVERYONE, dan), exact=True) == (dan,)
    assert meant("da", (*EVERYONE, dan), exact=True) == ()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("foina", "fiona-o-brien"),
        ("fionna", "fiona-o-brien"),
        ("obrian", "fiona-o-brien"),
        ("pryia", "priya-raman"),
        ("dena oz", "dana-oz"),
    ],
)
def test_a_close_misspelling_is_offered(word: str, expected: str) -> None:
    assert nearest(word, EVERYONE)[0].handle == expected


def test_nobody_is_offered_for_what_is_like_no_name() -> None:
    assert nearest("xyzzy", EVERYONE) == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Fiona", ["fiona-o-brien"]),
        ("Fiona OBrien", ["fiona-o-brien"]),
        ("Foina O'Brien", ["fiona-o-brien"]),
        ("Fiona O'Brian", ["fiona-o-brien"]),
        ("Fiona Obrian", ["fiona-o-brien"]),
        ("Fiona Brien", ["fiona-o-brien"]),
        ("foina", ["fiona-o-brien"]),
        ("obrian", ["fiona-o-brien"]),
        ("prya", ["priya-raman"]),
        ("Priya R.", ["priya-raman"]),
        ("Prya Rahmann", []),
        ("Brien", []),
        ("Dax", []),
        ("Fiona Lee", []),
        ("Dan", ["dana-oz", "dan-ek"]),
        ("Dana Öz Lee", ["dana-oz"]),
        ("Dana Os", ["dana-oz"]),
        ("Team 2", []),
        ("Team 12", []),
        ("Team1", []),
        ("Team", ["team-1"]),
        ("Tema 1", ["team-1"]),
    ],
)
def test_names_are_alike(name: str, expected: list[str]) -> None:
    assert [one.handle for one in alike(name, EVERYONE)] == expected


@given(st.text(max_size=12), st.text(max_size=12))
def test_being_alike_goes_both_ways(one: str, other: str) -> None:
    first = relationship(handle="one", name=one or "x")
    second = relationship(handle="other", name=other or "x")

    assert bool(alike(first.name, (second,))) == bool(alike(second.name, (first,)))


_NAMES = st.text(alphabet="abc12\u00b2 .-[^|\\", min_size=1, max_size=8)


@given(_NAMES, _NAMES)
def test_no_name_is_ruled_out_too_early(one: str, other: str) -> None:
    """Most names are ruled out by patterns before their letters are compared."""
    them = (relationship(handle="other", name=other),)

    with pytest.MonkeyPatch.context() as patch:
        for quick in ("_sharing", "_with_digits_of"):
            patch.setattr(f"mentorlog.domain.matching.{quick}", lambda _: lambda _: True)
        expected = alike(one, them)

    assert alike(one, them) == expected


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


_SIGNS = st.text(alphabet="aBé'\u2019`-  \u0301ß\0Ł1\n漢", max_size=6)


@given(st.lists(_SIGNS, max_size=6), _SIGNS, _SIGNS)
def test_among_many_a_name_is_what_it_is_alone(names: list[str], word: str, note: str) -> None:
    """They are folded as one text, which no name may fall out of."""
    crowd = [relationship(handle=f"{n}-{name}", name=name) for n, name in enumerate(names)]
    unlike = [relationship(handle=f"x-{n}", name=f"zzzz{n}") for n in range(3)]

    found = alike(word, [*crowd, *unlike])

    assert [folded(name) for name in names] == [folded(f" {name}") for name in names]
    assert found == tuple(one for one in crowd if alike(f" {word}", [renamed(one)]))
    named = completes(word, note, [*unlike, *crowd])
    assert (named is None) == all(completes(word, note, [renamed(one)]) is None for one in crowd)
    if len(meant(word, crowd, exact=True)) == 1:
        assert meant(word, [*unlike, *crowd], exact=True) == meant(word, crowd, exact=True)


def renamed(one: Relationship) -> Relationship:
    """The person, with a space before the name, so that it is folded once more, and alone."""
    return relationship(handle=one.handle, name=f" {one.name}")


def test_a_word_and_the_note_after_it_may_be_a_name() -> None:
    assert completes("priya", "raman was here", EVERYONE) is PRIYA
    assert completes("priya", "rama was here", EVERYONE) is None
    assert completes("priya", "", EVERYONE) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Saying no", "no, saying", True),
        ("budgets", "The Budget", False),
        ("budgets", "BUDGET", True),
        ("Führung", "fuhrung", True),
        ("", "...", True),
    ],
)
def test_topics_are_compared_without_case_order_and_plural(
    one: str, other: str, *, same: bool
) -> None:
    assert (topic_words(one) == topic_words(other)) is same
