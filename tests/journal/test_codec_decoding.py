"""What is wrong in a file is told with its line; the rest of it is still read."""

from __future__ import annotations

import datetime as dt

import pytest

from mentorlog.domain.cadence import Bound, Interval, Unit
from mentorlog.domain.entries import (
    ActionItem,
    Agreement,
    CheckIn,
    Contribution,
    Direction,
    Entry,
    KeyPath,
    Meeting,
    MeetingStatus,
    Note,
    Party,
)
from mentorlog.domain.relationship import RelationshipFields, Role
from mentorlog.domain.words import (
    ActionItemWords,
    AgreementWords,
    CheckInWords,
    ContributionWords,
    Function,
    Goal,
    Medium,
    MeetingWords,
    NoteWords,
    Pulse,
    RelationshipWords,
)
from mentorlog.journal.codec import JournalFields, Parsed, decoded, unknown_keys
from mentorlog.journal.yaml import Value
from mentorlog.journal.yaml.read import read

HEAD = """\
schema: 1
id: 4v8m2t9c
kind: meeting
date: 2026-12-03
status: held
"""
DAY = dt.date(2026, 12, 3)


def meeting(**words: object) -> Meeting:
    return Meeting(
        id="4v8m2t9c",
        date=DAY,
        status=MeetingStatus.HELD,
        words=MeetingWords(**words),  # type: ignore[arg-type]  # the tests know the fields
    )


def found(text: str) -> Parsed[Entry]:
    return decoded(Entry, read(text.encode()))


def unknown(text: str) -> dict[KeyPath, Value]:
    document = read(text.encode())
    return unknown_keys(decoded(Entry, document).value, document.value)


def problems(text: str) -> tuple[tuple[int | None, str], ...]:
    """Of an entry that has come to nothing."""
    result = found(text)

    assert (result.value, result.newer) == (None, False)
    return result.problems


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("id: 4v8m2t9c\n", "", 1, "id is missing"),
        ("4v8m2t9c", "~", 2, "id is missing"),
        ("4v8m2t9c", "4V8M2T9C", 2, "id must be 8 of 0-9 and a-z without i, l, o and u"),
        ("4v8m2t9c", "../../ab", 2, "id must be 8 of 0-9 and a-z without i, l, o and u"),
        ("4v8m2t9c", "[a]", 2, "id must be text"),
        ("kind: meeting\n", "", 1, "kind is missing"),
        ("kind: meeting", "kind:", 3, "kind is missing"),
        ("2026-12-03", "", 4, "date is missing"),
        ("2026-12-03", "1899-12-31", 4, "the date 1899-12-31 is before 1900"),
        ("status: held", "status: done", 5,
         "status must be one of planned, held, cancelled, rescheduled or no_show"),
        ("status: held", "status: Held", 5,
         "status must be one of planned, held, cancelled, rescheduled or no_show"),
        ("status: held", "Status: held", 5, 'status must be spelled like this, not "Status"'),
        ("kind: meeting", "Kind: meeting", 3, 'kind must be spelled like this, not "Kind"'),
        (
            "status: held",
            "\u200bstatus: held",
            5,
            "status has a stray sign beside it (U+200B, unseen)",
        ),
        ("status: held", "status: '\u00a0held'", 5,
         "status has a stray space at its start or end"),
        ("status: held", "status: held\nminutes: 0", 6, "minutes is at least 1"),
        ("status: held", "status: held\nin_confidence: 1", 6,
         "in_confidence must be true or false"),
        ("status: held", "status: held\nvisibility: [pair]", 6,
         "visibility must be one of private, pair or open"),
        ("status: held", "status: held\naction_items: Send it", 6, "action_items must be a list"),
        ("status: held", "status: held\naction_items:\n- owner: me\n- Send it", 8,
         "action_items.2 must have keys of its own"),
        ("status: held", "status: held\naction_items:\n- text: x\n  due: 2026-12-9\n  owner: me", 8,
         "action_items.1.due must be a date like 2026-11-22"),
    ],
)  # fmt: skip
def test_an_invalid_head_voids_its_entry(old: str, new: str, line: int, message: str) -> None:
    assert problems(HEAD.replace(old, new)) == ((line, message),)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Minutes: 45", 'minutes must be spelled like this, not "Minutes"'),
        ("TOPICS: [budget]", 'topics must be spelled like this, not "TOPICS"'),
        ("\u200bnotes: x", "notes has a stray sign beside it (U+200B, unseen)"),
        ("medium\u061c: phone", "medium has a stray sign beside it (U+061C, unseen)"),
    ],
)
def test_a_key_that_may_be_left_out_is_told_if_it_is_misspelled(line: str, message: str) -> None:
    text = HEAD.replace("status: held", f"status: held\n{line}")

    made = found(text)
    assert (made.value is not None, made.problems) == (True, ((6, message),))


