"""YAML as people write it: any style, indentation, comments and blank lines; one value, many hands.

`hand` is a source of random choices. Comments are `# c0`, `# c1` and so on, each of them once.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator

from mentorlog.journal.yaml import Value

KEYS = ("alpha", "beta", "gamma", "delta", "epsilon")
TEXTS = (
    *("a", "held", "note one", "x: y", "# no", "it's", 'say "x"', "2026-01-01", "é ö", "😀 ok", ""),
    *("- x", "[b]", "null", "one\ntwo", "one\n\ntwo\n", "t\nu\n\n", "a\\n", "w" * 150),
)


def written_by_hand(value: dict[str, Value], hand: random.Random, newline: str) -> str:
    """One of the many texts that hold the value."""
    writer = _Writer(hand)
    lines = [writer.flow(value)] if hand.random() < 0.05 else writer.block(value, 0)
    if hand.random() < 0.1:
        lines = ["---", *lines]
    if hand.random() < 0.2:
        lines = [*lines, "", writer.comment()]
    text = newline.join(lines) + (newline if hand.random() < 0.8 else "")
    return "\ufeff" + text if hand.random() < 0.1 else text


def comments(text: str) -> list[str]:
    return re.findall(r"# c\d+", text)


class _Writer:
    def __init__(self, hand: random.Random) -> None:
        self._hand = hand
        self._number = itertools.count()

    def comment(self) -> str:
        return f"# c{next(self._number)}"

    def block(self, value: Value, indent: int) -> list[str]:
        """The lines of a filled collection; the first has no indentation of its own yet."""
        pad = " " * indent
        lines: list[str] = []
        for lead, part in self._leads(value):
            if lines:
                lines += self._between(pad)
            lines += self._led(pad + lead, part, indent)
        return lines

    def flow(self, value: Value) -> str:
        blank = self._hand.choice(["", " "])
        if isinstance(value, dict):
            inside = ", ".join(f"{key}: {self.flow(part)}" for key, part in value.items())
            return f"{{{blank}{inside}{blank}}}"
        if isinstance(value, list):
            comma = "," if value and self._hand.random() < 0.2 else ""
            return f"[{blank}{', '.join(map(self.flow, value))}{comma}{blank}]"
        return self._scalar(value) or "~"

    def _leads(self, value: Value) -> Iterator[tuple[str, Value]]:
        if isinstance(value, dict):
            for key, part in value.items():
                yield (f'"{key}":' if self._hand.random() < 0.1 else f"{key}:"), part
        elif isinstance(value, list):
            yield from (("-", part) for part in value)

    def _led(self, lead: str, value: Value, indent: int) -> list[str]:
        if isinstance(value, (dict, list)):
            if not value or self._hand.random() < 0.25:
                return [f"{lead} {self.flow(value)}{self._behind()}"]
            return self._collection(lead, value, indent)
        if isinstance(value, str) and self._suits_a_block(value):
            return self._literal(lead, value, indent)
        scalar = self._scalar(value)
        blank = self._hand.choice([" ", " ", "  "]) if scalar else ""
        return [f"{lead}{blank}{scalar}{self._behind()}"]

    def _collection(self, lead: str, value: Value, indent: int) -> list[str]:
        if lead.endswith("-"):
            beside = lead + self._hand.choice([" ", "   "])
            first, *lines = self.block(value, len(beside))
            return [beside + first.lstrip(" "), *lines]
        steps = [0, 2, 4] if isinstance(value, list) else [2, 4]
        return [lead + self._behind(), *self.block(value, indent + self._hand.choice(steps))]

    def _suits_a_block(self, text: str) -> bool:
        return bool(text) and ("\n" in text or self._hand.random() < 0.1)

    def _literal(self, lead: str, text: str, indent: int) -> list[str]:
        body = text.rstrip("\n")
        ends = len(text) - len(body)
        header = {0: "|-", 1: "|"}.get(ends, "|+")
        comment = f"  {self.comment()}" if self._hand.random() < 0.1 else ""
        pad = " " * (indent + self._hand.choice([2, 4]))
        lines = [pad + line if line else "" for line in body.split("\n")]
        more = [""] * (ends - 1) if ends > 1 else [""] * self._hand.choice([0, 0, 1])
        return [f"{lead} {header}{comment}", *lines, *more]

    def _scalar(self, text: Value) -> str:
        if not isinstance(text, str):
            return self._hand.choice(["", "~", "null"])
        quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        ways = [f'"{quoted}"']
        if "\n" not in text:
            ways.append("'" + text.replace("'", "''") + "'")
        if re.fullmatch(r"[a-z0-9]([a-z0-9 ]*[a-z0-9])?", text) and text != "null":
            ways += [text] * 3
        return self._hand.choice(ways)

    def _behind(self) -> str:
        if self._hand.random() < 0.2:
            return f"  {self.comment()}"
        return self._hand.choice(["", "", "", "", "  "])

    def _between(self, pad: str) -> list[str]:
        lines = [""] if self._hand.random() < 0.1 else []
        return [*lines, pad + self.comment()] if self._hand.random() < 0.15 else lines
