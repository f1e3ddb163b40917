"""The tree of a YAML file: its parts, where each of them stands, and why there may be none.

How it is grown from a text, `tree` knows, which imports PyYAML.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from mentorlog.journal.yaml.write import Value


class YamlProblem(Exception):
    """Why a file can't be read: `line` counts from 1; `message` quotes no more than a key."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(slots=True, eq=False)
class Node:
    """A scalar, list or mapping of a file, and where it stands.

    `start`, `end`: characters from the beginning, a BOM not counted; what ends a block is the
    beginning of the next thing, so the end of a block says little.
    `style`: of a scalar `""` (plain), `"`, `'`, `|` or `>`; of a collection `flow` or `block`.
    `children`: by key or position; None of a scalar. `key`: the key that leads here, if any.
    """

    start: int
    end: int
    style: str
    value: Value
    children: dict[str | int, Node] | None = None
    key: Node | None = None

    def child(self, step: str | int) -> Node | None:
        return None if self.children is None else self.children.get(step)


def line_ends(body: str) -> list[int]:
    """The places behind each line end, as editors count them."""
    return [found.end() for found in _BREAK.finditer(body)]


def line_at(body: str, place: int) -> int:
    """The line, from 1, of a character."""
    return bisect.bisect_right(line_ends(body), place) + 1


_BREAK = re.compile(r"\r\n|\r|\n")
