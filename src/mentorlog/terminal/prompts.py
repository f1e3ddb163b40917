"""Ask questions on stderr, one a line, and read the answers. Saves nothing."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TextIO, TypeVar, cast

from mentorlog.errors import Interrupted, MentorlogError, UsageError
from mentorlog.frozen import StrEnum, dataclass, replace
from mentorlog.terminal import console
from mentorlog.terminal.layout import wrapped
from mentorlog.terminal.look import cell_len
from mentorlog.terminal.safe import CONTROL, as_typed, verbatim
from mentorlog.terminal.wording import each_spelled, either, sentence, spelled

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


_INDENT = "  "
_COLUMN = 23  # cells; the longest question and a space
_OFFERED = 50  # cells of choices and a hint on the line of the question
_BREAK = "/\1 "  # between two choices, where a line may break
_BREAKS = re.compile("/\1 ?")
_TOGETHER = 30  # cells of choices that stay on one line
_JOINED = "\0"  # a space in a choice
_ROOM = 10  # cells for an answer, however narrow the terminal
_MARK = "> "
_BEFORE = r"\s*(?:\d+  )?"  # of a line, where its continuation begins: blanks, a number in a list
_YES = {"y", "ye", "yes", "yep", "yeah", "ok", "okay", "sure"}
_STOPS = {"exit", "quit", "q", ":q", ":q!", "bye"}  # mean Ctrl-C wherever they are no answer
_HELP = "help"
_SHORT = 20  # characters of a refused answer that is sooner typed again than changed
_NO = {"n", "no", "nope", "nah"}
_WORD = re.compile(r"[^\s,.;:!]*")  # the first of an answer
_NONE = re.compile(r"-+|n/a|no(ne|thing|body| one)?( yet| so far)?|not yet|nope", re.IGNORECASE)
_ENTER = re.compile(r"\(Enter: (.+)\)")  # in a hint: what Enter means
_LINES = re.compile(r"\s*\n\s*")  # line ends in an answer, if several lines were pasted
_UNTYPED = re.compile(  # escape codes of keys, then other characters that no text may hold
    rf"\x1b\[[0-9;]*[A-Za-z~]|\x1bO.|{CONTROL.pattern}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`default`: what Enter means ("" = nothing); `hint`: shown after the brackets.

    In brackets stand the `choices`, the default with a capital letter, else the default alone.
    `offers`: what Tab completes, if it differs from the choices. `files`: Tab completes paths.
    `skippable`: "no", "none" and the like mean that there is nothing to say.
    """

    text: str
    default: str = ""
    choices: tuple[str, ...] = ()
    hint: str = ""
    offers: tuple[str, ...] = ()
    files: bool = False
    skippable: bool = False

    def is_skipped(self, answer: str) -> bool:
        """Whether an answer says that there is none."""
        text = answer.strip().rstrip(".!")
        shown = _ENTER.search(self.hint)
        if shown is not None and text.lower() == shown[1].lower():
            return True
        return self.skippable and _NONE.fullmatch(text) is not None

    @property
    def words(self) -> tuple[str, ...] | None:
        """What Tab completes: `offers`, else the choices; None: paths."""
        return None if self.files else self.offers or self.choices

    def help(self, check: Callable[[str], object]) -> str:
        """One line on what to type, with the examples that `check` has for a wrong answer."""
        takes = f"Choose {either(self.choices)}" if self.choices else _wanted(check)
        enter = f"; Enter takes {self.default}" if self.default else ""
        enter = "; Enter means there's none" if self.skippable else enter
        return f"{takes}{enter}. Ctrl-C stops."

    @property
    def offered(self) -> str:
        """What stands after the text; a line may break at its spaces: between many choices."""
        shown = [sentence(each) if each == self.default else each for each in self.choices]
        between = _BREAK if cell_len("/".join(shown)) > _TOGETHER else "/"
        brackets = between.join(each.replace(" ", _JOINED) for each in shown) or self.default
        return " ".join(filter(None, (f"[{brackets}]" if brackets else "", self.hint)))


def _wanted(check: Callable[[str], object]) -> str:
    try:
        check("?")
    except MentorlogError as error:
        return (error.hint or error.message).partition("\n")[0].removesuffix(".")
    return "Type your answer"


def about(name: str, text: str, without: str) -> str:
    """A short question with a name in it; `without` it if that is too long."""
    whole = text.format(name)
    return whole if cell_len(whole) < _COLUMN else without


