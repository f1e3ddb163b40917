"""Every command that a refusal names does what it says, as things are at that moment."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.harness import Home

LIFE = """
new-agreement "Dana Öz" --cadence weekly --minutes 45 --starts 2026-11-01
new-agreement "Sam Lee" --cadence weekly --starts 2026-11-02
new-agreement "Noor H" --cadence monthly --starts 2026-08-01
new-agreement "Dan Ek" --cadence monthly --starts 2026-10-01
schedule dana "2026-11-26 15:00"
schedule dana "2026-11-26 17:00"
log-meeting dana talk --on 2026-11-20 --action "me: send"
candidate "Bo Lind" --stage noticed
close noor --on 2026-11-10
pause sam --from 2026-11-20
ask dana
log-meeting dan-ek --gave x --received advice --on 2026-11-01
"""
REFUSED = """
log-meeting
log-meeting dana hi --on 2026-12-25
log-meeting "Dana Öz" hi --on 2026-12-25
log-meeting noor hi
log-meeting "Dana Oez" hi --new
log-meeting dana hi --status planned
log-meeting dana hi --next 2026-11-01
log-meeting "Sam Lee" --next 2026-11-01
log-meeting dana hi --next "2026-11-26 15:00"
log-meeting dana hi there you
note
note dana hi --goal none
gave dana
gave dana x --answers zzzz
received dana x --answers MEETING
schedule
schedule dana 2026-11-01
schedule "Sam Lee" 2026-11-01
schedule dana "2026-11-26 15:00"
schedule noor fri
reschedule dana
reschedule sam fri
reschedule dana "2026-11-26 15:00" --planned "2026-11-26 15:00"
cancel
cancel sam
pause
pause sam
check-in
check-in noor --fit good
close
close dana --on 2026-11-01
thanks dana --sent
update dan-ek --sent
reconnect
amend
amend noor --cadence weekly
compare-expectations
compare-expectations dana a
new-agreement Max --cadence weekly --template none
show
find
people extra
doctor x
undo zz
review --period month
edit dana --minutes 30
edit zzzz --minutes 3
remove dana-oz
remove nobody
erase dana
drafts zzzz
done zzzz
done MEETING
config nope
help xyzzy
export
export dossier
export backup
nudge snooze
nudge snooze dana
nudge snooze "Dana Öz"
seal off dana
prep
list
nonsense
log-meeting dana --bogus
move
"""
MEANS = (  # what stands for something in a hint, and what it may be
    (r"\bWHO\|ID\b|\bID\|WHO\b|\bWHO\b", "dana-oz"),
    (r"\bTEXT\b", "words"),
    (r"\bFILE\.zip\b", "all.zip"),
    (r"\bID\b", "MEETING"),
    ("…", ""),
)
COMMAND = re.compile(r"mentorlog ([a-z-]+[^\n`]*?)(?= {3}|$)", re.MULTILINE)


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("life") / "home"
    folder.mkdir()
    for line in LIFE.strip().split("\n"):
        assert Home(folder).run(*shlex.split(line)).status == 0, line
    return folder


@pytest.mark.parametrize("line", REFUSED.strip().split("\n"))
def test_a_command_that_a_refusal_names_does_what_it_says(
    life: Path, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(life.parent)
    [file] = life.glob("journal/relationships/dan-ek*/*-meeting-*.yaml")
    meeting = file.stem.rpartition("-")[2]
    before, after = life.parent / "before", life.parent / "after"
    _copied(life, before)
    try:
        refused = Home(life).raw(*shlex.split(line.replace("MEETING", meeting)))
        _copied(life, after)
        for hint in _hints(refused.err, meeting):
            _copied(after, life)
            ran = Home(life).raw(*shlex.split(hint))
            assert ran.status == 0, f"{line}: {hint}: {ran.err}"
    finally:
        _copied(before, life)

    assert refused.status in {2, 3}
    assert list(_hints(refused.err, meeting))


@pytest.mark.parametrize(
    "line",
    [
        *("cancel WHO", "compare-expectations WHO a", "remove WHO", "reopen WHO", "pause WHO"),
        *("thanks WHO --sent", "update WHO --sent"),
    ],
)
def test_a_handle_of_several_words_is_quoted_in_hints(home: Home, line: str) -> None:
    """As that of a folder made by hand, whose whole name is the handle."""
    home.run("log-meeting", "Sam Lee", "--new")
    [folder] = home.journal.glob("relationships/*")
    folder.rename(folder.with_name("sam of old"))
    home.run("close" if line.startswith("reopen") else "pause", "sam of old")

    refused = home.run(*(word.replace("WHO", "sam of old") for word in line.split()))

    assert refused.status in {2, 3}
    assert re.search(r'mentorlog [a-z-]+ "sam of old"', refused.err), refused.err


@pytest.mark.parametrize("name", ["Al Fa {0}", "Al Fa {x", "Al Fa $HOME", "Al Fa `x`"])
@pytest.mark.parametrize(
    "line",
    ["log-meeting WHO --new", "candidate WHO", "new-agreement WHO", "rename sam WHO"],
)
def test_a_similar_name_with_signs_is_quoted_in_the_way_out(
    home: Home, line: str, name: str
) -> None:
    for known in ("Al Fa", "Sam Lee"):
        home.run("log-meeting", known, "--new")
    cadence = ("--cadence", "weekly") if line.startswith("new") else ()

    words = [word.replace("WHO", name) for word in line.split()]
    refused = home.run(*words, *cadence)

    assert refused.status == 3, refused
    [way] = re.findall(r"Someone else: +mentorlog (.*) --handle", refused.err)
    assert name in shlex.split(way)
    assert ("$" in name or "`" in name) == ("'" in way)


def _copied(of: Path, to: Path) -> None:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(of, to)


def _hints(said: str, meeting: str) -> Iterator[str]:
    for hint in COMMAND.findall(said):
        if "--resume" in hint:  # it goes on where the refusal was, once that is mended
            continue
        typed = hint
        for pattern, meaning in MEANS:
            typed = re.sub(pattern, meaning, typed)
        ahead = hint.startswith(("schedule", "reschedule"))
        yield typed.replace("DATE", "2026-12-20" if ahead else "yesterday").replace(
            "MEETING", meeting
        )


@pytest.fixture
def met(home: Home) -> Home:
    home.run("log-meeting", "Dana Öz", "--new", "--on", "2026-10-20", "--minutes", "30")
    home.run("log-meeting", "dana", "--on", "2026-11-19", "--at", "9:00")
    home.run("log-meeting", "dana", "--on", "2026-11-19", "--another", "--minutes", "45")
    home.run("log-meeting", "Sam Lee", "--new", "--on", "2026-11-19")
    return home


def ids_of(home: Home, day: str, who: str = "dana-oz") -> list[str]:
    return sorted(path.stem[-8:] for path in home.journal.rglob(f"{who}-*/{day}-meeting-*.yaml"))


@pytest.mark.parametrize("command", ["edit", "show", "remove", "move"])
@pytest.mark.parametrize("day", ["20.10.", "20 oct", "Tue 20 Oct"])
def test_a_person_and_a_day_lead_to_the_entry(met: Home, command: str, day: str) -> None:
    rest = {"edit": ["--minutes", "50"], "move": ["sam"]}.get(command, [])
    [identity] = ids_of(met, "2026-10-20")

    ran = met.raw(command, "dana", *day.split(), *rest)

    way = " ".join(("mentorlog", command, identity, *rest))
    assert (ran.status, ran.err.splitlines()[1]) == (2, f"  Did you mean:  {way}")


def test_several_entries_of_a_day_are_listed_with_what_tells_them_apart(met: Home) -> None:
    ran = met.raw("edit", "dana", "19.11.", "--note", "secret words")
    everyone = met.raw("edit", "19.11.")

    listed = ran.err.splitlines()
    assert listed[1] == '  Which one on Thu 19 Nov?  mentorlog edit ID --note "…"'
    assert {word.split()[0] for word in listed[2].split("), ")} == {*ids_of(met, "2026-11-19")}
    assert listed[2].count("(meeting, 45 min)") == listed[2].count("(meeting, 09:00)") == 1
    assert "secret" not in "".join(listed[:3])
    [sam] = ids_of(met, "2026-11-19", "sam-lee")
    assert f"{sam} (meeting with Sam Lee)\n" in everyone.err
    assert everyone.status == 3


def test_a_day_without_entries_and_a_word_that_is_no_day(met: Home) -> None:
    nothing = met.run("edit", "dana", "21.10.")
    other = met.run("edit", "dana", "blue")

    assert "There's nothing on Wed 21 Oct. List the ids:  mentorlog show dana-oz\n" in nothing.err
    assert "Which one" not in other.err


@pytest.mark.parametrize("words", [("1.12.", "2.12."), ("1", "dec", "wed", "15:00")])
def test_two_dates_to_reschedule_are_the_old_and_the_new(met: Home, words: tuple[str, ...]) -> None:
    met.run("schedule", "dana", "2026-12-01")

    ran = met.run("reschedule", "dana", *words)

    old, new = ("1.12.", "2.12.") if len(words) == 2 else ('"1 dec"', "wed 15:00")
    assert ran.err.endswith(
        f"  Did you mean:  mentorlog reschedule dana {new} --planned {old}\n"
    ), ran.err


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        (("log-meeting", "dana", "--min", "30"), "--minutes"),
        (("meetings", "--unt", "fri"), "--until"),
        (("log-meeting", "dana", "--summary", "a long talk"), "--note"),
        (("schedule", "dana", "fri", "--note", "the London role"), "--agenda"),
        (("done", "abcd", "--comment", "went very well"), "--outcome"),
    ],
)
def test_an_option_that_is_begun_or_called_otherwise_is_named(
    met: Home, line: tuple[str, ...], meant: str
) -> None:
    assert f"  Use {meant}:  mentorlog {line[0]} {meant}" in met.run(*line).err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("schedule", "dana", "fri", "--comment", "ask about London"), "ask about London"),
        (("pause", "dana", "--comment", "she is ill"), "she is ill"),
        (("gave", "dana", "a book", "--mood", "happy as can be"), "a book happy as can be"),
        (("log-meeting", "dana", "--mood", "happy as can be"), "happy as can be"),
    ],
)
def test_the_words_of_an_unknown_option_are_kept(
    met: Home, line: tuple[str, ...], words: str
) -> None:
    assert "mentorlog " + line[0] + " --resume" in met.run(*line).err
    assert f"  {words}\n" in met.run("drafts").out


def test_a_line_without_quotes_is_mended_as_a_whole(met: Home) -> None:
    ran = met.run(
        *("log-meeting", "dana", "good", "talk", "--minutes", "an", "hour", "--topic=pay"),
        *("--gave", "a secret", "--in-confidence"),
    )

    assert (
        'mentorlog log-meeting dana "like this" --minutes "an hour" --topic "…" --gave "…" '
        "--in-confidence"
    ) in " ".join(ran.err.split())


def test_a_free_handle_is_offered_for_somebody_else(home: Home) -> None:
    home.run("log-meeting", "Marc Ek", "--new")
    refused = home.run("log-meeting", "Marc", "--new")
    home.run("log-meeting", "Marc", "--new", "--handle", "marc")
    again = home.run("rename", "marc-ek", "Marc")

    assert '"Marc" --new --handle marc …' in refused.err
    assert "--handle marc-2" in again.err


def test_a_month_of_one_person_is_a_list_of_meetings(met: Home) -> None:
    month = met.run("review", "dana", "last", "month")
    year = met.run("review", "dana", "2026-Q3")

    assert month.err.endswith('Did you mean:  mentorlog meetings dana --period "last month"\n')
    assert year.err.endswith("Did you mean:  mentorlog review dana --period 2026-Q3\n")
    assert met.run("meetings", "dana", "--period", "last month").status == 0


def test_thanks_where_none_fit_name_how_to_close_it(met: Home) -> None:
    met.run("log-meeting", "dana", "--action", "me: send", "--on", "2026-11-02")
    [identity] = ids_of(met, "2026-11-02")

    ran = met.raw("done", "send", "--thanked")

    assert f"Close it:  mentorlog done {identity}.1\n" in ran.err
    assert met.run("done", *re.findall(r"done ([0-9a-z]{8}(?:\.1)?)\n", ran.err)).status == 0


@pytest.mark.parametrize(
    "line",
    [
        ("edit", "19.11.", "--note", "she cried"),
        ("edit", "dana", "19.11.", "--note=she cried"),
        ("reschedule", "dana", "on", "fri", "--why", "she cried"),
    ],
)
def test_a_hint_leaves_the_line_that_says_where_the_words_are(
    met: Home, line: tuple[str, ...]
) -> None:
    met.run("schedule", "dana", "2026-12-01")

    ran = met.run(*line)

    assert "Which one" in ran.err or "Did you mean" in ran.err
    assert f"What you typed is kept:  mentorlog {line[0]} --resume" in ran.err
    assert "cried" not in ran.err


@pytest.mark.parametrize(
    "line", [("edit", "19.11."), ("edit", "dana", "19.11."), ("remove", "19.11.")]
)
def test_words_after_a_day_are_not_repeated(met: Home, line: tuple[str, ...]) -> None:
    said = met.raw(*line, "she", "cried").err

    assert f"mentorlog {line[0]} ID\n" in said
    assert f"{ids_of(met, '2026-11-19')[0]} (meeting" in said
    assert "cried" not in said


def test_an_option_beside_a_day_with_a_minus_is_known_or_named(met: Home) -> None:
    wrong = met.run("schedule", "dana", "-3d", "--minuts", "5")
    known = met.run("reschedule", "dana", "-3d", "--why", "-5 degrees", "--by", "me")

    assert "There's no option --minuts." in wrong.err
    assert "no option" not in known.err
