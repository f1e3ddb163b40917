from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from builders import meeting, note, relationship
from journal.trees import (
    AGREEMENT,
    AGREEMENT_TEXT,
    DANA,
    DANA_FIELDS,
    FULL,
    JOURNAL,
    MEETING,
    MEETING_TEXT,
    WITH_DANA,
    Killed,
    failing_disk,
    plant,
    tree,
)

from mentorlog import files
from mentorlog.domain.entries import Entry, Meeting, MeetingStatus
from mentorlog.domain.words import AgreementWords, MeetingWords, RelationshipWords
from mentorlog.errors import Conflict, DamagedJournal, Locked, Refused, StorageFailed, Unconfirmed
from mentorlog.journal import saving, transaction
from mentorlog.journal.codec import words_of
from mentorlog.journal.drafts import Draft
from mentorlog.journal.homes import refuse_inside
from mentorlog.journal.journal import Journal
from mentorlog.journal.scan import About
from mentorlog.journal.transaction import Saved

PLAN = meeting("2026-12-03", id="4v8m2t9c", status=MeetingStatus.PLANNED)
HELD = replace(PLAN, status=MeetingStatus.HELD)
NOTE_ID = "11111111"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return plant(tmp_path / "journal", WITH_DANA)


@pytest.fixture
def journal(root: Path) -> Journal:
    return Journal(root, root.parent / "state")


def keep(journal: Journal, **typed: str) -> Draft:
    return journal.drafts.keep("note", typed or {"text": "hello"})


def save_note(
    journal: Journal, draft: Draft, *, date: str = "2026-12-04", identity: str = NOTE_ID
) -> tuple[Saved, ...]:
    """What the command note does: one note with Dana (or with somebody new)."""
    rows = journal.load().relationships
    change = journal.change()
    who = rows[0] if rows else change.new_relationship(name="Dana Öz")
    change.take(who, note(date, "hello", id=identity))
    return saving.save(journal, change, draft)


def notes(journal: Journal) -> list[str]:
    rows = journal.load().relationships
    return [entry.id for row in rows for entry in row.entries if entry.kind == "note"]


def state(journal: Journal) -> dict[str, str]:
    return tree(journal.root.parent / "state")


def modes(folder: Path) -> set[tuple[str, int]]:
    return {
        ("folder" if path.is_dir() else "file", stat.S_IMODE(path.stat().st_mode))
        for path in (folder, *folder.rglob("*"))
    }


# Reading


def test_reading_leaves_nothing_on_the_disk(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal", tmp_path / "state")

    assert journal.load().relationships == ()
    assert journal.change().is_empty
    assert journal.drafts.waiting() == ()
    assert tree(tmp_path) == {}


def test_words_are_loaded_when_they_are_asked_for(journal: Journal) -> None:
    (dana,) = journal.load().relationships
    assert {words_of(one) for one in (dana, *dana.entries)} == {None}

    read = journal.with_words(dana)

    assert [words_of(entry) for entry in read.entries] == [
        AgreementWords(),
        MeetingWords(notes="bring the deck"),
    ]
    assert read.words == RelationshipWords()
    assert replace(read, words=None, entries=()) == relationship()


def test_words_come_from_the_files_as_they_are_now(journal: Journal, root: Path) -> None:
    (dana,) = journal.load().relationships
    plant(root, {MEETING: MEETING_TEXT.replace("deck", "cake"), f"{DANA}/relationship.yaml": "{"})
    (root / AGREEMENT).unlink()

    read = journal.with_words(dana)

    assert [words_of(entry) for entry in read.entries] == [
        None,
        MeetingWords(notes="bring the cake"),
    ]
    assert read.words is None


def test_words_need_no_load_before(journal: Journal) -> None:
    read = journal.with_words(relationship(PLAN))

    assert [words_of(entry) for entry in read.entries] == [MeetingWords(notes="bring the deck")]
    with pytest.raises(Refused, match="sam is no longer in the journal"):
        journal.with_words(relationship(handle="sam"))


def test_entries_as_their_files_have_them(journal: Journal, root: Path) -> None:
    plant(root, {AGREEMENT: AGREEMENT_TEXT + "notice_hours: many\n"})
    (dana,) = journal.load().relationships
    unsaved: Entry = note("2026-12-04", "hello")

    stored = journal.stored(replace(dana, entries=(*dana.entries, unsaved)))

    assert [(one.file, one.clean) for one in stored] == [(AGREEMENT, False), (MEETING, True)]
    assert stored[0].value["x-colour"] == "blue"
    assert stored[1].value == {
        "schema": "1",
        "id": "4v8m2t9c",
        "kind": "meeting",
        "date": "2026-12-03",
        "status": "planned",
        "notes": "bring the deck",
    }
    assert stored[1].entry == replace(PLAN, words=MeetingWords(notes="bring the deck"))


def test_an_entry_that_went_is_not_stored(journal: Journal, root: Path) -> None:
    (dana,) = journal.load().relationships
    (root / MEETING).unlink()
    assert [one.file for one in journal.stored(dana)] == [AGREEMENT]

    plant(root, {MEETING: MEETING_TEXT.replace("planned", "maybe")})
    assert [one.file for one in journal.stored(dana)] == [AGREEMENT]


def test_keys_of_a_person_that_are_not_ours(journal: Journal, root: Path) -> None:
    plant(root, {f"{DANA}/relationship.yaml": DANA_FIELDS + "x-tea: green\n"})
    (dana,) = journal.load().relationships

    assert journal.unknown_of(dana) == {("x-tea",): "green"}
    for damage in ("{", None):
        (root / f"{DANA}/relationship.yaml").unlink()
        if damage is not None:
            plant(root, {f"{DANA}/relationship.yaml": damage})
        assert journal.unknown_of(dana) == {}


# Where things are


@pytest.mark.parametrize("place", ["journal", "journal/state", "link"])
def test_a_journal_never_contains_its_state(tmp_path: Path, place: str) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "journal/deep")

    with pytest.raises(Refused) as refused:
        Journal(tmp_path / "journal", tmp_path / place)

    assert refused.value.message == (
        f"The journal {tmp_path}/journal contains {tmp_path}/{place}, "
        "which must not travel with it."
    )


