from __future__ import annotations

from pathlib import Path

import pytest
from journal.trees import plant, tree

from mentorlog.errors import Conflict
from mentorlog.journal.foresight import check
from mentorlog.journal.steps import Move, Put, Step

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

    assert raised.value.message == f"{file} was changed since, so nothing is taken back."
