"""Note what you gave.

Example: mentorlog gave dana-oz "introduced her to our data lead" --type introduction
"""

from __future__ import annotations

from mentorlog.commands import Command
from mentorlog.commands.desk import Desk
from mentorlog.commands.giving import Contribute, check, contribute
from mentorlog.domain.entries import Direction
from mentorlog.domain.relationship import Relationship
from mentorlog.journal.change import Change


def gave(desk: Desk, typed: Contribute, change: Change) -> Relationship:
    return contribute(desk, typed, change, Direction.GIVEN)


COMMAND = Command("gave", Contribute, gave, reads_others=False, needs=("who", "text"), check=check)
