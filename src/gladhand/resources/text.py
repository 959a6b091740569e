"""Types of single values that are stricter or kinder than plain ones, with the same schema."""

import re
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, StrictBool, WithJsonSchema
from pydantic_core import PydanticCustomError

from gladhand.resources.cleaning import clean_line, clean_prose

# Beyond it JavaScript and many providers round.
_MOST = 2**53
# Clients without a type for dates send midnight of the day, in any zone.
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[Tt ]00:00(?::00(?:\.0+)?)?(?:[Zz]|[+-]\d{2}:?\d{2})?)?", re.ASCII)

_Number = TypeVar("_Number", int, float, Decimal)

_AMOUNT = re.compile(r"^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$", re.ASCII)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}", re.ASCII)


def _without_exponent(amount: Decimal) -> str:
    """As a write takes it: `str` writes `1E-7` for small amounts."""
    return format(amount, "f")


def _storable(text: str) -> str:
    # PostgreSQL can hold every character but this one, and no provider wants it either.
    if "\x00" in text:
        raise PydanticCustomError("string_nul", "Input should not contain the character U+0000")
    # JSON can spell half of a character; no encoding can write it.
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise PydanticCustomError("string_unicode", "Input should not contain half of a surrogate pair")
    return text


def _day(value: object) -> object:
    # pydantic would also accept timestamps and numbers of seconds.
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    written = _DAY.fullmatch(clean_line(value)) if isinstance(value, str) else None
    if written is None:
        raise PydanticCustomError("date_format", "Input should be a date written YYYY-MM-DD, or midnight of that day")
    return written[1]


def _whole(value: object) -> object:
    # JSON knows one kind of number: 4.0 is as whole as 4.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _countable(number: _Number) -> _Number:
    if abs(number) > _MOST:
        raise PydanticCustomError("number_size", "Input should be a number that JSON can carry exactly")
    return number


def _written_amount(value: object) -> object:
    # pydantic would also accept exponents, blanks and booleans.
    if isinstance(value, bool) or (isinstance(value, str) and _AMOUNT.match(value) is None):
        raise PydanticCustomError("decimal_parsing", "Input should be a number, or a decimal as a text")
    return value


def _written_time(value: object) -> object:
    # pydantic would also accept numbers of seconds and of milliseconds, and days without a time.
    if isinstance(value, datetime) or (isinstance(value, str) and _TIME.match(value)):
        return value
    raise PydanticCustomError("datetime_format", "Input should be a time such as 2026-03-02T09:30:00Z")


def _written_in_utc(moment: datetime) -> datetime:
    if not MINYEAR < moment.year < MAXYEAR:
        raise PydanticCustomError("datetime_range", "Input should be a time between the years 2 and 9998")
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def cleaned(value: object) -> object:
    """For a `BeforeValidator`: a text of one line, without what copying brings along."""
    return clean_line(value) if isinstance(value, str) else value


Text = Annotated[str, AfterValidator(_storable)]
"""A text to the letter, such as an id that another system has made."""
Line = Annotated[Text, AfterValidator(clean_line)]
"""A text that a person types or pastes into a field with one line."""
Prose = Annotated[Text, AfterValidator(clean_prose)]
"""A text that a person types or pastes, of several lines."""
Alpha3 = Annotated[str, Field(pattern=r"^\w{3}$"), BeforeValidator(cleaned)]
Day = Annotated[date, BeforeValidator(_day)]
Flag = StrictBool
Whole = Annotated[int, BeforeValidator(_whole), AfterValidator(_countable), Field(strict=True)]
Measure = Annotated[float, Field(strict=True, allow_inf_nan=False), AfterValidator(_countable)]
Latitude = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-90, le=90)]
Longitude = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-180, le=180)]
Amount = Annotated[
    Decimal,
    BeforeValidator(_written_amount),
    AfterValidator(_countable),
    PlainSerializer(_without_exponent, when_used="json"),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": _AMOUNT.pattern}]}),
]
"""An amount of money: a number, or a decimal as a text."""
Time = Annotated[datetime, BeforeValidator(_written_time), AfterValidator(_written_in_utc)]
"""A time in a write: RFC 3339. Without a zone it is UTC."""


def _storable_number(number: int) -> int:
    if not -(2**63) <= number < 2**63:
        raise PydanticCustomError("number_size", "Input should be a number of 64 bits")
    return number


Count = Annotated[int, AfterValidator(_storable_number)]
"""A whole number as providers give it, which the database can store."""


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_in_utc)]
"""A time inside an object of a record. It is stored as text, so that it has to be in UTC already."""
