"""Import meetings from a calendar, a table or jrnl: choose them, take each in once, count all."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from mentorlog.commands import rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import past
from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.matching import folded
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import Source
from mentorlog.errors import Refused, UsageError
from mentorlog.exchange.incoming import MOST, Found, Incoming, Skipped, text_of
from mentorlog.exchange.incoming.events import own_zone
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
    settled = opened.incoming.whole or typed.chooses or typed.dry_run or file.chosen is not None
    if not settled and not all(one.only_known for one in opened.chosen):
        raise UsageError(
            "\n".join(
                (
                    f"Which of these are meetings with {relationship.handle}?",
                    *preview([one.meeting for one in opened.chosen], opened.chosen, desk.today),
                )
            ),
            f"Choose:  {CHOOSE}",
        )
    decided = _decided(opened, desk, relationship)
    account = _Account(opened, relationship, desk.today, change)
    account.leave_to_come(_to_come(opened.chosen) - _to_come(one for one, _ in decided))
    account.leave_unknown(opened.chosen, {one.meeting.id for one, _ in decided})
    for one, verdict in decided:
        account.settle(one, verdict)
    account.tell(dry_run=typed.dry_run, asked=file.chosen is not None)
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


class _Account:
    """Settles every meeting of the file and counts what became of each."""

    def __init__(
        self, opened: _Opened, relationship: Relationship, today: dt.date, change: Change
    ) -> None:
        others = (entry for entry in relationship.entries if not isinstance(entry, Meeting))
        # Without meetings, so that none hinders another.
        self._frame = replace(relationship, entries=tuple(others))
        self._relationship = relationship
        self._opened = opened
        self._today = today
        self._change = change
        self._skipped = list(opened.incoming.skipped)
        self._taken: list[Found] = []
        self._here = 0
        self._changed: list[Known] = []
        self._kept: list[Known] = []

    def leave_to_come(self, count: int) -> None:
        """Count the future dates of series; they are planned when their day is here."""
        if count:
            why = "future dates aren't imported"
            self._skipped.append(Skipped(place="series", why=why, count=count))

    def leave_unknown(self, chosen: Iterable[Found], decided: set[str]) -> None:
        """Count what could only have changed a meeting that was never here."""
        reasons = (one.otherwise for one in chosen if one.meeting.id not in decided)
        for reason, count in Counter(one for one in reasons if one).items():
            self._skipped.append(replace(reason, count=count))

    def settle(self, one: Found, found: Known) -> None:
        """Import a meeting, follow its change, or leave it."""
        if found.verdict is not Verdict.HERE and (why := self._refusal(found.becomes)):
            self._skipped.append(Skipped(place=f"the one on {found.becomes.date}", why=why))
            return
        if found.here is not None:
            self._change.update(found.here, found.becomes)
        match found.verdict:
            case Verdict.NEW:
                self._change.take(self._relationship, found.becomes)
                self._taken.append(one)
            case Verdict.HERE:
                self._here += 1
            case Verdict.CHANGED:
                self._changed.append(found)
            case Verdict.KEPT:
                self._kept.append(found)

    def tell(self, *, dry_run: bool, asked: bool) -> None:
        """Put the counts on the change. Raises Refused if nothing could be imported."""
        left_out = sum(one.count for one in self._skipped)
        settled = len(self._taken) + len(self._changed) + len(self._kept) + self._here
        lines = list(
            counts(
                seen=settled + left_out + self._opened.left,
                taken=len(self._taken),
                here=self._here + len(self._kept),
                not_chosen=self._opened.left,
                skipped=self._skipped,
            )
        )
        said = [f"{one}." for one in self._opened.incoming.said]
        gone = sum(one.meeting.status is MeetingStatus.CANCELLED for one in self._taken)
        if gone:
            lines.insert(0, f"Cancelled among them: {gone}.")
        if not settled and not asked:
            raise Refused("Nothing in it can be imported.", "\n".join((*lines, *said)))
        change = self._change
        change.taken, change.followed = len(self._taken), len(self._changed)
        change.here_already = self._here + len(self._kept)
        change.left_out = tuple((one.place, one.why, one.count) for one in self._skipped)
        if self._opened.left:
            change.left_out += (("the file", NOT_CHOSEN, self._opened.left),)
        if dry_run:
            taken = [one.meeting for one in self._taken]
            change.lines += preview(taken, self._taken, self._today)
        change.lines += changes(self._changed, self._kept, self._today)
        change.lines += (*lines, *said)

    def _refusal(self, meeting: Meeting) -> str | None:
        try:
            rules.fits(self._frame, meeting, self._today)
        except Refused as refused:
            return refused.message.removesuffix(".")
        return None


def _to_come(found: Iterable[Found]) -> int:
    """How many dates of series are not meetings yet."""
    updates = (one.meeting for one in found if one.only_known and one.otherwise is None)
    return sum(meeting.status is MeetingStatus.PLANNED for meeting in updates)


def _opened(file: File, desk: Desk, typed: Import) -> _Opened:
    """The file, read. Raises UsageError without WHO, Refused for the wrong kind of file."""
    if typed.who is None:
        raise UsageError("Who are these meetings with?", command("import", typed.file or "", "WHO"))
    relationship = desk.relationship(typed.who)
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
    """Read the file with the reader for its contents; other readers aren't imported."""
    text, said = text_of(file.data(typed.file or ""), file.name)
    start = text.lstrip()[:20].upper()
    found: Incoming
    if start.startswith(("BEGIN:VCALENDAR", "BEGIN:VEVENT")):
        from mentorlog.exchange.incoming import ics

        reader = ics.Reader(
            whose=whose,
            now=desk.environment.now,
            zone=own_zone(desk.environment.variables),
            partner=(typed.partner or "").strip().lower() or None,
            wanted=partial(_is_called, typed),
        )
        found = reader.read(text)
    elif typed.partner:
        raise UsageError("--with chooses calendar events; this isn't a calendar.")
    else:
        form = "jrnl" if start[:1] in ("{", "[") else "csv"
        read = import_module(f"mentorlog.exchange.incoming.{form}").read
        zone = () if form == "jrnl" else (own_zone(desk.environment.variables),)
        found = read(text, whose, desk.today, *zone)
    return replace(found, said=(*found.said, said)) if said else found


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


