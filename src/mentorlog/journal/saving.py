"""Saving: what a command decided comes into the journal as a whole, or not at all; undo, too.

Whoever writes holds the journal's lock. Taking it completes what an earlier command was stopped in,
and yields one value that says what lies beside the journal, so that nothing is looked up twice.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mentorlog import files
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Conflict, DamagedJournal, NotFound, Refused, StorageFailed, Unconfirmed
from mentorlog.frozen import dataclass
from mentorlog.journal import names, restoring, sealed, steps, transaction, trash
from mentorlog.journal.drafts import Draft
from mentorlog.journal.homes import Home, draft_of
from mentorlog.journal.names import JOURNAL_FILE, RELATIONSHIP_FILE, RELATIONSHIPS, TRASH
from mentorlog.journal.steps import Move, Put, Step, make_folder
from mentorlog.journal.transaction import Saved, Transaction
from mentorlog.journal.trash import Traces

if TYPE_CHECKING:
    from mentorlog.journal.change import Change
    from mentorlog.journal.journal import Journal

Transactions = tuple[Transaction, ...]
TAKEN = ".taken"  # in the journal: the commit whose files are all there, until git knows of it
_PART = 16 * 1024 * 1024  # bytes that come from another machine in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A journal that nobody else writes into, and in which nothing is left half-done.

    `id`: None until the journal is made. `home`: the one that it has now, of all its `homes`.
    `drafts`: all that can be read, the newest first. `logs`: of what can be undone, in all homes.
    `completed`: what an earlier command was stopped in, and is done now.
    """

    id: str | None
    home: Home
    homes: tuple[Home, ...]
    drafts: tuple[Draft, ...]
    logs: tuple[Path, ...]
    completed: Transactions


@contextlib.contextmanager
def held(journal: Journal, command: str) -> Iterator[Held]:
    """Hold the journal's lock; what was interrupted is completed, and read again.

    Raises:
        DamagedJournal: nothing may be written into this journal.
        Locked: another process writes; it is named.
        Unconfirmed, StorageFailed: of what was to be completed.
    """
    _finish_restoring(journal, command)
    completed: Transactions = ()
    while True:
        home = journal.home
        with _locked(journal, home, command):
            # The last holder of the lock may have made the journal, and so may settling.
            if journal.home == home:
                completed += _settled(journal, home, command)
            if journal.home == home:
                yield _seen(journal, home, completed)
                return


@contextlib.contextmanager
def held_still(journal: Journal, command: str) -> Iterator[None]:
    """Hold the lock of a journal, even a damaged one; completes nothing.

    Raises Locked, StorageFailed.
    """
    with _locked(journal, Home(journal.state_folder), command):
        yield


def settle(journal: Journal, command: str) -> Transactions:
    """Complete what an earlier command was stopped in, so that the next sees it whole; what it was.

    A writer calls it before it loads; without it, `save` does so, but what it saves was
    decided by half of what happened. Raises what `held` raises.
    """
    _finish_restoring(journal, command)
    interrupted = any(home.interrupted for home in journal.homes.all())
    if interrupted or trash.going(journal.root):
        with held(journal, command) as now:
            return now.completed
    return ()


def _finish_restoring(journal: Journal, command: str) -> None:
    if restoring.unfinished(journal.root):
        with held_still(journal, command):
            restoring.finish(journal.root)


def take(journal: Journal, now: Held, arriving: Iterable[Step], last: Put | None = None) -> None:
    """What another machine wrote, all or nothing; call it under the lock. No undo takes it back.

    `last`: comes when all the rest is there. Raises Conflict for a file that isn't as it was,
    Unconfirmed, StorageFailed. More than fits into one log comes in parts.
    """
    parts: list[list[Step]] = [[]]
    size = 0
    for step in arriving:
        size += len(step.before or b"") + len(step.after or b"")
        if size > _PART and parts[-1]:
            parts.append([])
            size = 0
        parts[-1].append(step)
    if last is not None:
        parts[-1].append(last)
    for part in parts:
        taken = Transaction(
            id=names.new_id(), command="sync", typed={}, steps=tuple(part), arrives=True
        )
        transaction.save(journal.root, now.home, taken)


