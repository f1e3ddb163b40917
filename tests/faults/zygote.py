"""A warm interpreter that forks a child for each command line, as a program of its own.

A start of Python costs more than everything a command does, and a sweep runs thousands. So this
process imports the program once and then waits; each request has a line for each child that shall
run at the same time, and comes with their streams, three for each. A child runs
`mentorlog.__main__.main` as the console script would. It is given the number of calls that its
tracer shall believe it made already (see `tracing`).

Usage: zygote.py SOCKET, where SOCKET is the number of a connected SOCK_SEQPACKET socket.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
import importlib
import json
import os
import pkgutil
import select
import socket
import sys
from collections.abc import Callable
from typing import Any, NoReturn

LARGEST_REQUEST = 1 << 16
MOST_STREAMS = 3 * 64

_libc = ctypes.CDLL(None)
_NOWHERE = -1
# Each is refused at once and does nothing: what is counted is the call.
FUTILE: dict[str, Callable[[], object]] = {
    "chmod": lambda: _libc.chmod(None, 0),
    "close": lambda: _libc.close(_NOWHERE),
    "fchmod": lambda: _libc.fchmod(_NOWHERE, 0),
    "fchmodat": lambda: _libc.fchmodat(_NOWHERE, None, 0, 0),
    "fdatasync": lambda: _libc.fdatasync(_NOWHERE),
    "flock": lambda: _libc.flock(_NOWHERE, 0),
    "fsync": lambda: _libc.fsync(_NOWHERE),
    "ftruncate": lambda: _libc.ftruncate(_NOWHERE, 0),
    "getdents64": lambda: _libc.getdents64(_NOWHERE, None, 0),
    "link": lambda: _libc.link(None, None),
    "linkat": lambda: _libc.linkat(_NOWHERE, None, _NOWHERE, None, 0),
    "mkdir": lambda: _libc.mkdir(None, 0),
    "mkdirat": lambda: _libc.mkdirat(_NOWHERE, None, 0),
    "newfstatat": lambda: _libc.fstatat(_NOWHERE, None, None, 0),
    "openat": lambda: _libc.openat(_NOWHERE, None, 0),
    "read": lambda: _libc.read(_NOWHERE, None, 0),
    "readlink": lambda: _libc.readlink(None, None, 0),
    "readlinkat": lambda: _libc.readlinkat(_NOWHERE, None, None, 0),
    "rename": lambda: _libc.rename(None, None),
    "renameat": lambda: _libc.renameat(_NOWHERE, None, _NOWHERE, None),
    "renameat2": lambda: _libc.renameat2(_NOWHERE, None, _NOWHERE, None, 0),
    "rmdir": lambda: _libc.rmdir(None),
    "unlink": lambda: _libc.unlink(None),
    "unlinkat": lambda: _libc.unlinkat(_NOWHERE, None, 0),
    "utimensat": lambda: _libc.utimensat(_NOWHERE, None, None, 1 << 30),
    "write": lambda: _libc.write(_NOWHERE, None, 0),
}


def main() -> None:
    channel = socket.socket(fileno=int(sys.argv[1]))
    _import_everything()
    _warm_up(json.loads(channel.recv(LARGEST_REQUEST)))
    channel.send(b"warm")
    while True:
        said, streams, *_ = socket.recv_fds(channel, LARGEST_REQUEST, MOST_STREAMS)
        if not said:
            return
        request = json.loads(said)
        closed, gate = os.pipe()
        children = []
        for place, line in enumerate(request["lines"]):
            child = os.fork()
            if child == 0:
                channel.close()
                os.close(gate)
                _become_the_command(request, line, streams[3 * place :][:3], closed)
            children.append(child)
        for stream in (closed, gate, *streams):
            with contextlib.suppress(OSError):  # a tracer hits our calls, too
                os.close(stream)
        ended = [os.waitpid(child, 0)[1] for child in children]
        channel.send(json.dumps([os.waitstatus_to_exitcode(status) for status in ended]).encode())


def _import_everything() -> None:
    """Whatever a command imports when it needs it, so that no import is hit by a fault."""
    import typer.main

    import mentorlog

    for module in pkgutil.walk_packages(mentorlog.__path__, "mentorlog."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    # Typer works its commands out anew for every command line, which takes most of a short run.
    typer.main.get_command = functools.cache(typer.main.get_command)


def _warm_up(lines: list[list[str]]) -> None:
    from mentorlog.__main__ import run

    streams = [os.dup(number) for number in (0, 1, 2)]
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    for line in lines:
        run(line)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.close(nothing)
    gc.collect()
    gc.freeze()  # a child that collects nothing copies no pages
    gc.disable()


def _become_the_command(
    request: dict[str, Any], line: list[str], streams: list[int], gate: int
) -> NoReturn:
    """`gate`: opens when all have come this far."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as the
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - interpreter
    sys.stderr = open(2, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115 - does
    sys.argv = ["mentorlog", *line]
    os.environ["HOME"] = request["home"]
    for call, times in request["counted"].items():
        for _ in range(times):
            FUTILE[call]()
    select.select([gate], [], [])
    os.chdir(request["home"])  # marks in the trace where the command begins
    from mentorlog.__main__ import main as console_script

    status = 1
    try:
        console_script()
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else int(error.code is not None)
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:
            status = 120  # as the interpreter says it
        os._exit(status)


if __name__ == "__main__":
    main()
