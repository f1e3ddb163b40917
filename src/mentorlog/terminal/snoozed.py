"""Who is left out of nudges, until when, and how to take that back."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal.digest import called
from mentorlog.terminal.layout import filled, line
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import command, day
from mentorlog.views.snoozed import Snoozed


def snoozed(view: Snoozed, look: Look) -> Iterator[Text]:
    """One sentence; of a snooze also the way back."""
    yield from filled(_sentence(view, safe(view.who.name, ascii_only=look.ascii_only)), look)
    if view.until and not view.dry_run:
        words = command("nudge", "snooze", called(view.who), "--off")
        yield line("Take it back:  ", (words, Style.COMMAND))


def _sentence(view: Snoozed, name: str) -> str:
    would = view.dry_run
    if view.until is None:
        if view.before is None:
            return f"{name} was not snoozed; nothing changed."
        return f"{name} {'would be' if would else 'is'} mentioned in nudges again."
    until = day(view.until, view.as_of)
    verb = "would be" if would else "is"
    return f"{name} {verb} left out of nudges until {until}; review and nudge show it all the same."
