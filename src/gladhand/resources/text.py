"""Types of single values that are stricter or kinder than plain ones, with the same schema."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool
from pydantic_core import PydanticCustomError

# Beyond it JavaScript, and many a provider, begins to round.
_MOST = 2**53
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _storable(text: str) -> str:
    # PostgreSQL can hold every character but this one, and no provider wants it either.
    if "\x00" in text:
        raise PydanticCustomError("string_nul", "Input should not contain the character U+0000")
    # JSON can spell half of a character; no encoding can write it.
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise PydanticCustomError("string_unicode", "Input should not contain half of a surrogate pair")
    return text


def _day(value: object) -> object:
    # Left alone, pydantic would also take timestamps and numbers of seconds.
    if (isinstance(value, str) and not _DAY.fullmatch(value)) or not isinstance(value, str | date):
        raise PydanticCustomError("date_format", "Input should be a date written YYYY-MM-DD")
    return value


def _whole(value: object) -> object:
    # JSON knows one kind of number: 4.0 is as whole as 4.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _countable(number: int) -> int:
    if abs(number) > _MOST:
        raise PydanticCustomError("number_size", "Input should be a number that JSON can carry exactly")
    return number


Text = Annotated[str, AfterValidator(_storable)]
Alpha3 = Annotated[str, Field(pattern=r"^\w{3}$")]
Day = Annotated[date, BeforeValidator(_day)]
Flag = StrictBool
Whole = Annotated[int, BeforeValidator(_whole), AfterValidator(_countable), Field(strict=True)]
Measure = Annotated[float, Field(strict=True, allow_inf_nan=False)]


def _storable_number(number: int) -> int:
    if not -(2**63) <= number < 2**63:
        raise PydanticCustomError("number_size", "Input should be a number of 64 bits")
    return number


Count = Annotated[int, AfterValidator(_storable_number)]
"""A whole number as providers give it, which the database can store."""
