"""What a server says of one operation beside what the contract says: every difference that a client could feel."""

from collections.abc import Iterator
from itertools import chain

from tests.contract.facts import Fact, OperationFacts

_SHOWN_VALUES = 5


def differences(contract: OperationFacts, ours: OperationFacts) -> list[str]:
    return list(
        chain(
            _security(contract, ours),
            (f"{status}: missing" for status in sorted(contract.statuses - ours.statuses)),
            _request(contract.request, ours.request),
            _answers(contract.answers, ours.answers),
        )
    )


def _security(contract: OperationFacts, ours: OperationFacts) -> Iterator[str]:
    if contract.scopes != ours.scopes:
        yield f"scopes: {_scopes(ours)}, contract: {_scopes(contract)}"


def _scopes(operation: OperationFacts) -> str:
    return "open" if operation.scopes is None else " ".join(sorted(operation.scopes)) or "any token"


def _request(contract: dict[str, Fact], ours: dict[str, Fact]) -> Iterator[str]:
    """Equal in both directions: what is sent to one server has to be good for the other."""
    for place, wanted in contract.items():
        have = ours.get(place)
        if have is None:
            yield f"{place}: missing"
            continue
        yield from _same_values(place, wanted, have)
        if wanted.kinds != have.kinds:
            yield f"{place}: type {_named(have)}, contract: {_named(wanted)}"
        # Null in a query, and no body at all, are ways to leave something out.
        if wanted.nullable != have.nullable and not place.startswith("query.") and place != "body":
            yield f"{place}: {'' if have.nullable else 'not '}nullable, contract: otherwise"
        if wanted.required != have.required:
            yield f"{place}: {'required' if have.required else 'optional'}, contract: otherwise"
        if wanted.limits != have.limits:
            yield f"{place}: limits {dict(have.limits)}, contract: {dict(wanted.limits)}"
        if have.values and not wanted.values and "string" in wanted.kinds:
            yield f"{place}: limited to an enum, contract: any string"
    for place in ours.keys() - contract.keys():
        if ours[place].required and contract:
            yield f"{place}: required, contract: no such thing"


def _answers(contract: dict[str, Fact], ours: dict[str, Fact]) -> Iterator[str]:
    """Ours may say more, and be always there; what it says has to fit."""
    for place, wanted in contract.items():
        have = ours.get(place)
        if have is None:
            yield f"{place}: missing"
            continue
        yield from _same_values(place, wanted, have)
        if wanted.kinds and wanted.kinds != have.kinds:
            yield f"{place}: type {_named(have)}, contract: {_named(wanted)}"
        if wanted.kinds and wanted.nullable != have.nullable:
            yield f"{place}: {'' if have.nullable else 'not '}nullable, contract: otherwise"
        if wanted.required and not have.required:
            yield f"{place}: optional, contract: required"


def _same_values(place: str, wanted: Fact, have: Fact) -> Iterator[str]:
    lacking = sorted(wanted.values - have.values)
    if lacking and have.kinds:
        more = f" and {len(lacking) - _SHOWN_VALUES} more" if len(lacking) > _SHOWN_VALUES else ""
        yield f"{place}: lacks the values {', '.join(lacking[:_SHOWN_VALUES])}{more}"


def _named(fact: Fact) -> str:
    return "|".join(sorted(fact.kinds)) or "any"
