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
        ids = {item.meeting.id for item in self.chosen}
        cut = {item.group for item in self.incoming.found if item.meeting.id not in ids}
        return self.incoming.complete - cut


def ask(file: File, desk: Desk, typed: Import, prompt: Prompt) -> None:
    """Let the user tick events of a calendar, unless options choose. Raises as `taken_in`."""
    opened = _opened(file, desk, typed)
    items = _groups(item for item in opened.chosen if not item.only_known)
    if opened.incoming.whole or typed.chooses or not items:
        return
    decided = _decided(opened, desk, _read(desk, opened))
    here = frozenset(
        item.meeting.id for item, outcome in decided if outcome.verdict is Verdict.HERE
    )
    prompt.say(f"Which of these are meetings with {opened.relationship.handle}?")
    for line in groups(items, desk.today, here):
        prompt.say(line)
    question = Question(text="Numbers, all or none", default="none", hint="(such as 1 3-5)")
    ticked = _numbers(prompt.ask(question, lambda answer: _numbers(answer, len(items))), len(items))
    file.chosen = frozenset(items[number - 1][0].group for number in ticked)


def taken_in(file: File, desk: Desk, typed: Import, change: Change) -> Relationship:
    """Import the meetings that aren't here yet, and report what became of the others.

    Raises UsageError if the user must choose, Refused if nothing of it can be imported.
    """
    opened = _opened(file, desk, typed)
    relationship = _read(desk, opened)
    chose = opened.incoming.whole or typed.chooses or typed.dry_run or file.chosen is not None
    if not chose and not all(item.only_known for item in opened.chosen):
        which = f"Which of these are meetings with {relationship.handle}?"
        listed = preview(opened.chosen, desk.today)
        raise UsageError("\n".join((which, *listed)), f"Choose:  {CHOOSE}")
    decided = _decided(opened, desk, relationship)
    skipped = [*opened.incoming.skipped, *_never_imported(opened.chosen, decided)]
    settled = _settled(relationship, decided, skipped, desk.today, change)
    taken = [item for item, outcome in settled if outcome.verdict is Verdict.NEW]
    changed, kept, here = (
        [outcome for _, outcome in settled if outcome.verdict is verdict]
        for verdict in (Verdict.CHANGED, Verdict.KEPT, Verdict.HERE)
    )
    change.taken, change.followed = len(taken), len(changed)
    change.here_already = len(here) + len(kept)
    change.left_out = tuple((item.place, item.why, item.count) for item in skipped)
    if opened.left:
        change.left_out += (("the file", NOT_CHOSEN, opened.left),)
    lines = [*counts(opened, taken, change.here_already, len(settled), skipped)]
    if not settled and file.chosen is None:
        raise Refused("Nothing in it can be imported.", "\n".join(lines))
    if typed.dry_run:
        change.lines += preview(taken, desk.today)
    change.lines += (*changes(changed, kept, desk.today), *lines)
    return relationship


def _read(desk: Desk, opened: _Opened) -> Relationship:
    """The person with words; a table changes nothing here, so it needs no key."""
    is_calendar = any(item.meeting.words and item.meeting.words.source for item in opened.chosen)
    return (desk.read_to_compare if is_calendar else desk.read)(opened.relationship)


def _decided(
    opened: _Opened, desk: Desk, relationship: Relationship
) -> Sequence[tuple[Found, Known]]:
    """What to do with each chosen meeting. `relationship`: with words."""
    meetings = tuple(relationship.of(Meeting))
    entries = (entry for person in desk.contents.relationships for entry in person.entries)
    elsewhere = {entry.id for entry in entries} - {meeting.id for meeting in meetings}
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
    for item, outcome in decided:
        new = outcome.becomes
        if outcome.verdict is not Verdict.HERE and (why := rules.objection(frame, new, today)):
            skipped.append(Skipped(place=f"the one on {new.date}", why=why))
            continue
        if outcome.here is not None:
            change.update(outcome.here, new)
        if outcome.verdict is Verdict.NEW:
            change.take(relationship, new)
        settled.append((item, outcome))
    return settled


def _never_imported(
    chosen: Sequence[Found], decided: Sequence[tuple[Found, Known]]
) -> Iterator[Skipped]:
    """What waits for its day: future dates of series; and changes of what was never here."""
    if count := _count_future(chosen) - _count_future(item for item, _ in decided):
        yield Skipped(place="series", why="future dates aren't imported", count=count)
    ids = {item.meeting.id for item, _ in decided}
    reasons = (item.otherwise for item in chosen if item.meeting.id not in ids)
    for reason, count in Counter(filter(None, reasons)).items():
        yield replace(reason, count=count)


def _count_future(items: Iterable[Found]) -> int:
    """How many dates of series are not meetings yet."""
    updates = (item.meeting for item in items if item.only_known and item.otherwise is None)
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
        item
        for item in incoming.found
        if (since is None or item.meeting.date >= since)
        and _is_wanted(item, typed)
        and (file.chosen is None or item.group in file.chosen)
    )
    ids = {item.meeting.id for item in chosen}
    others = [item for item in incoming.found if item.meeting.id not in ids]
    left = sum(not item.only_known or item.otherwise is not None for item in others)
    older = _older(chosen)
    if older:
        why = f"only the newest {MOST} dates of all series are imported"
        more = Skipped(place="series", why=why, count=len(older))
        incoming = replace(incoming, skipped=(*incoming.skipped, more))
        chosen = tuple(item for item in chosen if item.meeting.id not in older)
    return _Opened(relationship=relationship, incoming=incoming, chosen=chosen, left=left)


