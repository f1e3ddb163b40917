"""nudge --explain: why somebody is mentioned now or not, and when they will be."""

from __future__ import annotations

import datetime as dt

from mentorlog.commands import reminding
from mentorlog.commands.desk import Desk
from mentorlog.commands.result import Result
from mentorlog.domain.standing import Standing
from mentorlog.frozen import dataclass
from mentorlog.reminders import ledger, snoozes
from mentorlog.reminders.explanation import Explanation, explanation
from mentorlog.reminders.ledger import Ledger
from mentorlog.reminders.window import Window
from mentorlog.views.explained import Explained, Mention, Said
from mentorlog.views.nudges import Nudge


@dataclass(frozen=True, slots=True, kw_only=True)
class Explain:
    """It takes nothing."""


def explain(desk: Desk, _: Explain) -> Result:
    """Everyone who has not ended, by handle."""
    window = reminding.window(desk.environment)
    folder = desk.journal.state_folder
    book, left_out = ledger.load(folder, desk.today), snoozes.load(folder, desk.today)
    speaks_on = _next_digest(desk, window, book)
    mentions = (
        _mention(
            explanation(
                reminding.with_outcomes(desk.journal, relationship, desk.today),
                desk.today,
                window,
                reveal=desk.reveal,
            ),
            left_out.get(relationship.id or ""),
            speaks_on=speaks_on,
            window=window,
            book=book,
        )
        for relationship in sorted(desk.contents.relationships, key=lambda one: one.handle)
    )
    view = Explained(
        as_of=desk.today,
        window=desk.environment.settings.window,
        mentions=tuple(one for one in mentions if one.standing is not Standing.ENDED),
    )
    return Result(view=view, problems=desk.contents.problems)


def _mention(
    found: Explanation,
    snoozed_until: dt.date | None,
    *,
    speaks_on: dt.date,
    window: Window,
    book: Ledger,
) -> Mention:
    awake_on = speaks_on
    if snoozed_until and snoozed_until > speaks_on:
        awake_on = window.next_day(snoozed_until - dt.timedelta(days=1))
    coming_on = max(found.coming_on, awake_on) if found.coming_on else None
    return Mention(
        who=found.who,
        standing=found.standing,
        date=found.date,
        nudges=tuple(_said(nudge, book, awake_on) for nudge in found.nudges),
        coming=found.coming,
        coming_on=coming_on,
        snoozed_until=snoozed_until,
    )


def _said(nudge: Nudge, book: Ledger, awake_on: dt.date) -> Said:
    """This stage or a later one was said on a day, or else will be on the next."""
    days = [
        day for key, day in book.said.items() if key[:3] == nudge.key[:3] and key[3] >= nudge.stage
    ]
    return Said(nudge=nudge, said_on=max(days, default=None), comes_on=None if days else awake_on)


def _next_digest(desk: Desk, window: Window, book: Ledger) -> dt.date:
    """The first day on which something new can be said: today, while the window isn't over."""
    now = desk.environment.now
    is_today = desk.today == now.date()
    over = is_today and now.hour * 60 + now.minute >= window.closes
    if window.works(desk.today) and not over and not book.spoke_on(desk.today):
        return desk.today
    return window.next_day(desk.today)
