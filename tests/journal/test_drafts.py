from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journal.trees import BROKEN, FULL, failing_disk, plant, tree

from mentorlog import files
from mentorlog.domain.words import Medium
from mentorlog.errors import Refused, StorageFailed
from mentorlog.journal import drafts
from mentorlog.journal.drafts import Draft, Drafts, Typable, plain
from mentorlog.journal.homes import Homes


def keep(
    folder: Path, command: str, typed: Mapping[str, Typable], earlier: Draft | None = None
) -> Draft:
    return Drafts(folder, Homes(folder / "state", folder / "journal")).keep(command, typed, earlier)


def kept(folder: Path, identity: str, command: str, age: int) -> Draft:
    """A draft that was kept so many seconds ago."""
    draft = Draft(id=identity, path=folder / f"{identity}.yaml", command=command, typed={})
    drafts.write(draft)
    when = 1_800_018_000 - age
    os.utime(draft.path, (when, when))
    return draft


def test_a_draft_is_readable_and_private(tmp_path: Path) -> None:
    draft = keep(
        tmp_path / "drafts", "log-meeting", {"who": "Dana", "note": "One line.\nNo: another.\n"}
    )

    assert draft.path.read_text(encoding="utf-8") == (
        f"# Not saved yet. Continue it:  mentorlog log-meeting --resume {draft.id}\n"
        "schema: 1\ncommand: log-meeting\ntyped:\n  who: Dana\n"
        "  note: |\n    One line.\n    No: another.\n"
    )
    assert stat.S_IMODE(draft.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(draft.path.parent.stat().st_mode) == 0o700


def test_what_was_typed_becomes_text() -> None:
    typed: dict[str, Typable] = {
        "who": "Dana",
        "minutes": 45,
        "on": dt.date(2026, 3, 2),
        "at": dt.time(15, 30),
        "new": True,
        "edit": False,
        "by": None,
        "medium": Medium.VIDEO,
        "topic": ["reorg", None],
        "pulse": {"trust": 4, "useful": None},
        "empty": "",
        "broken": "a\udce4b",
    }

    assert plain(typed) == {
        "who": "Dana",
        "minutes": "45",
        "on": "2026-03-02",
        "at": "15:30:00",
        "new": "true",
        "medium": "video",
        "topic": ("reorg",),
        "pulse": {"trust": "4"},
        "empty": "",
        "broken": "a?b",
    }


TEXTS = st.text(max_size=30)


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
        TEXTS | st.lists(TEXTS) | st.dictionaries(st.text("abc", min_size=1), TEXTS),
        max_size=5,
    )
)
def test_a_draft_comes_back_as_it_was_kept(
    tmp_path_factory: pytest.TempPathFactory, typed: dict[str, Typable]
) -> None:
    folder = tmp_path_factory.mktemp("drafts")
    draft = keep(folder, "note", typed)

    assert drafts.waiting([folder]) == (draft,)


def test_keeping_more_replaces_the_earlier_draft(tmp_path: Path) -> None:
    first = keep(tmp_path, "note", {"who": "Dana"})
    second = keep(tmp_path, "note", {"who": "Dana", "text": "hello"}, first)

    assert (second.id, second.path) == (first.id, first.path)
    assert drafts.waiting([tmp_path]) == (second,)


def test_a_draft_that_another_command_saves_meanwhile_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (keep(tmp_path, "note", {"text": text}) for text in ("one", "two"))
    read = files.read

    def last_glance(path: Path) -> bytes:
        data = read(path)
        first.discard()
        second.discard()
        return data

    monkeypatch.setattr(files, "read", last_glance)

    assert len(drafts.waiting([tmp_path])) == 1


def test_a_draft_that_cannot_be_kept_is_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = keep(tmp_path, "note", {"text": "one"})
    with failing_disk(monkeypatch, 1, FULL, lasting=True), pytest.raises(StorageFailed):
        keep(tmp_path, "note", {"text": "one and two"}, earlier)

    assert drafts.waiting([tmp_path]) == (earlier,)


def test_a_draft_that_the_disk_does_not_confirm_is_not_called_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for n in range(1, 20):
        with failing_disk(monkeypatch, n, BROKEN):
            try:
                keep(tmp_path / str(n) / "drafts", "note", {"text": "one"})
            except StorageFailed as failed:
                told.append((type(failed), failed.message.partition(":")[0].partition(" /")[0]))

    assert set(told) == {
        (StorageFailed, "The disk reported an error"),
        (StorageFailed, "The disk didn't confirm"),
    }


