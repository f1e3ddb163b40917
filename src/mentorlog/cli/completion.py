"""Completions for a shell, without Typer, whose import takes too long.

Our own scripts (`shells`) ask only for what the journal has. PowerShell's, which Typer installs,
asks for everything: commands and options are in `completions.json`, which tests/manual.py makes
from their classes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mentorlog.environment import Environment

ASKED = "_MENTORLOG_COMPLETE"  # set by a shell that asks for completions
POWERSHELL = {"complete_powershell", "complete_pwsh"}
OFFER = "offer"  # our scripts' question: a kind, a beginning, the journal, the config
TABLE = Path(__file__).with_name("completions.json")
Offer = tuple[str, str]  # a word, and its description
TableEntry = Mapping[str, Any]  # a command in the table, or an option


def answered(variables: Mapping[str, str]) -> int | None:
    """Print the completions and return the exit status; None if Typer must answer."""
    if variables[ASKED] == OFFER:
        sys.stdout.write("".join(f"{word}\t{about}\n" for word, about in known(*sys.argv[1:])))
        return 0
    if variables[ASKED] not in POWERSHELL:
        return None
    begun = variables.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
    words = split(variables.get("_TYPER_COMPLETE_ARGS", ""))[1:]
    offers = offered(words[:-1] if begun else words, begun)
    sys.stdout.write("".join(f"{word}:::{about or ' '}\n" for word, about in offers))
    return 0


def split(line: str) -> list[str]:
    """The words of a line, even with an open quotation mark; the last may be incomplete."""
    import shlex

    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    words = []
    try:
        while (word := lexer.get_token()) is not None:
            words.append(word)
    except ValueError:  # a quotation mark is open
        words.append(lexer.token)
    return words


def offered(words: Sequence[str], incomplete: str) -> Iterator[Offer]:
    """The completions of an incomplete word after these words."""
    table: Mapping[str, TableEntry] = json.loads(TABLE.read_text(encoding="utf-8"))
    name, equals, value = incomplete.partition("=")
    if incomplete.startswith("-") and equals:
        words, incomplete = (*words, name), value
    line = _Line(table)
    for word in words:
        line.take(word)
    if line.option is None and not line.only_words and incomplete.startswith("-"):
        yield from line.options(incomplete)
    elif line.option is not None:
        yield from _values(line.option, words, incomplete)
    elif (place := line.place()) is not None:
        yield from _values(place, words, incomplete)
    else:
        below = ((each, f"{line.path} {each}".lstrip()) for each in line.command["below"])
        yield from ((w, table[path]["help"]) for w, path in below if w.startswith(incomplete))


class _Line:
    """How far a line is parsed: in which command, and what may come next."""

    def __init__(self, table: Mapping[str, TableEntry]) -> None:
        self._table = table
        self.path = ""
        self.option: TableEntry | None = None  # the option whose value comes next
        self.only_words = False  # after `--`
        self._places = 0
        self._given: set[str] = set()

    @property
    def command(self) -> TableEntry:
        return self._table[self.path]

    def take(self, word: str) -> None:
        if self.option is not None:
            self.option = None
        elif self.only_words or not word.startswith("-") or word == "-":
            below = f"{self.path} {word}".lstrip()
            if not self._places and word in self.command["below"]:
                self.path, self._given = below, set()
            else:
                self._places += 1
        elif word == "--":
            self.only_words = True
        else:
            self._take_option(*word.partition("=")[:2])

    def _take_option(self, name: str, equals: str) -> None:
        for entry in (self.command, self._table[""]):  # root options may be anywhere
            for option in entry["options"]:
                if name in option["names"]:
                    self._given.update(() if option.get("many") else option["names"])
                    self.option = option if option.get("takes") and not equals else None
                    return

    def place(self) -> TableEntry | None:
        """The argument that comes next, or None."""
        places: Sequence[TableEntry] = self.command["places"]
        if places and places[-1].get("many"):
            return places[min(self._places, len(places) - 1)]
        return places[self._places] if self._places < len(places) else None

    def options(self, begun: str) -> Iterator[Offer]:
        for option in self.command["options"]:
            if not option.get("hidden") and self._given.isdisjoint(option["names"]):
                yield from ((n, option["help"]) for n in option["names"] if n.startswith(begun))


def _values(taken: TableEntry, words: Sequence[str], incomplete: str) -> list[Offer]:
    """The choices of an option or argument, or the people, entries, loops or templates.

    [] if the journal can't be read, because somebody is typing.
    """
    if (kind := taken.get("offers")) is None:
        return [(word, "") for word in taken.get("choices", ()) if word.startswith(incomplete)]
    places = (_given(name, words) for name in ("journal", "config"))
    return [(word, inert(about)) for word, about in known(kind, incomplete, *places)]


def inert(about: str) -> str:
    """The text without characters special to a shell: some scripts evaluate it."""
    return "".join(sign for sign in about if sign.isalnum() or sign in " .-")


def known(
    kind: str, incomplete: str, journal: str | None = None, config: str | None = None
) -> list[Offer]:
    """What begins like `incomplete` in the journal, of one kind; [] if that can't be read."""
    from mentorlog.commands import completing
    from mentorlog.environment import this_process
    from mentorlog.errors import MentorlogError

    asked: Mapping[str, tuple[Callable[[Environment, str], list[Offer]], ...]] = {
        "people": (completing.handles,),
        "entries": (completing.ids,),
        "loops": (completing.loops,),
        "people or entries": (completing.handles, completing.ids),
        "templates": (completing.templates,),
    }
    try:
        environment = this_process().configured(journal=journal or None, config=config or None)
    except (OSError, MentorlogError):
        return []
    offered_by = asked.get(kind.replace("-", " "), ())
    return [offer for each in offered_by for offer in each(environment, incomplete)]


def _given(name: str, words: Sequence[str]) -> str | None:
    """The value of a root option, which may be anywhere in the line."""
    for word, following in zip(words, [*words, ""][1:], strict=False):
        option, equals, value = word.partition("=")
        if option == f"--{name}":
            return (value if equals else following) or None
    return None
