"""What the tour of the demo says at each of its stops; the commands speak for themselves."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal.layout import filled, line
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import verbatim
from mentorlog.terminal.wording import command

STOPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("The board: where each relationship stands, and what to do next.", ("review",)),
    (
        "One relationship on one page: terms, meetings, what each gave.",
        ("review", "dana-oz"),
    ),
    ("Before you meet: everything you noted comes back by itself.", ("prep", "dana-oz")),
    (
        "After you met: a name and a sentence are enough; promises fit on the same line.",
        ("log-meeting", "dana-oz", "She would wait for the budget", "--action", "me: write it up"),
    ),
    ("What is open between you, until it is done, told, thanked or let go.", ("todo",)),
    ("What a reminder would say; it names people, and never a word of a note.", ("nudge",)),
    ("A letter of thanks, drafted from what you wrote down; you send it.", ("thanks", "dana-oz")),
    ("Anything can be taken back.", ("undo",)),
)
ON = "Enter goes on, q ends: "


def stop(number: int, look: Look) -> Iterator[Text]:
    """The sentence of a stop, and the command line that follows."""
    sentence, words = STOPS[number]
    yield line()
    yield from filled(f"{number + 1}/{len(STOPS)}  {sentence}", look)
    yield line("$ ", (command(*words), Style.COMMAND))


def end(journal: str, look: Look) -> Iterator[Text]:
    """Where the files are, and how to begin."""
    yield line()
    yield from filled("All of it lies in YAML files that you can read and edit:", look)
    yield line(f"  {verbatim(journal, ascii_only=look.ascii_only)}")
    yield from filled("These people are invented, and their journal may be thrown away.", look)
    yield line("Begin your own:  ", (command("new-agreement", "Dana Öz"), Style.COMMAND))
