"""User text on its way into a text format: on one line, nothing in it invisible."""

from __future__ import annotations

_JOINER = "\u200d"  # holds an emoji together


def visible(text: str) -> str:
    """Blanks and line ends become one space; control and format characters are spelled out."""
    return "".join(
        c if c.isprintable() or c == _JOINER else f"\\u{ord(c):04x}" for c in " ".join(text.split())
    )
