"""Meetings from what jrnl exports as JSON."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.words import MeetingWords
from mentorlog.errors import Refused
from mentorlog.exchange.incoming import Found, Incoming, Skipped
from mentorlog.exchange.incoming.jrnl import read

TODAY = dt.date(2026, 11, 22)
EXPORTED = """{
  "tags": {
    "@dana": 1,
    "#work": 1
  },
  "entries": [
    {
      "title": "Met @dana about reorg. She said wait.",
      "body": "Second line #work",
      "date": "2026-03-04",
      "time": "15:00",
      "tags": [
        "#work",
        "@dana"
      ],
      "starred": true
    },
    {
      "title": "Only a title",
      "body": "",
      "date": "2026-03-05",
      "time": "09:00",
      "tags": [],
      "starred": false
    }
  ]
}"""  # as jrnl 4.6 wrote it


def test_an_entry_is_a_meeting() -> None:
    found = read(EXPORTED, "9f2k7m3q", TODAY)

    first, second = (one.meeting for one in found.found)
    assert found == Incoming(
        found=(
            Found(
                group=first.id,
                meeting=Meeting(
                    id=first.id,
                    date=dt.date(2026, 3, 4),
                    status=MeetingStatus.HELD,
                    time=dt.time(15, 0),
                    words=MeetingWords(
                        tags=("#work", "@dana"),
                        notes="Met @dana about reorg. She said wait.\nSecond line #work",
                    ),
                ),
            ),
            Found(
                group=second.id,
                meeting=Meeting(
                    id=second.id,
                    date=dt.date(2026, 3, 5),
                    status=MeetingStatus.HELD,
                    time=dt.time(9, 0),
                    words=MeetingWords(notes="Only a title"),
                ),
            ),
        )
    )
    assert found == read(EXPORTED, "9f2k7m3q", TODAY)


def test_two_entries_of_one_minute_are_two() -> None:
    entry = {"title": "x", "body": "", "date": "2026-03-04", "time": "15:00"}

    found = read(
        json.dumps({"entries": [entry, entry, {"title": "no date"}, 3]}), "9f2k7m3q", TODAY
    )

    assert len({one.meeting.id for one in found.found}) == 2
    assert found.skipped == (
        Skipped(place="entry 3", why="its date can't be read"),
        Skipped(place="entry 4", why="its date can't be read"),
    )


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"schema": "mentorlog.export/1"}', "[" * 9999])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read(text, "9f2k7m3q", TODAY)


def _entry(**values: object) -> dict[str, object]:
    return {"title": "a", "body": "b", "date": "2026-03-04", "time": "15:00"} | values


@pytest.mark.parametrize("tags", [5, "work", {"work": 1}, None])
def test_tags_that_are_no_list_are_none(tags: object) -> None:
    found = read(json.dumps({"entries": [_entry(tags=tags)]}), "9f2k7m3q", TODAY)

    assert [one.meeting.words for one in found.found] == [MeetingWords(notes="a\nb")]


@pytest.mark.parametrize("broken", [{"title": "\ud800"}, {"body": "\ud800"}, {"tags": ["\ud800"]}])
def test_a_broken_character_spoils_only_its_entry(broken: dict[str, object]) -> None:
    found = read(json.dumps({"entries": [_entry(**broken), _entry()]}), "9f2k7m3q", TODAY)

    assert len(found.found) == 1
    assert found.skipped == (Skipped(place="entry 1", why="it has a broken character"),)
