from __future__ import annotations

import datetime as dt
import itertools
import unicodedata

import pytest
from builders import relationship
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.domain.entries import Kind
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Refused
from mentorlog.journal import names
from mentorlog.journal.names import resolved

DANA = relationship(handle="dana-oz", name="Dana Öz")
DANIEL = relationship(handle="dan-ek", name="Dan Ek")
KESTREL = relationship(handle="kestrel", name="Noor Haddad", alias="Kestrel", in_confidence=True)
EVERYONE = (DANA, DANIEL, KESTREL)


def test_new_ids_are_eight_crockford_characters_and_differ() -> None:
    made = {names.new_id() for _ in range(100)}

    assert len(made) == 100
    assert all(names.is_id(one) for one in made)


def test_a_taken_id_is_not_made_again() -> None:
    class FirstIsTaken(set[str]):
        """Remembers what it is asked for, and says of the first that it is taken."""

        def __contains__(self, one: object) -> bool:
            self.add(str(one))
            return len(self) == 1

    asked = FirstIsTaken()
    made = names.new_id(asked)

    assert len(asked) == 2
    assert made in set(asked)


def test_ids_follow_from_a_first_one() -> None:
    made = list(itertools.islice(names.following_ids("7k3q8w2m"), 1000))

    assert all(map(names.is_id, made))
    assert len(set(made)) == 1000
    assert made == list(itertools.islice(names.following_ids("7k3q8w2m"), 1000))
    assert set(made).isdisjoint(itertools.islice(names.following_ids("7k3q8w2n"), 1000))
    assert next(names.following_ids("not an id"))


def test_a_derived_id_depends_on_its_whole_source() -> None:
    sources = [("a",), ("b",), ("a", "b"), ("ab",), ("a", "")]

    made = [names.derived_id(*source) for source in sources]

    assert len(set(made)) == len(sources)
    assert all(names.is_id(one) for one in made)
    assert made == [names.derived_id(*source) for source in sources]


@pytest.mark.parametrize("text", ["", "4v8m2t9", "4v8m2t9c0", "4V8M2T9C", "4v8m2tic", "4v8m/t9c"])
def test_what_is_no_id(text: str) -> None:
    assert not names.is_id(text)


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Dana Öz", "dana-oz"),
        ("  Dr. Sam  O'Lee, PhD ", "dr-sam-o-lee-phd"),
        ("Łukasz Ørsted Æbelø", "lukasz-orsted-aebelo"),
        ("Weiß", "weiss"),
        ("İstanbul \u0131lgaz", "istanbul-ilgaz"),
        ("\u210cans", "hans"),
        ("😀😀", "person"),
        ("Иван", "ivan"),
        ("李小龙", "li-xiao-long"),
        ("Анна Иванова", "anna-ivanova"),
        ("Dana 李", "dana-li"),
        ("Jean\u2011Luc Marchand", "jean-luc-marchand"),
        ("Noa Bar\u2013Tal", "noa-bar-tal"),
        ("ジョン\u30fbスミス", "jiyon-sumisu"),
        ("ガンバ", "ganba"),
        ("สุดา", "suda"),
        ("Ke\u02bbAla", "ke-ala"),
        ("", "person"),
        ("CON", "person-con"),
        ("lpt9", "person-lpt9"),
        ("Con Rad", "con-rad"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 39 + " yz", "x" * 39),
    ],
)
def test_the_handle_a_name_makes(name: str, handle: str) -> None:
    assert names.handle_of(name) == handle


@given(st.text())
def test_every_name_makes_a_handle_that_any_file_system_takes(name: str) -> None:
    handle = names.handle_of(name)

    assert 1 <= len(handle) <= names.HANDLE_LENGTH
    assert set(handle) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert handle.strip("-") == handle
    assert names.handle_of(handle) == handle


def test_names_of_files_and_folders() -> None:
    assert names.folder_name("dana-oz", "9f2k7m3q") == "dana-oz-9f2k"
    assert (
        names.file_name(Kind.CHECK_IN, dt.date(2026, 2, 3), "4v8m2t9c")
        == "2026-02-03-check_in-4v8m2t9c.yaml"
    )


@pytest.mark.parametrize(
    ("folders", "handles"),
    [
        ([("dana-oz-9f2k", "9f2k7m3q")], ["dana-oz"]),
        ([("Dana", "9f2k7m3q")], ["Dana"]),
        ([("dana-oz-9f2k", None)], ["dana-oz-9f2k"]),
        ([("-9f2k", "9f2k7m3q")], ["-9f2k"]),
        (
            [("sam-1111", "11110000"), ("dana-oz-9f2k", "9f2k7m3q"), ("sam-2222", "22220000")],
            ["sam-1111", "dana-oz", "sam-2222"],
        ),
        ([("sam", "11110000"), ("sam-2222", "22220000")], ["sam-1111", "sam-2222"]),
        ([("sam", None), ("sam-2222", "22220000")], ["sam", "sam-2222"]),
        ([("sam-1111", "11110000"), ("sam-1111 (1)", "11110000")], ["sam", "sam-1111 (1)"]),
        (
            [("x", "99990000"), ("x-1111", "11110000"), ("x-9999", "22220000")],
            ["x", "x-1111", "x-9999"],
        ),
    ],
)
def test_handles_show_the_short_id_only_where_two_are_alike(
    folders: list[tuple[str, str | None]], handles: list[str]
) -> None:
    assert names.handles(folders) == tuple(handles)


