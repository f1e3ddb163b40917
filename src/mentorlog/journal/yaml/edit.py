"""Change one key or list item of a YAML text in place, and not one character more.

Comments, order, spacing, quotes and line ends elsewhere stay as they are. Each change is tried in
the several styles a file may be written in; the first result that reads back as exactly the
expected tree is taken. What can't be done this way is left to an editor.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from mentorlog.domain.entries import KeyPath
from mentorlog.journal.yaml import Value, Writable, as_read, block, indented, inline, lines_below
from mentorlog.journal.yaml.read import BOM, LINE_BREAK, Document, Node, YamlProblem, read


class CannotEdit(Exception):
    """The change would touch more than its own characters."""


def with_value(document: Document, path: KeyPath, value: Writable) -> str:
    """The text with one key or item set; missing keys and mappings on the way are made.

    Raises CannotEdit.
    """
    if not path:
        raise CannotEdit
    above, last = path[:-1], path[-1]
    parent, _ = _node_at(document, above)
    if (parent is None or parent.value is None) and isinstance(last, str):
        return with_value(document, above, {last: value})
    expected = _put(document.value, path, as_read(value))
    node, around = _node_at(document, path)
    if node is None:
        return _first_right(
            document, expected, _insertions(_body(document), around, {str(last): value})
        )
    if node.value == as_read(value):
        return document.text
    return _first_right(document, expected, _replacements(_body(document), node, around, value))


def with_item(document: Document, path: KeyPath, item: Writable) -> str:
    """The text with one more item at the end of a list, which is made if missing.

    Raises CannotEdit.
    """
    node, around = _node_at(document, path)
    if node is None or node.value is None:
        return with_value(document, path, [item])
    if not isinstance(node.value, list):
        raise CannotEdit
    expected = _put(document.value, path, [*node.value, as_read(item)])
    return _first_right(document, expected, _insertions(_body(document), [*around, node], [item]))


def without_key(document: Document, path: KeyPath) -> str:
    """The text without one key; unchanged if the key isn't there. Raises CannotEdit."""
    node, around = _node_at(document, path)
    if node is None:
        return document.text
    if node.key is None:
        raise CannotEdit
    mapping = around[-1].value
    left = (
        {key: part for key, part in mapping.items() if key != path[-1]}
        if isinstance(mapping, dict)
        else None
    )
    return _first_right(
        document, _put(document.value, path[:-1], left), _removals(_body(document), node, around)
    )


def _body(document: Document) -> str:
    return document.text.removeprefix(BOM)


def _node_at(document: Document, path: KeyPath) -> tuple[Node | None, list[Node]]:
    """The node at the path, and its parents, the root first."""
    node: Node | None = document.root
    around: list[Node] = []
    for step in path:
        if node is not None:
            around.append(node)
            node = node.child(step)
    return node, around


def _put(tree: Value, path: KeyPath, value: Value) -> Value:
    """The tree with a new value at the path."""
    if not path:
        return value
    step, below = path[0], path[1:]
    if isinstance(tree, dict) and isinstance(step, str):
        return {**tree, step: _put(tree.get(step), below, value)}
    if isinstance(tree, list) and isinstance(step, int) and 0 <= step < len(tree):
        return [*tree[:step], _put(tree[step], below, value), *tree[step + 1 :]]
    raise CannotEdit


def _first_right(document: Document, expected: Value, bodies: Iterable[str]) -> str:
    bom = BOM if document.text.startswith(BOM) else ""
    for body in bodies:
        try:
            if read((bom + body).encode()).value == expected:
                return bom + body
        except YamlProblem:
            continue
    raise CannotEdit


def _replacements(body: str, node: Node, around: list[Node], value: Writable) -> Iterator[str]:
    """Ways to replace a node's value."""
    first, below = lines_below(value)
    if _is_flow(around):
        yield _spliced(body, node.start, node.end, _gap(body, node) + inline(value))
    elif node.style != "block":
        yield _on_its_line(body, node, around[-1], (first, below))
        yield _on_its_line(body, node, around[-1], (inline(value), []))
    elif not _comment_in(body, node, node.start, _end(body, node)):
        pad = " " * _column(body, node.start)
        lines = indented([inline(value)] if first else below, pad)
        text = _newline(body).join(lines).removeprefix(pad)
        yield _spliced(body, node.start, _end(body, node), text)


def _on_its_line(body: str, node: Node, parent: Node, lines: tuple[str, list[str]]) -> str:
    """The text with a new value in place of a scalar or flow collection; the rest stays."""
    first, below = lines
    header = _HEADER.match(body, node.start) if node.style in _BLOCK_SCALARS else None
    stop = header.end() if header else node.end
    line_end = _line_end(body, stop)
    before, gap = body[: node.start], _gap(body, node)
    pad = " " * (_column(body, parent.start) + 2)
    if not first and isinstance(parent.value, list):  # a collection begins on its dash's line
        pad = " " * (_column(body, node.start) + len(gap))
        first, *below = below
    start = before + gap + first if first else before.rstrip(" ")
    rest = "".join(_newline(body) + line for line in indented(below, pad))
    return start + body[stop:line_end] + rest + body[max(line_end, _end(body, node)) :]


def _insertions(
    body: str, around: list[Node], new: dict[str, Writable] | list[Writable]
) -> Iterator[str]:
    """Ways to add one key or item to the innermost collection, at its end if possible."""
    parent = around[-1]
    short = inline(new)[1:-1]
    siblings = _children(parent)
    if not siblings:
        yield _spliced(body, parent.start + 1, parent.start + 1, short)
    elif _is_flow(around):
        yield _spliced(body, siblings[-1].end, siblings[-1].end, ", " + short)
    else:
        for lines in (block(new), [short if isinstance(new, dict) else f"- {short}"]):
            yield from _block_insertions(body, parent, siblings[-1], lines)


