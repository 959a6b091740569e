"""The fake of Geotab, driven by Geotab's own client: what stands in for Geotab is not only our idea of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import pytest
from mygeotab import API, AuthenticationException, MyGeotabException
from tests.fakes.geotab import GeotabFake
from tests.fakes.serving import serve

Answer = TypeVar("Answer")

USER = {
    "name": "dana.example@fleet.example",
    "firstName": "Dana",
    "lastName": "Example",
    "password": "Xq7-mnopqrs-Tv",
    "userAuthenticationType": "BasicAuthentication",
    "companyGroups": [{"id": "GroupCompanyId"}],
    "securityGroups": [{"id": "GroupDriveUserSecurityId"}],
    "isDriver": True,
    "driverGroups": [{"id": "GroupCompanyId"}],
    "keys": [],
}


@pytest.fixture
async def fake() -> AsyncIterator[GeotabFake]:
    async with serve(GeotabFake()) as fake:
        yield fake


@pytest.fixture
def client(fake: GeotabFake) -> API:
    return _client(fake)


def _client(fake: GeotabFake, password: str = GeotabFake.PASSWORD) -> API:
    return API(fake.USER, password, fake.DATABASE, server=f"{fake.url}/apiv1", timeout=10)


async def run(call: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
    """The client waits where it stands, so it gets a thread of its own."""
    return await asyncio.to_thread(call, *args, **kwargs)


async def refusal(client: API, **changes: Any) -> str:
    with pytest.raises(MyGeotabException) as caught:
        await run(client.add, "User", {**USER, **changes})
    return str(caught.value.name)


async def test_the_client_signs_in_and_keeps_its_session(fake: GeotabFake, client: API) -> None:
    await run(client.authenticate)
    assert client.credentials.session_id
    assert await run(client.get, "User") == []
    assert fake.calls == ["Authenticate", "Get User"]


async def test_a_wrong_password_is_refused(fake: GeotabFake) -> None:
    with pytest.raises(AuthenticationException):
        await run(_client(fake, "wrong").authenticate)


async def test_the_client_follows_to_the_server_of_the_database(fake: GeotabFake, client: API) -> None:
    async with serve(GeotabFake(fake.cloud)) as other:
        fake.moves_to(other)
        await run(client.authenticate)
        assert client.credentials.server == other.url.removeprefix("http://")


async def test_a_dead_session_is_told_by_the_type_of_the_error(fake: GeotabFake, client: API) -> None:
    await run(client.authenticate)
    fake.cloud.expire_sessions()
    # It has forgotten its password by then, so that it cannot sign in again.
    with pytest.raises(AuthenticationException):
        await run(client.get, "User")


async def test_a_user_is_added_found_changed_and_counted(client: API) -> None:
    made = await run(client.add, "User", USER)
    (found,) = await run(client.get, "User", name="DANA.example@fleet.example")
    assert (found["id"], found["firstName"], found["hosRuleSet"]) == (made, "Dana", "None")
    assert "password" not in found
    await run(client.set, "User", {"id": made, "comment": "Night shift", "firstName": None})
    (found,) = await run(client.get, "User", id=made)
    assert (found["comment"], found["firstName"]) == ("Night shift", "Dana")
    assert await run(client.call, "GetCountOf", typeName="User") == 1


async def test_a_percent_sign_stands_for_any_text(client: API) -> None:
    await run(client.add, "User", USER)
    assert len(await run(client.get, "User", name="dana%")) == 1
    assert await run(client.get, "User", name="dana") == []


async def test_a_ruleset_is_an_entity_of_its_own(client: API) -> None:
    user = await run(client.add, "User", USER)
    for name, when in (("America7Day", "2026-01-05T10:00:00.000Z"), ("America8Day", "2026-01-06T10:00:00.000Z")):
        entity = {"dateTime": when, "user": {"id": user}, "hosRuleSet": {"id": f"HosRuleSet{name}"}}
        await run(client.add, "UserHosRuleSet", entity)
    (found,) = await run(client.get, "User", id=user)
    assert found["hosRuleSet"] == "America8Day"
    assert len(await run(client.get, "UserHosRuleSet", userSearch={"id": user})) == 2


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"name": "two words"}, "ArgumentException"),
        ({"firstName": ""}, "ArgumentNullException"),
        ({"lastName": None}, "ArgumentNullException"),
        ({"password": "short"}, "PasswordPolicyViolationException"),
        ({"password": "xx-DANA-12345"}, "PasswordPolicyViolationException"),
        ({"password": "Password1"}, "PasswordPolicyViolationException"),
        ({"companyGroups": []}, "ArgumentException"),
        ({"securityGroups": None}, "ArgumentException"),
        ({"driverGroups": []}, "ArgumentException"),
        ({"companyGroups": [{"id": "GroupOfNobody"}]}, "GroupRelationViolatedException"),
        ({"licenseNumber": "E1"}, "ArgumentException"),
        ({"countryCode": "USA"}, "ArgumentException"),
        ({"timeZoneId": "Mars/Olympus"}, "ArgumentException"),
        ({"employeeNo": "9" * 51}, "ArgumentOutOfRangeException"),
        ({"phoneNumber": "5555555555"}, "ArgumentException"),
        ({"isDriver": "yes"}, "InvalidCastException"),
        ({"favouriteColour": "red"}, "MissingMemberException"),
    ],
    ids=str,
)
async def test_geotabs_rules_hold(client: API, changes: dict[str, Any], name: str) -> None:
    assert await refusal(client, **changes) == name


async def test_a_name_is_taken_once(client: API) -> None:
    await run(client.add, "User", USER)
    assert await refusal(client) == "DuplicateUserException"


async def test_a_list_ends_without_a_word_and_goes_on_by_ids(fake: GeotabFake, client: API) -> None:
    fake.cloud.limits.clear()
    fake.database.cut = 3
    for number in range(8):
        fake.database.add("User", {**USER, "name": f"driver{number}"})
    assert len(await run(client.get, "User")) == 3
    ids, last = [], None
    while found := await run(
        client.get, "User", resultsLimit=5, sort={"sortBy": "id", "sortDirection": "asc", "offset": last}
    ):
        ids += [each["id"] for each in found]
        last = ids[-1]
    assert ids == list(fake.database.users)


async def test_too_many_calls_get_a_time_to_wait(fake: GeotabFake, client: API) -> None:
    fake.cloud.limits["Get User"] = 2
    await run(client.get, "User")
    await run(client.get, "User")
    with pytest.raises(MyGeotabException) as caught:
        await run(client.get, "User")
    assert caught.value.name == "OverLimitException"
    assert fake.cloud.throttled == 1


async def test_several_calls_end_at_the_first_failure(fake: GeotabFake, client: API) -> None:
    calls = [("Add", {"typeName": "User", "entity": USER}), ("Get", {"typeName": "Nothing"}), ("GetVersion", {})]
    with pytest.raises(MyGeotabException) as caught:
        await run(client.multi_call, calls)
    assert caught.value.name == "MissingMethodException"
    assert len(fake.database.users) == 1


async def test_the_oldest_of_a_hundred_sessions_ends(fake: GeotabFake) -> None:
    fake.cloud.limits.clear()
    first = _client(fake)
    await run(first.authenticate)
    for _ in range(100):
        await run(_client(fake).authenticate)
    with pytest.raises(AuthenticationException):
        await run(first.get, "User")


async def test_a_trailer_is_a_device_of_its_group(client: API) -> None:
    made = await run(client.add, "Device", {"name": "T-7", "groups": [{"id": "GroupTrailerId"}]})
    (found,) = await run(client.get, "Device", id=made)
    assert (found["deviceType"], found["productId"]) == ("None", -1)
    with pytest.raises(MyGeotabException):
        await run(client.set, "Device", {"id": made, "groups": [{"id": "GroupVehicleId"}]})
    with pytest.raises(MyGeotabException):
        await run(client.add, "Device", {"name": "Truck 1", "groups": [{"id": "GroupVehicleId"}]})


async def test_the_client_walks_a_feed_by_its_version(fake: GeotabFake, client: API) -> None:
    for number in range(3):
        fake.database.feeds.put("DutyStatusLog", {"id": f"log-{number}", "status": "ON"})
    await run(client.authenticate)
    since = "2020-01-01T00:00:00Z"
    first = await run(client.call, "GetFeed", typeName="DutyStatusLog", search={"fromDate": since}, resultsLimit=2)
    assert [row["id"] for row in first["data"]] == ["log-0", "log-1"]
    fake.database.feeds.put("DutyStatusLog", {"id": "log-0", "status": "D"})
    rest = await run(client.call, "GetFeed", typeName="DutyStatusLog", fromVersion=first["toVersion"])
    assert [(row["id"], row["status"]) for row in rest["data"]] == [("log-2", "ON"), ("log-0", "D")]
    assert first["data"][0]["version"] < rest["data"][1]["version"]
    none = await run(client.call, "GetFeed", typeName="DutyStatusLog", fromVersion=rest["toVersion"])
    assert (none["data"], none["toVersion"]) == ([], rest["toVersion"])


async def test_a_feed_without_version_and_date_begins_now(fake: GeotabFake, client: API) -> None:
    fake.database.feeds.put("LogRecord", {"speed": 88})
    await run(client.authenticate)
    now = await run(client.call, "GetFeed", typeName="LogRecord")
    assert now["data"] == []
    fake.database.feeds.put("LogRecord", {"speed": 87})
    news = await run(client.call, "GetFeed", typeName="LogRecord", fromVersion=now["toVersion"])
    assert [row["speed"] for row in news["data"]] == [87]


@pytest.mark.parametrize("version", ["no version", "ffffffffffffffff"])
async def test_an_unknown_version_is_refused(client: API, version: str) -> None:
    await run(client.authenticate)
    with pytest.raises(MyGeotabException) as caught:
        await run(client.call, "GetFeed", typeName="LogRecord", fromVersion=version)
    assert caught.value.name == "ArgumentException"
