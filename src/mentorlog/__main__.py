"""Start the program; the one place where errors end: a sentence, a hint, a status.

The user never sees a traceback, and no error quotes a note: an unexpected error is reported only by
its type and its place in our code.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NoReturn, TextIO

from mentorlog.errors import (
    NOT_KEPT,
    Interrupted,
    MentorlogError,
    OutOfMemory,
    give_memory_back,
    lacks_memory,
    reserve_memory,
    storage_failure,
)

if TYPE_CHECKING:
    from mentorlog.environment import Environment

_ROOT_FLAGS = {"--plain", "--debug"}
_ROOT_OPTIONS = {"--journal", "--config", "--color"}  # they take a value
_DRAFT_ID = r"[0-9a-hjkmnp-tv-z]{8}"


def main() -> None:
    """The console script."""
    gc.disable()  # a command makes little garbage; collecting takes a sixth of a large review
    try:
        _leave(run(sys.argv[1:]))
    except KeyboardInterrupt:  # a second Ctrl-C, or one while the result was printed
        os._exit(Interrupted.exit_status)
    except MemoryError:
        _print_with_hardly_any_memory()
        os._exit(OutOfMemory.exit_status)


def run(arguments: Sequence[str], environment: Environment | None = None) -> int:
    """Run one command line, print everything, and return the exit status."""
    _open_streams()
    arguments = _as_typer_takes_them(arguments)
    reserve_memory()
    try:
        return _outcome(arguments, environment)
    except MentorlogError as error:
        failure = error
    except KeyboardInterrupt:
        failure = Interrupted("Stopped.")
    except BrokenPipeError:  # the reader of our output is gone (`| head`), which isn't an error
        return 0
    except Exception as error:  # noqa: BLE001 - the top handler: no traceback passes it
        failure = _failure(error, arguments, environment)
    return _report(failure, environment, as_json="--json" in arguments)


def _leave(status: int) -> NoReturn:
    """End the process after printing. Skips interpreter teardown, which doubles the time.

    Ctrl-C here drops output that still waits, perhaps in a full pipe.
    """
    if status != Interrupted.exit_status:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):  # nobody reads it any more
                stream.flush()
    os._exit(status)


def _open_streams() -> None:
    """Make the three streams usable: some schedulers close them, some can't show "ö".

    A closed stdout is opened for reading only, so that printing fails with an error; commands that
    print nothing still succeed.
    """
    flags = {"stdin": os.O_RDONLY, "stdout": os.O_RDONLY, "stderr": os.O_WRONLY}
    for name, flag in flags.items():
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.open(os.devnull, flag), mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _outcome(arguments: Sequence[str], environment: Environment | None) -> int:
    # Imported here, so that Ctrl-C has a handler from the first moment.
    from mentorlog.cli import fast_path

    status = fast_path.answered(arguments, environment, os.environ)
    return _by_typer(arguments, environment) if status is None else status


def _by_typer(arguments: Sequence[str], environment: Environment | None) -> int:
    import typer

    from mentorlog.cli.program import program

    try:
        status = program()(
            list(arguments), prog_name="mentorlog", standalone_mode=False, obj=environment
        )
    except typer.Abort:
        raise Interrupted("Stopped.") from None
    except typer.TyperException as error:
        from mentorlog.cli.misread import explained

        raise explained(error) from None
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):  # Typer reports it as a failure
            raise ended.__context__ from None
        raise
    if status == Interrupted.exit_status:  # Typer reports it only by the status
        raise Interrupted("Stopped.")
    sys.stdout.flush()
    return status if isinstance(status, int) else 0


def _as_typer_takes_them(arguments: Sequence[str]) -> list[str]:
    """The arguments with root options first, and a lone `--resume` as the latest draft.

    What follows `--` stays as it is.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    words, first, others = list(arguments[:end]), [], []
    while words:
        word = words.pop(0)
        name, given, _ = word.partition("=")
        if name in _ROOT_FLAGS or (name in _ROOT_OPTIONS and given):
            first.append(word)
        elif name in _ROOT_OPTIONS and words:
            first += [word, words.pop(0)]
        elif word == "--resume" and not (words and re.fullmatch(_DRAFT_ID, words[0])):
            others.append("--resume=latest")
        else:
            others.append(word)
    return [*first, *others, *arguments[end:]]


