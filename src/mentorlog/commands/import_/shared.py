"""Import an agreement or a pair from the other person: add what is new, list what differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from mentorlog.commands import rules
from mentorlog.commands.desk import Desk
from mentorlog.domain.entries import Agreement, Closure, Entry, Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import NotFound, Refused
from mentorlog.exchange.pair import Offered, Pair, Sender, differences, differing_terms, linked
from mentorlog.journal.change import Change
from mentorlog.journal.names import resolved
from mentorlog.terminal.wording import command, counted, day, spelled
from mentorlog.terminal.wording import day as shown


def agreement_taken_in(
    desk: Desk, who: str | None, there: Offered, file: str, change: Change
) -> Relationship:
    """Add the relationship, mirrored, or newer terms to a known one. Raises Refused."""
    known = known_as(desk, who, there.sender, {there.agreement.id}, file)
    if known is None:
        met = mirrored(there.sender, change)
        change.take(met, there.agreement)
        return met
    relationship = desk.read(known)
    if not _is_here(relationship, there) and not _is_agreed_twice(relationship, there):
        latest = _check_newer(desk, relationship, there)
        readable = latest if latest and latest.words else None  # None if sealed
        change.take(relationship, there.agreement, like=readable)
    return relationship


def known_as(
    desk: Desk, who: str | None, there: Sender, ids: Collection[str], file: str
) -> Relationship | None:
    """The relationship a file belongs to: by its id, by entries that are here, or by WHO.

    None: somebody new. Raises Refused for a namesake, or if I exported the file myself.
    """
    if there.journal is not None and there.journal == desk.journal.id:
        raise Refused(
            "This file came from your own journal; it's for the other person.",
            "Send it to them. They run:  mentorlog import FILE",
        )
    everyone = desk.contents.relationships
    for one in everyone:
        if one.id == there.relationship or any(entry.id in ids for entry in one.entries):
            return one
    if who is not None:
        return desk.relationship(who)
    try:
        namesake = resolved(there.name, everyone, exact=True)
    except NotFound:
        return None
    same = command("import", file, namesake.handle)
    raise Refused(
        f"You already have someone of that name: {namesake.handle}.",
        f"If it's the same person:  {same}",
    )


def mirrored(there: Sender, change: Change) -> Relationship:
    """Add a new person, seen from this side."""
    change.lines.append(f"You're the {there.my_role}.")
    return change.new_relationship(
        name=there.name, my_role=there.my_role, identity=there.relationship
    )


def check_role(relationship: Relationship, there: Sender) -> None:
    """Raises Refused if my role in the file isn't my role here."""
    if relationship.my_role is not None and there.my_role is not relationship.my_role:
        raise Refused(
            f"You're the {there.my_role} in this file, the {relationship.my_role} here.",
            "Was it meant for you? Nothing changed.",
        )


def _is_here(relationship: Relationship, there: Offered) -> bool:
    """Whether these very terms are here. Raises Refused for others under the same id."""
    same = [one for one in relationship.of(Agreement) if one.id == there.agreement.id]
    if same and (differing := differing_terms(same[0], there.agreement)):
        raise Refused(
            f"You have other terms under the same id ({same[0].id}). "
            f"They differ in: {'; '.join(differing)}.",
            "Nothing changed. Agree on one of them, and amend the other.",
        )
    return bool(same)


def _is_agreed_twice(relationship: Relationship, there: Offered) -> bool:
    """Whether both sides wrote down the same terms from the same day, under different ids."""
    latest = _latest(relationship)
    return (
        latest is not None
        and latest.words is not None
        and latest.date == there.agreement.date
        and not differing_terms(latest, there.agreement)
    )


def _latest(relationship: Relationship) -> Agreement | None:
    agreements = relationship.of(Agreement)
    return max(agreements, key=lambda one: (one.date, one.id), default=None)


def _check_newer(desk: Desk, relationship: Relationship, there: Offered) -> Agreement | None:
    """The latest terms here. Raises Refused for older terms, or different ones of that day."""
    check_role(relationship, there.sender)
    since = there.agreement.date
    latest = _latest(relationship)
    if latest is not None and since <= latest.date:
        differing = "; ".join(differing_terms(latest, there.agreement)) or "nothing else"
        raise Refused(
            f"Terms from {shown(latest.date, desk.today)} are here already ({latest.id}), and "
            f"those in the file are from {shown(since, desk.today)}. They differ in: {differing}.",
            "Nothing changed. Newer terms would be saved as an amendment.",
        )
    closed = max((closure.date for closure in relationship.of(Closure)), default=None)
    if closed is not None and since <= closed:
        raise Refused(
            f"{relationship.handle} was closed on {shown(closed, desk.today)}, after these terms.",
            f"Start again:  mentorlog reopen {relationship.handle}",
        )
    return latest


