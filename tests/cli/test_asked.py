"""What is missing is asked for on a terminal, and only there."""

from __future__ import annotations

import re

import pytest
from cli.harness import Home, Ran

from mentorlog.cli import BELOW, PANELS


def answered(home: Home, *arguments: str, stdin: str) -> tuple[Ran, dict[str, str]]:
    """What was said, and the files that are new or changed."""
    before = home.files()
    ran = home.run(*arguments, terminal=True, stdin=stdin)
    return ran, {path: text for path, text in home.files().items() if before.get(path) != text}


WORDS = "She'd wait with the reorg.\n\n"


@pytest.fixture
def known(home: Home) -> Home:
    home.run("new-agreement", "Dana Öz", "--cadence", "weekly", "--minutes", "45")
    home.run("new-agreement", "Sam Lee", "--cadence", "weekly", "--starts", "2026-11-02")
    home.run("schedule", "dana-oz", "today 15:00")
    return home


def test_a_meeting_is_logged_by_answering(known: Home) -> None:
    answers = (
        "1\n" + WORDS + "50\nsend the deck by next friday\nintroduce me\nthe plan\n\ntue 15:00\n"
    )

    ran, changed = answered(known, "log-meeting", stdin=answers)

    [meeting] = [text for path, text in changed.items() if "2026-11-22-meeting" in path]
    assert ran.status == 0
    assert "  1  Dana Öz  planned for today 15:00\n" in ran.err
    assert "minutes: 50\n" in meeting
    assert "notes: She'd wait with the reorg.\n" in meeting
    assert "text: send the deck\n    owner: me\n    due: 2026-11-27\n" in meeting
    assert "text: introduce me\n    owner: them\n" in meeting
    assert any("2026-11-24-meeting" in path for path in changed)
    assert any("-contribution-" in path for path in changed)
    assert " ".join(ran.out.split()).startswith(
        "Logged Sun 22 Nov with Dana Öz, 50 min: 5 words, 2 action items"
        " (yours: send the deck, by Fri 27 Nov; Dana's: introduce me), "
    )


def test_enter_skips_every_question(known: Home) -> None:
    ran, changed = answered(known, "log-meeting", "sam", stdin="\n" * 7)

    assert ran.status == 0
    [meeting] = [text for path, text in changed.items() if "meeting" in path]
    assert meeting.endswith("date: 2026-11-22\nstatus: held\n")


@pytest.mark.parametrize("no", ["no", "none", "nothing", "-", "not yet"])
def test_a_plain_no_is_neither_a_promise_nor_a_gift(known: Home, no: str) -> None:
    ran, changed = answered(known, "log-meeting", "sam", stdin="\n\n" + f"{no}\n" * 5)

    assert ran.status == 0
    [meeting] = [text for path, text in changed.items() if path.endswith(".yaml")]
    assert meeting.endswith("date: 2026-11-22\nstatus: held\n")


def test_with_a_note_only_the_person_is_asked_for(known: Home) -> None:
    ran = known.run("log-meeting", "--note", "short", terminal=True, stdin="sam\n")

    assert (ran.status, ran.err.count("?")) == (0, 1)
    assert ran.out.startswith("Logged Sun 22 Nov with Sam Lee: 1 word.")


@pytest.mark.parametrize(
    ("command", "answers", "said"),
    [
        (("note",), "1\nask about London\n", "Noted"),
        (("gave", "sam"), "a book\n", "Noted what you gave Sam Lee."),
        (("schedule", "sam"), "someday\nfri 15:00\n", "Booked Fri 27 Nov 15:00 with Sam Lee."),
        (("cancel",), "dana\n", "Cancelled the meeting with Dana Öz"),
    ],
)
def test_what_a_command_needs_is_asked_for(
    known: Home, command: tuple[str, ...], answers: str, said: str
) -> None:
    ran = known.run(*command, terminal=True, stdin=answers)

    assert ran.status == 0
    assert ran.out.startswith(said)


@pytest.mark.parametrize("command", ["log-meeting", "note", "gave", "schedule", "cancel", "pause"])
def test_without_a_terminal_nobody_is_asked(home: Home, command: str) -> None:
    ran = home.run(command)

    assert (ran.status, ran.out) == (2, "")


