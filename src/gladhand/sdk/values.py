"""Values that several providers show in the same way."""

from typing import Any

from gladhand.resources.enums import TimezoneCodeEnum


def zone(name: Any) -> TimezoneCodeEnum | None:
    """A time zone by any of its IANA names; None for a name that is none."""
    try:
        return TimezoneCodeEnum(name)
    except ValueError:
        return None
