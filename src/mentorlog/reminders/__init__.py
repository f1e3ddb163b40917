"""Nudges that come by themselves: when they may speak, and which days are working days."""

from __future__ import annotations

import datetime as dt

from mentorlog.frozen import dataclass

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = len(_DAYS)
_MIDNIGHT = 24 * 60  # minutes
_FORM = 'write days and hours, as in "mon-fri 9-18" or "mon,wed,fri 8:30-17"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When nudges may speak. `days`: Monday is 0. `opens`, `closes`: minutes after midnight.

    At `closes` it is shut. Raises ValueError for a window that never opens.
    """

    days: frozenset[int] = frozenset(range(5))
    opens: int = 9 * 60
    closes: int = 18 * 60

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(_WEEK)):
            raise ValueError(_FORM)
        if not 0 <= self.opens < self.closes <= _MIDNIGHT:
            raise ValueError("the first hour must be before the last, and the last at most 24")

    def is_open_at(self, now: dt.datetime) -> bool:
        """Whether it is open at this local time."""
        return (
            self.is_open_on(now.date()) and self.opens <= now.hour * 60 + now.minute < self.closes
        )

    def next_day(self, day: dt.date) -> dt.date:
        """Its first day after `day`."""
        coming = range(day.toordinal() + 1, min(day.toordinal() + _WEEK, _LAST) + 1)
        return next(filter(self.is_open_on, map(dt.date.fromordinal, coming)), dt.date.max)

    def days_between(self, first: dt.date, last: dt.date) -> int:
        """How many of its days are between two days, both excluded; 0 in the wrong order."""
        weeks, odd = divmod(max(0, (last - first).days - 1), _WEEK)
        rest = (first + dt.timedelta(days=n) for n in range(1, odd + 1))
        return weeks * len(self.days) + sum(map(self.is_open_on, rest))

    def is_open_on(self, day: dt.date) -> bool:
        """Whether it opens on that day."""
        return day.weekday() in self.days


_LAST = dt.date.max.toordinal()


def window_of(text: str) -> Window:
    """The window a text means: "mon-fri 9-18", "9-17", "mon,wed,fri 8:30-17", "sat-sun 10-12".

    Without days, Monday to Friday. Raises ValueError, with a sentence for people.
    """
    hours = text.strip().lower()
    days, _, hours = hours.partition(" ") if hours[:1].isalpha() else ("", "", hours)
    opens, _, closes = hours.partition("-")
    return Window(
        days=frozenset[int]().union(*map(_stretch, days.split(","))) if days else Window().days,
        opens=_minutes(opens.strip(" ")),
        closes=_minutes(closes.strip(" ")),
    )


def _minutes(clock: str) -> int:
    """Minutes after midnight: 9, 09, 9:30. Raises ValueError."""
    hour, colon, minute = clock.partition(":")
    if len(hour) not in {1, 2} or not (hour + minute).isdigit() or not clock.isascii():
        raise ValueError(_FORM)
    if colon and (len(minute) != 2 or int(minute) >= 60):  # noqa: PLR2004 - as clocks show it
        raise ValueError(_FORM)
    return int(hour) * 60 + int(minute or 0)


def _stretch(text: str) -> frozenset[int]:
    """One day, or several in a row, even over the end of the week (sat-tue)."""
    first, dash, last = text.partition("-")
    if first not in _DAYS or (dash and last not in _DAYS):
        raise ValueError(_FORM)
    begin = _DAYS.index(first)
    length = (_DAYS.index(last) - begin) % _WEEK if dash else 0
    return frozenset((begin + n) % _WEEK for n in range(length + 1))
