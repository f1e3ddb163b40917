"""What was typed is checked before the first question, whatever is asked."""

from __future__ import annotations

import shlex

import pytest
from cli.harness import Home

WRONG = r"""
log-meeting --minutes blah
log-meeting --on blah
log-meeting --on tomorrow
log-meeting --next blah
log-meeting --next yesterday
log-meeting --status blah
log-meeting --status planned
log-meeting --medium blah
log-meeting --by blah
log-meeting --at 5:00
log-meeting --moved-to fri --next sat
log-meeting --moved-to fri --status held
log-meeting --action "me: x by 12/01/2027"
log-meeting --as peer
log-meeting --note " "
log-meeting --topic " "
log-meeting dona --minutes blah
log-meeting dana --with dona --minutes blah
log-meeting --with nobody
find --who nobody
export --for blah
export --format blah
export --period blah
export --include zzz
candidate --stage blah
candidate --handle dana-oz
note --on tomorrow
note --status achieved
note --status blah --goal x
gave --type blah
gave --on tomorrow
gave --answers zzz
received --type blah
ask --by blah
ask --again today
ask --on tomorrow
schedule --minutes blah
schedule --medium blah
schedule dona blah
schedule dona yesterday
reschedule --planned blah
reschedule --by blah
reschedule dona blah
reschedule dona yesterday
cancel --by blah
cancel dona blah
pause --from blah
pause --for blah
pause --for 3w --until fri
pause --until tomorrow --from fri
resume --on blah
check-in --fit blah
check-in --on tomorrow
check-in --trust 7
close --on tomorrow
close --reason "we drifted"
close --by blah
close --said blah
close --next-form blah
close dana --keep --redact
reopen --cadence blah
reopen --for 6m --open
reopen --for blah
new-agreement --cadence "every 6 weeks on thursday"
new-agreement --for 6m --open
new-agreement --for blah
new-agreement --starts blah
new-agreement --until yesterday
new-agreement --minutes blah
new-agreement --medium blah
new-agreement --as blah
new-agreement --template blah
new-agreement --first yesterday
new-agreement Ari --in-confidence
new-agreement --differs blah
new-agreement --handle "Bad Handle"
new-agreement --handle dana-oz
new-agreement Ari --cadence "6 per term" --open
amend --cadence blah
amend --from blah
amend dana --for 6m --open
amend --first yesterday
amend --why " "
candidate Bo --stage blah
candidate Bo --follow-up today
candidate Bo --differs blah
candidate Bo --handle dana-oz
rename --handle "Bad Handle"
review dona --period blah
review dona --window blah
review dona --reflect --period blah
review dona --reflect --decision blah
meetings dona --since blah
meetings dona --period blah
find x --who dona --type blah
export json dona --since blah
nudge snooze dona --for blah
"""


@pytest.mark.parametrize("line", WRONG.strip().splitlines())
def test_what_is_wrong_is_told_before_anything_is_asked(dana: Home, line: str) -> None:
    ran = dana.run(*shlex.split(line), terminal=True)

    assert ran.status in {2, 3}
    assert ran.err.startswith("mentorlog: ")


def test_an_unclear_name_is_asked_about_before_what_is_missing(dana: Home) -> None:
    ran = dana.run("note", "dona", terminal=True, stdin="y\nask about London\n")

    assert ran.status == 0
    assert ran.err.index("Did you mean Dana Öz?") < ran.err.index("bring up?")


def test_what_is_missing_is_asked_for_after_it(dana: Home) -> None:
    ran = dana.run("log-meeting", "--minutes", "1h30", terminal=True, stdin="1\n")

    assert (ran.status, ran.out.splitlines()[0]) == (0, "Logged Sun 22 Nov with Dana Öz, 90 min.")
