"""What calendars share, going out and coming in: the library, and how our events are known.

The library is an extra, and slow to import; it is asked for only when a calendar is.
"""

from __future__ import annotations

from typing import Any

from mentorlog.errors import Refused

OURS = "@mentorlog"  # ends the UID of an event that we wrote, after the entry's id


def library() -> Any:
    """The icalendar package. Raises Refused, with the command that installs it."""
    try:
        import icalendar
    except ModuleNotFoundError:
        raise Refused(
            "Calendars need the extra calendar, which is not installed.",
            'python -m pip install "mentorlog[calendar]"',
        ) from None
    return icalendar
