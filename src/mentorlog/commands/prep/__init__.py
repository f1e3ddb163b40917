"""Prepare the next meeting from what you noted.

Example: mentorlog prep dana-oz
"""

from __future__ import annotations

from mentorlog.arguments import WHO, Reader, option
from mentorlog.commands import Reading, Result
from mentorlog.commands.desk import Desk
from mentorlog.commands.prep.view import Occasion
from mentorlog.commands.prep.view import prep as prep_view
from mentorlog.errors import Refused, shell_word
from mentorlog.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepare(Reader):
    who: str | None = WHO
    send: bool = option("--send", "Only what they may see, to send to them.")


def prep(desk: Desk, typed: Prepare) -> Result:
    """The page for the next meeting. Raises Refused for --send after the end."""
    relationship = desk.read(
        desk.needed(typed.who, "Prepare a meeting with whom?", "mentorlog prep WHO")
    )
    page = prep_view(relationship, desk.today, reveal=desk.reveal)
    if not typed.send:
        return Result(view=page)
    if page.occasion is Occasion.AFTER:
        again = (
            f"Start again:  mentorlog reopen {shell_word(relationship.handle)}"
            if page.agreed
            else ""
        )
        raise Refused(
            f"There's no meeting to prepare with {relationship.handle}: it has ended.", again
        )
    from mentorlog.commands.prep.agenda import agenda, left_out_lines
    from mentorlog.exchange.audience import Audience, shared

    seen = shared(relationship, Audience.THEM)
    view = agenda(seen, relationship, desk.today)
    return Result(view=view, talk=tuple(left_out_lines(view)))


COMMAND = Reading(Prepare, prep, needs=("who",))
