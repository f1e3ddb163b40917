"""The pages of a relationship's whole life that are kept as golden files. Run it to write them:

    python tests/terminal/life.py

A golden changes only in a commit that says why.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from builders import (
    agreement,
    approach,
    check_in,
    closure,
    contribution,
    day,
    meeting,
    pause,
    planned,
    relationship,
)
from terminal.screens import GOLDEN, WIDTHS, text
from views.people import TODAY, ari, dana, everyone, noor

from mentorlog.commands.candidate.lists import Comparison
from mentorlog.commands.candidate.lists import candidate_of as candidate_view
from mentorlog.commands.candidate.lists import candidates as candidates_view
from mentorlog.commands.candidate.lists import text as candidate_text
from mentorlog.commands.new_agreement.templates import Later, Template, Templates
from mentorlog.commands.new_agreement.templates import text as templates_text
from mentorlog.commands.prep.agenda import agenda as agenda_view
from mentorlog.commands.prep.agenda import text as agenda_text
from mentorlog.commands.prep.text import text as prep_text
from mentorlog.commands.prep.view import prep as prep_view
from mentorlog.domain.entries import Agreement, ContributionType, Direction
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import (
    AgreementWords,
    ApproachWords,
    CheckInWords,
    ClosureWords,
    ContributionWords,
    Decision,
    Difference,
    Function,
    Hopes,
    NextForm,
    Pulse,
    RelationshipWords,
)
from mentorlog.exchange.audience import Audience, shared
from mentorlog.terminal.letter import letter
from mentorlog.terminal.look import Line, Look
from mentorlog.terminal.people import people
from mentorlog.terminal.retrospect import overview, retrospect
from mentorlog.views.letter import Purpose
from mentorlog.views.letter import letter as letter_view
from mentorlog.views.people import people as people_view
from mentorlog.views.retrospect import PeriodKind, calendar, recent
from mentorlog.views.retrospect import overview as overview_view
from mentorlog.views.retrospect import retrospect as retrospect_view

LOOKS = {
    "80": WIDTHS["80"],
    "60": WIDTHS["60"],
    "ascii": Look(width=80, ascii_only=True),
    "plain": Look(plain=True),
}


def booked() -> Relationship:
    """Dana, in the middle of a term: the next meeting has a date."""
    entries = [
        replace(entry, until=day("2027-06-01")) if isinstance(entry, Agreement) else entry
        for entry in dana(planned("2026-11-24", id="dam00000")).entries
    ]
    return replace(dana(), entries=tuple(entries))


def sought() -> tuple[Relationship, ...]:
    """Three who might become a mentor."""
    moss = ApproachWords(experience="wrote the book on pricing", time="never answers mails")
    words = ApproachWords(
        experience="ran three reorgs, one of them badly, and says so",
        desire="offered twice to look at my plan",
        time="an hour a month, she says",
        warm_path="Lou can introduce me",
        small_ask="half an hour on my first reorg",
        i_can_offer="what the team really thinks",
    )
    return (
        relationship(
            approach("2026-11-10", "noticed", words=words),
            approach("2026-11-12", follow_up_on="2026-11-22"),
            handle="ana-roth",
            name="Ana Roth",
            words=RelationshipWords(differs_from_me=(Difference.FUNCTION, Difference.GENERATION)),
        ),
        relationship(
            approach("2026-11-20", "noticed", words=moss), handle="ed-moss", name="Ed Moss"
        ),
        relationship(
            approach("2026-08-22", "not_now", follow_up_on="2026-11-22"),
            handle="bo-ek",
            name="Bo Ek",
        ),
        relationship(approach("2026-08-01", "declined"), handle="ida-rask", name="Ida Rask"),
    )


def given() -> Relationship:
    """A good year with Dana, closed."""
    terms = AgreementWords(
        hopes=Hopes(me="a second opinion before I decide"), focus_areas=("saying no",)
    )
    advice = ContributionWords(
        text="ask for the budget before the date", outcome="got the money in November"
    )
    return relationship(
        agreement("2026-06-01", words=terms),
        *map(meeting, ("2026-06-08", "2026-07-06", "2026-09-14", "2026-11-10")),
        contribution("2026-06-12", Direction.RECEIVED, type=ContributionType.ADVICE, words=advice),
        contribution("2026-07-07", Direction.RECEIVED, "read my promotion case on a Sunday"),
        contribution("2026-07-08", Direction.RECEIVED, "introduced me to Lou"),
        contribution("2026-09-14", Direction.RECEIVED, "showed me her own first plan"),
        contribution(
            "2026-11-12",
            Direction.GIVEN,
            "walked a newcomer through it",
            type=ContributionType.PAY_IT_FORWARD,
        ),
        closure(
            "2026-11-20",
            words=ClosureWords(
                good_work="I speak up now", learned="to ask early", next_form=NextForm.FRIEND
            ),
        ),
    )


def _prep(who: Relationship, look: Look) -> Iterable[Line]:
    return prep_text(prep_view(who, TODAY), look)


def _agenda(look: Look) -> Iterable[Line]:
    seen = shared(booked(), Audience.THEM)
    return agenda_text(agenda_view(seen, booked(), TODAY), look)


def _candidates(look: Look) -> Iterable[Line]:
    return candidate_text(candidates_view(sought(), TODAY), look)


def _comparison(look: Look) -> Iterable[Line]:
    found = [candidate_view(one, TODAY) for one in sought()[:2]]
    return candidate_text(Comparison(as_of=TODAY, items=tuple(filter(None, found))), look)


def _letter(look: Look) -> Iterable[Line]:
    return letter(letter_view(given(), TODAY, purpose=Purpose.THANKS, sender="Robin"), look)


def _people(look: Look) -> Iterable[Line]:
    sam = relationship(
        agreement("2026-01-01"),
        contribution(
            "2026-10-01", Direction.RECEIVED, "opened a door", type=ContributionType.ACCESS
        ),
        handle="sam-lee",
        name="Sam Lee",
        words=RelationshipWords(
            helps_with=(Function.FEEDBACK,), differs_from_me=(Difference.GENERATION,)
        ),
    )
    words = RelationshipWords(
        helps_with=(Function.FEEDBACK, Function.CAREER_ADVICE),
        differs_from_me=(Difference.FUNCTION,),
    )
    known = (replace(dana(), words=words), sam, ari(), *sought())
    return people(people_view(known, TODAY), look)


def _retrospect(look: Look) -> Iterable[Line]:
    felt = (
        check_in("2026-09-01", words=CheckInWords(pulse=Pulse(trust=3, useful=4))),
        check_in(
            "2026-11-12",
            words=CheckInWords(
                pulse=Pulse(trust=5, useful=4),
                answers=(("changed", "I decide faster"),),
                decision=Decision.CONTINUE,
            ),
        ),
    )
    changes = (
        agreement("2026-10-20", "monthly", until="2026-12-01", words=WHY),
        pause("2026-11-14", "2026-11-20", reason="holidays"),
    )
    period = recent(PeriodKind.QUARTER, TODAY, TODAY)
    return retrospect(retrospect_view(dana(*felt, *changes), period), look)


def _overview(look: Look) -> Iterable[Line]:
    return overview(
        overview_view(everyone(), calendar(PeriodKind.YEAR, day("2026-01-01"), TODAY)), look
    )


def _templates(look: Look) -> Iterable[Line]:
    mine = Template(name="mine", cadence="monthly", own=True)
    taper = Template(
        name="taper",
        programme="a real programme",
        about="often at first",
        cadence="every 2 weeks",
        length="12 months",
        minutes=45,
        then=(Later(after="4 months", cadence="monthly"),),
    )
    view = Templates(as_of=TODAY, items=(mine, taper), folder="/home/me/templates")
    return templates_text(view, look)


WHY = AgreementWords(reason="the project is over")
SCREENS: Mapping[str, Callable[[], Iterable[Line]]] = {
    **{f"prep-{name}": partial(_prep, booked(), look) for name, look in LOOKS.items()},
    "prep-first": partial(_prep, sought()[0], WIDTHS["80"]),
    "prep-last": partial(_prep, dana(), WIDTHS["80"]),
    "prep-mentor": partial(_prep, noor(), WIDTHS["80"]),
    "prep-paused": partial(_prep, ari(), WIDTHS["80"]),
    "prep-after": partial(_prep, given(), WIDTHS["80"]),
    **{f"agenda-{name}": partial(_agenda, look) for name, look in LOOKS.items()},
    **{f"candidates-{name}": partial(_candidates, look) for name, look in LOOKS.items()},
    **{f"comparison-{name}": partial(_comparison, look) for name, look in LOOKS.items()},
    **{f"people-{name}": partial(_people, look) for name, look in LOOKS.items()},
    **{f"retrospect-{name}": partial(_retrospect, look) for name, look in LOOKS.items()},
    **{f"overview-{name}": partial(_overview, look) for name, look in LOOKS.items()},
    **{f"templates-{name}": partial(_templates, look) for name, look in LOOKS.items()},
    **{f"letter-{name}": partial(_letter, look) for name, look in LOOKS.items()},
}


if __name__ == "__main__":
    for name, lines in SCREENS.items():
        (GOLDEN / f"{name}.txt").write_text(text(lines()), encoding="utf-8")
