"""What is sealed is nowhere in plain text, works on without a key, and opens with either."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from cli.editors import editor
from cli.harness import Home, Ran

from mentorlog.journal.keys import new_identity

PASSPHRASE = "seven quiet herons"  # noqa: S105 - of a key that is made for one test
WORDS = "CANARY"
README = Path(__file__).parents[2] / "README.md"


def keys(home: Home) -> tuple[Path, Path]:
    """The identity, unprotected, and the recovery key."""
    recovery = home.folder.parent / f"{home.folder.name}-recovery.txt"
    ran = home.run("seal", "init", "--recovery", str(recovery), "--no-passphrase")
    assert (ran.status, ran.err) == (0, "")
    return home.folder / "identity.txt", recovery


def plain_text_in(folder: Path) -> list[str]:
    """Every file below the folder that holds a word of ours."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return [str(path) for path in found if WORDS.encode() in path.read_bytes()]


def entry(home: Home, kind: str) -> Path:
    return max(home.journal.glob(f"relationships/*/*-{kind}-*.yaml"))


def identity_of(path: Path) -> str:
    return path.stem.rpartition("-")[2]


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with words in every place where words can be, a note of them in the trash."""
    dana = Home(tmp_path_factory.mktemp("written"))
    for arguments in (
        ("new-agreement", "Dana Öz", "--cadence", "monthly", "--starts", "2026-10-26"),
        ("log-meeting", "dana", f"{WORDS} notes", "--topic", f"{WORDS} topic"),
        ("gave", "dana", f"{WORDS} given"),
        ("note", "dana", f"{WORDS} note"),
        ("check-in", "dana", "--fit", "good_fit", "--note", f"{WORDS} feeling"),
        ("ask", "dana", "--question", f"{WORDS} question"),
        ("note", "dana", f"{WORDS} removed"),
    ):
        assert dana.run(*arguments).status == 0
    removed = [p for p in dana.journal.rglob("*note*.yaml") if "removed" in p.read_text()]
    assert dana.run("remove", identity_of(removed[0])).status == 0
    return dana.journal


@pytest.fixture(scope="module")
def sealed_home(journal: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home(tmp_path_factory.mktemp("sealed"))
    shutil.copytree(journal, home.journal)
    keys(home)
    ran = home.run("seal", "on", "dana")
    assert (ran.status, ran.err) == (0, "")
    return home.folder


@pytest.fixture
def written(journal: Path, home: Home) -> Home:
    """The same, with a draft and something to undo."""
    shutil.copytree(journal, home.journal)
    assert home.run("note", "dana", f"{WORDS} undone").status == 0
    assert home.run("undo").status == 0
    assert home.run("log-meeting", "dana", f"{WORDS} drafted", "--on", "2031-01-01").status == 3
    return home


@pytest.fixture
def sealed(sealed_home: Path, home: Home) -> Home:
    shutil.copytree(sealed_home / "journal", home.journal)
    for name in ("identity.txt", "recipients.txt"):
        shutil.copy(sealed_home / name, home.folder)
    return home


def test_sealing_leaves_no_word_in_plain_text(written: Home) -> None:
    assert plain_text_in(written.folder)

    keys(written)
    ran = written.run("seal", "on", "dana")

    assert ran == Ran(
        0,
        "Sealed what you wrote, and what you will write, about Dana Öz.\n"
        "You can't undo earlier commands any more: that would need the plain text.\n"
        "Not covered: earlier copies in git, synchronizers, backups, mail, and on the disk.\n",
        "",
    )
    assert plain_text_in(written.folder) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("log-meeting", "dana", f"{WORDS} more", "--gave", f"{WORDS} gift", "--another"),
        ("log-meeting", "dana", f"{WORDS} not saved", "--on", "2031-01-01"),
        ("note", "dana", f"{WORDS} more"),
        ("received", "dana", f"{WORDS} more"),
        ("check-in", "dana", "--note", f"{WORDS} more"),
        ("close", "dana", "--learned", f"{WORDS} more"),
        ("note", "nobody-here", f"{WORDS} more"),
    ],
)
def test_what_is_added_needs_no_key_and_is_sealed(sealed: Home, arguments: tuple[str, ...]) -> None:
    (sealed.folder / "identity.txt").rename(sealed.folder.parent / "away.txt")

    ran = sealed.run(*arguments)

    assert ran.status == (3 if "2031-01-01" in arguments or "nobody-here" in arguments else 0)
    assert plain_text_in(sealed.folder) == []


def test_a_plan_is_fulfilled_without_a_key(sealed: Home) -> None:
    (sealed.folder / "identity.txt").unlink()
    assert sealed.run("schedule", "dana", "today 15:00").status == 0

    ran = sealed.run("log-meeting", "dana", f"{WORDS} on the plan", "--another")

    assert ran.status == 0
    assert sealed.run("undo").status == 0
    assert plain_text_in(sealed.folder) == []


@pytest.mark.parametrize("command", [(), ("review", "dana"), ("show", "dana"), ("todo",)])
def test_readers_need_no_key_and_show_no_word(sealed: Home, command: tuple[str, ...]) -> None:
    (sealed.folder / "identity.txt").unlink()

    for more in ((), ("--json",)):
        ran = sealed.run(*command, *more)

        assert (ran.status, ran.err) == (0, "")
        assert WORDS not in ran.out


@pytest.mark.parametrize("command", [("todo",), ("prep", "dana-oz")])
def test_who_sees_that_something_is_sealed_is_told_how_to_read_it(
    sealed: Home, command: tuple[str, ...]
) -> None:
    ran = sealed.run(*command)
    revealed = sealed.run(*command, "--reveal")

    assert "(sealed)" in ran.out
    assert f"sealed; see it with  mentorlog {' '.join(command)} --reveal\n" in ran.out
    assert "sealed" not in revealed.out


def test_revealing_reads_it(sealed: Home) -> None:
    ran = sealed.run("show", "dana", "--reveal")

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.count(WORDS) == 6


def test_opening_restores_every_byte(written: Home) -> None:
    note = entry(written, "note")
    note.write_bytes(
        b"\xef\xbb\xbf# mine\r\n" + note.read_bytes().replace(b"\n", b"\r\n") + b"x: 1\r\n"
    )
    before = {path: path.read_bytes() for path in written.journal.rglob("relationships/*/*.yaml")}
    keys(written)
    assert written.run("seal", "on", "dana").status == 0
    assert all(path.read_bytes() != data for path, data in before.items())

    ran = written.run("seal", "off", "dana")

    said = "Unsealed what you wrote about Dana Öz.\n"
    assert ran == Ran(0, f"{said}You can't undo this or earlier commands any more.\n", "")
    assert {path: path.read_bytes() for path in before} == before


def test_changing_what_is_sealed_keeps_head_and_words_together(sealed: Home) -> None:
    note = entry(sealed, "note")

    ran = sealed.run("done", identity_of(note))

    assert (ran.status, ran.err) == (0, "")
    assert "raised_on: 2026-11-22\n" in note.read_text()
    assert plain_text_in(sealed.folder) == []
    assert sealed.run("seal", "off", "dana").status == 0
    assert f"text: {WORDS} note\nraised_on: 2026-11-22\n" in note.read_text()


def test_changing_needs_the_identity(sealed: Home) -> None:
    (sealed.folder / "identity.txt").unlink()
    before = entry(sealed, "note").read_bytes()

    ran = sealed.run("done", identity_of(entry(sealed, "note")))

    assert ran.status == 3
    assert "the key that opens it isn't here" in ran.err
    assert entry(sealed, "note").read_bytes() == before


def test_undoing_needs_no_key(sealed: Home) -> None:
    assert sealed.run("note", "dana", f"{WORDS} again").status == 0
    (sealed.folder / "identity.txt").unlink()
    count = len(list(sealed.journal.rglob("*-note-*.yaml")))

    assert sealed.run("undo").status == 0
    assert sealed.run("undo", "--redo").status == 0

    assert len(list(sealed.journal.rglob("*-note-*.yaml"))) == count
    assert plain_text_in(sealed.folder) == []


def test_a_draft_is_sealed_and_goes_on_with_the_key(sealed: Home) -> None:
    ran = sealed.run("log-meeting", "dana", f"{WORDS} early", "--on", "2031-01-01")
    assert ran.status == 3
    assert plain_text_in(sealed.folder) == []

    sealed.today = sealed.today.replace(year=2031, month=1, day=2)
    resumed = sealed.run("log-meeting", "--resume")

    assert resumed.status == 0
    assert "2 words" in resumed.out
    assert list(sealed.state.rglob("drafts/*.yaml")) == []
    assert plain_text_in(sealed.folder) == []


@pytest.mark.parametrize("terminal", [False, True])
def test_a_passphrase_is_asked_for_once_and_on_a_terminal_only(
    written: Home, *, terminal: bool
) -> None:
    answers = f"{PASSPHRASE}\n" * 2
    recovery = str(written.folder.parent / f"{written.folder.name}-recovery.txt")
    made = written.run("seal", "init", "--recovery", recovery, stdin=answers, terminal=True)
    assert made.status == 0
    assert written.run("seal", "on", "dana").status == 0

    ran = written.run("show", "dana", "--reveal", stdin=f"{PASSPHRASE}\n", terminal=terminal)

    if terminal:
        assert (ran.status, ran.err.count("Passphrase")) == (0, 1)
        assert ran.out.count(WORDS) == 6
    else:
        assert ran == Ran(
            2,
            "",
            "mentorlog: This is sealed, and mentorlog can ask for the passphrase only in a "
            "terminal.\n"
            "  Run it in a terminal.\n",
        )
    wrong = written.run("show", "dana", "--reveal", stdin="heron\n", terminal=True)
    assert (wrong.status, wrong.out) == (3, "")
    assert "That passphrase is wrong." in wrong.err


def _moved_block(note: Path, other: Path) -> None:
    head, _, _ = note.read_text().partition("sealed: |")
    note.write_text(f"{head}sealed: |{other.read_text().partition('sealed: |')[2]}")


def _truncated(note: Path, _: Path) -> None:
    lines = note.read_text().splitlines(keepends=True)
    note.write_text("".join(lines[:-3] + lines[-1:]))


def _altered(note: Path, _: Path) -> None:
    text = note.read_text()
    last = text.rindex("\n", 0, text.index("\n  -----END"))  # its length differs by chance
    place = last - 10
    note.write_text(text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :])


def _other_head(note: Path, _: Path) -> None:
    note.write_text(note.read_text().replace("date: 2026-11-22", "date: 2026-11-20"))


@pytest.mark.parametrize("tamper", [_moved_block, _truncated, _altered, _other_head])
def test_tampering_is_told_and_the_rest_is_shown(sealed: Home, tamper: object) -> None:
    note = entry(sealed, "note")
    assert callable(tamper)
    tamper(note, entry(sealed, "check_in"))
    damaged = note.read_bytes()

    ran = sealed.run("show", "dana", "--reveal")

    assert ran.status == 4
    assert ran.out.count(WORDS) == 5
    assert re.search(r"-note-<\d>.yaml:\d+: ", ran.err)
    assert sealed.run("done", identity_of(note)).status == 4
    assert note.read_bytes() == damaged
    assert sealed.run("note", "dana", f"{WORDS} on").status == 0


def test_damage_is_told_with_its_line_whatever_a_folder_is_called(sealed: Home) -> None:
    folder = entry(sealed, "note").parent
    folder.rename(folder.with_name("dana: oz"))
    _altered(entry(sealed, "note"), folder)

    shown = sealed.run("show", "Dana Öz", "--reveal")
    tried = sealed.run("seal", "test")

    line = (
        "relationships/dana: oz/2026-11-22-note-<8>.yaml:5: "
        "the sealed text is damaged: part of it is missing or changed.\n"
    )
    assert (shown.status, tried.status) == (4, 4)
    assert shown.err.startswith(line)
    assert line in tried.err


def test_another_key_opens_nothing_and_breaks_nothing(sealed: Home) -> None:
    secret, _ = new_identity()
    sealed.variables["MENTORLOG_IDENTITY"] = str(sealed.folder.parent / "other.txt")
    Path(sealed.variables["MENTORLOG_IDENTITY"]).write_text(f"{secret}\n")

    ran = sealed.run("show", "dana", "--reveal")

    assert ran.status == 4
    assert WORDS not in ran.out
    assert ran.err.count("it's sealed with a different key") == 5
    assert "and 2 more" in ran.err
    tried = sealed.run("seal", "test")
    assert tried.status == 3
    assert tried.err.startswith("mentorlog: The identity here can't open what is sealed here.\n")


@pytest.mark.parametrize("line", ["AGE-SECRET-KEY-1X", "AGE-SECRET-KEY-1\x1b[2J", ""])
def test_an_identity_that_is_damaged_is_told(sealed: Home, line: str) -> None:
    (sealed.folder / "identity.txt").write_text(f"# mine\n{line}\n", encoding="utf-8")

    ran = sealed.run("seal", "test")

    assert ran.status == 3
    assert ran.err.startswith("mentorlog: This isn't an age identity:")


def test_one_entry_alone_is_sealed_and_opened(written: Home) -> None:
    keys(written)
    note = entry(written, "note")
    before = note.read_bytes()

    assert written.run("seal", "entry", identity_of(note)).status == 0
    assert WORDS.encode() not in note.read_bytes()
    assert written.run("seal", "off", identity_of(note)).status == 0

    assert note.read_bytes() == before


def test_without_keys_nothing_is_written_plainly(sealed: Home) -> None:
    """A second machine, to which the journal came and the keys did not."""
    for name in ("identity.txt", "recipients.txt"):
        (sealed.folder / name).unlink()
    before = sealed.files()

    ran = sealed.run("note", "dana", f"{WORDS} elsewhere")

    assert ran.status == 3
    assert "This machine has no keys" in ran.err
    assert sealed.files() == before
    assert plain_text_in(sealed.folder) == []


@pytest.mark.parametrize("command", [("on", "dana"), ("entry", "NOTE")])
def test_who_seals_before_there_are_keys_is_told_how_to_make_them(
    written: Home, command: tuple[str, ...]
) -> None:
    note = identity_of(entry(written, "note"))

    ran = written.run("seal", *(word.replace("NOTE", note) for word in command))

    assert ran == Ran(
        3,
        "",
        "mentorlog: There are no keys yet.\n"
        "  Create them once:  mentorlog seal init --recovery FILE\n"
        "  If another machine has them, copy its identity.txt and recipients.txt to "
        f"{written.folder}\n",
    )


def test_a_damaged_file_is_told_and_nothing_is_half_sealed(written: Home) -> None:
    keys(written)
    note = entry(written, "note")
    note.write_text(note.read_text() + "text: again\n")
    before = written.files()

    ran = written.run("seal", "on", "dana")

    assert ran.status == 4
    assert re.search(r"-note-<\d>.yaml:6: ", ran.err)
    assert written.files() == before


def test_an_editors_copy_on_the_disk_keeps_keys_from_being_made(
    dana: Home, tmp_path_factory: pytest.TempPathFactory
) -> None:
    editor(dana, f'echo "notes: {WORDS}" >> "$1"; exit 1')
    assert dana.run("log-meeting", "dana", "--edit", terminal=True).status == 3
    recovery = str(tmp_path_factory.mktemp("keys") / "recovery.txt")

    ran = dana.run("seal", "init", "--recovery", recovery, "--no-passphrase")

    assert ran.status == 3
    assert "A draft is open in an editor as plain text" in ran.err
    assert not (dana.folder / "recipients.txt").exists()


def test_a_dry_run_seals_nothing(written: Home) -> None:
    keys(written)
    before = {path: path.read_bytes() for path in written.folder.rglob("*") if path.is_file()}

    assert written.run("seal", "on", "dana", "--dry-run").status == 0

    after = {path: path.read_bytes() for path in written.folder.rglob("*") if path.is_file()}
    assert after == before


def test_a_dry_run_makes_no_keys_and_says_so_to_programs_too(dana: Home) -> None:
    recovery = str(dana.folder.parent / "recovery.txt")

    ran = dana.run("seal", "init", "--recovery", recovery, "--dry-run", "--json")

    said = json.loads(ran.out)
    assert (said["action"], said["dry_run"], said["can_seal"]) == ("init", True, False)
    assert not Path(recovery).exists()
    assert not (dana.folder / "identity.txt").exists()


def test_closing_may_redact_what_is_sealed(sealed: Home) -> None:
    (sealed.folder / "identity.txt").rename(sealed.folder.parent / f"{sealed.folder.name}-away")

    assert sealed.run("close", "dana", "--redact").status == 0

    (sealed.folder.parent / f"{sealed.folder.name}-away").rename(sealed.folder / "identity.txt")
    shown = sealed.run("show", "dana", "--reveal")
    assert (shown.status, WORDS in shown.out, "redacted" in shown.out) == (0, False, True)


def test_what_is_known_of_a_person_is_sealed_and_changed_with_the_key(sealed: Home) -> None:
    assert sealed.run("amend", "dana", "--helps-with", "feedback").status == 0
    assert "feedback" not in next(sealed.journal.rglob("relationship.yaml")).read_text()
    assert "feedback" in sealed.run("show", "dana", "--reveal").out


def test_doctor_names_what_is_plain_beside_what_is_sealed(sealed: Home) -> None:
    note = entry(sealed, "note")
    assert sealed.run("seal", "off", identity_of(note)).status == 0

    ran = sealed.run("doctor")

    assert ran.status == 4
    assert "in plain text, though this person is sealed" in ran.out
    assert "mentorlog seal on dana-oz" in ran.out
    assert sealed.run("seal", "on", "dana").status == 0
    assert sealed.run("doctor").status == 0


def test_who_may_see_an_entry_is_decided_later(dana: Home) -> None:
    assert dana.run("note", "dana", "ask about London").status == 0
    note = entry(dana, "note")

    ran = dana.run("edit", identity_of(note), "--visibility", "pair", "--in-confidence")

    assert (ran.status, ran.err) == (0, "")
    assert note.read_text().endswith(
        "text: ask about London\nvisibility: pair\nin_confidence: true\n"
    )
    assert "London" not in dana.run("todo").out
    assert dana.run("edit", identity_of(note), "--not-in-confidence").status == 0
    assert "London" in dana.run("todo").out


def in_memory(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that stands for memory: it is not below the home."""
    memory = tmp_path_factory.mktemp("memory")
    home.variables["XDG_RUNTIME_DIR"] = str(memory)
    return memory