def _older(items: Iterable[Found]) -> set[str]:
    """The dates of series beyond the newest ones imported, of all series together."""
    dates = [item.meeting for item in items if item.recurs and not item.only_known]
    newest = sorted(dates, key=lambda meeting: meeting.date, reverse=True)
    return {meeting.id for meeting in newest[MOST:]}


def _is_wanted(item: Found, typed: Import) -> bool:
    topics = item.meeting.words.topics if item.meeting.words else ()
    return _is_called(typed, " ".join((item.title, *topics)), item.people)


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
    incoming = readers.read(text, about)
    return replace(incoming, remarks=(*incoming.remarks, remark)) if remark else incoming


def _groups(items: Iterable[Found]) -> list[list[Found]]:
    groups: dict[str, list[Found]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
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


def preview(items: Iterable[Found], today: dt.date) -> Iterator[str]:
    """A line for each new meeting: date, length, title."""
    for item in sorted(items, key=lambda item: (item.meeting.date, item.meeting.time or dt.time())):
        if not item.only_known:
            parts = (when(item.meeting, today), _rest(item.meeting), _title(item))
            yield f"  {joined(parts, ', ')}"


def groups(
    grouped: Sequence[Sequence[Found]], today: dt.date, here: Collection[str] = ()
) -> Iterator[str]:
    """A numbered line for each event or series; `here`: ids of meetings that are here already."""
    for number, group in enumerate(grouped, 1):
        dates = sorted(item.meeting.date for item in group)
        often = f"{len(dates)} times to {day(dates[-1], today)}" if len(dates) > 1 else ""
        parts = (day(dates[0], today), often, _rest(group[0].meeting), _title(group[0]))
        count = sum(item.meeting.id in here for item in group)
        some = f"{count} of them " if 0 < count < len(group) else ""
        yield f"  {number:>3}  {joined(parts, ', ')}{f' ({some}here already)' if count else ''}"


def counts(
    opened: _Opened, taken: Sequence[Found], here: int, settled: int, skipped: Sequence[Skipped]
) -> Iterator[str]:
    """Lines that count the meetings seen, and say why some were not imported."""
    if gone := sum(item.meeting.status is MeetingStatus.CANCELLED for item in taken):
        yield f"Cancelled among them: {gone}."
    if here:
        yield f"Here already: {here}."
    if opened.left:
        yield f"Not chosen: {opened.left}."
    left_out = sum(item.count for item in skipped)
    if skipped:
        yield f"Skipped: {left_out}."
        listed = list(skipped) if len(skipped) <= _LISTED else _by_reason(skipped)
        yield from (f"  {_skipped(item)}." for item in listed[:_LISTED])
        if more := sum(item.count for item in listed[_LISTED:]):
            yield f"  and {more} more."
    seen = settled + left_out + opened.left
    if seen != len(taken):
        yield f"Seen in the file: {seen}."
    yield from (f"{remark}." for remark in opened.incoming.remarks)


def _by_reason(skipped: Iterable[Skipped]) -> list[Skipped]:
    """One Skipped for each reason, such as: event 7 and 12 more."""
    reasons: dict[str, list[Skipped]] = {}
    for item in skipped:
        reasons.setdefault(item.why, []).append(item)
    return [
        Skipped(
            place=joined((first.place, f"{len(more)} more" if more else ""), " and "),
            why=why,
            count=sum(item.count for item in (first, *more)),
        )
        for why, (first, *more) in reasons.items()
    ]


def changes(changed: Iterable[Known], kept: Iterable[Known], today: dt.date) -> Iterator[str]:
    """Lines on what the calendar changed, and on what was changed both there and here."""
    for outcome in changed:
        if outcome.here is not None:
            yield f"{_change(outcome.here, outcome.becomes, today)} ({outcome.becomes.id})."
    for outcome in kept:
        if outcome.here is not None and outcome.theirs is not None:
            left = "Left as it is here" if outcome.here.words else "Sealed, so left as it is here"
            yield (
                f"{left}: {_as_it_is(outcome.here, today)} ({outcome.here.id}). "
                f"The calendar says: {_as_it_is(_as_sent(outcome.here, outcome.theirs), today)}."
            )


def _as_it_is(meeting: Meeting, today: dt.date) -> str:
    return joined((when(meeting, today), _rest(meeting)), ", ")


def _as_sent(here: Meeting, source: Source) -> Meeting:
    """The meeting as the calendar has it."""
    return replace(
        here,
        date=source.date or here.date,
        time=source.time,
        minutes=source.minutes,
        status=source.status or here.status,
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


def _title(item: Found) -> str:
    return echoed(item.title.replace("\n", " "))


def _skipped(item: Skipped) -> str:
    often = f" ({item.count})" if item.count > 1 else ""
    return f"{item.place}{often}: {item.why}"
