"""What every command works with: the environment, the loaded journal, and the day."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar, cast

from mentorlog.commands import about
from mentorlog.commands.typed import past
from mentorlog.domain import matching
from mentorlog.domain.entries import Agreement, Entry
from mentorlog.domain.relationship import Relationship, as_known, entry_as_known, is_known
from mentorlog.domain.runs import run_on
from mentorlog.environment import Environment
from mentorlog.errors import DamagedFile, NotFound, Refused, UsageError
from mentorlog.frozen import dataclass, field, replace
from mentorlog.journal.homes import refuse_inside
from mentorlog.journal.journal import Journal, Stored
from mentorlog.journal.keys import Keys
from mentorlog.journal.names import ENTRY_SUFFIX, Ambiguous, Gone, Unknown, echoed, resolved
from mentorlog.journal.reading import Contents
from mentorlog.journal.scan import About
from mentorlog.terminal.console import Work, waiting

if TYPE_CHECKING:
    from mentorlog.terminal.prompts import Prompt

A = TypeVar("A")
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a command works with.

    `contents`: the loaded journal.
    `today`: the day to look from.
    `reads`: for a reading command, `contents` ends at that day.
    `strictly`: without plans and terms arranged for later.
    `reveal`: decrypt sealed words.
    `asks`: on a terminal.
    """

    environment: Environment
    journal: Journal
    contents: Contents
    today: dt.date
    reveal: bool = False
    asks: bool = False
    reads: bool = False
    strictly: bool = False
    about: About | None = None  # as in `Journal.load`
    is_again: bool = False  # deciding again under the lock: nothing new is asked
    _answers: dict[str, str] = field(default_factory=dict)  # unclear word -> handle
    _meant: dict[str, str] = field(default_factory=dict)  # word -> id of the person or entry
    _said: dict[str, object] = field(default_factory=dict)  # question -> answer

    def again(self) -> Desk:
        """A desk with the journal as it is now; words and answers keep their meaning.

        Call it under the lock: from now on, a new question raises Conflict.
        """
        contents = self.journal.load(watch=True)  # the person may have another name by now
        return replace(self, contents=contents, is_again=True)

    def people(self, who: str | None) -> tuple[Relationship, ...]:
        """The person that `who` means, as `relationship`; everyone for None."""
        return self.contents.relationships if who is None else (self.relationship(who),)

    def relationship(self, who: str, *, exact: bool = False) -> Relationship:
        """The person that `who` means, without words; asked if that is unclear. Raises Refused."""
        everyone = self.contents.relationships
        if self.is_again and (known := self._meant.get(who)):
            return self._still_there(who, known)
        try:
            chosen = resolved(self._answers.get(who) or who, everyone, exact=exact)
        except (Ambiguous, Unknown) as unclear:
            if exact or not self.asks or self._begins_an_id(who):
                raise
            from mentorlog.commands.who import ask_which

            doubt = unclear
            chosen = self.ask_once(doubt.message, lambda prompt: ask_which(prompt, doubt))
            self.remember(who, chosen)
        self._meant[who] = chosen.id or ""
        return chosen

    def needed(self, who: str | None, question: str, usage: str) -> Relationship:
        """The person that `who` means, as `relationship`. Raises UsageError for None, Refused."""
        if who is None:
            raise UsageError(question, usage)
        return self.relationship(who)

    def _still_there(self, who: str, identity: str) -> Relationship:
        """The person a word meant before, under their present name."""
        for person in self.contents.relationships:
            if person.id == identity:
                return person
        raise Gone(echoed(who))

    def remember(self, word: str, who: Relationship | None) -> None:
        """Remember whom a word means (None: somebody new), so that it isn't asked again."""
        self._answers[word] = who.handle if who else ""
        self._meant[word] = (who.id if who else None) or ""

    def ask_once(self, question: str, ask: Callable[[Prompt], A]) -> A:
        """Ask at the terminal, each question once. Raises Conflict where it's too late to ask."""

        def answer() -> A:
            if self.is_again:
                from mentorlog.journal.saving import changed_meanwhile

                raise changed_meanwhile()
            return ask(prompt_of(self.environment))

        return self.once(question, answer)

    def once(self, what: str, find: Callable[[], A]) -> A:
        """The value found the first time, also when deciding again."""
        if what not in self._said:
            self._said[what] = find()
        return cast("A", self._said[what])

    def agrees(self, question: str, *, usually: bool = True) -> bool:
        """Whether the user says yes at the terminal; False without a terminal."""
        return self.asks and self.ask_once(
            question, lambda prompt: prompt.agrees(question, usually=usually)
        )

    def is_new(self, name: str) -> bool:
        """Whether the user said that this name is somebody new."""
        return self._answers.get(name) == ""

    def read(self, relationship: Relationship) -> Relationship:
        """A relationship with its words; sealed ones only with --reveal."""
        return self._known(self.journal.with_words(relationship, unseal=self.reveal))

    def read_to_compare(self, relationship: Relationship) -> Relationship:
        """A relationship with its words, sealed ones only with a key, to compare with a file."""
        from mentorlog.journal.codec import words_of

        read = self.read(relationship)
        if any(words_of(entry) is None for entry in read.entries):
            with contextlib.suppress(Refused, UsageError):
                return self.journal.with_words(relationship, unseal=True)
        return read

    def read_open(self, relationship: Relationship) -> Relationship:
        """A relationship with the words of its open loops; with --reveal, with all words."""
        if self.reveal:
            return self.read(relationship)
        from mentorlog.views.loops import worded

        ids = worded(relationship, self.today)
        return self._known(self.journal.with_words_of(relationship, ids))

    def stored(
        self, relationship: Relationship, wanted: Callable[[bytes], bool] = lambda _: True
    ) -> Iterator[Stored]:
        """A relationship's entries, known on the day, with their files whose text is `wanted`."""
        return self._known_of(self.journal.stored(relationship, unseal=self.reveal, wanted=wanted))

    def with_stored(self, relationship: Relationship) -> tuple[Relationship, Iterator[Stored]]:
        """A relationship as `read`, and its entries as `stored`; each file is read once."""
        read, stored = self.journal.with_stored(relationship, unseal=self.reveal)
        return self._known(read), self._known_of(stored)

    def _known(self, read: Relationship) -> Relationship:
        return as_known(read, self.today, arranged=True) if self.reads else read

    def _known_of(self, stored: Iterable[Stored]) -> Iterator[Stored]:
        for item in stored:
            if not self.strictly or is_known(item.entry, self.today):
                known = entry_as_known(item.entry, self.today)
                yield item if known is item.entry else replace(item, entry=known)

    def as_known(self, relationship: Relationship) -> Relationship:
        """The relationship without future terms, which are in `contents` only for the standing."""
        return as_known(relationship, self.today, arranged=not self.strictly)

    def whole(self, relationship: Relationship, entry: E) -> tuple[Relationship, E]:
        """An entry with its words, decrypted if sealed, and its relationship, to change it."""
        read = self.journal.read(entry)
        others = (other for other in relationship.entries if other.id != entry.id)
        return replace(relationship, entries=(*others, read)), read

    def entry(
        self, word: str, ids: str = "List the ids of entries:  mentorlog show WHO"
    ) -> tuple[Relationship, Entry]:
        """The entry whose id begins with `word`, ignoring case; `ids`: a hint where they are.

        Raises NotFound, Refused, DamagedJournal.
        """
        typed, word = word, word.lower()
        if self.is_again:
            word = self._meant.get(word, word)
        found = [
            (who, entry) for who, entry in self._entries() if word and entry.id.startswith(word)
        ]
        exact = [pair for pair in found if pair[1].id == word]
        fitting = exact or found
        if len(fitting) == 1:
            who, entry = fitting[0]
            self._meant[word] = entry.id
            return who, entry
        if found:
            listed = ", ".join(entry.id for _, entry in found[:5])
            raise Refused(f'"{echoed(word)}" fits several ids: {listed}.', wrong=typed)
        self._check_damaged(word)
        raise NotFound(f'No id begins with "{echoed(word)}".', ids, wrong=typed)

    def means_entry(self, word: str) -> bool:
        """Whether a word begins the id of an entry that was read, and means nobody."""
        begins = any(entry.id.startswith(word.lower()) for _, entry in self._entries())
        return begins and not matching.meant(word, self.contents.relationships)

    def _begins_an_id(self, word: str) -> bool:
        everyone = self.journal.load(watch=True).relationships  # with all their entries
        return any(e.id.startswith(word.lower()) for person in everyone for e in person.entries)

    def _check_damaged(self, word: str) -> None:
        """Raise what keeps the entry with this id from being read, if anything does."""
        for problem in self.contents.problems:
            stem = problem.file.rpartition("/")[2].removesuffix(ENTRY_SUFFIX)
            if word and stem.rpartition("-")[2].startswith(word):
                raise DamagedFile(problem, "Fix it, then try again.")

    def _entries(self) -> Iterator[tuple[Relationship, Entry]]:
        for relationship in self.contents.relationships:
            for entry in relationship.entries:
                yield relationship, entry