@dataclass(frozen=True, slots=True)
class Prompt:
    """Where to ask and read. `width`: of the terminal in cells; None: don't wrap.

    `collected`: the answers by question; `earlier`: answers to offer when asked again;
    `answered`: questions not to ask again, because a draft is resumed.
    """

    answers: TextIO
    questions: TextIO
    width: int | None = None
    collected: dict[str, str] | None = None
    earlier: Mapping[str, str] | None = None
    answered: frozenset[str] = frozenset()

    def resumed(self) -> Prompt:
        """The prompt that doesn't ask again what was answered so far."""
        return replace(self, answered=frozenset(self.collected or ()))

    @property
    def is_resumed(self) -> bool:
        """Whether questions were asked before, so that what is given may be answers to them."""
        return bool(self.answered) or self.earlier is not None

    def asks_again(self, question: str) -> bool:
        """Whether it was asked before, and its answer may be changed now."""
        return self.earlier is not None and question in self.earlier

    def offering(self, question: str, answer: object) -> Prompt:
        """The prompt that offers this earlier answer; several are separated by semicolons."""
        text = "; ".join(map(str, answer)) if isinstance(answer, list | tuple) else str(answer)
        return replace(self, earlier={**(self.earlier or {}), question: text})

    def say(self, text: str) -> None:
        """Print lines, wrapped between words if the terminal is narrow."""
        console.hush()
        for line in text.split("\n"):
            self.questions.write(f"{self._wrapped(as_typed(line))}\n")

    def ask(self, question: Question, check: Callable[[str], object]) -> str:
        """The answer, or the default; asked again until `check` raises no UsageError.

        Asked again, "-" means the usual default. "" for an answer that skips the question.

        Raises:
            Interrupted: Ctrl-C, or the end of input.
        """
        earlier = (self.earlier or {}).get(question.text)
        usual, asked = question.default, question
        if earlier:
            asked = replace(question, default=earlier, hint="")  # it tells what Enter meant
        begun = ""
        while True:
            typed = _LINES.sub(" ", self._line(asked, begun).strip())
            answer = typed or asked.default
            answer = usual if self.earlier is not None and answer == "-" else answer
            if question.is_skipped(answer):
                return self._noted(question.text, "")
            if answer == "?":
                self.say(f"{_INDENT}{_INDENT}{asked.help(check)}")
                continue
            try:
                if answer:
                    check(answer)
            except UsageError as error:
                if answer.lower() in _STOPS:
                    raise Interrupted("Stopped.") from None
                begun = typed if typed != begun and len(typed) > _SHORT else ""
                self.say(f"{_INDENT}{_INDENT}{error.message} {error.hint}".rstrip())
            else:
                return self._noted(question.text, answer)

    def ask_at_length(self, question: str) -> str:
        """The answer to a long question, typed below it; "" for Enter. Raises Interrupted."""
        earlier = (self.earlier or {}).get(question, "")
        self.say(f"{_INDENT}{question}{f' [{earlier}]' if earlier else ''}")
        answer = self._answer(f"{_INDENT}{_MARK}").strip() or earlier
        return self._noted(question, "" if self.earlier is not None and answer == "-" else answer)

    def several_lines(self, question: str, keep: Callable[[str], object]) -> str:
        """The lines typed up to an empty one; calls `keep` after each line. Raises Interrupted."""
        self.say(question)
        self._noted(question, text := "")
        with keeping_partial(lambda part: keep(f"{text}{part}")):
            while line := self._answer(_MARK).rstrip():
                text += f"{line}\n"
                keep(text.rstrip())
        return text.rstrip()

    def secret(self, question: str) -> str:
        """What is typed without being shown. Raises Interrupted."""
        if not self.answers.isatty():  # not on a terminal, nobody sees it
            return self._answer(f"{_INDENT}{question}: ").rstrip("\r\n")
        import getpass

        console.hush()

        try:
            return getpass.getpass(f"{_INDENT}{question}: ", self.questions)
        except (EOFError, KeyboardInterrupt):
            self.questions.write("\n")
            raise Interrupted("Stopped.") from None

    def agrees(self, text: str, *, usually: bool | None = True) -> bool:
        """Whether it's yes; `usually`: what Enter means (None: asked again). Raises Interrupted."""
        default = {True: "y", False: "n", None: ""}[usually]
        return self._decided(Question(text=text, default=default, choices=("y", "n"))) == "y"

    def agrees_or(self, text: str, other: str) -> bool | None:
        """Whether the answer is yes, which Enter means; None for the `other` word."""
        choice = self._decided(Question(text=text, default="y", choices=("y", "n", other)))
        return None if choice == other else choice == "y"

    def _decided(self, question: Question) -> str:
        """The chosen one of y, n and perhaps another word; asked again for any other answer."""
        other = question.choices[2:]
        while True:
            answer = self._line(question).strip().lower() or question.default
            word = _WORD.match(answer)[0]  # type: ignore[index]  # perhaps nothing
            if word in _YES or word in _NO:
                return "y" if word in _YES else "n"
            if word and any(choice.startswith(word) for choice in other):
                return other[0]
            if answer in _STOPS:
                raise Interrupted("Stopped.")
            self.say(f"{_INDENT}{_INDENT}Please answer {either(question.choices)}.")

    def _noted(self, question: str, answer: str) -> str:
        if self.collected is not None:
            self.collected[question] = answer
        return answer

    def _wrapped(self, line: str) -> str:
        if self.width is None:
            return line
        before = re.match(_BEFORE, line)[0]  # type: ignore[index]  # perhaps nothing
        lines = wrapped(line[len(before) :], max(self.width - len(before), _ROOM))
        return before + f"\n{' ' * len(before)}".join(lines)

    def _line(self, question: Question, begun: str = "") -> str:
        """An answer to the question; `begun`: what stands there already, to be changed."""
        asked = self._beside if cell_len(question.text) < _COLUMN else self._sentence
        shown = _BREAKS.sub("/", asked(question.text, question.offered)).replace(_JOINED, " ")
        return self._answer(shown, question.words, begun)

    def _beside(self, text: str, offered: str) -> str:
        """A short question, with what is offered beside it and the answer there, or below."""
        before = f"{_INDENT}{text}{' ' * (_COLUMN - cell_len(text))}"
        if not offered:
            return before
        whole = _BREAKS.sub("/", offered)
        narrow = self.width is not None and len(before + whole) >= self.width
        if not narrow and len(whole) <= _OFFERED:
            return f"{before}{offered} "
        margin = " " * (len(_INDENT) + _COLUMN)
        shown = self._wrapped(f"{margin}{offered}").removeprefix(margin)
        return f"{before}{shown}\n{margin[len(_MARK) :]}{_MARK}"

    def _sentence(self, text: str, offered: str) -> str:
        """Ask a question that has no column of its own, with the answer after it or below."""
        lines = self._wrapped(f"{_INDENT}{text} {offered}".rstrip()).split("\n")
        if self.width is not None and cell_len(lines[-1]) + _ROOM > self.width:
            lines.append(f"{_INDENT}{_MARK.rstrip()}")
        return "\n".join(lines) + " "

    def _answer(self, asked: str, words: tuple[str, ...] | None = (), begun: str = "") -> str:
        """One line without control characters, with its newline. Raises Interrupted."""
        console.hush()
        above, newline, last = "\n".join(map(verbatim, asked.split("\n"))).rpartition("\n")
        self.questions.write(f"{above}{newline}")
        self.questions.flush()
        try:
            is_typed = _is_terminal(self.answers)
            line = _edited(last, words, begun) if is_typed else self._read(last)
        except (KeyboardInterrupt, EOFError):
            line = ""
        if not line:
            self.questions.write("\n")
            raise Interrupted("Stopped.", partial=_typed_so_far())
        return _UNTYPED.sub("", line)

    def _read(self, asked: str) -> str:
        self.questions.write(asked)
        self.questions.flush()
        return self.answers.readline()


