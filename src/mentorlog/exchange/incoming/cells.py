"""Cells of other people's tables: headings, dates, times and lengths.

A date is read in the one order of day and month that its whole column allows. Reasons never quote a
cell. Pure.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable

from mentorlog.domain.dates import Unreadable, read_length
from mentorlog.errors import Refused
from mentorlog.exchange.incoming import LONGEST
from mentorlog.exchange.incoming.events import civil
from mentorlog.frozen import dataclass

LENGTH = "length"  # a column of lengths, in any unit
HOURS = "hours"  # a column of lengths in hours
_HEADINGS: dict[str, str] = {  # heading -> field, preferred ones first
    "id": "id",
    "kind": "kind",
    "date": "date, day, datum, tag, fecha, dia, jour, data, giorno, dato, datum, pvm, dag, when,"
    " meeting date, date of meeting, session date, start date, start, starts, begin, 日期,"
    " 日付, дата, tarih",
    "time": "time, start time, at, uhrzeit, zeit, beginn, hora, heure, ora, orario, tijd, tid,"
    " klokkeslett, 时间, 時間, время, saat",
    "ends": "end time, ends, ends at, end, endzeit, ende, hora fin, heure de fin, ora fine,"
    " eindtijd",
    "minutes": "minutes, min, mins, minuten, minutos, minuti, duration in minutes,"
    " length in minutes",
    LENGTH: "duration, length, how long, time spent, dauer, laenge, lange, duracion, duree, durata,"
    " duracao, duur, varighed, varaktighet, kesto, 时长, 時間長, длительность, sure",
    HOURS: "hours, hrs, duration in hours, length in hours, stunden, std, horas, heures, ore, uren,"
    " timer, timmar, часы",
    "status": "status, state, zustand, estado, statut, etat, stato, 状态, статус, durum",
    "topics": "topics, topic, subject, title, theme, themes, thema, themen, betreff, titel, tema,"
    " temas, asunto, sujet, sujets, objet, argomento, argomenti, assunto, onderwerp, 主题, 件名,"
    " тема, konu",
    "place": "place, location, where, venue, room, ort, lugar, lieu, luogo, plaats, plats,"
    " sted, paikka, 地点, 場所, место, yer",
    "notes": "notes, note, comment, comments, remark, remarks, description, summary, discussion,"
    " meeting notes, session notes, what we did, what we discussed, discussed, notizen,"
    " notiz, kommentar, kommentare, bemerkung, bemerkungen, beschreibung, notas, nota, comentario,"
    " comentarios, commentaire, commentaires, remarque, remarques, observaciones, osservazioni,"
    " opmerking, opmerkingen, notities, noter, anteckningar, 备注, メモ, заметки, notlar",
}
TEXTS = ("place", "notes")  # columns that are a text of the meeting, as they stand
_FIELDS = {
    name.strip(): (field, rank)
    for field, names in _HEADINGS.items()
    for rank, name in enumerate(names.split(","))
}
_MONTHS = {  # first three letters, without accents -> month
    **dict.fromkeys(("jan", "ene", "gen"), 1),
    **dict.fromkeys(("feb", "fev"), 2),
    **dict.fromkeys(("mar", "mrz", "maa", "mae"), 3),
    **dict.fromkeys(("apr", "abr", "avr"), 4),
    **dict.fromkeys(("may", "mai", "mag", "mei", "maj"), 5),
    **dict.fromkeys(("jun", "giu"), 6),
    **dict.fromkeys(("jul", "lug"), 7),
    **dict.fromkeys(("aug", "ago", "aou"), 8),
    **dict.fromkeys(("sep", "set"), 9),
    **dict.fromkeys(("oct", "okt", "ott", "out"), 10),
    **dict.fromkeys(("nov",), 11),
    **dict.fromkeys(("dec", "dez", "dic"), 12),
}
_LONGEST_HEADING = 100  # characters
_LONG_MONTHS = {"juin": 6, "juil": 7, "juillet": 7}
_CLOCK = r"(\d{1,2})(?:[:.h](\d\d))?(?:[:.](\d\d)(?:\.\d+)?)?\s*(?:uhr|h|z|([ap])\.?\s?m\.?)?"
_AHEAD = r"\(?((?:utc|gmt)?[+-]\d\d?(?::?\d\d)?|utc|gmt)\)?"
_AFTER_DATE = re.compile(rf"(.*?\d)(?:t|,?\s+)({_CLOCK})\s?(?:{_AHEAD})?", re.ASCII)
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_PACKED = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d\d)", re.ASCII)
_WORDED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|er|\.|º)?(?:\s|-|\sde\s)*([a-z]{3,10})\.?"
    r"|([a-z]{3,10})\.?\s*(\d{1,2})(?:st|nd|rd|th)?)(?:,|\s|-|\sde\s)*(\d{4}|\d\d)",
    re.ASCII,
)
_WEEKDAY = re.compile(r"^[a-z]{2,10}[.,]{0,2}\s+", re.ASCII)
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")
_YEAR_MONTH_DAY = str.maketrans({"年": "-", "月": "-", "日": None, "년": "-"})
_BEGINS = {"start", "starts", "begin"}  # a date; a time if another column is the date
_NO_DATE = "the date must be like 2026-11-03"
_NO_TIME = "the time must be like 15:00"
_MOMENT = r"\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?\s?(?:z|utc|gmt|\+\d\d:?\d\d)"  # - stands between times
_NUMBER = r"\d{1,5}(?:\.\d{1,4})?"
_SECONDS = re.compile(r"(?<=[a-z'])\s?\d{1,2}\s?s(ec[a-z]*)?\.?$", re.ASCII)
_UNTIL = re.compile(r"\s*(?:-|\u2192|\b(?:to|until|till|bis)\b)\s*")
_FROM = re.compile(r"\s*(?:from|von|ab)\s+")
_ON_THE_CLOCK = r"\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?\s?m\.?|uhr|h)?"
_SPAN = re.compile(
    rf"(.*\d),?\s+({_ON_THE_CLOCK}{_UNTIL.pattern}{_ON_THE_CLOCK})", re.ASCII | re.IGNORECASE
)
_HALF = re.compile(r"[ap](?=\.?\s?m\.?$)", re.ASCII)  # of the day, at the end of a time
_BARE_HOUR = re.compile(r"(?:0?[1-9]|1[0-2])(?:[:.]\d\d)?", re.ASCII)
_ABOUT = re.compile(r"(?:~|\u2248|(?:ca|circa|c|approx|about|around|etwa|rund)\b\.?)\s*")
_PART = re.compile(r"(\d*)\s?([\u00bc-\u00be])")
_PARTS = {"\u00bc": ".25", "\u00bd": ".5", "\u00be": ".75"}
_NOTHING = {"-", "--", "n/a", "na", "?", "tbd", "none"}  # how people fill an empty cell
_A_DAY = 24  # hours
_LEAST_HOURS = 0.1  # less is a fraction of a day, as in spreadsheets
_FEW = 8  # numbers up to this may be hours
_SHORTEST = 5  # minutes; less, among longer ones, may be hours
_UNSURE = "the length may be minutes or hours: write 1 h, or 1 min"
_CENTURY = 100
_NOON = 12


class UnreadableCell(ValueError):
    """Why a cell can't be read; never quotes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """`field`: what the column means for us; None: nothing. `rank`: the lowest one is read."""

    name: str
    field: str | None = None
    rank: int = 0


