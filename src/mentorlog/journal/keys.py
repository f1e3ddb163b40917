"""The keys of this machine: public ones to seal with, a secret one to open.

The public keys (this machine's and a recovery key) are in `recipients.txt`. The secret one is an
age identity file beside it, protected by a passphrase that is asked for once. Only this module uses
pyrage, an optional package; the standard `age` program opens what is sealed here. It knows files
and keys, not journals.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType

from mentorlog import files
from mentorlog.errors import NoKeys, NotInstalled, Refused, StorageFailed, Unconfirmed
from mentorlog.journal.names import echoed

SECRET = "AGE-SECRET-KEY-1"  # how a line with an identity begins  # noqa: S105
BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----"
_MADE_BY = "# Public keys, which can only seal. Secret ones open what they sealed."


class CannotOpen(Exception):
    """Why a block can't be decrypted; never quotes its words."""


class WrongPassphrase(Exception):
    """The passphrase is wrong."""


class Keys:
    """The key files, which may not exist, and how to ask for the passphrase.

    `memory`: a RAM disk's folder, if there is one.
    """

    def __init__(
        self,
        identity: Path,
        recipients: Path,
        passphrase: Callable[[], str],
        memory: Path | None = None,
    ) -> None:
        self.memory = memory
        self.identity = identity
        self.recipients = recipients
        self._passphrase = passphrase

    @property
    def can_seal(self) -> bool:
        """Whether sealing was set up on this machine."""
        return self.recipients.exists()

    @property
    def is_protected(self) -> bool | None:
        """Whether the identity has a passphrase; None without an identity."""
        data = files.read_if_there(self.identity.resolve())
        return None if data is None else not _secrets(data)

    @property
    def recovery_file(self) -> Path | None:
        """Where the recovery key was written when it was made."""
        lines = [line for line in self._lines if line.startswith(_RECOVERY)]
        return Path(lines[0].removeprefix(_RECOVERY)) if lines else None

    @cached_property
    def public(self) -> tuple[str, ...]:
        """The public keys, the recovery key last. Raises Refused if there are none."""
        keys = tuple(line for line in self._lines if line and not line.startswith("#"))
        try:
            for key in keys:
                check_public(key)
        except ValueError:
            raise Refused(
                f"{self.recipients} has something in it that isn't a public age key.",
                "Restore it from another machine or a backup.",
            ) from None
        if len(keys) < 2:  # noqa: PLR2004 - one to read with, one in case it is lost
            raise NoKeys(
                "This machine has no keys, so nothing can be sealed here.",
                "Copy identity.txt and recipients.txt from the machine that has them to "
                f"{self.recipients.parent}",
            )
        return keys

    def check(self) -> None:
        """Raises NoKeys if nothing can be sealed."""
        sealed(b"", self.public)

    def seal(self, data: bytes) -> str:
        """A block that the identity or the recovery key opens. Raises Refused without keys."""
        return sealed(data, self.public)

    def open(self, block: str) -> bytes:
        """The bytes in a block. Asks for the passphrase the first time.

        Raises CannotOpen; Refused without an identity or for a wrong passphrase.
        """
        return opened(block, self.secrets)

    @cached_property
    def secrets(self) -> tuple[str, ...]:
        """The secret keys in the identity file. Raises as `open` does."""
        data = files.read_if_there(self.identity.resolve())
        if data is None:
            raise Refused(
                f"This is sealed, and the key that opens it isn't here: {self.identity}",
                "Copy it there, or use another:  MENTORLOG_IDENTITY=FILE mentorlog …",
            )
        return _secrets(data) or self._behind_the_passphrase(data)

    def make(self, passphrase: str | None, recovery: str, *, written_to: Path | None) -> str:
        """Make the identity (unless it exists), write the public keys, and return our public key.

        `passphrase`: None leaves the identity unprotected. `recovery`: the recovery key's public
        key; its secret is in `written_to`. Raises Refused if they were made before, StorageFailed.
        """
        if self.can_seal:
            raise Refused(f"There are already keys: {self.recipients}", "mentorlog seal status")
        public = self._own_public_key(passphrase)
        where = () if written_to is None else (f"{_RECOVERY}{written_to}",)
        lines = (_MADE_BY, "# this machine:", public, "# recovery:", *where, recovery)
        _write(self.recipients, "\n".join((*lines, "")))
        return public

    def _own_public_key(self, passphrase: str | None) -> str:
        if self.identity.exists():
            return public_of(self.secrets[0])
        secret, public = new_identity()
        write_identity(self.identity, secret, public, passphrase=passphrase)
        return public

    def _behind_the_passphrase(self, data: bytes) -> tuple[str, ...]:
        if not data.lstrip().startswith((BEGIN.encode(), b"age-encryption.org/")):
            raise _no_identity(self.identity)
        try:
            secrets = _secrets(unprotected(data, self._passphrase()))
        except WrongPassphrase:
            raise Refused("That passphrase is wrong.", "Try again.") from None
        if not secrets:
            raise _no_identity(self.identity)
        return secrets

    @property
    def _lines(self) -> list[str]:
        data = files.read_if_there(self.recipients.resolve()) or b""
        return data.decode(errors="replace").splitlines()


