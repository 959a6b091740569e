"""Requests made from the contract: one that fits, and many of which one thing is wrong."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from tests.contract.facts import Fact, OperationFacts

_FIELD = re.compile(r"body(?:\[\])?\.(\w+)")
# What has a form of its own.
_SAMPLES: dict[str, Any] = {
    "credentials": {"api_key": "x"},
    "pre_auth_credentials": {"username": "x", "password": "x"},
    "origins": ["https://partner.example"],
}
# Values that a lenient reader would take.
_WRONG: dict[str, tuple[Any, ...]] = {
    "date": ("0", 0, "2026-13-01"),
    "date-time": ("0", 0, "2026-03-02T25:00:00Z"),
    "boolean": ("maybe", 1),
    "number": ("many", True),
    "integer": ("many", 1.5, True),
    "uuid": ("nope", 1),
    "array": ("x",),
}


def sample(fact: Fact) -> Any:
    if fact.values:
        return min(fact.values)
    kinds = {"uuid": str(uuid4()), "uri": "https://a.example/", "number": 1, "integer": 1, "array": [str(uuid4())]}
    return next((value for kind, value in kinds.items() if kind in fact.kinds), "x")


def fields(operation: OperationFacts) -> dict[str, Fact]:
    return {found[1]: fact for path, fact in operation.request.items() if (found := _FIELD.fullmatch(path)) is not None}


def required_fields(operation: OperationFacts) -> dict[str, Any]:
    return {name: _SAMPLES.get(name) or sample(fact) for name, fact in fields(operation).items() if fact.required}


def in_body(operation: OperationFacts, of: dict[str, Any]) -> Any:
    return [of] if "body[]" in operation.request else of


def valid_body(operation: OperationFacts) -> Any:
    if "body" not in operation.request:
        return None
    return in_body(operation, required_fields(operation))


def wrong_bodies(operation: OperationFacts) -> Iterator[Any]:
    """Bodies of which one thing is wrong."""
    if "body" not in operation.request:
        return
    required = required_fields(operation)
    yield 5
    for name, fact in fields(operation).items():
        if fact.required:
            yield in_body(operation, {each: value for each, value in required.items() if each != name})
            yield in_body(operation, required | {name: None})
        yield in_body(operation, required | {name: 5 if "object" in fact.kinds else {"a": 1}})
        if fact.values:
            yield in_body(operation, required | {name: "none of them"})
        elif "string" in fact.kinds or "uri" in fact.kinds:
            yield in_body(operation, required | {name: "a\0b"})
        for kind, wrong in _WRONG.items():
            if fact.kinds == {kind}:
                yield from (in_body(operation, required | {name: each}) for each in wrong)
        limits = dict(fact.limits)
        if "maxLength" in limits:
            yield in_body(operation, required | {name: "https://a.example/" + "x" * limits["maxLength"]})
        if "maximum" in limits:
            yield in_body(operation, required | {name: limits["maximum"] + 1})


def wrong_queries(operation: OperationFacts) -> Iterator[tuple[str, str, int]]:
    for path, fact in operation.request.items():
        name = path.removeprefix("query.")
        if name == path or "[" in name:
            continue
        if name == "cursor":
            yield name, "nonsense", 400
        elif fact.values or "uuid" in fact.kinds or "integer" in fact.kinds:
            yield name, "nonsense", 422
        elif "array" not in fact.kinds:
            yield name, "\0", 422
        for kind in (_WRONG.keys() - {"array"}) & fact.kinds:
            yield name, _WRONG[kind][0], 422