@pytest.mark.parametrize("line", ["Minutes: 45\nminutes: 45", "Minutes:", "Mood: fine"])
def test_a_key_of_ones_own_may_have_capitals(line: str) -> None:
    assert found(HEAD.replace("status: held", f"status: held\n{line}")).problems == ()


def test_a_misspelled_key_of_an_action_item_is_told() -> None:
    item = "status: held\naction_items:\n  - text: Send it\n    owner: me\n    Due: 2026-12-09"

    assert found(HEAD.replace("status: held", item)).problems == (
        (9, 'action_items.1.due must be spelled like this, not "Due"'),
    )


def test_a_mark_that_windows_misread_is_named() -> None:
    assert found("\u00ef\u00bb\u00bf" + HEAD).problems == (
        (1, "schema has a stray sign beside it (\u00ef\u00bb\u00bf)"),
    )


KINDS = "agreement, meeting, contribution, ask, note, check_in, pause, approach, closure"


@pytest.mark.parametrize("kind", ["lunch", "[meeting]", "Meeting"])
def test_a_kind_that_we_do_not_know_is_told_with_those_we_know(kind: str) -> None:
    text = HEAD.replace("meeting", kind)

    assert problems(text) == ((3, f"kind must be one of {KINDS}"),)


def test_all_that_is_wrong_with_a_head_is_told_at_once() -> None:
    text = (
        "kind: meeting\ndate: yesterday\nstatus:\nminutes: an hour\naction_items:\n-\n- due: soon\n"
    )

    assert problems(text) == (
        (1, "id is missing"),
        (1, "schema is missing"),
        (2, "date must be a date like 2026-11-22"),
        (3, "status is missing"),
        (4, "minutes must be a whole number"),
        (6, "action_items.1.owner is missing"),
        (7, "action_items.2.due must be a date like 2026-11-22"),
        (7, "action_items.2.owner is missing"),
    )


@pytest.mark.parametrize("value", ["true", "Yes", "ON", "'yes'"])
def test_a_switch_can_be_written_in_many_ways(value: str) -> None:
    entry = found(f"{HEAD}in_confidence: {value}\n").value

    assert entry is not None
    assert entry.in_confidence is True


@pytest.mark.parametrize(
    ("words", "read_as", "told"),
    [
        ("topics: career", meeting(), [(6, "topics must be a list")]),
        ("topics: {a: b}", meeting(), [(6, "topics must be a list")]),
        ("topics: [a, [b], c, {d: e}]", meeting(topics=("a", "c")),
         [(6, "topics.2 must be text"), (6, "topics.4 must be text")]),
        ("topics: [a, ~, b]", meeting(topics=("a", "b")), []),
        ("medium: pigeon\nplace: attic", meeting(place="attic"),
         [(6, "medium must be one of in_person, video, phone, chat or email")]),
        ("notes:\n  - a\n\nplace: [b]", meeting(),
         [(6, "notes must be text"), (9, "place must be text")]),
        ("notes: ''", meeting(), []),
        ("notes:\nmedium: ~\ntags: null", meeting(), []),
    ],
)  # fmt: skip
def test_an_invalid_value_in_the_words_is_unset_and_told(
    words: str, read_as: Meeting, told: list[tuple[int, str]]
) -> None:
    assert found(f"{HEAD}{words}\n") == Parsed(value=read_as, problems=tuple(told), newer=False)


