"""From one file to what it says: an entry, a relationship's fields, the journal's id, or problems.

Whatever is wrong with a file is a value here, never an abort. YAML and pydantic are imported when
the first file needs them: not where only heads are wanted of files that are just as we write them,
nor for what a memo of `parsed_entry` holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from mentorlog import files
from mentorlog.domain.entries import Entry
from mentorlog.errors import DamagedJournal, Missing, StorageFailed, TooLarge
from mentorlog.journal.problems import DamagedFile, Problem

if TYPE_CHECKING:  # importing them costs YAML and pydantic
    from _typeshed import DataclassInstance

    from mentorlog.journal.fields import RelationshipFields
    from mentorlog.journal.yaml_text import Document

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D", bound="DataclassInstance")


class Parsed(NamedTuple, Generic[T_co]):
    """What one file says; `value` is None where nothing can be made of it.

    `problems`: line and message. A tuple, as there are thousands of them.
    """

    value: T_co | None
    problems: tuple[tuple[int | None, str], ...] = ()
    newer: bool = False

    @property
    def clean(self) -> bool:
        """May it be changed: was it understood to the last key, and is its schema ours?"""
        return self.value is not None and not self.problems and not self.newer


Place = str | Path  # of a file; making thousands of Paths takes a tenth of a first reading
Parser = Callable[[str], Parsed[Entry] | None]


def parsed_entry(path: Place) -> Parsed[Entry] | None:
    """The head that an entry's file holds; None if the file is gone."""
    from mentorlog.journal import own_types

    ours = partial(own_types.entry_in, worded=False)
    return _parsed(path, lambda document: _bare(entry_in(document)), ours)


def parsed_with_words(path: Place) -> Parsed[Entry] | None:
    """The entry that a file holds, its words too; None if the file is gone."""
    from mentorlog.journal import own_types

    return _parsed(path, entry_in, partial(own_types.entry_in, worded=True))


def strictly_parsed(path: Place) -> Parsed[Entry] | None:
    """The same without the short way, for whoever looks for what is wrong."""
    return _parsed(path, entry_in, lambda _: None)


def parsed_relationship(path: Place) -> Parsed[RelationshipFields] | None:
    from mentorlog.journal import own_types

    return _parsed(path, fields_in, partial(own_types.person_in, worded=True))


def parsed_person(path: Place) -> Parsed[RelationshipFields] | None:
    """The same without words."""
    from mentorlog.journal import own_types

    ours = partial(own_types.person_in, worded=False)
    return _parsed(path, lambda document: _bare(fields_in(document)), ours)


def parsed_journal(path: Place) -> Parsed[str] | None:
    from mentorlog.journal import own_types

    return _parsed(path, _journal_in, own_types.journal_id_in)


def head_of(said: D) -> D:
    """The entry, or the relationship's fields, without words."""
    return worded(said, None)


def worded(said: D, words: object) -> D:
    """The same with other words."""
    return replace(said, words=words)


def words_of(said: object) -> object:
    """The words of an entry of any kind, or of a relationship; None where they aren't loaded."""
    return getattr(said, "words", None)


def unreadable(message: str) -> Parsed[T]:
    """A file of which nothing can be made."""
    return Parsed(value=None, problems=((None, message),))


def clean_value(file: str, parsed: Parsed[T]) -> T:
    """What a file says that may be changed. Raises DamagedJournal, with its first problem."""
    if parsed.newer:
        raise DamagedJournal(
            f"{file} was written by a newer mentorlog; it is shown, but not changed.",
            "Update mentorlog, then try again.",
        )
    if parsed.value is None or parsed.problems:
        problem = Problem(file, *parsed.problems[0])
        raise DamagedFile(problem, "It is left as it is until that is mended.")
    return parsed.value


def _parsed(
    path: Place,
    decode: Callable[[Document], Parsed[T]],
    ours: Callable[[bytes], T | None],
) -> Parsed[T] | None:
    """If `ours` finds the file to be just as we write it, YAML and pydantic are spared."""
    try:
        data = files.read(path)
    except Missing:
        return None
    except TooLarge as error:
        return Parsed(value=None, problems=((1, error.what),))
    except StorageFailed as error:
        return unreadable(error.what)
    own = ours(data)
    return _strictly(data, decode) if own is None else Parsed(own)


def _bare(found: Parsed[D]) -> Parsed[D]:
    return found if found.value is None else found._replace(value=head_of(found.value))


def _strictly(data: bytes, decode: Callable[[Document], Parsed[T]]) -> Parsed[T]:
    from mentorlog.journal import yaml_text

    try:
        document = yaml_text.read(data)
    except yaml_text.YamlProblem as problem:
        return Parsed(value=None, problems=((problem.line, problem.message),))
    return decode(document)


def entry_in(document: Document) -> Parsed[Entry]:
    from mentorlog.journal import codec

    found = codec.decoded(document)
    return Parsed(value=found.entry, problems=found.problems, newer=found.newer)


def fields_in(document: Document) -> Parsed[RelationshipFields]:
    from mentorlog.journal import codec

    found = codec.decoded_relationship(document)
    return Parsed(value=found.fields, problems=found.problems, newer=found.newer)


def _journal_in(document: Document) -> Parsed[str]:
    from mentorlog.journal import codec

    found = codec.decoded_journal(document)
    return Parsed(value=found.id, problems=found.problems, newer=found.newer)
