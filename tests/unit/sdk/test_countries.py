"""Two letters and three are the same countries."""

import pycountry
import pytest

from gladhand.sdk.countries import alpha2, alpha3


def test_each_country_has_one_code_of_each_length() -> None:
    pairs = {country.alpha_3: country.alpha_2 for country in pycountry.countries}
    assert len(pairs) == 249
    assert all(alpha2(three) == two and alpha3(two) == three for three, two in pairs.items())


@pytest.mark.parametrize(("three", "two"), [("USA", "US"), ("DEU", "DE"), ("gbr", "GB"), ("AUT", "AT"), ("AUS", "AU")])
def test_a_code_of_three_letters_becomes_one_of_two_and_back(three: str, two: str) -> None:
    assert alpha2(three) == two
    assert alpha3(two.lower()) == three.upper()


def test_what_is_no_country_is_refused_when_written_and_unknown_when_read() -> None:
    with pytest.raises(ValueError, match="XXX"):
        alpha2("XXX")
    assert alpha3("ZZ") is None
    assert alpha3(None) is None
