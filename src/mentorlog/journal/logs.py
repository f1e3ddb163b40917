"""What one command is about to do, and the bytes that tell it: JSON, which keeps text exactly."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import PurePath

from mentorlog.frozen import dataclass
from mentorlog.journal.drafts import SealedWords, Typed, plain, sealed_words
from mentorlog.journal.steps import Move, Put, Step

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
    """`id` is its draft's. `makes`: the step that makes the journal; no undo takes it back.

    `turns`: the name in the undo log that changes with it, and the new one: of an undo or redo.
    `final`: it would keep in plain text what is sealed, so no log of it stays, and no undo.
    `sealed`, `about`: as of its draft; where it is sealed, `typed` is empty on the disk.
    `drops`: other drafts, by id, whose words are to go with it.
    """

    id: str
    command: str
    typed: Mapping[str, Typed]
    steps: tuple[Step, ...]
    saved: tuple[Saved, ...] = ()
    makes: Put | None = None
    turns: tuple[str, str] | None = None
    final: bool = False
    sealed: SealedWords | None = None
    about: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()

    @property
    def all_steps(self) -> tuple[Step, ...]:
        return (self.makes, *self.steps) if self.makes else self.steps


def written(transaction: Transaction) -> bytes:
    return json.dumps(
        {
            "id": transaction.id,
            "command": transaction.command,
            "typed": {} if transaction.sealed else transaction.typed,
            "sealed": transaction.sealed.as_list if transaction.sealed else None,
            "about": list(transaction.about),
            "final": transaction.final,
            "drops": list(transaction.drops),
            "makes": _step_out(transaction.makes) if transaction.makes else None,
            "steps": [_step_out(step) for step in transaction.steps],
            "saved": [
                [saved.id, saved.kind, saved.date, saved.file] for saved in transaction.saved
            ],
            "turns": transaction.turns,
        },
        ensure_ascii=False,
        indent=1,
    ).encode(errors="surrogatepass")  # names of files may be any bytes; json reads it so, too


def read(data: bytes) -> Transaction:
    """Raises ValueError for anything that `written` did not write."""
    try:
        found = json.loads(data)
        makes = _step_in(found["makes"]) if found["makes"] else None
        return Transaction(
            id=found["id"],
            command=found["command"],
            typed=plain(found["typed"]),
            makes=makes if isinstance(makes, Put) else None,
            steps=tuple(map(_step_in, found["steps"])),
            saved=tuple(
                Saved(id=identity, kind=kind, date=date, file=file)
                for identity, kind, date, file in found["saved"]
            ),
            turns=(_inside(found["turns"][0]), _inside(found["turns"][1]))
            if found["turns"]
            else None,
            final=found.get("final") is True,
            sealed=sealed_words(found.get("sealed")),
            about=tuple(map(str, found.get("about", ()))),
            drops=tuple(map(str, found.get("drops", ()))),
        )
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError(type(error).__name__) from None


def _step_out(step: Step) -> dict[str, Json]:
    if isinstance(step, Move):
        return {
            "move": step.source,
            "to": step.target,
            "inside": step.inside,
            "before": _bytes_out(step.before),
            "after": _bytes_out(step.after),
        }
    return {"put": step.path, "before": _bytes_out(step.before), "after": _bytes_out(step.after)}


def _step_in(found: Mapping[str, Json]) -> Step:
    before, after = _bytes_in(found["before"]), _bytes_in(found["after"])
    if "put" in found:
        return Put(_inside(found["put"]), before, after)
    if before is None or after is None:
        raise ValueError("a move without bytes")
    names = _inside(found["move"]), _inside(found["to"])
    return Move(*names, before=before, after=after, inside=_inside(found["inside"]))


def _inside(found: Json) -> str:
    """A path within the journal. Raises ValueError for one that leads elsewhere."""
    path = PurePath(str(found))
    if path.anchor or ".." in path.parts:
        raise ValueError("a path that leads out of the journal")
    return str(found)


def _bytes_out(data: bytes | None) -> Json:
    """As readable as it can be: text, or a list with its base64 where it is no UTF-8."""
    if data is None:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return [base64.b64encode(data).decode()]


def _bytes_in(found: Json) -> bytes | None:
    if isinstance(found, list):
        return base64.b64decode(str(found[0]))
    return None if found is None else str(found).encode()
