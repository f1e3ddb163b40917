"""One relationship as a page of lines: terms, time, what both gave, what is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import chain

from mentorlog.domain.entries import Ask, AskStatus, Contribution, MeetingStatus, Party, Side
from mentorlog.domain.standing import Standing
from mentorlog.domain.words import Form, GoalStatus
from mentorlog.terminal import entry, wording
from mentorlog.terminal.board import coming, key, next_step, signs, standing_style
from mentorlog.terminal.layout import MOST, apart, ends, filled, hanging, joined
from mentorlog.terminal.look import Line, Look, Style, cut, line, plain
from mentorlog.terminal.loops import WITHHELD, by_when, in_words
from mentorlog.terminal.timeline import timeline, year
from mentorlog.terminal.wording import away, clock, counted, day, in_all, month_of, taken, when
from mentorlog.terminal.wording import number as spelled
from mentorlog.views.board import Next
from mentorlog.views.confidence import Withheld
from mentorlog.views.loops import REPORTED_BACK
from mentorlog.views.page import Area, GoalNow, Page
from mentorlog.views.timeline import CalledOff, LookBack

Labelled = tuple[str, str]  # (label, text); the label "" continues the one above

_USUAL = {Form.ONE_TO_ONE, Form.PEER}  # not worth saying
_COLUMN = 14  # cells before the text beside a label
_SHORT = 160  # cells of an entry's text; `show` has all of it
_NOT_LATELY = 60  # days without a meeting on an area


def page(view: Page, look: Look) -> Iterator[Line]:
    """Everything `review WHO` shows: blocks, with blank lines between them."""
    about = (areas(view, look), helps_with(view), goals(view, look), both_ends(view, look))
    return apart(
        (
            heading(view, look),
            labelled([*chain.from_iterable(about)], look),
            time_line(view, look),
            weeks(view, look),
            labelled(list(both_ways(view, look)), look),
            labelled(list(open_loops(view, look)), look),
            hidden(view),
            next_step(view.row, view.as_of, look),
        )
    )


def heading(view: Page, look: Look) -> Iterator[Line]:
    name = look.safe(view.row.name)
    width = min(look.width, MOST)
    yield from ends(((name, Style.STRONG), *plain(role(view))), (verdict(view),), width)
    for sentence in sentences(view, look):
        yield from filled(sentence, look)


def role(view: Page) -> str:
    """What they are to me, and an unusual form: ", your mentor (reverse)"."""
    relation = f", your {wording.THEIR_ROLE[view.row.my_role]}" if view.row.my_role else ""
    form = view.person.form if view.person else None
    return f"{relation} ({wording.spelled(form)})" if form and form not in _USUAL else relation


def verdict(view: Page) -> tuple[str, Style]:
    """The standing and its date: due soon: Tue 24 Nov, in 2 days."""
    row, today = view.row, view.as_of
    next_date = coming(row.coming, today).removeprefix("due ").removeprefix("ended ")
    time = view.next_meeting.time if view.next_meeting and row.coming.what is Next.MEETS else None
    at = f" {clock(time)}" if time else ""
    far = f", {away(row.coming.date, today)}" if row.coming.date not in {None, today} else ""
    standing = wording.spelled(row.standing)
    return (f"{standing}: {next_date}{at}{far}" if next_date else standing), standing_style(row)


def sentences(view: Page, look: Look) -> Iterator[str]:
    """What was agreed, and what became of it."""
    today = view.as_of
    if view.terms:
        start = view.row.start or view.terms.date
        yield entry.terms(view.terms, start, today, running=view.closure is None)
    elif not (view.approach or view.closure):
        yield "No agreement: you meet when it suits you."
    if view.row.halfway:
        yield f"Halfway: {day(view.row.halfway, today)}."
    if view.pause and view.row.standing is Standing.PAUSED:
        yield entry.paused(view.pause, today, look)
    if view.approach:
        yield entry.searched(view.approach, today)
    if view.closure:
        yield entry.ended(view.closure, today)
    yield from _next_and_last(view, look)


def _next_and_last(view: Page, look: Look) -> Iterator[str]:
    """The next meeting, unless the heading says it, and who else was at the last one."""
    following, today = view.next_meeting, view.as_of
    if following and view.closure:
        yield f"Still planned: {when(following, today)}."
    elif following and (view.also_at(following) or view.row.coming.what is not Next.MEETS):
        yield entry.next_meeting(following, today, look, view.also_at(following))
    last = view.met[-1] if view.met else None
    if last and (others := view.also_at(last)):
        yield f"You last met on {day(last.date, today)}{entry.together(others, look)}."


def helps_with(view: Page) -> Iterator[Labelled]:
    """The kinds of help they were noted for."""
    if view.person and view.person.helps_with:
        yield "Helps with", ", ".join(map(wording.spelled, view.person.helps_with))


def areas(view: Page, look: Look) -> Iterator[Labelled]:
    shown = (_area(area, view, look) for area in view.areas)
    if text := look.marks.between.join(shown):
        yield "Working on", text


def _area(area: Area, view: Page, look: Look) -> str:
    """The area, with when it was last touched if that is long ago."""
    title = look.safe(area.title)
    if not view.topics_known:
        return title
    if area.touched is None:
        return f"{title} (not yet)"
    if (view.as_of - area.touched).days <= _NOT_LATELY:
        return title
    return f"{title} (last in {month_of(area.touched, view.as_of)})"


def goals(view: Page, look: Look) -> Iterator[Labelled]:
    label = "Goal" if len(view.goals) == 1 else "Goals"
    for at, goal in enumerate(view.goals):
        yield "" if at else label, _goal(goal, view.as_of, look)


def both_ends(view: Page, look: Look) -> Iterator[Labelled]:
    """What was hoped for before it began, and what it left."""
    for label, text in entry.about(view.approach.words if view.approach else None, view.as_of):
        yield label, look.safe(text)
    left = view.closure.words if view.closure else None
    texts = {
        "Good work": left and left.good_work,
        "Learned": left and left.learned,
        "Unfinished": left and look.marks.between.join(left.unfinished),
    }
    yield from ((label, look.safe(text)) for label, text in texts.items() if text)


def _goal(now: GoalNow, today: dt.date, look: Look) -> str:
    goal = now.goal
    title = look.safe(joined((goal.title, f"because {goal.why}" if goal.why else ""), ", "))
    status = f" ({goal.status})" if goal.status is not GoalStatus.OPEN else ""
    target = f", by {day(goal.target_date, today)}" if goal.target_date else ""
    if now.noted and now.note:
        note = wording.quoted(_brief(now.note, look), look)
        return f"{title}{target}{status}: {note} ({day(now.noted, today)})"
    measured = goal.success_measure
    measure = f"; measured by {_brief(measured, look)}" if measured else ""
    return f"{title}{target}{status}{measure}"


def time_line(view: Page, look: Look, *, of_a_period: bool = False) -> Iterator[Line]:
    """The timeline (with --plain the strip), the sentence about the window, and the totals."""
    if look.plain and view.row.strip:
        meanings = key(view.row.strip, look)
        yield line(
            "  ", *signs(view.row.strip, look), (f"   {meanings}" if meanings else "", Style.FAINT)
        )
    elif view.timeline:
        yield from timeline(view.timeline, look)
    if view.timeline or view.window.held:
        sentence = window_in_words(view.window, them(view, look), view.as_of, timed=of_a_period)
        yield from filled(sentence, look)
    if not of_a_period and (totals := in_all(view.row.total, view.row.term)):
        yield from filled(totals, look)


def weeks(view: Page, look: Look) -> Iterator[Line]:
    if view.year:
        yield from year(view.year, look)


def both_ways(view: Page, look: Look) -> Iterator[Labelled]:
    """The last thing given and received; they are never counted against each other."""
    if view.gave:
        yield "You gave", contribution(view.gave[-1], view.as_of, look)
        yield from before(len(view.gave) - 1)
    if view.received:
        missing = not_told(view.received[-1])
        yield "You received", f"{contribution(view.received[-1], view.as_of, look)}{missing}"
        yield from before(len(view.received) - 1)
    if view.asked:
        yield asked(view.asked, view.as_of, look)
    if view.check_in and view.check_in.words and view.check_in.words.fit:
        fit = wording.FIT[view.check_in.words.fit]
        yield "Fit", f"{fit} ({day(view.check_in.date, view.as_of)})"


def before(earlier: int) -> Iterator[Labelled]:
    """A line that counts the earlier ones: and three more before that."""
    if earlier:
        yield "", f"and {spelled(earlier)} more before that"


def contribution(gift: Contribution, today: dt.date, look: Look) -> str:
    kind = f", {wording.CONTRIBUTION[gift.type]}" if gift.type else ""
    text = gift.words.text if gift.words else None
    return f"{day(gift.date, today)}{kind}: {_brief_or_why(gift, text, look)}"


def not_told(received: Contribution) -> str:
    if received.type not in REPORTED_BACK or received.told_them_on or received.dropped_on:
        return ""
    tried = bool(received.words and received.words.outcome)
    return "; tried, not reported back yet" if tried else "; not reported back yet"


def asked(ask: Ask, today: dt.date, look: Look) -> Labelled:
    label = "You asked" if ask.asked_by is Side.ME else "They asked"
    reply = (ask.words.reply or ask.words.question) if ask.words else None
    nothing = "nothing for now" if ask.status is AskStatus.NOTHING_NOW else ""
    text = _brief_or_why(ask, reply, look) or nothing or "no answer yet"
    return label, f"{day(ask.date, today)}: {text}"


def open_loops(view: Page, look: Look) -> Iterator[Labelled]:
    for at, loop in enumerate(view.loops):
        whose = f"waiting for {them(view, look)}: " if loop.owner is Party.THEM else ""
        yield "" if at else "Open", f"{whose}{in_words(loop, look)}{by_when(loop, view.as_of)}"


def hidden(view: Page) -> Iterator[Line]:
    """How much isn't shown, and how to see it."""
    if not_shown := wording.held_back(view.hidden):
        command = wording.command("review", view.row.handle, "--reveal")
        yield line((f"{not_shown}; see it with  {command}", Style.FAINT))
    if view.row.unreadable:
        unreadable = f"{counted(view.row.unreadable, 'file')} unreadable"
        yield line((unreadable, Style.WRONG))


