"""A file's bytes as a document: encoding, line numbers, and what git leaves behind."""

from __future__ import annotations

import pytest

from mentorlog.domain.entries import KeyPath
from mentorlog.journal.yaml import dump
from mentorlog.journal.yaml.read import YamlProblem, read


def problem(data: bytes) -> tuple[int, str]:
    with pytest.raises(YamlProblem) as error:
        read(data)
    return error.value.line, error.value.message


def test_a_document_keeps_its_text_and_has_its_value() -> None:
    data = "\ufeffname: Dana Öz\r\n".encode()

    document = read(data)

    assert (document.text, document.value) == ("\ufeffname: Dana Öz\r\n", {"name": "Dana Öz"})


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 2),
        (("schema",), 2),
        (("items",), 3),
        (("items", 0), 4),
        (("items", 0, "owner"), 5),
        (("items", 1), 6),
        (("items", 1, "owner"), 6),
        (("items", 7), 3),
        (("until",), 7),
        (("missing",), 2),
        (("schema", "missing"), 2),
    ],
)
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_path_has_a_line(path: KeyPath, line: int, bom: str) -> None:
    text = "# 😀\nschema: 1\nitems:\n  - text: a\n    owner: me\n  - text: b\nuntil:\n"

    assert read((bom + text).encode()).line(path) == line


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "the file is empty"),
        (b"# nothing yet\n", 1, "the file is empty"),
        (b"~", 1, "the file is empty"),
        (b"\n- a\n", 2, "a file must have keys and values"),
        (b"a: 1\nb: c: d\n", 2, "a colon here needs the text in quotes, or other indentation"),
        (b"just text", 1, "a file must have keys and values"),
        (b"a: 1\nb: \xff\n", 2, "this isn't UTF-8 text"),
        (b"a: 1\rb: \xff\n", 2, "this isn't UTF-8 text"),
        ("a: 1\n".encode("utf-16"), 1, "this is UTF-16 text; save it as UTF-8"),
        ("a: 1\n".encode("utf-16-be"), 1, "this is UTF-16 text; save it as UTF-8"),
        ("\ufeffé: 1\n".encode("utf-16-be"), 1, "this is UTF-16 text; save it as UTF-8"),
        (b"a: 1\nb: \x1b[2J\n", 2, "a control character doesn't belong here"),
        (b"a: \x00\n", 1, "a control character doesn't belong here"),
        (b"a: \x7f\n", 1, "a control character doesn't belong here"),
        ("a: \ufffe\n".encode(), 1, "a control character doesn't belong here"),
        ("a: b\n\ufeffc: d\n".encode(), 2, "an invisible mark (U+FEFF) doesn't belong here"),
        (
            "a: b\nc: d\x85e\nf: g\n".encode(),
            2,
            "a line break that can't be seen (U+0085) splits this line",
        ),
        (
            "a: b\nc: d\u2028e\nf: g\n".encode(),
            2,
            "a line break that can't be seen (U+2028) splits this line",
        ),
        ("a: b\nc:\u200bd\n".encode(), 2, "an invisible mark (U+200B) doesn't belong here"),
        ("a: b\nc:\u00a0d\n".encode(), 2, "there's a no-break space where a normal one should be"),
        (
            "a: b\nc:\n- d\n\u00a0 - e\n".encode(),
            4,
            "there's a no-break space where a normal one should be",
        ),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, line: int, message: str) -> None:
    assert problem(data) == (line, message)


def test_a_file_is_at_most_32_megabytes() -> None:
    comment = b"#" * (32 * 1024 * 1024 - 5)

    assert read(b"a: 1\n" + comment).value == {"a": "1"}
    assert problem(b"a: 1\n#" + comment) == (1, "the file is larger than 32 MB")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n", 2),
        ("<<<<<<<\na: 1\n=======\na: 2\n>>>>>>> theirs\n", 1),
        ("a: 1\n=======\na: 2\n>>>>>>> theirs\n", 4),
    ],
)
def test_a_conflict_that_git_left_is_told(text: str, line: int) -> None:
    message = "git left a conflict here: keep one of the two versions"

    assert problem(text.encode()) == (line, message)


def test_angle_brackets_in_a_note_are_no_conflict() -> None:
    text = "notes: |\n  <<<<<<< HEAD\n"

    assert read(text.encode()).value == {"notes": "<<<<<<< HEAD\n"}


def test_a_long_note_is_read() -> None:
    notes = "Ünïcode words 😀\n" * 100_000

    assert read(dump({"notes": notes}).encode()).value == {"notes": notes}
