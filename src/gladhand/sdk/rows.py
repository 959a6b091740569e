"""Rows: the JSON objects of a provider's answer, read without surprises.

`Response.object()` and `Response.rows()` answer rows. A required key that is missing raises `Malformed` with its path;
an optional value of an unexpected type reads as None, because providers add such values without notice.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any, NoReturn, TypeAlias

from gladhand.sdk.errors import Malformed

_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_LAST_SECOND = datetime(_LAST_YEAR, 12, 31, tzinfo=UTC).timestamp()
# What JSON has for numbers. `true` and `false` are of another type.
_NUMBERS = (int, float)
# Numbers in texts, none with more digits than numbers of providers have.
_WHOLE = re.compile(r"[+-]?\d{1,19}", re.ASCII)
_NUMERAL = re.compile(r"\s*[+-]?(?:\d{1,19}(?:\.\d{0,19})?|\.\d{1,19})(?:[eE][+-]?\d{1,2})?\s*", re.ASCII)
_MOST_WHOLE = 2**63 - 1
_MOST_MONEY = Decimal(10) ** 12
_PART = r"([+-]?\d{1,15}(?:\.\d{1,9})?)"
_DURATION = re.compile(rf"([+-]?)P(?:{_PART}D)?(?:T(?:{_PART}H)?(?:{_PART}M)?(?:{_PART}S)?)?", re.ASCII)


#: A path, or that of the object around and the name or the number there.
Place: TypeAlias = "str | tuple[Place, str | int]"


class Row(dict[str, Any]):
    """One JSON object. `row["id"]` is a required value, `row.get("id")` an optional one."""

    __slots__ = ("_place",)

    def __init__(self, values: Any = (), path: "Place" = "") -> None:
        if isinstance(values, dict):
            dict.__init__(self, values)
        # Few paths are shown, so they are put together only then.
        self._place = path

    @property
    def path(self) -> str:
        """Where the object stands in the answer, such as `drivers.3`; empty for the answer itself."""
        return _path(self._place)

    def __missing__(self, name: str) -> NoReturn:
        raise Malformed(f"The provider's answer has no {self._at(name)}.")

    def joined(self, around: Mapping[str, Any]) -> "Row":
        """The row with values from around it, which its own go before unless they are null. A row that is no object
        stays empty, to be skipped."""
        more = {name: value for name, value in around.items() if self.get(name) is None} if self else {}
        return Row({**self, **more}, self._place)

    def source_id(self, name: str = "id") -> str:
        """A required id: a text that is not empty, or a whole number."""
        value = self[name]
        if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
            raise Malformed(f"The provider's answer has no id in {self._at(name)}.")
        return str(value)

    def required_text(self, name: str) -> str:
        """A required text that is not empty."""
        value = self[name]
        if not isinstance(value, str) or not value:
            raise Malformed(f"The provider's answer has no text in {self._at(name)}.")
        return value

    def required_row(self, name: str) -> "Row":
        """A required object."""
        value = self[name]
        if not isinstance(value, dict):
            raise Malformed(f"The provider's answer has no object in {self._at(name)}.")
        return Row(value, (self._place, name))

    def rows(self, name: str) -> "list[Row]":
        """A required list of objects. An element that is no object becomes an empty row, so that only it is skipped."""
        value = self[name]
        if not isinstance(value, list):
            raise Malformed(f"The provider's answer has no list in {self._at(name)}.")
        at = self._at(name)
        return [Row(element, (at, number)) for number, element in enumerate(value)]

    def optional_rows(self, name: str) -> "list[Row]":
        """The objects of an optional list; none if there is no list."""
        return self.rows(name) if isinstance(self.get(name), list) else []

    def row(self, name: str) -> "Row":
        """An optional object; an empty row if there is none."""
        return Row(self.get(name), (self._place, name))

    def text(self, name: str, within: str | None = None) -> str | None:
        """An optional text or number, as a text. An empty text counts as none.

        `within` names an optional object that has the value, which saves making a row of it.
        """
        value = self.get(name) if within is None else self._inner(within, name)
        if type(value) is str:
            return value or None
        return str(value) if type(value) in _NUMBERS else None

    def flag(self, name: str) -> bool | None:
        """An optional `true` or `false`."""
        value = self.get(name)
        return value if isinstance(value, bool) else None

    def whole(self, name: str) -> int | None:
        """An optional whole number of 64 bits, also one that is written as a text, or with a fraction of nought."""
        value = self.get(name)
        if isinstance(value, str):
            value = int(value) if _WHOLE.fullmatch(value) else None
        elif isinstance(value, float):
            value = int(value) if value.is_integer() else None
        return value if type(value) is int and abs(value) <= _MOST_WHOLE else None

    def number(self, name: str, within: str | None = None) -> float | None:
        """An optional finite number, also one that is written as a text. `within` is that of `text`."""
        # Most rows are mostly numbers, so this one does without further calls.
        holder = self if within is None else self.get(within)
        value: Any = holder.get(name) if isinstance(holder, dict) else None
        if value is None:
            return None
        if type(value) is str:
            return float(value) if _NUMERAL.fullmatch(value) else None
        if type(value) not in _NUMBERS:
            return None
        try:
            number = float(value)
        except OverflowError:
            # A whole number with more than 300 digits.
            return None
        return number if isfinite(number) else None

    def money(self, name: str) -> Decimal | None:
        """An optional amount of money, to the digit, also one that is written as a text."""
        if self.number(name) is None:
            return None
        amount = Decimal(str(self[name]))
        return amount if abs(amount) < _MOST_MONEY else None

    def moment(self, name: str, within: str | None = None) -> datetime | None:
        """An optional time in ISO 8601. A time without a zone is UTC. `within` is that of `text`.

        Providers write years such as 1 and 9999 where they have no time.
        """
        value = self.get(name) if within is None else self._inner(within, name)
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) and value else None
        except ValueError:
            return None
        if moment is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            return None
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment

    def moment_of_seconds(self, name: str) -> datetime | None:
        """An optional time in whole seconds since 1970. Zero is no time."""
        value = self.whole(name)
        if not value or not 0 < value < _LAST_SECOND:
            return None
        return datetime.fromtimestamp(value, UTC)

    def moment_of_milliseconds(self, name: str) -> datetime | None:
        """An optional time in whole milliseconds since 1970. Zero is no time."""
        value = self.whole(name)
        if not value or not 0 < value < _LAST_SECOND * 1000:
            return None
        return datetime.fromtimestamp(value / 1000, UTC)

    def seconds_of_duration(self, name: str) -> float | None:
        """An optional duration in ISO 8601, without years and months: `PT9H` and `PT32400S` are 32,400 seconds.

        One that is overrun has a sign before the whole, `-PT5M`, or before its parts, `PT-5M`.
        """
        value = self.get(name)
        found = _DURATION.fullmatch(value) if isinstance(value, str) else None
        if found is None or not any(found.groups()[1:]):
            return None
        days, hours, minutes, seconds = (float(each or 0) for each in found.groups()[1:])
        total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        return -total if found[1] == "-" else total

    def required_moment(self, name: str) -> datetime:
        """A required time in ISO 8601. A time without a zone is UTC."""
        self[name]
        moment = self.moment(name)
        if moment is None:
            raise Malformed(f"The provider's answer has no time in {self._at(name)}.")
        return moment

    def required_day(self, name: str) -> date:
        """A required day in ISO 8601; of a time its date counts. Years that stand for no time are no day either."""
        value = self[name]
        try:
            day = date.fromisoformat(value[:10]) if isinstance(value, str) else None
        except ValueError:
            day = None
        if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise Malformed(f"The provider's answer has no day in {self._at(name)}.")
        return day

    def _inner(self, within: str, name: str) -> Any:
        inner = self.get(within)
        return inner.get(name) if isinstance(inner, dict) else None

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def rows_of(value: Any, path: str = "") -> list[Row]:
    """The rows of an answer that is a list. Raises `Malformed` if it is none."""
    if not isinstance(value, list):
        raise Malformed(f"The provider's answer has no list{f' in {path}' if path else ''}.")
    return [Row(element, (path, number)) for number, element in enumerate(value)]


def _path(place: Place) -> str:
    if isinstance(place, str):
        return place
    around, name = place
    path = _path(around)
    return f"{path}.{name}" if path else str(name)
