"""The page for the next meeting as lines: blocks of points, chores, and how to send it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from mentorlog.commands.prep.points import Point, Topic
from mentorlog.commands.prep.view import (
    Chore,
    ChoreKind,
    Moment,
    Occasion,
    Occurrence,
    Prep,
    Subject,
)
from mentorlog.domain.entries import AskStatus, Party
from mentorlog.domain.standing import Standing
from mentorlog.domain.words import Fit
from mentorlog.frozen import NamedTuple, dataclass
from mentorlog.terminal import wording
from mentorlog.terminal.entry import where
from mentorlog.terminal.layout import MOST, apart, filled, hanging, hint, joined
from mentorlog.terminal.look import Line, Look, Style, cut
from mentorlog.terminal.loops import WITHHELD, hidden
from mentorlog.terminal.wording import away, clock, day, duration, month_of
from mentorlog.views.letter import Purpose

_LONG_AGO = 120  # days without a meeting
_LETTERS = {
    Purpose.THANKS: "Draft a letter:",
    Purpose.UPDATE: "There's no meeting soon. Tell them what came of it:",
    Purpose.RECONNECT: "Get back in touch:",
}
_AGAIN = "Everything is still here; a short hello is enough."


def text(view: Prep, look: Look) -> Iterator[Line]:
    name = look.safe(view.name)
    phrasing = Phrasing(
        look=look, today=view.as_of, handle=view.handle, them=wording.first_name(name)
    )
    blocks = {topic: form.block for topic, form in _WORDINGS.items()}
    if view.occasion is Occasion.FIRST:  # both sides' hopes and promises belong together
        blocks |= {Topic.THEY_HOPE: 2, Topic.ASK: 3}
    points = [
        [point for point in view.points if blocks[point.topic] == block]
        for block in sorted(set(blocks.values()))
    ]
    return apart(
        (
            filled(_heading(view, name, phrasing), look),
            *(_block(chosen, phrasing) for chosen in points),
            chain.from_iterable(hint(*chore(each, phrasing), look) for each in view.chores),
            _closing(view, phrasing),
        )
    )


def how(meeting: Occurrence, look: Look) -> str:
    """Length, medium and place: " (45 min, video)"; "" if none is known."""
    minutes = duration(meeting.minutes)
    media = wording.either(map(wording.spelled, meeting.media))
    details = joined((minutes, media, *where(meeting.words, look)), ", ")
    return f" ({details})" if details else ""


def when(meeting: Occurrence, phrasing: Phrasing) -> str:
    """Day and time: Tue 24 Nov 15:00; "" if no day is known."""
    if meeting.date is None:
        return ""
    at = clock(meeting.time, meeting.tz)
    return joined((phrasing.day(meeting.date), at), " ")


def _block(chosen: Sequence[Point], phrasing: Phrasing) -> Iterator[Line]:
    """Some points as lines; a label is shown only when it changes."""
    before = ""
    for point in chosen:
        heading = label(point, phrasing)
        first = (("" if heading == before else heading, Style.FAINT),)
        yield from hanging(first, worded(point, phrasing), phrasing.look, column=COLUMN)
        before = heading


def _heading(view: Prep, name: str, phrasing: Phrasing) -> str:
    """Which meeting it is, when and how, and when the last one was."""
    if view.occasion is Occasion.AFTER:
        ended = f" on {phrasing.day(view.ended)}" if view.ended else ""
        left = "Still open:" if view.points else "Nothing is left for you to do."
        if view.declined:
            return f"{name} declined{ended}. {left}"
        how = f"You dropped the search with {name}" if view.searched else f"It ended with {name}"
        return f"{how}{ended}. {left}"
    last = ""
    if view.last_met:
        last = f"Last met {away(view.last_met, view.as_of)}, {phrasing.day(view.last_met)}."
    paused = _paused(view, phrasing)
    again = _AGAIN if _is_long_ago(view) else ""
    return joined((_which(view, name, phrasing), _notice(view, phrasing), last, paused, again), " ")


def _is_long_ago(view: Prep) -> bool:
    """Whether the last meeting is long ago and nothing is planned."""
    resting = view.standing is Standing.PAUSED or view.meeting.date is not None
    long_ago = view.last_met is not None and (view.as_of - view.last_met).days > _LONG_AGO
    return long_ago and not resting


def _paused(view: Prep, phrasing: Phrasing) -> str:
    if view.standing is not Standing.PAUSED:
        return ""
    return f"Paused until {phrasing.day(view.back)}." if view.back else "Paused until you resume."


def _which(view: Prep, name: str, phrasing: Phrasing) -> str:
    meeting = view.meeting
    kind = {
        Occasion.FIRST: "Your first meeting with",
        Occasion.LAST: "The last meeting of this term with",
    }.get(view.occasion)
    if meeting.date is None:
        verb = "was" if meeting.due and meeting.due < view.as_of else "is"
        due = f"; it {verb} due {phrasing.day(meeting.due)}" if meeting.due else ""
        return f"{kind or 'Your next meeting with'} {name}: no date yet{due}."
    details = how(meeting, phrasing.look)
    if kind:
        return f"{kind} {name}: {when(meeting, phrasing)}{details}."
    return f"For {when(meeting, phrasing)} with {name}{details}."


def _notice(view: Prep, phrasing: Phrasing) -> str:
    """Until when it can still be moved as agreed."""
    meeting = view.meeting
    if meeting.date is None or not meeting.notice_hours:
        return ""
    begins = dt.datetime.combine(meeting.date, meeting.time or dt.time())
    latest = begins - dt.timedelta(hours=meeting.notice_hours)
    if latest.date() < view.as_of:
        return ""
    at = f" {clock(latest.time())}" if meeting.time else ""
    return f"Move it by {phrasing.day(latest.date())}{at}."


def _closing(view: Prep, phrasing: Phrasing) -> Iterator[Line]:
    """What isn't shown, and how to get the page for the other."""
    yield from hidden(view.hidden, phrasing.look, "prep", view.handle)
    if view.letter:
        yield from hint(
            _LETTERS[view.letter], wording.command(view.letter, view.handle), phrasing.look
        )
    if view.occasion is Occasion.AFTER:
        if view.agreed:
            command = wording.command("reopen", view.handle)
            yield from hint("Start again:", command, phrasing.look)
    else:
        command = wording.command("prep", view.handle, "--send")
        yield from hint(f"Send the part {phrasing.them} may see:", command, phrasing.look)


