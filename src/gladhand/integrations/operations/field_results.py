"""The outcome of each field of a write, as operations answer it: one entry per sent field, in the order of the request.

The adapter reports outcomes. For fields without a report, and for a write whose answer was lost, the outcome follows
from comparing the provider's record with the sent values.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias

import orjson

from gladhand.core.unknown_names import IgnoredName
from gladhand.resources.base import Change
from gladhand.resources.fields import Fields, Reference, marked
from gladhand.resources.models import plain_type
from gladhand.sdk.errors import ProviderError, Rejected
from gladhand.sdk.field_map import ABSENT, FieldMap, FieldOutcome, Prepared, Verb
from gladhand.sdk.records import Record
from gladhand.sdk.writing import Written

FieldResults: TypeAlias = list[dict[str, str | None]]

_NOT_ANSWERED = "The provider does not show this field. Only the write as a whole is confirmed."
_NO_FIELD = "There is no such field."
#: The outcome of a field that the API does not have.
_IGNORED = "ignored"
_OTHER_VALUE = "The provider has another value."
#: Types of which one value has several texts in JSON, such as `412.50` and `412.5`, and how a text is read.
_READERS: Mapping[Any, Callable[[Any], object]] = {
    Decimal: lambda text: Decimal(str(text)),
    float: float,
    datetime: datetime.fromisoformat,
}


def of_written(written: Written, change: Change) -> FieldResults:
    """Outcomes of a write that the provider answered."""
    reported = Prepared(outcomes=dict(written.outcomes), details=dict(written.details), values=written.prepared.values)
    return _results(change, reported, written.record)


def of_found(record: Record, change: Change, verb: Verb, field_map: FieldMap | None) -> FieldResults:
    """Outcomes of a write whose answer was lost, from the record that was read back."""
    expected, stored, sent = _expected(change, verb, field_map), _values_by_written_name(record), _plain(change)
    known = Prepared(details=expected.details, values=expected.values)
    for name, outcome in expected.outcomes.items():
        # These follow from the field map. The others must show in the record.
        is_shortened = outcome is FieldOutcome.SHORTENED and _is_beginning(stored.get(name, ""), sent.get(name))
        if is_shortened or outcome is FieldOutcome.NOT_SUPPORTED:
            known.outcomes[name] = outcome
    return _results(change, known, record)


def shows_all(found: FieldResults, record: Record) -> bool:
    """Whether the record shows all values that the provider supports, by the outcomes of `of_found`."""
    stored = _values_by_written_name(record)
    supported = [each for each in found if each["outcome"] != FieldOutcome.NOT_SUPPORTED]
    return bool(supported) and all(
        each["field"] in stored and each["outcome"] in (FieldOutcome.APPLIED, FieldOutcome.SHORTENED)
        for each in supported
    )


def of_refusal(error: ProviderError, change: Change) -> FieldResults:
    """Outcomes of a refusal: its fields are rejected, all others unchanged. Empty if it names no field."""
    if not isinstance(error, Rejected) or not error.fields:
        return []
    faults = error.fields
    return [
        _result(name, FieldOutcome.REJECTED if name in faults else FieldOutcome.UNCHANGED, faults.get(name))
        for name in [*change, *(name for name in faults if name not in change)]
    ]


def of_ignored(ignored: Sequence[IgnoredName]) -> FieldResults:
    """Outcomes of the fields of the request that the API does not have."""
    paths = [(each, each.path.partition(".")) for each in ignored]
    return [
        {"field": name, "outcome": _IGNORED, "detail": f"{_NO_FIELD}{each.hint}"}
        for each, (part, _, name) in paths
        if part == "body"
    ]


def _expected(change: Change, verb: Verb, field_map: FieldMap | None) -> Prepared:
    if field_map is not None:
        with suppress(Rejected):
            return field_map.prepare(change, verb, uncertain=True)
    return Prepared()


def _results(change: Change, reported: Prepared, record: Record) -> FieldResults:
    stored, sent = _values_by_written_name(record), _plain(change)
    known = dict(reported.outcomes)
    compared = Prepared(
        outcomes=dict.fromkeys(sent, FieldOutcome.APPLIED) | known,
        details=dict.fromkeys(sent.keys() - stored.keys(), _NOT_ANSWERED) | dict.fromkeys(known, "") | reported.details,
    )
    # A record may show a value in the provider's form, such as a code for a name.
    forms = {name: value for name, value in reported.values.items() if stored.get(name, ABSENT) == value}
    compared.compare(
        _read(record, stored),
        sent=_read(record, sent | forms),
        same=_same,
        missing=ABSENT,
        skip=known,
        reason=_OTHER_VALUE,
    )
    return [_result(name, compared.outcomes[name], compared.details.get(name)) for name in sent]


def _result(name: str, outcome: FieldOutcome, detail: str | None) -> dict[str, str | None]:
    return {"field": name, "outcome": outcome.value, "detail": detail or None}


def _is_beginning(answered: object, sent: object) -> bool:
    return isinstance(answered, str) and str(sent).startswith(answered)


def _read(record: Record, values: Mapping[str, object]) -> dict[str, object]:
    """The values, those of the record's fields in their types where it matters."""
    readers = _readers(type(record.fields))
    return {name: _value(readers[name], value) if name in readers else value for name, value in values.items()}


@cache
def _readers(fields: type[Fields]) -> Mapping[str, Callable[[Any], object]]:
    types = {name: plain_type(field.annotation) for name, field in fields.model_fields.items()}
    return {name: _READERS[each] for name, each in types.items() if each in _READERS}


@cache
def _references(fields: type[Fields]) -> Sequence[str]:
    return [name for name, _, _ in marked(fields, Reference)]


def _value(reader: Callable[[Any], object], value: object) -> object:
    if value is not None:
        with suppress(ValueError, TypeError, ArithmeticError):
            return reader(value)
    return value


def _same(sent: object, answered: object) -> bool:
    """Whether two values are equal. Units of a provider cost a number its last digits."""
    if isinstance(sent, float) and isinstance(answered, float):
        return math.isclose(sent, answered, rel_tol=1e-9)
    return sent == answered


def _values_by_written_name(record: Record) -> Mapping[str, object]:
    """The values of the record by the names of a write, which names other records by the provider's ids of them."""
    shown = record.fields.stored() | dict(record.extras or {})
    return shown | {name: shown.get(f"source_{name}") for name in _references(type(record.fields))}


def _plain(change: Change) -> dict[str, object]:
    """Values as in JSON: a date is a text."""
    values: dict[str, object] = orjson.loads(orjson.dumps(dict(change), default=str))
    return values
