"""What the receivers that partners build from the public client library take, and what they answer otherwise.

They look at the body alone. One item that does not fit spoils the delivery.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

_LARGEST_BODY = 10 * 1024 * 1024
_REQUIRED: Mapping[str, frozenset[str]] = {
    "connection": frozenset({"id", "source_name", "fleet_id", "tsp_id", "status"}),
    "fleet_connection": frozenset({"id", "fleet_id", "connection_id"}),
    "resource_operation": frozenset(
        {"id", "created_at", "updated_at", "partner_id", "connection_id", "source_name", "resource"}
        | {"operation_type", "status", "payload"}
    ),
}


def faults(method: str, headers: Mapping[str, str], body: bytes) -> list[str]:
    """Why such a receiver would refuse it; `body` is unzipped."""
    if method != "POST":
        return [f"the method is {method}"]
    if len(body) > _LARGEST_BODY:
        return ["the body is too large"]
    found: dict[str, Any] = json.loads(body)
    named = {name.lower(): value for name, value in headers.items()}
    missing = [name for name in ("id", "event_name", "data", "webhook_id", "version") if name not in found]
    if missing:
        return [f"{name} is missing" for name in missing]
    wrong = [
        "data is no list of objects with at least one element"
        for _ in [0]
        if not (isinstance(found["data"], list) and found["data"] and all(isinstance(x, dict) for x in found["data"]))
    ]
    if type(found.get("delivery_attempt")) is not int or found["delivery_attempt"] < 1:
        wrong.append("delivery_attempt is no whole number from 1 on")
    if datetime.fromisoformat(found["timestamp"]).tzinfo is None:
        wrong.append("the timestamp has no zone")
    for name in ("id", "webhook_id"):
        UUID(found[name])
    agreeing = {
        "x-event-type": found["event_name"],
        "x-webhook-id": found["webhook_id"],
        "x-delivery-attempt": str(found.get("delivery_attempt")),
        "webhook-id": found["id"],
        "content-type": "application/json",
    }
    wrong += [f"{name} says {named.get(name)}" for name, value in agreeing.items() if named.get(name) != value]
    needed = _REQUIRED.get(found["event_name"].partition(".")[0], frozenset())
    return wrong + [f"{name} is missing in data" for record in found["data"] for name in needed - record.keys()]
