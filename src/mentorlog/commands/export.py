"""Export your entries, or the part someone else may see.

Example: mentorlog export md dana-oz --for them
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar

from mentorlog.arguments import WHO, Reader, argument, option
from mentorlog.commands import Reading, Result, configuration, rules
from mentorlog.commands.desk import Desk, prompt_of
from mentorlog.commands.periods import calendar_period
from mentorlog.commands.questions import Fits, anybody, picked, whose
from mentorlog.commands.typed import choice, past
from mentorlog.domain.entries import Agreement, Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.environment import Environment
from mentorlog.errors import NotFound, Refused, UsageError
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.backup import backed_up
from mentorlog.exchange.dossier import Dossier, can_be_shared
from mentorlog.exchange.dossier import dossier as dossier_of
from mentorlog.exchange.formats import (
    DOSSIERS,
    FORMATS,
    Choices,
    Document,
    Export,
    Unknown,
    export,
    is_sealed,
    left_out_for_me,
    save,
    written,
)
from mentorlog.exchange.incoming.events import own_zone
from mentorlog.exchange.json import as_json
from mentorlog.exchange.pair import agreement_file, pair_file
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.journal import Stored
from mentorlog.journal.saving import locked_as_is
from mentorlog.terminal.prompts import Question, a_name
from mentorlog.terminal.retrospect import span
from mentorlog.terminal.wording import command, counted, day, either
from mentorlog.views import Shape, View

STDOUT = "-"
_FORMS = {
    "md": "Markdown, to read and keep",
    "html": "a page for a browser, to print",
    "csv": "tables, for a spreadsheet",
    "ics": "meetings, for a calendar",
    "json": "everything, for programs",
    "agreement": "the terms, to share with the other person",
    "pair": "everything the two of you share",
    "dossier": "hours, people and outcomes, for others",
    "backup": "every file in one .zip",
}
_PERIODS = ("month", "quarter", "year")
_ONLY_FOR = {
    "wikilinks": "md",
    **dict.fromkeys(("details", "due"), "ics"),
    **dict.fromkeys(("period", "names", "include", "format_"), "dossier"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportArguments(Reader):
    """`what`: a format, or a document of its own: agreement, pair, dossier, backup."""

    what: str | None = argument(
        "FORMAT",
        "md, html, csv, ics, json, agreement, pair, dossier or backup.",
        choices=("md", "html", "csv", "ics", "json", "agreement", "pair", "dossier", "backup"),
    )
    who: str | None = WHO
    audience: str | None = option(
        "--for WHO", "me (default), them or others.", choices=("me", "them", "others")
    )
    output: str | None = option("--output FILE", "Write to a file; - is stdout (default).")
    since: str | None = option("--since DATE", "Only entries from this day on.", date="past")
    wikilinks: bool = option("--wikilinks", "md: link people, as in Obsidian.")
    details: bool = option("--details", "ics: say what a meeting is about.")
    due: bool = option("--due", "ics: include due dates.")
    period: str | None = option(
        "--period PERIOD",
        "dossier: month, quarter, year, 2026, 2026-Q3.",
        choices=_PERIODS,
    )
    names: bool = option("--names", "dossier: use people's names.")
    include: list[str] | None = option(
        "--include ID", "dossier: include this entry; repeatable.", offers="entries"
    )
    format_: str | None = option(
        "--format FORMAT", "dossier: md (default), html or json.", choices=("md", "html", "json")
    )
    force: bool = option("--force", "Replace FILE if it exists.")


def export_(desk: Desk, typed: ExportArguments) -> Result:
    """One export. Raises UsageError, Refused for an existing file or a missing extra."""
    name = _wanted(desk, typed)
    special = _SPECIAL.get(name)
    if special is None and name not in FORMATS:
        instead = _NEAREST.get(name)
        hint = f"Closest:  mentorlog export {instead}" if instead else ""
        raise UsageError(f"export takes {', '.join((*FORMATS, *_SPECIAL))}.", hint)
    for only, of in _ONLY_FOR.items():
        if getattr(typed, only) and name != of:
            raise UsageError(f"--{only.strip('_')} goes with {of}.")
    return special(desk, typed) if special else _document(desk, typed, name)


def _wanted(desk: Desk, typed: ExportArguments) -> str:
    """The format's name, asked for with a numbered list if it is missing. Raises UsageError."""
    if typed.what is not None:
        return typed.what.strip().lower()
    if not desk.asks:
        raise UsageError(f"Export what? It takes {', '.join(_FORMS)}.", "mentorlog export md")
    _check_given(desk, typed)
    rows = [(name, f"{name:<9}  {what}") for name, what in _FORMS.items()]
    return picked(prompt_of(desk.environment), "Export what?", rows)


