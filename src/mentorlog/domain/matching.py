"""Which person a word means, and which names are similar. Pure: the people are passed in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Protocol, TypeVar

_SAME = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        **dict.fromkeys("\u2018\u2019\u201b\u2032\u02b9\u02bb\u02bc\u02bd\u02be\u02bf", "'"),
        **dict.fromkeys("\u055a\u05f3\u05f4\ua78b\ua78c\uff07`\u00b4", "'"),
        **dict.fromkeys("\u00ad\u200c\u200d", None),  # invisible characters
    }
)
_HYPHENS = str.maketrans(  # and the dots between the words of a name in Japanese or Catalan
    dict.fromkeys(
        "-_\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u058a\u05be\u1400\u1806"
        "\u2e17\u2e40\u301c\u3030\u30a0\u2043\u2027\u00b7\u2022\u30fb\uff65",
        " ",
    )
)
_FIRST_HAN, _LAST_HAN = "\u3400", "\u9fff"  # each of these is a word
_OFFERED = 3  # suggestions at most
_LONGEST = 4  # words of a name after its first
_folded: dict[str, str] = {}  # as `folded` makes them
_spelt: dict[str, tuple[str, str]] = {}  # as `_spellings` makes them


class Called(Protocol):
    """Somebody with a handle, a name, and perhaps an alias that replaces the name."""

    @property
    def handle(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def alias(self) -> str | None: ...


C = TypeVar("C", bound=Called)


def meant(who: str, people: Iterable[C], *, exact: bool = False) -> tuple[C, ...]:
    """The people a word can mean: none, one, or several if it is ambiguous.

    An exact handle is preferred, then an exact name or alias, then everybody whose handle, name or
    part of the name begins with the word; not with `exact`. Case, accents, and the kinds of hyphens
    and apostrophes make no difference.
    """
    everyone = tuple(people)
    wanted = set(_spellings(who))
    if not any(wanted):
        return ()
    if found := tuple([person for person in everyone if person.handle == who]):
        return found
    handle = folded(who)
    text = _everyone(everyone).text
    if any(spelling in text for spelling in (*wanted, handle)):
        _learn(everyone)
    else:
        everyone = ()  # as usual for somebody new
    near = [
        person
        for person in everyone
        if _contains(wanted, person) or folded(person.handle) == handle
    ]
    if found := tuple(person for person in near if not wanted.isdisjoint(_names(person))):
        return found
    if found := tuple(person for person in near if folded(person.handle) == handle):
        return found
    if exact:
        return ()
    if who.endswith("-"):  # a whole word of a handle
        wanted = {f"{spelling} " for spelling in wanted}
    return tuple(person for person in near if _begins(wanted, person))


def exact_matches(word: str, people: Iterable[C]) -> tuple[C, ...]:
    """The people whose handle, name or part of the name is exactly this word."""
    everyone = tuple(people)
    if found := meant(word, everyone, exact=True):
        return found
    wanted = {*_spellings(word)} - {""}
    return tuple(
        person
        for person in everyone
        if any(
            wanted & {*_spellings(part)}
            for name in _name_and_alias(person)
            for part in name.split()
        )
    )


def nearest(who: str, people: Iterable[C]) -> tuple[C, ...]:
    """The people whose handle, name or part of the name is most like `who`, best first."""
    import difflib

    everyone = tuple(people)
    by_spelling = {
        spelling: person
        for person in everyone
        for spelling in (*_beginnings(person), *_words(person.name))
    }
    wanted = " ".join(_apart(folded(who)).split())
    close = difflib.get_close_matches(wanted, by_spelling, n=2 * _OFFERED)
    handles = dict.fromkeys(by_spelling[spelling].handle for spelling in close)
    by_handle = {person.handle: person for person in everyone}
    return tuple(by_handle[handle] for handle in handles)[:_OFFERED]


def alike(name: str, people: Iterable[C]) -> tuple[C, ...]:
    """The people whose name may be another spelling of this one.

    All words of one name are, or begin, words of the other, where one letter may differ, or two may
    be swapped, in the whole name or in one word. Digits must be equal: "Team 1" is neither "Team 2"
    nor "Team 12".
    """
    words, whole, everyone = _words(name), _spellings(name)[0], tuple(people)
    shares_words, same_digits, size = _sharing(words), _with_digits_of(whole), len(whole)
    _learn(everyone)
    spelt = {other: _spellings(other)[0] for other in _everyone(everyone).names}
    near = {
        other_name
        for other_name, other in spelt.items()
        if (shares_words(other) and _of_another(words, _parts(other)))
        or (-1 <= len(other) - size <= 1 and same_digits(other) and _misspelt(whole, other))
    }
    if not near:
        return ()
    return tuple([who for who in everyone if not near.isdisjoint(_name_and_alias(who))])


def _sharing(words: list[str]) -> Callable[[str], object]:
    """Whether a name may have these words, or these words its own: quick, and true of few.

    Each word of one must begin like a word of the other.
    """
    initials = {re.escape(word[0]) for word in words}
    has_all = "".join(f"(?=(?:.* )?{initial})" for initial in initials)
    has_no_others = f"(?:(?:{'|'.join(initials)})[^ ]*(?: |$))+$"
    return re.compile(f"{has_all}|{has_no_others}").match


def _with_digits_of(name: str) -> Callable[[str], object]:
    """Whether a name has the digits of this one."""
    return re.compile(r"\D*".join(("", *re.findall(r"\d", name), "$"))).match


def completes(who: str, following: str, people: Iterable[C]) -> C | None:
    """The person whose exact name is a word with the first words of the text after it; or None."""
    spoken = following.split()[:_LONGEST]
    wholes = [{*_spellings(" ".join((who, *spoken[: at + 1])))} for at in range(len(spoken))]
    wanted = {spelling for whole in wholes for spelling in whole}
    everyone = tuple(people)
    text = _everyone(everyone).text
    if not any(f"\0 {spelling} \0" in text for spelling in wanted):
        return None
    found = [person for person in everyone if not wanted.isdisjoint(_names(person))]
    return next((person for whole in wholes for person in found if whole & {*_names(person)}), None)


def is_called(person: Called, word: str) -> bool:
    """Whether a word is somebody's handle, name or part of the name."""
    wanted = set(_spellings(word))
    names = _names(person)
    return bool(wanted & {*names, *(part for name in names for part in name.split())})


