"""Change what you wrote: with options at once, without them in your editor.

Example: mentorlog edit 4v8m --minutes 45 --on yesterday
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import ClassVar, TypeVar

from mentorlog import arguments
from mentorlog.arguments import AT, BY, NOTE, ON, STATUS, TOPIC, TYPE, adapted, argument, option
from mentorlog.commands import Command, occasions, rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.details import Details, detailed, details_of
from mentorlog.commands.editing import Sheet, follow_date, placed
from mentorlog.commands.typed import choice, date, level, texts, time, words
from mentorlog.domain.days import Toward
from mentorlog.domain.entries import Agreement, Contribution, Entry, Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import ChangedBy, MeetingWords
from mentorlog.errors import NotFound, NothingToChange, Refused, UsageError, shell_word
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.journal.changed_files import saved_as
from mentorlog.journal.codec import refuse_newer, worded, words_of
from mentorlog.journal.names import RELATIONSHIP_FILE
from mentorlog.journal.texts import parsed_text
from mentorlog.journal.transaction import Saved, latest
from mentorlog.journal.values import class_of_words
from mentorlog.terminal.wording import command, either, spelled

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(Details):
    empties: ClassVar[bool] = True

    what: str | None = argument(
        "ID|WHO",
        "An entry's id, a person, or a file (default: the last entry).",
        offers="people or entries",
        about=True,
    )
    day: str | None = adapted(ON, "The day it was, or is planned for.", date="either")
    at: str | None = adapted(AT, "When it started; '' removes it (as with the options below).")
    topic: list[str] | None = adapted(TOPIC, "Replace the topics; repeatable.")
    note: str | None = NOTE
    status: str | None = adapted(
        STATUS, "held, planned, cancelled, no-show or rescheduled.", choices="MeetingStatus"
    )
    by: str | None = BY
    type_: str | None = TYPE
    text: str | None = option(
        "--text -|TEXT", "The text of what was given or noted; - reads it from stdin.", prose=True
    )
    level: str | None = option("--visibility LEVEL", "private, pair or open.", choices="Visibility")
    in_confidence: bool | None = option(
        "--in-confidence/--not-in-confidence", "Hide its words unless --reveal is given, or not."
    )

    @property
    def given(self) -> tuple[str, ...]:
        """The options that say what to change; an empty text removes a value."""
        values = ((name, getattr(self, name)) for name in arguments.parameters(Edit))
        return tuple(n for n, value in values if n != "what" and value not in (None, [], ()))

    @property
    def edit(self) -> bool:
        """Whether to open an editor."""
        return not self.given


_OF_ALL = ("level", "in_confidence")


def _options_of(kind: type[Entry]) -> tuple[str, ...]:
    """The options that change this kind of entry without an editor, beside those of all.

    A kind's own are in `commands.details`.
    """
    if kind is Meeting:
        return ("day", "at", *details_of(kind), "topic", "note", "status", "by")
    has_text = hasattr(class_of_words(kind), "text")
    return ("day", *details_of(kind), "text") if has_text else ()


def edit(desk: Desk, typed: Edit, change: Change) -> Relationship:
    """Change one file of the journal, damaged or not; `sheet` says what the editor opens."""
    if not typed.edit:
        return _changed(desk, typed, change)
    relationship, file = _meant(desk, typed)
    parsed = parsed_text(file, desk.journal.bytes_of(file)).value
    entry = parsed if isinstance(parsed, Entry) else None
    change.people = [_saved_file(file, entry, relationship)]
    if entry is not None:
        change.opened(entry)
    return relationship


def _changed(desk: Desk, typed: Edit, change: Change) -> Relationship:
    """Change an entry in place by the options. Raises Refused, UsageError."""
    relationship, entry = _entry(desk, typed)
    _refuse_foreign(relationship, entry, typed)
    if set(typed.given) - {*_OF_ALL, "day", "status"}:
        relationship, entry = desk.whole(relationship, entry)
    _change(desk, typed, change, relationship, entry)
    if change.is_empty:
        raise NothingToChange(f"{entry.id} already says that.")
    others = occasions.others_to_change(
        desk, entry, "Change it", change, partial(_again, typed), usually=True
    )
    for who, other in others:
        _change(desk, typed, change, who, other)
    change.others = tuple(who for who, _ in others)
    return relationship


def _again(typed: Edit, _: Relationship, other: Entry) -> tuple[str, ...]:
    """The command line that changes another person's entry alike; with words, its editor opens."""
    words = set(typed.given) & {*typed.prose}
    return ("edit", other.id, *(() if words else _options(typed)))


