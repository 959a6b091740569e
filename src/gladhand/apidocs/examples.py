"""Examples made from the schemas: every field gets a value that fits it, and the ones people know get a telling one."""

import json
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from gladhand.apidocs.fields import Models, Schema

# Shown where a field of this name takes them.
_VALUES: Mapping[str, Any] = {
    "api_key": "demo-key",
    "carrier_number": "1234567",
    "city": "Roanoke",
    "conn_type": "api_key",
    "country_code": "USA",
    "credentials": {"api_key": "*****"},
    "default_time_zone": "America/Chicago",
    "employee_number": "E-1001",
    "current_page": "Pg%3D%3D",
    "current_page_backwards": "PA%3D%3D",
    "event_name": "user.added",
    "expires_in_hours": 72,
    "first_name": "Maria",
    "fleet_country_code": "USA",
    "fleet_email": "office@blueridge.example",
    "fleet_name": "Blue Ridge Haulage",
    "fleet_ref": "F-100",
    "fleet_refs": ["F-100"],
    "fleet_regulatory_id": "1234567",
    "fleet_regulatory_id_type": "DOT",
    "hos_compliance_type": "NON_EXEMPT",
    "hos_ruleset_code": "US_INT_PROP_70_8",
    "hos_tracking_method": "ELD",
    "is_driver": True,
    "last_name": "Keller",
    "magic_link": "https://hub.example/?invite=6a1f0c1e-9d0b-4a53-8c6f-2f7d0d6c1a55",
    "legal_name": "Blue Ridge Haulage LLC",
    "license_country": "USA",
    "license_number": "TX-1234567",
    "license_region": "TX",
    "name": "Groundhog (simulator)",
    "operation_type": "create",
    "partner_slug": "acme-logistics",
    "payload": {"username": "maria.keller", "first_name": "Maria", "is_driver": True},
    "permissions": {"user": "read_write", "vehicle": "read"},
    "phone_number": "+15125550100",
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
    "status": ("active", "success", "IN_SERVICE"),
    "success_redirect_url": "https://acme.example/welcome",
    "total": 1,
    "tsp_slug": "groundhog",
    "trailer_name": "Reefer 7",
    "trailer_type": "Reefer",
    "model_type": "Cascadia",
    "model_year": 2024,
    "oem": "Freightliner",
    "vehicle_name": "Unit 204",
    "vin": "1FUJHHDR0RLUA0204",
    "url": "https://acme.example/hooks",
    "user_id": "0b3a7c1e-5d1f-5a43-9c6f-2f7d0d6c1a55",
    "username": "maria.keller",
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

# What a request shows: these, and whatever is required. Others are in the table beside it.
_SHOWN: Mapping[str, Sequence[str]] = {
    "create_invitation": ("fleet_ref", "fleet_name", "permissions", "success_redirect_url", "expires_in_hours"),
    "accept_invitation": ("fleet_name", "fleet_email"),
    "decline_invitation": ("decline_reason",),
    "create_user": ("username", "first_name", "last_name", "is_driver", "hos_ruleset_code", "default_time_zone"),
    "update_user": ("phone_number", "license_region"),
    "create_vehicle": ("vehicle_name", "oem", "model_type", "model_year", "license_plate_number"),
    "update_vehicle": ("status", "license_plate_number"),
    "create_trailer": ("trailer_name", "oem", "model_year", "trailer_type"),
    "update_trailer": ("status", "license_plate_number"),
    "create_webhook_subscription": ("url", "event_name"),
    "update_webhook_subscription": ("secret",),
}
# Where a request says something else than an answer.
_SENT: Mapping[str, Any] = {
    "credentials": {"api_key": "demo-key"},
    "decline_reason": "We no longer work with this broker.",
    "event_name": "user.*",
}
# Here null says something.
_CLEARED = {
    "update_user": ("license_region",),
    "update_vehicle": ("license_plate_number",),
    "update_trailer": ("license_plate_number",),
}
_QUERY: Mapping[str, Any] = {"size": 10, "is_sync": "true"}


class Examples:
    def __init__(self, models: Models) -> None:
        self._models = models

    def body(self, operation_id: str, schema: Schema) -> Any:
        """What a client might send."""
        shown = _SHOWN.get(operation_id, ())
        opened = self._models.followed(schema)
        wanted = {
            name: _SENT.get(name) or self.value(name, inner)
            for name, inner in opened.get("properties", {}).items()
            if name in opened.get("required", ()) or name in shown
        }
        return wanted | dict.fromkeys(_CLEARED.get(operation_id, ()))

    def value(self, name: str, schema: Schema) -> Any:
        """What a server might answer; null where null may be and nothing telling is known."""
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
