"""What stands on the page for the next meeting, and what doesn't."""

from __future__ import annotations

from dataclasses import replace

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
    planned,
    relationship,
    with_items,
)
from views.people import TODAY, ari, dana, noor

from mentorlog.commands.prep.points import Topic
from mentorlog.commands.prep.view import Occasion, Occurrence, Prep, prep
from mentorlog.domain.entries import AskStatus, ContributionType, Direction, Entry, Party
from mentorlog.domain.relationship import Role
from mentorlog.domain.words import (
    AgreementWords,
    ApproachWords,
    AskWords,
    CheckInWords,
    Commitments,
    ContributionWords,
    Difference,
    Fit,
    Goal,
    Hopes,
    MeetingWords,
    RelationshipWords,
)
from mentorlog.views.confidence import Withheld

TERMS = agreement("2026-06-01", "monthly", until="2027-06-01", meeting_minutes=45)
MET = meeting("2026-10-20", words=MeetingWords(notes="the reorg waits", topics=("the reorg",)))


def page(*entries: Entry, date: str = "2026-11-01", my_role: Role = Role.MENTEE) -> Prep:
    return prep(relationship(*entries, my_role=my_role), day(date))


def told(view: Prep) -> list[tuple[Topic, str | None]]:
    return [(point.topic, point.text) for point in view.points]


def test_a_mentee_finds_everything_in_its_order() -> None:
    assert [topic for topic, _ in told(prep(dana(), day("2026-10-28")))] == [
        Topic.LAST_TIME,
        Topic.ADVICE,
        Topic.NOT_LATELY,
        Topic.ASK,
    ]


def test_last_time_is_told_by_its_notes_else_by_its_topics() -> None:
    bare = meeting("2026-10-21", words=MeetingWords(topics=("pricing", "hiring")))

    assert told(page(TERMS, MET)) == [(Topic.LAST_TIME, "the reorg waits")]
    assert told(page(TERMS, MET, bare)) == [(Topic.LAST_TIME, "pricing; hiring")]


def test_what_i_wrote_for_myself_comes_back_once() -> None:
    thought = replace(MET, words=MeetingWords(reflection="I talk too much"))
    doubt = check_in("2026-10-21", words=CheckInWords(fit=Fit.STILL_DECIDING, note="she is busy"))
    avoided = check_in("2026-10-22", words=CheckInWords(answers=(("avoided", "my pay"),)))
    content = check_in("2026-10-23", words=CheckInWords(fit=Fit.GOOD_FIT))
    again = meeting("2026-10-30", words=MeetingWords())

    assert told(page(TERMS, thought, doubt, avoided, content)) == [
        (Topic.REFLECTION, "I talk too much"),
        (Topic.FIT, "she is busy"),
        (Topic.REFLECTION, "my pay"),
    ]
    assert told(page(TERMS, thought, doubt, avoided, again)) == []


def test_promises_are_open_or_were_kept_since_the_last_meeting() -> None:
    first = with_items(
        meeting("2026-09-01"),
        (action(done_on="2026-09-10"), "long done"),
        (action(done_on="2026-10-25"), "done since"),
        (action(due="2026-11-10"), "send deck"),
        (action(dropped_on="2026-10-01"), "dropped"),
        (action(Party.BOTH), "write a paper"),
        (action(Party.THEM), "introduce me"),
    )

    found = page(TERMS, first, replace(MET, words=MeetingWords()))

    assert told(found) == [
        (Topic.MY_PROMISE, "done since"),
        (Topic.MY_PROMISE, "send deck"),
        (Topic.MY_PROMISE, "write a paper"),
        (Topic.THEIR_PROMISE, "introduce me"),
    ]
    assert [point.done for point in found.points] == [day("2026-10-25"), None, None, None]


def test_of_advice_and_thanks_the_oldest_stands_for_all() -> None:
    received = [
        contribution(f"2026-0{n}-01", Direction.RECEIVED, f"{kind} {n}", type=kind)
        for kind in (ContributionType.ADVICE, ContributionType.FEEDBACK)
        for n in (6, 7, 8)
    ]

    found = page(TERMS, *received, replace(MET, words=MeetingWords()))

    assert told(found) == [(Topic.ADVICE, "advice 6"), (Topic.THANKS, "feedback 6")]
    assert [point.more for point in found.points] == [2, 2]