def test_the_words_of_action_items_keep_their_places() -> None:
    text = f"{HEAD}action_items:\n- owner: me\n  why: [a]\n- owner: them\n  text: Call\n"

    result = found(text)

    assert result == Parsed(
        value=Meeting(
            id="4v8m2t9c",
            date=DAY,
            status=MeetingStatus.HELD,
            action_items=(ActionItem(owner=Party.ME), ActionItem(owner=Party.THEM)),
            words=MeetingWords(action_items=(ActionItemWords(), ActionItemWords(text="Call"))),
        ),
        problems=(
            (7, "action_items.1.text is missing"),
            (8, "action_items.1.why must be text"),
        ),
        newer=False,
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", [(1, "text is missing")]),
        ("text:", [(5, "text is missing")]),
        ("text: [a]", [(5, "text must be text")]),
        ("text: ''", [(5, "text is missing")]),
    ],
)
def test_a_text_that_is_missing_is_told_and_read_as_empty(
    text: str, told: list[tuple[int, str]]
) -> None:
    head = "schema: 1\nid: n0te0001\nkind: note\ndate: 2026-12-03\n"

    assert found(head + text) == Parsed(
        value=Note(id="n0te0001", date=DAY, words=NoteWords(text="")),
        problems=tuple(told),
        newer=False,
    )


AGREEMENT = "schema: 1\nid: 7k3q8w2m\nkind: agreement\ndate: 2026-12-03\n"


@pytest.mark.parametrize(
    ("cadence", "rhythm", "bound"),
    [
        ("cadence: monthly", Interval(1, Unit.MONTH), Bound.TARGET),
        ("cadence: monthly\nbound: minimum", Interval(1, Unit.MONTH), Bound.MINIMUM),
        ("cadence: Up to weekly", Interval(1, Unit.WEEK), Bound.MAXIMUM),
        ("cadence: at least weekly\nbound: maximum", Interval(1, Unit.WEEK), Bound.MINIMUM),
    ],
)
def test_a_cadence_is_read_and_its_own_bound_wins(
    cadence: str, rhythm: Interval, bound: Bound
) -> None:
    assert found(AGREEMENT + cadence).value == Agreement(
        id="7k3q8w2m", date=DAY, cadence=rhythm, bound=bound, words=AgreementWords()
    )


UNCLEAR = (
    'cadence: a cadence is, for example, "monthly", "every 2 weeks", "2 per month", "6 per term", '
    '"2 hours per month" or "as needed"'
)


@pytest.mark.parametrize(
    ("cadence", "line", "message"),
    [
        ("", 1, "cadence is missing"),
        ("cadence:", 5, "cadence is missing"),
        ("cadence: now and then", 5, UNCLEAR),
        ("cadence: {count: 1, unit: day}", 5, "cadence must be text"),
        ("cadence: 3 per term", 1, "meetings per term need a last day (until)"),
        ("cadence: weekly\nuntil: 2026-12-01", 6,
         "the agreement ends before it starts: until is its last day"),
        ("cadence: weekly\nbound: exact", 6,
         "bound must be one of minimum, target or maximum"),
    ],
)  # fmt: skip
def test_unclear_terms_void_their_agreement(cadence: str, line: int, message: str) -> None:
    assert problems(AGREEMENT + cadence) == ((line, message),)


def test_goals_are_read_as_far_as_they_can_be() -> None:
    goals = "goals:\n- title: Talk\n  target_date: 20270601\n-\n- why: fun\n  status: won\n"

    result = found(f"{AGREEMENT}cadence: weekly\nmedia: [video, ~]\n{goals}")

    assert result == Parsed(
        value=Agreement(
            id="7k3q8w2m",
            date=DAY,
            cadence=Interval(1, Unit.WEEK),
            words=AgreementWords(
                media=(Medium.VIDEO,), goals=(Goal(title="Talk"), Goal(), Goal(why="fun"))
            ),
        ),
        problems=(
            (9, "goals.1.target_date must be a date like 2026-11-22"),
            (10, "goals.2.title is missing"),
            (11, "goals.3.title is missing"),
            (12, "goals.3.status must be one of open, achieved, changed or dropped"),
        ),
        newer=False,
    )


