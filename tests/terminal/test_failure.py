"""How errors look on a terminal."""

from __future__ import annotations

from mentorlog.errors import Refused
from mentorlog.terminal.failure import as_text


def test_on_a_narrow_terminal_lines_are_folded_between_words() -> None:
    error = Refused(
        "You logged a meeting with fiona-o-brien on Fri 27 Nov already: r49ps8zy.",
        "Add to it:  mentorlog edit r49ps8zy   or, for one more:  --another",
    )

    assert as_text(error, 40).splitlines() == [
        "mentorlog: You logged a meeting with",
        "  fiona-o-brien on Fri 27 Nov already:",
        "  r49ps8zy.",
        "  Add to it:  mentorlog edit r49ps8zy",
        "    or, for one more:  --another",
    ]
    assert as_text(error).count("\n") == 2
