"""Set up an hourly job for nudges; it shows exactly what it writes, and asks first.

Example: mentorlog nudge install --dry-run
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from mentorlog.arguments import DRY_RUN, YES, Writer, option
from mentorlog.commands import Alone, Result, configuration, nudging
from mentorlog.commands.configuration import TomlValue
from mentorlog.commands.nudge.installation import Installation, agreed, others, run_trial
from mentorlog.environment import Environment
from mentorlog.errors import MentorlogError, Refused, UsageError
from mentorlog.frozen import dataclass, replace
from mentorlog.reminders import Window, channels, schedulers, window_of
from mentorlog.reminders.channels import Caution, Reach
from mentorlog.reminders.schedulers import Plan, Scheduler
from mentorlog.terminal.wording import either

# What environment variables decide now is written to config.toml: a scheduler doesn't have them.


@dataclass(frozen=True, slots=True, kw_only=True)
class Install(Writer):
    unused = ("visibility", "resume")

    scheduler: str = option(
        "--scheduler NAME",
        f"{either(schedulers.names())}.",
        default=schedulers.AUTO,
        choices=tuple(schedulers.names()),
    )
    channel: str | None = option(
        "--channel NAME", f"{either(channels.CHANNELS)}.", choices=tuple(channels.CHANNELS)
    )
    hours: str | None = option("--hours 9-18", "The hours when nudges may come.")
    dry_run: bool = DRY_RUN
    yes: bool = YES


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What to install. `others`: schedulers that run our job now and are to stop."""

    scheduler: Scheduler
    plan: Plan
    channel: str
    reach: Reach
    settings: Mapping[str, TomlValue]
    others: tuple[Scheduler, ...]
    is_installed: bool


def install(environment: Environment, typed: Install) -> Result:
    """Show what would be written, ask once, write it, and try it out."""
    wanted = _wanted(environment, typed)
    view = _foreseen(environment, wanted, dry_run=typed.dry_run)
    if typed.dry_run or not view.changed:
        return Result(view=view)
    if not wanted.scheduler.is_here():
        raise Refused(
            f"{wanted.scheduler.name} can't be used here. Nothing changed.",
            "Let mentorlog choose:  mentorlog nudge install",
        )
    agreed(environment, view, "Install it?", yes=typed.yes)
    backup = _carried_out(environment, wanted)
    return Result(
        view=replace(
            view,
            shown=not typed.yes,
            backup=None if backup is None else str(backup),
            trial=run_trial(environment, wanted.scheduler, wanted.channel),
        )
    )


def _wanted(environment: Environment, typed: Install) -> _Wanted:
    where = "--channel" if typed.channel else f"{environment.config_file}: nudge.channel"
    asked_for = typed.channel or environment.settings.channel
    channels.kind(asked_for, where)  # raises if it is wrong
    scheduler = schedulers.chosen(environment, typed.scheduler)
    installed = {other.name: (other, plan) for other, plan in schedulers.installed(environment)}
    channel, reach = channels.chosen(environment, scheduler, asked_for)
    window_text, window = _window(environment, typed.hours)
    start = schedulers.executable(environment.program, environment.variables)
    before = next((plan for _, plan in installed.values()), None)
    line = (*start, "--config", str(environment.config_file), "nudge", "--scheduled")
    plan = schedulers.hourly(
        schedulers.with_variables(reach.variables, line),
        window,
        minute=before.minute if before else schedulers.a_minute(str(environment.config_file)),
    )
    return _Wanted(
        scheduler=scheduler,
        plan=plan,
        channel=channel,
        reach=reach,
        settings=_settings(environment, channel, window_text),
        others=tuple(other for name, (other, _) in installed.items() if name != scheduler.name),
        is_installed=installed.get(scheduler.name, (None, None))[1] == plan,
    )


def _window(environment: Environment, hours: str | None) -> tuple[str, Window]:
    """The window with these hours, and its configured days. Raises UsageError."""
    if hours is None:
        return environment.settings.window, nudging.window(environment)
    days = re.sub(r"[\d:]+ *- *[\d:]+ *$", "", environment.settings.window).strip()
    text = f"{days} {hours}".strip()
    try:
        return text, window_of(text)
    except ValueError:
        raise UsageError("--hours takes a first and a last hour, as in 9-18.") from None


def _settings(environment: Environment, channel: str, window: str) -> Mapping[str, TomlValue]:
    """Settings that config.toml lacks: the folders, and what was chosen."""
    settings, account = environment.settings, environment.account
    wanted: dict[str, TomlValue] = {}
    for key, text, folder in (
        ("journal", settings.journal, environment.journal_folder),
        ("state", settings.state, environment.state_folder),
    ):
        if text is None or _anywhere(text, account) != folder:
            wanted[key] = str(folder)
    if settings.channel != channel:
        wanted["nudge.channel"] = channel
    if settings.window != window:
        wanted["nudge.window"] = window
    return wanted


def _anywhere(text: str, account: int) -> Path | None:
    """The absolute folder that a text means; None if that depends on the working folder."""
    home = _home_of(account)
    if text.startswith(("~/", "~\\")) and home is not None:
        return home / text[2:]
    return Path(text) if Path(text).is_absolute() else None


def _home_of(account: int) -> Path | None:
    """The account's home in the password database, not HOME: a scheduler starts there."""
    try:
        import pwd
    except ImportError:  # pragma: no cover - Windows has no password database
        return Path.home()
    try:
        return Path(pwd.getpwuid(account).pw_dir)
    except KeyError:
        return None


def _foreseen(environment: Environment, wanted: _Wanted, *, dry_run: bool) -> Installation:
    plan = wanted.plan
    settings = wanted.settings
    banner = nudging.banner(environment)
    pieces = wanted.scheduler.pieces(plan)  # raises if it is impossible
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
        config_file=str(environment.config_file),
        settings=tuple((key, configuration.toml_value(value)) for key, value in settings.items()),
        removed=tuple(other.name for other in wanted.others),
        others=others(environment),
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


def _carried_out(environment: Environment, wanted: _Wanted) -> Path | None:
    """Write the configuration, then the job that needs it; without the job, restore it."""
    before = configuration.save(environment.config_file, wanted.settings)
    backup = None
    try:
        if not wanted.is_installed:
            backup = wanted.scheduler.install(wanted.plan)
    except MentorlogError:
        if wanted.settings:
            configuration.put_back(environment.config_file, before)
        raise
    for other in wanted.others:
        other.uninstall()
    return backup


COMMAND = Alone(Install, install)
