"""How a view is told to programs, declared on its class: the exceptions from one rule.

The rule: a view is a mapping of its fields, under their names. Only what differs is declared, as
data; `exchange.json` applies it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import ClassVar, Protocol

from mentorlog.frozen import dataclass

# Where a value comes from: attributes with dots between ("last_given.date", for each item of a
# tuple; "" is the view itself), several of these, some under keys (null if all of them are), or a
# value as it is.
Source = str | bool | None | tuple["Source", ...] | Mapping[str, "Source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What differs from the rule.

    `schema`: of a view that a command returns, as `review` for mentorlog.review/1. `schema_in`: the
    attribute that says it where several commands return the view. `lone`: it is
    the only item of its document. `left_out`: fields that aren't told; `only`: those that are.
    `keys`: more keys, or other values under the names of fields. `when`: keys that are only there
    if this attribute says so. `pairs`: fields that hold pairs and are told as mappings. `worded`:
    keys whose text a function above makes from the view and the day. `records`: keys whose
    attribute holds an entry or a person, told as their file has them ("": among the other keys),
    with the view's `unknown` ones unless it is `withheld`.
    """

    schema: str | None = None
    schema_in: str | None = None
    lone: bool = False
    only: tuple[str, ...] | None = None
    left_out: tuple[str, ...] = ()
    keys: Mapping[str, Source] = field(default_factory=dict)
    when: Mapping[str, str] = field(default_factory=dict)
    pairs: tuple[str, ...] = ()
    worded: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, str] = field(default_factory=dict)

    def tells(self, name: str) -> bool:
        """Whether a field is told under its name."""
        return name not in self.left_out and (self.only is None or name in self.only)

    @property
    def is_writers(self) -> bool:
        """Whether it says what was written: not of which day, and not what is wrong."""
        return self.schema == WRITTEN


WRITTEN = "written"
NO_ENTRIES: Mapping[str, Source] = {"entries": (), "next_due": None}  # of a writer of other things


TOTAL: Mapping[str, Source] = {  # of the attribute `total`
    key: f"total.{key}" for key in ("meetings", "minutes", "without_length")
}


class Told(Protocol):
    """A view that a command can return."""

    JSON: ClassVar[Shape]
