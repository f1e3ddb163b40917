"""Change config.toml by key; the rest of it stays as it is.

The command that shows and sets the settings is in `config`.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

from mentorlog import files
from mentorlog.environment import BOM
from mentorlog.errors import Refused, StorageFailed

TomlValue = str | int | tuple[str, ...]


def save(path: Path, changes: Mapping[str, TomlValue | None]) -> bytes | None:
    """Set these keys ("nudge.channel"), or remove them (None); return the file's former bytes.

    None if there was no file. If the file is a link, its target is changed. Raises Refused if a key
    can't be set without touching something else, Conflict, StorageFailed.
    """
    target = Path(os.path.realpath(path))
    with contextlib.suppress(StorageFailed):
        files.sweep(target.parent, age=files.ABANDONED)
    before = files.read_if_there(target)
    text = (before or b"").decode()
    for key, value in changes.items():
        text = changed(text, key, value, str(path))
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise Refused("This path isn't text, so it can't be saved in the configuration.") from None
    _write(target, data, before)
    return before


def put_back(path: Path, before: bytes | None) -> None:
    """Undo `save`. Raises StorageFailed."""
    target = Path(os.path.realpath(path))
    if before is None:
        files.remove(target)
    else:
        files.overwrite(target, before)


def changed(text: str, key: str, value: TomlValue | None, path: str = "config.toml") -> str:
    """The text with this key set, or (None) removed; every other character stays.

    Raises Refused if the key is a table, or its table is something else.
    """
    import tomlkit

    body = text.removeprefix(BOM)
    document = tomlkit.parse(body)
    *tables, name = key.split(".")
    table: Any = document
    for part in tables:
        table = table.setdefault(part, tomlkit.table())
        if not isinstance(table, MutableMapping):
            raise _taken_error(key, value, path)
    if isinstance(table.get(name), MutableMapping):
        raise _taken_error(key, value, path)
    plain = list(value) if isinstance(value, tuple) else value
    if table.get(name) == plain:
        return text
    if value is None:
        del table[name]
    else:
        table[name] = plain
    result = text.removesuffix(body) + tomlkit.dumps(document)
    return re.sub(r"\r?\n", "\r\n", result) if "\r\n" in text else result


def _taken_error(key: str, value: TomlValue | None, path: str) -> Refused:
    return Refused(
        f"{key} can't be set in {path} without touching the rest of it. Nothing changed.",
        "Remove it there yourself."
        if value is None
        else f"Write it there yourself:  {key} = {toml_value(value)}",
    )


def toml_value(value: TomlValue) -> str:
    import tomlkit

    return tomlkit.item(list(value) if isinstance(value, tuple) else value).as_string()


def _write(path: Path, data: bytes, before: bytes | None) -> None:
    if data == (before or b""):
        return
    files.make_folder(path.parent)
    if before is None:
        files.create(path, data)
    else:
        files.replace(path, data, expected=before)
