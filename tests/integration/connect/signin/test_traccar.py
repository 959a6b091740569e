"""A fleet that runs its own Traccar server: either way to sign in there, and a partner's writes all the way to it."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from tests.fakes.serving import serve
from tests.fakes.traccar import PASSWORD, TraccarFake

EVERYTHING = {"user": "read_write", "vehicle": "read_write"}
FIELDS = {"username": "mara.lind", "first_name": "Mara", "last_name": "Lind", "notes": "Prefers nights"}


@pytest.fixture
async def fake() -> AsyncIterator[TraccarFake]:
    async with serve(TraccarFake()) as running:
        yield running


async def sign_in_page(invite: Any, visitor: Any) -> Any:
    page = await visitor.open((await invite(permissions=EVERYTHING))["magic_link"])
    return await visitor.follow(await visitor.submit(page, "/accept"), "/providers/traccar")


async def connection_of(api: Any) -> str:
    found = await api.get("/v2/integrations/connections")
    return str(found.body["items"][-1]["id"])


async def test_a_token_is_the_usual_way_and_writes_reach_the_server(
    invite: Any, visitor: Any, api: Any, fake: TraccarFake
) -> None:
    token = fake.token(fake.account())
    page = await sign_in_page(invite, visitor)
    assert page.read.inputs["token"]["type"] == "password"
    page = await visitor.submit(page, "/providers/traccar", url=fake.url + "/", token=token)
    assert page.heading == "Traccar is connected"

    body = {"connection_id": await connection_of(api)} | FIELDS
    made = await api.post("/v2/telematics/users?is_sync=true", body)
    assert made.status == 200, made.body
    assert [each["name"] for each in fake.drivers] == ["Mara Lind"]
    change = {"connection_id": body["connection_id"], "notes": None, "last_name": "Berg"}
    changed = await api.patch(f"/v2/telematics/users/{made.body['resource_id']}?is_sync=true", change)
    assert changed.status == 200, changed.body
    (driver,) = fake.drivers
    assert driver["name"] == "Mara Berg"
    assert "notes" not in driver["attributes"]
    refused = await api.post("/v2/telematics/users?is_sync=true", body | {"hos_ruleset_code": "US_INT_PROP_70_8"})
    assert refused.status == 502
    assert "Traccar keeps no hours of service." in str(refused.body)
    assert token not in str([made.body, changed.body, refused.body])


async def test_an_email_address_and_a_password_are_the_other_way(
    invite: Any, visitor: Any, api: Any, fake: TraccarFake
) -> None:
    fake.account()
    page = await sign_in_page(invite, visitor)
    assert "E-mail and password" in page.text
    page = await visitor.follow(page, "/providers/traccar")
    assert set(page.read.inputs) >= {"url", "username", "password"}
    assert "Access token" in page.text
    wrong = {"url": fake.url, "username": "hub@fleet.example", "password": "another one"}
    page = await visitor.submit(page, "/providers/traccar", **wrong)
    assert page.status == 422
    assert "The Traccar server does not accept this e-mail address and password" in page.text
    assert page.read.inputs["username"]["value"] == "hub@fleet.example"
    page = await visitor.submit(page, "/providers/traccar", **wrong | {"password": PASSWORD})
    assert page.heading == "Traccar is connected"
    answer = await api.get("/v2/integrations/connections")
    assert answer.body["items"][-1]["credentials"]["password"] == "*****"
    assert PASSWORD not in str(answer.body)


async def test_a_brand_opens_with_the_form_of_its_own_credentials(
    invite: Any, visitor: Any, admin: Any, fake: TraccarFake
) -> None:
    fake.account()
    body = {"name": f"Orange Track {uuid4().hex[:6]}", "source_name": "traccar", "conn_type": "api_basic"}
    brand = (await admin.post("/v2/orgs/tsps", body)).body
    path = f"/providers/{brand['slug']}"
    page = await visitor.open((await invite(permissions=EVERYTHING, limit_tsps=[brand["slug"]]))["magic_link"])
    page = await visitor.follow(await visitor.submit(page, "/accept"), path)
    assert "token" not in page.read.inputs
    assert "Access token" in page.text
    values = {"url": fake.url, "username": "hub@fleet.example", "password": PASSWORD}
    page = await visitor.submit(page, path, **values)
    assert page.heading == f"{brand['name']} is connected"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("https://traccar.invalid", "is not answering at the moment"),
        ("http://gps.fleet.example", "The address must use https"),
        ("https://user:secret@gps.fleet.example", "no user or password"),
        ("https://10.0.0.1", "is not answering at the moment"),
    ],
)
async def test_an_address_that_cannot_be_is_explained_and_nothing_is_stored(
    invite: Any, visitor: Any, api: Any, typed: str, said: str
) -> None:
    before = len((await api.get("/v2/integrations/connections")).body["items"])
    page = await sign_in_page(invite, visitor)
    page = await visitor.submit(page, "/providers/traccar", url=typed, token="RzBFAiEA.example-token")
    assert said in page.text
    assert len((await api.get("/v2/integrations/connections")).body["items"]) == before


async def test_another_web_page_at_the_address_is_no_traccar_server(invite: Any, visitor: Any, server: str) -> None:
    page = await sign_in_page(invite, visitor)
    page = await visitor.submit(page, "/providers/traccar", url=server, token="RzBFAiEA.example-token")
    assert "There is no Traccar server at this address" in page.text
