"""demo --tour: real command lines, one after the other, in the demo's throw-away journal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mentorlog.cli.program import program
from mentorlog.cli.showing import stdout_screen
from mentorlog.environment import Environment
from mentorlog.errors import UsageError

if TYPE_CHECKING:
    from mentorlog.cli.running import Run
    from mentorlog.commands.rooms import Script


def tour(run: Run, script: Script, *, as_json: bool) -> None:
    """Everything at once without a terminal; on one, Enter goes on and q or Ctrl-C ends."""
    if as_json:
        raise UsageError("A tour is for people.", "mentorlog demo --json")
    from mentorlog.terminal import tour as said

    there = script.prepare(run.environment)
    screen = stdout_screen(run.environment, run.color, plain=run.plain)
    look = [f"--color={run.color}", *(["--plain"] if run.plain else [])]
    for number, (_, words) in enumerate(said.STOPS):
        screen.show(said.stop(number, screen.look))
        run.environment.stdout.flush()
        _run([*look, *words], there)
        if number + 1 < len(said.STOPS) and not _goes_on(run.environment, said.ON):
            break
    screen.show(said.end(str(there.journal_folder), screen.look))


def _run(words: Iterable[str], there: Environment) -> None:
    program()([*words], prog_name="mentorlog", standalone_mode=False, obj=there)
    there.stdout.flush()


def _goes_on(environment: Environment, question: str) -> bool:
    if not environment.terminal:
        return True
    try:
        environment.stderr.write(f"\n{question}")
        environment.stderr.flush()
        answer = environment.stdin.readline()
    except KeyboardInterrupt:
        answer = ""
    if not answer:
        environment.stderr.write("\n")
    return bool(answer) and answer.strip().lower() not in ("q", "quit")
