"""Records that the tests make at a provider, of any resource that its adapter writes."""

from collections.abc import Mapping
from typing import Any

from tests.examples import required_body
from tests.fakes.accounts import FakeAccount, new_key

from gladhand.integrations.hosting import calls
from gladhand.integrations.hosting.registry import providers
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource

_NO_CONNECTION = "00000000-0000-0000-0000-000000000000"
# Texts that tell one row from another.
_TEXTS = ("message_text", "driver_comment", "certify_comment")
# What a create needs at the provider that asks for most.
_TRAILER: Mapping[str, Any] = {
    "trailer_type": "flatbed",
    "oem": "Wabash",
    "model_type": "DuraPlate",
    "model_year": 2020,
}


def create_change(account: FakeAccount, resource: ResourceEnum, number: int) -> dict[str, Any]:
    """A create that the provider accepts; the number tells one from another."""
    model = REGISTRY[resource].create_model
    assert model is not None
    return model.restored({"connection_id": _NO_CONNECTION, **_body(account, resource, number)}).changes()


def update_change(resource: ResourceEnum, **body: Any) -> dict[str, Any]:
    model = REGISTRY[resource].update_model
    assert model is not None
    return model.model_validate({"connection_id": _NO_CONNECTION, **body}).changes()


async def fill(account: FakeAccount, resource: ResourceEnum) -> None:
    """Five records at the provider, if the adapter can make any; else what the fake has by itself. Rows with a time are
    the fake's own, where it has any."""
    is_made = providers()[account.source_name].can(resource).create
    if not is_made or (REGISTRY[resource].is_dated and account.seed is not None):
        if account.seed is not None:
            account.seed()
        return
    for number in range(5):
        change = create_change(account, resource, number)
        await calls.create(account.adapter(), resource, change, operation_key=new_key())


def _body(account: FakeAccount, resource: ResourceEnum, number: int) -> dict[str, Any]:
    if resource is ResourceEnum.USER:
        names = [name for name in ("username", "employee_number") if name in account.dana]
        return {**account.dana, **{name: f"{number}-{account.dana[name]}" for name in names}}
    if resource is ResourceEnum.TRAILER:
        return {"trailer_name": f"Trailer {number}", **_TRAILER}
    if REGISTRY[resource].is_dated:
        return _dated_body(account, REGISTRY[resource], number)
    needed = {name: value.format(number=number) for name, value in account.needs.get(resource, {}).items()}
    return {"vehicle_name": f"Truck {number}", "eld_serial_number": f"86000000000000{number}", **needed}


def _dated_body(account: FakeAccount, resource: Resource, number: int) -> dict[str, Any]:
    """What every write must have, and what names the row; other records by the provider's ids."""
    model = resource.create_model
    assert model is not None
    needed = account.needs.get(resource.name, {})
    body = required_body(model, number)
    body |= {name: value for name, value in needed.items() if name in model.model_fields}
    body |= {name: f"Number {number}" for name in _TEXTS if name in model.model_fields}
    if account.crew is not None and not account.references:
        account.references = account.crew()
    left = {each: iter(ids) for each, ids in account.references.items()}
    # Of several users a field may need another one than the first.
    for name, place in needed.get("named", {}).items():
        body[f"source_{name}"] = account.references[ResourceEnum.USER][place]
    for name, (of, ids) in model.model_validate({"connection_id": _NO_CONNECTION, **body}).references().items():
        if f"source_{name}" in body:
            continue
        source_ids = [next(left[of]) for _ in ids]
        body[f"source_{name}"] = source_ids if isinstance(body[name], list) else source_ids[0]
    return body
