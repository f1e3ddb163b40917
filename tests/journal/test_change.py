from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

import pytest
from builders import agreement, meeting, note, relationship
from journal.trees import (
    AGREEMENT,
    AGREEMENT_TEXT,
    DANA,
    DANA_FIELDS,
    JOURNAL,
    MEETING,
    MEETING_TEXT,
    WITH_DANA,
    plant,
    tree,
)

from mentorlog.domain.entries import ActionItem, Entry, MeetingStatus, Party, Visibility
from mentorlog.domain.relationship import Role
from mentorlog.domain.words import (
    ActionItemWords,
    AgreementWords,
    Difference,
    MeetingWords,
    RelationshipWords,
)
from mentorlog.errors import Conflict, DamagedJournal, Refused
from mentorlog.journal import names, scan
from mentorlog.journal.change import Change
from mentorlog.journal.steps import carry_out
from mentorlog.journal.transaction import Saved

OF_DANA = relationship()
HEAD = meeting("2026-12-03", id="4v8m2t9c", status=MeetingStatus.PLANNED)
HELD = replace(HEAD, status=MeetingStatus.HELD)
WORDS = MeetingWords(notes="bring the deck")
PLAN = replace(HEAD, words=WORDS)
TERMS = agreement("2026-01-05", id="7k3q8w2m", words=AgreementWords())
NOTE = note("2026-12-04", "hello", id="11111111")
NOTE_FILE = f"{DANA}/2026-12-04-note-11111111.yaml"
NOTE_TEXT = 'schema: 1\nid: "11111111"\nkind: note\ndate: 2026-12-04\ntext: hello\n'
DANA_FILE = f"{DANA}/relationship.yaml"


def change_of(root: Path) -> Change:
    return Change(root, scan.read(root))


def done(root: Path, change: Change) -> dict[str, str]:
    """The files after the change, without those that stayed as they were in `WITH_DANA`."""
    carry_out(root, change.steps())
    after = tree(root)

    gone = {path: "(gone)" for path in WITH_DANA if path not in after}
    return {path: text for path, text in after.items() if WITH_DANA.get(path) != text} | gone


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return plant(tmp_path, WITH_DANA)


def test_nothing_changes_nothing(root: Path) -> None:
    change = change_of(root)

    assert (change.is_empty, change.steps(), change.saved) == (True, (), ())


def test_a_new_entry_gets_a_file_of_its_own(root: Path) -> None:
    change = change_of(root)
    change.take(OF_DANA, NOTE)

    assert not change.is_empty
    assert change.saved == (Saved(id="11111111", kind="note", date="2026-12-04", file=NOTE_FILE),)
    assert done(root, change) == {NOTE_FILE: NOTE_TEXT}


def test_an_amendment_carries_unknown_keys(root: Path) -> None:
    change = change_of(root)
    later = replace(TERMS, id="22222222", date=dt.date(2026, 6, 1))
    change.take(OF_DANA, later, like=TERMS)

    assert done(root, change) == {
        f"{DANA}/2026-06-01-agreement-22222222.yaml": (
            'schema: 1\nid: "22222222"\nkind: agreement\ndate: 2026-06-01\n'
            "cadence: monthly\nx-colour: blue\n"
        )
    }


def test_someone_new_gets_a_folder(tmp_path: Path) -> None:
    plant(tmp_path, JOURNAL)
    change = change_of(tmp_path)
    sam = change.new_relationship(
        name="Sam Lee",
        my_role=Role.MENTOR,
        words=RelationshipWords(differs_from_me=(Difference.CULTURE,)),
    )
    change.take(sam, NOTE)

    assert sam.id is not None
    folder = f"relationships/sam-lee-{sam.id[:4]}"
    assert (sam.handle, sam.name, sam.my_role) == ("sam-lee", "Sam Lee", Role.MENTOR)
    carry_out(tmp_path, change.steps())
    assert set(tree(tmp_path)) == {
        "journal.yaml",
        f"{folder}/relationship.yaml",
        f"{folder}/2026-12-04-note-11111111.yaml",
    }
    (loaded,) = scan.read(tmp_path).contents.relationships
    assert loaded == replace(sam, words=None, entries=(replace(NOTE, words=None),))


