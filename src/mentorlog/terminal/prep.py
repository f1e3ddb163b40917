"""The page for the next meeting as lines: three blocks, what the term wants, and what to send."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rich.text import Text

from mentorlog.domain.entries import AskStatus, Fit, Party
from mentorlog.domain.standing import Standing
from mentorlog.terminal import wording
from mentorlog.terminal.dates import away, clock, day, duration, month_of
from mentorlog.terminal.layout import MOST, cut, hanging, joined, line
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.loops import WITHHELD
from mentorlog.terminal.safe import safe
from mentorlog.terminal.way import way
from mentorlog.views.chores import Chore, ChoreKind
from mentorlog.views.offers import Moment
from mentorlog.views.points import Point, Topic
from mentorlog.views.prep import Occasion, Occurrence, Prep, Subject

_COLUMN = 16  # cells before a text
_LINES = 3  # of last time's note: what was said, not all of it
_BLOCKS = (
    {Topic.EXPERIENCE, Topic.DESIRE, Topic.TIME, Topic.WARM_PATH, Topic.SMALL_ASK}
    | {Topic.I_CAN_OFFER, Topic.DIFFERS},
    {Topic.LAST_TIME, Topic.REFLECTION, Topic.FIT, Topic.AGENDA},
    {Topic.MY_PROMISE, Topic.THEIR_PROMISE, Topic.I_WILL, Topic.THEY_WILL, Topic.RULE}
    | {Topic.I_HOPE},
    {Topic.GOAL, Topic.ADVICE, Topic.ADVISED, Topic.CAME_OF_IT, Topic.BRING, Topic.NOT_LATELY},
    {Topic.NEWS, Topic.THEY_HOPE, Topic.ASK, Topic.THANKS},
    {Topic.TALK_ABOUT},
)
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
    Topic.RULE: "You agreed",
    Topic.FIT: "How it feels",
    Topic.EXPERIENCE: "Experience",
    Topic.DESIRE: "Desire",
    Topic.TIME: "Time",
    Topic.WARM_PATH: "By way of",
    Topic.SMALL_ASK: "Small ask",
    Topic.I_CAN_OFFER: "You can offer",
    Topic.DIFFERS: "Differs in",
    Topic.CAME_OF_IT: "It helped",
    Topic.TALK_ABOUT: "Worth a word",
}
_SUBJECTS = {
    Subject.BACKGROUNDS: "what each of you has done, and would like to do",
    Subject.MY_HOPES: "what you hope for",
    Subject.THEIR_HOPES: "what {them} hopes for: hardly anyone asks",
    Subject.CONFIDENTIALITY: "what stays between you: everything, or which parts",
    Subject.RHYTHM: "how often you meet, for how long, and who sets the date",
    Subject.ENDING: "how you will both know that it has done its work, and that either may end it",
    Subject.GOOD_WORK: "what was good, on both sides",
    Subject.UNFINISHED: "what stays unfinished, and whose it is",
    Subject.NEXT_FORM: "what you become: peers, friends, a letter now and then",
}


def prep(view: Prep, look: Look) -> Iterator[Text]:
    """Everything `prep WHO` shows."""
    page = _Page(view, look)
    yield from hanging((), page.heading(), look, column=0)
    for topics in _BLOCKS:
        chosen = [point for point in view.points if point.topic in topics]
        if chosen:
            yield line()
            yield from page.block(chosen)
    yield from page.chores()
    yield from page.closing()


class _Page:
    """One view on one terminal."""

    def __init__(self, view: Prep, look: Look) -> None:
        self._view = view
        self._look = look
        self._name = self._safe(view.name)
        self._them = wording.first_name(self._name)

    def heading(self) -> str:
        """Which meeting it is, when, how, and when one last met."""
        view = self._view
        last = ""
        if view.last_met:
            last = f" Last met {away(view.last_met, view.as_of)}, {self._day(view.last_met)}."
        if view.occasion is Occasion.AFTER:
            ended = f" on {self._day(view.ended)}" if view.ended else ""
            left = " This is left:" if view.points else " Nothing is left open."
            return f"It ended with {self._name}{ended}.{left}"
        return f"{self._which()}{last}"

    def _which(self) -> str:
        view, meeting = self._view, self._view.meeting
        paused = " You are paused." if view.standing is Standing.PAUSED else ""
        kind = {
            Occasion.FIRST: "Your first meeting",
            Occasion.LAST: "The last meeting of this term",
        }.get(view.occasion, "")
        if meeting.date is None:
            due = f"; by your rhythm it is {self._day(meeting.due)}" if meeting.due else ""
            planned = f"{kind} with {self._name}" if kind else f"With {self._name}"
            return f"{planned}: no date yet{due}.{paused}"
        when = joined((self._day(meeting.date), clock(meeting.time) if meeting.time else ""), " ")
        how = joined((_how(meeting), self._safe(meeting.place or "")), ", ")
        where = f" ({how})" if how else ""
        change = self._notice(meeting)
        if kind:
            return f"{kind} with {self._name}: {when}{where}.{change}{paused}"
        return f"For {when} with {self._name}{where}.{change}{paused}"

    def _notice(self, meeting: Occurrence) -> str:
        """Until when it can be moved as agreed, while that is still ahead."""
        if meeting.date is None or not meeting.notice_hours:
            return ""
        begins = dt.datetime.combine(meeting.date, meeting.time or dt.time())
        latest = begins - dt.timedelta(hours=meeting.notice_hours)
        if latest.date() < self._view.as_of:
            return ""
        at = f" {clock(latest.time())}" if meeting.time else ""
        return f" To move it, say so by {self._day(latest.date())}{at}."

    def block(self, chosen: list[Point]) -> Iterator[Text]:
        """The points of a block, a label only where it changes."""
        before = ""
        for point in chosen:
            label = self._label(point)
            shown = "" if label == before else cut(label, _COLUMN - 1, self._look)
            before = label
            text = self._text(point)
            yield from hanging(((shown, Style.FAINT),), text, self._look, column=_COLUMN)

    def chores(self) -> Iterator[Text]:
        """What the relationship itself wants, each with its command."""
        for at, chore in enumerate(self._view.chores):
            if not at:
                yield line()
            said, words = self._chore(chore)
            command = wording.command(*words) if words else ""
            yield from way(said, command, self._look)

    def closing(self) -> Iterator[Text]:
        """What is not shown, and the page for the other."""
        view = self._view
        yield line()
        if view.in_confidence:
            said = f"{view.in_confidence} held in confidence; shown by"
            yield from way(said, wording.command("prep", view.handle, "--reveal"), self._look)
        if view.occasion is Occasion.AFTER:
            command = wording.command("reopen", view.handle)
            yield from way("To begin again:", command, self._look)
            return
        command = wording.command("prep", view.handle, "--send")
        yield from way(f"Send the part {self._them} may see:", command, self._look)

    def _label(self, point: Point) -> str:
        if point.topic is Topic.ASK:
            return self._ask_label(point)
        label = _LABELS[point.topic]
        return label.format(them=self._them, whose=wording.possessive(self._them))

    def _text(self, point: Point) -> str:
        if point.withheld:
            return WITHHELD[point.withheld]
        said = _TEXTS.get(point.topic, _Page._plainly)
        return f"{said(self, point)}{self._more(point)}"

    def _more(self, point: Point) -> str:
        if not point.more:
            return ""
        return f" And {point.more} more:  {wording.command('todo', self._view.handle)}"

    def _plainly(self, point: Point) -> str:
        return self._safe(point.text or "")

    def _last_time(self, point: Point) -> str:
        room = min(self._look.width, MOST) - _COLUMN
        return cut(self._safe(point.text or ""), _LINES * room - _COLUMN, self._look)

    def _promise(self, point: Point) -> str:
        text = self._safe(point.text or "")
        if point.done:
            return f"{text}: done {self._day(point.done)}"
        by = f", by {self._day(point.due)}" if point.due else ""
        return f"{text}: not yet{by}" if point.topic is Topic.MY_PROMISE else f"{text}{by}"

    def _advice(self, point: Point) -> str:
        text, when = self._quoted(point.text), self._when(point)
        if point.outcome:
            return f"{text}{when}: {self._ended(point.outcome)} Tell {self._them}."
        return f"{text}{when}: what came of it?"

    def _advised(self, point: Point) -> str:
        return f"{self._quoted(point.text)}{self._when(point)}: ask how it went"

    def _came_of_it(self, point: Point) -> str:
        return f"{self._quoted(point.text)}{self._when(point)}: {self._ended(point.outcome or '')}"

    def _dated(self, point: Point) -> str:
        return f"{self._safe(point.text or '')}{self._when(point)}"

    def _thanks(self, point: Point) -> str:
        return f"for {self._quoted(point.text)}{self._when(point)}"

    def _area(self, point: Point) -> str:
        last = f"last in {month_of(point.date, self._view.as_of)}" if point.date else "not yet"
        return f"{self._safe(point.text or '')} ({last})"

    def _goal(self, point: Point) -> str:
        by = f", by {self._day(point.due)}" if point.due else ""
        text = f"{self._safe(point.text or '')}{by}"
        if point.date and point.outcome:
            return f"{text}: {self._quoted(point.outcome)}{self._when(point)}"
        return f"{text} ({point.outcome})" if point.outcome else text

    def _fit(self, point: Point) -> str:
        fit = wording.FIT[Fit(point.outcome)] if point.outcome else ""
        return f"{joined((fit, self._safe(point.text or '')), '; ')}{self._when(point)}"

    def _ask_label(self, point: Point) -> str:
        loop = point.loop
        if loop is None or loop.owner is Party.THEM:
            return "You asked"
        return "Ask again" if loop.ask is AskStatus.NOTHING_NOW else f"{self._them} asked"

    def _ask(self, point: Point) -> str:
        loop = point.loop
        mine = loop is not None and loop.owner is Party.ME
        text = self._quoted(point.text) if point.text else ""
        when = self._when(point)
        match loop.ask if loop else None:
            case AskStatus.OPEN if mine:
                return f"{text or 'how they can support you'}{when}: what do you say?"
            case AskStatus.ANSWERED if mine:
                return f"for {text}{when}"
            case AskStatus.ANSWERED:
                return f"for {text}{when}"
            case AskStatus.NOTHING_NOW:
                said = f"; then it was {text}" if text else ""
                return f"how can I support you?{said}{when}"
        return f"{text or 'how can I support you?'}{when}: no answer yet"

    def _subject(self, point: Point) -> str:
        return _SUBJECTS[Subject(point.text or "")].format(them=self._them)

    def _differs(self, point: Point) -> str:
        return f"{self._safe(point.text or '')} (what do they see that you don't?)"

    def _chore(self, chore: Chore) -> tuple[str, tuple[str, ...]]:
        who = self._view.handle
        on = self._day(chore.date) if chore.date else ""
        past = chore.date is not None and chore.date < self._view.as_of
        iso = chore.date.isoformat() if chore.date and not past else "+1w"
        match chore.kind:
            case ChoreKind.TO_LOG:
                then = chore.date.isoformat() if chore.date else "yesterday"
                return f"Did you meet on {on}?", ("log-meeting", who, "--on", then)
            case ChoreKind.BOOK:
                return "Book it:", ("schedule", who, iso)
            case ChoreKind.UNAGREED:
                return f"The terms of {on} are a draft: has {self._them} agreed?", ()
            case ChoreKind.MIDPOINT:
                verb = "was" if past else "is"
                words = ("review", who, "--period", "midpoint", "--reflect")
                return f"Half of the term {verb} over on {on}. How is it going?", words
            case ChoreKind.TERM_ENDS:
                verb = "ended" if past else "ends"
                said = f"The term {verb} {on}: renew, change or close?"
                return said, ("review", who, "--reflect")
            case ChoreKind.CHECK_IN:
                return _FEELS[chore.moment or Moment.DAY_30], ("check-in", who)
            case ChoreKind.ASK:
                return f"Worth asking: how can you support {self._them}?", ("ask", who)
            case ChoreKind.NEXT_DATE:
                return f"Agree on the date after this one: about {on}.", ()

    def _when(self, point: Point) -> str:
        return f" ({self._day(point.date)})" if point.date else ""

    def _quoted(self, text: str | None) -> str:
        return wording.quoted(text or "", self._look)

    def _ended(self, text: str) -> str:
        """A text as a sentence that ends."""
        said = self._safe(text)
        return said if said.endswith((".", "!", "?", "…")) else f"{said}."

    def _day(self, date: dt.date) -> str:
        return day(date, self._view.as_of)

    def _safe(self, text: str) -> str:
        return safe(text, ascii_only=self._look.ascii_only)


_TEXTS = {
    Topic.LAST_TIME: _Page._last_time,
    Topic.REFLECTION: _Page._last_time,
    Topic.MY_PROMISE: _Page._promise,
    Topic.THEIR_PROMISE: _Page._promise,
    Topic.ADVICE: _Page._advice,
    Topic.ADVISED: _Page._advised,
    Topic.CAME_OF_IT: _Page._came_of_it,
    Topic.NEWS: _Page._dated,
    Topic.THANKS: _Page._thanks,
    Topic.NOT_LATELY: _Page._area,
    Topic.GOAL: _Page._goal,
    Topic.FIT: _Page._fit,
    Topic.ASK: _Page._ask,
    Topic.DIFFERS: _Page._differs,
    Topic.TALK_ABOUT: _Page._subject,
}
_FEELS = {
    Moment.FIRST_MEETING: "You have met once: how does it feel?",
    Moment.DAY_30: "A month in: how does it feel?",
    Moment.MIDPOINT: "Half-way: how does it feel?",
}


def _how(meeting: Occurrence) -> str:
    """45 min, video."""
    minutes = duration(meeting.minutes) if meeting.minutes else ""
    return joined((minutes, " or ".join(wording.MEDIUM[each] for each in meeting.media)), ", ")
