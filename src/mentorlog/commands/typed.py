"""Read what was typed: choices, texts, dates, spans, times and lengths.

Pure; raises UsageError or Refused. Errors quote a choice or a date, never a note.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import ParamSpec, TypeVar

from mentorlog.arguments import Arguments, Date, Parameter, parameters
from mentorlog.domain import entries, relationship
from mentorlog.domain.dates import (
    NoDate,
    NoTime,
    Unreadable,
    day_and_hour,
    read_date,
    read_length,
    read_span,
    read_time,
)
from mentorlog.domain.days import Span, Toward, full_date, quoted
from mentorlog.domain.entries import Visibility
from mentorlog.errors import MentorlogError, Refused, UsageError
from mentorlog.frozen import StrEnum
from mentorlog.journal.names import echoed
from mentorlog.terminal.safe import CONTROL, verbatim
from mentorlog.terminal.wording import either, spelled

USUAL_WINDOW = "6 months"  # how far back adherence looks by default

C = TypeVar("C", bound=StrEnum)


def choice(kind: type[C], text: str | None, option: str = "") -> C | None:
    """An enum's member from its word or the beginning of it; "-" equals "_". None stays None.

    `option`: what to call it in an error; what was typed as an option has been `checked` by then.
    """
    if text is None:
        return None
    wanted = text.strip().lower().replace("-", "_").replace(" ", "_")
    wanted = _SPELT.get(wanted, wanted)
    begun = [word for word in kind if wanted and word.startswith(wanted)]
    fitting = [word for word in begun if word == wanted] or begun
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        message = f'"{echoed(text.strip())}" could be {either(map(spelled, fitting))}.'
        raise UsageError(f"{option} {message}".lstrip())
    raise UsageError(f"{option} takes {listed(kind)}." if option else f"Choose {listed(kind)}.")


_SPELT = {"canceled": "cancelled"}  # as it's spelled in American English


def choices(kind: type[C], texts: Iterable[str] | None) -> tuple[C, ...]:
    """Several of an enum's members, each once."""
    values = [choice(kind, text) for text in texts or ()]
    return tuple(dict.fromkeys(value for value in values if value is not None))


def checked(typed: Arguments, today: dt.date) -> None:
    """Refuse impossible values of options, by name. Raises UsageError, Refused.

    Every command line is checked before its command sees it. Values that depend on each other are
    checked by the command.
    """
    for text, parameter in _texts(typed):
        if text.strip() or not typed.empties:
            check(text, parameter, today)


def refused(typed: Arguments, error: MentorlogError, today: dt.date) -> str:
    """The option whose value the error names, such as "--on DATE"; "" if it names none."""
    wrong, named = error.wrong, error.message.split(" ")[0]
    for text, parameter in _texts(typed):
        if wrong and not parameter.prose and wrong in {text, _day_of(text, parameter, today)}:
            return _with_value(parameter)
    given = [
        option
        for name, option in parameters(type(typed)).items()
        if getattr(typed, name) is not None
    ]
    if match := next((option for option in given if _option(option) == named), None):
        places = [option for option in given if not option.flags]
        return " ".join(map(_with_value, places if match in places else [match]))
    return ""


def _day_of(text: str, parameter: Parameter, today: dt.date) -> dt.date | None:
    found = (
        attempt(day_as, parameter.date, text, today) if parameter.flags and parameter.date else None
    )
    return found and found[0]


def _with_value(parameter: Parameter) -> str:
    metavar = (parameter.metavar or "").rstrip("…")
    return " ".join(filter(None, (*parameter.flags, metavar)))


def refuse_controls(typed: Arguments) -> None:
    """Raises UsageError for control characters, which are invisible and not allowed."""
    for text, parameter in _texts(typed):
        if match := CONTROL.search(text.replace("\r\n", "\n")):
            spelled = f"a control character ({verbatim(match[0])})"
            raise UsageError(f"{_option(parameter)} has {spelled} in it.", "Leave it out.")


_ENDLESS = {
    *("open", "open end", "ever", "forever", "for ever", "always", "never", "indefinitely"),
    *("endless", "no end", "a while", "unlimited"),
}


def refuse_endless(typed: Arguments) -> None:
    """Refuse a word for no end as the end, with the way to say so. Raises UsageError."""
    flags = {flag for known in parameters(type(typed)).values() for flag in known.flags}
    for text, parameter in _texts(typed):
        option = _option(parameter)
        if option in {"--for", "--until"} and text.strip().lower() in _ENDLESS:
            what = "a span of time" if option == "--for" else "a date"
            hint = (
                "For no end:  --open" if "--open" in flags else f"For no end, leave {option} out."
            )
            raise UsageError(f"{quoted(text)} isn't {what}.", hint, wrong=text)