def _block_insertions(body: str, parent: Node, last: Node, lines: list[str]) -> Iterator[str]:
    newline, pad = _newline(body), " " * _column(body, parent.start)
    text = newline.join(indented(lines, pad))
    place, leaf = _line_end(body, _end(body, last)), _leaf(last)
    yield _spliced(body, place, place, newline + text)
    if leaf.style in _BLOCK_SCALARS:  # blank lines after it may belong to it
        yield _spliced(body, leaf.end, leaf.end, text + newline)
    if last.key:  # before the last key, whose text may end the file without a newline
        place = last.key.start
        yield _spliced(body, place, place, text.removeprefix(pad) + newline + pad)


def _removals(body: str, node: Node, around: list[Node]) -> Iterator[str]:
    """Ways to remove one key; a comment after its value stays."""
    siblings = _children(around[-1])
    place = siblings.index(node)
    later = siblings[place + 1 :]
    start, end, left = _start(node), _end(body, node), ""
    line_start, line_end = _line_start(body, start), _line_end(body, end)
    behind = body[end:line_end]
    if len(siblings) == 1:
        left = "" if around[-1].style == "flow" else "{}"
    elif _is_flow(around):
        start, end = (siblings[place - 1].end, end) if place else (start, _start(later[0]))
    elif behind.strip():  # a comment
        end = line_end - len(behind.lstrip())
    elif not body[line_start:start].strip():  # on lines of its own
        start, end = line_start, _next_line(body, line_end)
    elif later:  # on a dash's line: the next key moves there
        end = _start(later[0])
    if not _comment_in(body, node, start, end):
        yield _spliced(body, start, end, left)


_BLOCK_SCALARS = {"|", ">"}
_HEADER = re.compile(r"[|>][-+0-9]*")


def _spliced(body: str, start: int, end: int, text: str) -> str:
    return body[:start] + text + body[end:]


def _is_flow(around: list[Node]) -> bool:
    return any(node.style == "flow" for node in around)


def _children(node: Node) -> list[Node]:
    return list((node.children or {}).values())


def _leaf(node: Node) -> Node:
    """The last scalar or flow collection inside a node."""
    children = _children(node) if node.style == "block" else []
    return _leaf(children[-1]) if children else node


def _start(node: Node) -> int:
    return (node.key or node).start


def _end(body: str, node: Node) -> int:
    """The end of a block, without the blank lines after it, which are spacing."""
    leaf = _leaf(node)
    if leaf.style not in _BLOCK_SCALARS:
        return leaf.end
    return _line_end(body, leaf.start + len(body[leaf.start : leaf.end].rstrip(" \t\r\n")))


def _gap(body: str, node: Node) -> str:
    """A space if nothing follows the colon or dash yet."""
    return " " if node.value is None and body[: node.start].endswith((":", "-")) else ""


def _comment_in(body: str, node: Node, start: int, end: int) -> bool:
    """Whether there is a comment between two positions around the node, outside its scalars."""
    bare = ""
    for scalar in _scalars(node):
        bare += body[start : scalar.start]
        start = max(start, scalar.end)
        if scalar.style in _BLOCK_SCALARS:  # a comment may follow its sign
            bare += body[scalar.start : _line_end(body, scalar.start)]
    return "#" in bare + body[start:end]


def _scalars(node: Node) -> Iterator[Node]:
    if node.key:
        yield node.key
    if node.children is None:
        yield node
    for child in _children(node):
        yield from _scalars(child)


def _newline(body: str) -> str:
    found = LINE_BREAK.search(body)
    return found.group() if found else "\n"


def _line_start(body: str, place: int) -> int:
    return max(body.rfind("\n", 0, place), body.rfind("\r", 0, place)) + 1


def _line_end(body: str, place: int) -> int:
    found = LINE_BREAK.search(body, place)
    return found.start() if found else len(body)


def _next_line(body: str, line_end: int) -> int:
    found = LINE_BREAK.match(body, line_end)
    return found.end() if found else len(body)


def _column(body: str, place: int) -> int:
    return place - _line_start(body, place)


Edit = Callable[[Document], str]  # raises CannotEdit


def setting(path: KeyPath, value: Writable) -> Edit:
    """Set one key or list item; None removes the key."""
    if value is None:
        return removing(path)
    return lambda document: with_value(document, path, value)


def removing(path: KeyPath) -> Edit:
    return lambda document: without_key(document, path)


def appending(path: KeyPath, item: Writable) -> Edit:
    return lambda document: with_item(document, path, item)


def edits(
    old: Mapping[str, Writable], new: Mapping[str, Writable], at: KeyPath = ()
) -> Iterator[Edit]:
    """The edits that turn `old` into `new`; what is equal in both isn't touched."""
    yield from (removing((*at, key)) for key in old if key not in new)
    for key, value in new.items():
        yield from _edits_of_one(old.get(key), value, (*at, key))


def _edits_of_one(old: Writable, new: Writable, at: KeyPath) -> Iterator[Edit]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from edits(old, new, at)
    elif (
        isinstance(old, list | tuple) and isinstance(new, list | tuple) and 0 < len(old) <= len(new)
    ):
        for place, (before, after) in enumerate(zip(old, new, strict=False)):
            yield from _edits_of_one(before, after, (*at, place))
        yield from (appending(at, item) for item in new[len(old) :])
    else:
        yield setting(at, new)