def seal_what_came(journal: Journal, home: Home) -> bool:
    """Seal what came in plain text to somebody sealed, if this machine can; whether anything did.

    Call it under the lock. It was written on a machine that didn't know they are sealed.
    """
    if journal.keys is None or not journal.keys.can_seal:
        return False
    journal.load()
    change = journal.change()
    for one in journal.contents.relationships:
        if sealed.is_sealed_at(journal.root, journal.file_of(one)):
            for entry in one.entries:
                with contextlib.suppress(DamagedJournal, Conflict):  # doctor reports those
                    change.seal_if_plain(entry)
    found = change.steps()
    if found:
        closing = Transaction(id=names.new_id(), command="sync", typed={}, steps=found, final=True)
        transaction.save(journal.root, home, closing, journal.drafts.discard)
    return bool(found)


def changed_meanwhile(file: str = "") -> Conflict:
    """For who can't decide again; `file`: the one that it is about."""
    if file:
        return steps.conflict(file)
    return Conflict("The journal changed in the meantime.", "Run it again.")


def save(
    journal: Journal,
    change: Change,
    draft: Draft,
    completed: Transactions = (),
    *,
    corrected: Callable[[Draft], bool] = lambda _: False,
    again: Callable[[], Change] | None = None,
) -> tuple[Saved, ...]:
    """Everything in the change, or nothing; then the draft is gone.

    What was interrupted earlier is settled first; if that was this draft, or the same words of the
    same day, it is not done again. `completed`: what `settle` gave. `corrected`: tells other drafts
    that can go once this is saved. `again`: decides once more, under the lock, where the journal is
    no longer what the change was decided by. When this raises, the draft is still there.

    Raises:
        Refused: a file isn't as it was when it was read (then a Conflict), or a link; or `again`.
        Unconfirmed: it is saved, but the disk didn't confirm it.
        StorageFailed: the disk said no.
        DamagedJournal, Locked: as `held`.
    """
    with held(journal, draft.command) as now:
        saved = _saved_before(now.drafts, now.logs, draft, (*completed, *now.completed))
        if saved is None and change.is_outdated:
            if again is None:
                raise changed_meanwhile()
            change = again()
        done = _done_with(now, draft, corrected)
        if change.is_final:
            journal.drafts.seal(journal.contents.relationships)
        if saved is None:
            identity = now.id or names.new_id()
            todo = _transaction(change, draft, done, makes=None if now.id else identity)
            after = journal.homes.of(identity)
            sealed.check_places(journal.root, todo.steps)
            transaction.save(journal.root, now.home, todo, journal.drafts.discard, after=after)
            saved, done = todo.saved, () if todo.final else done  # or it took them with it
        _tidy(journal, now, done)
    return saved


def forget_saved(journal: Journal, draft: Draft, completed: Transactions = ()) -> bool:
    """Whether an earlier attempt saved just that; then this draft is gone. As `save` raises."""
    logs = tuple(log for home in journal.homes.all() for log in home.undoable)
    if _saved_before(journal.drafts.all(), logs, draft, completed) is None:
        return False
    with held(journal, draft.command) as now:
        _tidy(journal, now, _done_with(now, draft))
    return True


def seal_drafts(journal: Journal, command: str) -> None:
    """Seal what was typed before sealing was set up. Raises what `held` raises."""
    if journal.drafts.all():
        with held(journal, command):
            journal.drafts.seal(journal.contents.relationships)


def undo(journal: Journal, count: int = 1, *, redo: bool = False) -> Transactions:
    """Take back the last commands, each as a whole, or do again what was taken back.

    Raises Conflict if a file was changed since (then nothing is taken back), Refused if there
    are not so many, and what `held` raises.
    """
    _refuse_unmade(journal)
    command = "redo" if redo else "undo"
    with held(journal, command) as now:
        done = [one for one in now.completed if one.command == command][:count]
        _foreseen(journal, now.home, count - len(done), redo=redo)
        while len(done) < count:
            turn = transaction.turn(now.home, redo=redo)
            sealed.check_places(journal.root, turn.steps)
            try:
                transaction.save(journal.root, now.home, turn)
            except StorageFailed as error:
                raise _stopped_after(error, len(done), count) from error
            done.append(turn)
    return tuple(done)


