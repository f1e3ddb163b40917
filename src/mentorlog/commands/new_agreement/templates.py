"""Templates: terms to start from. Typed options override them."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from mentorlog import arguments, files
from mentorlog.commands.desk import Desk
from mentorlog.commands.terms import Terms
from mentorlog.commands.typed import after
from mentorlog.domain import cadence as rhythm
from mentorlog.domain.entries import Agreement, Invalid, KeyPath
from mentorlog.domain.relationship import Role
from mentorlog.domain.words import AgreementWords
from mentorlog.environment import Environment
from mentorlog.errors import NotFound, StorageFailed, UsageError
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.values import Fault, form_of, strict
from mentorlog.journal.values import filled as without_blanks
from mentorlog.journal.yaml.read import Document, YamlProblem, read
from mentorlog.terminal import wording
from mentorlog.terminal.layout import GAPS, filled, hanging, hint, joined
from mentorlog.terminal.look import Line, Look, Style, line, padded, plain
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import duration
from mentorlog.views import Shape

T = TypeVar("T", bound=Terms)
LIST = "list"  # `--template list`


def chosen_of(desk: Desk, name: str | None) -> Template | None:
    """The template with this name. Raises NotFound, UsageError."""
    return None if name is None else template(name, own_folder(desk.environment))


def completed(chosen: Template | None, typed: T, role: Role | None) -> T:
    """The arguments, with what wasn't typed taken from the template.

    Promises are taken only if the role is known. Raises UsageError.
    """
    if chosen is None:
        return typed
    _cadence(chosen, chosen.cadence)
    ends = bool(typed.length or typed.until or typed.open_)
    filled = replace(
        typed,
        cadence=typed.cadence or chosen.cadence,
        length=typed.length if ends else chosen.length,
        open_=typed.open_ if ends else chosen.length is None,
        minutes=typed.minutes or (str(chosen.minutes) if chosen.minutes else None),
        medium=typed.medium or list(chosen.media),
        focus=typed.focus or list(chosen.focus),
        rule=typed.rule or list(chosen.rules),
    )
    if role is None:
        return filled
    mine, theirs = _promises(chosen, role)
    return replace(
        filled, i_will=typed.i_will or list(mine), they_will=typed.they_will or list(theirs)
    )


def marked(chosen: Template | None, agreement: Agreement) -> Agreement:
    """The agreement with the template's name, and what no option can say."""
    if chosen is None:
        return agreement
    old = agreement.words or AgreementWords()
    words = replace(old, template=chosen.name, notice_hours=chosen.notice_hours)
    return replace(agreement, words=words)


def later(chosen: Template | None, agreement: Agreement) -> Iterator[Agreement]:
    """Amendments agreed from the beginning; none if another cadence was typed."""
    if chosen is None:
        return
    first = _cadence(chosen, chosen.cadence)
    if (agreement.cadence, agreement.bound) != first:
        return
    for step in chosen.then:
        cadence, bound = _cadence(chosen, step.cadence)
        day = after(step.after, agreement.date)
        if agreement.until is None or day <= agreement.until:
            yield replace(agreement, date=day, cadence=cadence, bound=bound)


def own_folder(environment: Environment) -> Path:
    return environment.config_file.parent / FOLDER


def _promises(chosen: Template, role: Role) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What I promise, and what they promise."""
    sides = {
        Role.MENTEE: (chosen.mentee_will, chosen.mentor_will),
        Role.MENTOR: (chosen.mentor_will, chosen.mentee_will),
        Role.PEER: ((), ()),
    }
    mine, theirs = sides[role]
    return (*mine, *chosen.each_will), (*theirs, *chosen.each_will)


def _cadence(chosen: Template, cadence: str) -> tuple[rhythm.Cadence, rhythm.Bound]:
    try:
        read, bound = rhythm.read(cadence)
    except ValueError as error:
        raise UsageError(f"The template {chosen.name}: {error}.") from None
    return read, bound or rhythm.Bound.TARGET


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A change of rhythm agreed from the beginning, `after` a span from the start."""

    after: str
    cadence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Terms as they would be typed; `programme`: whose they are. `own`: the user's file.

    `mentee_will`, `mentor_will`: by role; `each_will`: both. `length` None: without an end. Raises
    Invalid for a number below 1.
    """

    JSON: ClassVar[Shape] = Shape(
        only=(
            "name",
            "programme",
            "about",
            "cadence",
            "minutes",
            "own",
        ),
        keys={"for": "length"},
    )

    name: str
    programme: str | None = None
    about: str | None = None
    cadence: str
    length: str | None = None
    minutes: int | None = None
    notice_hours: int | None = None
    media: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    mentee_will: tuple[str, ...] = ()
    mentor_will: tuple[str, ...] = ()
    each_will: tuple[str, ...] = ()
    then: tuple[Later, ...] = ()
    own: bool = False

    def __post_init__(self) -> None:
        for key, number in (("minutes", self.minutes), ("notice_hours", self.notice_hours)):
            if number is not None and number < 1:
                raise Invalid(key, f"{key} must be positive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """The templates; `folder`: of the user's own; `wrong`: what is wrong with files there."""

    JSON: ClassVar[Shape] = Shape(schema="new-agreement", left_out=("folder", "wrong"))

    as_of: dt.date
    items: tuple[Template, ...]
    folder: str
    wrong: tuple[str, ...] = ()


