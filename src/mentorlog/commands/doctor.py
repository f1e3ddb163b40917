"""Check the journal, and say how to fix what's wrong.

Example: mentorlog doctor
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import ClassVar

from mentorlog import files
from mentorlog.arguments import AS_OF, DRY_RUN, Reader, Writer, option
from mentorlog.commands import Alone, Result, nudging
from mentorlog.commands.desk import journal_of
from mentorlog.commands.typed import past
from mentorlog.environment import Environment
from mentorlog.errors import DamagedJournal, Missing, Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal import arriving, names, saving
from mentorlog.journal.codec import encoded_journal
from mentorlog.journal.doctor import Finding, Level, Mend, Survey, findings, survey
from mentorlog.journal.homes import Home, Homes, refuse_inside
from mentorlog.journal.journal import Journal
from mentorlog.journal.names import JOURNAL_FILE
from mentorlog.journal.saving import locked_as_is
from mentorlog.journal.transaction import recorded
from mentorlog.journal.yaml import dump
from mentorlog.reminders import ledger
from mentorlog.terminal import wording
from mentorlog.terminal.console import Work, waiting
from mentorlog.terminal.look import Line, Look, Style, line
from mentorlog.terminal.wording import counted, day
from mentorlog.views import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Doctor(Reader, Writer):
    unused = ("reveal", "visibility", "resume")
    fix: bool = option("--fix", "Fix what can be fixed without losing anything.")
    as_of: str | None = AS_OF
    dry_run: bool = DRY_RUN


def doctor(environment: Environment, typed: Doctor) -> Result:
    """Examine the journal; with --fix, mend it and examine it again."""
    before = _examined(environment, typed)
    problems = _findings(environment, before)
    mended: tuple[Finding, ...] = ()
    if typed.fix and not typed.dry_run:
        _mend(environment, typed, before, problems)
        before = _examined(environment, typed)
        left = _findings(environment, before)
        still = {(problem.file, problem.message) for problem in left}
        gone = (
            problem
            for problem in problems
            if problem.mend and (problem.file, problem.message) not in still
        )
        mended, problems = tuple(gone), left
    view = Examination(
        as_of=before.today,
        journal=str(before.root),
        found=(*(_as_shown(problem, mended=True) for problem in mended), *map(_as_shown, problems)),
        people=len(before.reading.contents.relationships),
        entries=len(before.reading.entry_files),
    )
    return Result(view=view, status=DamagedJournal.exit_status if view.wrong else 0)


def _examined(environment: Environment, typed: Doctor) -> Survey:
    today = environment.today
    on = past(typed.as_of, today) if typed.as_of else today
    homes = _homes(environment)
    with waiting(environment.stderr, Work.EXAMINING):
        return survey(homes.root, homes.all(), on)


def _findings(environment: Environment, examined: Survey) -> tuple[Finding, ...]:
    outside = (*_inside(environment, examined), *_silence(environment, examined))
    with waiting(environment.stderr, Work.EXAMINING):
        return (*outside, *findings(examined))


def _mend(
    environment: Environment, typed: Doctor, examined: Survey, problems: tuple[Finding, ...]
) -> None:
    if any(problem.mend is Mend.JOURNAL_FILE for problem in problems):
        with locked_as_is(journal_of(environment), "doctor"):
            make_journal_file(examined.root, _homes(environment))
    make_private(examined, problems)
    if not _was_stopped(examined) and all(
        problem.mend in (None, Mend.JOURNAL_FILE, Mend.MODE) for problem in problems
    ):
        return
    journal = journal_of(environment)
    sweep(examined, journal, problems)
    rename_misnamed(_examined(environment, typed), journal, problems)


def make_journal_file(root: Path, homes: Homes) -> None:
    """Write journal.yaml again, under the lock, with the id our folders know, or a new one."""
    arriving.finish(root)
    identity = _id_known(root, homes) or names.new_id()
    with contextlib.suppress(FileExistsError):  # another process was faster
        files.create(root / JOURNAL_FILE, dump(encoded_journal(identity)).encode())


def _id_known(root: Path, homes: Homes) -> str | None:
    """The id in our own folders for this path; of several, the one whose log fits the files."""
    ids = {home.folder.name.rpartition("-")[0]: home for home in homes.all()}
    known = {identity: home for identity, home in ids.items() if names.is_id(identity)}
    if len(known) > 1:
        known = {identity: home for identity, home in known.items() if _wrote(home, root)}
    return next(iter(known)) if len(known) == 1 else None


def _wrote(home: Home, root: Path) -> bool:
    """Whether its undo log names a file that exists."""
    done = (transaction for log in home.undoable if (transaction := recorded(log)))
    paths = (path for each in done for step in each.steps for path in step.paths)
    return any((root / path).exists() for path in paths)


def make_private(survey: Survey, problems: Iterable[Finding]) -> None:
    """Set modes 0700 and 0600. Raises StorageFailed."""
    for problem in problems:
        if problem.mend is Mend.MODE:
            with contextlib.suppress(Missing):
                files.make_private(survey.root / problem.file)


def sweep(survey: Survey, journal: Journal, problems: Iterable[Finding]) -> None:
    """Complete what was interrupted, then remove what it left. Raises what saving raises."""
    left = [problem for problem in problems if problem.mend is Mend.LEFTOVER]
    interrupted = any(problem.mend is Mend.INTERRUPTED for problem in problems)
    if left or interrupted or _was_stopped(survey):
        with saving.held(journal, "doctor"):
            for problem in left:
                with contextlib.suppress(Missing):
                    files.remove(survey.root / problem.file)


def _was_stopped(survey: Survey) -> bool:
    """Whether a command was stopped, or a sync before sealing all it took; no finding shows it."""
    taken = (survey.root / arriving.TAKEN).exists()
    return taken or any(home.unfinished for home in survey.homes)


def rename_misnamed(survey: Survey, journal: Journal, problems: Iterable[Finding]) -> None:
    """Rename files after their contents; undo takes it back. Raises what saving raises."""
    misnamed = {problem.file for problem in problems if problem.mend is Mend.NAME}
    revealing = {problem.file for problem in problems if problem.mend is Mend.FOLDER}
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
    saving.save(journal, change, journal.drafts.new("doctor"))  # an empty draft


def _inside(environment: Environment, examined: Survey) -> Iterator[Finding]:
    """Findings for our own folders if they are inside the journal, as they'd be synced with it."""
    places = {
        "state": environment.state_folder,
        "cache": environment.cache_folder,
        "configuration": environment.config_file,
    }
    for what, place in places.items():
        try:
            refuse_inside(examined.root, place)
        except Refused as refused:
            yield Finding(
                file=str(place),
                message=f"the {what} is inside the journal, and must not travel with it",
                remedy=refused.hint,
            )


