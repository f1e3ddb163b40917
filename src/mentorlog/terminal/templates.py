"""The templates of agreements as lines: what each says, and whose programme it follows."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal import wording
from mentorlog.terminal.layout import GAPS, filled, hanging, joined, line, padded, plain
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import duration
from mentorlog.views.templates import Template, Templates

_INDENT = 2


def templates(view: Templates, look: Look) -> Iterator[Text]:
    """Everything `new-agreement --template list` shows."""
    column = _INDENT + max(len(one.name) for one in view.items) + GAPS[0]
    for one in view.items:
        name = safe(one.name, ascii_only=look.ascii_only)
        first = padded((*plain(" " * _INDENT), (name, Style.STRONG)), column)
        yield from hanging(first, _terms(one, look), look, column=column)
        for text in _origin(one, look):
            yield from hanging((), text, look, column=column, style=Style.FAINT)
    yield line()
    command = wording.command("new-agreement", "NAME", "--template", "monthly-6")
    yield line("Take one, and change what you like:  ", (command, Style.COMMAND))
    yield from filled(f"Your own: NAME.yaml in {safe(view.folder)}", look)
    for wrong in view.wrong:
        yield from filled(safe(wrong, ascii_only=look.ascii_only), look)


def _terms(one: Template, look: Look) -> str:
    """Every 2 weeks, 45 min, 6 months."""
    minutes = duration(one.minutes) if one.minutes else ""
    length = f"for {one.length}" if one.length else "without an end"
    then = [f"then {step.cadence} after {step.after}" for step in one.then]
    said = joined((one.cadence, minutes, length, *then), ", ")
    return safe(wording.sentence(said), ascii_only=look.ascii_only)


def _origin(one: Template, look: Look) -> Iterator[str]:
    if one.programme:
        about = f": {one.about}" if one.about else ""
        yield safe(f"After {one.programme}{about}.", ascii_only=look.ascii_only)
    elif one.own:
        yield "Your own."
