"""One question a line, and where a terminal is too narrow for that, no word is torn."""

from __future__ import annotations

import io

import pytest

from mentorlog.errors import Interrupted, UsageError
from mentorlog.terminal.prompts import Prompt, Question, a_name, one_of

HINT = "until Tue 25 May 2027, or open"
_NARROW = f"until Tue 25 May 2027,\n{'':25}or open"
_NARROWER = f"until\n{'':25}Tue 25 May 2027, or\n{'':25}open"


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (None, f"  For how long           [6 months] {HINT} "),
        (80, f"  For how long           [6 months] {HINT} "),
        (60, f"  For how long           [6 months] {_NARROW}\n{'':23}> "),
        (45, f"  For how long           [6 months] {_NARROWER}\n{'':23}> "),
    ],
)
def test_a_hint_stands_beside_the_question(width: int | None, expected: str) -> None:
    questions = io.StringIO()
    prompt = Prompt(io.StringIO("1 year\n"), questions, width)
    question = Question(text="For how long", default="6 months", hint=HINT)

    answer = prompt.ask(question, str)

    assert (answer, questions.getvalue()) == ("1 year", expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Did you mean Dana?", "  Did you mean Dana?     [Keep/discard] "),
        ("An unfinished log-meeting:", "  An unfinished log-meeting: [Keep/discard]\n  > "),
        (
            "You have an unfinished log-meeting, from Mon 30 Nov:",
            "  You have an unfinished log-meeting, from\n  Mon 30 Nov: [Keep/discard] ",
        ),
        (
            "You have an unfinished log-meeting for dana:",
            "  You have an unfinished log-meeting for dana:\n  [Keep/discard] ",
        ),
        ("What 李小龍 hopes for", "  What 李小龍 hopes for  [Keep/discard] "),
    ],
)
def test_a_question_that_is_a_sentence_is_wrapped_whole(text: str, expected: str) -> None:
    questions = io.StringIO()
    prompt = Prompt(io.StringIO("x\n"), questions, 50)

    prompt.ask(Question(text=text, default="keep", choices=("keep", "discard")), str)

    assert questions.getvalue() == expected


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (80, "[goals met/not a fit/outgrown/Other] "),
        (50, f"[goals met/not a fit/\n{'':25}outgrown/Other]\n{'':23}> "),
    ],
)
def test_choices_stand_in_brackets_and_are_not_torn(width: int, expected: str) -> None:
    prompt = Prompt(io.StringIO("other\n"), questions := io.StringIO(), width)
    choices = ("goals met", "not a fit", "outgrown", "other")

    prompt.ask(Question(text="Why now", default="other", choices=choices), str)

    assert questions.getvalue() == f"  Why now                {expected}"


@pytest.mark.parametrize(("usually", "expected"), [(True, "[Y/n]"), (False, "[y/N]")])
def test_the_capital_letter_is_what_enter_means(*, usually: bool, expected: str) -> None:
    prompt = Prompt(io.StringIO("\n"), questions := io.StringIO(), 80)

    agreed = prompt.agrees("Save?", usually=usually)

    assert (agreed, questions.getvalue()) == (usually, f"  Save?                  {expected} ")


def test_a_row_of_a_list_goes_on_below_its_words() -> None:
    prompt = Prompt(io.StringIO(), questions := io.StringIO(), 30)

    prompt.say("  1  Fiona: intro to finance, by Thu 3 Dec")

    assert questions.getvalue() == "  1  Fiona: intro to finance,\n     by Thu 3 Dec\n"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("helo\x1b[Dl\n", "helol"),
        ("a\x01b\x7fc\n", "abc"),
        ("\x1bOHdana\x1b[3~\n", "dana"),
        ("evil\u202etxt\n", "eviltxt"),
        ("a\u200cb\u00adc\tdeck\n", "a\u200cb\u00adc\tdeck"),
    ],
)
def test_no_key_code_and_no_control_character_gets_into_an_answer(
    typed: str, expected: str
) -> None:
    prompt = Prompt(io.StringIO(typed), io.StringIO())

    assert prompt.ask(Question(text="Why"), str) == expected


