"""What was typed outlives whatever goes wrong, and goes on with --resume."""

from __future__ import annotations

import datetime as dt
import io
import shlex
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from cli.harness import TODAY, Home, Ran, before_and_after

from mentorlog import files

KEPT = "  What you typed is kept:  mentorlog {} --resume <draft>\n"


def drafts(home: Home) -> list[Path]:
    return sorted(home.state.rglob("drafts/*.yaml"))


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("note", ("note", "nobody", "ask about London")),
        ("gave", ("gave", "nobody", "an introduction")),
        ("received", ("received", "nobody", "advice")),
        ("log-meeting", ("log-meeting", "nobody", "we talked")),
        ("log-meeting", ("log-meeting", "nobody", "--action", "me: send it")),
        ("pause", ("pause", "nobody", "--why", "holidays")),
        ("close", ("close", "nobody", "--good-work", "the budget")),
        ("amend", ("amend", "nobody", "--goal", "say no")),
        ("done", ("done", "zzzz", "--outcome", "it worked")),
        ("new-agreement", ("new-agreement", "Nobody", "--goal", "say no")),
    ],
)
def test_words_are_kept_whatever_goes_wrong(
    dana: Home, command: str, words: tuple[str, ...]
) -> None:
    ran, changed = before_and_after(dana, *words)

    kept = KEPT.format(command)
    missing = {"done": " ID[.N]", "new-agreement": ""}.get(command, " WHO")
    assert ran.err.endswith(kept.replace("\n", f"{missing}\n"))
    assert (len(drafts(dana)), changed) == (1, {})


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (("log-meeting", "dana-oz", "a budget", "--on", "2027-01-01"), "--on DATE"),
        (("log-meeting", "dana-oz", "a budget", "--next", "yesterday"), "--next DATE"),
        (("log-meeting", "dana-oz", "a budget", "--with", "nobody"), "--with WHO"),
        (("gave", "dana-oz", "a book", "--on", "2027-01-01"), "--on DATE"),
        (("received", "dana-oz", "a book", "--answers", "zzzzzzzz"), "--answers ID"),
        (("check-in", "dana-oz", "--trust", "9", "--note", "calm"), "--trust 1-5"),
        (("close", "dana-oz", "--learned", "much", "--on", "2027-01-01"), "--on DATE"),
        (("pause", "dana-oz", "--why", "ill", "--until", "2026-11-22"), "--until DATE"),
        (("amend", "dana-oz", "--why", "ill", "--from", "2026-10-01"), "--from DATE"),
        (("amend", "dana-oz", "--why", "ill", "--cadence", "often"), "--cadence TEXT"),
        (("note", "dana-oz", "a\x1bbook"), "WHO TEXT"),
    ],
)
def test_the_way_back_doesnt_lead_to_the_same_refusal(
    dana: Home, words: tuple[str, ...], missing: str
) -> None:
    ran = dana.run(*words)

    assert ran.err.endswith(f"mentorlog {words[0]} --resume <draft> {missing}\n")


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize(
    ("wrong", "missing"),
    [
        (("--on", "fridey"), "--on DATE"),
        (("--on", "1899-12-31"), "--on DATE"),
        (("--minutes", "ages"), "--minutes LENGTH"),
    ],
)
def test_the_way_back_names_what_was_wrong(
    dana: Home, wrong: tuple[str, str], missing: str, *, terminal: bool
) -> None:
    first = dana.run("log-meeting", "dana-oz", "a budget", *wrong, terminal=terminal)
    resumed = dana.run("log-meeting", "--resume", terminal=terminal)
    right = {"--on": "2026-11-20", "--minutes": "45"}[wrong[0]]
    mended = dana.run("log-meeting", "--resume", wrong[0], right, terminal=terminal)

    assert first.err.endswith(f"mentorlog log-meeting --resume <draft> {missing}\n")
    assert resumed.err.endswith(f"mentorlog log-meeting --resume <draft> {missing}\n")
    assert mended.status == 0


def test_each_thing_that_was_wrong_is_asked_for_until_it_is_right(dana: Home) -> None:
    words = ("log-meeting", "dana-oz", "a budget", "--on", "2026-12-24", "--next", "yesterday")
    dana.run(*words, "--minutes", "ages")

    ran = dana.run("log-meeting", "--resume", stdin="45\n1 dec\ntoday\nfri\n", terminal=True)

    assert [line.split("  ")[1] for line in ran.err.splitlines() if line.startswith("  --")] == [
        "--minutes LENGTH",
        "--on DATE",
        "--on DATE",
        "--next DATE",
    ]
    assert ran.out.startswith(
        "Logged Sun 22 Nov with Dana Öz, 45 min: 2 words, next on Fri 27 Nov."
    )


