"""import FILE WHO: past meetings from elsewhere, once, with a count and the reasons."""

from __future__ import annotations

import json
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

    skipped = '"skipped": [{"place": "line 3", "why": "the date must be like 2026-11-03"}]'
    assert first.endswith(f'{skipped}, "here_already": 0}}\n')
    assert again.endswith(f'{skipped}, "here_already": 2}}\n')


def test_a_table_is_taken_in_once(dana: Home) -> None:
    path = laid(dana, "m.csv", TABLE)

    foreseen, nothing = before_and_after(dana, "import", path, "dana", "--dry-run")
    done, files = before_and_after(dana, "import", path, "dana")
    again, same = before_and_after(dana, "import", path, "dana")
    undone, gone = before_and_after(dana, "undo")

    skipped = "Skipped: 1.\nline 3: the date must be like 2026-11-03.\n"
    assert (foreseen, nothing) == (
        Ran(0, f"Would take in 2 meetings with Dana Öz. Nothing was written.\n{skipped}", ""),
        {},
    )
    assert done == Ran(0, f"Took in 2 meetings with Dana Öz.\n{skipped}", "")
    assert sorted(text.partition("kind")[2] for text in files.values()) == [
        (
            ": meeting\ndate: 2026-11-02\nstatus: held\nminutes: 45\n"
            "topics:\n  - budget\n  - saying no\nnotes: She said no.\n"
        ),
        ": meeting\ndate: 2026-11-16\nstatus: no_show\nminutes: 30\n",
    ]
    assert (again, same) == (
        Ran(0, f"There is nothing new in it.\nHere already: 2.\n{skipped}", ""),
        {},
    )
    assert undone.status == 0
    assert set(gone.values()) == {""}


def test_what_jrnl_exported(dana: Home) -> None:
    path = laid(dana, "j.json", json.dumps({"tags": {}, "entries": [JRNL]}))

    ran, files = before_and_after(dana, "import", path, "dana")

    assert ran == Ran(0, "Took in 1 meeting with Dana Öz.\n", "")
    (text,) = files.values()
    assert text.endswith('time: "15:00"\nnotes: |-\n  Met Dana.\n  She waits.\n')
    assert dana.run("import", path, "dana").out == "There is nothing new in it.\nHere already: 1.\n"


def test_a_calendar_of_ours_from_another_machine(dana: Home, tmp_path: Path) -> None:
    dana.run("schedule", "dana", "2026-12-01 15:00")
    path = str(dana.folder / "c.ics")
    dana.run("export", "ics", "--due", "--output", path)
    other = Home(tmp_path / "other")
    other.folder.mkdir()
    other.run("log-meeting", "Dana Öz", "--new", "--on", "2026-11-01")

    ran = other.run("import", path, "dana")

    assert ran.out == (
        "Took in 1 meeting with Dana Öz.\n"
        "Skipped: 1.\nevent 2: it says when a meeting is due, and is none.\n"
    )
    assert dana.run("import", path, "dana").out.splitlines()[:2] == [
        "There is nothing new in it.",
        "Here already: 1.",
    ]


def test_nothing_is_taken_in_after_a_closure(dana: Home) -> None:
    dana.run("close", "dana", "--on", "2026-11-10")

    ran = dana.run("import", laid(dana, "m.csv", TABLE), "dana")

    assert ran.out.splitlines()[:4] == [
        "Took in 1 meeting with Dana Öz.",
        "Skipped: 2.",
        "line 3: the date must be like 2026-11-03.",
        "the one of 2026-11-16: dana-oz was closed on Tue 10 Nov.",
    ]


@pytest.mark.parametrize(
    ("text", "who", "status", "said"),
    [
        (TABLE, None, 2, "Whom are these meetings with?"),
        (TABLE, "nobody", 3, 'No one here is called "nobody".'),
        (b"\xff\xfed\x00", "dana", 3, "is no UTF-8 text."),
        ("a few words", "dana", 3, "one of them date."),
        ("{}", "dana", 3, "no export of jrnl."),
        ("PK\x03\x04", None, 3, "damaged"),
        ("PK\x03\x04", "dana", 2, "without WHO"),
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
    for path in (dana.folder / "none.csv", dana.folder):
        assert dana.run("import", str(path), "dana").status == 3
