"""Templates of agreements, read from YAML: the dozen that come along, and the user's own.

One's own wins over one of ours with the same name. What the words mean (a cadence, a span), the
commands know.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path

from mentorlog import files
from mentorlog.errors import NotFound, StorageFailed, UsageError
from mentorlog.journal.yaml_text import Document, Value, YamlProblem, read
from mentorlog.views.templates import Later, Template

FOLDER = "templates"  # beside the configuration, and in this package
SUFFIX = ".yaml"
_TEXTS = {"programme": "programme", "about": "about", "cadence": "cadence", "for": "length"}
_NUMBERS = ("minutes", "notice_hours")
_LISTS = ("media", "focus", "rules", "mentee_will", "mentor_will", "each_will")


def templates(own: Path) -> tuple[tuple[Template, ...], tuple[str, ...]]:
    """Ours in the order of their names, after those in the folder `own`; what is wrong there."""
    mine: list[Template] = []
    wrong: list[str] = []
    for name in _names(own):
        try:
            mine.append(_own(own, name))
        except UsageError as error:
            wrong.append(error.message)
    names = {template.name for template in mine}
    ours = (template for template in _ours() if template.name not in names)
    return (*mine, *ours), tuple(wrong)


def template(name: str, own: Path) -> Template:
    """The one with this name, whatever is wrong with others. Raises NotFound, UsageError."""
    if f"{name}{SUFFIX}" in _names(own):
        return _own(own, f"{name}{SUFFIX}")
    known = {template.name: template for template in _ours()}
    if name in known:
        return known[name]
    wanted = difflib.get_close_matches(
        name, [*known, *(file.removesuffix(SUFFIX) for file in _names(own))], n=1
    )
    maybe = f"Did you mean {wanted[0]}? See all:" if wanted else "See all:"
    raise NotFound(
        "There is no such template.", f"{maybe}  mentorlog new-agreement --template list"
    )


def _ours() -> Iterator[Template]:
    folder = resources.files("mentorlog") / FOLDER
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(SUFFIX):
            yield _read(file.name, file.read_bytes(), own=False)


def _names(folder: Path) -> list[str]:
    """The files of the user's own; none where there is no such folder."""
    try:
        found = sorted(file.name for file in folder.iterdir())
    except OSError:
        return []
    return [name for name in found if name.endswith(SUFFIX) and not name.startswith(".")]


def _own(folder: Path, name: str) -> Template:
    try:
        data = files.read(folder / name)
    except StorageFailed as error:
        raise UsageError(f"The template {name} can't be read: {error.message}") from None
    return _read(name, data, own=True)


def _read(name: str, data: bytes, *, own: bool) -> Template:
    try:
        document = read(data)
    except YamlProblem as problem:
        raise UsageError(f"The template {name}: {problem}") from None
    return _understood(document, name, own=own)


def _understood(document: Document, name: str, *, own: bool) -> Template:
    said = document.value
    known = {*_TEXTS, *_NUMBERS, *_LISTS, "then"}
    for key in said:
        if key not in known:
            raise _wrong(
                document, name, key, f"is no key of a template: {', '.join(sorted(known))}"
            )
    if "cadence" not in said:
        raise UsageError(f"The template {name} has no cadence.")
    texts = {field: _text(document, name, key) for key, field in _TEXTS.items() if key in said}
    numbers = {key: _number(document, name, key) for key in _NUMBERS if key in said}
    lists = {key: _list(document, name, key) for key in _LISTS if key in said}
    return Template(
        name=name.removesuffix(SUFFIX),
        then=tuple(_then(document, name)),
        own=own,
        **texts,  # type: ignore[arg-type]  # each by its field
        **numbers,  # type: ignore[arg-type]  # as above
        **lists,  # type: ignore[arg-type]  # as above
    )


def _text(document: Document, name: str, key: str) -> str:
    value = document.value[key]
    if not isinstance(value, str) or not value.strip():
        raise _wrong(document, name, key, "must be text")
    return " ".join(value.split())


def _number(document: Document, name: str, key: str) -> int:
    value = document.value[key]
    if not (isinstance(value, str) and value.isascii() and value.isdigit() and int(value) > 0):
        raise _wrong(document, name, key, "must be a whole number above 0")
    return int(value)


def _list(document: Document, name: str, key: str) -> tuple[str, ...]:
    value = document.value[key]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _wrong(document, name, key, "must be a list of texts")
    return tuple(str(item) for item in value)


def _then(document: Document, name: str) -> Iterator[Later]:
    steps: Value = document.value.get("then", [])
    for step in steps if isinstance(steps, list) else [None]:
        after = step.get("after") if isinstance(step, Mapping) else None
        cadence = step.get("cadence") if isinstance(step, Mapping) else None
        if not isinstance(after, str) or not isinstance(cadence, str):
            raise _wrong(document, name, "then", "must be a list of steps, each: after, cadence")
        yield Later(after=after, cadence=cadence)


def _wrong(document: Document, name: str, key: str, what: str) -> UsageError:
    return UsageError(f'The template {name}, line {document.line((key,))}: "{key}" {what}.')
