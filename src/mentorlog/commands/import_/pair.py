"""What two share, from the other side: what is new is taken in, and what changed is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mentorlog.commands import rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.import_.agreement import check_role, known_as, mirrored
from mentorlog.commands.writing import Writing
from mentorlog.domain.entries import Agreement, Entry, Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Refused
from mentorlog.exchange import agreements
from mentorlog.exchange.pair import Pair, differences, linked
from mentorlog.terminal.wording import counted, day, spelled

_SAME_DAY = {MeetingStatus.HELD, MeetingStatus.PLANNED}


def taken_in(desk: Desk, who: str | None, there: Pair, file: str, writing: Writing) -> Relationship:
    """The relationship with what is new in it. Nothing that is here is changed. Raises Refused."""
    ids = {entry.id for entry in there.entries}
    known = known_as(desk, who, there.sender, ids, file)
    if known is not None:
        check_role(known, there.sender)
    here = desk.read(known) if known else mirrored(there.sender, writing)
    elsewhere = {
        entry.id
        for one in desk.contents.relationships
        if known is None or one.handle != known.handle
        for entry in one.entries
    }
    account = _Account(desk, here, elsewhere, writing, is_new=known is None)
    for entry in sorted(there.entries, key=_links_last):
        account.settle(entry)
    account.tell()
    return here


def _links_last(entry: Entry) -> tuple[bool, dt.date, str]:
    """Meetings first, as others come from them."""
    return not isinstance(entry, Meeting), entry.date, entry.id


class _Account:
    """What becomes of every entry of the file."""

    def __init__(
        self,
        desk: Desk,
        here: Relationship,
        elsewhere: set[str],
        writing: Writing,
        *,
        is_new: bool,
    ) -> None:
        self._desk = desk
        self._here = here
        self._by_id = {entry.id: entry for entry in here.entries}
        self._elsewhere = elsewhere
        self._writing = writing
        self._is_new = is_new
        self._ids = {entry.id: entry.id for entry in here.entries}  # theirs, and what it is here
        self._taken = 0
        self._same = 0
        self._changed: list[str] = []
        self._left: list[tuple[str, str]] = []

    def settle(self, entry: Entry) -> None:
        """Take it, unless it is here, can't be, or is another's by now."""
        mine = self._by_id.get(entry.id) or self._alike(entry)
        if mine is not None:
            self._ids[entry.id] = mine.id
            if mine.id == entry.id and (differing := differences(mine, entry)):
                self._changed.append(f"{self._named(mine)}: {', '.join(differing)}")
            else:
                self._same += 1
        elif entry.id in self._elsewhere:
            self._same += 1  # it was moved to somebody else
        elif why := self._refusal(entry):
            self._left.append((self._named(entry), why))
        else:
            self._ids[entry.id] = entry.id
            self._writing.take(self._here, linked(entry, self._ids))
            self._taken += 1

    def tell(self) -> None:
        """Put the counts on the writing. Raises Refused where all of it came to nothing."""
        writing = self._writing
        writing.here_already = self._same + len(self._changed)
        writing.left_out = tuple(self._left)
        lines = tuple(self._lines())
        if self._left and not (self._taken or writing.here_already):
            raise Refused("Nothing of it can be taken in.", "\n".join(lines))
        writing.lines += lines

    def _lines(self) -> Iterator[str]:
        if self._same:
            yield f"Here already: {counted(self._same, 'entry')}."
        for one in self._changed:
            yield f"Changed there, left as it is here: {one}."
        for named, why in self._left:
            yield f"Not taken: {named}: {why}."

    def _alike(self, entry: Entry) -> Entry | None:
        """What says it already under an id of my own: a meeting of that day, the same terms."""
        for mine in self._here.entries:
            if isinstance(entry, Meeting) and isinstance(mine, Meeting):
                same = entry.status is mine.status and entry.status in _SAME_DAY
                if same and entry.date == mine.date:
                    return mine
            if isinstance(entry, Agreement) and isinstance(mine, Agreement):
                same = mine.words is not None and mine.date == entry.date
                if same and not agreements.differences(mine, entry):
                    return mine
        return None

    def _refusal(self, entry: Entry) -> str | None:
        if isinstance(entry, Agreement) and not self._is_new:
            latest = max((one.date for one in self._here.of(Agreement)), default=None)
            if latest is not None and entry.date <= latest:
                return f"terms from {day(latest, self._desk.today)} are here already"
        try:
            rules.fits(self._here, entry, self._desk.today)
        except Refused as refused:
            return refused.message.removesuffix(".")
        return None

    def _named(self, entry: Entry) -> str:
        """The meeting of Tue 10 Nov (4v8m2t9c); never a word of it."""
        return f"the {spelled(entry.kind)} of {day(entry.date, self._desk.today)} ({entry.id})"