_RECOVERY = "# written to "


def needed(keys: Keys | None) -> Keys:
    """The keys. Raises Refused if there are none."""
    if keys is None:
        raise Refused("This is sealed, and there's no key here.")
    return keys


def write_identity(path: Path, secret: str, public: str, *, passphrase: str | None = None) -> None:
    """Write a new age identity file, never over another. Raises Refused, StorageFailed."""
    text = f"# public key: {public}\n{secret}\n"
    _write(path, text if passphrase is None else protected(text.encode(), passphrase))


def secrets_in(path: Path) -> tuple[str, ...]:
    """The secret keys in an unprotected identity file. Raises Refused, StorageFailed."""
    secrets = _secrets(files.read(path))
    if not secrets:
        raise _no_identity(path)
    return secrets


def _secrets(data: bytes) -> tuple[str, ...]:
    """The secret keys, without those that are damaged."""
    lines = map(str.strip, data.decode(errors="replace").splitlines())
    return tuple(line for line in lines if line.startswith(SECRET) and _is_secret(line))


def _is_secret(line: str) -> bool:
    try:
        return bool(public_of(line))
    except ValueError:
        return False


def _write(path: Path, text: str) -> None:
    try:
        files.make_folder(path.parent)
        files.create(path, text.encode())
    except FileExistsError:
        raise Refused(
            f"There's already a file: {echoed(str(path))}", "Nothing was overwritten."
        ) from None
    except Unconfirmed as error:  # a key that could be lost is useless
        raise StorageFailed(error.message, "Check that it's there, then try again.") from None


def _no_identity(path: Path) -> Refused:
    return Refused(f"This isn't an age identity: {path}", "It should have a line AGE-SECRET-KEY-1…")


def new_identity() -> tuple[str, str]:
    """A new secret key and its public one."""
    secret = _pyrage().x25519.Identity.generate()
    return str(secret), str(secret.to_public())


def public_of(secret: str) -> str:
    """The public key of a secret one. Raises ValueError if it isn't one."""
    pyrage = _pyrage()
    try:
        return str(pyrage.x25519.Identity.from_str(secret).to_public())
    except pyrage.IdentityError:
        raise ValueError("no age identity") from None


def check_public(key: str) -> None:
    """Raises ValueError unless it is the public key of an age identity."""
    pyrage = _pyrage()
    try:
        pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        raise ValueError("no age recipient") from None


def sealed(data: bytes, recipients: Sequence[str]) -> str:
    """An ASCII-armoured block that any of the recipients' secret keys opens."""
    pyrage = _pyrage()
    keys = [pyrage.x25519.Recipient.from_str(key) for key in recipients]
    block: bytes = pyrage.encrypt(data, keys, armored=True)
    return block.decode("ascii")


def opened(block: str, identities: Sequence[str]) -> bytes:
    """The bytes in a block. Raises CannotOpen."""
    pyrage = _pyrage()
    keys = [pyrage.x25519.Identity.from_str(secret) for secret in identities]
    try:
        data: bytes = pyrage.decrypt(block.encode(), keys)
    except pyrage.DecryptError as error:
        if "matching" in str(error):
            raise CannotOpen("it's sealed with a different key") from None
        raise CannotOpen("the sealed text is damaged: part of it is missing or changed") from None
    return data


def protected(data: bytes, passphrase: str) -> str:
    """An ASCII-armoured block that the passphrase opens; one try takes about a second."""
    block: bytes = _pyrage().passphrase.encrypt(data, passphrase, armored=True)
    return block.decode("ascii")


def unprotected(block: bytes, passphrase: str) -> bytes:
    """The bytes in a block from `protected`. Raises WrongPassphrase."""
    pyrage = _pyrage()
    try:
        data: bytes = pyrage.passphrase.decrypt(block, passphrase)
    except pyrage.DecryptError:
        raise WrongPassphrase from None
    return data


def _pyrage() -> ModuleType:
    """The pyrage module. Raises Refused, naming the command that installs it."""
    try:
        return import_module("pyrage")
    except ModuleNotFoundError:
        raise NotInstalled("Sealed texts", "age", sys.executable) from None
