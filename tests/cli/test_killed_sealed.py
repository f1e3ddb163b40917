"""A command of a sealed journal, killed at each of its steps on the disk, leaves no plain word."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest
from cli.harness import Home
from cli.test_sealing import WORDS, entry, identity_of, keys, plain_text_in

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
STEPS = ("open", "os.link", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")


def killed_at(home: Home, step: int, arguments: tuple[str, ...]) -> bool:
    """Whether the command, run in a child, came to that step; then it was killed before it."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
        return os.WIFSIGNALED(status)
    left = step

    def count(event: str, found: tuple[object, ...]) -> None:
        nonlocal left
        ours = event in STEPS and str(found[0]).startswith(str(home.folder))
        if ours and (event != "open" or int(str(found[2])) & WRITING):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    os._exit(0 if home.run(*arguments).status in (0, 3) else 1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("verb", ["log-meeting", "done", "refused"])
def test_no_plain_word_after_a_kill_at_any_step(dana: Home, verb: str) -> None:
    assert dana.run("note", "dana", f"{WORDS} there").status == 0
    keys(dana)
    assert dana.run("seal", "on", "dana").status == 0
    assert dana.run("note", "dana", f"{WORDS} sealed from the start").status == 0
    note = identity_of(entry(dana, "note"))
    arguments = {
        "log-meeting": ("log-meeting", "dana", f"{WORDS} now", "--gave", f"{WORDS} given"),
        "done": ("done", note, "--dropped", f"{WORDS} why"),
        "refused": ("log-meeting", "dana", f"{WORDS} early", "--on", "2031-01-01"),
    }[verb]

    step = 1
    while killed_at(dana, step, arguments):
        assert plain_text_in(dana.folder) == [], step
        step += 1

    assert step > 3
    assert plain_text_in(dana.folder) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_sealing_that_was_cut_short_is_ended_by_the_next_command(
    dana: Home, tmp_path: Path
) -> None:
    assert dana.run("note", "dana", f"{WORDS} there").status == 0
    keys(dana)
    step = 1

    while killed_at(dana, step, ("seal", "on", "dana")):
        step += 5
        assert dana.run("note", "dana", "next").status in (0, 3)
        sealed = "sealed: |" in next(tmp_path.rglob("relationship.yaml")).read_text()
        assert not sealed or plain_text_in(dana.folder) == [], step

    assert plain_text_in(dana.folder) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_redacting_that_was_cut_short_and_typed_again_leaves_no_draft(dana: Home) -> None:
    """No log says that it was saved: whoever completes it knows, and nobody later."""
    arguments = ("close", "dana", "--redact", "--learned", "to say it early")
    shutil.copytree(dana.folder, kept := dana.folder.with_name("kept"))
    step = 1

    while killed_at(dana, step, arguments):
        assert dana.run(*arguments).status in (0, 3)
        assert list(dana.state.rglob("drafts/*.yaml")) == [], step
        shutil.rmtree(dana.folder)
        shutil.copytree(kept, dana.folder)
        step += 1

    assert step > 10
