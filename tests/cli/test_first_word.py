"""The first word of a line: a command, a person, the beginning of a command, or a wrong word."""

from __future__ import annotations

import pytest
from cli.harness import Home, Ran
from standins import Machine


@pytest.mark.parametrize("word", ["dana-oz", "Dana Öz", "dana", "oz", "ÖZ"])
def test_a_name_shows_the_person(dana: Home, word: str) -> None:
    assert dana.run(word) == dana.run("review", "dana-oz")
    assert dana.run(word, "--json").out == dana.run("review", "dana-oz", "--json").out


@pytest.mark.parametrize(
    "line", [[], ["--json"], ["--plain"], ["--until", "2026-11-01"], ["--nonsense"], ["surplus"]]
)
def test_a_name_needs_typer_only_for_what_is_unusual(
    dana: Home, line: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = dana.run("review", "dana-oz", *line)
    if wanted.status == 0:
        monkeypatch.setattr("mentorlog.__main__._by_typer", None)

    assert dana.run("--color", "never", "dana-oz", *line).out == wanted.out
    assert dana.run("dana", *line) == wanted


def test_the_beginning_of_a_name_is_no_name(dana: Home) -> None:
    assert dana.run("dan").status == 2


def test_a_commands_name_goes_before_a_person(dana: Home) -> None:
    dana.run("log-meeting", "Todo Review", "--new")

    assert dana.run("todo") == dana.run("todo", "--no-input")
    assert dana.run("todo-review").out.startswith("Todo Review")


def test_a_name_goes_before_the_beginning_of_a_command(dana: Home) -> None:
    dana.run("log-meeting", "Log Lady", "--new")

    assert dana.run("log").out.startswith("Log Lady")


def test_a_beginning_runs_the_command_that_alone_begins_so(dana: Home) -> None:
    assert dana.run("log", "dana-oz", "--another").status == 0
    assert dana.run("recei", "dana-oz", "a book").status == 0
    assert dana.run("revi") == dana.run("review")
    assert dana.run("revie", "dana-oz", "--json") == dana.run("review", "dana-oz", "--json")
    assert "Usage: mentorlog log-meeting " in dana.run("log", "--help").out


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("re", '"re" could be received, '),
        ("list", 'There\'s no command "list"; use:  mentorlog review'),
        ("status", 'There\'s no command "status"; use:  mentorlog review'),
        ("add", 'There\'s no command "add"; use:  mentorlog log-meeting'),
        ("delete", 'There\'s no command "delete"; use:  mentorlog remove'),
        ("reminder", 'There\'s no command "reminder"; use:  mentorlog nudge'),
        ("today", 'There\'s no command "today"; use:  mentorlog review'),
        ("agree", 'There\'s no command "agree"; use:  mentorlog new-agreement'),
        ("goal", 'There\'s no command "goal"; use:  mentorlog note WHO TEXT --goal TITLE'),
        ("who", 'There\'s no command "who"; use:  mentorlog people'),
        ("Log", "There's no command \"Log\". Did you mean 'log-meeting'?"),
        ("REVIEW", "There's no command \"REVIEW\". Did you mean 'review'?"),
        ("prepp", "There's no command \"prepp\". Did you mean 'prep'?"),
        ("dnaa-oz", 'There\'s no command "dnaa-oz". Did you mean Dana Öz?'),
        ("qqq", 'There\'s no command "qqq". See them all:  mentorlog --help'),
        ("", 'There\'s no command "".'),
    ],
)
def test_a_wrong_word_runs_nothing_and_leads_on_in_one_line(
    dana: Home, word: str, said: str
) -> None:
    ran = dana.run(word)

    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(f"mentorlog: {said}")


def test_where_no_journal_can_be_read_a_wrong_word_is_still_told(home: Home) -> None:
    home.journal.write_text("no folder", encoding="utf-8")

    assert home.run("dana").status == 2


