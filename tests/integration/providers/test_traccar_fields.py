"""Whatever is said of a field after a write to Traccar is what the server holds: every field, null and set."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.examples import example_body
from tests.fakes.traccar import TraccarFake
from tests.integration.providers.traccar_bench import (
    DRIVER,
    OFFICE,
    TRUCK,
    USER,
    VEHICLE,
    TraccarBench,
    changes,
    running,
)

from gladhand.integrations.hosting import calls
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import FieldOutcome
from gladhand.sdk.records import Record

KINDS = [
    pytest.param(USER, DRIVER, id="driver"),
    pytest.param(USER, OFFICE, id="office"),
    pytest.param(VEHICLE, TRUCK | {"notes": "Old", "eld_device_type": "FMC130"}, id="vehicle"),
]


@pytest.fixture
async def bench() -> AsyncIterator[TraccarBench]:
    async with running(TraccarFake()) as made:
        yield made


def fields(resource: ResourceEnum) -> dict[str, list[Any]]:
    """Every field that a write may name, with null and with values."""
    model = REGISTRY[resource].update_model
    assert model is not None
    return {name: [None, value] for name, value in example_body(model).items()}


def held(record: Record) -> dict[str, Any]:
    return record.fields.stored() | dict(record.extras or {})


@pytest.mark.parametrize(("resource", "given"), KINDS)
async def test_an_update_does_to_each_field_what_it_says(
    bench: TraccarBench, resource: ResourceEnum, given: dict[str, Any]
) -> None:
    made = await bench.create(resource, **given)
    for name, values in fields(resource).items():
        for each in values:
            before = await calls.get(bench.adapter(), resource, made.source_id)
            assert before is not None
            change = changes(resource, **{name: each})
            try:
                written = await calls.update(bench.adapter(), resource, made.source_id, change)
            except Rejected as refusal:
                refused = set(refusal.fields)
                assert name in refused, f"{name}={each}"
                assert await calls.get(bench.adapter(), resource, made.source_id) == before
                continue
            after = await calls.get(bench.adapter(), resource, made.source_id)
            assert after is not None
            assert set(written.outcomes) == {name}
            note, was, now = written.outcomes[name], held(before).get(name), held(after).get(name)
            if note is FieldOutcome.APPLIED:
                assert (now, was != now) == (each, True), f"{name}={each}"
            else:
                assert note in (FieldOutcome.UNCHANGED, FieldOutcome.NOT_SUPPORTED)
                assert now == was, f"{name}={each}"
            if note is FieldOutcome.UNCHANGED:
                # A vehicle without an id of its own is known by that of its tracker.
                fallback = held(after).get("eld_serial_number") if name == "external_id" else None
                assert now == (fallback if each is None else each), f"{name}={each}"
            # Nothing else moved, but what says the same in other words.
            moved = {key for key in held(before) | held(after) if held(before).get(key) != held(after).get(key)}
            assert moved <= {name, "is_active", "status", "external_id", "phone_country_code"}, f"{name}={each}"


@pytest.mark.parametrize(("resource", "given"), KINDS)
async def test_a_create_with_each_field_absent_and_null_is_the_same(
    bench: TraccarBench, resource: ResourceEnum, given: dict[str, Any]
) -> None:
    keys = {"username", "user_email", "eld_serial_number"}
    for number, name in enumerate(fields(resource)):
        outcomes = []
        for way in ("absent", "null"):
            body = {key: value for key, value in given.items() if key != name}
            for key in keys & body.keys():
                body[key] = f"{way}{number}{body[key]}"
            if way == "null":
                body[name] = None
            try:
                written = await bench.create(resource, f"{way}-{number}", **body)
                outcomes.append({key: each for key, each in held(written.record).items() if key not in keys})
                if way == "null":
                    assert written.outcomes[name] in (FieldOutcome.UNCHANGED, FieldOutcome.NOT_SUPPORTED), name
            except Rejected as refusal:
                outcomes.append(dict(refusal.fields))
        outcomes = [{key: each for key, each in found.items() if key != "external_id"} for found in outcomes]
        assert outcomes[0] == outcomes[1], name
