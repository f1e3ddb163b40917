"""Draft a letter of thanks from what they gave; it's shown, never sent.

Example: mentorlog thanks dana-oz
"""

from __future__ import annotations

from mentorlog.commands.letters import letters_of
from mentorlog.views.letter import Purpose

# `views.letter` chooses what the letter quotes; its sentences are in `terminal.letter`.
COMMAND = letters_of(Purpose.THANKS)
