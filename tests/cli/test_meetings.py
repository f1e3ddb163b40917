"""meetings: every meeting that was held, with length and topics, and what they come to."""

from __future__ import annotations

import json

import pytest
from cli.harness import Home, Ran


@pytest.fixture
def met(home: Home) -> Home:
    """Four meetings with three people in October and November, one of them over and done with."""
    for who, date, minutes, *topics in (
        ("Sam Lee", "2026-10-01", "1h", "negotiation"),
        ("Dana Öz", "2026-10-13", "45", "the reorg", "saying no"),
        ("Noor Haddad", "2026-10-29", "", "first steps"),
        ("Dana Öz", "2026-11-10", "50 min", "the budgets"),
    ):
        about = [part for topic in topics for part in ("--topic", topic)]
        long = ("--minutes", minutes) if minutes else ()
        ran = home.run("log-meeting", who, "--new", "--on", date, *long, *about)
        assert ran.status == 0
    home.run("schedule", "sam-lee", "tomorrow", "15:00")
    home.run("log-meeting", "sam-lee", "--on", "2026-11-02", "--status", "no_show")
    home.run("close", "noor-haddad", "--reason", "drifted", "--no-input")
    return home


def dates(ran: Ran) -> list[str]:
    assert ran.status == 0
    return [part[:10] for part in ran.out.split('"date": "')[1:]]


def test_all_of_them_month_by_month(met: Home) -> None:
    met.variables["COLUMNS"] = "80"

    assert met.run("meetings") == Ran(
        0,
        "All meetings\n"
        "\n"
        "October 2026                   3 meetings, at least 1 h 45, one without a length\n"
        "  Thu 1 Oct   Sam Lee      1 h     negotiation\n"
        "  Tue 13 Oct  Dana Öz      45 min  the reorg, saying no\n"
        "  Thu 29 Oct  Noor Haddad  \u2013       first steps\n"
        "\n"
        "November 2026                                                  1 meeting, 50 min\n"
        "  Tue 10 Nov  Dana Öz      50 min  the budgets\n"
        "\n"
        "  Dana Öz 1 h 35 · Sam Lee 1 h · Noor Haddad one without a length\n"
        "  4 meetings, at least 2 h 35, one without a length\n",
        "",
    )


def test_on_a_narrow_terminal_topics_go_below(met: Home) -> None:
    met.variables["COLUMNS"] = "50"

    assert met.run("meetings", "--period", "2026-10").out.splitlines()[:6] == [
        "October 2026",
        "",
        "  Thu 1 Oct   Sam Lee      1 h",
        "    negotiation",
        "  Tue 13 Oct  Dana Öz      45 min",
        "    the reorg, saying no",
    ]


def test_of_one_person_the_name_stands_above(met: Home) -> None:
    assert met.run("meetings", "dana", "--period", "2026").out == (
        "The year 2026 with Dana Öz\n"
        "\n"
        f"October 2026{'1 meeting, 45 min':>88}\n"
        "  Tue 13 Oct  45 min  the reorg, saying no\n"
        "\n"
        f"November 2026{'1 meeting, 50 min':>87}\n"
        "  Tue 10 Nov  50 min  the budgets\n"
        "\n"
        "  2 meetings, 1 h 35\n"
    )
    assert met.run("meetings", "dana").out.startswith("All meetings with Dana Öz\n")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), ["2026-10-01", "2026-10-13", "2026-10-29", "2026-11-10"]),
        (("--since", "13 Oct"), ["2026-10-13", "2026-10-29", "2026-11-10"]),
        (("--until", "2026-10-13"), ["2026-10-01", "2026-10-13"]),
        (("--since", "2026-10-02", "--until", "2026-11-09"), ["2026-10-13", "2026-10-29"]),
        (("--period", "month"), ["2026-10-29", "2026-11-10"]),
        (("--period", "quarter"), ["2026-10-01", "2026-10-13", "2026-10-29", "2026-11-10"]),
        (("--period", "year", "--topic", "no"), ["2026-10-13"]),
        (("--period", "2026-10"), ["2026-10-01", "2026-10-13", "2026-10-29"]),
        (("--period", "2026-Q3"), []),
        (("--period", "last month"), ["2026-10-01", "2026-10-13", "2026-10-29"]),
        (("--period", "October"), ["2026-10-01", "2026-10-13", "2026-10-29"]),
        (("--period", "this month"), ["2026-11-10"]),
        (("--period", "nov 2026"), ["2026-11-10"]),
        (("--period", "last quarter"), []),
        (("--period", "last year"), []),
        (("--period", "dec"), []),
        (("--period", "2025"), []),
        (("--topic", "Budget"), ["2026-11-10"]),
        (("--topic", "no saying"), ["2026-10-13"]),
        (("--topic", "reorg no"), []),
        (("--as-of", "2026-10-13"), ["2026-10-01", "2026-10-13"]),
        (("sam",), ["2026-10-01"]),
    ],
)
def test_which_are_listed(met: Home, arguments: tuple[str, ...], expected: list[str]) -> None:
    assert dates(met.run("meetings", *arguments, "--json")) == expected