def test_ctrl_d_keeps_the_words_as_a_draft(known: Home) -> None:
    ran = known.run("log-meeting", "sam", terminal=True, stdin=WORDS + "50\n")

    assert ran.status == 130
    assert "mentorlog log-meeting --resume" in ran.err


def test_a_name_that_makes_somebody_is_not_asked_about_as_one_that_is_there(known: Home) -> None:
    ran = known.run("candidate", "Bo Lind", "--stage", "noticed", terminal=True)
    near = known.run("candidate", "Lana", "--stage", "noticed", terminal=True)

    assert (ran.status, ran.err, near.status, near.err) == (0, "", 0, "")


@pytest.mark.parametrize(
    ("command", "answers", "said"),
    [
        (("prep",), "dana\n", "Dana Öz"),
        (("show",), "1\n", "Dana Öz"),
        (("thanks",), "dana\n", "Dana"),
        (("find",), "London\n", "Nothing"),
        (("export", "pair"), "dana\nAri Novak\n", "kind: pair"),
        (("nudge", "snooze", "--for", "2w"), "dana\n", "Dana Öz"),
    ],
)
def test_readers_ask_for_what_they_need(
    known: Home, command: tuple[str, ...], answers: str, said: str
) -> None:
    ran = known.run(*command, terminal=True, stdin=answers)

    assert ran.status == 0, ran.err
    assert said in ran.out


def test_a_loop_is_closed_by_its_number(known: Home) -> None:
    known.run("log-meeting", "dana", "--action", "me: send deck")

    ran = known.run("done", terminal=True, stdin="1\n")

    assert ran.err.startswith("Which one?\n  1  Dana Öz: send deck\n")
    assert (ran.status, "send deck" in known.run("todo").out) == (0, False)


def test_an_entry_is_chosen_from_the_latest(known: Home) -> None:
    known.run("log-meeting", "dana", "the reorg", "--on", "2026-11-20", "--minutes", "45")
    known.run("schedule", "dana", "2027-03-01")
    known.run("gave", "dana", "a secret", "--in-confidence")
    known.run(
        "gave", "dana", "a book\non budgets that is far too long to show", "--on", "2026-01-02"
    )

    ran = known.run("move", terminal=True, stdin="4\nsam\n")

    assert re.sub(r" \(\S+\)", "", ran.err).splitlines()[:5] == [
        "Which entry?",
        "  1  Fri 2 Jan  You gave, Dana Öz: a book on budgets that is far…",
        "  2  Sun 22 Nov  You gave, Dana Öz",
        "  3  Mon 1 Mar 2027  Meeting, planned, Dana Öz",
        "  4  Fri 20 Nov  Meeting, 15:00, 45 min, Dana Öz: the reorg",
    ]
    assert (ran.status, "Sam Lee" in ran.out) == (0, True)


def test_who_has_ended_comes_last_and_can_be_named(known: Home) -> None:
    known.run("close", "sam", "--on", "2026-11-20", "--no-input")

    ran = known.run("note", terminal=True, stdin="sam\nx\n")

    assert ran.err.startswith(
        "Who is it about?\n  1  Dana Öz  planned for today 15:00\n  2  Sam Lee  ended\n"
    )
    assert "was closed" in ran.err


@pytest.fixture
def five(known: Home) -> Home:
    """Dana is planned for today, Sam is due, Ari paused, Noor ended, and with Bo nothing is."""
    for name in ("Ari Novak", "Noor Haddad"):
        known.run("new-agreement", name, "--cadence", "monthly", "--starts", "2026-11-02")
    known.run("pause", "ari", "--from", "2026-11-10")
    known.run("close", "noor", "--no-input")
    known.run("candidate", "Bo Lind", "--stage", "noticed")
    known.run("received", "bo", "a hint", "--type", "advice")
    known.run("log-meeting", "ari", "--on", "2026-05-01")
    return known


