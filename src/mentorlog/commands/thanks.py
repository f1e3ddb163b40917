"""Draft a letter of thanks from what they gave; it's shown, never sent.

What the letter quotes is chosen in `views.letter`, its sentences are in `terminal.letter`.

Example: mentorlog thanks dana-oz
"""

from __future__ import annotations

from mentorlog.commands.letters import letters_of
from mentorlog.views.letter import Purpose

COMMAND = letters_of(Purpose.THANKS)