@pytest.mark.parametrize(
    ("arguments", "rest"), [(("edit",), "-note-"), (("note", "dana", f"{WORDS} x", "--edit"), "")]
)
def test_an_editor_has_it_in_memory_only(
    sealed: Home, tmp_path_factory: pytest.TempPathFactory, arguments: tuple[str, ...], rest: str
) -> None:
    memory = in_memory(sealed, tmp_path_factory)
    if not rest:
        arguments = ("log-meeting", *arguments[1:])
    identity = (identity_of(entry(sealed, "note")),) if rest else ()
    editor(
        sealed,
        f'echo "tags: [{WORDS}-edited]" >> "$1"; grep -rl {WORDS} "{sealed.folder}/journal" '
        f'"{sealed.folder}/state" > "{sealed.folder}/seen"; true',
    )

    ran = sealed.run(*arguments, *identity, terminal=True, stdin="y\n" * 4)

    assert ran.status == 0
    (sealed.folder / "editor").unlink()
    assert (sealed.folder / "seen").read_text() == ""
    assert plain_text_in(sealed.folder) == []
    assert list(memory.iterdir()) == []
    assert f"{WORDS}-edited" in sealed.run("show", "dana", "--reveal").out


def test_what_an_editor_left_outlives_the_memory(
    sealed: Home, tmp_path_factory: pytest.TempPathFactory
) -> None:
    memory = in_memory(sealed, tmp_path_factory)
    identity = identity_of(entry(sealed, "note"))
    editor(sealed, f'echo "tags: [{WORDS}-edited]" >> "$1"; exit 1')
    assert sealed.run("edit", identity, terminal=True).status == 3
    shutil.rmtree(memory)
    (sealed.folder / "editor").unlink()
    assert plain_text_in(sealed.folder) == []

    editor(sealed, "true")
    ran = sealed.run("edit", "--resume", terminal=True)

    assert ran.status == 0
    assert f"{WORDS}-edited" in sealed.run("show", "dana", "--reveal").out


