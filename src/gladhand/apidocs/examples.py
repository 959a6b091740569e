"""Examples of whole requests: bodies, and calls from a shell."""

import json
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from gladhand.apidocs.field_examples import FieldExamples
from gladhand.apidocs.fields import Models, Schema

# A request shows these fields and all required ones. The table beside it has the others.
_CHOSEN: Mapping[str, Sequence[str]] = {
    "create_invitation": ("fleet_ref", "fleet_name", "permissions", "success_redirect_url", "expires_in_hours"),
    "accept_invitation": ("fleet_name", "fleet_email"),
    "decline_invitation": ("decline_reason",),
    "create_webhook_subscription": ("url", "event_name"),
    "update_webhook_subscription": ("secret",),
}
# An answer is that of a list of one page, whose objects exist and are well.
_EMPTY = frozenset({"deleted_at", "error_details", "error_message", "error_type", "next_page", "previous_page"})
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
        self._fields = FieldExamples(models, empty=_EMPTY)

    def body(self, operation_id: str, schema: Schema) -> Any:
        """A request that a client might send."""
        model = self._models.followed(schema)
        if model.get("type") == "array":
            return [self.body(operation_id, model["items"])]
        properties, required = model.get("properties", {}), model.get("required", ())
        declared = [name for name, inner in properties.items() if "examples" in inner]
        chosen = _CHOSEN.get(operation_id, declared)
        cleared: list[str] = []
        if operation_id not in _CHOSEN and operation_id.startswith("update_"):
            # One field that is set and one that null clears say what an update does.
            chosen, cleared = declared[:1], declared[1:2]
        return {
            name: _SENT.get(name) or self.value(name, inner)
            for name, inner in properties.items()
            if name in required or name in chosen
        } | dict.fromkeys(cleared)

    def value(self, name: str, schema: Schema) -> Any:
        """A value that a server might answer."""
        return self._fields.value(name, schema)


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
