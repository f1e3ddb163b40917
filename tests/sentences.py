"""Every sentence that the program can print, collected from its source. Run it to read them:

    python tests/sentences.py [part of a path]

A sentence is a text with a blank in it that is no docstring; of an f-string, with {…} where values
go. The docstring of a command's module is its help, so it counts, too; so do the help topics
and the templates.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).parent.parent / "src" / "mentorlog"


class Sentence(NamedTuple):
    """`place`: file and line, for whoever rewrites it."""

    place: str
    text: str


def sentences(source: Path = SOURCE) -> Iterator[Sentence]:
    """All of them, file by file."""
    for path in sorted(source.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        name = str(path.relative_to(source))
        skipped = set(_docstrings(tree))
        if name.startswith("commands/") and (said := ast.get_docstring(tree)) and _is_room(tree):
            yield Sentence(f"{name}:1", said)
        for line, text in _texts(tree, skipped):
            if " " in text.strip() and any(letter.isalpha() for letter in text):
                yield Sentence(f"{name}:{line}", text)
    for path in (*_those(source, "commands/help", "*.txt"), *_those(source, "templates", "*.yaml")):
        name = str(path.relative_to(source))
        yield Sentence(f"{name}:1", path.read_text(encoding="utf-8"))


def _those(folder: Path, inside: str, pattern: str) -> list[Path]:
    return sorted((folder / inside).glob(pattern))


def _is_room(tree: ast.Module) -> bool:
    """Whether the module offers a command, whose docstring is then printed."""
    return any(
        isinstance(node, ast.Assign)
        and any(isinstance(each, ast.Name) and each.id == "COMMAND" for each in node.targets)
        for node in tree.body
    )


def _docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    """Texts that stand as statements are for readers of the source."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _texts(tree: ast.AST, skipped: set[ast.AST]) -> Iterator[tuple[int, str]]:
    for node in ast.iter_child_nodes(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(map(_part, node.values))
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    yield from _texts(part, skipped)
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                yield node.lineno, node.value
        else:
            yield from _texts(node, skipped)


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.FormattedValue):
        return "{" + ast.unparse(part.value)[:40] + "}"
    return str(part.value) if isinstance(part, ast.Constant) else ""


if __name__ == "__main__":
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    for each in sentences():
        if wanted in each.place:
            sys.stdout.write(f"{each.place}\t{each.text}\n")
