"""What is known before one first met: what a search found, what was agreed; as points of a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mentorlog.domain.entries import Approach
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Assessment
from mentorlog.domain.words import RelationshipWords
from mentorlog.views.candidates import known_of
from mentorlog.views.points import Point, Topic


def agreed(found: Assessment, *topics: Topic) -> Iterator[Point]:
    """What both hope for and promised, and their ground rules, as far as it was said."""
    words = found.terms.words if found.terms else None
    if words is None:
        return
    said: dict[Topic, tuple[str | None, ...]] = {
        Topic.I_HOPE: (words.hopes.me,),
        Topic.THEY_HOPE: (words.hopes.them,),
        Topic.I_WILL: words.commitments.me,
        Topic.THEY_WILL: words.commitments.them,
        Topic.RULE: words.ground_rules,
        Topic.OUT_OF_SCOPE: words.out_of_scope,
    }
    if Topic.BOTH_WILL in topics:
        said = _both_apart(said)
    for topic in topics:
        yield from (Point(topic=topic, text=text) for text in said[topic] if text)


def searched(shown: Relationship, today: dt.date) -> Iterator[Point]:
    """Who they are, and what made me think of them: of all steps of the search the last word."""
    known = known_of(step for step in shown.of(Approach) if step.date <= today)
    person = shown.words or RelationshipWords()
    where = (person.function, person.organization, person.origin)
    said = {
        Topic.WHO: ", ".join(each for each in where if each),
        Topic.WHY: person.why,
        Topic.EXPERIENCE: known.experience,
        Topic.DESIRE: known.desire,
        Topic.TIME: known.time,
        Topic.WARM_PATH: known.warm_path,
        Topic.SMALL_ASK: known.small_ask,
        Topic.I_CAN_OFFER: known.i_can_offer,
        Topic.SEARCH_NOTE: known.note,
    }
    yield from (Point(topic=topic, text=text) for topic, text in said.items() if text)
    if person.differs_from_me:
        yield Point(topic=Topic.DIFFERS, text=", ".join(person.differs_from_me))


def _both_apart(said: dict[Topic, tuple[str | None, ...]]) -> dict[Topic, tuple[str | None, ...]]:
    """What both promise, once, and not again among what each does."""
    mine, theirs = said[Topic.I_WILL], said[Topic.THEY_WILL]
    both = tuple(text for text in mine if text in theirs)
    return said | {
        Topic.BOTH_WILL: both,
        Topic.I_WILL: tuple(text for text in mine if text not in both),
        Topic.THEY_WILL: tuple(text for text in theirs if text not in both),
    }
