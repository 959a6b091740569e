"""The units of normalised values, each the only one of its kind, and the units that writes may use."""

from enum import StrEnum


class SpeedUnit(StrEnum):
    """The unit of speeds."""

    METRES_PER_SECOND = "m/s"


class DistanceUnit(StrEnum):
    """The unit of distances and odometers."""

    METRES = "m"


class VolumeUnit(StrEnum):
    """The unit of volumes of fuel."""

    CUBIC_METRES = "m3"


class PressureUnit(StrEnum):
    """The unit of pressures."""

    PASCALS = "Pa"


class TemperatureUnit(StrEnum):
    """The unit of temperatures."""

    KELVIN = "K"


class VoltageUnit(StrEnum):
    """The unit of voltages."""

    VOLTS = "V"


class DistanceUnitEnum(StrEnum):
    """The units in which a write may give distances and odometers."""

    MILES = "miles"
    METERS = "meters"
    KILO_METERS = "kilo_meters"


class FuelVolumeUnitEnum(StrEnum):
    """The units in which a write may give volumes of fuel."""

    CUBIC_METER = "CUBIC_METER"
    LITER = "LITER"
    US_GALLON = "US_GALLON"
    IMPERIAL_GALLON = "IMPERIAL_GALLON"