@pytest.mark.parametrize("memory_is_lost", [False, True])
def test_an_edit_made_elsewhere_meanwhile_and_ours_are_both_kept_and_sealed(
    sealed: Home, tmp_path_factory: pytest.TempPathFactory, *, memory_is_lost: bool
) -> None:
    memory = in_memory(sealed, tmp_path_factory)
    note = entry(sealed, "note")
    before, elsewhere = note.read_bytes(), sealed.folder.parent / f"{sealed.folder.name}-elsewhere"
    editor(sealed, f'echo "tags: [{WORDS}-theirs]" >> "$1"')
    assert sealed.run("edit", identity_of(note), terminal=True).status == 0
    note.rename(elsewhere)
    note.write_bytes(before)

    editor(sealed, f'echo "tags: [{WORDS}-ours]" >> "$1"; cp "{elsewhere}" "{note}"')
    ran = sealed.run("edit", identity_of(note), terminal=True)
    (sealed.folder / "editor").unlink()

    assert ran.status == 3
    assert "changed since it was read." in ran.err
    assert "mentorlog edit --resume <draft>" in ran.err
    assert note.read_bytes() == elsewhere.read_bytes()
    assert plain_text_in(sealed.folder) == []

    if memory_is_lost:
        shutil.rmtree(memory)
    editor(sealed, f'cp "$1" "{elsewhere}"; cat "$(dirname "$1")"/*.txt >> "{elsewhere}"')
    ran = sealed.run("edit", "--resume", terminal=True)
    (sealed.folder / "editor").unlink()

    assert ran.status == 0
    told = elsewhere.read_text()
    assert "# mentorlog: The journal's file was changed while you edited." in told
    assert f"{WORDS}-ours" in told
    assert f"{WORDS}-theirs" in told
    assert f"{WORDS}-ours" in sealed.run("show", "dana", "--reveal").out
    assert plain_text_in(sealed.folder) == []
    assert memory_is_lost or list(memory.iterdir()) == []