def _is_terminal(answers: TextIO) -> bool:
    """Whether a person types into this process and sees its output."""
    return answers is sys.stdin and os.isatty(0) and os.isatty(2)


def _edited(asked: str, words: tuple[str, ...] | None, begun: str) -> str:
    """A line typed with a shell's keys: arrows, Home, Ctrl-A, history. Raises EOFError.

    Tab completes one of the `words`, or paths (None). `begun` stands there already. `input` edits
    only if stdout is a terminal, so it gets stderr as stdout if it isn't.
    """
    with contextlib.suppress(ImportError):  # Windows has no readline: its console edits by itself
        import readline  # importing it makes `input` edit

        readline.set_startup_hook((lambda: readline.insert_text(begun)) if begun else None)

        if "libedit" in (readline.__doc__ or ""):
            readline.parse_and_bind("bind ^I rl_complete")
        else:  # if nothing can be completed, a tab is text
            readline.parse_and_bind("tab: complete" if words != () else r'"\t": " "')
        readline.set_completer_delims("")
        readline.set_completer(None if words is None else _completer(words))
    sys.stdout.flush()
    lent = None if os.isatty(1) else os.dup(1)
    try:
        if lent is not None:
            os.dup2(2, 1)
        return f"{input(asked)}\n"
    finally:
        if lent is not None:
            sys.stdout.flush()
            os.dup2(lent, 1)
            os.close(lent)