def _check_given(desk: Desk, typed: ExportArguments) -> None:
    """Refuse what no format takes, before asking for one. Raises UsageError, Refused."""
    choice(Audience, typed.audience, "--for")
    if typed.who is not None:
        desk.relationship(typed.who)
    if typed.period is not None:
        calendar_period(typed.period, desk.today)
    for word in typed.include or ():
        desk.entry(word)
    _form(typed)
    if typed.output not in (None, STDOUT):
        path_outside(desk, typed.output)


def _form(typed: ExportArguments) -> str:
    """The form of a dossier. Raises UsageError."""
    form = typed.format_ or "md"
    if form not in DOSSIERS:
        raise UsageError(f"--format takes {either(DOSSIERS)}.")
    return form


def _document(desk: Desk, typed: ExportArguments, name: str) -> Result:
    exported = _content(desk, typed)
    zone = own_zone(desk.environment.variables) if name == "ics" else None
    choices = Choices(wikilinks=typed.wikilinks, details=typed.details, due=typed.due, zone=zone)
    problems = desk.contents.problems
    text = as_json(exported, problems) if name == "json" else written(exported, name, choices)
    talk = (*_emptiness(exported, name, text), *_talk(exported, typed))
    return delivered(desk, typed, text, exported, talk)


def _content(desk: Desk, typed: ExportArguments) -> Export:
    audience = choice(Audience, typed.audience, "--for") or Audience.ME
    chosen = desk.people(typed.who)
    read = [desk.with_stored(desk.as_known(person)) for person in chosen]
    return export(
        [person for person, _ in read],
        audience,
        desk.today,
        since=_since(typed, desk.environment.today),
        my_name=desk.environment.settings.my_name,
        reveal=desk.reveal,
        unknown=_unknown(desk, read) if audience is Audience.ME else None,
        changed=_changed(desk, chosen),
    )


def _since(typed: ExportArguments, today: dt.date) -> dt.date | None:
    if typed.since is None:
        return None
    return past(typed.since, today)


def _unknown(
    desk: Desk, read: Iterable[tuple[Relationship, Iterable[Stored]]]
) -> Mapping[str, Mapping[str, Unknown]]:
    """Keys of the files that aren't ours, which exports for me include."""
    return {
        person.handle: {
            **{kept.entry.id: kept.unknown for kept in stored if kept.unknown},
            "": desk.journal.unknown_of(person),
        }
        for person, stored in read
    }


def _changed(
    desk: Desk, chosen: tuple[Relationship, ...]
) -> Mapping[str, Mapping[str, dt.datetime]]:
    """When the files of plans were changed; calendars tell newer from older by it."""
    plans = (
        (person.handle, entry.id)
        for person in chosen
        for entry in person.of(Meeting)
        if entry.status is not MeetingStatus.HELD
    )
    times: dict[str, dict[str, dt.datetime]] = {}
    for handle, identity in plans:
        if (at := desk.journal.changed_at(identity)) is not None:
            times.setdefault(handle, {})[identity] = at
    return times


def _emptiness(exported: Export, name: str, text: str) -> Iterator[str]:
    if not any(person.entries for person in exported.people):
        yield "It has no entries."
    elif name == "ics" and "BEGIN:VEVENT" not in text:
        yield "It has no meetings: none is planned."


def _talk(exported: Export, typed: ExportArguments) -> Iterator[str]:
    """Lines that say what was left out, and what to know before passing it on."""
    if parts := left_out_for_me(exported.left_out):
        yield f"Left out: {'; '.join(parts)}."
    several = len(exported.people) > 1 and typed.who is None
    if exported.uses_an_alias:
        yield "A name held in confidence is replaced by its alias; --reveal shows it."
    if typed.audience is None and typed.who and typed.output not in (None, STDOUT):
        them = command("export", typed.what or "md", typed.who, "--for", "them")
        yield f"It's for you, private parts included. To share something:  {them}"
    if exported.audience is Audience.THEM and several:
        line = f"mentorlog export {typed.what} WHO --for them"
        yield f"{len(exported.people)} people are in it. For one of them:  {line}"


def agreement(desk: Desk, typed: ExportArguments) -> Result:
    """The terms in force as a file for both. Raises UsageError, Refused."""
    them = _with_whom(desk, typed, "agreement", lambda _, who: rules.has_terms(who, desk.today))
    relationship = desk.read(them)
    terms = _terms(desk, relationship)
    name = _my_name(desk.environment)
    text = agreement_file(relationship, terms, my_name=name, journal=desk.journal.id)
    terms_only = replace(relationship, entries=(terms,))
    exported = export([terms_only], Audience.THEM, desk.today, reveal=True)
    return delivered(desk, typed, text, exported, tuple(_which(desk, relationship, terms)))


