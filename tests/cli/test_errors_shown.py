"""Errors and problems on stderr: told briefly, and with a remedy."""

from __future__ import annotations

from mentorlog.cli.showing import error_as_text, problems
from mentorlog.errors import Problem, Refused
from mentorlog.terminal.look import Look

FILE = "relationships/dana-oz-9f2k/2026-11-10-meeting-4v8m2t9c.yaml"
TWICE = Problem(FILE, 7, 'the key "notes" stands twice (first on line 5)')


def told(*found: Problem) -> list[str]:
    return [line.plain for line in problems(found, Look(width=60))]


def test_a_problem_says_where_it_is_and_what_and_what_helps() -> None:
    assert told(TWICE) == [
        f'{FILE}:7: the key "notes" stands twice (first on line 5).',
        "  It's left as it is; everything else is shown.  mentorlog doctor",
    ]


def test_a_whole_file_has_no_line_and_a_sentence_keeps_its_stop() -> None:
    assert told(Problem("journal.yaml", None, "is missing."))[0] == "journal.yaml: is missing."


def test_more_than_five_are_summed_up() -> None:
    six, seven = told(*[TWICE] * 6), told(*[TWICE] * 7)

    assert (len(six), six[5]) == (7, "and one more.")
    assert seven[5:] == [
        "and 2 more.",
        "  They're left as they are; everything else is shown.  mentorlog doctor",
    ]


def test_nothing_wrong_is_nothing_told() -> None:
    assert told() == []


def test_a_file_name_cannot_move_the_cursor() -> None:
    assert told(Problem("a\x1b[2J.yaml", None, "is odd"))[0] == "a\\x1b[2J.yaml: is odd."


def test_on_a_narrow_terminal_lines_are_folded_between_words() -> None:
    error = Refused(
        "You logged a meeting with fiona-o-brien on Fri 27 Nov already: r49ps8zy.",
        "Add to it:  mentorlog edit r49ps8zy   or, for one more:  --another",
    )

    assert error_as_text(error, 40).splitlines() == [
        "mentorlog: You logged a meeting with",
        "  fiona-o-brien on Fri 27 Nov already:",
        "  r49ps8zy.",
        "  Add to it:  mentorlog edit r49ps8zy",
        "    or, for one more:  --another",
    ]
    assert error_as_text(error).count("\n") == 2
