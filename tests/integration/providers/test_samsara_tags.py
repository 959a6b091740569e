"""A part of a Samsara organization: what is read and written under tags."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.fakes.accounts import DANA, new_key
from tests.fakes.samsara import Token
from tests.fakes.samsara_days import drive
from tests.integration.providers.samsara_bench import SamsaraBench, benches

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.registry import providers
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk import clock
from gladhand.sdk.errors import Rejected
from gladhand.sdk.reading import Slice

USER, VEHICLE, TRAILER = ResourceEnum.USER, ResourceEnum.VEHICLE, ResourceEnum.TRAILER
#: Samsara's lists without a parameter for tags.
WITHOUT = {"/defect-types", "/defects/stream", "/dvirs/stream", "/users"} | {
    f"/v1/fleet/{each}" for each in ("messages", "trailers/assignments")
}


@pytest.fixture
async def bench() -> AsyncIterator[SamsaraBench]:
    async with benches() as made:
        yield made


def part(resource: ResourceEnum) -> Slice:
    """The day until now, in the form that the read takes."""
    now = clock.now()
    mode = providers()["samsara"].registration.reads[resource].mode
    return Slice(start=now - clock.days(1), end=now if mode.value == "window" else None)


async def read(bench: SamsaraBench, resource: ResourceEnum, **options: Any) -> list[Any]:
    return (await reading.collect(bench.adapter(**options), resource, part(resource))).records


async def test_only_what_is_under_the_tags_is_read(bench: SamsaraBench) -> None:
    ours, others = {"tagIds": ["7", "9"]}, {"tagIds": ["8"]}
    for tags in (ours, others, {}):
        bench.fake.add_vehicle(**tags)
        bench.fake.add_driver(**tags)
    for resource in (VEHICLE, USER):
        assert len(await read(bench, resource, tag_ids="7, 10")) == 1
        assert len(await read(bench, resource)) == 3


async def test_every_list_is_asked_for_the_tags_or_sorted_out_by_them(bench: SamsaraBench) -> None:
    drive(bench.fake.read_side, clock.now())
    # The first of two trucks, drivers and trailers, by the ids that their rows have.
    for kind, number in (("vehicles", 494121), ("drivers", 88661), ("trailers", 281474976710001)):
        made = bench.fake.organization.make(kind, number, {"name": "A", "tagIds": ["7"]}, ignored=frozenset())
        assert made["tags"]
    sorted_out = (
        ResourceEnum.DVIR_LOG,
        ResourceEnum.DVIR_LOG_DEFECT,
        ResourceEnum.MESSAGE,
        ResourceEnum.TRAILER_VEHICLE_ASSOCIATION,
    )
    for resource in sorted_out:
        rows = bench.fake.read_side.defects.rows
        for row, number in zip(rows, (1, 2), strict=True):
            row["vehicle"] = {"id": f"49412{number}"}
        assert (len(await read(bench, resource, tag_ids="7")), len(await read(bench, resource))) == (1, 2)
    bench.fake.seen.clear()
    for resource in providers()["samsara"].registration.reads:
        await read(bench, resource, tag_ids="7")
    asked = [urlsplit(each.path) for each in bench.fake.seen]
    assert {each.path for each in asked if not parse_qs(each.query).keys() & {"tagIds", "vehicleTagIds"}} == WITHOUT
    assert all("tag" not in each.query.lower() for each in asked if each.path in WITHOUT)


async def test_a_token_that_is_limited_to_tags_writes_with_them(bench: SamsaraBench) -> None:
    bench.fake.tokens["limited"] = Token(bench.fake.organization.id, tags=frozenset({"7"}))
    options: dict[str, Any] = {"credentials": {"token": "limited"}, "tag_ids": "7"}
    driver = {**DANA, "is_active": False}
    with pytest.raises(Rejected):
        await calls.create(bench.adapter({"token": "limited"}), USER, driver, operation_key=new_key())
    written = await calls.create(bench.adapter(**options), USER, driver, operation_key=new_key())
    (made,) = bench.fake.organization.drivers
    assert (made["tags"], made["driverActivationStatus"]) == ([{"id": "7", "name": "Tag 7"}], "deactivated")
    await calls.update(bench.adapter(**options), USER, written.source_id, {"notes": "Nights only."})
    trailer = await calls.create(bench.adapter(**options), TRAILER, {"trailer_name": "T 7"}, operation_key=new_key())
    assert trailer.record.fields.stored()["trailer_groups"] == {"7": "Tag 7"}
    # An update repeats the tags that the record has, also those beside ours.
    truck = bench.fake.add_vehicle(tagIds=["7", "9"])
    await calls.update(bench.adapter(**options), VEHICLE, truck["id"], {"notes": "Spare."})
    changed = bench.fake.organization.shelves["vehicles"].records[int(truck["id"])]
    assert (changed["notes"], [tag["id"] for tag in changed["tags"]]) == ("Spare.", ["7", "9"])
