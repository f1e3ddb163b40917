"""`help` tells about commands what they tell themselves, and about topics in plain words."""

from __future__ import annotations

import json
import re

import pytest
from cli.harness import Home

from mentorlog.cli import completion

TABLE = json.loads(completion.TABLE.read_text(encoding="utf-8"))
TOPICS = (
    *("story", "dates", "cadence", "nudges", "files", "privacy", "exchange", "scripts", "agents"),
)


@pytest.mark.parametrize(
    ("words", "same_as"),
    [
        ((), ()),
        (("note",), ("note",)),
        (("log",), ("log-meeting",)),
        (("nudge",), ("nudge",)),
        (("nudge", "install"), ("nudge", "install")),
        (("help",), ("help",)),
    ],
)
def test_help_on_a_command_is_what_it_says_itself(
    home: Home, words: tuple[str, ...], same_as: tuple[str, ...]
) -> None:
    ran = home.run("help", *words)

    assert (ran.status, ran.err) == (0, "")
    assert ran == home.run(*same_as, "--help")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_read_on_any_screen(home: Home, topic: str) -> None:
    ran = home.run("help", topic)

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.count("\n") > 20
    assert max(map(len, ran.out.splitlines())) <= 80
    assert json.loads(home.run("help", topic, "--json").out)["items"][0]["text"] == ran.out


@pytest.mark.parametrize("topic", TOPICS)
def test_every_command_that_a_topic_names_is_one(home: Home, topic: str) -> None:
    """So that no text outlives what it tells of."""
    said = re.findall(r"(?<=mentorlog )[a-z][a-z-]+", home.run("help", topic).out)

    assert [name for name in said if home.run(name, "--help").status != 0] == []


_LINE = re.compile(r"(?:^ +|\| )mentorlog ((?:--\w+ \w+ )?[a-z].*?)(?=  |$| [|>#<] )", re.MULTILINE)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_option_that_a_topic_names_is_one(home: Home, topic: str) -> None:
    lines = [line.split() for line in _LINE.findall(home.run("help", topic).out)]

    wrong = [
        (line, word)
        for line in lines
        for word in filter(re.compile("--[a-z-]+").fullmatch, line)
        if word not in _taken_by(tuple(line))
    ]

    assert wrong == []


def _taken_by(line: tuple[str, ...]) -> set[str]:
    """The options of the command on a line, and those of the program."""
    words = line[2:] if line[0].startswith("--") else line
    path = next(" ".join(words[:end]) for end in (2, 1) if " ".join(words[:end]) in TABLE)
    return {
        name for one in ("", path) for option in TABLE[one]["options"] for name in option["names"]
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), 'There\'s no help on "nothing".'),
        (("lgo",), "Did you mean log-meeting?"),
        (("scedule",), "Did you mean schedule?"),
        (("cadense",), "Did you mean cadence?"),
        (("list",), "Did you mean review?"),
        (("agree",), "Did you mean new-agreement?"),
        (("--json",), "Help on what?"),
        (("nudge", "nothing"), 'There\'s no command "nothing".'),
    ],
)
def test_help_on_what_is_not_there(home: Home, words: tuple[str, ...], said: str) -> None:
    ran = home.run("help", *words)

    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_a_beginning_of_several_commands_is_told(home: Home) -> None:
    ran = home.run("help", "sche")

    assert (ran.status, ran.err) == (2, 'mentorlog: "sche" could be schedule or schema.\n')


def test_capitals_make_no_difference(home: Home) -> None:
    assert home.run("help", "Log").out == home.run("log-meeting", "--help").out
    assert home.run("help", "Dates").out == home.run("help", "dates").out
