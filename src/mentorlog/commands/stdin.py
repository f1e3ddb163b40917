"""The text on stdin: which field it is for, and its bytes, read in pieces.

What was read so far is handed in and out, so that no failure in between loses it.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import chain
from typing import Any, TextIO, TypeVar, cast

from mentorlog.arguments import Arguments
from mentorlog.errors import UsageError
from mentorlog.frozen import replace

A = TypeVar("A", bound=Arguments)
_PIECE = 1 << 16  # bytes


def field_of(typed: Arguments) -> str | None:
    """The field given as "-", to be read from stdin; None if there is none. Raises UsageError."""
    asking = [name for name in typed.prose if getattr(typed, name) == "-"]
    if len(asking) > 1:
        raise UsageError("Only one text can come from stdin.")
    return asking[0] if asking else None


def saying(typed: A, name: str, data: bytes) -> A:
    """The arguments with the text from stdin in the field that asked for it."""
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    arguments: Any = typed  # a dataclass
    return cast("A", replace(arguments, **{name: text}))


def data_of(stream: TextIO, read: list[bytes]) -> bytes:
    """All of stdin as bytes, whatever the locale's encoding. `read`: the pieces read so far."""
    read.extend(_pieces(stream))
    return b"".join(read)


def texts_of(stream: TextIO, read: list[bytes]) -> Iterator[str]:
    """The text on stdin, in pieces: what was read so far, and what is left."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    yield from (decoder.decode(data) for data in chain(read, _pieces(stream)))


def _pieces(stream: TextIO) -> Iterator[bytes]:
    if hasattr(stream, "buffer"):
        return iter(lambda: stream.buffer.read(_PIECE), b"")
    return iter([stream.read().encode(errors="replace")])