@pytest.mark.parametrize(
    ("alias", "called", "handle"),
    [
        ("Kestrel", "sam", "sam"),
        ("Kestrel", None, "kestrel"),
        (None, "Sam from work", "sam-from-work"),
        (None, None, "noor"),
    ],
)
def test_the_handle_of_someone_new(
    root: Path, alias: str | None, called: str | None, handle: str
) -> None:
    someone = change_of(root).new_relationship(
        name="Noor", alias=alias, called=called, in_confidence=alias is not None
    )

    assert (someone.handle, someone.alias) == (handle, alias)


def test_someone_new_of_the_same_name_is_told_apart(root: Path) -> None:
    change = change_of(root)
    first, second = (change.new_relationship(name="Dana Öz") for _ in range(2))

    assert first.id is not None
    assert second.id is not None
    assert [first.handle, second.handle] == [f"dana-oz-{first.id[:4]}", f"dana-oz-{second.id[:4]}"]
    carry_out(root, change.steps())
    handles = [row.handle for row in scan.read(root).contents.relationships]
    assert sorted(handles) == sorted([first.handle, second.handle, "dana-oz-9f2k"])


def test_a_folder_that_is_taken_is_not_used_twice(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(root, {"relationships/sam-2222/kept.txt": ""})
    monkeypatch.setattr(names, "new_id", lambda *_: "22223333")
    change = change_of(root)
    change.new_relationship(name="Sam")

    assert done(root, change).keys() == {
        "relationships/sam-2222/kept.txt",
        "relationships/sam-22223333/relationship.yaml",
    }


def test_ids_are_new_in_the_whole_journal(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[set[str]] = []

    def new_id(*ids: Collection[str]) -> str:
        taken.append({known for some in ids for known in some})
        return "33333333"

    monkeypatch.setattr(names, "new_id", new_id)
    change = change_of(root)
    change.new_relationship(name="Sam")
    change.take(OF_DANA, NOTE)

    assert change.new_id() == "33333333"
    assert taken[-1] >= {"9f2k7m3q", "7k3q8w2m", "4v8m2t9c", "33333333", "11111111"}


def test_an_id_that_is_there_is_not_added_again(root: Path) -> None:
    change = change_of(root)
    change.take(OF_DANA, PLAN)
    change.take(OF_DANA, NOTE)

    assert [saved.file for saved in change.saved] == [MEETING, NOTE_FILE]
    with pytest.raises(Refused) as refused:
        change.steps()
    assert refused.value.message == f"There's already an entry with the id 4v8m2t9c: {MEETING}"
    assert [step.paths for step in change.steps(began=("4v8m2t9c",))] == [(NOTE_FILE,)]


def test_two_new_entries_never_share_an_id(root: Path) -> None:
    change = change_of(root)
    change.take(OF_DANA, NOTE)

    with pytest.raises(Refused, match="Two entries can't have one id: 11111111"):
        change.take(OF_DANA, NOTE)


def test_an_update_touches_nothing_else(root: Path) -> None:
    change = change_of(root)
    change.update(HEAD, replace(HELD, minutes=45))

    assert change.saved == (Saved(id="4v8m2t9c", kind="meeting", date="2026-12-03", file=MEETING),)
    assert done(root, change) == {
        MEETING: MEETING_TEXT.replace("planned ", "held ") + "minutes: 45\n"
    }


def test_a_new_date_renames_the_file_and_keeps_the_id(root: Path) -> None:
    change = change_of(root)
    change.update(HEAD, replace(HELD, date=dt.date(2026, 12, 2)))
    renamed = f"{DANA}/2026-12-02-meeting-4v8m2t9c.yaml"

    assert [saved.file for saved in change.saved] == [renamed]
    assert done(root, change) == {
        MEETING: "(gone)",
        renamed: MEETING_TEXT.replace("planned ", "held ").replace("12-03", "12-02"),
    }


def test_several_updates_of_one_file_add_up(root: Path) -> None:
    change = change_of(root)
    item, words = ActionItem(owner=Party.ME), ActionItemWords(text="send it")
    one = replace(PLAN, action_items=(item,), words=replace(WORDS, action_items=(words,)))
    two = replace(
        PLAN,
        action_items=(item, replace(item, done_on=dt.date(2026, 12, 9))),
        words=MeetingWords(action_items=(words, words)),
    )
    change.update(PLAN, one)
    change.update(one, two)

    assert done(root, change) == {
        MEETING: MEETING_TEXT.replace("notes: bring the deck\n", "action_items:\n")
        + "  - text: send it\n    owner: me\n" * 2
        + "    done_on: 2026-12-09\n"
    }


def test_an_update_writes_what_differs(root: Path) -> None:
    change = change_of(root)
    held = replace(
        PLAN,
        status=MeetingStatus.HELD,
        action_items=(ActionItem(owner=Party.ME),),
        words=MeetingWords(notes="bring the deck", action_items=(ActionItemWords(text="send it"),)),
    )
    change.update(PLAN, held)

    assert done(root, change) == {
        MEETING: MEETING_TEXT.replace("planned ", "held ")
        + "action_items:\n  - text: send it\n    owner: me\n"
    }


def test_an_update_of_a_head_keeps_the_words(root: Path) -> None:
    change = change_of(root)
    change.update(HEAD, replace(HEAD, status=MeetingStatus.HELD))

    assert done(root, change) == {MEETING: MEETING_TEXT.replace("planned ", "held ")}


def test_a_relationship_is_changed_in_place(root: Path) -> None:
    change = change_of(root)
    at_acme = replace(OF_DANA, my_role=Role.PEER, words=RelationshipWords(organization="Acme"))
    change.describe(OF_DANA, at_acme)

    assert change.saved == ()
    assert done(root, change) == {
        DANA_FILE: DANA_FIELDS.replace("mentee", "peer") + "organization: Acme\n"
    }


def test_an_entry_moves_to_another_person(root: Path) -> None:
    change = change_of(root)
    sam = change.new_relationship(name="Sam")
    change.move(HEAD, sam)

    assert sam.id is not None
    (saved,) = change.saved
    assert saved.file == f"relationships/sam-{sam.id[:4]}/{Path(MEETING).name}"
    after = done(root, change)
    assert (after[MEETING], after[saved.file]) == ("(gone)", MEETING_TEXT)


def test_what_is_removed_goes_to_the_trash(root: Path) -> None:
    plant(root, {f".trash/dana-oz-9f2k/{Path(MEETING).name}": "an older one"})
    change = change_of(root)
    change.remove(HEAD)

    trash = ".trash/dana-oz-9f2k/2026-12-03-meeting-4v8m2t9c"
    assert [saved.file for saved in change.saved] == [f"{trash}-2.yaml"]
    assert done(root, change) == {
        MEETING: "(gone)",
        f"{trash}.yaml": "an older one",
        f"{trash}-2.yaml": MEETING_TEXT,
    }


def test_what_was_only_to_be_added_can_be_removed_and_moved(root: Path) -> None:
    change = change_of(root)
    change.take(OF_DANA, NOTE)
    change.remove(NOTE)

    assert done(root, change) == {".trash/dana-oz-9f2k/2026-12-04-note-11111111.yaml": NOTE_TEXT}


def test_a_new_name_makes_a_new_handle(root: Path) -> None:
    change = change_of(root)
    change.rename(OF_DANA, "Dana Novak")
    renamed = "relationships/dana-novak-9f2k"

    assert not change.is_empty
    assert done(root, change) == {
        **{path: "(gone)" for path in WITH_DANA if path not in JOURNAL},
        f"{renamed}/{Path(MEETING).name}": MEETING_TEXT,
        f"{renamed}/{Path(AGREEMENT).name}": AGREEMENT_TEXT,
        f"{renamed}/relationship.yaml": DANA_FIELDS.replace("Dana Öz", "Dana Novak"),
    }


def test_a_new_name_behind_the_same_handle_moves_nothing(root: Path) -> None:
    change = change_of(root)
    change.rename(OF_DANA, "Dana Oz")

    assert done(root, change) == {DANA_FILE: DANA_FIELDS.replace("Öz", "Oz")}


def test_a_file_its_owner_edited_replaces_the_old_one(root: Path) -> None:
    edited = MEETING_TEXT.replace("12-03", "12-05") + "# mine\n"
    change = change_of(root)
    change.rewrite(MEETING, MEETING_TEXT.encode(), edited.encode())

    renamed = f"{DANA}/2026-12-05-meeting-4v8m2t9c.yaml"
    assert change.saved == (Saved(id="4v8m2t9c", kind="meeting", date="2026-12-05", file=renamed),)
    assert done(root, change) == {MEETING: "(gone)", renamed: edited}


def test_an_owner_may_mend_a_damaged_file(root: Path) -> None:
    plant(root, {MEETING: "{"})
    change = change_of(root)
    change.rewrite(MEETING, b"{", MEETING_TEXT.encode())

    assert done(root, change) == {}


def test_every_writer_gives_the_visibility_that_was_asked_for(root: Path) -> None:
    change = Change(root, scan.read(root), ids=iter(["22222222"]), visibility=Visibility.OPEN)

    added = change.add(OF_DANA, replace(NOTE, id=""))
    change.level(PLAN)

    assert (added.id, added.visibility) == ("22222222", Visibility.OPEN)
    assert [entry.visibility for entry in change.after(OF_DANA).entries] == [Visibility.OPEN] * 2


@pytest.mark.parametrize(
    ("after", "error"),
    [("{", DamagedJournal), (MEETING_TEXT.replace("4v8m2t9c", "00000000"), Refused)],
)
def test_an_owner_may_not_damage_a_file(root: Path, after: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        change_of(root).rewrite(MEETING, MEETING_TEXT.encode(), after.encode())


Act = Callable[[Change, Entry], object]
ACTS: list[Act] = [
    lambda change, entry: change.update(entry, replace(entry, date=dt.date(2026, 12, 9))),
    lambda change, entry: change.seal_entry(entry),
    lambda change, entry: change.remove(entry),
    lambda change, entry: change.move(entry, OF_DANA),
]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("text", "error"),
    [
        (MEETING_TEXT.replace("planned", "cancelled"), Conflict),
        (MEETING_TEXT.replace("deck", "dog"), Conflict),
        (MEETING_TEXT + "medium: pigeon\n", DamagedJournal),
        (MEETING_TEXT.replace("schema: 1", "schema: 2"), DamagedJournal),
        ("{", DamagedJournal),
        (None, Conflict),
    ],
)
def test_what_changed_since_or_is_not_clean_stays_as_it_is(
    root: Path, act: Act, text: str | None, error: type[Exception]
) -> None:
    change = change_of(root)
    (root / MEETING).unlink()
    if text is not None:
        plant(root, {MEETING: text})
    before = tree(root)

    with pytest.raises(error):
        act(change, PLAN)

    assert tree(root) == before


def test_an_entry_of_which_there_are_copies_is_not_changed(root: Path) -> None:
    copy = f"{DANA}/2026-12-03-meeting-4v8m2t9c (1).yaml"
    plant(root, {copy: MEETING_TEXT})

    with pytest.raises(DamagedJournal) as damaged:
        change_of(root).update(HEAD, HELD)

    assert damaged.value.message == (f"Several files have the entry 4v8m2t9c: {MEETING} and {copy}")


def test_what_the_journal_does_not_know_is_refused(root: Path) -> None:
    change = change_of(root)

    with pytest.raises(Refused, match="The entry 11111111 is no longer in the journal"):
        change.update(NOTE, replace(NOTE, raised_on=NOTE.date))
    with pytest.raises(Refused, match="sam is no longer in the journal"):
        change.take(relationship(handle="sam"), NOTE)
    with pytest.raises(Refused, match="dana-oz is no longer in the journal"):
        change.take(relationship(id="00000000"), NOTE)


def test_a_relationship_that_changed_since_stays_as_it_is(root: Path) -> None:
    plant(root, {DANA_FILE: DANA_FIELDS.replace("mentee", "peer")})

    with pytest.raises(Conflict) as conflict:
        change_of(root).describe(OF_DANA, replace(OF_DANA, my_role=Role.MENTOR))

    assert conflict.value.message == f"{DANA_FILE} changed since it was read."


def test_a_damaged_relationship_is_not_changed_but_its_entries_are(root: Path) -> None:
    plant(root, {DANA_FILE: "{"})
    change = change_of(root)
    damaged = relationship(handle="dana-oz-9f2k", name="dana-oz-9f2k", id=None, my_role=None)
    change.take(damaged, NOTE)
    change.update(HEAD, HELD)

    assert done(root, change).keys() == {DANA_FILE, NOTE_FILE, MEETING}
    with pytest.raises(DamagedJournal, match=f"^{DANA_FILE}:1: "):
        change.describe(damaged, replace(damaged, name="Dana"))


def test_a_link_in_an_entrys_place_is_not_followed(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = plant(tmp_path_factory.mktemp("elsewhere"), {"a.yaml": MEETING_TEXT})
    change = change_of(root)
    (root / MEETING).unlink()
    (root / MEETING).symlink_to(elsewhere / "a.yaml")

    with pytest.raises(Conflict, match="is a link; mentorlog doesn't follow"):
        change.update(HEAD, HELD)
