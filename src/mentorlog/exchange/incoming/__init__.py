"""Meetings from files of other programs: what was found, and what can't be used, with its line.

A reader turns the text of one format into an `Incoming`; it knows no journal. A record is taken as
a whole or not at all, and every record is reported: found, or skipped with a reason. A new reader
is a module here and a row of `READERS`, which chooses by what the text begins with.
"""

from __future__ import annotations

import codecs
import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.errors import Refused
from mentorlog.frozen import dataclass
from mentorlog.journal.names import derived_id

LONGEST = 24 * 60  # minutes of one meeting
MOST = 2000  # dates of series, the newest; forty years of weekly ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """`place`: where in the file: line 7, event 3. `why`: never quotes the file.

    `count`: how many records it stands for.
    """

    place: str
    why: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A meeting in a file. `title`: in the calendar, to choose it by.

    `also`: gives other ids that it may have here.
    `people`: addresses of the participants.
    `group`: what it is chosen together with, such as the other dates of a series.
    `at`: the moment it begins, if known exactly.
    `only_known`: only an update of a meeting imported earlier: a future or removed date of a
        series, or something declined.
    `otherwise`: how it is reported if it was never here; None: not one by one.
    `recurs`: a date of a series whose rule is in the file.
    `calls_off`: it cancels an event with all its dates.
    """

    meeting: Meeting
    title: str = ""
    also: Callable[[], Iterable[str]] = tuple
    people: frozenset[str] = frozenset()
    group: str = ""
    at: dt.datetime | None = None
    only_known: bool = False
    otherwise: Skipped | None = None
    recurs: bool = False
    calls_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """`remarks`: on the file, as sentences without the full stop.

    `whole`: the file holds only meetings, so all are imported unless the user chooses.
    `complete`: groups whose dates up to now are all found, so that others are gone.
    """

    found: tuple[Found, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    remarks: tuple[str, ...] = ()
    whole: bool = True
    complete: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a reader may need to know beside the text.

    `whose`: the person met, for the meetings' ids. `now`: my local time, without a zone.
    `variables`: the environment's, which name my zone. Of a calendar, `partner`: the person's
    address; `wanted`: which events to read first, by title and participants.
    """

    whose: str
    now: dt.datetime
    variables: Mapping[str, str]
    partner: str | None
    wanted: Callable[[str, frozenset[str]], bool]


def read(text: str, about: Request) -> Incoming:
    """The meetings in a file, by the first reader that it's for. Raises Refused as that one does.

    The others aren't imported.
    """
    reader = next(reader for is_for, reader in READERS if is_for(text))
    return reader(text, about)


def is_calendar(text: str) -> bool:
    return text.lstrip()[:20].upper().startswith(("BEGIN:VCALENDAR", "BEGIN:VEVENT"))


def _is_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def _events(text: str, about: Request) -> Incoming:
    from mentorlog.exchange.incoming import events, ics

    reader = ics.Reader(
        whose=about.whose,
        now=about.now,
        zone=events.own_zone(about.variables),
        partner=about.partner,
        wanted=about.wanted,
    )
    return reader.read(text)


def _of_jrnl(text: str, about: Request) -> Incoming:
    from mentorlog.exchange.incoming import jrnl

    return jrnl.read(text, about.whose, about.now.date())


def _rows(text: str, about: Request) -> Incoming:
    from mentorlog.exchange.incoming import csv, events

    return csv.read(text, about.whose, about.now.date(), events.own_zone(about.variables))


READERS: tuple[tuple[Callable[[str], bool], Callable[[str, Request], Incoming]], ...] = (
    (is_calendar, _events),
    (_is_json, _of_jrnl),  # any JSON, and it refuses what isn't jrnl's; put others before it
    (lambda _: True, _rows),
)


def incoming(records: Iterable[tuple[str, Callable[[], Meeting]]], today: dt.date) -> Incoming:
    """The records that are meetings. Each has its place in the file and makes its meeting.

    That raises ValueError with the reason to skip it.
    """
    found: list[Found] = []
    skipped: list[Skipped] = []
    ids: set[str] = set()
    for place, make in records:
        try:
            meeting = make()
        except ValueError as error:
            skipped.append(Skipped(place=place, why=str(error)))
        else:
            if meeting.status is MeetingStatus.HELD and meeting.date > today:
                skipped.append(Skipped(place=place, why="it says held, but is in the future"))
            elif meeting.id in ids:
                skipped.append(Skipped(place=place, why="an earlier row has the same id"))
            else:
                ids.add(meeting.id)
                found.append(Found(meeting=meeting, group=meeting.id))
    return Incoming(found=tuple(found), skipped=tuple(skipped))


def meeting_id(*source: str) -> str:
    """The id that a record always gets, so that it is imported only once."""
    return derived_id("import", *source)


def text_of(data: bytes, name: str) -> tuple[str, str]:
    """The text, and a remark on its encoding. Raises Refused if it isn't text."""
    if encoding := _utf_16_kind(data):
        with contextlib.suppress(UnicodeDecodeError):
            return _no_binary(data.decode(encoding), name), ""
    data = data.removeprefix(codecs.BOM_UTF8)
    is_calendar = data.lstrip()[:6].upper() == b"BEGIN:"
    if is_calendar:  # its lines may be folded in the middle of a character
        data = _FOLD.sub(b"", data)
    with contextlib.suppress(UnicodeDecodeError):
        return _no_binary(data.decode(), name), ""
    remark = "It isn't UTF-8, so it was read as Windows text (cp1252)"
    try:
        text = "".join(map(_windows, data.splitlines(keepends=True)))
    except UnicodeDecodeError:
        if not is_calendar:
            raise _no_text(name) from None
        text, remark = data.decode(errors="replace"), "It isn't UTF-8, so some characters are lost"
    return _no_binary(text, name), remark


_FOLD = re.compile(rb"[\r\n]+[ \t]")


def _utf_16_kind(data: bytes) -> str:
    """Which UTF-16 it is in, or ""."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if data[:1] == b"\0" else ""


def _windows(line: bytes) -> str:
    """A line decoded as UTF-8, else as Windows' default encoding. Raises UnicodeDecodeError."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252")


def _no_binary(text: str, name: str) -> str:
    if "\0" in text:
        raise _no_text(name)
    return text


def _no_text(name: str) -> Refused:
    return Refused(f"{name} isn't UTF-8 text.", "Save it as UTF-8 text, then try again.")
