"""The arrows between packages run one way, and a cold start stays cheap."""

from __future__ import annotations

import ast
import io
import os
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest
from cli.harness import Home

from mentorlog import arguments
from mentorlog.arguments import Arguments
from mentorlog.cli import BELOW, PANELS, program, running
from mentorlog.commands import command_of, module_of
from mentorlog.commands.hints import _OTHERS
from mentorlog.journal.values import form_of

PAST = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//a test//EN
BEGIN:VEVENT
UID:1@example.org
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20260105
SUMMARY:Dana
END:VEVENT
END:VCALENDAR
"""
SOURCE = Path(__file__).parent.parent / "src" / "mentorlog"

# What a part may import of us. A part is a package, or a module that lies beside them.
ARROWS: dict[str, set[str]] = {
    "frozen": set(),
    "arguments": {"frozen"},
    "domain": {"frozen"},
    "views": {"domain", "frozen"},
    "errors": {"frozen"},
    "environment": {"errors", "frozen"},
    "files": {"errors", "frozen"},
    "journal": {"domain", "errors", "files", "frozen"},
    "reminders": {
        *("domain", "views", "terminal", "errors", "environment", "files", "frozen"),
    },
    # a page says in the screens' words what they say, so that there is one place for wording
    "exchange": {"domain", "views", "journal", "terminal", "errors", "files", "frozen"},
    "terminal": {"domain", "views", "errors", "frozen"},
    "commands": {
        *("domain", "views", "journal", "reminders", "exchange", "terminal"),
        *("errors", "environment", "files", "frozen", "arguments"),
    },
    "cli": {
        "arguments",
        "commands",
        "terminal",
        "exchange",
        "views",
        "errors",
        "environment",
        "frozen",
    },
    "__main__": {"cli", "terminal", "errors", "environment"},
    "__init__": set(),
}
OWN_VIEWS = {"prep/points.py"}  # beside each `view.py` of a command
OUTSIDE: dict[str, set[str]] = {  # what the pure parts may import beside the standard library
    "domain": set(),
    "views": set(),
    "errors": set(),
}
NEVER_PURE = {"pathlib", "os", "sys", "time", "io", "tempfile", "subprocess", "socket", "json"}
# A reader finds the way among so many. If a new command finds no place left, join two small modules
# that are about one subject, or put one that a single other imports into that one, unless a hot
# path mustn't load it.
MOST_MODULES = 210
LONGEST_FUNCTION = 42  # lines
RIDDLES = re.compile(  # sentences that must be read twice; say who does what, or what comes out
    r"^The same\b(?=[.,;:]| with| for)"
    r"|^(Of (a|an|the|all|what)|As (a|an|the|one|it)|For (who|what))\b"
    r"|\b(of|by|to|with|under|beside) which\b"
    r"|\b(what|that) is no (?!longer)"
    r"|\bwhat can't be(?=[,.;:]|$)"
    r"|\bwhoever (it|they) (is|are|was|were)\b|\bfor who(ever)?\b"
    r"|\bbe it\b|\bas it is to be\b|\bone becomes\b|\bone's own\b|\bbut for\b|\bshall\b"
    r"|\bwhere (there (is|are)|nothing|nobody|none|one (is|has)|that is(n't)?)\b",
)
VAGUE = {"_told", "_said", "_met", "_of", "_one", "_it"}  # names that don't say what they return
HEAVY = ("pydantic", "yaml", "rich", "filelock", "platformdirs.unix")


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def part_of(path: Path) -> str:
    """The part of a module; a command's own views are held to what `views` are held to."""
    parts = path.relative_to(SOURCE).parts
    if parts[0] == "commands" and (path.stem == "view" or "/".join(parts[1:]) in OWN_VIEWS):
        return "views"
    return parts[0].removesuffix(".py")


