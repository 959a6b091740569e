"""The adapter for Samsara: lists, office users, vehicles and trailers."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.fakes.samsara import ROLE, SCOPES, Token
from tests.integration.providers.samsara_bench import TRAILER, USER, VEHICLE, SamsaraBench, benches, change

from gladhand.integrations.hosting import calls, reading
from gladhand.sdk.errors import NoAnswer, Rejected, ServerFailed
from gladhand.sdk.field_map import FieldOutcome
from gladhand.sdk.reading import Batch, Slice


@pytest.fixture
async def bench() -> AsyncIterator[SamsaraBench]:
    async with benches() as bench:
        yield bench


# ---------------------------------------------------------------------- lists


async def all_pages(bench: SamsaraBench) -> list[Batch[Any]]:
    return [batch async for batch in reading.batches(bench.adapter(), USER, Slice())]


async def test_a_list_holds_drivers_of_both_statuses_and_office_users(bench: SamsaraBench) -> None:
    ids = {f"driver:{bench.fake.add_driver()['id']}" for _ in range(5)}
    gone = next(iter(ids))
    await calls.update(bench.adapter(), USER, gone, change(is_active=False))
    ids.add(f"user:{bench.fake.add_user()['id']}")
    pages = await all_pages(bench)
    found = [each for page in pages for each in page.records]
    assert pages[-1].state == {}
    assert {each.source_id for each in found} == ids
    assert len(found) == len(ids)
    assert {each.source_id for each in found if each.fields.stored()["is_active"] is False} == {gone}


async def test_a_list_of_thousands_comes_in_pages_and_never_asks_with_an_empty_cursor(bench: SamsaraBench) -> None:
    for _ in range(1100):
        bench.fake.add_driver()
    assert [len(page.records) for page in await all_pages(bench)] == [512, 512, 76, 0, 0]
    assert not any("after=&" in each.path or each.path.endswith("after=") for each in bench.fake.seen)


async def test_a_token_that_may_not_read_office_users_lists_the_drivers(bench: SamsaraBench) -> None:
    bench.fake.tokens["samsara_api_EXAMPLE"] = Token(bench.fake.organization.id, SCOPES - {"Read Users"})
    page = await reading.collect(bench.adapter(), USER, Slice(state={"sweep": "office"}))
    assert (page.records, page.state) == ([], {})


# ---------------------------------------------------------------------- office users


def office(**body: Any) -> dict[str, Any]:
    asked = {"is_driver": False, "first_name": "Office", "last_name": "Example", "user_email": "office@fleet.example"}
    return change(**{**asked, **body})


async def test_an_office_user_is_made_with_the_operators_role(bench: SamsaraBench) -> None:
    adapter = bench.adapter(office_role_id=ROLE)
    written = await calls.create(adapter, USER, office(username="office", notes="x"), operation_key="key-1")
    (user,) = bench.fake.organization.users
    assert written.source_id == f"user:{user['id']}"
    assert [each["role"]["id"] for each in user["roles"]] == [ROLE]
    assert written.outcomes["user_email"] is FieldOutcome.APPLIED
    assert written.outcomes["username"] is written.outcomes["notes"] is FieldOutcome.NOT_SUPPORTED
    assert bench.fake.organization.drivers == []


async def test_an_office_user_whose_answer_was_lost_is_found(bench: SamsaraBench) -> None:
    adapter = bench.adapter(office_role_id=ROLE)
    bench.fake.faults.cut_after = 1
    with pytest.raises(NoAnswer):
        await calls.create(adapter, USER, office(), operation_key="key-1")
    assert await calls.find(adapter, USER, office(), operation_key="key-1") is not None
    assert len(bench.fake.organization.users) == 1


async def test_an_office_user_who_was_there_before_and_is_another_is_not_taken_for_ours(bench: SamsaraBench) -> None:
    bench.fake.add_user(name="Somebody Else")
    adapter = bench.adapter(office_role_id=ROLE)
    with pytest.raises(Rejected):
        await calls.create(adapter, USER, office(), operation_key="key-1")
    assert await calls.find(adapter, USER, office(), operation_key="key-1") is None
    assert await calls.find(adapter, USER, office(), operation_key=None) is not None


async def test_an_office_user_changes_name_and_nothing_else(bench: SamsaraBench) -> None:
    source_id = f"user:{bench.fake.add_user()['id']}"
    written = await calls.update(
        bench.adapter(), USER, source_id, change(last_name="Sample", user_email="OFFICE@fleet.example", is_active=True)
    )
    assert bench.fake.organization.users[0]["name"] == "Office Sample"
    assert written.outcomes == {
        "last_name": FieldOutcome.APPLIED,
        "user_email": FieldOutcome.UNCHANGED,
        "is_active": FieldOutcome.UNCHANGED,
    }
    for body in ({"user_email": "new@fleet.example"}, {"is_active": False}, {"is_driver": True}):
        with pytest.raises(Rejected) as caught:
            await calls.update(bench.adapter(), USER, source_id, change(**body))
        assert caught.value.fields.keys() == body.keys()


# ---------------------------------------------------------------------- vehicles and trailers


async def test_a_vehicle_is_listed_read_and_changed(bench: SamsaraBench) -> None:
    made = bench.fake.add_vehicle(name="Truck 7", vin="1XKAD49X0EXAMPLE1")
    page = await reading.collect(bench.adapter(), VEHICLE)
    assert [each.source_id for each in page.records] == [made["id"]]
    body = {"vehicle_name": "Truck 8", "license_plate_number": "EX 4521", "external_id": "T8", "oem": "VOLVO"}
    written = await calls.update(bench.adapter(), VEHICLE, made["id"], change(VEHICLE, **body))
    fields = written.record.fields.stored()
    assert (fields["vehicle_name"], fields["license_plate_number"], fields["external_id"]) == (
        "Truck 8",
        "EX 4521",
        "T8",
    )
    assert (fields["oem"], fields["model_year"], fields["vin"]) == ("KENWORTH", 2022, "1XKAD49X0EXAMPLE1")
    assert written.outcomes["oem"] is FieldOutcome.NOT_SUPPORTED
    assert "samsara.serial" in bench.fake.organization.shelves["vehicles"].records[int(made["id"])]["externalIds"]
    written = await calls.update(
        bench.adapter(), VEHICLE, made["id"], change(VEHICLE, license_plate_number=None, external_id=None)
    )
    assert (
        written.record.fields.stored()["license_plate_number"] is written.record.fields.stored()["external_id"] is None
    )
    got = await calls.get(bench.adapter(), VEHICLE, made["id"])
    assert got is not None
    assert got.fields == written.record.fields


async def test_a_trailer_is_not_changed_while_its_make_cannot_be_read(bench: SamsaraBench) -> None:
    """The record of the write would lose what is stored."""
    made = await calls.create(bench.adapter(), TRAILER, change(TRAILER, trailer_name="T-1"), operation_key="key-1")
    bench.fake.seen.clear()
    bench.fake.faults.fail, bench.fake.faults.matches = 9, lambda request: request.path == "/assets"
    with pytest.raises(ServerFailed):
        await calls.update(bench.adapter(), TRAILER, made.source_id, change(TRAILER, notes="Blue"))
    assert {each.method for each in bench.fake.seen} == {"GET"}


async def test_a_trailer_is_made_once_found_changed_and_cleared(bench: SamsaraBench) -> None:
    body = change(TRAILER, trailer_name="T-1", vin="8V8WD530FLN016251", notes="n" * 300, external_id="A-1")
    bench.fake.faults.cut_after = 1
    with pytest.raises(NoAnswer):
        await calls.create(bench.adapter(), TRAILER, body, operation_key="key-1")
    found = await calls.find(bench.adapter(), TRAILER, body, operation_key="key-1")
    assert found is not None
    again = await calls.create(bench.adapter(), TRAILER, body, operation_key="key-1")
    assert again.source_id == found.source_id
    assert again.outcomes["notes"] is FieldOutcome.SHORTENED
    assert await calls.find(bench.adapter(), TRAILER, body, operation_key="key-2") is None
    assert (await calls.find(bench.adapter(), TRAILER, body, operation_key=None)) is not None
    written = await calls.update(
        bench.adapter(), TRAILER, found.source_id, change(TRAILER, notes=None, trailer_name="T-2", external_id="A-2")
    )
    fields = written.record.fields.stored()
    assert (fields["trailer_name"], fields["notes"], fields["external_id"]) == ("T-2", None, "A-2")
    assert len((await reading.collect(bench.adapter(), TRAILER)).records) == 1
    with pytest.raises(Rejected):
        await calls.update(bench.adapter(), TRAILER, found.source_id, change(TRAILER, trailer_name=None))