def headings(row: Iterable[str]) -> list[Heading]:
    """What each column of a table means."""
    columns = [heading(cell) for cell in row]
    dated = any(column.field == "date" and column.name not in _BEGINS for column in columns)
    return [
        Heading(name=column.name, field="time", rank=_FIELDS["start time"][1])
        if dated and column.field == "date" and column.name in _BEGINS
        else column
        for column in columns
    ]


def heading(cell: str) -> Heading:
    """What a column means, by its heading in the languages we know."""
    if len(cell) > _LONGEST_HEADING:
        return Heading(name="")  # a text, which is not to be named
    name = " ".join(cell.split()).lower()
    bare = re.sub(r"[(\[].*?[)\]]", " ", plain(name)).strip(" :*#.-_")
    bare = " ".join(bare.replace("_", " ").replace("-", " ").split())
    field, rank = _FIELDS.get(bare, (None, 0))
    if field == LENGTH and re.search(r"[(\[]\s*(h|hrs?|hours?|std|stunden)\.?\s*[)\]]", name):
        field = HOURS
    if field == LENGTH and re.search(r"[(\[]\s*(m|min[a-z]*)\.?\s*[)\]]", name):
        field = "minutes"
    return Heading(name=name, field=field, rank=rank)


def plain(text: str) -> str:
    """Lower-case letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ß", "ss").lower())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).translate(
        _DASHES
    )


def dates(
    cells: Iterable[str], zone: dt.tzinfo | None = None
) -> Callable[[str], tuple[dt.date, dt.time | None]]:
    """A reader of the dates in a column, and of a time after them, in `zone`.

    The whole column tells whether the day or the month comes first. Raises Refused if it doesn't;
    the reader raises UnreadableCell.
    """
    both = [_readings(_date_and_time(cell)[0]) for cell in cells]
    day_first = any(as_day and not as_month for as_day, as_month in both)
    month_first = any(as_month and not as_day for as_day, as_month in both)
    unsure = any(as_day and as_month and as_day != as_month for as_day, as_month in both)
    if unsure and not (day_first or month_first):
        raise Refused(
            "The dates in this table can be read in two ways: day first, or month first.",
            "Write them like 2026-11-03.",
        )

    def read(cell: str) -> tuple[dt.date, dt.time | None]:
        text, clock, ahead = _date_and_time(cell)
        if not text:
            raise UnreadableCell("there's no date")
        as_day, as_month = _readings(text)
        if as_day and as_month and as_day != as_month and day_first and month_first:
            raise UnreadableCell("the day and the month can't be told apart here")
        date = as_month if month_first and not day_first else as_day
        date = date or as_day or as_month
        if date is None:
            raise UnreadableCell(_NO_DATE)
        if clock is None:
            return date, None
        return _in_my_zone(date, _clock(clock), ahead, zone) if ahead else (date, _clock(clock))

    return read


def _in_my_zone(
    day: dt.date, time: dt.time, ahead: str, zone: dt.tzinfo | None
) -> tuple[dt.date, dt.time | None]:
    """A moment as my own date and time; midnight in UTC is how programs write a day."""
    if not ahead[1:].strip("0:tcm") and time == dt.time():
        return day, None
    sign = "-" if "-" in ahead else "+"
    hours, minutes = (*re.findall(r"\d\d?", ahead), "00", "00")[:2]
    try:
        moment = dt.datetime.fromisoformat(f"{day}T{time}{sign}{hours:0>2}:{minutes}")
        mine = civil(moment, zone)
    except (ValueError, OverflowError):
        raise UnreadableCell(_NO_TIME) from None
    return mine.date, mine.time


def time(cell: str) -> dt.time | None:
    """15:00, 9:05:00, 10:30 PM, 3pm, 15.30, 15h30; None for nothing. Raises UnreadableCell."""
    text = plain(cell).strip()
    if not text:
        return None
    if text == "noon":
        return dt.time(_NOON)
    match = re.fullmatch(_CLOCK, re.sub(r"^(\d\d)(\d\d)$", r"\1:\2", text), re.ASCII)
    # "15" isn't a time, "15h" is.
    if match is None or not (match[2] or match[4] or text[-1] in "hr"):
        raise UnreadableCell(_NO_TIME)
    return _clock(match)


def is_moment(cell: str) -> bool:
    """Whether a time has an offset from UTC: 15:00Z, 15:00+01:00."""
    return re.fullmatch(_MOMENT, plain(cell).strip(), re.ASCII) is not None


def times(cell: str, ends: str = "") -> tuple[dt.time | None, str]:
    """When it begins, and the text of its end: 15:00-15:45, 3 to 4 pm. Raises UnreadableCell.

    `ends`: the end, if another cell has it.
    """
    begins, _, after = _UNTIL.sub("|", _FROM.sub("", plain(cell)), count=1).partition("|")
    begins, ends = begins.strip(), plain(ends).strip() or after.strip()
    half = _HALF.search(ends) or _HALF.search(begins)
    if half and _BARE_HOUR.fullmatch(begins):
        begins = min((f"{begins} {am}m" for am in "ap"), key=lambda guess: _apart(guess, ends))
    elif half and _BARE_HOUR.fullmatch(ends):
        ends = min((f"{ends} {am}m" for am in "ap"), key=lambda guess: _apart(begins, guess))
    return time(begins), ends


def _apart(begins: str, ends: str) -> int:
    """Minutes from one time to the next other one; a whole day if one can't be read."""
    try:
        begin, end = time(begins), time(ends)
    except UnreadableCell:
        begin = end = None
    return LONGEST if begin is None or end is None else _minutes_to(begin, end)


