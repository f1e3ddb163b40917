"""What calendar exports and imports share: the library, our UIDs, and moments as my local time.

The libraries are optional and slow to import; they are imported only for a calendar.
"""

from __future__ import annotations

import datetime as dt
import logging
import sys
import zoneinfo
from collections.abc import Mapping
from typing import Any

from mentorlog.errors import NotInstalled
from mentorlog.frozen import dataclass

OURS = "@mentorlog"  # the end of our events' UIDs, after the entry's id


def library() -> Any:
    """The icalendar package. Raises Refused, with the command that installs it."""
    try:
        import icalendar
    except ModuleNotFoundError:
        raise NotInstalled("Calendars", "calendar", sys.executable) from None
    return icalendar


@dataclass(frozen=True, slots=True)
class Civil:
    """A day, a time (None: all day) and the zone's IANA name (None: not known)."""

    date: dt.date
    time: dt.time | None = None
    tz: str | None = None


def civil(moment: dt.date, zone: dt.tzinfo | None) -> Civil:
    """A moment as local date and time in `zone` (None: this machine's).

    A day, or a time without a zone, stays as it is. Raises ValueError or OverflowError beyond the
    calendar.
    """
    if not isinstance(moment, dt.datetime):
        return Civil(moment)
    local = moment if moment.tzinfo is None else moment.astimezone(zone)
    time = local.time().replace(second=0, microsecond=0, tzinfo=None)
    return Civil(local.date(), time, None if moment.tzinfo is None else name_of(zone))


def name_of(zone: dt.tzinfo | None) -> str | None:
    """The IANA name of a zone, or None."""
    return getattr(zone, "key", None)


def own_zone(variables: Mapping[str, str]) -> dt.tzinfo | None:
    """My zone, from `TZ` or the machine; None if it has no IANA name.

    Needs the extra.
    """
    named = variables.get("TZ", "").lstrip(":")
    if named:
        return zone_called(named)
    try:
        import tzlocal

        logging.getLogger("tzlocal").disabled = True  # its remarks on the machine are not for users
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
