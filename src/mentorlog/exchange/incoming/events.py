"""The events of a calendar file, property by property, whatever else is in the file.

Only the properties of meetings are read, so that a broken alarm or an irrelevant part can't spoil
the rest. icalendar parses the values; time zones are found here, by their IANA or Windows name or
by their definition in the file. Exports of calendars use the same library, UIDs and zones. The
libraries are optional and slow to import; they are imported only for a calendar.

Source: RFC 5545 (lines, values), RFC 7986, X-WR-TIMEZONE as x-wr-timezone reads it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import re
import sys
import warnings
import zoneinfo
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from mentorlog.errors import NotInstalled
from mentorlog.frozen import dataclass

OURS = "@mentorlog"  # the end of our events' UIDs, after the entry's id
PropertyValue = tuple[Mapping[str, str], str]  # parameters, and the text after the colon

_ONCE_WRITTEN = re.compile(r"\r\n?|\n")
_FOLD = re.compile(r"\n+[ \t]")
_VALUE = r'(?:"[^"]*"|tzone://|[^":;])*'  # Exchange names zones with a colon, unquoted
_LINE = re.compile(rf'([A-Za-z0-9-]+)((?:;[^=:;"]+={_VALUE})*):(.*)', re.DOTALL)
_PARAMETER = re.compile(rf';([^=:;"]+)=({_VALUE})')
_SHOWN = re.compile(
    r"(?=\(?(?:UTC|GMT|[+-]))\(?(?:UTC|GMT)?(?:([+-])(\d{1,2}):?(\d\d)?)?\)?\s*(.*)", re.ASCII
)
_A_DAY = dt.timedelta(days=1)
_USED = {
    *("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
    *("SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "STATUS", "SUMMARY", "DESCRIPTION", "LOCATION"),
    *("ATTENDEE", "ORGANIZER", "EXRULE", "X-MICROSOFT-CDO-ALLDAYEVENT"),
}
_OF_CALENDAR = {"METHOD", "X-WR-TIMEZONE", "X-WR-CALNAME"}
# What the libraries raise for values that they can't read.
BROKEN = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


class UnreadablePart(ValueError):
    """Why a part can't be read, in our words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One VEVENT. `number`: its position in the file. `properties`: by name.

    `method`, `owner`: its calendar's purpose and owner. `zones`: for its times.
    """

    number: int
    properties: Mapping[str, tuple[PropertyValue, ...]]
    zones: Zones
    method: str = ""
    owner: str = ""

    def text(self, name: str) -> str:
        """The first value of a property, unescaped, or ""."""
        values = self.properties.get(name, ())
        text = values[0][1] if values else ""
        return re.sub(r"\\(.)", lambda sign: "\n" if sign[1] in "nN" else sign[1], text).strip()

    def number_in(self, name: str) -> int:
        """A property as a number; 0 without one."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004

    def moment(self, name: str) -> Any:
        """A date, or a time with its zone; None without the property. Raises UnreadablePart."""
        for parameters, text in self.properties.get(name, ()):
            return self.zones.moment(text, parameters)
        return None

    def end(self) -> Any:
        """When it ends, by default in the zone of its start. Raises UnreadablePart."""
        begin, end = self.moment("DTSTART"), self.moment("DTEND")
        if isinstance(begin, dt.datetime) and isinstance(end, dt.datetime) and not end.tzinfo:
            return end.replace(tzinfo=begin.tzinfo)
        return end

    def moments(self, name: str) -> tuple[Any, ...]:
        """The dates of a list, or periods (start, and end or length). Invalid ones are left out."""
        moments = []
        for parameters, text in self.properties.get(name, ()):
            for part in text.split(","):
                with contextlib.suppress(UnreadablePart):
                    moments.append(self.zones.moment(part, parameters))
        return tuple(moments)

    def unreadable(self, name: str) -> int:
        """How many dates of a list are invalid."""
        listed = sum(text.count(",") + 1 for _, text in self.properties.get(name, ()))
        return listed - len(self.moments(name))

    def is_cancelled(self) -> bool:
        """Whether it is cancelled, by itself or by the purpose of its file."""
        return self.text("STATUS").upper() == "CANCELLED" or self.method == "CANCEL"

    def is_in_unknown_zone(self) -> bool:
        """Whether one of its times is in an unknown zone."""
        return any(
            self.zones.is_lost(text, parameters)
            for name in ("DTSTART", "RECURRENCE-ID")
            for parameters, text in self.properties.get(name, ())
        )


