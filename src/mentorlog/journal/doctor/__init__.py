"""What doctor finds. The checks of contents are here, those of files and folders in `places`.

It follows no link and opens only regular files. A finding is a value; nothing is mended here.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from mentorlog import files
from mentorlog.domain.entries import (
    Agreement,
    Closure,
    Contribution,
    Entry,
    KeyPath,
    Meeting,
    MeetingStatus,
    Note,
    Pause,
)
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import AgreementWords, ClosureWords, ContributionWords, Goal, NoteWords
from mentorlog.errors import Copy, Newer, Problem, StorageFailed, shell_word
from mentorlog.files import TEMPORARY
from mentorlog.frozen import StrEnum, dataclass
from mentorlog.journal import scan, sealed
from mentorlog.journal.arriving import TAKEN
from mentorlog.journal.codec import COPY_OF_PERSON, is_person, strictly_parsed
from mentorlog.journal.homes import Home
from mentorlog.journal.names import (
    JOURNAL_FILE,
    TRASH,
    file_name,
    handle_in,
    handle_of,
    id_in,
    is_id,
)
from mentorlog.journal.reading import EntryFile, Folder, Reading
from mentorlog.journal.values import dotted
from mentorlog.journal.yaml.read import YamlProblem, read


class FileKind(StrEnum):
    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    OTHER = "something that isn't a regular file"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlace:
    """Something in the journal. `path` from its root; `owner`: a user id."""

    path: str
    kind: FileKind
    mode: int
    owner: int

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def parent(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def is_hidden(self) -> bool:
        return self.name.startswith(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A journal as doctor sees it.

    `places`: by path, the root ("") first. `homes`: the journal's folders outside of it.
    """

    root: Path
    today: dt.date
    reading: Reading
    places: tuple[FilePlace, ...] = ()
    homes: tuple[Home, ...] = ()

    @property
    def folders(self) -> tuple[Folder, ...]:
        return tuple(self.reading.folders.values())

    @property
    def problem_files(self) -> frozenset[str]:
        """The files that every reader reports as damaged."""
        return frozenset(problem.file for problem in self.reading.contents.problems)

    def entry_files(self) -> Iterator[tuple[EntryFile, Entry]]:
        """Every file with a readable entry, copies included."""
        for folder in self.folders:
            for file in folder.entry_files:
                if file.parsed.value is not None:
                    yield file, file.parsed.value


def survey(root: Path, homes: tuple[Home, ...], today: dt.date) -> Survey:
    """Look at the journal. Raises Refused if `root` isn't a folder, StorageFailed."""
    reading = scan.read(root, strictly_parsed)
    places = tuple(_places(root)) if root.is_dir() else ()
    return Survey(root=root, today=today, reading=reading, places=places, homes=homes)


def _places(root: Path) -> Iterator[FilePlace]:
    yield _place(os.lstat(root), "")
    yield from _below(root, "")


