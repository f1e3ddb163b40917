"""The machine as the schedulers need to know it, from the environment."""

from __future__ import annotations

from pathlib import Path

from mentorlog.environment import Environment
from mentorlog.reminders.schedulers.scheduler import Host


def host(environment: Environment) -> Host:
    variables = environment.variables
    home = variables.get("HOME") or variables.get("USERPROFILE") or "~"
    return Host(
        platform=environment.platform,
        variables=variables,
        home=Path(home).expanduser(),
        account=environment.account,
        state=environment.state_folder,
        today=environment.today,
    )


def home_of(account: int) -> Path | None:
    """The account's own home, whatever HOME says: a scheduler starts from that."""
    try:
        import pwd
    except ImportError:  # pragma: no cover - Windows: it is where the variables say
        return Path.home()
    try:
        return Path(pwd.getpwuid(account).pw_dir)
    except KeyError:
        return None
