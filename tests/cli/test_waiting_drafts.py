"""`drafts` lists what was typed and not saved, shows one of them, and discards."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from cli.harness import Home


def kept(home: Home) -> str:
    """The id of a draft that a slip left behind."""
    assert home.run("note", "nobody", "ask about London\nand Rome").status == 3
    (found,) = home.state.rglob("drafts/*.yaml")
    return found.stem


def test_without_drafts_it_says_so(dana: Home) -> None:
    assert dana.run("drafts").out == "No drafts: everything you typed is saved.\n"


def test_each_is_listed_with_the_beginning_of_its_words(dana: Home) -> None:
    draft = kept(dana)

    lines = dana.run("drafts").out.splitlines()

    assert lines[0].startswith(f"{draft}  note nobody, ")
    assert lines[1:] == [
        "  ask about London",
        "Continue it:  mentorlog note --resume <draft>",
        f"Discard it:  mentorlog drafts --discard {draft}",
    ]


def test_one_about_nobody_is_listed_by_its_command(dana: Home) -> None:
    dana.run("log-meeting", "--action", "me: send the deck")

    [line, *_] = dana.run("drafts").out.splitlines()
    assert "  log-meeting, typed " in line


def test_one_is_shown_whole_by_the_beginning_of_its_id(dana: Home) -> None:
    draft = kept(dana)

    assert "  ask about London\n  and Rome\n" in dana.run("drafts", draft[:6]).out


def test_programs_are_told_the_same(dana: Home) -> None:
    draft = kept(dana)
    (item,) = json.loads(dana.run("drafts", "--json").out)["items"]

    assert sorted(item) == ["command", "id", "text", "typed_on", "who"]
    assert (item["id"], item["command"], item["who"]) == (draft, "note", "nobody")
    assert item["text"] == "ask about London\nand Rome"


@pytest.mark.parametrize("everything", [True, False])
def test_what_is_discarded_is_gone(dana: Home, *, everything: bool) -> None:
    draft = kept(dana)
    ran = dana.run("drafts", "--discard", "all" if everything else draft)

    assert ran.status == 0
    assert ran.out.startswith(f"Discarded {draft}  note nobody, ")
    assert json.loads(dana.run("drafts", "--json").out)["items"] == []
    assert dana.run("note", "--resume", draft).status == 3


@pytest.mark.parametrize(("answer", "left"), [("\n", 1), ("yes\n", 0)])
def test_on_a_terminal_all_are_discarded_only_with_a_yes(
    dana: Home, answer: str, left: int
) -> None:
    kept(dana)
    ran = dana.run("drafts", "--discard", "all", stdin=answer, terminal=True)

    assert "Discard 1 draft for good? [y/N]" in ran.err
    assert len(json.loads(dana.run("drafts", "--json").out)["items"]) == left


@pytest.mark.parametrize("words", [("zzzzzzzz",), ("--discard", "zzzzzzzz"), ("",)])
def test_an_unknown_one_is_refused(dana: Home, words: tuple[str, ...]) -> None:
    kept(dana)

    assert dana.run("drafts", *words).status == 3


def test_to_show_and_to_discard_are_two_things(dana: Home) -> None:
    assert dana.run("drafts", "abcd", "--discard", "abcd").status == 2


def test_the_corrected_command_takes_the_place_of_what_was_wrong(dana: Home) -> None:
    kept(dana)
    ran = dana.run("note", "dana-oz", "ask about London\nand Rome", terminal=True)

    assert (ran.status, "unfinished" in ran.err) == (0, False)
    assert list(dana.state.rglob("drafts/*.yaml")) == []


def test_other_words_stay(dana: Home) -> None:
    draft = kept(dana)
    dana.run("note", "dana-oz", "ask about Paris")

    assert [path.stem for path in dana.state.rglob("drafts/*.yaml")] == [draft]


@pytest.fixture
def both(dana: Home) -> Home:
    """Dana and Sam, nobody met lately."""
    dana.run("log-meeting", "Sam Lee", "--new", "--on", "2026-11-02")
    return dana


def refused(home: Home, *words: str) -> str:
    """The id of the draft of a command that is refused for its length."""
    before = set(home.state.rglob("drafts/*.yaml"))
    assert home.run(*words, "--minutes", "soon").status == 2
    [draft] = set(home.state.rglob("drafts/*.yaml")) - before
    return draft.stem


def left(home: Home) -> list[str]:
    return sorted(path.stem for path in home.state.rglob("drafts/*.yaml"))


TOLD = "mentorlog: You have an unfinished log-meeting:  mentorlog drafts\n"


@pytest.mark.parametrize("on", ["2026-11-20", "today"])
def test_the_same_words_of_another_day_stay_and_are_told(dana: Home, on: str) -> None:
    draft = refused(dana, "log-meeting", "dana-oz", "weekly", "--on", on)
    ran = dana.run("log-meeting", "dana-oz", "weekly", "--on", "yesterday")

    assert (ran.status, ran.err, left(dana)) == (0, TOLD, [draft])


def test_the_same_words_typed_on_a_later_day_are_another_meeting(dana: Home) -> None:
    draft = refused(dana, "log-meeting", "dana-oz", "weekly")
    dana.today += dt.timedelta(days=7)

    later = dana.run("log-meeting", "dana-oz", "weekly")
    that_day = dana.run("log-meeting", "dana-oz", "weekly", "--on", "2026-11-22")

    assert (later.err, that_day.err, draft in later.err) == (TOLD, "", False)
    assert left(dana) == []


def test_the_same_words_about_somebody_else_stay_and_are_told(both: Home) -> None:
    draft = refused(both, "log-meeting", "sam", "weekly")
    ran = both.run("log-meeting", "dana-oz", "weekly")

    assert (ran.status, ran.err, left(both)) == (0, TOLD, [draft])


@pytest.mark.parametrize("wrong", ["32 foo", "2027-01-01"])
def test_a_corrected_day_takes_the_draft_along(dana: Home, wrong: str) -> None:
    assert dana.run("log-meeting", "dana-oz", "weekly", "--on", wrong).status != 0
    ran = dana.run("log-meeting", "dana-oz", "weekly", "--on", "yesterday")

    assert (ran.status, ran.err, left(dana)) == (0, "", [])


def test_further_words_stay(dana: Home) -> None:
    draft = refused(dana, "log-meeting", "dana-oz", "weekly", "--gave", "an intro")
    dana.run("log-meeting", "dana-oz", "weekly")

    assert left(dana) == [draft]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (("--on", "2026-11-20"), "dana-oz on Fri 20 Nov"),
        (("--on", "32 foo"), 'dana-oz on "32 foo"'),
        ((), "dana-oz"),
    ],
)
def test_the_day_that_it_is_about_is_listed(dana: Home, said: tuple[str, ...], shown: str) -> None:
    draft = refused(dana, "log-meeting", "dana-oz", "weekly", *said)

    assert dana.run("drafts").out.startswith(f"{draft}  log-meeting {shown}, typed ")
