"""A draft's dates, when it is taken up on a later day: what was meant then, not now. Pure.

"yesterday" in a draft from Monday is Sunday, whenever the draft is resumed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from mentorlog.commands.dates import Toward, date, moment
from mentorlog.errors import MentorlogError

KEPT_ON = "kept_on"  # the key in a draft beside what was typed


def meant_then(typed: Mapping[str, object], then: dt.date, *, dated: bool) -> dict[str, object]:
    """What was typed on a day, with every date written out.

    `dated`: the command has an `--on`, whose absence meant that day. What is no date stays as it
    is, for the command to complain about.
    """
    said = {**({"on": "today"} if dated else {}), **typed}
    return {name: _written_out(_MEANINGS.get(name), value, then) for name, value in said.items()}


def day_of(kept: object) -> dt.date | None:
    """The day on which a draft was kept; None if somebody wrote something else there."""
    try:
        return dt.date.fromisoformat(str(kept))
    except ValueError:
        return None


def _written_out(meaning: Meaning | None, value: object, then: dt.date) -> object:
    if meaning is None or not isinstance(value, str):
        return value
    try:
        return meaning(value, then)
    except MentorlogError:
        return value


def _past(text: str, then: dt.date) -> str:
    return date(text, today=then, toward=Toward.PAST).isoformat()


def _coming(text: str, then: dt.date) -> str:
    return date(text, today=then, toward=Toward.COMING).isoformat()


def _moment(text: str, then: dt.date) -> str:
    day, hour = moment(text, today=then)
    return f"{day} {hour:%H:%M}" if hour else day.isoformat()


Meaning = Callable[[str, dt.date], str]
_MEANINGS: dict[str, Meaning] = {
    "on": _past,
    **dict.fromkeys(("since", "starts", "until", "again"), _coming),
    **dict.fromkeys(("coming", "first", "moved_to", "when"), _moment),
}
