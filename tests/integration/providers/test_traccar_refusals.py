"""What a refusal of Traccar means, and what its older versions answer."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from tests.fakes.traccar import TraccarFake
from tests.integration.providers.traccar_bench import (
    DRIVER,
    USER,
    TraccarBench,
    changes,
    running,
)

from gladhand.integrations.hosting import calls, reading
from gladhand.sdk.errors import (
    Malformed,
    NotAllowed,
    ProviderError,
    RateLimited,
    Rejected,
    ServerFailed,
)


@pytest.fixture
async def bench() -> AsyncIterator[TraccarBench]:
    async with running(TraccarFake()) as made:
        yield made


@pytest.mark.parametrize("whose", ["server", "user"])
async def test_a_read_only_account_is_told_from_bad_values_and_stays_connected(bench: TraccarBench, whose: str) -> None:
    await bench.create(**DRIVER)
    (bench.fake.store.server if whose == "server" else bench.fake.store.tables["users"][1])["readonly"] = True
    for attempt in (bench.create(key="op-2", **DRIVER | {"username": "second"}), bench.update("driver:1", notes="x")):
        with pytest.raises(NotAllowed) as caught:
            await attempt
        assert caught.value.error_type == "auth"
        assert not caught.value.retryable
        assert "java" not in str(caught.value).lower()


async def test_an_administrator_sees_all_and_is_not_fooled_by_a_200() -> None:
    async with running(TraccarFake(), administrator=True) as bench:
        bench.fake.store.add("drivers", {"name": "Of somebody", "uniqueId": "theirs"})
        page = await reading.collect(bench.adapter(), USER)
        assert [name for name in page.by_id if name.startswith("driver:")] == ["driver:1"]
        with pytest.raises(Rejected) as caught:
            await bench.create(**DRIVER | {"username": "theirs"})
        assert set(caught.value.fields) == {"username"}
        with pytest.raises(Rejected, match="no such record"):
            await bench.update("driver:7", notes="x")
        assert await calls.get(bench.adapter(), USER, "driver:7") is None


async def test_trouble_of_the_servers_own_is_tried_again_later(bench: TraccarBench) -> None:
    await bench.create(**DRIVER)
    bench.fake.is_well = False
    for attempt in (bench.update("driver:1", notes="x"), reading.collect(bench.adapter(), USER)):
        with pytest.raises(ServerFailed) as caught:
            await attempt
        assert caught.value.retryable
        assert "Hikari" not in str(caught.value)
    bench.fake.is_well = True
    bench.fake.faults.fail = 1
    with pytest.raises(ServerFailed):
        await bench.update("driver:1", notes="x")


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (429, {"Retry-After": "2"}, RateLimited),
        (500, {}, ServerFailed),
        (502, {}, ServerFailed),
        (404, {}, ServerFailed),
        (405, {}, Malformed),
        (302, {"Location": "/login"}, Malformed),
        (200, {}, Malformed),
    ],
)
async def test_other_answers_are_what_they_are_and_their_text_stays_there(
    bench: TraccarBench, status: int, headers: dict[str, str], expected: type[ProviderError]
) -> None:
    await bench.create(**DRIVER)

    text = "<html>SELECT * FROM tc_users: secret of another tenant</html>"
    bench.fake.instead = lambda: web.Response(status=status, text=text, headers=headers)
    with pytest.raises(ProviderError) as caught:
        await bench.update("driver:1", notes="x")
    assert type(caught.value) is expected
    assert "tenant" not in str(caught.value)
    assert not caught.value.makes_stale


async def test_on_servers_without_search_the_right_driver_is_found() -> None:
    async with running(TraccarFake(version="6.12.0")) as bench:
        for number in range(5):
            await bench.create(key=f"op-{number}", **DRIVER | {"username": f"dana_{number}"})
        change = changes(**DRIVER | {"username": "dana_3"})
        found = await calls.find(bench.adapter(), USER, change, operation_key="op-3")
        assert found is not None
        assert found.source_id == "driver:4"
        page = await reading.collect(bench.adapter(), USER)
        assert len([name for name in page.by_id if name.startswith("driver:")]) == 5


async def test_attributes_of_any_shape_are_read(bench: TraccarBench) -> None:
    odd = {"notes": 7, "timezone": "Mars/Base", "licenseExpiration": "soon", "active": "yes", "firstName": ["x"]}
    bench.fake.store.add("drivers", {"name": "Madonna", "uniqueId": "m", "attributes": odd}, owner=1)
    (record,) = (await reading.collect(bench.adapter(), USER)).records
    stored = record.fields.stored()
    assert (stored["notes"], stored["default_time_zone"], stored["license_expiration"]) == ("7", None, None)
    assert (stored["first_name"], stored["last_name"], stored["is_active"]) == ("Madonna", None, None)