def _texts(typed: Arguments) -> Iterator[tuple[str, Parameter]]:
    """Each text that was typed, with its parameter."""
    for name, parameter in parameters(type(typed)).items():
        value = getattr(typed, name)
        for text in value if isinstance(value, list | tuple) else (value,):
            if isinstance(text, str):
                yield text, parameter


def _option(parameter: Parameter) -> str:
    return parameter.flags[0] if parameter.flags else parameter.metavar or ""


def check(text: str, parameter: Parameter, today: dt.date) -> None:
    """Refuse an impossible value of one option or place. Raises UsageError, Refused."""
    option = _option(parameter)
    if parameter.choices and isinstance(parameter.choices, str):
        choice(enum_of(parameter.choices), text, option)
    if not parameter.flags:
        return
    if parameter.prose:
        words(text, option)
    if parameter.date:
        day_as(parameter.date, text, today)
        return
    match parameter.metavar:
        case "LENGTH":
            length(text)
        case "SPAN":
            span(text)
        case "TIME":
            time(text)


def enum_of(name: str) -> type[StrEnum]:
    """The enum with this name in `domain`."""
    from mentorlog.domain import words as of_words  # lists don't need it

    places = (entries, relationship, of_words)
    kind: type[StrEnum] = next(vars(place)[name] for place in places if name in vars(place))
    return kind


def level(text: str | None) -> Visibility | None:
    return choice(Visibility, text, "--visibility")


def listed(kind: type[StrEnum]) -> str:
    return either(map(spelled, kind))


def words(text: str | None, what: str = "The text") -> str | None:
    """The text without spaces around it. Raises UsageError, which says `what` it is, if empty."""
    if text is None:
        return None
    if not text.strip():
        raise UsageError(f"{what} is empty.", "Write a few words, or leave it out.")
    return text.strip("\r\n").strip() if "\n" not in text.strip() else text.strip("\r\n")