class Zones:
    """The time zones of one calendar, by the names used in its events.

    `definitions`: the text of its VTIMEZONEs. `default`: for times without a zone (X-WR-TIMEZONE).
    """

    def __init__(self, definitions: Mapping[str, str], default: str) -> None:
        self._definitions = definitions
        self._known: dict[str, dt.tzinfo | None] = {}
        self._default = self.of(default) if default else None
        self._default_is_lost = bool(default) and self._default is None

    def in_utc(self) -> Zones:
        """The same zones without the default, so that a rule in UTC repeats in UTC."""
        return Zones(self._definitions, "")

    def of(self, name: str) -> dt.tzinfo | None:
        """The zone with this name; None if it is unknown."""
        if name not in self._known:
            self._known[name] = self._zone_called(name)
        return self._known[name]

    def is_lost(self, text: str, parameters: Mapping[str, str]) -> bool:
        """Whether a time is in an unknown zone."""
        if zone_name := parameters.get("TZID"):
            return self.of(zone_name) is None
        floating = "T" in text.upper() and not text.strip().upper().endswith("Z")
        return floating and self._default_is_lost

    def moment(self, text: str, parameters: Mapping[str, str]) -> Any:
        """A day, a time or a period. Raises UnreadablePart."""
        try:
            if "/" in text:
                begin, _, end = text.partition("/")
                last = library().vDDDTypes.from_ical(end)
                return self._zoned(_typed(begin), parameters), (
                    last if isinstance(last, dt.timedelta) else self._zoned(last, parameters)
                )
            return self._zoned(_typed(text), parameters)
        except BROKEN:
            raise UnreadablePart("its date can't be read") from None

    def _zoned(self, moment: Any, parameters: Mapping[str, str]) -> dt.date:
        if not isinstance(moment, dt.datetime):
            if not isinstance(moment, dt.date):
                raise UnreadablePart("its date can't be read")
            return moment
        zone_name = parameters.get("TZID")
        if moment.tzinfo is None:
            return moment.replace(tzinfo=self.of(zone_name) if zone_name else self._default)
        return moment.astimezone(self._default) if self._default else moment

    def _zone_called(self, name: str) -> dt.tzinfo | None:
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

        plain = name.strip().strip("/").removeprefix("tzone://Microsoft/")
        if plain.upper() in ("UTC", "Z"):
            return dt.UTC
        parts = plain.split("/")
        paths = ["/".join(parts[start:]) for start in range(len(parts))] if plain else []
        for path in (*paths[:1], WINDOWS_TO_OLSON.get(plain), *paths[1:-1]):
            if path and (zone := zone_called(path)):
                return zone
        return self._defined(name) or _zone_shown_as(plain)

    def _defined(self, name: str) -> dt.tzinfo | None:
        """The zone that the file defines, or the known one whose name the definition gives."""
        text = self._definitions.get(name.strip())
        if text is None:
            return None
        for line in text.split("\n"):
            if line.upper().startswith("X-LIC-LOCATION:") and (zone := zone_called(line[15:])):
                return zone
        try:
            with warnings.catch_warnings(action="ignore"):
                zone = library().Timezone.from_ical(text).to_tz(lookup_tzid=False)
                zone.utcoffset(dt.datetime(2026, 1, 1))  # noqa: DTZ001 - whether it can say one
        except BROKEN:
            return None
        return zone if isinstance(zone, dt.tzinfo) else None


def _zone_shown_as(name: str) -> dt.tzinfo | None:
    """A zone by the text that Windows shows: its offset with cities, or its local name.

    (UTC+01:00) Amsterdam, Berlin; (UTC-05:00) Eastern Time (US & Canada); GMT+0200.
    """
    match = _SHOWN.fullmatch(name)
    if match is None:
        return None
    ahead = dt.timedelta(hours=int(match[2] or 0), minutes=int(match[3] or 0))
    ahead = -ahead if match[1] == "-" else ahead
    label = match[4].partition("(")[0].strip()
    if not label:
        return dt.timezone(ahead) if ahead < _A_DAY else None
    return next((zone for zone in _zones_named(label) if _standard(zone) == ahead), None)