def test_without_memory_no_editor_gets_it(sealed: Home) -> None:
    sealed.shared_memory = sealed.folder / "no such folder"
    editor(sealed, "true")

    ran = sealed.run("edit", identity_of(entry(sealed, "note")), terminal=True)

    assert ran.status == 3
    assert "an editor would put it on the disk as plain text" in ran.err
    assert list(sealed.state.rglob("drafts/*")) == []


@pytest.mark.faults
@pytest.mark.skipif(shutil.which("age") is None, reason="needs Debian's age")
def test_the_stock_age_program_opens_every_block(sealed: Home, sealed_home: Path) -> None:
    """With the identity, and with the recovery key: nobody depends on us."""
    recovery = sealed_home.parent / f"{sealed_home.name}-recovery.txt"
    files = [p for p in sealed.journal.rglob("*.yaml") if "sealed: |" in p.read_text()]
    assert len(files) == 8

    line = re.search(r"`(sed -n .*) FILE.yaml \| age -d -i ", README.read_text(encoding="utf-8"))
    assert line is not None
    for path in files:
        for key in (sealed.folder / "identity.txt", recovery):
            ran = subprocess.run(
                ["sh", "-c", f'{line[1]} "$1" | age -d -i "$2"', "sh", str(path), str(key)],
                capture_output=True,
                check=True,
            )
            assert ran.stdout.startswith(b"schema: 1\n")
            assert identity_of(path).encode() in ran.stdout or "relationship" in path.name


