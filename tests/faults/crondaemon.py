"""A real cron, its crontab and its mail in a mount namespace of their own, by a clock of their own.

Nothing outside is touched: the spool, /run, the time zone, /usr/sbin and what PAM reads are mounted
over inside of the namespace only, and are gone with it. libfaketime moves cron's clock; each job
tells its own time and then runs by a clock of normal speed, as of then.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

NEEDED = ("cron", "crontab", "faketime", "unshare", "nsenter", "mount")
PATIENCE = 120  # seconds; a night takes a minute

_SET_UP = """\
set -e
mount -t tmpfs none /var/spool/cron/crontabs
chgrp crontab /var/spool/cron/crontabs
chmod 1730 /var/spool/cron/crontabs
mount -t tmpfs none /run
[ ! -d /etc/cron.d ] || mount -t tmpfs none /etc/cron.d
[ ! -e /etc/crontab ] || mount --bind /dev/null /etc/crontab
mount --bind "$1/zone" "$(readlink -f /etc/localtime)"
mount --bind "$1/pam" "$(ls /etc/default/locale /etc/environment 2>/dev/null | head -n 1)"
mount --bind "$1/sbin" /usr/sbin
echo ready
cat
"""
_SENDMAIL = """\
#!/bin/sh
mail=$(mktemp {folder}/mails/XXXXXX)
cat > "$mail"
"""
_PROGRAM = """\
#!{python}
from mentorlog.__main__ import main
main()
"""
# What is put in its place, to note that it runs and that it has run, by cron's clock.
_OBSERVED = """\
#!/bin/sh
now=$(date '+%Y-%m-%d %H:%M:%S')
echo "began $now $(date +%Z)" > {folder}/runs
export FAKETIME="@$now"
unset FAKETIME_SHARED FAKETIME_DONT_RESET
{folder}/real/mentorlog "$@"
status=$?
echo "ended $now" > {folder}/runs
exit $status
"""
_FAKED = """\
printf 'LD_PRELOAD=%s\\nFAKETIME="%s"\\nFAKETIME_SHARED="%s"\\n' \\
    "$LD_PRELOAD" "$FAKETIME" "$FAKETIME_SHARED" > "$1/pam"
printf 'FAKETIME_DONT_RESET=1\\nFAKETIME_DONT_FAKE_MONOTONIC=1\\n' >> "$1/pam"
exec cron -f
"""


@dataclass
class Town:
    """A place with its own time zone, in which one user, root, has a crontab and gets mail."""

    folder: Path
    holder: subprocess.Popen[bytes]
    runs: BinaryIO
    _left: bytes = field(default=b"")

    @property
    def program(self) -> Path:
        return self.folder / "bin" / "mentorlog"

    def observe(self) -> None:
        """From now on every run of the program tells that it began and ended."""
        (self.folder / "real").mkdir()
        self.program.rename(self.folder / "real" / "mentorlog")
        written(self.program, _OBSERVED.format(folder=self.folder), 0o755)

    def run(self, *argv: str) -> subprocess.CompletedProcess[bytes]:
        """A program inside, by the real clock, in an environment of little."""
        return subprocess.run(
            ["nsenter", "-t", str(self.holder.pid), "-m", "--", *argv],
            env={"HOME": str(self.folder), "PATH": "/usr/sbin:/usr/bin:/bin"},
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )

    @contextmanager
    def cron(self, now: str, *, speed: int) -> Iterator[None]:
        """Cron runs while the block does, from a local time on; its mail is out by the end."""
        daemon = subprocess.Popen(
            [
                *("nsenter", "-t", str(self.holder.pid), "-m", "--"),
                *("faketime", "-f", f"@{now} x{speed}", "sh", "-c", _FAKED, "sh"),
                str(self.folder),
            ],
            env={
                "PATH": "/usr/sbin:/usr/bin:/bin",
                "FAKETIME_DONT_RESET": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield
        finally:
            for cron in _first_of_name(daemon.pid, "cron"):
                with suppress(ProcessLookupError):  # one that ran a job may have ended by now
                    os.kill(cron, 15)  # whatever it has begun goes on to its end
            daemon.communicate(timeout=PATIENCE)  # until everybody has let go of its output

    def next_line(self, seconds: float = PATIENCE) -> str:
        """What a job notes next. Raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while b"\n" not in self._left:
            left = max(0, deadline - time.monotonic())
            ready, _, _ = select.select([self.runs], [], [], left)
            if not ready:
                raise TimeoutError(self._left)
            self._left += os.read(self.runs.fileno(), 4096)
        line, _, self._left = self._left.partition(b"\n")
        return line.decode()

    def mails(self) -> list[str]:
        """Every mail so far, the oldest first."""
        found = sorted((self.folder / "mails").iterdir(), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_text(encoding="utf-8") for path in found]


@contextmanager
def town(folder: Path, zone: str = "Europe/Berlin") -> Iterator[Town]:
    """Needs root. Nothing of it is left when the block ends."""
    _furnish(folder, zone)
    holder = subprocess.Popen(
        ["unshare", "-m", "--propagation", "private", "sh", "-c", _SET_UP, "sh", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    with holder, open(os.open(folder / "runs", os.O_RDWR), "rb", buffering=0) as runs:  # noqa: PTH123
        if holder.stdout.readline() != b"ready\n":
            raise OSError(holder.wait(), "the namespace could not be made")
        yield Town(folder, holder, runs)
        holder.stdin.close()


def written(path: Path, text: str, mode: int = 0o644) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def missing(programs: Sequence[str] = NEEDED) -> list[str]:
    """What has to be installed first."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))
    return [name for name in programs if shutil.which(name, path=path) is None]


def _furnish(folder: Path, zone: str) -> None:
    for name in ("sbin", "mails", "bin"):
        (folder / name).mkdir(parents=True)
    os.mkfifo(folder / "runs")
    shutil.copy("/usr/sbin/cron", folder / "sbin" / "cron")
    shutil.copy(f"/usr/share/zoneinfo/{zone}", folder / "zone")
    (folder / "pam").touch()
    written(folder / "sbin" / "sendmail", _SENDMAIL.format(folder=folder), 0o755)
    written(folder / "bin" / "mentorlog", _PROGRAM.format(python=sys.executable), 0o755)


def _descendants(process: int) -> list[int]:
    found = [process]
    for one in found:
        try:
            text = Path(f"/proc/{one}/task/{one}/children").read_text("ascii")
        except OSError:
            continue
        found += map(int, text.split())
    return found


def _first_of_name(process: int, name: str) -> list[int]:
    """Without those it started itself: once it is gone, they can't be told from it any more."""
    return [
        one for one in _descendants(process) if _name(one) == name and _parent_name(one) != name
    ]


def _name(process: int) -> str:
    try:
        return Path(f"/proc/{process}/comm").read_text("ascii").strip()
    except OSError:
        return ""


def _parent_name(process: int) -> str:
    try:
        return _name(int(Path(f"/proc/{process}/stat").read_text("ascii").split()[3]))
    except OSError:
        return ""