def _silence(environment: Environment, examined: Survey) -> Iterator[Finding]:
    """A finding if a scheduled job no longer runs."""
    try:
        journal = journal_of(environment)
        window = nudging.window(environment)
    except Refused:  # reported elsewhere
        return
    except UsageError as error:
        yield Finding(file=str(environment.config_file), message=error.message, remedy=error.hint)
        return
    since = ledger.silent_since(journal.state_folder, examined.today, window)
    if since is not None:
        yield Finding(
            file=str(journal.state_folder / ledger.HEARTBEAT),
            message=f"nudges haven't run since {day(since, examined.today)}",
            remedy="mentorlog nudge status",
        )


def _homes(environment: Environment) -> Homes:
    return Homes(environment.state_folder, environment.journal_folder)


def _as_shown(finding: Finding, *, mended: bool = False) -> ShownFinding:
    return ShownFinding(
        file=finding.file,
        line=finding.line,
        message=finding.message,
        remedy=finding.remedy,
        wrong=finding.level is Level.WRONG,
        mendable=finding.mend is not None,
        mended=mended,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """One finding. `file`: its path in the journal, or a full path. `line` counts from 1.

    `wrong`: False for a mere remark. `mendable`: `--fix` can mend it; `mended`: it just did.
    """

    JSON: ClassVar[Shape] = Shape(left_out=("wrong",), keys={"level": "level"})

    file: str
    line: int | None
    message: str
    remedy: str
    wrong: bool
    mendable: bool = False
    mended: bool = False

    @property
    def level(self) -> str:
        return "wrong" if self.wrong else "told"  # a remark, as programs know it


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What doctor found; `people`, `entries`: how many could be read."""

    JSON: ClassVar[Shape] = Shape(schema="doctor", only=("as_of",), keys={"items": "found"})

    as_of: dt.date
    journal: str
    found: tuple[ShownFinding, ...] = ()
    people: int = 0
    entries: int = 0

    @property
    def wrong(self) -> int:
        """How many problems are left."""
        return sum(finding.wrong and not finding.mended for finding in self.found)

    @property
    def mendable(self) -> int:
        return sum(finding.mendable and not finding.mended for finding in self.found)


ALIKE = 5  # findings with the same message; more are only counted
_COMMAND = re.compile(r"mentorlog .*")


def text(view: Examination, look: Look) -> Iterator[Line]:
    """Lines are never wrapped, so that an editor can follow them."""
    mended = [finding for finding in view.found if finding.mended]
    wrong = [finding for finding in view.found if finding.wrong and not finding.mended]
    remarks = [finding for finding in view.found if not finding.wrong]
    yield from _listed(mended, look, "mended: ")
    yield from _listed(wrong, look)
    yield from _listed(remarks, look, "also: ")
    yield line(_summary(view))
    if view.mendable:
        fix = (wording.command("doctor", "--fix"), Style.COMMAND)
        yield line("Fix what can be fixed without loss:  ", fix)


def _listed(findings: Iterable[ShownFinding], look: Look, before: str = "") -> Iterator[Line]:
    for _, group in groupby(findings, key=lambda finding: (finding.message, finding.remedy)):
        alike = tuple(group)
        shown = alike if look.plain else alike[:ALIKE]
        for finding in shown:
            yield _line(finding, look, before)
        if len(alike) > len(shown):
            more = len(alike) - len(shown)
            yield line(f"  and {counted(more, 'more file')} with the same problem")


def _line(finding: ShownFinding, look: Look, before: str) -> Line:
    at = "" if finding.line is None else f":{finding.line}"
    where = f"{look.safe(finding.file)}{at}: "
    message = look.safe(finding.message)
    style = Style.WRONG if finding.wrong and not finding.mended else Style.PLAIN
    if finding.mended:
        return line(before, (where, style), message)
    remedy = look.safe(finding.remedy)
    command = _COMMAND.search(remedy)
    text = remedy[: command.start()] if command else remedy
    shown = command[0] if command else ""
    return line(before, (where, style), f"{message}.  {text}", (shown, Style.COMMAND))


def _summary(view: Examination) -> str:
    read = f"{counted(view.people, 'relationship')}, {counted(view.entries, 'entry')}"
    if view.wrong:
        return f"{counted(view.wrong, 'finding')}. Checked {read}."
    return f"No problems found. Checked {read}."


COMMAND = Alone(Doctor, doctor)
