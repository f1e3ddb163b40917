"""export: to stdout or into a private file, with a word on what was left out."""

from __future__ import annotations

import json
import os

import pytest
from cli.harness import Home, Ran

FIRST = "2026-11-20"


@pytest.fixture
def met(dana: Home) -> Home:
    dana.run("log-meeting", "dana-oz", "Talked about the reorg", "--on", FIRST, "--topic", "budget")
    dana.run("note", "dana-oz", "ask about London")
    return dana


def test_others_get_the_hours_and_a_word_is_said_on_the_rest(met: Home) -> None:
    assert met.run("export", "csv", "--for", "others") == Ran(
        0,
        "\ufeffdate,kind,name,handle,id,status,time,minutes,topics,notes,text\n"
        "2026-11-20,meeting,Dana Öz,dana-oz,<4>,held,,,,,\n",
        "Left out: 1 agreement, 1 note; the private part of 1 meeting.\n",
    )


def test_a_file_is_private_and_replaced_only_by_force(met: Home) -> None:
    path = met.folder / "out.md"
    command = ("export", "md", "dana", "--output", str(path))

    first, again = met.run(*command), met.run(*command)
    met.run("note", "dana-oz", "one more")
    refused, forced = met.run(*command), met.run(*command, "--force")

    saved = Ran(
        0,
        "",
        f"Saved {path}.\n"
        "It's for you, private parts included. To share something:  "
        "mentorlog export md dana --for them\n",
    )
    assert (first, again, forced) == (saved, saved, saved)
    assert refused == Ran(
        3,
        "",
        f"mentorlog: {path} already exists.\n  Choose another name, or replace it with --force.\n",
    )
    assert path.stat().st_mode & 0o777 == 0o600
    assert "\none more\n" in path.read_text(encoding="utf-8")


def test_json_is_the_same_by_its_two_names(met: Home) -> None:
    by_format = met.run("export", "json", "--for", "them")
    by_option = met.run("export", "md", "--for", "them", "--json")

    assert by_format.out == by_option.out
    assert by_format.out.startswith(
        '{"schema": "mentorlog.export/1", "as_of": "2026-11-22", "for": "them", "since": null, '
        '"left_out": {"entries": 1, "parts": 1, "earlier": 0, "people": 0}, "items": [{'
    )


def test_since_a_day_only_what_came_after_it(met: Home) -> None:
    ran = met.run("export", "csv", "--since", "2026-11-22")

    assert [line.split(",")[1] for line in ran.out.splitlines()] == ["kind", "note"]
    assert ran.err == "Left out: 2 earlier entries.\n"


def test_them_with_several_people_says_so(met: Home) -> None:
    met.run("new-agreement", "Sam Lee", "--cadence", "monthly")

    assert met.run("export", "json", "--for", "them").err.splitlines()[-1] == (
        "2 people are in it. For one of them:  mentorlog export json WHO --for them"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("paper",), "export takes "),
        (("md", "--for", "boss"), "--for takes me, them or others."),
        (("csv", "--wikilinks"), "--wikilinks goes with md."),
        (("md", "--details"), "--details goes with ics."),
    ],
)
def test_a_slip_is_told_with_the_choices(met: Home, arguments: tuple[str, ...], said: str) -> None:
    ran = met.run("export", *arguments)

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"mentorlog: {said}")


@pytest.mark.parametrize(
    ("asked", "nearest"), [("xlsx", "csv"), ("PDF", "html"), ("zip", "backup")]
)
def test_what_is_no_export_is_answered_with_the_nearest(
    met: Home, asked: str, nearest: str
) -> None:
    assert met.run("export", asked).err.endswith(f"Closest:  mentorlog export {nearest}\n")


def test_no_export_takes_the_name_of_what_it_is_not(met: Home) -> None:
    path = met.folder / "all.XLSX"

    ran = met.run("export", "csv", "--output", str(path))

    assert (ran.status, path.exists()) == (2, False)
    assert "mentorlog writes no .XLSX files" in ran.err