def test_programs_are_told_every_key(met: Home) -> None:
    ran = met.run("meetings", "--since", "2026-10-29", "--json")

    told = json.loads(ran.out.replace("<", '"<').replace(">", '>"').replace('""', '"'))
    totals = {"meetings": 2, "minutes": 50, "without_length": 1}
    noors = {"meetings": 1, "minutes": 0, "without_length": 1}
    danas = {"meetings": 1, "minutes": 50, "without_length": 0}
    first, last = told["items"]
    assert first.keys() == last.keys()
    assert {key: last[key] for key in last if key != "id"} == {
        "handle": "dana-oz",
        "name": "Dana Öz",
        "date": "2026-11-10",
        "time": None,
        "minutes": 50,
        "medium": None,
        "topics": ["the budgets"],
        "occasion": None,
        "withheld": False,
    }
    assert {key: told[key] for key in told if key != "items"} == {
        "schema": "mentorlog.meetings/1",
        "as_of": "2026-11-22",
        "since": "2026-10-29",
        "until": None,
        "totals": totals,
        "people": [
            {"handle": "dana-oz", "name": "Dana Öz", **danas},
            {"handle": "noor-haddad", "name": "Noor Haddad", **noors},
        ],
        "months": [{"month": "2026-10", **noors}, {"month": "2026-11", **danas}],
        "problems": [],
    }


def test_an_occasion_counts_once_in_all_and_for_each_person(met: Home) -> None:
    for path in met.journal.rglob("*-meeting-*.yaml"):
        if "status: held" in path.read_text("utf-8"):
            path.write_text(path.read_text("utf-8") + "occasion: 7k3q8w2m\n", "utf-8")

    told = met.run("meetings", "--json").out

    assert '"totals": {"meetings": 1, "minutes": 60, "without_length": 0}' in told
    assert '"name": "Dana \\u00d6z", "meetings": 2, "minutes": 95' in told


def test_in_confidence_the_head_is_told_and_the_alias(home: Home) -> None:
    home.run("log-meeting", "Dana Öz", "--new", "--topic", "secret", "--in-confidence")

    shown, told = home.run("meetings").out, home.run("meetings", "--json").out

    assert "(held in confidence)" in shown
    assert '"topics": null' in told
    assert '"withheld": true' in told
    assert "secret" not in shown + told
    assert "secret" in home.run("meetings", "--reveal").out
    assert dates(home.run("meetings", "--topic", "secret", "--json")) == []
    for more in ((), ("--format", "md")):
        said = home.run("meetings", "--topic", "secret", *more).out
        assert "Not searched: 1 meeting held in confidence; --reveal includes them.\n" in said
    assert "Not searched" not in home.run("meetings", "--topic", "secret", "--reveal").out


def test_as_markdown(met: Home) -> None:
    assert met.run("meetings", "--period", "2026-10", "--format", "md").out == (
        "# October 2026\n"
        "\n"
        "| Date | With | Length | Topics |\n"
        "| --- | --- | --- | --- |\n"
        "| 2026-10-01 | Sam Lee | 1 h | negotiation |\n"
        "| 2026-10-13 | Dana Öz | 45 min | the reorg, saying no |\n"
        "| 2026-10-29 | Noor Haddad |  | first steps |\n"
        "\n"
        "- Sam Lee: 1 meeting, 1 h\n"
        "- Dana Öz: 1 meeting, 45 min\n"
        "- Noor Haddad: 1 meeting, one without a length\n"
        "\n"
        "3 meetings, at least 1 h 45, one without a length.\n"
    )


