"""Look around in a throw-away journal with invented people.

Example: mentorlog demo --tour
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from mentorlog.arguments import Reader, option
from mentorlog.commands import Choice, Reading, Result, Script, command_of
from mentorlog.commands.desk import Desk, reading
from mentorlog.commands.typed import USUAL_WINDOW, before
from mentorlog.commands.writing import Options, carried_out
from mentorlog.environment import Environment, Settings
from mentorlog.frozen import dataclass, replace
from mentorlog.terminal import board as screen
from mentorlog.terminal.layout import filled
from mentorlog.terminal.look import Line, Look, Style, line
from mentorlog.terminal.wording import command
from mentorlog.views import Shape
from mentorlog.views.board import Board, board


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo(Reader):
    tour: bool = option("--tour", "A two-minute guided tour.")


# A command that was typed so many days ago, with its arguments by name. Every step is what a person
# would have typed on that day, so the demo shows only what the program does; and days count back
# from today, so it never gets old.
_Step = tuple[int, str, Mapping[str, Any]]


def demo(desk: Desk, _: Demo) -> Result:
    """The board of the demo journal, and what to try next."""
    day = desk.today.isoformat()
    demo_desk = reading(prepared(desk.environment), as_of=day, reveal=desk.reveal)
    since = before(USUAL_WINDOW, demo_desk.today)
    shown = board(demo_desk.contents.relationships, demo_desk.today, since=since)
    program = "mentorlog" if shutil.which("mentorlog") else desk.environment.program
    journal = str(demo_desk.journal.root)
    return Result(view=Demonstration(board=shown, journal=journal, program=program))


def prepared(environment: Environment) -> Environment:
    """An environment with the demo journal, and nothing of the user's own."""
    folder = Path(tempfile.mkdtemp(prefix="mentorlog-demo-"))
    demonstration = replace(
        environment,
        terminal=False,
        variables={k: v for k, v in environment.variables.items() if "MENTORLOG" not in k},
        settings=Settings(),
        config_file=folder / "config.toml",
        journal_folder=folder / "journal",
        state_folder=folder / "state",
        cache_folder=folder / "cache",
    )
    story = (*_dana(), *_sam(), *_noor(), *_ari())
    for days_ago, name, given in sorted(story, key=lambda step: -step[0]):
        writer = command_of(name)
        typed = writer.arguments(**given)
        if isinstance(writer, Choice):
            writer = writer.choose(demonstration, typed, False)  # noqa: FBT003
        moment = environment.now - dt.timedelta(days=days_ago)
        carried_out(replace(demonstration, now=moment), writer, typed, Options())
    return demonstration


def _step(days_ago: int, command: str, **typed: object) -> _Step:
    return days_ago, command, typed


def _dana() -> Iterator[_Step]:
    """My mentor, every two weeks: one meeting moved, one missed, advice that helped."""
    who = "Dana Öz"
    yield _step(
        172,
        "new-agreement",
        who=who,
        role="mentee",
        cadence="every 2 weeks",
        length="6 months",
        minutes="45",
        focus=["leading without authority", "saying no"],
        goal=["run the quarterly review alone"],
        i_hope="a second opinion before I decide",
        they_hope="what the team really thinks",
        i_will=["send an agenda the day before"],
        differs=["function", "generation"],
        helps_with=["career_advice", "feedback"],
    )
    topics = ("leading without authority", "saying no", "the reorg", "the budget")
    for n, days_ago in enumerate((164, 150, 136, 122, 94, 80, 66, 50, 38, 26)):
        yield _step(
            days_ago, "log-meeting", who=who, minutes="45", topic=[topics[n % 4]], medium="video"
        )
    yield _step(
        12,
        "log-meeting",
        who=who,
        text="The reorg waits for the budget; she wouldn't push before that.",
        minutes="50",
        topic=["the budget"],
        action=["me: send the deck by +17d", "them: introduce me to finance"],
        gave=["what the team thinks of the plan"],
    )
    yield from _advice_of_dana(who)


