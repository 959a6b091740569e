"""The main job from a partner's token to a driver created, and changed, at the fleet's provider."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from gladhand.core.crypto import new_secret
from gladhand.core.how_many import how_many
from gladhand.local.demo.fleet import Browser
from gladhand.local.demo.partner import PartnerClient, Say, Unexpected
from gladhand.local.demo.receiver import Receiver, listening

_SIMULATOR_SLUG, _SIMULATOR_KEY = "groundhog", "demo-key"
_SUBSCRIPTIONS = (
    "invitation.*",
    "share_agreement.*",
    "connection.*",
    "fleet_connection.*",
    "resource_operation.*",
    "user.*",
    "vehicle.added",
    "vehicle_location.added",
)
_FOLLOW_SECONDS = 30


@dataclass(frozen=True)
class Scene:
    """Where the job is played."""

    url: str
    token_url: str
    client_id: str
    client_secret: str


async def play(scene: Scene, say: Say) -> None:
    """Raises `Unexpected` or `LostTheWay` where the job does not go as it should."""
    webhook_secret = new_secret(24)
    async with listening(webhook_secret) as receiver, aiohttp.ClientSession() as session:
        partner = PartnerClient(session, scene.url, say)
        say("\n— the partner fetches a token and subscribes to what will happen")
        await partner.sign_in(scene.token_url, scene.client_id, scene.client_secret)
        await _subscribe(partner, receiver, webhook_secret)
        invitation = await _invite(partner, f"FLEET-{new_secret(4)}")
        await _onboard(invitation["magic_link"], say)
        connection_id = await _look_around(partner, invitation)
        await _watch(partner, connection_id)
        user_id = await _write(partner, connection_id)
        await _read_back(partner, user_id)
        await _check_events(receiver, say)


async def _subscribe(partner: PartnerClient, receiver: Receiver, secret: str) -> None:
    for event_name in _SUBSCRIPTIONS:
        body = {"url": receiver.url, "event_name": event_name, "secret": secret}
        # The secret is the partner's own choice here; it is not for the transcript.
        await partner.call("POST", "/v2/notifications/webhooks", body, expect=200, hide=("secret",))


async def _invite(partner: PartnerClient, fleet_ref: str) -> Any:
    body = {
        "fleet_ref": fleet_ref,
        "fleet_name": "Rolling Thunder Trucking",
        "permissions": {"user": "read_write", "vehicle": "read", "vehicle_location": "read", "hos_event": "read"},
        "success_redirect_url": "https://partner.example/welcome?source=gladhand",
    }
    partner.say("\n— it invites a fleet; asking again refreshes the same invitation")
    invitation = await partner.call(
        "POST", "/v2/orgs/invitations", body, expect=201, show=("id", "status", "magic_link", "expires_at")
    )
    await partner.call("POST", "/v2/orgs/invitations", {"fleet_ref": fleet_ref}, expect=200, show=("id", "status"))
    return invitation


async def _onboard(magic_link: str, say: Say) -> None:
    say("\n— the fleet opens the magic link in a browser")
    # A jar that also keeps cookies of an IP address, as browsers do.
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        await _walk_through(Browser(session), magic_link, say)


async def _walk_through(browser: Browser, magic_link: str, say: Say) -> None:
    page = await browser.open(magic_link)
    say(f"    page: {page.heading}")
    page = await browser.submit(page, "/accept")
    say(f"    accepts; page: {page.heading}")
    provider = f"/providers/{_SIMULATOR_SLUG}"
    page = await browser.open(page.link(provider))
    say(f"    picks the provider; page: {page.heading}")
    page = await browser.submit(page, provider, api_key="a wrong key")
    say(f"    mistypes the key; page: {page.heading} (asked again)")
    page = await browser.submit(page, provider, api_key=_SIMULATOR_KEY)
    say(f"    signs in; page: {page.heading}")
    say(f"    is sent back to {await browser.leave(page, '/done')}")


async def _look_around(partner: PartnerClient, invitation: Any) -> str:
    partner.say("\n— the partner sees what came of it")
    found = f"/v2/orgs/invitations/{invitation['id']}"
    await partner.call("GET", found, expect=200, show=("status", "accepted_at", "fleet_id"), signed=False)
    fleet_ref = invitation["fleet_ref"]
    listed = await partner.call(
        "GET", f"/v2/orgs/invitations?fleet_ref={fleet_ref}&size=10", expect=200, show=("total", "next_page")
    )
    if [each["id"] for each in listed["items"]] != [invitation["id"]]:
        raise Unexpected("the list does not hold the invitation")
    agreements = await partner.call("GET", f"/v2/orgs/share-agreements?fleet_ref={fleet_ref}", expect=200)
    partner.show(agreements["items"][0], ("status", "scopes"))
    connections = await partner.call("GET", f"/v2/integrations/connections?fleet_refs={fleet_ref}", expect=200)
    partner.show(connections["items"][0], ("id", "source_name", "status", "credentials"))
    return str(connections["items"][0]["id"])


async def _watch(partner: PartnerClient, connection_id: str) -> None:
    partner.say("\n— the provider is read by itself: the trucks, where they are now, and their drivers' logs")
    at = f"connection_id={connection_id}"
    await _until_read(partner, f"/v2/telematics/vehicles?{at}", ("vehicle_name", "vin", "status"))
    latest = f"/v2/telematics/vehicle-locations?{at}&only_latest=true"
    await _until_read(partner, latest, ("occurred_at", "vehicle_id", "location", "speed", "speed_unit"))
    await _until_read(partner, f"/v2/telematics/hos-events?{at}&sort_order=desc", ("occurred_at", "event_code"))


async def _until_read(partner: PartnerClient, path: str, fields: Sequence[str]) -> None:
    """Wait until the list has a record, then show its size and the first record."""
    deadline = time.monotonic() + _FOLLOW_SECONDS
    while not (await partner.ask(path))["items"]:
        if time.monotonic() > deadline:
            raise Unexpected(f"nothing was read within {_FOLLOW_SECONDS} s: {path}")
        await asyncio.sleep(0.1)
    listed = await partner.call("GET", path, expect=200, show=("total",))
    partner.show(listed["items"][0], fields)


async def _write(partner: PartnerClient, connection_id: str) -> str:
    partner.say("\n— it creates a driver at the fleet's provider, and waits for the answer")
    unique = new_secret(3).lower()
    driver = {
        "connection_id": connection_id,
        "username": f"maria.{unique}",
        "first_name": "Maria",
        "last_name": "Keller",
        "is_driver": True,
        "license_country": "USA",
        "license_region": "TX",
        "license_number": f"TX-{unique}",
        "hos_ruleset_code": "US_INT_PROP_70_8",
        "default_time_zone": "America/Chicago",
    }
    shown = ("id", "operation_type", "status", "resource_id", "source_id")
    done = await partner.call("POST", "/v2/telematics/users?is_sync=true", driver, expect=200, show=shown)
    partner.say("\n— it changes her in the background (null clears, what is absent stays) and follows the operation")
    change = {"connection_id": connection_id, "phone_number": "+15125550100", "license_region": None}
    path = f"/v2/telematics/users/{done['resource_id']}"
    accepted = await partner.call("PATCH", path, change, expect=202, show=("id", "status"))
    operation = f"/v2/integrations/connections/{connection_id}/resource-operations/{accepted['id']}"
    await _follow(partner, operation)
    partner.say("\n— a second driver, in the background as well")
    second = {
        "connection_id": connection_id,
        "username": f"sam.{unique}",
        "first_name": "Sam",
        "last_name": "Ortiz",
        "is_driver": True,
    }
    accepted = await partner.call("POST", "/v2/telematics/users", second, expect=202, show=("id", "status"))
    await _follow(partner, f"/v2/integrations/connections/{connection_id}/resource-operations/{accepted['id']}")
    return str(done["resource_id"])


async def _follow(partner: PartnerClient, path: str) -> None:
    deadline = time.monotonic() + _FOLLOW_SECONDS
    while (await partner.ask(path))["status"] == "pending":
        if time.monotonic() > deadline:
            raise Unexpected(f"the operation is still pending after {_FOLLOW_SECONDS} s")
        await asyncio.sleep(0.05)
    done = await partner.call("GET", path, expect=200, show=("status", "source_id"))
    partner.show(done["logs"][0], ("status", "response_status_code"))
    if done["status"] != "success":
        raise Unexpected("the operation failed")


async def _read_back(partner: PartnerClient, user_id: str) -> None:
    partner.say("\n— and reads her back in the normal form")
    shown = ("id", "source_id", "first_name", "last_name", "phone_number", "license_region", "hos_ruleset_code")
    await partner.call("GET", f"/v2/telematics/users/{user_id}", expect=200, show=shown)


async def _check_events(receiver: Receiver, say: Say) -> None:
    say("\n— all the while, signed webhooks came in")
    await receiver.wait_for(_NEEDED)
    for event_name, count in Counter(event["event_name"] for event in receiver.events).items():
        say(f"    {event_name}{f'  × {count}' if count > 1 else ''}")
    missing = _NEEDED - {event["event_name"] for event in receiver.events}
    if missing or receiver.refused:
        raise Unexpected(f"missing events: {sorted(missing)}; bad signatures: {receiver.refused}")
    say(f"    {how_many(len(receiver.events), 'delivery', 'deliveries')}, every signature good")


_NEEDED = {
    "invitation.created",
    "invitation.viewed",
    "invitation.accepted",
    "share_agreement.created",
    "connection.created",
    "fleet_connection.created",
    "resource_operation.created",
    "resource_operation.succeeded",
    "user.added",
    "user.modified",
    "vehicle.added",
    "vehicle_location.added",
}