@pytest.mark.parametrize(
    ("command", "first"),
    [
        ("log-meeting", "Dana Öz  planned for today 15:00"),
        ("schedule", "Sam Lee  due Mon 9 Nov"),
        ("reschedule", "Dana Öz  planned for today 15:00"),
        ("cancel", "Dana Öz  planned for today 15:00"),
        ("resume", "Ari Novak  paused"),
        ("reopen", "Noor Haddad  ended"),
        ("thanks", "Bo Lind"),
        ("update", "Bo Lind"),
        ("reconnect", "Ari Novak  paused"),
        ("compare-expectations", "Bo Lind"),
        ("amend", "Dana Öz  planned for today 15:00"),
        ("close", "Dana Öz  planned for today 15:00"),
    ],
)
def test_a_list_begins_with_those_who_fit(five: Home, command: str, first: str) -> None:
    ran = five.run(command, terminal=True)

    row = next(line for line in ran.err.split("\n") if line.startswith("  1  "))
    assert (ran.status, re.sub(" {2,}", "  ", row.strip())) == (130, f"1  {first}")


_ALONE = {  # what shows something alone, or needs a world of its own
    *("candidate", "todo", "review", "meetings", "people", "edit", "undo", "drafts", "doctor"),
    *("config", "demo", "help", "schema", "sync", "seal", "nudge", "nudge install"),
    *("nudge uninstall", "nudge status", "nudge test", "seal status", "seal test"),
}


@pytest.mark.parametrize(
    "command",
    [
        name
        for panel in PANELS.values()
        for each in panel
        for name in (each, *(f"{each} {below}" for below in BELOW.get(each, ())))
        if name not in _ALONE
    ],
)
def test_every_command_alone_asks_for_what_is_missing(five: Home, command: str) -> None:
    five.run("log-meeting", "sam", "--action", "me: send deck")

    asked = five.run(*command.split(), terminal=True)
    refused = five.run(*command.split())
    silent = five.run(*command.split(), "--no-input", terminal=True)

    assert (asked.status, asked.out) == (130, "")
    assert re.search(r"\?|Number|With whom", asked.err)
    if command != "log-meeting":  # there the plan for today is meant
        assert (refused.status, refused.out, silent) == (2, "", refused)


def test_an_export_is_chosen_by_its_number_or_its_beginning(known: Home) -> None:
    by_number = known.run("export", terminal=True, stdin="3\n")
    by_word = known.run("export", terminal=True, stdin="c\n")
    neither = known.run("export", terminal=True, stdin="12\nmd\n")

    assert by_number.out == by_word.out == known.run("export", "csv").out
    assert (
        "    One of: md, html, csv, ics, json, agreement, pair, dossier, backup.\n" in neither.err
    )
    assert neither.out == known.run("export", "md").out


def test_a_dossier_asks_for_its_period_and_a_backup_for_its_file(known: Home) -> None:
    file = known.folder / "all.zip"

    dossier = known.run("export", "dossier", terminal=True, stdin="someday\n2026\n")
    backup = known.run("export", "backup", terminal=True, stdin=f"{file}\n")

    assert dossier.out == known.run("export", "dossier", "--period", "2026").out
    assert (backup.status, file.is_file()) == (0, True)
    here = known.run("import", terminal=True, stdin=f"{file}\n")
    assert (here.status, here.err.startswith("  Which file?")) == (0, True)


def test_a_snooze_asks_who_and_for_how_long(known: Home) -> None:
    asked = known.run("nudge", "snooze", terminal=True, stdin="sam\nsoon\nuntil\n2027-01-04\n")
    usual = known.run("nudge", "snooze", "sam", terminal=True, stdin="\n")

    assert asked.out.startswith("Sam Lee is left out of scheduled nudges until Mon 4 Jan 2027")
    assert usual.out.startswith("Sam Lee is left out of scheduled nudges until Sun 6 Dec")


def test_who_is_erased_may_be_asked(known: Home) -> None:
    ran = known.run("erase", terminal=True, stdin="sam\nyes\n")

    assert (ran.status, "Sam Lee" in known.run("review", "--all").out) == (0, False)


def test_of_many_people_the_list_says_how_many_more_there_are(known: Home) -> None:
    for number in range(9):
        known.run("log-meeting", f"Team {number}", "--new", "--on", "2026-11-01")

    ran = known.run("note", terminal=True, stdin="team 8\nthe budget\n")

    assert "  9  " in ran.err
    assert "  10  " not in ran.err
    assert "  and 2 more: type the beginning of a name\n" in ran.err
    assert ran.status == 0


