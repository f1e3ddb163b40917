from __future__ import annotations

from pathlib import Path

import pytest
from journal.trees import plant, tree

from mentorlog.errors import StorageFailed
from mentorlog.journal.homes import Home, Homes


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    return Homes(tmp_path / "state", tmp_path / "journal")


def test_a_home_is_named_by_the_journal_and_its_path(tmp_path: Path, homes: Homes) -> None:
    state = tmp_path / "state"
    copy = Homes(state, tmp_path / "copy")

    home = homes.of("h7d2k9w4")

    assert home.folder.parent == state
    assert home.folder.name.startswith("h7d2k9w4-")
    assert home == Homes(state, tmp_path / "journal").of("h7d2k9w4")
    assert home not in (homes.of("00000000"), homes.of(None), copy.of("h7d2k9w4"))


def test_what_is_in_a_home() -> None:
    home = Home(Path("home"))

    assert [str(path) for path in (home.lock, home.drafts, home.saving, home.undo)] == [
        "home/lock",
        "home/drafts",
        "home/saving",
        "home/undo",
    ]


def test_all_homes_of_a_path_are_found_by_it(tmp_path: Path, homes: Homes) -> None:
    assert homes.all() == ()

    ours = (homes.of("h7d2k9w4"), homes.of(None))
    for home in (*ours, Homes(tmp_path / "state", tmp_path / "copy").of("h7d2k9w4")):
        home.folder.mkdir(parents=True)

    assert homes.all() == ours


@pytest.mark.parametrize(
    "left",
    [
        {},
        {"lock": ""},
        {"saving/.tmp-0123456789abcdef": "", "lock": ""},
        {"drafts/x": "", "saving/x": ""},
    ],
)
def test_the_home_before_the_journal_was_made_is_left(homes: Homes, left: dict[str, str]) -> None:
    """Here with everything taken out that should be by then."""
    folder = plant(homes.of(None).folder, left)
    for path in folder.glob("*/x"):
        path.unlink()

    homes.remove_unmade()
    homes.remove_unmade()

    assert homes.all() == ()


@pytest.mark.parametrize("kept", ["drafts/4v8m2t9c.yaml", "saving/4v8m2t9c.json", "ledger.json"])
def test_nothing_is_lost_with_it(homes: Homes, kept: str) -> None:
    folder = plant(homes.of(None).folder, {kept: "words"})

    with pytest.raises(StorageFailed):
        homes.remove_unmade()

    assert tree(folder) == {kept: "words"}
