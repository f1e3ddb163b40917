"""Print the form of the journal's files as JSON Schema, for editors and programs.

Example: mentorlog schema meeting
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from mentorlog.arguments import Reader, argument
from mentorlog.commands.rooms import Alone, Result
from mentorlog.domain.entries import Kind
from mentorlog.environment import Environment
from mentorlog.errors import UsageError
from mentorlog.exchange.formats import Document
from mentorlog.frozen import dataclass
from mentorlog.views.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema(Reader):
    unused: ClassVar[tuple[str, ...]] = ("as_of", "reveal")

    kind: str | None = argument(
        "KIND",
        "A kind of entry, or relationship; without it, all.",
        choices=(*Kind, "relationship"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The schema itself, as programs are told of it."""

    JSON: ClassVar[Shape] = Shape(schema="schema")

    as_of: dt.date
    items: tuple[Mapping[str, object], ...]


def schema(environment: Environment, typed: Schema) -> Result:
    """The schema of one kind of file, or of all. Raises UsageError for a kind that is none."""
    from mentorlog.journal import schema as form  # costs pydantic

    kind = typed.kind and typed.kind.lower().replace("-", "_")
    if kind is not None and kind not in form.FILES:
        raise UsageError(f"KIND is one of {', '.join(form.FILES)}.")
    found = form.schema(kind)
    said = Form(as_of=environment.today, items=(_told(found),))
    text = json.dumps(found, indent=2) + "\n"
    return Result(view=Document(text=text, said=said), format="document")


def _told(found: Any) -> Any:
    """With tuples for lists, as views have them."""
    if isinstance(found, dict):
        return {key: _told(part) for key, part in found.items()}
    return tuple(map(_told, found)) if isinstance(found, list) else found


COMMAND = Alone(Schema, schema)