def turns(journal: Journal, count: int = 1, *, redo: bool = False) -> Transactions:
    """What `undo` would do. Raises what it raises, as far as that can be known."""
    _refuse_unmade(journal)
    return _foreseen(journal, journal.home, count, redo=redo)


def latest(journal: Journal) -> Iterator[Saved]:
    """What the commands that can be undone have written, the last command first."""
    for log in reversed(journal.home.undoable):
        if (found := transaction.recorded(log)) is not None:
            yield from found.saved


def empty_trash(journal: Journal) -> tuple[str, ...]:
    """Erase what was removed, for good; what it was. Raises what `held` raises."""
    with held(journal, "erase") as now:
        return trash.empty(journal.root, now.home)


def erase(journal: Journal, who: Relationship, agreed_to: Traces | None = None) -> Traces:
    """A person, for good; no undo; what there was of them.

    `agreed_to`: what somebody was shown, and agreed to lose. Raises Conflict where there is more
    by now, NotFound where they are gone, and what `held` raises.
    """
    journal.remember_nothing()  # the cache was emptied of them
    with held(journal, "erase"):
        found = trash.traces(journal, _now(journal, who))
        if agreed_to is not None and found.extent != agreed_to.extent:
            raise changed_meanwhile()
        trash.erase(journal.root, found)
    return found


def _now(journal: Journal, who: Relationship) -> Relationship:
    """Somebody as they are called now. Raises NotFound."""
    for one in journal.load().relationships:
        if one.id == who.id and (who.id or one.handle == who.handle):
            return one
    raise NotFound(f"{who.handle} is no longer in the journal.")


@contextlib.contextmanager
def _locked(journal: Journal, home: Home, command: str) -> Iterator[None]:
    make_folder(home.folder)
    with files.lock(home.lock, command=command):
        journal.forget()
        try:
            yield
        finally:
            journal.forget()


def _settled(journal: Journal, home: Home, command: str) -> Transactions:
    """Completes what was interrupted; returns it. Raises StorageFailed."""
    trash.finish_erasing(journal.root)
    done = _settled_in(journal, home)
    if (journal.root / TAKEN).exists():
        seal_what_came(journal, home)
    unmade = journal.homes.of(None)
    if unmade == home or not unmade.interrupted:
        return done
    with files.lock(unmade.lock, command=command):  # held by the command that makes the journal
        return done + _settled_in(journal, unmade)


def _settled_in(journal: Journal, home: Home) -> Transactions:
    drop, check = journal.drafts.discard, partial(sealed.check_places, journal.root)
    return transaction.settle(journal.root, home, lambda: journal.home, drop, check)


def _seen(journal: Journal, home: Home, completed: Transactions) -> Held:
    homes = journal.homes.all()
    return Held(
        id=journal.id,
        home=home,
        homes=homes,
        drafts=journal.drafts.all(homes),
        logs=tuple(log for one in homes for log in one.undoable),
        completed=completed,
    )


def _saved_before(
    drafts: tuple[Draft, ...], logs: tuple[Path, ...], draft: Draft, completed: Transactions
) -> tuple[Saved, ...] | None:
    """What an earlier attempt saved that was stopped before it could say so.

    Its draft still lies there, though the undo log has it; of what is final there is neither,
    and only who completed it knows.
    """
    for one in completed:
        if one.final and transaction.draft_in(draft.path.parent, one).is_retry_of(draft):
            return one.saved
    attempts = {one.id for one in drafts if one.is_retry_of(draft)}
    for log in logs:
        if draft_of(log) in attempts and (found := transaction.recorded(log)):
            return found.saved
    return None


