"""The age format: seal text to public keys, and open it with a secret one.

The only module that uses pyrage, an optional package; it touches no files. The standard `age`
program opens what is sealed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from mentorlog.errors import Refused

SECRET = "AGE-SECRET-KEY-1"  # a line with an identity begins so  # noqa: S105
BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----"
INSTALL = "pip install 'mentorlog[age]'"


class CannotOpen(Exception):
    """Why a block can't be decrypted; never quotes its words."""


class WrongPassphrase(Exception):
    """The passphrase is wrong."""


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
        raise CannotOpen(_reason(str(error))) from None
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


def _reason(said: str) -> str:
    if "matching" in said:
        return "it's sealed with a different key"
    return "the sealed text is damaged: part of it is missing or changed"


def _pyrage() -> ModuleType:
    """The pyrage module. Raises Refused, naming the command that installs it."""
    try:
        return import_module("pyrage")
    except ModuleNotFoundError:
        raise Refused("Sealing needs an extra that isn't installed.", INSTALL) from None
