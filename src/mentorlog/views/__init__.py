"""How views become JSON: one rule, and on each class its exceptions.

The rule: a view is a mapping of its fields, under their names. A class declares only its
exceptions, as data; `exchange.json` applies them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Protocol

from mentorlog.frozen import dataclass, field

# Where a value comes from: a dotted path of attributes ("period.until"; of a tuple, for each
# item; "" is the view itself), several paths, a mapping of them (null if all are), or a constant.
JsonSource = str | bool | None | tuple["JsonSource", ...] | Mapping[str, "JsonSource"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How the JSON of a view differs from the rule.

    `schema`: of a view that a command returns, such as `review` for mentorlog.review/1.
    `schema_in`: the attribute that holds the schema, if several commands return the view.
    `lone`: it is the only item of its document.
    `left_out`: fields that aren't in the JSON;
    `only`: the ones that are.
    `keys`: further keys, or other values for fields.
    `when`: keys that are there only if an attribute is true.
    `pairs`: fields with pairs, as mappings.
    `worded`: keys whose text a function makes from the view and the day.
    `records`: keys whose attribute is an entry or a person, as in their file ("": merged with the
        other keys), with the view's `unknown` keys unless it is `withheld`.
    """

    schema: str | None = None
    schema_in: str | None = None
    lone: bool = False
    only: tuple[str, ...] | None = None
    left_out: tuple[str, ...] = ()
    keys: Mapping[str, JsonSource] = field(default_factory=dict)
    when: Mapping[str, str] = field(default_factory=dict)
    pairs: tuple[str, ...] = ()
    worded: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, str] = field(default_factory=dict)

    def includes(self, name: str) -> bool:
        """Whether a field is in the JSON under its own name."""
        return name not in self.left_out and (self.only is None or name in self.only)

    @property
    def is_writers(self) -> bool:
        """Whether it is a writing command's result, without a day and problems."""
        return self.schema == WRITTEN


WRITTEN = "written"
NO_ENTRIES: Mapping[str, JsonSource] = {"entries": (), "next_due": None}  # of other results


TOTAL: Mapping[str, JsonSource] = {  # keys made from the attribute `total`
    key: f"total.{key}" for key in ("meetings", "minutes", "without_length")
}


class View(Protocol):
    """A view that a command can return."""

    JSON: ClassVar[Shape]