@pytest.mark.parametrize(
    ("line", "right"),
    [
        (("log-meeting", "dana", "--date", "today"), "--on"),
        (("log-meeting", "dana", "--duration", "45"), "--minutes"),
        (("log-meeting", "dana", "--for", "45"), "--minutes"),
        (("log-meeting", "dana", "-m", "plans"), "--note"),
        (("pause", "dana", "--date", "today"), "--from"),
        (("log-meeting", "dana", "--notes", "x"), "--note"),
        (("log-meeting", "dana", "--minut", "45"), "--minutes"),
        (("meetings", "--from", "2026"), "--since"),
        (("cancel", "dana", "--reason", "ill"), "--why"),
        (("remove", "x", "-f"), "--yes"),
        (("new-agreement", "Sam Lee", "--areas", "budget"), "--focus"),
        (("new-agreement", "Sam Lee", "--topic", "budget"), "--focus"),
        (("new-agreement", "Sam Lee", "--frequency", "monthly"), "--cadence"),
        (("log-meeting", "dana", "--area", "budget"), "--topic"),
    ],
)
def test_an_option_by_a_name_from_elsewhere_is_answered_with_ours(
    dana: Home, line: tuple[str, ...], right: str
) -> None:
    ran = dana.run(*line)

    assert ran.status == 2
    assert ran.err.splitlines()[1].startswith(f"  Use {right}:")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("log-meeting", "dana", "--foo"), "See them all:  mentorlog log-meeting --help"),
        (
            ("schedule", "dana", "--date", "fri"),
            "Leave the dashes out:  mentorlog schedule WHO DATE",
        ),
        (("note", "dana", "--text", "x"), "Leave the dashes out:  mentorlog note WHO TEXT"),
        (("todo", "--who", "dana"), "Leave the dashes out:  mentorlog todo WHO"),
        (("log-meeting", "--date", "today"), "Use --on:  mentorlog log-meeting --on DATE"),
    ],
)
def test_an_option_that_there_is_not_is_told_in_two_lines(
    dana: Home, line: tuple[str, ...], said: str
) -> None:
    wrong = next(word for word in line if word.startswith("-"))

    assert dana.run(*line) == Ran(2, "", f"mentorlog: There's no option {wrong}.\n  {said}\n")


def test_words_too_many_are_not_repeated(dana: Home) -> None:
    ran = dana.run("log-meeting", "dana", "something", "in confidence")

    assert (ran.status, "confidence" in ran.err) == (2, False)
    assert "Several words need quotes:" in ran.err


@pytest.mark.parametrize(
    ("word", "said"),
    [
        *(("task", "todo"), ("stats", "meetings"), ("version", "--version"), ("stash", "drafts")),
        *(("annotate", "note"), ("backup", "export backup"), ("fetch", "sync"), ("diff", "show")),
    ],
)
def test_words_of_git_task_and_jrnl_lead_on(dana: Home, word: str, said: str) -> None:
    ran = dana.run(word)

    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(f'mentorlog: There\'s no command "{word}"; use:  mentorlog {said}')


def test_a_topic_may_be_begun(dana: Home) -> None:
    assert dana.run("help", "date") == dana.run("help", "dates")


def test_options_are_not_shortened(dana: Home) -> None:
    assert dana.run("log-meeting", "dana", "--minut", "45").status == 2


