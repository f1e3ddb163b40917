"""What seal has to say: about the keys, what is sealed, and whether it opens.

`Sealed` says nothing of what is inside; how it is told depends on `action`: init, status or test.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from mentorlog.frozen import dataclass
from mentorlog.views.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPerson:
    """`sealed`, `plain`: how many entries; `comes`: whether what is added will be sealed."""

    JSON: ClassVar[Shape] = Shape(left_out=("comes",), keys={"on": "comes"})

    handle: str
    name: str
    comes: bool
    sealed: int
    plain: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """`identity`, `recovery`: files; `recovery` None where only its public key is known.

    `protected`: whether a passphrase is before the identity; None = it is not here.
    `recovery_here`: whether the recovery key lies on this computer still. `opened`,
    `opened_by_recovery`: how many blocks each key opened; None = not tried.
    """

    JSON: ClassVar[Shape] = Shape(schema="seal", left_out=("people",), keys={"items": "people"})

    action: str
    as_of: dt.date
    identity: str
    protected: bool | None
    recovery: str | None
    recovery_here: bool
    can_seal: bool = True
    people: tuple[SealedPerson, ...] = ()
    opened: int | None = None
    opened_by_recovery: int | None = None
    dry_run: bool = False
