"""What relationship.yaml says, as a value; it knows no YAML, so that lists need not import any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorlog.domain.relationship import Role
from mentorlog.frozen import dataclass

if TYPE_CHECKING:  # heads need no words
    from mentorlog.domain.words import RelationshipWords


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipFields:
    """What relationship.yaml says.

    Raises ValueError without a name, or in confidence without an alias.
    """

    id: str
    name: str
    my_role: Role
    alias: str | None = None
    in_confidence: bool = False
    words: RelationshipWords | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("name is empty")
        if self.in_confidence and not (self.alias or "").strip():
            raise ValueError("in_confidence needs an alias, which stands for the name")
