"""Build the tree of a YAML file from PyYAML's events; strict, and safe with hostile text.

Every scalar is text, whatever it looks like, except the three ways to write nothing; `values` knows
the types. The tree is built in one pass without recursion, so that deep nesting can't exhaust the
stack. PyYAML's complaints are reworded for people, and quote at most a key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol, cast

import yaml
from yaml import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)

from mentorlog.journal.yaml import Value
from mentorlog.journal.yaml.read import ODD_SPACE, Node, YamlProblem, line_at

DEEPEST = 20  # nested collections
MOST = 100_000  # keys and items; decades of notes in one file are far fewer


def tree(body: str) -> Node | None:
    """The root of the text's only document; None if it is empty. Raises YamlProblem."""
    grower = _Grower(body)
    for event in _events(body):
        grower.add(event)
    return grower.root


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # used only for its stream of events
_NOTHING = {"", "~", "null"}
_SPEAKABLE = re.compile(r"[\w .-]{1,40}")  # keys that may be named in a message


def _events(body: str) -> Iterator[Event]:
    loader = _LOADER(body)
    try:
        while (event := loader.get_event()) is not None:
            yield event
    except yaml.MarkedYAMLError as error:
        raise _syntax_problem(error, body) from None
    finally:
        loader.dispose()


class _Grower:
    """Grows the tree, event by event."""

    __slots__ = ("_body", "_count", "_key", "_open", "_waiting")

    def __init__(self, body: str) -> None:
        self._body = body
        self._open = Node(0, 0, "", [], {})  # the collection being filled; at first, the file
        self._key: Node | None = None  # the key that waits for a value
        self._waiting: list[
            tuple[Node, Node | None]
        ] = []  # outer collections and their waiting keys
        self._count = 0

    @property
    def root(self) -> Node | None:
        return self._open.child(0)

    def add(self, event: Event) -> None:
        if isinstance(event, (ScalarEvent, CollectionStartEvent)):
            self._add_node(event)
        elif isinstance(event, CollectionEndEvent):
            self._open.end = _place(event.end_mark)
            self._open, self._key = self._waiting.pop()
        elif isinstance(event, AliasEvent):
            raise self._problem(event, "text that begins with * needs quotes (no aliases here)")
        elif isinstance(event, DocumentStartEvent) and self.root is not None:
            raise self._problem(event, "a second document (---) begins here")

    def _add_node(self, event: ScalarEvent | CollectionStartEvent) -> None:
        self._count += 1
        if self._count > MOST:
            raise self._problem(event, f"more than {MOST} keys and items")
        if event.anchor is not None:
            raise self._problem(event, "text that begins with & needs quotes (no anchors here)")
        if event.tag is not None:
            raise self._problem(event, "text that begins with ! needs quotes (no tags here)")
        node = _node(event)
        self._attach(node, event)
        if node.children is not None:
            self._waiting.append((self._open, self._key))
            self._open, self._key = node, None
            if len(self._waiting) > DEEPEST:
                raise self._problem(event, f"lists and keys are nested deeper than {DEEPEST}")

    def _attach(self, node: Node, event: Event) -> None:
        parent, key = self._open, self._key
        children = cast("dict[str | int, Node]", parent.children)
        if isinstance(parent.value, list):
            children[len(parent.value)] = node
            parent.value.append(node.value)
        elif key is None:
            self._refuse_bad_key(parent, node, event)
            self._key = node
        else:
            name = cast("str", key.value)
            children[name] = node
            cast("dict[str, Value]", parent.value)[name] = node.value
            node.key, self._key = key, None

    def _refuse_bad_key(self, parent: Node, key: Node, event: Event) -> None:
        if key.children is not None:
            raise self._problem(event, "a key must be plain text")
        if not isinstance(key.value, str):
            raise self._problem(event, "a key can't be empty")
        if key.value != key.value.strip() and not key.style:
            raise self._problem(event, ODD_SPACE)
        if key.value == "<<" and not key.style:
            raise self._problem(event, "merge keys (<<) aren't used here")
        earlier = parent.child(key.value)
        if earlier is not None and earlier.key is not None:
            name = f'key "{key.value}"' if _SPEAKABLE.fullmatch(key.value) else "same key"
            lines = [line_at(self._body, node.start) for node in (earlier.key, key)]
            raise self._problem(
                event, f"the {name} appears twice (lines {lines[0]} and {lines[1]})"
            )

    def _problem(self, event: Event, message: str) -> YamlProblem:
        return YamlProblem(line_at(self._body, _place(event.start_mark)), message)


def _node(event: ScalarEvent | CollectionStartEvent) -> Node:
    start, end = _place(event.start_mark), _place(event.end_mark)
    if isinstance(event, ScalarEvent):
        style = event.style or ""
        value = None if not style and event.value in _NOTHING else event.value
        return Node(start, end, style, value)
    style = "flow" if event.flow_style else "block"
    return Node(start, end, style, {} if isinstance(event, MappingStartEvent) else [], {})


class _Mark(Protocol):
    """A position, as both of PyYAML's parsers give it."""

    @property
    def index(self) -> int: ...


def _place(mark: _Mark | None) -> int:
    return mark.index if mark else 0


_BRACKET = "this bracket isn't closed, or a comma is missing"
# Part of what PyYAML's two parsers say, and what it means to someone who wrote a note. `True`: the
# line where it began helps more than the one where it was noticed.
_MEANINGS = (
    (r"quoted scalar: found unexpected", True, "this quotation mark isn't closed"),
    (r"escape|hexdec", False, "this backslash isn't a valid escape"),
    (r"flow (sequence|mapping):", True, _BRACKET),
    (
        r"mapping (values|keys)",
        False,
        "a colon here needs the text in quotes, or other indentation",
    ),
    (r"expected ':'", True, "a key needs a colon after it, a longer text more indentation"),
    (r"anchor|alias|tag", False, "text that begins with &, * or ! needs quotes"),
    (r"start any token|tab|node content", False, ""),  # the character tells what it means
    (r"block|sequence", False, "this doesn't fit the lines above: check indentation and quotes"),
)


def _syntax_problem(error: yaml.MarkedYAMLError, body: str) -> YamlProblem:
    complaint = f"{error.context}: {error.problem}"
    began, meaning = next(
        ((began, meaning) for part, began, meaning in _MEANINGS if re.search(part, complaint)),
        (False, "this isn't valid YAML"),
    )
    mark = (began and error.context_mark) or error.problem_mark
    place = _place(mark or None)
    line = line_at(body, min(place, len(body.rstrip())))
    return YamlProblem(line, meaning or _misplaced(body[place : place + 1]))


def _misplaced(character: str) -> str:
    if character in _INDICATORS:
        return f"text that begins with {character} needs quotes"
    return "indent with spaces, not tabs" if character == "\t" else _BRACKET


_INDICATORS = frozenset("@`%,]}")
