"""Sealed files: the head's keys in the clear, and the whole original file in one age block.

What decides and lists stays readable, so that needs no key. The block holds every byte of the file,
comments included; the head beside it is always made from the block, and is refused if they differ.
`keys` makes and opens the blocks. This module also knows where in a journal something is sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from mentorlog import files
from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.errors import Conflict, DamagedFile, Problem, Refused
from mentorlog.journal import codec
from mentorlog.journal.codec import head_of
from mentorlog.journal.keys import CannotOpen
from mentorlog.journal.names import (
    ENTRY_SUFFIX,
    RELATIONSHIP_FILE,
    RELATIONSHIPS,
    TRASH,
    person_file,
)
from mentorlog.journal.steps import Put, Step, bytes_at
from mentorlog.journal.texts import (
    Record,
    edited,
    parsed_text,
    parsed_version,
    record_in,
    version_in,
)
from mentorlog.journal.yaml import Writable, dump, value_in
from mentorlog.journal.yaml.edit import edits, setting
from mentorlog.journal.yaml.read import YamlProblem, read

KEY = "sealed"
_LEFT = "It's left as it is; the rest works."
_LOOK = "See what's wrong:  mentorlog doctor"
_AGE = b"BEGIN AGE ENCRYPTED FILE"

Seal = Callable[[bytes], str]
Open = Callable[[str], bytes]


def is_sealed(data: bytes) -> bool:
    """Whether a file is sealed; False if it can't be read."""
    return _block(data) is not None


def has_body(path: str, text: bytes) -> bool:
    """Whether a valid text says more than its head."""
    return text != dump(_head(version_in(path, text))).encode()


def is_bare_plan(path: str, text: bytes) -> bool:
    """Whether it is a planned meeting without any words.

    It has nothing to hide, and while it stays plain, logging it needs no key.
    """
    record = parsed_text(path, text).value
    planned = isinstance(record, Meeting) and record.status is MeetingStatus.PLANNED
    return planned and not has_body(path, text)


def sealed(path: str, text: bytes, seal: Seal) -> bytes:
    """The sealed file for a valid text. Raises DamagedJournal if it isn't valid."""
    head = _head(version_in(path, text))
    return dump({**head, KEY: seal(text)}).encode()


def resealed(path: str, data: bytes, was: bytes, text: bytes, seal: Seal) -> bytes:
    """A sealed file with another text inside; keys added beside the block stay."""
    before, after = _head(record_in(path, was)), _head(record_in(path, text))
    return edited(path, data, [*edits(before, after), setting((KEY,), seal(text))])


def original(path: str, data: bytes, open_: Open) -> bytes:
    """The text that was sealed, byte for byte.

    Raises DamagedFile if it can't be decrypted, or the head beside it belongs to another text.
    """
    block = _block(data)
    if block is None:
        raise DamagedFile(Problem(path, None, "this isn't sealed"), _LEFT)
    try:
        text = open_(block)
    except CannotOpen as error:
        raise _at(path, data, str(error)) from None
    inside, beside = parsed_version(path, text).value, parsed_version(path, data).value
    if inside is None or beside is None or head_of(inside) != head_of(beside):
        raise _at(path, data, "the plain part doesn't match the sealed part")
    return text


def hold_the_same(path: str, first: bytes, second: bytes, open_: Open) -> bool:
    """Whether two sealed files differ in nothing but their seals. False if one can't be opened."""
    if {**read(first).value, KEY: ""} != {**read(second).value, KEY: ""}:
        return False
    try:
        return original(path, first, open_) == original(path, second, open_)
    except DamagedFile:
        return False


def unsealed(path: str, data: bytes, text: bytes) -> bytes:
    """The text to put in place of a sealed file. Raises Refused if keys were added beside it."""
    added = read(data).value.keys() - read(sealed(path, text, lambda _: "")).value.keys()
    if added - {KEY}:
        raise Refused(
            f"{path}: only the plain part has {', '.join(sorted(added))}.",
            "Remove it from the file first.",
        )
    return text


def hides_its_words(data: bytes) -> bool:
    """Whether a relationship.yaml says that the person is sealed; True for a damaged one.

    A file that can't be read is no permission to write in plain text.
    """
    return is_sealed(data) or _AGE in data


def check_places(root: Path, steps: Sequence[Step]) -> None:
    """Check the folders that new files go to.

    Raises DamagedFile for a file in nobody's folder, Conflict for a plain file in the folder of
    somebody sealed.
    """
    placed = [(step, *_place(step)) for step in steps]
    people = {folder: step.after for step, folder, name in placed if name == RELATIONSHIP_FILE}
    for step, folder, name in placed:
        if name not in ("", RELATIONSHIP_FILE) and step.after is not None and _comes(step):
            file = person_file(folder)
            person = people[folder] if folder in people else bytes_at(root, file)
            if person is None:
                raise DamagedFile(Problem(file, None, "relationship.yaml is missing"), _LOOK)
            path = f"{RELATIONSHIPS}/{folder}/{name}"
            hidden = is_sealed(step.after) or is_bare_plan(path, step.after)
            if hides_its_words(person) and not hidden:
                raise Conflict(f"{path} would be in plain text, where all is sealed.", _LOOK)


def _place(step: Step) -> tuple[str, str]:
    """The folder and the name of the file that changes or appears there."""
    path = step.path if isinstance(step, Put) else f"{step.target}/{step.inside}"
    top, _, rest = path.rstrip("/").partition("/")
    folder, _, name = rest.partition("/")
    return (folder, name) if top == RELATIONSHIPS else ("", "")


def _comes(step: Step) -> bool:
    if isinstance(step, Put):
        return step.before is None
    return step.source.rpartition("/")[0] != step.target.rpartition("/")[0]


@lru_cache(maxsize=4096)  # files whose block is kept in memory
def _block(data: bytes) -> str | None:
    try:
        block = (value_in(data) or read(data).value).get(KEY)  # value_in is quick
    except YamlProblem:
        return None
    return block if isinstance(block, str) else None


def _head(record: Record) -> Mapping[str, Writable]:
    return codec.encoded(head_of(record))


def _at(path: str, data: bytes, message: str) -> DamagedFile:
    return DamagedFile(Problem(path, read(data).line((KEY,)), message), _LEFT)


def is_sealed_at(root: Path, path: str) -> bool:
    """Whether a file is sealed; False if it can't be read."""
    data = files.read_if_readable(root / path)
    return data is not None and is_sealed(data)


def is_to_be_sealed(root: Path, path: str) -> bool:
    """Whether a file at this path must be sealed."""
    return is_sealed_at(root, path) or is_sealed_at(
        root, f"{path.rpartition('/')[0]}/{RELATIONSHIP_FILE}"
    )


def is_bare_plan_at(root: Path, path: str) -> bool:
    """Whether it is a plan without words, which stays plain in a sealed relationship."""
    data = files.read_if_readable(root / path)
    return data is not None and is_bare_plan(path, data)


def sealed_files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every sealed file with its bytes, including those in the trash."""
    for top in (RELATIONSHIPS, TRASH):
        for file in sorted((root / top).glob(f"*/[!.]*{ENTRY_SUFFIX}")):
            data = files.read_if_readable(file)
            if data is not None and is_sealed(data):
                yield file.relative_to(root).as_posix(), data


def others_in(root: Path, folder: str) -> tuple[str, ...]:
    """The names of other files in a folder, which aren't ours."""
    paths = sorted((root / folder).iterdir())
    return tuple(
        path.name for path in paths if path.suffix != ENTRY_SUFFIX or path.name.startswith(".")
    )
