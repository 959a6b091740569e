"""Country codes by ISO 3166-1. gladhand uses three letters, many providers use two."""

import pycountry


def alpha2(code: str) -> str:
    """The two letters for three. Raises `ValueError`, as a `convert` of a field map should."""
    country = pycountry.countries.get(alpha_3=code)
    if country is None:
        raise ValueError(f"No country has the code {code}.")
    return str(country.alpha_2)


def alpha3(code: object) -> str | None:
    """The three letters for a provider's two. None if no country has this code."""
    country = pycountry.countries.get(alpha_2=code.strip()) if isinstance(code, str) else None
    return None if country is None else str(country.alpha_3)
