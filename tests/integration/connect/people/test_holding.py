"""What the fleet itself has paused or ended, nobody undoes with what its partner can read: by role and by door."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.conftest import Api
from tests.integration.connect.conftest import ConnectPage, Visitor
from tests.integration.connect.people.conftest import PASSWORD, LoginApp

from gladhand.core.db import Database
from gladhand.orgs.agreements.service import expire_due

Invite = Callable[..., Awaitable[Any]]
ConnectedTo = Callable[[Any], Awaitable[ConnectPage]]
INVITATIONS = "/v2/orgs/invitations"
AGREEMENTS = "/v2/orgs/share-agreements"


@pytest.fixture
async def stranger(make_visitor: Callable[[], Visitor]) -> AsyncIterator[Visitor]:
    """The partner's browser, which has the link of the invitation and nothing else."""
    made = make_visitor()
    yield made
    await made.session.close()


@dataclass
class Doors:
    """Each way to an agreement, with the state that it leaves behind."""

    invitation: Any
    agreement_id: str
    fleet_id: UUID
    partner: Api
    token: Api
    admin: Api
    fleet: Visitor
    """The browser that has accepted."""
    stranger: Visitor

    async def status(self) -> str:
        return str((await self.admin.get(f"{AGREEMENTS}/{self.agreement_id}")).body["status"])

    async def call(self, who: Api, change: str) -> int:
        return int((await who.post(f"{AGREEMENTS}/{self.agreement_id}/{change}")).status)

    async def press(self, visitor: Visitor, change: str) -> ConnectPage:
        page = await visitor.open(self.invitation["magic_link"].replace("/?", "/sharing?"))
        return await visitor.submit(page, f"/sharing/{change}")

    async def register(self, visitor: Visitor) -> ConnectPage:
        form = await visitor.open(self.invitation["magic_link"].replace("/?", "/account/register?"))
        email = f"{uuid4().hex[:12]}@people.example"
        return await visitor.submit(form, "/account/register", email=email, password=PASSWORD)

    async def press_signed_in(self, visitor: Visitor, change: str) -> ConnectPage:
        page = await visitor.open("/my-data")
        path = next(form.action for form in page.read.forms if form.action.endswith(f"/{change}"))
        return await visitor.submit(page, path)


@pytest.fixture
async def doors(
    invite: Invite,
    connected_to: ConnectedTo,
    visitor: Visitor,
    stranger: Visitor,
    api: Api,
    anyone: Api,
    admin: Api,
) -> Doors:
    invitation = await invite()
    await connected_to(invitation)
    read = (await api.get(f"{INVITATIONS}/{invitation['id']}")).body
    [agreement] = (await api.get(AGREEMENTS, params={"fleet_ref": invitation["fleet_ref"]})).body["items"]
    token = anyone.with_token(read["pre_registration_access_token"])
    return Doors(invitation, agreement["id"], UUID(agreement["fleet_id"]), api, token, admin, visitor, stranger)


async def test_a_pause_of_the_fleets_browser_is_lifted_by_it_and_the_operator_alone(doors: Doors) -> None:
    for lift in ("fleet", "admin"):
        await doors.press(doors.fleet, "pause")
        for who in (doors.partner, doors.token):
            refused = await who.post(f"{AGREEMENTS}/{doors.agreement_id}/activate")
            assert refused.status == 403
            assert "fleet" in str(refused.body)
            # A pause of somebody else takes nothing away from it.
            assert await doors.call(who, "pause") == 200
            assert await doors.call(who, "activate") == 403
        refused_page = await doors.press(doors.stranger, "resume")
        assert (refused_page.status, refused_page.heading) == (403, "Please use your own link")
        assert await doors.status() == "paused"
        if lift == "fleet":
            assert "Resumed." in (await doors.press(doors.fleet, "resume")).text
        else:
            assert await doors.call(doors.admin, "activate") == 200
        assert await doors.status() == "active"
    # What a token has paused, a token resumes.
    assert (await doors.call(doors.token, "pause"), await doors.call(doors.token, "activate")) == (200, 200)


async def test_a_pause_of_the_fleet_takes_the_place_of_a_tokens(doors: Doors) -> None:
    assert await doors.call(doors.token, "pause") == 200
    page = await doors.fleet.open(doors.invitation["magic_link"].replace("/?", "/sharing?"))
    token = page.form("/sharing/resume").values["form_token"]
    path = doors.invitation["magic_link"].replace("/?", "/sharing/pause?")
    assert (await doors.fleet.request("POST", path, data={"form_token": token})).status == 200
    assert await doors.call(doors.token, "activate") == 403


