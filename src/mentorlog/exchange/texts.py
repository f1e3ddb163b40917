"""User text on its way into a text format: on one line, nothing in it invisible or active."""

from __future__ import annotations

import re

_JOINER = "\u200d"  # holds an emoji together
_ACTIVE = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")  # what some spreadsheet begins a formula with


def visible(text: str) -> str:
    """Blanks and line ends become one space; control and format characters are spelled out."""
    return "".join(
        c if c.isprintable() or c == _JOINER else f"\\u{ord(c):04x}" for c in " ".join(text.split())
    )


def inert(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would calculate."""
    return f"'{text}" if text.lstrip().startswith(_ACTIVE) or text.startswith(_ACTIVE) else text


def escaped(text: str) -> str:
    """The text as Markdown shows it, none of its signs meaning anything."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", visible(text))