def test_as_a_table_for_spreadsheets_no_cell_of_which_is_a_formula(home: Home) -> None:
    home.run("log-meeting", "Sam Lee", "--new", "--topic", "=1+1", "--minutes", "1:30")

    assert home.run("meetings", "--format", "csv").out == (
        "date,time,name,handle,minutes,medium,topics,occasion,id\n"
        "2026-11-22,,Sam Lee,sam-lee,90,,'=1+1,,<3>\n"
    )


def test_nothing_found_is_no_failure(home: Home) -> None:
    assert home.run("meetings") == Ran(0, "All meetings\nNo meetings.\n", "")
    assert home.run("meetings", "--since", "today", "--topic", "x").out == (
        "Since Sun 22 Nov\nNo meetings about “x”.\n"
    )
    assert '"items": []' in home.run("meetings", "--json").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--period", "2026", "--since", "today"),
            "Give --period, or --since and --until, not both.",
        ),
        (
            ("--period", "midpoint"),
            "--period takes month, quarter, year, 2026, 2026-10 or",
        ),
        (("--period", "2026-13"), "--period takes month, quarter, year, 2026, 2026-10 or"),
        (("--period", "2026-12"), "December 2026 hasn't started yet."),
        (("--since", "today", "--until", "yesterday"), "--since is after --until."),
        (("--since", "someday"), '"someday" isn\'t a date.'),
        (("--format", "html"), "--format takes table, md or csv."),
        (("--topic", " "), "--topic is empty."),
    ],
)
def test_a_slip_of_usage(home: Home, arguments: tuple[str, ...], said: str) -> None:
    ran = home.run("meetings", *arguments)

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"mentorlog: {said}")


def test_a_format_and_json_are_not_both(home: Home) -> None:
    ran = home.run("meetings", "--format", "table", "--json")

    assert ran.status == 2
    assert '"message": "Give --format or --json, not both."' in ran.err + ran.out


def test_what_cannot_be_read_is_told_and_the_rest_is_listed(met: Home) -> None:
    (path, *_) = sorted(met.journal.rglob("*-meeting-*.yaml"))
    path.write_text("schema: 1\nkind: meeting\n", "utf-8")

    ran = met.run("meetings")

    assert ran.status == 4
    assert "Dana Öz" in ran.out


def test_every_page_table_and_letter_has_one_total(home: Home) -> None:
    """Renewed, amended, reopened, met twice on a day, with two people, and without a length."""
    for line in (
        "new-agreement Dana --cadence monthly --for 3m --starts 2026-01-05",
        "new-agreement Sam --cadence monthly --open --starts 2026-01-05",
        "log-meeting dana --on 2026-01-10 --minutes 60 --with sam",
        "log-meeting dana --on 2026-02-10 --minutes 45",
        "log-meeting dana --on 2026-02-10 --minutes 30 --another",
        "log-meeting dana --on 2026-03-10",
        "new-agreement Dana --cadence weekly --for 3m --starts 2026-05-01",
        "log-meeting dana --on 2026-05-10 --minutes 20",
        "amend dana --from 2026-06-01 --cadence monthly --for 4m",
        "close dana --on 2026-07-01 --reason drifted",
        "reopen dana --on 2026-08-01 --open",
        "log-meeting dana --on 2026-08-10 --minutes 40",
    ):
        assert home.run(*line.split(), "--no-input").status == 0

    said = "6 meetings, at least 3 h 15, one without a length"
    counted = {"meetings": 6, "minutes": 195, "without_length": 1}
    whole = f"In all: {said}; this term: 1, 40 min."
    for line in ("review dana", "review dana --format html", "export md dana", "export html dana"):
        assert whole in home.run(*line.split()).out.replace("\n", " "), line
    for line in (
        "meetings dana",
        "meetings --format md",
        "review dana --period year",
        "review dana --period year --format html",
    ):
        assert said in home.run(*line.split()).out.replace("Dana: ", "").replace("\n", " "), line
    assert "met once since August, six times in all" in home.run("thanks", "dana").out
    assert json.loads(home.raw("review", "dana", "--json").out)["relationships"][0]["total"] == (
        counted
    )
    assert json.loads(home.raw("meetings", "--json").out)["totals"] == counted
    assert ",6,195,1,1,40,0" in home.run("review", "--format", "csv").out
    dossier = home.run("export", "dossier", "--period", "2026", "--for", "others").out
    assert f"**Contact time**: {said}" in dossier
