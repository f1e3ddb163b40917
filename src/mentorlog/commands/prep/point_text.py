"""One point of a page for a meeting in words: its label, and what there is to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from mentorlog.commands.prep.points import Point, Topic
from mentorlog.commands.prep.view import Subject
from mentorlog.domain.entries import AskStatus, Party
from mentorlog.domain.words import Fit
from mentorlog.frozen import dataclass
from mentorlog.terminal import wording
from mentorlog.terminal.layout import MOST, cut, joined
from mentorlog.terminal.look import Look
from mentorlog.terminal.loops import WITHHELD
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import day, month_of

COLUMN = 16  # cells before a text
_LINES = 3  # of last time's note: what was said, not all of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """To whom, when and where a point is told. `them`: how one speaks of the other, made safe."""

    look: Look
    today: dt.date
    handle: str
    them: str

    def safe(self, text: str | None) -> str:
        return safe(text or "", ascii_only=self.look.ascii_only)

    def quoted(self, text: str | None) -> str:
        return wording.quoted(text or "", self.look)

    def day(self, date: dt.date) -> str:
        return day(date, self.today)

    def when(self, point: Point) -> str:
        return f" ({self.day(point.date)})" if point.date else ""

    def sentence(self, text: str | None) -> str:
        """Make sure that a text ends like a sentence."""
        said = self.safe(text)
        return said if said.endswith((".", "!", "?", "…")) else f"{said}."


def label(point: Point, telling: Telling) -> str:
    """Word what stands before a point, cut to its column."""
    if point.topic is Topic.ASK:
        said = _ask_label(point, telling)
    elif point.topic is Topic.THEIR_PROMISE and point.done is None:
        said = "Waiting for"
    else:
        whose = wording.possessive(telling.them)
        said = _LABELS[point.topic].format(them=telling.them, whose=whose)
    return cut(said, COLUMN - 1, telling.look)


def told(point: Point, telling: Telling) -> str:
    """Word a point, or why it isn't shown."""
    if point.withheld:
        return WITHHELD[point.withheld]
    said = _TEXTS.get(point.topic, _plainly)(point, telling)
    return f"{said} (and {point.more} more)" if point.more else said


def _plainly(point: Point, telling: Telling) -> str:
    return telling.safe(point.text)


def _in_short(point: Point, telling: Telling) -> str:
    room = min(telling.look.width, MOST) - COLUMN
    return cut(telling.safe(point.text), _LINES * room - COLUMN, telling.look)


def _promise(point: Point, telling: Telling) -> str:
    said = telling.safe(point.text)
    if point.done:
        return f"{said}: done {telling.day(point.done)}"
    by = f", by {telling.day(point.due)}" if point.due else ""
    return f"{said}{by}"


def _my_promise(point: Point, telling: Telling) -> str:
    if point.done:
        return _promise(point, telling)
    by = f" (by {telling.day(point.due)})" if point.due else ""
    return f"{telling.safe(point.text)}: not yet{by}"


def _advice(point: Point, telling: Telling) -> str:
    said = f"{telling.quoted(point.text)}{telling.when(point)}"
    if point.outcome:
        return f"{said}: {telling.sentence(point.outcome)} Tell {telling.them}."
    return f"{said}: what came of it?"


def _advised(point: Point, telling: Telling) -> str:
    return f"{telling.quoted(point.text)}{telling.when(point)}: ask how it went"


def _came_of_it(point: Point, telling: Telling) -> str:
    return f"{telling.quoted(point.text)}: {telling.safe(point.outcome)}"


def _dated(point: Point, telling: Telling) -> str:
    return f"{telling.safe(point.text)}{telling.when(point)}"


def _thanks(point: Point, telling: Telling) -> str:
    return f"for {telling.quoted(point.text)}{telling.when(point)}"


def _area(point: Point, telling: Telling) -> str:
    last = f"last in {month_of(point.date, telling.today)}" if point.date else "not yet"
    return f"{telling.safe(point.text)} ({last})"


def _goal(point: Point, telling: Telling) -> str:
    by = f", by {telling.day(point.due)}" if point.due else ""
    said = f"{telling.safe(point.text)}{by}"
    if point.date and point.outcome:
        return f"{said}: {telling.quoted(point.outcome)}{telling.when(point)}"
    return f"{said} ({telling.safe(point.outcome)})" if point.outcome else said


