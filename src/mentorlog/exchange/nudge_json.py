"""mentorlog.nudge/1: what needs doing now, for programs. Its keys are never taken away."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable

from mentorlog.journal.problems import Problem
from mentorlog.views.nudges import Digest, Nudge


def nudge_json(
    view: Digest, problems: Iterable[Problem], sentence: Callable[[Nudge, dt.date], str]
) -> str:
    """One line of JSON; `sentence` says a nudge in words, as a digest would."""
    document = {
        "schema": "mentorlog.nudge/1",
        "as_of": view.as_of.isoformat(),
        "items": [
            {
                "handle": nudge.who.handle,
                "kind": nudge.kind,
                "date": nudge.date.isoformat(),
                "text": sentence(nudge, view.as_of),
            }
            for nudge in view.nudges
        ],
        "problems": [
            {"file": problem.file, "line": problem.line, "message": problem.message}
            for problem in problems
        ],
    }
    return json.dumps(document, ensure_ascii=False) + "\n"
