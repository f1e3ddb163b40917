"""The journal as the commands see it: load, change, save, undo, and what was typed but not saved.

It joins the modules beside it, and imports what only writers need when they need it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from mentorlog import files
from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import DamagedJournal, Refused, StorageFailed, Unconfirmed
from mentorlog.journal import loading, names
from mentorlog.journal.homes import Home, Homes, refuse_inside
from mentorlog.journal.loading import JOURNAL_FILE, Contents, Folder, Reading
from mentorlog.journal.parsing import parsed_relationship, parsed_with_words, words_of
from mentorlog.journal.problems import Problem

if TYPE_CHECKING:  # importing them costs YAML, which a reader may not need
    from mentorlog.journal.changes import Change
    from mentorlog.journal.drafts import Draft, Seal, Typable
    from mentorlog.journal.erasure import Traces
    from mentorlog.journal.fields import RelationshipFields
    from mentorlog.journal.keys import Keys
    from mentorlog.journal.logs import Saved, Transaction
    from mentorlog.journal.memo import Memo
    from mentorlog.journal.texts import Said
    from mentorlog.journal.yaml_text import Path as Place
    from mentorlog.journal.yaml_text import Value

__all__ = ["Change", "Contents", "Draft", "Journal", "Saved", "Stored", "Transaction"]


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An entry and its file. `value`: the keys as they stand there; `unknown`: those not ours."""

    entry: Entry
    file: str
    value: Mapping[str, Value]
    unknown: Mapping[Place, Value]
    clean: bool