def _minutes_to(begin: dt.time, end: dt.time) -> int:
    return ((end.hour - begin.hour) * 60 + end.minute - begin.minute) % LONGEST


def date_and_span(cell: str) -> tuple[str, str]:
    """A date, and the times after it if there are two: 3 Nov 2026, 15:00-15:45."""
    match = _SPAN.fullmatch(" ".join(cell.translate(_DASHES).split()))
    return (match[1], match[2]) if match else (cell, "")


def is_nothing(cell: str) -> bool:
    """Whether a cell only says that it is empty: n/a, -."""
    return plain(cell).strip() in _NOTHING


def unit_of(column: Iterable[str]) -> int:
    """How many minutes 1 means, in lengths without a unit: 60 if any of them is like 1.5.

    0 if the column doesn't tell.
    """
    texts = [_length_text(cell) for cell in column]
    numbers = [float(text) for text in texts if re.fullmatch(_NUMBER, text, re.ASCII)]
    if any(number % 1 for number in numbers) and max(numbers) <= _A_DAY:
        return 60
    return int(max(numbers, default=0) > _FEW)


def minutes(cell: str, unit: int | None = None) -> int | None:
    """45, 45 min, 1h, 1 h 30, 1:30, 0:45:00, 1,5 h; None for nothing. Raises UnreadableCell.

    `unit`: from `unit_of`, for numbers without one; None: they are minutes.
    """
    text = _length_text(cell)
    if not text:
        return None
    if unit is not None and unit <= 1 and re.fullmatch(_NUMBER, text, re.ASCII):
        number = float(text)
        short = number < _SHORTEST or (number % 1 and number <= _A_DAY)
        if number and (short or not unit):
            raise UnreadableCell(_UNSURE)
    length = _length(text, unit or 1)
    if length is None or not 1 <= length <= LONGEST:
        raise UnreadableCell(f"the minutes must be a number from 1 to {LONGEST}")
    return length


