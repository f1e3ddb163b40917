from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pytest
from journal.trees import BROKEN, FULL, READ_ONLY, Killed, failing_disk, plant, tree

from mentorlog.errors import Conflict, StorageFailed, Unconfirmed
from mentorlog.journal.steps import Move, Progress, Put, Step, carry_out, check, take_back

CREATE = Put("a/new.yaml", None, b"new")
REPLACE = Put("a/old.yaml", b"old", b"newer")
REMOVE = Put("a/old.yaml", b"old", None)
RENAME = Move("a/old.yaml", "b/other.yaml", b"old", b"old")
RENAME_AND_EDIT = Move("a/old.yaml", "b/other.yaml", b"old", b"newer")
RENAME_FOLDER = Move("a", "z", b"old", b"newer", inside="old.yaml")


@pytest.mark.parametrize(
    ("step", "after"),
    [
        (CREATE, {"a/old.yaml": "old", "a/new.yaml": "new"}),
        (REPLACE, {"a/old.yaml": "newer"}),
        (REMOVE, {}),
        (RENAME, {"b/other.yaml": "old"}),
        (RENAME_AND_EDIT, {"b/other.yaml": "newer"}),
        (RENAME_FOLDER, {"z/old.yaml": "newer"}),
    ],
)
def test_a_step_is_carried_out_once_and_taken_back(
    tmp_path: Path, step: Step, after: dict[str, str]
) -> None:
    before = tree(plant(tmp_path, {"a/old.yaml": "old"}))

    assert step.progress(tmp_path) is Progress.TO_DO
    carry_out(tmp_path, [step])
    assert step.progress(tmp_path) is Progress.DONE
    carry_out(tmp_path, [step])
    assert tree(tmp_path) == after
    take_back(tmp_path, [step])
    assert tree(tmp_path) == before
    take_back(tmp_path, [step])
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("step", "there"),
    [
        (CREATE, {"a/new.yaml": "not ours"}),
        (REPLACE, {"a/old.yaml": "edited"}),
        (REPLACE, {}),
        (REMOVE, {"a/old.yaml": "edited"}),
        (RENAME, {"a/old.yaml": "edited"}),
        (RENAME, {"a/old.yaml": "old", "b/other.yaml": "not ours"}),
        (RENAME, {"b/other.yaml": "not ours"}),
        (RENAME, {}),
        (RENAME_AND_EDIT, {"a/old.yaml": "old", "b/other.yaml": "newer"}),
        (RENAME_AND_EDIT, {"b/other.yaml": "edited"}),
        (RENAME_FOLDER, {"a/old.yaml": "old", "z/old.yaml": "not ours"}),
        (RENAME_FOLDER, {"a/old.yaml": "old", "z/x.yaml": "not ours"}),
        (RENAME_FOLDER, {"a/old.yaml": "edited"}),
        (RENAME_FOLDER, {}),
        (CREATE, {"a/new.yaml/folder": ""}),
    ],
)
def test_a_step_never_overwrites_what_it_does_not_know(
    tmp_path: Path, step: Step, there: dict[str, str]
) -> None:
    before = tree(plant(tmp_path, there))

    with pytest.raises(Conflict):
        carry_out(tmp_path, [step])
    take_back(tmp_path, [step])

    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("step", "link"),
    [
        (CREATE, "a"),
        (CREATE, "a/new.yaml"),
        (REPLACE, "a"),
        (REPLACE, "a/old.yaml"),
        (REMOVE, "a/old.yaml"),
        (RENAME, "a"),
        (RENAME, "a/old.yaml"),
        (RENAME, "b"),
        (RENAME_FOLDER, "a"),
        (RENAME_FOLDER, "z"),
    ],
)
def test_no_step_follows_a_link(tmp_path: Path, step: Step, link: str) -> None:
    target = plant(tmp_path / "outside", {"old.yaml": "old"})
    root = plant(tmp_path / "journal", {} if link == "a" else {"a/x": "", "a/old.yaml": "old"})
    root.mkdir(exist_ok=True)
    (root / link).unlink(missing_ok=True)
    (root / link).symlink_to(target / "old.yaml" if link.endswith(".yaml") else target)
    before = tree(tmp_path)

    with pytest.raises(Conflict) as conflict:
        carry_out(root, [step])
    take_back(root, [step])

    assert conflict.value.message == (f"{link} is a link; mentorlog doesn't follow those.")
    assert tree(tmp_path) == before


def test_a_conflict_leaves_what_was_done_before_it(tmp_path: Path) -> None:
    plant(tmp_path, {"a/old.yaml": "edited"})

    with pytest.raises(Conflict) as conflict:
        carry_out(tmp_path, [CREATE, REPLACE, Put("a/third.yaml", None, b"")])

    assert conflict.value.message == ("a/old.yaml changed since it was read.")
    assert tree(tmp_path) == {"a/new.yaml": "new", "a/old.yaml": "edited"}


def test_a_file_that_appears_at_the_last_moment_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, {"a/other.yaml": ""})
    taken = OSError(errno.EEXIST, "")

    def too_late(*_: object) -> None:
        (tmp_path / CREATE.path).write_text("not ours", encoding="utf-8")
        raise taken

    monkeypatch.setattr(os, "link", too_late)
    with pytest.raises(Conflict):
        carry_out(tmp_path, [CREATE])

    assert tree(tmp_path) == {"a/other.yaml": "", "a/new.yaml": "not ours"}


def test_taking_back_leaves_what_somebody_changed_since(tmp_path: Path) -> None:
    steps = [CREATE, REPLACE, Put("b/deep/third.yaml", None, b"3")]
    plant(tmp_path, {"a/old.yaml": "old"})
    carry_out(tmp_path, steps)
    plant(tmp_path, {"a/new.yaml": "new, edited"})

    take_back(tmp_path, steps)

    assert tree(tmp_path) == {"a/old.yaml": "old", "a/new.yaml": "new, edited"}


