"""How an error is told: what happened, and what to do next; or JSON for programs."""

from __future__ import annotations

from mentorlog.errors import MentorlogError


def as_text(error: MentorlogError) -> str:
    """One to three lines, the first named after the program."""
    hint = "".join(f"  {line}\n" for line in error.hint.splitlines())
    return f"mentorlog: {error.message}\n{hint}"


def as_json(error: MentorlogError) -> str:
    """mentorlog.error/1, one line."""
    import json

    return (
        json.dumps(
            {
                "schema": "mentorlog.error/1",
                "exit": error.exit_status,
                "message": error.message,
                "hint": error.hint or None,
            },
            ensure_ascii=False,
        )
        + "\n"
    )