def _advice_of_dana(who: str) -> Iterator[_Step]:
    yield _step(26, "received", who=who, text="ask for the budget before the date", type_="advice")
    yield _step(24, "received", who=who, text="read my promotion case", type_="feedback")
    yield _step(9, "gave", who=who, text="introduced her to our data lead", type_="introduction")
    yield _step(2, "note", who=who, text="ask about the London role")
    yield _step(
        38,
        "note",
        who=who,
        text="did it in October, Dana only watched",
        goal="run the quarterly review alone",
    )


def _sam() -> Iterator[_Step]:
    """My mentor, monthly; the last meeting is two months ago."""
    who = "Sam Lee"
    yield _step(
        330,
        "new-agreement",
        who=who,
        role="mentee",
        cadence="monthly",
        open_=True,
        focus=["pricing"],
    )
    for days_ago in (320, 290, 258, 228, 166, 136, 104, 69):
        yield _step(days_ago, "log-meeting", who=who, minutes="60")
    yield _step(69, "note", who=who, text="compare two price lists for the next talk")


def _noor() -> Iterator[_Step]:
    """My mentee: six meetings in a term."""
    who = "Noor Haddad"
    yield _step(
        75,
        "new-agreement",
        who=who,
        role="mentor",
        cadence="6 per term",
        length="6 months",
        minutes="60",
        focus=["first year as a team lead"],
    )
    for days_ago in (70, 44, 17):
        yield _step(days_ago, "log-meeting", who=who)
    yield _step(17, "received", who=who, text="how newcomers really see us", type_="insight")


def _ari() -> Iterator[_Step]:
    """A peer; paused for a few weeks."""
    who = "Ari Novak"
    yield _step(400, "new-agreement", who=who, role="peer", cadence="monthly", open_=True)
    for days_ago in (390, 361, 330, 299, 268, 240):
        yield _step(days_ago, "log-meeting", who=who)
    yield _step(210, "amend", who=who, cadence="quarterly", why="both busy")
    yield _step(95, "log-meeting", who=who)
    yield _step(30, "pause", who=who, length="6w", why="parental leave")


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


def stop(number: int, look: Look) -> Iterator[Line]:
    """The sentence of a stop, and its command line."""
    sentence, words = STOPS[number]
    yield line()
    yield from filled(f"{number + 1}/{len(STOPS)}  {sentence}", look)
    yield line("$ ", (command(*words), Style.COMMAND))


def end(environment: Environment, look: Look) -> Iterator[Line]:
    """Where the files are, and how to begin."""
    yield line()
    yield from filled("It's all in YAML files that you can read and edit:", look)
    yield line(f"  {look.verbatim(str(environment.journal_folder))}")
    yield from filled("These people are invented; throw the journal away when you're done.", look)
    yield line("Start your own:  ", (command("new-agreement", "Dana Öz"), Style.COMMAND))


def _chosen(_: Environment, typed: Demo, __: bool) -> Reading[Demo] | Script:  # noqa: FBT001
    if not typed.tour:
        return Reading(Demo, demo, tells_damage=False)
    lines = tuple(words for _, words in STOPS)
    return Script(Demo, prepare=prepared, lines=lines, before=stop, end=end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """The demo's board. `program`: how mentorlog was started, as it may not be on the PATH."""

    JSON: ClassVar[Shape] = Shape(
        schema="review", only=(), keys={"as_of": "board.as_of", "relationships": "board.rows"}
    )

    board: Board
    journal: str
    program: str


_NEXT = (
    ("review dana-oz", "one relationship on one page"),
    ("show dana-oz", "its whole story"),
    ("todo", "what is open between you"),
    ("nudge", "what a reminder would say"),
)


def text(view: Demonstration, look: Look) -> Iterator[Line]:
    """The board, then four commands to copy."""
    yield from screen.board(view.board, look)
    yield line()
    yield line("These people are invented; throw the journal away when you're done. Look around:")
    program = look.safe(view.program)
    journal = look.safe(view.journal)
    for verb, why in _NEXT:
        yield line("  ", (f"{program} --journal {journal} {verb}", Style.COMMAND))
        yield line(f"      {why}")
    yield line("Start your own:  ", (f'{program} new-agreement "Dana Öz"', Style.COMMAND))


COMMAND = Choice(Demo, _chosen)
