"""seal: the keys are made, it is said what they seal, and tried whether they open it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mentorlog import files
from mentorlog.commands.desk import Desk
from mentorlog.commands.result import Result
from mentorlog.domain.relationship import Relationship
from mentorlog.environment import Environment
from mentorlog.errors import DamagedJournal, Missing, Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal import age, places
from mentorlog.journal.homes import refuse_inside
from mentorlog.journal.journal import Journal
from mentorlog.journal.keys import Keys, secrets_in, write_identity
from mentorlog.journal.problems import DamagedFile, Problem
from mentorlog.journal.saving import seal_drafts
from mentorlog.views.confidence import shown_name
from mentorlog.views.sealed import Sealed, SealedPerson

_A_TEST = b"This opens."


@dataclass(frozen=True, slots=True, kw_only=True)
class Init:
    recovery: str | None = None
    recipient: str | None = None
    no_passphrase: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    recovery: str | None = None


def init(desk: Desk, typed: Init) -> Result:
    """The identity and the public keys, once, with a recovery key that opens everything, too."""
    keys = keys_of(desk)
    if keys.can_seal:
        raise Refused(f"The keys are made already: {keys.recipients}", "mentorlog seal status")
    _refuse_open_editors(desk)
    if (typed.recovery is None) == (typed.recipient is None):
        raise UsageError(
            "A second key must open what is sealed, for the day on which the first is lost. "
            "Make one, to be kept elsewhere, or name one that you have.",
            "mentorlog seal init --recovery FILE   or: --recipient age1…",
        )
    for path in (keys.identity, keys.recipients):
        refuse_inside(desk.journal.root, path)
    file = None if typed.recovery is None else Path(typed.recovery).expanduser().absolute()
    public = typed.recipient or ""
    if file is not None:
        refuse_inside(desk.journal.root, file)
        if file.exists():
            raise Refused(f"There is a file already: {file}", "Name one that is not there yet.")
    else:
        _check_public(public)
    if typed.dry_run:
        recovery = None if file is None else str(file)
        return Result(view=replace(_seen(desk, "init"), recovery=recovery, dry_run=True))
    passphrase = _new_passphrase(desk.environment, keys, typed)
    if file is not None:
        secret, public = age.new_identity()
        write_identity(file, secret, public)
    keys.make(passphrase, public, written_to=file)
    seal_drafts(desk.journal, "seal init")
    return Result(view=_seen(desk, "init"))


def status(desk: Desk, typed: Status) -> Result:  # noqa: ARG001 - it takes nothing
    """Where the keys are, and what is sealed."""
    people = (_person(desk, one) for one in desk.contents.relationships)
    return Result(view=_seen(desk, "status", people=tuple(people)), problems=desk.contents.problems)


def prove(desk: Desk, typed: Proof) -> Result:
    """Whether a new block, and every one in the journal, opens with both keys."""
    keys = keys_of(desk)
    recovery = _recovery_secrets(keys, typed)
    new = keys.seal(_A_TEST)
    _must_open(keys.open(new), "identity")
    opened, problems = _opened(desk.journal, keys.secrets)
    by_recovery = None
    if recovery is not None:
        try:
            _must_open(age.opened(new, recovery), "recovery key")
        except age.CannotOpen:
            raise Refused("That is not the recovery key: it does not open a new block.") from None
        by_recovery, more = _opened(desk.journal, recovery)
        problems |= more
    view = _seen(desk, "test", opened=opened, by_recovery=by_recovery)
    return Result(view=view, problems=tuple(sorted(problems, key=lambda one: one.file)))


def keys_of(desk: Desk) -> Keys:
    """Where there are any to be. Raises Refused."""
    keys = desk.journal.keys
    if keys is None:
        raise Refused("There is no place for keys.")
    return keys


def _refuse_open_editors(desk: Desk) -> None:
    """Raises Refused if an editor's copy is on the disk, from before there were keys."""
    for draft in desk.journal.drafts.waiting():
        if draft.is_in_editor:
            raise Refused(
                f"An editor's copy of a draft is in plain text: {draft.folder}",
                f"Finish it first:  mentorlog {draft.command} --resume {draft.id}",
            )


