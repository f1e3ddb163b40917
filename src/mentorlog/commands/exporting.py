"""export: what an audience may see, in a format, to stdout or into a private file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mentorlog.commands.dates import Toward, date
from mentorlog.commands.desk import Desk
from mentorlog.commands.result import Result
from mentorlog.commands.typed import choice
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Refused, UsageError
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.backup import backed_up
from mentorlog.exchange.exports import Export, Unknown, export
from mentorlog.exchange.fields import Json
from mentorlog.exchange.formats import FORMATS, Choices, told, written
from mentorlog.exchange.formats.json import dumps, problems_fields
from mentorlog.exchange.formats.json import written as as_json
from mentorlog.exchange.outgoing import Outgoing, save
from mentorlog.journal.problems import Problem
from mentorlog.terminal.dates import counted
from mentorlog.terminal.wording import command

_STDOUT = "-"
_ONLY_FOR = {"wikilinks": "md", "details": "ics", "due": "ics"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Out:
    what: str
    who: str | None = None
    audience: str | None = None
    output: str | None = None
    since: str | None = None
    wikilinks: bool = False
    details: bool = False
    due: bool = False
    force: bool = False


def out(desk: Desk, typed: Out) -> Result:
    """One export. Raises UsageError, Refused for a file that is there or a missing extra."""
    name = typed.what.strip().lower()
    special = _SPECIAL.get(name)
    if special is None and name not in FORMATS:
        raise UsageError(f"export takes {', '.join((*FORMATS, *_SPECIAL))}.")
    for option, of in _ONLY_FOR.items():
        if getattr(typed, option) and name != of:
            raise UsageError(f"--{option} goes with {of}.")
    return special(desk, typed) if special else _document(desk, typed, name)


def _document(desk: Desk, typed: Out, name: str) -> Result:
    found = _found(desk, typed)
    choices = Choices(wikilinks=typed.wikilinks, details=typed.details, due=typed.due)
    problems = desk.contents.problems
    text = as_json(found, choices, problems) if name == "json" else written(found, name, choices)
    return delivered(desk, typed, text, partial(as_json, found, choices), _talk(found, typed))


def delivered(
    desk: Desk,
    typed: Out,
    text: str,
    json: Callable[..., str],
    talk: Iterator[str],
) -> Result:
    """The text to stdout or, with --output, into a file of that name."""
    lines = list(talk)
    if typed.output not in (None, _STDOUT):
        path = path_outside(desk, typed.output)
        save(path, text.encode(), force=typed.force)
        lines.insert(0, f"Saved {path}.")
        text = ""
    return Result(
        view=Outgoing(text=text, as_json=json),
        problems=desk.contents.problems,
        format="document",
        talk=tuple(lines),
    )


def path_outside(desk: Desk, output: str | None) -> Path:
    """The file that is meant. Raises Refused for one in the journal, where it has no business."""
    path = Path(output or "").expanduser()
    if path.resolve().is_relative_to(desk.journal.root):
        raise Refused(f"{path} would lie in the journal itself.", "Choose a place outside of it.")
    return path


def _found(desk: Desk, typed: Out) -> Export:
    audience = choice(Audience, typed.audience, "--for") or Audience.ME
    chosen = desk.contents.relationships
    if typed.who is not None:
        chosen = (desk.relationship(typed.who),)
    return export(
        map(desk.read, chosen),
        audience,
        desk.today,
        since=_since(typed, desk.today),
        my_name=desk.environment.settings.my_name,
        reveal=desk.reveal,
        unknown=_unknown(desk, chosen) if audience is Audience.ME else None,
    )


def _since(typed: Out, today: dt.date) -> dt.date | None:
    if typed.since is None:
        return None
    return date(typed.since, today=today, toward=Toward.PAST)


def _unknown(desk: Desk, chosen: tuple[Relationship, ...]) -> Mapping[str, Mapping[str, Unknown]]:
    """The keys in the files that aren't ours: for myself they go out, too."""
    return {
        one.handle: {
            **{kept.entry.id: kept.unknown for kept in desk.journal.stored(one)},
            "": desk.journal.unknown_of(one),
        }
        for one in chosen
    }


def _talk(found: Export, typed: Out) -> Iterator[str]:
    """What was left out, and what else somebody who passes it on should know."""
    if parts := told(found.left_out):
        yield f"Left out: {'; '.join(parts)}."
    several = len(found.people) > 1 and typed.who is None
    if found.audience is Audience.THEM and several:
        one = f"mentorlog export {typed.what} WHO --for them"
        yield f"{len(found.people)} people are in it; for one of them:  {one}"


def _backup(desk: Desk, typed: Out) -> Result:
    """Every file of the journal in one zip. Raises UsageError without a file to put it in."""
    for option in ("who", "audience", "since"):
        if getattr(typed, option) is not None:
            raise UsageError("A backup holds everything, for nobody but you.")
    if typed.output in (None, _STDOUT):
        raise UsageError("Into which file?", "mentorlog export backup --output FILE.zip")
    path = path_outside(desk, typed.output)
    if not desk.journal.root.is_dir():
        raise Refused("There is no journal yet, so there is nothing to back up.")
    with desk.journal.held_still("export"):
        data, count, others = backed_up(desk.journal.root)
    save(path, data, force=typed.force)
    talk = [f"Saved {counted(count, 'file')} in {path}."]
    if others:
        talk.append(f"Left out: {counted(others, 'link')} and the like, which are no files.")
    talk.append(f"Bring it back:  {command('--journal', 'DIR', 'import', str(path))}")
    item: Json = {"file": str(path), "files": count, "bytes": len(data)}
    return Result(
        view=Outgoing(text="", as_json=partial(_backup_as_json, desk.today, item)),
        problems=desk.contents.problems,
        format="document",
        talk=tuple(talk),
    )


def _backup_as_json(today: dt.date, item: Json, problems: Iterable[Problem]) -> str:
    document = {"schema": "mentorlog.export/1", "as_of": today.isoformat(), "items": [item]}
    return dumps(document | {"problems": problems_fields(problems)})


_SPECIAL: Mapping[str, Callable[[Desk, Out], Result]] = {"backup": _backup}
