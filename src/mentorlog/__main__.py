"""Starts the program and is the one place where errors end: a sentence, a hint, a status.

No traceback reaches the user, and no word of a note: an unexpected error is told by its type and
its place in our code only.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from mentorlog.environment import Environment
from mentorlog.errors import Interrupted, MentorlogError, UsageError

_DRAFT_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{8}")


def main() -> None:
    """The console script."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str], environment: Environment | None = None) -> int:
    """The exit status of one command line; everything is said by then."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that can't show "ö" must not stop us
            stream.reconfigure(errors="replace")
    arguments = _with_optional_values(arguments)
    try:
        return _outcome(arguments, environment)
    except MentorlogError as error:
        failure = error
    except KeyboardInterrupt:
        failure = Interrupted("Stopped. Nothing was changed.")
    except BrokenPipeError:
        return _hang_up()
    except Exception as error:  # noqa: BLE001 - the top handler: no traceback passes it
        failure = _unexpected(error, debug="--debug" in arguments)
    return _report(failure, as_json="--json" in arguments)


def _outcome(arguments: Sequence[str], environment: Environment | None) -> int:
    from mentorlog.cli import app

    try:
        status = app(list(arguments), prog_name="mentorlog", standalone_mode=False, obj=environment)
    except typer.Abort:
        raise Interrupted("Stopped. Nothing was changed.") from None
    except typer.TyperException as error:
        raise UsageError(error.format_message(), _help_for(error)) from None
    sys.stdout.flush()
    return status if isinstance(status, int) else 0


def _with_optional_values(arguments: Sequence[str]) -> list[str]:
    """`--resume` may stand alone, which Typer can't express: then it means the latest draft."""
    completed: list[str] = []
    for place, word in enumerate(arguments):
        following = arguments[place + 1] if place + 1 < len(arguments) else ""
        bare = word == "--resume" and not _DRAFT_ID.fullmatch(following)
        completed.append("--resume=latest" if bare else word)
    return completed


def _help_for(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"{context.command_path if context else 'mentorlog'} --help"


def _report(error: MentorlogError, *, as_json: bool) -> int:
    from mentorlog.terminal import failure

    text = failure.as_json(error) if as_json else failure.as_text(error)
    sys.stderr.write(text)
    return error.exit_status


def _unexpected(error: Exception, *, debug: bool) -> MentorlogError:
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    if debug:
        sys.stderr.writelines(f"  {f.filename}:{f.lineno} {f.name}\n" for f in frames)
    return MentorlogError(
        f"Something unexpected happened: {type(error).__name__} at {place}.",
        "Nothing more was changed. Please report it with what --debug prints.",
    )


def _hang_up() -> int:
    """The reader of our output went away (`| head`): that is no error of anybody's."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    main()