CHECK_IN = "schema: 1\nid: chk00001\nkind: check_in\ndate: 2026-12-03\n"


@pytest.mark.parametrize(
    ("words", "read_as", "told"),
    [
        ("answers:\n  How?: Well\n  Why?:\n  When?: [now]",
         CheckInWords(answers=(("How?", "Well"),)), [(8, "an answer must be text")]),
        ("answers: well", CheckInWords(),
         [(5, "answers must have questions and their answers")]),
        ("answers:", CheckInWords(), []),
        ("pulse:\n  trust: 6\n  useful: 4\n  challenge: 0", CheckInWords(pulse=Pulse(useful=4)),
         [(6, "trust is a number from 1 to 5"), (8, "challenge is a number from 1 to 5")]),
        ("pulse: good", CheckInWords(), [(5, "pulse must have keys of its own")]),
    ],
)  # fmt: skip
def test_a_check_in_is_read_as_far_as_it_can_be(
    words: str, read_as: CheckInWords, told: list[tuple[int, str]]
) -> None:
    assert found(CHECK_IN + words) == Parsed(
        value=CheckIn(id="chk00001", date=DAY, words=read_as),
        problems=tuple(told),
        newer=False,
    )


def test_keys_that_we_do_not_know_are_kept_aside_wherever_they_are() -> None:
    text = """\
schema: 1
id: p0d3x5rz
kind: contribution
date: 2026-12-03
direction: given
text: A book
answers: a5k00001
words: two
x-mood: {a: [~]}
"""

    assert found(text) == Parsed(
        value=Contribution(
            id="p0d3x5rz",
            date=DAY,
            direction=Direction.GIVEN,
            words=ContributionWords(text="A book", answers="a5k00001"),
        ),
        problems=(),
        newer=False,
    )
    assert unknown(text) == {("words",): "two", ("x-mood",): {"a": [None]}}
    assert unknown(f"{CHECK_IN}pulse: {{trust: 5, x: [1]}}") == {("pulse", "x"): ["1"]}
    items = "action_items: [{text: a, owner: me, x: 1}, {text: b, owner: me, y: }]"
    assert unknown(f"{HEAD}{items}") == {
        ("action_items", 0, "x"): "1",
        ("action_items", 1, "y"): None,
    }


def test_a_sealed_file_has_a_head_and_no_words() -> None:
    text = f"{HEAD}action_items:\n- owner: me\n- owner: them\nsealed: |\n  -----BEGIN\n"

    assert found(text) == Parsed(
        value=Meeting(
            id="4v8m2t9c",
            date=DAY,
            status=MeetingStatus.HELD,
            action_items=(ActionItem(owner=Party.ME), ActionItem(owner=Party.THEM)),
        ),
        problems=(),
        newer=False,
    )


def test_a_newer_file_is_read_as_far_as_it_is_understood() -> None:
    text = HEAD.replace("schema: 1", "schema: 2") + "medium: hologram\nmood: good\n"

    newer = ((1, "written by a newer mentorlog"),)
    assert found(text) == Parsed(value=meeting(), problems=newer, newer=True)
    assert unknown(text) == {("mood",): "good"}
    assert found(f"# mine\n{text.replace('held', 'beamed')}") == Parsed(
        value=None, problems=((2, "written by a newer mentorlog"),), newer=True
    )


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ("x: 1\n", [(1, "schema is missing")]),
        ("schema:\n", [(1, "schema is missing")]),
        ("schema: ''\n", [(1, "schema is missing")]),
        ("schema: '1'\n", []),
    ],
)
def test_an_entry_without_a_schema_is_still_read(schema: str, told: list[tuple[int, str]]) -> None:
    result = found(HEAD.replace("schema: 1\n", schema))

    assert (result.value, list(result.problems)) == (meeting(), told)


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ("schema: one\n", [(1, "schema must be 1")]),
        ("schema: 0\n", [(1, "schema must be 1")]),
        ("schema: 01\n", [(1, "schema must be 1")]),
        ("schema: [1]\n", [(1, "schema must be 1")]),
        (f"schema: {'9' * 5000}\n", [(1, "schema must be 1")]),
    ],
)
def test_an_invalid_schema_voids_its_entry(schema: str, told: list[tuple[int, str]]) -> None:
    result = found(HEAD.replace("schema: 1\n", schema))

    assert (result.value, list(result.problems)) == (None, told)


