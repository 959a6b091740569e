import pytest
from pydantic import TypeAdapter, ValidationError

from gladhand.orgs.texts import Phone


@pytest.mark.parametrize(
    "number",
    [
        "+14155551234",
        "(415) 555-1234",
        "415.555.1234 x12",
        "030/1234-56",
        "tel:+1-415-555-1234;ext=7",
        "112",
        "555 1234 ext. 5",
    ],
)
def test_phone_numbers_are_taken_in_national_and_international_spelling(number):
    assert TypeAdapter(Phone).validate_python(number) == number


@pytest.mark.parametrize("number", ["", "call me", "+", "()-- ", "12", "+1415555123a", "1" * 60, "5551234\0"])
def test_what_is_no_phone_number_is_refused(number):
    with pytest.raises(ValidationError):
        TypeAdapter(Phone).validate_python(number)
