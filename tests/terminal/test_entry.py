"""Everything that was entered, label by label."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace

import pytest
from builders import (
    action,
    agreement,
    approach,
    ask,
    check_in,
    closure,
    contribution,
    day,
    meeting,
    note,
    pause,
    with_items,
)

from mentorlog.domain.cadence import Bound
from mentorlog.domain.entries import (
    ENTRY_TYPES,
    AskStatus,
    ContributionType,
    Direction,
    Entry,
    MeetingStatus,
    Party,
    Side,
    Visibility,
)
from mentorlog.domain.words import (
    AgreedBy,
    AgreementWords,
    ApproachWords,
    AskWords,
    ChangedBy,
    CheckInWords,
    ClosureWords,
    Commitments,
    ContributionWords,
    Conversation,
    Decision,
    Difference,
    Fit,
    Form,
    Function,
    Goal,
    GoalStatus,
    Hopes,
    InitiatedBy,
    Medium,
    MeetingWords,
    NextForm,
    NoteWords,
    PauseWords,
    Pulse,
    RelationshipWords,
)
from mentorlog.terminal.entry import about, facts, raw, title

TODAY = dt.date(2026, 11, 22)

FULL_AGREEMENT = replace(
    agreement(
        "2026-06-01",
        "6 per term",
        bound=Bound.MAXIMUM,
        until="2026-12-01",
        meeting_minutes=45,
        slack_days=3,
        visibility=Visibility.PAIR,
    ),
    words=AgreementWords(
        tags=("work", "2026"),
        media=(Medium.VIDEO, Medium.IN_PERSON),
        focus_areas=("leading", "saying no"),
        out_of_scope=("pay",),
        goals=(
            Goal(
                title="review",
                why="promotion",
                success_measure="alone",
                target_date=day("2026-12-31"),
                status=GoalStatus.CHANGED,
            ),
            Goal(title="speak up"),
        ),
        commitments=Commitments(me=("send an agenda", "be on time"), them=("read it",)),
        hopes=Hopes(me="a second opinion", them="the floor's view"),
        ground_rules=("phones away",),
        notice_hours=24,
        agreed_by=AgreedBy.BOTH,
        reason="new job",
        template="monthly-6",
    ),
)
FULL_MEETING = replace(
    with_items(
        meeting("2026-11-10", time=dt.time(15), tz="Europe/Oslo", minutes=45),
        (action(due="2026-11-27", done_on="2026-11-20"), "send deck"),
        (action(Party.THEM, dropped_on="2026-11-20"), "intro"),
        (action(Party.BOTH), "read"),
    ),
    rescheduled_to=day("2026-11-12"),
)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (FULL_AGREEMENT, "Agreement, up to 6 per term"),
        (FULL_MEETING, "Meeting, 15:00, 45 min"),
        (meeting("2026-11-10", words=MeetingWords(medium=Medium.PHONE)), "Meeting, phone"),
        (meeting("2026-11-10", status=MeetingStatus.NO_SHOW), "Meeting, no-show"),
        (contribution("2026-11-10", Direction.GIVEN), "You gave"),
        (
            contribution("2026-11-10", Direction.RECEIVED, type=ContributionType.INTRODUCTION),
            "You received an introduction",
        ),
        (ask("2026-11-10"), "You asked"),
        (
            ask("2026-11-10", asked_by=Side.THEM, status=AskStatus.NOTHING_NOW),
            "They asked, nothing now",
        ),
        (note("2026-11-10"), "Note"),
        (check_in("2026-11-10"), "Check-in"),
        (pause("2026-11-10"), "Pause"),
        (approach("2026-11-10", "not_now"), "Search, not now"),
        (closure("2026-11-10"), "Closure"),
    ],
)
def test_a_title_says_what_it_is(entry: Entry, expected: str) -> None:
    assert title(entry) == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            FULL_AGREEMENT,
            [
                ("By", "video, in person"),
                ("Focus areas", "leading\nsaying no"),
                ("Out of scope", "pay"),
                ("Goal", "review; because promotion; measured by alone; by Thu 31 Dec; changed"),
                ("Goal", "speak up"),
                ("I will", "send an agenda\nbe on time"),
                ("They will", "read it"),
                ("I hope for", "a second opinion"),
                ("They hope for", "the floor's view"),
                ("Ground rules", "phones away"),
                ("Notice hours", "24"),
                ("Agreed by", "both"),
                ("Reason", "new job"),
                ("Template", "monthly-6"),
                ("Tags", "work\n2026"),
                ("Visibility", "pair"),
                ("Until", "Tue 1 Dec"),
                ("Minutes", "45"),
                ("Slack days", "3"),
            ],
        ),
        (
            FULL_MEETING,
            [
                ("Action item", "me: send deck, by Fri 27 Nov; done Fri 20 Nov"),
                ("Action item", "them: intro; dropped Fri 20 Nov"),
                ("Action item", "both: read"),
                ("Time zone", "Europe/Oslo"),
                ("Rescheduled to", "Thu 12 Nov"),
            ],
        ),
        (
            meeting(
                "2026-11-10",
                words=MeetingWords(
                    place="Café",
                    topics=("reorg",),
                    agenda=("budget", "hiring"),
                    notes="It waits.\n\n- really",
                    reflection="I talk",
                    changed_by=ChangedBy.CIRCUMSTANCE,
                ),
            ),
            [
                ("Place", "Café"),
                ("Topics", "reorg"),
                ("Agenda", "budget\nhiring"),
                ("Notes", "It waits.\n\n- really"),
                ("Reflection", "I talk"),
                ("Changed by", "circumstances"),
            ],
        ),
        (
            contribution(
                "2026-11-10",
                Direction.RECEIVED,
                told_them_on="2026-11-12",
                thanked_on="2026-11-13",
                words=ContributionWords(text="ask early", meeting="m", answers="a", outcome="good"),
            ),
            [
                ("", "ask early"),
                ("Answers", "a"),
                ("Outcome", "good"),
                ("Told them", "Thu 12 Nov"),
                ("Thanked", "Fri 13 Nov"),
            ],
        ),
        (
            ask("2026-11-10", ask_again_on="2027-02-01", words=AskWords(question="q", reply="r")),
            [("Question", "q"), ("Reply", "r"), ("Ask again", "Mon 1 Feb 2027")],
        ),
        (
            replace(
                note("2026-11-10", "London", goal="move", raised_on="2026-11-12"),
                dropped_on=day("2026-11-13"),
                words=NoteWords(text="London", goal="move", why="no"),
            ),
            [
                ("", "London"),
                ("Goal", "move"),
                ("Why", "no"),
                ("Raised", "Thu 12 Nov"),
                ("Dropped", "Fri 13 Nov"),
            ],
        ),
        (
            check_in(
                "2026-11-10",
                words=CheckInWords(
                    fit=Fit.STILL_DECIDING,
                    pulse=Pulse(trust=4, good_for_both=5),
                    period="2026-Q3",
                    answers=(("What changed?", "much"),),
                    decision=Decision.CONTINUE,
                    note="fine",
                ),
            ),
            [
                ("Fit", "still deciding"),
                ("Trust", "4"),
                ("Good for both", "5"),
                ("Period", "2026-Q3"),
                ("What changed?", "much"),
                ("Decision", "continue"),
                ("Note", "fine"),
            ],
        ),
        (
            replace(pause("2026-11-10", "2026-12-01"), words=PauseWords(reason="leave")),
            [("Reason", "leave"), ("Back", "Tue 1 Dec")],
        ),
        (
            approach(
                "2026-11-10",
                follow_up_on="2026-12-01",
                words=ApproachWords(
                    experience="three reorgs",
                    desire="offered",
                    time="an hour",
                    warm_path="Lou",
                    i_can_offer="data",
                    small_ask="20 min",
                    note="kind",
                ),
            ),
            [
                ("Experience", "three reorgs"),
                ("Desire", "offered"),
                ("Time", "an hour"),
                ("Introduced by", "Lou"),
                ("I can offer", "data"),
                ("Small request", "20 min"),
                ("Note", "kind"),
                ("Follow up", "Tue 1 Dec"),
            ],
        ),
        (
            closure(
                "2026-11-10",
                words=ClosureWords(
                    initiated_by=InitiatedBy.BOTH,
                    good_work="the review",
                    learned="ask early",
                    unfinished=("budget",),
                    conversation=Conversation.MET,
                    thanks_sent_on=day("2026-11-12"),
                    next_form=NextForm.FRIEND,
                ),
            ),
            [
                ("Whose idea", "both"),
                ("What was good", "the review"),
                ("Learned", "ask early"),
                ("Unfinished", "budget"),
                ("How it was said", "met"),
                ("Thanks sent", "Thu 12 Nov"),
                ("From now on", "friend"),
                ("Reason", "goals met"),
            ],
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, Entry) else "",
)
def test_everything_set_is_shown_and_nothing_else(
    entry: Entry, expected: list[tuple[str, str]]
) -> None:
    assert list(facts(entry, TODAY)) == expected


def test_every_kind_is_among_them() -> None:
    assert len(ENTRY_TYPES) == 9


def test_what_a_person_is_to_me() -> None:
    words = RelationshipWords(
        form=Form.ONE_TO_ONE,
        origin="a fair",
        organization="Acme",
        function="CFO",
        why="knows budgets",
        differs_from_me=(Difference.GENERATION, Difference.FUNCTION),
        helps_with=(Function.CAREER_ADVICE,),
    )

    assert list(about(words, TODAY)) == [
        ("Form", "one to one"),
        ("Origin", "a fair"),
        ("Organization", "Acme"),
        ("Function", "CFO"),
        ("Why", "knows budgets"),
        ("Differs in", "generation, function"),
        ("Helps with", "career advice"),
    ]
    assert len(fields(words)) == 7


def test_keys_nobody_knows_are_shown_by_their_path() -> None:
    unknown = {
        ("mood",): "calm",
        ("action_items", 0, "effort"): ["2h", None],
        ("seen",): {"by": "Lou", "at": "noon"},
    }

    assert list(raw(unknown)) == [
        ("mood", "calm"),
        ("action_items.1.effort", "2h, "),
        ("seen", "by: Lou; at: noon"),
    ]


def test_all_of_a_goal_is_told() -> None:
    words = {
        "title": "run the review",
        "why": "it is mine next year",
        "success_measure": "nobody steps in",
        "target_date": day("2026-12-01"),
        "status": GoalStatus.ACHIEVED,
    }
    goal = Goal(**words)  # type: ignore[arg-type]  # each by its name

    told = dict(facts(agreement("2026-06-01", words=AgreementWords(goals=(goal,))), TODAY))["Goal"]

    assert {one.name for one in fields(Goal)} == set(words)
    assert told == (
        "run the review; because it is mine next year; measured by nobody steps in; "
        "by Tue 1 Dec; achieved"
    )
