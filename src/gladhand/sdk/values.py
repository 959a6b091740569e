"""Values that several providers show in the same way."""

import unicodedata
from typing import Any

from gladhand.resources.enums import TimezoneCodeEnum


def zone(name: Any) -> TimezoneCodeEnum | None:
    """A time zone by any of its IANA names; None for a name that is none."""
    try:
        return TimezoneCodeEnum(name)
    except ValueError:
        return None


def same_text(value: Any, wanted: str) -> bool:
    """Whether a provider's text is this one, in any case and in either Unicode form of its letters."""
    return isinstance(value, str) and _folded(value) == _folded(wanted)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()
