from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journal.trees import BROKEN, FULL, READ_ONLY, Killed, failing_disk, plant, tree

from mentorlog import files
from mentorlog.errors import Conflict, Refused, StorageFailed, Unconfirmed
from mentorlog.journal import drafts, transaction
from mentorlog.journal.drafts import Typed
from mentorlog.journal.homes import LOG, Home, draft_of
from mentorlog.journal.steps import Move, Put
from mentorlog.journal.transaction import Saved, Transaction

BEFORE = {"journal.yaml": "id", "r/dana/plan.yaml": "planned", "r/dana/keep.yaml": "kept"}
AFTER = {
    "journal.yaml": "id",
    "r/dana/held.yaml": "held",
    "r/dana/keep.yaml": "kept",
    "r/dana/gave.yaml": "gave",
    "r/sam/note.yaml": "note",
}
THREE_FILES = Transaction(
    id="dddddddd",
    command="log-meeting",
    typed={"note": "a word"},
    steps=(
        Move("r/dana/plan.yaml", "r/dana/held.yaml", b"planned", b"held"),
        Put("r/dana/gave.yaml", None, b"gave"),
        Put("r/sam/note.yaml", None, b"note"),
    ),
    saved=(Saved(id="4v8m2t9c", kind="meeting", date="2026-12-03", file="r/dana/held.yaml"),),
)
AFTER_FIRST = {"journal.yaml": "id", "r/sam/fields.yaml": "sam", "r/sam/terms.yaml": "terms"}
FIRST = Transaction(
    id="eeeeeeee",
    command="new-agreement",
    typed={"who": "Sam"},
    steps=(Put("r/sam/fields.yaml", None, b"sam"), Put("r/sam/terms.yaml", None, b"terms")),
    makes_journal=Put("journal.yaml", None, b"id"),
)


class World:
    """A journal and its home."""

    def __init__(self, folder: Path, texts: dict[str, str]) -> None:
        self.root = plant(folder / "journal", texts)
        self.home = Home(folder / "state" / "h7d2k9w4-hash")
        self.home.folder.mkdir(parents=True)

    def save(self, one: Transaction) -> None:
        transaction.save(self.root, self.home, one)

    def settle(self) -> tuple[Transaction, ...]:
        return transaction.settle(self.root, self.home, lambda: self.home)

    @property
    def journal(self) -> dict[str, str]:
        """But for what a cut-off save leaves, and readers do not see."""
        return {path: text for path, text in tree(self.root).items() if ".tmp-" not in path}

    @property
    def waiting(self) -> list[str]:
        return [log.name for log in self.home.interrupted]

    @property
    def undoable(self) -> list[str]:
        return [log.name for log in self.home.undoable]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, BEFORE)


def test_all_files_are_saved_and_the_way_back_is_remembered(world: World) -> None:
    world.save(THREE_FILES)

    assert (world.journal, world.waiting) == (AFTER, [])
    assert world.undoable == ["00000001-dddddddd.json"]
    (log,) = world.home.undoable
    assert transaction.recorded(log) == THREE_FILES
    assert draft_of(log) == "dddddddd"


def test_what_is_there_already_is_not_done_again_nor_undone(world: World) -> None:
    plant(world.root, {"r/sam/note.yaml": "note"})
    world.save(THREE_FILES)

    (log,) = world.home.undoable
    assert transaction.recorded(log) == replace(THREE_FILES, steps=THREE_FILES.steps[:2])


def test_nothing_to_do_leaves_no_log(world: World) -> None:
    world.save(replace(THREE_FILES, steps=()))

    assert tree(world.home.folder) == {}


def test_a_conflict_changes_nothing(world: World) -> None:
    plant(world.root, {"r/sam/note.yaml": "not ours"})
    before = world.journal

    with pytest.raises(Conflict, match=r"r/sam/note\.yaml changed since it was read"):
        world.save(THREE_FILES)

    assert (world.journal, world.waiting, world.undoable) == (before, [], [])


def test_leftovers_of_earlier_saves_are_swept(world: World) -> None:
    left = ".tmp-0123456789abcdef"
    plant(world.root, {left: "", f"r/dana/{left}": "", f"r/{left}": ""})
    plant(world.home.saving, {left: ""})

    world.save(THREE_FILES)

    assert tree(world.root) == {**AFTER, f"r/{left}": ""}
    assert tree(world.home.saving) == {}


