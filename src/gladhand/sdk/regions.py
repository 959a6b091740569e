"""States and provinces by their codes. People write "California" where most providers want "CA"."""

import unicodedata
from functools import cache
from types import MappingProxyType
from typing import Any

import pycountry

# Where licences and plates name a state. In other countries a name may be the code's own.
_COUNTRIES = ("US", "CA", "MX", "AU")


def region_code(name: str) -> str:
    """The code of a state or province, such as CA for California. Any other text as it is."""
    text = name.strip()
    return _codes().get(_plain(text), text)


@cache
def _codes() -> MappingProxyType[str, str]:
    codes: dict[str, str] = {}
    for country in reversed(_COUNTRIES):
        subdivisions: Any = pycountry.subdivisions.get(country_code=country)  # type: ignore[no-untyped-call] # it has no types
        for each in subdivisions:
            code = each.code.partition("-")[2]
            codes |= {_plain(each.name): code, code.lower(): code, each.code.lower(): code}
    return MappingProxyType(codes)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(each for each in letters if not unicodedata.combining(each))