def test_what_goes_to_them_has_no_gaps_and_says_what_is_sealed(dana: Home) -> None:
    words = ("--action", f"me: {WORDS} by 2026-11-30", "--received", WORDS, "--on", "2026-11-21")
    assert dana.run("log-meeting", "dana", *words).status == 0
    keys(dana)
    assert dana.run("seal", "on", "dana").status == 0

    page, letter = dana.run("prep", "dana", "--send"), dana.run("thanks", "dana")

    assert "I promised" not in page.out
    assert page.err == ("1 point sealed. To include it:  mentorlog prep dana-oz --send --reveal\n")
    assert letter.err.splitlines()[1] == (
        "Left out: 1 sealed. To include it:  mentorlog thanks dana-oz --reveal"
    )
    assert WORDS in dana.run("prep", "dana", "--send", "--reveal").out
    assert WORDS in dana.run("thanks", "dana", "--reveal").out


def test_alone_it_says_what_is_sealed_to_programs_too(sealed: Home) -> None:
    assert sealed.run("seal", "--json") == sealed.run("seal", "status", "--json")


def test_a_letter_closes_what_is_sealed_only_where_it_quotes_it(dana: Home) -> None:
    assert dana.run("received", "dana", WORDS).status == 0
    keys(dana)
    assert dana.run("seal", "on", "dana").status == 0

    refused = dana.run("thanks", "dana", "--sent")
    ran = dana.run("thanks", "dana", "--sent", "--reveal")

    assert (refused.status, refused.err) == (
        3,
        (
            "mentorlog: What's open with dana-oz is sealed, so the letter leaves it out.\n"
            "  With the key:  mentorlog thanks dana-oz --reveal --sent\n"
        ),
    )
    assert (ran.status, ran.err) == (0, "")
    assert dana.run("todo").out == "Nothing is open.\n"
    assert plain_text_in(dana.journal) == []
    assert WORDS in dana.run("show", "dana", "--reveal").out


@pytest.mark.parametrize("command", ["move ID dana", "seal entry ID", "seal off dana"])
def test_what_can_never_be_undone_says_so_and_names_no_undo(sealed: Home, command: str) -> None:
    sealed.run("log-meeting", "Sam Lee", f"{WORDS} once more", "--new")
    [meeting] = [file for file in sealed.journal.rglob("*-meeting-*") if "sam" in str(file)]

    ran = sealed.run(*command.replace("ID", identity_of(meeting)).split())

    assert ran.status == 0, ran
    assert "You can't undo this or earlier commands any more.\n" in ran.out
    assert "mentorlog undo" not in ran.out
    assert sealed.run("undo").err == "mentorlog: Nothing can be undone.\n"