CASES = pytest.mark.parametrize(
    ("texts", "what", "after"),
    [(BEFORE, THREE_FILES, AFTER), ({}, FIRST, AFTER_FIRST)],
    ids=["three files", "the first of a journal"],
)


@CASES
@pytest.mark.parametrize("error", [FULL, READ_ONLY, BROKEN])
@pytest.mark.parametrize("lasting", [False, True])
def test_whenever_the_disk_refuses_all_is_saved_or_nothing(  # noqa: PLR0917 - pytest's own way
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    texts: dict[str, str],
    what: Transaction,
    after: dict[str, str],
    error: int,
    *,
    lasting: bool,
) -> None:
    """The nth change of the disk fails (and, if lasting, all that follow), for every n."""
    n, failed = 0, True
    while failed:
        n += 1
        world = World(tmp_path / str(n), texts)
        told: StorageFailed | None = None
        with failing_disk(monkeypatch, n, error, lasting=lasting) as disk:
            try:
                world.save(what)
            except StorageFailed as failure:
                told = failure
        failed = disk.failed

        saved = told is None or isinstance(told, Unconfirmed)
        half_way = told is not None and "Saving stopped halfway" in told.message
        if not half_way:
            assert world.journal == (after if saved else texts), n
        world.settle()
        assert world.journal == (after if saved or half_way else texts), n
        assert (world.waiting, len(world.undoable)) == ([], int(saved or half_way)), n

    assert n > 20


@CASES
def test_whenever_the_process_dies_the_next_writer_completes_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    texts: dict[str, str],
    what: Transaction,
    after: dict[str, str],
) -> None:
    """Dying at each call in turn, and while completing it, too."""
    n, died = 0, True
    while died:
        n += 1
        world = World(tmp_path / str(n), texts)
        with failing_disk(monkeypatch, n) as disk, suppress(Killed):
            world.save(what)
        died = disk.failed
        began = bool(world.waiting) or bool(world.undoable)
        with failing_disk(monkeypatch, n % 7 + 1), suppress(Killed):
            world.settle()
        world.settle()

        assert world.journal == (after if began else texts), n
        assert (world.waiting, len(world.undoable)) == ([], int(began)), n

    assert n > 20


def test_ctrl_c_in_the_middle_changes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = files.create

    def interrupted(path: Path, data: bytes) -> None:
        if path.name == "note.yaml":
            raise KeyboardInterrupt
        create(path, data)

    monkeypatch.setattr(files, "create", interrupted)
    with pytest.raises(KeyboardInterrupt):
        world.save(THREE_FILES)

    assert (world.journal, world.waiting, world.undoable) == (BEFORE, [], [])


def test_an_interrupted_one_that_no_longer_fits_is_kept_as_a_draft(world: World) -> None:
    plant(world.home.saving, {"dddddddd.json": transaction.encoded(THREE_FILES)})
    plant(world.root, {"r/dana/plan.yaml": "held", "r/sam/note.yaml": "edited by hand"})

    assert world.settle() == ()
    assert world.journal == {**BEFORE, "r/sam/note.yaml": "edited by hand"}
    assert (world.waiting, world.undoable) == ([], [])
    (draft,) = drafts.waiting([world.home.drafts])
    assert (draft.id, draft.command, draft.typed, draft.began) == (
        "dddddddd",
        "log-meeting",
        {"note": "a word"},
        ("4v8m2t9c",),
    )


def test_an_interrupted_undo_that_no_longer_fits_is_dropped(world: World) -> None:
    world.save(THREE_FILES)
    undoing = transaction.turns(world.home, 1, redo=False)[0]
    plant(world.home.saving, {f"{undoing.id}.json": transaction.encoded(undoing)})
    plant(world.root, {"r/dana/held.yaml": "edited by hand"})
    before = world.journal

    assert world.settle() == ()
    assert world.journal == before
    assert (world.waiting, world.undoable) == ([], ["00000001-dddddddd.json"])
    assert drafts.waiting([world.home.drafts]) == ()


def test_a_log_that_cannot_be_read_is_left_alone(world: World) -> None:
    plant(world.home.saving, {"dddddddd.json": "{"})

    assert world.settle() == ()
    assert (world.journal, world.waiting) == (BEFORE, ["dddddddd.json"])
    with pytest.raises(StorageFailed, match="An earlier save's log is in the way"):
        world.save(THREE_FILES)
    assert world.journal == BEFORE


