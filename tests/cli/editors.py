"""Editors for tests: small shell scripts that do to the file what people, or bad luck, do."""

from __future__ import annotations

from pathlib import Path

from cli.harness import Home


def editor(home: Home, script: str) -> None:
    """From now on $EDITOR runs this script; the file is "$1"."""
    path = home.folder / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o700)
    home.variables["EDITOR"] = str(path)


def drafts(home: Home) -> list[Path]:
    return sorted(home.state.rglob("drafts/*.yaml"))


def copies(home: Home) -> list[str]:
    """What lies in the folders of editors, each file's text."""
    return [
        path.read_text(encoding="utf-8") for path in sorted(home.state.rglob("drafts/*/*.yaml"))
    ]


def real(home: Home, pattern: str) -> Path:
    """The one file of the journal that fits."""
    [found] = home.journal.glob(pattern)
    return found
