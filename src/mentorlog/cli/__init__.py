"""The command line, and the names of its commands. Only `program` and what starts it know Typer.

A new command needs a module in `commands`, and its name in a panel of --help.
"""

from __future__ import annotations

PANELS = {
    "Meet": ("log-meeting", "prep", "note", "gave", "received", "ask", "todo", "done"),
    "Agree": (
        *("new-agreement", "amend", "schedule", "reschedule", "cancel", "pause", "resume"),
        *("check-in", "close", "reopen", "thanks", "update", "reconnect"),
        *("compare-expectations", "candidate"),
    ),
    "Look": ("review", "meetings", "show", "find", "people"),
    "Mend": ("edit", "move", "rename", "remove", "undo", "erase", "drafts"),
    "Set up": (
        "doctor",
        "config",
        "demo",
        "help",
        "schema",
        "export",
        "import",
        "nudge",
        "sync",
        "seal",
    ),
}
BELOW: dict[str, tuple[str, ...]] = {
    "nudge": ("install", "uninstall", "status", "test", "snooze"),
    "seal": ("init", "on", "off", "entry", "status", "test"),
    "sync": ("init",),
}  # subcommands
