"""The fleet's own link goes to an address that the fleet itself has named, whatever its partner writes."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest
from tests.conftest import Api, PartnerFixture, fetch_token
from tests.integration.connect.conftest import ConnectPage, Visitor
from tests.processes import serving, settings

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.mail.outbox import find_content

INVITATIONS = "/v2/orgs/invitations"
PARTNERS = "me@partner.example"
FLEETS = "office@fleet.example"


@pytest.fixture(scope="module")
def mailing_hub(database_url: str, encryption_keys: str) -> Iterator[str]:
    """A server that has an account at a mail server."""
    more = {"GLADHAND_SMTP_URL": "smtp://127.0.0.1:2525", "GLADHAND_MAIL_FROM": "Hub <no-reply@hub.example.com>"}
    with serving(settings(database_url, encryption_keys, **more)) as url:
        yield url


async def _browser(url: str) -> AsyncIterator[Visitor]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield Visitor(session, url)


@pytest.fixture
async def fleet(mailing_hub: str) -> AsyncIterator[Visitor]:
    async for browser in _browser(mailing_hub):
        yield browser


@pytest.fixture
async def stranger(mailing_hub: str) -> AsyncIterator[Visitor]:
    """The partner's browser, which has the link of the invitation and nothing else."""
    async for browser in _browser(mailing_hub):
        yield browser


@dataclass
class MailingHub:
    """The partner's client, and who got a fleet's own link."""

    anyone: Api
    client: Api
    database: Database
    keyring: Keyring

    async def invite(self, **fields: Any) -> Any:
        body = {"fleet_ref": f"FLEET {uuid4().hex[:8]}", "send": False} | fields
        made = await self.client.post(INVITATIONS, body)
        assert made.status in (200, 201), made.body
        return made.body

    async def receivers(self, *invitations: Any) -> set[str]:
        """The addresses to which own links were sent that came of these invitations."""
        async with self.database.connection() as db:
            rows = await db.execute(
                """
                select m.id, m.sealed from mail m join invitation i on i.partner_id = m.partner_id
                  and i.id = m.subject_id
                where m.kind = 'sharing_link' and i.link_hash = any(
                  select sha256(uuid_send(id)) from unnest(%s::uuid[]) id)
                """,
                ([UUID(each["id"]) for each in invitations],),
            )
            found = [find_content(self.keyring, row["id"], row["sealed"]) for row in await rows.fetchall()]
        return {content[0] for content in found if content is not None}


@pytest.fixture
async def hub(
    mailing_hub: str, stranger: Visitor, partner: PartnerFixture, database: Database, keyring: Keyring
) -> MailingHub:
    anyone = Api(stranger.session, mailing_hub)
    client = anyone.with_token(await fetch_token(anyone, partner.client_id, partner.client_secret))
    return MailingHub(anyone, client, database, keyring)


def page_of(invitation: Any, path: str) -> str:
    return str(invitation["magic_link"].replace("/?", f"{path}?"))


async def post(visitor: Visitor, invitation: Any, path: str, seen: ConnectPage, **values: str) -> ConnectPage:
    """Sends a form that the page does not offer."""
    token = next(form.values["form_token"] for form in seen.read.forms if "form_token" in form.values)
    return await visitor.request("POST", page_of(invitation, path), data={"form_token": token} | values)


async def test_the_partner_that_writes_another_address_gets_no_own_link(
    hub: MailingHub, fleet: Visitor, stranger: Visitor
) -> None:
    invitation = await hub.invite(fleet_email=FLEETS)
    await fleet.submit(await fleet.open(invitation["magic_link"]), "/accept")
    page = await fleet.submit(await fleet.open(page_of(invitation, "/sharing")), "/sharing/pause")
    assert "Paused." in page.text

    await hub.invite(fleet_ref=invitation["fleet_ref"], fleet_email=PARTNERS)
    page = await stranger.open(page_of(invitation, "/sharing"))
    assert "to the address of your company, o…@fleet.example." in page.text
    sent = await stranger.submit(page, "/sharing/mail")
    assert sent.heading == "We have sent your link"
    assert "o…@fleet.example" in sent.text
    assert FLEETS not in page.html + sent.html
    assert await hub.receivers(invitation) == {FLEETS}

    # The fleet sees its own address, and changes it.
    page = await fleet.open(page_of(invitation, "/sharing"))
    assert page.form("/sharing/contact").values["contact_email"] == FLEETS
    await fleet.submit(page, "/sharing/contact", contact_email="owner@fleet.example")
    await stranger.submit(await stranger.open(page_of(invitation, "/sharing")), "/sharing/mail")
    assert await hub.receivers(invitation) == {FLEETS, "owner@fleet.example"}