@pytest.mark.parametrize("lines", range(1, 4))
def test_a_note_that_is_begun_is_kept_line_by_line(known: Home, lines: int) -> None:
    said = ["She'd wait.", "The budget is out in May.", "Ask again."][:lines]

    ran = known.run("log-meeting", "sam", terminal=True, stdin="\n".join(said) + "\n")

    [draft] = known.state.rglob("drafts/*.yaml")
    assert (ran.status, "mentorlog log-meeting --resume" in ran.err) == (130, True)
    assert all(line in draft.read_text() for line in said)


def test_a_second_meeting_of_a_day_is_asked_about_before_anything_else(known: Home) -> None:
    known.run("log-meeting", "sam")

    refused = known.run("log-meeting", "sam", terminal=True, stdin="\n")
    another = known.run("log-meeting", "sam", terminal=True, stdin="yes\n" + "\n" * 7)

    assert refused.status == 3
    assert refused.err.startswith("  You already logged Sun 22 Nov with Sam Lee (")
    assert "What did you talk about?" not in refused.err
    assert (another.status, another.err.count("already logged")) == (0, 1)


def test_a_day_that_cannot_be_planned_is_asked_again(known: Home) -> None:
    answers = "\n\nsend the deck by fri\nintro\n\n\n2026-11-01\nthu 15:00\n"
    ran = known.run("log-meeting", "sam", terminal=True, stdin=answers)

    assert "    A plan on Sun 1 Nov would be in the past." in ran.err
    assert " ".join(ran.out.split()).startswith(
        "Logged Sun 22 Nov with Sam Lee: 2 action items"
        " (yours: send the deck, by Fri 27 Nov; Sam's: intro), next on Thu 26 Nov"
    )


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("log-meeting", "No one is here yet."),
        ("close", "No one is here yet."),
        ("done", "Nothing is open."),
        ("move", "There are no entries yet."),
    ],
)
def test_where_nothing_can_be_chosen_nothing_is_asked(home: Home, command: str, said: str) -> None:
    ran = home.run(command, terminal=True)

    assert (ran.status, ran.err.splitlines()[0]) == (3, f"mentorlog: {said}")


def test_somebody_new_may_be_logged_with_the_kept_words(home: Home) -> None:
    home.run("log-meeting", "Fiona", "a long talk")

    ran = home.run("log-meeting", "--resume", "--new")

    assert ran.out.startswith("Logged Sun 22 Nov with Fiona: 3 words.")


@pytest.mark.parametrize(
    ("answer", "until"),
    [
        ("2 weeks", "Sun 6 Dec"),
        ("until fri", "Fri 27 Nov"),
        ("Until Fri 27 Nov", "Fri 27 Nov"),
        ("in two weeks", "Sun 6 Dec"),
    ],
)
def test_the_end_of_a_pause_is_a_length_or_a_date(known: Home, answer: str, until: str) -> None:
    ran = known.run("pause", "sam", terminal=True, stdin=f"{answer}\n\ny\n")

    assert ran.out.startswith(f"Paused with Sam Lee from Sun 22 Nov, back {until}.")


@pytest.mark.parametrize("answer", ["1h", "ages", "15:00", "0d", "until"])
@pytest.mark.parametrize(
    ("words", "before", "example"),
    [
        (("pause", "sam"), "", "2027-05-31."),
        (("nudge", "snooze", "sam"), "", "2027-05-31."),
        (("amend", "sam"), "\n", "2027-05-31, open."),
    ],
)
def test_an_answer_that_is_no_end_shows_what_one_looks_like(
    known: Home, words: tuple[str, ...], before: str, example: str, answer: str
) -> None:
    ran = known.run(*words, terminal=True, stdin=f"{before}{answer}\n")

    said = f'"{answer}" isn\'t a length of time or a date. Examples: 6 months, 1y, {example}'
    assert said in " ".join(ran.err.split())


@pytest.mark.parametrize(
    ("answer", "until"),
    [
        ("6 months", "until: 2027-05-22"),
        ("until Fri 28 May 2027", "until: 2027-05-28"),
        ("without an end", ""),
        ("open", ""),
    ],
)
def test_an_amended_end_is_what_the_prompt_shows(known: Home, answer: str, until: str) -> None:
    known.run("amend", "sam", "--until", "2027-03-01")

    ran, changed = answered(known, "amend", "sam", stdin=f"\n{answer}\n\n\n\ny\n")

    [terms] = changed.values()
    assert (ran.status, ("until:" in terms)) == (0, bool(until))
    assert until in terms


