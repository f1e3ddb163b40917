"""A strip of periods as marks, and the key to them. Colour only repeats what the mark says."""

from __future__ import annotations

from collections.abc import Iterable

from mentorlog.terminal.layout import Part
from mentorlog.terminal.look import Look, Style
from mentorlog.views.strip import Mark

_STYLES = {
    Mark.MET: Style.PLAIN,
    Mark.LATE: Style.CALLS,
    Mark.MISSED: Style.PLAIN,
    Mark.PAUSED: Style.FAINT,
    Mark.NOT_YET: Style.FAINT,
}


def sign(mark: Mark, look: Look) -> str:
    """The one cell a mark takes."""
    signs = look.marks
    return {
        Mark.MET: signs.met,
        Mark.LATE: signs.late,
        Mark.MISSED: signs.missed,
        Mark.PAUSED: signs.paused,
        Mark.NOT_YET: signs.not_yet,
    }[mark]


def signs(strip: Iterable[Mark], look: Look) -> tuple[Part, ...]:
    """One sign each, styled."""
    return tuple((sign(mark, look), _STYLES[mark]) for mark in strip)


def key(shown: Iterable[Mark], look: Look) -> str:
    """What the signs in use mean, met aside: ◐ late, ○ missed."""
    known = set(shown)
    told = [mark for mark in Mark if mark in known and mark is not Mark.MET]
    return ", ".join(f"{sign(mark, look)} {mark}" for mark in told)
