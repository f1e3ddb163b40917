"""Read the periods that were typed: a month, a quarter, a year, half a term, or its two days.

Pure; raises UsageError or Refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mentorlog.commands.typed import FIRST_YEAR, past
from mentorlog.domain.dates import MONTH
from mentorlog.domain.days import add_months
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.runs import midpoint, run_on
from mentorlog.errors import Refused, UsageError, shell_word
from mentorlog.terminal.wording import sentence

if TYPE_CHECKING:
    from mentorlog.views.retrospect import Period, PeriodKind

_CALENDAR = r"([0-9]{4})(?:-(0[1-9]|1[0-2])|-?q([1-4]))?"


def period(text: str, relationship: Relationship | None, today: dt.date) -> Period:
    """The period that a text means. Raises UsageError, Refused."""
    from mentorlog.views.retrospect import PeriodKind, recent

    word = _by_calendar(text.strip().lower(), today)
    if _whole(word, [PeriodKind.MIDPOINT]) == PeriodKind.MIDPOINT:
        return recent(PeriodKind.MIDPOINT, today, _start(relationship, today))
    parsed = _read(word, (PeriodKind.QUARTER, PeriodKind.YEAR), today)
    if parsed is not None:
        _unless_future(parsed, today)
    if parsed is None or parsed.kind is PeriodKind.MONTH:
        is_month = parsed is not None or _whole(word, [PeriodKind.MONTH]) == PeriodKind.MONTH
        month = f"For a month:  mentorlog meetings --period {word}" if is_month else ""
        raise UsageError("--period takes quarter, year, midpoint, 2026 or 2026-Q3.", month)
    return parsed


def check_period(text: str | None, today: dt.date) -> None:
    """Raises UsageError if the text isn't a period."""
    from mentorlog.views.retrospect import PeriodKind

    kind = PeriodKind.MIDPOINT
    if text is not None and _whole(text.strip().lower(), [kind]) != kind:
        period(text, None, today)


def calendar_period(text: str, today: dt.date) -> Period:
    """As `period`, for lists: also months, but not the middle of a term. Raises UsageError."""
    from mentorlog.views.retrospect import PeriodKind

    kinds = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)
    parsed = _read(_by_calendar(text.strip().lower(), today), kinds, today)
    if parsed is None:
        raise UsageError("--period takes month, quarter, year, 2026, 2026-10 or 2026-Q3.")
    return _unless_future(parsed, today)


def _read(word: str, kinds: Sequence[PeriodKind], today: dt.date) -> Period | None:
    """The last period of one of these kinds, or one of the calendar's; None for other text."""
    from mentorlog.views.retrospect import PeriodKind, calendar, recent

    if (kind := _whole(word, kinds)) in kinds:
        return recent(PeriodKind(kind), today, today)
    match = re.fullmatch(_CALENDAR, word)
    if match is None or int(match[1]) < FIRST_YEAR:
        return None
    year, month, quarter = (int(part or 0) for part in match.groups())
    if month:
        return calendar(PeriodKind.MONTH, dt.date(year, month, 1), today)
    if quarter:
        return calendar(PeriodKind.QUARTER, dt.date(year, 3 * quarter - 2, 1), today)
    return calendar(PeriodKind.YEAR, dt.date(year, 1, 1), today)


def _by_calendar(text: str, today: dt.date) -> str:
    """Last month, this year, october 2025 as 2026-10, 2026, 2025-10; other text as it is.

    A month without a year is the latest that has begun.
    """
    if match := re.fullmatch(r"(this|last) (month|quarter|year)", text):
        months = {"month": 1, "quarter": 3, "year": 12}[match[2]]
        first = add_months(today.replace(day=1), -months if match[1] == "last" else 0)
        quarter = f"{first.year}-q{(first.month + 2) // 3}"
        return {"month": f"{first:%Y-%m}", "quarter": quarter, "year": str(first.year)}[match[2]]
    name, _, year = text.partition(" ")
    number = MONTH.get(name)
    if number is None or (year and re.fullmatch(r"[0-9]{4}", year) is None):
        return text
    return f"{year or today.year - (number > today.month)}-{number:02}"


def _whole(begun: str, words: Iterable[str]) -> str:
    """The word that this is the beginning of; else the text as it is."""
    return next((word for word in words if begun and word.startswith(begun)), begun)


def _unless_future(chosen: Period, today: dt.date) -> Period:
    from mentorlog.terminal.retrospect import span

    if chosen.since > today:
        raise UsageError(f"{sentence(span(chosen))} hasn't started yet.", "--period quarter")
    return chosen


def _start(relationship: Relationship | None, today: dt.date) -> dt.date:
    """The first day of the term. Raises UsageError without WHO, Refused without a term."""
    if relationship is None:
        raise UsageError("Whose midpoint?", "mentorlog review WHO --period midpoint")
    run = run_on(relationship, today)
    if run is None or midpoint(relationship, today) is None:
        raise Refused(
            f"There's no term with {relationship.handle}, so it has no midpoint.",
            f"mentorlog review {shell_word(relationship.handle)} --period quarter",
        )
    return dt.date.fromordinal(run.start)


def first_and_last(
    since: str | None, until: str | None, today: dt.date
) -> tuple[dt.date | None, dt.date | None]:
    """What --since and --until mean. Raises UsageError, Refused."""
    first, last = (None if text is None else past(text, today) for text in (since, until))
    if first and last and first > last:
        raise UsageError("--since is after --until.")
    return first, last
