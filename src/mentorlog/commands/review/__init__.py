"""See where each relationship stands, or one of them in detail.

Example: mentorlog review dana-oz
"""

from __future__ import annotations

from typing import Any

from mentorlog.arguments import WHO, Reader, Writer, option
from mentorlog.commands import Choice, Command, Reading, Result
from mentorlog.commands.desk import Desk
from mentorlog.commands.nudging import silence_of_nudges
from mentorlog.commands.typed import USUAL_WINDOW, before
from mentorlog.environment import Environment
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass
from mentorlog.views.board import board as board_of

_OF_A_PERIOD = ("table", "html")
_ROWS_ONLY = ("md", "csv")  # formats that show only rows, also for one person
WINDOW = option("--window SPAN", "How far back to look (default: 6 months).")
EVERYONE = option("--all", "Include ended relationships.")
FORMATS = ("table", "md", "html", "csv")
FORMAT = option("--format FORMAT", "table (default), md, html or csv.", choices=FORMATS)


PERIOD = option(
    "--period PERIOD",
    "quarter, year, midpoint, 2026 or 2026-Q3.",
    choices=("quarter", "year", "midpoint"),
)
LOOK_BACK = option("--reflect", "Answer a few questions, and keep the answers.")
ANSWER = option("--answer TEXT", "With --reflect: “changed: …”; repeatable.", prose=True)
DECISION = option(
    "--decision WHAT", "With --reflect: continue, amend, pause, close.", choices="Decision"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Reader, Writer):
    unused = ("visibility",)
    who: str | None = WHO
    window: str | None = WINDOW
    everyone: bool = EVERYONE
    format_: str | None = FORMAT
    period: str | None = PERIOD
    reflect: bool = LOOK_BACK
    answer: list[str] | None = ANSWER
    decision: str | None = DECISION


def review(desk: Desk, typed: Review) -> Result:
    """Everyone's row, or one person's page."""
    if typed.answer or typed.decision:
        raise UsageError("--answer and --decision go with --reflect.")
    if _has_no_journal(desk, typed):
        from mentorlog.views.board import Welcome

        return Result(view=Welcome(as_of=desk.today, journal=str(desk.environment.journal_folder)))
    if typed.period is not None:
        return _looked_back(desk, typed, typed.period)
    form = typed.format_ or "table"
    if form not in FORMATS:
        raise UsageError("--format takes table, md, html or csv.")
    since = before(typed.window or USUAL_WINDOW, desk.today)
    view: object
    if typed.who is None or form in _ROWS_ONLY:
        chosen = desk.people(typed.who)
        everyone = typed.everyone or typed.who is not None
        view = board_of(chosen, desk.today, since=since, everyone=everyone, reveal=desk.reveal)
    else:
        from mentorlog.views.confidence import others_at_meetings
        from mentorlog.views.page import page

        relationship = desk.read(desk.relationship(typed.who))
        view = page(
            relationship,
            desk.today,
            since=since,
            whole_term=typed.window is None,
            others=others_at_meetings(
                relationship.handle, desk.contents.relationships, reveal=desk.reveal
            ),
            reveal=desk.reveal,
        )
    return Result(view=view, format=form, remark=silence_of_nudges(desk))


def _has_no_journal(desk: Desk, typed: Review) -> bool:
    """Whether to show a welcome instead of an empty board."""
    contents = desk.contents
    asked = typed.who or typed.period or typed.format_
    return not (contents.relationships or contents.problems or asked)


def _looked_back(desk: Desk, typed: Review, named: str) -> Result:
    """A look back at one period: closely with one person, else everyone in short."""
    from mentorlog.commands.periods import check_period, period
    from mentorlog.views.retrospect import overview, retrospect

    form = typed.format_ or "table"
    if typed.window is not None or form not in _OF_A_PERIOD:
        raise UsageError("--period goes without --window, and with --format table or html.")
    view: object
    check_period(named, desk.today)
    if typed.who is None:
        chosen = period(named, None, desk.today)
        everyone = [desk.read(person) for person in desk.contents.relationships]
        view = overview(everyone, chosen, reveal=desk.reveal)
    else:
        relationship = desk.read(desk.relationship(typed.who))
        chosen = period(named, relationship, desk.today)
        view = retrospect(relationship, chosen, reveal=desk.reveal)
    return Result(view=view, format=form)


def _chosen(
    _: Environment,
    typed: Review,
    resumed: bool,  # noqa: FBT001
) -> Command[Any] | Reading[Review]:
    """With --reflect it is a writing command that keeps answers; else it only reads."""
    if typed.reflect or resumed:
        from mentorlog.commands.review.reflect import REFLECT

        return REFLECT
    return Reading(Review, review)


COMMAND = Choice(Review, _chosen)
