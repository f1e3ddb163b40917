"""See what needs doing now, or get reminded when it's time.

Example: mentorlog nudge install
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar

from mentorlog.arguments import Reader, option
from mentorlog.commands import SOMETHING_DUE, Alone, Choice, Reading, Result, nudging
from mentorlog.commands.desk import Desk
from mentorlog.commands.nudge_scheduled import Scheduled, scheduled
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing, assessment
from mentorlog.environment import Environment
from mentorlog.frozen import dataclass, replace
from mentorlog.reminders import Window, ledger
from mentorlog.reminders.kinds import items, who_of
from mentorlog.reminders.ledger import Ledger
from mentorlog.terminal.board import coming
from mentorlog.terminal.digest import called, label
from mentorlog.terminal.layout import filled, hanging
from mentorlog.terminal.look import Line, Look, Style, line
from mentorlog.terminal.wording import day, long_day, spelled
from mentorlog.views import Shape
from mentorlog.views.board import Coming, what_comes
from mentorlog.views.nudges import Digest, Nudge, Who

FORESEEN = 366  # days
_LONGEST = 20  # cells of a name before its reasons; a longer name has its own line


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeArguments(Reader):
    scheduled: bool = option("--scheduled", "For schedulers: silent unless there's something new.")
    explain: bool = option("--explain", "Say why and when each person is mentioned, or why not.")
    exit_code: bool = option("--exit-code", "Exit with 10 if something is due.")
    greet: bool = option("--greet", "Only send a test message.", hidden=True)


def nudge(desk: Desk, typed: NudgeArguments) -> Result:
    """Everything that needs doing, even if it was said before or is snoozed."""
    window = nudging.window(desk.environment)
    everybody = [
        nudging.with_outcomes(desk.journal, person, desk.today)
        for person in desk.contents.relationships
    ]
    nudges = items(everybody, desk.today, window, reveal=desk.reveal)
    return Result(
        view=Digest(as_of=desk.today, nudges=nudges),
        format="digest",
        status=SOMETHING_DUE if typed.exit_code and nudges else 0,
    )


def _chosen(_: Environment, typed: NudgeArguments, __: bool) -> Reading[Any] | Alone[Any]:  # noqa: FBT001
    if typed.explain:
        return Reading(NudgeArguments, explain)
    if typed.scheduled:
        return Alone(Scheduled, scheduled)
    return Reading(NudgeArguments, nudge)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedNudge:
    """Something that needs doing now. `said_on`: None = not yet; then it is said on `comes_on`."""

    JSON: ClassVar[Shape] = Shape(
        left_out=("nudge",), keys={"kind": "nudge.kind_in_json", "date": "nudge.date"}
    )

    nudge: Nudge
    said_on: dt.date | None = None
    comes_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One relationship. `date`: the date the standing shows. `nudges`: what needs doing now.

    `comes`: what the board says comes next.
    `coming`, `coming_on`: the next new item, and the day in the window when it is said if nothing
        happens before; None = nothing within a year.
    `snoozed_until`: the first day they may be mentioned again.
    """

    JSON: ClassVar[Shape] = Shape(
        left_out=("who", "comes", "coming", "coming_on"),
        keys={
            "handle": "who.handle",
            "next": {"kind": "coming.kind_in_json", "date": "coming.date", "on": "coming_on"},
        },
    )

    who: Who
    standing: Standing
    date: dt.date | None
    comes: Coming = Coming()
    nudges: tuple[ExplainedNudge, ...] = ()
    coming: Nudge | None = None
    coming_on: dt.date | None = None
    snoozed_until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """`window`: when scheduled nudges may speak, as configured."""

    JSON: ClassVar[Shape] = Shape(
        schema="nudge-explain", left_out=("window", "mentions"), keys={"items": "mentions"}
    )

    as_of: dt.date
    window: str
    mentions: tuple[Mention, ...]


def explain(desk: Desk, _: object) -> Result:
    """Every relationship that hasn't ended, by handle."""
    window = nudging.window(desk.environment)
    book, snoozed = _delivered_so_far(desk), ledger.snoozed(desk.journal.state_folder, desk.today)
    speaks_on = _next_digest(desk, window, book)
    mentions: list[Mention] = []
    for relationship in sorted(desk.contents.relationships, key=lambda person: person.handle):
        known = nudging.with_outcomes(desk.journal, relationship, desk.today)
        mentioned = mention(known, desk.today, window, reveal=desk.reveal)
        awake_on, until = speaks_on, snoozed.get(relationship.id or "")
        if until and until > speaks_on:
            awake_on = window.next_day(until - dt.timedelta(days=1))
        mentions.append(
            replace(
                mentioned,
                nudges=tuple(_with_day(item.nudge, book, awake_on) for item in mentioned.nudges),
                coming_on=max(mentioned.coming_on, awake_on) if mentioned.coming_on else None,
                snoozed_until=until,
            )
        )
    view = Explained(
        as_of=desk.today,
        window=desk.environment.settings.window,
        mentions=tuple(item for item in mentions if item.standing is not Standing.ENDED),
    )
    return Result(view=view)


