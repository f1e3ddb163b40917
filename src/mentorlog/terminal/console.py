"""Output streams: width, colour, pager, and a notice while something takes long.

The notice is one line of stderr, only on a terminal, after half a second. It shows no progress, and
every question takes it away.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TextIO

from mentorlog.frozen import StrEnum, dataclass, fields
from mentorlog.terminal.look import Line, Look, Marks

PIPED_WIDTH = 80  # cells, if neither a terminal nor COLUMNS tells
NARROWEST = 40  # cells; on a narrower terminal, lines are left for it to wrap


class Color(StrEnum):
    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One stream, how lines look on it, and whether it shows colours.

    `columns`: the terminal's width, at which it breaks lines; None if it isn't a terminal.
    """

    stream: TextIO
    look: Look
    colored: bool
    columns: int | None = None

    def show(self, lines: Iterable[Line]) -> None:
        """Print lines, folding long ones between words. Nothing in them can move the cursor."""
        lines = map(_safe, lines)
        if self.columns is not None:
            lines = _folded(lines, self.columns)
        if self.colored:
            self.stream.writelines(f"{line.styled()}\n" for line in lines)
        else:
            self.stream.writelines(f"{line.plain.rstrip()}\n" for line in lines)


def _safe(line: Line) -> Line:
    """The line, also if a view forgot to spell out a control character."""
    if line.plain.isprintable():
        return line
    from mentorlog.terminal.safe import verbatim

    return Line((verbatim(words), style) for words, style in line.parts)


def _folded(lines: Iterable[Line], columns: int) -> Iterator[Line]:
    from mentorlog.terminal.layout import folded

    for line in lines:
        yield from folded(line, columns)


def screen(
    stream: TextIO,
    variables: Mapping[str, str],
    *,
    columns: int | None,
    terminal: bool,
    color: Color = Color.AUTO,
    plain: bool = False,
) -> Screen:
    """How to print on `stream`; `columns`: its width in cells, None if unknown."""
    ascii_only = not _shows_marks(stream)
    look = Look(width=width_for(columns), plain=plain, ascii_only=ascii_only)
    wanted = _colored(color, variables, terminal=terminal)
    return Screen(
        stream=stream,
        look=look,
        colored=wanted and not plain,
        columns=columns if terminal else None,
    )


def width_for(columns: int | None) -> int:
    """How wide lines may be on a terminal with so many columns."""
    return max(NARROWEST, columns or PIPED_WIDTH)


def columns_of(stream: TextIO, variables: Mapping[str, str]) -> int | None:
    """The width in COLUMNS, else the terminal's; None if there is neither."""
    raw = variables.get("COLUMNS", "")
    if raw.isdigit() and int(raw) > 0:
        return int(raw)
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):  # not a terminal, or not a real file
        return None


def _colored(color: Color, variables: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether to use colours: the option, then NO_COLOR, then CLICOLOR_FORCE, then CLICOLOR.

    Source: no-color.org; bixense.com/clicolors.
    """
    if color is not Color.AUTO:
        return color is Color.ALWAYS
    if variables.get("NO_COLOR"):
        return False
    if variables.get("CLICOLOR_FORCE") not in {None, "", "0"}:
        return True
    if variables.get("CLICOLOR") == "0" or variables.get("TERM") == "dumb":
        return False
    return terminal


def _shows_marks(stream: TextIO) -> bool:
    try:
        for mark in fields(Marks):
            str(mark.default).encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


_NONE = {"", "cat"}
_LESS = "FRX"  # quit if it fits, keep colours, leave the text on the screen
_COLORS = "-R"  # put before the user's own LESS, which then overrides it


def paged(text: str, variables: Mapping[str, str], *, rows: int) -> bool:
    """Show the text in a pager; False if it fits the screen, or no pager is wanted or found."""
    wanted = variables.get("PAGER", "less").strip()
    if text.count("\n") < rows or wanted in _NONE:
        return False
    import shlex
    import subprocess

    from mentorlog.terminal.editor import ignoring_interrupts

    options = variables.get("LESS")
    environment = {**variables, "LESS": _LESS if options is None else f"{_COLORS} {options}"}
    try:
        with ignoring_interrupts():
            subprocess.run(  # noqa: S603 - the user's own pager
                shlex.split(wanted), input=text.encode(), env=environment, check=False
            )
    except (OSError, ValueError):
        return False
    return True


PATIENCE = 0.5  # seconds; shorter work needs no notice


class Work(StrEnum):
    READING = "Reading the journal"
    EXAMINING = "Checking the journal"
    TAKING_IN = "Importing"
    SEALING = "Sealing"
    SAVING = "Saving"


_notices: list[_Notice] = []  # shown now or soon


class _Notice:
    """One line that says what takes so long, shown after `patience` seconds."""

    def __init__(self, stream: TextIO, work: Work, patience: float) -> None:
        from threading import Timer

        self._shown: list[Callable[[], None]] = []  # removes the notice
        self._timer = Timer(patience, lambda: self._shown.append(_show(stream, work)))
        self._timer.daemon = True
        with contextlib.suppress(RuntimeError):  # there's no room for a thread, so no notice
            self._timer.start()

    def take_away(self) -> None:
        self._timer.cancel()
        if self._timer.ident is not None:
            self._timer.join()
        while self._shown:
            self._shown.pop()()


@contextlib.contextmanager
def waiting(stream: TextIO, work: Work | None, patience: float = PATIENCE) -> Iterator[None]:
    """Show a notice of the work while the block runs, after `patience` seconds, until it asks."""
    if work is None or stream.closed or not stream.isatty():
        yield
        return
    notice = _Notice(stream, work, patience)
    _notices.append(notice)
    try:
        yield
    finally:
        _notices.remove(notice)
        notice.take_away()


def hush() -> None:
    """Remove all notices for good, because a question follows."""
    for notice in _notices:
        notice.take_away()


def _show(stream: TextIO, work: Work) -> Callable[[], None]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(file=stream, no_color=True)
    if console.is_dumb_terminal:  # it can't erase a line
        return lambda: None
    columns = (SpinnerColumn("line"), TextColumn("{task.description}"), TimeElapsedColumn())
    line = Progress(
        *columns,
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    line.add_task(work, total=None)
    line.start()
    return line.stop