_FEELS = {
    Moment.FIRST_MEETING: "You've met once: how does it feel?",
    Moment.DAY_30: "A month in: how does it feel?",
    Moment.MIDPOINT: "Halfway: how does it feel?",
}
_CHORES = {  # a sentence, and the words of a command if there is one
    ChoreKind.TO_LOG: ("Did you meet on {on}?", "log-meeting", "{who}", "--on", "{iso}"),
    ChoreKind.BOOK: ("Book it:", "schedule", "{who}", "{coming}"),
    ChoreKind.UNAGREED: ("The terms of {on} are a draft: has {them} agreed?",),
    ChoreKind.TERM_ENDS: (
        "The term {ends} {on}: renew, change or close?",
        *("review", "{who}", "--reflect"),
    ),
    ChoreKind.MIDPOINT: (
        "Halfway through the term {is_} {on}: how is it going?",
        *("review", "{who}", "--period", "midpoint", "--reflect"),
    ),
    ChoreKind.CHECK_IN: ("{feels}", "check-in", "{who}"),
    ChoreKind.ASK: ("Worth asking: how can you support {them}?", "ask", "{who}"),
    ChoreKind.NEXT_DATE: ("Agree on the next date, too: about {on}.",),
}


def chore(wanted: Chore, phrasing: Phrasing) -> tuple[str, str]:
    """A sentence and a command for a chore; "" if there is none."""
    date = wanted.date or phrasing.today
    past = date < phrasing.today
    slots = {
        "on": phrasing.day(date),
        "them": phrasing.them,
        "ends": "ended" if past else "ends",
        "is_": "was" if past else "is",
        "feels": _FEELS[wanted.moment or Moment.DAY_30],
        "who": phrasing.handle,
        "iso": date.isoformat(),
        "coming": _in_weeks(date, phrasing),
    }
    sentence, *command = (word.format(**slots) for word in _CHORES[wanted.kind])
    return sentence, wording.command(*command) if command else ""