def test_no_file_is_put_into_the_journal(met: Home) -> None:
    path = met.journal / "out.md"

    ran = met.run("export", "md", "--output", str(path))

    assert ran == Ran(
        3,
        "",
        f"mentorlog: {path} would be inside the journal.\n  Choose a place outside it.\n",
    )


def test_from_an_earlier_day_only_what_was_there(met: Home) -> None:
    ran = met.run("export", "csv", "--as-of", "2026-11-21")

    assert [line.split(",")[1] for line in ran.out.splitlines()] == ["kind", "agreement", "meeting"]


def test_an_alias_is_told_of_and_a_name_revealed(home: Home) -> None:
    home.run(
        *("new-agreement", "Dana Öz", "--cadence", "monthly", "--in-confidence"),
        *("--alias", "falcon"),
    )

    hidden = home.run("export", "md", "falcon")
    revealed = home.run("export", "md", "falcon", "--reveal")

    assert hidden.err == "A name held in confidence is replaced by its alias; --reveal shows it.\n"
    assert ("Dana" in hidden.out, "# falcon\n" in hidden.out) == (False, True)
    assert ("# Dana Öz\n" in revealed.out, revealed.err) == (True, "")


def test_a_file_needs_a_name(met: Home) -> None:
    assert met.run("export", "md", "--output", "").status == 2


def test_a_moved_meeting_keeps_its_uid_and_is_a_later_version(dana: Home) -> None:
    dana.run("schedule", "dana", "2026-12-01 15:00")
    dana.variables["TZ"] = "Europe/Berlin"
    (file,) = dana.journal.rglob("*-meeting-*.yaml")
    os.utime(file, (1_795_000_000, 1_795_000_000))
    before = dana.run("export", "ics").out
    file.write_text(file.read_text().replace("2026-12-01", "2026-12-02"))
    os.utime(file, (1_795_000_001, 1_795_000_001))
    after = dana.run("export", "ics").out

    def lines(text: str, key: str) -> list[str]:
        return [line for line in text.split("VEVENT")[1].splitlines() if line.startswith(key)]

    assert lines(before, "UID") == lines(after, "UID")
    assert (lines(before, "DTSTART"), lines(after, "DTSTART")) == (
        ["DTSTART;TZID=Europe/Berlin:20261201T150000"],
        ["DTSTART;TZID=Europe/Berlin:20261202T150000"],
    )
    assert lines(before, "SEQUENCE") == lines(after, "SEQUENCE") == ["SEQUENCE:0"]
    assert lines(before, "DTSTAMP") < lines(after, "DTSTAMP")


def test_a_cancelled_meeting_is_cancelled_in_the_calendar_too(dana: Home) -> None:
    dana.run("schedule", "dana", "2026-12-01 15:00")
    before = dana.run("export", "ics").out
    dana.run("log-meeting", "dana", "--on", "2026-12-01", "--status", "cancelled")

    after = dana.run("export", "ics").out

    uid = next(line for line in before.splitlines() if line.startswith("UID"))
    assert {uid, "STATUS:CANCELLED", "SEQUENCE:1"} <= set(after.splitlines())
    assert "STATUS" not in before


def test_an_export_of_nothing_says_so(home: Home, met: Home) -> None:
    assert Home(home.folder / "new").run("export", "csv").err == "It has no entries.\n"
    assert met.run("export", "md", "--since", "2026-11-30").err.splitlines()[0] == (
        "It has no entries."
    )
    assert met.run("export", "ics").err.splitlines()[0] == "It has no meetings: none is planned."