def test_enter_leaves_what_was_wrong_and_the_command_says_so_again(dana: Home) -> None:
    dana.run("note", "dana-oz", "a budget", "--on", "someday")

    ran = dana.run("note", "--resume", stdin="\n", terminal=True)

    assert (ran.status, len(drafts(dana))) == (2, 1)
    assert ran.err.endswith("mentorlog note --resume <draft> --on DATE\n")


def test_a_draft_of_a_plan_names_and_asks_for_the_new_day(dana: Home) -> None:
    dana.run("schedule", "dana-oz", "+3d")
    first = dana.run("reschedule", "dana-oz", "someday", "--why", "a budget")

    ran = dana.run("reschedule", "--resume", stdin="+9d\n", terminal=True)

    assert first.err.endswith("mentorlog reschedule --resume <draft> WHO TO\n")
    assert ran.out.startswith("Moved the meeting with Dana Öz from Wed 25 Nov to Tue 1 Dec")


def test_a_draft_with_a_promise_of_two_readings_asks_for_the_promise(dana: Home) -> None:
    promised = ("--action", "me: send it", "--action", "me: call by 12/01/2026")
    dana.run("log-meeting", "dana-oz", "a budget", *promised)

    ran = dana.run("log-meeting", "--resume", stdin="me: call by fri\n", terminal=True)

    [promise] = [line for line in dana.run("todo").out.splitlines() if "call" in line]
    assert (ran.status, "Fri 27 Nov" in promise) == (0, True)


@pytest.mark.parametrize(
    "words",
    [
        ("schedule", "nobody", "fri"),
        ("pause", "nobody", "--for", "2w"),
        ("resume", "nobody"),
        ("amend", "nobody", "--cadence", "monthly"),
        ("done", "zzzz"),
        ("new-agreement", "Nobody"),
    ],
)
def test_what_is_typed_again_in_a_moment_leaves_no_draft(
    dana: Home, words: tuple[str, ...]
) -> None:
    ran = dana.run(*words)

    assert (ran.status in {2, 3}, "--resume" in ran.err, drafts(dana)) == (True, False, [])


@pytest.mark.parametrize(
    ("line", "words", "said"),
    [
        (
            'log-meeting dana "a long note" --bogus --on 2026-11-20',
            "a long note",
            "There's no option --bogus.",
        ),
        ('log-meeting dana "a long note" --wrong=1 --on', "a long note", "There's no option"),
        ("log-meeting dana -m 'a long note'", "a long note", "There's no option -m."),
        ("log-meeting dana a long note", "a long note", "Too many words."),
        ("note dana --goal x speak up more", "speak up more", "Too many words."),
        ("gave dana 'a book' --on", "a book", "--on needs a value."),
        ("received dana 'a book' --in-confidence=yes", "a book", "--in-confidence takes no value."),
        ("new-agreement Bo --i-hope 'to learn' --for", "to learn", "--for needs a value."),
        ("thanks dana --sent --bogus", "", "There's no option --bogus."),
        ("log-meeting --bogus dana 'a long note'", "a long note", "There's no option --bogus."),
        ("log-meeting dana --date yesterday", "", "There's no option --date."),
        ("log-meeting dana --duration 3", "", "There's no option --duration."),
        ("log-meeting dana --when 'next fri'", "", "There's no option --when."),
        ("schedule dana tue --bogus", "", "There's no option --bogus."),
        ("log-meeting dana - --bogus", "", "There's no option --bogus."),
        ("log-meeting dana note --bogus --dry-run", "", "There's no option --bogus."),
        ("show dana --bogus", "", "There's no option --bogus."),
    ],
)
def test_the_words_of_a_line_that_cannot_be_parsed_are_kept(
    dana: Home, line: str, words: str, said: str
) -> None:
    ran = dana.run(*shlex.split(line))

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"mentorlog: {said}")
    assert ran.err.endswith(KEPT.format(line.split(maxsplit=1)[0])) == bool(words)
    assert [words in file.read_text() for file in drafts(dana)] == [True] * bool(words)


def test_where_no_words_can_be_kept_the_line_is_what_is_wrong(home: Home) -> None:
    file = home.folder / "file"
    file.touch()

    ran = home.run("--journal", str(file), "log-meeting", "dana", "a long note", "--bogus")

    assert (ran.status, ran.err.splitlines()[0]) == (2, "mentorlog: There's no option --bogus.")


def test_the_corrected_line_goes_through_and_takes_its_draft_along(dana: Home) -> None:
    dana.run("log-meeting", "dana", "a long note", "-d", "yesterday")
    left = drafts(dana)

    ran = dana.run("log-meeting", "dana", "a long note", "--on", "yesterday")

    assert (len(left), ran.status, ran.err, drafts(dana)) == (1, 0, "", [])


