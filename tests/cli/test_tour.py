"""demo --tour: eight real command lines in a throw-away journal, at the pace of who looks."""

from __future__ import annotations

from cli.harness import Home

from mentorlog.commands.demo import STOPS


def stops(text: str) -> list[str]:
    return [line[:3] for line in text.splitlines() if line[1:4] == f"/{len(STOPS)} "]


def test_without_a_terminal_the_whole_tour_is_printed(home: Home) -> None:
    ran = home.run("demo", "--tour")

    assert (ran.status, stops(ran.out)) == (0, [f"{n}/{len(STOPS)}" for n in range(1, 9)])
    assert "$ mentorlog prep dana-oz\nThe last meeting of this term with Dana Öz" in ran.out
    assert "Undid log-meeting:" in ran.out
    assert ran.out.endswith('Start your own:  mentorlog new-agreement "Dana Öz"\n')
    assert not home.journal.exists()


def test_on_a_terminal_enter_goes_on_and_q_ends(home: Home) -> None:
    ran = home.run("demo", "--tour", terminal=True, stdin="\nq\n")

    assert stops(ran.out) == ["1/8", "2/8"]
    assert ran.err == "\nEnter for the next stop, q to quit: \nEnter for the next stop, q to quit: "
    assert "Start your own" in ran.out


def test_the_end_of_input_ends_it_kindly(home: Home) -> None:
    ran = home.run("demo", "--tour", terminal=True)

    assert (ran.status, stops(ran.out)) == (0, ["1/8"])


def test_the_users_own_settings_and_journal_are_not_looked_at(home: Home) -> None:
    home.run("log-meeting", "Kim Bell", "mine", "--new")
    home.run("config", "journal", str(home.journal))
    home.variables["MENTORLOG_JOURNAL"] = str(home.journal)
    before = home.files()

    ran = home.run("demo", "--tour")

    assert "Kim Bell" not in ran.out
    assert home.files() == before


def test_programs_take_no_tour(home: Home) -> None:
    assert home.run("demo", "--tour", "--json").status == 2
