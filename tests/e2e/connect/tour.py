"""Brings a browser to any state of Connect; used by the accessibility tests and by the screenshots."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from playwright.async_api import Page
from pyotp import TOTP
from tests.conftest import Api

from gladhand.core.db import Database
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.consent.queries import upsert_partner_consent
from gladhand.orgs.consent.schemas import PartnerConsent
from gladhand.orgs.embed_keys import queries as embed_keys

_ASK = {"user": "read_write", "vehicle": "read", "vehicle_location": "read", "hos_availability": "read"}
_TERMS = {
    "purpose": "We plan your loads and pay your drivers on time.",
    "purposes": {"locations": "To tell your customers when a load arrives."},
    "optional_groups": ["drivers", "hours_of_service"],
    "access_days": 365,
}
_PASSWORD = "three brown foxes at noon"
_FLEET = {
    "fleet_name": "Rolling Thunder Trucking",
    "fleet_email": "office@rolling-thunder.example",
    "fleet_regulatory_id": "1234567",
    "fleet_regulatory_id_type": "DOT",
    "fleet_country_code": "USA",
}


@dataclass
class ConnectTour:
    """`account` is a key that the simulator takes, `brands` are names under which it can be chosen."""

    api: Api
    database: Database
    account: str
    brands: Sequence[str] = field(default=())

    async def go(self, page: Page, state: str) -> None:
        await page.context.clear_cookies()
        await _WAY[state](self, page)
        await page.wait_for_load_state("networkidle")

    async def invite(self, **fields: Any) -> Any:
        wanted = {"fleet_ref": f"FLEET-{uuid4().hex[:6]}", "permissions": _ASK} | _FLEET | fields
        answer = await self.api.post("/v2/orgs/invitations", wanted)
        assert answer.status == 201, answer.body
        return answer.body

    async def _consent(self, page: Page) -> Any:
        invitation = await self.invite(success_redirect_url="https://partner.example/ok")
        await page.goto(invitation["magic_link"])
        return invitation

    async def _consent_to_everything(self, page: Page) -> None:
        invitation = await self.invite(
            permissions=None, fleet_name=None, fleet_email=None, fleet_regulatory_id=None, fleet_regulatory_id_type=None
        )
        await page.goto(invitation["magic_link"])
        await page.get_by_text("What exactly?").click()

    async def _consent_refused(self, page: Page) -> None:
        await self._consent(page)
        await page.get_by_text("Your company", exact=True).click()
        await page.get_by_label("E-mail").fill("nobody")
        await self._accept(page)

    async def _decline(self, page: Page) -> None:
        await self._consent(page)
        await page.get_by_role("link", name="Decline").click()

    async def _providers(self, page: Page) -> Any:
        invitation = await self._consent(page)
        await self._accept(page)
        return invitation

    async def _nothing_found(self, page: Page) -> None:
        await self._providers(page)
        await page.get_by_label("Search providers").fill("nobody knows it")
        await page.get_by_role("button", name="Search").click()

    async def _sign_in(self, page: Page) -> Any:
        invitation = await self._providers(page)
        await page.get_by_role("link", name="Groundhog").click()
        return invitation

    async def _refused(self, page: Page) -> None:
        await self._sign_in(page)
        await self._connect(page, "a wrong key")

    async def _connected(self, page: Page) -> Any:
        invitation = await self._sign_in(page)
        await self._connect(page, self.account)
        return invitation

    async def _add_another(self, page: Page) -> None:
        invitation = await self._connected(page)
        path = f"/providers/{self.brands[0]}?invite={invitation['id']}"
        await page.goto(invitation["magic_link"].split("/?")[0] + path)
        await self._connect(page, self.account)
        async with self.database.connection() as db:
            await db.execute(
                "update connection set status = 'stale' where id = (select c.id from connection c"
                " join invitation i on i.fleet_id = c.fleet_id where i.link_hash = sha256(uuid_send(%s))"
                " order by c.created_at desc limit 1)",
                (invitation["id"],),
            )
        await page.goto(invitation["magic_link"].replace("/?", "/providers?"))

    async def _repair(self, page: Page) -> None:
        invitation = await self._connected(page)
        async with self.database.connection() as db:
            await db.execute(
                "update connection set status = 'stale', updated_at = now() - interval '2 days' where fleet_id = ("
                "select fleet_id from invitation where link_hash = sha256(uuid_send(%s)))",
                (invitation["id"],),
            )
        await page.goto(invitation["magic_link"])

    async def _repaired(self, page: Page) -> None:
        await self._repair(page)
        await self._connect(page, self.account)

    async def _terms(self, page: Page) -> None:
        """A partner that says what the data is for, and lets the fleet leave some out."""
        async with self.database.transaction() as db:
            invitation = await self.invite(consent=_TERMS)
            consent = PartnerConsent(
                website="https://www.partner.example",
                contact_email="help@partner.example",
                privacy_url="https://partner.example/privacy",
                terms_url="https://partner.example/terms",
            )
            await upsert_partner_consent(db, UUID(invitation["partner_id"]), consent)
        await page.goto(invitation["magic_link"])

    async def _sharing(self, page: Page) -> None:
        await self._connected(page)
        await page.get_by_role("link", name="What you share, and how to stop").click()

    async def _movement(self, page: Page) -> None:
        await self._sharing(page)
        await page.get_by_role("link", name="Privacy of your drivers").click()

    async def _paused(self, page: Page) -> None:
        await self._sharing(page)
        await page.get_by_role("button", name="Pause").click()

    async def _end_sharing(self, page: Page) -> None:
        await self._sharing(page)
        await page.get_by_role("link", name="End the sharing").click()

    async def _ended(self, page: Page) -> None:
        await self._end_sharing(page)
        await page.get_by_role("button", name="End the sharing").click()

    async def _people_sign_in(self, page: Page) -> None:
        await page.goto(f"{self.api.url}/account/sign-in")

    async def _people_sign_in_refused(self, page: Page) -> None:
        await self._people_sign_in(page)
        await page.get_by_label("E-mail").fill(f"{uuid4().hex[:10]}@fleet.example")
        await page.get_by_label("Password").fill("not the password")
        await page.get_by_role("button", name="Sign in", exact=True).click()

    async def _register(self, page: Page) -> None:
        await self._connected(page)
        link = page.get_by_role("link", name="Create an account")
        await page.goto(self.api.url + str(await link.get_attribute("href")).removeprefix(self.api.url))

    async def _my_data(self, page: Page) -> None:
        await self._register(page)
        await page.get_by_label("E-mail").fill(f"{uuid4().hex[:10]}@fleet.example")
        await page.get_by_label("New password").fill(_PASSWORD)
        await page.get_by_role("button", name="Create account").click()

    async def _security(self, page: Page) -> None:
        await self._my_data(page)
        await page.get_by_role("link", name="Security of your account").click()

    async def _sharing_broken(self, page: Page) -> None:
        await self._repair(page)
        await page.goto(page.url.replace("/providers/groundhog?", "/sharing?"))

    async def _nothing_connected(self, page: Page) -> None:
        await self._sharing(page)
        await page.get_by_role("link", name="Disconnect").click()
        await page.get_by_role("button", name="Disconnect").click()

    async def _end_my_data(self, page: Page) -> None:
        await self._my_data(page)
        await page.get_by_role("link", name="End the sharing").click()

    async def _second_step(self, page: Page) -> None:
        await self._security(page)
        await page.get_by_label("Password").fill(_PASSWORD)
        await page.get_by_role("button", name="Turn on the second step").click()

    async def _recovery_codes(self, page: Page) -> None:
        await self._second_step(page)
        key = await page.locator("code.key").inner_text()
        await page.get_by_label("Code").fill(TOTP(key.replace(" ", "")).now())
        await page.get_by_role("button", name="Turn on the second step").click()

    async def _passkeys(self, page: Page) -> None:
        await self._security(page)
        await page.get_by_role("link", name="Passkeys").click()

    async def _must_sign_in(self, page: Page) -> None:
        await page.goto(f"{self.api.url}/my-data")

    async def _help_page(self, page: Page) -> None:
        await self._providers(page)
        await page.goto(page.url.replace("/providers?", "/help?"))

    async def _disconnected(self, page: Page) -> None:
        await self._disconnect(page)
        await page.get_by_role("button", name="Disconnect").click()

    async def _prove_address(self, page: Page) -> None:
        invitation = await self._connected(page)
        await page.context.clear_cookies()
        await page.goto(invitation["magic_link"].replace("/?", "/sharing?"))

    async def _help(self, page: Page) -> None:
        await self._providers(page)
        await page.get_by_role("link", name="Samsara").click()
        await page.get_by_text("Where do I find this?").click()

    async def _finished(self, page: Page) -> None:
        invitation = await self.invite()
        await page.goto(invitation["magic_link"])
        await self._accept(page)
        await page.get_by_role("link", name="Groundhog").click()
        await self._connect(page, self.account)
        await page.get_by_role("button", name="Done").click()

    async def _expired(self, page: Page) -> None:
        invitation = await self.invite(failure_redirect_url="https://partner.example/no")
        async with self.database.connection() as db:
            await db.execute(
                "update invitation set expires_at = now() - interval '1 hour' where link_hash = sha256(uuid_send(%s))",
                (invitation["id"],),
            )
        await page.goto(invitation["magic_link"])

    async def _declined(self, page: Page) -> None:
        await self._decline(page)
        await page.get_by_role("button", name="Decline").click()

    async def _asked_again(self, page: Page) -> None:
        await self._expired(page)
        await page.get_by_role("button", name="Ask for a new invitation").click()

    async def _request(self, page: Page) -> None:
        await self._providers(page)
        await page.get_by_role("link", name="My provider is not here").click()

    async def _request_refused(self, page: Page) -> None:
        await self._request(page)
        await page.get_by_label("E-mail").fill("nobody")
        await page.get_by_role("button", name="Ask for it").click()

    async def _requested(self, page: Page) -> None:
        await self._request(page)
        await page.get_by_label("Name of your provider").fill("Homemade ELD")
        await page.get_by_role("button", name="Ask for it").click()

    async def _disconnect(self, page: Page) -> None:
        await self._connected(page)
        await page.get_by_role("link", name="Disconnect").first.click()

    async def _card(self, page: Page) -> None:
        """In a card of the partner's page, which says that it is dark, in its own colour, from right to left."""
        await page.goto(await self._framed("&variant=card&theme=dark&brand_color=d1004b&lang=ar"))

    async def _branded(self, page: Page) -> None:
        await page.goto(await self._framed("&brand_color=ffd400"))

    async def _framed(self, parameters: str) -> str:
        invitation = await self.invite()
        key = f"ek_{uuid4().hex}"
        async with self.database.transaction() as db:
            partner_id = UUID(invitation["partner_id"])
            await embed_keys.insert_embed_key(
                db, partner_id, key=key, name="tour", origins=[], branding=PartnerBranding()
            )
        return f"{invitation['magic_link']}&embed_key={key}{parameters}"

    async def _withdrawn(self, page: Page) -> None:
        invitation = await self.invite()
        await self.api.delete(f"/v2/orgs/invitations/{invitation['id']}")
        await page.goto(invitation["magic_link"])

    async def _unknown(self, page: Page) -> None:
        await page.goto(f"{self.api.url}/?invite={uuid4()}")

    async def _no_cookies(self, page: Page) -> None:
        await self._consent(page)
        await page.context.clear_cookies()
        await self._accept(page)

    async def _accept(self, page: Page) -> None:
        await page.get_by_role("button", name="Accept and continue").click()

    async def _connect(self, page: Page, key: str) -> None:
        await page.get_by_label("API key").fill(key)
        await page.locator("button[type=submit]").click()
        await page.wait_for_load_state()


