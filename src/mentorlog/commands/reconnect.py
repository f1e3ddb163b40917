"""Draft a few lines to someone you haven't seen for a long time; it's never sent.

Example: mentorlog reconnect dana-oz
"""

from __future__ import annotations

from mentorlog.commands.letters import letters_of
from mentorlog.views.letter import Purpose

COMMAND = letters_of(Purpose.RECONNECT)
