"""A digest arrives whole or the channel says that it did not."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import pytest

from mentorlog.errors import StorageFailed
from mentorlog.reminders.channels import Banner, Channel, Stdout

TEXT = "Mentoring: 1 thing\n\n  due   Öz\n"


def test_stdout_prints_the_text_as_it_is() -> None:
    stream = io.StringIO()

    Stdout(stream).deliver(TEXT)

    assert stream.getvalue() == TEXT


def test_stdout_says_what_an_ascii_pipe_can_take() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")

    Stdout(stream).deliver(TEXT)

    stream.seek(0)
    assert stream.read() == "Mentoring: 1 thing\n\n  due   ?z\n"


def test_stdout_on_a_full_disk_has_not_delivered() -> None:
    """And leaves nothing in the stream that would fail again when it is closed."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        with pytest.raises(StorageFailed) as failure:
            Stdout(full).deliver(TEXT)

        full.write("more")

    assert failure.value.message == "Printing failed (OSError)."


def test_a_closed_stdout_has_not_delivered() -> None:
    stream = io.StringIO()
    stream.close()

    with pytest.raises(StorageFailed) as failure:
        Stdout(stream).deliver(TEXT)

    assert failure.value.message == "Printing failed (ValueError)."


def test_the_banner_is_a_private_file_with_the_latest_text(tmp_path: Path) -> None:
    banner = Banner(tmp_path / "banner")
    banner.deliver("before\n")

    banner.deliver(TEXT)

    assert banner.path.read_bytes() == TEXT.encode()
    assert stat.S_IMODE(banner.path.stat().st_mode) == 0o600
    assert banner.text == TEXT
    assert [path.name for path in tmp_path.iterdir()] == ["banner"]


def test_a_cleared_banner_is_gone(tmp_path: Path) -> None:
    banner = Banner(tmp_path / "banner")
    banner.deliver(TEXT)

    banner.clear()
    banner.clear()

    assert banner.text == ""
    assert list(tmp_path.iterdir()) == []


def test_a_banner_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        Banner(tmp_path / "missing" / "banner").deliver(TEXT)


def test_channels_are_called_as_the_configuration_calls_them(tmp_path: Path) -> None:
    channels: list[Channel] = [Stdout(io.StringIO()), Banner(tmp_path / "banner")]

    assert [channel.name for channel in channels] == ["stdout", "banner"]
