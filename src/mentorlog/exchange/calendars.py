"""What calendars share, going out and coming in: the library, our UIDs, and moments as my own time.

The libraries are an extra, and slow to import; they are asked for only when a calendar is.
"""

from __future__ import annotations

import datetime as dt
import logging
import zoneinfo
from collections.abc import Mapping
from typing import Any

from mentorlog.errors import Refused
from mentorlog.frozen import dataclass

OURS = "@mentorlog"  # ends the UID of an event that we wrote, after the entry's id


def library() -> Any:
    """The icalendar package. Raises Refused, with the command that installs it."""
    try:
        import icalendar
    except ModuleNotFoundError:
        raise not_installed() from None
    return icalendar


def not_installed() -> Refused:
    """The error for a missing extra."""
    return Refused(
        "Calendars need the extra calendar, which isn't installed.",
        'python -m pip install "mentorlog[calendar]"',
    )


@dataclass(frozen=True, slots=True)
class Civil:
    """A day, a time of that day (None: all of it) and the zone's IANA name (None: not said)."""

    date: dt.date
    time: dt.time | None = None
    tz: str | None = None


def civil(moment: dt.date, zone: dt.tzinfo | None) -> Civil:
    """A moment as local date and time in `zone` (None: this machine's).

    A day, and a time without a zone, are the same everywhere. Raises ValueError, OverflowError
    where the calendar ends.
    """
    if not isinstance(moment, dt.datetime):
        return Civil(moment)
    local = moment if moment.tzinfo is None else moment.astimezone(zone)
    time = local.time().replace(second=0, microsecond=0, tzinfo=None)
    return Civil(local.date(), time, None if moment.tzinfo is None else name_of(zone))


def name_of(zone: dt.tzinfo | None) -> str | None:
    """The IANA name of a zone; None where it has none."""
    return getattr(zone, "key", None)


def own_zone(variables: Mapping[str, str]) -> dt.tzinfo | None:
    """The zone one is in, as `TZ` or the machine says it; None where it has no IANA name.

    Needs the extra.
    """
    named = variables.get("TZ", "").lstrip(":")
    if named:
        return zone_called(named)
    try:
        import tzlocal

        logging.getLogger("tzlocal").disabled = True  # what it thinks of the machine is no news
        found: str | None = tzlocal.get_localzone_name()
    except (ImportError, LookupError, ValueError, OSError):
        return None
    return zone_called(found) if found else None


def zone_called(name: str) -> zoneinfo.ZoneInfo | None:
    """The zone of this IANA name; None if it is unknown or its rules can't be read."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
