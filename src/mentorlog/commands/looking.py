"""The board, review and show: everything that only looks.

The board is asked for most, so what only the others need is imported there.
"""

from __future__ import annotations

import datetime as dt

from mentorlog.commands.dates import before
from mentorlog.commands.desk import Desk
from mentorlog.commands.reminding import silence_of_nudges
from mentorlog.commands.result import Result
from mentorlog.domain.entries import Entry, Kind, Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import NotFound, UsageError
from mentorlog.frozen import dataclass
from mentorlog.views.board import board as board_of

WINDOW = "6 months"  # how far back adherence looks by default
_OF_A_PERIOD = ("table", "html")
_ROWS_ONLY = ("md", "csv")  # of one person, too
FORMATS = ("table", "md", "html", "csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    who: str | None = None
    window: str | None = None
    everyone: bool = False
    format_: str | None = None
    period: str | None = None
    reflect: bool = False
    answer: list[str] | None = None
    decision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    what: str


def board(desk: Desk, typed: Review) -> Result:
    """The bare command: the board, or a welcome where there is nothing yet."""
    contents = desk.contents
    if not contents.relationships and not contents.problems and typed.format_ is None:
        from mentorlog.views.welcome import Welcome

        return Result(view=Welcome(as_of=desk.today, journal=str(desk.environment.journal_folder)))
    return review(desk, typed)


def review(desk: Desk, typed: Review) -> Result:
    """Everyone's row, or one person's page."""
    if typed.answer or typed.decision:
        raise UsageError("--answer and --decision go with --reflect.")
    if typed.period is not None:
        return _looked_back(desk, typed, typed.period)
    form = typed.format_ or "table"
    if form not in FORMATS:
        raise UsageError("--format takes table, md, html or csv.")
    since = before(typed.window or WINDOW, desk.today)
    view: object
    if typed.who is None or form in _ROWS_ONLY:
        chosen = (
            desk.contents.relationships if typed.who is None else (desk.relationship(typed.who),)
        )
        everyone = typed.everyone or typed.who is not None
        view = board_of(chosen, desk.today, since=since, everyone=everyone, reveal=desk.reveal)
    else:
        from mentorlog.views.page import page

        relationship = desk.read(desk.relationship(typed.who))
        view = page(
            relationship,
            desk.today,
            since=since,
            whole_term=typed.window is None,
            reveal=desk.reveal,
        )
    return Result(
        view=view, problems=desk.contents.problems, format=form, remark=silence_of_nudges(desk)
    )


def _looked_back(desk: Desk, typed: Review, named: str) -> Result:
    """One stretch of time: with one person closely, else everyone in short."""
    from mentorlog.commands.periods import period
    from mentorlog.views.overview import overview
    from mentorlog.views.retrospect import retrospect

    form = typed.format_ or "table"
    if typed.window is not None or form not in _OF_A_PERIOD:
        raise UsageError("--period goes without --window, and with --format table or html.")
    view: object
    if typed.who is None:
        chosen = period(named, None, desk.today)
        everyone = [desk.read(one) for one in desk.contents.relationships]
        view = overview(everyone, chosen, reveal=desk.reveal)
    else:
        relationship = desk.read(desk.relationship(typed.who))
        chosen = period(named, relationship, desk.today)
        view = retrospect(relationship, chosen, reveal=desk.reveal)
    return Result(view=view, problems=desk.contents.problems, format=form)


def show(desk: Desk, typed: Show) -> Result:
    """A whole timeline, or one entry. A person wins over an id."""
    from mentorlog.views.story import Kept, story

    relationship, entry = _whom_or_what(desk, typed.what)
    kept = [
        Kept(entry=one.entry, file=one.file, unknown=one.unknown)
        for one in desk.journal.stored(relationship, unseal=desk.reveal)
        if (one.entry.id == entry.id if entry else is_past(one.entry, desk.today))
    ]
    view = story(
        desk.read(relationship),
        kept,
        desk.today,
        unknown=desk.journal.unknown_of(relationship, unseal=desk.reveal),
        whole=entry is None,
        reveal=desk.reveal,
    )
    return Result(view=view, problems=desk.contents.problems)


def is_past(entry: Entry, today: dt.date) -> bool:
    """What the story tells on a day: what happened by then, and what is planned."""
    if isinstance(entry, Meeting) and entry.date > today:
        return entry.status not in (MeetingStatus.HELD, MeetingStatus.NO_SHOW)
    return entry.date <= today or entry.kind in (Kind.MEETING, Kind.PAUSE, Kind.AGREEMENT)


def _whom_or_what(desk: Desk, word: str) -> tuple[Relationship, Entry | None]:
    """A person, or an entry and whose it is; a person wins. Raises Refused, as for a person."""
    try:
        return desk.relationship(word), None
    except NotFound as nobody:
        try:
            return desk.entry(word)
        except NotFound:
            raise nobody from None
