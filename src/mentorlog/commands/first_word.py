"""What the first word of a line means if it is no command's name: a person, or the wrong word.

People come here with words from git, task and jrnl; those lead on to the command they want.
"""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Iterable

from mentorlog.domain import matching
from mentorlog.domain.relationship import Relationship
from mentorlog.environment import Environment
from mentorlog.errors import MentorlogError, UsageError
from mentorlog.journal.names import safe, shown

_INSTEAD = {
    **dict.fromkeys(("list", "ls", "status"), "review   one person:  mentorlog show WHO"),
    **dict.fromkeys(("add", "create"), "log-meeting WHO   somebody new:  mentorlog new-agreement"),
    **dict.fromkeys(("delete", "del", "rm", "trash"), "remove ID|WHO"),
    **dict.fromkeys(("reminder", "reminders", "remind"), "nudge"),
    **dict.fromkeys(("modify", "change", "fix"), "edit ID"),
    **dict.fromkeys(("mv", "refile"), "move ID WHO"),
    **dict.fromkeys(("search", "grep"), "find TEXT"),
    **dict.fromkeys(("view", "cat", "history"), "show WHO"),
    **dict.fromkeys(("commit", "push", "pull", "backup"), "sync"),
    **dict.fromkeys(("revert", "reset", "restore"), "undo"),
    **dict.fromkeys(("tasks", "next", "actions"), "todo"),
    **dict.fromkeys(("init", "start"), "new-agreement"),
    **dict.fromkeys(("settings", "set"), "config"),
}  # what others call it, and what follows "mentorlog" here


def names_somebody(environment: Environment, word: str) -> bool:
    """Whether a word is exactly somebody's handle, name or a word of the name."""
    return bool(matching.named(word, _people(environment, word)))


def unknown(environment: Environment, word: str, commands: Iterable[str]) -> UsageError:
    """The error for a word that nobody understands: one line, with the way on."""
    begun = [name for name in commands if name.startswith(word)]
    if word and len(begun) > 1:
        return UsageError(f'"{safe(word)}" could be {" or ".join(begun)}.')
    if (instead := _INSTEAD.get(word.lower())) is not None:
        return UsageError(f'There is no command "{safe(word)}"; use:  mentorlog {instead}')
    near = [repr(name) for name in difflib.get_close_matches(word, list(commands), n=2)]
    near += [shown(one) for one in matching.nearest(word, _people(environment, word))]
    on = f"Did you mean {' or '.join(near)}?" if near else "All there are:  mentorlog --help"
    return UsageError(f"No such command '{safe(word)}'. {on}")


def _people(environment: Environment, word: str) -> tuple[Relationship, ...]:
    """Who is there; nobody where the journal can't be read, which the command itself will tell."""
    from mentorlog.commands.desk import journal_of

    with contextlib.suppress(MentorlogError):
        return journal_of(environment, ask=False).load(word).relationships
    return ()
