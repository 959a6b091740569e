"""Values in the units of providers, converted to those of the records. None stays None."""

_KELVIN_AT_ZERO_CELSIUS = 273.15


def metres_per_second(kilometres_per_hour: float | None) -> float | None:
    return None if kilometres_per_hour is None else round(kilometres_per_hour / 3.6, 4)


def metres(kilometres: float | None) -> float | None:
    return None if kilometres is None else round(kilometres * 1000, 3)


def cubic_metres(litres: float | None) -> float | None:
    return None if litres is None else round(litres / 1000, 6)


def pascals(kilopascals: float | None) -> float | None:
    return None if kilopascals is None else round(kilopascals * 1000, 3)


def kelvin(celsius: float | None) -> float | None:
    return None if celsius is None else round(celsius + _KELVIN_AT_ZERO_CELSIUS, 4)