def pair(desk: Desk, typed: ExportArguments) -> Result:
    """Everything the two share, as a file for both. Raises UsageError, Refused."""
    relationship = desk.read(desk.as_known(_with_whom(desk, typed, "pair")))
    since = _since(typed, desk.environment.today)
    exported = export([relationship], Audience.THEM, desk.today, since=since, reveal=True)
    shared = [
        entry for person in exported.people for entry in person.entries if not is_sealed(entry)
    ]
    name = _my_name(desk.environment)
    text = pair_file(relationship, shared, my_name=name, journal=desk.journal.id)
    return delivered(
        desk, typed, text, exported, tuple(_of_pair(exported, relationship, len(shared)))
    )


def _with_whom(desk: Desk, typed: ExportArguments, what: str, fits: Fits = anybody) -> Relationship:
    """The person that a file for both is shared with. Raises UsageError, Refused."""
    if choice(Audience, typed.audience, "--for") not in (None, Audience.THEM):
        raise UsageError("This file is for the two of you.", "--for them")
    who = whose(desk, typed, fits).who
    return desk.needed(who, "With whom?", f"mentorlog export {what} WHO --for them")


def _of_pair(exported: Export, relationship: Relationship, count: int) -> Iterator[str]:
    """Lines that say how much is in it, what was left out, and how to pass on sealed entries."""
    yield f"Included: {counted(count, 'entry')}."
    if parts := left_out_for_me(exported.left_out):
        yield f"Left out: {'; '.join(parts)}."
    if exported.left_out.sealed:
        again = command("export", "pair", relationship.handle, "--reveal")
        yield f"Include what is sealed:  {again}"


def _which(desk: Desk, relationship: Relationship, terms: Agreement) -> Iterator[str]:
    """Which terms these are, if others follow."""
    known = desk.as_known(relationship)
    coming = [later.date for later in known.of(Agreement) if later.date > desk.today]
    if terms.date <= desk.today and coming:
        then = min(coming)
        again = ("export", "agreement", relationship.handle, "--as-of", then.isoformat())
        yield (
            f"These are the terms in force, from {day(terms.date, desk.today)}. "
            f"Those from {day(then, desk.today)}:  {command(*again)}"
        )


def _terms(desk: Desk, relationship: Relationship) -> Agreement:
    """The terms in force, with their words. Raises Refused without any."""
    current = rules.agreed(relationship, desk.today).terms
    return next(terms for terms in relationship.of(Agreement) if current and terms.id == current.id)


def dossier(desk: Desk, typed: ExportArguments) -> Result:
    """Contact time, people and outcomes of a period. Raises UsageError, Refused."""
    if choice(Audience, typed.audience, "--for") not in (None, Audience.OTHERS):
        raise UsageError("A dossier is for others.", "--for others")
    if typed.since is not None:
        raise UsageError("A dossier has a --period, so it takes no --since.")
    form = _form(typed)
    period = calendar_period(typed.period or _period(desk), desk.today)
    chosen = desk.people(typed.who)
    read = [desk.read(desk.as_known(person)) for person in chosen]
    view = dossier_of(
        read,
        period,
        desk.today,
        names=typed.names,
        included=[_named(desk, read, word) for word in typed.include or ()],
        my_name=desk.environment.settings.my_name,
    )
    return delivered(desk, typed, written(view, form), view, _beside(view))


def _period(desk: Desk) -> str:
    """The period, asked for on a terminal. Raises UsageError without one."""
    if not desk.asks:
        raise UsageError("Which period?", "mentorlog export dossier --period 2026")
    asked = Question(text="Which period?", default="year", choices=(*_PERIODS, "2026-Q3"))
    return prompt_of(desk.environment).ask(asked, lambda text: calendar_period(text, desk.today))


def _named(desk: Desk, read: Iterable[Relationship], word: str) -> str:
    """The id of an entry for a dossier. Raises Refused if it can't be included."""
    _, head = desk.entry(word)
    entry = next(
        (entry for person in read for entry in person.entries if entry.id == head.id), None
    )
    if entry is None:
        raise NotFound(f"{head.id} belongs to someone else, or to a later day.")
    if entry.in_confidence:
        raise Refused(f"{entry.id} is held in confidence, so no export holds it.")
    if not can_be_shared(entry):
        raise Refused(
            f"{entry.id} is always private, like all check-ins, searches and notes on goals."
        )
    if is_sealed(entry):
        raise Refused(f"{entry.id} is sealed.", "With the key:  --reveal")
    return entry.id


