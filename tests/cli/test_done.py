"""done on every kind of entry: which loop is meant, and what closes it."""

from __future__ import annotations

import re

import pytest
from cli.harness import Home, Ran, before_and_after

IDS = {
    "meeting": "mmmmmmm1",
    "advice": "vvvvvvv1",
    "gift": "ggggggg1",
    "given": "ggggggg2",
    "ask": "kkkkkkk1",
    "note": "nnnnnnn1",
}
FILES = {
    "meeting": (
        "kind: meeting\ndate: 2026-11-02\nstatus: held\naction_items:\n"
        "  - text: send it\n    owner: me\n"
        "  - text: introduce me\n    owner: them\n    done_on: 2026-11-05\n"
    ),
    "advice": (
        "kind: contribution\ndate: 2026-11-03\ndirection: received\ntype: advice\ntext: ask\n"
    ),
    "gift": "kind: contribution\ndate: 2026-11-03\ndirection: received\ntext: read my case\n",
    "given": "kind: contribution\ndate: 2026-11-03\ndirection: given\ntext: news\n",
    "ask": "kind: ask\ndate: 2026-11-04\nasked_by: me\nstatus: answered\nreply: tell me more\n",
    "note": "kind: note\ndate: 2026-11-05\ntext: about London\n",
}


@pytest.fixture
def loops(dana: Home) -> Home:
    """One entry of every kind that may hold a loop."""
    (folder,) = (dana.journal / "relationships").iterdir()
    for name, identity in IDS.items():
        kind, date = FILES[name].split("\n")[:2]
        file = f"{date.partition(' ')[2]}-{kind.partition(' ')[2]}-{identity}.yaml"
        text = f"schema: 1\nid: {identity}\n{FILES[name]}"
        (folder / file).write_text(text, encoding="utf-8")
    return dana


@pytest.mark.parametrize(
    ("name", "arguments", "change"),
    [
        ("meeting.1", (), ("  owner: me\n", "  owner: me\n    done_on: 2026-11-22\n")),
        ("meeting", (), ("  owner: me\n", "  owner: me\n    done_on: 2026-11-22\n")),
        (
            "meeting.1",
            ("--on", "fri", "--dropped", "not needed"),
            ("  owner: me\n", "  owner: me\n    dropped_on: 2026-11-20\n    why: not needed\n"),
        ),
        (
            "meeting.1",
            ("--outcome", "she liked it"),
            ("  owner: me\n", "  owner: me\n    done_on: 2026-11-22\n    why: she liked it\n"),
        ),
        (
            "meeting.2",
            ("--on", "2026-11-07"),
            ("done_on: 2026-11-05\n", "done_on: 2026-11-07\n"),
        ),
        ("advice", (), ("text: ask\n", "text: ask\ntold_them_on: 2026-11-22\n")),
        ("advice", ("--outcome", "it worked"), ("text: ask\n", "text: ask\noutcome: it worked\n")),
        (
            "advice",
            ("--outcome", "it worked", "--told", "--thanked"),
            (
                "text: ask\n",
                "text: ask\ntold_them_on: 2026-11-22\nthanked_on: 2026-11-22\noutcome: it worked\n",
            ),
        ),
        ("gift", (), ("text: read my case\n", "text: read my case\nthanked_on: 2026-11-22\n")),
        (
            "gift",
            ("--dropped", "long ago"),
            ("text: read my case\n", "text: read my case\ndropped_on: 2026-11-22\nwhy: long ago\n"),
        ),
        ("ask", (), ("status: answered\n", "status: acted_on\n")),
        (
            "ask",
            ("--outcome", "sent it"),
            (
                "status: answered\nreply: tell me more\n",
                "status: acted_on\nreply: tell me more\nwhy: sent it\n",
            ),
        ),
        (
            "ask",
            ("--dropped", "later"),
            (
                "reply: tell me more\n",
                "reply: tell me more\ndropped_on: 2026-11-22\nwhy: later\n",
            ),
        ),
        ("note", (), ("text: about London\n", "text: about London\nraised_on: 2026-11-22\n")),
        (
            "note",
            ("--outcome", "agreed"),
            ("text: about London\n", "text: about London\nraised_on: 2026-11-22\nwhy: agreed\n"),
        ),
        (
            "note",
            ("--dropped", "settled"),
            ("text: about London\n", "text: about London\ndropped_on: 2026-11-22\nwhy: settled\n"),
        ),
    ],
)
def test_a_loop_is_closed_in_its_own_file_and_nowhere_else(
    loops: Home, name: str, arguments: tuple[str, ...], change: tuple[str, str]
) -> None:
    kind, _, number = name.partition(".")
    identity = f"{IDS[kind]}.{number}" if number else IDS[kind]

    ran, changed = before_and_after(loops, "done", identity, *arguments)

    assert (ran.status, ran.err) == (0, "")
    (text,) = changed.values()
    assert text.partition("kind:")[2] == FILES[kind].replace(*change).partition("kind:")[2]


