"""The published OpenAPI documents, and the schemas in them that become models."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from gladhand.apidocs.documents import rendered_document
from gladhand.apidocs.services import SERVICES
from gladhand.app import routed

#: What the server checks. A client that checks it, too, would refuse what a newer server allows.
_CONSTRAINTS = frozenset({
    "maxLength", "minLength", "pattern", "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "maxItems",
    "minItems", "uniqueItems", "multipleOf",
})  # fmt: skip
_LEFT_OUT = frozenset({"title", "example", "examples", "x-gladhand-extension"})
_TEXT = {"type": "string"}


def documents() -> list[Mapping[str, Any]]:
    """The documents of the four services, with extensions."""
    app = routed()
    return [json.loads(rendered_document(app, service, extensions=True)) for service in SERVICES]


def models_document(published: list[Mapping[str, Any]]) -> dict[str, Any]:
    """One document with the schemas of all services that operations name, directly or indirectly."""
    schemas: dict[str, Any] = {}
    for document in published:
        for name, schema in document["components"]["schemas"].items():
            if schemas.setdefault(name, schema) != schema:
                raise SystemExit(f"two services have different schemas named {name}")
    used: set[str] = set()
    for document in published:
        for operation in operations_of(document):
            for schema in (*answers(operation).values(), body_of(operation), *parameter_schemas(operation)):
                _add_used(schema, schemas, used)
    loose = {name: _loose(schemas[name], schemas) for name in sorted(used) if not is_page(schemas[name])}
    return {
        "openapi": "3.1.0",
        "info": {"title": "gladhand", "version": "2"},
        "paths": {},
        "components": {"schemas": loose},
    }


def operations_of(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The operations, each with its `path` and `method`."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield {**operation, "path": path, "method": method.upper()}


def answers(operation: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON schemas of the answers that mean success, by status; None for an answer without a body."""
    return {
        status: answer.get("content", {}).get("application/json", {}).get("schema")
        for status, answer in operation["responses"].items()
        if status.startswith("2")
    }


def body_of(operation: Mapping[str, Any]) -> Any:
    """The JSON schema of the request's body, or None."""
    return operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")


def parameter_schemas(operation: Mapping[str, Any]) -> list[Any]:
    return [parameter["schema"] for parameter in operation.get("parameters", [])]


def is_page(schema: Mapping[str, Any]) -> bool:
    """Whether this is a page of a list. The client has one class for all of them."""
    properties: Mapping[str, Any] = schema.get("properties", {})
    return {"items", "next_page"} <= properties.keys()


def referenced(schema: Any) -> str | None:
    """The name of the schema that this one refers to."""
    reference = schema.get("$ref") if isinstance(schema, dict) else None
    return reference.rsplit("/", 1)[1] if reference else None


def _add_used(schema: Any, schemas: Mapping[str, Any], used: set[str]) -> None:
    if isinstance(schema, list):
        for each in schema:
            _add_used(each, schemas, used)
    elif isinstance(schema, dict):
        name = referenced(schema)
        if name is not None and name not in used:
            used.add(name)
            _add_used(schemas[name], schemas, used)
        for each in schema.values():
            _add_used(each, schemas, used)


def _loose(schema: Any, schemas: Mapping[str, Any]) -> Any:
    """A schema that takes what a newer server answers: no constraints, and any text where an enum is expected."""
    if isinstance(schema, list):
        return [_loose(each, schemas) for each in schema]
    if not isinstance(schema, dict):
        return schema
    name = referenced(schema)
    if name is not None and "enum" in schemas[name]:
        described = {key: value for key, value in schema.items() if key == "description"}
        return {"anyOf": [{"$ref": schema["$ref"]}, _TEXT], **described}
    loosened: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "properties":
            loosened[key] = {field: _loose(each, schemas) for field, each in value.items()}
        elif key not in _CONSTRAINTS | _LEFT_OUT:
            loosened[key] = _loose(value, schemas)
    if loosened.get("format") == "uri":
        # A client that parses an address and writes it again would change it.
        del loosened["format"]
    return loosened
