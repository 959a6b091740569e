"""What all entities of Geotab have in common: references, versions, places and spans of time."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from gladhand.providers.geotab.user_mapping import moment
from gladhand.resources.positions import Point
from gladhand.sdk.errors import Malformed
from gladhand.sdk.rows import Row
from gladhand.sdk.values import point_of

# Geotab writes them where it has no entity to refer to, mostly as a text, perhaps as an object.
_NOTHING: Final = re.compile(r"(UnknownDriver|No[A-Z]\w*|\w+None)Id")
# A .NET TimeSpan, such as 2.07:00:00 or -00:05:00.5000000.
_SPAN: Final = re.compile(r"(-)?(?:(\d+)\.)?(\d+):(\d{2}):(\d{2}(?:\.\d+)?)")


def reference(row: Row, name: str) -> str | None:
    """The id of the entity that a row refers to. A bare text is no reference: it stands for an unknown or no entity."""
    return _existing(row.text("id", within=name))


def references(row: Row, name: str) -> list[str]:
    """The ids of the entities in an optional list of references."""
    return [found for each in row.optional_rows(name) if (found := _existing(each.text("id"))) is not None]


def required_reference(row: Row, name: str) -> str:
    """The id of an entity that a row has to refer to. Raises `Malformed` if there is none."""
    return _required(row, name, reference(row, name))


def bare_reference(row: Row, name: str) -> str | None:
    """The id of an entity, as an object or as a text: people in messages, and what Geotab itself defines."""
    return reference(row, name) or _existing(row.text(name))


def required_bare_reference(row: Row, name: str) -> str:
    """The id of an entity that a row has to refer to, as an object or as a text. Raises `Malformed`."""
    return _required(row, name, bare_reference(row, name))


def _required(row: Row, name: str, found: str | None) -> str:
    if found is None:
        raise Malformed(f"Geotab's answer refers to nothing in {row.path}.{name}.")
    return found


def _existing(found: str | None) -> str | None:
    return None if found is None or (found.endswith("Id") and _NOTHING.fullmatch(found)) else found


def at(row: Row, name: str) -> datetime | None:
    """An optional time. Those that mean "unset" or "open" are None."""
    return moment(row.get(name))


def seconds_of_span(span: object) -> float | None:
    """The length of a span, which may be negative."""
    found = _SPAN.fullmatch(span) if isinstance(span, str) else None
    if found is None:
        return None
    sign, days, hours, minutes, rest = found.groups()
    total = int(days or 0) * 86_400 + int(hours) * 3600 + int(minutes) * 60 + float(rest)
    return -total if sign else total


def whole_seconds_of_span(span: object) -> int | None:
    """The full seconds of a span."""
    found = seconds_of_span(span)
    return None if found is None else int(found)


def point(place: Row, *, longitude: str = "x", latitude: str = "y") -> Point | None:
    """A position. None without coordinates, and for 0/0, which stands for no reception."""
    return point_of(place, longitude, latitude)


def version_of(row: Row) -> tuple[int, str]:
    """The version of an entity, such that a newer one is greater. Versions are hexadecimal numbers."""
    several = row.get("versions")
    texts = several if isinstance(several, list) else [row.get("version")]
    return max(((len(text), text) for text in texts if isinstance(text, str)), default=(0, ""))


def newest(rows: Iterable[Row]) -> list[Row]:
    """The newest version of each entity. Of two alike the later one counts; rows without an id pass."""
    found: dict[object, Row] = {}
    for number, row in enumerate(rows):
        key: object = row.text("id") or number
        if key not in found or version_of(row) >= version_of(found[key]):
            found[key] = row
    return list(found.values())
