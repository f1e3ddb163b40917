"""A YAML file as a document: its text, its value, and the position of every part.

`edit` changes it in place. It knows YAML, not entries.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from functools import cache, cached_property

from mentorlog.domain.entries import KeyPath
from mentorlog.files import LARGEST
from mentorlog.journal.yaml import Value

BOM = "\ufeff"


class YamlProblem(Exception):
    """Why a journal's file can't be read: `line` counts from 1; `message` never quotes a value."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class Node:
    """A scalar, list or mapping in a file, with its position.

    `start`, `end`: character offsets, a BOM not counted; a block ends where the next thing begins,
        so its end says little.
    `style`: for a scalar `""` (plain), `"`, `'`, `|` or `>`; for a collection `flow` or `block`.
    `children`: by key or position; None for a scalar.
    `key`: the node of its key, if any.
    """

    __slots__ = ("children", "end", "key", "start", "style", "value")

    def __init__(
        self,
        start: int,
        end: int,
        style: str,
        value: Value,
        children: dict[str | int, Node] | None = None,
    ) -> None:
        self.start = start
        self.end = end
        self.style = style
        self.value = value
        self.children = children
        self.key: Node | None = None

    def child(self, step: str | int) -> Node | None:
        return None if self.children is None else self.children.get(step)


def line_ends(body: str) -> list[int]:
    """The offsets after each line end, as editors count lines."""
    return [match.end() for match in LINE_BREAK.finditer(body)]


def line_at(body: str, place: int) -> int:
    """The line (from 1) of a character offset."""
    return bisect_right(line_ends(body), place) + 1


_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LINE_BREAK = re.compile(r"\r\n|\r|\n")


class Document:
    """A file as read: its text, BOM and line ends included, and its value."""

    def __init__(self, text: str, root: Node, value: dict[str, Value]) -> None:
        self.text = text
        self.root = root
        self.value = value

    @cached_property
    def _line_ends(self) -> list[int]:
        return line_ends(self.text.removeprefix(BOM))

    def line(self, path: KeyPath) -> int:
        """The line (from 1) of the key or item at `path`, else of its nearest existing parent."""
        node, place = self.root, self.root.start
        for step in path:
            child = node.child(step)
            if child is None:
                break
            node, place = child, (child.key or child).start
        return bisect_right(self._line_ends, place) + 1


def read(data: bytes) -> Document:
    """The document in a file. Raises YamlProblem for anything but plain, strict YAML."""
    from mentorlog.journal.yaml.tree import tree  # imports PyYAML

    text = _decoded(data)
    body = text.removeprefix(BOM)
    if found := _forbidden().search(body):
        what = "an invisible mark (U+FEFF)" if found[0] == BOM else "a control character"
        raise YamlProblem(line_at(body, found.start()), f"{what} doesn't belong here")
    try:
        root = tree(body)
    except YamlProblem as problem:
        raise _cause(problem, body) from None
    if root is None or root.value is None:
        raise YamlProblem(1, "the file is empty")
    if not isinstance(root.value, dict):
        raise YamlProblem(line_at(body, root.start), "a file must have keys and values")
    return Document(text, root, root.value)


@cache
def _forbidden() -> re.Pattern[str]:
    """Matches what YAML forbids, and a BOM inside the text; takes 5 ms to compile."""
    return re.compile(
        "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
    )


def _cause(problem: YamlProblem, body: str) -> YamlProblem:
    """A likelier cause of a problem that a parser can't know, such as a merge conflict."""
    if found := _CONFLICT.search(body):
        message = "git left a conflict here: keep one of the two versions"
        return YamlProblem(line_at(body, found.start()), message)
    ends = [0, *line_ends(body), len(body)]
    before, after = ends[max(0, problem.line - 2)], ends[min(problem.line, len(ends) - 1)]
    if found := _ODD_SPACE.search(body, before, after):
        return YamlProblem(line_at(body, found.end() - 1), ODD_SPACE)
    if found := _ODD_BREAK.search(body, before, after):
        what = f"a line break that can't be seen (U+{ord(found[0]):04X}) splits this line"
        return YamlProblem(line_at(body, found.start()), what)
    if found := _UNSEEN.search(body, before, after):
        what = f"an invisible mark (U+{ord(found[1]):04X}) doesn't belong here"
        return YamlProblem(line_at(body, found.start(1)), what)
    return problem


ODD_SPACE = "there's a no-break space where a normal one should be"
_ODD_SPACE = re.compile(r"(?m)(?:^[ -]*|:)[^\S \t\n\r]")
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")  # line breaks for YAML, but not for editors
_UNSEEN = re.compile(r"(?m)(?:^[ -]*|: *)([\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069])")
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise YamlProblem(1, f"the file is larger than {LARGEST >> 20} MB")
    if data.startswith(_UTF_16) or b"\0" in data[:2]:
        raise YamlProblem(1, "this is UTF-16 text; save it as UTF-8")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        raise YamlProblem(line_at(before, len(before)), "this isn't UTF-8 text") from None
