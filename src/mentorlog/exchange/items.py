"""The other readers' views as mappings for JSON: a schema, the day, and items.

A key is null where nothing is known; what is withheld says so. Nothing is decided here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mentorlog.exchange.fields import Json
from mentorlog.views.agenda import Agenda
from mentorlog.views.candidates import Candidate, Candidates
from mentorlog.views.chores import Chore
from mentorlog.views.comparison import Comparison
from mentorlog.views.examination import Examination
from mentorlog.views.letter import Letter
from mentorlog.views.matches import Match, Matches
from mentorlog.views.people import People
from mentorlog.views.points import Point
from mentorlog.views.prep import Occurrence, Prep
from mentorlog.views.sealed import Sealed
from mentorlog.views.settings import Settings
from mentorlog.views.templates import Templates


def listed(view: object) -> dict[str, Json]:
    """The view in its schema. Raises TypeError for no view."""
    fields = _VIEWS.get(type(view))
    if fields is None:
        raise TypeError(type(view).__name__)
    return fields(view)


def _prep(view: Prep) -> dict[str, Json]:
    return {
        **_head("prep", view.as_of),
        "handle": view.handle,
        "occasion": view.occasion,
        "standing": view.standing,
        "meeting": _occurrence(view.meeting),
        "last_met": _iso(view.last_met),
        "items": [_point(point) for point in view.points],
        "chores": [_chore(chore) for chore in view.chores],
    }


def _agenda(view: Agenda) -> dict[str, Json]:
    return {
        **_head("prep", view.as_of),
        "handle": view.handle,
        "meeting": _occurrence(view.meeting),
        "last_met": _iso(view.last_met),
        "topics": list(view.topics),
        "items": [_point(point) for point in view.points],
        "after": _iso(view.after),
        "left_out": {str(topic): count for topic, count in view.left_out},
    }


def _sealed(view: Sealed) -> dict[str, Json]:
    return {
        **_head("seal", view.as_of),
        "action": view.action,
        "identity": view.identity,
        "protected": view.protected,
        "recovery": view.recovery,
        "recovery_here": view.recovery_here,
        "can_seal": view.can_seal,
        "opened": view.opened,
        "opened_by_recovery": view.opened_by_recovery,
        "dry_run": view.dry_run,
        "items": [
            {
                "handle": one.handle,
                "name": one.name,
                "on": one.comes,
                "sealed": one.sealed,
                "plain": one.plain,
            }
            for one in view.people
        ],
    }


def _letter(view: Letter) -> dict[str, Json]:
    """What it rests on, and the letter itself, a paragraph a line with blank ones between."""
    from mentorlog.terminal.letter import paragraphs

    return {
        **_head("thanks", view.as_of),
        "handle": view.handle,
        "letter": None if view.is_empty else "\n\n".join(paragraphs(view)),
        "items": [
            {
                "id": gift.id,
                "date": gift.date.isoformat(),
                "type": gift.type,
                "text": gift.text,
                "outcome": gift.outcome,
                "open": gift.open,
            }
            for gift in view.gifts
        ],
    }


def _matches(view: Matches) -> dict[str, Json]:
    return {
        **_head("find", view.as_of),
        "items": [_match(one) for one in view.items],
        "in_confidence": view.in_confidence,
        "sealed": view.sealed,
    }


def _match(one: Match) -> Json:
    return {
        "id": one.id,
        "handle": one.handle,
        "kind": one.kind or "relationship",
        "date": _iso(one.date),
        "field": one.field,
        "text": one.text,
    }


def _candidates(view: Candidates | Comparison) -> dict[str, Json]:
    return {**_head("candidate", view.as_of), "items": [_candidate(one) for one in view.items]}


def _candidate(one: Candidate) -> Json:
    return {
        "handle": one.handle,
        "name": one.name,
        "stage": one.stage,
        "date": one.since.isoformat(),
        "follow_up_on": _iso(one.follow_up_on),
        "experience": one.known.experience,
        "desire": one.known.desire,
        "time": one.known.time,
        "differs_from_me": list(one.differs),
        "helps_with": list(one.helps_with),
        "warm_path": one.known.warm_path,
        "i_can_offer": one.known.i_can_offer,
        "small_ask": one.known.small_ask,
        "note": one.known.note,
    }


def _people(view: People) -> dict[str, Json]:
    return {
        **_head("people", view.as_of),
        "items": [
            {
                "function": each.function,
                "by": [one.handle for one in each.by],
                "considered": [one.handle for one in each.could],
            }
            for each in view.helps
        ],
        "differ": list(view.differ),
        "alike": list(view.alike),
        "wanted": {"function": view.wanted.function, "difference": view.wanted.difference},
    }


def _templates(view: Templates) -> dict[str, Json]:
    items: Json = [
        {
            "name": one.name,
            "programme": one.programme,
            "about": one.about,
            "cadence": one.cadence,
            "for": one.length,
            "minutes": one.minutes,
            "own": one.own,
        }
        for one in view.items
    ]
    return {**_head("new-agreement", view.as_of), "items": items}


def _config(view: Settings) -> dict[str, Json]:
    items: list[Json] = [
        {"key": one.key, "value": one.value, "set": one.is_set} for one in view.items
    ]
    return {**_head("config", view.as_of), "items": items}


def _doctor(view: Examination) -> dict[str, Json]:
    return {
        **_head("doctor", view.as_of),
        "items": [
            {
                "file": one.file,
                "line": one.line,
                "message": one.message,
                "remedy": one.remedy,
                "level": "wrong" if one.wrong else "told",
                "mendable": one.mendable,
                "mended": one.mended,
            }
            for one in view.found
        ],
    }


def _occurrence(meeting: Occurrence) -> Json:
    return {
        "date": _iso(meeting.date),
        "due": _iso(meeting.due),
        "time": f"{meeting.time:%H:%M}" if meeting.time else None,
        "minutes": meeting.minutes,
        "media": list(meeting.media),
        "place": meeting.place,
    }


def _point(point: Point) -> Json:
    item: dict[str, Json] = {
        "topic": point.topic,
        "id": point.id,
        "n": point.n,
        "date": _iso(point.date),
        "due": _iso(point.due),
        "done": _iso(point.done),
        "text": point.text,
        "outcome": point.outcome,
        "more": point.more,
    }
    return item | ({"withheld": True} if point.withheld else {})


def _chore(chore: Chore) -> Json:
    return {"kind": chore.kind, "date": _iso(chore.date), "moment": chore.moment}


def _head(command: str, as_of: dt.date) -> dict[str, Json]:
    return {"schema": f"mentorlog.{command}/1", "as_of": as_of.isoformat()}


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


_VIEWS: dict[type, Callable[[Any], dict[str, Json]]] = {
    Prep: _prep,
    Agenda: _agenda,
    Letter: _letter,
    Matches: _matches,
    Examination: _doctor,
    Candidates: _candidates,
    Comparison: _candidates,
    People: _people,
    Templates: _templates,
    Settings: _config,
    Sealed: _sealed,
}
