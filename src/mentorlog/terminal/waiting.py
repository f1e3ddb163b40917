"""A sign of life for whoever waits: what is being done and for how long, on one line of stderr.

Only on a terminal, and only once half a second has passed; Rich, which draws it, is imported then.
It goes when the work is done. It doesn't know how much there is to do, and must not be there while
somebody is asked something.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TextIO

PATIENCE = 0.5  # seconds; what is over sooner needs no word


class Work(StrEnum):
    READING = "Reading the journal"
    EXAMINING = "Examining the journal"
    TAKING_IN = "Taking it in"
    SEALING = "Sealing"
    SAVING = "Saving"


@contextlib.contextmanager
def waiting(stream: TextIO, work: Work | None, patience: float = PATIENCE) -> Iterator[None]:
    """While the block runs; None: nothing that could take long, or somebody is asked meanwhile.

    `patience`: seconds before anything is shown.
    """
    if work is None or stream.closed or not stream.isatty():
        yield
        return
    from threading import Timer

    shown: list[Callable[[], None]] = []  # what takes it away again
    timer = Timer(patience, lambda: shown.append(_show(stream, work)))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        for take_away in shown:
            take_away()


def _show(stream: TextIO, work: Work) -> Callable[[], None]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(file=stream, no_color=True)
    if console.is_dumb_terminal:  # it can't take a line away again
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