def journal_of(environment: Environment, *, ask: bool = True) -> Journal:
    """The journal, with this machine's keys. `ask`: may ask for the passphrase."""

    def passphrase() -> str:
        if not (ask and environment.terminal):
            raise UsageError(
                "This is sealed, and mentorlog can ask for the passphrase only in a terminal.",
                "Run it in a terminal.",
            )
        from mentorlog.terminal.prompts import Prompt

        return Prompt(environment.stdin, environment.stderr).secret("Passphrase")

    keys = Keys(
        environment.identity_file,
        environment.recipients_file,
        passphrase,
        environment.memory_folder,
    )
    refuse_inside(environment.journal_folder, environment.config_file)
    folders = (environment.journal_folder, environment.state_folder)
    return Journal(*folders, keys, environment.cache_folder, about)


def prompt_of(environment: Environment) -> Prompt:
    """The prompt to ask with. Call it only on a terminal."""
    from mentorlog.terminal.console import columns_of, width_for
    from mentorlog.terminal.prompts import Prompt

    width = width_for(columns_of(environment.stderr, environment.variables))
    return Prompt(environment.stdin, environment.stderr, width)


def remark(environment: Environment, text: str) -> None:
    """Say something on stderr, folded between words."""
    from mentorlog.terminal.console import columns_of, width_for
    from mentorlog.terminal.layout import folded_text

    width = width_for(columns_of(environment.stderr, environment.variables))
    environment.stderr.write(f"{folded_text(f'mentorlog: {text}', width, hang=2)}\n")