def _typed_so_far() -> str:
    """The unfinished line that `input` was editing."""
    readline = sys.modules.get("readline")
    return "" if readline is None else _UNTYPED.sub("", readline.get_line_buffer()).strip()


@contextlib.contextmanager
def keeping_partial(keep: Callable[[str], object] | None) -> Iterator[None]:
    """If Ctrl-C interrupts an answer, call `keep` (unless None) with the part typed so far."""
    try:
        yield
    except Interrupted as stopped:
        if stopped.partial and keep is not None:
            keep(stopped.partial)
        raise


def _completer(words: tuple[str, ...]) -> Callable[[str, int], str | None]:
    """A readline completer for whole answers, ignoring case."""

    def nth(begun: str, at: int) -> str | None:
        fitting = [word for word in words if word.lower().startswith(begun.lower())]
        return fitting[at] if at < len(fitting) else None

    return nth


A = TypeVar("A")


def _unchanged(text: str) -> object:
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Question):
    """A question about the field called `name`, set to what `read` makes of the answer.

    `read` raises UsageError for an impossible answer; then the question is repeated. A dict that it
    returns holds other fields to set. `adds`: it makes a list, which is added to the one that is
    there.
    """

    name: str
    read: Callable[[str], Any] = _unchanged
    adds: bool = False


def one_word(name: str, text: str, kind: type[StrEnum]) -> Field:
    """A question about a field that takes one of an enum's words."""
    return Field(name=name, text=text, choices=each_spelled(kind), read=one_of(kind))


def completed(typed: A, fields: Iterable[Field], prompt: Prompt, keep: Callable[[A], object]) -> A:
    """Ask for each missing field; call `keep` after each answer. Raises Interrupted."""
    prose = getattr(typed, "prose", ())
    for field in fields:
        if field.text in prompt.answered:
            continue
        asking, given = prompt, getattr(typed, field.name)
        if given and not field.adds:
            if not prompt.asks_again(field.text):
                continue
            asking = prompt.offering(field.text, spelled(given) if field.choices else given)
            typed = _without(typed, field.name)

        def with_answer(raw: str, field: Field = field, typed: A = typed) -> A:
            value = field.read(raw)
            if field.adds:
                value = [*(getattr(typed, field.name) or ()), *value]
            values = value if isinstance(value, dict) else {field.name: value}
            changed = replace(cast("DataclassInstance", typed), **values)
            keep(cast("A", changed))
            return cast("A", changed)

        with keeping_partial(with_answer if field.name in prose else None):
            answer = asking.ask(field, field.read)
        if answer:
            typed = with_answer(answer)
    return typed


def _without(typed: A, name: str) -> A:
    return cast("A", replace(cast("DataclassInstance", typed), **{name: None}))


def a_name(text: str) -> str:
    """A reader for a new name. Raises UsageError for a word that asks for help, or to stop."""
    if text.lower() in {*_STOPS, _HELP}:
        raise UsageError("Type a name. Ctrl-C stops.")
    return text


def one_of(choices: Iterable[str]) -> Callable[[str], str]:
    """A reader for one of these words, or the beginning of one."""
    known = tuple(choices)

    def read(text: str) -> str:
        wanted = text.strip().lower().replace(" ", "_").replace("-", "_")
        fitting = [choice for choice in known if choice.startswith(wanted)]
        exact = [choice for choice in fitting if choice == wanted]
        if len(exact or fitting) != 1:
            raise UsageError(f"One of: {', '.join(map(spelled, known))}.")
        return (exact or fitting)[0]

    return read


def as_typed_if(check: Callable[[str], object]) -> Callable[[str], str]:
    """A reader that leaves an answer as it is, unless the check refuses it."""

    def read(text: str) -> str:
        check(text)
        return text

    return read


def as_list(text: str) -> list[str]:
    """The answer as the only value of an option that may be repeated."""
    return [text]


def split_at_semicolons(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def number(least: int, most: int) -> Callable[[str], int]:
    """A reader for a whole number between two bounds, both included."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise UsageError(f"Choose a number from {least} to {most}.")
        return int(text)

    return read
