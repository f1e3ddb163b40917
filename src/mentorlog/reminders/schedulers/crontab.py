"""Our block in a crontab: put in, found, taken out. Pure, and in bytes: the rest is not ours.

What is needed to take the block out without a trace stands in the block itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mentorlog.errors import Refused
from mentorlog.frozen import dataclass

BEGIN = b"# BEGIN mentorlog"
END = b"# END mentorlog"
_GLUED = b"# The line end before this block belongs to it."
_WAS_EMPTY = b"# Your crontab was there before, and empty."
_MAILTO = re.compile(rb"^[ \t]*MAILTO[ \t]*=[ \t]*(.*?)[ \t\r]*$", re.MULTILINE)


def with_job(table: bytes | None, job: str) -> bytes:
    """The crontab with our block; where it stood already, or else at the end.

    `table`: None where there is no crontab. Raises Refused if the marks don't pair.
    """
    block = _block(table or b"")
    if table is not None and block is not None:
        return table[: block.start] + _written(job, block.remarks) + table[block.end :]
    glued = bool(table) and not (table or b"").endswith(b"\n")
    remarks = (_GLUED,) if glued else (_WAS_EMPTY,) if table == b"" else ()
    return (table or b"") + (b"\n" if glued else b"") + _written(job, remarks)


def without_job(table: bytes) -> bytes | None:
    """The crontab as it was before our block; None = there was none. Raises Refused."""
    block = _block(table)
    if block is None:
        return table
    before, after = table[: block.start], table[block.end :]
    if _GLUED in block.remarks and not after:
        before = before.removesuffix(b"\n")
    rest = before + after
    return rest if rest or _WAS_EMPTY in block.remarks else None


def job_in(table: bytes | None) -> str | None:
    """The job that stands in our block. Raises Refused."""
    block = _block(table or b"")
    return None if block is None else block.job.decode(errors="surrogateescape")


def mails_nobody(table: bytes | None) -> bool:
    """Whether a MAILTO before our block (or the end) says that output is thrown away."""
    text = table or b""
    block = _block(text)
    said = _MAILTO.findall(text if block is None else text[: block.start])
    return bool(said) and said[-1].strip(b"\"'") == b""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """From `start` up to `end`; `remarks`: its comments, `job`: the first line that is none."""

    start: int
    end: int
    remarks: tuple[bytes, ...]
    job: bytes


def _written(job: str, remarks: tuple[bytes, ...]) -> bytes:
    line = job.encode(errors="surrogateescape")
    return b"".join(part + b"\n" for part in (BEGIN, *remarks, line, END))


def _block(table: bytes) -> _Block | None:
    begins, ends = list(_marks(table, BEGIN)), list(_marks(table, END))
    if not begins and not ends:
        return None
    if len(begins) != 1 or len(ends) != 1 or begins[0].start() > ends[0].start():
        first = min(found.start() for found in (*begins, *ends))
        line = table.count(b"\n", 0, first) + 1
        raise Refused(
            f'The marks "{BEGIN.decode()}" and "{END.decode()}" in your crontab don\'t pair '
            f"(see line {line}). Nothing was changed.",
            "Take our lines out by hand:  crontab -e\nThen do it again.",
        )
    inner = [line.rstrip(b"\r") for line in table[begins[0].end() : ends[0].start()].split(b"\n")]
    lines = [line for line in inner if line.strip()]
    return _Block(
        start=begins[0].start(),
        end=ends[0].end(),
        remarks=tuple(line for line in lines if line in (_GLUED, _WAS_EMPTY)),
        job=next((line for line in lines if not line.startswith(b"#")), b""),
    )


def _marks(table: bytes, mark: bytes) -> Iterator[re.Match[bytes]]:
    return re.finditer(rb"^" + mark + rb"[ \t\r]*(?:\n|\Z)", table, re.MULTILINE)