def test_the_words_of_a_wrong_line_go_on_with_what_was_right(dana: Home) -> None:
    dana.run("log-meeting", "dana", "a long note", "--on", "2026-11-20", "--duration", "45")

    ran = dana.run("log-meeting", "--resume", "--minutes", "45")

    assert ran.out.startswith("Logged Fri 20 Nov with Dana Öz, 45 min: ")


def test_what_is_typed_with_resume_takes_the_place_of_what_was_wrong(dana: Home) -> None:
    dana.run(
        *("log-meeting", "nobody", "we talked", "--minutes", "45", "--in-confidence"),
        *("--topic", "the reorg", "--topic", "the budget", "--action", "me: send it by fri"),
    )
    ran, changed = before_and_after(dana, "log-meeting", "dana-oz", "--resume", "--minutes", "50")

    assert ran.status == 0
    assert changed == {
        "relationships/dana-oz-<2>/2026-11-22-meeting-<4>.yaml": (
            "schema: 1\nid: <4>\nkind: meeting\ndate: 2026-11-22\nin_confidence: true\n"
            "status: held\nminutes: 50\n"
            "action_items:\n  - text: send it\n    owner: me\n    due: 2026-11-27\n"
            "topics:\n  - the reorg\n  - the budget\nnotes: we talked\n"
        )
    }
    assert drafts(dana) == []


def test_the_latest_draft_is_meant_unless_one_is_named(dana: Home) -> None:
    dana.run("note", "nobody", "the first")
    first = drafts(dana)[0].stem
    dana.run("note", "nobody", "the second")

    dana.run("note", "dana-oz", "--resume")
    dana.run("note", "dana-oz", "--resume", first)

    texts = [text.rpartition("text: ")[2] for path, text in dana.files().items() if "note" in path]
    assert sorted(texts) == ["the first\n", "the second\n"]


def test_a_draft_of_another_command_is_not_mixed_up(dana: Home) -> None:
    dana.run("note", "nobody", "something")
    other = drafts(dana)[0].stem

    assert dana.run("gave", "dana-oz", "--resume") == Ran(
        3, "", "mentorlog: There's no draft of gave.\n  Leave --resume out.\n"
    )
    assert dana.run("gave", "dana-oz", "--resume", other).status == 3


def test_resume_may_stand_before_a_name(dana: Home) -> None:
    dana.run("note", "nobody", "something")

    assert dana.run("note", "--resume", "dana-oz").status == 0


def test_the_pauses_end_has_a_draft_of_its_own_kind(dana: Home) -> None:
    ran = dana.run("resume", "dana-oz", "--resume")

    assert (ran.status, ran.err.splitlines()[0]) == (
        3,
        "mentorlog: There's no draft of resume.",
    )


def test_a_draft_means_the_days_it_was_written_for(dana: Home) -> None:
    dana.today = TODAY - dt.timedelta(days=3)  # a Thursday
    dana.run("log-meeting", "nobody", "kept", "--on", "yesterday", "--next", "fri 15:00")
    dana.run("note", "nobody", "that day")
    dana.today = TODAY

    ran = dana.run("log-meeting", "dana-oz", "--resume")
    dana.run("note", "dana-oz", "--resume")

    assert ran.status == 3, ran  # the next meeting it planned is over by now
    assert "A plan on Fri 20 Nov would be in the past." in ran.err
    assert "relationships/dana-oz-<2>/2026-11-19-note-<4>.yaml" in dana.files()


def test_an_older_draft_without_its_day_goes_on_as_of_today(dana: Home) -> None:
    dana.run("note", "nobody", "kept")
    (draft,) = drafts(dana)
    lines = draft.read_text(encoding="utf-8").splitlines(keepends=True)
    draft.write_text("".join(line for line in lines if "kept_on" not in line), encoding="utf-8")

    dana.run("note", "dana-oz", "--resume")

    assert "relationships/dana-oz-<2>/2026-11-22-note-<4>.yaml" in dana.files()


def test_a_number_somebody_spoiled_in_a_draft_counts_as_not_said(dana: Home) -> None:
    dana.run("check-in", "nobody", "--note", "kept", "--trust", "4")
    (draft,) = drafts(dana)
    text = draft.read_text(encoding="utf-8").replace('trust: "4"', "trust: some")
    draft.write_text(text, encoding="utf-8")

    ran = dana.run("check-in", "dana-oz", "--resume")

    assert (ran.status, "trust: some" in text) == (0, True)
    assert [text for text in dana.files().values() if "trust" in text] == []


def test_blanks_are_no_words_to_keep(dana: Home) -> None:
    ran = dana.run("note", "dana-oz", "  \n ")

    assert (ran.status, "--resume" in ran.err) == (2, False)


