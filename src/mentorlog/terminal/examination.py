"""`doctor` as lines: one finding each, with its file, line and remedy; then what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.text import Text

from mentorlog.terminal import wording
from mentorlog.terminal.layout import line
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import counted
from mentorlog.views.examination import Examination, Found

ALIKE = 5  # findings that say the same of other files; more are only counted
_COMMAND = re.compile(r"mentorlog .*")


def examination(view: Examination, look: Look) -> Iterator[Text]:
    """Lines are never wrapped, so that an editor can follow them."""
    mended = [one for one in view.found if one.mended]
    wrong = [one for one in view.found if one.wrong and not one.mended]
    told = [one for one in view.found if not one.wrong]
    yield from _listed(mended, look, "mended: ")
    yield from _listed(wrong, look)
    yield from _listed(told, look, "by the way: ")
    yield line(_summary(view))
    if view.mendable:
        yield line("Mend what can be mended without loss:  ", _command("doctor", "--fix"))


def _listed(found: Iterable[Found], look: Look, before: str = "") -> Iterator[Text]:
    for _, group in groupby(found, key=lambda one: (one.message, one.remedy)):
        alike = tuple(group)
        shown = alike if look.plain else alike[:ALIKE]
        for one in shown:
            yield _told(one, look, before)
        if len(alike) > len(shown):
            more = len(alike) - len(shown)
            yield line(f"  and {counted(more, 'more file')} of which the same is true")


def _told(one: Found, look: Look, before: str) -> Text:
    at = "" if one.line is None else f":{one.line}"
    where = f"{safe(one.file, ascii_only=look.ascii_only)}{at}: "
    message = safe(one.message, ascii_only=look.ascii_only)
    style = Style.WRONG if one.wrong and not one.mended else Style.PLAIN
    if one.mended:
        return line(before, (where, style), message)
    remedy = safe(one.remedy, ascii_only=look.ascii_only)
    command = _COMMAND.search(remedy)
    text = remedy[: command.start()] if command else remedy
    shown = command[0] if command else ""
    return line(before, (where, style), f"{message}.  {text}", (shown, Style.COMMAND))


def _summary(view: Examination) -> str:
    read = f"{counted(view.people, 'relationship')}, {_entries(view.entries)}"
    if view.wrong:
        return f"{counted(view.wrong, 'finding')}. Read: {read}."
    return f"All is well: {read}."


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _command(*words: str) -> tuple[str, Style]:
    return wording.command(*words), Style.COMMAND