def test_several_lines_end_with_an_empty_one() -> None:
    prompt = Prompt(io.StringIO("one\n  two\n\nthree\n"), questions := io.StringIO())

    kept: list[str] = []

    assert prompt.several_lines("What?", kept.append) == "one\n  two"
    assert kept == ["one", "one\n  two"]
    assert questions.getvalue() == "What?\n> > > "


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("yes please", True),
        ("Yes, go on", True),
        ("OK.", True),
        ("no thanks", False),
        ("No, not that one!", False),
        ("nope", False),
        ("yse\nlooks good\n...\ny", True),
        ("save\nnot sure\nn", False),
    ],
)
def test_the_first_word_of_an_answer_decides_or_it_is_asked_again(
    typed: str, *, expected: bool
) -> None:
    prompt = Prompt(io.StringIO(f"{typed}\n"), questions := io.StringIO(), 80)

    agreed = prompt.agrees("Save?", usually=not expected)

    again = "    Please answer y or n.\n"
    assert (agreed, questions.getvalue().count(again)) == (expected, typed.count("\n"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("edit please", None), ("e", None), ("yes", True), ("no thanks", False), ("ed?\nx\n", True)],
)
def test_a_third_answer_is_asked_for_too(typed: str, *, expected: bool | None) -> None:
    prompt = Prompt(io.StringIO(f"{typed}\n"), questions := io.StringIO(), 80)

    agreed = prompt.agrees_or("Save?", "edit")

    again = "    Please answer y, n or edit.\n"
    assert (agreed, questions.getvalue().count(again)) == (expected, max(typed.count("\n"), 0))


def test_where_the_answers_end_nothing_is_agreed_to() -> None:
    prompt = Prompt(io.StringIO("maybe\n"), io.StringIO(), 80)

    with pytest.raises(Interrupted):
        prompt.agrees("Save?")


@pytest.mark.parametrize("typed", ["no", "None.", "nothing", "-", "nothing yet", "Nobody", "nope"])
def test_a_plain_no_skips_what_may_be_skipped(typed: str) -> None:
    skippable = Question(text="What did you give?", skippable=True)
    asked = Question(text="Do they want to help")

    answers = [
        Prompt(io.StringIO(f"{typed}\n"), io.StringIO()).ask(one, str) for one in (skippable, asked)
    ]

    assert answers == ["", typed]


@pytest.mark.parametrize("typed", ["once you resume", "Once you resume."])
def test_an_answer_may_say_what_enter_means(typed: str) -> None:
    prompt = Prompt(io.StringIO(f"{typed}\n"), io.StringIO())

    assert not prompt.ask(Question(text="Back on", hint="(Enter: once you resume)"), int)


def number_or_name(text: str) -> None:
    if not text.isdecimal():
        raise UsageError("Type a number.")


@pytest.mark.parametrize("word", ["exit", "quit", "q", "QUIT", ":q"])
def test_a_word_that_leaves_stops_where_it_is_no_answer(word: str) -> None:
    prompt = Prompt(io.StringIO(f"{word}\n"), io.StringIO())

    with pytest.raises(Interrupted):
        prompt.ask(Question(text="Number"), number_or_name)
    assert Prompt(io.StringIO(f"{word}\n"), io.StringIO()).ask(Question(text="Text"), str) == word


@pytest.mark.parametrize("word", ["exit", "q"])
def test_a_word_that_leaves_is_neither_yes_nor_no(word: str) -> None:
    with pytest.raises(Interrupted):
        Prompt(io.StringIO(f"{word}\n"), io.StringIO()).agrees("Save?")


def test_a_word_that_leaves_is_no_name() -> None:
    with pytest.raises(Interrupted):
        Prompt(io.StringIO("quit\n"), io.StringIO()).ask(Question(text="With whom"), a_name)


def test_help_has_the_examples_that_a_wrong_answer_is_told() -> None:
    def day(text: str) -> None:
        if text != "mon":
            raise UsageError(f'"{text}" isn\'t a date.', "Examples: mon, 10 Nov.")

    questions = io.StringIO()
    prompt = Prompt(io.StringIO("?\n?\n3\n?\nmon\n"), questions)

    prompt.ask(Question(text="When", default="mon"), day)

    told = questions.getvalue()
    assert told.count("    Examples: mon, 10 Nov; Enter takes mon. Ctrl-C stops.\n") == 3
    assert '"?"' not in told


def test_help_is_one_line_and_asks_again() -> None:
    questions = io.StringIO()
    choices = Question(text="Which", default="keep", choices=("keep", "drop"))
    prompt = Prompt(io.StringIO("?\nhelp\ndrop\n?\n?\nthe deck\nhelp\nAna\n"), questions)

    said = [
        prompt.ask(choices, one_of(choices.choices)),
        prompt.ask(Question(text="What", skippable=True), str),
        prompt.ask(Question(text="With whom"), a_name),
    ]

    assert said == ["drop", "the deck", "Ana"]
    assert [line.strip() for line in questions.getvalue().splitlines() if line[:2] == "  "]
    assert "    Choose keep or drop; Enter takes keep. Ctrl-C stops.\n" in questions.getvalue()
    assert "    One of: keep, drop.\n" in questions.getvalue()
    assert "    Type your answer; Enter means there's none. Ctrl-C stops.\n" in questions.getvalue()
    assert "    Type a name. Ctrl-C stops.\n" in questions.getvalue()
