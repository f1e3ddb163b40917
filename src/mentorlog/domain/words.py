"""The words of entries and people: what was written, beside the heads in `entries`.

They are loaded only to be shown, and this module is imported only then: making its classes takes as
long as reading a small journal. It knows no file, clock or screen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from mentorlog.domain.entries import Approach, Invalid, MeetingStatus
from mentorlog.frozen import StrEnum, dataclass, fields, replace


class Medium(StrEnum):
    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"
    CHAT = "chat"
    EMAIL = "email"


class GoalStatus(StrEnum):
    OPEN = "open"
    ACHIEVED = "achieved"
    CHANGED = "changed"
    DROPPED = "dropped"


class AgreedBy(StrEnum):
    BOTH = "both"
    DRAFT = "draft"


class ChangedBy(StrEnum):
    ME = "me"
    THEM = "them"
    BOTH = "both"
    CIRCUMSTANCE = "circumstance"


class Fit(StrEnum):
    GOOD_FIT = "good_fit"
    STILL_DECIDING = "still_deciding"
    NOT_A_FIT = "not_a_fit"


class Decision(StrEnum):
    CONTINUE = "continue"
    AMEND = "amend"
    PAUSE = "pause"
    CLOSE = "close"


class InitiatedBy(StrEnum):
    ME = "me"
    THEM = "them"
    BOTH = "both"
    PROGRAM = "program"


class Conversation(StrEnum):
    """How the parting was said."""

    MET = "met"
    CALL = "call"
    WRITTEN = "written"
    NONE = "none"


class NextForm(StrEnum):
    """What the relationship becomes after its closure."""

    PEER = "peer"
    FRIEND = "friend"
    OCCASIONAL = "occasional"
    SPONSOR = "sponsor"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words that every entry can have."""

    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    title: str = ""
    why: str | None = None
    success_measure: str | None = None
    target_date: dt.date | None = None
    status: GoalStatus = GoalStatus.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitments:
    """What each side promises for the whole term."""

    me: tuple[str, ...] = ()
    them: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hopes:
    """What each side hopes to get from it."""

    me: str | None = None
    them: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementWords(Words):
    media: tuple[Medium, ...] = ()
    focus_areas: tuple[str, ...] = ()
    out_of_scope: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    commitments: Commitments = Commitments()
    hopes: Hopes = Hopes()
    ground_rules: tuple[str, ...] = ()
    notice_hours: int | None = None
    agreed_by: AgreedBy | None = None
    reason: str | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItemWords:
    """`why` it was dropped, or what came of it; likewise of an ask and a note."""

    text: str = ""
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a calendar last had of a meeting imported from it, and its ids there.

    `recurrence_id`: its date in a series; None outside of one. The rest is the meeting's date,
    time, length and status as imported: what differs now was edited here.
    """

    uid: str | None = None
    recurrence_id: str | None = None
    sequence: int | None = None
    date: dt.date | None = None
    time: dt.time | None = None
    minutes: int | None = None
    status: MeetingStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingWords(Words):
    """The words of a meeting.

    A new field appears in `show`, exports, `find` and the schema by itself. `exchange.audience`
    decides what the other person may see of it, `commands.details` has its option, and
    `terminal.entry` its label if the field's name won't do. If it says where to meet, it belongs
    into `WHERE`; if tables are to bring it in, `exchange.incoming.cells` needs its heading.
    """

    medium: Medium | None = None
    place: str | None = None
    topics: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    notes: str | None = None
    reflection: str | None = None
    reason: str | None = None
    changed_by: ChangedBy | None = None
    source: Source | None = None
    action_items: tuple[ActionItemWords, ...] = ()

    @property
    def where(self) -> tuple[str, ...]:
        """The texts of what is known in `WHERE`."""
        return tuple(text for name in WHERE if (text := getattr(self, name)))


# Shown of a plan in this order: in `prep`, in calendars with details, and in `review WHO` where it
# describes the plan. `move` gives it back to the plan.
WHERE = ("place",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionWords(Words):
    """The words of a contribution; `meeting`, `answers`: ids of its meeting, and of an ask."""

    text: str = ""
    meeting: str | None = None
    answers: str | None = None
    outcome: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWords(Words):
    question: str | None = None
    reply: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWords(Words):
    text: str = ""
    goal: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Four optional self-checks, each 1 to 5; raises Invalid for other numbers."""

    trust: int | None = None
    useful: int | None = None
    challenge: int | None = None
    good_for_both: int | None = None

    def __post_init__(self) -> None:
        for name in ("trust", "useful", "challenge", "good_for_both"):
            answer = getattr(self, name)
            if answer is not None and not 1 <= answer <= 5:  # noqa: PLR2004 (the scale)
                raise Invalid(name, f"{name} is a number from 1 to 5")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInWords(Words):
    fit: Fit | None = None
    pulse: Pulse = Pulse()
    period: str | None = None
    answers: tuple[tuple[str, str], ...] = ()
    decision: Decision | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseWords(Words):
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproachWords(Words):
    """What is known of a candidate: experience, desire and time, in that order; never fame."""

    experience: str | None = None
    desire: str | None = None
    time: str | None = None
    warm_path: str | None = None
    i_can_offer: str | None = None
    small_ask: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureWords(Words):
    initiated_by: InitiatedBy | None = None
    good_work: str | None = None
    learned: str | None = None
    unfinished: tuple[str, ...] = ()
    conversation: Conversation | None = None
    thanks_sent_on: dt.date | None = None
    next_form: NextForm | None = None


class Form(StrEnum):
    ONE_TO_ONE = "one_to_one"
    PEER = "peer"
    REVERSE = "reverse"
    RECIPROCAL = "reciprocal"
    GROUP = "group"
    FLASH = "flash"


class Difference(StrEnum):
    """How a person differs from me; never a trait of theirs."""

    BACKGROUND = "background"
    GENDER = "gender"
    GENERATION = "generation"
    CULTURE = "culture"
    FUNCTION = "function"
    INDUSTRY = "industry"
    ORGANIZATION = "organization"
    NETWORK = "network"
    EXPERIENCE = "experience"


class Function(StrEnum):
    """What a developmental relationship can give (Higgins & Kram's functions, plus access)."""

    CAREER_ADVICE = "career_advice"
    SKILL = "skill"
    FEEDBACK = "feedback"
    SPONSORSHIP = "sponsorship"
    ROLE_MODEL = "role_model"
    SOUNDING_BOARD = "sounding_board"
    EMOTIONAL_SUPPORT = "emotional_support"
    ACCOUNTABILITY = "accountability"
    NETWORK_ACCESS = "network_access"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipWords:
    """What is written about a person, beside the name and my role.

    A new field appears in `show`, `find`, my own exports and the schema by itself, and nobody else
    gets it. Of a person in confidence it stays hidden, unless `views.confidence` lists it; a test
    asks for that decision. `terminal.entry` has its label if the field's name won't do. To be given
    with `new-agreement` and `candidate`, it needs an option in `commands.terms`.
    """

    form: Form | None = None
    origin: str | None = None
    organization: str | None = None
    function: str | None = None
    why: str | None = None
    differs_from_me: tuple[Difference, ...] = ()
    helps_with: tuple[Function, ...] = ()


def known_of(steps: Iterable[Approach]) -> ApproachWords:
    """The latest value of each field in some steps of the search."""
    known = ApproachWords()
    for step in steps:
        words = step.words or ApproachWords()
        newer = {field.name: getattr(words, field.name) for field in fields(ApproachWords)}
        known = replace(known, **{name: value for name, value in newer.items() if value})
    return known
