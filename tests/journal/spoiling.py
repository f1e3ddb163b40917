"""Files that are almost as we write them: a hand, another program or a bad disk has been there.

`hand` is a source of random choices.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

SCALARS = (
    *("no", "1_000", "0x1F", "12:30", "~", "null", "Null", "2026-02-30", "0000-01-01", "20261122"),
    *('"a', "'", "- x", "-", "&a", "*a", "!t", "%", "@", "`", "key: value", "a # b", "a #", "# a"),
    *("a ", " a", "a\t", "a\u0085b", "a\u2028b", "\ufeffa", "a\x00", "", '""', "''", "'a'", '" "'),
    *("[]", "{}", "[a, b]", "{a: b}", "|", "|-", "|+", ">", "|2", "| ", "--- a", "...", "? a"),
    *("true", "True", "yes", "false", "1", "0", "-1", "01", "1.0", "9" * 12, "9999-12-31", ": a"),
    *("a:", "a: |-", "http://x.y", '"\\u0000"', '"\\ud83d\\ude00"', '"\\x85"', '"\\q"', '"a"b'),
    *('"a\\"b"', "weekly", "at least weekly", "2 per term", "Every 2 Weeks", "0 per week"),
    *("\u017f", "é", "\u0663", "\uff12026-01-01", "2026-01-01T00:00", "18:30", '"18:30"'),
    *('"24:00"', "<<", "=", "aaaaaaaa", "x" * 101, "x" * 1100, "x " * 600 + "x"),
    *('"' + "x" * 1100 + '"', "\u200b", "\xa0a", "a\xa0"),
)
PIECES = (
    *("\n", "\r", "\r\n", " ", "  ", "\t", "\n\n", "\n  ", "\n    ", "\n ", "\n- ", "\n  - ", ": "),
    *(":", "#", " #", '"', "'", "\\", "|", ">", "&", "*", "!", "%", "@", "`", "?", "-", ",", "["),
    *(
        "]",
        "{",
        "}",
        "\u0085",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\x00",
        "\x0b",
        "\x0c",
        "\x1b",
        "\x7f",
    ),
    *("\n---\n", "\n...\n", "\n# c\n", "\n<<: a\n", "\nsealed: a\n", "\ntags:\n  - a\n"),
    *("\nschema: 2\n", "\nkind: note\n", "\nmine: a\n", "\nnull: a\n", "\nreason:\n"),
    *("\ntext: ''\n", "\nid: b\n", "\xa0", "\x7f"),
)
BYTES = (b"\xff", b"\x85", b"\xed\xa0\x80", b"\xc2\x85", b"\xef\xbb\xbf", b"\xf4\x90\x80\x80")


def spoilt(data: bytes, others: tuple[bytes, ...], hand: random.Random) -> bytes:
    """The file with one change, or a few."""
    for _ in range(hand.choice([1, 1, 1, 2, 3])):
        if hand.random() < 0.05:
            at = hand.randrange(len(data) + 1)
            data = data[:at] + hand.choice(BYTES) + data[at:]
            continue
        text = data.decode(errors="replace")
        other = hand.choice(others).decode(errors="replace")
        data = hand.choice(_WAYS)(text, other, hand).encode()
    return data


def _put(text: str, _: str, hand: random.Random) -> str:
    at = hand.randrange(len(text) + 1)
    return text[:at] + hand.choice(PIECES) + text[at + hand.choice([0, 0, 1]) :]


def _cut(text: str, _: str, hand: random.Random) -> str:
    at = hand.randrange(len(text) + 1)
    return text[:at] + text[at + hand.randrange(1, 12) :]


def _double(text: str, _: str, hand: random.Random) -> str:
    at = hand.randrange(len(text) + 1)
    return text[: at + hand.randrange(1, 30)] + text[at:]


def _value(text: str, _: str, hand: random.Random) -> str:
    """Another scalar behind a colon or a dash."""
    places = [found.span() for found in re.finditer(r"(?<=: ).*|(?<=- ).*", text)] or [(0, 0)]
    start, end = hand.choice(places)
    return text[:start] + hand.choice(SCALARS) + text[end:]


def _lines(text: str, other: str, hand: random.Random) -> str:
    """Lines in another order, twice, gone, moved to the side or from another file."""
    lines = text.splitlines(keepends=True) or ["\n"]
    at, to = hand.randrange(len(lines)), hand.randrange(len(lines))
    match hand.randrange(5):
        case 0:
            lines[at], lines[to] = lines[to], lines[at]
        case 1:
            lines.insert(to, lines[at])
        case 2:
            del lines[at]
        case 3:
            lines[at] = hand.choice([" ", "  ", "    ", "- ", "  - ", "\t"]) + lines[at].lstrip(" ")
        case _:
            lines.insert(to, hand.choice(other.splitlines(keepends=True) or [""]))
    return "".join(lines)


_WAYS: tuple[Callable[[str, str, random.Random], str], ...] = (
    *(_put, _cut, _double, _value, _value, _lines, _lines),
)
