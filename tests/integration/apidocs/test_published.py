"""What a server publishes about itself, and the commands of its pages, run as they stand there."""

import asyncio
import functools
import html
import re
from typing import Any

import pytest
from tests.conftest import Api, PartnerFixture, Process, Sink

from gladhand.apidocs import guide
from gladhand.apidocs.services import SERVICES

_SHELL = re.compile(r"<figcaption>Shell</figcaption><pre[^>]*><code>(.*?)</code>", re.DOTALL)


@pytest.mark.parametrize("service", SERVICES)
async def test_each_service_publishes_its_document_without_a_token(anyone: Api, service: str):
    answer = await anyone.get(f"/v2/{service}/openapi.json")
    assert answer.status == 200
    assert answer.body["openapi"].startswith("3.1")
    assert answer.body["servers"] == [{"url": anyone.url}]
    assert all(path.startswith(f"/v2/{service}/") for path in answer.body["paths"])


@pytest.mark.parametrize("path", ["/docs", *(f"/docs/{service}" for service in SERVICES)])
async def test_each_page_is_served_with_a_policy_that_lets_nothing_in_from_elsewhere(anyone: Api, path: str):
    answer = await anyone.get(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for asset in re.findall(r'"(/static/reference/[^"]+)"', answer.body):
        served = await anyone.get(asset)
        assert served.status == 200
        assert "immutable" in served.headers["Cache-Control"]


async def test_a_trailing_slash_and_a_head_request_are_taken(anyone: Api):
    assert (await anyone.get("/docs/")).status == 200
    answer = await anyone.request("HEAD", "/docs/orgs")
    assert (answer.status, answer.body) == (200, "")


@pytest.mark.parametrize("path", ["/docs/weather", "/v2/weather/openapi.json", "/static/reference/x.css"])
async def test_what_is_not_there_answers_404_in_the_usual_form(anyone: Api, path: str):
    answer = await anyone.get(path)
    assert (answer.status, answer.body["message"]) == (404, "Not Found")


@pytest.mark.needs("curl", "jq")
async def test_the_five_calls_of_the_first_page_work_as_they_stand_there(
    anyone: Api, api: Api, partner: PartnerFixture, worker: Process, simulator: str
):
    page = (await anyone.get("/docs")).body
    # What follows is how people sign in.
    token, invite, look, listed, create, update, *_ = [html.unescape(each) for each in _SHELL.findall(page)]
    credentials = f"GLADHAND_CLIENT_ID={partner.client_id}\nGLADHAND_CLIENT_SECRET={partner.client_secret}\n"

    before = await typed(credentials, token, invite, look, listed)
    assert '"status": "active"' in before
    await be_the_fleet(api)
    after = await typed(credentials, token, "INVITATION_ID=$(true)", listed, create, update)
    assert '"accepted"' in after
    assert re.search(r'"status": "(pending|success)"', after)


async def typed(*blocks: str) -> str:
    """What a shell prints that is given these commands."""
    process = await asyncio.create_subprocess_exec(
        *("bash", "-eo", "pipefail", "-c", "\n".join(blocks)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, printed.decode()
    return printed.decode()


async def be_the_fleet(api: Api) -> None:
    invitation = (await api.get("/v2/orgs/invitations?fleet_ref=F-100")).body["items"][0]
    accepted = await api.with_token(None).post(f"/v2/orgs/invitations/{invitation['id']}/accept")
    tsp = (await api.get("/v2/orgs/tsps?slug=groundhog")).body[0]
    body = {"tsp_id": tsp["id"], "credentials": {"api_key": "demo-key"}}
    fleet = api.with_token(accepted.body["pre_registration_access_token"])
    made = await fleet.post("/v2/integrations/connections", body)
    assert made.status == 200, made.body


async def test_the_checks_of_the_notifications_page_know_a_delivery_from_a_forgery(
    anyone: Api, api: Api, sink: Sink, worker: Process
):
    page = html.unescape((await anyone.get("/docs/notifications")).body)
    assert guide.DELIVERY_CHECK in page
    snippet: dict[str, Any] = {}
    exec(guide.DELIVERY_CHECK, snippet)  # noqa: S102 - the page's own code is what is tested
    wanted = {"url": sink.url, "event_name": "invitation.created", "secret": "sixteen letters!"}
    assert (await api.post("/v2/notifications/webhooks", wanted)).status == 200
    await api.post("/v2/orgs/invitations", {"fleet_ref": "signed"})

    [delivery] = await sink.wait_for("invitation.created")
    lowered = {name.lower(): value for name, value in delivery.headers.items()}
    catena = {name: value for name, value in delivery.headers.items() if not name.startswith("webhook-")}
    for headers in (delivery.headers, lowered, catena):
        check = functools.partial(snippet["is_genuine"], headers=headers)
        assert check(["another secret!!", "sixteen letters!"], body=delivery.raw)
        assert not check(["another secret!!"], body=delivery.raw)
        assert not check(["sixteen letters!"], body=delivery.raw + b" ")
    assert set(guide.DELIVERY_HEADERS) <= {*delivery.headers} | {*lowered}
    assert set(delivery.body) == {
        "id", "version", "event_name", "webhook_id", "timestamp", "delivery_attempt", "sequence", "data"
    }  # fmt: skip