def preview(meetings: Iterable[Meeting], found: Iterable[Found], today: dt.date) -> Iterator[str]:
    """A line for each new meeting: date, length, title."""
    pairs = zip(meetings, found, strict=True)
    for meeting, one in sorted(pairs, key=lambda pair: (pair[0].date, pair[0].time or dt.time())):
        if not one.only_known:
            yield f"  {joined((when(meeting, today), _rest(meeting), _title(one)), ', ')}"


def groups(
    found: Sequence[Sequence[Found]], today: dt.date, here: Collection[str] = ()
) -> Iterator[str]:
    """A numbered line for each event or series: when, how often, length, title.

    `here`: the ids of meetings that are in the journal already.
    """
    for number, group in enumerate(found, 1):
        dates = sorted(one.meeting.date for one in group)
        often = f"{len(dates)} times to {day(dates[-1], today)}" if len(dates) > 1 else ""
        parts = (day(dates[0], today), often, _rest(group[0].meeting), _title(group[0]))
        count = sum(one.meeting.id in here for one in group)
        some = f"{count} of them " if 0 < count < len(group) else ""
        yield f"  {number:>3}  {joined(parts, ', ')}{f' ({some}here already)' if count else ''}"


def counts(
    *, seen: int, taken: int, here: int, not_chosen: int, skipped: Sequence[Skipped]
) -> Iterator[str]:
    """Lines that count the meetings seen, and say why some were not imported."""
    if here:
        yield f"Here already: {here}."
    if not_chosen:
        yield f"Not chosen: {not_chosen}."
    if skipped:
        yield f"Skipped: {sum(one.count for one in skipped)}."
        listed = list(skipped) if len(skipped) <= _LISTED else _by_reason(skipped)
        yield from (f"  {_skipped(one)}." for one in listed[:_LISTED])
        if more := sum(one.count for one in listed[_LISTED:]):
            yield f"  and {more} more."
    if seen != taken:
        yield f"Seen in the file: {seen}."


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
        if one.here is not None and one.said is not None:
            yield (
                f"Left as it is here: {_as_it_is(one.here, today)} ({one.here.id}). "
                f"The calendar says: {_as_it_is(_as_said(one.here, one.said), today)}."
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