SPLIT = 'Did you mean Sam Lee, and not a note that begins with "lee"? [Y/n]'


@pytest.mark.parametrize("answer", ["", "yes"])
def test_a_name_without_quotes_is_no_note(known: Home, answer: str) -> None:
    ran, changed = answered(
        known, "log-meeting", "sam", "lee", "--on", "2026-11-03", stdin=f"{answer}\nthe plan\n\n"
    )

    [meeting] = changed.values()
    assert SPLIT in " ".join(ran.err.split())
    assert meeting.endswith("date: 2026-11-03\nstatus: held\nnotes: the plan\n")


def test_a_name_alone_without_quotes_is_asked_about_and_then_everything(known: Home) -> None:
    ran, changed = answered(
        known, "log-meeting", "sam", "lee", stdin="\nthe plan\n\n30\n" + "\n" * 5
    )

    [meeting] = changed.values()
    assert "How long?" in ran.err
    assert meeting.endswith("status: held\nminutes: 30\nnotes: the plan\n")


@pytest.mark.parametrize(("answer", "note"), [("", "about the plan"), ("n", "lee about the plan")])
def test_what_follows_the_name_is_the_note(known: Home, answer: str, note: str) -> None:
    _, changed = answered(known, "log-meeting", "sam", "lee about the plan", stdin=f"{answer}\n")

    [meeting] = changed.values()
    assert meeting.endswith(f"status: held\nnotes: {note}\n")


@pytest.mark.parametrize("verb", ["note", "gave", "received"])
def test_the_text_is_asked_for_if_the_name_took_it(known: Home, verb: str) -> None:
    _, yes = answered(known, verb, "sam", "lee", stdin="\na book\n")
    _, no = answered(known, verb, "sam", "lee", stdin="n\n")

    assert "".join(yes.values()).endswith("text: a book\n")
    assert "".join(no.values()).endswith("text: lee\n")


def test_a_reply_is_asked_for_if_the_name_took_it(known: Home) -> None:
    _, changed = answered(known, "ask", "sam", "lee", stdin="\nan hour of your time\ny\n")

    assert "".join(changed.values()).endswith("reply: an hour of your time\n")


@pytest.mark.parametrize("mistyped", ["intro", "uuuu", "4.x", "-1"])
def test_a_choice_that_does_not_fit_is_asked_again(known: Home, mistyped: str) -> None:
    known.run("log-meeting", "dana", "the plan", "--action", "me: send it", "--action", "a book")

    done, closed = answered(known, "done", stdin=f"{mistyped}\n2\n")
    moved, _ = answered(known, "move", stdin=f"{mistyped}\n1\nsam\n")

    assert (done.status, moved.status) == (0, 0)
    assert "done_on" in "".join(closed.values())
    assert "    Type a number from 1 to 2, or an id.\n" in done.err
    assert "or an id.\n" in moved.err


def test_enter_takes_only_what_is_shown(known: Home) -> None:
    one = known.run("log-meeting", "--minutes", "30", terminal=True, stdin="\n")
    known.run("schedule", "dana", "today 16:00")
    known.run("schedule", "sam", "today 17:00")
    two = known.run("log-meeting", "--minutes", "30", terminal=True, stdin="\n")

    assert one.out.startswith("Logged Sun 22 Nov with Dana Öz, 30 min.")
    assert one.err.endswith("  Number or name         [1] ")
    assert two.status == 2
    assert "[1]" not in two.err


@pytest.mark.parametrize("answer", ["my mentor", "she mentors me", "boss"])
def test_a_role_that_is_none_is_told_who_is_who(home: Home, answer: str) -> None:
    typed = f"{answer}\nmentee\n" + "\n" * 10

    ran = home.run("new-agreement", "Dana", terminal=True, stdin=typed)

    said = "Choose mentee (they mentor you), mentor (you mentor them) or peer."
    assert (ran.status, ran.err.count(said)) == (0, 1)