def _in_weeks(date: dt.date, phrasing: Phrasing) -> str:
    """A day as `schedule` takes it."""
    weeks, days = divmod((date - phrasing.today).days, 7)
    return f"+{weeks}w" if weeks == 1 and not days else date.isoformat()


COLUMN = 16  # cells before a text
_LINES = 3  # lines of last time's note; the rest is cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasing:
    """How points are worded. `them`: what to call the other person, made safe to print."""

    look: Look
    today: dt.date
    handle: str
    them: str

    def safe(self, text: str | None) -> str:
        return self.look.safe(text or "")

    def quoted(self, text: str | None) -> str:
        return wording.quoted(text or "", self.look)

    def day(self, date: dt.date) -> str:
        return day(date, self.today)

    def when(self, point: Point) -> str:
        return f" ({self.day(point.date)})" if point.date else ""

    def sentence(self, text: str | None) -> str:
        """The text, ending like a sentence."""
        shown = self.safe(text)
        return shown if shown.endswith((".", "!", "?", "…")) else f"{shown}."


def label(point: Point, phrasing: Phrasing) -> str:
    """The label of a point, cut to its column."""
    if point.topic is Topic.ASK:
        text = _ask_label(point, phrasing)
    elif point.topic is Topic.THEIR_PROMISE and point.done is None:
        text = "Waiting for"
    else:
        whose = wording.possessive(phrasing.them)
        text = _WORDINGS[point.topic].label.format(them=phrasing.them, whose=whose)
    return cut(text, COLUMN - 1, phrasing.look)


def worded(point: Point, phrasing: Phrasing) -> str:
    """A point's text, or why it isn't shown."""
    if point.withheld:
        return WITHHELD[point.withheld]
    text = _WORDINGS[point.topic].text
    if isinstance(text, str):
        text = text.format(
            text=phrasing.safe(point.text),
            quoted=phrasing.quoted(point.text),
            when=phrasing.when(point),
            outcome=phrasing.safe(point.outcome),
        )
    else:
        text = text(point, phrasing)
    return f"{text} (and {point.more} more)" if point.more else text


def _in_short(point: Point, phrasing: Phrasing) -> str:
    room = min(phrasing.look.width, MOST) - COLUMN
    return cut(phrasing.safe(point.text), _LINES * room - COLUMN, phrasing.look)


def _promise(point: Point, phrasing: Phrasing) -> str:
    text = phrasing.safe(point.text)
    if point.done:
        return f"{text}: done {phrasing.day(point.done)}"
    by = f", by {phrasing.day(point.due)}" if point.due else ""
    return f"{text}{by}"


def _my_promise(point: Point, phrasing: Phrasing) -> str:
    if point.done:
        return _promise(point, phrasing)
    by = f" (by {phrasing.day(point.due)})" if point.due else ""
    return f"{phrasing.safe(point.text)}: not yet{by}"


def _advice(point: Point, phrasing: Phrasing) -> str:
    text = f"{phrasing.quoted(point.text)}{phrasing.when(point)}"
    if point.outcome:
        return f"{text}: {phrasing.sentence(point.outcome)} Tell {phrasing.them}."
    return f"{text}: what came of it?"


def _area(point: Point, phrasing: Phrasing) -> str:
    last = f"last in {month_of(point.date, phrasing.today)}" if point.date else "not yet"
    return f"{phrasing.safe(point.text)} ({last})"


def _goal(point: Point, phrasing: Phrasing) -> str:
    by = f", by {phrasing.day(point.due)}" if point.due else ""
    text = f"{phrasing.safe(point.text)}{by}"
    if point.date and point.outcome:
        return f"{text}: {phrasing.quoted(point.outcome)}{phrasing.when(point)}"
    return f"{text} ({phrasing.safe(point.outcome)})" if point.outcome else text


def _fit(point: Point, phrasing: Phrasing) -> str:
    fit = wording.FIT[Fit(point.outcome)] if point.outcome else ""
    return f"{joined((fit, phrasing.safe(point.text)), '; ')}{phrasing.when(point)}"


def _ask_label(point: Point, phrasing: Phrasing) -> str:
    if point.loop is None or point.loop.owner is Party.THEM:
        return "You asked"
    return "Ask again" if point.loop.ask is AskStatus.NOTHING_NOW else f"{phrasing.them} asked"