def _report(error: MentorlogError, environment: Environment | None, *, as_json: bool) -> int:
    stderr = (environment or sys).stderr
    give_memory_back()
    words = error.words
    if as_json and not isinstance(error, OutOfMemory) and (text := "".join(words)):
        error.hint = "\n".join(filter(None, (error.hint, NOT_KEPT, text)))
    try:
        stderr.write(_as_text(error, stderr, as_json=as_json))
        stderr.flush()
        _print(words, stderr)
    except (OSError, ImportError) as failure:
        if lacks_memory(failure):
            raise MemoryError from None
        # else stderr is gone, too: nothing can be printed
    return error.exit_status


def _as_text(error: MentorlogError, stderr: TextIO, *, as_json: bool) -> str:
    try:
        from mentorlog.cli.showing import error_as_json, error_as_text

        return error_as_json(error) if as_json else error_as_text(error, _width_of(stderr))
    except (MemoryError, ImportError):
        return f"mentorlog: {error.message}\n"


def _print(words: Iterable[str], stderr: TextIO) -> None:
    """Print what was typed and isn't kept, piece by piece, because there may be little memory."""
    from mentorlog.terminal.safe import spelled_out

    before = f"  {NOT_KEPT}\n  "
    for piece in words:
        stderr.write(before + spelled_out(piece).replace("\n", "\n  "))
        stderr.flush()
        before = ""
    stderr.write("" if before else "\n")


def _print_with_hardly_any_memory() -> None:
    """Print what was typed when there is too little memory to import anything."""
    os.write(2, b"mentorlog: There isn't enough memory.\n")
    for text in _typed(sys.argv[1:], None):
        shown = [sign if sign.isprintable() or sign in "\n\t" else "?" for sign in text]
        os.write(2, "".join(shown).encode(errors="replace"))
    os.write(2, b"\n")


def _width_of(stream: TextIO) -> int | None:
    """The columns of a terminal; None for anything else."""
    from mentorlog.terminal.console import columns_of

    try:
        return columns_of(stream, os.environ) if stream.isatty() else None
    except (OSError, ValueError):
        return None


def _failure(
    error: Exception, arguments: Sequence[str], environment: Environment | None
) -> MentorlogError:
    """What ended a command, in our words."""
    try:
        if not (lacks_memory(error) or isinstance(error, OSError)):
            return _unexpected(error, debug="--debug" in arguments)
    except (MemoryError, ImportError):
        error = MemoryError()
    note = _noted(error)
    if isinstance(error, OSError) and not lacks_memory(error):
        failure = storage_failure(error, str(error.filename or "the output"))
        failure.hint = note or failure.hint
    else:
        failure = OutOfMemory(note)
        failure.words = () if note else _typed(arguments, environment)
    return failure


def _typed(arguments: Sequence[str], environment: Environment | None) -> Iterator[str]:
    """The texts of a command that didn't get as far as reading them, and the one on stdin."""
    stdin = (environment or sys).stdin
    if texts := [word for word in arguments if " " in word]:
        yield "\n".join(texts)
    if "-" in arguments and "import" not in arguments and not stdin.isatty():
        yield from iter(lambda: stdin.read(1 << 16), "")


def _unexpected(error: Exception, *, debug: bool) -> MentorlogError:
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    place = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}"  # noqa: PTH119 - a name
    if debug:
        sys.stderr.writelines(f"  {f.filename}:{f.lineno} {f.name}\n" for f in frames)
    hint = "Please report it, with what --debug prints."
    return MentorlogError(
        f"Unexpected error: {type(error).__name__} at {place}.",
        "\n".join(filter(None, (hint, _noted(error)))),
    )


def _noted(error: Exception) -> str:
    """The note added to an error on its way up, which says where the typed words are."""
    return "\n".join(getattr(error, "__notes__", ()))


if __name__ == "__main__":
    main()