def texts(values: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(stripped for value in values or () if (stripped := words(value)))


def subjects(values: Iterable[str] | None) -> tuple[str, ...]:
    """Areas or topics, each once, split at , and ; outside quotes. Raises UsageError."""
    parts = (part for value in texts(values) for part in re.findall(_SUBJECT, value))
    plain = (part.strip().strip(_QUOTES).strip() for part in parts)
    return tuple(dict.fromkeys(part for part in plain if part))


_QUOTES = '"“”„'
_SUBJECT = rf"(?:[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]|[^,;])+"  # compiled when needed


FIRST_YEAR = 1900
P = ParamSpec("P")
R = TypeVar("R")


def date(text: str | None, *, today: dt.date, toward: Toward) -> dt.date:
    """The day that a text means; None means today.

    Raises:
        UsageError: it isn't a date, has two readings, or has a time, too.
        Refused: it is before 1900.
    """
    if text is None:
        return today
    try:
        day, time_ = _moment(text, today, toward)
    except UsageError as error:
        raise _without_times(error, text, today, toward) from error.__cause__
    if time_ is not None:
        raise HasTime(text)
    return day


def past(text: str | None, today: dt.date) -> dt.date:
    """A day that usually lies back, read as `date` does."""
    return date(text, today=today, toward=Toward.PAST)


def coming(text: str | None, today: dt.date) -> dt.date:
    """A day that usually lies ahead, read as `date` does."""
    return date(text, today=today, toward=Toward.COMING)


def day_as(meaning: Date, text: str, today: dt.date) -> tuple[dt.date, dt.time | None]:
    """The day of an option that looks this way, and the time if it takes one. Raises as `date`."""
    if meaning == "moment":
        return moment(text, today=today)
    if meaning == "either" and (found := attempt(coming, text, today)):
        return found, None
    return (coming if meaning == "coming" else past)(text, today), None


def attempt(read: Callable[P, R], *typed: P.args, **named: P.kwargs) -> R | None:
    """What a reader makes of a text; None if it refuses it."""
    with contextlib.suppress(UsageError, Refused):
        return read(*typed, **named)
    return None


def read_ahead(text: str | None, option: str, today: dt.date) -> tuple[str, ...]:
    """A sentence, if a day without its year is far ahead where it could be a nearer one, past."""
    with contextlib.suppress(UsageError, Refused):
        past, coming = (date(text, today=today, toward=toward) for toward in Toward)
        if past < today and today - past < coming - today > _FAR:
            is_ = f"{quoted(text or '')} is {full_date(coming)}"
            return (f"{option} looks ahead: {is_}; the last one was {past}.",)
    return ()


_FAR = dt.timedelta(days=183)  # half a year


class HasTime(UsageError):
    """A time stands where only a day fits. `text`: both; `day`, `hour`: each."""

    def __init__(self, text: str) -> None:
        self.text, (self.day, self.hour) = text, day_and_hour(text)
        message = f"{quoted(text)} has a time; only a day fits here."
        super().__init__(message, f"Leave the time out:  {self.day}")


def _without_times(error: UsageError, text: str, today: dt.date, toward: Toward) -> UsageError:
    """The error for a day whose readings have times, without them."""
    cause = error.__cause__
    days = cause.days if isinstance(cause, Unreadable) else ()
    spoken, hour = day_and_hour(text)
    if any(isinstance(day, dt.datetime) for day in days):
        readings = days if spoken else days[1:]  # the first is an hour of today
        meant = sorted({dt.date.fromordinal(day.toordinal()) for day in readings})
        spellings = either(f'"{full_date(day)}"' for day in meant)
        return UsageError(f"{quoted(text)} can't be read as a day: say {spellings}.")
    with contextlib.suppress(UsageError, Refused):
        if hour and spoken and not days and _moment(spoken, today, toward):
            return HasTime(text)
    if hour and not (spoken or hour.isdecimal()):
        return UsageError(f"{quoted(text)} is a time; only a day fits here.", _DAYS)
    return error


_PAST_DAYS = "Examples: 2026-11-20, yesterday, last fri."
_DAYS = "Examples: 2026-12-03, fri, 10 Nov."


def date_or_none(text: str, *, today: dt.date, toward: Toward) -> dt.date | None:
    """A date as `date` reads it; None for text that isn't a date at all."""
    try:
        read_date(text, today, toward)
    except NoDate:
        return None
    except (Unreadable, OverflowError):
        pass  # not None: `date` below says why
    return date(text, today=today, toward=toward)


def is_text(word: str, today: dt.date) -> bool:
    """Whether an argument is neither a single word nor a date."""
    with contextlib.suppress(UsageError):  # a date that can be read in two ways
        return " " in word and date_or_none(word, today=today, toward=Toward.PAST) is None
    return False


def text_and_options(
    words: Sequence[str], options: Iterable[str], today: dt.date
) -> tuple[str, dict[str, str]]:
    """A text, and what its last words say: minutes, a time (at) or a day (on), of these options.

    One word at least stays a text, and so do numbers alone.
    """
    rest, values = list(words), dict[str, str]()
    free = [name for name in options if name in _AT_THE_END]
    while True:
        tails = ((n, " ".join(rest[n:])) for n in range(max(len(rest) - _LONGEST, 1), len(rest)))
        readings = ((n, tail, name) for n, tail in tails for name in free if name not in values)
        reading = next(
            (reading for reading in readings if _AT_THE_END[reading[2]](reading[1], today)), None
        )
        if reading is None:
            return " ".join(rest), values
        rest, values[reading[2]] = rest[: reading[0]], reading[1]


def _is_length(text: str, _: dt.date) -> bool:
    return any(map(str.isalpha, text)) and attempt(length, text) is not None


def _is_time(text: str, _: dt.date) -> bool:
    return attempt(time_alone, text) is not None


def _is_past(text: str, today: dt.date) -> bool:
    """Whether a text is a day up to today; a word such as "sun" or "sat" has another meaning."""
    day = attempt(date_or_none, text, today=today, toward=Toward.PAST)
    return text.lower() not in {"sat", "sun", "wed"} and day is not None and day <= today


_LONGEST = 5  # words of a day or a length: "an hour and a half"
_AT_THE_END = {"minutes": _is_length, "at": _is_time, "on": _is_past}


def moment(text: str, *, today: dt.date) -> tuple[dt.date, dt.time | None]:
    """A coming day, and the time if there is one. Raises as `date` does."""
    return _moment(text, today, Toward.COMING)


def plan_on(
    text: str, *, today: dt.date, plans: Collection[dt.date]
) -> tuple[dt.date, dt.time | None]:
    """The day of one of the plans, and the time if one was given. Raises UsageError."""
    return _understood(read_date, text, today, Toward.COMING, plans)


def time_alone(text: str) -> dt.time | None:
    """A time alone: 15:00, 3pm, noon; else None. Raises UsageError for two readings."""
    if text.strip().isdecimal():
        return None
    try:
        return _understood(read_time, text)
    except UsageError as error:
        if isinstance(error.__cause__, NoTime):
            return None
        raise


def time(text: str) -> dt.time:
    """The time of day in an option: 15:00, 15, 3pm, noon. Raises UsageError."""
    bare = text.strip().isdecimal()
    return _understood(read_time, f"at {text.strip()}" if bare else text)


def span(text: str) -> Span:
    """A span: 10d, 2w, six months, 1y. Raises UsageError for anything else, and for zero."""
    return _understood(read_span, text)


def after(text: str, day: dt.date) -> dt.date:
    """The day a span after `day`. Raises UsageError if it isn't a span, or leaves the calendar."""
    return _understood(span(text).after, day)


def end(answer: str, today: dt.date, *, may_be_open: bool = False) -> Span | dt.date:
    """An answer that says when something ends: "6 months", or a last day as in "until fri".

    `may_be_open`: "open" would be an answer, too. Raises UsageError, Refused.
    """
    text = re.sub(r"^until ", "", answer.strip(), flags=re.IGNORECASE)
    if found := attempt(span, text):
        return found
    of_a_meeting = attempt(length, text) is not None  # hours or minutes
    last = None if of_a_meeting else date_or_none(text, today=today, toward=Toward.COMING)
    if last is None:
        raise UsageError(
            f"{quoted(answer)} isn't a length of time or a date.",
            f"Examples: 6 months, 1y, 2027-05-31{', open' if may_be_open else ''}.",
        )
    return last


def end_date(answer: str, today: dt.date, *, may_be_open: bool = False) -> dt.date:
    """The day that `end` means, a span counted from today. Raises UsageError, Refused."""
    last = end(answer, today, may_be_open=may_be_open)
    return _understood(last.after, today) if isinstance(last, Span) else last


def before(text: str, day: dt.date) -> dt.date:
    """The day a span before `day`, at the earliest the calendar's first. Raises UsageError."""
    return _understood(span(text).before, day)


def length(text: str | None) -> int | None:
    """Minutes of a meeting, from 45, 1h30 or half an hour. Raises UsageError."""
    return None if text is None else _understood(read_length, text)


def _moment(text: str, today: dt.date, toward: Toward) -> tuple[dt.date, dt.time | None]:
    try:
        day, time_ = _understood(read_date, text, today, toward)
    except UsageError as error:
        readings = _almost(text, today, toward) if isinstance(error.__cause__, NoDate) else []
        if readings:
            error.hint = f"Say {either(readings)}."
        elif isinstance(error.__cause__, NoDate) and toward is Toward.PAST:
            error.hint = _PAST_DAYS
        raise
    if day.year < FIRST_YEAR:
        raise Refused(
            f"{quoted(text)} is before {FIRST_YEAR}.", f"The earliest date is {FIRST_YEAR}-01-01."
        )
    return day, time_


def _almost(text: str, today: dt.date, toward: Toward) -> list[str]:
    """What a text that isn't a date would mean as one: Nov 10, 2025; 10th of November; 4/12."""
    plain = " ".join(re.sub(_BESIDES, " ", f" {text.lower()} ").split())
    for form, written in _WITH_DOTS:
        plain = re.sub(form, written, plain, flags=re.ASCII)
    bare = re.fullmatch(r"(\d\d?)/(\d\d?)", plain, re.ASCII)
    candidates = [plain] if bare is None else _of_both_orders(int(bare[1]), int(bare[2]))
    readings = []
    for candidate in candidates:
        with contextlib.suppress(Unreadable, OverflowError):
            day, hour = read_date(re.sub(_DOTTED, r"\1:\2", candidate), today, toward)
            readings.append(f'"{full_date(day)}{f" {hour:%H:%M}" if hour else ""}"')
    return readings


def _of_both_orders(first: int, second: int) -> list[str]:
    dates = (
        (day, month) for day, month in ((first, second), (second, first)) if month in range(1, 13)
    )
    return list(dict.fromkeys(f"{day}.{month}." for day, month in dates))


_BESIDES = r",(?= )| of (?=\w)|^ (?:on|to|by|for) (?=\w)"
_WITH_DOTS = (  # 13.11, 28.9.26, 13. November
    (r"^(\d\d?)\.(\d\d?)$", r"\1.\2."),
    (r"^(\d\d?\.\d\d?\.)(\d\d)$", r"\g<1>20\2"),
    (r"^(\d\d?)\.(?= ?[a-z])", r"\1 "),
)
_DOTTED = r"(?<=\s)([01]?\d|2[0-3])\.([0-5]\d)$"  # a time as in 15.00


def _understood(reader: Callable[P, R], *typed: P.args, **named: P.kwargs) -> R:
    try:
        return reader(*typed, **named)
    except (Unreadable, OverflowError) as error:  # the latter beyond the calendar
        why = error if isinstance(error, Unreadable) else Unreadable(str(error))
        raise UsageError(why.message, why.hint) from error