_WAYS: dict[str, dict[str, Callable[[ConnectTour, Page], Awaitable[Any]]]] = {
    "invitation": {
        "consent": ConnectTour._consent,
        "consent to everything": ConnectTour._consent_to_everything,
        "consent refused": ConnectTour._consent_refused,
        "terms": ConnectTour._terms,
        "decline": ConnectTour._decline,
        "card": ConnectTour._card,
        "branded": ConnectTour._branded,
        "no cookies": ConnectTour._no_cookies,
    },
    "providers": {
        "providers": ConnectTour._providers,
        "nothing found": ConnectTour._nothing_found,
        "sign in": ConnectTour._sign_in,
        "sign in refused": ConnectTour._refused,
        "sign-in help": ConnectTour._help,
        "request": ConnectTour._request,
        "request refused": ConnectTour._request_refused,
        "requested": ConnectTour._requested,
    },
    "connections": {
        "connected": ConnectTour._connected,
        "add another": ConnectTour._add_another,
        "repair": ConnectTour._repair,
        "repaired": ConnectTour._repaired,
        "disconnect": ConnectTour._disconnect,
        "disconnected": ConnectTour._disconnected,
        "finished": ConnectTour._finished,
    },
    "sharing": {
        "sharing": ConnectTour._sharing,
        "sharing broken": ConnectTour._sharing_broken,
        "nothing connected": ConnectTour._nothing_connected,
        "movement": ConnectTour._movement,
        "paused": ConnectTour._paused,
        "end sharing": ConnectTour._end_sharing,
        "ended": ConnectTour._ended,
        "prove address": ConnectTour._prove_address,
    },
    "people": {
        "people sign in": ConnectTour._people_sign_in,
        "people refused": ConnectTour._people_sign_in_refused,
        "register": ConnectTour._register,
        "my data": ConnectTour._my_data,
        "end my data": ConnectTour._end_my_data,
        "security": ConnectTour._security,
        "second step": ConnectTour._second_step,
        "recovery codes": ConnectTour._recovery_codes,
        "passkeys": ConnectTour._passkeys,
        "must sign in": ConnectTour._must_sign_in,
    },
    "invitations that have ended": {
        "expired": ConnectTour._expired,
        "declined": ConnectTour._declined,
        "asked again": ConnectTour._asked_again,
        "withdrawn": ConnectTour._withdrawn,
        "unknown": ConnectTour._unknown,
        "help page": ConnectTour._help_page,
    },
}
PARTS = {part: list(ways) for part, ways in _WAYS.items()}
"""States by the part of Connect that they belong to."""
STATES = [state for states in PARTS.values() for state in states]
_WAY = {state: way for ways in _WAYS.values() for state, way in ways.items()}
