"""A digest of nudges as plain text: mailed by cron, shown by a banner, or piped.

It says who and what, never the words of a note; for a person in confidence, only the alias.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator

from mentorlog.terminal.look import Look, cell_len, cut
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import clock, command, counted, day, rhythm, spelled
from mentorlog.views.nudges import Digest, Nudge, NudgeKind, Privacy, Who

WIDTH = 76  # cells: fits into 80 when quoted in a mail
_LONGEST_WHO = 24  # cells; a longer name has its own line
_NARROWEST = 16  # cells, for a phrase beside a name
_LABELS = {NudgeKind.TO_LOG: "log it", NudgeKind.PREP: "prepare"}  # others are as they are called
_LABEL_WIDTH = 2 + max(len(_LABELS.get(kind, kind)) for kind in NudgeKind)  # cells
_STEPS = {  # labels of the commands to copy, each for the first nudge that it settles
    "log-meeting": "Log",
    "schedule": "Book",
    "prep": "Prep",
    "amend": "Renew",
    "done": "Done",
    "update": "Tell",
    "reconnect": "Write",
}


def digest(
    view: Digest,
    *,
    scheduled: bool,
    privacy: Privacy = Privacy.HANDLES,
    width: int = WIDTH,
) -> str:
    """The whole text; `scheduled`: it also says how to get fewer of them.

    The first line only counts the things to do. `width`: of the other lines, in cells, if their
    words fit.
    """
    blocks: tuple[tuple[str, ...], ...]
    if privacy is Privacy.COUNT:
        see = (_step("See", "nudge"),) if view.nudges else ()
        steps = (*see, *_quieter(view, named=False))
        blocks = ((_title(view),), tuple(_damage(view)), steps)
    else:
        blocks = (
            (_title(view),),
            tuple(_rows(view, width, full_names=privacy is Privacy.NAMES)),
            tuple(_damage(view)),
            (*_steps(view), *(_quieter(view, named=True) if scheduled else ())),
        )
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def greeting() -> str:
    """The test message of `nudge test`, without names."""
    test = "This is only a test. See what needs you:"
    return f"Mentoring: nudges reach you here\n\n{test}\n  {command('nudge')}\n"


def silence(since: dt.date, today: dt.date) -> str:
    """A sentence: nudges have stopped coming, since when, and where to look."""
    status = command("nudge", "status")
    return f"Nudges last ran on {day(since, today)}. See what's wrong:  {status}"


def sentence(nudge: Nudge, today: dt.date) -> str:
    """One nudge alone, for programs: overdue: Sam Lee, monthly, was due Wed 14 Oct."""
    return f"{label(nudge.kind)}: {nudge.who.name}, {_phrase(nudge, today)}"


def label(kind: NudgeKind) -> str:
    """What a nudge of this kind is called: wrap up, log it."""
    return _LABELS.get(kind) or spelled(kind)


def _title(view: Digest) -> str:
    if view.nudges:
        return f"Mentoring: {counted(len(view.nudges), 'thing')}"
    return f"Mentoring: {_unread(view)}" if view.damaged else "Mentoring: nothing needs you now"


def _rows(view: Digest, width: int, *, full_names: bool) -> Iterator[str]:
    names = (n.who.name if full_names else called(n.who) for n in view.nudges)
    shown = [cut(safe(name), WIDTH - 2 - _LABEL_WIDTH, Look(ascii_only=True)) for name in names]
    column = 2 + _LABEL_WIDTH + min(_LONGEST_WHO, max(map(cell_len, shown), default=0)) + 3
    for nudge, who in zip(view.nudges, shown, strict=True):
        head = f"  {label(nudge.kind):{_LABEL_WIDTH}}{who}"
        first, *more = textwrap.wrap(_phrase(nudge, view.as_of), max(_NARROWEST, width - column))
        gap = column - cell_len(head)
        yield f"{head}{' ' * gap}{first}" if gap > 0 else f"{head}\n{' ' * column}{first}"
        yield from (" " * column + line for line in more)


def _phrase(nudge: Nudge, today: dt.date) -> str:  # noqa: C901, PLR0911 (one for each kind)
    date = _near(nudge.date, today)
    on = f"on {date}" if date == day(nudge.date, today) else date
    at = f" at {clock(nudge.time)}" if nudge.time else ""
    how_often = rhythm(nudge.cadence or "", nudge.bound)
    match nudge.kind:
        case NudgeKind.OVERDUE:
            return f"{how_often}, was due {date}"
        case NudgeKind.TO_LOG:
            return f"planned for {date}, no notes yet"
        case NudgeKind.PREP:
            return f"you meet {date}{at}"
        case NudgeKind.DUE:
            return f"{how_often}, due {'' if nudge.date == today else 'since '}{date}"
        case NudgeKind.WRAP_UP:
            ends = "ended" if nudge.date < today else "ends"
            return f"the agreement {ends} {date}: renew, change or close?"
        case NudgeKind.DUE_SOON:
            return f"{how_often}, due {date}"
        case NudgeKind.ACTION:
            return f"you promised it for {date} ({nudge.subject})"
        case NudgeKind.FOLLOW_UP:
            return f"you wanted to ask again {on}"
        case NudgeKind.UPDATE:
            return f"say what came of their advice from {day(nudge.date, today)}"
        case NudgeKind.QUIET:
            return f"last met {date}" if nudge.met else f"agreed {on}, not met since"


def _near(date: dt.date, today: dt.date) -> str:
    return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((date - today).days, day(date, today))


def _damage(view: Digest) -> Iterator[str]:
    if view.damaged:
        which = f"{_unread(view)}. See which, and why" if view.nudges else "See which, and why"
        yield f"{which}:  {command('doctor')}"


def _unread(view: Digest) -> str:
    return f"{counted(view.damaged, 'file')} couldn't be read"


def _steps(view: Digest) -> Iterator[str]:
    for verb, label in _STEPS.items():
        nudge = next((n for n in view.nudges if n.step[:1] == (verb,)), None)
        if nudge and nudge.kind is NudgeKind.ACTION:
            yield _step(label, verb, nudge.subject)
        elif nudge:
            yield _step(label, verb, "WHO", *nudge.step[1:], who=nudge.who)


def _quieter(view: Digest, *, named: bool) -> Iterator[str]:
    for nudge in view.nudges[:1]:
        who = nudge.who if named else None
        yield _step("Quiet", "nudge", "snooze", "WHO", "--for", "2w", who=who)
    yield _step("Stop", "nudge", "uninstall")


def _step(label: str, *words: str, who: Who | None = None) -> str:
    """A command to copy; if the line would be too long, with WHO to fill in."""
    named = (called(who) if who and word == "WHO" else word for word in words)
    before = f"{label + ':':8}"
    whole = before + command(*named)
    return whole if cell_len(whole) <= WIDTH else before + command(*words)


def called(who: Who) -> str:
    """The handle, or for a person in confidence the alias."""
    return safe(who.name if who.in_confidence else who.handle)