FOLDER = "templates"  # beside the configuration, and in this package
SUFFIX = ".yaml"
_FORM = form_of(Template)
_KEYS = {*_FORM.types, "for"} - {"name", "length", "own"}


def all_templates(own: Path) -> tuple[tuple[Template, ...], tuple[str, ...]]:
    """The user's in the folder `own`, then ours, by name; and what is wrong with the user's."""
    own_ones: list[Template] = []
    wrong: list[str] = []
    for name in _names(own):
        try:
            own_ones.append(_own_template(own, name))
        except UsageError as error:
            wrong.append(error.message)
    names = {template.name for template in own_ones}
    built_in = (template for template in _built_in() if template.name not in names)
    return (*own_ones, *built_in), tuple(wrong)


def template(name: str, own: Path) -> Template:
    """The template with this name, or the only one that begins with it; others may be invalid.

    Raises NotFound, UsageError.
    """
    known = {template.name: template for template in _built_in()}
    names = {*known, *(file.removesuffix(SUFFIX) for file in _names(own))}
    name = arguments.chosen(name, names)
    if f"{name}{SUFFIX}" in _names(own):
        return _own_template(own, f"{name}{SUFFIX}")
    if name in known:
        return known[name]
    wanted = difflib.get_close_matches(name, sorted(names), n=1)
    maybe = f"Did you mean {wanted[0]}? See all:" if wanted else "See all:"
    raise NotFound("There's no such template.", f"{maybe}  mentorlog new-agreement --template list")


def _built_in() -> Iterator[Template]:
    folder = resources.files("mentorlog") / FOLDER
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(SUFFIX):
            yield _read_file(file.name, file.read_bytes(), own=False)


def _names(folder: Path) -> list[str]:
    """The file names of the user's own templates; [] if there is no such folder."""
    try:
        names = sorted(file.name for file in folder.iterdir())
    except OSError:
        return []
    return [name for name in names if name.endswith(SUFFIX) and not name.startswith(".")]


def _own_template(folder: Path, name: str) -> Template:
    try:
        data = files.read(folder / name)
    except StorageFailed as error:
        raise UsageError(f"The template {name} can't be read: {error.message}") from None
    return _read_file(name, data, own=True)


def _read_file(name: str, data: bytes, *, own: bool) -> Template:
    try:
        document = read(data)
    except YamlProblem as problem:
        raise UsageError(f"The template {name}: {problem}") from None
    return _understood(document, name, own=own)


def _understood(document: Document, name: str, *, own: bool) -> Template:
    values = {key: _on_one_line(value) for key, value in without_blanks(document.value).items()}
    for key in values:
        if key not in _KEYS:
            known = ", ".join(sorted(_KEYS))
            raise _wrong(document, name, (key,), f'"{key}" isn\'t a key of a template: {known}')
    if "cadence" not in values:
        raise UsageError(f"The template {name} has no cadence.")
    faults: list[Fault] = []
    if "for" in values:  # `for` can't be the name of a field
        values["length"] = _FORM.types["length"].lenient(values.pop("for"), ("for",), faults)
    made, more = strict(Template, {**values, "name": name.removesuffix(SUFFIX)}, own=own)
    if made is None or faults:
        raise _wrong(document, name, *[*faults, *more][0])
    return made


def _on_one_line(value: Any) -> Any:
    """The value with its texts on one line, as options are typed, however the file folds them."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _wrong(document: Document, name: str, path: KeyPath, sentence: str) -> UsageError:
    return UsageError(f"The template {name}, line {document.line(path)}: {sentence}.")


_INDENT = 2


def text(view: Templates, look: Look) -> Iterator[Line]:
    """Everything `new-agreement --template list` shows."""
    column = _INDENT + max(len(template.name) for template in view.items) + GAPS[0]
    for template in view.items:
        name = look.safe(template.name)
        first = padded((*plain(" " * _INDENT), (name, Style.STRONG)), column)
        yield from hanging(first, _terms(template, look), look, column=column)
        for text in _origin(template, look):
            yield from hanging((), text, look, column=column, style=Style.FAINT)
    yield line()
    command = wording.command("new-agreement", "NAME", "--template", "monthly-6")
    yield from hint("Use one, and change what you like:", command, look)
    yield from filled(f"Your own: NAME.yaml in {safe(view.folder)}", look)
    for wrong in view.wrong:
        yield from filled(look.safe(wrong), look)


def _terms(template: Template, look: Look) -> str:
    """A template's terms in a few words: Every 2 weeks, 45 min, 6 months."""
    minutes = duration(template.minutes)
    length = f"for {template.length}" if template.length else "without an end"
    then = [f"then {step.cadence} after {step.after}" for step in template.then]
    text = joined((template.cadence, minutes, length, *then), ", ")
    return look.safe(wording.sentence(text))


def _origin(template: Template, look: Look) -> Iterator[str]:
    if template.programme:
        about = f": {template.about}" if template.about else ""
        yield look.safe(f"Based on {template.programme}{about}.")
    elif template.own:
        yield "Your own."
