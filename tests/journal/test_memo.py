"""The memo spares reading what did not change, and is never the source of another answer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from journal.schema_1 import ENTRIES
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
)

from mentorlog import files
from mentorlog.domain.entries import Agreement, Entry
from mentorlog.files import stamp_of
from mentorlog.journal import codec, scan
from mentorlog.journal.homes import Homes
from mentorlog.journal.memo import PEOPLE, Memo, MemoPage
from mentorlog.journal.names import file_name
from mentorlog.journal.reading import EntryFile, Reading

NOTE = f"{DANA}/2026-12-01-note-aaaaaaaa.yaml"
NOTE_TEXT = "schema: 1\nid: aaaaaaaa\nkind: note\ndate: 2026-12-01\ntext: CANARY\n"
EVERYTHING = {
    **WITH_DANA,
    NOTE: NOTE_TEXT,
    f"{DANA}/2026-12-02-note-bbbbbbbb.yaml": "schema: [",
    f"{DANA}/2026-12-02-note-cccccccc.yaml": NOTE_TEXT.replace("schema: 1", "schema: 9"),
    f"{DANA}/2026-12-02-pause-dddddddd.yaml": "schema: 1\nid: dddddddd\nkind: pause\ndate: 2026\n",
    "relationships/sam-lee-s4m2/2026-12-01-note-aaaaaaaa.yaml": NOTE_TEXT + "# a copy\n",
}


def later() -> int:
    """So much that everything that was written until now is settled."""
    return time.time_ns() + 3_000_000_000


def read(root: Path, clock: Callable[[], int] = later) -> Reading:
    """Through a memo beside the journal, which is kept."""
    memo = Memo(memo_of(root), root, clock)
    reading = scan.read(root, memo=memo)
    memo.keep()
    return reading


def memo_of(root: Path) -> Path:
    return root.parent / "cache" / "memo"


def pages(root: Path) -> list[Path]:
    return sorted(memo_of(root).glob("*"))


def rows(root: Path) -> list[str]:
    return [name for page in pages(root) for name in json.loads(page.read_bytes()[8:])["files"]]


def page_of(*files: tuple[str, object, object], heads: object = ()) -> dict[str, object]:
    """What a page says: files, each with the hash of its stamp and the place of its head."""
    names, stamps, places = zip(*files, strict=True)
    return {"files": names, "stamps": stamps, "places": places, "heads": heads, "problems": {}}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return plant(tmp_path / "journal", EVERYTHING)


def test_what_is_remembered_is_what_was_read(root: Path) -> None:
    expected = scan.read(root)

    assert [read(root), read(root)] == [expected, expected]
    assert len(rows(root)) == len(EVERYTHING) - 1  # journal.yaml is read once a run anyway


def test_no_word_is_remembered(root: Path) -> None:
    read(root)

    text = "".join(page.read_text("ascii") for page in pages(root))
    assert "CANARY" not in text
    assert "bring the deck" not in text
    assert {page.stat().st_mode & 0o777 for page in pages(root)} == {0o600}


def test_what_is_young_is_read_again(root: Path) -> None:
    read(root, clock=time.time_ns)

    assert pages(root) == []


def test_what_is_young_stays_so_however_long_reading_takes(root: Path) -> None:
    moments = [time.time_ns()]
    page = Memo(memo_of(root), root, lambda: moments[-1]).entries(Path(DANA).name)
    stamp = stamp_of((root / NOTE).lstat())
    parsed = codec.parsed_entry(root / NOTE)
    assert parsed is not None

    moments.append(later())
    page.remember(Path(NOTE).name, stamp, parsed)

    assert page.newly_read == 0


def test_a_change_that_keeps_size_and_time_is_noticed(root: Path) -> None:
    read(root)
    path = root / AGREEMENT
    before = path.stat()
    path.write_text(AGREEMENT_TEXT.replace("monthly", "hourly "), encoding="utf-8")
    path.write_text(AGREEMENT_TEXT.replace("2026-01-05", "2026-01-06"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert read(root) == scan.read(root)
    assert path.stat().st_size == before.st_size


def test_a_file_put_in_the_place_of_another_is_noticed(root: Path) -> None:
    read(root)
    new = root / "new"
    new.write_text(MEETING_TEXT.replace("planned", "held   "), encoding="utf-8")
    new.replace(root / MEETING)

    assert read(root) == scan.read(root)


def test_what_is_gone_is_forgotten(root: Path) -> None:
    read(root)
    (root / NOTE).unlink()
    read(root)

    assert sorted(rows(root)).count(Path(NOTE).name) == 1  # there is a copy, too


def test_a_folder_that_is_gone_is_forgotten(root: Path) -> None:
    read(root)
    before = len(pages(root))
    shutil.rmtree(root / DANA)
    read(root)

    assert len(pages(root)) == before - 1


@pytest.mark.parametrize("count", [64, 65])
def test_a_page_that_took_long_is_kept_though_not_everything_was_seen(
    root: Path, count: int
) -> None:
    kim = "relationships/kim-9999"
    text = NOTE_TEXT.replace("aaaaaaaa", "{}")
    plant(root, {f"{kim}/relationship.yaml": DANA_FIELDS.replace("9f2k7m3q", "99999999")})
    names = [f"k{n:02}aaaaa" for n in range(count)]
    plant(root, {f"{kim}/2026-12-01-note-{name}.yaml": text.format(name) for name in names})
    memo = Memo(memo_of(root), root, later)

    scan.read(root, memo=memo, entries_of={Path(kim).name})
    memo.keep_what_took_long()

    assert len(rows(root)) == (count if count > 64 else 0)


def test_what_an_interrupted_run_left_is_swept(root: Path) -> None:
    read(root)
    before = pages(root)
    plant(root.parent, {f"cache/memo/{files.TEMPORARY}0123": "half"})
    read(root)

    assert sorted(memo_of(root).iterdir()) == before


def test_nothing_but_its_own_pages_is_forgotten(root: Path, tmp_path: Path) -> None:
    elsewhere = plant(tmp_path / "elsewhere", {"0123abcd.json": "not ours"})
    memo_of(root).parent.mkdir()
    memo_of(root).symlink_to(elsewhere)
    read(root)
    memo_of(root).unlink()
    plant(root.parent, {"cache/memo/letter.txt": "nor is this", "cache/memo/0123abcd.json": ""})
    read(root)

    assert (elsewhere / "0123abcd.json").read_text("utf-8") == "not ours"
    assert (memo_of(root) / "letter.txt").exists()
    assert not (memo_of(root) / "0123abcd.json").exists()


@pytest.mark.parametrize("cut", range(0, 2000, 270))
def test_a_memo_that_was_cut_off_or_altered_is_no_memo(root: Path, cut: int) -> None:
    read(root)
    expected = scan.read(root)
    for page in pages(root):
        whole = page.read_bytes()
        at = cut % len(whole)

        page.write_bytes(whole[:at])
        assert read(root) == expected
        page.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert read(root) == expected


def test_the_memo_of_another_journal_is_no_memo(root: Path, tmp_path: Path) -> None:
    read(root)
    other = plant(tmp_path / "elsewhere" / "journal", JOURNAL)
    memo_of(other).parent.mkdir()
    memo_of(root).rename(memo_of(other))

    assert read(other) == scan.read(other)


def test_the_page_of_another_folder_is_no_page_of_this_one(root: Path) -> None:
    read(root)
    first, second = (page for page in pages(root) if page.stem != PEOPLE)
    second.write_bytes(first.read_bytes())

    assert read(root) == scan.read(root)


def _within(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3)


_LEAF = st.none() | st.booleans() | st.integers(-2, 2) | st.text(max_size=3)
_HOSTILE = _LEAF | _within(_LEAF | _within(_LEAF))


@example(["note", {}], {Path(AGREEMENT).name: [[[float("inf"), ""]], False]})
@example(["note", {}], [0])
@given(_HOSTILE, _HOSTILE)
def test_whatever_stands_behind_a_good_stamp_can_not_hurt(
    tmp_path_factory: pytest.TempPathFactory, head: object, problems: object
) -> None:
    root = plant(tmp_path_factory.mktemp("hostile") / "journal", WITH_DANA)
    person = hash(stamp_of((root / DANA / "relationship.yaml").lstat()))
    people = page_of((Path(DANA).name, person, 0), heads=[head])
    _keep(Memo(memo_of(root), root).people, people | {"problems": problems})
    entries = page_of(
        (Path(AGREEMENT).name, _stamp(root), 0), (Path(MEETING).name, {}, 0), heads=[head]
    )
    _keep(_page(root), entries | {"problems": problems})

    found = scan.read(root, memo=Memo(memo_of(root), root, later))

    assert all(
        isinstance(one, Entry) for who in found.contents.relationships for one in who.entries
    )


@example(1.0, [["note", {}]])
@example([0, 0], [["note", {}]])
@example(0, ["note", {}])
@given(_HOSTILE, _HOSTILE)
def test_a_page_that_is_signed_but_nonsense_can_not_hurt(
    tmp_path_factory: pytest.TempPathFactory, place: object, heads: object
) -> None:
    root = plant(tmp_path_factory.mktemp("hostile") / "journal", WITH_DANA)
    _keep(_page(root), page_of((Path(AGREEMENT).name, _stamp(root), place), heads=heads))
    _keep(Memo(memo_of(root), root).people, place)

    assert {file.path for file in _entry_files(read(root))} <= {AGREEMENT, MEETING}
    assert all(isinstance(file.parsed.value, Entry | None) for file in _entry_files(read(root)))


@given(_HOSTILE, st.sampled_from(["files", "stamps", "places", "heads", "problems"]))
def test_a_page_with_a_part_that_is_nonsense_can_not_hurt(
    tmp_path_factory: pytest.TempPathFactory, part: object, of: str
) -> None:
    root = plant(tmp_path_factory.mktemp("hostile") / "journal", WITH_DANA)
    whole = page_of((Path(AGREEMENT).name, _stamp(root), 0), heads=[["note", {}]])
    _keep(_page(root), whole | {of: part})

    assert {file.path for file in _entry_files(read(root))} == {AGREEMENT, MEETING}


def test_a_head_behind_a_good_stamp_is_believed(root: Path) -> None:
    """Otherwise the pages that are forged here would prove nothing."""
    entries = [one for who in scan.read(root).contents.relationships for one in who.entries]
    (agreement,) = (one for one in entries if isinstance(one, Agreement))
    head = replace(agreement, slack_days=9)
    name = Path(AGREEMENT).name
    _keep(_page(root), page_of((name, _stamp(root), 0), heads=[codec.remembered(head, name)]))

    assert any(head in who.entries for who in read(root).contents.relationships)


def test_only_the_files_of_entries_are_looked_for_whatever_a_page_says(root: Path) -> None:
    others = {"draft.txt": NOTE_TEXT, f"{files.TEMPORARY}0123456789abcdef": "half"}
    plant(root, {f"{DANA}/{name}": text for name, text in others.items()})
    rows = [(name, 1, 0) for name in (*others, "relationship.yaml")]
    _keep(_page(root), page_of(*rows, heads=[["note", {}]]))

    found = read(root)

    assert found == scan.read(root)
    assert DANA not in found.tidy


def test_a_head_of_another_kind_is_not_taken_for_this_one(root: Path) -> None:
    person = ["9f2k7m3q", "x", 0]
    _keep(_page(root), page_of((Path(AGREEMENT).name, _stamp(root), 0), heads=[person]))

    assert read(root) == scan.read(root)


def test_a_cache_that_can_not_be_written_only_costs_time(root: Path) -> None:
    memo_of(root).parent.write_text("a file in its place", encoding="utf-8")

    assert read(root) == scan.read(root)


_BYTES = st.binary(max_size=6) | st.sampled_from([b"\n", b"id: ", b"- ", b"&a ", b"'", b"\xff"])


@given(
    st.sampled_from([AGREEMENT, MEETING, NOTE]),
    st.integers(0, 120),
    _BYTES,
    st.integers(0, 1),
)
def test_any_file_is_remembered_as_it_was_read(
    tmp_path_factory: pytest.TempPathFactory, path: str, at: int, more: bytes, left: int
) -> None:
    text = EVERYTHING[path].encode()
    changed = text[:at] + more + text[at:] * left
    root = plant(tmp_path_factory.mktemp("any") / "journal", {**WITH_DANA, NOTE: NOTE_TEXT})
    plant(root, {path: changed})

    assert [read(root), read(root)] == [scan.read(root)] * 2


@pytest.mark.parametrize("is_well_named", [True, False])
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.kind)
def test_every_head_comes_back(entry: Entry, *, is_well_named: bool) -> None:
    head = replace(entry, words=None)  # type: ignore[call-arg]  # every kind has them
    name = file_name(head.kind, head.date, head.id) if is_well_named else "2026-12-01.yaml"

    kept = json.loads(json.dumps(codec.remembered(head, name)))

    assert codec.recalled(Entry, [kept], {name: 0}, [name]) == {name: head}
    assert (head.id in json.dumps(kept)) is not is_well_named


def test_thousands_of_files_come_back_as_a_few_do(tmp_path: Path) -> None:
    names = [f"n{n:03}aaaa" for n in range(300)]
    text = NOTE_TEXT.replace("aaaaaaaa", "{}")
    notes = {f"{DANA}/2026-12-01-note-{name}.yaml": text.format(name) for name in names}
    odd = {f"{DANA}/odd.yaml": text.format("bbbbbbbb")}
    root = plant(tmp_path / "journal", {**WITH_DANA, **notes, **odd})

    assert [read(root), read(root)] == [scan.read(root)] * 2


def test_each_different_head_is_kept_once(tmp_path: Path) -> None:
    names = [f"{n:02}aaaaaa" for n in range(20)]
    text = NOTE_TEXT.replace("aaaaaaaa", "{}")
    notes = {f"{DANA}/2026-12-01-note-{name}.yaml": text.format(name) for name in names}
    root = plant(tmp_path / "journal", {**WITH_DANA, **notes})
    read(root)
    (root / DANA / f"2026-12-01-note-{names[0]}.yaml").write_text(text.format(names[0]) + "#\n")

    assert [read(root), read(root)] == [scan.read(root)] * 2

    heads = [h for page in pages(root) for h in json.loads(page.read_bytes()[8:])["heads"]]
    assert heads.count(["note", {}]) == 1


def test_a_journal_that_is_remembered_needs_neither_yaml_nor_pydantic(root: Path) -> None:
    plant(root, {f"{DANA}/relationship.yaml": DANA_FIELDS})
    program = (
        "import sys; from pathlib import Path; from mentorlog.journal.journal import Journal\n"
        "root, state, cache = map(Path, sys.argv[1:])\n"
        "Journal(root, state, cache=cache).load()\n"
        "print(*sorted({'yaml', 'pydantic'} & set(sys.modules)))"
    )
    folders = [str(root), str(root.parent / "state"), str(root.parent / "cache")]
    journal = Memo(root.parent / "cache" / _mark(root), root, later)
    scan.read(root, memo=journal)
    journal.keep()

    ran = subprocess.run(
        [sys.executable, "-c", program, *folders], check=True, capture_output=True, text=True
    )

    assert ran.stdout == "\n"


def _mark(root: Path) -> str:
    return Homes(root.parent / "state", root).mark


def _page(root: Path) -> MemoPage:
    return Memo(memo_of(root), root).entries(Path(DANA).name)


def _entry_files(reading: Reading) -> list[EntryFile]:
    return [file for folder in reading.folders.values() for file in folder.entry_files]


def _stamp(root: Path) -> int:
    return hash(stamp_of((root / AGREEMENT).lstat()))


def _keep(page: MemoPage, contents: object) -> None:
    page._page = lambda: contents  # type: ignore  # noqa: PGH003, SLF001
    page.newly_read = 1
    page.keep()
