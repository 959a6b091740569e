"""The header that tells a client that its request names something deprecated (RFC 9745).

The contract marks fields and events as deprecated and names no date, neither of that nor of their end. So the date is
the day on which this server began to say it, and there is no `Sunset`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel

from gladhand.core.unknown_names import options

HEADER = "Deprecation"
#: In the scope of a request: set if the request names something deprecated.
IN_SCOPE = "gladhand.deprecated"
#: For `json_schema_extra` of a field. Pydantic warns at every access of a field with `deprecated=True`, ours too.
DEPRECATED: dict[str, Any] = {"deprecated": True}

_SINCE = datetime(2026, 11, 30, tzinfo=UTC)
HEADER_VALUE = f"@{int(_SINCE.timestamp())}"
_EVENTS = frozenset({"invitation.rejected"})


class DeprecatedNames:
    """The deprecated fields of one route's body."""

    def __init__(self, body: Any) -> None:
        self._names = frozenset(_deprecated(body))

    def are_used(self, body: Any) -> bool:
        """Whether a body names one, with a value, or a deprecated event. Null says the same as nothing."""
        if not isinstance(body, dict):
            return False
        event_name = body.get("event_name")
        names_event = isinstance(event_name, str) and event_name in _EVENTS
        return names_event or any(body.get(name) is not None for name in self._names)


def _deprecated(annotation: Any) -> Iterator[str]:
    for option in options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel):
            for name, field in option.model_fields.items():
                if isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get("deprecated"):
                    yield field.alias or name