def between(
    begin: dt.time | None, ends: str, zone: dt.tzinfo | None = None, *, on: dt.date | None = None
) -> int | None:
    """Minutes to a time, even after midnight; None for half a day or more, or if not given.

    `on`: the day, which must be that of the end, if that has one.
    """
    try:
        end = _end(ends, zone, on)
    except (UnreadableCell, Refused):
        return None
    if begin is None or end is None:
        return None
    minutes = _minutes_to(begin, end)
    return minutes if 0 < minutes < LONGEST // 2 else None


def _end(cell: str, zone: dt.tzinfo | None, on: dt.date | None) -> dt.time | None:
    """A time, alone or after its date. Raises UnreadableCell, Refused."""
    day, clock, ahead = _date_and_time(cell)
    if clock is None:
        return time(cell)
    if ahead:
        date, end = dates([cell], zone)(cell)
        return end if on in (None, date) else None
    return _clock(clock) if on is None or on in _readings(day) else None


def _length_text(cell: str) -> str:
    """The text of a length without what doesn't matter."""
    whole = _PART.sub(lambda part: (part[1] or "0") + _PARTS[part[2]], cell)
    text = plain(whole).replace(",", ".").strip(" .").removeprefix("pt")
    return _SECONDS.sub("", _ABOUT.sub("", text, count=1))


