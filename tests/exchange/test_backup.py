"""A journal as a zip and back: every byte, and nothing that ours never holds."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.errors import Refused
from mentorlog.exchange import backup
from mentorlog.exchange.backup import backed_up, contents, is_backup

JOURNAL = {
    "journal.yaml": b"schema: 1\nid: 00000001\n",
    "relationships/dana-oz-9f2k/relationship.yaml": "name: Dana Öz\n".encode(),
    "relationships/dana-oz-9f2k/broken.yaml": b"\xff\x00 [",
    "relationships/dana-oz-9f2k/empty.yaml": b"",
    "relationships/dana-oz-9f2k/photo.jpg": bytes(range(256)) * 20,
    ".trash/dana-oz-9f2k/gone.yaml": b"text: gone\n",
}


def laid(folder: Path, tree: Mapping[str, bytes]) -> Path:
    for name, data in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def zipped(*members: tuple[str, bytes], mode: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def test_every_file_comes_back_byte_for_byte(tmp_path: Path) -> None:
    data, count, others = backed_up(laid(tmp_path, JOURNAL))

    assert (dict(contents(data)), count, others) == (JOURNAL, len(JOURNAL), 0)


def test_the_same_journal_makes_the_same_bytes(tmp_path: Path) -> None:
    first = laid(tmp_path / "a", JOURNAL)
    second = laid(tmp_path / "b", dict(reversed(JOURNAL.items())))
    os.utime(second / "journal.yaml", (1, 1))
    (second / "journal.yaml").chmod(0o444)

    assert backed_up(first) == backed_up(second)


def test_dot_files_and_what_is_no_file_stay_out(tmp_path: Path) -> None:
    laid(tmp_path, {**JOURNAL, ".git/config": b"x", "relationships/a/.tmp-1": b"x"})
    (tmp_path / "relationships" / "link.yaml").symlink_to("/etc/passwd")
    (tmp_path / "relationships" / "folder").symlink_to("/etc")
    os.mkfifo(tmp_path / "relationships" / "fifo.yaml")

    data, _, others = backed_up(tmp_path)

    assert (dict(contents(data)), others) == (JOURNAL, 3)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), st.binary(max_size=2000)))
def test_any_bytes_survive(tree: dict[str, bytes]) -> None:
    named = {f"relationships/x/{name}": data for name, data in tree.items()}
    whole = {**named, "journal.yaml": b"id"}

    assert dict(contents(zipped(*whole.items()))) == whole


JOURNAL_FILE = ("journal.yaml", b"x")


@pytest.mark.parametrize(
    "data",
    [
        zipped(JOURNAL_FILE, ("../evil.yaml", b"x")),
        zipped(JOURNAL_FILE, ("relationships/../../evil.yaml", b"x")),
        zipped(JOURNAL_FILE, ("/etc/evil", b"x")),
        zipped(JOURNAL_FILE, ("relationships\\..\\evil", b"x")),
        zipped(JOURNAL_FILE, (".git/hooks/post-commit", b"x")),
        zipped(JOURNAL_FILE, (".trash/.hidden", b"x")),
        zipped(JOURNAL_FILE, ("relationships//x", b"x")),
        zipped(JOURNAL_FILE, ("a", b"x"), ("a/b", b"x")),
        zipped(("journal.yaml", b"/etc/passwd"), mode=stat.S_IFLNK | 0o777),
        zipped(("notes.txt", b"x")),
        zipped(),
        zipped(JOURNAL_FILE)[:-30],
        zipped(JOURNAL_FILE).replace(b"\x03\x04", b"\x03\x05", 1),
        b"PK\x03\x04 and nothing else",
    ],
    ids=range(14),
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        contents(data)


def test_too_much_is_refused_going_out_and_coming_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, _, _ = backed_up(laid(tmp_path, JOURNAL))
    monkeypatch.setattr(backup, "MOST_BYTES", 5000)

    with pytest.raises(Refused, match="at most"):
        contents(whole)
    with pytest.raises(Refused, match="at most"):
        backed_up(tmp_path)


def test_a_folder_without_a_journal_is_not_backed_up(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no journal"):
        backed_up(laid(tmp_path, {"notes.txt": b"x"}))


def test_what_a_mac_packed_again_is_the_same_journal() -> None:
    packed = zipped(
        *((f"journal 2/{name}", data) for name, data in JOURNAL.items()),
        ("journal 2/.DS_Store", b"x"),
        ("__MACOSX/journal 2/._journal.yaml", b"x"),
        ("journal 2/._journal.yaml", b"x"),
    )

    assert dict(contents(packed)) == JOURNAL


def test_a_journal_may_lie_folders_deep() -> None:
    packed = zipped(*((f"Downloads/journal 2/{name}", data) for name, data in JOURNAL.items()))

    assert dict(contents(packed)) == JOURNAL


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(JOURNAL_FILE, JOURNAL_FILE)

    with pytest.raises(Refused, match="twice"):
        contents(data)


@pytest.mark.parametrize("size", [0, 55, 57])
def test_a_size_that_is_a_lie_is_refused(size: int) -> None:
    text = b"a few words that are packed a little, a little, a little"
    data = zipped(("journal.yaml", text))

    with pytest.raises(Refused):
        contents(data.replace(len(text).to_bytes(4, "little"), size.to_bytes(4, "little")))


def test_an_encrypted_one_is_refused() -> None:
    plain = zipped(JOURNAL_FILE)
    at = plain.index(b"PK\x01\x02") + 8  # the flags in the directory

    with pytest.raises(Refused, match="encrypted"):
        contents(plain[:at] + b"\x01" + plain[at + 1 :])


@pytest.mark.parametrize(("start", "expected"), [(b"PK\x03\x04", True), (b"date", False)])
def test_a_zip_is_known_by_its_first_bytes(start: bytes, expected: bool) -> None:  # noqa: FBT001
    assert is_backup(start) == expected
