"""What stays of an entry when its words go: the head, and a word where YAML needs one. Pure."""

from __future__ import annotations

from mentorlog.domain.entries import Contribution, Entry, Meeting, Note
from mentorlog.domain.words import ActionItemWords, ContributionWords, MeetingWords, NoteWords
from mentorlog.journal.codec import head_of, worded
from mentorlog.journal.texts import Said

GONE = "redacted"  # in place of a text that no entry of its kind may lack


def redacted(said: Said) -> Said:
    """The same without words."""
    if not isinstance(said, Entry):
        return head_of(said)
    match said:
        case Contribution():
            return worded(said, ContributionWords(text=GONE))
        case Note():
            return worded(said, NoteWords(text=GONE))
        case Meeting():
            items = tuple(ActionItemWords(text=GONE) for _ in said.action_items)
            return worded(said, MeetingWords(action_items=items))
    return head_of(said)
