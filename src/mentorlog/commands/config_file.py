"""Changes config.toml, which is the user's: one key's line at a time, and nothing else in it.

There is no second reader of TOML here: a change is tried in the places where it could stand, and
counts only if `tomllib` then reads what was there before, and the new value.
"""

from __future__ import annotations

import contextlib
import copy
import itertools
import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from mentorlog import files
from mentorlog.errors import Missing, Refused, StorageFailed

Value = str | int | tuple[str, ...]

_HEADER = re.compile(r"\s*\[\s*([\w.\"'-]+)\s*\]\s*(?:#.*)?$", re.ASCII)
_VALUE = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'|\[[^\[\]]*\]|[^\s#"'\[]+""")


def save(path: Path, changes: Mapping[str, Value | None]) -> bytes | None:
    """Set these keys ("nudge.channel"), or (None) take them away; the file as it was, if it was.

    Of a link, what it points at is changed. Raises Refused where a key can't be set without
    touching something else, Conflict, StorageFailed.
    """
    target = Path(os.path.realpath(path))
    with contextlib.suppress(StorageFailed):
        files.sweep(target.parent, age=files.ABANDONED)
    before = _bytes(target)
    text = (before or b"").decode()
    for key, value in changes.items():
        text = changed(text, key, value, str(path))
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise Refused("A path that isn't text can't be written to the configuration.") from None
    _write(target, data, before)
    return before


def put_back(path: Path, before: bytes | None) -> None:
    """Undo `save`. Raises StorageFailed."""
    target = Path(os.path.realpath(path))
    if before is None:
        files.remove(target)
    else:
        files.overwrite(target, before)


def changed(text: str, key: str, value: Value | None, path: str = "config.toml") -> str:
    """The text with this key set, or taken away; every other character stays. Raises Refused."""
    before = tomllib.loads(text)
    wanted = _with(before, key, value)
    if _filled(before) == _filled(wanted):
        return text
    there = _without(text, key) if value is None else _candidates(text, key, written(value))
    for candidate in there:
        try:
            found = tomllib.loads(candidate)
        except tomllib.TOMLDecodeError:
            continue
        if _filled(found) == _filled(wanted):
            return candidate
    raise Refused(
        f"{key} can't be set in {path} without touching the rest of it. Nothing changed.",
        "Remove it there yourself."
        if value is None
        else f"Write it there yourself:  {key} = {written(value)}",
    )


def written(value: Value) -> str:
    """The value as TOML has it."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(written, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _with(found: Mapping[str, object], key: str, value: Value | None) -> Mapping[str, object]:
    wanted: dict[str, object] = copy.deepcopy(dict(found))
    *tables, last = key.split(".")
    table = wanted
    for name in tables:
        inner = table.setdefault(name, {})
        if not isinstance(inner, dict):
            return {}
        table = inner
    if value is None:
        table.pop(last, None)
    else:
        table[last] = list(value) if isinstance(value, tuple) else value
    return wanted


def _filled(found: object) -> object:
    """Drops empty tables."""
    if not isinstance(found, dict):
        return found
    inner = {key: _filled(value) for key, value in found.items()}
    return {key: value for key, value in inner.items() if value != {}}


def _without(text: str, key: str) -> Iterator[str]:
    """Drops the line of the key and the lines on which its value goes on."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    for at, line in enumerate(lines):
        if _head(line, key):
            for below in range(at + 1, len(lines) + 1):
                yield "".join((*lines[:at], *lines[below:]))


def _candidates(text: str, key: str, value: str) -> Iterator[str]:
    """In place of the old value; else below the keys beside it; else in a new table."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    end = "\r\n" if "\r\n" in text else "\n"
    table, _, name = key.rpartition(".")
    for at in range(len(lines)):
        yield from _replaced(lines, at, key, value)
    new, dotted = f"{name} = {value}{end}", f"{key} = {value}{end}"
    for at in _places(lines, table):
        yield _inserted(lines, at, new if table else dotted, end)
    if table:
        beside = [n for n, line in enumerate(lines) if _names(line, f"{table}.")]
        for at in beside:
            yield _inserted(lines, at + 1, dotted, end)
        gap = end if text.strip() else ""
        yield _inserted(lines, len(lines), f"{gap}[{table}]{end}{new}", end)


def _replaced(lines: list[str], at: int, key: str, value: str) -> Iterator[str]:
    """Changes the value on the line; a value over several lines is replaced whole."""
    line = lines[at]
    head = _head(line, key)
    if head is None:
        return
    old = _VALUE.match(line, head.end())
    if old:
        yield "".join((*lines[:at], head[0], value, line[old.end() :], *lines[at + 1 :]))
    for below in range(at + 1, len(lines) + 1):
        end = "\r\n" if lines[below - 1].endswith("\r\n") else "\n"
        yield "".join((*lines[:at], head[0], value, end, *lines[below:]))


def _head(line: str, key: str) -> re.Match[str] | None:
    """The part before the value, if this may be the key's line."""
    names = (key, key.rpartition(".")[2])
    spelled = "|".join(f"{re.escape(k)}|\"{re.escape(k)}\"|'{re.escape(k)}'" for k in names)
    return re.match(rf"\s*(?:{spelled})\s*=\s*", line)


def _places(lines: list[str], table: str) -> Iterator[int]:
    """Lines where a new key of the table may go, below its last key first; "" is the top."""
    headers = [(at, found[1]) for at, line in enumerate(lines) if (found := _HEADER.match(line))]
    starts = [(-1, ""), *headers, (len(lines), "")]
    for (start, name), (stop, _) in itertools.pairwise(starts):
        if name != table:
            continue
        filled = [n for n in range(start + 1, stop) if re.match(r"\s*[^#\s]", lines[n])]
        yield from (n + 1 for n in reversed(filled))
        yield start + 1 if table else stop


def _inserted(lines: list[str], at: int, new: str, end: str) -> str:
    before = "".join(lines[:at])
    glue = end if before and not before.endswith("\n") else ""
    after = "".join(lines[at:])
    gap = end if not before and after else ""
    return f"{before}{glue}{new}{gap}{after}"


def _names(line: str, prefix: str) -> bool:
    return line.lstrip().startswith(prefix)


def _bytes(path: Path) -> bytes | None:
    try:
        return files.read(path)
    except Missing:
        return None


def _write(path: Path, data: bytes, before: bytes | None) -> None:
    if data == (before or b""):
        return
    files.make_folder(path.parent)
    if before is None:
        files.create(path, data)
    else:
        files.replace(path, data, expected=before)
