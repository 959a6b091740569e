"""External ids: names for a record that others give it. Each value is unique in the account, under its key."""

from collections.abc import Mapping
from typing import Any

from gladhand.sdk.field_map import Prepared

# Made by Samsara itself, from serial numbers and the like.
_AUTOMATIC = "samsara."


def external_id(record: Mapping[str, Any], key: str) -> str | None:
    """What the record has under a key."""
    value = (record.get("externalIds") or {}).get(key)
    return None if value is None or value == "" else str(value)


def put_external_id(prepared: Prepared, current: Mapping[str, Any], key: str) -> None:
    """Place our `external_id` under a key; `current` is the record as it is, empty for a new one."""
    prepared.put("externalIds", with_external_id(current, key, prepared.values["external_id"]))


def with_external_id(record: Mapping[str, Any], key: str, value: str) -> dict[str, Any]:
    """The whole map with another value. All of it is sent: only for trailers it is documented that an update leaves the
    other values alone."""
    has = record.get("externalIds") or {}
    return {**{name: has[name] for name in has if not name.startswith(_AUTOMATIC)}, key: value}


def to_external(value: str) -> str:
    """A value for a rule's `convert`."""
    if not value.strip():
        raise ValueError("Samsara takes no empty external id; null clears it.")
    return value.strip()
