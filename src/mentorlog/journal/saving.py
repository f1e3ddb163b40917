"""Save a command's change to the journal: all of it or nothing. Also undo, seal, erase.

A writer holds the journal's lock. Taking the lock first completes what an earlier command left
unfinished. It yields one value, `HeldJournal`, with the journal's id, folders, drafts and logs, so
that nothing is looked up twice.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mentorlog import files
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Conflict, Refused, StorageFailed, Unconfirmed, shell_word
from mentorlog.frozen import dataclass
from mentorlog.journal import arriving, names, sealed, steps, transaction, trash
from mentorlog.journal.drafts import Draft
from mentorlog.journal.homes import Home, draft_of
from mentorlog.journal.names import (
    ENTRY_SUFFIX,
    JOURNAL_FILE,
    RELATIONSHIP_FILE,
    RELATIONSHIPS,
    TRASH,
)
from mentorlog.journal.steps import Move, Put, Step, make_folder
from mentorlog.journal.transaction import Saved, Transaction
from mentorlog.journal.trash import Traces

if TYPE_CHECKING:
    from mentorlog.journal.change import Change
    from mentorlog.journal.journal import Journal

Transactions = tuple[Transaction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldJournal:
    """A journal whose lock we hold, with no unfinished transaction left in it.

    `id`: None until the journal is made.
    `home`: the state folder it uses now, one of its `homes`.
    `drafts`: all readable ones, newest first.
    `logs`: the undo logs of all homes.
    `completed`: the transactions that an earlier command left unfinished and that are completed
        now.
    """

    id: str | None
    home: Home
    homes: tuple[Home, ...]
    drafts: tuple[Draft, ...]
    logs: tuple[Path, ...]
    completed: Transactions


@contextlib.contextmanager
def held(journal: Journal, command: str, *, timeout: float = 5.0) -> Iterator[HeldJournal]:
    """Hold the journal's lock; first complete what was interrupted and read the journal again.

    If it is held already, it stays so.

    Raises:
        DamagedJournal: nothing may be written into this journal.
        Locked: another process writes, for longer than `timeout` seconds; it is named.
        Unconfirmed, StorageFailed: from completing what was interrupted.
    """
    if journal.held is not None:
        yield journal.held
        return
    _finish_restoring(journal, command)
    completed: Transactions = ()
    while True:
        home = journal.home
        with _locked(journal, home, command, timeout=timeout):
            # The last holder of the lock may have made the journal, and so may settling.
            if journal.home == home:
                completed += _settled(journal, home, command)
            if journal.home == home:
                journal.held = _seen(journal, home, completed)
                yield journal.held
                return


def locked_as_is(journal: Journal, command: str) -> AbstractContextManager[None]:
    """Hold the lock of a journal, even a damaged one, without completing anything.

    Raises Locked, StorageFailed.
    """
    return _locked(journal, Home(journal.state_folder), command)


def settle(journal: Journal, command: str) -> Transactions:
    """Complete what an earlier command left unfinished; return those transactions.

    A writer calls it before it loads the journal, to decide from the whole of it; `save` would
    settle too, but only after the decision. Raises what `held` raises, and StorageFailed if nothing
    can be written, before the user types what can't be saved.
    """
    _finish_restoring(journal, command)
    for folder in (journal.home.folder, journal.root / RELATIONSHIPS):
        files.refuse_unwritable(folder)
    interrupted = any(home.interrupted for home in journal.homes.all())
    if interrupted or trash.half_erased(journal.root):
        with held(journal, command) as now:
            return now.completed
    return ()


def _finish_restoring(journal: Journal, command: str) -> None:
    if arriving.unfinished(journal.root):
        with locked_as_is(journal, command):
            arriving.finish(journal.root)


def changed_meanwhile() -> Conflict:
    """The error for a journal that changed after the user decided."""
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
    """Save everything in the change, or nothing, and then discard the draft.

    What was interrupted earlier is settled first. If that was this draft, or one with the same
    words of the same day, it isn't saved twice.

    `completed`: what `settle` returned. `corrected`: says which other drafts can go once this is
    saved. `again`: makes the decision anew, under the lock, if the journal has changed since. If
    `save` raises, the draft is kept.

    Raises:
        Refused: a file changed since it was read (Conflict), or is a link; or `again` refuses.
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
            todo = _carried_out(journal, now, change, draft, done)
            saved, done = todo.saved, () if todo.final else done  # a final one has dropped them
        _tidy(journal, now, done)
    return saved


def _carried_out(
    journal: Journal, now: HeldJournal, change: Change, draft: Draft, done: tuple[Draft, ...]
) -> Transaction:
    """Write a change to the disk; the journal is made if it isn't yet."""
    identity = now.id or names.new_id()
    todo = _transaction(change, draft, done, new_journal=None if now.id else identity)
    sealed.check_places(journal.root, todo.steps)
    after = journal.homes.of(identity)
    discard, tidy = journal.drafts.discard, change.tidy
    transaction.save(journal.root, now.home, todo, discard, after=after, tidy=tidy)
    return todo


