"""External ids: names that other systems give a record. Each value is unique in the account, under its key."""

from collections.abc import Mapping
from typing import Any, Final

from gladhand.sdk.field_map import Prepared
from gladhand.sdk.rows import Row

# Samsara itself creates these, from serial numbers for example.
_AUTOMATIC = "samsara."
#: The external id that Samsara makes of a VIN.
VIN: Final = f"{_AUTOMATIC}vin"


def external_id(record: Mapping[str, Any], key: str) -> str | None:
    """The external id of a record under a key."""
    return Row(record.get("externalIds")).text(key)


def put_external_id(prepared: Prepared, current: Mapping[str, Any], key: str) -> None:
    """Place our `external_id` under a key; `current` is the record now, empty for a new one."""
    prepared.put("externalIds", with_external_id(current, key, prepared.values["external_id"]))


def with_external_id(record: Mapping[str, Any], key: str, value: str) -> dict[str, Any]:
    """The whole map with one value replaced. An update sends all of it: Samsara documents only for trailers that an
    update keeps the other values."""
    has = record.get("externalIds") or {}
    return {**{name: has[name] for name in has if not name.startswith(_AUTOMATIC)}, key: value}


def to_external(value: str) -> str:
    """Converts a value for a field rule."""
    if not value.strip():
        raise ValueError("Samsara takes no empty external id; null clears it.")
    return value.strip()
