"""Draft a few lines to somebody you have not seen for long; never sent.

Example: mentorlog reconnect dana-oz
"""

from __future__ import annotations

from mentorlog.commands.letters import letters_of
from mentorlog.views.letter import Purpose

COMMAND = letters_of(Purpose.RECONNECT)
