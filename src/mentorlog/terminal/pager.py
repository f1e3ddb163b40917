"""Shows a long text a screen at a time, with the user's pager. Without one it is simply printed."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping

_NONE = {"", "cat"}
_LESS = "FRX"  # ends by itself where it fits, keeps colours, leaves the text on the screen


def paged(text: str, variables: Mapping[str, str], *, rows: int) -> bool:
    """Whether a pager showed it: not if it fits the screen, or none is wanted or found."""
    wanted = variables.get("PAGER", "less").strip()
    if text.count("\n") < rows or wanted in _NONE:
        return False
    environment = {**variables, "LESS": variables.get("LESS") or _LESS}
    try:
        subprocess.run(  # noqa: S603 - the user's own pager
            shlex.split(wanted), input=text.encode(), env=environment, check=False
        )
    except (OSError, ValueError):
        return False
    return True
