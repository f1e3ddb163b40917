"""Make other people's text safe to print: it can't move the cursor or reverse the line.

About characters only. Needs no Rich.
"""

from __future__ import annotations

import re

_BLANKS = r"[ \t\r\n]+"  # all of these are compiled only when needed
# C0, DEL and C1; line and paragraph separators; bidi embeddings, overrides and isolates; and lone
# surrogates, which stand for bytes that were no text and can't be encoded.
_UNSAFE = "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
_TAB = 4  # cells, as most editors show it in prose

# Not allowed in typed text: control characters except newline and tab, and bidi controls.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def safe(text: str, *, ascii_only: bool = False) -> str:
    """One line: white space becomes one space, control characters are spelled out."""
    if not text.isprintable() or "  " in text:  # printable text is safe
        text = re.sub(_UNSAFE, _spelled, re.sub(_BLANKS, " ", text).strip(" "))
    spelled = text.strip(" ")
    return _ascii(spelled) if ascii_only else spelled


def verbatim(text: str, *, ascii_only: bool = False) -> str:
    """One line; keeps blanks and spells out control characters."""
    spelled = text if text.isprintable() else re.sub(_UNSAFE, _spelled, text)
    return _ascii(spelled) if ascii_only else spelled


def paragraphs(text: str, *, ascii_only: bool = False) -> tuple[str, ...]:
    """The lines of a longer text, each safe, with indents, without blank lines at the ends."""
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    return tuple(_line(line, ascii_only=ascii_only) for line in lines)


def as_typed(text: str) -> str:
    """A longer text for programs: spaces, tabs and lines as they are, each line safe."""
    return spelled_out(text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))


def spelled_out(text: str) -> str:
    """A part of a longer text: with control characters spelled out, and nothing else changed."""
    return "\n".join("\t".join(map(verbatim, line.split("\t"))) for line in text.split("\n"))


def in_json(document: str) -> str:
    """A JSON document on one line that means the same, and whose text can't move the cursor."""
    return re.sub(_UNSAFE, lambda match: f"\\u{ord(match[0]):04x}", document)


def _line(text: str, *, ascii_only: bool) -> str:
    blanks = text[: len(text) - len(text.lstrip(" \t"))]
    return blanks.expandtabs(_TAB) + safe(text, ascii_only=ascii_only)


def _spelled(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - one byte


def _ascii(text: str) -> str:
    """The nearest plain letters: Öz becomes Oz, a letter without one a question mark."""
    if text.isascii():
        return text
    import unicodedata  # a library of its own, which most terminals don't need

    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.translate(_NEAREST).encode("ascii", "replace").decode("ascii")


_NEAREST = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
    | {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
    | {"\u0131": "i", "\u2192": "->", "\u00b7": "-", "\u2022": "*"}
)


BOM = "\ufeff"  # tells spreadsheets that a table is UTF-8
_ACTIVE = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")  # a formula begins with one in some spreadsheet
_ACTIVE_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in r"\`*_{}[]<>#|~&"})
_AT_THE_BEGINNING = r"^(?:(\d+)(?=[.)])|(?=[-+=]))"  # begins a list item, or underlines a heading


def inert(text: str) -> str:
    """The text, with an apostrophe before anything a spreadsheet would calculate.

    Also if it has one there already, so that both come back.
    """
    bare = text.lstrip("'")
    return f"'{text}" if bare.lstrip().startswith(_ACTIVE) or bare.startswith(_ACTIVE) else text


def escaped(text: str) -> str:
    """The text for Markdown, on one line, without any active characters."""
    signs = safe(text).translate(_ACTIVE_SIGNS)
    if signs[:1].isalpha() or re.match(_AT_THE_BEGINNING, signs) is None:
        return signs
    return re.sub(_AT_THE_BEGINNING, r"\1\\", signs)