def forget_saved(journal: Journal, draft: Draft, completed: Transactions = ()) -> bool:
    """Discard a draft that an earlier attempt saved already; return whether it did.

    Raises what `save` raises.
    """
    logs = tuple(log for home in journal.homes.all() for log in home.undoable)
    if _saved_before(journal.drafts.all(), logs, draft, completed) is None:
        return False
    with held(journal, draft.command) as now:
        _tidy(journal, now, _done_with(now, draft))
    return True


def seal_drafts(journal: Journal, command: str) -> None:
    """Seal the drafts kept before sealing was set up. Raises what `held` raises."""
    if journal.drafts.all():
        with held(journal, command):
            journal.drafts.seal(journal.contents.relationships)


def undo(journal: Journal, count: int = 1, *, redo: bool = False) -> Transactions:
    """Take back the last `count` commands, or redo those taken back; return the transactions.

    Raises Conflict if a file was changed since (then nothing is taken back), Refused if there are
    fewer commands than `count`, and what `held` raises.
    """
    _refuse_no_journal(journal)
    command = "redo" if redo else "undo"
    with held(journal, command) as now:
        done = [turn for turn in now.completed if turn.command == command][:count]
        _foreseen(journal, now.home, count - len(done), redo=redo)
        while len(done) < count:
            (turn,) = transaction.turns(now.home, 1, redo=redo)
            sealed.check_places(journal.root, turn.steps)
            try:
                transaction.save(journal.root, now.home, turn)
            except StorageFailed as error:
                raise _stopped_after(error, len(done), count) from error
            done.append(turn)
    return tuple(done)


def turns(journal: Journal, count: int = 1, *, redo: bool = False) -> Transactions:
    """The transactions that `undo` would carry out; it changes nothing.

    Raises what `undo` raises, as far as can be known beforehand.
    """
    _refuse_no_journal(journal)
    return _foreseen(journal, journal.home, count, redo=redo)


def empty_trash(journal: Journal) -> tuple[str, ...]:
    """Erase everything in the trash for good; return the paths. Raises what `held` raises."""
    with held(journal, "erase") as now:
        return trash.empty(journal.root, now.home)


def erase(journal: Journal, who: Relationship, agreed_to: Traces | None = None) -> Traces:
    """Erase a person for good, without undo; return what was erased.

    `agreed_to`: the traces that the user saw and agreed to lose. Raises Conflict if there are more
    by now, NotFound if the person is gone, and what `held` raises.
    """
    journal.remember_nothing()  # the cache was emptied of them
    with held(journal, "erase"):
        traces = trash.traces(journal, _now(journal, who))
        if agreed_to is not None and traces.extent != agreed_to.extent:
            raise changed_meanwhile()
        trash.erase(journal.root, traces)
    return traces


def _now(journal: Journal, who: Relationship) -> Relationship:
    """The person under their present name. Raises NotFound."""
    for person in journal.load().relationships:
        if person.id == who.id and (who.id or person.handle == who.handle):
            return person
    raise names.Gone(who.handle)


@contextlib.contextmanager
def _locked(journal: Journal, home: Home, command: str, *, timeout: float = 5.0) -> Iterator[None]:
    make_folder(home.folder)
    with files.lock(home.lock, timeout=timeout, command=command):
        journal.forget()
        try:
            yield
        finally:
            journal.held = None
            journal.forget()


def _settled(journal: Journal, home: Home, command: str) -> Transactions:
    """Complete what was interrupted; return it. Raises StorageFailed."""
    trash.finish_erasing(journal.root)
    done = _settled_in(journal, home)
    if (journal.root / arriving.TAKEN).exists():
        arriving.seal_what_came(journal, home)
    unmade = journal.homes.of(None)
    if unmade == home or not unmade.interrupted:
        return done
    with files.lock(unmade.lock, command=command):  # held by the command that makes the journal
        return done + _settled_in(journal, unmade)


def _settled_in(journal: Journal, home: Home) -> Transactions:
    files.sweep(home.saving)  # a log that was cut short as it was written, with words in it
    drop, check = journal.drafts.discard, partial(sealed.check_places, journal.root)
    return transaction.settle(journal.root, home, lambda: journal.home, drop, check)


def _seen(journal: Journal, home: Home, completed: Transactions) -> HeldJournal:
    homes = journal.homes.all()
    return HeldJournal(
        id=journal.id,
        home=home,
        homes=homes,
        drafts=journal.drafts.all(homes),
        logs=tuple(log for known in homes for log in known.undoable),
        completed=completed,
    )


def _saved_before(
    drafts: tuple[Draft, ...], logs: tuple[Path, ...], draft: Draft, completed: Transactions
) -> tuple[Saved, ...] | None:
    """What an earlier attempt at this draft saved before it was stopped; None if it saved nothing.

    Its draft is still there although the undo log has it. A final transaction leaves no log; then
    only `completed` tells.
    """
    for earlier in completed:
        if earlier.final and transaction.draft_in(draft.path.parent, earlier).is_retry_of(draft):
            return earlier.saved
    attempts = {other.id for other in drafts if other.is_retry_of(draft)}
    for log in logs:
        if draft_of(log) in attempts and (recorded := transaction.recorded(log)):
            return recorded.saved
    return None


