"""Two versions of a journal become one, and nothing that either side wrote is left out."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.exchange.merging import Merged, Pair, merged

DANA = "relationships/dana-oz-9f2k"
NEW_DANA = "relationships/dana-ozgur-9f2k"
SAM = "relationships/sam-orr-wa9z"
PLANNED = f"{DANA}/2026-12-03-meeting-4v8m2t9c.yaml"
HELD = f"{DANA}/2026-12-05-meeting-4v8m2t9c.yaml"
NOTE = f"{DANA}/2026-12-03-note-p0d3x5rz.yaml"
OTHER_NOTE = f"{DANA}/2026-12-03-note-7k3q8w2m.yaml"
PERSON = f"{DANA}/relationship.yaml"


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        pytest.param({}, {NOTE: "a"}, {OTHER_NOTE: "b"}, {NOTE: "a", OTHER_NOTE: "b"}, id="added"),
        pytest.param({NOTE: "a"}, {NOTE: "b"}, {NOTE: "a"}, {NOTE: "b"}, id="changed here"),
        pytest.param({NOTE: "a"}, {NOTE: "a"}, {NOTE: "b"}, {NOTE: "b"}, id="changed there"),
        pytest.param({NOTE: "a"}, {NOTE: "b"}, {NOTE: "b"}, {NOTE: "b"}, id="changed alike"),
        pytest.param({NOTE: "a"}, {}, {NOTE: "a"}, {}, id="removed here"),
        pytest.param({NOTE: "a"}, {NOTE: "a"}, {}, {}, id="removed there"),
        pytest.param({NOTE: "a"}, {}, {}, {}, id="removed on both sides"),
        pytest.param({PLANNED: "a"}, {HELD: "b"}, {PLANNED: "a"}, {HELD: "b"}, id="held here"),
        pytest.param({PLANNED: "a"}, {HELD: "a"}, {PLANNED: "b"}, {HELD: "b"}, id="followed"),
        pytest.param(
            {PERSON: "a", NOTE: "n"},
            {f"{NEW_DANA}/relationship.yaml": "b", NOTE.replace(DANA, NEW_DANA): "n"},
            {PERSON: "a", NOTE: "n", OTHER_NOTE: "o"},
            {
                f"{NEW_DANA}/relationship.yaml": "b",
                NOTE.replace(DANA, NEW_DANA): "n",
                OTHER_NOTE.replace(DANA, NEW_DANA): "o",
            },
            id="added to somebody who was renamed",
        ),
    ],
)
def test_what_does_not_collide_needs_nobody(
    base: Mapping[str, str],
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
    expected: Mapping[str, str],
) -> None:
    assert merged(base, mine, theirs) == Merged(tree=expected)


def test_who_was_removed_while_the_other_side_wrote_about_them_comes_back_with_a_name() -> None:
    found = merged({PERSON: "a"}, {}, {PERSON: "a", NOTE: "b"})

    assert found == Merged(tree={PERSON: "a", NOTE: "b"}, revived=(PERSON,))


def test_two_versions_of_one_file_both_stay() -> None:
    beside = NOTE.replace(".yaml", ".conflict-mine.yaml")

    assert merged({NOTE: "old"}, {NOTE: "100644 mine"}, {NOTE: "100644 theirs"}) == Merged(
        tree={NOTE: "100644 theirs", beside: "100644 mine"},
        both=(Pair(path=NOTE, mine=beside),),
    )


def test_two_versions_that_say_the_same_are_one() -> None:
    asked = []

    def same(*told: str) -> bool:
        asked.append(told)
        return True

    found = merged({NOTE: "old", PERSON: "p"}, {NOTE: "mine"}, {NOTE: "theirs", PERSON: "p"}, same)

    assert found == Merged(tree={NOTE: "theirs"})
    assert asked == [(NOTE, "mine", "theirs")]


def test_two_versions_meet_under_the_name_of_the_one_that_stays() -> None:
    beside = PLANNED.replace(".yaml", ".conflict-b.yaml")

    assert merged({PLANNED: "a"}, {HELD: "b"}, {PLANNED: "c"}) == Merged(
        tree={PLANNED: "c", beside: "b"}, both=(Pair(path=PLANNED, mine=beside),)
    )


@pytest.mark.parametrize("swapped", [False, True])
def test_a_plan_held_on_another_day_here_and_moved_there_has_its_new_date_in_its_new_place(
    *, swapped: bool
) -> None:
    held, moved = {HELD: "b"}, {PLANNED.replace(DANA, SAM): "a"}
    mine, theirs = (moved, held) if swapped else (held, moved)

    assert merged({PLANNED: "a"}, mine, theirs) == Merged(tree={HELD.replace(DANA, SAM): "b"})


@pytest.mark.parametrize(("mine", "theirs"), [({}, {NOTE: "b"}), ({NOTE: "b"}, {})])
def test_what_one_side_removed_and_the_other_changed_stays(
    mine: Mapping[str, str], theirs: Mapping[str, str]
) -> None:
    assert merged({NOTE: "a"}, mine, theirs) == Merged(tree={NOTE: "b"}, revived=(NOTE,))


_trees = st.dictionaries(
    st.sampled_from(
        [PLANNED, HELD, NOTE, PERSON, f"{NEW_DANA}/relationship.yaml", "journal.yaml", ".hidden"]
    ),
    st.sampled_from("abc"),
)


@given(_trees, _trees, _trees)
def test_no_content_that_is_new_on_a_side_is_lost(
    base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    found = set(merged(base, mine, theirs).tree.values())

    assert ({*mine.values()} | {*theirs.values()}) - {*base.values()} <= found


@given(_trees, _trees)
def test_a_side_that_changed_nothing_takes_the_other_as_it_is(
    base: dict[str, str], theirs: dict[str, str]
) -> None:
    assert merged(base, base, theirs) == Merged(tree=theirs)
    assert merged(base, theirs, base) == Merged(tree=theirs)


@given(_trees, _trees)
def test_equal_sides_stay_equal(base: dict[str, str], both: dict[str, str]) -> None:
    assert merged(base, both, both) == Merged(tree=both)