def folded(text: str) -> str:
    """The text without case, accents, Unicode form and extra spaces, only for comparing."""
    if (result := _folded.get(text)) is None:
        result = _folded[text] = _fold(text)
    return result


def _fold(text: str) -> str:
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SAME))
    bare = "".join(sign for sign in decomposed if not _is_accent(unicodedata.combining(sign)))
    bare = bare.translate(_SAME)
    return " ".join(unicodedata.normalize("NFKD", bare.casefold()).split())


def _is_accent(combining: int) -> bool:
    """Whether signs of this class are accents: not the vowels of Thai, nor what makes カ a ガ."""
    return combining > 0 and combining not in _PARTS_OF_LETTERS


_PARTS_OF_LETTERS = frozenset((*range(7, 10), *range(84, 133)))


def fits(words: str, text: str, names: str = "") -> bool:
    """Whether each of `words` begins a word of a text or of the names, at least one in the text."""
    beginnings = re.findall(r"\w+", folded(words))
    in_text, in_names = (re.findall(r"\w+", folded(source)) for source in (text, names))
    if not any(word.startswith(beginning) for beginning in beginnings for word in in_text):
        return False
    every = (*in_text, *in_names)
    return all(any(word.startswith(beginning) for word in every) for beginning in beginnings)


def topic_words(text: str) -> frozenset[str]:
    """The words of a topic or area, for comparing without case, order and plural."""
    return frozenset(map(_singular, re.findall(r"\w+", folded(text))))


def _singular(word: str) -> str:
    """The singular, judging by the ending: strategies, boxes, plans; but class, status, is."""
    if len(word) <= _SHORT or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    if word.endswith(("sses", "xes", "zes", "ches", "shes")):
        return word.removesuffix("es")
    return word.removesuffix("s")


_SHORT = 3  # letters; shorter words have no recognisable plural


def _apart(text: str) -> str:
    """The text with a space for each hyphen."""
    return text.replace("-", " ").replace("_", " ") if text.isascii() else text.translate(_HYPHENS)


def _spellings(text: str) -> tuple[str, str]:
    """A name without apostrophes, and with spaces for them, as in handles."""
    if (result := _spelt.get(text)) is None:
        result = _spelt[text] = _spell(folded(text))
    return result


def _spell(text: str) -> tuple[str, str]:
    plain = " ".join(_apart(text).split())
    if "'" not in plain:
        return plain, plain
    return " ".join(plain.replace("'", "").split()), " ".join(plain.replace("'", " ").split())


def _learn(people: tuple[Called, ...]) -> None:
    """Fold and spell everybody's names as one text: one by one, thousands take far longer."""
    new = tuple(
        [name for name in _everyone(people).names if name not in _spelt and "\0" not in name]
    )
    plain, first, second = (text[2:-2].split(" \0 ") for text in _together(new))
    if len(new) == len(plain) == len(first) == len(second):  # else nothing is left of some name
        _folded.update(zip(new, plain, strict=True))
        _spelt.update(zip(new, zip(first, second, strict=True), strict=True))


@lru_cache(maxsize=1)  # one command asks several times about everybody
def _together(names: tuple[str, ...]) -> tuple[str, str, str]:
    """All names folded, and spelt in both ways, each between spaces and zero characters."""
    whole = _fold(" \0 ".join(("", *names, "")))
    return whole, *_spell(whole)