def _beside(view: Dossier) -> Iterator[str]:
    """Lines that say what to know before passing it on."""
    if not view.people:
        yield f"There's nothing in {span(view.period)} that others may see."
    if parts := left_out_for_me(view.left_out):
        yield f"Left out: {'; '.join(parts)}."
    if view.naming:
        which = ", ".join(view.naming)
        yield f"The text of {which} has a name in it: read it before you share it."


def _my_name(environment: Environment) -> str:
    """My name, configured, else asked for once and saved. Raises UsageError without a terminal."""
    if environment.settings.my_name:
        return environment.settings.my_name
    if not environment.terminal:
        raise UsageError(
            "It names both of you, and mentorlog doesn't know your name.",
            'Set it once:  mentorlog config me.name "Your Name"',
        )
    prompt = prompt_of(environment)
    name = prompt.ask(Question(text="Your name"), a_name)
    if not name:
        raise UsageError("It names both of you.", 'mentorlog config me.name "Your Name"')
    configuration.save(environment.config_file, {"me.name": name})
    prompt.say("  It's kept as a setting. Change it:  mentorlog config me.name NAME")
    return name


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """The backup's file, how many files are in it, and its size."""

    JSON: ClassVar[Shape] = Shape(schema="export", lone=True, left_out=("as_of",))

    as_of: dt.date
    file: str
    files: int
    bytes: int


def backup(desk: Desk, typed: ExportArguments) -> Result:
    """Every file of the journal in one zip. Raises UsageError without a file to write to."""
    for narrower in ("who", "audience", "since"):
        if getattr(typed, narrower) is not None:
            raise UsageError("A backup holds everything, for you alone.")
    output = typed.output
    if output is None and desk.asks:
        output = prompt_of(desk.environment).ask(Question(text="Which file?", files=True), a_name)
    if output in (None, "", STDOUT):
        raise UsageError("Which file?", "mentorlog export backup --output FILE.zip")
    path = path_outside(desk, output)
    if not desk.journal.root.is_dir():
        raise Refused("There's no journal yet, so there's nothing to back up.")
    with locked_as_is(desk.journal, "export"):
        data, count, others = backed_up(desk.journal.root)
    save(path, data, force=typed.force)
    talk = [f"Saved {counted(count, 'file')} in {path}."]
    if others:
        talk.append(f"Left out: {counted(others, 'link')} and the like, which aren't files.")
    talk.append(f"Restore it:  {command('--journal', 'DIR', 'import', str(path))}")
    view = BackedUp(as_of=desk.today, file=str(path), files=count, bytes=len(data))
    return Result(
        view=Document(text="", view=view),
        format="document",
        talk=tuple(talk),
    )


def delivered(
    desk: Desk,
    typed: ExportArguments,
    text: str,
    view: View,
    talk: Iterable[str],
) -> Result:
    """Write the text to stdout or, with --output, into that file."""
    lines = list(talk)
    if typed.output not in (None, STDOUT):
        path = path_outside(desk, typed.output)
        save(path, text.encode(), force=typed.force)
        lines.insert(0, f"Saved {path}.")
        text = ""
    return Result(
        view=Document(text=text, view=view),
        format="document",
        talk=tuple(lines),
    )


def path_outside(desk: Desk, output: str | None) -> Path:
    """The file to write. Raises Refused for one inside the journal, UsageError."""
    if not output:
        raise UsageError("--output needs the name of a file.")
    path = Path(output).expanduser()
    if path.suffix.lower() in _OF_OTHERS:
        raise UsageError(
            f"mentorlog writes no {path.suffix} files, so nothing could open it.",
            f"Name it after the format, such as {path.stem}.csv.",
        )
    if path.resolve().is_relative_to(desk.journal.root):
        raise Refused(f"{path} would be inside the journal.", "Choose a place outside it.")
    return path


_SPECIAL: Mapping[str, Callable[[Desk, ExportArguments], Result]] = {
    "agreement": agreement,
    "pair": pair,
    "dossier": dossier,
    "backup": backup,
}


_OF_OTHERS = {".xlsx", ".xls", ".ods", ".numbers", ".docx", ".doc", ".odt", ".pdf"}
_NEAREST = {  # what people ask for, and the format that serves them
    **dict.fromkeys(("xlsx", "xls", "excel", "ods", "numbers", "sheets", "table"), "csv"),
    **dict.fromkeys(("pdf", "page", "print"), "html"),
    **dict.fromkeys(("ical", "icalendar", "calendar"), "ics"),
    **dict.fromkeys(("markdown", "text", "txt", "docx", "word"), "md"),
    **dict.fromkeys(("zip", "all"), "backup"),
}


COMMAND = Reading(ExportArguments, export_)
