"""Templates of agreements, read from YAML: the dozen that come along, and the user's own.

One's own wins over one of ours with the same name. What the words mean (a cadence, a span), the
commands know.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from mentorlog import files
from mentorlog.errors import NotFound, StorageFailed, UsageError
from mentorlog.journal.values import Fault, filled, form_of, strict
from mentorlog.journal.values import Path as Place
from mentorlog.journal.yaml.read import Document, YamlProblem, read
from mentorlog.views.templates import Template

FOLDER = "templates"  # beside the configuration, and in this package
SUFFIX = ".yaml"
_FORM = form_of(Template)
_KEYS = {*_FORM.types, "for"} - {"name", "length", "own"}


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
    said = {key: _on_one_line(value) for key, value in filled(document.value).items()}
    for key in said:
        if key not in _KEYS:
            known = ", ".join(sorted(_KEYS))
            raise _wrong(document, name, (key,), f'"{key}" is no key of a template: {known}')
    if "cadence" not in said:
        raise UsageError(f"The template {name} has no cadence.")
    faults: list[Fault] = []
    if "for" in said:  # no field can be called so
        said["length"] = _FORM.types["length"].tell(said.pop("for"), ("for",), faults)
    made, more = strict(Template, {**said, "name": name.removesuffix(SUFFIX)}, own=own)
    if made is None or faults:
        raise _wrong(document, name, *[*faults, *more][0])
    return made


def _on_one_line(value: Any) -> Any:
    """As options are typed, however the file folds it."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _wrong(document: Document, name: str, path: Place, sentence: str) -> UsageError:
    return UsageError(f"The template {name}, line {document.line(path)}: {sentence}.")
