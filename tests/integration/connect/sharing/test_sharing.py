"""A fleet comes back, sees what it shares, and takes it back."""

from collections.abc import AsyncIterator, Awaitable, Callable
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import Api
from tests.integration.connect.conftest import ConnectPage, Visitor

from gladhand.connect.pages.own_link import mail_own_link
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.languages import LANGUAGES, use_language
from gladhand.core.mail.outbox import MailChannelEnum, Outbox, find_content
from gladhand.orgs.invitations.queries import find_invitation
from gladhand.orgs.sharing.queries import SharingOwner

Invite = Callable[..., Awaitable[Any]]
ConnectedTo = Callable[[Any], Awaitable[ConnectPage]]
_ASK = {"vehicle": "read", "user": "read_write"}


@pytest.fixture
async def phone(make_visitor: Callable[[], Visitor]) -> AsyncIterator[Visitor]:
    """Another browser than the one that has accepted."""
    made = make_visitor()
    yield made
    await made.session.close()


async def expire(database: Database, invitation: Any) -> None:
    async with database.connection() as db:
        await db.execute(
            "update invitation set expires_at = now() - interval '1 day' where link_hash = sha256(uuid_send(%s))",
            (UUID(invitation["id"]),),
        )


def own_link(page: ConnectPage) -> str:
    return next(value for name, value in _readonly(page) if name == "own-link-text")


