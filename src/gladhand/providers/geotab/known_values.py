"""What is known of devices at a time: odometers, fuel and drivers, which come in feeds of their own.

A position has the last value before it. The values that later positions may need stay in the state of the read.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from gladhand.providers.geotab.entities import bare_reference, reference
from gladhand.sdk.rows import Row

DRIVER: Final = "driver"
#: The fields of positions by the diagnostic that measures them. The rest of 65,000 diagnostics is not kept.
MEASURED: Final[Mapping[str, str]] = {
    "DiagnosticOdometerId": "odometer",
    "DiagnosticEngineHoursId": "engine_hours",
    "DiagnosticEngineHoursAdjustmentId": "engine_hours",
    "DiagnosticFuelLevelId": "fuel_level",
    "DiagnosticFuelUnitsId": "fuel_value",
    "DiagnosticEngineCoolantTemperatureId": "coolant_temperature",
    "DiagnosticOilPressureId": "oil_pressure",
}
# An older measurement says nothing of a position. A driver stays until another one comes.
_LONGEST_SECONDS: Final = 15 * 60
# The most values of one kind that the state keeps for a device.
_MOST: Final = 16


class KnownValues:
    """Values by device, name and time."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self._values: defaultdict[str, dict[str, list[list[Any]]]] = defaultdict(dict)
        for device, names in stored.items():
            self._values[device] = {name: [list(value) for value in values] for name, values in names.items()}
        self._new = set[str]()
        """Devices of which values have come since the last positions."""

    def measure(self, rows: Iterable[Row]) -> None:
        """Keep what StatusData says of fields that we have."""
        for row in rows:
            name, value = MEASURED.get(bare_reference(row, "diagnostic") or ""), row.number("data")
            if name is not None and value is not None:
                self._keep(row, name, value)

    def change_drivers(self, rows: Iterable[Row]) -> None:
        """Keep who drives, or that nobody has signed in."""
        for row in rows:
            if "driver" in row:
                self._keep(row, DRIVER, reference(row, "driver"))

    def before(self, device: str, moment: datetime) -> dict[str, Any]:
        """The last values before a moment, by name."""
        found: dict[str, Any] = {}
        for name, values in self._values.get(device, {}).items():
            position = bisect_right(values, moment.timestamp(), key=_time)
            if position:
                then, value = values[position - 1]
                if name == DRIVER or moment.timestamp() - then <= _LONGEST_SECONDS:
                    found[name] = value
        return found

    def forget_before(self, reached: Mapping[str, datetime]) -> None:
        """Forget what no position needs that comes later than these, by device.

        A device without a position among these keeps the values that have just come: its positions may follow. What it
        had before goes with time, so that vehicles that stand still do not fill the state.
        """
        if not reached:
            return
        newest = max(reached.values())
        for device, names in list(self._values.items()):
            own = reached.get(device)
            if own is None and device in self._new:
                continue
            oldest = (own or newest).timestamp() - _LONGEST_SECONDS
            for name, values in list(names.items()):
                first = bisect_right(values, own.timestamp(), key=_time) - 1 if own is not None else 0
                names[name] = values[max(first, 0) :]
                if name != DRIVER and _time(names[name][-1]) < oldest:
                    del names[name]
            if not names:
                del self._values[device]
        self._new.clear()

    def stored(self) -> dict[str, Any]:
        """The values that the next run may need, for the state of the read: a few of each kind, in short."""
        return {
            device: {
                name: [_short(value) for value in (values if name == DRIVER else _latest(values))]
                for name, values in names.items()
            }
            for device, names in self._values.items()
        }

    def _keep(self, row: Row, name: str, value: Any) -> None:
        device, then = reference(row, "device"), row.moment("dateTime")
        if device is not None and then is not None:
            self._new.add(device)
            insort(self._values[device].setdefault(name, []), [then.timestamp(), value], key=_time)


def _time(value: list[Any]) -> float:
    return float(value[0])


def _latest(values: list[list[Any]]) -> list[list[Any]]:
    """The last value before the positions that were read, and those behind it of the last minutes."""
    oldest = _time(values[-1]) - _LONGEST_SECONDS
    behind = [value for value in values[1:] if _time(value) >= oldest]
    return [values[0], *behind[1 - _MOST :]]


def _short(value: list[Any]) -> list[Any]:
    """A value with its time in full seconds."""
    then, what = value
    if isinstance(what, float):
        rounded = round(what, 3)
        what = int(rounded) if rounded.is_integer() else rounded
    return [int(then), what]