@pytest.mark.parametrize("step", [RENAME, RENAME_AND_EDIT, RENAME_FOLDER])
@pytest.mark.parametrize("back", [False, True])
def test_a_rename_that_stopped_anywhere_is_completed_or_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: Move, *, back: bool
) -> None:
    n, died = 0, True
    while died:
        n += 1
        root = plant(tmp_path / str(n), {"a/old.yaml": "old", "x": ""})
        with failing_disk(monkeypatch, n) as disk, suppress(Killed):
            carry_out(root, [step])
        died = disk.failed
        if back:
            take_back(root, [step])
        else:
            carry_out(root, [step])

        left = {path: text for path, text in tree(root).items() if ".tmp-" not in path}
        after = f"{step.target}/{step.inside}".removesuffix("/")
        expected = {"a/old.yaml": "old"} if back else {after: step.after.decode()}
        assert left == {**expected, "x": ""}

    assert n > 3


def test_a_failure_leaves_no_empty_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = Put("a/b/c.yaml", None, b"c")
    left = []
    for n in range(1, 20):
        root = plant(tmp_path / str(n), {"x": ""})
        with failing_disk(monkeypatch, n, FULL) as disk:
            try:
                carry_out(root, [step])
            except StorageFailed:
                take_back(root, [step])
                left.append(tree(root))
        if not disk.failed:
            break

    assert left
    assert left == [{"x": ""}] * len(left)


def test_folders_whose_removal_is_not_confirmed_go_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a journal whose first save failed would stay behind as a damaged one."""
    step = Put("a/b/c.yaml", None, b"c")
    carry_out(plant(tmp_path, {"x": ""}), [step])
    monkeypatch.setattr(os, "fsync", _refused)

    take_back(tmp_path, [step])

    assert tree(tmp_path) == {"x": ""}


def test_what_the_disk_does_not_confirm_is_done_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = []
    for n in range(1, 20):
        root = plant(tmp_path / str(n), {"a/old.yaml": "old"})
        with failing_disk(monkeypatch, n, BROKEN):
            try:
                carry_out(root, [CREATE, REPLACE])
            except Unconfirmed:
                left.append(tree(root))
            except StorageFailed:
                continue

    both = {"a/new.yaml": "new", "a/old.yaml": "newer"}
    assert left == [both, both]


def test_a_folder_that_the_disk_does_not_confirm_saves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(1, 20):
        root = plant(tmp_path / str(n), {"a/old.yaml": "old"})
        step = (
            Put("b/new.yaml", None, b"new") if n % 2 else Move("a/old.yaml", "b/n", b"old", b"old")
        )
        with failing_disk(monkeypatch, (n + 1) // 2, BROKEN):
            try:
                carry_out(root, [step])
            except Unconfirmed:
                assert step.progress(root) is Progress.DONE
            except StorageFailed:
                assert step.progress(root) is Progress.TO_DO


def test_taking_back_on_a_disk_that_refuses_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, {"a/old.yaml": "old"})
    carry_out(tmp_path, [REPLACE])

    with (
        failing_disk(monkeypatch, 1, READ_ONLY, lasting=True),
        pytest.raises(StorageFailed, match="read-only"),
    ):
        take_back(tmp_path, [REPLACE])


def _refused(_: int) -> NoReturn:
    raise OSError(BROKEN, "")


TEXTS = {"a/one.yaml": "1", "b/two.yaml": "2", "b/three.yaml": "3"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return plant(tmp_path / "journal", TEXTS)


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [Put("a/one.yaml", b"1", b"x")],
        [Put("a/one.yaml", b"1", b"x"), Put("a/one.yaml", b"x", None)],
        [Put("a/new.yaml", None, b"x"), Move("a/new.yaml", "b/new.yaml", b"x", b"y")],
        [Move("a/one.yaml", "c/one.yaml", b"1", b"1"), Put("a/one.yaml", None, b"again")],
        [
            Move("b", "c", b"2", b"two", "two.yaml"),
            Put("c/three.yaml", b"3", b"x"),
            Move("c", "d", b"two", b"2", "two.yaml"),
            Put("d/two.yaml", b"2", None),
            Put("d/three.yaml", b"x", None),
        ],
    ],
)
def test_steps_that_follow_from_each_other_are_fine_and_none_is_taken(
    root: Path, steps: list[Step]
) -> None:
    check(root, steps)

    assert tree(root) == TEXTS


@pytest.mark.parametrize(
    ("steps", "file"),
    [
        ([Put("a/one.yaml", b"other", b"x")], "a/one.yaml"),
        ([Put("a/one.yaml", None, b"x")], "a/one.yaml"),
        ([Put("a/gone.yaml", b"1", None)], "a/gone.yaml"),
        ([Put("a/one.yaml", b"1", b"x"), Put("a/one.yaml", b"1", b"y")], "a/one.yaml"),
        ([Move("a/one.yaml", "b/two.yaml", b"1", b"1")], "b/two.yaml"),
        ([Move("a/one.yaml", "c/x.yaml", b"other", b"1")], "a/one.yaml"),
        (
            [Move("b", "c", b"2", b"2", "two.yaml"), Put("c/three.yaml", b"other", b"")],
            "c/three.yaml",
        ),
    ],
)
def test_the_first_file_that_is_not_as_it_must_be_is_named(
    root: Path, steps: list[Step], file: str
) -> None:
    with pytest.raises(Conflict) as raised:
        check(root, steps)

    assert raised.value.message == f"{file} changed since then, so nothing was undone."