def test_without_a_log_nothing_is_begun(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def unconfirmed(path: Path, data: bytes) -> None:
        path.write_bytes(data)
        raise Unconfirmed("Saved, but the disk didn't confirm it")

    with monkeypatch.context() as patch:
        patch.setattr(files, "create", unconfirmed)
        with pytest.raises(StorageFailed) as failed:
            world.save(THREE_FILES)

    assert failed.value.message == (
        f"The disk didn't confirm {world.home.saving / 'dddddddd.json'}"
    )
    assert not isinstance(failed.value, Unconfirmed)
    assert (world.journal, world.waiting) == (BEFORE, [])


def test_more_than_a_log_can_hold_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 100)

    with pytest.raises(Refused, match="too much for one command"):
        world.save(THREE_FILES)

    assert world.journal == BEFORE


def test_saved_is_saved_even_if_the_undo_log_is_not(world: World) -> None:
    plant(world.home.folder, {"undo": "a file where a folder belongs"})

    with pytest.raises(Unconfirmed, match="It's saved, but the undo log couldn't be written"):
        world.save(THREE_FILES)

    assert (world.journal, world.waiting) == (AFTER, ["dddddddd.json"])
    (world.home.undo).unlink()
    assert world.settle() == (THREE_FILES,)
    assert world.undoable == ["00000001-dddddddd.json"]


def test_the_undo_log_keeps_the_latest(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "UNDO_KEPT", 2)
    for name in "abc":
        world.save(replace(THREE_FILES, id=name * 8, steps=(Put(f"r/{name}", None, b""),)))

    assert world.undoable == ["00000002-bbbbbbbb.json", "00000003-cccccccc.json"]


def test_undo_and_redo_turn_the_log(world: World) -> None:
    world.save(THREE_FILES)
    world.save(replace(THREE_FILES, id="aaaaaaaa", steps=(Put("r/a", None, b"a"),)))

    undone = [transaction.turns(world.home, 1, redo=False)[0]]
    world.save(undone[0])
    assert world.journal == AFTER
    undone.append(transaction.turns(world.home, 1, redo=False)[0])
    world.save(undone[1])
    assert world.journal == BEFORE
    assert [(one.command, one.typed) for one in undone] == [
        ("undo", {"command": "log-meeting"}),
        ("undo", {"command": "log-meeting"}),
    ]
    assert [log.name for log in world.home.undone] == [
        "00000001-dddddddd.undone",
        "00000002-aaaaaaaa.undone",
    ]

    world.save(transaction.turns(world.home, 1, redo=True)[0])
    assert world.journal == AFTER
    assert world.undoable == ["00000001-dddddddd.json"]

    world.save(replace(THREE_FILES, id="bbbbbbbb", steps=(Put("r/b", None, b"b"),)))
    assert world.home.undone == ()
    assert world.undoable == ["00000001-dddddddd.json", "00000002-bbbbbbbb.json"]


def test_an_undo_of_what_somebody_took_back_by_hand_only_turns_the_log(world: World) -> None:
    world.save(replace(THREE_FILES, steps=(Put("r/a", None, b"a"),)))
    (world.root / "r/a").unlink()

    world.save(transaction.turns(world.home, 1, redo=False)[0])

    assert (world.journal, world.undoable) == (BEFORE, [])


def test_the_making_of_the_journal_is_not_undone(tmp_path: Path) -> None:
    world = World(tmp_path, {})
    world.save(FIRST)

    world.save(transaction.turns(world.home, 1, redo=False)[0])

    assert world.journal == {"journal.yaml": "id"}


@pytest.mark.parametrize(
    ("redo", "count", "message"),
    [
        (False, 1, None),
        (False, 2, "Only 1 can be undone, not 2."),
        (True, 1, "Nothing can be redone."),
        (True, 0, None),
    ],
)
def test_how_much_can_be_undone(
    world: World, count: int, message: str | None, *, redo: bool
) -> None:
    world.save(THREE_FILES)

    told = None
    try:
        transaction.turns(world.home, count, redo=redo)
    except Refused as refused:
        told = refused.message
    assert told == message


def test_what_nobody_can_read_is_not_undone(world: World) -> None:
    log = plant(world.home.undo, {f"00000001-dddddddd{LOG}": "{"}) / f"00000001-dddddddd{LOG}"

    with pytest.raises(Refused) as refused:
        transaction.turns(world.home, 1, redo=False)[0]
    assert refused.value.message == f"That command's log can't be read: {log}"