@pytest.mark.parametrize("key", ["minutes", "time", "tz", "rescheduled_to", "medium", "notes"])
def test_an_empty_value_is_unset_however_it_is_written(key: str) -> None:
    results = [found(f"{HEAD}{key}: {empty}\n") for empty in ("", "~", "null", "''", '""')]

    assert [(one.value, one.problems) for one in results] == [(meeting(), ())] * 5


RELATIONSHIP = "schema: 1\nid: 9f2k7m3x\nname: Dana Öz\nmy_role: mentee\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("name: Dana Öz\n", "", 1, "name is missing"),
        ("Dana Öz", "' '", 3, "name is empty"),
        ("mentee", "friend", 4, "my_role must be one of mentee, mentor or peer"),
        ("9f2k7m3x", "dana", 2, "id must be 8 of 0-9 and a-z without i, l, o and u"),
        ("mentee", "mentee\nin_confidence: on", 5,
         "in_confidence needs an alias, which is shown instead of the name"),
        ("mentee", "mentee\nin_confidence: on\nalias: ''", 5,
         "in_confidence needs an alias, which is shown instead of the name"),
    ],
)  # fmt: skip
def test_a_damaged_relationship_has_no_fields(old: str, new: str, line: int, message: str) -> None:
    document = read(RELATIONSHIP.replace(old, new).encode())

    assert decoded(RelationshipFields, document) == Parsed(None, ((line, message),))


def test_a_relationship_is_read_as_far_as_it_can_be() -> None:
    document = read(f"{RELATIONSHIP}form: duo\nhelps_with: [skill]\npet: cat\n".encode())

    result = decoded(RelationshipFields, document)

    message = "form must be one of one_to_one, peer, reverse, reciprocal, group or flash"
    fields = RelationshipFields(
        id="9f2k7m3x",
        name="Dana Öz",
        my_role=Role.MENTEE,
        words=RelationshipWords(helps_with=(Function.SKILL,)),
    )
    assert result == Parsed(fields, ((5, message),))
    assert unknown_keys(fields, document.value) == {("pet",): "cat"}


def test_a_journal_has_an_id() -> None:
    good, bad = read(b"schema: 1\nid: j0000001\nx: 1\n"), read(b"schema: 1\nid: mine\n")

    assert decoded(JournalFields, good) == Parsed(JournalFields(id="j0000001"))
    assert decoded(JournalFields, bad) == Parsed(
        None, ((2, "id must be 8 of 0-9 and a-z without i, l, o and u"),)
    )


WHISPER = "5eCret_w0rds"


@pytest.mark.parametrize(
    "text",
    [
        HEAD.replace("4v8m2t9c", WHISPER),
        HEAD.replace("meeting", WHISPER),
        HEAD.replace("2026-12-03", WHISPER),
        f"{HEAD}minutes: {WHISPER}\ntime: {WHISPER}\nvisibility: {WHISPER}",
        f"{HEAD}in_confidence: {WHISPER}",
        f"{HEAD}medium: {WHISPER}\ntopics: {WHISPER}\nnotes: [{WHISPER}]",
        f"{HEAD}action_items: [{WHISPER}]",
        f"{AGREEMENT}cadence: {WHISPER}",
        f"{CHECK_IN}answers: {{{WHISPER}: [{WHISPER}]}}\npulse: {{trust: {WHISPER}}}",
        f"schema: {WHISPER}",
    ],
)
def test_no_value_is_ever_repeated(text: str) -> None:
    told = [message for _, message in found(text).problems]

    assert told
    assert not [message for message in told if WHISPER.lower() in message.lower()]
