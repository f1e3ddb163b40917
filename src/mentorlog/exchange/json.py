"""Views as JSON, for programs: the shapes of CONTRACT section 5, their keys never taken away.

It decides nothing: what is withheld was taken out by the views. All but printable ASCII is escaped,
so that no text in it can move a cursor.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

from mentorlog.exchange.fields import Json, entry_fields, relationship_fields
from mentorlog.exchange.items import listed
from mentorlog.exchange.nudge_set_up import of_nudges, written
from mentorlog.journal.problems import Problem
from mentorlog.views.board import Board
from mentorlog.views.demonstration import Demonstration
from mentorlog.views.explained import Explained
from mentorlog.views.installation import Installation
from mentorlog.views.loops import Loop, Loops
from mentorlog.views.nudge_status import NudgeStatus
from mentorlog.views.overview import Overview
from mentorlog.views.page import Page
from mentorlog.views.periods import Period
from mentorlog.views.retrospect import Retrospect
from mentorlog.views.row import Row
from mentorlog.views.settings import SettingChange
from mentorlog.views.snoozed import Snoozed
from mentorlog.views.story import Story
from mentorlog.views.synced import Synced
from mentorlog.views.trial import Trial
from mentorlog.views.undone import Undone
from mentorlog.views.welcome import Welcome
from mentorlog.views.written import Written


def as_json(view: object, problems: Iterable[Problem] = ()) -> str:
    """The view in its schema, on one line. Raises TypeError for no view."""
    is_writers = isinstance(
        view, Written | Undone | Installation | Snoozed | Synced | SettingChange
    )
    document = _document(view) | ({} if is_writers else _problems(problems))
    return json.dumps(document).replace("\x7f", "\\u007f") + "\n"


def row_fields(row: Row) -> dict[str, Json]:
    """R: one relationship of `review --json`."""
    given, received = row.last_given, row.last_received
    return {
        "handle": row.handle,
        "id": row.id,
        "name": row.name,
        "my_role": row.my_role,
        "standing": row.standing,
        "cadence": row.cadence,
        "bound": row.bound,
        "start": _iso(row.start),
        "end": _iso(row.end),
        "ending": row.ending,
        "due": _iso(row.due),
        "slack_days": row.slack_days,
        "last_held": _iso(row.last_held),
        "next_planned": _iso(row.next_planned),
        "pace": _pace(row),
        "on_time": _on_time(row),
        "last_given": _iso(given.date if given else None),
        "last_received": _iso(received.date if received else None),
        "open_actions": {"me": row.open_actions.me, "them": row.open_actions.them},
        "unreadable": row.unreadable,
    }


def _document(view: object) -> dict[str, Json]:  # noqa: C901, PLR0911 - a schema each
    match view:
        case Board():
            return _review(view.as_of, view.rows)
        case Page():
            return _review(view.as_of, (view.row,))
        case Welcome():
            return _review(view.as_of, ())
        case Loops():
            items: Json = [_loop(loop) for loop in view.items]
            return {"schema": "mentorlog.todo/1", "as_of": _iso(view.as_of), "items": items}
        case Story():
            return _timeline(view)
        case Written():
            return _written(view)
        case Undone():
            return _written(view.written)
        case Demonstration():
            return _review(view.board.as_of, view.board.rows)
        case Explained() | Installation() | NudgeStatus() | Snoozed() | Trial():
            return of_nudges(view)
        case Synced() | SettingChange():
            return _set_up(view)
        case Retrospect() | Overview():
            return _looked_back(view)
        case _:
            return listed(view)


def _review(as_of: dt.date, rows: Iterable[Row]) -> dict[str, Json]:
    shown: Json = [row_fields(row) for row in rows]
    return {"schema": "mentorlog.review/1", "as_of": as_of.isoformat(), "relationships": shown}


def _looked_back(view: Retrospect | Overview) -> dict[str, Json]:
    pages = [view.page] if isinstance(view, Retrospect) else [one.page for one in view.items]
    reviewed = _review(view.period.until, [page.row for page in pages])
    return reviewed | {"period": _period(view.period)}


def _period(period: Period) -> Json:
    return {
        "name": period.name,
        "from": period.since.isoformat(),
        "to": period.until.isoformat(),
    }


def _pace(row: Row) -> Json:
    if row.pace is None:
        return None
    return {
        "held": row.pace.held,
        "expected": row.pace.expected,
        "from": _iso(row.pace.since),
        "to": _iso(row.pace.until),
    }


def _on_time(row: Row) -> Json:
    return {"on_time": row.on_time.on_time, "of": row.on_time.of} if row.on_time else None


def _loop(loop: Loop) -> dict[str, Json]:
    item: dict[str, Json] = {
        "id": loop.id,
        "n": loop.n,
        "handle": loop.handle,
        "loop": loop.loop,
        "owner": loop.owner,
        "due": _iso(loop.due),
        "text": loop.text,
    }
    return item | ({"withheld": True} if loop.withheld else {})


def _timeline(view: Story) -> dict[str, Json]:
    entries: Json = [
        entry_fields(each.entry, each.unknown, withheld=each.withheld is not None)
        | {"file": each.file}
        for each in view.chapters
    ]
    person = relationship_fields(view.relationship, view.unknown, withheld=view.withheld)
    return {"schema": "mentorlog.timeline/1", "relationship": person, "entries": entries}


def _written(view: Written) -> dict[str, Json]:
    told: dict[str, Json] = {
        "schema": "mentorlog.written/1",
        "action": view.action,
        "dry_run": view.dry_run,
        "entries": [
            {"id": one.id or None, "kind": one.kind, "date": _iso(one.date), "file": one.file}
            for one in view.entries
        ],
        "next_due": _iso(view.next_due),
    }
    return told | (_left_out(view) if view.action == "import" else {})


def _left_out(view: Written) -> dict[str, Json]:
    skipped: Json = [{"place": one.place, "why": one.why} for one in view.left_out]
    return {"skipped": skipped, "here_already": view.here_already}


def _set_up(view: Synced | SettingChange) -> dict[str, Json]:
    if isinstance(view, SettingChange):
        one = view.setting
        change: dict[str, Json] = {"key": one.key, "value": one.value, "set": one.is_set}
        return written("config", dry_run=view.dry_run) | change
    return written("sync", dry_run=view.dry_run) | {
        "sent": view.sent,
        "taken": view.taken,
        "both": [{"file": pair.path, "mine": pair.mine} for pair in view.both],
        "revived": list(view.revived),
    }


def _problems(problems: Iterable[Problem]) -> dict[str, Json]:
    told: Json = [
        {"file": problem.file, "line": problem.line, "message": problem.message}
        for problem in problems
    ]
    return {"problems": told}


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None
