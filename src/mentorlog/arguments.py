"""A command's arguments, declared once: a class whose fields carry their options.

The command line, its help and completion, the manual, and the facts that a draft needs of each
field come from it. A new option is a field of the command's class: `on: str | None = ON`, or with a
text of its own, `room: str | None = option("--room TEXT", "Which room.")`. Drafts hold the fields'
names, so a field keeps its name when its option gets another. `commands.hints` leads from the old
option, and from other programs' words, to ours; `test_architecture` finds texts that still name it.
Nothing runs here, and no library is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Literal

from mentorlog.frozen import Field, NamedTuple, dataclass, field, fields

Offers = Literal["people", "entries", "people or entries", "loops", "templates"]
Date = Literal["past", "coming", "either", "moment"]

_PARAMETER = "parameter"  # the key in a field's metadata


class Parameter(NamedTuple):
    """How a field is given on the command line: by its flags, or without flags by position.

    `offers`: what a shell completes.
    `date`: it is a day in the past or future (“either”: depends), or a moment (“DATE [HH:MM]”).
    `prose`: it is the user's own words, which a draft keeps.
    `about`: it names a person or entry that the command is about.
    `unquoted`: it takes all following words, as if in quotes.
    `choices`: the words it accepts, or the name of an enum in `domain`.
    `question`: how to ask for it on a terminal.

    A metavar LENGTH, SPAN or TIME also says what it is.
    """

    flags: tuple[str, ...]
    metavar: str | None
    help: str
    offers: Offers | None = None
    date: Date | None = None
    prose: bool = False
    about: bool = False
    unquoted: bool = False
    choices: str | tuple[str, ...] = ()
    hidden: bool = False
    question: str | None = None


def option(spelled: str, help: str, *, default: object = None, **facts: Any) -> Any:  # noqa: A002
    """`--on DATE` takes a value; without a metavar it is a switch. `facts`: as in Parameter."""
    flags, _, metavar = spelled.partition(" ")
    parameter = Parameter((flags,), metavar or None, help, **facts)
    if default is None and not metavar and "/" not in flags:
        default = False
    return field(default=default, metadata={_PARAMETER: parameter})


def argument(
    metavar: str,
    help: str,  # noqa: A002 - as Typer calls it
    *,
    default: object = None,
    **facts: Any,
) -> Any:
    """A positional argument. `facts`: as in Parameter."""
    return field(default=default, metadata={_PARAMETER: Parameter((), metavar, help, **facts)})


def adapted(of: Any, help: str, **facts: Any) -> Any:  # noqa: A002 - as Typer calls it
    """The option of another command, with a help text of its own."""
    parameter = parameter_of(of)._replace(help=help, **facts)
    return field(default=of.default, metadata={_PARAMETER: parameter})


class Arguments:
    """A command's arguments. `shared`: the options it takes beside its own fields.

    `unused`: those that make no difference here; scripts may give them all the same. `empties`:
    whether an empty option removes a value.
    """

    __slots__ = ()
    shared: ClassVar[tuple[str, ...]] = ()
    unused: ClassVar[tuple[str, ...]] = ()
    empties: ClassVar[bool] = False

    @property
    def prose(self) -> tuple[str, ...]:
        """The fields with the user's own words."""
        return prose(type(self))


class Reader(Arguments):
    """Arguments of a reading command, with --as-of, --reveal, --no-input and --json."""

    __slots__ = ()
    shared: ClassVar[tuple[str, ...]] = ("as_of", "reveal", "no_input", "as_json")


class Writer(Arguments):
    """Arguments of a writing command, with --visibility, --resume, --dry-run and so on."""

    __slots__ = ()
    shared: ClassVar[tuple[str, ...]] = ("visibility", "resume", "dry_run", "no_input", "as_json")