def names_imported_from(path: Path, package: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == package:
            yield from (f"{package}.{alias.name}" for alias in node.names)


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_follow_the_arrows(path: Path) -> None:
    part = part_of(path)
    own = ".".join(("mentorlog", *path.relative_to(SOURCE).parent.parts))
    ours = {
        name.split(".")[1]
        for name in imports_of(path)
        if name.startswith("mentorlog.") and not f"{name}.".startswith(f"{own}.")
    } - {part}

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


def docstrings_and_comments(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the words of each, on one line; without help texts, which users read."""
    source = path.read_text(encoding="utf-8")
    documented = (ast.FunctionDef, ast.ClassDef, ast.Module)
    for node in ast.walk(ast.parse(source)):
        text = ast.get_docstring(node) if isinstance(node, documented) else None
        if text and "\nExample: " not in text:
            yield getattr(node, "lineno", 1), " ".join(text.split())
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string.lstrip("# ")


def test_docstrings_and_comments_can_be_read_at_once() -> None:
    riddles = [
        f"{path.relative_to(SOURCE)}:{line}: {text}"
        for path in modules()
        for line, text in docstrings_and_comments(path)
        if RIDDLES.search(text)
    ]

    assert riddles == []


def test_functions_are_named_for_what_they_return() -> None:
    named = [
        f"{path.relative_to(SOURCE)}:{node.lineno}: {node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name in VAGUE
    ]

    assert named == []


def test_dataclasses_string_enums_and_named_tuples_are_those_made_quickly() -> None:
    slow = {"enum.StrEnum", "typing.NamedTuple", "collections.namedtuple"}
    used = [
        f"{path.relative_to(SOURCE)}: {name}"
        for path in modules()
        for package in ("dataclasses", "enum", "typing", "collections")
        for name in (*names_imported_from(path, package), *imports_of(path))
        if name in slow or name.startswith("dataclasses")
    ]

    assert {one for one in used if not one.startswith("frozen.py: ")} == set()


def test_a_cold_start_loads_nothing_heavy() -> None:
    """Completion and usage errors must not wait for what they don't need."""
    program = "import sys, mentorlog.cli.program; print(*sys.modules, sep='\\n')"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()

    assert [name for name in loaded if name.startswith(HEAVY)] == []
    assert [n for n in loaded if n.startswith("mentorlog.") and n.split(".")[1] == "commands"] == []


def words() -> Iterator[str]:
    """Every command as it is typed; "nudge install" for one below another."""
    for names in PANELS.values():
        for name in names:
            yield name
            yield from (f"{name} {below}" for below in BELOW.get(name, ()))


COMMANDS = [*words()]


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_command_takes_can_be_read_out_of_a_draft(name: str) -> None:
    taken: Any = import_module(module_of(name)).COMMAND.arguments

    assert [*form_of(taken).types] == [one.name for one in fields(taken)]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_module_is_its_help_and_holds_its_one_declaration(name: str) -> None:
    module = import_module(module_of(name))
    listed: Any = program.program()
    for word in name.split():
        listed = listed.commands[word]

    assert listed.help == cleandoc(module.__doc__ or "")
    assert issubclass(module.COMMAND.arguments, Arguments)
    assert {one.name for one in listed.params} == {
        one.name for one in arguments.taken(module.COMMAND.arguments)
    }
    assert getattr(module.COMMAND, "name", name) == name


OF_OTHER_PROGRAMS = {  # modules that run them, and options that sentences name
    *(
        "exchange/git.py",
        "exchange/repository.py",
        "reminders/channels.py",
        "reminders/schedulers/systemd.py",
    ),
    *("terminal/editor.py", "commands/hints.py"),
    *("--wait", "--clipboard", "--input", "--room"),
}
AN_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*[a-z]\b")


def options() -> set[str]:
    kinds = [running.Root, arguments.Shared, *(command_of(name).arguments for name in COMMANDS)]
    said = (one for kind in kinds for one in arguments.parameters(kind).values())
    return {"--help", *(flag for one in said for each in one.flags for flag in each.split("/"))}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a help topic, or the texts in a module."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield from enumerate(text.splitlines(), start=1)
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_every_option_that_is_named_is_there() -> None:
    """Renaming one leads to each place that still names the old."""
    known = options()
    wrong = [
        f"{path.relative_to(SOURCE)}:{line}: {name}"
        for path in (*modules(), *SOURCE.rglob("*.txt"))
        if path.relative_to(SOURCE).as_posix() not in OF_OTHER_PROGRAMS
        for line, text in texts(path)
        for name in AN_OPTION.findall(text)
        if name not in known | OF_OTHER_PROGRAMS
    ]

    assert wrong == []
    assert {name for ours in _OTHERS.values() for name in ours} <= known


A_PERSON = {"handle", "name", "who", "whom", "whole", "nobody", "shown"}
QUOTING = {"command", "quoted", "shell_word"}


def names_in(node: ast.AST) -> Iterator[str]:
    """The names in an expression, without what is quoted for a shell."""
    if isinstance(node, ast.Call) and name_of(node.func) in QUOTING:
        return
    yield name_of(node)
    for child in ast.iter_child_nodes(node):
        yield from names_in(child)


def name_of(node: ast.AST) -> str:
    """The last part of a name; "" for anything else."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def values_in_command_lines(text: ast.JoinedStr) -> Iterator[ast.expr]:
    """What an f-string fills in behind a command's name; a new handle is always one word."""
    before = ""
    for part in text.values:
        if isinstance(part, ast.Constant):
            before += str(part.value)
        elif isinstance(part, ast.FormattedValue):
            line = before.rpartition("\n")[2]
            if "mentorlog " in line and not line.endswith("--handle "):
                yield part.value
            before += "{}"


def test_a_person_in_a_command_to_copy_is_quoted_for_a_shell() -> None:
    """A folder's name may be a handle of several words."""
    bare = [
        f"{path.relative_to(SOURCE)}:{value.lineno}: {ast.unparse(value)}"
        for path in modules()
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for value in values_in_command_lines(text)
        if A_PERSON.intersection(names_in(value))
    ]

    assert bare == []


@pytest.mark.parametrize("name", COMMANDS)
def test_only_what_stands_last_takes_all_the_words_that_follow(name: str) -> None:
    taken = arguments.parameters(import_module(module_of(name)).COMMAND.arguments)
    places = [said for said in taken.values() if not said.flags]

    assert [said for said in places[:-1] if said.unquoted] == []
    assert [said for said in taken.values() if said.flags and said.unquoted] == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_command_imports_anothers_module(path: Path) -> None:
    """`commands.module_of` finds a module by its command."""
    own = ".".join(("mentorlog", *path.relative_to(SOURCE).with_suffix("").parts))
    commands = {module_of(name) for name in COMMANDS}
    imported = {*imports_of(path), *names_imported_from(path, "mentorlog.commands")} & commands

    assert {name for name in imported if not own.startswith(name)} == set()


BEHIND = {  # our own modules behind a line, at most
    "log-meeting dana-oz plans": 70,
    "": 54,
    "import past.ics dana-oz --dry-run": 77,
}


@pytest.mark.parametrize("line", BEHIND, ids=lambda line: line or "the board")
def test_a_hot_path_goes_through_few_modules(line: str, tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert home.run("new-agreement", "Dana Öz", "--cadence", "monthly", "--open").status == 0
    (tmp_path / "past.ics").write_text(PAST, encoding="utf-8")
    program = (
        "import sys; from mentorlog.__main__ import run; assert run(sys.argv[1:]) == 0\n"
        "sys.stderr.write(str(sum(name.split('.')[0] == 'mentorlog' for name in sys.modules)))"
    )
    count = subprocess.run(
        [sys.executable, "-c", program, "--journal", str(home.journal), *line.split()],
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    ).stderr

    assert int(count.rpartition("\n")[2]) <= BEHIND[line]


# Names that two modules have: what is read and what is written in one form, and a package with
# what is at its heart. The list only gets shorter.
TWICE = {"csv", "ics", "journal"}


def test_no_two_modules_have_one_name() -> None:
    """But for a view and its screen, and a command's module with what is below it."""
    commands = {module_of(name) for name in COMMANDS}
    parts: dict[str, list[str]] = {}
    for path in modules():
        place = path.relative_to(SOURCE.parent).with_suffix("").parts
        module = ".".join(place).removesuffix(".__init__")
        if module not in commands and path.stem not in ("view", "text"):
            parts.setdefault(module.rpartition(".")[2], []).append(part_of(path))
    twice = {name for name, found in parts.items() if len(found) > 1}

    assert {name for name in twice if parts[name] != ["terminal", "views"]} <= TWICE


def test_there_are_few_enough_modules_to_find_ones_way() -> None:
    assert len(modules()) <= MOST_MODULES


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_function_is_longer_than_a_screen(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))

    assert [
        one.name for one in functions if (one.end_lineno or 0) - one.lineno >= LONGEST_FUNCTION
    ] == []
