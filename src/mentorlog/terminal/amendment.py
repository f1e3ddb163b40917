"""What an amendment changes: the old terms beside the new, and what becomes of the next date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from rich.text import Text

from mentorlog.domain.cadence import written
from mentorlog.domain.entries import Agreement
from mentorlog.domain.words import AgreedBy, AgreementWords
from mentorlog.terminal import wording
from mentorlog.terminal.layout import GAPS, MOST, Cell, columns, hanging, line, plain, wrapped
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import counted, day
from mentorlog.views.written import Written

Difference = tuple[str, str, str]  # a label, what it was and what it is; "" = nothing was said

WITHOUT_AN_END = "without an end"
_RHYTHM = "Rhythm"
_COLUMN = 15  # cells before the old terms
_NARROWEST = 18  # cells of a side


def amendment(before: Agreement, after: Agreement, view: Written, look: Look) -> Iterator[Text]:
    """The rhythm and whatever differs, then the date that is due; all in `view`'s words of time."""
    today = view.as_of
    old, new = (written(terms.cadence, terms.bound) for terms in (before, after))
    was, due = (day(date, today) if date else "" for date in (view.due_before, view.next_due))
    changed = (each for each in differences(before, after, today) if each[0] != _RHYTHM)
    rows = ((_RHYTHM, old, new), *changed, ("Next due", was, due))
    heads = ("Before", f"From {day(after.date, today)}")
    room = (min(look.width, MOST) - _COLUMN - GAPS[1]) // 2
    if room < _NARROWEST or look.plain:
        yield line(heads[1])
        yield from _below_each_other(rows, look)
    else:
        yield from _side_by_side(heads, rows, room, look)


def differences(before: Agreement, after: Agreement, today: dt.date) -> Iterator[Difference]:
    """Every term that isn't the same, in the order in which they are agreed."""
    now = _said(after, today)
    for label, old in _said(before, today).items():
        if old != now[label]:
            yield label, old, now[label]


def _said(terms: Agreement, today: dt.date) -> dict[str, str]:
    """Each term as text."""
    words = terms.words or AgreementWords()
    minutes, notice = terms.meeting_minutes, words.notice_hours
    return {
        _RHYTHM: written(terms.cadence, terms.bound),
        "Until": day(terms.until, today) if terms.until else WITHOUT_AN_END,
        "Per meeting": counted(minutes, "minute") if minutes else "any length",
        "By": " or ".join(wording.MEDIUM[medium] for medium in words.media),
        "Working on": "; ".join(words.focus_areas),
        "Not about": "; ".join(words.out_of_scope),
        "Goals": "; ".join(goal.title for goal in words.goals),
        "You hope for": words.hopes.me or "",
        "They hope for": words.hopes.them or "",
        "You will": "; ".join(words.commitments.me),
        "They will": "; ".join(words.commitments.them),
        "Rules": "; ".join(words.ground_rules),
        "Notice": counted(notice, "hour") if notice else "",
        "Agreed": "not by both yet" if words.agreed_by is AgreedBy.DRAFT else "",
    }


def _side_by_side(
    heads: tuple[str, str], rows: Iterable[Difference], room: int, look: Look
) -> Iterator[Text]:
    cells: list[list[Cell]] = [[(), *(((head, Style.FAINT),) for head in heads)]]
    for label, *sides in rows:
        wraps = [wrapped(_shown(text, look), room) for text in sides]
        for at, parts in enumerate(zip_longest(*wraps, fillvalue="")):
            first = "" if at else label
            cells.append([((f"{first:{_COLUMN - GAPS[1]}}", Style.FAINT),), *map(plain, parts)])
    yield from columns(cells, gap=GAPS[1])


def _below_each_other(rows: Iterable[Difference], look: Look) -> Iterator[Text]:
    for label, old, new in rows:
        moved = f"{_shown(old, look)} {look.marks.to} {_shown(new, look)}"
        text = _shown(new, look) if old == new else moved
        yield from hanging(((label, Style.FAINT),), text, look, column=_COLUMN)


def _shown(text: str, look: Look) -> str:
    return safe(text, ascii_only=look.ascii_only) or look.marks.nothing
