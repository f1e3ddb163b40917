"""The settings and what they are now, as data."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from mentorlog.frozen import dataclass
from mentorlog.views.shape import NO_ENTRIES, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """`value`: what is in force (None: nothing); `is_set`: whether the configuration says so."""

    JSON: ClassVar[Shape] = Shape(left_out=("is_set",), keys={"set": "is_set"})

    key: str
    value: str | None
    is_set: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`file`: where they are kept. `alone`: one was asked for, and only its value is wanted."""

    JSON: ClassVar[Shape] = Shape(schema="config", left_out=("file", "alone"))

    as_of: dt.date
    file: str
    items: tuple[Setting, ...]
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChange:
    """One setting that was changed, or would be."""

    JSON: ClassVar[Shape] = Shape(
        schema="written",
        left_out=("file", "setting"),
        keys={
            "action": "action",
            "key": "setting.key",
            "value": "setting.value",
            "set": "setting.is_set",
            **NO_ENTRIES,
        },
    )

    file: str
    setting: Setting
    dry_run: bool

    @property
    def action(self) -> str:
        return "config"
