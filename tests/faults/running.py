"""Runs command lines and says what came of them: in a warm interpreter, or as installed."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from faults.zygote import LARGEST_REQUEST

PATIENCE = 60  # seconds; nothing here takes one, so whatever takes longer hangs
AT_A_TERMINAL = "\x04"  # instead of stdin: somebody who has nothing to say there
EDITOR = "sed -i s/piano/organ/"  # what the warm program's user works with; saves by rename
PROGRAM = Path(sys.executable).with_name("mentorlog")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`status`: the exit status, or the negative number of the signal that ended it."""

    status: int
    out: str
    err: str


def variables(home: Path, zone: str = "UTC0") -> dict[str, str]:
    """An environment in which nothing but this home can be reached."""
    python_path = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    return {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "EDITOR": EDITOR,
        "TZ": zone,
        "PYTHONDONTWRITEBYTECODE": "1",
        **python_path,
    }


def installed(
    line: Sequence[str],
    environment: Mapping[str, str],
    *,
    stdin: str = "",
    under: Sequence[str] = (),
) -> Outcome:
    """The console script, run by itself; `under`: by another program, such as strace."""
    done = subprocess.run(
        [*under, str(PROGRAM), *line],
        env=dict(environment),
        input=stdin.encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        cwd=environment["HOME"],
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


class Warm:
    """An interpreter in which the program waits; its children are the runs of a command."""

    def __init__(
        self,
        environment: Mapping[str, str],
        warm_up: Sequence[Sequence[str]],
    ) -> None:
        """`warm_up`: command lines for a home (the environment's) that is not needed any more."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(PATIENCE)
        self._channel = ours
        self._process = subprocess.Popen(
            [sys.executable, "-m", "faults.zygote", str(theirs.fileno())],
            env=dict(environment),
            cwd=Path(__file__).parents[1],
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        ours.send(json.dumps(warm_up).encode())
        ours.recv(LARGEST_REQUEST)

    @property
    def process_id(self) -> int:
        return self._process.pid

    def run(
        self,
        home: Path,
        line: Sequence[str],
        *,
        stdin: str = "",
        counted: Mapping[str, int] | None = None,
    ) -> Outcome:
        """One command line; `counted`: see `tracing`."""
        return self._run(home, [line], stdin, counted or {})[0]

    def race(self, home: Path, lines: Sequence[Sequence[str]]) -> list[Outcome]:
        """Several command lines, all at the same moment."""
        return self._run(home, lines, "", {})

    def _run(
        self, home: Path, lines: Sequence[Sequence[str]], stdin: str, counted: Mapping[str, int]
    ) -> list[Outcome]:
        request = {"lines": [[*line] for line in lines], "home": str(home), "counted": {**counted}}
        with ExitStack() as stack:
            streams = [stack.enter_context(_streams(stdin)) for _ in lines]
            numbers = [number for three, _ in streams for number in three]
            socket.send_fds(self._channel, [json.dumps(request).encode()], numbers)
            statuses = json.loads(self._channel.recv(LARGEST_REQUEST))
            return [
                Outcome(status, *said())
                for status, (_, said) in zip(statuses, streams, strict=True)
            ]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._channel.close()
        self._process.wait(PATIENCE)


@contextmanager
def _streams(stdin: str) -> Iterator[tuple[list[int], Callable[[], tuple[str, str]]]]:
    """The three streams of a program, and what it said on two of them once it has ended."""
    with _text() as out, _text() as err, _text(stdin) as given:
        if stdin != AT_A_TERMINAL:
            yield (
                [given.fileno(), out.fileno(), err.fileno()],
                lambda: (_written(out), _written(err)),
            )
            return
        leader, follower = os.openpty()
        os.write(leader, stdin.encode())  # who is asked something gets the end of input
        try:
            yield [follower, out.fileno(), follower], lambda: (_written(out), _shown(leader))
        finally:
            os.close(leader)
            os.close(follower)


def _shown(leader: int) -> str:
    os.set_blocking(leader, False)
    said = b""
    with suppress(BlockingIOError):
        while True:
            said += os.read(leader, LARGEST_REQUEST)
    return said.decode(errors="replace").replace("\r\n", "\n")


@contextmanager
def _text(content: str = "") -> Iterator[BinaryIO]:
    """A stream that is a file without a name."""
    number = os.memfd_create("stream")
    with open(number, "w+b") as stream:  # noqa: PTH123 - it has no path
        stream.write(content.encode())
        stream.seek(0)
        yield stream


def _written(stream: BinaryIO) -> str:
    stream.seek(0)
    return stream.read().decode()
