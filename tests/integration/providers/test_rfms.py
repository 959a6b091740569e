"""rFMS against a fake of a maker's server: three ways to sign in, two versions, pages, and lists that a contract lacks.

`rfms_schemas.json` has the names, types and required keys of the published OpenAPI documents: of 4.0, and of Volvo's
2.1.
"""

import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import jsonschema_rs
import pytest
from tests.fakes.serving import serve
from tests.fakes.x_rfms import CARD, CLIENT_ID, PASSWORD, SCANIA, SECRET, USERNAME, RfmsFake
from tests.processes import PATIENCE

from gladhand.integrations.hosting import reading
from gladhand.integrations.hosting.reading import Collected
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.samples import load_samples
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import AuthFailed, Malformed, NotAllowed
from gladhand.sdk.reading import Slice
from gladhand.sdk.session import InMemorySessionStore
from gladhand.sdk.source_ids import utc_text

SCHEMAS = json.loads((Path(__file__).parent / "rfms_schemas.json").read_text())
VERSIONS = pytest.mark.parametrize("version", ["4.0", "2.1"])
LOCATION, VEHICLE = ResourceEnum.VEHICLE_LOCATION, ResourceEnum.VEHICLE


class RfmsBench:
    """A fake and adapters for it that share a session."""

    def __init__(self, fake: RfmsFake, http: aiohttp.ClientSession) -> None:
        self.fake, self.http, self.sessions = fake, http, InMemorySessionStore()
        fake.drive()

    def adapter(self, credentials: Mapping[str, Any] = SCANIA) -> Adapter:
        transport = AiohttpTransport(self.http)
        return providers()["x-rfms"].adapter(
            credentials, transport, base_url=self.fake.url, sessions=self.sessions, timeout=PATIENCE
        )

    async def read(self, resource: ResourceEnum, **state: Any) -> Collected:
        part = Slice(state=state, start=datetime.now(UTC) - timedelta(minutes=20))
        return await reading.collect(self.adapter(), resource, part)


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


@pytest.fixture
async def bench(http: aiohttp.ClientSession) -> AsyncIterator[RfmsBench]:
    async with serve(RfmsFake()) as fake:
        yield RfmsBench(fake, http)


def logins(url: str) -> list[dict[str, str]]:
    return [
        SCANIA,
        {"username": USERNAME, "password": PASSWORD, "url": url},
        {"client_id": CLIENT_ID, "client_secret": SECRET, "url": url, "token_url": f"{url}/oauth/token"},
    ]


@VERSIONS
@pytest.mark.parametrize("way", [0, 1, 2], ids=["scania", "password", "oauth2"])
async def test_each_maker_is_signed_in_to_and_read_in_its_version(
    http: aiohttp.ClientSession, version: str, way: int
) -> None:
    async with serve(RfmsFake(version)) as fake:
        bench = RfmsBench(fake, http)
        adapter = bench.adapter(logins(fake.url)[way])
        account = await adapter.verify()
        assert account.id in (CLIENT_ID, USERNAME)
        assert account.host in fake.url
        start = datetime.now(UTC) - timedelta(minutes=20)
        for resource in (VEHICLE, LOCATION, ResourceEnum.ENGINE_STATUS, ResourceEnum.ENGINE_LOG):
            found = await reading.collect(adapter, resource, Slice(start=start))
            assert found.records
            assert found.skipped == []
        drivers = await reading.collect(adapter, ResourceEnum.DRIVER_VEHICLE_ASSOCIATION, Slice(start=start))
        assert {record.fields.stored()["source_driver_id"] for record in drivers.records} == {"D|EXAMPLE0000001"}
        assert SECRET not in "".join(seen.path + seen.body.decode() for seen in fake.seen)


@pytest.mark.parametrize("way", [0, 1, 2], ids=["scania", "password", "oauth2"])
async def test_a_wrong_secret_is_refused_and_not_told(bench: RfmsBench, way: int) -> None:
    wrong = {"client_secret": "d3Jvbmctc2VjcmV0LW9mLWEtY2xpZW50", "password": "wrong-password-of-rfms"}
    given = logins(bench.fake.url)[way]
    with pytest.raises(AuthFailed) as caught:
        await bench.adapter({**given, **{name: value for name, value in wrong.items() if name in given}}).verify()
    assert not any(value in str(caught.value) for value in wrong.values())


