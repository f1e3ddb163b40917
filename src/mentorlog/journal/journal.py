"""The journal as the commands see it: what can be read, and how it is changed, saved and undone.

It joins the modules beside it, and imports what only writers need when they need it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mentorlog import files
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Refused, StorageFailed, Unconfirmed
from mentorlog.journal import loading, names
from mentorlog.journal.drafting import DraftedJournal
from mentorlog.journal.homes import Home
from mentorlog.journal.names import JOURNAL_FILE
from mentorlog.journal.reading import Contents
from mentorlog.journal.stored import Stored

if TYPE_CHECKING:  # importing them costs YAML, which a reader may not need
    from mentorlog.journal.changes import Change
    from mentorlog.journal.drafts import Draft
    from mentorlog.journal.erasure import Traces
    from mentorlog.journal.logs import Saved, Transaction

__all__ = ["Change", "Contents", "Draft", "Journal", "Saved", "Stored", "Transaction"]


class Journal(DraftedJournal):
    """One journal on this machine. Making and reading it leaves nothing in it."""

    _completed: tuple[Transaction, ...] = ()  # of what is final

    def change(self) -> Change:
        """What one command will change, to be filled and given to `save`; seen as last loaded."""
        from mentorlog.journal.changes import Change

        return Change(self.root, self._reading, self.keys)

    def save(self, change: Change, draft: Draft) -> tuple[Saved, ...]:
        """Everything in the change, or nothing; then the draft is gone.

        What was interrupted earlier is settled first; if that was this draft, or the same words
        of the same day, it is not done again. When this raises, the draft is still there.

        Raises:
            Refused: a file isn't as it was when it was read (then a Conflict), or a link.
            DamagedJournal: nothing may be written into this journal.
            Locked: another process writes; it is named.
            Unconfirmed: it is saved, but the disk did not confirm it.
            StorageFailed: the disk said no.
        """
        from mentorlog.journal import transaction

        with self._writing(draft.command) as (home, _):
            saved = self._saved_before(draft)
            if change.is_final and self._seal is not None:
                self._seal_waiting()
            if saved is None:
                todo = self._transaction(change, draft)
                transaction.save(self.root, home, self._undo_folder, todo, self._discard)
                saved = todo.saved
            self._last = None
            self._drop(draft)
        return saved

    def settle(self, command: str) -> None:
        """Complete what an earlier command was stopped in, so that the next sees it whole.

        A writer calls it before it loads; without it, `save` does so, but what it saves was
        decided by half of what happened. Raises what `save` raises.
        """
        from mentorlog.journal import restoring
        from mentorlog.journal.transaction import logs

        if restoring.is_unfinished(self.root):
            with self.held_still(command):
                restoring.finish(self.root)
        if any(logs(home.saving) for home in self._homes.all()):
            with self._writing(command):
                self._last = None

    @contextlib.contextmanager
    def settled(self, command: str) -> Iterator[None]:
        """Hold the journal's lock; what was interrupted is completed. Raises what `save` raises."""
        with self._writing(command):
            self._last = None
            yield

    @contextlib.contextmanager
    def held_still(self, command: str) -> Iterator[None]:
        """Hold the journal's lock, whatever is wrong with it; nothing is settled.

        Raises Locked, StorageFailed.
        """
        from mentorlog.journal.steps import make_folder

        home = Home(self.state_folder)
        make_folder(home.folder)
        with files.lock(home.lock, command=command):
            self._last = None
            yield

    def undo(self, count: int = 1, *, redo: bool = False) -> tuple[Transaction, ...]:
        """Take back the last commands, each as a whole, or do again what was taken back.

        Raises Conflict if a file was changed since (then nothing is taken back), Refused if there
        are not so many, and what `save` raises.
        """
        from mentorlog.journal import transaction

        self._refuse_unmade()
        command = "redo" if redo else "undo"
        with self._writing(command) as (home, settled):
            done = [one for one in settled if one.command == command][:count]
            self._foreseen(home, count - len(done), redo=redo)
            while len(done) < count:
                turn = transaction.turn(home.undo, redo=redo)
                try:
                    transaction.save(self.root, home, self._undo_folder, turn)
                except StorageFailed as error:
                    raise _stopped_after(error, len(done), count) from error
                done.append(turn)
        self._last = None
        return tuple(done)

    def turns(self, count: int = 1, *, redo: bool = False) -> tuple[Transaction, ...]:
        """What `undo` would do. Raises what it raises, as far as that can be known."""
        self._refuse_unmade()
        return self._foreseen(self._home(), count, redo=redo)

    def trash(self) -> tuple[tuple[str, ...], int]:
        """What is in the trash, and how many commands can't be undone without it."""
        from mentorlog.journal import trash

        found = trash.in_trash(self.root)
        return found, len(trash.not_to_be_undone(self._home(), found))

    def empty_trash(self) -> tuple[str, ...]:
        """Erase what was removed, for good; what it was. Raises what `save` raises."""
        from mentorlog.journal import trash

        with self._writing("erase") as (home, _):
            return trash.empty(self.root, home)

    def traces_of(self, relationship: Relationship) -> Traces:
        """What there is of a person, here and in what we keep beside the journal."""
        from mentorlog.journal import erasure

        return erasure.traces(
            self.root,
            self._homes.all(),
            self._folder(relationship).name,
            relationship,
            everyone=self._reading.contents.relationships,
            drafts=self._drafts()[0],
        )

    def erase(self, relationship: Relationship) -> None:
        """A person, for good; no undo. Raises what `save` raises."""
        from mentorlog.journal import erasure

        with self._writing("erase"):
            self._last = None
            found = self.traces_of(relationship)
            erasure.erase(self.root, found)
        self._last = None

    def seal_drafts(self, command: str) -> None:
        """Seal what was typed before sealing was set up. Raises what `save` raises."""
        if self._drafts()[0]:
            with self._writing(command):
                self._seal_waiting()

    def forget_saved(self, draft: Draft) -> bool:
        """Whether an earlier attempt saved just that; then this draft is gone. As `save` raises."""
        if self._saved_before(draft) is None:
            return False
        with self._writing(draft.command):
            self._drop(draft)
        return True

    def _refuse_unmade(self) -> None:
        if loading.journal_id(self.root, self._memo) is None:
            raise Refused("Nothing was ever saved here.")

    def _foreseen(self, home: Home, count: int, *, redo: bool) -> tuple[Transaction, ...]:
        """What takes so many back, all of which can be. Raises Refused, Conflict."""
        from mentorlog.journal import foresight, transaction

        transaction.check_turns(home.undo, count, redo=redo)
        turns = transaction.turns(home.undo, count, redo=redo)
        foresight.check(self.root, (step for turn in turns for step in turn.steps))
        return turns

    def _transaction(self, change: Change, draft: Draft) -> Transaction:
        from mentorlog.journal.codec import encoded_journal
        from mentorlog.journal.logs import Transaction
        from mentorlog.journal.steps import Put
        from mentorlog.journal.yaml_writer import written

        makes = None
        if loading.journal_id(self.root, self._memo) is None:
            text = written(encoded_journal(names.new_id()))
            makes = Put(JOURNAL_FILE, None, text.encode())
        return Transaction(
            id=draft.id,
            command=draft.command,
            typed=draft.typed,
            sealed=draft.sealed,
            about=draft.about,
            final=change.is_final,
            drops=change.drops,
            steps=change.steps(draft.began),
            saved=change.saved,
            makes=makes,
        )

    def _saved_before(self, draft: Draft) -> tuple[Saved, ...] | None:
        """What an earlier attempt saved that was stopped before it could say so.

        Its draft still lies there, though the undo log has it; of what is final there is neither,
        and only who completed it knows.
        """
        from mentorlog.journal.transaction import draft_in, draft_of, logs, recorded

        for final in self._completed:
            if draft_in(self._home(), final).is_retry_of(draft):
                return final.saved
        attempts = {one.id for one in self._drafts()[0] if one.is_retry_of(draft)}
        for home in self._homes.all():
            for log in logs(home.undo):
                if draft_of(log) in attempts and (found := recorded(log)):
                    return found.saved
        return None

    def _drop(self, draft: Draft) -> None:
        """Remove the draft, all that are saved, and those of earlier attempts of the same day."""
        # It is saved. A draft that can't be removed is known from the undo log and not shown.
        with contextlib.suppress(StorageFailed, OSError):
            found, saved = self._drafts()
            done = [one for one in found if one.id in saved or one.is_retry_of(draft)]
            for one in (draft, *done):
                one.discard()
            for home in self._homes.all():  # these are written without the lock, or under another
                files.sweep(home.drafts, age=files.ABANDONED)
                files.sweep(home.folder, age=files.ABANDONED)
            self._homes.leave_unmade()

    @contextlib.contextmanager
    def _writing(self, command: str) -> Iterator[tuple[Home, tuple[Transaction, ...]]]:
        """Hold the journal's lock; what was interrupted is settled, and what of it completed."""
        from mentorlog.journal.steps import make_folder

        settled: tuple[Transaction, ...] = ()
        while True:
            home = self._home()
            make_folder(home.folder)
            with files.lock(home.lock, command=command):
                # Whoever held the lock before may have made the journal, and so may settling.
                if self._home() == home:
                    settled += self._settled(home, command)
                if self._home() == home:
                    yield home, settled
                    return

    def _settled(self, home: Home, command: str) -> tuple[Transaction, ...]:
        from mentorlog.journal import erasure
        from mentorlog.journal.transaction import logs, settle

        erasure.finish(self.root)
        done = settle(self.root, home, self._undo_folder, self._discard)
        self._completed += tuple(one for one in done if one.final)
        unmade = self._homes.of(None)
        if unmade == home or not logs(unmade.saving):
            return done
        with files.lock(unmade.lock, command=command):  # whoever makes the journal holds this one
            return done + settle(self.root, unmade, self._undo_folder, self._discard)

    def _undo_folder(self) -> Path:
        return self._home().undo


def _stopped_after(error: StorageFailed, done: int, count: int) -> StorageFailed:
    """The same, if nothing is done or all; else how far an undo or redo of several has come."""
    done += isinstance(error, Unconfirmed)
    if not 0 < done < count:
        return error
    return StorageFailed(
        f"The disk refused after {done} of {count} commands.", "Go on with those that are left."
    )
