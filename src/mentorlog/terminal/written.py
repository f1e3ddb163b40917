"""What a command wrote, or would write: a sentence, and the next step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from mentorlog.domain.cadence import written as rhythm
from mentorlog.domain.entries import (
    Agreement,
    Approach,
    CheckIn,
    Closure,
    Contribution,
    Direction,
    Meeting,
    Pause,
    Stage,
)
from mentorlog.domain.relationship import Role
from mentorlog.domain.standing import suggested
from mentorlog.domain.words import AgreedBy, AgreementWords, Decision, Fit, NextForm
from mentorlog.terminal import wording
from mentorlog.terminal.entry import about, terms
from mentorlog.terminal.layout import GAPS, MOST, filled, hanging, hint, side_by_side
from mentorlog.terminal.look import Line, Look, Style, line
from mentorlog.terminal.sentences import NOTHING_WRITTEN, every, only, sentence
from mentorlog.terminal.wording import clock, command, counted, day, when
from mentorlog.views.loops import REPORTED_BACK
from mentorlog.views.written import Written

_AGREES = {"new-agreement", "amend", "reopen"}
_LIGHTER = {  # forms that continue with a lighter agreement
    NextForm.OCCASIONAL: ("To keep in touch without a cadence:", ()),
    NextForm.PEER: ("To go on as peers, without a cadence:", ("--as", "peer")),
}
_AT_ONCE = 4  # ids on one command line
_KINDLY = {  # a kind word after a no
    Stage.NOT_NOW: "Thank them for saying so. It's about their time, and may change.",
    Stage.DECLINED: "Thank them for a clear answer. It says nothing about you.",
}
_A_WEEK = dt.timedelta(days=7)
_WHO_MENTORS = {
    Role.MENTEE: "{} mentors you.",
    Role.MENTOR: "You mentor {}.",
    Role.PEER: "You and {} are peers.",
}
_SAYS_THAT_IT_IS_FINAL = {"seal on", "close"}
_MOVES_THE_NEXT = _AGREES | {"log-meeting", "resume"}


def written(view: Written, look: Look) -> Iterator[Line]:
    """The result of a writing command, or of its dry run."""
    yield from filled(sentence(view, look), look)
    if view.action in _AGREES and not view.agreed_to:
        yield from _agreed(view, look)
    for text in view.lines:
        shown = look.safe(text)
        if text.startswith("  mentorlog "):  # to be copied whole
            yield line("  ", (shown, Style.COMMAND))
        else:
            yield from hanging((), shown, look, column=len(text) - len(text.lstrip(" ")))
    if view.is_final and view.action not in _SAYS_THAT_IT_IS_FINAL:
        yield from filled("You can't undo this or earlier commands any more.", look)
    if view.action in _MOVES_THE_NEXT and not (view.action == "amend" and view.before):
        yield from _next_due(view, look)
    if not view.dry_run:
        yield from _next_steps(view, look)


def summary(view: Written, look: Look) -> Iterator[Line]:
    """What would be saved, shown before asking for agreement."""
    agreed = only(Agreement, view)
    if view.action in _AGREES:
        if view.before is None and view.role is not None:
            who_mentors = _WHO_MENTORS[view.role].format(look.safe(view.name or ""))
            yield from filled(who_mentors, look)
        yield from _agreed(view, look)
        words = agreed.words if agreed and view.before is None else None
        for label, text in about(words, view.as_of):
            shown = look.safe("; ".join(text.splitlines()))
            yield from hanging((), f"{label}: {shown}", look, column=2)
    else:
        yield from filled(sentence(view, look).removesuffix(NOTHING_WRITTEN), look)


def _agreed(view: Written, look: Look) -> Iterator[Line]:
    """The terms, after an amendment beside the old ones, and the new due date."""
    agreed = only(Agreement, view)
    if agreed is None:
        return
    first = only(Meeting, view)
    begins = f" First: {when(first, view.as_of)}." if first else ""
    text = f"{terms(agreed, agreed.date, view.as_of)}{begins}"
    if view.before is None:
        yield from filled(f"{text}{_later_rhythms(view)}", look)
        return
    yield from amendment(view.before, agreed, view, look)
    if begins:
        yield from filled(begins.strip(), look)


def _later_rhythms(view: Written) -> str:
    """The changes of rhythm agreed along with it."""
    _, *later = every(Agreement, view)
    steps = [
        f"{rhythm(terms.cadence, terms.bound)} from {day(terms.date, view.as_of)}"
        for terms in later
    ]
    return f" Then {', then '.join(steps)}." if steps else ""


def _next_due(view: Written, look: Look) -> Iterator[Line]:
    over = view.end is not None and view.end < view.as_of
    if view.next_due is None or view.handle is None or over:
        return
    if view.end and view.next_due > view.end:
        left = f"Nothing more is due before the term ends {day(view.end, view.as_of)}."
        yield line(left)
        return
    past = view.next_due < view.as_of
    whose = f" with {look.safe(view.whose_due)}" if view.whose_due else ""
    due = f"{'It was due' if past else 'Next due'}{whose} {day(view.next_due, view.as_of)}."
    if view.booked or view.dry_run:
        yield line(due)
    else:
        yield from hint(f"{due} Book it:", command("schedule", view.handle, _in_weeks(view)), look)


def _next_steps(view: Written, look: Look) -> Iterator[Line]:
    if view.action == "new-agreement":
        yield from hint("Get reminded:", command("nudge", "install"), look)
    if view.action in {"remove", "cancel", "reschedule", "move", "rename"} and not view.is_final:
        yield from hint("Undo it:", command("undo"), look)
    pause = only(Pause, view) if view.action == "pause" else None
    if pause and pause.until is None and pause.date <= view.as_of and view.handle:
        yield from hint("It has no end. End it:", command("resume", view.handle), look)
    if view.to_raise:
        done = command("done", *view.to_raise[:_AT_ONCE])
        yield from hint("Did you bring up what you noted?", done, look)
    yield from _after_check_in(view, look)
    yield from _after_closing(view, look)
    step = only(Approach, view)
    if step and step.stage is Stage.AGREED and view.handle:
        yield from hint("Your notes are kept. Agree:", command("new-agreement", view.handle), look)
    elif step and step.stage in _KINDLY:
        yield from filled(_KINDLY[step.stage], look)
    for gift in every(Contribution, view):
        advice = gift.direction is Direction.RECEIVED and gift.type in REPORTED_BACK
        if advice and not (gift.told_them_on or gift.dropped_on):
            done = command("done", gift.id)
            yield from hint("When you've told them what came of it:", done, look)


def _after_check_in(view: Written, look: Look) -> Iterator[Line]:
    """What to do after a check-in; it presses nobody."""
    checked = only(CheckIn, view)
    if checked is None or checked.words is None or view.handle is None:
        return
    if checked.words.fit is Fit.NOT_A_FIT:
        text = "It's nobody's fault. When you're ready:"
        yield from hint(text, command("close", view.handle), look)
    decided = checked.words.decision  # called like its command, which a terminal then runs itself
    if decided not in {None, Decision.CONTINUE} and not view.agreed_to:
        yield from hint("As you decided:", command(str(decided), view.handle), look)


def _after_closing(view: Written, look: Look) -> Iterator[Line]:
    """A letter of thanks; and if they stay friends, or the like, a light way to keep in touch."""
    closure = only(Closure, view) if view.action == "close" else None
    if closure is None or view.handle is None:
        return
    yield from hint("Draft a letter of thanks:", command("thanks", view.handle), look)
    lighter = _LIGHTER.get((closure.words and closure.words.next_form) or NextForm.NONE)
    if lighter:
        text, role = lighter
        words = ("new-agreement", view.handle, "--template", "informal", *role)
        yield from hint(text, command(*words, "--starts", "tomorrow"), look)


def _in_weeks(view: Written) -> str:
    """The day due as `schedule` takes it, at the time of the meeting just logged."""
    due = view.suggested or view.next_due or view.as_of
    if due <= view.as_of:
        due = suggested(view.as_of + _A_WEEK, view.as_of, weekends=False)
    weeks, days = divmod((due - view.as_of).days, 7)
    date = f"+{weeks}w" if weeks > 0 and not days else due.isoformat()
    meeting = only(Meeting, view)
    return f"{date} {clock(meeting.time)}" if meeting and meeting.time else date


Difference = tuple[str, str, str]  # (label, before, after); "" = not said

WITHOUT_AN_END = "without an end"
_CADENCE = "Cadence"
_COLUMN = 15  # cells before the old terms
_NARROWEST = 18  # cells of a side


def amendment(before: Agreement, after: Agreement, view: Written, look: Look) -> Iterator[Line]:
    """The rhythm and other differences, then the due date; dates are worded as of `view`."""
    today = view.as_of
    old, new = (rhythm(terms.cadence, terms.bound) for terms in (before, after))
    was, due = (day(date, today) if date else "" for date in (view.due_before, view.next_due))
    changed = (each for each in differences(before, after, today) if each[0] != _CADENCE)
    rows = ((_CADENCE, old, new), *changed, (_due(view), was, due))
    heads = ("Before", f"From {day(after.date, today)}")
    room = (min(look.width, MOST) - _COLUMN - GAPS[1]) // 2
    if room < _NARROWEST or look.plain:
        yield line(heads[1])
        yield from _below_each_other(rows, look)
    else:
        shown = ([f"{label:{_COLUMN - GAPS[1]}}", *map(look.safe, both)] for label, *both in rows)
        faint = [((head, Style.FAINT),) for head in heads]
        yield from side_by_side(faint, shown, room, look)


def _due(view: Written) -> str:
    past = view.next_due is not None and view.next_due < view.as_of
    return "Was due" if past else "Next due"


def differences(before: Agreement, after: Agreement, today: dt.date) -> Iterator[Difference]:
    """Every term that differs, in the order in which terms are agreed."""
    now = _worded_terms(after, today)
    for label, old in _worded_terms(before, today).items():
        if old != now[label]:
            yield label, old, now[label]


def _worded_terms(terms: Agreement, today: dt.date) -> dict[str, str]:
    """Label -> text of each term."""
    words = terms.words or AgreementWords()
    minutes, slack, notice = terms.meeting_minutes, terms.slack_days, words.notice_hours
    return {
        _CADENCE: rhythm(terms.cadence, terms.bound),
        "Until": day(terms.until, today) if terms.until else WITHOUT_AN_END,
        "Per meeting": counted(minutes, "minute") if minutes else "any length",
        "By": wording.either(map(wording.spelled, words.media)),
        "Working on": "; ".join(words.focus_areas),
        "Not about": "; ".join(words.out_of_scope),
        "Goals": "; ".join(goal.title for goal in words.goals),
        "You hope for": words.hopes.me or "",
        "They hope for": words.hopes.them or "",
        "You will": "; ".join(words.commitments.me),
        "They will": "; ".join(words.commitments.them),
        "Rules": "; ".join(words.ground_rules),
        "Notice": counted(notice, "hour") if notice else "",
        "Slack": counted(slack, "day") if slack is not None else "",
        "Agreed": "not by both yet" if words.agreed_by is AgreedBy.DRAFT else "",
    }


def _below_each_other(rows: Iterable[Difference], look: Look) -> Iterator[Line]:
    for label, old, new in rows:
        moved = f"{_shown(old, look)} {look.marks.to} {_shown(new, look)}"
        text = _shown(new, look) if old == new else moved
        yield from hanging(((label, Style.FAINT),), text, look, column=_COLUMN)


def _shown(text: str, look: Look) -> str:
    return look.safe(text) or look.marks.nothing
