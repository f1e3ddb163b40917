"""Questions on a terminal: each about one field, each skipped with Enter, none lost.

Which questions a command asks, it says itself; this asks them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass
from mentorlog.terminal.prompts import Prompt, Question

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

A = TypeVar("A")


def _same(text: str) -> object:
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A question about one field, which takes what `read` makes of the answer.

    `read` raises UsageError for what can't be; then it is asked again.
    """

    name: str
    question: Question
    read: Callable[[str], object] = _same


def completed(typed: A, fields: Iterable[Field], prompt: Prompt, keep: Callable[[A], object]) -> A:
    """Ask for each field that is missing; call `keep` after each answer.

    Raises:
        Interrupted: Ctrl-C.
    """
    for field in fields:
        if getattr(typed, field.name):
            continue
        answer = prompt.ask(field.question, field.read)
        if answer:
            changed = replace(cast("DataclassInstance", typed), **{field.name: field.read(answer)})
            typed = cast("A", changed)
            keep(typed)
    return typed


def one_of(choices: Iterable[str]) -> Callable[[str], str]:
    """Make a reader of one of these words, or of the beginning of one."""
    known = tuple(choices)

    def read(text: str) -> str:
        wanted = text.strip().lower().replace(" ", "_").replace("-", "_")
        fitting = [choice for choice in known if choice.startswith(wanted)]
        exact = [choice for choice in fitting if choice == wanted]
        if len(exact or fitting) != 1:
            raise UsageError(f"One of: {', '.join(each.replace('_', ' ') for each in known)}.")
        return (exact or fitting)[0]

    return read


def several(text: str) -> list[str]:
    """Split a text at its semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def number(least: int, most: int) -> Callable[[str], int]:
    """Make a reader of a whole number between two, both included."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise UsageError(f"A number from {least} to {most}.")
        return int(text)

    return read