def _transaction(
    change: Change, draft: Draft, done: tuple[Draft, ...], makes: str | None
) -> Transaction:
    """`done`: drafts that go with it. `makes`: the id of the journal, if there is none yet."""
    others = tuple(one.id for one in done if one.id != draft.id)
    return Transaction(
        id=draft.id,
        command=draft.command,
        typed=draft.typed,
        sealed=draft.sealed,
        about=draft.about,
        final=change.is_final,
        drops=(*change.drops, *others) if change.is_final else (),
        steps=change.steps(draft.began),
        saved=change.saved,
        makes=_journal_file(makes) if makes else None,
    )


def _journal_file(identity: str) -> Put:
    from mentorlog.journal.codec import encoded_journal  # once in a journal's life
    from mentorlog.journal.yaml import written

    return Put(JOURNAL_FILE, None, written(encoded_journal(identity)).encode())


def _done_with(
    now: Held, draft: Draft, corrected: Callable[[Draft], bool] = lambda _: False
) -> tuple[Draft, ...]:
    """The draft, all that are saved, those of earlier attempts of the same day, the corrected.

    What another command is at work on stays.
    """
    saved = {draft_of(log) for log in now.logs}
    found = (
        one for one in now.drafts if one.id in saved or one.is_retry_of(draft) or corrected(one)
    )
    return (draft, *(one for one in found if one.path != draft.path and not one.is_live))


def _tidy(journal: Journal, now: Held, done: tuple[Draft, ...]) -> None:
    """Remove what is no longer needed once all is saved."""
    # A draft that can't be removed is known from the undo log and not shown.
    with contextlib.suppress(StorageFailed, OSError):
        for one in done:
            one.discard()
        for home in now.homes:  # these are written without the lock, or under another
            files.sweep(home.drafts, age=files.ABANDONED)
            files.sweep(home.folder, age=files.ABANDONED)
        journal.homes.leave_unmade()


def _refuse_unmade(journal: Journal) -> None:
    if journal.id is None:
        raise Refused("Nothing has been saved here yet.")


def _foreseen(journal: Journal, home: Home, count: int, *, redo: bool) -> Transactions:
    """The transactions that take back `count` commands, if all can be. Raises Refused, Conflict."""
    transaction.check_turns(home, count, redo=redo)
    found = transaction.turns(home, count, redo=redo)
    todo = [step for turn in found for step in turn.steps]
    _refuse_taken(journal, todo)
    steps.check(journal.root, todo)
    return found


def _refuse_taken(journal: Journal, todo: Iterable[Step]) -> None:
    """Raises Refused if somebody who comes back from the trash would find the handle in use."""
    going = {path for step in todo for path in step.paths}
    for step in todo:
        if not (isinstance(step, Move) and step.inside and step.source.startswith(TRASH)):
            continue
        folder = step.target.removeprefix(f"{RELATIONSHIPS}/")
        handle = names.handle_in(folder, _id_in(step))
        for other in journal.load().relationships:
            there = journal.folder_of(other)
            ways = {f"{RELATIONSHIPS}/{there}", f"{RELATIONSHIPS}/{there}/{RELATIONSHIP_FILE}"}
            if handle == names.handle_in(there, other.id) and going.isdisjoint(ways):
                raise Refused(
                    f"Someone else now has the handle {handle}.",
                    f"Give that one another:  mentorlog rename {other.handle} NAME",
                )


def _id_in(step: Move) -> str | None:
    """Whose file it is that tells of a folder, if that is readable."""
    from mentorlog.journal.texts import parsed_text

    said = parsed_text(f"{step.source}/{step.inside}", step.before).value
    return said.id if step.inside == RELATIONSHIP_FILE and said else None


def _stopped_after(error: StorageFailed, done: int, count: int) -> StorageFailed:
    """The error; if some commands of several are undone by now, one that says how many."""
    done += isinstance(error, Unconfirmed)
    if not 0 < done < count:
        return error
    return StorageFailed(
        f"The disk failed after {done} of {count} commands.", "Continue with those that are left."
    )
