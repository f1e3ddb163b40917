"""Import meetings from a calendar, a table or jrnl: choose them, take each in once, count all."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from mentorlog.commands import rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import past
from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.matching import folded
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import Source
from mentorlog.errors import Refused, UsageError
from mentorlog.exchange import incoming as readers
from mentorlog.exchange.incoming import MOST, Found, Incoming, Skipped, is_calendar, text_of
from mentorlog.exchange.incoming.known import Known, Verdict, known
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.journal.names import echoed
from mentorlog.terminal.layout import joined
from mentorlog.terminal.prompts import Prompt, Question
from mentorlog.terminal.wording import command, day, duration, spelled, when
from mentorlog.views.written import NOT_CHOSEN

if TYPE_CHECKING:
    from mentorlog.commands.import_ import File, Import

CHOOSE = "--match TEXT, --with EMAIL, --since DATE or --all"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """The file as read for one person. `left`: how many meetings were not chosen."""

    relationship: Relationship
    incoming: Incoming
    chosen: tuple[Found, ...]
    left: int

    @property
    def complete(self) -> frozenset[str]:
        """Groups whose dates are all in the file and chosen."""
        ids = {one.meeting.id for one in self.chosen}
        cut = {one.group for one in self.incoming.found if one.meeting.id not in ids}
        return self.incoming.complete - cut


def ask(file: File, desk: Desk, typed: Import, prompt: Prompt) -> None:
    """Let the user tick events of a calendar, unless options choose. Raises as `taken_in`."""
    opened = _opened(file, desk, typed)
    found = _groups(one for one in opened.chosen if not one.only_known)
    if opened.incoming.whole or typed.chooses or not found:
        return
    decided = _decided(opened, desk, desk.read(opened.relationship))
    here = frozenset(one.meeting.id for one, now in decided if now.verdict is Verdict.HERE)
    prompt.say(f"Which of these are meetings with {opened.relationship.handle}?")
    for line in groups(found, desk.today, here):
        prompt.say(line)
    question = Question(text="Numbers, all or none", default="none", hint="(such as 1 3-5)")
    ticked = _numbers(prompt.ask(question, lambda answer: _numbers(answer, len(found))), len(found))
    file.chosen = frozenset(found[number - 1][0].group for number in ticked)


def taken_in(file: File, desk: Desk, typed: Import, change: Change) -> Relationship:
    """Import the meetings that aren't here yet, and report what became of the others.

    Raises UsageError if the user must choose, Refused if nothing of it can be imported.
    """
    opened = _opened(file, desk, typed)
    relationship = desk.read(opened.relationship)
    chose = opened.incoming.whole or typed.chooses or typed.dry_run or file.chosen is not None
    if not chose and not all(one.only_known for one in opened.chosen):
        which = f"Which of these are meetings with {relationship.handle}?"
        listed = preview(opened.chosen, desk.today)
        raise UsageError("\n".join((which, *listed)), f"Choose:  {CHOOSE}")
    decided = _decided(opened, desk, relationship)
    skipped = [*opened.incoming.skipped, *_never_here(opened.chosen, decided)]
    settled = _settled(relationship, decided, skipped, desk.today, change)
    taken = [one for one, found in settled if found.verdict is Verdict.NEW]
    changed, kept, here = (
        [found for _, found in settled if found.verdict is verdict]
        for verdict in (Verdict.CHANGED, Verdict.KEPT, Verdict.HERE)
    )
    change.taken, change.followed = len(taken), len(changed)
    change.here_already = len(here) + len(kept)
    change.left_out = tuple((one.place, one.why, one.count) for one in skipped)
    if opened.left:
        change.left_out += (("the file", NOT_CHOSEN, opened.left),)
    lines = [*counts(opened, taken, change.here_already, len(settled), skipped)]
    if not settled and file.chosen is None:
        raise Refused("Nothing in it can be imported.", "\n".join(lines))
    if typed.dry_run:
        change.lines += preview(taken, desk.today)
    change.lines += (*changes(changed, kept, desk.today), *lines)
    return relationship


def _decided(
    opened: _Opened, desk: Desk, relationship: Relationship
) -> Sequence[tuple[Found, Known]]:
    """What to do with each chosen meeting. `relationship`: with words."""
    meetings = tuple(relationship.of(Meeting))
    entries = (entry for one in desk.contents.relationships for entry in one.entries)
    elsewhere = {entry.id for entry in entries} - {one.id for one in meetings}
    whose = relationship.id or relationship.handle
    return list(known(opened.chosen, meetings, elsewhere, whose, opened.complete))


def _settled(
    relationship: Relationship,
    decided: Iterable[tuple[Found, Known]],
    skipped: list[Skipped],
    today: dt.date,
    change: Change,
) -> Sequence[tuple[Found, Known]]:
    """Import each meeting, follow its change, or leave it; what is impossible is `skipped`."""
    others = tuple(entry for entry in relationship.entries if not isinstance(entry, Meeting))
    frame = replace(relationship, entries=others)  # without meetings, so that none hinders another
    settled: list[tuple[Found, Known]] = []
    for one, found in decided:
        new = found.becomes
        if found.verdict is not Verdict.HERE and (why := rules.objection(frame, new, today)):
            skipped.append(Skipped(place=f"the one on {new.date}", why=why))
            continue
        if found.here is not None:
            change.update(found.here, new)
        if found.verdict is Verdict.NEW:
            change.take(relationship, new)
        settled.append((one, found))
    return settled


def _never_here(
    chosen: Sequence[Found], decided: Sequence[tuple[Found, Known]]
) -> Iterator[Skipped]:
    """What waits for its day: future dates of series; and changes of what was never here."""
    if count := _to_come(chosen) - _to_come(one for one, _ in decided):
        yield Skipped(place="series", why="future dates aren't imported", count=count)
    ids = {one.meeting.id for one, _ in decided}
    reasons = (one.otherwise for one in chosen if one.meeting.id not in ids)
    for reason, count in Counter(one for one in reasons if one).items():
        yield replace(reason, count=count)


def _to_come(found: Iterable[Found]) -> int:
    """How many dates of series are not meetings yet."""
    updates = (one.meeting for one in found if one.only_known and one.otherwise is None)
    return sum(meeting.status is MeetingStatus.PLANNED for meeting in updates)


def _opened(file: File, desk: Desk, typed: Import) -> _Opened:
    """The file, read. Raises UsageError without WHO, Refused for the wrong kind of file."""
    relationship = desk.needed(
        typed.who, "Who are these meetings with?", command("import", typed.file or "", "WHO")
    )
    whose = relationship.id or relationship.handle
    incoming = file.incoming = file.incoming or _incoming(file, desk, typed, whose)
    since = past(typed.since, desk.today) if typed.since else None
    chosen = tuple(
        one
        for one in incoming.found
        if (since is None or one.meeting.date >= since)
        and _is_wanted(one, typed)
        and (file.chosen is None or one.group in file.chosen)
    )
    ids = {one.meeting.id for one in chosen}
    others = [one for one in incoming.found if one.meeting.id not in ids]
    left = sum(not one.only_known or one.otherwise is not None for one in others)
    older = _older(chosen)
    if older:
        why = f"only the newest {MOST} dates of all series are imported"
        more = Skipped(place="series", why=why, count=len(older))
        incoming = replace(incoming, skipped=(*incoming.skipped, more))
        chosen = tuple(one for one in chosen if one.meeting.id not in older)
    return _Opened(relationship=relationship, incoming=incoming, chosen=chosen, left=left)


def _older(found: Iterable[Found]) -> set[str]:
    """The dates of series beyond the newest ones imported, of all series together."""
    dates = [one.meeting for one in found if one.recurs and not one.only_known]
    newest = sorted(dates, key=lambda one: one.date, reverse=True)
    return {one.id for one in newest[MOST:]}


def _is_wanted(one: Found, typed: Import) -> bool:
    topics = one.meeting.words.topics if one.meeting.words else ()
    return _is_called(typed, " ".join((one.title, *topics)), one.people)


def _is_called(typed: Import, called: str, people: frozenset[str]) -> bool:
    partner, match = (typed.partner or "").strip().lower(), folded(typed.match or "")
    return (not partner or partner in people) and (not match or match in folded(called))


def _incoming(file: File, desk: Desk, typed: Import, whose: str) -> Incoming:
    """The meetings in the file. Raises UsageError for --with without a calendar, Refused."""
    text, remark = text_of(file.data(typed.file or ""), file.name)
    if typed.partner and not is_calendar(text):
        raise UsageError("--with chooses calendar events; this isn't a calendar.")
    about = readers.Request(
        whose=whose,
        now=desk.environment.now,
        variables=desk.environment.variables,
        partner=(typed.partner or "").strip().lower() or None,
        wanted=partial(_is_called, typed),
    )
    found = readers.read(text, about)
    return replace(found, remarks=(*found.remarks, remark)) if remark else found


def _groups(found: Iterable[Found]) -> list[list[Found]]:
    groups: dict[str, list[Found]] = {}
    for one in found:
        groups.setdefault(one.group, []).append(one)
    return list(groups.values())


def _numbers(answer: str, most: int) -> Sequence[int]:
    """The numbers in an answer: 1 3-5, all, none. Raises UsageError."""
    plain = answer.strip().lower()
    if plain in ("all", "none"):
        return range(1, most + 1) if plain == "all" else ()
    return tuple(dict.fromkeys(_ticked(plain.replace(",", " ").split(), most)))


def _ticked(words: Iterable[str], most: int) -> Iterator[int]:
    for word in words:
        first, _, last = word.partition("-")
        are_numbers = first.isdecimal() and (last or first).isdecimal()
        if not (are_numbers and 1 <= int(first) <= int(last or first) <= most):
            raise UsageError(f"Type numbers from 1 to {most}, or all, or none.")
        yield from range(int(first), int(last or first) + 1)


_LISTED = 20  # skipped meetings listed one by one; more are only counted


def preview(found: Iterable[Found], today: dt.date) -> Iterator[str]:
    """A line for each new meeting: date, length, title."""
    for one in sorted(found, key=lambda one: (one.meeting.date, one.meeting.time or dt.time())):
        if not one.only_known:
            parts = (when(one.meeting, today), _rest(one.meeting), _title(one))
            yield f"  {joined(parts, ', ')}"


def groups(
    found: Sequence[Sequence[Found]], today: dt.date, here: Collection[str] = ()
) -> Iterator[str]:
    """A numbered line for each event or series; `here`: ids of meetings that are here already."""
    for number, group in enumerate(found, 1):
        dates = sorted(one.meeting.date for one in group)
        often = f"{len(dates)} times to {day(dates[-1], today)}" if len(dates) > 1 else ""
        parts = (day(dates[0], today), often, _rest(group[0].meeting), _title(group[0]))
        count = sum(one.meeting.id in here for one in group)
        some = f"{count} of them " if 0 < count < len(group) else ""
        yield f"  {number:>3}  {joined(parts, ', ')}{f' ({some}here already)' if count else ''}"


def counts(
    opened: _Opened, taken: Sequence[Found], here: int, settled: int, skipped: Sequence[Skipped]
) -> Iterator[str]:
    """Lines that count the meetings seen, and say why some were not imported."""
    if gone := sum(one.meeting.status is MeetingStatus.CANCELLED for one in taken):
        yield f"Cancelled among them: {gone}."
    if here:
        yield f"Here already: {here}."
    if opened.left:
        yield f"Not chosen: {opened.left}."
    left_out = sum(one.count for one in skipped)
    if skipped:
        yield f"Skipped: {left_out}."
        listed = list(skipped) if len(skipped) <= _LISTED else _by_reason(skipped)
        yield from (f"  {_skipped(one)}." for one in listed[:_LISTED])
        if more := sum(one.count for one in listed[_LISTED:]):
            yield f"  and {more} more."
    seen = settled + left_out + opened.left
    if seen != len(taken):
        yield f"Seen in the file: {seen}."
    yield from (f"{remark}." for remark in opened.incoming.remarks)


def _by_reason(skipped: Iterable[Skipped]) -> list[Skipped]:
    """One Skipped for each reason, such as: event 7 and 12 more."""
    reasons: dict[str, list[Skipped]] = {}
    for one in skipped:
        reasons.setdefault(one.why, []).append(one)
    return [
        Skipped(
            place=joined((first.place, f"{len(more)} more" if more else ""), " and "),
            why=why,
            count=sum(one.count for one in (first, *more)),
        )
        for why, (first, *more) in reasons.items()
    ]


def changes(changed: Iterable[Known], kept: Iterable[Known], today: dt.date) -> Iterator[str]:
    """Lines on what the calendar changed, and on what was changed both there and here."""
    for one in changed:
        if one.here is not None:
            yield f"{_change(one.here, one.becomes, today)} ({one.becomes.id})."
    for one in kept:
        if one.here is not None and one.theirs is not None:
            yield (
                f"Left as it is here: {_as_it_is(one.here, today)} ({one.here.id}). "
                f"The calendar says: {_as_it_is(_as_said(one.here, one.theirs), today)}."
            )


def _as_it_is(meeting: Meeting, today: dt.date) -> str:
    return joined((when(meeting, today), _rest(meeting)), ", ")


def _as_said(here: Meeting, said: Source) -> Meeting:
    """The meeting as the calendar has it."""
    return replace(
        here,
        date=said.date or here.date,
        time=said.time,
        minutes=said.minutes,
        status=said.status or here.status,
    )


def _change(here: Meeting, becomes: Meeting, today: dt.date) -> str:
    if becomes.status is MeetingStatus.CANCELLED:
        return f"Cancelled: {when(here, today)}"
    if when(here, today) != when(becomes, today):
        return f"Moved: {when(here, today)} to {when(becomes, today)}"
    return f"Changed: {_as_it_is(becomes, today)}"


def _rest(meeting: Meeting) -> str:
    usual = meeting.status in (MeetingStatus.HELD, MeetingStatus.PLANNED)
    length = duration(meeting.minutes)
    return joined((length, "" if usual else spelled(meeting.status)), ", ")


def _title(one: Found) -> str:
    return echoed(one.title.replace("\n", " "))


def _skipped(one: Skipped) -> str:
    often = f" ({one.count})" if one.count > 1 else ""
    return f"{one.place}{often}: {one.why}"