def test_a_dry_run_keeps_no_draft(dana: Home) -> None:
    ran = dana.run("note", "nobody", "something", "--dry-run")

    assert (ran.status, "--resume" in ran.err, drafts(dana)) == (3, False, [])


def test_what_cannot_be_kept_is_shown(dana: Home) -> None:
    (home,) = dana.state.iterdir()
    (home / "drafts").write_text("a file in the way", encoding="utf-8")

    ran = dana.run("log-meeting", "dana-oz", "we talked", "--topic", "reorg", "--topic", "budget")

    assert (ran.status, ran.out) == (6, "")
    assert ran.err.endswith(
        "  It couldn't be kept as a draft either, so here it is:\n  we talked\n  reorg\n  budget\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs an alarm")
@pytest.mark.usefixtures("ctrl_c_once_kept")
def test_ctrl_c_while_waiting_for_another_process_keeps_what_was_typed(dana: Home) -> None:
    (home,) = dana.state.iterdir()
    with files.lock(home / "lock", command="sync"):
        ran, changed = before_and_after(dana, "note", "dana-oz", "ask about London")

    assert (ran, changed) == (Ran(130, "", "mentorlog: Stopped.\n" + KEPT.format("note")), {})


@pytest.fixture
def ctrl_c_once_kept(dana: Home) -> Iterator[None]:
    """Somebody presses Ctrl-C as soon as there is a draft."""

    def press(_signal: int, _frame: FrameType | None) -> None:
        if drafts(dana):
            signal.setitimer(signal.ITIMER_REAL, 0)
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, press)
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_even_an_unexpected_error_tells_where_the_words_are(home: Home) -> None:
    broken = io.StringIO()
    broken.close()
    ran = home.run("new-agreement", "Dana Öz", "--goal", "say no", stdin=broken, terminal=True)

    first, *others = ran.err.partition("mentor you) ")[2].splitlines()
    assert (ran.status, first.startswith("mentorlog: Unexpected error:")) == (1, True)
    assert others == [
        "  Please report it, with what --debug prints.",
        "  What you typed is kept:  mentorlog new-agreement --resume <draft>",
    ]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (("note", "dana", "Ask", "--goal", "none"), ("note", "dana", "Asking was useless")),
        (
            ("log-meeting", "dana", "Good", "--with", "sam", "--minutes", "xx"),
            ("log-meeting", "dana", "Good"),
        ),
        (
            ("done", "FIRST", "--outcome", "It worked", "--on", "32 Nov"),
            ("done", "SECOND", "--outcome", "It worked"),
        ),
    ],
)
def test_a_draft_stays_unless_the_same_words_of_the_same_thing_are_saved(
    dana: Home, wrong: tuple[str, ...], right: tuple[str, ...]
) -> None:
    dana.run("log-meeting", "Sam Lee", "--new", "--on", "2026-11-03")
    for who in ("dana", "sam"):
        dana.run("received", who, "an hour", "--type", "advice")
    first, second = (path.stem[-8:] for path in sorted(dana.journal.rglob("*-contribution-*")))
    ids = {"FIRST": first, "SECOND": second}

    dana.run(*(ids.get(word, word) for word in wrong))
    before = dana.run("drafts").out
    ran = dana.run(*(ids.get(word, word) for word in right))

    assert (ran.status, dana.run("drafts").out) == (0, before)
    assert "No drafts" not in before


@pytest.mark.parametrize("name", ["Ava Lind", "Dana Lind"])
def test_a_draft_stays_about_whom_it_was_typed_for_whatever_they_are_called(
    dana: Home, name: str
) -> None:
    ahead = ("log-meeting", "dana-oz", "on the ferry", "--on", "2031-01-01")
    assert dana.run(*ahead).status in {2, 3}
    assert dana.run("rename", "dana-oz", name).status == 0
    assert dana.run("log-meeting", "Dana Oz", "another one", "--new").status == 0

    ran = dana.run("log-meeting", "--resume", "--on", "today")

    assert ran.status == 0, ran
    assert ran.out.startswith(f"Logged Sun 22 Nov with {name}")


def test_a_draft_about_somebody_who_is_called_otherwise_goes_when_they_are_erased(
    dana: Home,
) -> None:
    assert dana.run("note", "dana-oz", "on the ferry", "--goal", "none").status == 3
    assert dana.run("rename", "dana-oz", "Ava Lind").status == 0
    assert dana.run("log-meeting", "Dana Oz", "another one", "--new").status == 0

    other = dana.run("erase", "dana-oz", "--yes")
    kept = drafts(dana)
    assert dana.run("erase", "ava-lind", "--yes").status == 0

    assert other.status == 0
    assert len(kept) == 1
    assert drafts(dana) == []
