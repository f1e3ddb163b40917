"""An amendment on the screen: the old terms beside the new."""

from __future__ import annotations

from dataclasses import replace

from builders import agreement, day

from mentorlog.domain.words import AgreementWords, Commitments, Goal, Hopes, Medium
from mentorlog.terminal.look import Look
from mentorlog.terminal.written import amendment
from mentorlog.views.written import Written

BEFORE = agreement(
    "2026-06-01",
    until="2026-12-01",
    words=AgreementWords(focus_areas=("saying no",), hopes=Hopes(me="to decide faster")),
)
AFTER = agreement(
    "2026-07-01",
    "at least every 2 weeks",
    meeting_minutes=45,
    words=AgreementWords(
        media=(Medium.VIDEO,),
        focus_areas=("saying no", "leading without authority in a matrix"),
        out_of_scope=("my boss",),
        goals=(Goal(title="run the review alone"),),
        commitments=Commitments(me=("send an agenda",), them=("read it",)),
        hopes=Hopes(me="to decide faster", them="news from the floor"),
        ground_rules=("it stays here",),
        notice_hours=24,
    ),
)
VIEW = Written(
    action="amend",
    as_of=day("2026-07-01"),
    due_before=day("2026-07-06"),
    next_due=day("2026-07-04"),
)


def told(look: Look) -> str:
    return "\n".join(line.plain for line in amendment(BEFORE, AFTER, VIEW, look))


def test_what_differs_stands_side_by_side() -> None:
    assert (
        told(Look(width=60, ascii_only=True))
        == """\
               Before      From Wed 1 Jul
Cadence        monthly     at least every 2
                           weeks
Until          Tue 1 Dec   without an end
Per meeting    any length  45 minutes
By             -           video
Working on     saying no   saying no; leading
                           without authority in
                           a matrix
Not about      -           my boss
Goals          -           run the review alone
They hope for  -           news from the floor
You will       -           send an agenda
They will      -           read it
Rules          -           it stays here
Notice         -           24 hours
Next due       Mon 6 Jul   Sat 4 Jul"""
    )


def test_where_it_is_narrow_each_term_says_what_it_was_and_is() -> None:
    assert told(Look(width=40, ascii_only=True)).splitlines()[:5] == [
        "From Wed 1 Jul",
        "Cadence        monthly -> at least every",
        "               2 weeks",
        "Until          Tue 1 Dec -> without an",
        "               end",
    ]


def test_the_rhythm_stands_there_even_if_it_stays() -> None:
    same = replace(BEFORE, date=day("2026-07-01"), meeting_minutes=30)
    rows = [line.plain for line in amendment(BEFORE, same, VIEW, Look(ascii_only=True))]

    assert rows == [
        "               Before      From Wed 1 Jul",
        "Cadence        monthly     monthly",
        "Per meeting    any length  30 minutes",
        "Next due       Mon 6 Jul   Sat 4 Jul",
    ]