def _transaction(
    change: Change, draft: Draft, done: tuple[Draft, ...], new_journal: str | None
) -> Transaction:
    """The change as a transaction.

    `done`: drafts to remove with it. `new_journal`: its id, if there is no journal yet.
    """
    others = tuple(other.id for other in done if other.id != draft.id)
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
        makes_journal=_journal_file(new_journal) if new_journal else None,
    )


def _journal_file(identity: str) -> Put:
    from mentorlog.journal.codec import encoded_journal  # once in a journal's life
    from mentorlog.journal.yaml import dump

    return Put(JOURNAL_FILE, None, dump(encoded_journal(identity)).encode())


def _done_with(
    now: HeldJournal, draft: Draft, corrected: Callable[[Draft], bool] = lambda _: False
) -> tuple[Draft, ...]:
    """Drafts to remove after saving: this one, saved ones, its earlier attempts, corrected ones.

    A draft that a running command uses is kept.
    """
    saved = {draft_of(log) for log in now.logs}
    others = (
        other
        for other in now.drafts
        if other.id in saved or other.is_retry_of(draft) or corrected(other)
    )
    return (draft, *(other for other in others if other.path != draft.path and not other.is_live))


def _tidy(journal: Journal, now: HeldJournal, done: tuple[Draft, ...]) -> None:
    """Remove drafts and temporary files that are no longer needed after saving."""
    # A draft that can't be removed isn't shown: the undo log says that it is saved.
    with contextlib.suppress(StorageFailed, OSError):
        for draft in done:
            draft.discard()
        for home in now.homes:  # these are written without the lock, or under another
            files.sweep(home.drafts, age=files.ABANDONED)
            files.sweep(home.folder, age=files.ABANDONED)
        journal.homes.remove_unmade()


def _refuse_no_journal(journal: Journal) -> None:
    if journal.id is None:
        raise Refused("Nothing has been saved here yet.")


def _foreseen(journal: Journal, home: Home, count: int, *, redo: bool) -> Transactions:
    """The transactions that undo (or redo) `count` commands. Raises Refused, Conflict."""
    transactions = transaction.turns(home, count, redo=redo)
    todo = [step for turn in transactions for step in turn.steps]
    _refuse_taken(journal, todo)
    _refuse_ghosts(journal.root, todo)
    steps.check(journal.root, todo)
    return transactions


def _refuse_taken(journal: Journal, todo: Iterable[Step]) -> None:
    """Raises Refused if a person to restore from the trash has a handle that is now in use."""
    touched = {path for step in todo for path in step.paths}
    for step in todo:
        if not (isinstance(step, Move) and step.inside and step.source.startswith(TRASH)):
            continue
        folder = step.target.removeprefix(f"{RELATIONSHIPS}/")
        handle = names.handle_in(folder, _id_in(step))
        for other in journal.load().relationships:
            current = journal.folder_of(other)
            paths = {f"{RELATIONSHIPS}/{current}", names.person_file(current)}
            if handle == names.handle_in(current, other.id) and touched.isdisjoint(paths):
                raise Refused(
                    f"Someone else now has the handle {handle}.",
                    f"Rename that person first:  mentorlog rename {shell_word(other.handle)} NAME",
                )


def _refuse_ghosts(root: Path, todo: Iterable[Step]) -> None:
    """Raises Conflict if undo would leave entries in a folder without a person.

    They came from a sync, say, or the folder was renamed by hand.
    """
    before = {
        path.relative_to(root).as_posix()
        for top in (RELATIONSHIPS, TRASH)
        for path in (root / top).glob(f"[!.]*/[!.]*{ENTRY_SUFFIX}")
    }
    after = before
    for step in todo:
        after = steps.paths_after(step, after)
    for folder in _without_person(after) - _without_person(before):
        raise Conflict(
            f"Entries would be left without a person in {folder}, so nothing was undone.",
            "Move or remove them first. If the folder was renamed:  mentorlog doctor",
        )


def _without_person(paths: set[str]) -> set[str]:
    """The folders of people among these files that have no relationship.yaml."""
    folders = {path.rpartition("/")[0] for path in paths if path.startswith(f"{RELATIONSHIPS}/")}
    return {folder for folder in folders if f"{folder}/{RELATIONSHIP_FILE}" not in paths}


def _id_in(step: Move) -> str | None:
    """The relationship id in a moved folder's relationship.yaml; None if it can't be read."""
    from mentorlog.journal.texts import parsed_text

    fields = parsed_text(f"{step.source}/{step.inside}", step.before).value
    return fields.id if step.inside == RELATIONSHIP_FILE and fields else None


def _stopped_after(error: StorageFailed, done: int, count: int) -> StorageFailed:
    """The error, extended with how many of several commands are undone already."""
    if isinstance(error, Unconfirmed):  # the last one is undone, though perhaps not for good
        done += 1
    if not 0 < done < count:
        return error
    return StorageFailed(
        f"The disk failed after {done} of {count} commands.", "Continue with those that are left."
    )
