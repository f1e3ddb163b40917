"""What a command's module offers, and how it is found by name without importing the others.

A new command is a module here with its name, and that name in `cli.PANELS`; if `hints` still lead
the word elsewhere (`_INSTEAD`), remove it there. `todo` is the shortest reader, `meetings` has
a view of its own, `note` is a model of a writer. A reader's module has:

    class Places(Reader)                what it takes: fields with options (`arguments`)
    class PlaceList                     a view; its fields are its JSON (`views.Shape`)
    def places(desk, typed) -> Result   looks into `desk.contents`, makes the view
    def text(view, look)                the view as lines for people, found by this name; a table
                                        is `terminal.layout.columns`
    COMMAND = Reading(Places, places)

A view that several commands or an export use is in `views`, and its text in `terminal`. A writer's
function also gets a `Change` to add entries to, and needs no view: its COMMAND is a `Command`.

The declaration checks what was typed before the function sees it: choices, dates, lengths and texts
are valid by then. `questions` asks for what is missing.

Beside the commands are what they share: `desk` (the journal and the day), `writing` and `kept` (how
a command is carried out, and its draft), `questions`, `stdin` and `editing` (how more is asked),
`who`, `typed`, `periods` and `promises` (what words mean), `rules` and `planning` (what is
possible), `details`, `giving`, `terms` and `letters` (what a few commands have in common).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from mentorlog.errors import DamagedJournal, Problem
from mentorlog.frozen import dataclass

if TYPE_CHECKING:
    from mentorlog.commands.desk import Desk
    from mentorlog.commands.editing import Sheet
    from mentorlog.domain.relationship import Relationship
    from mentorlog.environment import Environment
    from mentorlog.exchange.formats import Document
    from mentorlog.journal.change import Change
    from mentorlog.terminal.console import Work
    from mentorlog.terminal.look import Line, Look
    from mentorlog.terminal.prompts import Prompt
    from mentorlog.views import View
    from mentorlog.views.written import Written


def module_of(words: str) -> str:
    """The module of a command: "nudge install" is `commands.nudge.install`."""
    names = [f"{word}_" if iskeyword(word) else word.replace("-", "_") for word in words.split()]
    return ".".join(("mentorlog.commands", *names))


def about(words: str) -> tuple[str, ...]:
    """The fields that name whom a command is about; () for an unknown command."""
    try:
        kind = command_of(words).arguments
    except (ModuleNotFoundError, AttributeError):
        return ()
    from mentorlog import arguments

    return arguments.about(kind)


def command_of(words: str) -> Any:
    """A command module's COMMAND: a Command, Reading, Alone, Script or Choice."""
    return import_module(module_of(words)).COMMAND


A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Reading(Generic[A]):
    """A reading command: its arguments, and the function that looks.

    `needs`: fields asked for on a terminal if they are missing, in this order. `fits`: the people
    listed first when one is asked for. `tells_damage`: of files in the journal that can't be read.
    """

    arguments: type[A]
    act: Callable[[Desk, A], Result]
    needs: tuple[str, ...] = ()
    fits: Callable[[Desk, Relationship], bool] = lambda _, __: True
    tells_damage: bool = True


@dataclass(frozen=True, slots=True)
class Command(Generic[A]):
    """A writing command: its name, its arguments, how it decides, and what it may ask.

    `ask` completes the arguments on a terminal and calls its last parameter after each answer.
    `confirmed`: the result must be agreed to on a terminal before it is saved, even if nothing was
        asked.
    `then`: the command that follows on a terminal, chosen by the result.
    `sheet`: what `--edit` opens in an editor.
    `levels`: whether --visibility applies, because it writes an entry that can be shown.
    `reads_others`: whether it needs more than the people it is about, or whose entries it is about.
    `ignores_copies`: copies of their entries in other people's folders don't matter.
    `work`: shown while it decides, if that may take long.
    `at_once`: answers are saved without a summary to agree to.
    `check`: refuses impossible options before anything is asked or decided.
    `needs`: fields asked for on a terminal if they are missing, in this order.
    `fits`: the people listed first when one is asked for.
    """

    name: str
    arguments: type[A]
    act: Callable[[Desk, A, Change], Relationship]
    ask: Callable[[Desk, A, Prompt, Callable[[A], object]], A] | None = None
    confirmed: bool = False
    sheet: Callable[[Desk, A, Change, Relationship], Sheet] | None = None
    then: Callable[[Written], tuple[Command[Any], object] | None] | None = None
    levels: bool = True
    reads_others: bool = True
    ignores_copies: bool = False
    work: Work | None = None
    check: Callable[[Desk, A], object] | None = None
    needs: tuple[str, ...] = ()
    fits: Callable[[Desk, Relationship], bool] = lambda _, __: True
    at_once: bool = False

    def opens_an_editor(self, typed: A) -> bool:
        return self.sheet is not None and bool(getattr(typed, "edit", True))


@dataclass(frozen=True, slots=True)
class Alone(Generic[A]):
    """A command that loads the journal itself, if it needs it."""

    arguments: type[A]
    act: Callable[[Environment, A], Result]


@dataclass(frozen=True, slots=True)
class Script:
    """Command lines to run one after the other in an environment of their own: the tour.

    `before`: what to show before the line of this number; `end`: after the last.
    """

    arguments: type[Any]
    prepare: Callable[[Environment], Environment]
    lines: tuple[tuple[str, ...], ...]
    before: Callable[[int, Look], Iterable[Line]]
    end: Callable[[Environment, Look], Iterable[Line]]


@dataclass(frozen=True, slots=True)
class Choice(Generic[A]):
    """Several commands under one name. `choose` also gets whether a draft is resumed."""

    arguments: type[A]
    choose: Callable[[Environment, A, bool], Command[Any] | Reading[Any] | Alone[Any] | Script]


SOMETHING_DUE = 10  # the exit status of `nudge --exit-code`


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a command shows, and how it ends.

    `view`: what to show, None for nothing.
    `problems`: damage found in the journal.
    `format`: table, digest, md, html, csv or document.
    `talk`: lines for stderr, so that the view alone can be piped.
    `status`: the exit status without damage, which wins.
    `paged`: on a terminal, a screen at a time.
    `remark`: a sentence for people only.
    """

    view: View | Document | None
    problems: tuple[Problem, ...] = ()
    format: str = "table"
    talk: tuple[str, ...] = ()
    status: int = 0
    remark: str = ""
    paged: bool = False

    @property
    def exit_status(self) -> int:
        return DamagedJournal.exit_status if self.problems else self.status
