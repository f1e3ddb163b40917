"""The JSON Schema fits every file that we write, and none that our reader refuses for its form."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from journal.schema_1 import ENTRIES, RELATIONSHIP
from journal.test_codec import parts
from jsonschema import Draft202012Validator, FormatChecker

from mentorlog.commands.schema import FILES, json_schema
from mentorlog.domain.entries import ENTRY_TYPES, Entry
from mentorlog.domain.relationship import RelationshipFields
from mentorlog.journal.codec import encoded, head_of
from mentorlog.journal.yaml import dump

GOLDEN = Path(__file__).parent.parent / "golden" / "schema-1"


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors read it; PyYAML's own is that of 1.1."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as PyYAML has it


for tag, form, first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+0123456789."),
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{form})$"), [*first])


@cache
def judge(kind: str | None) -> Draft202012Validator:
    Draft202012Validator.check_schema(json_schema(kind))
    return Draft202012Validator(json_schema(kind), format_checker=FormatChecker())


def objections(text: str | bytes, kind: str | None = None) -> list[str]:
    """What the schema of all files says of one, and that of its own kind."""
    document: Any = yaml.load(text, Core)  # noqa: S506 - it is a safe loader
    own = kind or document.get("kind", "relationship")
    found = [*judge(None).iter_errors(document), *judge(own).iter_errors(document)]
    return [error.message for error in found]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_field_of_schema_1_fits(path: Path) -> None:
    if path.stem != "journal":
        assert objections(path.read_bytes()) == []


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ENTRY_TYPES).flatmap(parts) | parts(RelationshipFields))
def test_whatever_we_write_fits(said: Entry | RelationshipFields) -> None:
    assert objections(dump(encoded(said))) == []


@pytest.mark.parametrize("said", [*ENTRIES, RELATIONSHIP], ids=lambda said: type(said).__name__)
def test_what_is_sealed_fits_without_its_words(said: Entry | RelationshipFields) -> None:
    assert objections(dump({**encoded(head_of(said)), "sealed": "-----BEGIN\n"})) == []


NOTE = "schema: 1\nid: n0te0001\nkind: note\ndate: 2026-12-03\ntext: hi\n"
MEETING = "schema: 1\nid: 4v8m2t9c\nkind: meeting\ndate: 2026-12-03\nstatus: held\n"
PERSON = "schema: 1\nid: 9f2k7m3x\nname: Dana\nmy_role: mentee\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (NOTE, "note"),
        (f"{NOTE}x-mood: {{weather: rain}}\nraised_on:\n", "note"),
        (f'{MEETING}time: "18:30"\naction_items:\n- {{text: a, owner: me}}\n', "meeting"),
        (f"{PERSON}helps_with: [skill]\n", "relationship"),
    ],
)
def test_what_our_reader_takes_fits(text: str, kind: str) -> None:
    assert objections(text, kind) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (NOTE.replace("text: hi\n", ""), "note"),
        (NOTE.replace("schema: 1", "schema: 2"), "note"),
        (NOTE.replace("n0te0001", "dana"), "note"),
        (NOTE.replace("2026-12-03", "3 Dec"), "note"),
        (NOTE.replace("kind: note", "kind: lunch"), "note"),
        (MEETING.replace("held", "done"), "meeting"),
        (f"{MEETING}minutes: an hour\n", "meeting"),
        (f"{MEETING}time: 6:30 pm\n", "meeting"),
        (f"{MEETING}topics: career\n", "meeting"),
        (f"{MEETING}action_items:\n- owner: me\n", "meeting"),
        (f"{MEETING}action_items:\n- text: Call\n", "meeting"),
        (PERSON.replace("mentee", "friend"), "relationship"),
        (PERSON.replace("name: Dana\n", ""), "relationship"),
    ],
)
def test_what_our_reader_refuses_does_not_fit(text: str, kind: str) -> None:
    assert len(objections(text, kind)) == 2


def test_there_is_one_of_each_kind() -> None:
    names = [one["$ref"].rpartition("/")[2] for one in json_schema()["oneOf"]]

    assert names == [*FILES] == [*(str(cls.kind) for cls in ENTRY_TYPES), "relationship"]
