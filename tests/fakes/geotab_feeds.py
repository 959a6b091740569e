"""The feeds of one database of the fake Geotab, and the lists of what devices and drivers report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

Entity = dict[str, Any]

#: Rows that never change: the version is that of the feed alone.
ACTIVE: Final = frozenset({"LogRecord", "StatusData", "FaultData", "TextMessage"})
EDITABLE: Final = frozenset(
    {
        *("DutyStatusLog", "AnnotationLog", "DriverChange", "DVIRLog", "TrailerAttachment", "ExceptionEvent"),
        *("FillUp", "FuelTransaction", "FuelTaxDetail"),
    }
)
#: What is listed beside users and devices, by the keys of the object model that a search may have.
LISTS: Final[Mapping[str, frozenset[str]]] = {
    "DeviceStatusInfo": frozenset({"deviceSearch"}),
    "DutyStatusLog": frozenset({"id", "userSearch", "fromDate", "toDate", "includeBoundaryLogs"}),
    **dict.fromkeys(("AnnotationLog", "Diagnostic", "FailureMode"), frozenset({"id"})),
    **dict.fromkeys(("FuelTaxDetail", "LogRecord"), frozenset({"deviceSearch", "fromDate", "toDate"})),
    "DutyStatusAvailability": frozenset({"userSearch"}),
    "DutyStatusViolation": frozenset({"userSearch", "fromDate", "toDate"}),
    "DriverChange": frozenset({"id", "deviceSearch", "userSearch", "fromDate", "toDate"}),
    "DVIRLog": frozenset({"id", "deviceSearch", "userSearch", "fromDate", "toDate"}),
    "FuelTransaction": frozenset({"id", "deviceSearch", "fromDate", "toDate"}),
    "TextMessage": frozenset({"id", "recipientSearch", "fromDate", "toDate"}),
}
_WITHOUT_IDS: Final = frozenset({"DeviceStatusInfo", "DutyStatusAvailability", "DutyStatusViolation"})
_ONE_DRIVER: Final = frozenset({"DutyStatusAvailability", "DutyStatusViolation"})
_CUT: Final = 5_000
#: So many rows of a type come at once, whatever is asked for.
_SILENT_CAPS: Final = {"FillUp": 10_000}
_MOST: Final = 50_000


class BadArgument(Exception):
    """A request with parameters that Geotab refuses."""


@dataclass
class _Kept:
    version: int
    received_at: datetime
    row: Entity


@dataclass
class Feeds:
    """Rows by type, in the order in which Geotab got or changed them."""

    kept: defaultdict[str, dict[str, _Kept]] = field(default_factory=lambda: defaultdict(dict))
    first_version: int = 0
    """The oldest version that is still known."""
    last_version: int = 0
    refused: set[str] = field(default_factory=set)
    """Lists of what these users and devices have reported are refused."""
    hidden: set[str] = field(default_factory=set)
    """Types that no account may see."""

    def put(self, type_name: str, row: Mapping[str, Any], *, received_at: datetime | None = None) -> Entity:
        """A row that has arrived, or that was changed: it comes again under its id, with a higher version."""
        self.last_version += 1
        version = f"{self.last_version:016x}"
        kept = {"id": f"b{self.last_version:X}", **row}
        if type_name == "FuelTaxDetail":
            kept["versions"] = [version]
        elif type_name in EDITABLE:
            kept["version"] = version
        self.kept[type_name].pop(kept["id"], None)
        self.kept[type_name][kept["id"]] = _Kept(self.last_version, received_at or datetime.now(UTC), kept)
        return kept

    def read(self, type_name: str, version: Any, search: Mapping[str, Any] | None, limit: Any) -> Entity:
        """One page of a feed."""
        if type_name not in ACTIVE | EDITABLE:
            raise BadArgument(f"There is no feed of {type_name}.")
        rows = list(self.kept[type_name].values())
        if version is not None:
            after = _number(version)
            if not self.first_version <= after <= self.last_version:
                raise BadArgument("The version is not known.")
            rows = [each for each in rows if each.version > after]
        elif search is not None and "fromDate" in search:
            since = datetime.fromisoformat(search["fromDate"])
            rows = [each for each in rows if each.received_at >= since]
        else:
            rows = []
        page = rows[: min(limit if limit is not None else _MOST, _SILENT_CAPS.get(type_name, _MOST))]
        reached = page[-1].version if len(page) < len(rows) else self.last_version
        return {"data": [each.row for each in page], "toVersion": f"{reached:016x}"}

    def find(self, type_name: str, search: Mapping[str, Any], limit: int | None) -> list[Entity]:
        """Rows that match a search. The list is cut without a sign."""
        if unknown := search.keys() - LISTS[type_name]:
            raise BadArgument(f"A search of {type_name} has no {', '.join(sorted(unknown))}.")
        if type_name in _ONE_DRIVER and "userSearch" not in search:
            raise BadArgument(f"{type_name} is calculated for one user.")
        if any(search.get(key, {}).get("id") in self.refused for key in ("userSearch", "deviceSearch")):
            raise BadArgument("It cannot be calculated.")
        found = [each.row for each in self.kept[type_name].values() if _matches(each.row, search)]
        if search.get("includeBoundaryLogs"):
            whole = {key: value for key, value in search.items() if key in ("id", "userSearch")}
            before = {**whole, "toDate": search["fromDate"]}
            earlier = [each.row for each in self.kept[type_name].values() if _matches(each.row, before)]
            found += sorted((row for row in earlier if row not in found), key=lambda row: row["dateTime"])[-1:]
        page = found[: min(limit or _CUT, _CUT)]
        if type_name in _WITHOUT_IDS:
            return [{key: value for key, value in row.items() if key != "id"} for row in page]
        return page


def _matches(row: Entity, search: Mapping[str, Any]) -> bool:
    for key, name in (("deviceSearch", "device"), ("userSearch", "driver")):
        whose = row.get(name)
        if key in search and (not isinstance(whose, dict) or whose["id"] != search[key]["id"]):
            return False
    if "recipientSearch" in search and row.get("recipient") != search["recipientSearch"]["id"]:
        return False
    begun = row.get("dateTime") or row.get("sent") or row.get("fromDate") or row.get("enterTime")
    ended = row.get("dateTime") or row.get("sent") or row.get("toDate") or row.get("exitTime")
    if "toDate" in search and begun is not None and _moment(begun) > _moment(search["toDate"]):
        return False
    if "fromDate" in search and ended is not None and _moment(ended) < _moment(search["fromDate"]):
        return False
    return "id" not in search or row["id"] == search["id"]


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _number(version: Any) -> int:
    try:
        return int(version, 16)
    except (TypeError, ValueError):
        raise BadArgument("The version is no version.") from None
