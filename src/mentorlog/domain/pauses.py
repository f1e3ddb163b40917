"""Pauses, merged: which days don't count, and how far a number of days that do count reaches.

It knows days only; which pauses belong to a run, `runs` knows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mentorlog.domain.days import NEVER, Day
from mentorlog.domain.entries import Pause


class Pauses(NamedTuple):
    """Disjoint stretches in order: (first paused day, first active day); `NEVER` where open."""

    stretches: tuple[tuple[Day, Day], ...] = ()

    def active_from(self, day: Day) -> Day:
        """The day itself, or, if it is paused, the first active day after it."""
        for first, until in self._from(day):
            return until if first <= day else day
        return day

    def active_days(self, first: Day, last: Day) -> int:
        """How many days from `first` to `last`, both inclusive, count."""
        if first > last:
            return 0
        days = last - first + 1
        for begin, until in self._from(first):
            if begin > last:
                break
            days -= min(until, last + 1) - max(begin, first)
        return days

    def after(self, day: Day, active_days: int) -> Day:
        """The first active day with so many active days between `day` (inclusive) and it."""
        for begin, until in self._from(day):
            free = max(0, begin - day)
            if active_days < free:
                break
            active_days -= free
            day = until
        return min(day + active_days, NEVER)

    def _from(self, day: Day) -> Iterator[tuple[Day, Day]]:
        """The stretches that end after a day, in order."""
        for index in range(bisect_right(self.stretches, day, key=_until), len(self.stretches)):
            yield self.stretches[index]


def merged(pauses: Iterable[Pause]) -> Pauses:
    """The stretches that some pauses make together, in any order, overlapping or not."""
    stretches: list[tuple[Day, Day]] = []
    for first, until in sorted(
        (pause.date.toordinal(), pause.until.toordinal() if pause.until else NEVER)
        for pause in pauses
    ):
        if stretches and first <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(until, stretches[-1][1]))
        else:
            stretches.append((first, until))
    return Pauses(tuple(stretches))


def _until(stretch: tuple[Day, Day]) -> Day:
    return stretch[1]
