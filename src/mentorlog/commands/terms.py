"""What new-agreement and amend take: the terms as they were typed."""

from __future__ import annotations

from typing import ClassVar

from mentorlog.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What both commands take; None = not given."""

    prose: ClassVar[tuple[str, ...]] = (
        "focus",
        "goal",
        "i_will",
        "they_will",
        "i_hope",
        "they_hope",
        "rule",
    )
    who: str | None = None
    name: str | None = None
    role: str | None = None
    cadence: str | None = None
    length: str | None = None
    until: str | None = None
    open_: bool = False
    minutes: str | None = None
    medium: list[str] | None = None
    focus: list[str] | None = None
    goal: list[str] | None = None
    i_will: list[str] | None = None
    they_will: list[str] | None = None
    i_hope: str | None = None
    they_hope: str | None = None
    rule: list[str] | None = None
    differs: list[str] | None = None
    helps_with: list[str] | None = None
    first: str | None = None
    in_confidence: bool = False
    alias: str | None = None
    edit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAgreement(Terms):
    template: str | None = None
    starts: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend(Terms):
    prose: ClassVar[tuple[str, ...]] = (*Terms.prose, "why")
    since: str | None = None
    why: str | None = None