def _options(typed: Edit) -> Iterator[str]:
    """The typed options, without the texts among them."""
    for name in typed.given:
        value = getattr(typed, name)
        yes, _, no = arguments.parameters(Edit)[name].flags[0].partition("/")
        yield from (yes, value) if isinstance(value, str) else (yes if value else no,)


def _change(
    desk: Desk, typed: Edit, change: Change, relationship: Relationship, entry: Entry
) -> None:
    new = replace(
        _reworded(entry, typed, desk.today),
        visibility=level(typed.level) or entry.visibility,
        in_confidence=entry.in_confidence if typed.in_confidence is None else typed.in_confidence,
    )
    if rules.place_in_time(new) != rules.place_in_time(entry):
        rules.fits(relationship, new, desk.today)
        if isinstance(new, Contribution):
            rules.not_coming(new.date, desk.today, "What was given")
    change.update(entry, new)
    follow_date(desk, relationship, entry, new, change)


def _entry(desk: Desk, typed: Edit) -> tuple[Relationship, Entry]:
    """The named entry, else the last one written. Raises Refused, UsageError."""
    if typed.what is None:
        return _last(desk)
    if desk.means_entry(typed.what):
        return desk.entry(typed.what)
    try:
        somebody = desk.relationship(typed.what)
    except NotFound:
        return desk.entry(typed.what)
    raise UsageError(
        f"{_flag(typed.given[0])} is for an entry; {somebody.handle} is a person.",
        f"List the ids:  mentorlog show {shell_word(somebody.handle)}",
    )


def _last(desk: Desk) -> tuple[Relationship, Entry]:
    """The entry last written on this machine that still exists. Raises NotFound."""

    def last() -> str | None:
        ids = (
            transaction.id
            for transaction in latest(desk.journal.home)
            if desk.journal.files_of(transaction.id)
        )
        return next(ids, None)

    if (identity := desk.once("the last entry", last)) is not None:
        return desk.entry(identity)
    raise NotFound("There's nothing to edit yet.", "mentorlog edit ID|WHO")


def _refuse_foreign(whose: Relationship, entry: Entry, typed: Edit) -> None:
    """Raises UsageError for an option that doesn't fit this kind of entry."""
    takes = (*_options_of(type(entry)), *_OF_ALL)
    for name in typed.given:
        if name not in takes:
            kind = spelled(entry.kind)
            has_terms = isinstance(entry, Agreement)
            usage = command("amend", whose.handle) if has_terms else command("edit", entry.id)
            raise UsageError(
                f"{entry.id} is {'an' if kind[0] in 'aeiou' else 'a'} {kind}, "
                f"which has no {_flag(name)}.",
                f"It takes {either(map(_flag, takes))}.\n"
                f"{'Its terms' if has_terms else 'Everything else, in your editor'}:  {usage}",
            )


def _flag(name: str) -> str:
    """The option of a field: --on."""
    return arguments.parameters(Edit)[name].flags[0].partition("/")[0]


def _reworded(entry: Entry, typed: Edit, today: dt.date) -> Entry:
    """The entry with the typed date, words and other fields."""
    if "day" in typed.given:
        planned = isinstance(entry, Meeting) and entry.status is MeetingStatus.PLANNED
        toward = Toward.COMING if planned and typed.status is None else Toward.PAST
        _refuse_empty(typed.day, "--on")
        entry = replace(entry, date=date(typed.day, today=today, toward=toward))
    if isinstance(entry, Meeting):
        return _meeting(entry, typed)
    if typed.text is not None:
        _refuse_empty(typed.text, "--text")
        was = words_of(entry) or class_of_words(type(entry))()
        entry = worded(entry, replace(was, text=words(typed.text, "The text")))
    return detailed(entry, typed, removing=True)


def _meeting(entry: Meeting, typed: Edit) -> Meeting:
    _refuse_empty(typed.status, "--status")
    before = entry.words or MeetingWords()
    topics = (
        None
        if "topic" not in typed.given
        else [topic for topic in typed.topic or () if topic.strip()]
    )
    changed = replace(
        entry,
        status=choice(MeetingStatus, typed.status) or entry.status,
        time=_now(entry.time, typed.at, time),
        words=entry.words
        and replace(
            before,
            topics=before.topics if topics is None else texts(topics),
            notes=_now(before.notes, typed.note, partial(words, what="The note")),
            changed_by=_now(before.changed_by, typed.by, partial(choice, ChangedBy, option="--by")),
        ),
    )
    return detailed(changed, typed, removing=True)


