"""What leads from one mapping to another, as edits that each touch one key or list item. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from mentorlog.journal.yaml_edit import with_item, with_value, without_key
from mentorlog.journal.yaml_text import Document, Path, Writable

Edit = Callable[[Document], str]  # raises yaml_edit.CannotEdit


def setting(path: Path, value: Writable) -> Edit:
    """Sets one key or list item; None takes the key away."""
    if value is None:
        return removing(path)
    return lambda document: with_value(document, path, value)


def removing(path: Path) -> Edit:
    return lambda document: without_key(document, path)


def appending(path: Path, item: Writable) -> Edit:
    return lambda document: with_item(document, path, item)


def edits(
    old: Mapping[str, Writable], new: Mapping[str, Writable], at: Path = ()
) -> Iterator[Edit]:
    """The edits that make `new` of `old`; what is the same in both is not touched."""
    yield from (removing((*at, key)) for key in old if key not in new)
    for key, value in new.items():
        yield from _edits_of_one(old.get(key), value, (*at, key))


def _edits_of_one(old: Writable, new: Writable, at: Path) -> Iterator[Edit]:
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