def test_siblings_are_fine(tmp_path: Path) -> None:
    refuse_inside(tmp_path / "journal", tmp_path / "journal-state")
    refuse_inside(tmp_path / "mentorlog/journal", tmp_path / "mentorlog")


def test_a_journal_may_be_reached_through_a_link(tmp_path: Path) -> None:
    real = plant(tmp_path / "synced", WITH_DANA)
    (tmp_path / "journal").symlink_to(real)
    journal = Journal(tmp_path / "journal", tmp_path / "state")

    (saved,) = save_note(journal, keep(journal))

    assert saved.file == f"{DANA}/2026-12-04-note-11111111.yaml"
    assert (real / saved.file).is_file()
    assert journal.root == real
    assert len(list((tmp_path / "state").iterdir())) == 1


def test_the_first_save_makes_a_private_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "data" / "journal", tmp_path / "state")
    mask = os.umask(0o777)
    try:
        save_note(journal, keep(journal))
    finally:
        os.umask(mask)

    (made,) = [path for path in tree(journal.root) if path.endswith("-note-11111111.yaml")]
    folder = made.rpartition("/")[0]
    assert set(tree(journal.root)) == {"journal.yaml", made, f"{folder}/relationship.yaml"}
    assert journal.load().problems == ()
    assert modes(tmp_path / "data") == {("folder", 0o700), ("file", 0o600)}
    assert modes(tmp_path / "state") == {("folder", 0o700), ("file", 0o600)}


def test_the_state_is_in_a_folder_of_its_own(journal: Journal, tmp_path: Path) -> None:
    save_note(journal, keep(journal))
    other = Journal(plant(tmp_path / "copy", WITH_DANA), tmp_path / "state")
    save_note(other, keep(other))

    folders = [path.name for path in sorted((tmp_path / "state").iterdir())]
    assert [name.partition("-")[0] for name in folders] == ["h7d2k9w4", "h7d2k9w4"]
    assert len(set(folders)) == 2


# Saving


def test_what_is_saved_needs_no_draft(journal: Journal) -> None:
    draft = keep(journal)
    assert journal.drafts.waiting() == (draft,)

    saved = save_note(journal, draft)

    assert saved == (
        Saved(
            id=NOTE_ID,
            kind="note",
            date="2026-12-04",
            file=f"{DANA}/2026-12-04-note-11111111.yaml",
        ),
    )
    assert notes(journal) == [NOTE_ID]
    assert journal.drafts.waiting() == ()
    assert not draft.path.exists()


