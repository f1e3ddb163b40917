"""JSON of everything around nudges: set up, status, test, snooze, explanation. A part of `json`."""

from __future__ import annotations

import datetime as dt

from mentorlog.exchange.fields import Json
from mentorlog.views.explained import Explained, Mention
from mentorlog.views.installation import Installation
from mentorlog.views.nudge_status import NudgeStatus
from mentorlog.views.snoozed import Snoozed
from mentorlog.views.trial import Trial

Set = Explained | Installation | NudgeStatus | Snoozed | Trial


def of_nudges(view: Set) -> dict[str, Json]:
    """The document: what writes as any writer's, what reads as any reader's."""
    match view:
        case Installation():
            return written(f"nudge {view.action}", dry_run=view.dry_run) | _installation(view)
        case Snoozed():
            return written("nudge snooze", dry_run=view.dry_run) | {
                "handle": view.who.handle,
                "until": _iso(view.until),
            }
        case NudgeStatus():
            return _read("nudge-status", view.as_of, [_status(view)])
        case Trial():
            return _read("nudge-test", view.as_of, [_trial(view)])
    return _read("nudge-explain", view.as_of, [_mention(one) for one in view.mentions])


def written(action: str, *, dry_run: bool) -> dict[str, Json]:
    """What every writer says, for those that write no entry."""
    return {
        "schema": "mentorlog.written/1",
        "action": action,
        "dry_run": dry_run,
        "entries": [],
        "next_due": None,
    }


def _read(command: str, as_of: dt.date, items: list[Json]) -> dict[str, Json]:
    return {"schema": f"mentorlog.{command}/1", "as_of": as_of.isoformat(), "items": items}


def _installation(view: Installation) -> dict[str, Json]:
    return {
        "changed": view.changed,
        "scheduler": view.scheduler,
        "channel": view.channel,
        "pieces": [{"place": piece.place, "text": piece.text} for piece in view.pieces],
        "config_file": view.config_file,
        "settings": dict(view.settings),
        "removed": list(view.removed),
        "cautions": list(view.cautions),
        "banner": view.banner,
        "backup": view.backup,
        "trial": None if view.trial is None else _trial(view.trial),
    }


def _trial(view: Trial) -> dict[str, Json]:
    return {
        "works": view.works,
        "command": view.command,
        "status": view.status,
        "printed": view.printed,
        "complaint": view.complaint,
        "channel": view.channel,
        "delivered": view.delivered,
        "channel_complaint": view.channel_complaint,
    }


def _status(view: NudgeStatus) -> dict[str, Json]:
    return {
        "installed": view.scheduler is not None,
        "scheduler": view.scheduler,
        "window": view.window,
        "channel": view.channel,
        "last_run": _iso(view.last_run),
        "next_run": _iso(view.next_run),
        "meets_window": view.meets_window,
        "program": view.program,
        "program_exists": view.program_exists,
        "silent_since": _iso(view.silent_since),
        "banner": view.banner,
    }


def _mention(one: Mention) -> dict[str, Json]:
    return {
        "handle": one.who.handle,
        "standing": one.standing,
        "date": _iso(one.date),
        "snoozed_until": _iso(one.snoozed_until),
        "nudges": [
            {
                "kind": said.nudge.kind,
                "date": _iso(said.nudge.date),
                "said_on": _iso(said.said_on),
                "comes_on": _iso(said.comes_on),
            }
            for said in one.nudges
        ],
        "next": None
        if one.coming is None
        else {"kind": one.coming.kind, "date": _iso(one.coming.date), "on": _iso(one.coming_on)},
    }


def _iso(moment: dt.date | None) -> str | None:
    """A day, or a day and a time to the minute."""
    if isinstance(moment, dt.datetime):
        return moment.isoformat(timespec="minutes")
    return None if moment is None else moment.isoformat()
