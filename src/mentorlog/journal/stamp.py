"""What tells that a file is still the one that was read, without reading it again."""

from __future__ import annotations

import os

Stamp = list[int]  # size, nanoseconds of mtime and ctime, inode: a list, as JSON gives it back


def stamp_of(status: os.stat_result) -> Stamp:
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
