"""What `doctor --fix` does: only what loses nothing, and each file as carefully as any other."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from mentorlog import files
from mentorlog.errors import Missing
from mentorlog.journal import names, restoring, saving
from mentorlog.journal.codec import encoded_journal
from mentorlog.journal.doctor.survey import Finding, Mend, Survey
from mentorlog.journal.homes import Home, Homes
from mentorlog.journal.journal import Journal
from mentorlog.journal.names import JOURNAL_FILE
from mentorlog.journal.transaction import recorded
from mentorlog.journal.yaml.write import written


def make_journal_file(root: Path, homes: Homes) -> None:
    """journal.yaml anew, with the id it had if our own folders still know it; or a backup's.

    Call it under the lock. Raises StorageFailed.
    """
    restoring.finish(root)
    identity = _id_known(root, homes) or names.new_id()
    with contextlib.suppress(FileExistsError):  # somebody was faster
        files.create(root / JOURNAL_FILE, written(encoded_journal(identity)).encode())


def _id_known(root: Path, homes: Homes) -> str | None:
    """By what we keep of the journal at this path; of several, the one that did what is there."""
    ids = {home.folder.name.rpartition("-")[0]: home for home in homes.all()}
    known = {identity: home for identity, home in ids.items() if names.is_id(identity)}
    if len(known) > 1:
        known = {identity: home for identity, home in known.items() if _wrote(home, root)}
    return next(iter(known)) if len(known) == 1 else None


def _wrote(home: Home, root: Path) -> bool:
    """Whether its undo log tells of a file that is there."""
    done = (transaction for log in home.undoable if (transaction := recorded(log)))
    paths = (path for each in done for step in each.steps for path in step.paths)
    return any((root / path).exists() for path in paths)


def close_to_others(survey: Survey, found: Iterable[Finding]) -> None:
    """Modes 0700 and 0600. Raises StorageFailed."""
    for finding in found:
        if finding.mend is Mend.MODE:
            with contextlib.suppress(Missing):
                files.make_private(survey.root / finding.file)


def sweep(survey: Survey, journal: Journal, found: Iterable[Finding]) -> None:
    """Complete what was interrupted, then remove what interrupted saves left behind.

    Raises what saving raises.
    """
    left = [finding for finding in found if finding.mend is Mend.LEFTOVER]
    interrupted = any(finding.mend is Mend.INTERRUPTED for finding in found)
    if left or interrupted:
        with saving.held(journal, "doctor"):
            for finding in left:
                with contextlib.suppress(Missing):
                    files.remove(survey.root / finding.file)


def give_names(survey: Survey, journal: Journal, found: Iterable[Finding]) -> None:
    """The names that contents make, all in one transaction that undo takes back.

    Raises what saving raises.
    """
    misnamed = {finding.file for finding in found if finding.mend is Mend.NAME}
    revealing = {finding.file for finding in found if finding.mend is Mend.FOLDER}
    if not misnamed and not revealing:
        return
    journal.load()
    change = journal.change()
    for file, entry in survey.entry_files():
        if file.path in misnamed:
            change.refile(entry)
    for relationship in survey.reading.contents.relationships:
        if journal.file_of(relationship) in revealing:
            change.rename(relationship, relationship.name)
    saving.save(journal, change, journal.drafts.new("doctor"))  # nothing typed could be lost