def test_nothing_to_change_saves_nothing(journal: Journal, root: Path) -> None:
    assert saving.save(journal, journal.change(), keep(journal)) == ()
    assert tree(root) == WITH_DANA
    assert journal.drafts.waiting() == ()


def test_the_drafts_of_attempts_that_failed_today_go_with_the_one_that_succeeds(
    journal: Journal,
) -> None:
    failed, other = keep(journal), keep(journal, text="something else")
    yesterday = keep(journal)
    os.utime(yesterday.path, (0, 0))

    save_note(journal, keep(journal))

    assert journal.drafts.waiting() == (other, yesterday)
    assert not failed.path.exists()


def test_a_draft_that_cannot_be_removed_is_known_to_be_saved(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = keep(journal)

    def refusing(_self: Draft) -> None:
        raise StorageFailed("no")

    with monkeypatch.context() as patch:
        patch.setattr(Draft, "discard", refusing)
        save_note(journal, draft)
    assert draft.path.exists()
    assert journal.drafts.waiting() == ()

    save_note(journal, keep(journal, text="next"), identity="22222222")
    assert not draft.path.exists()


def test_only_a_folder_read_under_the_lock_needs_no_sweep(journal: Journal, root: Path) -> None:
    journal.load(watch=True)
    before = journal.change()
    with saving.held(journal, "note"):
        under_the_lock = journal.change()
        plant(root, {f"{DANA}/.DS_Store": "not ours"})
        journal.forget()
        beside_another = journal.change()

    assert [*map(set, (before.tidy, under_the_lock.tidy, beside_another.tidy))] == [
        set(),
        {DANA},
        set(),
    ]


def test_a_hand_edit_meanwhile_is_a_conflict_and_both_are_kept(
    journal: Journal, root: Path
) -> None:
    draft = keep(journal)
    journal.load()
    change = journal.change()
    change.update(PLAN, HELD)
    change.take(relationship(), note("2026-12-04", "hello", id=NOTE_ID))
    plant(root, {MEETING: MEETING_TEXT + "# mine\n"})

    with pytest.raises(Conflict) as conflict:
        saving.save(journal, change, draft)

    assert conflict.value.message == (f"{MEETING} changed since it was read.")
    assert tree(root) == {**WITH_DANA, MEETING: MEETING_TEXT + "# mine\n"}
    assert journal.drafts.waiting() == (draft,)


@pytest.mark.parametrize(
    ("files_", "message"),
    [
        ({"journal.yaml": "{"}, r"^journal.yaml:1: "),
        ({"journal.yaml": "schema: 2\nid: h7d2k9w4\n"}, "written by a newer mentorlog"),
        ({"journal.yaml": None}, "journal.yaml is missing; without it"),
    ],
)
def test_into_a_damaged_journal_nothing_is_written_but_what_was_typed_is_kept(
    journal: Journal, root: Path, files_: dict[str, str | None], message: str
) -> None:
    for path, text in files_.items():
        (root / path).unlink()
        if text is not None:
            plant(root, {path: text})
    before = tree(root)
    draft = keep(journal)

    with pytest.raises(DamagedJournal, match=message):
        save_note(journal, draft)

    assert tree(root) == before
    assert journal.drafts.waiting() == (draft,)


def test_damage_elsewhere_does_not_stop_a_writer(journal: Journal, root: Path) -> None:
    plant(root, {AGREEMENT: "{"})

    save_note(journal, keep(journal))

    assert notes(journal) == [NOTE_ID]
    assert (root / AGREEMENT).read_text(encoding="utf-8") == "{"


def test_who_holds_the_lock_is_named_and_what_was_typed_is_kept(
    journal: Journal, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_note(journal, keep(journal))
    (home,) = (root.parent / "state").iterdir()
    draft = keep(journal, text="more")

    with files.lock(home / "lock", command="sync"), monkeypatch.context() as patch:
        patch.setattr(files, "lock", partial(files.lock, timeout=0))
        with pytest.raises(Locked, match=f"sync, process {os.getpid()}, since"):
            save_note(journal, draft, identity="22222222")

    assert notes(journal) == [NOTE_ID]
    assert journal.drafts.waiting() == (draft,)


def test_a_full_disk_changes_nothing_and_keeps_the_draft(
    journal: Journal, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = keep(journal)
    journal.load()
    change = journal.change()
    change.take(relationship(), note("2026-12-04", "hello", id=NOTE_ID))

    with failing_disk(monkeypatch, 1, FULL, lasting=True), pytest.raises(StorageFailed):
        saving.save(journal, change, draft)

    assert tree(root) == WITH_DANA
    assert journal.drafts.waiting() == (draft,)
    assert saving.save(journal, change, draft)


def test_what_cannot_be_kept_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path / "journal", tmp_path / "state")

    with failing_disk(monkeypatch, 1, FULL, lasting=True), pytest.raises(StorageFailed):
        keep(journal)


def test_writers_wait_for_each_other(journal: Journal, root: Path) -> None:
    def write(n: int) -> None:
        mine = Journal(root, root.parent / "state")
        save_note(mine, keep(mine, text=str(n)), identity=str(n) * 8)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(1, 9)))

    assert sorted(notes(journal)) == [str(n) * 8 for n in range(1, 9)]
    assert len(saving.undo(journal, 8)) == 8
    assert tree(root) == WITH_DANA


