"""Import an agreement or a pair from the other person: add what is new, list what differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from mentorlog.commands import rules
from mentorlog.commands.desk import Desk
from mentorlog.domain.entries import Agreement, Closure, Entry, Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import NotFound, Refused, shell_word
from mentorlog.exchange.pair import Offered, Pair, Sender, differences, differing_terms, linked
from mentorlog.journal.change import Change
from mentorlog.journal.names import resolved
from mentorlog.terminal.wording import command, counted, day, spelled


def agreement_taken_in(
    desk: Desk, who: str | None, offer: Offered, file: str, change: Change
) -> Relationship:
    """Add the relationship, mirrored, or newer terms to a known one. Raises Refused."""
    known = known_as(desk, who, offer.sender, {offer.agreement.id}, file)
    if known is None:
        met = mirrored(offer.sender, change)
        change.take(met, offer.agreement)
        return met
    relationship = desk.read_to_compare(known)
    if not _is_here(relationship, offer) and not _is_agreed_twice(relationship, offer):
        latest = _check_newer(desk, relationship, offer)
        readable = latest if latest and latest.words else None  # None if sealed
        change.take(relationship, offer.agreement, like=readable)
    return relationship


def known_as(
    desk: Desk, who: str | None, sender: Sender, ids: Collection[str], file: str
) -> Relationship | None:
    """The relationship a file belongs to: by its id, by entries that are here, or by WHO.

    None: somebody new. Raises Refused for a namesake, or if I exported the file myself.
    """
    if sender.journal is not None and sender.journal == desk.journal.id:
        raise Refused(
            "This file came from your own journal; it's for the other person.",
            "Send it to them. They run:  mentorlog import FILE",
        )
    everyone = desk.contents.relationships
    for person in everyone:
        if person.id == sender.relationship or any(entry.id in ids for entry in person.entries):
            return person
    if who is not None:
        return desk.relationship(who)
    try:
        namesake = resolved(sender.name, everyone, exact=True)
    except NotFound:
        return None
    same = command("import", file, namesake.handle)
    raise Refused(
        f"You already have someone of that name: {namesake.handle}.",
        f"If it's the same person:  {same}",
    )


def mirrored(sender: Sender, change: Change) -> Relationship:
    """Add a new person, seen from this side."""
    change.lines.append(f"You're the {sender.my_role}.")
    return change.new_relationship(
        name=sender.name, my_role=sender.my_role, identity=sender.relationship
    )


def check_role(relationship: Relationship, sender: Sender) -> None:
    """Raises Refused if my role in the file isn't my role here."""
    if relationship.my_role is not None and sender.my_role is not relationship.my_role:
        raise Refused(
            f"You're the {sender.my_role} in this file, the {relationship.my_role} here.",
            "Was it meant for you? Nothing changed.",
        )


def _is_here(relationship: Relationship, offer: Offered) -> bool:
    """Whether exactly these terms are here. Raises Refused for others under the same id."""
    same = [terms for terms in relationship.of(Agreement) if terms.id == offer.agreement.id]
    if same and (differing := differing_terms(same[0], offer.agreement)):
        raise Refused(
            f"You have other terms under the same id ({same[0].id}). "
            f"They differ in: {'; '.join(differing)}.",
            "Nothing changed. Agree on one of them, and amend the other.",
        )
    return bool(same)


def _is_agreed_twice(relationship: Relationship, offer: Offered) -> bool:
    """Whether both sides wrote down the same terms from the same day, under different ids."""
    latest = _latest(relationship)
    return (
        latest is not None
        and latest.words is not None
        and latest.date == offer.agreement.date
        and not differing_terms(latest, offer.agreement)
    )


def _latest(relationship: Relationship) -> Agreement | None:
    agreements = relationship.of(Agreement)
    return max(agreements, key=lambda terms: (terms.date, terms.id), default=None)


