"""Values in the units of providers, converted to those of the records. None stays None."""

_KELVIN_AT_ZERO_CELSIUS = 273.15


def metres_per_second(kilometres_per_hour: float | None) -> float | None:
    return None if kilometres_per_hour is None else round(kilometres_per_hour / 3.6, 4)


def metres_per_second_of_miles(miles_per_hour: float | None) -> float | None:
    return None if miles_per_hour is None else round(miles_per_hour * 0.44704, 6)


def metres_of_miles(miles: float | None) -> float | None:
    return None if miles is None else round(miles * 1609.344, 3)


def metres(kilometres: float | None) -> float | None:
    return None if kilometres is None else round(kilometres * 1000, 3)


def cubic_metres(litres: float | None) -> float | None:
    return None if litres is None else round(litres / 1000, 6)


def cubic_metres_of_gallons(us_gallons: float | None) -> float | None:
    return None if us_gallons is None else round(us_gallons * 0.003785411784, 6)


def pascals(kilopascals: float | None) -> float | None:
    return None if kilopascals is None else round(kilopascals * 1000, 3)


def kelvin(celsius: float | None) -> float | None:
    return None if celsius is None else round(celsius + _KELVIN_AT_ZERO_CELSIUS, 4)


def kelvin_of_thousandths(thousandths_of_celsius: float | None) -> float | None:
    return None if thousandths_of_celsius is None else round(thousandths_of_celsius / 1000 + _KELVIN_AT_ZERO_CELSIUS, 4)


def whole_seconds(milliseconds: float | None) -> int | None:
    """Full seconds, rounded down."""
    return None if milliseconds is None else int(milliseconds // 1000)


def hours_of_seconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / 3600, 4)
