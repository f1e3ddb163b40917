"""The words for what views say in enums and numbers; nothing of where they stand. Needs no Rich."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from mentorlog.domain.cadence import Bound
from mentorlog.domain.entries import ContributionType
from mentorlog.domain.relationship import Role
from mentorlog.domain.standing import Standing
from mentorlog.terminal.look import Look
from mentorlog.terminal.safe import safe

STANDING = {
    Standing.OVERDUE: "overdue",
    Standing.TO_LOG: "to log",
    Standing.DUE: "due",
    Standing.WRAP_UP: "wrap up",
    Standing.DUE_SOON: "due soon",
    Standing.SCHEDULED: "scheduled",
    Standing.ON_TRACK: "on track",
    Standing.QUIET: "quiet",
    Standing.AS_NEEDED: "as needed",
    Standing.EXPLORING: "exploring",
    Standing.PAUSED: "paused",
    Standing.UPCOMING: "upcoming",
    Standing.ENDED: "ended",
}

THEIR_ROLE = {Role.MENTEE: "mentor", Role.MENTOR: "mentee", Role.PEER: "peer"}

CONTRIBUTION = {
    ContributionType.UPDATE: "an update",
    ContributionType.THANKS: "thanks",
    ContributionType.FEEDBACK: "feedback",
    ContributionType.INSIGHT: "an insight",
    ContributionType.INTRODUCTION: "an introduction",
    ContributionType.SKILL_SHARE: "a skill shared",
    ContributionType.HELP_ON_WORK: "help on work",
    ContributionType.VISIBILITY: "visibility",
    ContributionType.SOUNDING_BOARD: "a sounding board",
    ContributionType.ENCOURAGEMENT: "encouragement",
    ContributionType.ADVICE: "advice",
    ContributionType.ACCESS: "access",
    ContributionType.PAY_IT_FORWARD: "paid forward",
    ContributionType.OTHER: "something else",
}

MEDIUM = {
    "in_person": "in person",
    "video": "video",
    "phone": "phone",
    "chat": "chat",
    "email": "email",
}

TIMES = {1: "once", 2: "twice"}

FIT = {"good_fit": "good", "still_deciding": "still deciding", "not_a_fit": "not a fit"}

_GROUPS = {"board", "circle", "club", "cohort", "group", "guild", "network", "table", "team", "the"}
_BOUND = {Bound.MINIMUM: "at least ", Bound.TARGET: "", Bound.MAXIMUM: "up to "}


def rhythm(cadence: str, bound: Bound | None) -> str:
    """monthly, at least monthly, up to 6 per term."""
    return f"{_BOUND[bound or Bound.TARGET]}{cadence}"


def first_name(name: str) -> str:
    """How one speaks of someone: the first word; all of it for a title, an initial or a group."""
    first, *others = name.split() or [name]
    is_group = bool({word.casefold() for word in (first, *others)} & _GROUPS)
    whole = first.endswith(".") or len(first) < 2 or (others and is_group)  # noqa: PLR2004 - an initial
    return name if whole else first


def namesakes(people: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The names, of `(name, handle)`, that more than one person has: there handles tell apart."""
    count = Counter(name for name, _ in set(people))
    return frozenset(name for name in count if count[name] > 1)


def possessive(name: str) -> str:
    """Dana's, Boris'."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def held_back(in_confidence: int, sealed: int) -> str:
    """1 held in confidence, 2 sealed; nothing where all is shown."""
    counts = ((in_confidence, "held in confidence"), (sealed, "sealed"))
    return ", ".join(f"{count} {how}" for count, how in counts if count)


def command(*words: str) -> str:
    """A command line to copy; what a shell would misread is quoted."""
    return " ".join(("mentorlog", *(_shell(safe(word)) for word in words)))


def quoted(text: str, look: Look) -> str:
    """The user's words on one line, in quotation marks."""
    return f"{look.marks.opening}{safe(text, ascii_only=look.ascii_only)}{look.marks.closing}"


def sentence(text: str) -> str:
    """The same with a capital at the start."""
    return text[:1].upper() + text[1:]


def spelled(choice: StrEnum) -> str:
    """A choice as words: goals met."""
    return choice.value.replace("_", " ")


def _shell(word: str) -> str:
    """Double quotes where they do: every shell knows them, Windows' included."""
    quoted = shlex.quote(word)
    return quoted if quoted == word or set(word) & set('"$`\\!%') else f'"{word}"'
