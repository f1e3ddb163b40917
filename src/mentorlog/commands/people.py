"""See who helps you with what, what nobody helps with, and where everyone is alike.

Example: mentorlog people
"""

from __future__ import annotations

from mentorlog.arguments import Reader
from mentorlog.commands import Reading, Result
from mentorlog.commands.desk import Desk
from mentorlog.frozen import dataclass
from mentorlog.views.people import people as people_view


@dataclass(frozen=True, slots=True, kw_only=True)
class People(Reader):
    """Takes no arguments."""


def people(desk: Desk, _: People) -> Result:
    """The map of everyone who helps me, and who might."""
    everyone = [desk.read(person) for person in desk.contents.relationships]
    hours = desk.environment.settings.hours_per_month
    view = people_view(everyone, desk.today, reveal=desk.reveal, hours=hours)
    return Result(view=view)


COMMAND = Reading(People, people)