def _must_open(data: bytes, key: str) -> None:
    if data != _A_TEST:
        raise DamagedJournal(f"The {key} opened something else than was sealed.")


def _opened(journal: Journal, secrets: tuple[str, ...]) -> tuple[int, set[Problem]]:
    """How many blocks of the journal open, and those that don't."""
    from mentorlog.journal.sealing import original

    count, problems = 0, set[Problem]()
    for path, data in places.sealed_files(journal.root):
        try:
            original(path, data, lambda block: age.opened(block, secrets))
            count += 1
        except DamagedFile as damage:
            problems.add(damage.problem)
    return count, problems


def _recovery_secrets(keys: Keys, typed: Proof) -> tuple[str, ...] | None:
    """Those of the file named, else of the one that was written, if it is still there."""
    if typed.recovery is not None:
        return secrets_in(Path(typed.recovery).expanduser())
    file = keys.recovery_file
    try:
        return secrets_in(file) if file else None
    except Missing:
        return None


def _check_public(key: str) -> None:
    try:
        age.check_public(key)
    except ValueError:
        raise UsageError(
            "--recipient takes the public key of an age identity: age1…", "age-keygen makes one."
        ) from None


def _new_passphrase(environment: Environment, keys: Keys, typed: Init) -> str | None:
    """None where there is to be none. Raises UsageError where it can't be asked for."""
    if typed.no_passphrase or keys.identity.exists():
        return None
    if not environment.terminal:
        raise UsageError(
            "A passphrase protects the identity, and it is asked for on a terminal only.",
            "Call it there, or leave the identity unprotected:  --no-passphrase",
        )
    from mentorlog.terminal.prompts import Prompt

    prompt = Prompt(environment.stdin, environment.stderr)
    prompt.say("A passphrase protects the key that opens what you seal. Some words are best.")
    first = prompt.secret("Passphrase")
    if not first:
        raise UsageError("An empty passphrase protects nothing.", "Or say:  --no-passphrase")
    if prompt.secret("Once more") != first:
        raise UsageError("The two were not the same. Nothing was made.", "Try again.")
    return first


def _person(desk: Desk, relationship: Relationship) -> SealedPerson:
    root = desk.journal.root
    sealed = [places.is_sealed(root, path) for path in _paths(desk, relationship)]
    return SealedPerson(
        handle=relationship.handle,
        name=shown_name(relationship, reveal=desk.reveal),
        comes=places.is_sealed(root, desk.journal.file_of(relationship)),
        sealed=sealed.count(True),
        plain=sealed.count(False),
    )


def _paths(desk: Desk, relationship: Relationship) -> Iterator[str]:
    """The files of its entries, but for plans that hold no word."""
    for one in relationship.entries:
        for path in desk.journal.files_of(one.id)[:1]:
            if not places.is_bare_plan(desk.journal.root, path):
                yield path


def _seen(
    desk: Desk,
    action: str,
    *,
    people: tuple[SealedPerson, ...] = (),
    opened: int | None = None,
    by_recovery: int | None = None,
) -> Sealed:
    keys = keys_of(desk)
    recovery = keys.recovery_file
    return Sealed(
        action=action,
        as_of=desk.today,
        identity=str(keys.identity),
        protected=keys.is_protected,
        recovery=None if recovery is None else str(recovery),
        recovery_here=recovery is not None and _is_there(recovery),
        can_seal=keys.can_seal,
        people=people,
        opened=opened,
        opened_by_recovery=by_recovery,
    )


def _is_there(path: Path) -> bool:
    """Whether the file is there and can be reached; a drive that was unplugged is not."""
    try:
        files.read(path)
    except (Missing, OSError):
        return False
    return True
