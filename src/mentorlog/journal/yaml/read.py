"""A YAML file as bytes and as a document: its text, its value, and on which line each part is.

The way out is `write`, changes in place are `edit`; it knows YAML, not entries.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, cached_property

from mentorlog.files import LARGEST
from mentorlog.journal.yaml.write import Value, Writable, written
from mentorlog.journal.yaml_tree import Node, YamlProblem, line_at, line_ends

__all__ = [
    "BOM",
    "Document",
    "Path",
    "Value",
    "Writable",
    "YamlProblem",
    "read",
    "written",
]

Path = tuple[str | int, ...]  # keys and list positions (from 0), from the root; () = the root

BOM = "\ufeff"


class Document:
    """A file as read: its text, BOM and line ends included, and its value."""

    def __init__(self, text: str, root: Node, value: dict[str, Value]) -> None:
        self.text = text
        self.root = root
        self.value = value

    @cached_property
    def _line_ends(self) -> list[int]:
        return line_ends(self.text.removeprefix(BOM))

    def line(self, path: Path) -> int:
        """The line (from 1) of the key or item at `path`, else of what is nearest above it."""
        node, place = self.root, self.root.start
        for step in path:
            child = node.child(step)
            if child is None:
                break
            node, place = child, (child.key or child).start
        return bisect_right(self._line_ends, place) + 1


def read(data: bytes) -> Document:
    """The document a file holds. Raises YamlProblem for anything but plain, strict YAML."""
    from mentorlog.journal.yaml.tree import tree  # costs PyYAML

    text = _decoded(data)
    body = text.removeprefix(BOM)
    if found := _forbidden().search(body):
        raise YamlProblem(line_at(body, found.start()), "a control character does not belong here")
    try:
        root = tree(body)
    except YamlProblem:
        if found := _CONFLICT.search(body):
            message = "git left a conflict here: keep one of the two versions"
            raise YamlProblem(line_at(body, found.start()), message) from None
        raise
    if root is None or root.value is None:
        raise YamlProblem(1, "the file is empty")
    if not isinstance(root.value, dict):
        raise YamlProblem(line_at(body, root.start), "a file must hold keys and their values")
    return Document(text, root, root.value)


@cache
def _forbidden() -> re.Pattern[str]:
    """What YAML does not allow, and a BOM inside of the text; it takes 5 ms to compile."""
    return re.compile(
        "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
    )


_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise YamlProblem(1, f"the file is larger than {LARGEST >> 20} MB")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise YamlProblem(data.count(b"\n", 0, error.start) + 1, "this is not UTF-8 text") from None
