"""Write several files, all or none, by a log that is written first.

The log holds every step that is about to be done, and the draft. When all steps are on the disk,
the log moves to the undo log: that one rename is the moment of saving. A log that the next writer
still finds in place belongs to an interrupted transaction. It is completed, or taken back and kept
as a draft. All of this happens under the journal's lock.
"""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePath

from mentorlog import files
from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.errors import Conflict, DamagedJournal, Missing, Refused, StorageFailed, Unconfirmed
from mentorlog.frozen import dataclass, replace
from mentorlog.journal import drafts
from mentorlog.journal.drafts import Draft, SealedWords, Typed, plain, sealed_words
from mentorlog.journal.homes import LOG, UNDONE, Home, draft_of
from mentorlog.journal.names import ENTRY_SUFFIX, new_id
from mentorlog.journal.steps import Move, Progress, Put, Step, carry_out, make_folder, take_back

UNDO_KEPT = 100  # transactions: months of daily use, and small
_LARGEST_ARRIVAL = 8 * files.LARGEST  # bytes: the largest file, before and after, in JSON

HomeNow = Callable[[], Home]  # called after all steps, which may have made the journal
Json = str | None | dict[str, "Json"] | list["Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One entry that a command wrote; `file` is its path in the journal, `date` is ISO."""

    id: str
    kind: str
    date: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """The steps of one command, and its draft under the same `id`.

    `makes_journal`: the step that writes journal.yaml; undo leaves it.
    `turns`: for an undo or redo, the old and the new name of the log that it turns.
    `final`: its log would keep sealed text in the clear, so no log stays and there is no undo.
    `sealed`, `about`: as in its draft; if sealed, `typed` is empty on the disk.
    `drops`: ids of other drafts to remove with it.
    `arrives`: it comes from another machine, so undo skips it.
    """

    id: str
    command: str
    typed: Mapping[str, Typed]
    steps: tuple[Step, ...]
    saved: tuple[Saved, ...] = ()
    makes_journal: Put | None = None
    turns: tuple[str, str] | None = None
    final: bool = False
    sealed: SealedWords | None = None
    about: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    arrives: bool = False

    @property
    def all_steps(self) -> tuple[Step, ...]:
        return (self.makes_journal, *self.steps) if self.makes_journal else self.steps


def save(
    root: Path,
    home: Home,
    transaction: Transaction,
    drop: Callable[[Draft], None] = Draft.discard,
    *,
    after: Home | None = None,
    tidy: Collection[str] = (),
) -> None:
    """Carry out all steps, or none; then keep the log for undo.

    `after`: the journal's home once it is made, if this transaction makes it. `drop`: removes the
    draft of a final transaction and the other drafts that go with it; no log says that these are
    saved. `tidy`: the paths of folders known to have no temporary files.

    Raises:
        Conflict: a file isn't what it was; nothing is changed.
        Unconfirmed: it is saved, but the disk didn't confirm it; the next writer looks again.
        StorageFailed: nothing is changed, or (it says so) the next writer will see to it.
    """
    steps = tuple(s for s in transaction.steps if s.progress(root) is not Progress.DONE)
    if not steps and not transaction.turns:
        return
    todo = replace(transaction, steps=steps)
    _sweep(root, todo, tidy)
    log = home.saving / f"{todo.id}{LOG}"
    _write(root, log, todo)
    try:
        carry_out(root, todo.all_steps)
    except Unconfirmed:
        raise
    except BaseException as error:  # even after Ctrl-C, all or nothing
        _abandon(root, log, todo, error)
        raise
    _commit(log, after or home, todo, partial(_drop_all, home, todo, drop))


def settle(
    root: Path,
    home: Home,
    after: HomeNow,
    drop: Callable[[Draft], None] = Draft.discard,
    check: Callable[[Sequence[Step]], object] = len,
) -> tuple[Transaction, ...]:
    """Complete interrupted transactions, or take them back and keep their drafts.

    Returns the completed ones. `drop`: as in `save`. `check`: raises Conflict or DamagedJournal for
    steps that may not be taken any more.

    Raises StorageFailed: then it still waits.
    """
    completed = []
    for log in home.interrupted:
        transaction = recorded(log)
        if transaction is None:  # edited by hand; doctor reports it
            continue
        try:
            if not transaction.arrives:
                check(transaction.steps)
            carry_out(root, transaction.all_steps)
        except (Conflict, DamagedJournal):
            _set_aside(root, home, log, transaction)
        else:
            _sweep(root, transaction)
            _commit(log, after(), transaction, partial(_drop_all, home, transaction, drop))
            completed.append(transaction)
    return tuple(completed)


def recorded(log: Path) -> Transaction | None:
    """The transaction in a log; None if it can't be read."""
    try:
        return decoded(files.read(log, largest=_LARGEST_ARRIVAL))
    except (StorageFailed, ValueError):
        return None


def draft_in(folder: Path, transaction: Transaction) -> Draft:
    """The draft of a transaction, as it is (or was) in a folder."""
    return Draft(
        id=transaction.id,
        path=folder / f"{transaction.id}{drafts.SUFFIX}",
        command=transaction.command,
        typed=transaction.typed,
        sealed=transaction.sealed,
        about=transaction.about,
    )


def _drop_all(home: Home, transaction: Transaction, drop: Callable[[Draft], None]) -> None:
    own = draft_in(home.drafts, transaction)
    drop(own)
    for identity in transaction.drops:
        path = own.path.with_name(f"{identity}{drafts.SUFFIX}")
        other = replace(own, id=identity, path=path)
        if not other.is_live:
            drop(other)


def turns(home: Home, count: int, *, redo: bool) -> tuple[Transaction, ...]:
    """The transactions that undo the last `count` commands, or redo those undone.

    Raises Refused if there are fewer, or a log can't be read.
    """
    logs = home.undone if redo else home.undoable[::-1]
    if len(logs) < count:
        done = "redone" if redo else "undone"
        only = f"Only {len(logs)} can be {done}, not {count}."
        raise Refused(only if logs else f"Nothing can be {done}.")
    return tuple(_turned(log, redo=redo) for log in logs[:count])


def _turned(log: Path, *, redo: bool) -> Transaction:
    done = recorded(log)
    if done is None:
        raise Refused(f"That command's log can't be read: {log}")
    return replace(
        done,
        id=new_id(),
        command="redo" if redo else "undo",
        typed={"command": done.command},
        steps=done.steps if redo else tuple(step.inverse for step in reversed(done.steps)),
        makes_journal=None,
        turns=(log.name, log.with_suffix(LOG if redo else UNDONE).name),
    )


def latest(home: Home) -> Iterator[Saved]:
    """The entries written by the commands that can be undone, the last command first.

    Of a moved plan, the new one comes first.
    """
    for done in filter(None, map(recorded, reversed(home.undoable))):
        moved = 2 if done.command == "reschedule" else 1  # it writes each old one and its new
        yield from (saved for at in reversed(range(moved)) for saved in done.saved[at::moved])


def logged_from(home: Home, meeting: str) -> tuple[Step, Transaction] | None:
    """The last command that can be undone and turned this plan into what it is now, and its step.

    None if the log has no such command, or the entry has moved to somebody else since.
    """
    for done in filter(None, map(recorded, reversed(home.undoable))):
        for step in done.steps:
            if not step.paths[-1].endswith(f"-{meeting}{ENTRY_SUFFIX}"):
                continue
            if len({path.rpartition("/")[0] for path in step.paths}) > 1:
                return None
            if _is_planned(step.paths[0], step.before) and not _is_planned(
                step.paths[-1], step.after
            ):
                return step, done
    return None


def _is_planned(path: str, data: bytes | None) -> bool:
    from mentorlog.journal.texts import parsed_text

    entry = None if data is None else parsed_text(path, data).value
    return isinstance(entry, Meeting) and entry.status is MeetingStatus.PLANNED


def _write(root: Path, log: Path, transaction: Transaction) -> None:
    data = encoded(transaction)
    if len(data) > (_LARGEST_ARRIVAL if transaction.arrives else files.LARGEST):
        raise Refused("That's too much for one command.", "Do it in parts.")
    make_folder(log.parent)
    files.sweep(log.parent)
    try:
        files.create(log, data)
    except FileExistsError:
        raise StorageFailed(f"An earlier save's log is in the way: {log}") from None
    except Unconfirmed as error:  # a log that could be lost protects nothing
        _abandon(root, log, transaction, error)
        raise StorageFailed(f"The disk didn't confirm {log}", error.hint) from error


def _abandon(root: Path, log: Path, transaction: Transaction, error: BaseException) -> None:
    try:
        take_back(root, transaction.all_steps)
        _remove(log)
    except StorageFailed as failure:
        raise StorageFailed(
            f"{failure.message}. Saving stopped halfway, and couldn't be undone.",
            "The next command that writes will complete it.",
        ) from error


def _set_aside(root: Path, home: Home, log: Path, transaction: Transaction) -> None:
    """Keep the draft, take back the files, then remove the log.

    In this order it can stop after any step without losing anything.
    """
    if (transaction.typed or transaction.sealed) and not transaction.turns:
        began = tuple(saved.id for saved in transaction.saved)
        drafts.write(replace(draft_in(home.drafts, transaction), began=began))
    take_back(root, transaction.all_steps)
    _remove(log)


def _remove(log: Path) -> None:
    with contextlib.suppress(Unconfirmed):  # if it comes back, it is settled once more
        files.remove(log)


def _commit(log: Path, home: Home, transaction: Transaction, drop: Callable[[], None]) -> None:
    try:
        make_folder(home.undo)
        if transaction.final:
            for old in (*home.undoable, *home.undone):  # they hold the words, or lead back to them
                files.remove(old)
            drop()
            _remove(log)
        elif transaction.arrives:
            _remove(log)
        elif transaction.turns:
            name, new_name = transaction.turns
            with contextlib.suppress(Missing):  # renamed before an interruption
                files.move(home.undo / name, home.undo / new_name)
            _remove(log)
        else:
            _forget(home.undone)  # they can't be redone from here any more
            earlier = home.undoable
            kept = home.undo / _name(earlier, transaction.id)
            files.move(log, kept)
            _forget(sorted({*earlier, kept})[:-UNDO_KEPT])
    except StorageFailed as error:
        raise Unconfirmed(
            f"It's saved, but the undo log couldn't be written ({error.message}).", error.hint
        ) from error


def _name(earlier: Sequence[Path], draft_id: str) -> str:
    """The log's name in the undo log: its own if a move was interrupted, else a new one."""
    for log in earlier:
        if draft_of(log) == draft_id:
            return log.name
    latest = int(earlier[-1].stem.partition("-")[0]) if earlier else 0
    return f"{latest + 1:08}-{draft_id}{LOG}"


def _forget(old: Iterable[Path]) -> None:
    for log in old:
        with contextlib.suppress(StorageFailed):  # a log too many does no harm
            files.remove(log)


def _sweep(root: Path, transaction: Transaction, tidy: Collection[str] = ()) -> None:
    """Remove temporary files that an interrupted save left in the folders of these steps.

    `tidy`: as in `save`.
    """
    paths = (path for step in transaction.all_steps for path in step.paths)
    for folder in {"", *(path.rpartition("/")[0] for path in paths)}.difference(tidy):
        with contextlib.suppress(Missing):
            files.sweep(root / folder)


def encoded(transaction: Transaction) -> bytes:
    return json.dumps(
        {
            "id": transaction.id,
            "command": transaction.command,
            "typed": {} if transaction.sealed else transaction.typed,
            "sealed": [sealed.block, sealed.mark] if (sealed := transaction.sealed) else None,
            "about": list(transaction.about),
            "final": transaction.final,
            "drops": list(transaction.drops),
            "arrives": transaction.arrives,
            "makes": _step_out(transaction.makes_journal) if transaction.makes_journal else None,
            "steps": [_step_out(step) for step in transaction.steps],
            "saved": [
                [saved.id, saved.kind, saved.date, saved.file] for saved in transaction.saved
            ],
            "turns": transaction.turns,
        },
        ensure_ascii=False,
        indent=1,
    ).encode(errors="surrogatepass")  # file names may be any bytes; json reads it back


def decoded(data: bytes) -> Transaction:
    """The transaction that `encoded` wrote. Raises ValueError for anything else."""
    try:
        fields = json.loads(data)
        journal_file = _step_in(fields["makes"]) if fields["makes"] else None
        return Transaction(
            id=fields["id"],
            command=fields["command"],
            typed=plain(fields["typed"]),
            makes_journal=journal_file if isinstance(journal_file, Put) else None,
            steps=tuple(map(_step_in, fields["steps"])),
            saved=tuple(
                Saved(id=identity, kind=kind, date=date, file=file)
                for identity, kind, date, file in fields["saved"]
            ),
            turns=(_inside(fields["turns"][0]), _inside(fields["turns"][1]))
            if fields["turns"]
            else None,
            final=fields.get("final") is True,
            sealed=sealed_words(fields.get("sealed")),
            about=tuple(map(str, fields.get("about", ()))),
            drops=tuple(map(str, fields.get("drops", ()))),
            arrives=fields.get("arrives") is True,
        )
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError(type(error).__name__) from None


def _step_out(step: Step) -> dict[str, Json]:
    sides = {"before": _bytes_out(step.before), "after": _bytes_out(step.after)}
    if isinstance(step, Move):
        return {"move": step.source, "to": step.target, "inside": step.inside, **sides}
    return {"put": step.path, **sides}


def _step_in(fields: Mapping[str, Json]) -> Step:
    before, after = _bytes_in(fields["before"]), _bytes_in(fields["after"])
    if "put" in fields:
        return Put(_inside(fields["put"]), before, after)
    if before is None or after is None:
        raise ValueError("a move without bytes")
    names = _inside(fields["move"]), _inside(fields["to"])
    return Move(*names, before=before, after=after, inside=_inside(fields["inside"]))


def _inside(value: Json) -> str:
    """A path within the journal. Raises ValueError for one that leads out of it."""
    path = PurePath(str(value))
    if path.anchor or ".." in path.parts:
        raise ValueError("a path that leads out of the journal")
    return str(value)


def _bytes_out(data: bytes | None) -> Json:
    """Bytes as JSON: text if they are UTF-8, else a list holding their base64."""
    if data is None:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return [base64.b64encode(data).decode()]


def _bytes_in(value: Json) -> bytes | None:
    if isinstance(value, list):
        return base64.b64decode(str(value[0]))
    return None if value is None else str(value).encode()
