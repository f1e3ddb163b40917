"""An export as one page for a browser or a printer. Needs Jinja2 (extra `page`)."""

from __future__ import annotations

from mentorlog.exchange.audience import Audience
from mentorlog.exchange.exports import Export
from mentorlog.exchange.formats import Choices, told_readers
from mentorlog.exchange.html import Sheet, document
from mentorlog.exchange.leaves import exported
from mentorlog.exchange.texts import visible
from mentorlog.terminal.wording import day

_FOR = {
    Audience.ME: "For yourself: everything but what is held in confidence",
    Audience.THEM: "What you both agreed and did",
    Audience.OTHERS: "Dates and lengths of meetings",
}


def written(export: Export, _: Choices) -> str:
    """A section for everyone. Raises Refused if the extra is not installed."""
    names = [visible(person.relationship.name) for person in export.people]
    since = f", since {day(export.since, export.as_of)}" if export.since else ""
    return document(
        Sheet(
            title=f"Mentoring: {names[0]}" if len(names) == 1 else "Mentoring",
            as_of=export.as_of,
            about=f"{_FOR[export.audience]}{since}",
            leaves=tuple(exported(person, export) for person in export.people),
            left_out=told_readers(export.left_out),
        )
    )
