"""One command line for each way of writing, with words that stand nowhere else."""

from __future__ import annotations

import os
from dataclasses import dataclass

from faults.running import AT_A_TERMINAL
from faults.sandbox import ADVICE, PLAN, PROMISE, QUESTION

# MENTORLOG_FAULTS=all hits every call in every way, which takes an hour; else a sample is hit.
ALL = os.environ.get("MENTORLOG_FAULTS") == "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """`words`: what was typed and would be missed. `peopled`: in the journal of invented people.

    `before`: command lines that come first, without a fault. `spoilt`: files as somebody left them
    in the journal; `beside`: in the home. `thorough`: what is only asked of the
    disk fails, too; all commands ask it in the same way, so a few of them speak for the others.
    `halfway`: does the first of several things that are whole each by itself.
    `gone`: words that, once it is done, stand nowhere in the home any more but in files `beside`.
    `back`: a line after which every file is as it was.
    """

    name: str
    line: tuple[str, ...]
    words: tuple[str, ...] = ()
    stdin: str = ""
    peopled: bool = True
    before: tuple[tuple[str, ...], ...] = ()
    spoilt: tuple[tuple[str, str], ...] = ()
    beside: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    halfway: tuple[str, ...] | None = None
    thorough: bool = False

    @property
    def at_a_terminal(self) -> bool:
        return self.stdin == AT_A_TERMINAL

    @property
    def turns(self) -> bool:
        """Whether it does what was done before; then it means something else the second time."""
        return self.command == "undo"

    @property
    def command(self) -> str:
        return self.line[0]

    @property
    def verb(self) -> tuple[str, ...]:
        return self.line[: 2 if self.command == "seal" else 1]


_KEYS = ("seal", "init", "--no-passphrase", "--recovery", "recovery.txt")
_MEETINGS = """\
date,minutes,status,notes
2025-01-13,30,held,two ferries and a kite
2025-01-27,45,held,the kite was lost
"""
_AGREEMENT = """\
schema: 1
id: agr9aaaa
kind: agreement
date: 2025-01-10
cadence: monthly
focus_areas:
  - reading balance sheets
relationship: rvr1aaaa
between:
  me:
    name: Ines Roth
    role: mentor
  them:
    name: Robin Vale
    role: mentee
