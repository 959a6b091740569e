"""Who asks, what for, for how long, and what a fleet may leave out."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from tests.conftest import Api, PartnerFixture
from tests.integration.connect.conftest import Visitor

from gladhand.core.db import Database

Invite = Callable[..., Awaitable[Any]]
_CONSENT = {
    "purpose": "We plan your loads.",
    "purposes": {"locations": "To tell customers when a load arrives."},
    "optional_groups": ["drivers", "safety"],
    "access_days": 90,
}
_PERMISSIONS = {"vehicle": "read", "vehicle_locations": "read", "user": "read_write", "dvir_log": "read"}


async def scopes_of(database: Database, partner: PartnerFixture) -> Any:
    async with database.connection() as db:
        rows = await db.execute(
            "select scopes, expiration_date - effective_date as time from share_agreement"
            " where partner_id = %s order by created_at desc limit 1",
            (partner.id,),
        )
        return await rows.fetchone()


async def test_the_page_says_who_asks_what_for_and_for_how_long(
    visitor: Visitor, invite: Invite, admin: Api, partner: PartnerFixture
) -> None:
    path = f"/v2/orgs/partners/{partner.id}/consent"
    body = {
        "website": "https://www.acme.example/about",
        "contact_email": "help@acme.example",
        "privacy_url": "https://acme.example/privacy",
        "terms_url": "https://acme.example/terms",
        "terms": {"purpose": "We pay your drivers.", "access_days": 30},
    }
    stored = await admin.request("PUT", path, json=body)
    assert stored.status == 200, stored.body
    page = await visitor.open((await invite(consent={"purpose": "We plan your loads."}))["magic_link"])

    assert {"https://www.acme.example/about", "https://acme.example/privacy", "mailto:help@acme.example"} <= set(
        page.read.links.values()
    )
    # The words of the invitation replace the partner's; the partner's time stays.
    assert "We plan your loads." in page.text
    assert "We pay your drivers." not in page.text
    assert "Ends by itself:" in page.text
    await admin.request("PUT", path, json={})
    assert (await admin.get(path)).body["terms"]["purpose"] is None


async def test_the_fleet_leaves_out_an_optional_group(
    visitor: Visitor, invite: Invite, database: Database, partner: PartnerFixture
) -> None:
    invitation = await invite(permissions=_PERMISSIONS, consent=_CONSENT)
    page = await visitor.open(invitation["magic_link"])
    assert "To tell customers when a load arrives." in page.text
    await visitor.submit(page, "/accept", offered_drivers="1", offered_safety="1", share_safety="1")

    agreed = await scopes_of(database, partner)
    assert agreed["scopes"] == {"vehicle": "read", "vehicle_locations": "read", "dvir_log": "read"}
    assert agreed["time"].days == 90


async def test_a_required_group_cannot_be_left_out(
    visitor: Visitor, invite: Invite, database: Database, partner: PartnerFixture
) -> None:
    invitation = await invite(permissions=_PERMISSIONS, consent=_CONSENT)
    page = await visitor.open(invitation["magic_link"])
    await visitor.submit(page, "/accept", offered_vehicles="1")

    assert (await scopes_of(database, partner))["scopes"] == _PERMISSIONS


async def test_leaving_everything_out_is_no_agreement(visitor: Visitor, invite: Invite, api: Api) -> None:
    invitation = await invite(permissions={"user": "read"}, consent={"optional_groups": ["drivers"]})
    page = await visitor.open(invitation["magic_link"])
    page = await visitor.submit(page, "/accept", offered_drivers="1")

    assert page.status == 422
    assert "Please leave at least one kind of data ticked" in page.text
    assert (await api.get(f"/v2/orgs/invitations/{invitation['id']}")).body["status"] == "active"


async def test_what_is_left_out_is_not_scheduled(
    visitor: Visitor, invite: Invite, account: str, database: Database
) -> None:
    invitation = await invite(permissions=_PERMISSIONS, consent=_CONSENT, limit_tsps=["groundhog"])
    page = await visitor.open(invitation["magic_link"])
    await visitor.submit(page, "/accept", offered_safety="1", offered_drivers="1", share_drivers="1")
    page = await visitor.open(invitation["magic_link"])
    page = await visitor.follow(page, "/providers/groundhog")
    await visitor.submit(page, "/providers/groundhog", api_key=account)

    async with database.connection() as db:
        rows = await db.execute(
            "select resource from schedule s join invitation i on i.fleet_id = s.fleet_id"
            " where i.link_hash = sha256(uuid_send(%s)) and s.status = 'active'",
            (UUID(invitation["id"]),),
        )
        assert {row["resource"] for row in await rows.fetchall()} == {"vehicle", "vehicle_location", "user"}