class Journal:
    """One journal on this machine. Making and reading it leaves nothing on the disk.

    `root`: the journal's folder, which may be a link; links inside of it are not followed.
    `state`: the folder for our own files about journals. `keys`: for what is sealed. `cache`: where
    what was read is remembered, if it is.
    Raises Refused if the state is inside of the journal.
    """

    def __init__(
        self, root: Path, state: Path, keys: Keys | None = None, cache: Path | None = None
    ) -> None:
        refuse_inside(root, state)
        self.keys = keys
        self._unopened: set[Problem] = set()
        self._homes = Homes(state, root)
        self.root = self._homes.root
        self._last: Reading | None = None
        self._memo = None if cache is None else self._memo_in(cache)

    @property
    def state_folder(self) -> Path:
        """Where what belongs to this journal, but not into it, is kept; it may not be made yet."""
        try:
            identity = loading.journal_id(self.root, self._memo)
        except DamagedJournal:  # nothing can be written into it now, but for it
            identity = None
        return self._homes.of(identity).folder

    def load(self) -> Contents:
        """Everything in the journal, heads only; what is wrong with it is a value.

        Raises:
            Refused: there is a file instead of a folder.
            StorageFailed: the folder can't be read.
        """
        self._last = self._read()
        return self._last.contents

    def with_words(self, relationship: Relationship, *, unseal: bool = False) -> Relationship:
        """The same with its words, and those of its entries, as they stand in the files now.

        `unseal`: what is sealed, too; what does not open is among the `unopened`. Raises Refused
        without the identity, or with a wrong passphrase.
        """
        folder = self._folder(relationship)
        fields = parsed_relationship(self.root / folder.path)
        said = fields.value if fields else None
        if unseal and said is not None and said.words is None:
            said = cast("RelationshipFields", self._unsealed(folder.path) or said)
        words = said.words if said else None
        entries = (self._entry_with_words(e, unseal=unseal) for e in relationship.entries)
        return replace(relationship, words=words, entries=tuple(entries))

    def read(self, entry: E) -> E:
        """An entry with its words, be it sealed: for whoever changes it.

        Raises what `with_words` raises, and DamagedJournal if it does not open.
        """
        found: object = self._entry_with_words(entry, unseal=False)
        if words_of(found) is None and (path := self._file(entry)):
            found = self._opened(path) or found
        return cast("E", found)

    def person(self, relationship: Relationship) -> Relationship:
        """A person with their own words, be they sealed: for whoever changes them; as `read`."""
        path = self._folder(relationship).path
        parsed = parsed_relationship(self.root / path)
        said: object = parsed.value if parsed else None
        if words_of(said) is None:
            said = self._opened(path)
        return replace(relationship, words=cast("RelationshipFields", said).words)

    @property
    def unopened(self) -> tuple[Problem, ...]:
        """What was found wrong with sealed files when they were opened."""
        return tuple(sorted(self._unopened, key=lambda one: (one.file, one.line or 0)))

    def stored(self, relationship: Relationship, *, unseal: bool = False) -> tuple[Stored, ...]:
        """Its entries as their files have them, in the timeline's order."""
        found = (self._stored(entry, unseal=unseal) for entry in relationship.entries)
        return tuple(one for one in found if one is not None)

    def unknown_of(
        self, relationship: Relationship, *, unseal: bool = False
    ) -> Mapping[Place, Value]:
        """The keys of its relationship.yaml that aren't ours; none where that can't be read."""
        from mentorlog.journal.codec import decoded_relationship
        from mentorlog.journal.yaml_text import YamlProblem, read

        path = self._folder(relationship).path
        try:
            document = read(self._text(path, unseal=unseal))
        except (StorageFailed, YamlProblem):
            return {}
        return decoded_relationship(document).unknown

    def file_of(self, relationship: Relationship) -> str:
        """The path, within the journal, of its relationship.yaml."""
        return self._folder(relationship).path

    def files_of(self, entry_id: str) -> tuple[str, ...]:
        """The paths of the files that hold an entry, the one that counts first."""
        return tuple(file.path for file in self._reading.entry_files.get(entry_id, ()))

    def text_of(self, path: str) -> tuple[bytes, bytes]:
        """A file's bytes, and its text, which is what is inside of them if they are sealed.

        Raises DamagedJournal if it does not open, Refused without the identity, StorageFailed.
        """
        from mentorlog.journal.sealing import is_sealed, original

        data = files.read(self.root / path)
        return data, original(path, data, self._key_ring.open) if is_sealed(data) else data

    def changed_at(self, entry_id: str) -> dt.datetime | None:
        """When the file of an entry was changed, in UTC; None where there is none."""
        for path in self.files_of(entry_id)[:1]:
            with contextlib.suppress(OSError):
                seconds = (self.root / path).lstat().st_mtime
                return dt.datetime.fromtimestamp(seconds, dt.UTC)
        return None

    def files_like(self, word: str) -> tuple[str, ...]:
        """The files that a path, or the beginning of an id, means; by its name one that is broken.

        Without those of people, unless the path is given.
        """
        return loading.files_like(self._reading, word)

    def handle_in(self, folder: str) -> str:
        """The handle of the relationship that is in a folder."""
        found = self._reading.folders.items()
        return next(handle for handle, each in found if each.name == folder)

    def change(self) -> Change:
        """What one command will change, to be filled and given to `save`; seen as last loaded."""
        from mentorlog.journal.changes import Change

        return Change(self.root, self._reading, self.keys)

    def preview(self, change: Change) -> tuple[Saved, ...]:
        """What `save` would save. Raises what can be known without trying."""
        loading.journal_id(self.root, self._memo)
        change.steps()
        return change.saved

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
                self.seal_drafts()
            if saved is None:
                todo = self._transaction(change, draft)
                transaction.save(self.root, home, self._undo_folder, todo)
                saved = todo.saved
            self._last = None
            self._drop(draft)
        return saved

    def settle(self, command: str) -> None:
        """Complete what an earlier command was stopped in, so that the next sees it whole.

        A writer calls it before it loads; without it, `save` does so, but what it saves was
        decided by half of what happened. Raises what `save` raises.
        """
        from mentorlog.journal.transaction import logs

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

    @property
    def id(self) -> str | None:
        """The journal's own id; None where none is made yet. Raises DamagedJournal."""
        return loading.journal_id(self.root, self._memo)

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
        self, command: str, typed: Mapping[str, Typable], earlier: Draft | None = None
    ) -> Draft:
        """Bring what was typed to the disk, in place of the `earlier` draft if there is one.

        Raises StorageFailed: then only the caller still has the text, and must show it.
        """
        from mentorlog.journal import drafts

        folder, seal = Home(self.state_folder).drafts, self._seal
        return self._with_memory(drafts.keep(folder, command, typed, earlier, seal))

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

    def seal_drafts(self) -> None:
        """Seal what was typed before sealing was set up."""
        from mentorlog.journal import drafts

        for draft in self._drafts()[0]:
            if draft.sealed is None:
                drafts.write(drafts.sealed(draft, self._key_ring.seal))

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
    def _reading(self) -> Reading:
        if self._last is None:
            self._last = self._read()
        return self._last

    def _read(self) -> Reading:
        reading = loading.read(self.root, memo=self._memo)
        if self._memo is not None:
            self._memo.keep()
        return reading

    def _memo_in(self, cache: Path) -> Memo:
        from mentorlog.journal.memo import Memo

        refuse_inside(self.root, cache)
        return Memo(cache / f"{self._homes.mark}.json", self.root)

    def _folder(self, relationship: Relationship) -> Folder:
        folder = self._reading.folders.get(relationship.handle)
        if folder is None:
            raise Refused(f"{relationship.handle} is no longer in the journal.")
        return folder

    def _file(self, entry: Entry) -> str | None:
        """The path, within the journal, of the file that counts for an entry."""
        copies = self._reading.entry_files.get(entry.id)
        return copies[0].path if copies else None

    def _entry_with_words(self, entry: Entry, *, unseal: bool) -> Entry:
        path = self._file(entry)
        parsed = parsed_with_words(self.root / path) if path else None
        found = parsed.value if parsed and parsed.value else entry
        if unseal and path and words_of(found) is None:
            return cast("Entry", self._unsealed(path) or found)
        return found

    @property
    def _key_ring(self) -> Keys:
        if self.keys is None:
            raise Refused("This is sealed, and there is no key here.")
        return self.keys

    @property
    def _seal(self) -> Seal | None:
        """How drafts are sealed, where sealing is set up: whoever they are about."""
        return self.keys.seal if self.keys is not None and self.keys.can_seal else None

    def _opened(self, path: str) -> Said | None:
        """What a sealed file says. Raises DamagedJournal if it does not open, Refused."""
        from mentorlog.journal.sealing import original
        from mentorlog.journal.texts import parsed_text

        text = original(path, files.read(self.root / path), self._key_ring.open)
        return parsed_text(path, text).value

    def _unsealed(self, path: str) -> Said | None:
        """The same; None if it does not open, which is told of."""
        try:
            return self._opened(path)
        except DamagedJournal as damage:
            place, _, message = damage.message.partition(": ")
            line = place.rpartition(":")[2]
            self._unopened.add(Problem(path, int(line), message.removesuffix(".")))
            return None

    def _text(self, path: str, *, unseal: bool) -> bytes:
        """A file's text, with `unseal` what is sealed in it, if that opens."""
        from mentorlog.journal.sealing import is_sealed, original

        data = files.read(self.root / path)
        if unseal and is_sealed(data):
            with contextlib.suppress(DamagedJournal):  # among the `unopened` already
                return original(path, data, self._key_ring.open)
        return data

    def _stored(self, entry: Entry, *, unseal: bool) -> Stored | None:
        from mentorlog.journal.codec import decoded
        from mentorlog.journal.yaml_text import YamlProblem, read

        path = self._file(entry)
        if path is None:
            return None
        try:
            document = read(self._text(path, unseal=unseal))
        except (StorageFailed, YamlProblem):
            return None
        found = decoded(document)
        if found.entry is None:
            return None
        return Stored(
            entry=found.entry,
            file=path,
            value=document.value,
            unknown=found.unknown,
            clean=not found.problems and not found.newer,
        )

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
            final=change.is_final,
            steps=change.steps(draft.began),
            saved=change.saved,
            makes=makes,
        )

    def _saved_before(self, draft: Draft) -> tuple[Saved, ...] | None:
        """What an earlier attempt saved that was stopped before it could say so.

        Its draft still lies there, though the undo log has it.
        """
        from mentorlog.journal.transaction import draft_of, logs, recorded

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
            for home in self._homes.all():  # drafts are written without the lock
                files.sweep(home.drafts, age=files.ABANDONED)
            self._homes.leave_unmade()

    def _drafts(self) -> tuple[tuple[Draft, ...], set[str]]:
        """What lies in the drafts' folders, the newest first, and the ids of what is saved."""
        from mentorlog.journal import drafts, transaction

        homes = self._homes.all()
        saved = {transaction.draft_of(log) for home in homes for log in transaction.logs(home.undo)}
        found = drafts.waiting(home.drafts for home in homes)
        return tuple(map(self._with_memory, found)), saved

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
        done = settle(self.root, home, self._undo_folder)
        unmade = self._homes.of(None)
        if unmade == home or not logs(unmade.saving):
            return done
        with files.lock(unmade.lock, command=command):  # whoever makes the journal holds this one
            return done + settle(self.root, unmade, self._undo_folder)

    def _undo_folder(self) -> Path:
        return self._home().undo

    def _home(self) -> Home:
        return self._homes.of(loading.journal_id(self.root, self._memo))


def _stopped_after(error: StorageFailed, done: int, count: int) -> StorageFailed:
    """The same, if nothing is done or all; else how far an undo or redo of several has come."""
    done += isinstance(error, Unconfirmed)
    if not 0 < done < count:
        return error
    return StorageFailed(
        f"The disk refused after {done} of {count} commands.", "Go on with those that are left."
    )