AS_OF = option("--as-of DATE", "Show things as of DATE.", date="past")
REVEAL = option("--reveal", "Show what is held in confidence.")
DRY_RUN = option("--dry-run", "Show what would be written, and write nothing.")
NO_INPUT = option("--no-input", "Never ask.")
AS_JSON = option("--json", "Print JSON for programs.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The options of all reading and writing commands, which the program itself obeys.

    A line may give those that `Arguments.shared` names. To read one itself, a command's class
    repeats the field: `as_json: bool = AS_JSON`.
    """

    as_of: str | None = AS_OF
    reveal: bool = REVEAL
    visibility: str | None = option(
        "--visibility LEVEL",
        "private, pair or open (default: it depends on the kind; see help privacy).",
        choices="Visibility",
    )
    resume: str | None = option("--resume [DRAFT]", "Continue a saved draft (default: the latest).")
    dry_run: bool = DRY_RUN
    no_input: bool = NO_INPUT
    as_json: bool = AS_JSON


UNUSED = {
    "as_of": "It's the same on any day.",
    "reveal": "Nothing is hidden here.",
    "visibility": "It has no effect here.",
    "resume": "It keeps no drafts.",
}

ArgumentsClass = type[Arguments]


def parameter_of(of: Field[Any]) -> Parameter:
    """How one field is given."""
    parameter: Parameter = of.metadata[_PARAMETER]
    return parameter


def in_full(of: Field[Any], value: object) -> object:
    """What was typed for a field; the beginning of exactly one of its choices means that choice."""
    parameter: Parameter | None = of.metadata.get(_PARAMETER)
    if parameter is None or isinstance(parameter.choices, str):
        return value
    return chosen(value, parameter.choices) if isinstance(value, str) else value


def chosen(text: str, words: Iterable[str]) -> str:
    """The word itself, or the only one that begins with the text; else the text. "-" equals "_"."""
    wanted = text.strip().lower().replace("-", "_")
    begun = [word for word in words if wanted and word.replace("-", "_").startswith(wanted)]
    matches = [word for word in begun if len(word) == len(wanted)] or begun
    return matches[0] if len(matches) == 1 else text


def parameters(kind: ArgumentsClass) -> Mapping[str, Parameter]:
    """Field name -> how it is given on the command line."""
    return {each.name: parameter_of(each) for each in fields(kind)}  # type: ignore[arg-type]  # a dataclass


def prose(kind: ArgumentsClass) -> tuple[str, ...]:
    """The fields with the user's own words."""
    return tuple(name for name, parameter in parameters(kind).items() if parameter.prose)


def dates(kind: ArgumentsClass) -> Mapping[str, Date]:
    """The fields with a date -> which way it looks."""
    return {name: parameter.date for name, parameter in parameters(kind).items() if parameter.date}


def about(kind: ArgumentsClass) -> tuple[str, ...]:
    """The fields that name whom or what a command is about."""
    return tuple(name for name, parameter in parameters(kind).items() if parameter.about)


def taken(kind: ArgumentsClass) -> tuple[Field[Any], ...]:
    """All that a command line may give: the command's own fields, then the shared ones it takes."""
    names = {name for base in kind.__mro__ for name in vars(base).get("shared", ())}
    common = {shared.name for shared in fields(Shared)}
    own = [each for each in fields(kind) if each.name not in common]  # type: ignore[arg-type]  # a dataclass
    flags = {flag for each in own for flag in parameter_of(each).flags}
    free = (shared for shared in fields(Shared) if flags.isdisjoint(parameter_of(shared).flags))
    return (*own, *(shared for shared in free if shared.name in names))


# What several commands take. A field gets its name from the class in which it stands.
WHO = argument("WHO", "A handle or name, or its first letters.", offers="people", about=True)
ENTRY = argument("ID", "An entry's id, or its first characters.", offers="entries", about=True)
TEXT = argument("TEXT", "The text; - reads it from stdin.", prose=True)
ON = option("--on DATE", "When it was (default: today).", date="past")
AT = option("--at TIME", "When it started: 15:00, 3pm, noon.")
MINUTES = option("--minutes LENGTH", "How long: 45, 1h30, half an hour.")
MEDIUM = option("--medium HOW", "in person, video, phone, chat or email.", choices="Medium")
TOPIC = option("--topic TEXT", "A topic; repeatable.", prose=True)
NOTE = option("--note -|TEXT", "The note; - reads it from stdin.", prose=True)
STATUS = option(
    "--status STATUS",
    "held (default), cancelled, no-show or rescheduled.",
    choices=("held", "cancelled", "no_show", "rescheduled"),
)
BY = option("--by WHO", "Who changed it: me, them, both, circumstance.", choices="ChangedBy")
TYPE = option(
    "--type TYPE",
    "update, thanks, feedback, insight, introduction, skill share, help on work, visibility, "
    "sounding board, encouragement, advice, access, pay it forward or other.",
    choices="ContributionType",
)
IN_CONFIDENCE = option("--in-confidence", "Hide its words unless --reveal is given.")
IN_EDITOR = option("--edit", "Open it in your editor before saving.")
YES = option("--yes", "Don't ask.")
WHY = option("--why TEXT", "Why; only you see it.", prose=True)
