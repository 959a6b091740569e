"""Compares Webfleet's reports with what its actions write."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from gladhand.sdk.field_map import ABSENT, Prepared
from gladhand.sdk.rows import Row

#: Why a field cannot be cleared.
NO_CLEARING: Final = "Webfleet changes a field only when a value is sent; it has no way to clear one."
#: The format of days in the parameters of actions.
DAY: Final = "%d/%m/%Y"
# Parameters that have other names in showDriverReportExtern than in the actions that write.
_ANSWERED_AS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"name": ("name1", "name"), "country": ("country", "state")}
)
_LICENSE = "license_"


def compare(prepared: Prepared, row: Row) -> None:
    """Correct the outcomes by a report, which may not show everything that was written."""
    prepared.compare(
        lambda parameter: _values(row, parameter),
        same=lambda sent, values: sent.strip() in values,
        missing=ABSENT,
        reason="Webfleet took the write and kept another value.",
    )


def holds(row: Row, parameter: str, sent: str) -> bool:
    """Whether a report shows the value that was sent. True if it does not show the parameter."""
    values = _values(row, parameter)
    return values is ABSENT or sent.strip() in values


def parameter_value(row: Row, parameter: str) -> str | None:
    """The value of a parameter in a report."""
    return next((text for name in _names(parameter) if (text := row.text(name))), None)


def license_of(row: Row) -> Row:
    """The driving licence, which may be JSON text within JSON; empty if there is none."""
    held = row.get("driving_license")
    try:
        held = json.loads(held) if isinstance(held, str) and held else held
    except ValueError:
        return Row()
    return Row(held, "driving_license")


def day(value: Any) -> date | None:
    """A day in either format that reports use."""
    if not isinstance(value, str):
        return None
    for form in (DAY, "%Y-%m-%d"):
        try:
            return datetime.strptime(value[:10], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def whole(text: str | None) -> int | None:
    """A whole number. Zero means that none was entered."""
    return Row({"value": text}).whole("value") or None


def present(extras: Mapping[str, Any]) -> dict[str, Any] | None:
    """The extras that have a value."""
    return {name: value for name, value in extras.items() if value is not None} or None


def _names(parameter: str) -> tuple[str, ...]:
    return _ANSWERED_AS.get(parameter, (parameter,))


def _values(row: Row, parameter: str) -> Any:
    """The texts that a report shows for a parameter; `ABSENT` if it shows none."""
    if parameter.startswith(_LICENSE):
        return _license_values(row, parameter.removeprefix(_LICENSE))
    names = [name for name in _names(parameter) if name in row]
    return tuple((row.text(name) or "").strip() for name in names) or ABSENT


def _license_values(row: Row, name: str) -> Any:
    license_ = license_of(row)
    if not license_:
        return () if "driving_license" in row else ABSENT
    if name == "expiry_date":
        expires = day(license_.get(name))
        return (expires.strftime(DAY),) if expires is not None else ()
    return (license_.text(name) or "",)
