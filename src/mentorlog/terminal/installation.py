"""What `nudge install` and `uninstall` do, in words and word for word; then how it went."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal.layout import filled, hanging, line
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import verbatim
from mentorlog.terminal.trial import proof
from mentorlog.terminal.wording import command
from mentorlog.views.installation import Installation

SCHEDULER = {
    "cron": "cron",
    "systemd": "systemd, in your session,",
    "launchd": "launchd",
    "schtasks": "the Task Scheduler",
}
CHANNEL = {
    "stdout": "as mail from cron, which mails what is printed",
    "desktop": "on your desktop",
    "banner": "in a file that your shell prints when it starts",
    "command": "through your own command",
}
_CAUTION = {
    "scheduler_missing": "This scheduler can't be used on this machine, so it can't be installed.",
    "mailto_empty": 'Your crontab says MAILTO="" before our lines: cron will mail nothing. '
    "Choose another channel, as in --channel banner.",
    "no_mail": "Nothing here mails what is printed, so it may reach nobody. "
    "Choose another channel, as in --channel banner.",
    "no_desktop": "There is no desktop session here, or no notify-send, so it may reach "
    "nobody; then it waits in a file that your shell can print.",
    "no_command": "The program in nudge.command is not found. Name its whole path.",
    "temporary_folder": "mentorlog itself lies in a temporary folder. Once that is cleaned up, "
    "no nudge will come.",
}


def installation(view: Installation, look: Look) -> Iterator[Text]:
    """The result; the exact texts, too, unless they were shown before."""
    if view.action == "uninstall":
        yield from _uninstallation(view, look)
        return
    if not view.changed:
        yield line("Already installed; nothing changed.  ", _step("nudge", "status"))
        yield from _cautions(view, look)
        return
    if not view.shown:
        yield from foreseen(view, look)
        yield line()
    if view.dry_run:
        yield line("Nothing was changed: this was only a look.")
        return
    yield line("Installed.")
    if view.backup:
        yield line(f"Your crontab as it was: {_shown(view.backup, look)}")
    if view.trial:
        yield from proof(view.trial, look)
    if view.channel == "banner" and view.banner:
        yield from hooks(view.banner, look)
    yield line("Stop it:  ", _step("nudge", "uninstall"))


def foreseen(view: Installation, look: Look) -> Iterator[Text]:
    """What would be done, before it is agreed to."""
    if view.action == "uninstall":
        yield from filled(f"This is taken away from {_names(view)}: what install wrote.", look)
        return
    first, last = view.hours or ("", "")
    runs = f"from {first} to {last}" if first != last else f"at {first}"
    said = (
        f"{SCHEDULER[view.scheduler or 'cron']} will run mentorlog every hour {runs}. It speaks "
        f"at most once a day ({view.window}), and only if there is something new: "
        f"{CHANNEL[view.channel or 'stdout']}."
    )
    yield from filled(said[:1].upper() + said[1:], look)
    for piece in view.pieces:
        yield line()
        yield line(f"In {_shown(piece.place, look)}:")
        for text in piece.text.splitlines():
            yield line("  ", (_shown(text, look), Style.STRONG))
    if view.settings:
        yield line()
        yield line(f"In {_shown(view.config_file or '', look)}:")
        for key, value in view.settings:
            yield line("  ", (f"{key} = {_shown(value, look)}", Style.STRONG))
    if view.removed:
        yield line()
        yield from filled(f"It is taken away from {_names(view)}, which ran it so far.", look)
    yield from _cautions(view, look)


def hooks(path: str, look: Look) -> Iterator[Text]:
    """The line that each shell needs, to be added by hand: it is their file, not ours."""
    yield line("To see it when a shell starts, add one line yourself:")
    shown = command(path).partition(" ")[2]
    bash, fish = f"[ -s {shown} ] && cat {shown}", f"test -s {shown}; and cat {shown}"
    for file, text in (
        ("~/.bashrc", bash),
        ("~/.zshrc", bash),
        ("~/.config/fish/config.fish", fish),
    ):
        yield line(f"  {file}")
        yield line("    ", (_shown(text, look), Style.COMMAND))


def _uninstallation(view: Installation, look: Look) -> Iterator[Text]:
    if not view.changed:
        yield line("No nudges are installed; nothing changed.")
    elif view.dry_run:
        yield from foreseen(view, look)
        yield line("Nothing was changed: this was only a look.")
    else:
        yield from filled(f"No more nudges: taken away from {_names(view)}.", look)
        yield line(f"The settings stay: {_shown(view.config_file or '', look)}")
        if view.channel == "banner":
            said = "If you added a line to your shell's start file, it does nothing any more."
            yield from filled(said, look)


def _cautions(view: Installation, look: Look) -> Iterator[Text]:
    for caution in view.cautions:
        yield line()
        yield from hanging((("!", Style.CALLS),), _CAUTION[caution], look, column=2)


def _names(view: Installation) -> str:
    return " and ".join(SCHEDULER[name].rstrip(",") for name in view.removed)


def _step(*words: str) -> tuple[str, Style]:
    return command(*words), Style.COMMAND


def _shown(text: str, look: Look) -> str:
    return verbatim(text, ascii_only=look.ascii_only)
