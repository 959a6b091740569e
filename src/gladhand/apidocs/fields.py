"""JSON Schema as rows of a table: the fields of a model."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from gladhand.resources.wire_model import MARK

Schema: TypeAlias = Mapping[str, Any]

_FORMATS = {
    "uuid": "UUID",
    "date-time": "time",
    "date": "date",
    "uri": "URL",
    "email": "e-mail address",
    "phone": "phone number",
}
_REFERENCE = "#/components/schemas/"


@dataclass(frozen=True)
class FieldRow:
    """One field of a body, or one parameter. `kind` names its type; the last attributes describe its values."""

    name: str
    kind: str
    about: str
    required: bool
    nullable: bool
    deprecated: bool
    read_only: bool
    extension: bool
    default: str | None
    limits: Sequence[str]
    values: Sequence[str]
    keys: Sequence[str]
    parts: Sequence["FieldRow"]
    forms: Sequence["AlternativeForm"]


@dataclass(frozen=True)
class AlternativeForm:
    """One of several object types that a field accepts."""

    name: str
    parts: Sequence[FieldRow]


class Models:
    """The models of one document, with resolved references."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = schemas

    def followed(self, schema: Schema) -> Schema:
        """The schema behind a reference. Keywords beside the reference win."""
        name = model_name(schema)
        return {**self._schemas[name], **{k: v for k, v in schema.items() if k != "$ref"}} if name else schema

    def options(self, schema: Schema) -> tuple[list[Schema], bool]:
        """The resolved alternatives except null, and whether null is one of them."""
        schema = self.followed(schema)
        given = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
        if not given:
            return [schema], False
        outer = {k: v for k, v in schema.items() if k not in ("anyOf", "oneOf", "allOf")}
        held = [each for each in given if each.get("type") != "null"]
        found = [self.followed({"x-model": model_name(each), **each}) for each in held]
        if len(found) == 1:
            found = [{**found[0], **outer}]
        return found, len(held) < len(given)

    def fields(self, schema: Schema, seen: frozenset[str] = frozenset()) -> list[FieldRow]:
        """The fields of an object; empty for any other type."""
        name = model_name(schema)
        if name:
            seen |= {name}
        schema = self.followed(schema)
        required = schema.get("required", ())
        return [self.field(k, v, required=k in required, seen=seen) for k, v in schema.get("properties", {}).items()]

    def field(self, name: str, schema: Schema, *, required: bool, seen: frozenset[str] = frozenset()) -> FieldRow:
        outer = self.followed(schema)
        options, nullable = self.options(schema)
        inner = [option for each in options for option in self._inside(each)]
        objects = [each for each in inner if each.get("properties") and each.get("title") not in seen]
        default = outer.get("default")
        return FieldRow(
            name=name,
            kind=" or ".join(_unique(self._kind(each) for each in options)) or "anything",
            about=outer.get("description", ""),
            required=required,
            nullable=nullable,
            deprecated=bool(outer.get("deprecated")),
            read_only=bool(outer.get("readOnly")),
            extension=bool(outer.get(MARK)),
            default=None if default is None else json.dumps(default),
            limits=_unique(limit for each in [*options, *inner] for limit in _limits(each)),
            values=_unique(str(value) for each in inner for value in each.get("enum", ())),
            keys=[str(key) for each in options for key in each.get("propertyNames", {}).get("enum", ())],
            parts=self._nested_fields(objects[0], seen) if len(objects) == 1 else (),
            forms=[AlternativeForm(str(each.get("title", "")), self._nested_fields(each, seen)) for each in objects]
            if len(objects) > 1
            else (),
        )

    def _nested_fields(self, schema: Schema, seen: frozenset[str]) -> list[FieldRow]:
        return self.fields(schema, seen | {str(schema.get("title"))})

    def _inside(self, schema: Schema) -> list[Schema]:
        """The items of a list or map; any other schema unchanged."""
        held = schema.get("items") or schema.get("additionalProperties")
        if isinstance(held, Mapping):
            return [deeper for each in self.options(held)[0] for deeper in self._inside(each)]
        return [schema]

    def _kind(self, schema: Schema) -> str:
        match schema.get("type"):
            case "array":
                return f"list of {self._kinds(schema.get('items', {}))}"
            case "object" if isinstance(schema.get("additionalProperties"), Mapping):
                return f"map to {self._kinds(schema['additionalProperties'])}"
            case "object":
                return "object"
            case "integer":
                return "whole number"
            case str(kind):
                return _FORMATS.get(schema.get("format", ""), kind)
            case _:
                return "anything"

    def _kinds(self, schema: Schema) -> str:
        return " or ".join(_unique(self._kind(each) for each in self.options(schema)[0]))


def model_name(schema: Schema) -> str | None:
    reference = schema.get("$ref")
    return str(reference).removeprefix(_REFERENCE) if reference else None


def _limits(schema: Schema) -> Iterable[str]:
    for least, most, unit in (
        ("minimum", "maximum", ""),
        ("minLength", "maxLength", " characters"),
        ("minItems", "maxItems", " items"),
    ):
        low, high = schema.get(least), schema.get(most)
        if low is not None and high is not None:
            yield f"{low} to {high}{unit}"
        elif low is not None:
            yield f"at least {low}{unit}"
        elif high is not None:
            yield f"at most {high}{unit}"
    if "pattern" in schema:
        yield f"matches `{schema['pattern']}`"


def _unique(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))