def test_a_final_one_leaves_no_log_and_no_draft_however_it_ended(world: World) -> None:
    """Nothing says later that it was saved, so its draft must not outlive it."""
    final = replace(THREE_FILES, final=True)
    plant(world.home.drafts, {"dddddddd.yaml": "", "ffffffff.yaml": ""})
    plant(world.home.undo, {"00000001-aaaaaaaa.json": "", "00000002-bbbbbbbb.undone": ""})
    plant(world.home.saving, {"dddddddd.json": transaction.encoded(final).decode()})

    assert world.settle() == (final,)

    assert world.journal == AFTER
    left = {"drafts/ffffffff.yaml": "", "saving/": "", "undo/": ""}
    assert tree(world.home.folder) == left
    plant(world.home.drafts, {"dddddddd.yaml": ""})
    world.save(replace(final, steps=(Put("r/sam/more.yaml", None, b"more"),)))
    assert tree(world.home.folder) == left


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PATHS = (TEXTS | st.binary(max_size=8).map(os.fsdecode)).filter(
    lambda text: not text.startswith("/") and ".." not in text.split("/")
)
BYTES = st.none() | st.binary() | TEXTS.map(str.encode)
STEPS = st.builds(Put, PATHS, BYTES, BYTES) | st.builds(
    Move, PATHS, PATHS, st.binary(), st.binary(), PATHS
)
TYPED: st.SearchStrategy[Typed] = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(inner, max_size=2).map(tuple) | st.dictionaries(TEXTS, inner, max_size=2)
    ),
    max_leaves=4,
)
TRANSACTIONS = st.builds(
    Transaction,
    id=TEXTS,
    command=TEXTS,
    typed=st.dictionaries(TEXTS, TYPED, max_size=2),
    steps=st.lists(STEPS, max_size=3).map(tuple),
    saved=st.lists(st.builds(Saved, id=TEXTS, kind=TEXTS, date=TEXTS, file=TEXTS), max_size=2).map(
        tuple
    ),
    makes_journal=st.none() | st.builds(Put, PATHS, BYTES, BYTES),
    turns=st.none() | st.tuples(PATHS, PATHS),
)


EMPTY = Transaction(id="a", command="b", typed={}, steps=())


@given(TRANSACTIONS)
def test_a_log_gives_back_exactly_what_was_to_be_done(one: Transaction) -> None:
    assert transaction.decoded(transaction.encoded(one)) == one


def test_the_words_in_a_log_can_be_read_by_people() -> None:
    one = Transaction(
        id="4v8m2t9c", command="note", typed={"text": "für Dana"}, steps=(Put("a", None, b"b"),)
    )

    assert transaction.encoded(one).decode() == (
        '{\n "id": "4v8m2t9c",\n "command": "note",\n "typed": {\n  "text": "für Dana"\n },\n'
        ' "sealed": null,\n "about": [],\n "final": false,\n "drops": [],\n'
        ' "arrives": false,\n "makes": null,\n'
        ' "steps": [\n  {\n   "put": "a",\n   "before": null,\n   "after": "b"\n'
        '  }\n ],\n "saved": [],\n "turns": null\n}'
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"{}",
        b"3",
        json.dumps({"id": "a"}).encode(),
        transaction.encoded(EMPTY).replace(b"[]", b"[3]"),
        transaction.encoded(EMPTY).replace(b"{}", b"3"),
        transaction.encoded(
            Transaction(id="a", command="b", typed={}, steps=(Put("a", None, b"\xff"),))
        ).replace(b"/w==", b"/"),
        transaction.encoded(
            Transaction(id="a", command="b", typed={}, steps=(Move("a", "b", b"0", b"0"),))
        ).replace(b'"0"', b"null"),
        transaction.encoded(
            Transaction(id="a", command="b", typed={}, steps=(Put("a", None, b"\xff"),))
        ).replace(b'"/w=="', b""),
    ],
)
def test_a_log_that_somebody_wrote_into_is_no_log(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which one it is, is nobody's business
        transaction.decoded(data)


@pytest.mark.parametrize("path", ["/etc/passwd", "..", "a/../../b"])
def test_a_log_that_leads_out_of_the_journal_is_no_log(path: str) -> None:
    for step in (Put(path, None, b""), Move(path, "b", b"", b""), Move("a", path, b"", b"")):
        data = transaction.encoded(Transaction(id="a", command="b", typed={}, steps=(step,)))
        with pytest.raises(ValueError, match="out of the journal"):
            transaction.decoded(data)