# Interrupted


def interrupt(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, draft: Draft, **options: str
) -> None:
    """Die in the middle of saving: after the log, before the end."""
    link = os.link

    def dying(source: Path, target: Path) -> None:
        if ".json" not in str(target):
            raise Killed
        link(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", dying)
        patch.setattr(os, "unlink", _dead)
        patch.setattr(os, "rmdir", _dead)
        with suppress(Killed):
            save_note(journal, draft, **options)


def _dead(*_: object) -> None:
    raise Killed


def test_an_interrupted_command_is_completed_by_the_next(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(journal, monkeypatch, keep(journal))
    assert notes(journal) == []

    save_note(journal, keep(journal, text="other"), date="2026-12-05", identity="22222222")

    assert notes(journal) == [NOTE_ID, "22222222"]
    assert journal.drafts.waiting() == ()


def test_a_writer_may_settle_before_it_looks(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving.settle(journal, "note")
    assert state(journal) == {}

    interrupt(journal, monkeypatch, keep(journal))
    saving.settle(journal, "ask")
    assert notes(journal) == [NOTE_ID]
    assert journal.drafts.waiting() == ()

    (saved,) = save_note(journal, keep(journal), identity="22222222")
    assert (saved.id, notes(journal)) == (NOTE_ID, [NOTE_ID])


def test_the_same_words_again_double_nothing(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(journal, monkeypatch, keep(journal))

    (saved,) = save_note(journal, keep(journal), identity="22222222")

    assert (saved.id, notes(journal)) == (NOTE_ID, [NOTE_ID])
    assert journal.drafts.waiting() == ()


def test_the_same_words_of_another_day_are_another_entry(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_week = keep(journal)
    os.utime(last_week.path, (0, 0))
    interrupt(journal, monkeypatch, last_week)

    (saved,) = save_note(journal, keep(journal), date="2026-12-05", identity="22222222")

    assert (saved.id, notes(journal)) == ("22222222", [NOTE_ID, "22222222"])


def test_what_was_saved_but_not_told_is_not_doubled_by_the_same_words(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Draft, "discard", _dead)
        with suppress(Killed):
            save_note(journal, keep(journal))
    assert notes(journal) == [NOTE_ID]

    (saved,) = save_note(journal, keep(journal), identity="22222222")

    assert (saved.id, notes(journal)) == (NOTE_ID, [NOTE_ID])
    assert journal.drafts.waiting() == ()


def test_the_same_words_seen_half_way_double_nothing(
    journal: Journal, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next attempt sees what was done so far, and would make something else of it."""

    def attempt() -> tuple[Saved, ...]:
        draft = journal.drafts.keep("log-meeting", {"who": "dana"})
        (dana,) = journal.load().relationships
        change = journal.change()
        for plan in dana.of(Meeting):
            if plan.status is MeetingStatus.PLANNED:
                change.update(plan, replace(plan, status=MeetingStatus.HELD))
        change.take(dana, note("2026-12-03", "hello", id=next(draft.ids())))
        return saving.save(journal, change, draft)

    create = files.create

    def dying(path: Path, data: bytes) -> None:
        if path.parent.name == "dana-oz-9f2k":
            raise Killed
        create(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(files, "create", dying)
        patch.setattr(transaction, "take_back", _dead)
        with suppress(Killed):
            attempt()
    assert "held" in (root / MEETING).read_text(encoding="utf-8")
    assert notes(journal) == []

    assert [saved.kind for saved in attempt()] == ["meeting", "note"]
    assert len(notes(journal)) == 1


def test_going_on_with_an_interrupted_draft_doubles_nothing(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(journal, monkeypatch, keep(journal))
    draft = journal.drafts.resumed("note")
    more = journal.drafts.keep("note", {"text": "hello again"}, draft)

    (saved,) = save_note(journal, more, identity="22222222")

    assert (saved.id, notes(journal)) == (NOTE_ID, [NOTE_ID])


def test_one_that_no_longer_fits_is_set_aside_and_can_be_gone_on_with(
    journal: Journal, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = keep(journal)
    identity = next(draft.ids())
    interrupt(journal, monkeypatch, draft, identity=identity)
    file = f"{DANA}/2026-12-04-note-{identity}.yaml"
    by_hand = f'schema: 1\nid: "{identity}"\nkind: note\ndate: 2026-12-04\ntext: mended by hand\n'
    plant(root, {file: by_hand})

    save_note(journal, keep(journal, text="other"), identity="22222222")
    (kept,) = journal.drafts.waiting()
    assert (kept.id, kept.typed, kept.began) == (draft.id, {"text": "hello"}, (identity,))

    (saved,) = save_note(journal, kept, identity=next(kept.ids()))
    assert saved.file == file
    assert (root / file).read_text(encoding="utf-8") == by_hand
    assert sorted(notes(journal)) == sorted([identity, "22222222"])
    assert journal.drafts.waiting() == ()


def test_an_id_of_something_else_is_never_taken(journal: Journal) -> None:
    with pytest.raises(Refused, match="There's already an entry with the id 4v8m2t9c"):
        save_note(journal, keep(journal), identity="4v8m2t9c")


def test_the_very_first_command_interrupted_is_completed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path / "journal", tmp_path / "state")
    interrupt(journal, monkeypatch, keep(journal))
    assert journal.load().relationships == ()

    save_note(journal, keep(journal))

    assert notes(journal) == [NOTE_ID]
    assert journal.load().problems == ()
    (home,) = (tmp_path / "state").iterdir()
    assert not home.name.startswith("new-")
    assert journal.drafts.waiting() == ()


def test_a_first_command_interrupted_after_the_journal_was_made_is_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path / "journal", tmp_path / "state")
    interrupt(journal, monkeypatch, keep(journal))
    (log,) = (tmp_path / "state").glob("new-*/saving/*.json")
    made = log.read_text(encoding="utf-8").partition('"after": "')[2].partition('"\n')[0]
    plant(journal.root, {"journal.yaml": made.replace("\\n", "\n").replace("\\", "")})

    saving.settle(journal, "note")
    save_note(journal, keep(journal, text="other"), date="2026-12-05", identity="22222222")

    assert len(notes(journal)) == 2
    assert journal.drafts.waiting() == ()


def test_a_person_whom_somebody_else_added_meanwhile_is_not_added_twice(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal", tmp_path / "state")
    journal.load(watch=True)
    change = journal.change()
    change.take(change.new_relationship(name="Dana Öz"), note("2026-12-05", "x", id="22222222"))
    save_note(Journal(tmp_path / "journal", tmp_path / "state"), keep(journal))

    with pytest.raises(Conflict, match="changed in the meantime"):
        saving.save(journal, change, keep(journal, text="other"))

    assert len(notes(journal)) == 1


UNNAMED = "relationships/kim-2222"  # it has no relationship.yaml, or only a link in its place


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("about", [None, About(("dana-oz",)), About(("kim",)), About(("nobody",))])
def test_an_unchanged_journal_is_known_as_such_however_damaged_and_a_changed_one_too(
    root: Path, about: About | None, *, linked: bool
) -> None:
    plant(root, {f"{UNNAMED}/2026-12-01-note-aaaaaaaa.yaml": "schema: 1\n"})
    person = root / UNNAMED / "relationship.yaml"
    if linked:
        person.symlink_to(root / DANA / "relationship.yaml")
    journal = Journal(root, root.parent / "state")
    journal.load(about, watch=True)
    change = journal.change()

    assert not change.is_outdated

    person.unlink(missing_ok=True)
    plant(root, {f"{UNNAMED}/relationship.yaml": DANA_FIELDS.replace("9f2k7m3q", "22222222")})
    assert change.is_outdated


def test_a_draft_from_before_the_journal_was_made_is_still_found(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal", tmp_path / "state")
    early = journal.drafts.keep("thanks", {"text": "an early word"})
    save_note(journal, keep(journal))

    assert journal.drafts.waiting() == (early,)
    assert journal.drafts.resumed("thanks") == early
    save_note(journal, early, identity="22222222")
    assert len(list((tmp_path / "state").iterdir())) == 1


def test_somebody_else_may_make_the_journal_while_we_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path / "journal", tmp_path / "state")
    real = files.lock

    @contextmanager
    def lock(path: Path, *, timeout: float, command: str) -> Iterator[None]:
        with real(path, timeout=timeout, command=command):
            if path.parent.name.startswith("new-"):
                plant(journal.root, JOURNAL)
            yield

    monkeypatch.setattr(files, "lock", lock)
    save_note(journal, keep(journal))

    assert len(notes(journal)) == 1
    assert (journal.root / "journal.yaml").read_text(encoding="utf-8") == JOURNAL["journal.yaml"]
    (home,) = (tmp_path / "state").iterdir()
    assert home.name.startswith("h7d2k9w4-")


def test_saved_but_not_confirmed_says_so_and_is_not_done_twice(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = files.create

    def unconfirmed(path: Path, data: bytes) -> None:
        create(path, data)
        if path.suffix == ".yaml":
            raise Unconfirmed("Saved, but the disk didn't confirm it")

    with monkeypatch.context() as patch:
        patch.setattr(files, "create", unconfirmed)
        with pytest.raises(Unconfirmed):
            save_note(journal, keep(journal))
    assert notes(journal) == [NOTE_ID]

    save_note(journal, keep(journal), identity="22222222")
    assert notes(journal) == [NOTE_ID]


# Undo


def test_undo_and_redo(journal: Journal, root: Path) -> None:
    journal.load()
    change = journal.change()
    change.update(PLAN, replace(HELD, date=dt.date(2026, 12, 2)))
    change.take(relationship(), note("2026-12-04", "hello", id=NOTE_ID))
    saving.save(journal, change, journal.drafts.keep("log-meeting", {"who": "dana"}))
    after = tree(root)

    (undone,) = saving.undo(journal)
    assert (undone.command, undone.typed) == ("undo", {"command": "log-meeting"})
    assert [saved.id for saved in undone.saved] == ["4v8m2t9c", NOTE_ID]
    assert tree(root) == WITH_DANA
    assert notes(journal) == []

    (redone,) = saving.undo(journal, redo=True)
    assert redone.command == "redo"
    assert tree(root) == after


def test_undo_takes_back_as_many_as_asked_or_refuses(journal: Journal, root: Path) -> None:
    for identity in ("11111111", "22222222"):
        save_note(journal, keep(journal, text=identity), identity=identity)
    after = tree(root)

    with pytest.raises(Refused, match="2 can be undone, not 3"):
        saving.undo(journal, 3)
    assert tree(root) == after
    assert len(saving.undo(journal, 2)) == 2
    assert tree(root) == WITH_DANA
    assert len(saving.undo(journal, 2, redo=True)) == 2
    assert tree(root) == after


def test_undo_of_what_changed_since_changes_nothing(journal: Journal, root: Path) -> None:
    (saved,) = save_note(journal, keep(journal))
    plant(root, {saved.file: "schema: 1\n"})
    before = tree(root)

    with pytest.raises(Conflict):
        saving.undo(journal)

    assert tree(root) == before


def test_where_nothing_was_saved_nothing_is_undone(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Nothing has been saved here yet"):
        saving.undo(Journal(tmp_path / "journal", tmp_path / "state"))
    assert tree(tmp_path) == {}


def test_an_interrupted_undo_is_not_done_twice(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_note(journal, keep(journal, text="1"))
    save_note(journal, keep(journal, text="2"), identity="22222222")
    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", _dead)
        with suppress(Killed):
            saving.undo(journal)

    saving.undo(journal)

    assert notes(journal) == [NOTE_ID]


def test_undoing_the_first_save_leaves_an_empty_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal", tmp_path / "state")
    save_note(journal, keep(journal))

    saving.undo(journal)

    assert set(tree(journal.root)) == {"journal.yaml"}
    assert journal.load().problems == ()
    saving.undo(journal, redo=True)
    assert notes(journal) == [NOTE_ID]
