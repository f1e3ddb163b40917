"""Thirty journals, short and long, and the letters of thanks they make, to be read aloud.

The letters are kept in golden/letters.txt. Run it to write them:

    python tests/terminal/correspondence.py
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from builders import agreement, closure, contribution, meeting, relationship

from mentorlog.domain.entries import ContributionType, Direction, Entry
from mentorlog.domain.relationship import Role
from mentorlog.domain.words import (
    AgreementWords,
    ClosureWords,
    ContributionWords,
    Goal,
    GoalStatus,
    Hopes,
    NextForm,
)
from mentorlog.terminal.letter import letter
from mentorlog.terminal.look import Look
from mentorlog.views.letter import letter as letter_view

GOLDEN = Path(__file__).parent.parent / "golden" / "letters.txt"
TODAY = dt.date(2026, 11, 22)
ADVICE, INSIGHT = ContributionType.ADVICE, ContributionType.INSIGHT


@dataclass(frozen=True)
class Journal:
    about: str
    entries: tuple[Entry, ...]
    name: str = "Dana Öz"
    my_role: Role = Role.MENTEE
    sender: str | None = None


def agreed(date: str, **said: object) -> Entry:
    return agreement(date, words=AgreementWords(**said))  # type: ignore[arg-type]  # by its name


def met(*dates: str) -> tuple[Entry, ...]:
    return tuple(map(meeting, dates))


def ended(date: str, **said: object) -> Entry:
    return closure(date, words=ClosureWords(**said))  # type: ignore[arg-type]  # by its name


def gift(
    date: str,
    text: str,
    outcome: str | None = None,
    *,
    type: ContributionType | None = None,  # noqa: A002 - the field's name
    closed: str | None = None,
) -> Entry:
    words = ContributionWords(text=text, outcome=outcome)
    return contribution(
        date, Direction.RECEIVED, type=type, words=words, told_them_on=closed, thanked_on=closed
    )


def passed_on(date: str, text: str) -> Entry:
    return contribution(date, Direction.GIVEN, text, type=ContributionType.PAY_IT_FORWARD)


JOURNALS = (
    Journal("one meeting only", (*met("2026-11-10"),)),
    Journal("one gift", (*met("2026-11-10"), gift("2026-11-11", "her old slides"))),
    Journal(
        "advice w/ outcome",
        (
            agreed("2026-06-01", hopes=Hopes(me="a second opinion before I decide")),
            *met("2026-06-10", "2026-07-08", "2026-08-12"),
            gift(
                "2026-06-10",
                "ask for the budget before the date",
                "got the money in August",
                type=ADVICE,
            ),
        ),
    ),
    Journal(
        "many mixed ended",
        (
            agreed(
                "2026-01-12",
                hopes=Hopes(me="to lead without authority"),
                goals=(Goal(title="run the quarterly review alone", status=GoalStatus.ACHIEVED),),
            ),
            *met(
                "2026-01-20",
                "2026-02-17",
                "2026-03-17",
                "2026-04-14",
                "2026-05-12",
                "2026-06-16",
                "2026-07-14",
                "2026-09-08",
                "2026-10-13",
            ),
            gift(
                "2026-01-20",
                "ask for the budget before the date",
                "got the money in November",
                type=ADVICE,
            ),
            gift("2026-02-17", "introduced me to Lou", "we now meet on our own"),
            gift("2026-03-17", "she read my promotion case when she had no time"),
            gift("2026-04-14", "a way to say no without a reason"),
            gift(
                "2026-05-12",
                "say what should wait instead",
                "tried it with Tom, he didn't mind",
                type=ADVICE,
            ),
            gift("2026-06-16", "honest feedback on the talk: too many slides"),
            gift("2026-07-14", "mentioned me to the board"),
            gift("2026-09-08", "how to listen until someone is done", type=INSIGHT),
            gift("2026-10-13", "encouraged me to apply", "applied, and got the job"),
            passed_on("2026-10-20", "showed a newcomer how I plan a week"),
            ended(
                "2026-11-10",
                good_work="I run the review alone now",
                learned="to ask early",
                next_form=NextForm.PEER,
            ),
        ),
        sender="Kim",
    ),
    Journal(
        "mentor thanks mentee",
        (
            agreed(
                "2026-03-01",
                hopes=Hopes(me="to learn what juniors struggle with", them="to find my first job"),
            ),
            *met("2026-03-10", "2026-04-10", "2026-05-10", "2026-06-10"),
            gift("2026-03-10", "explained how the new build works"),
            gift(
                "2026-05-10",
                "she asked why we do standups, nobody had",
                "we stopped them",
                type=INSIGHT,
            ),
        ),
        name="Noor Haddad",
        my_role=Role.MENTOR,
    ),
    Journal(
        "peer",
        (
            agreed("2026-02-01", focus_areas=("pricing", "hiring")),
            *met("2026-02-10", "2026-03-10"),
            gift("2026-02-10", "The pricing sheet"),
            gift("2026-03-10", "let me rehearse the pitch twice", "The pitch went well"),
        ),
        name="Sam Lee",
        my_role=Role.PEER,
    ),
    Journal(
        "group",
        (
            agreed("2026-01-05", focus_areas=("leading a team for the first time",)),
            *met("2026-02-10", "2026-05-10", "2026-09-10"),
            gift("2026-02-10", "everyone told one failure"),
            gift("2026-05-10", "Ed brought his hiring sheet"),
            gift("2026-09-10", "the question whom it serves", "I ask it every week", type=INSIGHT),
        ),
        name="Thursday Circle",
    ),
    Journal(
        "flash",
        (
            agreed("2026-11-01"),
            *met("2026-11-09"),
            gift("2026-11-09", "apply before you are ready", "sent it the same night", type=ADVICE),
        ),
        name="Prof. Ada Berg",
    ),
    Journal(
        "sentence notes",
        (
            agreed("2026-06-01", hopes=Hopes(me="Find out whether management is for me")),
            *met("2026-06-10", "2026-07-10"),
            gift("2026-06-10", "She told me that nobody is ready for it."),
            gift("2026-07-10", "Dana spent two hours on my CV although her daughter was ill."),
            gift(
                "2026-07-12",
                "Her advice: write the decision down before the meeting",
                "It helped, I was calm",
                type=ADVICE,
            ),
        ),
    ),
    Journal(
        "other language",
        (
            agreed("2026-06-01", hopes=Hopes(me="mehr Mut")),
            *met("2026-06-10"),
            gift("2026-06-10", "Sie hat meinen Antrag gelesen"),
            gift("2026-06-10", "erst fragen, dann rechnen", "hat funktioniert", type=ADVICE),
        ),
    ),
    Journal(
        "all thanked, still running",
        (
            agreed("2026-01-05"),
            *met("2026-01-10", "2026-02-10", "2026-03-10"),
            gift("2026-01-10", "lent me her books", closed="2026-01-20"),
            gift(
                "2026-02-10",
                "practise the first sentence only",
                "the talk began well",
                type=ADVICE,
                closed="2026-03-10",
            ),
        ),
    ),
    Journal(
        "ended drifted, few words",
        (agreed("2025-01-05"), *met("2025-01-10", "2025-03-01"), ended("2026-10-01")),
    ),
    Journal(
        "not a fit",
        (
            agreed("2026-08-01"),
            *met("2026-08-10"),
            gift("2026-08-10", "took an hour for me in her busiest week"),
            ended(
                "2026-09-01", learned="that I need somebody from my field", next_form=NextForm.NONE
            ),
        ),
    ),
    Journal(
        "names third persons",
        (
            agreed("2026-06-01"),
            *met("2026-06-10", "2026-07-10"),
            gift(
                "2026-06-10",
                "talked to my boss about me, told her I was ready",
                "she gave me the project",
            ),
            gift("2026-07-01", "connected me with their CFO"),
        ),
    ),
    Journal(
        "long advice text",
        (
            agreed("2026-06-01"),
            *met("2026-06-10"),
            gift(
                "2026-06-10",
                "Do not try to convince everyone. Talk first to the two whose no would hurt.",
                "Did that. Both said yes, one after asking for a week to think.",
                type=ADVICE,
            ),
        ),
    ),
    Journal(
        "many advice",
        (
            agreed("2026-01-05"),
            *met("2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10"),
            gift("2026-01-10", "start with the conclusion", "people listen now", type=ADVICE),
            gift("2026-02-10", "sleep on it", type=ADVICE),
            gift("2026-03-10", "never on a Friday", "worked", type=ADVICE),
            gift("2026-04-10", "ask whose problem it is", "It was mine", type=ADVICE),
            gift("2026-05-10", "Keep a brag list", type=ADVICE),
            gift("2026-06-10", "have lunch with finance", "made two friends there", type=ADVICE),
        ),
    ),
    Journal(
        "years",
        (
            agreed("2023-05-01", hopes=Hopes(me="become a partner")),
            *met(
                "2023-06-15",
                "2023-08-15",
                "2023-10-15",
                "2024-06-15",
                "2024-08-15",
                "2024-10-15",
                "2025-06-15",
                "2025-08-15",
                "2025-10-15",
                "2026-06-15",
                "2026-08-15",
                "2026-10-15",
            ),
            gift("2024-06-15", "put my name forward for the Berlin case", "led it, and it won"),
            gift("2026-10-15", "stood up for me in the committee"),
            ended(
                "2026-11-01",
                good_work="we were honest with each other from the first day",
                next_form=NextForm.FRIEND,
            ),
        ),
    ),
    Journal(
        "wrap-up, asks",
        (
            agreed("2026-05-01"),
            *met("2026-05-10", "2026-06-10", "2026-10-10"),
            gift("2026-06-10", "reviewed my paper", "accepted at the first try"),
            gift("2026-06-12", "was patient when I came unprepared"),
        ),
    ),
    Journal(
        "gerunds and questions",
        (
            agreed("2026-05-01", hopes=Hopes(me="getting better at conflict")),
            *met("2026-05-10"),
            gift("2026-05-10", "listening to me for an hour when the project was stopped"),
            gift(
                "2026-05-11",
                "what would you do if you were not afraid?",
                "quit the committee",
                type=ADVICE,
            ),
            gift("2026-05-12", "feedback: I interrupt"),
        ),
    ),
    Journal("nothing", (agreed("2026-11-01"),)),
    Journal(
        "capital typed with I",
        (
            agreed("2026-05-01", hopes=Hopes(me="I want to stop micromanaging")),
            *met("2026-05-10", "2026-06-10"),
            gift(
                "2026-05-10",
                "You could delegate the report to Tom",
                "Tom does it better than I did",
                type=ADVICE,
            ),
            gift("2026-06-01", "access to the lab on weekends", "finished the thesis"),
            gift("2026-06-02", "coffee and an open ear"),
        ),
    ),
    Journal(
        "he",
        (
            agreed("2025-09-01", hopes=Hopes(me="his view on strategy")),
            *met("2025-09-10", "2026-01-10"),
            gift(
                "2025-09-10", "he asked me what I would do if he were not there", "decided it alone"
            ),
            gift("2026-01-10", "Ben lent me his office for a week"),
            gift("2026-01-11", "his list of books", "read three of them"),
        ),
        name="Ben Adler",
    ),
    Journal(
        "they",
        (
            agreed("2026-02-01", hopes=Hopes(me="learn to present")),
            *met("2026-02-10", "2026-04-10"),
            gift("2026-02-10", "they read my slides and found their weak spot"),
            gift("2026-04-10", "their old notes"),
            gift("2026-04-10", "told them no", type=ADVICE),
        ),
        name="Robin Vale",
    ),
    Journal(
        "mentor closing",
        (
            agreed(
                "2026-01-05",
                hopes=Hopes(me="to learn how juniors see us", them="find her first job"),
                goals=(Goal(title="first job", status=GoalStatus.ACHIEVED),),
            ),
            *met("2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-05-10"),
            gift("2026-02-10", "showed me the new tools", "use them every day"),
            gift("2026-03-10", "honest feedback: I talk too much", "I wait now before I answer"),
            gift("2026-05-10", "a card when my father was ill"),
            ended(
                "2026-06-01",
                good_work="she never came unprepared",
                learned="listening beats answering",
                next_form=NextForm.OCCASIONAL,
            ),
        ),
        name="Noor Haddad",
        my_role=Role.MENTOR,
        sender="Kim",
    ),
    Journal(
        "advice only outcome told",
        (
            agreed("2026-06-01", focus_areas=("writing",)),
            *met("2026-06-10", "2026-07-10"),
            gift("2026-06-10", "cut the first paragraph", "works every time", type=ADVICE),
            gift("2026-07-10", "read it aloud", "found two errors at once", type=ADVICE),
        ),
    ),
    Journal(
        "sentences third person",
        (
            agreed("2026-06-01"),
            *met("2026-06-10", "2026-07-10"),
            gift(
                "2026-06-10",
                "Dana's question what I am afraid of",
                "could not sleep, then quit",
                type=INSIGHT,
            ),
            gift(
                "2026-07-10",
                "She thinks I should apply",
                "Applied. Didn't get it, but the talk was good.",
                type=ADVICE,
            ),
            gift(
                "2026-07-11",
                "She knows everyone and introduced me to her sister Mia",
                "she hired me",
            ),
        ),
    ),
    Journal(
        "multi paragraph note",
        (
            agreed("2026-06-01"),
            *met("2026-06-10", "2026-07-10"),
            gift(
                "2026-06-10",
                "Long walk around the lake.\n"
                "Dana listened. I cried a little.\nShe said it gets better.",
                "it did",
            ),
        ),
    ),
    Journal(
        "advice with quotes",
        (
            agreed("2026-06-01"),
            *met("2026-06-10", "2026-07-10"),
            gift("2026-06-10", "“done is better than perfect”", "shipped it", type=ADVICE),
            gift("2026-07-10", '"ask once more"', type=ADVICE),
        ),
    ),
    Journal(
        "nouns",
        (
            agreed("2026-06-01"),
            *met("2026-06-10", "2026-07-10"),
            gift("2026-06-10", "Two hours on my CV"),
            gift("2026-06-11", "Introduction to Lou", "Lou became my second mentor"),
            gift("2026-06-12", "Feedback on the draft"),
            gift("2026-07-10", "recommendation letter", "got in"),
        ),
    ),
    Journal(
        "in spanish",
        (
            agreed("2026-06-01", focus_areas=("hablar en público",)),
            *met("2026-06-10"),
            gift("2026-06-10", "leyó mi propuesta entera"),
            gift("2026-06-10", "empezar por el final", "funcionó", type=ADVICE),
        ),
        name="Lucía Paz",
    ),
    Journal(
        "flash, sent thanks later",
        (
            *met("2026-11-09"),
            gift("2026-11-09", "which team is worth joining and which is not", type=INSIGHT),
        ),
        name="Tom",
    ),
    Journal(
        "good work noun; learned I",
        (
            agreed("2026-01-05"),
            *met("2026-01-10", "2026-02-10"),
            gift("2026-02-10", "gave me the chair at the panel"),
            ended(
                "2026-06-01",
                good_work="honest talks, even about money",
                learned="I need less advice than I thought",
                next_form=NextForm.SPONSOR,
            ),
        ),
    ),
)


def letters() -> Iterator[str]:
    for journal in JOURNALS:
        person = relationship(*journal.entries, name=journal.name, my_role=journal.my_role)
        yield f"=== {journal.about}"
        view = letter_view(person, TODAY, sender=journal.sender)
        yield from (line.plain for line in letter(view, Look(width=80)))
        yield ""


if __name__ == "__main__":
    GOLDEN.write_text("\n".join(letters()), encoding="utf-8")
