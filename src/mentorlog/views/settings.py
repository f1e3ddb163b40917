"""The settings and what they are now, as data."""

from __future__ import annotations

import datetime as dt

from mentorlog.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """`value`: what is in force (None: nothing); `is_set`: whether the configuration says so."""

    key: str
    value: str | None
    is_set: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`file`: where they are kept. `alone`: one was asked for, and only its value is wanted."""

    as_of: dt.date
    file: str
    items: tuple[Setting, ...]
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChange:
    """One setting that was changed, or would be."""

    file: str
    setting: Setting
    dry_run: bool