def _now(was: T | None, typed: str | None, read: Callable[[str], T | None]) -> T | None:
    """The new value of a field: as typed, None for an empty text, unchanged for None."""
    if typed is None:
        return was
    return read(typed) if typed.strip() else None


def _refuse_empty(typed: str | None, flag: str) -> None:
    """Raises UsageError for an empty text: the field can't be removed."""
    if typed is not None and not typed.strip():
        raise UsageError(f"{flag} can't be left empty.", "Every entry of this kind has one.")


def sheet(desk: Desk, typed: Edit, change: Change, relationship: Relationship) -> Sheet:
    """The file to edit, with its problems as comments on top. Raises DamagedJournal."""
    _, file = _meant(desk, typed)
    before, base = desk.journal.text_of(file)
    parsed = parsed_text(file, base)
    refuse_newer(file, parsed)
    change.people = []
    was = parsed.value if isinstance(parsed.value, Entry) else None

    def accept(text: bytes) -> Relationship | None:
        now = change.rewrite(file, before, text)
        if isinstance(now, Entry):
            _refuse_taken(desk, file, now)
            if was is None or rules.place_in_time(was) != rules.place_in_time(now):
                rules.fits(relationship, now, desk.today)
            if was is not None:
                follow_date(desk, relationship, was, now, change)
                _change_alike(desk, was, now, change)
            return None
        changed = replace(
            relationship, name=now.name, alias=now.alias, in_confidence=now.in_confidence
        )
        if text != base:
            change.people = [_saved_file(file, None, changed)]
        return changed

    above = [f"line {line}: {what}" if line else what for line, what in parsed.problems]
    return Sheet(
        file=file,
        base=base,
        text=base,
        accept=accept,
        above=tuple(_placed(above, parsed.problems)),
        way_out=f"{_by_options(was)}Open the file itself:  {desk.journal.root / file}",
    )


def _change_alike(desk: Desk, was: Entry, now: Entry, change: Change) -> None:
    """Change the other people's entries of a meeting, too, if the user wants that."""
    if not isinstance(was, Meeting) or occasions.edited_alike(was, was, now) == was:
        return
    others = occasions.others_to_change(
        desk, was, "Change it", change, partial(_again, Edit()), usually=True
    )
    for who, other in others:
        new = occasions.edited_alike(other, was, now)
        rules.fits(who, new, desk.today)
        change.update(other, new)
        follow_date(desk, who, other, new, change)
    change.others = tuple(who for who, _ in others)


def _by_options(entry: Entry | None) -> str:
    """The command that changes an entry without an editor; "" if options can't."""
    takes = _options_of(type(entry)) if entry else ()
    return f"Options need none: {either(map(_flag, takes))}.\n" if takes else ""


def _placed(texts: list[str], problems: tuple[tuple[int | None, str], ...]) -> Iterator[str]:
    """The problem's lines, with line numbers that count these lines, too."""
    for text, (line, what) in zip(texts, problems, strict=True):
        yield placed(line, what, below=len(texts)) if line else text


def _meant(desk: Desk, typed: Edit) -> tuple[Relationship, str]:
    """The relationship and the file: a person's, an entry's, or a damaged one by path or id."""
    if typed.what is None:
        relationship, entry = _last(desk)
        return relationship, desk.journal.files_of(entry.id)[0]
    try:
        relationship = desk.relationship(typed.what)
    except NotFound as nobody:
        relationship, file = _file_called(desk, typed.what, nobody)
        return relationship, file
    return relationship, desk.journal.file_of(relationship)


def _file_called(desk: Desk, word: str, nobody: NotFound) -> tuple[Relationship, str]:
    files = desk.journal.files_like(word)
    if len(files) > 1:
        raise Refused(
            f"That matches several files: {' and '.join(files[:3])}.",
            command("edit", files[0]),
        )
    if not files:
        raise nobody
    folder = files[0].split("/")[1]
    return desk.relationship(desk.journal.handle_in(folder)), files[0]


def _refuse_taken(desk: Desk, file: str, entry: Entry) -> None:
    others = [path for path in desk.journal.files_of(entry.id) if path != file]
    if others:
        raise Refused(f"The id {entry.id} belongs to another file: {others[0]}.")


def _saved_file(file: str, entry: Entry | None, relationship: Relationship) -> Saved:
    if entry is not None:
        return saved_as(entry, file)
    if file.endswith(f"/{RELATIONSHIP_FILE}"):
        return Saved(id=relationship.id or "", kind="relationship", date="", file=file)
    return Saved(id="", kind="entry", date="", file=file)


COMMAND = Command("edit", Edit, edit, sheet=sheet, reads_others=False)
