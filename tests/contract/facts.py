"""An OpenAPI document boiled down to plain facts per place, so that two documents that say the same compare equal.

`$ref`, `allOf`, `anyOf`, `oneOf`, lists of types, `const` and `nullable` are only ways to write things down: what
counts is which values may stand at `body.fleet_ref` or `200.items[].status`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
Place: TypeAlias = tuple[str, str]
"""Method, and path without the names of its parameters."""

_LIMITS = ("minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems", "default")
_FORMATS = ("uuid", "uri", "email", "date", "date-time")
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Fact:
    """What may stand at one place."""

    kinds: frozenset[str]
    """Types, or formats where a string has one; empty where anything may stand."""
    nullable: bool
    required: bool
    values: frozenset[str]
    """Those of an enum."""
    limits: tuple[tuple[str, Any], ...]


@dataclass
class OperationFacts:
    scopes: frozenset[str] | None
    """None: no token is needed."""
    statuses: frozenset[str]
    request: dict[str, Fact] = field(default_factory=dict)
    """By `query.size`, `body.fleet_ref` and so on."""
    answers: dict[str, Fact] = field(default_factory=dict)
    """By `200.items[].id` and so on; successful ones only."""


def operations(document: Json) -> dict[Place, OperationFacts]:
    reader = _Reader(document)
    return {
        (method.upper(), re.sub(r"\{\w+\}", "{}", path)): reader.operation(spec)
        for path, item in document["paths"].items()
        for method, spec in item.items()
        if method in _METHODS
    }


class _Reader:
    def __init__(self, document: Json) -> None:
        self._schemas: Json = document.get("components", {}).get("schemas", {})

    def operation(self, spec: Json) -> OperationFacts:
        security = spec.get("security", [])
        scopes = frozenset(scope for each in security for scopes in each.values() for scope in scopes)
        made = OperationFacts(scopes if security else None, frozenset(spec["responses"]))
        for parameter in spec.get("parameters", []):
            if parameter["in"] == "query":
                is_required = parameter.get("required", False)
                made.request |= self._walk(f"query.{parameter['name']}", parameter["schema"], is_required)
        if body := spec.get("requestBody"):
            made.request |= self._walk("body", _content(body), body.get("required", False))
        for status, answer in spec["responses"].items():
            if status.startswith("2") and (schema := _content(answer)) is not None:
                made.answers |= self._walk(status, schema, True)
        return made

    def _walk(self, path: str, schema: Any, required: bool) -> dict[str, Fact]:
        parts = list(self._alternatives(schema))
        found = {path: _fact(parts, required)}
        objects = [part for part in parts if part.get("properties")]
        for part in parts:
            for item in [part["items"]] if part.get("items") else part.get("prefixItems", []):
                found |= self._walk(f"{path}[]", item, False)
            if isinstance(part.get("additionalProperties"), dict):
                found |= self._walk(f"{path}{{}}", part["additionalProperties"], False)
            if part in objects:
                # One of several kinds of objects goes by what it holds: names of schemas are nobody's promise.
                spot = path if len(objects) == 1 else f"{path}<{','.join(sorted(part['properties']))}>"
                for name, below in part["properties"].items():
                    found |= self._walk(f"{spot}.{name}", below, name in part.get("required", ()))
        return found

    def _alternatives(self, schema: Any) -> Iterator[Json]:
        """The kinds of values that a schema allows, each as a schema of one type (or of none: anything)."""
        flat = self._flattened(schema)
        if flat.pop("nullable", False):
            yield {"type": "null"}
        for word in ("anyOf", "oneOf"):
            if word in flat:
                choices = flat.pop(word)
                for choice in choices:
                    yield from self._alternatives(flat | self._flattened(choice))
                return
        if "const" in flat:
            flat["enum"] = [flat.pop("const")]
        implied = "string" if "enum" in flat else "object" if "properties" in flat else None
        kinds = flat.get("type", implied)
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            yield {**flat, "type": kind}

    def _flattened(self, schema: Any) -> Json:
        if not isinstance(schema, dict):
            return {}
        flat: Json = {}
        if ref := schema.get("$ref"):
            flat = self._flattened(self._schemas[ref.rsplit("/", 1)[1]])
        for part in schema.get("allOf", ()):
            flat |= self._flattened(part)
        return flat | {name: value for name, value in schema.items() if name not in ("$ref", "allOf")}


def _content(node: Json) -> Any:
    """The schema of a JSON body; None where there is none, or one that allows everything."""
    return node.get("content", {}).get("application/json", {}).get("schema") or None


def _fact(parts: list[Json], required: bool) -> Fact:
    values = [part for part in parts if part["type"] != "null"]
    strings = [part for part in values if part["type"] == "string"]
    kinds = {part["format"] if part.get("format") in _FORMATS else part["type"] for part in values}
    closed = bool(strings) and all("enum" in part for part in strings)
    limits: Json = {}
    for word in _LIMITS:
        given = [part[word] for part in values if part.get(word) not in (None, [], {})]
        if given:
            limits[word] = min(given) if word.startswith("min") else max(given) if word.startswith("max") else given[0]
    return Fact(
        kinds=frozenset() if None in kinds else frozenset(kinds),
        nullable=None in kinds or len(values) < len(parts),
        required=required,
        values=frozenset(value for part in strings for value in part["enum"]) if closed else frozenset(),
        limits=tuple(sorted(limits.items())),
    )
