"""A journal with what was typed about it and is not saved yet: drafts, sealed where they must be.

It knows nothing of saving, but for telling which drafts are saved already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from mentorlog.domain.relationship import Relationship
from mentorlog.errors import DamagedJournal
from mentorlog.journal.homes import Home
from mentorlog.journal.readable import ReadableJournal

if TYPE_CHECKING:  # a reader may not need it
    from mentorlog.journal.drafts import Draft
    from mentorlog.journal.what_was_typed import Seal, Typable


class DraftedJournal(ReadableJournal):
    """One journal on this machine, to be looked at and to be written for."""

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

    def drafts(self) -> tuple[Draft, ...]:
        """What was typed but not saved, the newest first."""
        found, saved = self._drafts()
        return tuple(draft for draft in found if draft.id not in saved)

    def resumed(self, command: str, draft_id: str | None = None) -> Draft:
        """The draft with this id, else the newest of the command. Raises Refused."""
        from mentorlog.journal import drafts

        return drafts.chosen(self.drafts(), command, draft_id)

    @property
    def _seal(self) -> Seal | None:
        """How drafts are sealed, where sealing is set up: whoever they are about."""
        return self.keys.seal if self.keys is not None and self.keys.can_seal else None

    def _seal_waiting(self) -> None:
        from mentorlog.journal import drafts, subjects

        everyone = self._reading.contents.relationships
        for draft in self._drafts()[0]:
            if draft.sealed is None:
                named = replace(draft, about=subjects.ids(draft, everyone))
                drafts.write(drafts.sealed(named, self._key_ring.seal))

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
