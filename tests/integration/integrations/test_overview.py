"""The operator's lists of fleets, invitations and connections of all owners."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from tests.conftest import Api, PartnerFixture
from tests.integration.conftest import Connected

FLEETS, INVITATIONS = "/v2/orgs/overview/fleets", "/v2/orgs/overview/invitations"
CONNECTIONS = "/v2/integrations/overview/connections"


async def listed(admin: Api, path: str, **query: str) -> list[Any]:
    """All pages of two."""
    found, cursor = [], None
    while True:
        parameters = {"size": "2"} | query | ({"cursor": cursor} if cursor else {})
        answer = await admin.get(path, params=parameters)
        assert answer.status == 200, answer.body
        found += answer.body["items"]
        if (cursor := answer.body["next_page"]) is None:
            return found


async def test_the_operator_lists_what_belongs_to_one_partner_and_to_everybody(
    admin: Api, connect: Callable[..., Awaitable[Connected]], partner: PartnerFixture, api: Api, make_partner: Any
):
    made = [await connect() for _ in range(3)]
    other = await make_partner("Other")
    # The first fleet shares with the other partner, too.
    invited = await api.with_token(other.token).post("/v2/orgs/invitations", {"fleet_ref": "O-1"})
    accepted = await made[0].fleet.post(f"/v2/orgs/invitations/{invited.body['id']}/accept")
    assert accepted.status == 200, accepted.body

    mine, theirs = {"partner_id": str(partner.id)}, {"partner_id": str(other.id)}
    newest_first = made[::-1]
    assert [each["id"] for each in await listed(admin, FLEETS, **mine)] == [str(each.fleet_id) for each in newest_first]
    assert [each["id"] for each in await listed(admin, CONNECTIONS, **mine)] == [
        each.connection_id for each in newest_first
    ]
    assert [each["fleet_ref"] for each in await listed(admin, INVITATIONS, **mine)] == [
        each.fleet_ref for each in newest_first
    ]
    [fleet] = await listed(admin, FLEETS, **theirs)
    assert fleet["shares_with"] == [
        {"partner_id": str(partner.id), "partner": partner.slug, "fleet_ref": made[0].fleet_ref},
        {"partner_id": str(other.id), "partner": other.slug, "fleet_ref": "O-1"},
    ]
    assert [each["id"] for each in await listed(admin, CONNECTIONS, **theirs)] == [made[0].connection_id]
    [invitation] = await listed(admin, INVITATIONS, **theirs, invitation_status="accepted")
    assert (invitation["fleet_id"], invitation["fleet_ref"]) == (str(made[0].fleet_id), "O-1")
    assert await listed(admin, INVITATIONS, **theirs, invitation_status="declined") == []
    assert await listed(admin, INVITATIONS, **mine, fleet_ref=made[1].fleet_ref) != []

    everybody = [each["fleet_ref"] for each in await listed(admin, INVITATIONS)]
    assert {"O-1", *(each.fleet_ref for each in made)} <= set(everybody)
    # Nothing in them opens a link or an account.
    texts = [str((await admin.get(path)).body) for path in (FLEETS, INVITATIONS, CONNECTIONS)]
    for secret in (invited.body["id"], accepted.body["pre_registration_access_token"], made[0].account.key):
        assert all(secret not in text for text in texts)


async def test_a_connection_is_found_by_its_state_and_provider(
    admin: Api, connect: Callable[..., Awaitable[Connected]], partner: PartnerFixture
):
    paused, active = await connect(), await connect()
    await paused.fleet.patch(f"/v2/integrations/connections/{paused.connection_id}", {"status": "paused"})
    mine = {"partner_id": str(partner.id), "source_name": "catena_simulator"}
    assert [each["id"] for each in await listed(admin, CONNECTIONS, **mine, connection_status="paused")] == [
        paused.connection_id
    ]
    assert [each["id"] for each in await listed(admin, CONNECTIONS, **mine, connection_status="active")] == [
        active.connection_id
    ]
    assert await listed(admin, CONNECTIONS, partner_id=str(partner.id), source_name="samsara") == []


async def test_only_administrators_list_what_belongs_to_others(connected: Connected, anyone: Api, admin: Api):
    for path in (FLEETS, INVITATIONS, CONNECTIONS):
        statuses = [(await caller.get(path)).status for caller in (connected.api, connected.fleet, anyone)]
        assert statuses == [403, 403, 401]
        assert await listed(admin, path, partner_id=str(uuid4())) == []
