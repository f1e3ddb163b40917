"""The four lines that greet someone without a journal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal.layout import columns, line, plain
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe
from mentorlog.views.welcome import Welcome

_STEPS = (
    ('mentorlog new-agreement "Dana Öz"', "agree on areas, rhythm and timeframe (two minutes)"),
    ('mentorlog log-meeting "Dana Öz" --new', "no agreement? just note a meeting"),
    ("mentorlog demo", "look around first, in a throw-away journal"),
)


def welcome(view: Welcome, look: Look) -> Iterator[Text]:
    """Where the journal will be, and three ways to begin."""
    where = safe(view.journal, ascii_only=look.ascii_only)
    yield line(f"No journal yet. It will live in {where}, as YAML files you own.")
    steps = [(((command, Style.COMMAND),), plain(why)) for command, why in _STEPS]
    yield from columns(steps, indent=2)
