"""The journal as the commands see it: what can be read, and how it is changed, saved and undone.

It joins the modules beside it, and imports what only writers need when they need it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mentorlog import files
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import DamagedJournal, Refused, StorageFailed, Unconfirmed
from mentorlog.journal import loading, names
from mentorlog.journal.homes import Home
from mentorlog.journal.names import JOURNAL_FILE
from mentorlog.journal.readable import ReadableJournal
from mentorlog.journal.reading import Contents
from mentorlog.journal.stored import Stored

if TYPE_CHECKING:  # importing them costs YAML, which a reader may not need
    from mentorlog.journal.changes import Change
    from mentorlog.journal.drafts import Draft, Seal, Typable
    from mentorlog.journal.erasure import Traces
    from mentorlog.journal.logs import Saved, Transaction

__all__ = ["Change", "Contents", "Draft", "Journal", "Saved", "Stored", "Transaction"]


class Journal(ReadableJournal):
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

    def new_draft(self, command: str) -> Draft:
        """A draft that is not on the disk yet, for `keep` to put there."""
        from mentorlog.journal import drafts

        return drafts.new(Home(self.state_folder).drafts, command)

    def keep(
        self,
        command: str,
        typed: Mapping[str, Typable],
        earlier: Draft | None = None,
        everyone: tuple[Relationship, ...] = (),
    ) -> Draft:
        """Bring what was typed to the disk, in place of the `earlier` draft if there is one.

        `everyone`: whom it may be about, as far as that is known yet.
        Raises StorageFailed: then only the caller still has the text, and must show it.
        """
        from mentorlog.journal import drafts

        folder, seal = Home(self.state_folder).drafts, self._seal
        kept = drafts.keep(folder, command, typed, earlier, seal)
        return self.named(self._with_memory(kept), everyone)

    def named(self, draft: Draft, everyone: tuple[Relationship, ...]) -> Draft:
        """The draft, which where it is sealed says whom of `everyone` it is about.

        Raises StorageFailed.
        """
        from mentorlog.journal import drafts, subjects

        about = subjects.ids(draft, everyone)
        if draft.sealed is None or about == draft.about:
            return draft
        named = replace(draft, about=about)
        drafts.write(named)
        return named

    def opened(self, draft: Draft) -> Draft:
        """A draft with what was typed. Raises Refused, DamagedJournal if it does not open."""
        from mentorlog.journal import drafts
        from mentorlog.journal.age import CannotOpen

        if not draft.is_closed:
            return draft
        try:
            return drafts.opened(draft, self._key_ring.open)
        except (CannotOpen, ValueError):
            raise DamagedJournal(f"This draft does not open: {draft.path}") from None

    def seal_drafts(self, command: str) -> None:
        """Seal what was typed before sealing was set up. Raises what `save` raises."""
        if self._drafts()[0]:
            with self._writing(command):
                self._seal_waiting()

    def _seal_waiting(self) -> None:
        from mentorlog.journal import drafts, subjects

        everyone = self._reading.contents.relationships
        for draft in self._drafts()[0]:
            if draft.sealed is None:
                named = replace(draft, about=subjects.ids(draft, everyone))
                drafts.write(drafts.sealed(named, self._key_ring.seal))

    def drafts(self) -> tuple[Draft, ...]:
        """What was typed but not saved, the newest first."""
        found, saved = self._drafts()
        return tuple(draft for draft in found if draft.id not in saved)

    def tell_of(self, draft: Draft) -> bool:
        """Whether to tell of a waiting draft: once is enough."""
        from mentorlog.journal import drafts

        return drafts.tell_of(draft)

    def resumed(self, command: str, draft_id: str | None = None) -> Draft:
        """The draft with this id, else the newest of the command. Raises Refused."""
        from mentorlog.journal import drafts

        return drafts.chosen(self.drafts(), command, draft_id)

    def forget_saved(self, draft: Draft) -> bool:
        """Whether an earlier attempt saved just that; then this draft is gone. As `save` raises."""
        if self._saved_before(draft) is None:
            return False
        with self._writing(draft.command):
            self._drop(draft)
        return True

    @property
    def _seal(self) -> Seal | None:
        """How drafts are sealed, where sealing is set up: whoever they are about."""
        return self.keys.seal if self.keys is not None and self.keys.can_seal else None

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

    def _drafts(self) -> tuple[tuple[Draft, ...], set[str]]:
        """What lies in the drafts' folders, the newest first, and the ids of what is saved."""
        from mentorlog.journal import drafts, transaction

        homes = self._homes.all()
        saved = {transaction.draft_of(log) for home in homes for log in transaction.logs(home.undo)}
        found = drafts.waiting(home.drafts for home in homes)
        return tuple(map(self._with_memory, found)), saved

    def _discard(self, draft: Draft) -> None:
        """Wherever it lies."""
        same = (one for one in self._drafts()[0] if one.id == draft.id)
        for one in (self._with_memory(draft), *same):
            one.discard()

    def _with_memory(self, draft: Draft) -> Draft:
        return replace(draft, memory=self.keys.memory if self.keys is not None else None)

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
