"""Note what you received.

Example: mentorlog received dana-oz "read my promotion case" --type feedback
"""

from __future__ import annotations

from mentorlog.commands import Command
from mentorlog.commands.desk import Desk
from mentorlog.commands.giving import Contribute, check, contribute
from mentorlog.domain.entries import Direction
from mentorlog.domain.relationship import Relationship
from mentorlog.journal.change import Change


def received(desk: Desk, typed: Contribute, change: Change) -> Relationship:
    return contribute(desk, typed, change, Direction.RECEIVED)


COMMAND = Command(
    "received", Contribute, received, reads_others=False, needs=("who", "text"), check=check
)