def _length(text: str, unit: int) -> int | None:
    if re.fullmatch(_NUMBER, text, re.ASCII):
        number = float(text)
        return round(number * unit) if unit == 1 or number > _LEAST_HOURS else None
    if match := re.fullmatch(r"(\d{1,2}):(\d\d)(?::\d\d)?(?:\s?h)?", text, re.ASCII):
        return int(match[1]) * 60 + int(match[2])
    with contextlib.suppress(Unreadable):  # as people type it
        return read_length("half an hour" if text == "1/2 h" else text)
    hour, minute = (
        r"(?:h|hrs?|hours?|std|stunden?|heures?|horas?|ore|ora|uur)",
        r"(?:m|min[a-z]*|')",
    )
    parts = rf"(?:(\d{{1,2}}(?:\.\d{{1,4}})?|an?)\s?{hour}\.?)?\s?(?:(?:and|und|et|y|e)\s)?"
    match = re.fullmatch(rf"{parts}(?:(\d{{1,4}})\s?(?:{minute}\.?)?)?", text, re.ASCII)
    if match is None or (match[1] is None and match[2] is None):
        return None
    whole = 1.0 if (match[1] or "").startswith("a") else float(match[1] or 0)
    return round(whole * 60) + int(match[2] or 0)


def _date_and_time(cell: str) -> tuple[str, re.Match[str] | None, str]:
    """A date in lower case, the time after it, and its offset from UTC ("" if none)."""
    text = " ".join(plain(cell).split()).translate(_YEAR_MONTH_DAY)
    match = _AFTER_DATE.fullmatch(text)
    if match is None or not (match[4] or match[6]):
        return text, None, ""
    ahead = match[7] or ("z" if match[2].endswith("z") else "")
    return match[1], re.fullmatch(_CLOCK, match[2], re.ASCII), ahead


def _clock(match: re.Match[str]) -> dt.time:
    """The time of a match. Raises UnreadableCell."""
    hour, minute, half = int(match[1]), int(match[2] or 0), match[4]
    if half and not 1 <= hour <= _NOON:
        raise UnreadableCell(_NO_TIME)
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    try:
        return dt.time(hour, minute)
    except ValueError:
        raise UnreadableCell(_NO_TIME) from None


def _readings(text: str) -> tuple[dt.date | None, dt.date | None]:
    """The date if the day comes first, and if the month does; equal if there is no doubt.

    A weekday in front is ignored.
    """
    readings = _both_readings(text)
    return readings if readings[0] or readings[1] else _both_readings(_WEEKDAY.sub("", text))


def _both_readings(text: str) -> tuple[dt.date | None, dt.date | None]:
    if match := (_ISO.fullmatch(text) or _PACKED.fullmatch(text)):
        year, *_, month, day = match.groups()
        return (_day(int(year), int(month), int(day)),) * 2
    if match := _NUMERIC.fullmatch(text):
        first, sign, second, year = int(match[1]), match[2], int(match[3]), _year(match[4])
        day_first = _day(year, second, first)
        return day_first, day_first if sign == "." else _day(year, first, second)
    if match := _WORDED.fullmatch(text):
        name = match[2] or match[3]
        month = _LONG_MONTHS.get(name) or _MONTHS.get(name[:3], 0)
        return (_day(_year(match[5]), month, int(match[1] or match[4])),) * 2
    return None, None


def _year(text: str) -> int:
    return int(text) + (2000 if int(text) < _CENTURY else 0)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