def _below(root: Path, folder: str) -> Iterator[FilePlace]:
    try:
        with os.scandir(root / folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:  # reading reports it
        return
    for entry in entries:
        path = f"{folder}/{entry.name}".removeprefix("/")
        if entry.name.startswith(".") and not entry.name.startswith((TRASH, TEMPORARY)):
            continue  # someone else's: git, a sync service, an editor
        try:
            place = _place(entry.stat(follow_symlinks=False), path)
        except OSError:  # it went meanwhile
            continue
        yield place
        if place.kind is FileKind.FOLDER:
            yield from _below(root, path)


def _place(status: os.stat_result, path: str) -> FilePlace:
    mode = status.st_mode
    kinds = (
        (stat.S_ISREG, FileKind.FILE),
        (stat.S_ISDIR, FileKind.FOLDER),
        (stat.S_ISLNK, FileKind.LINK),
    )
    kind = next((kind for fits, kind in kinds if fits(mode)), FileKind.OTHER)
    return FilePlace(path=path, kind=kind, mode=stat.S_IMODE(mode), owner=status.st_uid)


class Level(StrEnum):
    """How serious a finding is; a remark needs no mending."""

    WRONG = "wrong"
    REMARK = "remark"


class Mend(StrEnum):
    """What `doctor --fix` can mend without losing anything."""

    JOURNAL_FILE = "write a new journal.yaml"
    MODE = "make it readable for you alone"
    NAME = "rename the file to fit its content"
    FOLDER = "rename the folder to the alias"
    LEFTOVER = "remove what an interrupted save left over"
    INTERRUPTED = "complete the interrupted command"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that doctor found.

    `file`: its path in the journal, or the full path if it is elsewhere. `line` counts from 1; None
    = the file as a whole. `remedy`: a command, or what to do by hand.
    """

    file: str
    message: str
    remedy: str
    line: int | None = None
    level: Level = Level.WRONG
    mend: Mend | None = None

    @property
    def order(self) -> tuple[bool, str, int, str]:
        """Sort key: problems before mere remarks, then by file and line."""
        return self.level is Level.REMARK, self.file, self.line or 0, self.message


Check = Callable[[Survey], Iterator[Finding]]


def findings(survey: Survey) -> tuple[Finding, ...]:
    """All findings, problems first, each by file and line."""
    from mentorlog.journal.doctor import places  # which imports this module

    everything = (finding for check in (*CHECKS, *places.CHECKS) for finding in check(survey))
    return tuple(sorted(everything, key=lambda finding: finding.order))


def to_fix(what: str = "") -> str:
    """The remedy for what `doctor --fix` can mend."""
    return f"{what}mentorlog doctor --fix"


def problems(survey: Survey) -> Iterator[Finding]:
    """The problems that every reader reports, with remedies."""
    copies = {finding.file for finding in copies_of_people(survey)}
    for problem in survey.reading.contents.problems:
        if problem.file not in copies:
            mend = Mend.JOURNAL_FILE if _is_missing(survey, problem) else None
            yield Finding(
                file=problem.file,
                line=problem.line,
                message=problem.message,
                remedy=_remedy(survey, problem),
                mend=mend,
            )


def copies_of_people(survey: Survey) -> Iterator[Finding]:
    """Copies of a relationship.yaml under other names, as sync services make them."""
    for folder in survey.folders:
        for file in folder.entry_files:
            if file.parsed.value is None and _is_of_a_person(survey.root / file.path):
                yield Finding(
                    file=file.path,
                    message=COPY_OF_PERSON,
                    remedy="Copy over what's missing there, then delete the copy.",
                )


def same_entries(survey: Survey) -> Iterator[Finding]:
    """Identical files of one entry: it counts once. Differing ones are problems already."""
    spare = {folder.name for folder in survey.folders if _is_spare(survey, folder)}
    for first, *others in survey.reading.entry_files.values():
        for other in others:
            if other.folder not in spare and _are_alike(survey, first.path, other.path):
                yield Finding(
                    file=other.path,
                    message=f"an exact copy of {first.path}; the entry counts once",
                    remedy="Delete the copy.",
                )


def names(survey: Survey) -> Iterator[Finding]:
    """Files whose name doesn't fit their contents."""
    for file, entry in survey.entry_files():
        right = file_name(entry.kind, entry.date, entry.id)
        if file.name == right or len(survey.reading.entry_files[entry.id]) > 1:
            continue
        taken = (survey.root / file.path).with_name(right).exists()
        mend = Mend.NAME if file.parsed.clean and not taken else None
        yield Finding(
            file=file.path,
            message=f"going by its content, its name should be {right}",
            remedy=to_fix() if mend else "Fix what else is wrong with it first.",
            mend=mend,
        )


def confidence(survey: Survey) -> Iterator[Finding]:
    """Folders whose name gives away the name behind an alias."""
    for folder in survey.folders:
        person = folder.parsed.value
        if person is None or not person.in_confidence or not person.alias:
            continue
        shown = handle_in(folder.name, person.id)
        if shown == handle_of(person.name) and shown != handle_of(person.alias):
            yield Finding(
                file=folder.path,
                message="the folder's name shows the name held in confidence",
                remedy=to_fix(),
                mend=Mend.FOLDER if folder.parsed.clean else None,
            )


def unsealed(survey: Survey) -> Iterator[Finding]:
    """Plain entries of a sealed person: by hand, by an older program, or by a killed sync."""
    stopped = (survey.root / TAKEN).exists()
    for folder in survey.folders:
        if not sealed.is_sealed_at(survey.root, folder.path):
            continue
        for file in folder.entry_files:
            path = file.path
            if file.parsed.clean and not (
                sealed.is_sealed_at(survey.root, path) or sealed.is_bare_plan_at(survey.root, path)
            ):
                yield Finding(
                    file=path,
                    message="in plain text, though this person is sealed",
                    remedy=to_fix("The next command that writes seals it, or ")
                    if stopped
                    else f"mentorlog seal on {shell_word(handle_in(folder.name, folder.id))}",
                    mend=Mend.INTERRUPTED if stopped else None,
                )


def references(survey: Survey) -> Iterator[Finding]:
    """References to an entry or a goal that isn't there."""
    ids = {*survey.reading.entry_files, *_unread_ids(survey)}
    for relationship in survey.reading.contents.relationships:
        goals = {goal.title for goal in _goals(relationship)}
        for entry in relationship.entries:
            for place, what in _dangling(entry, ids, goals):
                yield finding_at(survey, entry, place, what)


def finding_at(survey: Survey, entry: Entry, place: KeyPath, message: str) -> Finding:
    """A finding about one key of an entry."""
    file = survey.reading.entry_files[entry.id][0]
    return Finding(
        file=file.path,
        line=_line(survey.root / file.path, place),
        message=message,
        remedy=_edit(survey, file.path),
    )


def _remedy(survey: Survey, problem: Problem) -> str:
    if _is_missing(survey, problem):
        return to_fix()
    if isinstance(problem, Newer):
        return "Update mentorlog."
    if problem.file.count("/") != 2:  # noqa: PLR2004 - relationships/FOLDER/FILE
        return f"Open it in your editor:  {survey.root / problem.file}"
    if isinstance(problem, Copy):
        return _remedy_of_copy(survey, problem)
    if not (survey.root / problem.file).exists():
        return "Write it again: schema: 1, id, name and my_role."
    return _edit(survey, problem.file)


def _remedy_of_copy(survey: Survey, problem: Copy) -> str:
    for folder in survey.folders:
        if folder.path == problem.file and _is_spare(survey, folder):
            spare = survey.root / folder.home
            return f"Delete this folder; the other one has everything in it:  {spare}"
    return "Merge the two, then delete one."


def _is_spare(survey: Survey, folder: Folder) -> bool:
    """Whether a folder is a copy of a person's, and everything in it is in the original too."""
    copied = {copy.file for copy in survey.reading.contents.problems if isinstance(copy, Copy)}
    if folder.path not in copied:
        return False
    known = survey.reading.entry_files
    entries = [(file, file.parsed.value) for file in folder.entry_files]
    counting = [known[entry.id][0] if entry else file for file, entry in entries]
    return all(
        first != file and _are_alike(survey, first.path, file.path)
        for (file, _), first in zip(entries, counting, strict=True)
    ) and any(
        other.id == folder.id
        and other is not folder
        and _are_alike(survey, other.path, folder.path)
        for other in survey.folders
    )


def _are_alike(survey: Survey, path: str, other: str) -> bool:
    return files.read_if_readable(survey.root / path) == files.read_if_readable(survey.root / other)


def _edit(survey: Survey, file: str) -> str:
    """The command that opens a file: by its id, unless that is ambiguous."""
    name = file.rpartition("/")[2]
    identity = id_in(name)
    alone = len(survey.reading.entry_files.get(identity, ())) <= 1
    word = identity if is_id(identity) and alone and "-" in name else file
    return f"mentorlog edit {shell_word(word)}"


def _is_missing(survey: Survey, problem: Problem) -> bool:
    return problem.file == JOURNAL_FILE and not (survey.root / JOURNAL_FILE).exists()


def _is_of_a_person(path: Path) -> bool:
    try:
        return is_person(read(files.read(path)).value)
    except (StorageFailed, YamlProblem):
        return False


def _unread_ids(survey: Survey) -> Iterator[str]:
    """The ids in the names of unreadable files; their entries may be fine."""
    for folder in survey.folders:
        for file in folder.entry_files:
            if file.parsed.value is None:
                yield id_in(file.name)


def _dangling(entry: Entry, ids: set[str], goals: set[str]) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(entry, Contribution):
        words = entry.words or ContributionWords()
        if words.meeting and words.meeting not in ids:
            yield ("meeting",), "meeting isn't the id of an entry"
        if words.answers and words.answers not in ids:
            yield ("answers",), "answers isn't the id of an entry"
    elif isinstance(entry, Note):
        goal = (entry.words or NoteWords()).goal
        if goal and goal not in goals:
            yield ("goal",), "goal isn't the title of an agreed goal"


def _goals(relationship: Relationship) -> Iterator[Goal]:
    for agreement in relationship.of(Agreement):
        yield from (agreement.words or AgreementWords()).goals


def _line(path: Path, place: KeyPath) -> int | None:
    try:
        return read(files.read(path)).line(place)
    except (StorageFailed, YamlProblem):
        return None


_MAY_COME = (Agreement, Meeting, Pause)  # kinds that can be dated ahead
_OF_LOOPS = ("told_them_on", "thanked_on", "raised_on", "dropped_on")


def future(survey: Survey) -> Iterator[Finding]:
    """Dates in the future of what must have happened already."""
    for relationship in survey.reading.contents.relationships:
        for entry in relationship.entries:
            for place, date in _facts(entry):
                if date > survey.today:
                    message = f"{dotted(place)} is {date}, which is in the future"
                    yield finding_at(survey, entry, place, message)


def after_closure(survey: Survey) -> Iterator[Finding]:
    """Entries dated after the closure, except plans and pauses."""
    for relationship in survey.reading.contents.relationships:
        closures = [closure.date for closure in relationship.of(Closure)]
        for entry in relationship.entries:
            ends = [day for day in closures if day < entry.date]
            may_follow = isinstance(entry, (*_MAY_COME, Closure)) and not _is_held(entry)
            if not ends or may_follow:
                continue
            if assessment(relationship, entry.date).standing is Standing.ENDED:
                message = f"dated {entry.date}, after the end on {max(ends)}"
                yield finding_at(survey, entry, ("date",), message)


def _facts(entry: Entry) -> Iterator[tuple[KeyPath, dt.date]]:
    """The dates in an entry on which something has happened, with their paths."""
    if not isinstance(entry, _MAY_COME) or _is_held(entry):
        yield ("date",), entry.date
    for place, item in enumerate(entry.action_items if isinstance(entry, Meeting) else ()):
        yield from _set_dates(item, ("done_on", "dropped_on"), ("action_items", place))
    yield from _set_dates(entry, _OF_LOOPS, ())
    if isinstance(entry, Closure):
        yield from _set_dates(entry.words or ClosureWords(), ("thanks_sent_on",), ())


def _set_dates(
    instance: object, keys: tuple[str, ...], above: KeyPath
) -> Iterator[tuple[KeyPath, dt.date]]:
    for key in keys:
        date = getattr(instance, key, None)
        if date is not None:
            yield (*above, key), date


def _is_held(entry: Entry) -> bool:
    return isinstance(entry, Meeting) and entry.status is MeetingStatus.HELD


CHECKS: tuple[Check, ...] = (
    problems,
    copies_of_people,
    same_entries,
    names,
    confidence,
    unsealed,
    references,
    future,
    after_closure,
)
