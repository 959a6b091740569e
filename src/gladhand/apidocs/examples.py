"""Examples made from the schemas: every field gets a value that fits it, and the ones people know get a telling one."""

import json
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from gladhand.apidocs.fields import Models, Schema

# Shown where a field of this name takes them.
_VALUES: Mapping[str, Any] = {
    "api_key": "demo-key",
    "city": "Roanoke",
    "conn_type": "api_key",
    "credentials": {"api_key": "*****"},
    "current_page": "Pg%3D%3D",
    "current_page_backwards": "PA%3D%3D",
    "event_name": "user.added",
    "expires_in_hours": 72,
    "fleet_country_code": "USA",
    "fleet_email": "office@blueridge.example",
    "fleet_name": "Blue Ridge Haulage",
    "fleet_ref": "F-100",
    "fleet_refs": ["F-100"],
    "fleet_regulatory_id": "1234567",
    "fleet_regulatory_id_type": "DOT",
    "magic_link": "https://hub.example/?invite=6a1f0c1e-9d0b-4a53-8c6f-2f7d0d6c1a55",
    "legal_name": "Blue Ridge Haulage LLC",
    "name": "Groundhog (simulator)",
    "operation_type": "create",
    "partner_slug": "acme-logistics",
    "payload": {"username": "maria.keller", "first_name": "Maria", "is_driver": True},
    "permissions": {"user": "read_write", "vehicle": "read"},
    "resource": "user",
    "resource_id": "0b3a7c1e-5d1f-5a43-9c6f-2f7d0d6c1a55",
    "response_headers": {"X-Request-Id": "5d6e"},
    "response_status_code": 201,
    "scopes": {"user": "read_write", "vehicle": "read"},
    "secret": "7Hq2mVw9sXb4tYzK",
    "slug": "groundhog",
    "source_data_hash": "9f2c",
    "source_id": "281474",
    "source_name": "catena_simulator",
    "status": ("active", "success"),
    "success_redirect_url": "https://acme.example/welcome",
    "total": 1,
    "tsp_slug": "groundhog",
    "url": "https://acme.example/hooks",
    "user_id": "0b3a7c1e-5d1f-5a43-9c6f-2f7d0d6c1a55",
    "version": "1.0",
}
_BY_FORMAT = {
    "uuid": "0193a1c2-7b54-7c21-9d0e-4f6a8b2c1d3e",
    "date-time": "2026-03-02T09:30:00Z",
    "date": "2028-05-31",
    "uri": "https://acme.example/",
    "email": "office@blueridge.example",
    "phone": "+15125550100",
}
_BY_TYPE = {"integer": 1, "number": 1.5, "boolean": True, "string": "text"}

# A request shows these fields and all required ones. The table beside it has the others.
_SHOWN: Mapping[str, Sequence[str]] = {
    "create_invitation": ("fleet_ref", "fleet_name", "permissions", "success_redirect_url", "expires_in_hours"),
    "accept_invitation": ("fleet_name", "fleet_email"),
    "decline_invitation": ("decline_reason",),
    "create_webhook_subscription": ("url", "event_name"),
    "update_webhook_subscription": ("secret",),
}
# Where a request says something else than an answer.
_SENT: Mapping[str, Any] = {
    "credentials": {"api_key": "demo-key"},
    "decline_reason": "We no longer work with this broker.",
    "event_name": "user.*",
}
_QUERY: Mapping[str, Any] = {"size": 10, "is_sync": "true"}


class Examples:
    def __init__(self, models: Models) -> None:
        self._models = models

    def body(self, operation_id: str, schema: Schema) -> Any:
        """A request that a client might send."""
        model = self._models.followed(schema)
        if model.get("type") == "array":
            return [self.body(operation_id, model["items"])]
        properties, required = model.get("properties", {}), model.get("required", ())
        declared = [name for name, inner in properties.items() if "examples" in inner]
        chosen = _SHOWN.get(operation_id, declared)
        cleared: list[str] = []
        if operation_id not in _SHOWN and operation_id.startswith("update_"):
            # One field that is set and one that null clears say what an update does.
            chosen, cleared = declared[:1], declared[1:2]
        return {
            name: _SENT.get(name) or self.value(name, inner)
            for name, inner in properties.items()
            if name in required or name in chosen
        } | dict.fromkeys(cleared)

    def value(self, name: str, schema: Schema) -> Any:
        """A value that a server might answer; null where null is allowed and no example is known."""
        if schema.get("examples"):
            return schema["examples"][0]
        options, nullable = self._models.options(schema)
        known = _VALUES.get(name)
        for candidate in known if isinstance(known, tuple) else (known,):
            for option in options:
                if candidate is not None and _takes(option, candidate):
                    return candidate
        if nullable or not options:
            return None
        return self._made(name, options[0])

    def _made(self, name: str, schema: Schema) -> Any:
        if schema.get("enum"):
            return schema["enum"][0]
        match schema.get("type"):
            case "object" if isinstance(schema.get("additionalProperties"), Mapping):
                keys = self._models.followed(schema.get("propertyNames", {})).get("enum", ["key"])
                return {keys[0]: self.value("", schema["additionalProperties"])}
            case "object":
                return {key: self.value(key, inner) for key, inner in schema.get("properties", {}).items()}
            case "array":
                return [self.value(name.removesuffix("s"), schema.get("items", {}))]
            case str(kind):
                return schema.get("default") or _BY_FORMAT.get(schema.get("format", ""), _BY_TYPE.get(kind, "text"))
            case _:
                return "*****"


def _takes(schema: Schema, value: Any) -> bool:
    """Whether a known value is of the schema's kind; a name may mean different things in different models."""
    if schema.get("enum"):
        return value in schema["enum"]
    kinds = {str: "string", bool: "boolean", int: "integer", dict: "object", list: "array"}
    if schema.get("type") != kinds[type(value)]:
        return False
    if isinstance(value, dict) and schema.get("properties"):
        return set(schema.get("required", ())) <= set(value) <= set(schema["properties"])
    form = schema.get("format")
    return form in (None, "uri", "email", "phone") or (form == "uuid" and "-" in str(value))


def curl(url: str, method: str, path: str, *, query: Sequence[str] = (), signed: bool = True, body: Any = None) -> str:
    """The call as a shell command; ids in the path are shell variables."""
    for part in path.split("/"):
        if part.startswith("{"):
            path = path.replace(part, f"${part[1:-1].upper()}")
    asked = "&".join(f"{name}={_QUERY[name]}" for name in query if name in _QUERY)
    lines = [f'curl {"" if method == "GET" else f"-X {method} "}"{url}{path}{"?" if asked else ""}{asked}"']
    if signed:
        lines.append('-H "Authorization: Bearer $TOKEN"')
    if body is not None:
        lines.append('-H "Content-Type: application/json"')
        text = json.dumps(body, indent=2, ensure_ascii=False).replace("\n", "\n  ")
        lines.append(f"-d {shlex.quote(text)}")
    return " \\\n  ".join(lines)