@pytest.mark.parametrize(
    ("name", "arguments", "status", "said"),
    [
        ("meeting.3", (), 3, "<7> has 2 action items."),
        ("meeting.1", ("--told",), 2, "--told and --thanked are for what you received."),
        ("meeting.1", ("--dropped", "x", "--outcome", "y"), 2, None),
        ("note.1", (), 2, "Only meetings have numbered action items."),
        ("given", (), 3, "<6> can't be closed: it's a contribution."),
        ("note", ("--on", "tomorrow"), 3, "What is done on Mon 23 Nov is in the future."),
        ("note", ("--dropped", " "), 2, "--dropped is empty."),
    ],
)
def test_what_closes_nothing_is_told_and_nothing_is_written(
    loops: Home, name: str, arguments: tuple[str, ...], status: int, said: str | None
) -> None:
    kind, _, number = name.partition(".")
    identity = f"{IDS[kind]}.{number}" if number else IDS[kind]

    ran, changed = before_and_after(loops, "done", identity, *arguments)

    assert (ran.status, ran.out, changed) == (status, "", {})
    first = ran.err.splitlines()[0].removeprefix("mentorlog: ")
    assert said is None or first.partition(">")[2] == said.partition(">")[2]


def test_a_meeting_with_several_open_items_asks_which(dana: Home) -> None:
    dana.run("log-meeting", "dana-oz", "--action", "one", "--action", "two")
    (file,) = dana.journal.rglob("*-meeting-*.yaml")

    ran = dana.run("done", file.stem.rpartition("-")[2])

    assert ran == Ran(
        3, "", "mentorlog: <4> has 2 open action items.\n  Say which:  <4>.1, <4>.2\n"
    )


def test_a_meeting_without_open_items_says_so(loops: Home) -> None:
    loops.run("done", IDS["meeting"])

    ran = loops.run("done", IDS["meeting"])

    assert (ran.status, ran.err.splitlines()[0].endswith("has no open action items.")) == (3, True)


def test_the_beginning_of_an_id_is_enough_unless_there_are_two(loops: Home) -> None:
    assert loops.run("done", "NNN").status == 0
    ran = loops.run("done", "ggg")

    assert ran.status == 3
    assert ran.err.startswith('mentorlog: "ggg" fits several ids: ')


def test_an_answer_names_an_ask_of_the_same_person(loops: Home) -> None:
    ran, changed = before_and_after(
        loops, "gave", "dana-oz", "what the floor says", "--answers", IDS["ask"][:4]
    )
    wrong = loops.run("gave", "dana-oz", "news", "--answers", IDS["note"])

    assert (ran.status, [text.count("answers: ") for text in changed.values()]) == (0, [1])
    assert (wrong.status, wrong.err.splitlines()[0]) == (
        3,
        "mentorlog: That id isn't a question between you and dana-oz.",
    )


def test_several_loops_are_closed_at_once_each_in_its_own_file(loops: Home) -> None:
    ids = (f"{IDS['meeting']}.1", f"{IDS['meeting']}.2", IDS["note"])

    ran, changed = before_and_after(loops, "done", *ids, "--on", "2026-11-07")

    assert ran.out == "Done: send it; introduce me; about London (Dana Öz, <4>, <9>).\n"
    assert [text.count("2026-11-07") for text in changed.values()] == [2, 1]


def test_the_loops_of_one_command_are_with_one_person(loops: Home) -> None:
    loops.run("log-meeting", "Bo Ek", "--new", "--action", "me: call")
    before = loops.files()
    (theirs,) = loops.journal.glob("relationships/bo-ek-*/*-meeting-*.yaml")

    ran = loops.run("done", IDS["note"], theirs.stem.rpartition("-")[2])

    assert (ran.status, ran.err.splitlines()[0]) == (
        2,
        "mentorlog: Close things with one person at a time.",
    )
    assert loops.files() == before


