"""Why each relationship is mentioned in a nudge now or not, and when it will be."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal.digest import LABELS, called
from mentorlog.terminal.layout import filled, hanging, line
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import STANDING, day, long_day
from mentorlog.views.explained import Explained, Mention, Said

_LONGEST = 20  # cells of a name before its reasons; a longer one has a line of its own


def explained(view: Explained, look: Look) -> Iterator[Text]:
    """A heading, then everyone's reasons."""
    yield line((long_day(view.as_of), Style.STRONG))
    said = (
        f"Nudges may speak {view.window}, once a day, and say each thing once. What comes next "
        "is as it will be if nothing happens before."
    )
    yield from filled(said, look)
    names = [safe(called(one.who), ascii_only=look.ascii_only) for one in view.mentions]
    column = 4 + min(_LONGEST, max(map(len, names), default=0))
    for name, mention in zip(names, view.mentions, strict=True):
        yield line()
        text = " ".join(_reasons(mention, view))
        if len(name) > _LONGEST:
            yield line(f"  {name}")
            name = ""  # noqa: PLW2901 - it has been said
        yield from hanging(((f"  {name}", Style.PLAIN),), text, look, column=column)


def _reasons(mention: Mention, view: Explained) -> Iterator[str]:
    if mention.snoozed_until:
        yield f"Snoozed until {day(mention.snoozed_until, view.as_of)}."
    if not mention.nudges:
        shown = f" ({day(mention.date, view.as_of)})" if mention.date else ""
        yield f"{STANDING[mention.standing].capitalize()}{shown}: nothing to say now."
    for said in mention.nudges:
        yield _told(said, view)
    if mention.coming and mention.coming_on:
        again = any(said.nudge.kind is mention.coming.kind for said in mention.nudges)
        label = f"{LABELS[mention.coming.kind]}{' again' if again else ''}"
        yield f"Next: {label}, {day(mention.coming_on, view.as_of)}."
    elif mention.nudges:
        yield "Then it rests."
    else:
        yield "Nothing within a year."


def _told(said: Said, view: Explained) -> str:
    label = LABELS[said.nudge.kind].capitalize()
    about = day(said.nudge.date, view.as_of)
    if said.said_on:
        return f"{label} ({about}): said on {day(said.said_on, view.as_of)}."
    comes = day(said.comes_on, view.as_of) if said.comes_on else "the next run"
    return f"{label} ({about}): comes {comes}."
