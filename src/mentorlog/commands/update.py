"""Draft what came of their advice; it is shown, never sent.

Example: mentorlog update dana-oz
"""

from __future__ import annotations

from mentorlog.commands.letters import letters_of
from mentorlog.views.letter import Purpose

COMMAND = letters_of(Purpose.UPDATE)
