"""Nothing but `sync` touches the network, nor starts a program that might."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

COMMANDS = """
new-agreement|Dana Öz|--cadence|monthly
log-meeting|dana|notes|--action|me: call by fri|--gave|time
schedule|dana|+2w 15:00
note|dana|ask about it
gave|dana|a hint
received|dana|advice|--type|advice
ask|dana
check-in|dana|--trust|4
pause|dana|--until|+3w
resume|dana

review
review|dana
review|--period|2026
show|dana
prep|dana
todo
thanks|dana
update|dana
reconnect|dana
update|dana|--sent
compare-expectations|dana
people
candidate|Lou Park|--stage|noticed
nudge
nudge|--scheduled
nudge|status
nudge|install|--dry-run
doctor
config
demo
export|md
export|json
export|html
export|ics
export|csv
export|dossier|--period|year
export|dossier|--period|year|--format|html
config|me.name|Kim
export|pair|dana
export|agreement|dana
help|agents
meetings
seal|init|--recovery|RECOVERY|--no-passphrase
seal|on|dana
seal|test
show|dana|--reveal
seal|off|dana
rename|dana|Dana Lee
undo
close|dana
erase|dana|--yes
"""

PROGRAM = """
import sys
from mentorlog.__main__ import run

seen, now = [], ""

def watch(event, found):
    if event.startswith("socket.") or event in ("subprocess.Popen", "os.system", "os.exec"):
        seen.append(f"{now}: {event}")

sys.addaudithook(watch)
for line in sys.argv[1].strip("\\n").split("\\n"):
    now = line
    status = run([word for word in line.split("|") if word])
    if status not in (0, 3, 4):
        seen.append(f"{line}: exit {status}")
for one in seen:
    print("!" + one, file=sys.stderr)
"""


def test_no_command_but_sync_touches_the_network(tmp_path: Path) -> None:
    commands = COMMANDS.replace("RECOVERY", str(tmp_path / "recovery.txt"))
    home = tmp_path / "home"
    home.mkdir()

    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, commands],
        env={"HOME": str(home), "PATH": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    told = [line.removeprefix("!") for line in ran.stderr.splitlines() if line.startswith("!")]
    schedulers_asked = {
        f"nudge|{verb}: subprocess.Popen" for verb in ("status", "install|--dry-run")
    }
    assert [line for line in told if line not in schedulers_asked] == []
