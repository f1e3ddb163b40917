"""`--as-of` tells nothing dated later, in any reader.

Read as of a day, a journal says what the same journal says that is cut at that day: later entries
are gone, but for planned meetings and pauses, and what was done later about earlier ones is unset,
with its words. What has no date is as today's files have it. The cut here is made on plain
mappings, before they are files, and knows nothing of the program.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from cli.harness import TODAY, Home, Ran
from hypothesis import given, settings
from hypothesis import strategies as st

Keys = dict[str, Any]

FIRST = dt.date(2026, 6, 1)  # the agreement that is always there
IDS = "23456789abcdefghjkmnpqrstvwxyz"
READERS = (
    *("review", "review --all --json", "review dana-oz", "review dana-oz --json"),
    *("review --format csv", "review dana-oz --format html", "review --period year"),
    *("review dana-oz --period quarter", "review dana-oz --period 2026 --json"),
    *("show dana-oz", "show dana-oz --json", "show sam-lee", "show {id}"),
    *("prep dana-oz", "prep dana-oz --json", "prep dana-oz --send"),
    *("todo", "todo --json", "meetings", "meetings --json", "people", "people --json"),
    *("find plan", "find plan --json", "find --type advice", "find --topic plan"),
    *("nudge", "nudge --json", "nudge --explain", "candidate", "candidate --json"),
    *("thanks dana-oz", "update dana-oz --json", "reconnect dana-oz", "thanks dana-oz --json"),
    *("export md", "export html", "export csv", "export ics --due --details", "export json"),
    *("export md --for others", "export json dana-oz --for them", "export pair dana-oz"),
    *("export agreement dana-oz", "review sam-lee", "review sam-lee --json", "prep sam-lee"),
)

days = st.integers(0, 270).map(lambda n: FIRST + dt.timedelta(days=n))
later = st.none() | days
words = st.sampled_from(["a plan", "the plan, in short", "plan B", "the budget"])
maybe = st.none() | words


def entry(kind: str, /, date: st.SearchStrategy[dt.date] = days, **keys: Any) -> Any:
    strategies = {
        key: v if isinstance(v, st.SearchStrategy) else st.just(v) for key, v in keys.items()
    }
    return st.fixed_dictionaries({"kind": st.just(kind), "date": date, **strategies})


items = st.lists(
    st.fixed_dictionaries(
        {
            "text": words,
            "owner": st.sampled_from(["me", "them", "both"]),
            "due": later,
            "done_on": later,
            "dropped_on": later,
            "why": maybe,
        }
    ),
    max_size=3,
)
statuses = st.sampled_from(
    ["held", "held", "held", "planned", "cancelled", "no_show", "rescheduled"]
)
KINDS = (
    entry(
        "meeting",
        status=statuses,
        time=st.none() | st.just("15:00"),
        minutes=st.none() | st.just(45),
        topics=st.lists(words, max_size=2),
        notes=maybe,
        reason=maybe,
        changed_by=st.none() | st.just("them"),
        action_items=items,
    ),
    entry(
        "contribution",
        direction=st.sampled_from(["given", "received", "received"]),
        type=st.sampled_from(["advice", "insight", "feedback", "introduction", "update"]),
        text=words,
        outcome=maybe,
        why=maybe,
        told_them_on=later,
        thanked_on=later,
        dropped_on=later,
    ),
    entry("note", text=words, goal=maybe, raised_on=later, dropped_on=later, why=maybe),
    entry(
        "ask",
        asked_by=st.sampled_from(["me", "them"]),
        status=st.sampled_from(["open", "answered", "acted_on", "nothing_now"]),
        ask_again_on=later,
        dropped_on=later,
        reply=maybe,
        why=maybe,
    ),
    entry("check_in", fit=st.sampled_from(["good_fit", "not_a_fit"]), note=maybe),
    entry("pause", reason=maybe),
    entry("approach", stage=st.sampled_from(["noticed", "approached"]), small_ask=maybe),
    entry(
        "agreement",
        cadence=st.sampled_from(["weekly", "monthly", "2 per month", "as needed"]),
        focus_areas=st.lists(words, max_size=2, unique=True),
        meeting_minutes=st.none() | st.just(60),
        reason=maybe,
    ),
    entry("closure", reason=st.just("drifted"), learned=maybe, thanks_sent_on=later),
)
START = {"kind": "agreement", "date": FIRST, "cadence": "every 2 weeks", "focus_areas": ["plan"]}
stories = st.lists(st.one_of(*KINDS), min_size=4, max_size=14).map(lambda found: [START, *found])


def cut(story: list[Keys], day: dt.date) -> list[Keys]:
    """The story as it was told on a day; terms to come stay where there are none yet again."""
    past = [one for one in story if one["date"] <= day]
    turns = [one for one in past if one["kind"] in ("agreement", "closure")]
    turns.sort(key=lambda one: (one["date"], one["kind"] == "closure"))
    ended = bool(turns) and turns[-1]["kind"] == "closure"
    return [
        _undone(one, day)
        for one in story
        if one["date"] <= day
        or one["kind"] == "pause"
        or one.get("status") == "planned"
        or (ended and one["kind"] == "agreement")
    ]


def _undone(keys: Keys, day: dt.date) -> Keys:
    known = dict(keys)
    gone = [
        key
        for key in ("done_on", "dropped_on", "told_them_on", "thanked_on", "raised_on")
        if (known.get(key) or day) > day
    ]
    for key in gone:
        known[key] = None
    if {"told_them_on", "thanked_on"} & {*gone}:
        known["outcome"] = known.get("outcome") if known.get("told_them_on") else None
    closed = {"done_on", "raised_on"} & {*gone}
    if "dropped_on" in gone or (closed and not known.get("dropped_on")):
        known["why"] = None
    if "action_items" in known:
        known["action_items"] = [_undone(item, day) for item in known["action_items"]]
    if (known.get("thanks_sent_on") or day) > day:
        known["thanks_sent_on"] = None
    return known


def written(home: Home, story: list[Keys]) -> Home:
    """A journal with Dana, whose story it is, and Sam, with whom nothing was agreed."""
    (home.journal / "relationships").mkdir(parents=True)
    (home.journal / "journal.yaml").write_text("schema: 1\nid: jjjjjjjj\n", "utf-8")
    people = {"dana-oz": ("Dana Öz", story), "sam-lee": ("Sam Lee", story)}
    for at, (handle, (name, entries)) in enumerate(people.items(), start=2):
        folder = home.journal / "relationships" / f"{handle}-{at}222"
        folder.mkdir()
        _write(
            folder / "relationship.yaml", {"id": f"{at}222qqqq", "name": name, "my_role": "mentee"}
        )
        for one in entries:
            if at == 3 and one["kind"] == "agreement":
                continue
            keys = {**one, "id": f"{at}{one['id'][1:]}"}
            _write(folder / f"{one['date']}-{one['kind']}-{keys['id']}.yaml", keys)
    return home


def _write(path: Path, keys: Mapping[str, Any]) -> None:
    said = {key: value for key, value in {"schema": 1, **keys}.items() if value not in (None, [])}
    lines = (f"{key}: {json.dumps(_plain(value))}\n" for key, value in said.items())
    path.write_text("".join(lines), "utf-8")


def _plain(value: Any) -> Any:
    match value:
        case dt.date():
            return value.isoformat()
        case dict():
            return {key: _plain(each) for key, each in value.items() if each is not None}
        case list():
            return [_plain(each) for each in value]
    return value


def asked(home: Home, line: str, day: dt.date) -> Ran:
    return home.run(*line.split(), "--as-of", day.isoformat())


class Plain(Home):
    """A home that leaves ids as they are: two journals are compared."""

    def _numbered(self, text: str) -> str:
        return text.replace(str(self.folder), "~")


def differing(story: list[Keys], day: dt.date, readers: list[str]) -> list[tuple[str, Ran, Ran]]:
    """The readers that tell of the whole story, on a day, what they don't of the one cut there."""
    for at, one in enumerate(story):
        one["id"] = f"x{IDS[at // 30]}{IDS[at % 30]}zzzzz"
    with ExitStack() as stack:
        homes = [Plain(Path(stack.enter_context(TemporaryDirectory()))) for _ in range(2)]
        whole, short = (
            written(home, s) for home, s in zip(homes, (story, cut(story, day)), strict=True)
        )
        known = f"2{story[0]['id'][1:]}"
        for home in homes:
            (home.folder / "config.toml").write_text('[me]\nname = "Kim"\n', "utf-8")
        lines = [line.replace("{id}", known) for line in readers]
        pairs = [(line, asked(whole, line, day), asked(short, line, day)) for line in lines]
    assert all(ran.status in (0, 3) for _, ran, _ in pairs), [
        p for p in pairs if p[1].status not in (0, 3)
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


@given(stories, days, st.lists(st.sampled_from(READERS), min_size=4, max_size=4, unique=True))
@settings(max_examples=25)
def test_a_reader_as_of_a_day_reads_the_journal_of_that_day(
    story: list[Keys], day: dt.date, readers: list[str]
) -> None:
    assert differing(story, min(day, TODAY), readers) == []


BUSY: list[Keys] = [
    START,
    {"kind": "agreement", "date": dt.date(2026, 10, 1), "cadence": "weekly", "reason": "more plan"},
    {
        "kind": "meeting",
        "date": dt.date(2026, 7, 1),
        "status": "held",
        "minutes": 45,
        "topics": ["plan"],
        "notes": "the plan",
        "action_items": [
            {
                "text": "plan A",
                "owner": "me",
                "due": dt.date(2026, 7, 9),
                "done_on": dt.date(2026, 9, 9),
            },
            {
                "text": "plan B",
                "owner": "them",
                "dropped_on": dt.date(2026, 9, 9),
                "why": "no plan",
            },
        ],
    },
    {
        "kind": "contribution",
        "date": dt.date(2026, 7, 1),
        "direction": "received",
        "type": "advice",
        "text": "plan first",
        "outcome": "the plan worked",
        "told_them_on": dt.date(2026, 9, 9),
    },
    {
        "kind": "contribution",
        "date": dt.date(2026, 7, 3),
        "direction": "received",
        "type": "advice",
        "text": "ask the plan's author",
        "outcome": "the author rewrote the plan",
        "thanked_on": dt.date(2026, 7, 5),
        "told_them_on": dt.date(2026, 9, 9),
    },
    {
        "kind": "note",
        "date": dt.date(2026, 7, 2),
        "text": "plan C?",
        "raised_on": dt.date(2026, 9, 9),
    },
    {"kind": "meeting", "date": dt.date(2026, 9, 9), "status": "held", "notes": "plan D"},
    {"kind": "meeting", "date": dt.date(2026, 9, 15), "status": "cancelled", "reason": "no plan"},
    {"kind": "meeting", "date": dt.date(2026, 12, 1), "status": "planned", "topics": ["plan E"]},
    {"kind": "pause", "date": dt.date(2026, 12, 20), "reason": "no plan"},
    {"kind": "check_in", "date": dt.date(2026, 9, 10), "note": "plan F", "fit": "good_fit"},
    {
        "kind": "closure",
        "date": dt.date(2026, 11, 1),
        "learned": "to plan",
        "thanks_sent_on": dt.date(2026, 11, 5),
    },
]


@pytest.mark.parametrize("day", ["2026-08-01", "2026-10-05", "2026-11-02"])
def test_every_reader_tells_only_what_was_known(day: str) -> None:
    whole = [dict(one) for one in BUSY]

    assert differing(whole, dt.date.fromisoformat(day), list(READERS)) == []


def test_an_entry_of_a_later_day_is_not_there_yet(dana: Home) -> None:
    dana.run("log-meeting", "dana", "the plan", "--on", "2026-11-10")
    [path] = dana.journal.rglob("*-meeting-*.yaml")

    ran = dana.run("show", path.stem[-8:], "--as-of", "2026-11-09")

    assert (ran.status, ran.out) == (3, "")


def test_without_a_day_terms_to_come_are_told(dana: Home) -> None:
    dana.run("amend", "dana", "--cadence", "monthly", "--from", "2026-12-01", "--why", "a plan")

    assert "a plan" in dana.run("show", "dana").out
    assert "a plan" not in dana.run("show", "dana", "--as-of", "today").out


@pytest.mark.parametrize(
    "line",
    [
        *("review", "review dana-oz", "review --period 9999", "review dana-oz --period 9999"),
        *("prep dana-oz", "nudge", "export ics --for me --due", "export html"),
    ],
)
def test_the_calendar_s_last_day_is_one_too(dana: Home, line: str) -> None:
    assert dana.run(*line.split(), "--as-of", "9999-12-31").status == 0


def test_nothing_is_written_as_of_another_day(dana: Home) -> None:
    ran = dana.run("candidate", "Fay Ng", "--as-of", "2026-11-01")

    assert (ran.status, ran.err.splitlines()[0]) == (
        2,
        "mentorlog: --as-of is for looking; this would write.",
    )
