"""The units of normalised values, each the only one of its kind, and the units that writes may use."""

from enum import StrEnum


class SpeedUnit(StrEnum):
    """Of speeds."""

    METRES_PER_SECOND = "m/s"


class DistanceUnit(StrEnum):
    """Of distances and odometers."""

    METRES = "m"


class VolumeUnit(StrEnum):
    """Of volumes of fuel."""

    CUBIC_METRES = "m3"


class PressureUnit(StrEnum):
    """Of pressures."""

    PASCALS = "Pa"


class TemperatureUnit(StrEnum):
    """Of temperatures."""

    KELVIN = "K"


class VoltageUnit(StrEnum):
    """Of voltages."""

    VOLTS = "V"


class DistanceUnitEnum(StrEnum):
    """In which a write may give distances and odometers."""

    MILES = "miles"
    METERS = "meters"
    KILO_METERS = "kilo_meters"


class FuelVolumeUnitEnum(StrEnum):
    """In which a write may give volumes of fuel."""

    CUBIC_METER = "CUBIC_METER"
    LITER = "LITER"
    US_GALLON = "US_GALLON"
    IMPERIAL_GALLON = "IMPERIAL_GALLON"
