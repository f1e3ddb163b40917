"""`demo --tour`: real command lines, one after the other, in the demo's throw-away journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mentorlog.cli.program import program
from mentorlog.cli.showing import stdout_screen
from mentorlog.environment import Environment
from mentorlog.errors import UsageError
from mentorlog.terminal.layout import Line, filled, line
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.wording import command

if TYPE_CHECKING:
    from mentorlog.cli.running import Run
    from mentorlog.commands import Script


def tour(run: Run, script: Script, *, as_json: bool) -> None:
    """Run it: at once without a terminal; on one, Enter continues and q or Ctrl-C ends it."""
    if as_json:
        raise UsageError("The tour is for people, not programs.", "mentorlog demo --json")
    there = script.prepare(run.environment)
    screen = stdout_screen(run.environment, run.color, plain=run.plain)
    look = [f"--color={run.color}", *(["--plain"] if run.plain else [])]
    for number, (_, words) in enumerate(STOPS):
        screen.show(stop(number, screen.look))
        run.environment.stdout.flush()
        _run([*look, *words], there)
        if number + 1 < len(STOPS) and not _goes_on(run.environment, ON):
            break
    screen.show(end(str(there.journal_folder), screen.look))


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


STOPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("The board: where each relationship stands, and what to do next.", ("review",)),
    (
        "One relationship on one page: terms, meetings, what each gave.",
        ("review", "dana-oz"),
    ),
    ("Before you meet: everything you noted comes back.", ("prep", "dana-oz")),
    (
        "Afterwards: a name and a sentence are enough, action items included.",
        ("log-meeting", "dana-oz", "She would wait for the budget", "--action", "me: write it up"),
    ),
    ("What's still open between you, until it's done or dropped.", ("todo",)),
    ("What a reminder would say: names, never a word of your notes.", ("nudge",)),
    ("A letter of thanks, drafted from what you wrote down; you send it.", ("thanks", "dana-oz")),
    ("You can undo anything.", ("undo",)),
)
ON = "Enter for the next stop, q to quit: "


def stop(number: int, look: Look) -> Iterator[Line]:
    """The sentence of a stop, and its command line."""
    sentence, words = STOPS[number]
    yield line()
    yield from filled(f"{number + 1}/{len(STOPS)}  {sentence}", look)
    yield line("$ ", (command(*words), Style.COMMAND))


def end(journal: str, look: Look) -> Iterator[Line]:
    """Where the files are, and how to begin."""
    yield line()
    yield from filled("It's all in YAML files that you can read and edit:", look)
    yield line(f"  {look.verbatim(journal)}")
    yield from filled("These people are invented; throw the journal away when you're done.", look)
    yield line("Start your own:  ", (command("new-agreement", "Dana Öz"), Style.COMMAND))
