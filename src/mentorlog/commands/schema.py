"""Print the JSON Schema of the journal's files, for editors and programs.

Example: mentorlog schema meeting
"""

from __future__ import annotations

import datetime as dt
import json
import types
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel, Field, StringConstraints, create_model
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from mentorlog.arguments import Reader, argument
from mentorlog.commands import Alone, Result
from mentorlog.domain import words
from mentorlog.domain.cadence import Cadence
from mentorlog.domain.entries import Kind
from mentorlog.domain.relationship import RelationshipFields
from mentorlog.environment import Environment
from mentorlog.errors import UsageError
from mentorlog.exchange.formats import Document
from mentorlog.frozen import dataclass, is_dataclass
from mentorlog.journal.codec import KINDS
from mentorlog.journal.names import ID_ALPHABET, ID_LENGTH
from mentorlog.journal.values import class_of_words, form_of
from mentorlog.views import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema(Reader):
    unused: ClassVar[tuple[str, ...]] = ("as_of", "reveal")

    kind: str | None = argument(
        "KIND",
        "A kind of entry, or relationship; leave it out for all.",
        choices=(*Kind, "relationship"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaList:
    """One or several JSON Schemas, as programs get them."""

    JSON: ClassVar[Shape] = Shape(schema="schema")

    as_of: dt.date
    items: tuple[Mapping[str, object], ...]


def schema(environment: Environment, typed: Schema) -> Result:
    """The schema of one kind of file, or of all. Raises UsageError for an unknown kind."""
    kind = typed.kind and typed.kind.lower().replace("-", "_")
    if kind is not None and kind not in FILES:
        raise UsageError(f"KIND is one of {', '.join(FILES)}.")
    node = json_schema(kind)
    view = SchemaList(as_of=environment.today, items=(node,))
    text = json.dumps(node, indent=2) + "\n"
    return Result(view=Document(text=text, view=view), format="document")


COMMAND = Alone(Schema, schema)


RELATIONSHIP = "relationship"
FILES: dict[str, Any] = {**KINDS, RELATIONSHIP: RelationshipFields}  # by their names in `schema`

Node = dict[str, Any]

_Schema = Annotated[Literal[1], Field(alias="schema")]  # pydantic has a method with this name
_Id = Annotated[str, StringConstraints(pattern=f"^[{ID_ALPHABET}]{{{ID_LENGTH}}}$")]
_Time = Annotated[str, StringConstraints(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
_Switch = (
    bool | Annotated[str, StringConstraints(pattern="^([Yy]es|YES|[Nn]o|NO|[Oo]n|ON|[Oo]ff|OFF)$")]
)
_Rhythm = Annotated[str, Field(examples=["monthly", "every 2 weeks", "2 per month", "as needed"])]
_WRITTEN: dict[Any, Any] = {Cadence: _Rhythm, dt.time: _Time, bool: _Switch}


def json_schema(kind: str | None = None) -> Node:
    """The schema of one kind of file; without `kind`, of all, as oneOf.

    It describes what we write. Reading is laxer: unknown keys are allowed and an empty value is
    unset; but a date has one form.
    """
    chosen = [kind] if kind else [*FILES]
    models: list[tuple[type[BaseModel], Literal["validation"]]] = [
        (_file_model(name), "validation") for name in chosen
    ]
    _, whole = models_json_schema(models, schema_generator=_Brief)
    definitions: Node = whole["$defs"]
    for name in chosen:
        definitions[name] = _with_texts(definitions[name], name)
    one_of = [{"$ref": f"#/$defs/{name}"} for name in chosen]
    which = one_of[0] if kind else {"oneOf": one_of}
    return {"$schema": GenerateJsonSchema.schema_dialect, **which, "$defs": definitions}


class _Brief(GenerateJsonSchema):
    """Drops titles, which repeat the keys, and defaults, which are null."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False

    def default_schema(self, schema: Any) -> Node:
        return self.generate_inner(schema["schema"])


def _file_model(kind: str) -> type[BaseModel]:
    head = FILES[kind]
    every: Node = {"schema_": (_Schema, ...), "id": (_Id, ...)}
    if kind != RELATIONSHIP:
        every["kind"] = (Literal[kind], ...)
    return _model(kind, [head, class_of_words(head)], {**every, "sealed": (str | None, None)})


def _model(name: str, classes: Iterable[Any], more: Mapping[str, Any]) -> type[BaseModel]:
    """One model with the fields that several classes read from one mapping."""
    hints: dict[str, list[Any]] = {}
    needed = {key for cls in classes for key in form_of(cls).needed}
    for cls in classes:
        types = get_type_hints(cls, localns=vars(words))
        for key in form_of(cls).types:
            hints.setdefault(key, []).append(types[key])
    fields: Node = {
        key: (_type(types), ...) if key in needed else (_type(types) | None, None)
        for key, types in hints.items()
    }
    return create_model(
        name, **{**more, **{k: field for k, field in fields.items() if k not in more}}
    )


def _type(hints: list[Any]) -> Any:
    """One type for all types that several classes give one key."""
    first: Any = hints[0]
    if first in _WRITTEN:
        return _WRITTEN[first]
    if isinstance(first, type) and is_dataclass(first):
        return _model(first.__name__, hints, {})
    if isinstance(first, types.UnionType):
        return _type([get_args(hint)[0] for hint in hints])
    if get_origin(first) is tuple:
        below = [get_args(hint)[0] for hint in hints]
        return dict[str, str] if get_origin(below[0]) is tuple else list[_type(below)]  # type: ignore[misc]
    return first


def _with_texts(node: Node, kind: str) -> Node:
    """Require an entry's texts unless it is sealed; only entries have a kind."""
    head = FILES[kind]
    wanted = _wanted([head, class_of_words(head)])
    open_ = {"if": {"required": ["sealed"]}, "else": wanted} if wanted else {}
    return node | open_ | ({"not": {"required": ["kind"]}} if kind == RELATIONSHIP else {})


def _wanted(classes: Iterable[Any]) -> Node:
    """The texts that a mapping must have, and those of the items in its lists."""
    forms = [form_of(cls) for cls in classes]
    texts = sorted(key for form in forms for key in form.texts)
    below: dict[str, list[Any]] = {}
    for key, type_ in ((key, type_) for form in forms for key, type_ in form.types.items()):
        if type_.below is not None:
            below.setdefault(key, []).append(type_.below)
    items = {key: {"items": wanted} for key, types in below.items() if (wanted := _wanted(types))}
    return {**({"required": texts} if texts else {}), **({"properties": items} if items else {})}