def _readonly(page: ConnectPage) -> list[tuple[str, str]]:
    """Id and value of each input that only shows something."""
    found: list[tuple[str, str]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            if tag == "input" and "readonly" in given:
                found.append((given.get("id") or "", given.get("value") or ""))

    Reader().feed(page.html)
    return found


async def agreement_of(api: Api, invitation: Any) -> Any:
    listed = await api.get(f"/v2/orgs/share_agreements?fleet_ref={invitation['fleet_ref']}")
    assert listed.status == 200, listed.body
    return listed.body["items"][0]


async def test_the_own_link_shows_and_takes_back_what_is_shared_on_another_device(
    invite: Invite, connected_to: ConnectedTo, phone: Visitor, api: Api, database: Database
) -> None:
    invitation = await invite(permissions=_ASK, fleet_email="office@fleet.example")
    link = own_link(await connected_to(invitation))
    await expire(database, invitation)

    page = await phone.open(link)
    assert page.heading == "What you share with Acme Logistics"
    assert "Rolling Thunder" in page.text
    assert "Not read yet" in page.text or "Last read:" in page.text

    page = await phone.submit(page, "/sharing/pause")
    assert "Paused. Acme Logistics gets nothing until you resume it." in page.text
    assert (await agreement_of(api, invitation))["status"] == "paused"
    page = await phone.open(link)
    assert "Acme Logistics gets nothing while this is paused." in page.text
    page = await phone.submit(page, "/sharing/resume")
    assert (await agreement_of(api, invitation))["status"] == "active"

    connection = next(path for path in page.read.links if path.endswith("/disconnect"))
    page = await phone.follow(page, connection)
    assert "What was read before stays visible" in page.text
    page = await phone.submit(page, connection)
    assert "Disconnected. Your sign-in details are deleted, and nothing new is read." in page.text
    assert "What was read before stays visible to Acme Logistics." in page.text
    assert not any(path.endswith("/disconnect") for path in page.read.links)
    assert "No provider connected" in page.text
    assert "Acme Logistics gets nothing new until you connect a provider." in page.text
    assert (await phone.follow(page, "/providers")).heading == "Which provider do you use?"

    page = await phone.follow(page, "/sharing/end")
    assert "Your sign-in details stay stored" not in page.text
    page = await phone.submit(page, "/sharing/end")
    assert page.heading == "You share nothing with Acme Logistics"
    assert "Ended. Acme Logistics has no access any more." in page.text
    assert "To share again, ask Acme Logistics" in page.text
    assert (await agreement_of(api, invitation))["status"] == "cancelled"


async def test_every_page_behind_the_link_knows_that_the_sharing_is_paused_or_over(
    invite: Invite, connected_to: ConnectedTo, visitor: Visitor
) -> None:
    invitation = await invite()
    connected = await connected_to(invitation)
    assert "What Acme Logistics can see" in connected.text
    sharing = await visitor.follow(connected, "/sharing")
    assert "Until you stop it." in sharing.text

    await visitor.submit(sharing, "/sharing/pause")
    providers = await visitor.open(invitation["magic_link"])
    for page in (providers, await visitor.open(str(connected.url)), await visitor.submit(providers, "/done")):
        assert "Acme Logistics gets nothing while this is paused." in page.text
        assert "can now use" not in page.text

    # To end it leaves the sign-in stored; the page that asks says so.
    asking = await visitor.follow(sharing, "/sharing/end")
    assert "Your sign-in details stay stored until you disconnect." in asking.text
    assert "Keep sharing" not in asking.text
    await visitor.submit(asking, "/sharing/end")
    form = providers.form("/done").values
    over = [
        await visitor.open(invitation["magic_link"]),
        await visitor.open(providers.read.links["/providers/groundhog"]),
        await visitor.open(str(connected.url)),
        await visitor.request("POST", invitation["magic_link"].replace("/?", "/providers/groundhog?"), data=form),
        await visitor.submit(providers, "/done"),
    ]
    for page in over:
        assert page.heading == "You share nothing with Acme Logistics"
        assert "To share again, ask Acme Logistics for a new invitation." in page.text
        assert "/providers/groundhog" not in page.read.links
    # What is left to do is there, and promises nothing to companies that no longer get anything.
    page = await visitor.follow(over[0], "/sharing")
    page = await visitor.follow(page, next(path for path in page.read.links if path.endswith("/disconnect")))
    assert "What was read before stays visible" not in page.text


async def test_the_link_of_the_invitation_does_it_after_it_has_expired_in_the_same_browser(
    invite: Invite, connected_to: ConnectedTo, visitor: Visitor, database: Database
) -> None:
    invitation = await invite(fleet_email="office@fleet.example")
    await connected_to(invitation)
    await expire(database, invitation)

    page = await visitor.open(invitation["magic_link"])
    assert page.heading == "This invitation has expired"
    # What the fleet comes for is the filled button; a new invitation is the quiet one.
    assert page.html.index('class="button" href="/sharing') < page.html.index(
        'class="button button-quiet" type="submit"'
    )
    assert "Your existing connections keep working." in page.text
    page = await visitor.follow(page, "/sharing")
    assert page.heading == "What you share with Acme Logistics"

    await visitor.submit(page, "/sharing/pause")
    closed = await visitor.open(invitation["magic_link"])
    assert "keep working" not in closed.text
    assert "Please ask" not in closed.text
    await visitor.submit(await visitor.follow(page, "/sharing/end"), "/sharing/end")
    closed = await visitor.open(invitation["magic_link"])
    assert "keep working" not in closed.text
    assert "Please ask Acme Logistics to send you a new one." in closed.text


async def test_the_link_of_the_invitation_alone_opens_nothing_where_an_address_is_known(
    invite: Invite, connected_to: ConnectedTo, phone: Visitor, api: Api
) -> None:
    invitation = await invite(fleet_email="office@fleet.example")
    connected = await connected_to(invitation)
    path = invitation["magic_link"].replace("/?", "/sharing?")

    page = await phone.open(path)
    assert page.heading == "Please use your own link"
    assert "Rolling Thunder" not in page.text
    assert page.read.links["/my-data"]
    # Nor is the own link shown to another browser.
    page = await phone.open(str(connected.url))
    assert page.heading.endswith("is connected")
    assert _readonly(page) == []
    token = page.form("/done").values["form_token"]
    page = await phone.request("POST", path.replace("/sharing?", "/sharing/end?"), data={"form_token": token})
    assert page.status == 403
    assert (await agreement_of(api, invitation))["status"] == "active"

    # It may add a provider or repair one, and end none.
    page = await phone.open(invitation["magic_link"].replace("/?", "/providers?"))
    assert "Disconnect" not in page.text
    fleet_id = (await agreement_of(api, invitation))["fleet_id"]
    listed = (await api.get("/v2/integrations/connections")).body["items"]
    [connection] = [each for each in listed if each["fleet_id"] == fleet_id]
    path = invitation["magic_link"].replace("/?", f"/connections/{connection['id']}/disconnect?")
    for answer in (await phone.open(path), await phone.request("POST", path, data={"form_token": token})):
        assert (answer.status, answer.heading) == (403, "Please use your own link")
    assert connection in (await api.get("/v2/integrations/connections")).body["items"]


async def test_without_a_known_address_the_link_of_the_invitation_is_enough(
    invite: Invite, connected_to: ConnectedTo, phone: Visitor, visitor: Visitor, api: Api, admin: Api
) -> None:
    invitation = await invite()
    await connected_to(invitation)
    page = await phone.open(invitation["magic_link"].replace("/?", "/sharing?"))
    assert page.heading == "What you share with Acme Logistics"

    # It brings neither the fleet's own link nor a way to have it sent.
    assert _readonly(page) == []
    answer = await phone.submit(page, "/sharing/contact", contact_email="owner@partner.example")
    assert (answer.status, answer.heading) == (403, "Please use your own link")

    page = await visitor.open(invitation["magic_link"].replace("/?", "/sharing?"))
    assert own_link(page)
    page = await visitor.submit(page, "/sharing/contact", contact_email="nobody")
    assert page.status == 422
    for _ in range(2):
        page = await visitor.submit(page, "/sharing/contact", contact_email="owner@fleet.example")
        assert "Saved." in page.text
    # Whoever reads that mailbox can manage what is shared: the trail has the change, once, and not the address.
    fleet_id = (await api.get(f"/v2/orgs/invitations/{invitation['id']}")).body["fleet_id"]
    changes = (await admin.get(f"/v2/orgs/rights-changes?fleet_id={fleet_id}")).body["items"]
    [change] = [each for each in changes if each["action"] == "sharing_link.address_changed"]
    assert (change["actor_kind"], change["details"]["has_address"]) == ("fleet", True)
    assert "owner@fleet.example" not in str(changes)
    # From now on there is an address to prove, and the other browser has not.
    page = await phone.open(invitation["magic_link"].replace("/?", "/sharing?"))
    assert page.heading == "Please use your own link"


async def test_before_the_invitation_is_accepted_the_page_says_what_it_is_for(invite: Invite, visitor: Visitor) -> None:
    page = await visitor.open((await invite())["magic_link"])
    page = await visitor.follow(page, "/sharing")
    assert page.heading == "You share nothing with Acme Logistics"
    page = await visitor.follow(page, "/")
    assert page.heading == "Acme Logistics asks for access to your fleet data"


async def test_a_provider_is_disconnected_while_the_sharing_is_paused(
    invite: Invite, connected_to: ConnectedTo, visitor: Visitor
) -> None:
    page = await visitor.follow(await connected_to(await invite()), "/sharing")
    page = await visitor.submit(page, "/sharing/pause")
    connection = next(path for path in page.read.links if path.endswith("/disconnect"))
    page = await visitor.follow(page, connection)
    assert "What was read before stays stored. Nobody sees it while nothing is shared." in page.text
    page = await visitor.submit(page, connection)
    assert "stays visible" not in page.text


@pytest.mark.parametrize("secret", ["", "short", "x" * 43, "é" * 43])
async def test_a_link_that_nobody_has_made_leads_nowhere(visitor: Visitor, secret: str) -> None:
    page = await visitor.open(f"/sharing?share={secret}")
    assert page.heading == "This link does not lead to an invitation"


async def test_the_own_link_goes_to_the_fleets_address_in_its_language(
    invite: Invite,
    connected_to: ConnectedTo,
    visitor: Visitor,
    phone: Visitor,
    database: Database,
    keyring: Keyring,
) -> None:
    invitation = await invite(fleet_email="office@fleet.example")
    connected = await connected_to(invitation)
    link = own_link(connected)
    assert "We also send it" not in connected.text
    async with database.transaction() as db:
        found = await find_invitation(db, UUID(invitation["id"]))
        assert found is not None
        assert found.fleet_id is not None
        with use_language(LANGUAGES["de"]):
            await mail_own_link(
                db,
                Outbox(keyring, frozenset({MailChannelEnum.MAIL})),
                keyring,
                owner=SharingOwner(found.partner_id, found.fleet_id),
                invitation=found,
                email="office@fleet.example",
                connect_url=link.split("/sharing")[0],
            )
        rows = await db.execute(
            "select id, language, sealed from mail where partner_id = %s and subject_id = %s and kind = 'sharing_link'",
            (found.partner_id, found.id),
        )
        mail = await rows.fetchone()
    assert mail is not None
    assert mail["language"] == "de"
    assert find_content(keyring, mail["id"], bytes(mail["sealed"])) == ("office@fleet.example", {"link": link})

    # The fleet reads where it goes, but only in the browser that has accepted, and only while it can arrive.
    assert "We also send it to office@fleet.example." in (await visitor.open(str(connected.url))).text
    assert "office@fleet.example" not in (await phone.open(str(connected.url))).text
    async with database.connection() as db:
        await db.execute(
            "update mail set status = 'bounced' where partner_id = %s and id = %s",
            (found.partner_id, mail["id"]),
        )
    assert "We also send it" not in (await visitor.open(str(connected.url))).text


async def test_without_a_mail_server_nothing_is_offered_and_nothing_sent(
    invite: Invite, connected_to: ConnectedTo, phone: Visitor
) -> None:
    invitation = await invite(fleet_email="office@fleet.example")
    await connected_to(invitation)
    path = invitation["magic_link"].replace("/?", "/sharing?")
    assert (await phone.open(path)).read.form("/sharing/mail") is None
    page = await phone.open(invitation["magic_link"])
    token = page.form("/done").values["form_token"]
    sent = await phone.request("POST", path.replace("/sharing?", "/sharing/mail?"), data={"form_token": token})
    assert sent.status == 404