def _fit(point: Point, telling: Telling) -> str:
    fit = wording.FIT[Fit(point.outcome)] if point.outcome else ""
    return f"{joined((fit, telling.safe(point.text)), '; ')}{telling.when(point)}"


def _ask_label(point: Point, telling: Telling) -> str:
    if point.loop is None or point.loop.owner is Party.THEM:
        return "You asked"
    return "Ask again" if point.loop.ask is AskStatus.NOTHING_NOW else f"{telling.them} asked"


def _ask(point: Point, telling: Telling) -> str:
    """Say whose move it is, and how far it has come."""
    mine = point.loop is not None and point.loop.owner is Party.ME
    said = telling.quoted(point.text) if point.text else ""
    when = telling.when(point)
    match point.loop.ask if point.loop else None:
        case AskStatus.OPEN if mine:
            return f"{said or 'how they can support you'}{when}: what do you say?"
        case AskStatus.ANSWERED:
            return f"for {said}{when}"
        case AskStatus.NOTHING_NOW:
            then = f"; then it was {said}" if said else ""
            return f"how can I support you?{then}{when}"
    return f"{said or 'how can I support you?'}{when}: no answer yet"


def _subject(point: Point, telling: Telling) -> str:
    return _SUBJECTS[Subject(point.text or "")].format(them=telling.them)


def _differs(point: Point, telling: Telling) -> str:
    return f"{telling.safe(point.text)}: what do they see that you don't?"


_LABELS = {
    Topic.LAST_TIME: "Last time",
    Topic.REFLECTION: "To yourself",
    Topic.AGENDA: "Agenda",
    Topic.MY_PROMISE: "Your promises",
    Topic.THEIR_PROMISE: "{whose} part",
    Topic.ADVICE: "{whose} advice",
    Topic.ADVISED: "You advised",
    Topic.BRING: "You noted",
    Topic.NOT_LATELY: "Not lately",
    Topic.GOAL: "Goal",
    Topic.NEWS: "New with {them}",
    Topic.THANKS: "Say thanks",
    Topic.I_HOPE: "You hope for",
    Topic.THEY_HOPE: "{them} hopes for",
    Topic.I_WILL: "You will",
    Topic.THEY_WILL: "{them} will",
    Topic.BOTH_WILL: "You both will",
    Topic.RULE: "You agreed",
    Topic.OUT_OF_SCOPE: "Not about",
    Topic.WHO: "Who",
    Topic.WHY: "Why {them}",
    Topic.FIT: "How it feels",
    Topic.EXPERIENCE: "Experience",
    Topic.DESIRE: "Desire",
    Topic.TIME: "Time",
    Topic.WARM_PATH: "By way of",
    Topic.SMALL_ASK: "Small ask",
    Topic.I_CAN_OFFER: "You can offer",
    Topic.SEARCH_NOTE: "You noted",
    Topic.DIFFERS: "Differs in",
    Topic.CAME_OF_IT: "It helped",
    Topic.TALK_ABOUT: "Worth a word",
}
_TEXTS: dict[Topic, Callable[[Point, Telling], str]] = {
    Topic.LAST_TIME: _in_short,
    Topic.REFLECTION: _in_short,
    Topic.MY_PROMISE: _my_promise,
    Topic.THEIR_PROMISE: _promise,
    Topic.ADVICE: _advice,
    Topic.ADVISED: _advised,
    Topic.CAME_OF_IT: _came_of_it,
    Topic.NEWS: _dated,
    Topic.THANKS: _thanks,
    Topic.NOT_LATELY: _area,
    Topic.GOAL: _goal,
    Topic.FIT: _fit,
    Topic.ASK: _ask,
    Topic.DIFFERS: _differs,
    Topic.TALK_ABOUT: _subject,
}
_SUBJECTS = {
    Subject.BACKGROUNDS: "what each of you has done, and would like to do",
    Subject.MY_HOPES: "what you hope for",
    Subject.THEIR_HOPES: "what {them} hopes for: hardly anyone asks",
    Subject.CONFIDENTIALITY: "what stays between you: everything, or which parts",
    Subject.RHYTHM: "how often you meet, for how long, and who sets the date",
    Subject.ENDING: "how you will both know that it has done its work; either of you may end it",
    Subject.GOOD_WORK: "what was good, on both sides",
    Subject.UNFINISHED: "what stays unfinished, and whose it is",
    Subject.NEXT_FORM: "what comes after: peers, friends, a letter now and then",
}
