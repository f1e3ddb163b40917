"""The arrows between packages run one way, and a cold start stays cheap."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
import typer

from mentorlog import cli
from mentorlog.commands.result import Result
from mentorlog.commands.writing import Command

SOURCE = Path(__file__).parent.parent / "src" / "mentorlog"

# What a part may import of us. A part is a package, or a module that lies beside them.
ARROWS: dict[str, set[str]] = {
    "frozen": set(),
    "domain": {"frozen"},
    "views": {"domain", "frozen"},
    "errors": set(),
    "environment": {"errors", "frozen"},
    "files": {"errors", "frozen"},
    "journal": {"domain", "errors", "files", "frozen"},
    "reminders": {"domain", "views", "errors", "files", "frozen"},
    # a page says in the screens' words what they say, so that there is one place for wording
    "exchange": {"domain", "views", "journal", "terminal", "errors", "files", "frozen"},
    "terminal": {"domain", "views", "errors", "frozen"},
    "commands": {
        *("domain", "views", "journal", "reminders", "exchange", "terminal"),
        *("errors", "environment", "files", "frozen"),
    },
    "cli": {"commands", "terminal", "exchange", "views", "errors", "environment", "frozen"},
    "hourly": {"commands", "environment", "errors"},
    "__main__": {"cli", "hourly", "terminal", "errors", "environment"},
    "__init__": set(),
}
OUTSIDE: dict[str, set[str]] = {  # what the pure parts may import beside the standard library
    "domain": set(),
    "views": set(),
    "errors": set(),
}
NEVER_PURE = {"pathlib", "os", "sys", "time", "io", "tempfile", "subprocess", "socket", "json"}
HEAVY = ("pydantic", "yaml", "rich", "filelock", "platformdirs.unix")


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_follow_the_arrows(path: Path) -> None:
    part = part_of(path)
    ours = {
        name.split(".")[1]
        for name in imports_of(path)
        if name.startswith("mentorlog.") and name.split(".")[1] != part
    }

    assert ours - ARROWS[part] == set()


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if part_of(path) in OUTSIDE],
    ids=lambda path: str(path.relative_to(SOURCE)),
)
def test_the_pure_parts_know_no_outside_world(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports_of(path)} - {"mentorlog", "__future__"}

    assert roots & NEVER_PURE == set()
    assert roots - sys.stdlib_module_names - {"_typeshed"} == OUTSIDE[part_of(path)]


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if part_of(path) == "views"],
    ids=lambda path: str(path.relative_to(SOURCE)),
)
def test_views_hold_no_sentence(path: Path) -> None:
    """`terminal` and `exchange` word the screens; a value's name has three words at most."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare
    ]

    assert [text for text in texts if len(text.split()) > 3] == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_module_says_what_it_knows(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_frozen_dataclasses_are_the_ones_that_are_made_quickly(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    wanted = "@dataclass(frozen=True, slots=True" in text

    assert not wanted or "from mentorlog.frozen import dataclass\n" in text


def test_a_cold_start_loads_nothing_heavy() -> None:
    """Completion and usage errors must not wait for what they don't need."""
    program = "import sys, mentorlog.cli; print(*sys.modules, sep='\\n')"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()

    assert [name for name in loaded if name.startswith(HEAVY)] == []
    assert [n for n in loaded if n.startswith("mentorlog.") and n.split(".")[1] == "commands"] == []


SHARED = {  # what `running` takes out before a command sees its arguments
    *("as_json", "as_of", "reveal"),
    *("dry_run", "no_input", "resume", "visibility"),
}


@pytest.mark.parametrize("command", cli.app.registered_commands, ids=lambda command: command.name)
def test_every_signature_fits_its_arguments(
    command: typer.models.CommandInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command's parameters are its dataclass's fields and the shared options, no more."""
    called: list[type] = []
    callback = command.callback
    assert callback is not None

    def write(_: object, taken: Command[Any], **_how: object) -> Result:
        called.append(taken.arguments)
        return Result(view=None)

    def read(_: object, __: object, taken: type, **_how: object) -> None:
        called.append(taken)

    for name in ("read", "alone"):
        monkeypatch.setitem(callback.__globals__, name, read)
    monkeypatch.setitem(callback.__globals__, "write", write)
    required = [p for p in signature(callback).parameters.values() if p.default is p.empty]

    callback(*required)

    parameters = set(signature(callback).parameters) - {"ctx"}
    taken = {field.name for field in fields(called[0])}
    assert taken - parameters == set()
    assert parameters - taken - SHARED == set()
