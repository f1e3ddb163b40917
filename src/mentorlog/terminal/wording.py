"""Words for dates, lengths, numbers and the values of enums. Needs no Rich."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from mentorlog.domain.cadence import Bound
from mentorlog.domain.days import MONTHS, WEEKDAYS
from mentorlog.domain.entries import ContributionType, Meeting
from mentorlog.domain.relationship import Role, Total
from mentorlog.errors import shell_word
from mentorlog.frozen import StrEnum
from mentorlog.terminal.look import Look
from mentorlog.terminal.safe import safe
from mentorlog.views.confidence import Withheld

THEIR_ROLE = {Role.MENTEE: "mentor", Role.MENTOR: "mentee", Role.PEER: "peer"}

CONTRIBUTION = {
    ContributionType.UPDATE: "an update",
    ContributionType.THANKS: "thanks",
    ContributionType.FEEDBACK: "feedback",
    ContributionType.INSIGHT: "an insight",
    ContributionType.INTRODUCTION: "an introduction",
    ContributionType.SKILL_SHARE: "a skill shared",
    ContributionType.HELP_ON_WORK: "help on work",
    ContributionType.VISIBILITY: "visibility",
    ContributionType.SOUNDING_BOARD: "a sounding board",
    ContributionType.ENCOURAGEMENT: "encouragement",
    ContributionType.ADVICE: "advice",
    ContributionType.ACCESS: "access",
    ContributionType.PAY_IT_FORWARD: "paid forward",
    ContributionType.OTHER: "something else",
}

FIT = {"good_fit": "good", "still_deciding": "still deciding", "not_a_fit": "not a fit"}

_GROUPS = {"board", "circle", "club", "cohort", "group", "guild", "network", "table", "team", "the"}
_BOUND = {Bound.MINIMUM: "at least ", Bound.TARGET: "", Bound.MAXIMUM: "up to "}


def rhythm(cadence: str, bound: Bound | None) -> str:
    """A cadence with its bound: monthly, at least monthly, up to 6 per term."""
    return f"{_BOUND[bound or Bound.TARGET]}{cadence}"


def first_name(name: str) -> str:
    """What to call someone: the first word; all of it for a title, an initial or a group."""
    first, *others = name.split() or [name]
    is_group = bool({word.casefold() for word in (first, *others)} & _GROUPS)
    whole = first.endswith(".") or len(first) < 2 or (others and is_group)  # noqa: PLR2004 - an initial
    return name if whole else first


def namesakes(people: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Names that more than one of the (name, handle) pairs has; these need their handles."""
    count = Counter(name for name, _ in set(people))
    return frozenset(name for name in count if count[name] > 1)


def possessive(name: str) -> str:
    """A name's possessive: Dana's, Boris'."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def by(side: str | None, them: str = "them") -> str:
    """Who changed something: “ by you”, “ by Dana”; "" if that isn't noted."""
    who = {"me": "you", "both": "you both", "circumstance": "circumstances"}
    return f" by {who.get(side, them)}" if side else ""


def held_back(reasons: Iterable[Withheld | None]) -> str:
    """How much is hidden: "1 held in confidence, 2 sealed"; "" if all is shown."""
    withheld = list(reasons)
    phrases = {Withheld.CONFIDENCE: "held in confidence", Withheld.SEALED: "sealed"}
    return ", ".join(
        f"{withheld.count(why)} {how}" for why, how in phrases.items() if why in withheld
    )


def command(*words: str) -> str:
    """A command line to copy, quoted for a shell."""
    return " ".join(("mentorlog", *(shell_word(safe(word)) for word in words)))


def quoted(text: str, look: Look) -> str:
    """The user's words on one line, in quotation marks."""
    return f"{look.marks.opening}{look.safe(text)}{look.marks.closing}"


def sentence(text: str) -> str:
    """A text with a capital letter at the start."""
    return text[:1].upper() + text[1:]


def spelled(choice: str) -> str:
    """An enum's value as words: goals met, no-show."""
    return _HYPHENED.get(choice, choice.replace("_", " "))


def each_spelled(kind: type[StrEnum]) -> tuple[str, ...]:
    """An enum's values as words, for a question."""
    return tuple(map(spelled, kind))


_HYPHENED = {"no_show": "no-show", "check_in": "check-in"}


_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_DAYS_UP_TO = 13  # then in weeks
_WEEKS_UP_TO = 62  # days: eight weeks; then months
_MONTHS_UP_TO = 23  # then years
_MONTH = 1461 / 48  # days, the mean of a leap cycle


