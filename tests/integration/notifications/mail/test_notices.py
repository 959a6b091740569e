"""What fleets are told: a provider is ready, a sign-in is broken, access has ended."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.conftest import Api, PartnerFixture

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.mail.outbox import MailChannelEnum, Outbox, find_content
from gladhand.integrations.connections.change_queries import claim_unnotified_of_all_fleets
from gladhand.integrations.connections.service import stale
from gladhand.orgs.external_tsps.queries import RegistryEntry, upsert_external_tsps
from gladhand.orgs.notices.service import link_brand, notify_repair
from gladhand.orgs.notices.tasks import notify_ended

CONNECT = "https://connect.example.com"
Mail = tuple[str, str, str, dict[str, Any]]


@pytest.fixture
def outbox(keyring: Keyring) -> Outbox:
    return Outbox(keyring, frozenset({MailChannelEnum.MAIL}))


@pytest.fixture
def queued(database: Database, keyring: Keyring, partner: PartnerFixture) -> Callable[[], Awaitable[list[Mail]]]:
    """The messages that wait for the fresh partner: kind, language, address and values."""

    async def read() -> list[Mail]:
        async with database.connection() as db:
            rows = await db.execute("select * from mail where partner_id = %s order by id", (partner.id,))
            return [
                (row["kind"], row["language"], *(find_content(keyring, row["id"], row["sealed"]) or ()))
                for row in await rows.fetchall()
            ]

    return read


async def test_a_fleet_is_told_once_that_access_has_ended(accept, anyone, database, outbox, queued):
    invitation = await accept(fleet_email="joe@example.com", fleet_country_code="POL")
    fleet = anyone.with_token(invitation["pre_registration_access_token"])
    silent = await accept()
    for each in (invitation, silent):
        token = anyone.with_token(each["pre_registration_access_token"])
        (agreement,) = (await token.get("/v2/orgs/share-agreements")).body["items"]
        assert (await token.post(f"/v2/orgs/share-agreements/{agreement['id']}/cancel")).status in (200, 204)
    for _ in range(2):
        await notify_ended(database, outbox)
    (kind, language, to, values) = (await queued())[0]
    assert (kind, language, to, len(await queued())) == ("access_ended", "pl", "joe@example.com", 1)
    assert set(values) == {"until"}
    assert fleet.token != ""


async def test_an_old_end_is_no_news(accept, anyone, database, outbox, queued):
    invitation = await accept(fleet_email="joe@example.com")
    token = anyone.with_token(invitation["pre_registration_access_token"])
    (agreement,) = (await token.get("/v2/orgs/share-agreements")).body["items"]
    await token.post(f"/v2/orgs/share-agreements/{agreement['id']}/cancel")
    async with database.connection() as db:
        await db.execute(
            "update share_agreement set updated_at = now() - interval '2 days' where id = %s", (agreement["id"],)
        )
    await notify_ended(database, outbox)
    assert await queued() == []


async def test_a_fleet_is_asked_once_per_outage_to_sign_in_again(connect, database, keyring, outbox, queued, partner):
    fleet = await connect(fleet_email="joe@example.com", fleet_country_code="ROU")

    async def refuse() -> None:
        async with database.transaction() as db:
            rows = await db.execute("select credentials from connection where id = %s", (fleet.connection_id,))
            found = await rows.fetchone()
            assert found is not None
            assert await stale(db, fleet.fleet_id, UUID(fleet.connection_id), refused=found["credentials"])

    async def tell() -> None:
        async with database.transaction() as db:
            for fleet_id, provider in await claim_unnotified_of_all_fleets(db, 1000):
                await notify_repair(db, outbox, fleet_id, provider, keyring=keyring, connect_url=CONNECT)

    await tell()
    assert await queued() == []
    await refuse()
    async with database.transaction() as db:
        lost = Keyring.parse(Keyring.new_key())
        await notify_repair(db, outbox, fleet.fleet_id, "Acme", keyring=lost, connect_url=CONNECT)
    assert await queued() == []
    for _ in range(2):
        await tell()
    ((kind, language, to, values),) = await queued()
    assert (kind, language, to) == ("connection_repair", "ro", "joe@example.com")
    assert values["link"].startswith(f"{CONNECT}/?invite=")
    assert values["provider"]
    assert (await fleet.sign_in()).status == 200
    await refuse()
    await tell()
    assert len(await queued()) == 2


async def test_who_asked_for_a_provider_is_told_when_it_can_be_connected(
    accept, anyone, admin, database, keyring, outbox, queued
):
    invitation = await accept(fleet_email="office@example.com", fleet_country_code="FRA")
    fleet = anyone.with_token(invitation["pre_registration_access_token"])
    name, slug = f"Registered {uuid4().hex[:8]}", f"brand-{uuid4().hex[:8]}"
    async with database.transaction() as db:
        await upsert_external_tsps(db, [RegistryEntry(name)])
    (entry,) = [e for e in (await fleet.get(f"/v2/orgs/external-tsps?q={name}")).body if e["name"] == name]
    path = f"/v2/orgs/external-tsps/{entry['id']}/request-integration"
    assert (await fleet.post(path, {"fleet_contact_email": "joe@example.com"})).status == 201
    async with database.transaction() as db:
        await db.execute(
            "insert into tsp (slug, name, source_name, conn_type) values (%s, 'Great GPS', %s, 'api_key')",
            (slug, "catena_simulator"),
        )
    for _ in range(2):
        async with database.transaction() as db:
            assert await link_brand(db, outbox, name, slug, keyring=keyring, connect_url=CONNECT)
    ((kind, language, to, values),) = await queued()
    assert (kind, language, to) == ("provider_available", "fr", "joe@example.com")
    assert (values["provider"], values["link"]) == ("Great GPS", f"{CONNECT}/?invite={invitation['id']}")


async def test_without_mail_nothing_is_queued(accept, anyone, database, keyring, queued, api: Api):
    await accept(fleet_email="joe@example.com")
    closed = Outbox(keyring, frozenset())
    await notify_ended(database, closed)
    invited = await api.post("/v2/orgs/invitations", {"fleet_ref": "x", "fleet_email": "joe@example.com"})
    assert (await api.get(f"/v2/orgs/invitations/{invited.body['id']}/delivery")).body["status"] is None
    assert (await api.post(f"/v2/orgs/invitations/{invited.body['id']}/send")).status == 409
    assert await queued() == []