class _Everyone:
    """All names of some people, listed once: a command asks several times about the same."""

    def __init__(self, people: tuple[Called, ...]) -> None:
        self.people = people
        aliases = [person.alias for person in people if person.alias]
        self.names = tuple(dict.fromkeys([*[person.name for person in people], *aliases]))

    @cached_property
    def text(self) -> str:
        """All handles, and all names spelt in both ways, to tell quickly who isn't among them."""
        handles = _fold("\n".join([person.handle for person in self.people]))
        return "\n".join((*_together(self.names)[1:], handles, _apart(handles)))


_asked_about = [_Everyone(())]  # last


def _everyone(people: tuple[Called, ...]) -> _Everyone:
    if _asked_about[0].people is not people:
        _asked_about[0] = _Everyone(people)
    return _asked_about[0]


def _name_and_alias(person: Called) -> tuple[str, ...]:
    return (person.name, person.alias) if person.alias else (person.name,)


def _names(person: Called) -> tuple[str, ...]:
    spellings = _spellings(person.name)
    return (*spellings, *_spellings(person.alias)) if person.alias else spellings


def _beginnings(person: Called) -> Iterator[str]:
    """What a word may begin: the handle, the name, and the name from each of its words on.

    Each Chinese character is a word. For a name in another script, so are the handle's words.
    """
    yield _apart(person.handle)
    for name in (person.name, person.alias):
        apart = _apart(folded(name)) if name else ""
        for rest in _rests(apart):
            yield from dict.fromkeys(_spellings(rest))
        if not apart.isascii():
            yield from _rests(_apart(person.handle))


def _rests(text: str) -> Iterator[str]:
    """A text from each of its words on."""
    for at, letter in enumerate(text):
        if not text[at - 1 : at].strip() or _FIRST_HAN <= letter <= _LAST_HAN:
            yield text[at:].strip()


def _contains(wanted: set[str], person: Called) -> bool:
    """Whether one of these is anywhere in the handle or the name: quick, and true of few."""
    whole = "\n".join((_apart(person.handle), *_names(person)))
    return any(map(whole.__contains__, wanted))


def _begins(wanted: set[str], person: Called) -> bool:
    return any(beginning.startswith(tuple(wanted)) for beginning in _beginnings(person))


def _words(name: str) -> list[str]:
    return _parts(_spellings(name)[0])


def _parts(name: str) -> list[str]:
    """The words of a name, without the full stop of an initial."""
    return [word.rstrip(".") or word for word in name.split()]


def _of_another(words: list[str], others: list[str]) -> bool:
    """Whether all words of the shorter name are, or begin, words of the other."""
    few, many = (words, others) if len(words) <= len(others) else (others, words)
    return bool(few) and (_all_in(few, many) or (len(few) == len(many) and _all_in(many, few)))


def _all_in(few: list[str], many: list[str]) -> bool:
    if not {word[0] for word in few} <= {word[0] for word in many}:
        return False  # most names, ruled out quickly
    left = list(many)
    misspelt = 0
    for word in sorted(few, key=len, reverse=True):
        fitting = [other for other in left if _extends(other, word)]
        if not fitting:
            misspelt += 1
            fitting = [other for other in left if _nearly(other, word)]
        if not fitting or misspelt > 1:
            return False
        left.remove(min(fitting, key=len))
    return True


def _nearly(word: str, other: str) -> bool:
    """Whether two words of a name may be the same, misspelt: Marc and Mark, but not Al and Ali."""
    return word[0] == other[0] and max(len(word), len(other)) > _SHORT and _misspelt(word, other)


def _extends(word: str, beginning: str) -> bool:
    return word == beginning or (
        word.startswith(beginning)
        and not (beginning[-1].isdigit() or word[len(beginning)].isdigit())
    )


_SWAPPED = 2  # letters


def _misspelt(word: str, other: str) -> bool:
    """Whether one letter differs, is missing or doubled, or two neighbours are swapped."""
    if abs(len(word) - len(other)) > 1 or word == other:
        return word == other
    if word[:1] != other[:1] and word[-1:] != other[-1:] and min(len(word), len(other)) > _SWAPPED:
        return False  # most names, ruled out quickly
    start = 0
    for letter, other_letter in zip(word, other, strict=False):
        if letter != other_letter:
            break
        start += 1
    rest, rest_of_other = word[start:], other[start:]
    if any(letter.isdigit() for letter in (rest[:1], rest_of_other[:1])):
        return False
    return (
        rest[1:] == rest_of_other[1:]
        or rest[1:] == rest_of_other
        or rest == rest_of_other[1:]
        or (rest[:2] == rest_of_other[:2][::-1] and rest[2:] == rest_of_other[2:])
    )
