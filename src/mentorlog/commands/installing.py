"""nudge install and uninstall: a job that runs every hour, set up so that it reaches the user.

Joins the choice of scheduler and channel, the configuration, the question and the proof. Whatever
the environment decides now and a scheduler will not know is pinned in config.toml.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from mentorlog.commands import config_file, reminding
from mentorlog.commands.config_file import Value
from mentorlog.commands.result import Result
from mentorlog.commands.trying import trial
from mentorlog.environment import Environment
from mentorlog.errors import Interrupted, MentorlogError, Refused, StorageFailed, UsageError
from mentorlog.frozen import dataclass
from mentorlog.reminders import channels, heartbeat, schedulers
from mentorlog.reminders import window as windows
from mentorlog.reminders.channels import Caution, Reach
from mentorlog.reminders.host import Host
from mentorlog.reminders.schedulers import Plan, Scheduler
from mentorlog.reminders.window import Window
from mentorlog.views.installation import Installation


@dataclass(frozen=True, slots=True, kw_only=True)
class Install:
    scheduler: str = schedulers.AUTO
    channel: str | None = None
    hours: str | None = None
    dry_run: bool = False
    yes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Uninstall:
    dry_run: bool = False
    yes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """`others`: the schedulers that run our job now, and shall not any more."""

    scheduler: Scheduler
    plan: Plan
    channel: str
    reach: Reach
    settings: Mapping[str, Value]
    others: tuple[Scheduler, ...]
    is_installed: bool


def install(environment: Environment, typed: Install) -> Result:
    """Show what would be written, ask once, write it, and try it out."""
    machine = reminding.host(environment)
    wanted = _wanted(environment, machine, typed)
    view = _foreseen(environment, machine, wanted, dry_run=typed.dry_run)
    if typed.dry_run or not view.changed:
        return Result(view=view)
    if not wanted.scheduler.is_here():
        raise Refused(
            f"{wanted.scheduler.name} can't be used here. Nothing was changed.",
            "Let mentorlog choose:  mentorlog nudge install",
        )
    _agreed(environment, view, "Install it?", yes=typed.yes)
    backup = _carried_out(environment, wanted)
    tried = trial(environment, wanted.scheduler, wanted.channel)
    return Result(
        view=replace(
            view,
            shown=not typed.yes,
            backup=None if backup is None else str(backup),
            trial=tried,
        )
    )


def uninstall(environment: Environment, typed: Uninstall) -> Result:
    """Take away exactly what install wrote into a scheduler; the settings and journal stay."""
    machine = reminding.host(environment)
    ours = schedulers.ours(machine)
    view = Installation(
        action="uninstall",
        as_of=environment.today,
        dry_run=typed.dry_run,
        changed=bool(ours),
        removed=tuple(scheduler.name for scheduler in ours),
        channel=environment.settings.channel,
        config_file=machine.config_file,
    )
    if ours and not typed.dry_run:
        _agreed(environment, view, "Uninstall it?", yes=typed.yes)
        for scheduler in ours:
            scheduler.uninstall()
    if not typed.dry_run:  # also the pulse of what was run by hand, or by a line of the user's own
        _forget(environment)
    return Result(view=view)


def _wanted(environment: Environment, machine: Host, typed: Install) -> _Wanted:
    where = "--channel" if typed.channel else f"{environment.config_file}: nudge.channel"
    asked_for = typed.channel or environment.settings.channel
    channels.kind(asked_for, where)  # raises what is wrong with it
    scheduler = schedulers.chosen(machine, typed.scheduler)
    found = {one.name: (one, plan) for one, plan in schedulers.installed(machine)}
    channel, reach = channels.chosen(environment, scheduler, asked_for)
    window_text, window = _window(environment, typed.hours)
    start = schedulers.executable(environment.program, environment.variables)
    before = next((plan for _, plan in found.values()), None)
    line = (*start, "--config", machine.config_file, "nudge", "--scheduled")
    plan = schedulers.hourly(
        schedulers.with_variables(reach.variables, line),
        window,
        minute=before.minute if before else schedulers.a_minute(machine.config_file),
    )
    return _Wanted(
        scheduler=scheduler,
        plan=plan,
        channel=channel,
        reach=reach,
        settings=_settings(environment, channel, window_text),
        others=tuple(one for name, (one, _) in found.items() if name != scheduler.name),
        is_installed=found.get(scheduler.name, (None, None))[1] == plan,
    )


def _window(environment: Environment, hours: str | None) -> tuple[str, Window]:
    """The window with these hours, and the days it has already. Raises UsageError."""
    if hours is None:
        return environment.settings.window, reminding.window(environment)
    days = re.sub(r"[\d:]+ *- *[\d:]+ *$", "", environment.settings.window).strip()
    text = f"{days} {hours}".strip()
    try:
        return text, windows.read(text)
    except ValueError:
        raise UsageError("--hours takes a first and a last hour, as in 9-18.") from None


def _settings(environment: Environment, channel: str, window: str) -> Mapping[str, Value]:
    """What config.toml doesn't say yet: the folders, and what was chosen."""
    said, account = environment.settings, environment.account
    wanted: dict[str, Value] = {}
    for key, text, folder in (
        ("journal", said.journal, environment.journal_folder),
        ("state", said.state, environment.state_folder),
    ):
        if text is None or _anywhere(text, account) != folder:
            wanted[key] = str(folder)
    if said.channel != channel:
        wanted["nudge.channel"] = channel
    if said.window != window:
        wanted["nudge.window"] = window
    return wanted