def test_the_words_of_a_choice_are(dana: Home) -> None:
    dana.run("log-meeting", "dana", "--status", "can", "--medium", "vid")
    text = "".join(dana.files().values())

    assert "status: cancelled" in text
    assert "medium: video" in text
    assert dana.run("check-in", "dana", "--fit", "good").status == 0
    assert dana.run("new-agreement", "Sam Lee", "--as", "ment", "--open").err == (
        'mentorlog: --as "ment" could be mentee or mentor.\n'
    )


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("meetings this year", 'mentorlog meetings --period "this year"'),
        ("meetings dana 2026", "mentorlog meetings dana --period 2026"),
        ("meetings dana last month", 'mentorlog meetings dana --period "last month"'),
        ("meetings from october", "mentorlog meetings --since 2026-10-01"),
        ("meetings dana since yesterday", "mentorlog meetings dana --since yesterday"),
        ("review dana 2026", "mentorlog review dana --period 2026"),
        ("find budget last month", "mentorlog find budget --since 2026-10-01 --until 2026-10-31"),
        ("pause dana until fri", "mentorlog pause dana --until fri"),
        ("pause dana for two weeks", 'mentorlog pause dana --for "two weeks"'),
        ("pause dana until january", "mentorlog pause dana --until DATE"),
        ("new-agreement Zoe as mentor", "mentorlog new-agreement Zoe --as mentor"),
        (
            "new-agreement Zoe every 2 weeks",
            'mentorlog new-agreement Zoe --cadence "every 2 weeks"',
        ),
        ("amend dana monthly", "mentorlog amend dana --cadence monthly"),
        ("reopen dana tomorrow", "mentorlog reopen dana --on tomorrow"),
        ("gave dana intro last friday", 'mentorlog gave dana TEXT --on "last friday"'),
        ("meetings about leading", "mentorlog meetings --topic leading"),
        ("pause dana two weeks", 'mentorlog pause dana --for "two weeks"'),
        ("review dana 3 months", 'mentorlog review dana --window "3 months"'),
        ("amend dana to monthly", "mentorlog amend dana --cadence monthly"),
        ("amend dana to 2027-05-31", "mentorlog amend dana --until 2027-05-31"),
        ("log-meeting dana on friday", "mentorlog log-meeting dana --on friday"),
        ("check-in dana note secret", "mentorlog check-in dana --note TEXT"),
        ("check-in --note secret dana fit good_fit", "mentorlog check-in WHO --fit good_fit"),
        ("nudge snooze dana until fri", "mentorlog nudge snooze dana --until fri"),
        ("move dana tue to wed", "mentorlog reschedule WHO DATE"),
    ],
)
def test_words_that_mean_an_option_are_shown_with_it(dana: Home, line: str, meant: str) -> None:
    dana.run("log-meeting", "Sam Lee", "--new")

    ran = dana.run(*line.split())

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines()[:2] == [
        "mentorlog: Too many words.",
        f"  Did you mean:  {meant}",
    ]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        (
            "log-meeting dana met on time",
            'Several words need quotes:  mentorlog log-meeting dana "',
        ),
        ("log-meeting dana with bob", 'Several words need quotes:  mentorlog log-meeting dana "'),
        (
            "amend dana to more often",
            "A name of several words needs quotes. See what it takes:  mentorlog amend --help",
        ),
        ("schema note ask", "See what it takes:  mentorlog schema --help"),
    ],
)
def test_surplus_words_that_are_no_option_are_told_apart(dana: Home, line: str, hint: str) -> None:
    assert dana.run(*line.split()).err.splitlines()[1].startswith(f"  {hint}")


@pytest.mark.parametrize("command", ["meetings", "review"])
@pytest.mark.parametrize("period", ["2026", "year", "2026-Q3"])
def test_a_period_instead_of_a_person_names_the_option(
    dana: Home, command: str, period: str
) -> None:
    assert dana.run(command, period) == Ran(
        3,
        "",
        f'mentorlog: No one here is called "{period}".\n'
        f"  For a period:  mentorlog {command} --period {period}\n",
    )


