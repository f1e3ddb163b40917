"""The settings, each with what it is for; one value and nothing else; or what was changed."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal.layout import filled, line, way
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import verbatim
from mentorlog.views.settings import Setting, SettingChange, Settings

_COLUMN = 16  # cells: the longest key, and a gap

MEANING = {
    "journal": "where your files are",
    "state": "drafts, undo log and lock; never inside of the journal",
    "me.name": "your name, for letters and agreements that you send",
    "active_limit": "how many relationships you want to keep at a time",
    "nudge.channel": "stdout, desktop, banner or command",
    "nudge.window": "when a scheduled nudge may speak",
    "nudge.command": "your own program, given the text on its stdin",
    "nudge.privacy": "names, handles or count",
}


def settings(view: Settings | SettingChange, look: Look) -> Iterator[Text]:
    """Every setting in two lines, one value, or what was changed."""
    if isinstance(view, SettingChange):
        yield from filled(_changed(view, look), look)
    elif view.alone:
        yield line(verbatim(view.items[0].value or "", ascii_only=look.ascii_only))
    else:
        yield from _all(view, look)


def _all(view: Settings, look: Look) -> Iterator[Text]:
    yield line(f"Settings, kept in {verbatim(view.file, ascii_only=look.ascii_only)}")
    yield line()
    for setting in view.items:
        yield from _setting(setting, look)
    yield line()
    yield from way("Change one (an empty VALUE takes it away):", "mentorlog config KEY VALUE", look)


def _setting(setting: Setting, look: Look) -> Iterator[Text]:
    value = verbatim(setting.value or "not set", ascii_only=look.ascii_only)
    is_default = setting.value and not setting.is_set
    yield line(
        f"  {setting.key:{_COLUMN}}", value, ("  (default)" if is_default else "", Style.FAINT)
    )
    yield line((f"  {'':{_COLUMN}}{MEANING[setting.key]}", Style.FAINT))


def _changed(view: SettingChange, look: Look) -> str:
    value = verbatim(view.setting.value or "", ascii_only=look.ascii_only)
    change = f"set to {value}" if view.setting.is_set else "not set any more"
    if view.dry_run:
        would = f"be {change}" if view.setting.is_set else "no longer be set"
        return f"{view.setting.key} would {would}. Nothing was written."
    return f"{view.setting.key} is {change}."
