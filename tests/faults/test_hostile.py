"""Text that somebody made to hurt: in notes, in names, in whole files."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.lab import warm
from faults.running import Outcome, Warm, installed, variables
from faults.sandbox import Sandbox, files_below, settle_people

pytestmark = pytest.mark.faults

USAGE, REFUSED, DAMAGED = 2, 3, 4  # exit statuses
DANA = "relationships/dana-oz-dan1"
READERS: tuple[tuple[str, ...], ...] = (
    *(("review",), ("review", "dana-oz"), ("show", "dana-oz"), ("todo",), ("people",)),
    ("find", "e"),
    *(("prep", "dana-oz"), ("nudge",), ("nudge", "--scheduled"), ("doctor",)),
    *(("thanks", "dana-oz"), ("review", "--format", "md"), ("review", "--format", "csv")),
)
TEXTS = (
    "\x1b[2J\x1b]52;c;ZXZpbA==\x07 clears the screen and fills the clipboard",
    "\x1b]8;;http://elsewhere.example\x1b\\a link\x1b]8;;\x1b\\ and \x9b31m a colour",
    "\u202etxt.exe\u202c \u2066turned\u2069 \u200ebidi",
    "\x00 \x07 \x08\x08\x08 \x0b \x0c \x7f \x85 \r over the line",
    "[/] [bold]no markup[/bold] [link=file:///etc/passwd]x[/link] :smile: \\",
    "=cmd|' /C calc'!A0\n+1+1\n-1\n@SUM(A1)\n\t=1",
    "x\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:PROCEDURE",
    "<script>alert(1)</script><img src=x onerror=alert(1)> &lt; ]]>",
    "# heading\n![x](http://elsewhere.example/x.png) | `code`\n---\n- [ ] box",
    "---\n...\n&a *a !!python/object:os.system {{ }} %s %(x)s {0} ${HOME} $(id) `id`",
    "no\n~\n0o17\n1_000\n12:30\n<<: x\n? y\n'\"",
)
NAMES = (
    *("../../../etc/passwd", "/etc/passwd", "..", ".", "a/b", "a\\b", "~root", "x" * 300),
    *("CON", "nul.txt", "LPT1", "-rf", "--help me", "😀😀😀", "🧑\u200d🚀", "李", "ﷺ" * 20),
    *(
        "\u202eanad",
        "\x1b[31mred",
        "a\nb",
        "a\tb",
        "Zoe\u0308 Ä",
        "%2e%2e%2f",
        "$(id)",
        "Dana\x00Öz",
    ),
)
MARK = "words-to-replace"
RAW = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FILES = {
    "a bomb": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntext: *c\n",
    "many brackets": f"text: {'[' * 100_000}\n",
    "many braces": f"text: {'{a: ' * 100_000}\n",
    "many dashes": f"text:\n{'- ' * 100_000}x\n",
    "steps": "".join(f"{' ' * n}a:\n" for n in range(3_000)),
    "a tag": 'text: !!python/object/apply:os.system ["touch hurt"]\n',
    "many keys": "".join(f"k{n}: v\n" for n in range(200_000)),
    "a long line": f"text: {'x' * 5_000_000}\n",
    "a long number": f"minutes: {'9' * 100_000}\n",
    "merge": "<<: {a: b}\ntext: x\n",
    "no end": 'text: "x\n',
    "nothing but NUL": "\0" * 100_000,
    "too much": "#" + "x" * (33 << 20),
}


@pytest.fixture(scope="module")
def program(fast: Path) -> Iterator[Warm]:
    with warm(fast) as made:
        yield made


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_text_stays_text_wherever_it_is_shown(sandbox: Sandbox, program: Warm, text: str) -> None:
    settle_people(sandbox)
    home = sandbox.home
    program.run(home, ["log-meeting", "dana-oz", "--note", MARK])
    program.run(home, ["received", "dana-oz", MARK, "--type", "advice"])
    program.run(home, ["note", "dana-oz", MARK])
    for path in sandbox.journal.rglob("*.yaml"):  # as a hand may write it there
        path.write_text(path.read_text().replace(MARK, json.dumps(text, ensure_ascii=True)))

    for line in READERS:
        outcome = program.run(home, line)
        assert outcome.status in (0, DAMAGED), outcome
        assert not _fell_over(outcome), line
        assert RAW.findall(outcome.out + outcome.err) == [], line
    told = json.loads(program.run(home, ["show", "dana-oz", "--json"]).out)
    notes = [entry["notes"] for entry in told["entries"] if entry.get("notes")]
    assert notes == [text]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_text_on_stdin_is_kept_whole_or_refused(
    sandbox: Sandbox, program: Warm, text: str
) -> None:
    settle_people(sandbox)
    held = text.replace("\r\n", "\n")

    saved = program.run(sandbox.home, ["log-meeting", "dana-oz", "--note", "-"], stdin=text)
    told = json.loads(program.run(sandbox.home, ["show", "dana-oz", "--json"]).out)

    assert saved.status == (USAGE if RAW.search(held) else 0), saved
    assert RAW.findall(saved.out + saved.err) == []
    notes = [entry["notes"] for entry in told["entries"] if entry.get("notes")]
    assert notes == ([] if saved.status else [held])


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_leads_nowhere_and_is_found_again(
    sandbox: Sandbox, program: Warm, name: str
) -> None:
    saved = program.run(sandbox.home, ["log-meeting", "--new", "--", name.replace("\0", "\\0")])
    board = program.run(sandbox.home, ["review"])

    assert saved.status in (0, USAGE, REFUSED), saved
    assert not _fell_over(saved)
    assert board.status == 0
    assert RAW.findall(board.out + board.err + saved.out + saved.err) == []
    folders = {path.split("/")[1] for path in sandbox.entries() if "/" in path}
    assert all(re.fullmatch(r"[a-z0-9-]{1,45}", folder) for folder in folders)
    assert len(folders) == int(saved.status == 0)
    outside = {path.split("/")[0] for path in files_below(sandbox.home)}
    assert outside <= {".local"}


def test_two_unicode_forms_of_a_name_are_one_person(sandbox: Sandbox, program: Warm) -> None:
    for form in ("NFC", "NFD", "NFKC"):
        name = unicodedata.normalize(form, "Zoë Ängström")
        outcome = program.run(sandbox.home, ["log-meeting", name, "--new", "--another"])
        assert outcome.status == 0

    folders = {path.split("/")[1] for path in sandbox.entries() if "/" in path}
    assert len(folders) == 1


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_made_to_hurt_hides_no_other(sandbox: Sandbox, name: str) -> None:
    settle_people(sandbox)
    text = f"schema: 1\nid: evvaaaaa\nkind: note\ndate: 2025-03-03\n{FILES[name]}"
    planted = sandbox.journal / DANA / "2025-03-03-note-evvaaaaa.yaml"
    planted.write_text(text, encoding="utf-8")
    planted.chmod(0o600)

    shown = installed(["show", "dana-oz"], variables(sandbox.home))
    wrote = installed(["gave", "dana-oz", "a book"], variables(sandbox.home))

    assert shown.status in (0, DAMAGED), shown.err
    assert wrote.status == 0, wrote.err
    assert "send the deck" in shown.out
    assert not _fell_over(shown)
    assert max(map(len, shown.err.splitlines()), default=0) < 1000
    assert planted.read_text(encoding="utf-8") == text
    assert not (sandbox.home / "hurt").exists()


def _fell_over(outcome: Outcome) -> bool:
    said = outcome.out + outcome.err
    return "Traceback" in said or "unexpected" in said