def test_to_move_a_person_shows_how_to_move_a_meeting(dana: Home) -> None:
    assert dana.run("move", "dana", "wed") == Ran(
        3,
        "",
        'mentorlog: No id begins with "dana".\n'
        "  Move a meeting to another day:  mentorlog reschedule dana-oz DATE\n"
        "  List the ids:  mentorlog show dana-oz\n",
    )


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("export js", "export json"),
        ("schema meet", "schema meeting"),
        ("schema check-i", "schema check_in"),
        ("config me.n", "config me.name"),
        ("config nudge.channel ban", "config nudge.channel banner"),
        ("help cad", "help cadence"),
        ("nudge stat", "nudge status"),
        ("seal st", "seal status"),
        ("review --format cs", "review --format csv"),
        (
            "new-agreement Zoe --template fortn --dry-run",
            "new-agreement Zoe --template fortnightly-6 --dry-run",
        ),
    ],
)
def test_the_beginning_of_a_choice_is_enough(dana: Home, line: str, whole: str) -> None:
    dana.variables["PATH"] = str(Machine(dana.folder / "machine").bin)

    assert dana.run(*line.split()) == dana.run(*whole.split())
    assert dana.run(*whole.split()).status == 0


def test_a_beginning_of_several_settings_names_them(home: Home) -> None:
    assert home.run("config", "me").err.startswith(
        'mentorlog: There\'s no setting "me". Did you mean me.name or me.hours_per_month?'
    )


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("schedule dana fri with dana", "schedule dana fri --with dana"),
        ("schedule dana on fri", "schedule dana fri"),
        ("reschedule dana to fri 15:00", "reschedule dana fri 15:00"),
        ("reschedule dana tue to wed", "reschedule dana wed --planned tue"),
        ("cancel dana on tuesday", "cancel dana tuesday"),
        ("cancel dana fri by them", "cancel dana fri --by them"),
        ("cancel dana fri why secret", "cancel dana fri --why TEXT"),
        ("cancel dana by them", "cancel dana --by them"),
    ],
)
def test_words_beside_a_date_are_shown_where_they_belong(dana: Home, line: str, meant: str) -> None:
    dana.run("schedule", "dana", "2026-12-03")
    ran = dana.run(*line.split())

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines()[1:] == [f"  Did you mean:  mentorlog {meant}"]


def test_what_is_no_date_shows_dates(dana: Home) -> None:
    assert "\n  Examples: " in dana.run("schedule", "dana", "sometime").err


@pytest.mark.parametrize(
    ("line", "is_kept"),
    [
        (("log-meeting", "dana", "on", "friday"), False),
        (("log-meeting", "dana", "we met", "on", "friday"), True),
        (("log-meeting", "dana", "we", "met"), True),
    ],
)
def test_only_words_that_the_hint_lacks_are_kept(
    dana: Home, line: tuple[str, ...], *, is_kept: bool
) -> None:
    assert ("What you typed is kept" in dana.run(*line).err) == is_kept
    assert ("log-meeting" in dana.run("drafts").out) == is_kept


@pytest.mark.parametrize(("word", "meant"), [("reopn", "reopen"), ("cadense", "cadence")])
def test_a_misspelt_word_after_help_names_the_near_one(home: Home, word: str, meant: str) -> None:
    assert home.run("help", word).err == (
        f'mentorlog: There\'s no help on "{word}". Did you mean {meant}?\n'
    )


def test_a_switch_instead_of_a_person_is_shown_as_one(dana: Home) -> None:
    assert dana.run("review", "all").err == (
        'mentorlog: No one here is called "all".\n  Did you mean:  mentorlog review --all\n'
    )


def test_snooze_leads_below_nudge(dana: Home) -> None:
    assert dana.run("snooze", "dana").err == (
        'mentorlog: There\'s no command "snooze"; use:  mentorlog nudge snooze WHO --for 2w\n'
    )


def test_from_and_to_are_left_out_of_the_line_shown(dana: Home) -> None:
    dana.run("schedule", "dana", "tue")

    ran = dana.run("reschedule", "dana", "from", "tue", "to", "fri")

    assert ran.err.splitlines()[1] == "  Did you mean:  mentorlog reschedule dana fri --planned tue"


def test_the_word_of_another_program_after_a_date_is_led_to_our_option(dana: Home) -> None:
    ran = dana.run("schedule", "dana", "fri", "for", "1h")

    assert ran.err.splitlines()[1] == "  Did you mean:  mentorlog schedule dana fri --minutes 1h"
