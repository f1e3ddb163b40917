"""The sheet of ten questions: print a blank one, read an answered one, turn both into options.

Answers are parsed, so that "fortnightly" and "every 2 weeks" are equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from mentorlog.domain import cadence
from mentorlog.domain.dates import Unreadable, read_length, read_span
from mentorlog.domain.days import Span
from mentorlog.domain.words import Medium
from mentorlog.errors import Refused
from mentorlog.frozen import NamedTuple, dataclass
from mentorlog.journal.yaml.read import Document, YamlProblem
from mentorlog.journal.yaml.read import read as read_yaml
from mentorlog.terminal.wording import command, counted, duration, spelled

Answer = object | None
_HOURS = 24 * 30  # hours; the longest useful notice
_OPEN = "open"


class Asked(NamedTuple):
    """A question.

    `question`: its text in the sheet.
    `takes`: what to type.
    `read`: parses an answer.
    `worded`: says an answer in words.
    `agreed`: the option of a command that agrees on it.
    """

    question: str
    takes: str = ""
    read: Callable[[str], Answer] = str
    worded: Callable[..., str] = str
    agreed: Callable[..., tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """An answered sheet; an answer is None if it was left blank."""

    file: str
    by: str
    answers: Mapping[str, Answer]
    document: Document

    def answer_to(self, key: str) -> str | None:
        answer = self.answers[key]
        return None if answer is None else QUESTIONS[key].worded(answer)

    def line(self, key: str) -> int:
        return self.document.line((key,))


def blank(handle: str) -> str:
    """A sheet to be answered by one of the two."""
    lines = [
        "# What do you expect of each other? Each of you answers a sheet alone;",
        "# then compare them. You may leave an answer empty, and none of it is stored.",
        f"#   {command('compare-expectations', handle, 'MINE.yaml', 'THEIRS.yaml')}",
        "",
        "# Who answers this one?",
        "by:",
    ]
    for key, asked in QUESTIONS.items():
        takes = [f"# {asked.takes}"] if asked.takes else []
        lines += ["", f"# {asked.question}", *takes, f"{key}:"]
    return "\n".join(lines) + "\n"


def read(file: str, data: bytes) -> Sheet:
    """An answered sheet. Raises Refused, with the line, for an invalid answer."""
    try:
        document = read_yaml(data)
    except YamlProblem as problem:
        raise Refused(f"{file}:{problem.line}: {problem.message}.", _BLANK) from None
    for key in document.value:
        if key not in {"by", *QUESTIONS}:
            raise _wrong(file, document, key, "this isn't one of the sheet's questions")
    by = _answer_text(file, document, "by")
    if by is None:
        raise _wrong(file, document, "by", "say who answered, after by")
    answers = {key: _answer(file, document, key) for key in QUESTIONS}
    return Sheet(file, " ".join(by.split()), answers, document)


def options(mine: Sheet, theirs: Sheet, *, complete: bool) -> Iterator[str]:
    """What both want, as options of the command that agrees on it.

    `complete`: include a rhythm, which an agreement needs: mine, if they differ.
    """
    wanted = {key: answer for key, answer in mine.answers.items() if answer is not None}
    same = {key: answer for key, answer in wanted.items() if answer == theirs.answers[key]}
    if complete or "rhythm" in same:
        same = _with_rhythm(same, (mine, theirs))
    for key, asked in QUESTIONS.items():
        if key in same and asked.agreed:
            yield from asked.agreed(same[key])
    for sheet, flag in ((mine, "--i-hope"), (theirs, "--they-hope")):
        if hope := sheet.answer_to("hope"):
            yield from (flag, hope)


def _with_rhythm(same: dict[str, Answer], sheets: tuple[Sheet, Sheet]) -> dict[str, Answer]:
    """The common answers with a rhythm: the common one, else the first; and its term if needed."""
    for sheet in sheets:
        rhythm = same.get("rhythm", sheet.answers["rhythm"])
        term = same.get("term", sheet.answers["term"])
        if rhythm is not None and not _is_per_term(rhythm):
            return {**same, "rhythm": rhythm}
        if rhythm is not None and term not in (None, _OPEN):
            return {**same, "rhythm": rhythm, "term": term}
    return same


def _is_per_term(rhythm: object) -> bool:
    return "per term" in QUESTIONS["rhythm"].worded(rhythm)


def _answer(file: str, document: Document, key: str) -> Answer:
    text = _answer_text(file, document, key)
    if text is None:
        return None
    try:
        return QUESTIONS[key].read(text)
    except (Unreadable, ValueError):
        raise _wrong(file, document, key, f"{key} takes {QUESTIONS[key].takes}") from None


def _answer_text(file: str, document: Document, key: str) -> str | None:
    value = document.value.get(key)
    if not isinstance(value, str | None):
        raise _wrong(file, document, key, f"{key} takes one answer, as text")
    return (value or "").strip() or None


def _wrong(file: str, document: Document, key: str, what: str) -> Refused:
    return Refused(f"{file}:{document.line((key,))}: {what}.", _BLANK)


_BLANK = "A blank sheet:  mentorlog compare-expectations WHO"


def _choice(question: str, option: str = "--rule", **means: str) -> Asked:
    """A question that takes one of a few words, each with what it means in the option."""

    def chosen(text: str) -> str:
        word = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
        if word not in means:
            raise ValueError
        return word

    takes = ", ".join(map(spelled, means))
    return Asked(question, takes, chosen, spelled, lambda word: (option, means[word]))


def _read_term(text: str) -> Span | str:
    return _OPEN if text.casefold() == _OPEN else read_span(text)


def _term(term: Span | str) -> str:
    if isinstance(term, str):
        return term
    years, months = divmod(term.months, 12)
    weeks, days = divmod(term.days, 7)
    if term.months:
        return counted(term.months, "month") if months else counted(years, "year")
    return counted(term.days, "day") if days else counted(weeks, "week")


def _read_hours(text: str) -> int:
    number = text.casefold().removesuffix("hours").removesuffix("h").strip()
    hours = int(number) if number.isascii() and number.isdigit() else -1
    if not 0 <= hours <= _HOURS:
        raise ValueError
    return hours


def _hours(hours: int) -> str:
    return counted(hours, "hour")


def _rhythm(rhythm: tuple[cadence.Cadence, cadence.Bound | None]) -> str:
    return cadence.written(*rhythm)


QUESTIONS = {
    "rhythm": Asked(
        "How often do you want to meet?",
        "weekly, every 2 weeks, 6 per year, 2 hours per month or as needed",
        cadence.read,
        _rhythm,
        lambda rhythm: ("--cadence", _rhythm(rhythm)),
    ),
    "length": Asked(
        "How long is a meeting?",
        "minutes or hours: 45, 1h, 1h30",
        read_length,
        duration,
        lambda minutes: ("--minutes", str(minutes)),
    ),
    "term": Asked(
        "For how long, at first?",
        "6 months, 1y or open",
        _read_term,
        _term,
        lambda term: ("--open",) if isinstance(term, str) else ("--for", _term(term)),
    ),
    "agenda": _choice(
        "Who sends the agenda?",
        mentee="the mentee sends the agenda",
        mentor="the mentor sends the agenda",
        in_turn="we take turns sending the agenda",
        nobody="nobody sends an agenda",
    ),
    "channel": _choice("How do you meet?", "--medium", **{word: word for word in Medium}),
    "notice": Asked(
        "How many hours ahead can a meeting still be moved?",
        "hours: 24, 48",
        _read_hours,
        _hours,
        lambda hours: ("--rule", f"a meeting moves up to {_hours(hours)} before"),
    ),
    "confidentiality": _choice(
        "What can be shared with others?",
        nothing="what we say stays between us",
        ask_first="we ask before we tell others",
        anything="we may tell others",
    ),
    "ends_it": _choice(
        "Who may end it, at any time?",
        either="either of us may end it",
        mentee="the mentee may end it",
        mentor="the mentor may end it",
        together="we end it together",
    ),
    "hope": Asked("What do you hope for, in your own words?"),
    "wary": Asked("What should the other person know, or not bring up?"),
}
FREE = ("hope", "wary")
