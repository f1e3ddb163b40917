"""One question a line, and where a terminal is too narrow for that, no word is torn."""

from __future__ import annotations

import io

import pytest

from mentorlog.terminal.prompts import Prompt, Question

HINT = "until Tue 25 May 2027, or open"
_BELOW = f"{'':25}until Tue 25 May\n{'':25}2027, or open"


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (None, f"  For how long           [6 months] {HINT} "),
        (80, f"  For how long           [6 months] {HINT} "),
        (60, f"  For how long           [6 months] \n{'':25}{HINT}\n{'':23}> "),
        (45, f"  For how long           [6 months] \n{_BELOW}\n{'':23}> "),
    ],
)
def test_a_hint_stands_beside_the_question_or_below_it(width: int | None, expected: str) -> None:
    questions = io.StringIO()
    prompt = Prompt(io.StringIO("1 year\n"), questions, width)
    question = Question(text="For how long", default="6 months", hint=HINT)

    answer = prompt.ask(question, str)

    assert (answer, questions.getvalue()) == ("1 year", expected)
