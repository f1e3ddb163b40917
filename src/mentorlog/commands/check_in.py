"""Note how it feels; only you see it.

Example: mentorlog check-in dana-oz --fit good
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from mentorlog.arguments import ON, WHO, Writer, option
from mentorlog.commands import Command, rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import choice, words
from mentorlog.domain.entries import CheckIn
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import CheckInWords, Fit, Pulse
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal.change import Change
from mentorlog.terminal import wording
from mentorlog.terminal.prompts import Field, Prompt, completed, number, one_of
from mentorlog.views.confidence import shown_name


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInArguments(Writer):
    who: str | None = WHO
    on: str | None = ON
    fit: str | None = option(
        "--fit FIT",
        "good fit, still deciding or not a fit.",
        choices=("good_fit", "still_deciding", "not_a_fit"),
    )
    trust: int | None = option("--trust 1-5", "How freely you can speak.")
    useful: int | None = option("--useful 1-5", "How useful it is.")
    challenge: int | None = option("--challenge 1-5", "How much it challenges you.")
    good_for_both: int | None = option("--good-for-both 1-5", "How good it is for both of you.")
    note: str | None = option("--note -|TEXT", "A note; - reads it from stdin.", prose=True)


def check_in(desk: Desk, typed: CheckInArguments, change: Change) -> Relationship:
    """Write one check-in. Raises UsageError if it would say nothing."""
    relationship = desk.needed(typed.who, "With whom?", "mentorlog check-in WHO --fit good")
    on = check(desk, typed)
    rules.open_on(relationship, on, desk.today)
    if not _says_something(typed):
        raise UsageError(
            "How does it feel?", "--fit, --trust, --useful, --challenge, --good-for-both or --note"
        )
    change.add(
        relationship,
        CheckIn(
            id="",
            date=on,
            words=CheckInWords(
                fit=choice(Fit, _whole(typed.fit), "--fit"),
                pulse=_pulse(typed),
                note=words(typed.note),
            ),
        ),
    )
    return relationship


def check(desk: Desk, typed: CheckInArguments) -> dt.date:
    """The day. Raises UsageError or Refused for an impossible one."""
    choice(Fit, _whole(typed.fit), "--fit")
    _pulse(typed)
    return rules.day_so_far(typed.on, desk.today, "A check-in")


def ask_the_rest(
    desk: Desk, typed: CheckInArguments, prompt: Prompt, keep: Callable[[CheckInArguments], object]
) -> CheckInArguments:
    """Ask on a terminal, if no option was given, for the fit, the four scales and a note."""
    if typed.who is None or (_says_something(typed) and not prompt.is_resumed):
        return typed
    relationship = desk.relationship(typed.who)
    name = wording.first_name(shown_name(relationship, reveal=False))
    prompt.say(
        f"How does it feel with {name}? Only you will see this. Press Enter to skip a question; "
        "the four in the middle take 1 (hardly) to 5 (very much).\n"
    )
    return completed(typed, _FIELDS, prompt, keep)


def _says_something(typed: CheckInArguments) -> bool:
    values = (typed.fit, typed.trust, typed.useful, typed.challenge, typed.good_for_both)
    return any(value is not None for value in (*values, typed.note))


def _pulse(typed: CheckInArguments) -> Pulse:
    try:
        return Pulse(
            trust=typed.trust,
            useful=typed.useful,
            challenge=typed.challenge,
            good_for_both=typed.good_for_both,
        )
    except ValueError as error:
        raise UsageError(f"--{str(error).replace('_', '-')}.") from None


def _whole(fit: str | None) -> str | None:
    """The fit in full for a short answer: good, deciding, not."""
    return _SHORT.get((fit or "").strip().lower(), fit)


def _fit(text: str) -> str:
    return one_of(Fit)(_whole(text) or text)


_SHORT = {
    "good": Fit.GOOD_FIT,
    "deciding": Fit.STILL_DECIDING,
    "undecided": Fit.STILL_DECIDING,
    "not": Fit.NOT_A_FIT,
}
_SCALE = number(1, 5)
_FIELDS = (
    Field(name="fit", text="It's a fit", choices=wording.each_spelled(Fit), read=_fit),
    Field(name="trust", text="I can say anything", read=_SCALE),
    Field(name="useful", text="It's useful", read=_SCALE),
    Field(name="challenge", text="It challenges me", read=_SCALE),
    Field(name="good_for_both", text="It's good for both", read=_SCALE),
    Field(name="note", text="A note to myself", skippable=True),
)

COMMAND = Command(
    "check-in",
    CheckInArguments,
    check_in,
    ask=ask_the_rest,
    reads_others=False,
    needs=("who",),
    fits=lambda desk, person: rules.has_terms(person, desk.today),
    check=check,
)