async def test_a_token_that_has_ended_is_replaced(bench: RfmsBench) -> None:
    await bench.read(VEHICLE)
    bench.fake.tokens.clear()
    assert len((await bench.read(VEHICLE)).records) == 4


async def test_a_maker_that_changes_its_version_is_followed(bench: RfmsBench) -> None:
    await bench.read(VEHICLE)
    bench.fake.version = "2.1"
    assert len((await bench.read(VEHICLE)).records) == 4


async def test_pages_without_links_are_followed_by_the_time_of_receipt(bench: RfmsBench) -> None:
    whole = await bench.read(LOCATION)
    bench.fake.has_links = False
    assert (await bench.read(LOCATION)).by_id == whole.by_id
    bench.fake.size = 1
    with pytest.raises(Malformed, match="not where"):
        await bench.read(LOCATION)


async def test_the_next_run_gets_what_was_received_since(bench: RfmsBench) -> None:
    first = await bench.read(LOCATION)
    assert first.state is not None
    assert (await bench.read(LOCATION, **first.state)).records == []
    bench.fake.report("EXAMPLEVN00000001", "TIMER", datetime.now(UTC))
    later = await bench.read(LOCATION, **first.state)
    # The report stands in both lists and is one record, with what the status has measured.
    assert [record.fields.stored()["odometer"] for record in later.by_id.values()] == [201858400]


async def test_of_a_driver_s_reports_the_newest_one_counts_also_if_an_older_one_comes_late(bench: RfmsBench) -> None:
    resource, trucks = ResourceEnum.HOS_AVAILABILITY, ("EXAMPLEVN00000001", "EXAMPLEVN00000002")
    reports, present = bench.fake.lists["vehiclestatuses"], datetime.now(UTC)
    reports.clear()

    def work(vin: str, minutes_ago: int) -> None:
        at = present - timedelta(minutes=minutes_ago)
        bench.fake.report(vin, "DRIVER_1_WORKING_STATE_CHANGED", at, within=("vehiclestatuses",))
        # It arrives now. Each vehicle of the fake has a driver of its own.
        reports[-1]["receivedDateTime"] = utc_text(datetime.now(UTC))
        reports[-1]["triggerType"]["driverId"] = {"tachoDriverIdentification": CARD}

    work(trucks[1], 6)
    work(trucks[0], 9)
    first = await bench.read(resource)
    assert [each.fields.stored()["source_vehicle_id"] for each in first.records] == [trucks[1]]
    work(trucks[0], 7)
    second = await bench.read(resource, **first.state)
    assert second.records == []
    work(trucks[0], 3)
    third = await bench.read(resource, **second.state)
    assert [each.fields.stored()["source_vehicle_id"] for each in third.records] == [trucks[0]]


async def test_a_contract_for_positions_only_is_read(bench: RfmsBench) -> None:
    bench.fake.closed = {"vehiclestatuses"}
    found = await bench.read(LOCATION)
    assert len(found.by_id) == 24
    with pytest.raises(NotAllowed):
        await bench.read(ResourceEnum.ENGINE_STATUS)
    bench.fake.closed = {"vehiclepositions"}
    with pytest.raises(NotAllowed):
        await bench.read(LOCATION)


@VERSIONS
async def test_the_fake_answers_as_the_documents_say(http: aiohttp.ClientSession, version: str) -> None:
    async with serve(RfmsFake(version)) as fake:
        fake.drive()
        for name in SCHEMAS[version]["lists"]:
            judge(name, version, fake._page(name, {"starttime": "2000-01-01T00:00:00.000Z"}))


def test_the_samples_are_as_the_documents_say() -> None:
    judged = 0
    for sample in load_samples(providers()["x-rfms"]):
        for exchange in sample.exchanges:
            request, response = exchange["request"], exchange.get("response", {})
            name = request["path"].rpartition("/")[2]
            if response.get("status") == 200 and name in SCHEMAS["4.0"]["lists"] and "body" in response:
                version = "2.1" if "v2.1" in request["headers"]["Accept"] else "4.0"
                judge(name, version, response["body"])
                judged += 1
    assert judged > 10


def judge(name: str, version: str, answer: Any) -> None:
    known = SCHEMAS[version]
    schema = {"$ref": f"#/$defs/{known['lists'][name]}", "$defs": known["$defs"]}
    jsonschema_rs.Draft202012Validator(schema).validate(answer)