def test_a_discarded_draft_is_gone_and_may_be_discarded_again(tmp_path: Path) -> None:
    draft = keep(tmp_path, "note", {})
    draft.discard()
    draft.discard()

    assert tree(tmp_path) == {}


def test_the_newest_draft_comes_first_wherever_it_is(tmp_path: Path) -> None:
    older = kept(tmp_path / "a", "aaaaaaaa", "note", age=30)
    newest = kept(tmp_path / "b", "bbbbbbbb", "note", age=10)
    middle = kept(tmp_path / "a", "cccccccc", "note", age=20)

    folders = [tmp_path / "a", tmp_path / "b", tmp_path / "never made"]
    assert drafts.waiting(folders) == (newest, middle, older)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "{"),
        ("a.yaml", "schema: 1"),
        ("a.yaml", "command: note\ntyped: text"),
        ("a.yaml", "command:\n  - note\ntyped: {}"),
        ("a.txt", "command: note\ntyped: {}"),
        (".tmp-a.yaml", "command: note\ntyped: {}"),
        ("a.yaml/b", "command: note\ntyped: {}"),
    ],
)
def test_what_is_no_draft_is_left_alone(tmp_path: Path, name: str, text: str) -> None:
    before = tree(plant(tmp_path, {name: text}))

    assert drafts.waiting([tmp_path]) == ()
    assert tree(tmp_path) == before


def test_an_attempt_that_began_is_remembered(tmp_path: Path) -> None:
    draft = Draft(
        id="aaaaaaaa",
        path=tmp_path / "aaaaaaaa.yaml",
        command="note",
        typed={},
        began=("4v8m2t9c", "7k3q8w2m"),
    )
    drafts.write(draft)

    assert drafts.waiting([tmp_path]) == (draft,)
    again = keep(tmp_path, "note", {"text": "more"}, draft)
    assert again.began == draft.began


def test_a_draft_gives_the_same_ids_on_every_attempt(tmp_path: Path) -> None:
    draft = keep(tmp_path, "note", {})
    (again,) = drafts.waiting([tmp_path])
    other = keep(tmp_path, "note", {})

    ids = list(islice(draft.ids(), 5))
    assert ids == list(islice(again.ids(), 5))
    assert len({*ids, *islice(other.ids(), 5)}) == 10


def test_the_same_words_on_another_day_are_no_retry(tmp_path: Path) -> None:
    today = kept(tmp_path, "aaaaaaaa", "log-meeting", age=0)
    retry = kept(tmp_path, "bbbbbbbb", "log-meeting", age=60)
    last_week = kept(tmp_path, "cccccccc", "log-meeting", age=7 * 86400)
    other = kept(tmp_path, "dddddddd", "note", age=0)

    assert [one.is_retry_of(today) for one in (retry, last_week, other)] == [True, False, False]


def test_the_draft_to_go_on_with(tmp_path: Path) -> None:
    note = kept(tmp_path, "aaaaaaaa", "note", age=10)
    newer = kept(tmp_path, "aabbbbbb", "note", age=5)
    ask = kept(tmp_path, "cccccccc", "ask", age=0)
    waiting = drafts.waiting([tmp_path])

    assert drafts.chosen(waiting, "note", None) == newer
    assert drafts.chosen(waiting, "note", "aaa") == note
    assert drafts.chosen(waiting, "ask", "cccccccc") == ask


@pytest.mark.parametrize(
    ("command", "draft_id", "message", "hint"),
    [
        ("thanks", None, "There's no draft of thanks.", "Leave --resume out."),
        (
            "note",
            "cccccccc",
            'No draft of note is called "cccccccc".',
            "Its drafts: aabbbbbb, aaaaaaaa.",
        ),
        (
            "note",
            "aa",
            'No draft of note is called "aa".',
            "Its drafts: aabbbbbb, aaaaaaaa.",
        ),
        ("thanks", "cccccccc", "There's no draft of thanks.", "Leave --resume out."),
        (
            "note",
            "\x1b",
            'No draft of note is called "\ufffd".',
            "Its drafts: aabbbbbb, aaaaaaaa.",
        ),
    ],
)
def test_no_draft_to_go_on_with(
    tmp_path: Path, command: str, draft_id: str | None, message: str, hint: str
) -> None:
    kept(tmp_path, "aaaaaaaa", "note", age=10)
    kept(tmp_path, "aabbbbbb", "note", age=5)
    kept(tmp_path, "cccccccc", "ask", age=0)

    with pytest.raises(Refused) as refused:
        drafts.chosen(drafts.waiting([tmp_path]), command, draft_id)

    assert (refused.value.message, refused.value.hint) == (message, hint)
