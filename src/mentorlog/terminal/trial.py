"""How the installed job did in an empty environment, and whether its channel took a message."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal.layout import filled, line
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import verbatim
from mentorlog.terminal.wording import command
from mentorlog.views.trial import Trial

_GOT_THERE = {
    "stdout": "What it prints is mailed by cron; a test message was printed without trouble.",
    "desktop": "A test message is on your desktop.",
    "banner": "A test message waits for your next shell.",
    "command": "Your command took a test message.",
}


def trial(view: Trial, look: Look) -> Iterator[Text]:
    """What was run, what it printed, and what became of it."""
    yield line("In an empty environment, as the scheduler would:")
    yield line("  ", (verbatim(view.command, ascii_only=look.ascii_only), Style.STRONG))
    yield from proof(view, look)


def proof(view: Trial, look: Look) -> Iterator[Text]:
    """The outcome in a sentence or two, and what was printed: it counts as said now."""
    if view.status:
        yield from filled(f"Tried, but it ended with {view.status}:", look)
    elif view.printed.strip():
        yield line("Tried: it runs, and printed:")
    else:
        yield line("Tried: it runs, and had nothing new to print.")
    for text in (*_quoted(view.printed, look), *_quoted(view.complaint, look)):
        yield line("  ", text)
    if view.status:
        return
    if view.delivered:
        yield from filled(_GOT_THERE[view.channel], look)
    else:
        yield from filled(f"But a test message did not get through ({view.channel}):", look)
        for text in _quoted(view.channel_complaint, look):
            yield line("  ", text)
        yield line(
            "Another way:  ", (command("nudge", "install", "--channel", "banner"), Style.COMMAND)
        )


def _quoted(text: str, look: Look) -> tuple[str, ...]:
    lines = text.strip("\n").split("\n") if text.strip() else ()
    return tuple(verbatim(one, ascii_only=look.ascii_only) for one in lines)
