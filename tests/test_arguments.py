"""A command's class tells how its fields are given, and what each of them means."""

from __future__ import annotations

import pytest

from mentorlog import arguments
from mentorlog.arguments import ON, TEXT, WHO, Reader, Writer, option
from mentorlog.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Writer):
    unused = ("resume",)
    who: str | None = WHO
    text: str | None = TEXT
    on: str | None = ON
    to: str | None = option("--to DATE", "Until when.", date="coming")
    loudly: bool = option("--loudly", "With a bang.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Both(Reader, Writer):
    level: str | None = option("--visibility LEVEL", "It sets that, and nothing else.")


def test_a_class_says_which_fields_are_words_dates_and_people() -> None:
    assert arguments.prose(Plan) == Plan().prose == ("text",)
    assert arguments.dates(Plan) == {"on": "past", "to": "coming"}
    assert arguments.about(Plan) == ("who",)


def test_a_switch_is_off_and_a_value_is_missing_unless_given() -> None:
    plan = Plan(who="dana")

    assert (plan.who, plan.to, plan.loudly) == ("dana", None, False)
    assert arguments.parameters(Plan)["loudly"].metavar is None


def test_an_option_may_stand_in_several_classes_under_several_names() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Other(Reader):
        day: str | None = ON

    assert arguments.dates(Other) == {"day": "past"}
    assert arguments.dates(Plan) == {"on": "past", "to": "coming"}


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (Plan, ("visibility", "resume", "dry_run", "no_input", "as_json")),
        (Both, ("as_of", "reveal", "resume", "dry_run", "no_input", "as_json")),
    ],
)
def test_what_all_of_a_kind_take_is_given_to_them_but_for_their_own(
    kind: arguments.ArgumentsClass, names: tuple[str, ...]
) -> None:
    own = [one.name for one in arguments.taken(kind)]

    assert tuple(own[-len(names) :]) == names
    assert set(own) == {*arguments.parameters(kind), *names}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("can", "cancelled"),
        ("No-S", "no_show"),
        ("held", "held"),
        ("he", "he"),
        ("", ""),
        ("x", "x"),
    ],
)
def test_the_only_word_that_begins_so_is_meant(typed: str, meant: str) -> None:
    assert arguments.chosen(typed, ("held", "held_over", "cancelled", "no_show")) == meant
