"""Show a result or an error: JSON for programs, else lines for people.

Problems and errors go to stderr: what happened, where, what to do next.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, TextIO, cast

from mentorlog.commands import Result
from mentorlog.environment import Environment, is_terminal
from mentorlog.errors import MentorlogError, Problem
from mentorlog.frozen import replace
from mentorlog.terminal import wording
from mentorlog.terminal.console import Color, Screen, columns_of, screen
from mentorlog.terminal.layout import folded_text
from mentorlog.terminal.look import Line, Look, Style, line
from mentorlog.terminal.safe import as_typed, in_json

if TYPE_CHECKING:
    from mentorlog.exchange.formats import Document
    from mentorlog.views import View
    from mentorlog.views.nudges import Digest

_LISTED = 5  # problems listed; more are only counted


def show(
    environment: Environment, result: Result, *, color: str, plain: bool, as_json: bool
) -> None:
    """Print the view on stdout and the problems on stderr."""
    if as_json:
        environment.stdout.write(_json(result))
        return
    if result.format == "digest":
        from mentorlog.terminal.digest import WIDTH, digest

        out = stdout_screen(environment, color, plain=plain)
        width = min(WIDTH, out.look.width)
        environment.stdout.write(digest(cast("Digest", result.view), scheduled=False, width=width))
    elif result.format == "document":
        _write_in_utf_8(environment.stdout, _document(result).text)
    elif result.format == "html":
        _write_in_utf_8(environment.stdout, _page(result))
    elif result.format != "table":
        environment.stdout.write(_exchanged(result))
    else:
        out = stdout_screen(environment, color, plain=plain)
        _show(out, _lines(result.view, out.look), environment, paged=result.paged)
    if result.talk:
        environment.stdout.flush()  # if both are one stream, talk follows the view
    remarks = [*result.talk, *([f"mentorlog: {result.remark}"] if result.remark else [])]
    if remarks:
        columns = _screen(environment.stderr, environment, color, plain=plain).columns
        lines = (f"{folded_text(as_typed(line), columns)}\n" for line in remarks)
        environment.stderr.write("".join(lines))
    if result.problems:
        err = _screen(environment.stderr, environment, color, plain=plain)
        err.show(problems(result.problems, err.look))


def _show(out: Screen, lines: Iterable[Line], environment: Environment, *, paged: bool) -> None:
    """Print the lines; on a terminal, long output goes through a pager if wanted."""
    if not (paged and is_terminal(out.stream)):
        out.show(lines)
        return
    from mentorlog.terminal import console

    whole = io.StringIO()
    replace(out, stream=whole).show(lines)
    out.stream.flush()
    rows = os.get_terminal_size(out.stream.fileno()).lines
    if not console.paged(whole.getvalue(), environment.variables, rows=rows):
        out.stream.write(whole.getvalue())


def stdout_screen(environment: Environment, color: str, *, plain: bool) -> Screen:
    return _screen(environment.stdout, environment, color, plain=plain)


def _lines(view: object, look: Look) -> Iterable[Line]:
    """The view as lines, importing only its own renderer.

    `terminal.board.welcome` shows the Welcome of `views.board`, and likewise for all views; a
    command's own view is shown by the function `text` in the same module, or in a module `text`
    beside it.
    """
    module = type(view).__module__
    name = "text"
    if module.startswith("mentorlog.views."):
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(view).__name__).lower()
        module = module.replace("views", "terminal")
    elif module.endswith(".view"):
        module = f"{module.removesuffix('view')}text"
    renderer = getattr(import_module(module), name)
    lines: Iterable[Line] = renderer(view, look)
    return lines


def _json(result: Result) -> str:
    from mentorlog.exchange.json import as_json

    view = _document(result).view if result.format == "document" else result.view
    return as_json(cast("View", view), result.problems)


def _exchanged(result: Result) -> str:
    text: str = import_module(f"mentorlog.exchange.formats.{result.format}").board(result.view)
    return text


def _page(result: Result) -> str:
    from mentorlog.exchange.formats.html import reviewed

    return reviewed(result.view)


def _document(result: Result) -> Document:
    from mentorlog.exchange.formats import Document

    if not isinstance(result.view, Document):
        raise TypeError(type(result.view).__name__)  # never: its format implies it
    return result.view


def _write_in_utf_8(stream: TextIO, text: str) -> None:
    """Write a document as UTF-8, whatever the locale."""
    if not hasattr(stream, "buffer"):
        stream.write(text)
        return
    stream.flush()
    stream.buffer.write(text.encode())


def _screen(stream: TextIO, environment: Environment, color: str, *, plain: bool) -> Screen:
    return screen(
        stream,
        environment.variables,
        columns=columns_of(stream, environment.variables),
        terminal=is_terminal(stream),
        color=Color(color),
        plain=plain,
    )


def error_as_text(error: MentorlogError, width: int | None = None) -> str:
    """One to three lines, after the program's name; `width`: of the terminal, to fold them to."""
    hint = (f"  {line}" for line in as_typed(error.hint).splitlines())
    lines = (f"mentorlog: {as_typed(error.message)}", *hint)
    return "".join(f"{folded_text(line, width, hang=2)}\n" for line in lines)


def error_as_json(error: MentorlogError) -> str:
    """The mentorlog.error/1 document, on one line."""
    import json

    document = {
        "schema": "mentorlog.error/1",
        "exit": error.exit_status,
        "message": error.message,
        "hint": error.hint or None,
    }
    return f"{in_json(json.dumps(document, ensure_ascii=False))}\n"


def problems(items: Sequence[Problem], look: Look) -> Iterator[Line]:
    """One line each, never wrapped, so that editors can parse them; then one remedy for all."""
    for problem in items[:_LISTED]:
        yield line((_where(problem, look), Style.WRONG), _what(problem, look))
    more = len(items) - _LISTED
    if more > 0:
        yield line(f"and {more} more." if more > 1 else "and one more.")
    if items:
        left = "It's left as it is" if len(items) == 1 else "They're left as they are"
        command = wording.command("doctor")
        yield line(f"  {left}; everything else is shown.  ", (command, Style.COMMAND))


def _where(problem: Problem, look: Look) -> str:
    at = "" if problem.line is None else f":{problem.line}"
    return f"{look.safe(problem.file)}{at}: "


def _what(problem: Problem, look: Look) -> str:
    message = look.safe(problem.message)
    return message if message.endswith((".", "!", "?")) else f"{message}."
