"""What became of each field of a write, as operations answer it: one entry per field that was sent, in its order.

What was written is told by the adapter. What an adapter does not say, and what was found written after its answer had
been lost, is told by comparing the provider's record with what was sent.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import TypeAlias

import orjson

from gladhand.resources.base import Change
from gladhand.sdk.errors import ProviderError, Rejected
from gladhand.sdk.field_map import FieldMap, FieldOutcome, Prepared, Verb
from gladhand.sdk.records import Record
from gladhand.sdk.writing import Written

FieldResults: TypeAlias = list[dict[str, str | None]]

_KNOWN_BEFORE = (FieldOutcome.NOT_SUPPORTED, FieldOutcome.SHORTENED)
_NOT_SHOWN = "The provider does not show this field, so only the write as a whole is known to have been done."
_OTHER_VALUE = "The provider has another value."


def of_written(written: Written, change: Change) -> FieldResults:
    """After a write that was answered."""
    told = Prepared(outcomes=dict(written.outcomes), details=dict(written.details))
    return _listed(change, told, written.record)


def of_found(record: Record, change: Change, verb: Verb, sheet: FieldMap | None) -> FieldResults:
    """After a write whose answer was lost, and whose record was read instead."""
    expected = _expected(change, verb, sheet)
    # What the provider has no place for is known without it; the rest has to be seen in the record.
    seen = Prepared(details=expected.details)
    seen.outcomes.update((name, note) for name, note in expected.outcomes.items() if note in _KNOWN_BEFORE)
    return _listed(change, seen, record)


def of_refusal(error: ProviderError, change: Change) -> FieldResults:
    """After a refusal that names fields: those are rejected, and all others are as they were. Else nothing is known."""
    if not isinstance(error, Rejected) or not error.fields:
        return []
    faults = error.fields
    return [
        _result(name, FieldOutcome.REJECTED if name in faults else FieldOutcome.UNCHANGED, faults.get(name))
        for name in [*change, *(name for name in faults if name not in change)]
    ]


def is_as_asked(record: Record, change: Change, verb: Verb, sheet: FieldMap | None = None) -> bool:
    """Whether the record shows everything of a change that the provider can hold."""
    expected = _expected(change, verb, sheet)
    has = _shown(record)
    seen = [
        has.get(name) == value
        or (expected.outcomes.get(name) is FieldOutcome.SHORTENED and str(value).startswith(str(has.get(name) or "\0")))
        for name, value in _plain(change).items()
        if expected.outcomes.get(name) is not FieldOutcome.NOT_SUPPORTED
    ]
    return bool(seen) and all(seen) and all(name in has for name in change if name not in expected.outcomes)


def _expected(change: Change, verb: Verb, sheet: FieldMap | None) -> Prepared:
    if sheet is not None:
        with suppress(Rejected):
            return sheet.prepare(change, verb, uncertain=True)
    return Prepared()


def _listed(change: Change, told: Prepared, record: Record) -> FieldResults:
    has = _shown(record)
    results = []
    for name, value in _plain(change).items():
        note, detail = told.outcomes.get(name), told.details.get(name)
        if note is None and name not in has:
            note, detail = FieldOutcome.APPLIED, _NOT_SHOWN
        elif note is None and has[name] == value:
            note = FieldOutcome.APPLIED
        elif note is None:
            note, detail = FieldOutcome.UNCHANGED, _OTHER_VALUE
        results.append(_result(name, note, detail))
    return results


def _result(name: str, note: FieldOutcome, detail: str | None) -> dict[str, str | None]:
    return {"field": name, "outcome": note.value, "detail": detail or None}


def _shown(record: Record) -> Mapping[str, object]:
    return record.fields.stored() | dict(record.extras or {})


def _plain(change: Change) -> dict[str, object]:
    """Values as JSON has them: a date is its text."""
    plain: dict[str, object] = orjson.loads(orjson.dumps(dict(change)))
    return plain
