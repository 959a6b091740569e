"""The units of normalised values. Each is the only one of its kind, so it says what a number counts."""

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