@given(
    st.dictionaries(
        st.text("ab-1", min_size=1, max_size=8),
        st.none() | st.sampled_from(["1111aaaa", "a1b-aaaa"]),
    )
)
def test_handles_are_always_different(folders: dict[str, str | None]) -> None:
    handles = names.handles(list(folders.items()))

    assert len(set(handles)) == len(folders)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("dana-oz", DANA),
        ("Dana Öz", DANA),
        ("dana oz", DANA),
        ("DANA  ÖZ", DANA),
        (unicodedata.normalize("NFD", "Dana Öz"), DANA),
        ("dana", DANA),
        ("dan-", DANIEL),
        ("Dan E", DANIEL),
        ("kestrel", KESTREL),
        ("Noor Haddad", KESTREL),
        ("noor", KESTREL),
    ],
)
def test_who_is_meant(who: str, expected: Relationship) -> None:
    assert resolved(who, EVERYONE) is expected


def test_an_exact_handle_wins_over_another_ones_name() -> None:
    sam, other = relationship(handle="sam", name="Lee"), relationship(handle="lee", name="Sam")

    assert resolved("sam", (other, sam)) is sam


def test_an_exact_name_wins_over_a_handle_in_another_case() -> None:
    sam, other = relationship(handle="sam", name="Lee"), relationship(handle="lee", name="SAM")

    assert [resolved(who, (other, sam)) for who in ("sam", "Sam", "LEE")] == [sam, other, sam]


@pytest.mark.parametrize("who", ["lukasz øst", "LUKASZ OST", "Łukasz O\u0338st", "lukasz"])
def test_letters_with_a_stroke_are_accented_letters(who: str) -> None:
    lukasz = relationship(handle="lukasz-ost", name="Łukasz Øst")

    assert resolved(who, (*EVERYONE, lukasz)) is lukasz


def test_an_exact_name_wins_over_a_longer_one() -> None:
    dan = relationship(handle="dan", name="Dan")

    assert resolved("DAN", (*EVERYONE, dan)) is dan


SOMEBODY_NEW = "Someone new?  mentorlog new-agreement NAME"


@pytest.mark.parametrize(
    ("who", "message", "hint"),
    [
        (
            "dan",
            '"dan" could be Dan Ek (dan-ek), Dana Öz (dana-oz).',
            "Type a bit more of the name.",
        ),
        (
            "Dena Oz",
            'No one here is called "Dena Oz".',
            f"Did you mean Dana Öz (dana-oz)?\n{SOMEBODY_NEW}",
        ),
        ("zzz", 'No one here is called "zzz".', SOMEBODY_NEW),
        ("", 'No one here is called "".', SOMEBODY_NEW),
        ("\u0301 ", 'No one here is called "\u0301 ".', SOMEBODY_NEW),
        ("\x1b[31mred\n", 'No one here is called "\ufffd[31mred\ufffd".', SOMEBODY_NEW),
        ("z" * 70, f'No one here is called "{"z" * 59}…".', SOMEBODY_NEW),
    ],
)
def test_who_is_not_meant(who: str, message: str, hint: str) -> None:
    with pytest.raises(Refused) as refused:
        resolved(who, EVERYONE)

    assert (refused.value.message, refused.value.hint) == (message, hint)


def test_many_of_one_name_are_not_all_listed() -> None:
    many = [relationship(handle=f"sam-{n}", name="Sam") for n in range(7)]

    with pytest.raises(Refused) as refused:
        resolved("Sam", many)

    assert refused.value.message == (
        '"Sam" could be Sam (sam-0), Sam (sam-1), Sam (sam-2), Sam (sam-3), Sam (sam-4) and 2 more.'
    )


@pytest.mark.parametrize("who", ["dana", "Dan E"])
def test_a_prefix_is_not_exact(who: str) -> None:
    with pytest.raises(Refused):
        resolved(who, EVERYONE, exact=True)


def test_an_exact_name_is() -> None:
    assert resolved("dana öz", EVERYONE, exact=True) is DANA


def test_the_real_name_of_someone_held_in_confidence_is_never_said() -> None:
    twin = relationship(handle="robin", name="Noor Hadid", alias="Robin", in_confidence=True)

    with pytest.raises(Refused) as refused:
        resolved("noor", (KESTREL, twin))

    assert refused.value.message == '"noor" could be Kestrel (kestrel), Robin (robin).'
