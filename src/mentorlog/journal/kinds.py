"""Which classes the files of a journal become: a head and words for each kind of entry.

It knows neither YAML nor how a value is typed, so that whoever needs neither need not import them.
"""

from __future__ import annotations

from mentorlog.domain.entries import (
    ENTRY_TYPES,
    Agreement,
    Approach,
    Ask,
    CheckIn,
    Closure,
    Contribution,
    Entry,
    Meeting,
    Note,
    Pause,
)
from mentorlog.domain.words import (
    ActionItemWords,
    AgreementWords,
    ApproachWords,
    AskWords,
    CheckInWords,
    ClosureWords,
    ContributionWords,
    Goal,
    MeetingWords,
    NoteWords,
    PauseWords,
    Words,
)

SCHEMA = 1
KINDS = {str(head.kind): head for head in ENTRY_TYPES}
WORDS: dict[type[Entry], type[Words]] = {
    Agreement: AgreementWords,
    Meeting: MeetingWords,
    Contribution: ContributionWords,
    Ask: AskWords,
    Note: NoteWords,
    CheckIn: CheckInWords,
    Pause: PauseWords,
    Approach: ApproachWords,
    Closure: ClosureWords,
}
# Texts that no words may lack; they have a default only because an invalid one is left out.
NEEDED: dict[type, str] = {
    ContributionWords: "text",
    NoteWords: "text",
    ActionItemWords: "text",
    Goal: "title",
}
