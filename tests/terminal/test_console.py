"""Width, marks and colour follow from what is given, and from nothing else."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest

from mentorlog.terminal.console import PIPED_WIDTH, Color, Screen, screen
from mentorlog.terminal.look import ASCII, Look, Marks, Style, line


def stream(encoding: str = "utf-8") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")


def made(
    variables: Mapping[str, str] | None = None,
    *,
    columns: int | None = 80,
    color: Color = Color.AUTO,
    plain: bool = False,
) -> Screen:
    return screen(
        stream(),
        variables or {},
        columns=columns,
        terminal=columns is not None,
        color=color,
        plain=plain,
    )


def written(screen: Screen) -> str:
    screen.show([line("a ", ("b", Style.CALLS), " "), line()])
    screen.stream.flush()
    assert isinstance(screen.stream, io.TextIOWrapper)
    assert isinstance(screen.stream.buffer, io.BytesIO)
    return screen.stream.buffer.getvalue().decode(screen.stream.encoding)


@pytest.mark.parametrize("color", [Color.ALWAYS, Color.NEVER])
def test_nothing_that_a_view_forgot_moves_the_cursor(color: Color) -> None:
    shown = made(color=color)
    shown.show([line("a\x1b[2J ", ("b\u202e\n", Style.CALLS))])
    shown.stream.flush()
    assert isinstance(shown.stream, io.TextIOWrapper)
    assert isinstance(shown.stream.buffer, io.BytesIO)
    text = shown.stream.buffer.getvalue().decode()

    assert "a\\x1b[2J " in text
    assert "b\\u202e\\x0a" in text
    assert text.count("\n") == 1


@pytest.mark.parametrize(
    ("variables", "colored"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, False),
        ({"CLICOLOR": "0"}, False),
        ({"CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, True),
        ({"CLICOLOR_FORCE": "0"}, True),
        ({"TERM": "dumb"}, False),
    ],
)
def test_on_a_terminal_variables_decide(variables: dict[str, str], colored: bool) -> None:  # noqa: FBT001 - a case
    assert made(variables).colored is colored


@pytest.mark.parametrize(
    ("variables", "colored"),
    [
        ({}, False),
        ({"CLICOLOR": "1"}, False),
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"CLICOLOR_FORCE": ""}, False),
        ({"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, False),
    ],
)
def test_in_a_pipe_only_force_colors(variables: dict[str, str], colored: bool) -> None:  # noqa: FBT001 - a case
    assert made(variables, columns=None).colored is colored


def test_an_option_counts_more_than_a_variable_and_plain_more_than_both() -> None:
    assert made({"NO_COLOR": "1"}, color=Color.ALWAYS).colored
    assert not made({"CLICOLOR_FORCE": "1"}, color=Color.NEVER).colored
    assert not made(color=Color.ALWAYS, plain=True).colored


def test_the_width_is_the_terminals_or_a_fixed_one_and_never_tiny() -> None:
    widths = [made(columns=columns).look.width for columns in (132, None, 10)]

    assert widths == [132, PIPED_WIDTH, 40]
    assert made(columns=60, plain=True).look.width == 60
    assert made(columns=None, plain=True).look.width == PIPED_WIDTH


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_where_marks_can_t_be_shown_everything_is_ascii(encoding: str) -> None:
    look = screen(stream(encoding), {}, columns=80, terminal=True).look

    assert (look.ascii_only, look.marks) == (True, ASCII)


def test_plain_marks_are_ascii_but_names_are_not() -> None:
    look = made(plain=True).look

    assert (look.marks, look.ascii_only) == (ASCII, False)
    assert Look().marks == Marks()


def test_without_color_there_is_nothing_but_text() -> None:
    assert written(made(color=Color.NEVER)) == "a b\n\n"


def test_color_only_wraps_the_same_text() -> None:
    assert written(made(color=Color.ALWAYS)) == "a \x1b[38;5;130mb\x1b[0m \n\n"


def test_the_process_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rich would look at these; what counts was given."""
    for name, value in {"NO_COLOR": "1", "COLUMNS": "7", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)

    assert written(made(color=Color.ALWAYS)) == "a \x1b[38;5;130mb\x1b[0m \n\n"
