"""Times that clients write into a query."""

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

# `from_datetime` and `to_datetime` stay within these years, because arithmetic beyond them overflows.
_FIRST_YEAR, _LAST_YEAR = 1970, 9998
_WRITTEN_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}.*)?", re.ASCII)


def _written(value: object) -> object:
    # pydantic would also accept numbers of seconds and of milliseconds.
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or _WRITTEN_TIME.fullmatch(value) is None:
        raise PydanticCustomError(
            "datetime_format", "Input should be a time such as 2026-03-02T09:30:00Z, or a day such as 2026-03-02"
        )
    # A query string turns a bare `+` before the zone into a space.
    return re.sub(r" (\d{2}:?\d{2})$", r"+\1", value) if len(value) > _MINUTE else value


def _in_utc(moment: datetime) -> datetime:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise PydanticCustomError("datetime_range", f"Input should be between {_FIRST_YEAR} and {_LAST_YEAR}")
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


# The length of `2026-03-02T09:30`.
_MINUTE = 16
QueryTime = Annotated[datetime, BeforeValidator(_written), AfterValidator(_in_utc)]
"""A time in a query: RFC 3339. Without a zone it is UTC; a day alone is its midnight in UTC."""