def _anywhere(text: str, account: int) -> Path | None:
    """The folder that a scheduler finds by this text; None if that depends on where it is."""
    home = _home_of(account)
    if text.startswith(("~/", "~\\")) and home is not None:
        return home / text[2:]
    return Path(text) if Path(text).is_absolute() else None


def _home_of(account: int) -> Path | None:
    """The account's own home, whatever HOME says: a scheduler starts from that."""
    try:
        import pwd
    except ImportError:  # pragma: no cover - Windows: it is where the variables say
        return Path.home()
    try:
        return Path(pwd.getpwuid(account).pw_dir)
    except KeyError:
        return None


def _foreseen(
    environment: Environment, machine: Host, wanted: _Wanted, *, dry_run: bool
) -> Installation:
    plan = wanted.plan
    settings = wanted.settings
    banner = reminding.banner(environment)
    pieces = wanted.scheduler.pieces(plan)  # raises what makes it impossible
    return Installation(
        action="install",
        as_of=environment.today,
        dry_run=dry_run,
        changed=bool(settings or wanted.others) or not wanted.is_installed,
        scheduler=wanted.scheduler.name,
        channel=wanted.channel,
        window=str(settings.get("nudge.window", environment.settings.window)),
        hours=(f"{plan.first}:{plan.minute:02}", f"{plan.last}:{plan.minute:02}"),
        pieces=pieces,
        config_file=machine.config_file,
        settings=tuple((key, config_file.written(value)) for key, value in settings.items()),
        removed=tuple(other.name for other in wanted.others),
        cautions=tuple(_cautions(wanted)),
        banner=str(banner.path),
    )


def _cautions(wanted: _Wanted) -> Iterator[Caution]:
    if not wanted.scheduler.is_here():
        yield Caution.NOT_HERE
    if wanted.reach.caution is not None:
        yield wanted.reach.caution
    if schedulers.is_temporary(wanted.plan.program):
        yield Caution.TEMPORARY


def _agreed(environment: Environment, view: Installation, question: str, *, yes: bool) -> None:
    """Show it and ask. Raises UsageError where nobody can answer, Interrupted for a no."""
    if yes:
        return
    if not environment.terminal:
        raise UsageError(
            "There is no terminal to ask on, so nothing was changed.",
            f"Look first:  mentorlog nudge {view.action} --dry-run\n"
            f"Then do it:  mentorlog nudge {view.action} --yes",
        )
    from mentorlog.terminal.installation import foreseen
    from mentorlog.terminal.look import Look
    from mentorlog.terminal.prompts import Prompt

    prompt = Prompt(environment.stdin, environment.stderr)
    for line in foreseen(view, Look()):
        prompt.say(line.plain)
    if not prompt.agrees(question):
        raise Interrupted("Nothing was changed.")


def _carried_out(environment: Environment, wanted: _Wanted) -> Path | None:
    """The configuration first, as the job needs it; without the job it is as it was."""
    before = config_file.save(environment.config_file, wanted.settings)
    backup = None
    try:
        if not wanted.is_installed:
            backup = wanted.scheduler.install(wanted.plan)
    except MentorlogError:
        if wanted.settings:
            config_file.put_back(environment.config_file, before)
        raise
    for other in wanted.others:
        other.uninstall()
    return backup


def _forget(environment: Environment) -> None:
    """The pulse and the banner of a job that no longer runs would tell tales for ever."""
    journal = reminding.journal_of(environment)
    with contextlib.suppress(StorageFailed):
        reminding.banner(environment).clear()
        heartbeat.forget(journal.state_folder)
