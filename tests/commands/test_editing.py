from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journal.trees import tree

from mentorlog.commands.editing import MARK, Copy, copy_of, marked, unmarked
from mentorlog.errors import StorageFailed
from mentorlog.journal.drafts import Draft, Drafts
from mentorlog.journal.homes import Homes

FILE = "relationships/dana-oz-9f2k/2026-12-03-meeting-4v8m2t9c.yaml"


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return Drafts(tmp_path / "drafts", Homes(tmp_path, tmp_path)).keep("edit", {"what": "4v8m2t9c"})


def test_a_copy_lies_beside_its_draft_under_the_files_own_name(draft: Draft) -> None:
    copy = copy_of(draft, FILE)

    copy.write(b"notes: before\n", base=b"x")

    assert copy.path == draft.path.parent / draft.id / "2026-12-03-meeting-4v8m2t9c.yaml"
    assert copy.text() == b"notes: before\n"
    assert copy.path.stat().st_mode & 0o777 == 0o600
    assert copy.path.parent.stat().st_mode & 0o777 == 0o700


def test_a_copy_that_was_begun_is_found_whatever_the_file_is_called_now(draft: Draft) -> None:
    copy_of(draft, FILE).write(b"notes: begun\n", base=None)

    assert copy_of(draft, "relationships/x/2027-01-01-meeting-4v8m2t9c.yaml").text() == (
        b"notes: begun\n"
    )


def test_it_knows_of_which_text_it_was_made(draft: Draft) -> None:
    copy = copy_of(draft, FILE)

    copy.write(b"new", base=b"old")

    assert [copy.is_of(base) for base in (b"old", b"new", None)] == [True, False, False]


def test_a_copy_of_nothing_is_of_nothing(draft: Draft) -> None:
    copy = copy_of(draft, FILE)

    copy.write(b"new", base=None)

    assert [copy.is_of(None), copy.is_of(b"")] == [True, False]


def test_whatever_an_editor_leaves_goes_with_the_draft(draft: Draft, tmp_path: Path) -> None:
    copy = copy_of(draft, FILE)
    copy.write(b"new", base=None)
    (copy.path.parent / ".meeting.yaml.swp").write_bytes(b"swap")
    (copy.path.parent / "meeting.yaml~").write_bytes(b"backup")
    (copy.path.parent / ".#meeting").symlink_to("nobody@nowhere")
    (copy.path.parent / "deeper").mkdir()
    (copy.path.parent / "deeper" / "more").write_bytes(b"")

    draft.discard()

    assert tree(tmp_path) == {"drafts/": ""}


def test_a_copy_that_is_gone_is_no_text_and_another_thing_is_refused(draft: Draft) -> None:
    copy = copy_of(draft, FILE)
    nothing = copy.text()
    copy.path.parent.mkdir()
    copy.path.symlink_to("/etc/passwd")

    assert nothing is None
    with pytest.raises(StorageFailed):
        copy.text()


def test_saving_the_same_text_again_is_seen(draft: Draft) -> None:
    copy = copy_of(draft, FILE)
    nothing = copy.state()
    copy.write(b"same", base=None)
    before = copy.state()
    copy.path.with_name("new").write_bytes(b"same")
    copy.path.with_name("new").replace(copy.path)

    assert nothing is None
    assert before != copy.state()


def test_lines_of_ours_stand_around_the_text() -> None:
    found = marked(b"id: x", ["line 3: what is wrong"], ["open:", "  me: send it"])

    assert found.decode() == (
        "# mentorlog: line 3: what is wrong\nid: x\n# mentorlog: open:\n"
        "# mentorlog:   me: send it\n"
    )


def test_a_mark_of_the_byte_order_stays_first() -> None:
    assert marked(b"\xef\xbb\xbfid: x\n", ["no"]) == b"\xef\xbb\xbf# mentorlog: no\nid: x\n"


@given(
    st.text(st.characters(codec="utf-8")).filter(lambda text: MARK.strip() not in text),
    st.lists(st.text(st.characters(codec="ascii", exclude_categories=["C"])), max_size=3),
    st.lists(st.text(st.characters(codec="ascii", exclude_categories=["C"])), max_size=3),
)
def test_without_our_lines_the_text_is_what_it_was(
    text: str, above: list[str], below: list[str]
) -> None:
    data = text.encode()
    ends = b"" if not below or not data or data.endswith((b"\n", b"\r")) else b"\n"
    if data == b"\xef\xbb\xbf":
        ends = b""

    assert unmarked(marked(data, above, below)) == data + ends


def test_no_disk_no_copy(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(StorageFailed):
        Copy(tmp_path / "file" / "copy.yaml").write(b"", base=None)