def _ask(point: Point, phrasing: Phrasing) -> str:
    """Whose turn it is, and how far it has come."""
    mine = point.loop is not None and point.loop.owner is Party.ME
    text = phrasing.quoted(point.text) if point.text else ""
    when = phrasing.when(point)
    match point.loop.ask if point.loop else None:
        case AskStatus.OPEN if mine:
            return f"{text or 'how they can support you'}{when}: what do you say?"
        case AskStatus.ANSWERED:
            return f"for {text}{when}"
        case AskStatus.NOTHING_NOW:
            then = f"; then it was {text}" if text else ""
            return f"how can I support you?{then}{when}"
    return f"{text or 'how can I support you?'}{when}: no answer yet"


def _subject(point: Point, phrasing: Phrasing) -> str:
    return _SUBJECTS[Subject(point.text or "")].format(them=phrasing.them)


class _Wording(NamedTuple):
    """In which block of the page a topic's points stand, their label, and how each is worded."""

    block: int
    label: str
    text: str | Callable[[Point, Phrasing], str] = "{text}"


_WORDINGS = {
    Topic.WHO: _Wording(0, "Who"),
    Topic.WHY: _Wording(0, "Why {them}"),
    Topic.EXPERIENCE: _Wording(0, "Experience"),
    Topic.DESIRE: _Wording(0, "Desire"),
    Topic.TIME: _Wording(0, "Time"),
    Topic.WARM_PATH: _Wording(0, "Introduced by"),
    Topic.SMALL_ASK: _Wording(0, "Small request"),
    Topic.I_CAN_OFFER: _Wording(0, "You can offer"),
    Topic.SEARCH_NOTE: _Wording(0, "You noted"),
    Topic.DIFFERS: _Wording(0, "Differs in", "{text}: what do they see that you don't?"),
    Topic.LAST_TIME: _Wording(1, "Last time", _in_short),
    Topic.REFLECTION: _Wording(1, "To yourself", _in_short),
    Topic.FIT: _Wording(1, "How it feels", _fit),
    Topic.AGENDA: _Wording(1, "Agenda"),
    Topic.MY_PROMISE: _Wording(2, "Your promises", _my_promise),
    Topic.THEIR_PROMISE: _Wording(2, "{whose} part", _promise),
    Topic.I_WILL: _Wording(2, "You will"),
    Topic.THEY_WILL: _Wording(2, "{them} will"),
    Topic.BOTH_WILL: _Wording(2, "You both will"),
    Topic.RULE: _Wording(2, "You agreed"),
    Topic.I_HOPE: _Wording(2, "You hope for"),
    Topic.OUT_OF_SCOPE: _Wording(2, "Not about"),
    Topic.GOAL: _Wording(3, "Goal", _goal),
    Topic.ADVICE: _Wording(3, "{whose} advice", _advice),
    Topic.ADVISED: _Wording(3, "You advised", "{quoted}{when}: ask how it went"),
    Topic.CAME_OF_IT: _Wording(3, "It helped", "{quoted}: {outcome}"),
    Topic.BRING: _Wording(3, "You noted"),
    Topic.NOT_LATELY: _Wording(3, "Not lately", _area),
    Topic.NEWS: _Wording(4, "New with {them}", "{text}{when}"),
    Topic.THEY_HOPE: _Wording(4, "{them} hopes for"),
    Topic.ASK: _Wording(4, "", _ask),
    Topic.THANKS: _Wording(4, "Say thanks", "for {quoted}{when}"),
    Topic.TALK_ABOUT: _Wording(5, "Talk about", _subject),
}
_SUBJECTS = {
    Subject.BACKGROUNDS: "what each of you has done, and would like to do",
    Subject.MY_HOPES: "what you hope for",
    Subject.THEIR_HOPES: "what {them} hopes for: hardly anyone asks",
    Subject.CONFIDENTIALITY: "what stays between you: everything, or only some things",
    Subject.RHYTHM: "how often you meet, for how long, and who sets the date",
    Subject.ENDING: "how you'll both know it's done its work; either of you may end it",
    Subject.GOOD_WORK: "what was good, on both sides",
    Subject.UNFINISHED: "what's still unfinished, and who will finish it",
    Subject.NEXT_FORM: "what comes next: peers, friends, a letter now and then",
}