@pytest.mark.parametrize("way", ["left at /sharing", "written by the partner"])
async def test_an_address_that_nobody_has_proved_gets_no_own_link(hub: MailingHub, stranger: Visitor, way: str) -> None:
    invitation = await hub.invite()
    accepted = await hub.anyone.post(f"{INVITATIONS}/{invitation['id']}/accept")
    assert accepted.status == 200
    page = await stranger.open(page_of(invitation, "/sharing"))
    if way == "left at /sharing":
        assert "Saved." in (await stranger.submit(page, "/sharing/contact", contact_email=PARTNERS)).text
    else:
        await hub.invite(fleet_ref=invitation["fleet_ref"], fleet_email=PARTNERS)
    # It is no reason to shut out who has nothing to prove.
    page = await stranger.open(page_of(invitation, "/sharing"))
    assert page.heading.startswith("What you share with")
    assert (await post(stranger, invitation, "/sharing/mail", page)).status == 404
    assert await hub.receivers(invitation) == set()


async def test_a_token_that_the_partner_can_read_names_no_address(
    hub: MailingHub, fleet: Visitor, stranger: Visitor
) -> None:
    first = await hub.invite()
    await fleet.submit(await fleet.open(first["magic_link"]), "/accept")
    token = (await hub.client.get(f"{INVITATIONS}/{first['id']}")).body["pre_registration_access_token"]
    second = await hub.invite(fleet_email=PARTNERS)
    accepted = await hub.anyone.with_token(token).post(
        f"{INVITATIONS}/{second['id']}/accept", {"fleet_email": PARTNERS}
    )
    assert accepted.status == 200
    page = await stranger.open(page_of(second, "/sharing"))
    assert page.heading == "Please use your own link"
    assert page.read.form("/sharing/mail") is None
    page = await stranger.open(second["magic_link"])
    assert (await post(stranger, second, "/sharing/mail", page)).status == 404
    assert await hub.receivers(first, second) == set()


async def test_who_accepts_by_the_api_names_the_address_in_the_body(hub: MailingHub, stranger: Visitor) -> None:
    invitation = await hub.invite(fleet_email=PARTNERS)
    await hub.anyone.post(f"{INVITATIONS}/{invitation['id']}/accept", {"fleet_email": FLEETS})
    page = await stranger.open(page_of(invitation, "/sharing"))
    assert page.heading == "Please use your own link"
    await stranger.submit(page, "/sharing/mail")
    assert await hub.receivers(invitation) == {FLEETS}


async def test_the_fleet_sees_the_partners_address_when_it_accepts(
    hub: MailingHub, fleet: Visitor, stranger: Visitor
) -> None:
    for given, is_open in ({"fleet_email": PARTNERS, "fleet_name": "Swift"}, True), ({"fleet_name": "Swift"}, False):
        invitation = await hub.invite(**given)
        page = await fleet.open(invitation["magic_link"])
        before, collapsed = page.html.split('<details class="company"', 1)
        assert ('name="fleet_email"' in before, 'name="fleet_email"' in collapsed) == (is_open, not is_open)
        assert ("Whoever reads e-mail there" in before) == is_open
        # Who accepts without that field has not seen the address.
        await post(fleet, invitation, "/accept", page, fleet_name="Swift")
        page = await stranger.open(invitation["magic_link"])
        assert (await post(stranger, invitation, "/sharing/mail", page)).status == 404
        assert await hub.receivers(invitation) == set()
