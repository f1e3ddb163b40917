"""A journal against the plainest model of one, through edits by hand and deaths at any moment."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
from builders import note
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from journal.trees import Killed, failing_disk

from mentorlog.domain.entries import Note
from mentorlog.errors import Conflict, StorageFailed
from mentorlog.journal import saving, scan
from mentorlog.journal.change import Change
from mentorlog.journal.journal import Journal
from mentorlog.journal.memo import Memo
from mentorlog.journal.yaml.edit import with_value
from mentorlog.journal.yaml.read import read

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


class Journals(RuleBasedStateMachine):
    """`texts`: what every note says. `unsure`: what they may say instead, after a death.

    `history`, `undone`: what they said, and would say again, one command away.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.texts: dict[str, str] = {}
        self.unsure: dict[str, str] | None = None
        self.history: list[dict[str, str]] = []
        self.undone: list[dict[str, str]] = []

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        change = self.journal.change()
        change.new_relationship(name="Dana Öz")
        saving.save(
            self.journal, change, self.journal.drafts.keep("new-agreement", {"who": "Dana"})
        )

    @property
    def journal(self) -> Journal:
        """As a new process sees it."""
        return Journal(self.folder / "journal", self.folder / "state")

    def found(self, journal: Journal) -> dict[str, str]:
        contents = journal.load()
        assert contents.problems == ()
        (dana,) = contents.relationships
        read = journal.with_words(dana)
        return {one.id: one.words.text for one in read.of(Note) if one.words}

    def change(self, journal: Journal, text: str) -> tuple[Change, dict[str, str]]:
        """A new note, and (if there is one) another text in the oldest; and what then is there."""
        self.settle(journal)
        (dana,) = journal.load().relationships
        change = journal.change()
        added = note("2026-12-04", text, id=change.new_id())
        change.take(dana, added)
        after = {**self.texts, added.id: text}
        oldest = next(iter(journal.with_words(dana).of(Note)), None)
        if oldest is not None:
            change.update(oldest, note("2026-12-04", f"{text}!", id=oldest.id))
            after[oldest.id] = f"{text}!"
        return change, after

    def has_saved(self, after: dict[str, str]) -> None:
        self.history.append(self.texts)
        self.undone.clear()
        self.texts = after

    def settle(self, journal: Journal) -> None:
        """The next writer comes: what was interrupted is done, or it is not."""
        if self.unsure is None:
            return
        saving.save(journal, journal.change(), journal.drafts.keep("settle", {}))
        found = self.found(journal)
        assert found in (self.texts, self.unsure)
        if found == self.unsure:
            self.has_saved(found)
        self.unsure = None

    @rule(text=TEXTS)
    def save(self, text: str) -> None:
        journal = self.journal
        change, after = self.change(journal, text)
        saving.save(journal, change, journal.drafts.keep("note", {"text": text}))
        self.has_saved(after)

    @rule(text=TEXTS, moment=st.integers(1, 60))
    def die(self, text: str, moment: int) -> None:
        journal = self.journal
        change, after = self.change(journal, text)
        draft = journal.drafts.keep("note", {"text": text})
        with (
            pytest.MonkeyPatch.context() as patch,
            failing_disk(patch, moment) as disk,
            suppress(Killed),
        ):
            saving.save(journal, change, draft)
        if disk.failed:
            self.unsure = after
        else:
            self.has_saved(after)

    @rule(text=TEXTS, moment=st.integers(1, 60), error=st.sampled_from([5, 28, 30]))
    def fail(self, text: str, moment: int, error: int) -> None:
        journal = self.journal
        change, after = self.change(journal, text)
        draft = journal.drafts.keep("note", {"text": text})
        told = False
        with pytest.MonkeyPatch.context() as patch, failing_disk(patch, moment, error):
            try:
                saving.save(journal, change, draft)
            except StorageFailed:
                told = True
        if told:
            self.unsure = after
        else:
            self.has_saved(after)

    @precondition(lambda self: self.texts and self.unsure is None)
    @rule(text=TEXTS)
    def edit_by_hand(self, text: str) -> None:
        journal = self.journal
        (dana,) = journal.load().relationships
        stored = journal.stored(dana)[0]
        path = journal.root / stored.file
        data = path.read_bytes()
        path.write_bytes(with_value(read(data), ("text",), text).encode())
        self.texts = {**self.texts, stored.entry.id: text}
        self.history.clear()
        self.undone.clear()

    @precondition(lambda self: self.texts and self.unsure is None)
    @rule()
    def remove(self) -> None:
        journal = self.journal
        (dana,) = journal.load().relationships
        first = next(dana.of(Note))
        change = journal.change()
        change.remove(first)
        saving.save(journal, change, journal.drafts.keep("remove", {"entry": first.id}))
        self.has_saved({id_: text for id_, text in self.texts.items() if id_ != first.id})

    @precondition(lambda self: self.unsure is None and self.history)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        count = data.draw(st.integers(1, len(self.history)))
        saving.undo(self.journal, count)
        for _ in range(count):
            self.undone.append(self.texts)
            self.texts = self.history.pop()

    @precondition(lambda self: self.unsure is None and self.undone)
    @rule()
    def redo(self) -> None:
        saving.undo(self.journal, redo=True)
        self.history.append(self.texts)
        self.texts = self.undone.pop()

    @precondition(lambda self: self.unsure is None and self.texts)
    @rule(text=TEXTS)
    def edit_by_hand_while_somebody_else_saves(self, text: str) -> None:
        """Neither overwrites the other: who saves last is refused, and nothing is changed."""
        journal = self.journal
        (dana,) = journal.load().relationships
        oldest = next(journal.with_words(dana).of(Note))
        change = journal.change()
        change.update(oldest, note("2026-12-04", f"{self.texts[oldest.id]}?", id=oldest.id))
        self.edit_by_hand(f"{self.texts[oldest.id]} {text}")  # never what stands there already
        edited = next(iter(journal.stored(journal.load().relationships[0]))).entry.id
        if edited != oldest.id:
            return
        with pytest.raises(Conflict):
            saving.save(journal, change, journal.drafts.keep("amend", {"text": text}))

    @invariant()
    def every_note_says_what_it_must(self) -> None:
        if self.unsure is None:
            assert self.found(self.journal) == self.texts

    @invariant()
    def what_is_remembered_makes_no_difference(self) -> None:
        root = self.folder / "journal"
        memo = Memo(self.folder / "memo", root, _soon)
        assert scan.read(root, memo=memo) == scan.read(root)
        memo.keep()


def _soon() -> int:
    """A file is settled after ten milliseconds, which all file systems of today can tell apart."""
    return time.time_ns() + 1_990_000_000


TestJournals = Journals.TestCase
TestJournals.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
