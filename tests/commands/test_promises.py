"""Promises as people type them: whose, what and by when."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import relationship

from mentorlog.commands.promises import promise, promises, seems_dated
from mentorlog.domain.entries import ActionItem, Party
from mentorlog.domain.words import ActionItemWords
from mentorlog.errors import UsageError

SUNDAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "owner", "due", "what"),
    [
        ("me: send the deck by fri", "me", dt.date(2026, 11, 27), "send the deck"),
        ("them: introduce me to finance", "them", None, "introduce me to finance"),
        ("BOTH : read it by 2026-12-01", "both", dt.date(2026, 12, 1), "read it"),
        ("send the deck by +2w", "me", dt.date(2026, 12, 6), "send the deck"),
        ("send it by mail by tomorrow", "me", dt.date(2026, 11, 23), "send it by mail"),
        ("stand by her", "me", None, "stand by her"),
        ("learn it by heart", "me", None, "learn it by heart"),
        ("by fri", "me", None, "by fri"),
        ("send it by next friday", "me", dt.date(2026, 11, 27), "send it"),
        ("send it by the 3rd", "me", dt.date(2026, 12, 3), "send it"),
        ("send it by end of week", "me", None, "send it by end of week"),
        ("Dana: call", "me", None, "Dana: call"),
        ("me: call them: twice", "me", None, "call them: twice"),
    ],
)
def test_a_promise_names_whose_what_and_by_when(
    text: str, owner: str, due: dt.date | None, what: str
) -> None:
    expected = ActionItem(owner=Party(owner), due=due), ActionItemWords(text=what)
    assert promise(text, today=SUNDAY) == expected


@pytest.mark.parametrize(
    ("whose", "owner"),
    [
        *(
            ("Fiona", "them"),
            ("fiona o'brien", "them"),
            ("O\u2019Brien", "them"),
            ("fiona-o-brien", "them"),
        ),
        *(("her", "them"), ("She", "them"), ("they", "them"), ("him", "them"), ("I", "me")),
        *(("we", "both"), ("us", "both")),
    ],
)
def test_a_promise_may_name_the_person_or_a_pronoun(whose: str, owner: str) -> None:
    fiona = relationship(name="Fiona O'Brien", handle="fiona-o-brien")

    expected = ActionItem(owner=Party(owner)), ActionItemWords(text="call")
    assert promise(f"{whose}: call", today=SUNDAY, them=fiona) == expected


@pytest.mark.parametrize(
    "text", ["fo: call", "agenda: call", "talk to her", "will call", ": call", "call her: twice"]
)
def test_what_names_nobody_belongs_to_the_promise(text: str) -> None:
    fiona = relationship(name="Fiona O'Brien", handle="fiona-o-brien")

    assert promise(text, today=SUNDAY, them=fiona)[1].text == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("me: send it by 12/01/2026", 'say "Mon 12 Jan 2026" or "Tue 1 Dec 2026".'),
        ("send it by tue 15", 'say "Tue 24 Nov 2026" or "Tue 15 Dec 2026".'),
        ("send it by fri 15:00", "has a time; only a day fits here."),
        ("send it by Wed 1 Dec 2026", "1 Dec 2026 is a Tuesday."),
    ],
)
def test_a_promise_by_a_date_that_is_unclear_is_told(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        promise(text, today=SUNDAY)

    assert caught.value.message.endswith(said)


@pytest.mark.parametrize(
    ("text", "whose", "what"),
    [
        ("Fiona to send the list", "them", "send the list"),
        ("fiona o'brien will send: both lists", "them", "send: both lists"),
        ("She should call", "them", "call"),
        ("they'll call", "them", "call"),
        ("I\u2019ll call", "me", "call"),
        ("we need to meet", "both", "meet"),
        ("talk to Fiona to call", "me", "talk to Fiona to call"),
        ("her to-do list", "me", "her to-do list"),
        ("Fiona Lee to call", "me", "Fiona Lee to call"),
    ],
)
def test_a_promise_may_say_who_will(text: str, whose: str, what: str) -> None:
    fiona = relationship(name="Fiona O'Brien", handle="fiona-o-brien")

    expected = ActionItem(owner=Party(whose)), ActionItemWords(text=what)
    assert promise(text, today=SUNDAY, them=fiona) == expected
    assert promises(f"a; {text}", whose="me", them=fiona)[1:] == ([] if what == text else [text])


@pytest.mark.parametrize("whose", ["foina", "Fio", "fiona obrian", " Foina "])
def test_a_name_almost_right_is_not_taken_for_a_promise_of_mine(whose: str) -> None:
    fiona = relationship(name="Fiona O'Brien", handle="fiona-o-brien")

    with pytest.raises(UsageError) as caught:
        promise(f"{whose}: call", today=SUNDAY, them=fiona)

    assert caught.value.message == "--action begins almost like Fiona's name. Whose item is it?"
    assert caught.value.hint == 'Theirs:  --action "Fiona: …"   Yours:  --action "me: …"'
    assert promise(f"me: {whose}: call", today=SUNDAY, them=fiona)[0].owner is Party.ME


@pytest.mark.parametrize(
    ("text", "due", "what"),
    [
        ("call on the 3rd", dt.date(2026, 12, 3), "call"),
        ("call on 3 Dec", dt.date(2026, 12, 3), "call"),
        ("call on next Friday", dt.date(2026, 11, 27), "call"),
        ("work on it by 3 Dec", dt.date(2026, 12, 3), "work on it"),
        ("a talk on next week", None, "a talk on next week"),
        ("feedback on 12", None, "feedback on 12"),
        ("a report on last fri", None, "a report on last fri"),
        ("notes on 3 chapters", None, "notes on 3 chapters"),
    ],
)
def test_a_promise_may_be_for_a_day(text: str, due: dt.date | None, what: str) -> None:
    expected = ActionItem(owner=Party.ME, due=due), ActionItemWords(text=what)
    assert promise(text, today=SUNDAY) == expected


@pytest.mark.parametrize(
    ("text", "seems"),
    [
        ("send it by eod", True),
        *(("send it by fridey", True), ("send it by end of month", True), ("pay by 5", True)),
        *(("by heart", False), ("learn it by heart", False), ("send it on friday", False)),
    ],
)
def test_a_by_that_looks_like_a_date_is_noticed(text: str, *, seems: bool) -> None:
    assert seems_dated(text) is seems


@pytest.mark.parametrize("text", ["", "me:", "them:  "])
def test_a_promise_of_nothing_is_a_slip(text: str) -> None:
    with pytest.raises(UsageError, match="--action is empty"):
        promise(text, today=SUNDAY)