_SAME_DAY = {MeetingStatus.HELD, MeetingStatus.PLANNED}


def pair_taken_in(
    desk: Desk, who: str | None, there: Pair, file: str, change: Change
) -> Relationship:
    """Add the new entries to the relationship; entries that are here don't change.

    Raises Refused.
    """
    ids = {entry.id for entry in there.entries}
    known = known_as(desk, who, there.sender, ids, file)
    if known is not None:
        check_role(known, there.sender)
    here = desk.read(known) if known else mirrored(there.sender, change)
    elsewhere = {
        entry.id
        for one in desk.contents.relationships
        if known is None or one.handle != known.handle
        for entry in one.entries
    }
    account = _Account(desk, here, elsewhere, change, is_new=known is None)
    for entry in sorted(there.entries, key=_links_last):
        account.settle(entry)
    account.tell()
    return here


def _links_last(entry: Entry) -> tuple[bool, dt.date, str]:
    """Sort key: meetings first, because other entries refer to them."""
    return not isinstance(entry, Meeting), entry.date, entry.id


class _Account:
    """Settles every entry of the file and counts what became of each."""

    def __init__(
        self,
        desk: Desk,
        here: Relationship,
        elsewhere: set[str],
        change: Change,
        *,
        is_new: bool,
    ) -> None:
        self._desk = desk
        self._here = here
        self._by_id = {entry.id: entry for entry in here.entries}
        self._elsewhere = elsewhere
        self._change = change
        self._is_new = is_new
        self._ids = {entry.id: entry.id for entry in here.entries}  # their id -> the id here
        self._taken = 0
        self._same = 0
        self._changed: list[str] = []
        self._left: list[tuple[str, str]] = []

    def settle(self, entry: Entry) -> None:
        """Import an entry, unless it is here, is impossible, or was moved to another person."""
        mine = self._by_id.get(entry.id) or self._alike(entry)
        if mine is not None:
            self._ids[entry.id] = mine.id
            if mine.id == entry.id and (differing := differences(mine, entry)):
                self._changed.append(f"{self._named(mine)}: {', '.join(differing)}")
            else:
                self._same += 1
        elif entry.id in self._elsewhere:
            self._same += 1  # moved to somebody else
        elif why := self._refusal(entry):
            self._left.append((self._named(entry), why))
        else:
            self._ids[entry.id] = entry.id
            self._change.take(self._here, linked(entry, self._ids))
            self._taken += 1

    def tell(self) -> None:
        """Put the counts on the change. Raises Refused if nothing could be imported."""
        change = self._change
        change.here_already = self._same + len(self._changed)
        change.left_out = tuple((named, why, 1) for named, why in self._left)
        lines = tuple(self._lines())
        if self._left and not (self._taken or change.here_already):
            raise Refused("Nothing in it can be imported.", "\n".join(lines))
        change.lines += lines

    def _lines(self) -> Iterator[str]:
        if self._same:
            yield f"Here already: {counted(self._same, 'entry')}."
        for one in self._changed:
            yield f"Changed there, left as it is here: {one}."
        for named, why in self._left:
            yield f"Not imported: {named}: {why}."

    def _alike(self, entry: Entry) -> Entry | None:
        """My own entry that says the same: a meeting on that day, the same terms; or None."""
        for mine in self._here.entries:
            if isinstance(entry, Meeting) and isinstance(mine, Meeting):
                same = entry.status is mine.status and entry.status in _SAME_DAY
                if same and entry.date == mine.date:
                    return mine
            if isinstance(entry, Agreement) and isinstance(mine, Agreement):
                same = mine.words is not None and mine.date == entry.date
                if same and not differing_terms(mine, entry):
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
        """The entry without its words: The meeting of Tue 10 Nov (4v8m2t9c)."""
        return f"the {spelled(entry.kind)} of {day(entry.date, self._desk.today)} ({entry.id})"