def mention(
    relationship: Relationship, today: dt.date, window: Window, *, reveal: bool = False
) -> Mention:
    """A relationship's standing, what needs doing today and what comes next, said or not."""
    now = assessment(relationship, today)
    nudges = items([relationship], today, window, reveal=reveal)
    due_keys = {nudge.key for nudge in nudges}
    later = (
        (nudge, on)
        for on in _coming_days(today, window)
        for nudge in items([relationship], on, window, reveal=reveal)
        if nudge.key not in due_keys
    )
    nudge, on = next(later, (None, None))
    return Mention(
        who=who_of(relationship, reveal=reveal),
        standing=now.standing,
        date=now.shown,
        comes=what_comes(relationship, today),
        nudges=tuple(ExplainedNudge(nudge=item) for item in nudges),
        coming=nudge,
        coming_on=on,
    )


def _coming_days(today: dt.date, window: Window) -> Iterator[dt.date]:
    """The days in the window within a year, up to the end of the calendar."""
    before, coming = today, window.next_day(today)
    while before < coming and (coming - today).days <= FORESEEN:
        yield coming
        before, coming = coming, window.next_day(coming)


def _delivered_so_far(desk: Desk) -> Ledger:
    """What was said; with --as-of, without what was said after that day."""
    book = ledger.load(desk.journal.state_folder, desk.today)
    if not desk.strictly:
        return book
    return replace(
        book, delivered_on={key: on for key, on in book.delivered_on.items() if on <= desk.today}
    )


def _with_day(nudge: Nudge, book: Ledger, awake_on: dt.date) -> ExplainedNudge:
    """The item with the day it (or a later stage) was said, else the next day it will be."""
    days = [
        on
        for key, on in book.delivered_on.items()
        if key[:3] == nudge.key[:3] and key[3] >= nudge.stage
    ]
    return ExplainedNudge(
        nudge=nudge, said_on=max(days, default=None), comes_on=None if days else awake_on
    )


def _next_digest(desk: Desk, window: Window, book: Ledger) -> dt.date:
    """The first day that something new can be said: today, until the window is over."""
    now = desk.environment.now
    is_today = desk.today == now.date()
    over = is_today and now.hour * 60 + now.minute >= window.closes
    if window.is_open_on(desk.today) and not over and not book.spoke_on(desk.today):
        return desk.today
    return window.next_day(desk.today)


def text(view: Explained, look: Look) -> Iterator[Line]:
    """A heading, then everyone's reasons."""
    yield line((long_day(view.as_of), Style.STRONG))
    explanation = (
        f"Nudges come {view.window}, at most once a day, and say each thing once. "
        '"Next" assumes nothing changes until then.'
    )
    yield from filled(explanation, look)
    names = [look.safe(called(item.who)) for item in view.mentions]
    column = 4 + min(_LONGEST, max(map(len, names), default=0))
    for name, mention in zip(names, view.mentions, strict=True):
        yield line()
        reasons = " ".join(_reasons(mention, view))
        if len(name) > _LONGEST:
            yield line(f"  {name}")
            name = ""  # noqa: PLW2901 - it has been said
        yield from hanging(((f"  {name}", Style.PLAIN),), reasons, look, column=column)


def _reasons(mention: Mention, view: Explained) -> Iterator[str]:
    if mention.snoozed_until:
        yield f"Snoozed until {day(mention.snoozed_until, view.as_of)}."
    if not mention.nudges:
        comes = coming(mention.comes, view.as_of)
        shown = f" ({comes})" if comes else ""
        yield f"{spelled(mention.standing).capitalize()}{shown}: nothing to say now."
    for item in mention.nudges:
        yield _worded(item, view)
    if mention.coming and mention.coming_on:
        again = any(item.nudge.kind is mention.coming.kind for item in mention.nudges)
        what = f"{label(mention.coming.kind)}{' again' if again else ''}"
        yield f"Next: {what}, {day(mention.coming_on, view.as_of)}."
    elif mention.nudges:
        yield "After that it stops."
    else:
        yield "Nothing within a year."


def _worded(item: ExplainedNudge, view: Explained) -> str:
    what = label(item.nudge.kind).capitalize()
    about = day(item.nudge.date, view.as_of)
    if item.said_on:
        return f"{what} ({about}): said on {day(item.said_on, view.as_of)}."
    comes = day(item.comes_on, view.as_of) if item.comes_on else "the next run"
    return f"{what} ({about}): comes {comes}."


COMMAND = Choice(NudgeArguments, _chosen)