def test_what_was_done_before_is_said_to_be(loops: Home) -> None:
    first = loops.run("done", IDS["note"]).out
    again, changed = before_and_after(loops, "done", IDS["note"])

    assert first.startswith("Done: about London (Dana Öz")
    assert (again.out, changed) == ("Already done: about London (Dana Öz).\n", {})


def test_one_item_named_twice_is_closed_once(dana: Home) -> None:
    dana.run("log-meeting", "dana-oz", "--action", "me: send the deck")
    (path,) = (path for path in dana.journal.rglob("*-meeting-*.yaml"))
    item = f"{path.stem[-8:]}.1"

    assert dana.run("done", item, item, "--dry-run").out.count("send the deck") == 1


@pytest.fixture
def several(loops: Home) -> Home:
    """As `loops`, and two promises that Sam has, too."""
    promised = ("--action", "me: send the deck by fri", "--action", "them: send a book")
    loops.run("log-meeting", "Sam Lee", "--new", *promised)
    return loops


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("send the deck",), "Done: send the deck (Sam Lee, "),
        (("the", "DECK"), "Done: send the deck (Sam Lee, "),
        (("sen", "sam", "book"), "Done: send a book (Sam Lee, "),
        (("send it",), "Done: send it (Dana Öz, "),
        (("london",), "Done: about London (Dana Öz, "),
        (("tell me more",), "Done: tell me more (Dana Öz, "),
    ],
)
def test_words_close_the_one_open_thing_that_has_them(
    several: Home, words: tuple[str, ...], said: str
) -> None:
    ran = several.run("done", *words)

    assert (ran.status, ran.err, ran.out.startswith(said)) == (0, "", True)


def test_one_that_is_said_in_full_wins(several: Home) -> None:
    several.run("log-meeting", "sam", "--another", "--action", "me: send the deck to Lou")

    assert several.run("done", "send the deck").out.startswith("Done: send the deck (Sam Lee, ")


def test_several_with_the_same_words_are_chosen_from_on_a_terminal(several: Home) -> None:
    ran = several.run("done", "send", terminal=True, stdin="2\n")

    assert ran.err.startswith(
        "Which one?\n  1  Sam Lee: send the deck, by Fri 27 Nov, in 5 days\n  2  Dana Öz: send it\n"
    )
    assert (ran.status, ran.out.startswith("Done: send it (Dana Öz, ")) == (0, True)


def test_without_a_terminal_several_are_refused_with_their_ids(several: Home) -> None:
    ran = several.raw("done", "send")

    assert (ran.status, ran.out) == (3, "")
    assert re.fullmatch(
        "mentorlog: 3 open things have these words.\n"
        r"  Say which:  \w{8}\.1, mmmmmmm1\.1 or \w{8}\.2" + "\n",
        ran.err,
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("zzzz",), 'No id begins with "zzzz".'),
        (("send", "the", "report"), "Nothing open has all these words."),
        (("sam",), 'No id begins with "sam".'),
        (("introduce me",), "Nothing open has all these words."),  # it is done
    ],
)
def test_words_of_nothing_open_close_nothing(
    several: Home, words: tuple[str, ...], said: str
) -> None:
    assert several.run("done", *words) == Ran(3, "", f"mentorlog: {said}\n  mentorlog todo\n")


def test_words_held_in_confidence_are_not_looked_through(several: Home) -> None:
    several.run("note", "dana-oz", "her exit", "--in-confidence")

    assert several.run("done", "her exit").status == 3


def test_words_mean_what_anybody_has_open_whatever_their_ids_begin_with(dana: Home) -> None:
    """Not only those whose entries' ids begin like one of the words."""
    dana.run("log-meeting", "Sam Lee", "--new", "--action", "me: send a book")
    [meeting] = dana.journal.rglob("*-meeting-*.yaml")
    dana.run("log-meeting", "dana", "--action", "me: send a book list")
    [other] = [path for path in dana.journal.rglob("*-meeting-*.yaml") if path != meeting]
    identity = other.stem.rpartition("-")[2]
    text = other.read_text(encoding="utf-8").replace(identity, "a0000000")
    other.with_name(other.name.replace(identity, "a0000000")).write_text(text, encoding="utf-8")
    other.unlink()

    ran = dana.run("done", "send", "a", "book")

    assert (ran.status, ran.out.startswith("Done: send a book (Sam Lee, ")) == (0, True)
