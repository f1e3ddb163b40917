"""Every command that a refusal names does what it says, as things are at that moment."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.harness import Home

LIFE = """
new-agreement "Dana Öz" --cadence weekly --minutes 45 --starts 2026-11-01
new-agreement "Sam Lee" --cadence weekly --starts 2026-11-02
new-agreement "Noor H" --cadence monthly --starts 2026-08-01
new-agreement "Dan Ek" --cadence monthly --starts 2026-10-01
schedule dana "2026-11-26 15:00"
schedule dana "2026-11-26 17:00"
log-meeting dana talk --on 2026-11-20 --action "me: send"
candidate "Bo Lind" --stage noticed
close noor --on 2026-11-10
pause sam --from 2026-11-20
ask dana
log-meeting dan-ek --gave x --received advice --on 2026-11-01
"""
REFUSED = """
log-meeting
log-meeting dana hi --on 2026-12-25
log-meeting noor hi
log-meeting "Dana Oez" hi --new
log-meeting dana hi --status planned
log-meeting dana hi --next 2026-11-01
log-meeting dana hi --next "2026-11-26 15:00"
log-meeting dana hi there you
note
note dana hi --goal none
gave dana
gave dana x --answers zzzz
received dana x --answers MEETING
schedule
schedule dana 2026-11-01
schedule dana "2026-11-26 15:00"
schedule noor fri
reschedule dana
reschedule sam fri
reschedule dana "2026-11-26 15:00" --planned "2026-11-26 15:00"
cancel
cancel sam
pause
pause sam
check-in
check-in noor --fit good
close
close dana --on 2026-11-01
thanks dana --sent
update dan-ek --sent
reconnect
amend
amend noor --cadence weekly
compare-expectations
compare-expectations dana a
new-agreement Max --cadence weekly --template none
show
find
people extra
doctor x
undo zz
edit dana --minutes 30
edit zzzz --minutes 3
remove dana-oz
remove nobody
erase dana
drafts zzzz
done zzzz
done MEETING
config nope
help xyzzy
export
export dossier
export backup
nudge snooze
nudge snooze dana
seal off dana
prep
list
nonsense
log-meeting dana --bogus
move
"""
MEANS = (  # what stands for something in a hint, and what it may be
    (r"\bWHO\|ID\b|\bID\|WHO\b|\bWHO\b", "dana-oz"),
    (r"\bTEXT\b", "words"),
    (r"\bFILE\.zip\b", "all.zip"),
    (r"\bID\b", "MEETING"),
    ("…", ""),
)
COMMAND = re.compile(r"mentorlog ([a-z-]+[^\n`]*?)(?= {3}|$)", re.MULTILINE)


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("life") / "home"
    folder.mkdir()
    for line in LIFE.strip().split("\n"):
        assert Home(folder).run(*shlex.split(line)).status == 0, line
    return folder


@pytest.mark.parametrize("line", REFUSED.strip().split("\n"))
def test_a_command_that_a_refusal_names_does_what_it_says(
    life: Path, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(life.parent)
    [file] = life.glob("journal/relationships/dan-ek*/*-meeting-*.yaml")
    meeting = file.stem.rpartition("-")[2]
    before, after = life.parent / "before", life.parent / "after"
    _copied(life, before)
    try:
        refused = Home(life).raw(*shlex.split(line.replace("MEETING", meeting)))
        _copied(life, after)
        for hint in _hints(refused.err, meeting):
            _copied(after, life)
            ran = Home(life).raw(*shlex.split(hint))
            assert ran.status == 0, f"{line}: {hint}: {ran.err}"
    finally:
        _copied(before, life)

    assert refused.status in {2, 3}
    assert list(_hints(refused.err, meeting))


def _copied(of: Path, to: Path) -> None:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(of, to)


def _hints(said: str, meeting: str) -> Iterator[str]:
    for hint in COMMAND.findall(said):
        if "--resume" in hint:  # it goes on where the refusal was, once that is mended
            continue
        typed = hint
        for pattern, meaning in MEANS:
            typed = re.sub(pattern, meaning, typed)
        ahead = hint.startswith(("schedule", "reschedule"))
        yield typed.replace("DATE", "2026-12-20" if ahead else "yesterday").replace(
            "MEETING", meeting
        )
