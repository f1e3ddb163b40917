"""What doctor looks for outside of the journal: drafts that wait, and commands cut short."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from mentorlog.files import ABANDONED, TEMPORARY
from mentorlog.journal import drafts
from mentorlog.journal.doctor.survey import Survey
from mentorlog.journal.findings import Finding, Mend, to_fix
from mentorlog.journal.homes import Home, draft_of
from mentorlog.journal.transaction import recorded


def waiting_drafts(survey: Survey) -> Iterator[Finding]:
    """What was typed and not saved."""
    saved = {draft_of(log) for home in survey.homes for log in home.undoable}
    for draft in drafts.waiting(home.drafts for home in survey.homes):
        if draft.id not in saved:
            yield Finding(
                file=str(draft.path),
                message=f"a draft of {draft.command} waits, from {draft.kept_on}",
                remedy=f"mentorlog {draft.command} --resume {draft.id}",
            )


def unreadable_drafts(survey: Survey) -> Iterator[Finding]:
    """Drafts that somebody wrote into, so that no command can go on with them."""
    readable = {draft.path for draft in drafts.waiting(home.drafts for home in survey.homes)}
    for home in survey.homes:
        for path in sorted(home.drafts.glob(f"[!.]*{drafts.SUFFIX}")):
            if path not in readable:
                yield Finding(
                    file=str(path),
                    message="a draft that can't be read as one",
                    remedy="Take what you need out of it, then delete it.",
                )


def interrupted(survey: Survey) -> Iterator[Finding]:
    """A command that was stopped in the middle of saving."""
    for home in survey.homes:
        for log in home.interrupted:
            found = recorded(log)
            if found is None:
                yield _unreadable(log)
            else:
                yield Finding(
                    file=str(log),
                    message=f"{found.command} was interrupted while it saved",
                    remedy=to_fix("The next command that writes completes it, or "),
                    mend=Mend.INTERRUPTED,
                )


def undo_log(survey: Survey) -> Iterator[Finding]:
    """Logs in the undo log that can't be read: undo stops there."""
    for home in survey.homes:
        for log in (*home.undoable, *home.undone):
            if recorded(log) is None:
                yield _unreadable(log)


def leftovers(survey: Survey) -> Iterator[Finding]:
    """Temporary files, and copies for an editor whose draft is gone."""
    for path in old_leftovers(survey.homes):
        yield Finding(
            file=str(path),
            message="left behind by a command that was interrupted",
            remedy=to_fix(),
            mend=Mend.LEFTOVER,
        )


def old_leftovers(homes: tuple[Home, ...]) -> Iterator[Path]:
    """Temporary files in our own folders that nobody can be writing any more."""
    now = time.time()
    for home in homes:
        for folder in (home.folder, home.drafts, home.saving, home.undo):
            for path in sorted(folder.glob(f"{TEMPORARY}*")):
                if now - path.lstat().st_mtime > ABANDONED:
                    yield path


def _unreadable(log: Path) -> Finding:
    return Finding(
        file=str(log),
        message="the log of a command can't be read",
        remedy="Look at it, then move it away; it is the program's own.",
    )
