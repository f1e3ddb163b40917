"""Create the keys: one to read with, and a spare in case it's lost.

Sealing hides what you write, and nothing else: not who you meet, when and for how
long, not what is due when, and not earlier copies.

Example: mentorlog seal init --recovery /media/usb/mentorlog-recovery.txt
"""

from __future__ import annotations

from pathlib import Path

from mentorlog.arguments import DRY_RUN, YES, Writer, option
from mentorlog.commands import Reading, Result
from mentorlog.commands.desk import Desk, prompt_of
from mentorlog.commands.seal import keys_of, seen
from mentorlog.environment import Environment
from mentorlog.errors import Interrupted, Refused, UsageError
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.homes import refuse_inside
from mentorlog.journal.keys import Keys, check_public, new_identity, write_identity
from mentorlog.journal.saving import seal_drafts
from mentorlog.journal.sealed import sealed_files
from mentorlog.terminal.safe import CONTROL


@dataclass(frozen=True, slots=True, kw_only=True)
class Init(Writer):
    unused = ("visibility", "resume")
    recovery: str | None = option(
        "--recovery FILE", "Write a second key to FILE, to be kept elsewhere."
    )
    recipient: str | None = option("--recipient age1…", "Or the public half of a key you have.")
    no_passphrase: bool = option("--no-passphrase", "Use no passphrase for the first key.")
    yes: bool = YES
    dry_run: bool = DRY_RUN


def init(desk: Desk, typed: Init) -> Result:
    """Make the identity and the public keys, once, with a recovery key that opens all as well."""
    keys = keys_of(desk)
    if keys.can_seal:
        raise Refused(f"There are already keys: {keys.recipients}", "mentorlog seal status")
    _refuse_open_editors(desk)
    _check_no_other_keys(desk, keys, typed)
    if typed.recovery is None and typed.recipient is None and desk.asks:
        typed = replace(typed, recovery=_recovery(desk))
    if (typed.recovery is None) == (typed.recipient is None):
        raise UsageError(
            "You need a second key, in case the first is lost. "
            "Make one and keep it elsewhere, or name one you have.",
            "mentorlog seal init --recovery FILE   or: --recipient age1…",
        )
    for path in (keys.identity, keys.recipients):
        refuse_inside(desk.journal.root, path)
    file = None if typed.recovery is None else Path(typed.recovery).expanduser().absolute()
    public = typed.recipient or ""
    if file is not None:
        refuse_inside(desk.journal.root, file)
        if file.exists():
            raise Refused(f"There's already a file: {file}", "Choose another name.")
    else:
        _check_public(public)
    if typed.dry_run:
        recovery = None if file is None else str(file)
        return Result(view=replace(seen(desk, "init"), recovery=recovery, dry_run=True))
    passphrase = _new_passphrase(desk.environment, keys, typed)
    if file is not None:
        secret, public = new_identity()
        write_identity(file, secret, public)
    keys.make(passphrase, public, written_to=file)
    seal_drafts(desk.journal, "seal init")
    return Result(view=seen(desk, "init"))


def _recovery(desk: Desk) -> str | None:
    """Where to put the second key, as answered; None for no answer."""
    from mentorlog.terminal.prompts import Question, a_name

    prompt = prompt_of(desk.environment)
    prompt.say("You need a second key, in case the first is lost. Keep it elsewhere.")
    return prompt.ask(Question(text="File for it?", files=True), a_name) or None


def _check_no_other_keys(desk: Desk, keys: Keys, typed: Init) -> None:
    """Raises Refused, or Interrupted, where new keys wouldn't open what is sealed already."""
    if typed.yes or keys.identity.exists() or not any(sealed_files(desk.journal.root)):
        return
    what = "What is sealed in this journal was sealed with other keys."
    bring = f"Copy their identity.txt and recipients.txt to {keys.identity.parent}"
    if not desk.asks:
        lost = "If they're lost for good:  mentorlog seal init --recovery FILE --yes"
        raise Refused(what, f"{bring}\n{lost}")
    prompt = prompt_of(desk.environment)
    prompt.say(f"{what} New ones can't open it. {bring}, unless they're lost.")
    if not prompt.agrees("Make new keys anyway?", usually=False):
        raise Interrupted("No keys were made.")


def _refuse_open_editors(desk: Desk) -> None:
    """Raises Refused if an editor's copy is on the disk, from before there were keys."""
    for draft in desk.journal.drafts.unsaved():
        if draft.is_in_editor:
            raise Refused(
                f"A draft is open in an editor as plain text: {draft.folder}",
                f"Finish it first:  mentorlog {draft.command} --resume {draft.id}",
            )


def _check_public(key: str) -> None:
    try:
        check_public(key)
    except ValueError:
        raise UsageError(
            "--recipient takes the public key of an age identity: age1…", "age-keygen makes one."
        ) from None


def _new_passphrase(environment: Environment, keys: Keys, typed: Init) -> str | None:
    """The passphrase, None to use none. Raises UsageError if it can't be asked for."""
    if typed.no_passphrase or keys.identity.exists():
        return None
    if not environment.terminal:
        raise UsageError(
            "mentorlog can ask for a passphrase only in a terminal.",
            "Run it there, or use no passphrase:  --no-passphrase",
        )
    prompt = prompt_of(environment)
    prompt.say("A passphrase protects your key. A few words work best.")
    while CONTROL.search(first := prompt.secret("Passphrase")):
        prompt.say("    That has a control character, such as of an arrow key. Type it again.")
    if not first:
        raise UsageError("An empty passphrase protects nothing.", "Or use:  --no-passphrase")
    if prompt.secret("Again") != first:
        raise UsageError("The two don't match. Nothing was written.", "Try again.")
    return first


COMMAND = Reading(Init, init, tells_damage=False)
