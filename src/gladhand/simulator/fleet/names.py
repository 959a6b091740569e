"""Names and descriptions of invented drivers, trucks and trailers."""

import tomllib
from functools import cache
from importlib.resources import files

_BUILDS = (
    ("Freightliner", "Cascadia", "1FUJHHDR"),
    ("Volvo", "VNL 760", "4V4NC9EH"),
    ("Kenworth", "T680", "1XKYD49X"),
    ("Peterbilt", "579", "1XPBDP9X"),
    ("International", "LT625", "3HSDZTZR"),
    ("Mack", "Anthem", "1M1AN4GY"),
)


def person(number: int) -> tuple[str, str]:
    """Given and family name. When all pairs are taken, family names come with a number."""
    given, families = _names()
    rounds, index = divmod(number, len(given))
    again = number // (len(given) * len(families))
    family = families[(7 * index + 11 * rounds) % len(families)]
    return given[index], f"{family} {again + 1}" if again else family


def truck_build(number: int) -> tuple[str, str, int, str]:
    """Make, model, year and VIN."""
    make, model, maker = _BUILDS[number % len(_BUILDS)]
    year = 2019 + number * 7 % 6
    return make, model, year, f"{maker}{'KLMNPR'[year - 2019]}S{number:07d}"


def trailer_vin(number: int) -> str:
    return f"1UYVS253{'KLMNPR'[number % 6]}M{number:07d}"


@cache
def _names() -> tuple[list[str], list[str]]:
    names = tomllib.loads((files(__package__) / "names.toml").read_text("utf-8"))
    return names["given"], names["family"]