journal: jrn9aaaa
"""

SCENARIOS = (
    Scenario(
        name="the-first-agreement",
        thorough=True,
        line=(
            *("new-agreement", "Ari Novak", "--as", "mentor", "--cadence", "monthly", "--open"),
            *("--i-hope", "to learn by teaching"),
        ),
        words=("to learn by teaching",),
        peopled=False,
    ),
    Scenario(
        name="the-first-log",
        line=("log-meeting", "Ari Novak", "a walk along the river", "--new"),
        words=("a walk along the river",),
        peopled=False,
    ),
    Scenario(
        name="new-agreement",
        line=(
            *("new-agreement", "sam-lee", "--cadence", "every 2 weeks", "--for", "6 months"),
            *("--focus", "writing for executives", "--goal", "one page a month"),
            *("--i-will", "come prepared", "--first", "+3d 15:00"),
        ),
        words=("writing for executives", "one page a month", "come prepared"),
    ),
    Scenario(
        name="log-meeting",
        thorough=True,
        line=(
            *("log-meeting", "sam-lee", "--minutes", "45", "--topic", "the reorganisation"),
            *("--action", "me: draft the memo by +7d", "--gave", "what the team thinks"),
            *("--received", "a frank answer", "--next", "+20d 15:00", "--note", "-"),
        ),
        stdin="It rained.\nWe stayed inside: tea, and a long list.\n",
        words=(
            *("the reorganisation", "draft the memo", "what the team thinks", "a frank answer"),
            "We stayed inside: tea, and a long list.",
        ),
    ),
    Scenario(
        name="log-a-planned-meeting",
        thorough=True,
        line=("log-meeting", "dana-oz", "the piano is out of tune", "--on", "2025-02-11"),
        words=("the piano is out of tune",),
    ),
    Scenario(
        name="log-a-moved-meeting",
        line=(
            *("log-meeting", "dana-oz", "the room was taken", "--on", "2025-02-10"),
            *("--status", "rescheduled", "--by", "them", "--moved-to", "+5d 15:00"),
        ),
        words=("the room was taken",),
    ),
    Scenario(
        name="gave",
        line=("gave", "dana-oz", "an introduction to our data lead", "--type", "introduction"),
        words=("an introduction to our data lead",),
    ),
    Scenario(
        name="received",
        line=("received", "dana-oz", "a hint about the review", "--on", "yesterday"),
        words=("a hint about the review",),
    ),
    Scenario(
        name="note",
        line=("note", "dana-oz", "bring the numbers"),
        words=("bring the numbers",),
    ),
    Scenario(
        name="ask",
        line=("ask", "noor-haddad", "two hours of proofreading"),
        words=("two hours of proofreading",),
    ),
    Scenario(
        name="check-in",
        line=(
            "check-in",
            "dana-oz",
            "--fit",
            "good_fit",
            "--trust",
            "4",
            "--note",
            "it is easy now",
        ),
        words=("it is easy now",),
    ),
    Scenario(
        name="candidate",
        line=("candidate", "Robin Vale", "--stage", "noticed", "--experience", "ran two mergers"),
        words=("ran two mergers",),
    ),
    Scenario(name="schedule", line=("schedule", "dana-oz", "+9d 11:30")),
    Scenario(
        name="amend",
        line=("amend", "dana-oz", "--cadence", "monthly", "--why", "the new job takes its time"),
        words=("the new job takes its time",),
    ),
    Scenario(
        name="pause",
        line=("pause", "dana-oz", "--for", "3 weeks", "--why", "away at the sea"),
        words=("away at the sea",),
    ),
    Scenario(name="resume", line=("resume", "noor-haddad", "--on", "2025-04-01")),
    Scenario(name="done-a-promise", line=("done", f"{PROMISE}.1", "--on", "2025-02-03")),
    Scenario(
        name="done-advice",
        line=(
            "done",
            ADVICE,
            "--outcome",
            "the budget came through",
            "--told",
            "--on",
            "2025-02-03",
        ),
        words=("the budget came through",),
    ),
    Scenario(
        name="done-ask-dropped",
        line=("done", QUESTION, "--dropped", "it was overtaken"),
        words=("it was overtaken",),
    ),
    Scenario(
        name="close",
        line=(
            *("close", "dana-oz", "--reason", "goals_met", "--good-work", "two talks given"),
            *("--learned", "say it early", "--said", "met"),
        ),
        words=("two talks given", "say it early"),
    ),
    Scenario(
        name="reopen",
        line=("reopen", "dana-oz"),
        before=(("close", "dana-oz", "--on", "2025-03-03"),),
    ),
    Scenario(name="move", line=("move", PLAN, "sam-lee")),
    Scenario(name="rename", thorough=True, line=("rename", "dana-oz", "Dana Özgür")),
    Scenario(name="remove", line=("remove", PLAN)),
    Scenario(
        name="remove-someone",
        line=("remove", "dana-oz", "--yes"),
        before=(("remove", PLAN),),
    ),
    Scenario(
        name="undo",
        line=("undo",),
        before=(("log-meeting", "dana-oz", "--on", "2025-02-10", "--next", "+9d"),),
    ),
    Scenario(
        name="undo-two",
        thorough=True,
        line=("undo", "2"),
        halfway=("undo",),
        before=(
            ("note", "sam-lee", "one"),
            ("log-meeting", "dana-oz", "--on", "2025-02-10", "--gave", "two"),
        ),
    ),
    Scenario(
        name="redo",
        line=("undo", "--redo"),
        before=(("log-meeting", "dana-oz", "--on", "2025-02-10"), ("undo",)),
    ),
    Scenario(name="edit", line=("edit", PLAN), stdin=AT_A_TERMINAL),
    Scenario(
        name="log-and-edit",
        line=("log-meeting", "sam-lee", "the piano was sold by the river", "--edit"),
        words=("was sold by the river",),
        stdin=AT_A_TERMINAL,
    ),
    Scenario(
        name="doctor",
        line=("doctor", "--fix"),
        spoilt=(
            (
                "relationships/sam-lee-sam1/2025-03-03-note-nte1aaaa.yaml",
                "schema: 1\nid: nte1aaaa\nkind: note\ndate: 2025-03-04\ntext: the fourth\n",
            ),
            (
                "relationships/dana-oz-dan1/a note.yaml",
                "schema: 1\nid: nte2aaaa\nkind: note\ndate: 2025-03-05\ntext: the fifth\n",
            ),
        ),
    ),
    Scenario(
        name="erase-the-trash",
        line=("erase", "--trash", "--yes"),
        before=(("remove", PLAN), ("remove", PROMISE)),
    ),
    Scenario(
        name="import-meetings",
        line=("import", "meetings.csv", "noor-haddad"),
        beside=(("meetings.csv", _MEETINGS),),
        words=("two ferries and a kite", "the kite was lost"),
    ),
    Scenario(
        name="import-an-agreement",
        line=("import", "agreement.yaml"),
        beside=(("agreement.yaml", _AGREEMENT),),
        words=("reading balance sheets",),
    ),
    Scenario(
        name="seal-on",
        line=("seal", "on", "dana-oz"),
        before=(
            ("remove", PLAN),
            _KEYS,
        ),
        gone=("send the deck", "ask for the budget", "the room with the piano"),
        back=("seal", "off", "dana-oz"),
    ),
    Scenario(
        name="seal-one-entry",
        line=("seal", "entry", ADVICE),
        before=(_KEYS,),
        gone=("ask for the budget",),
    ),
    Scenario(
        name="seal-off",
        line=("seal", "off", "dana-oz"),
        before=(_KEYS, ("seal", "on", "dana-oz")),
    ),
    Scenario(
        name="erase-someone",
        line=("erase", "dana-oz", "--yes"),
        before=(("remove", PLAN), ("nudge", "snooze", "dana-oz", "--for", "2w")),
        gone=("dan1aaaa", "Dana", "dana-oz", "send the deck", "the room with the piano"),
    ),
    Scenario(
        name="close-and-redact",
        line=("close", "dana-oz", "--redact", "--learned", "say it early"),
        before=(("remove", PLAN),),
        words=("say it early",),
        gone=("send the deck", "ask for the budget", "the room with the piano", "on paper"),
    ),
)
