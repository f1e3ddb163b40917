"""Draft an update on what came of their advice; it's shown, never sent.

Example: mentorlog update dana-oz
"""

from __future__ import annotations

from mentorlog.commands.letters import letters_of
from mentorlog.views.letter import Purpose

COMMAND = letters_of(Purpose.UPDATE)