def test_advice_that_came_to_something_is_told_first() -> None:
    old = contribution("2026-06-02", Direction.RECEIVED, "wait", type=ContributionType.ADVICE)
    words = ContributionWords(text="ask early", outcome="it worked")
    tried = contribution(
        "2026-07-02", Direction.RECEIVED, type=ContributionType.ADVICE, words=words
    )

    found = page(TERMS, old, tried, meeting("2026-08-01", words=MeetingWords()))

    assert [(p.text, p.outcome, p.more) for p in found.points] == [("ask early", "it worked", 1)]


def test_what_is_new_with_them_and_what_they_want_comes_before_thanks() -> None:
    terms = replace(TERMS, words=AgreementWords(hopes=Hopes(them="what the team thinks")))
    update = contribution(
        "2026-10-21", Direction.RECEIVED, "moved house", type=ContributionType.UPDATE
    )
    stale = contribution("2026-09-21", Direction.RECEIVED, "old news", type=ContributionType.UPDATE)
    asked = ask("2026-10-20", status=AskStatus.ANSWERED, words=AskWords(reply="the floor"))
    gift = contribution("2026-10-22", Direction.RECEIVED, "read my case")

    found = page(terms, stale, update, asked, gift, replace(MET, words=MeetingWords()))

    assert told(found) == [
        (Topic.NEWS, "moved house"),
        (Topic.THEY_HOPE, "what the team thinks"),
        (Topic.ASK, "the floor"),
        (Topic.THANKS, "read my case"),
    ]


def test_a_first_meeting_says_why_them_what_is_agreed_and_what_is_still_to_say() -> None:
    words = AgreementWords(
        hopes=Hopes(me="a second opinion"),
        commitments=Commitments(
            me=("be on time", "send an agenda"), them=("read it", "be on time")
        ),
        ground_rules=("what's said here stays here",),
        goals=(Goal(title="speak up"),),
    )
    steps = (
        approach("2026-05-01", words=ApproachWords(experience="three reorgs", time="an hour")),
        approach("2026-05-10", words=ApproachWords(time="two hours")),
    )
    who = relationship(
        *steps,
        replace(TERMS, words=words),
        planned("2026-06-10"),
        words=RelationshipWords(differs_from_me=(Difference.FUNCTION,)),
    )

    found = prep(who, day("2026-06-02"))

    assert found.occasion is Occasion.FIRST
    assert told(found) == [
        (Topic.EXPERIENCE, "three reorgs"),
        (Topic.TIME, "two hours"),
        (Topic.DIFFERS, "function"),
        (Topic.I_HOPE, "a second opinion"),
        (Topic.BOTH_WILL, "be on time"),
        (Topic.I_WILL, "send an agenda"),
        (Topic.THEY_WILL, "read it"),
        (Topic.RULE, "what's said here stays here"),
        (Topic.GOAL, "speak up"),
        (Topic.TALK_ABOUT, "backgrounds"),
        (Topic.TALK_ABOUT, "their hopes"),
        (Topic.TALK_ABOUT, "ending"),
    ]


def test_someone_without_an_agreement_has_a_first_meeting_too() -> None:
    found = page(approach("2026-05-01"))

    assert found.occasion is Occasion.FIRST
    assert [text for _, text in told(found)] == [
        *("backgrounds", "my hopes", "their hopes", "confidentiality", "rhythm", "ending"),
    ]


def test_the_last_meeting_asks_what_was_good_and_what_comes_after() -> None:
    words = ContributionWords(text="ask early", outcome="it worked")
    helped = contribution("2026-10-20", Direction.RECEIVED, words=words, thanked_on="2026-10-21")

    found = prep(relationship(replace(TERMS, until=day("2026-12-01")), MET, helped), TODAY)

    assert found.occasion is Occasion.LAST
    assert told(found) == [
        (Topic.LAST_TIME, "the reorg waits"),
        (Topic.CAME_OF_IT, "ask early"),
        (Topic.TALK_ABOUT, "good work"),
        (Topic.TALK_ABOUT, "unfinished"),
        (Topic.TALK_ABOUT, "next form"),
    ]