def _check_newer(desk: Desk, relationship: Relationship, offer: Offered) -> Agreement | None:
    """The latest terms here. Raises Refused for older terms, or different ones of that day."""
    check_role(relationship, offer.sender)
    since = offer.agreement.date
    latest = _latest(relationship)
    if latest is not None and since <= latest.date:
        nothing = "nothing else" if latest.words else "nothing that isn't sealed"
        differing = "; ".join(differing_terms(latest, offer.agreement)) or nothing
        raise Refused(
            f"Terms from {day(latest.date, desk.today)} are here already ({latest.id}), and "
            f"those in the file are from {day(since, desk.today)}. They differ in: {differing}.",
            "Nothing changed. Newer terms would be saved as an amendment.",
        )
    closed = max((closure.date for closure in relationship.of(Closure)), default=None)
    if closed is not None and since <= closed:
        raise Refused(
            f"{relationship.handle} was closed on {day(closed, desk.today)}, after these terms.",
            f"Start again:  mentorlog reopen {shell_word(relationship.handle)}",
        )
    return latest


_SAME_DAY = {MeetingStatus.HELD, MeetingStatus.PLANNED}


def pair_taken_in(
    desk: Desk, who: str | None, pair: Pair, file: str, change: Change
) -> Relationship:
    """Add the new entries to the relationship; entries that are here don't change.

    Raises Refused, also if nothing of it can be imported.
    """
    known = known_as(desk, who, pair.sender, {entry.id for entry in pair.entries}, file)
    if known is not None:
        check_role(known, pair.sender)
    here = desk.read_to_compare(known) if known else mirrored(pair.sender, change)
    ids = {entry.id: entry.id for entry in here.entries}  # their id -> the id here
    others = (
        person for person in desk.contents.relationships if known is None or person.id != known.id
    )
    elsewhere = {entry.id for person in others for entry in person.entries}
    same, changed, left = 0, list[str](), list[tuple[str, str]]()
    for entry in sorted(pair.entries, key=_links_last):
        if mine := _mine(here, entry):
            ids[entry.id] = mine.id
        if mine and mine.id == entry.id and (differing := differences(mine, entry)):
            changed.append(f"{_named(mine, desk.today)}: {', '.join(differing)}")
        elif mine or entry.id in elsewhere:  # moved to somebody else
            same += 1
        elif why := _refusal(here, entry, desk.today, is_new=known is None):
            left.append((_named(entry, desk.today), why))
        else:
            ids[entry.id] = entry.id
            change.take(here, linked(entry, ids))
    change.here_already = same + len(changed)
    change.left_out = tuple((named, why, 1) for named, why in left)
    lines = list(_account(same, changed, left))
    if left and len(left) == len(pair.entries):
        raise Refused("Nothing in it can be imported.", "\n".join(lines))
    change.lines += lines
    return here


def _account(same: int, changed: Iterable[str], left: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Lines that count what is here already, and name what wasn't taken."""
    if same:
        yield f"Here already: {counted(same, 'entry')}."
    yield from (f"Changed there, left as it is here: {change}." for change in changed)
    yield from (f"Not imported: {named}: {why}." for named, why in left)


def _named(entry: Entry, today: dt.date) -> str:
    """The entry without its words: the meeting of Tue 10 Nov (4v8m2t9c)."""
    return f"the {spelled(entry.kind)} of {day(entry.date, today)} ({entry.id})"


def _links_last(entry: Entry) -> tuple[bool, dt.date, str]:
    """Sort key: meetings first, because other entries refer to them."""
    return not isinstance(entry, Meeting), entry.date, entry.id


def _mine(here: Relationship, entry: Entry) -> Entry | None:
    """My own entry of that id, or one that says the same: a meeting on that day, the same terms."""
    if known := next((mine for mine in here.entries if mine.id == entry.id), None):
        return known
    for mine in here.entries:
        if isinstance(entry, Meeting) and isinstance(mine, Meeting):
            same = entry.status is mine.status and entry.status in _SAME_DAY
            if same and entry.date == mine.date:
                return mine
        if isinstance(entry, Agreement) and isinstance(mine, Agreement):
            same = mine.words is not None and mine.date == entry.date
            if same and not differing_terms(mine, entry):
                return mine
    return None


def _refusal(here: Relationship, entry: Entry, today: dt.date, *, is_new: bool) -> str | None:
    """Why the entry can't be added; None if it can."""
    latest = _latest(here)
    if isinstance(entry, Agreement) and not is_new and latest and entry.date <= latest.date:
        return f"terms from {day(latest.date, today)} are here already"
    return rules.objection(here, entry, today)
