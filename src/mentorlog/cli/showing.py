"""Show a result: JSON for programs, else lines for people; problems go to stderr."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, TextIO, cast

from mentorlog.commands import Result
from mentorlog.environment import Environment, is_terminal
from mentorlog.terminal.console import Color, Screen, columns_of, screen
from mentorlog.terminal.look import Look
from mentorlog.terminal.safe import as_typed

if TYPE_CHECKING:
    from mentorlog.exchange.formats import Document
    from mentorlog.terminal.layout import Line
    from mentorlog.views import Told
    from mentorlog.views.nudges import Digest


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
    said = [*result.talk, *([f"mentorlog: {result.remark}"] if result.remark else [])]
    if said:
        from mentorlog.terminal.layout import folded_text

        columns = _screen(environment.stderr, environment, color, plain=plain).columns
        lines = (f"{folded_text(as_typed(line), columns)}\n" for line in said)
        environment.stderr.write("".join(lines))
    if result.problems:
        from mentorlog.terminal.failure import problems

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
    """The screen that the view is shown on."""
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

    view = _document(result).said if result.format == "document" else result.view
    return as_json(cast("Told", view), result.problems)


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