def test_terms_that_never_fall_due_have_a_last_meeting_when_the_term_ends() -> None:
    informal = agreement("2026-06-01", "as needed", until="2026-12-01")

    assert prep(relationship(informal, MET), day("2026-10-25")).occasion is Occasion.USUAL
    assert prep(relationship(informal, MET), TODAY).occasion is Occasion.LAST


def test_a_mentor_finds_the_others_promises_goals_and_what_was_advised() -> None:
    words = AgreementWords(goals=(Goal(title="lead the team"),), hopes=Hopes(them="to speak up"))
    held = with_items(MET, (action(Party.THEM), "draft a plan"), (action(), "send a book"))
    advised = contribution("2026-10-20", Direction.GIVEN, "ask first", type=ContributionType.ADVICE)

    found = page(
        replace(TERMS, words=words),
        held,
        advised,
        note("2026-10-28", "half of it", goal="lead the team"),
        my_role=Role.MENTOR,
    )

    assert told(found) == [
        (Topic.LAST_TIME, "the reorg waits"),
        (Topic.THEIR_PROMISE, "draft a plan"),
        (Topic.MY_PROMISE, "send a book"),
        (Topic.GOAL, "lead the team"),
        (Topic.ADVISED, "ask first"),
        (Topic.THEY_HOPE, "to speak up"),
    ]


def test_after_the_end_only_what_is_mine_is_left() -> None:
    held = with_items(MET, (action(Party.THEM), "theirs"), (action(), "mine"))

    found = page(TERMS, held, note("2026-10-21", "bring"), closure("2026-10-25"))

    assert (found.occasion, found.ended) == (Occasion.AFTER, day("2026-10-25"))
    assert told(found) == [(Topic.MY_PROMISE, "mine")]
    assert found.chores == ()


def test_the_meeting_is_the_planned_one_else_the_due_day() -> None:
    assert page(TERMS, MET).meeting == Occurrence(due=day("2026-11-20"), minutes=45)

    booked = replace(planned("2026-11-18"), minutes=30, words=MeetingWords(place="Café Rost"))
    found = page(TERMS, MET, booked)
    assert found.meeting.date == day("2026-11-18")
    assert (found.meeting.minutes, found.meeting.words) == (30, booked.words)


def test_what_is_agreed_on_the_agenda_is_shown() -> None:
    booked = replace(planned("2026-11-18"), words=MeetingWords(agenda=("the offer", "pay")))

    assert told(page(TERMS, replace(MET, words=MeetingWords()), booked)) == [
        (Topic.AGENDA, "the offer"),
        (Topic.AGENDA, "pay"),
    ]


def test_no_word_in_confidence_is_left_on_the_page() -> None:
    hush = "what nobody may read"
    entries = (
        agreement("2026-06-01", words=AgreementWords(focus_areas=(hush,)), in_confidence=True),
        with_items(
            meeting("2026-10-20", words=MeetingWords(notes=hush), in_confidence=True),
            (action(), hush),
        ),
        contribution("2026-10-20", Direction.RECEIVED, hush, in_confidence=True),
        contribution("2026-10-20", Direction.RECEIVED, hush, in_confidence=True),
        note("2026-10-21", hush, in_confidence=True),
        ask("2026-10-21", words=AskWords(question=hush), in_confidence=True),
        check_in("2026-10-21", words=CheckInWords(note=hush), in_confidence=True),
        planned("2026-11-20", in_confidence=True),
    )

    for role in Role:
        who = relationship(*entries, my_role=role)
        assert hush not in repr(prep(who, TODAY))
        assert hush in repr(prep(who, TODAY, reveal=True))
    assert prep(relationship(*entries), TODAY).hidden == (Withheld.CONFIDENCE,) * 8


def test_a_person_in_confidence_goes_by_the_alias() -> None:
    secret = relationship(TERMS, MET, name="Real Name", alias="Owl", in_confidence=True)

    assert prep(secret, TODAY).name == "Owl"
    assert "Real Name" not in repr(prep(secret, TODAY))


def test_everybody_has_a_page() -> None:
    assert [prep(each, TODAY).occasion for each in (dana(), noor(), ari())] == [
        Occasion.LAST,
        Occasion.USUAL,
        Occasion.USUAL,
    ]
