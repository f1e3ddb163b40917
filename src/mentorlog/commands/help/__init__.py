"""Read about a command, or about a topic, such as dates, privacy or nudges.

Example: mentorlog help dates
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from importlib.resources import files
from typing import ClassVar

from mentorlog.arguments import Reader, argument
from mentorlog.commands import Alone, Result, hints
from mentorlog.environment import Environment
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass
from mentorlog.terminal.layout import folded
from mentorlog.terminal.look import Line, Look, line
from mentorlog.views import Shape

TOPICS = (
    *("story", "dates", "cadence", "nudges", "files", "privacy", "exchange", "scripts", "agents"),
)
_FULL = 56  # cells, after which the next line goes on with a paragraph
_FAR_IN = 12  # cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Help(Reader):
    unused: ClassVar[tuple[str, ...]] = ("as_of", "reveal")

    what: str | None = argument("COMMAND|TOPIC", "Without it, all commands.", choices=TOPICS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage:
    """One topic: its name and its text."""

    JSON: ClassVar[Shape] = Shape(schema="help", lone=True)

    as_of: dt.date
    topic: str
    text: str


def help_(environment: Environment, typed: Help) -> Result:
    """One topic's text. Raises UsageError for an unknown word.

    The command line shows the help of commands itself, and calls this for everything else.
    """
    if typed.what is None:
        raise UsageError("Help on what?", f"Topics: {', '.join(TOPICS)}.")
    word = typed.what.lower()
    begun = [topic for topic in TOPICS if word and topic.startswith(word)]
    topic = begun[0] if len(begun) == 1 else word
    if topic not in TOPICS:
        raise hints.no_help_on(topic, TOPICS)
    text = (files(__package__) / f"{topic}.txt").read_text(encoding="utf-8")
    return Result(view=TopicPage(as_of=environment.today, topic=topic, text=text), paged=True)


def text(page: TopicPage, look: Look) -> Iterator[Line]:
    """The topic as written; if its lines are too wide, its paragraphs are wrapped."""
    written = page.text.splitlines()
    lines = written if max(map(len, written)) <= look.width else _paragraphs(written)
    for row in lines:
        yield from folded(line(look.verbatim(row)), look.width)


def _paragraphs(written: list[str]) -> list[str]:
    """The lines, those that go on at the left or far in beside a label joined to what they end."""
    whole, before = [""], ""
    for row in written:
        prose = row[:1] not in ("", " ") and before[:1] != " " and len(before) >= _FULL
        if prose or row.startswith(" " * _FAR_IN):
            whole[-1] += f" {row.lstrip()}"
        else:
            whole.append(row)
        before = row
    return whole[1:]


COMMAND = Alone(Help, help_)
