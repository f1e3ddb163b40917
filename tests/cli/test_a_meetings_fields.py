"""A field of a meeting can't be forgotten anywhere: add one, and each place missing it is named."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields

import pytest
from cli.harness import Home

from mentorlog.arguments import parameters
from mentorlog.commands import command_of
from mentorlog.commands.details import details_of
from mentorlog.commands.edit import Edit
from mentorlog.commands.log_meeting import LogMeeting
from mentorlog.commands.schedule import Schedule
from mentorlog.domain.entries import ENTRY_TYPES, ActionItem, Meeting
from mentorlog.domain.words import WHERE, ActionItemWords, MeetingWords
from mentorlog.exchange.incoming.cells import TEXTS

SAID = {  # field -> its value in a file, and the words that every page must show
    "tags": ("[quick]", "quick"),
    "medium": ("video", "video"),
    "place": ("Café Rost", "Café Rost"),
    "topics": ("[the reorg]", "the reorg"),
    "agenda": ("[the London role]", "the London role"),
    "notes": ("she waits", "she waits"),
    "reflection": ("I talk too much", "I talk too much"),
    "reason": ("her train", "her train"),
    "changed_by": ("circumstance", "circumstance"),
    "source": ("{uid: a@example.org, date: 2026-11-09}", "9 Nov"),
    "action_items": ("[{owner: me, text: send the deck}]", "send the deck"),
}
NOT_WHERE = {"notes", "reflection", "reason"}  # texts that don't say where to meet
GIVEN_OTHERWISE = {  # fields without an option in `Details`
    *("topics", "agenda", "notes", "reason", "changed_by", "action_items"),
    *("tags", "reflection"),  # in the editor
    "source",  # by an import
}
FOR_THEM = {"topics", "agenda", "action_items"}


@pytest.fixture
def home(home: Home) -> Home:
    """A person with one meeting, planned, whose every field is set."""
    home.run("log-meeting", "Dana Öz", "--new", "--on", "2026-11-02")
    folder = next((home.journal / "relationships").iterdir())
    body = "".join(f"{name}: {value}\n" for name, (value, _) in SAID.items())
    head = "schema: 1\nid: 4v8m2t9c\nkind: meeting\ndate: 2026-11-24\nstatus: planned\n"
    (folder / "2026-11-24-meeting-4v8m2t9c.yaml").write_text(head + body, encoding="utf-8")
    return home


def texts() -> set[str]:
    return {one.name for one in fields(MeetingWords) if one.type == "str | None"}


def test_every_field_is_tried() -> None:
    assert {one.name for one in fields(MeetingWords)} == set(SAID)


@pytest.mark.parametrize("form", ["show", "md", "html", "csv", "json"])
def test_it_is_shown_and_exported(home: Home, form: str) -> None:
    leaving = ("export", form, "dana-oz", "--for", "me", "--output", "-")
    page = _plain(home.raw(*(("show", "dana-oz") if form == "show" else leaving)).out, form)

    day = {"source": "2026-11-09"} if form in ("csv", "json") else {}
    words = {name: said for name, (_, said) in SAID.items()} | day
    assert [name for name, said in words.items() if said.lower() not in page] == []


def _plain(text: str, form: str) -> str:
    """The text on one line in lower case."""
    whole = json.dumps(json.loads(text), ensure_ascii=False) if form == "json" else text
    return " ".join(whole.split()).lower()


@pytest.mark.parametrize("name", sorted(texts()))
def test_its_text_is_found(home: Home, name: str) -> None:
    assert "4v8m" in home.raw("find", SAID[name][1]).out


def test_it_is_told_to_whom_it_may(home: Home) -> None:
    page = _plain(home.raw("export", "md", "dana-oz", "--for", "them", "--output", "-").out, "md")

    assert {name for name, (_, said) in SAID.items() if said.lower() in page} == FOR_THEM


def test_a_text_that_says_where_to_meet_is_told_with_the_plan(home: Home) -> None:
    assert texts() - NOT_WHERE == set(WHERE)
    calendar = ("export", "ics", "dana-oz", "--for", "me", "--details", "--output", "-")
    for name in WHERE:
        for command in (("prep", "dana-oz"), calendar):
            assert SAID[name][1] in home.raw(*command).out
        told = SAID[name][1] in home.raw("prep", "dana-oz", "--send").out
        assert told == (name in FOR_THEM)


def test_it_can_be_given() -> None:
    of_words = {one.name for one in fields(MeetingWords)}

    assert of_words - {*details_of(Meeting)} == GIVEN_OTHERWISE
    for command in (LogMeeting, Schedule, Edit):
        assert {*details_of(Meeting)} <= set(parameters(command))


def test_edit_takes_each_detail_of_every_kind() -> None:
    assert {name for kind in ENTRY_TYPES for name in details_of(kind)} <= set(parameters(Edit))


def test_a_table_brings_the_texts_that_it_may_have(home: Home) -> None:
    assert set(TEXTS) <= texts()
    row = {"date": "2026-11-09", **{name: SAID[name][1] for name in TEXTS}}
    table = io.StringIO()
    writer = csv.DictWriter(table, row)
    writer.writeheader()
    writer.writerow(row)

    home.raw("import", "-", "dana-oz", stdin=table.getvalue())

    shown = home.raw("show", "dana-oz").out
    assert [name for name in TEXTS if shown.count(SAID[name][1]) < 2] == []


@pytest.mark.parametrize(
    "command",
    [
        ("log-meeting", "dana-oz", "--on", "2026-11-20"),
        ("schedule", "dana-oz", "2026-11-30"),
        ("edit", "4v8m"),
    ],
)
def test_where_it_is_can_be_said_in_each_command(home: Home, command: tuple[str, ...]) -> None:
    declared = parameters(command_of(command[0]).arguments)
    said = [word for name in WHERE for word in (declared[name].flags[0], f"by {name} 7")]

    assert home.raw(*command, *said).status == 0
    shown = home.raw("show", "dana-oz").out
    assert [name for name in WHERE if f"by {name} 7" not in shown] == []


def test_edit_removes_it(home: Home) -> None:
    for name in WHERE:
        assert home.raw("edit", "4v8m", parameters(Edit)[name].flags[0], "").status == 0
        assert SAID[name][1] not in home.raw("show", "dana-oz").out


OF_AN_ITEM = {  # field -> its value in a file, and the words that every page must show
    "text": ("send the deck", "send the deck"),
    "owner": ("them", "them"),
    "due": ("2026-12-09", "9 Dec"),
    "done_on": ("2026-11-12", "12 Nov"),
    "dropped_on": ("2026-11-13", "13 Nov"),
    "why": ("nobody asked", "nobody asked"),
}


@pytest.mark.parametrize("form", ["show", "md", "html", "csv", "json"])
def test_all_of_an_action_item_is_shown_and_exported(home: Home, form: str) -> None:
    assert {one.name for kind in (ActionItem, ActionItemWords) for one in fields(kind)} == set(
        OF_AN_ITEM
    )
    item = ", ".join(f"{name}: {value}" for name, (value, _) in OF_AN_ITEM.items())
    path = next(home.journal.rglob("*-meeting-4v8m2t9c.yaml"))
    text = path.read_text(encoding="utf-8").replace(SAID["action_items"][0], f"[{{{item}}}]")
    path.write_text(text, encoding="utf-8")

    leaving = ("export", form, "dana-oz", "--for", "me", "--output", "-")
    page = _plain(home.raw(*(("show", "dana-oz") if form == "show" else leaving)).out, form)

    raw = form in ("csv", "json")
    assert [n for n, said in OF_AN_ITEM.items() if said[0 if raw else 1].lower() not in page] == []
