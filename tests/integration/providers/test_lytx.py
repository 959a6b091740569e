"""Lytx against a fake of its API, which keeps the rules of the published OpenAPI documents and is judged by them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from time import time
from typing import Any

import aiohttp
import pytest
from tests.fakes.accounts import new_key
from tests.fakes.lytx import CREDENTIALS, DRIVER, PASSWORD, SCHEMAS, LytxFake, judge
from tests.fakes.lytx_readings import GROUP, OTHER_GROUP, number_of, text_of, vehicle_id
from tests.fakes.networks import SmallPages
from tests.fakes.serving import serve
from tests.processes import PATIENCE

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.reading import Collected
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.samples import load_samples
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import AuthFailed, NotAllowed, ProviderError, Rejected
from gladhand.sdk.http import Request, Response, Transport
from gladhand.sdk.reading import Slice
from gladhand.sdk.session import InMemorySessionStore

USER, VEHICLE, LOCATION = ResourceEnum.USER, ResourceEnum.VEHICLE, ResourceEnum.VEHICLE_LOCATION
DANA = {"username": "dana.example", "first_name": "Dana", "last_name": "Example", "employee_number": "EMP-0042"}
LISTS = {
    "/v1/gps": "",
    "/v1/trips": "",
    "/v1/driver-assignments": "",
    "/v1/dvir": "",
    "/v1/hos": "",
    "/v2/ecm": "&sampleType=ODOMETER",
    "/v0/video/safety/eventsWithMetadata": "&from={start}&to={end}",
}


class LytxBench:
    """A fake with vehicles and users, and adapters for it that share a session."""

    def __init__(self, fake: LytxFake, http: aiohttp.ClientSession) -> None:
        self.fake, self.http, self.sessions = fake, http, InMemorySessionStore()
        fake.drive()

    def adapter(self, transport: Transport | None = None, *, credentials: dict[str, str] = CREDENTIALS) -> Adapter:
        network = transport or AiohttpTransport(self.http)
        return providers()["lytx"].adapter(
            credentials, network, base_url=self.fake.url, sessions=self.sessions, timeout=PATIENCE
        )

    async def read(self, resource: ResourceEnum) -> Collected:
        end = datetime.now(UTC) + timedelta(minutes=1)
        return await reading.collect(self.adapter(), resource, Slice(start=end - timedelta(hours=2), end=end))


@pytest.fixture
async def bench() -> AsyncIterator[LytxBench]:
    async with serve(LytxFake()) as fake, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        yield LytxBench(fake, http)


async def test_the_fake_answers_as_the_documents_say(bench: LytxBench) -> None:
    await bench.adapter().verify()
    headers = {"Authorization": f"Bearer {next(iter(bench.fake.tokens))}"}
    start, end = text_of(time() - 3600), text_of(time() + 600)
    dates = f"?startDate={start}&endDate={end}"
    for path, name in SCHEMAS["answers"].items():
        about = {"/v1/users/{id}": number_of(3, 1), "/v0/vehicles/{id}": vehicle_id(1)}
        more = LISTS.get(path, "").format(start=start[:-1], end=end[:-1])
        url = f"{bench.fake.url}{path.replace('{id}', about.get(path, ''))}{dates if path in LISTS else ''}{more}"
        async with bench.http.get(url, headers=headers) as answer:
            assert answer.status == 200, path
            judge(name, await answer.json())


def test_the_samples_are_as_the_documents_say() -> None:
    judged = 0
    for sample in load_samples(providers()["lytx"]):
        for exchange in sample.exchanges:
            request, response = exchange["request"], exchange.get("response", {})
            path = request["path"]
            kind = next((each for each in SCHEMAS["answers"] if each == path), path.rpartition("/")[0] + "/{id}")
            wanted = SCHEMAS["requests"].get(f"{request['method']} {kind}")
            if wanted and "body" in request:
                judge(wanted, request["body"])
                judged += 1
            is_made = response.get("status") == 201
            name = SCHEMAS["created" if is_made else "answers"].get(kind)
            if name and response.get("status") in (200, 201) and "body" in response and "_pages" not in sample.name:
                judge(name, _without_nulls(response["body"]))
                judged += 1
    assert judged > 40


def _without_nulls(value: Any) -> Any:
    """The documents declare no nulls where their texts name them."""
    if isinstance(value, dict):
        return {name: _without_nulls(each) for name, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value


async def test_each_host_lies_beside_the_usual_one() -> None:
    asked: list[str] = []

    class Network:
        async def send(self, request: Request) -> Response:
            asked.append(request.url.partition("?")[0])
            return Response(status=200, body=b'{"access_token": "a-token-of-lytx", "data": [], "vehicles": []}')

    adapter = providers()["lytx"].adapter(CREDENTIALS, Network(), sessions=InMemorySessionStore(), timeout=PATIENCE)
    end = datetime.now(UTC)
    await reading.collect(adapter, LOCATION, Slice(start=end - timedelta(hours=1), end=end))
    await reading.collect(adapter, ResourceEnum.HOS_EVENT, Slice(start=end - timedelta(hours=1), end=end))
    assert asked == [
        "https://login.lytx.com/api/auth/user",
        "https://data.lytx.com/v1/gps",
        "https://api.lytx.com/v1/hos",
    ]


async def test_a_wrong_password_is_refused_and_not_told(bench: LytxBench) -> None:
    with pytest.raises(AuthFailed) as caught:
        await bench.adapter(credentials={**CREDENTIALS, "password": "wrong-password-of-lytx"}).verify()
    assert "wrong-password" not in str(caught.value)
    assert (await bench.adapter().verify()).id == CREDENTIALS["username"]
    assert not any(PASSWORD.encode() in seen.body for seen in bench.fake.seen if "/auth/" not in seen.path)


async def test_a_token_that_has_ended_is_replaced(bench: LytxBench) -> None:
    assert len((await bench.read(USER)).records) == 3
    bench.fake.tokens.clear()
    assert len((await bench.read(USER)).records) == 3
    assert len(bench.fake.tokens) == 1


async def test_a_right_that_is_missing_stops_one_list_only(bench: LytxBench) -> None:
    bench.fake.closed = {"/v1/gps"}
    with pytest.raises(NotAllowed, match="invented text"):
        await bench.read(LOCATION)
    assert (await bench.read(VEHICLE)).records


async def test_a_page_may_have_less_than_is_asked_for(bench: LytxBench) -> None:
    bench.fake.lists.most = 2
    assert len((await bench.read(USER)).records) == 3
    assert len((await bench.read(ResourceEnum.DVIR_LOG)).records) == 4


async def test_a_late_point_comes_by_the_time_of_its_receipt(bench: LytxBench) -> None:
    before = (await bench.read(LOCATION)).by_id
    point = bench.fake.readings.points[0]["points"][0]
    late = {**point, "timeInUtc": text_of(time() - 86400), "createdDate": text_of(time())}
    bench.fake.readings.points[0]["points"].append(late)
    after = (await bench.read(LOCATION)).by_id
    (added,) = after.keys() - before.keys()
    assert after[added].occurred_at == datetime.fromisoformat(late["timeInUtc"])


async def test_an_event_that_was_reviewed_comes_again(bench: LytxBench) -> None:
    old = bench.fake.readings.event(9, time() - 86400 * 3, eventTriggerId=3, revisionDate=text_of(time() - 60))
    old["behaviors"] = [{"id": 6, "name": "Drowsy", "creationDate": text_of(0)}]
    bench.fake.readings.events.append(old)
    found = (await bench.read(ResourceEnum.DRIVER_SAFETY_EVENT)).by_id
    assert found[old["id"]].fields.stored()["event"] == "drowsy"


async def test_an_event_that_changes_while_the_others_are_read_takes_none_of_them_away(bench: LytxBench) -> None:
    events, end = bench.fake.readings.events, datetime.now(UTC)
    # Two that have changed in the same second.
    events += [bench.fake.readings.event(9 + each, time() - 600) for each in range(3)]
    adapter, part = (
        bench.adapter(SmallPages(AiohttpTransport(bench.http))),
        Slice(start=end - timedelta(hours=2), end=end),
    )
    found: set[str] = set()
    async for batch in reading.batches(adapter, ResourceEnum.DRIVER_SAFETY_EVENT, part):
        if not found:
            # It leaves the window, and comes in the next one.
            next(each for each in events if each["id"] == number_of(5, 9))["revisionDate"] = text_of(time() + 60)
        found |= {record.source_id for record in batch.records}
    assert found == {each["id"] for each in events}


async def test_an_entry_of_a_log_names_its_vehicle_by_the_device(bench: LytxBench) -> None:
    found = (await bench.read(ResourceEnum.HOS_EVENT)).records
    assert {record.fields.stored()["source_vehicle_id"] for record in found} == {
        vehicle_id(each) for each in range(1, 5)
    }


async def test_a_create_whose_answer_was_lost_is_found_and_not_sent_twice(bench: LytxBench) -> None:
    for resource, change, rows in (
        (USER, DANA, bench.fake.users),
        (VEHICLE, {"vehicle_name": "Truck 9", "oem": "Kenworth"}, bench.fake.vehicles),
    ):
        key, before = new_key(), len(rows)
        assert await calls.find(bench.adapter(), resource, change, operation_key=key) is None
        bench.fake.faults.matches = lambda request: request.method == "POST" and "/auth/" not in request.path
        bench.fake.faults.cut_after = 1
        with pytest.raises(ProviderError):
            await calls.create(bench.adapter(), resource, change, operation_key=key)
        found = await calls.find(bench.adapter(), resource, change, operation_key=key)
        assert found is not None
        assert len(rows) == before + 1


async def test_somebody_with_the_same_name_is_not_ours(bench: LytxBench) -> None:
    held = bench.fake.add_user(username="dana.example", employeeId="EMP-0042")
    held["createdDate"] = text_of(time() - 86400)
    assert await calls.find(bench.adapter(), USER, DANA, operation_key=new_key()) is None
    held |= {"createdDate": text_of(time()), "lastName": "Other"}
    assert await calls.find(bench.adapter(), USER, DANA, operation_key=new_key()) is None
    with pytest.raises(Rejected) as caught:
        await calls.create(bench.adapter(), USER, DANA, operation_key=new_key())
    assert caught.value.status_code == 409
    # Of vehicles, one in another group has nothing to do with ours.
    bench.fake.add_vehicle(9, name="Truck 9", groupId=OTHER_GROUP)
    change = {"vehicle_name": "Truck 9"}
    for key in (new_key(), None):
        assert await calls.find(bench.adapter(), VEHICLE, change, operation_key=key) is None
    made = await calls.create(bench.adapter(), VEHICLE, change, operation_key=new_key())
    found = await calls.find(bench.adapter(), VEHICLE, change, operation_key=None)
    assert found is not None
    assert found.source_id == made.source_id


async def test_the_highest_group_is_found_on_any_page_and_in_any_spelling(bench: LytxBench) -> None:
    highest, other = "a0000000-0000-4000-8000-000000000001", "a0000000-0000-4000-8000-000000000002"
    bench.fake.lists.most = 1
    bench.fake.groups = [{"id": other.upper(), "parentId": highest}, {"id": highest.upper(), "parentId": None}]
    await calls.create(bench.adapter(), VEHICLE, {"vehicle_name": "Truck 9"}, operation_key=new_key())
    assert bench.fake.vehicles[-1]["groupId"] == highest


async def test_a_new_driver_belongs_to_the_highest_group_and_has_a_password_that_is_not_told(bench: LytxBench) -> None:
    written = await calls.create(bench.adapter(), USER, DANA, operation_key=new_key())
    made = bench.fake.users[-1]
    assert made["primaryGroupId"] == GROUP
    assert [(each["groupId"], each["roleId"]) for each in made["groupRoles"]] == [(GROUP, DRIVER)]
    sent = next(seen.body.decode() for seen in bench.fake.seen if b'"password"' in seen.body and b"dana" in seen.body)
    assert "password" not in str(written.record.source_data)
    assert '"loginEnabled":true' in sent


async def test_an_update_keeps_everything_else_of_the_user(bench: LytxBench) -> None:
    roles = [{"groupId": OTHER_GROUP, "groupName": "North", "roleId": 7}]
    values = {"email": None, "allowVideoSearchDownload": True, "groupRoles": roles, "primaryGroupId": OTHER_GROUP}
    held = bench.fake.add_user(username="robin.example", employeeId="EMP-9", loginEnabled=False, **values)
    await calls.update(bench.adapter(), USER, held["userId"], {"first_name": "Robin"})
    assert (held["firstName"], held["lastName"], held["employeeId"]) == ("Robin", "Example", "EMP-9")
    assert (held["allowVideoSearchDownload"], held["loginEnabled"], held["primaryGroupId"]) == (
        True,
        False,
        OTHER_GROUP,
    )
    assert held["groupRoles"] == [{"groupId": OTHER_GROUP, "roleId": 7}]


async def test_who_is_no_longer_active_does_not_sign_in(bench: LytxBench) -> None:
    held = bench.fake.users[0]
    written = await calls.update(bench.adapter(), USER, held["userId"], {"is_active": False})
    assert (held["status"], held["loginEnabled"]) == ("Inactive", False)
    assert written.record.fields.stored()["is_active"] is False
    await calls.update(bench.adapter(), USER, held["userId"], {"status": "ACTIVE"})
    assert (held["status"], held["loginEnabled"]) == ("Active", True)
    with pytest.raises(Rejected, match="contradict"):
        await calls.update(bench.adapter(), USER, held["userId"], {"is_active": True, "status": "INACTIVE"})