def day(date: dt.date, today: dt.date) -> str:
    """Tue 24 Nov, with the year unless it is this year."""
    year = "" if date.year == today.year else f" {date.year}"
    return f"{weekday(date)[:3]} {date.day} {month(date)[:3]}{year}"


def long_day(date: dt.date) -> str:
    """Sunday 22 November: today, so without the year."""
    return f"{weekday(date)} {date.day} {month(date)}"


def weekday(date: dt.date) -> str:
    return WEEKDAYS[date.weekday()]


def month(date: dt.date) -> str:
    return MONTHS[date.month - 1]


def month_of(date: dt.date, today: dt.date) -> str:
    """August, or Aug 2025 if it isn't this year's."""
    return month(date) if date.year == today.year else f"{month(date)[:3]} {date.year}"


def away(date: dt.date, today: dt.date) -> str:
    """A day's distance: today, tomorrow, in 2 days, yesterday, five weeks ago."""
    days = (date - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"in {length(days)}" if days > 0 else f"{length(-days)} ago"


def length(days: int) -> str:
    """A rough length: 9 days, five weeks, three months, two years; rounded down."""
    if days <= _DAYS_UP_TO:
        return counted(days, "day")
    if days <= _WEEKS_UP_TO:
        return counted(days // 7, "week", number)
    months = int(days / _MONTH)
    if months <= _MONTHS_UP_TO:
        return counted(months, "month", number)
    return counted(months // 12, "year", number)


def duration(minutes: int | None) -> str:
    """Hours and minutes: 45 min, 2 h, 8 h 15; "" if they aren't known."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def taken(total: Total) -> str:
    """How long meetings took: 10 h 30; at least 12 h, two without a length."""
    unknown = f"{number(total.without_length)} without a length"
    if not total.minutes:
        return unknown if total.without_length else ""
    length = duration(total.minutes)
    return f"at least {length}, {unknown}" if total.without_length else length


def met(total: Total) -> str:
    """A total in words: 14 meetings, 10 h 30; no meetings."""
    if not total.meetings:
        return "no meetings"
    return f"{counted(total.meetings, 'meeting')}, {taken(total)}"


def in_all(total: Total, term: Total | None) -> str:
    """Both totals: In all: 14 meetings, 10 h 30; this term: 11, 8 h 15. "" without meetings."""
    if not total.meetings:
        return ""
    if term is None or term == total:
        return f"In all: {met(total)}."
    this_term = f"{term.meetings}, {taken(term)}" if term.meetings else "none"
    return f"In all: {met(total)}; this term: {this_term}."


def clock(time: dt.time | None, zone: str | None = None) -> str:
    """15:00, with its zone if there is one: 15:00 Europe/Lisbon; "" without a time."""
    if time is None:
        return ""
    return f"{time:%H:%M} {safe(zone)}" if zone else f"{time:%H:%M}"


def when(meeting: Meeting, today: dt.date) -> str:
    """A meeting's day and time: Thu 26 Nov 15:00."""
    return f"{day(meeting.date, today)} {clock(meeting.time)}".rstrip()


def number(count: int) -> str:
    """The number in words up to twelve; 0 is "no"."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def times(count: int, spell: Callable[[int], str] = str) -> str:
    """How often: once, twice, 3 times; or with `number`, three times."""
    return {1: "once", 2: "twice"}.get(count, f"{spell(count)} times")


def either(words: Iterable[str], last_but_one: str = "or") -> str:
    """The choices: names, handles or count; "" for none."""
    *most, last = (*words,) or ("",)
    return f"{', '.join(most)} {last_but_one} {last}" if most else last


def not_searched(in_confidence: int, sealed: int, noun: str = "entry") -> Iterator[str]:
    """What a search left out: Not searched: 2 entries sealed; --reveal opens them."""
    if in_confidence:
        kept = f"{counted(in_confidence, noun)} held in confidence"
        yield f"Not searched: {kept}; --reveal includes them."
    if sealed:
        yield f"Not searched: {counted(sealed, noun)} sealed; --reveal opens them."


def every(words: Iterable[str]) -> str:
    """A list of names: Dana Öz, Sam Lee and Uma."""
    return either(words, "and")


def counted(count: int, noun: str, spell: Callable[[int], str] = str) -> str:
    """A number with its noun: 1 day, 3 entries; or with `number`, three entries."""
    return f"{spell(count)} {noun if count == 1 else _plural(noun)}"


def _plural(noun: str) -> str:
    if noun == "person":
        return "people"
    if noun.endswith("ry"):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith("ch") else f"{noun}s"