@pytest.mark.parametrize("stop", ["pause", "end", "pause and cancelled by the partner", "pause and deleted by a token"])
async def test_accepting_again_brings_no_partner_back(doors: Doors, stop: str, anyone: Api, app: LoginApp) -> None:
    await doors.register(doors.fleet)
    await doors.press_signed_in(doors.fleet, "pause")
    if stop == "end":
        page = await doors.fleet.open(f"/my-data/end/{doors.agreement_id}")
        await doors.fleet.submit(page, f"/my-data/agreements/{doors.agreement_id}/end")
    elif "cancelled" in stop:
        assert await doors.call(doors.partner, "cancel") == 200
    elif "deleted" in stop:
        assert (await doors.token.delete(f"{AGREEMENTS}/{doors.agreement_id}")).status == 204

    body = {"fleet_ref": f"ref-{uuid4().hex[:8]}", "permissions": {"vehicle": "read", "user": "read_write"}}
    again = (await doors.partner.post(INVITATIONS, body)).body
    refused = await doors.token.post(f"{INVITATIONS}/{again['id']}/accept")
    assert refused.status == 403
    assert "own link" in str(refused.body)
    assert (await doors.partner.get(f"{INVITATIONS}/{again['id']}")).body["status"] == "active"
    listed = await doors.partner.get("/v2/orgs/fleets")
    assert str(doors.fleet_id) not in [each["id"] for each in listed.body["items"]]

    # The same invitation, accepted by a person who is the fleet.
    tokens = await app.tokens(await doors.fleet.open(app.authorization_url()))
    accepted = await anyone.with_token(tokens["access_token"]).post(f"{INVITATIONS}/{again['id']}/accept")
    assert (accepted.status, accepted.body["fleet_id"]) == (200, str(doors.fleet_id))
    assert (await doors.partner.get(f"/v2/orgs/fleets/{doors.fleet_id}")).status == 200
    assert await doors.call(doors.token, "pause") in (200, 409)


async def test_an_account_by_the_invitations_link_alone_does_not_resume_until_it_is_proved(doors: Doors) -> None:
    assert (await doors.register(doors.stranger)).url.path == "/my-data"
    await doors.press(doors.fleet, "pause")
    page = await doors.press_signed_in(doors.stranger, "activate")
    assert (page.status, page.heading) == (403, "Please use your own link")
    assert await doors.status() == "paused"

    # The fleet's own link proves the same account.
    page = await doors.fleet.open(doors.invitation["magic_link"].replace("/?", "/sharing?"))
    found = re.search(r'id="own-link-text"[^>]* value="([^"]+)"', page.html)
    assert found
    link = unescape(found[1])
    form = await doors.stranger.open(link.replace("/sharing?", "/account/register?"))
    await doors.stranger.submit(form, "/account/register")
    await doors.press_signed_in(doors.stranger, "activate")
    assert await doors.status() == "active"


async def test_dates_of_the_fleet_are_prolonged_by_it_and_the_operator_alone(
    doors: Doors, anyone: Api, app: LoginApp
) -> None:
    """Also by a new acceptance, before and after the time is over."""
    await doors.register(doors.fleet)
    tokens = await app.tokens(await doors.fleet.open(app.authorization_url()))
    fleet = anyone.with_token(tokens["access_token"])
    path = f"{AGREEMENTS}/{doors.agreement_id}"

    async def change(who: Api, **dates: str | None) -> int:
        return int((await who.patch(path, dates)).status)

    # What a token has set, a token takes back.
    assert await change(doors.token, expiration_date="2090-01-01T00:00:00Z") == 200
    assert await change(doors.token, expiration_date=None) == 200
    assert await change(fleet, effective_date="2080-01-01T00:00:00Z", expiration_date="2090-01-01T00:00:00Z") == 200
    assert await change(doors.token, expiration_date="2085-01-01T00:00:00Z") == 200
    for more in (
        {"expiration_date": None},
        {"expiration_date": "2085-01-02T00:00:00Z"},
        {"effective_date": "2020-01-01T00:00:00Z"},
    ):
        assert await change(doors.token, **more) == 403
    again = (await doors.partner.post(INVITATIONS, {"fleet_ref": f"ref-{uuid4().hex[:8]}"})).body
    assert (await doors.token.post(f"{INVITATIONS}/{again['id']}/accept")).status == 403
    assert await change(fleet, effective_date="2020-01-01T00:00:00Z", expiration_date=None) == 200
    assert await change(doors.token, expiration_date="2090-01-01T00:00:00Z") == 200
    assert await change(doors.token, expiration_date=None) == 200

    assert await change(fleet, expiration_date="2090-01-01T00:00:00Z") == 200
    assert await change(doors.admin, expiration_date="2091-01-01T00:00:00Z") == 200
    assert await change(doors.token, expiration_date=None) == 200

    assert await change(fleet, expiration_date="2090-01-01T00:00:00Z") == 200
    assert await doors.call(doors.partner, "cancel") == 200
    assert (await doors.token.post(f"{INVITATIONS}/{again['id']}/accept")).status == 403


@pytest.mark.parametrize("stop", ["pause", "cancel", "accept", "expire"])
async def test_a_mark_on_an_active_agreement_says_nothing(doors: Doors, stop: str, database: Database) -> None:
    """The former release, which runs beside this one during an upgrade, activates and leaves the mark."""
    async with database.connection() as db:
        await db.execute("update share_agreement set is_held_by_fleet = true where id = %s", (doors.agreement_id,))
    if stop == "pause":
        assert (await doors.call(doors.token, "pause"), await doors.call(doors.token, "activate")) == (200, 200)
        return
    if stop == "cancel":
        assert await doors.call(doors.partner, "cancel") == 200
    elif stop == "expire":
        async with database.connection() as db:
            await db.execute(
                "update share_agreement set expiration_date = now() - interval '1 second' where id = %s",
                (doors.agreement_id,),
            )
        async with database.transaction() as db:
            await expire_due(db)
    again = (await doors.partner.post(INVITATIONS, {"fleet_ref": f"ref-{uuid4().hex[:8]}"})).body
    assert (await doors.token.post(f"{INVITATIONS}/{again['id']}/accept")).status == 200
