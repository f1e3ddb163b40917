"""The questions one looks back with, at most six, each with the name its answer is kept by."""

from __future__ import annotations

from mentorlog.domain.relationship import Role

_MINE = {
    "changed": "What changed for you because of these talks?",
    "avoided": "Which topic are the two of you avoiding?",
    "rhythm": "Is the rhythm right, too much, or too little?",
    "challenge": "Is there enough challenge, and enough support?",
    "theirs": "What is {them} getting out of it, and when did you last ask?",
}
_MENTORS = {
    "listening": "Do you listen, or direct?",
    "learned": "What did you learn yourself?",
    "avoided": "Which topic are the two of you avoiding?",
    "introductions": "Whom should {them} meet next?",
    "independence": "Should {them} need you less by now?",
}


def questions(role: Role | None, them: str) -> dict[str, str]:
    """By their short names, in the order in which they are asked; the decision comes last."""
    asked = _MENTORS if role is Role.MENTOR else _MINE
    return {key: text.format(them=them) for key, text in asked.items()}


def question(key: str, them: str) -> str:
    """The question of an answer that was kept; its short name, if it isn't one of ours."""
    known = {**_MENTORS, **_MINE}
    return known[key].format(them=them) if key in known else f"{key}:"
