"""An invented record of each event, made from its schema: what a test event carries."""

import json
from collections.abc import Mapping
from typing import Any

from gladhand.notifications.event_schemas.documents import document

_OF_FORMAT = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "date-time": "2026-03-02T09:30:00.512000Z",
    "date": "2026-03-02",
    "uri": "https://acme.example",
    "email": "maria.keller@fleet.example",
}
_OF_TYPE: Mapping[str, Any] = {"string": "sample", "integer": 1, "number": 1.5, "boolean": True, "null": None}


def sample(event_name: str) -> dict[str, Any]:
    """A record as the event would carry it."""
    schemas: dict[str, Any] = json.loads(document(event_name))["components"]["schemas"]
    body = next(iter(schemas.values()))
    record: dict[str, Any] = _value(body["properties"]["data"]["items"], schemas)
    return record


def _value(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    if reference := schema.get("$ref"):
        return _value(schemas[reference.rpartition("/")[2]], schemas)
    if "const" in schema:
        return schema["const"]
    for several in ("examples", "enum"):
        if schema.get(several):
            return schema[several][0]
    if options := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        # A value shows more than null.
        return _value(next((each for each in options if each.get("type") != "null"), {"type": "null"}), schemas)
    return _plain(schema, schemas)


def _plain(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    match schema.get("type"):
        case "object":
            return {name: _value(below, schemas) for name, below in schema.get("properties", {}).items()}
        case "array":
            first = [_value(each, schemas) for each in schema.get("prefixItems", ())]
            count = max(schema.get("minItems", 1) - len(first), 0)
            return first + [_value(schema["items"], schemas)] * count if schema.get("items") else first
        case "string":
            return _OF_FORMAT.get(schema.get("format", ""), _OF_TYPE["string"])[: schema.get("maxLength")]
        case kind:
            return schema.get("minimum", _OF_TYPE.get(str(kind)))