def _zones_named(label: str) -> Iterator[dt.tzinfo]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    windows = WINDOWS_TO_OLSON.get(label.removesuffix("Time") + "Standard Time")
    cities = [city.strip().replace(" ", "_") for city in label.split(",")]
    paths = (
        name for name in sorted(zoneinfo.available_timezones()) if name.rpartition("/")[2] in cities
    )
    for path in (windows, *paths):
        if path and (zone := zone_called(path)):
            yield zone


def _standard(zone: dt.tzinfo) -> dt.timedelta | None:
    """Its offset from UTC outside of daylight saving time."""
    day = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - any
    offset, summer = zone.utcoffset(day), zone.dst(day)
    return offset - (summer or dt.timedelta()) if offset is not None else None


def events_in(text: str) -> list[Event]:
    """All events of all calendars in a file, in order; [] if it isn't a calendar."""
    lines = _FOLD.sub("", _ONCE_WRITTEN.sub("\n", text)).split("\n")
    events: list[Event] = []
    whole = ["BEGIN:VCALENDAR", *lines]  # events without a calendar around them are read, too
    for calendar in list(_parts("VCALENDAR", lines)) or [whole]:
        own = dict(_properties(calendar, _OF_CALENDAR))
        settings = {name: values[0][1].strip() for name, values in own.items()}
        definitions = {}
        for zone in _parts("VTIMEZONE", calendar):
            for line in zone:
                if line.upper().startswith("TZID"):
                    definitions[line.partition(":")[2].strip()] = "\n".join(zone)
        zones = Zones(definitions, settings.get("X-WR-TIMEZONE", ""))
        events += [
            Event(
                number=len(events) + place,
                properties=_properties(part, _USED),
                zones=zones,
                method=settings.get("METHOD", "").upper(),
                owner=settings.get("X-WR-CALNAME", "").lower(),
            )
            for place, part in enumerate(_parts("VEVENT", calendar), 1)
        ]
    return events


def _typed(text: str) -> Any:
    return library().vDDDTypes.from_ical(text.strip())


def _parts(name: str, lines: list[str]) -> Iterator[list[str]]:
    """The lines of each component with this name; one without an END ends with the file."""
    begin, end = f"BEGIN:{name}", f"END:{name}"
    part: list[str] | None = None
    for line in lines:
        marker = line.strip().upper()
        if marker == begin:
            if part is not None:  # the component before has no END
                yield part
            part = []
        if part is not None:
            part.append(line)
        if marker == end and part is not None:
            yield part
            part = None
    if part is not None:
        yield part


def _properties(lines: list[str], wanted: set[str]) -> Mapping[str, tuple[PropertyValue, ...]]:
    """A component's own properties, without those of its alarms and the like."""
    properties: dict[str, list[PropertyValue]] = defaultdict(list)
    depth = 0
    for line in lines:
        name = line[:6].upper()
        if name == "BEGIN:":
            depth += 1
        elif line[:4].upper() == "END:":
            depth -= 1
        elif depth == 1 and (match := _LINE.fullmatch(line)) and match[1].upper() in wanted:
            if not match[3].strip():  # an empty value counts as unset
                continue
            parameters = {
                key.upper(): value.replace('"', "") for key, value in _PARAMETER.findall(match[2])
            }
            properties[match[1].upper()].append((parameters, match[3]))
    return {name: tuple(values) for name, values in properties.items()}


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
    return Civil(local.date(), time, None if moment.tzinfo is None else getattr(zone, "key", None))


def own_zone(variables: Mapping[str, str]) -> dt.tzinfo | None:
    """My zone, from `TZ` or the machine; None if it has no IANA name.

    Needs the extra.
    """
    variable = variables.get("TZ", "").lstrip(":")
    if variable:
        return zone_called(variable)
    try:
        import tzlocal

        logging.getLogger("tzlocal").disabled = True  # its remarks on the machine are not for users
        name: str | None = tzlocal.get_localzone_name()
    except (ImportError, LookupError, ValueError, OSError):
        return None
    return zone_called(name) if name else None


def zone_called(name: str) -> zoneinfo.ZoneInfo | None:
    """The zone of this IANA name; None if it is unknown or its rules can't be read."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
