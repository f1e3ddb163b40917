"""schema: what editors and programs need to know of the journal's files."""

from __future__ import annotations

import json
import tempfile

import pytest
from cli.harness import Home, Ran
from journal.test_schema import objections

from mentorlog.commands.schema import FILES


def test_every_file_of_the_demo_journal_fits(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(home.folder))
    assert home.run("demo").status == 0

    files = sorted(home.folder.glob("mentorlog-demo-*/journal/relationships/*/*.yaml"))
    found = {path.name: objections(path.read_bytes()) for path in files}

    assert len(found) > 20
    assert {name: said for name, said in found.items() if said} == {}


def test_it_is_printed_alone_for_editors_and_as_an_item_for_programs(home: Home) -> None:
    alone, told = home.run("schema", "check-in"), home.run("schema", "check_in", "--json")

    schema = json.loads(alone.out)
    assert (alone.status, alone.err, told.status, told.err) == (0, "", 0, "")
    assert schema["$ref"] == "#/$defs/check_in"
    assert json.loads(told.out) == {
        "schema": "mentorlog.schema/1",
        "as_of": "2026-11-22",
        "items": [schema],
        "problems": [],
    }
    assert not home.journal.exists()


def test_without_a_kind_a_file_must_be_one_of_all(home: Home) -> None:
    schema = json.loads(home.run("schema").out)

    assert schema["oneOf"] == [{"$ref": f"#/$defs/{kind}"} for kind in FILES]


def test_a_kind_that_is_none_is_told_with_those_there_are(home: Home) -> None:
    assert home.run("schema", "lunch") == Ran(
        2, "", f"mentorlog: KIND is one of {', '.join(FILES)}.\n"
    )