def test_joiners_and_soft_hyphens_survive_and_what_turns_a_line_round_is_shown(dana: Home) -> None:
    kept, shown = "\u0645\u06cc\u200c\u0634\u0648\u062f Silben\u00adtrennung 👩\u200d🔬", "a\u202eb"
    dana.run("note", "dana-oz", "-", stdin=f"{kept}\n  - {kept}\n")
    dana.run("note", "dana-oz", "x")
    (file,) = (one for one in dana.journal.rglob("*-note-*") if "text: x" in one.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace("text: x", f'text: "{shown}"'), "utf-8")

    for name in ("md", "csv", "html"):
        text = dana.run("export", name).out.replace("<bdi>", "").replace("</bdi>", "")
        assert text.count(kept) == 2, name
        assert "a\\u202eb" in text.replace("\\\\", "\\"), name


def test_indents_survive_in_a_table_and_on_a_page(dana: Home) -> None:
    dana.run("note", "dana-oz", "-", stdin="plan:\n- one\n    - two\n")

    assert "plan:\n- one\n    - two" in dana.run("export", "csv").out
    assert "    - two</p>" in dana.run("export", "html").out


@pytest.mark.parametrize("what", ["md", "backup"])
def test_no_folder_is_made_for_an_export(met: Home, what: str) -> None:
    path = met.folder / "not there" / "deep" / "out"

    ran = met.run("export", what, "--output", str(path))

    assert ran == Ran(
        3,
        "",
        f"mentorlog: There's no folder {path.parent}.\n"
        f"  Create it, then try again:  mkdir -p '{path.parent}'\n",
    )
    assert not path.parent.parent.exists()


JOINED = "co\u00adop \u200cmi\u200cd \U0001f469\u200d\U0001f4bb"


@pytest.mark.parametrize("name", ["md", "html", "csv", "json"])
def test_what_joins_and_parts_letters_survives_every_export(home: Home, name: str) -> None:
    home.run("log-meeting", f"Noor {JOINED}", "--new", "--handle", "noor", "--topic", JOINED)
    home.run("note", "noor", f"see {JOINED}")

    out = home.run("export", name).out

    spelled = json.dumps(JOINED)[1:-1] if name == "json" else JOINED
    assert out.count(spelled) >= 3


def test_indents_survive_where_they_mean_something(dana: Home) -> None:
    text = "list:\n  - one\n\ttabbed  twice\n    = four"
    dana.run("note", "dana", "-", stdin=text)

    assert f'"{text}"' in dana.run("export", "csv").out
    assert '<p class="told">    tabbed twice</p>' in dana.run("export", "html").out
    assert "\n> \u00a0\u00a0\\- one  \n" in dana.run("export", "md").out


def test_a_calendar_in_utc_needs_no_zone(dana: Home) -> None:
    dana.variables["TZ"] = "UTC"
    dana.run("schedule", "dana", "2026-12-01 15:00")

    out = dana.run("export", "ics", "--due").out

    assert ("VTIMEZONE" in out, "DTSTART:20261201T150000Z\n" in out) == (False, True)
    assert "SUMMARY:Mentoring: meet Dana Öz by today\n" in out


def test_a_text_stands_above_its_tags(dana: Home) -> None:
    dana.run("note", "dana", "ask about London")
    (path,) = dana.journal.rglob("*-note-*.yaml")
    path.write_text(path.read_text(encoding="utf-8") + "tags: [move]\n", encoding="utf-8")

    note = dana.run("export", "md").out.partition(" Note\n")[2]

    assert note == "\nask about London\n\n- **Tags**: move\n"


@pytest.mark.parametrize(
    ("by", "said"),
    [("me", "Kim"), ("them", "Dana Öz"), ("both", "Kim and Dana Öz"), ("circum", "circumstances")],
)
def test_whoever_reads_it_is_told_by_name_who_changed_a_meeting(
    dana: Home, by: str, said: str
) -> None:
    dana.run("config", "me.name", "Kim")
    dana.run("schedule", "dana", "2026-12-01")
    dana.run("cancel", "dana", "--by", by)
    (path,) = dana.journal.rglob("*-meeting-*.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("status:", "visibility: pair\nstatus:"), encoding="utf-8")

    out = dana.run("export", "md", "dana", "--for", "them").out

    assert f"- **Changed by**: {said}\n" in out
