"""Phone numbers as people type them: without the code of their own country."""

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult


def international_number(text: str, region: str | None) -> str:
    """The number with its country code, such as `+15125550100`, and with its extension.

    `region` is the country in two letters that a number without a country code belongs to. Raises `ValueError` where
    the number has too few or too many digits for its country, or no known country.
    """
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise ValueError(str(error)) from None
    # A number that works only within its town lacks the rest.
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        raise ValueError("The number is too short or too long.")
    dialled = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return f"{dialled} ext. {number.extension}" if number.extension else dialled


def example_number(region: str) -> str | None:
    """A number as it is written within this country, in two letters. None for an unknown country."""
    number = phonenumbers.example_number(region)
    return None if number is None else phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
