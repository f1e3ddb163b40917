"""What was typed, as text, as long as it is not saved; sealed where nobody shall read it.

It knows nothing of the files in which it is kept.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence

from mentorlog.frozen import dataclass

Typed = str | tuple["Typed", ...] | Mapping[str, "Typed"]
Typable = (  # what may be handed in; it is kept as `Typed`
    str | int | dt.date | dt.time | None | Sequence["Typable"] | Mapping[str, "Typable"]
)
Seal = Callable[[bytes], str]
Open = Callable[[str], bytes]

_COST = 1 << 14  # of one comparison of marks, in scrypt's measure: about 50 ms
_SALT = 32  # hexadecimal digits of it, in front of a mark


@dataclass(frozen=True, slots=True)
class SealedWords:
    """What was typed, to be opened with a key only.

    `mark`: tells whether the same is typed again, after an interruption. It is salted and slow to
    compute, so that guessing words by it is no shorter way than it has to be.
    """

    block: str
    mark: str

    @property
    def as_list(self) -> list[str]:
        return [self.block, self.mark]

    @classmethod
    def of(cls, typed: Mapping[str, Typed], seal: Seal) -> SealedWords:
        """What was typed, sealed; its mark is salted anew each time."""
        return cls(seal(_packed(typed)), _mark(typed, os.urandom(_SALT // 2)))

    def opened(self, open_: Open) -> dict[str, Typed]:
        """What was typed. Raises what `open_` raises, ValueError for anything else."""
        return plain(json.loads(open_(self.block)))

    def are(self, typed: Mapping[str, Typed]) -> bool:
        return self.mark == _mark(typed, bytes.fromhex(self.mark[:_SALT]))


def plain(typed: Mapping[str, Typable]) -> dict[str, Typed]:
    """What was typed, as text in tuples and mappings; without what was not typed (None, False)."""
    return {key: text for key, value in typed.items() if (text := _plain(value)) is not None}


def sealed_words(found: object) -> SealedWords | None:
    """What `as_list` gave, from a file; None for anything else."""
    if not isinstance(found, list) or len(found) != 2:  # noqa: PLR2004 - the block and its mark
        return None
    block, mark = map(str, found)
    hexadecimal = re.fullmatch(f"[0-9a-f]{{{2 * _SALT}}}", mark)
    return SealedWords(block, mark) if hexadecimal else None


def _packed(typed: Mapping[str, Typed]) -> bytes:
    return json.dumps(typed, sort_keys=True).encode()


def _mark(typed: Mapping[str, Typed], salt: bytes) -> str:
    import hashlib

    made = hashlib.scrypt(_packed(typed), salt=salt, n=_COST, r=8, p=1, dklen=16)
    return salt.hex() + made.hex()


def _plain(value: Typable) -> Typed | None:
    match value:
        case None | False:
            return None
        case True:
            return "true"
        case str():
            # Half a surrogate pair (a byte of argv that is no UTF-8) fits into no file.
            return value.encode(errors="replace").decode()
        case Mapping():
            return plain(value)
        case Sequence():
            return tuple(text for item in value if (text := _plain(item)) is not None)
    return str(value)
