"""Merge two versions of a journal, without git and without questions.

If both sides changed a file, both texts stay, the second beside the first. Renamed things (a
planned meeting that was held, a person) are recognised by their id, so that the other side's
changes reach them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import ClassVar

from mentorlog.frozen import dataclass
from mentorlog.views import Shape

Tree = Mapping[str, str]  # path in the journal -> id of its content
_ID = "[0-9a-hjkmnp-tv-z]"
_FOLDER = re.compile(rf"relationships/[^/]+-({_ID}{{4}})(?=/)")
_ENTRY = re.compile(rf"relationships/[^/]+/[^/]+-({_ID}{{8}})\.yaml$")
_DIGEST_LENGTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A file that two machines changed: `path` holds the other's version, `mine` this one's."""

    JSON: ClassVar[Shape] = Shape(left_out=("path",), keys={"file": "path"})

    path: str
    mine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """`tree`: the merged journal.

    `revived`: changed by one side, removed by the other, and kept.
    """

    tree: Tree
    both: tuple[Pair, ...] = ()
    revived: tuple[str, ...] = ()


def merged(
    base: Tree, mine: Tree, theirs: Tree, same: Callable[[str, str, str], bool] = lambda *_: False
) -> Merged:
    """What both sides made of `base`; nothing that either wrote is lost.

    `same`: whether a path's two contents, mine and theirs, say the same though they differ, as two
    seals of one text do; then theirs stays alone.
    """
    people = base, mine, theirs = _aligned(base, mine, theirs, _FOLDER, _folder_to_keep)
    base, mine, theirs = _aligned(base, mine, theirs, _ENTRY, _path_to_keep)
    tree: dict[str, str] = {}
    conflicts: list[Pair] = []
    revived: list[str] = []
    for path in sorted({*base, *mine, *theirs}):
        before, ours, others = base.get(path), mine.get(path), theirs.get(path)
        kept = others if ours == before else ours
        if before not in (ours, others) and ours != others:
            kept = others or ours
            if not (ours and others):
                revived.append(path)
            elif not same(path, ours, others):
                conflicts.append(Pair(path=path, mine=_conflict_path(path, ours)))
                tree[conflicts[-1].mine] = ours
        if kept is not None:
            tree[path] = kept
    needed: dict[str, str] = {}
    for folder, other in _removed(people, tree, mine, theirs):
        files_ = (path for path in base if _folder(path) == folder)
        needed |= {path: other[path] for path in files_ if path in other and path not in tree}
    revived += sorted(needed)
    return Merged(tree=tree | needed, both=tuple(conflicts), revived=tuple(revived))


def _removed(
    people: tuple[Tree, Tree, Tree], tree: Tree, mine: Tree, theirs: Tree
) -> Iterator[tuple[str, Tree]]:
    """Each folder that one side removed and `tree` still needs, with the other side's files.

    `people`: base, mine and theirs, before renamed entries are aligned; otherwise an entry that one
    side moved to a person would seem to be there on both.
    """
    base, ours, others = ({_folder(path) for path in side} for side in people)
    needed = {_folder(path) for path in tree} & base
    yield from ((folder, theirs) for folder in needed - ours)
    yield from ((folder, mine) for folder in needed - others)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _conflict_path(path: str, content: str) -> str:
    """A name for the other version, the same on every machine."""
    name = PurePosixPath(path)
    digest = content.rpartition(" ")[2][:_DIGEST_LENGTH]
    return str(name.with_name(f"{name.stem}.conflict-{digest}{name.suffix}"))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one thing is in a tree. `content`: its id, None where the thing is a folder or gone."""

    path: str
    content: str | None


def _aligned(
    base: Tree,
    mine: Tree,
    theirs: Tree,
    pattern: re.Pattern[str],
    to_keep: Callable[[_Place, _Place, _Place], str],
) -> tuple[Tree, Tree, Tree]:
    """All three with one name for each thing that either side renamed."""
    ours, others = _renamed(base, mine, pattern), _renamed(base, theirs, pattern)
    final = {
        old: to_keep(
            _Place(old, base.get(old)),
            _Place(ours.get(old, old), mine.get(ours.get(old, old))),
            _Place(others.get(old, old), theirs.get(others.get(old, old))),
        )
        for old in ours | others
    }
    return (
        _with_names(base, final, pattern),
        _with_names(mine, {ours.get(old, old): new for old, new in final.items()}, pattern),
        _with_names(theirs, {others.get(old, old): new for old, new in final.items()}, pattern),
    )


def _folder_to_keep(base: _Place, mine: _Place, theirs: _Place) -> str:
    return _renamed_by(base.path, theirs.path, mine.path)


def _path_to_keep(base: _Place, mine: _Place, theirs: _Place) -> str:
    """The folder that an entry was moved to, and the name of the version that stays.

    The name holds the entry's date, so both come from the same side.
    """
    folder = _renamed_by(*(_folder(place.path) for place in (base, theirs, mine)))
    old, ours, others = (place.path.rpartition("/")[2] for place in (base, mine, theirs))
    if theirs.content in {None, base.content}:
        return f"{folder}/{_renamed_by(old, ours, others)}"
    if mine.content in {None, base.content}:
        return f"{folder}/{_renamed_by(old, others, ours)}"
    return f"{folder}/{others}"


def _renamed_by(old: str, first: str, second: str) -> str:
    return first if first != old else second


def _renamed(base: Tree, side: Tree, pattern: re.Pattern[str]) -> dict[str, str]:
    """Old name -> new name on one side, found by the id at the end of both."""
    before, after = _by_id(base, pattern), _by_id(side, pattern)
    return {
        before[identity]: after[identity]
        for identity in before.keys() & after.keys()
        if before[identity] != after[identity]
    }


def _by_id(tree: Iterable[str], pattern: re.Pattern[str]) -> dict[str, str]:
    things = {match[0]: match[1] for path in tree if (match := pattern.match(path))}
    count = Counter(things.values())
    return {identity: name for name, identity in things.items() if count[identity] == 1}


def _with_names(tree: Tree, names: Mapping[str, str], pattern: re.Pattern[str]) -> Tree:
    changed: dict[str, str] = {}
    for path, content in tree.items():
        match = pattern.match(path)
        new = f"{names.get(match[0], match[0])}{path[match.end() :]}" if match else path
        changed[path if new in tree else new] = content
    return changed