def at(
    environment: Environment,
    *,
    command: str | None = None,
    ask: bool = True,
    about: About | None = None,
    journal: Journal | None = None,
) -> Desk:
    """The desk of a writing command: today, and the journal as it is now.

    `command`: its name, if it may complete what an earlier command left unfinished.
    `ask`: may ask for the passphrase.
    `about`: as in `Journal.load`.
    `journal`: the journal if the caller already uses one, so that it sees what is completed here.
    """
    journal = journal or journal_of(environment, ask=ask)
    if command is not None:
        from mentorlog.journal.saving import settle  # imports YAML

        settle(journal, command)
    with waiting(environment.stderr, Work.READING):
        contents = journal.load(about, watch=True)
    return Desk(
        environment=environment,
        journal=journal,
        contents=contents,
        today=environment.today,
        asks=ask and environment.terminal,
        about=about,
    )


def reading(environment: Environment, *, as_of: str | None, reveal: bool) -> Desk:
    """The desk of a reading command, which may look from another day."""
    today = environment.today
    day = today if as_of is None else past(as_of, today)
    journal = journal_of(environment)
    with waiting(environment.stderr, Work.READING):
        contents = journal.load()
    known = tuple(
        _known(person, day, strictly=as_of is not None) for person in contents.relationships
    )
    return Desk(
        environment=environment,
        journal=journal,
        contents=replace(contents, relationships=known),
        today=day,
        reveal=reveal,
        asks=environment.terminal,
        reads=True,
        strictly=as_of is not None,
    )


def _known(relationship: Relationship, day: dt.date, *, strictly: bool) -> Relationship:
    """A relationship as known on a day.

    Without a current agreement, one to come stays: it makes the standing "upcoming".
    """
    known = as_known(relationship, day, arranged=not strictly)
    if known is relationship or not strictly or run_on(known, day) is not None:
        return known
    coming = (terms for terms in relationship.of(Agreement) if terms.date > day)
    return replace(known, entries=(*known.entries, *coming))
