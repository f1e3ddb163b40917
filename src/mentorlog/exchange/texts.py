"""User text on its way into a format: nothing in it does anything there.

What moves a cursor or turns a line round is spelled out before (`terminal.safe`).
"""

from __future__ import annotations

import re

from mentorlog.terminal.safe import safe

BOM = "\ufeff"  # by which spreadsheets know that a table is UTF-8
_ACTIVE = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")  # what some spreadsheet begins a formula with


def inert(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would calculate."""
    return f"'{text}" if text.lstrip().startswith(_ACTIVE) or text.startswith(_ACTIVE) else text


def escaped(text: str) -> str:
    """The text as Markdown shows it on one line, none of its signs meaning anything."""
    signs = re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", safe(text))
    return re.sub(r"^(?:(\d+)(?=[.)])|(?=[-+=]))", r"\1\\", signs)