def them(view: Page, look: Look) -> str:
    return wording.first_name(look.safe(view.row.name))


def labelled(pairs: Sequence[Labelled], look: Look) -> Iterator[Line]:
    for label, text in pairs:
        yield from hanging(((label, Style.FAINT),), text, look, column=_COLUMN)


def _brief(text: str, look: Look) -> str:
    return cut(look.safe(text), _SHORT, look)


def _brief_or_why(entry: Contribution | Ask, text: str | None, look: Look) -> str:
    """The beginning of what was written, or why it isn't shown."""
    if entry.words is None:
        return WITHHELD[Withheld.CONFIDENCE if entry.in_confidence else Withheld.SEALED]
    return _brief(text or "", look)


_STATUS = {
    MeetingStatus.RESCHEDULED: "moved",
    MeetingStatus.CANCELLED: "cancelled",
    MeetingStatus.NO_SHOW: "no-show",
}


def window_in_words(window: LookBack, them: str, today: dt.date, *, timed: bool = False) -> str:
    """In the last six months: 11 of 12 meetings, one moved by you. `timed`: and how long."""
    length = taken(window.total) if timed else ""
    facts = (
        _within_rhythm(window),
        f"; {spelled(window.again)} more on the same day" if window.again else "",
        *(_called_off(each, them) for each in window.called_off),
        f"; {length}" if length else "",
        f"; before that, you met on {day(window.earlier, today)}" if window.earlier else "",
    )
    return f"{_when(window, today)}: {_meetings(window)}{''.join(facts)}."


def _when(window: LookBack, today: dt.date) -> str:
    if window.months is None:
        return f"Since {day(window.since, today)}"
    months = "month" if window.months == 1 else f"{spelled(window.months)} months"
    return f"In the last {months}"


def _meetings(window: LookBack) -> str:
    if window.expected is None:
        return counted(window.held, "meeting") if window.held else "no meetings"
    if window.held > window.expected:
        more = spelled(window.held - window.expected)
        return f"{counted(window.held, 'meeting')}, {more} more than agreed"
    return f"{window.held} of {counted(window.expected, 'meeting')}"


def _within_rhythm(window: LookBack) -> str:
    if not window.of:
        return ""
    if window.on_time == window.of:
        return ", all on time" if window.of > 1 else ", on time"
    if window.of == 1:
        return ", that one late" if window.held == 1 else ", the next one overdue"
    return f", {window.on_time or 'none'} of {window.of} on time"


def _called_off(called_off: CalledOff, them: str) -> str:
    more = called_off.status is MeetingStatus.NO_SHOW and called_off.count > 1
    status = _STATUS[called_off.status] + ("s" if more else "")
    return f"; {spelled(called_off.count)} {status}{wording.by(called_off.by, them)}"
