"""import FILE WHO: past meetings from elsewhere, once, with a count and the reasons."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import threading
import zipfile
from pathlib import Path

import pytest
from cli.harness import Home, Ran, before_and_after

TABLE = (
    "date,minutes,status,topics,notes\n"
    '2026-11-02,45,held,"budget; saying no",She said no.\n'
    "2026-11-32,45,held,,what nobody else may read\n"
    "2026-11-16,30,no_show,,\n"
)
JRNL = {"title": "Met Dana.", "body": "She waits.", "date": "2026-11-03", "time": "15:00"}


def laid(home: Home, name: str, text: str | bytes) -> str:
    path: Path = home.folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_a_program_is_told_what_was_not_taken_in_and_why(dana: Home) -> None:
    path = laid(dana, "m.csv", TABLE)

    first, again = (dana.run("import", path, "dana", "--json").out for _ in range(2))

    why = "the date must be like 2026-11-03"
    skipped = f'"skipped": [{{"place": "line 3", "why": "{why}", "count": 1}}]'
    assert [skipped in said for said in (first, again)] == [True, True]
    assert ['"here_already": 0' in first, '"here_already": 2' in again] == [True, True]


def test_a_table_is_taken_in_once(dana: Home) -> None:
    path = laid(dana, "m.csv", TABLE)

    foreseen, nothing = before_and_after(dana, "import", path, "dana", "--dry-run")
    done, files = before_and_after(dana, "import", path, "dana")
    again, same = before_and_after(dana, "import", path, "dana")
    undone, gone = before_and_after(dana, "undo")

    skipped = "Skipped: 1.\n  line 3: the date must be like 2026-11-03.\nSeen in the file: 3.\n"
    listed = "  Mon 2 Nov, 45 min\n  Mon 16 Nov, 30 min, no-show\n"
    assert (foreseen, nothing) == (
        Ran(
            0, f"Would import 2 meetings with Dana Öz. Nothing was written.\n{listed}{skipped}", ""
        ),
        {},
    )
    assert done == Ran(0, f"Imported 2 meetings with Dana Öz.\n{skipped}", "")
    assert sorted(text.partition("kind")[2] for text in files.values()) == [
        (
            ": meeting\ndate: 2026-11-02\nstatus: held\nminutes: 45\n"
            "topics:\n  - budget\n  - saying no\nnotes: She said no.\n"
        ),
        ": meeting\ndate: 2026-11-16\nstatus: no_show\nminutes: 30\n",
    ]
    assert (again, same) == (
        Ran(0, f"There's nothing new in it.\nHere already: 2.\n{skipped}", ""),
        {},
    )
    assert undone.status == 0
    assert set(gone.values()) == {""}


def test_what_jrnl_exported(dana: Home) -> None:
    path = laid(dana, "j.json", json.dumps({"tags": {}, "entries": [JRNL]}))

    ran, files = before_and_after(dana, "import", path, "dana")

    assert ran == Ran(0, "Imported 1 meeting with Dana Öz.\n", "")
    (text,) = files.values()
    assert text.endswith('time: "15:00"\nnotes: |-\n  Met Dana.\n  She waits.\n')
    assert dana.run("import", path, "dana").out == (
        "There's nothing new in it.\nHere already: 1.\nSeen in the file: 1.\n"
    )


def test_a_calendar_of_ours_from_another_machine(dana: Home, tmp_path: Path) -> None:
    dana.run("schedule", "dana", "2026-12-01 15:00")
    path = str(dana.folder / "c.ics")
    dana.run("export", "ics", "--due", "--output", path)
    other = Home(tmp_path / "other")
    other.folder.mkdir()
    other.run("log-meeting", "Dana Öz", "--new", "--on", "2026-11-01")

    ran = other.run("import", path, "dana")

    assert ran.out == (
        "Imported 1 meeting with Dana Öz.\n"
        "Skipped: 1.\n  event 2: it's a due date, not a meeting.\n"
        "Seen in the file: 2.\n"
    )
    assert dana.run("import", path, "dana").out.splitlines()[:2] == [
        "There's nothing new in it.",
        "Here already: 1.",
    ]


def test_nothing_is_taken_in_after_a_closure(dana: Home) -> None:
    dana.run("close", "dana", "--on", "2026-11-10")

    ran = dana.run("import", laid(dana, "m.csv", TABLE), "dana")

    assert ran.out.splitlines()[:4] == [
        "Imported 1 meeting with Dana Öz.",
        "Skipped: 2.",
        "  line 3: the date must be like 2026-11-03.",
        "  the one on 2026-11-16: dana-oz was closed on Tue 10 Nov.",
    ]


@pytest.mark.parametrize(
    ("text", "who", "status", "said"),
    [
        (TABLE, None, 2, "Who are these meetings with?"),
        (TABLE, "nobody", 3, 'No one here is called "nobody".'),
        (b"\xff\xfed\x00\x00", "dana", 3, "isn't UTF-8 text."),
        (b"date\0", "dana", 3, "isn't UTF-8 text."),
        (b"date\x81", "dana", 3, "isn't UTF-8 text."),
        (b"%PDF-1.7", "dana", 3, "is a PDF, which mentorlog can't read."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "dana", 3, "an old Excel or Word file"),
        (b"\x89PNG\r\n\x1a\n", "dana", 3, "is a picture, which mentorlog can't read."),
        (b"PK\x03\x04...xl/workbook.xml", "dana", 3, "an Excel workbook"),
        ("date\nnobody else\n", "dana", 3, "Nothing in it can be imported."),
        ("a few words", "dana", 3, "no heading line with a date column."),
        ("", "dana", 3, " is empty."),
        ("\n \n", "dana", 3, " is empty."),
        ("{}", "dana", 3, "isn't a jrnl export."),
        ("PK\x03\x04", None, 3, "damaged"),
        ("PK\x03\x04", "dana", 3, "damaged"),
        ("<html><table>", "dana", 3, "a web page"),
        ("BEGIN:VCARD\nEND:VCARD\n", "dana", 3, "an address book"),
    ],
)
def test_what_can_not_be_taken_in(
    dana: Home, text: str | bytes, who: str | None, status: int, said: str
) -> None:
    path = laid(dana, "file", text)

    ran, files = before_and_after(dana, "import", path, *filter(None, (who,)))

    assert (ran.status, ran.out, files) == (status, "", {})
    assert said in ran.err
    assert "nobody else" not in ran.err


def test_without_a_file_or_where_there_is_none(dana: Home) -> None:
    assert dana.run("import").status == 2
    for path in (dana.folder / "none.csv", dana.folder, "~nobody-of-this-name/x", "\0"):
        assert dana.run("import", str(path), "dana").status == 3
    for name, target in (("loop", "loop"), ("dangling", "nowhere")):
        (dana.folder / name).symlink_to(dana.folder / target)
        assert "This link is broken" in dana.run("import", str(dana.folder / name), "dana").err


@pytest.mark.parametrize(
    ("member", "way"),
    [
        ("Takeout/Calendar/dana.ics", "Unpack it, then import what is in it."),
        ("photo.jpg", "A backup:  mentorlog export backup"),
    ],
)
def test_a_zip_file_of_something_else_is_told(dana: Home, member: str, way: str) -> None:
    with zipfile.ZipFile(dana.folder / "x.zip", "w") as archive:
        archive.writestr(member, "x")

    ran = dana.run("import", str(dana.folder / "x.zip"), "dana")

    assert ran == Ran(3, "", f"mentorlog: This zip file has no journal in it.\n  {way}\n")


def test_a_link_a_pipe_and_stdin_are_files_too(dana: Home) -> None:
    rows = [f"date\n2026-11-0{day}\n" for day in (1, 2, 3)]
    link, pipe = dana.folder / "link", dana.folder / "pipe"
    link.symlink_to(laid(dana, "m.csv", rows[0]))
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(rows[1],))
    writer.start()

    ran = [
        dana.run("import", str(link), "dana"),
        dana.run("import", str(pipe), "dana"),
        dana.run("import", "-", "dana", stdin=rows[2]),
    ]
    writer.join()

    assert ran == [Ran(0, "Imported 1 meeting with Dana Öz.\n", "")] * 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_texts_as_windows_writes_them(dana: Home, encoding: str) -> None:
    path = laid(dana, "m.csv", "Datum;Notizen\r\n1.10.2026;Grüße\r\n".encode(encoding))

    ran, files = before_and_after(dana, "import", path, "dana")

    told = "It isn't UTF-8, so it was read as Windows text (cp1252).\n"
    assert ran.out == "Imported 1 meeting with Dana Öz.\n" + told * (encoding == "cp1252")
    assert [text.endswith("notes: Grüße\n") for text in files.values()] == [True]


GREETING = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:g\r\nDTSTART:20261001T150000\r\nSUMMARY:Grüße\r\n"
)


@pytest.mark.parametrize(
    ("text", "topic", "said"),
    [
        (GREETING.encode().replace(b"\xc3\xbc", b"\xc3\r\n \xbc"), "Grüße", ""),
        (GREETING.encode("utf-16-le"), "Grüße", ""),
        (GREETING.encode("utf-16-be"), "Grüße", ""),
        (GREETING.encode() + b"LOCATION:Caf\xe9\r\n", "Grüße", "read as Windows text (cp1252)."),
        (GREETING.encode() + b"LOCATION:\x81\xfc\r\n", "Grüße", "some characters are lost."),
    ],
)
def test_a_calendar_s_text_is_read_as_far_as_it_can_be(
    dana: Home, text: bytes, topic: str, said: str
) -> None:
    ran, files = before_and_after(dana, "import", laid(dana, "g.ics", text), "dana", "--all")

    assert (ran.status, said in ran.out, "UTF-8" in ran.out) == (0, True, bool(said))
    assert [f"topics:\n  - {topic}\n" in text for text in files.values()] == [True]


def test_a_calendar_may_cancel_without_a_date(dana: Home) -> None:
    laid(dana, "p.ics", calendar(PLAN))
    gone = laid(dana, "c.ics", calendar("plan\nSEQUENCE:1\nSTATUS:CANCELLED"))

    unknown = dana.run("import", gone, "dana", "--all")
    dana.run("import", str(dana.folder / "p.ics"), "dana", "--all")
    done, files = before_and_after(dana, "import", gone, "dana", "--all")

    why = "event 1: it's cancelled, has no date and isn't in your journal."
    assert (unknown.status, why in unknown.err) == (3, True)
    assert "Cancelled: Tue 1 Dec 15:00" in done.out
    assert ["status: cancelled" in text for text in files.values()] == [True]


def test_a_meeting_moved_to_one_day_here_and_in_the_calendar_is_here(dana: Home) -> None:
    dana.run("import", laid(dana, "p.ics", calendar(PLAN)), "dana", "--all")
    dana.run("reschedule", "dana", "2026-12-03", "16:00")
    moved = PLAN.replace("20261201T150000", "20261203T160000\nSEQUENCE:1")

    ran = dana.run("import", laid(dana, "p.ics", calendar(moved)), "dana", "--all")

    assert ran.out == "There's nothing new in it.\nHere already: 1.\nSeen in the file: 1.\n"


def test_the_same_columns_without_a_reading_of_the_dates_are_refused(dana: Home) -> None:
    ran = dana.run("import", laid(dana, "m.csv", "date\n03/11/2026\n"), "dana")

    assert (ran.status, ran.out) == (3, "")
    assert "in two ways" in ran.err


def calendar(*events: str) -> str:
    inner = "".join(f"BEGIN:VEVENT\nUID:{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\n{inner}END:VCALENDAR\n"


TALK = "talk\nSUMMARY:Talk with Dana\nDTSTART:20261103T150000\nDURATION:PT45M"
GUEST = "\nATTENDEE:mailto:dana@example.org"
DENTIST = "tooth\nSUMMARY:Dentist\nDTSTART:20261104T080000\nDURATION:PT30M"
PLAN = "plan\nSUMMARY:Talk again\nDTSTART:20261201T150000"
WEEKLY = "week\nSUMMARY:Weekly\nDTSTART:20260907T100000\nRRULE:FREQ=WEEKLY;COUNT=3"
PREVIEW = (
    "  Mon 7 Sep 10:00, Weekly\n",
    "  Mon 14 Sep 10:00, Weekly\n",
    "  Mon 21 Sep 10:00, Weekly\n",
    "  Tue 3 Nov 15:00, 45 min, Talk with Dana\n",
    "  Wed 4 Nov 08:00, 30 min, Dentist\n",
    "  Tue 1 Dec 15:00, Talk again\n",
)


@pytest.fixture
def whole(dana: Home) -> str:
    return laid(dana, "c.ics", calendar(TALK + GUEST, DENTIST, PLAN, WEEKLY))


def test_a_whole_calendar_is_not_taken_unasked(dana: Home, whole: str) -> None:
    ran, files = before_and_after(dana, "import", whole, "dana")

    shown = "".join(PREVIEW)
    assert (ran, files) == (
        Ran(
            2,
            "",
            f"mentorlog: Which of these are meetings with dana-oz?\n{shown}"
            "  Choose:  --match TEXT, --with EMAIL, --since DATE or --all\n",
        ),
        {},
    )


def test_a_dry_run_lists_each(dana: Home, whole: str) -> None:
    ran, files = before_and_after(dana, "import", whole, "dana", "--dry-run")

    said = "Would import 6 meetings with Dana Öz. Nothing was written.\n"
    assert (ran, files) == (Ran(0, said + "".join(PREVIEW), ""), {})


@pytest.mark.parametrize(
    ("options", "taken"),
    [
        (("--match", "TALK"), 2),
        (("--with", "Dana@Example.org"), 1),
        (("--since", "2026-11-04"), 2),
        (("--match", "talk", "--since", "2026-11-04"), 1),
        (("--all",), 6),
    ],
)
def test_options_choose(dana: Home, whole: str, options: tuple[str, ...], taken: int) -> None:
    ran, files = before_and_after(dana, "import", whole, "dana", *options)

    left = f"Not chosen: {6 - taken}.\nSeen in the file: 6.\n" if taken < 6 else ""
    meetings = "1 meeting" if taken == 1 else f"{taken} meetings"
    assert ran == Ran(0, f"Imported {meetings} with Dana Öz.\n{left}", "")
    assert len(files) == taken


def test_of_a_series_what_is_to_come_is_counted(dana: Home) -> None:
    def imported(event: str) -> Ran:
        return dana.run("import", laid(dana, "c.ics", calendar(event)), "dana", "--all")

    some = imported(WEEKLY.replace("COUNT=3", "COUNT=14"))
    none = imported(WEEKLY.replace("20260907", "20261207").replace("week", "coming"))

    coming = "  series ({}): future dates aren't imported.\n"
    assert some.out == (
        f"Imported 11 meetings with Dana Öz.\nSkipped: 3.\n{coming.format(3)}"
        "Seen in the file: 14.\n"
    )
    assert none.status == 3
    assert none.err == (
        "mentorlog: Nothing in it can be imported.\n  Skipped: 3.\n"
        f"  {coming.format(3)}  Seen in the file: 3.\n"
    )


def test_the_newest_dates_of_all_series_together_are_taken(dana: Home) -> None:
    days = [f"{n}\nDTSTART:20230101T0{n}0000\nRRULE:FREQ=DAILY;COUNT=1010" for n in (7, 8)]

    ran = dana.run("import", laid(dana, "c.ics", calendar(*days)), "dana", "--all", "--dry-run")

    assert ran.status == 0
    assert ran.out.splitlines()[0].startswith("Would import 2000 meetings with Dana Öz.")
    assert ran.out.endswith(
        "Skipped: 20.\n  series (20): only the newest 2000 dates of all series are imported.\n"
        "Seen in the file: 2020.\n"
    )


def test_many_that_are_skipped_are_told_by_reason(dana: Home) -> None:
    rows = "".join(f"{day}.13.2026\n" for day in range(1, 25))

    ran = dana.run("import", laid(dana, "m.csv", f"date\n1.10.2026\n{rows}1.12.2099\n"), "dana")

    assert ran.out == (
        "Imported 2 meetings with Dana Öz.\nSkipped: 24.\n"
        "  line 3 and 23 more (24): the date must be like 2026-11-03.\nSeen in the file: 26.\n"
    )


def test_a_program_is_told_how_many_were_not_taken(dana: Home, whole: str) -> None:
    some, rest = (
        json.loads(dana.raw("import", whole, "dana", *options, "--json").out)["skipped"]
        for options in (("--match", "dentist"), ("--all",))
    )

    assert some == [{"place": "the file", "why": "not chosen", "count": 5}]
    assert rest == []


def test_choosing_nothing_of_something_is_told(dana: Home, whole: str) -> None:
    ran = dana.run("import", whole, "dana", "--match", "nothing of it")

    assert ran == Ran(
        3,
        "",
        "mentorlog: Nothing in it can be imported.\n  Not chosen: 6.\n  Seen in the file: 6.\n",
    )
    assert dana.run("import", laid(dana, "m.csv", TABLE), "dana", "--with", "x@y").status == 2


@pytest.mark.parametrize(
    ("answers", "taken"),
    [("none\n", 0), ("\n", 0), ("all\n", 6), ("4\n", 3), ("1,3-4\n", 5), ("5\nx\n2-1\n1\n", 1)],
)
def test_on_a_terminal_one_ticks(dana: Home, whole: str, answers: str, taken: int) -> None:
    ran, files = before_and_after(
        dana,
        "import",
        whole,
        "dana",
        stdin=answers,
        terminal=True,  # type: ignore[arg-type]
    )

    assert ran.err.startswith(
        "Which of these are meetings with dana-oz?\n"
        "    1  Tue 3 Nov, 45 min, Talk with Dana\n"
        "    2  Wed 4 Nov, 30 min, Dentist\n"
        "    3  Tue 1 Dec, Talk again\n"
        "    4  Mon 7 Sep, 3 times to Mon 21 Sep, Weekly\n"
    )
    assert (ran.status, len(files)) == (0, taken)
    if not taken:
        assert ran.out == "Nothing was imported.\nNot chosen: 6.\nSeen in the file: 6.\n"


def test_what_is_here_already_is_told_before_one_ticks(dana: Home, whole: str) -> None:
    dana.run("import", whole, "dana", "--match", "dentist")
    dana.run("import", whole, "dana", "--match", "weekly", "--since", "2026-09-10")

    ran = dana.run("import", whole, "dana", stdin="none\n", terminal=True)

    assert ran.err.startswith(
        "Which of these are meetings with dana-oz?\n"
        "    1  Tue 3 Nov, 45 min, Talk with Dana\n"
        "    2  Wed 4 Nov, 30 min, Dentist (here already)\n"
        "    3  Tue 1 Dec, Talk again\n"
        "    4  Mon 7 Sep, 3 times to Mon 21 Sep, Weekly (2 of them here already)\n"
    )


@pytest.mark.parametrize("terminal", [True, False])
def test_nobody_is_asked_where_there_is_nothing_to_choose(dana: Home, *, terminal: bool) -> None:
    to_come = calendar("w\nSUMMARY:Weekly\nDTSTART:20261201T140000\nRRULE:FREQ=WEEKLY;COUNT=3")

    ran = dana.run("import", laid(dana, "w.ics", to_come), "dana", stdin="all\n", terminal=terminal)

    assert (ran.status, ran.err.splitlines()) == (
        3,
        [
            "mentorlog: Nothing in it can be imported.",
            "  Skipped: 3.",
            "    series (3): future dates aren't imported.",
            "  Seen in the file: 3.",
        ],
    )


def test_on_a_terminal_it_asks_with_whom(dana: Home, whole: str) -> None:
    table = laid(dana, "m.csv", "date\n2026-10-01\n")

    events = dana.run("import", whole, stdin="dana\n1\ny\n", terminal=True)
    rows = dana.run("import", table, stdin="dana\ny\n", terminal=True)

    assert [one.out.splitlines()[0] for one in (events, rows)] == [
        "Imported 1 meeting with Dana Öz."
    ] * 2


def test_again_adds_nothing_moved_moves_cancelled_cancels(dana: Home) -> None:
    def imported(*events: str) -> Ran:
        return dana.run("import", laid(dana, "c.ics", calendar(*events)), "dana", "--all")

    imported(TALK, PLAN)
    again = imported(TALK, PLAN)
    moved = imported(TALK, PLAN.replace("1201", "1202"))
    longer = imported(TALK.replace("45M", "50M"))
    cancelled = imported(PLAN.replace("1201", "1202") + "\nSTATUS:CANCELLED")

    assert again.out == "There's nothing new in it.\nHere already: 2.\nSeen in the file: 2.\n"
    said = [re.sub(r" \(<\d+>\)", "", one.out) for one in (moved, longer, cancelled)]
    assert [text.splitlines()[:2] for text in said] == [
        [
            "Changed 1 meeting with Dana Öz.",
            "Moved: Tue 1 Dec 15:00 to Wed 2 Dec 15:00.",
        ],
        [
            "Changed 1 meeting with Dana Öz.",
            "Changed: Tue 3 Nov 15:00, 50 min.",
        ],
        [
            "Changed 1 meeting with Dana Öz.",
            "Cancelled: Wed 2 Dec 15:00.",
        ],
    ]
    (plan,) = [text for text in dana.files().values() if "id: <5>" in text]
    assert plan == (
        "schema: 1\nid: <5>\nkind: meeting\ndate: 2026-12-02\nstatus: cancelled\n"
        'time: "15:00"\ntopics:\n  - Talk again\nsource:\n  uid: plan\n'
        '  date: 2026-12-02\n  time: "15:00"\n  status: cancelled\n'
    )


def test_what_comes_in_as_cancelled_is_counted(dana: Home) -> None:
    path = laid(dana, "c.ics", calendar(TALK, PLAN + "\nSTATUS:CANCELLED"))

    ran = dana.run("import", path, "dana", "--all")

    assert ran == Ran(0, "Imported 2 meetings with Dana Öz.\nCancelled among them: 1.\n", "")


def test_times_and_lengths_are_read_as_their_table_means_them(dana: Home) -> None:
    rows = (
        "2026-11-02,1:00 - 2:30 PM,",
        "Nov 3 2026 9:00-10:15,,n/a",
        "2026-11-04,noon,an hour and a half",
        "2026-11-05,,90",
        "2026-11-06,,1",
    )
    path = laid(dana, "m.csv", "\n".join(("date,time,length", *rows)))

    ran = dana.run("import", path, "dana")

    found = json.loads(dana.raw("meetings", "--json").out)["items"]
    assert [(one["date"][-2:], one["time"], one["minutes"]) for one in found] == [
        *(("02", "13:00", 90), ("03", "09:00", 75), ("04", "12:00", 90), ("05", None, 90)),
    ]
    assert "line 6: the length may be minutes or hours: write 1 h, or 1 min.\n" in ran.out


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("\nATTENDEE;PARTSTAT=DECLINED:mailto:me@x", "Cancelled: Tue 1 Dec 15:00"),
        ("\nSTATUS:TENTATIVE", "Here already: 1."),
    ],
)
def test_what_is_here_follows_an_answer_that_keeps_others_out(
    dana: Home, now: str, said: str
) -> None:
    changed = laid(dana, "c.ics", calendar(PLAN + now))
    dana.run("import", laid(dana, "p.ics", calendar(PLAN)), "dana", "--all")
    dana.today = dt.date(2026, 12, 2) if "TENTATIVE" in now else dana.today

    ran = dana.run("import", changed, "dana", "--all")

    assert (ran.status, said in ran.out) == (0, True)


def test_what_a_series_has_no_longer_is_cancelled(dana: Home) -> None:
    def imported(*events: str, options: tuple[str, ...] = ("--all",)) -> str:
        path = laid(dana, "c.ics", calendar(*events))
        return dana.run("import", path, "dana", *options).out

    weekly = "w\nSUMMARY:Talk\nDTSTART:20261102T100000\nRRULE:FREQ=WEEKLY;COUNT=3"
    shorter = weekly.replace("COUNT=3", "UNTIL=20261109T100000")
    imported(weekly)
    in_part = imported(shorter, options=("--since", "2026-11-05"))
    ended = imported(shorter)
    again = imported(shorter)

    assert "Cancelled" not in in_part
    assert re.sub(r" \(<\d+>\)", "", ended) == (
        "Changed 1 meeting with Dana Öz.\n"
        "Cancelled: Mon 16 Nov 10:00.\nHere already: 2.\nSeen in the file: 3.\n"
    )
    assert again.startswith("There's nothing new in it.\n")


def test_what_was_changed_here_and_there_is_kept_and_both_are_named(dana: Home) -> None:
    first = laid(dana, "c.ics", calendar(PLAN))
    dana.run("import", first, "dana", "--all")
    (file,) = dana.journal.rglob("2026-12-01-meeting-*.yaml")
    file.write_text(file.read_text().replace('\ntime: "15:00"', '\ntime: "09:00"', 1))
    second = laid(dana, "c.ics", calendar(PLAN.replace("1201", "1202")))

    kept, again = (dana.run("import", second, "dana", "--all") for _ in range(2))

    assert kept.out == (
        "There's nothing new in it.\n"
        "Left as it is here: Tue 1 Dec 09:00 (<4>). The calendar says: Wed 2 Dec 15:00.\n"
        "Here already: 1.\nSeen in the file: 1.\n"
    )
    assert again.out == "There's nothing new in it.\nHere already: 1.\nSeen in the file: 1.\n"


def test_an_old_export_of_ours_does_not_plan_again_what_was_cancelled(dana: Home) -> None:
    dana.run("schedule", "dana", "2026-12-01 15:00")
    path = str(dana.folder / "c.ics")
    dana.run("export", "ics", "--output", path)
    (file,) = dana.journal.rglob("2026-12-01-meeting-*.yaml")
    file.write_text(file.read_text().replace("planned", "cancelled"))

    ran, files = before_and_after(dana, "import", path, "dana")

    assert files == {}
    assert ran.out == (
        "There's nothing new in it.\n"
        "Left as it is here: Tue 1 Dec 15:00, cancelled (<4>). "
        "The calendar says: Tue 1 Dec 15:00, 1 h.\n"
        "Here already: 1.\nSeen in the file: 1.\n"
    )


def test_a_calendar_is_read_in_the_zone_of_the_machine(dana: Home) -> None:
    dana.variables["TZ"] = "America/New_York"
    path = laid(dana, "c.ics", calendar("x\nDTSTART:20261103T003000Z"))

    dana.run("import", path, "dana", "--all")

    assert "2 Nov  Meeting, 19:30" in dana.run("show", "dana").out


def test_what_is_sealed_follows_the_calendar_with_the_key_and_is_named_without(
    dana: Home, tmp_path: Path
) -> None:
    def imported(*events: str) -> Ran:
        ran: Ran = dana.run("import", laid(dana, "c.ics", calendar(*events)), "dana", "--all")
        return ran

    imported(TALK, PLAN)
    dana.run("seal", "init", "--recovery", str(tmp_path / "recovery.txt"), "--no-passphrase")
    assert dana.run("seal", "on", "dana").status == 0
    identity, away = dana.folder / "identity.txt", tmp_path / "away.txt"
    identity.rename(away)
    moved = PLAN.replace("1201", "1202")

    same, without = imported(TALK, PLAN), imported(TALK, moved)
    away.rename(identity)
    followed, again = imported(TALK, moved), imported(TALK, moved)

    assert (same.status, "as it is here" in same.out) == (0, False), same
    assert "Sealed, so left as it is here: Tue 1 Dec" in without.out
    assert "Moved: Tue 1 Dec 15:00 to Wed 2 Dec 15:00" in followed.out
    assert again.out == same.out
