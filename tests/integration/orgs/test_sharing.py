"""Fleets and share agreements as the two sides see them, and what others ask about them."""

import json
from uuid import UUID, uuid4

import pytest

from gladhand.core.counter_queries import counting
from gladhand.core.db import Database
from gladhand.orgs.agreements import queries
from gladhand.orgs.fleets.queries import get_own_fleet
from gladhand.resources.enums import ShareLevelEnum

FLEETS, AGREEMENTS = "/v2/orgs/fleets", "/v2/orgs/share-agreements"


_MOVED = """
  select partner_id, 'share_agreement.' || before as name, -1 as delta from changed where before <> after
  union all select partner_id, 'share_agreement.' || after, 1 from changed where before <> after"""


async def change(database: Database, agreement_id: str, to: str) -> None:
    """Change an agreement as a service does: with the counters of its old and its new state."""
    async with database.connection() as db:
        await db.execute(
            f"""
            with old as (select id, status from share_agreement where id = %(id)s for update), changed as (
              update share_agreement a set {to} from old where a.id = old.id
              returning a.partner_id, old.status as before, a.status as after
            ) {counting(_MOVED)}
            """,
            {"id": agreement_id},
        )


@pytest.fixture
async def three(invite, accept) -> list[dict[str, str]]:
    return [await accept(await invite(fleet_name=f"Fleet {n}")) for n in range(3)]


async def test_fleets_are_listed_in_the_order_in_which_they_came(api, three):
    first = (await api.get(FLEETS, params={"size": 2})).body
    assert [each["id"] for each in first["items"]] == [each["fleet_id"] for each in three[:2]]
    assert [each["fleet_ref"] for each in first["items"]] == [each["fleet_ref"] for each in three[:2]]
    assert first["total"] == 3
    second = (await api.get(FLEETS, params={"size": 2, "cursor": first["next_page"]})).body
    assert [each["id"] for each in second["items"]] == [three[2]["fleet_id"]]
    assert second["next_page"] is None
    back = (await api.get(FLEETS, params={"size": 2, "cursor": second["previous_page"]})).body
    assert back["items"] == first["items"]


async def test_fleets_are_picked_by_reference(api, three):
    refs = [("fleet_refs", three[0]["fleet_ref"]), ("fleet_refs", three[2]["fleet_ref"]), ("fleet_refs", "unknown")]
    found = (await api.get(FLEETS, params=refs)).body
    assert [each["id"] for each in found["items"]] == [three[0]["fleet_id"], three[2]["fleet_id"]]
    assert found["total"] == 2
    assert (await api.get(FLEETS, params={"fleet_refs": "unknown"})).body["total"] == 0
    assert (await api.get(FLEETS, params=[("fleet_refs", str(n)) for n in range(101)])).status == 422
    assert (await api.get(FLEETS, params={"fleet_refs": "\0"})).status == 422


async def test_a_foreign_fleet_answers_like_a_missing_one(anyone, make_partner, three):
    other = anyone.with_token((await make_partner()).token)
    foreign, missing = [await other.get(f"{FLEETS}/{each}") for each in (three[0]["fleet_id"], uuid4())]
    assert (foreign.status, foreign.body) == (missing.status, missing.body)
    assert foreign.status == 404
    assert (await other.get(FLEETS)).body["total"] == 0


@pytest.mark.parametrize(
    "to",
    [
        "status = 'paused'",
        "status = 'cancelled'",
        "expiration_date = now() - interval '1 second'",
        "effective_date = now() + interval '1 hour'",
    ],
)
async def test_a_fleet_whose_agreement_does_not_hold_is_not_seen(api, database, three, to):
    [agreement] = (await api.get(AGREEMENTS, params={"fleet_id": three[1]["fleet_id"]})).body["items"]
    await change(database, agreement["id"], to)
    assert (await api.get(f"{FLEETS}/{three[1]['fleet_id']}")).status == 404
    listed = (await api.get(FLEETS)).body
    assert [each["id"] for each in listed["items"]] == [three[0]["fleet_id"], three[2]["fleet_id"]]
    assert listed["total"] == 2


async def test_agreements_are_listed_and_counted_by_filter(api, database, three):
    everything = (await api.get(AGREEMENTS)).body
    assert everything["total"] == 3
    assert [each["fleet_id"] for each in everything["items"]] == [each["fleet_id"] for each in three]
    paused, expired, active = everything["items"]
    await change(database, paused["id"], "status = 'paused'")
    await change(database, expired["id"], "expiration_date = now() - interval '1 second'")
    for status, agreement in (("paused", paused), ("expired", expired), ("active", active)):
        found = (await api.get(AGREEMENTS, params={"share_agreement_status": status})).body
        assert ([each["id"] for each in found["items"]], found["total"]) == ([agreement["id"]], 1)
        assert found["items"][0]["status"] == status
    assert (await api.get(AGREEMENTS, params={"share_agreement_status": "cancelled"})).body["total"] == 0
    assert (await api.get(AGREEMENTS, params={"share_agreement_status": "odd"})).status == 422
    assert (await api.get(AGREEMENTS)).body["total"] == 3
    by_ref = (await api.get(AGREEMENTS, params={"fleet_ref": three[2]["fleet_ref"]})).body
    assert ([each["id"] for each in by_ref["items"]], by_ref["total"]) == ([active["id"]], 1)
    assert (await api.get(AGREEMENTS, params={"fleet_id": str(uuid4())})).body["total"] == 0
    await change(database, active["id"], "status = 'deleted'")
    assert (await api.get(AGREEMENTS)).body["total"] == 2
    assert (await api.get(AGREEMENTS, params={"share_agreement_status": "deleted"})).body["total"] == 1


async def test_agreements_are_paged_in_both_directions(api, three):
    first = (await api.get(AGREEMENTS, params={"size": 2})).body
    second = (await api.get(AGREEMENTS, params={"size": 2, "cursor": first["next_page"]})).body
    assert [each["fleet_id"] for each in second["items"]] == [three[2]["fleet_id"]]
    back = (await api.get(AGREEMENTS, params={"size": 2, "cursor": second["previous_page"]})).body
    assert back["items"] == first["items"]


async def test_one_agreement_is_read_by_its_two_sides_alone(api, anyone, make_partner, three):
    agreement = (await api.get(AGREEMENTS)).body["items"][0]
    path = f"{AGREEMENTS}/{agreement['id']}"
    assert (await api.get(path)).body == agreement
    fleet, other_fleet = (anyone.with_token(each["pre_registration_access_token"]) for each in three[:2])
    # A fleet's token asks for extensions request by request; the partner's client has them always.
    assert (await fleet.get(path, headers={"Gladhand-Extensions": "true"})).body == agreement
    other = anyone.with_token((await make_partner()).token)
    for stranger in (other, other_fleet):
        assert (await stranger.get(path)).status == 404
    assert (await anyone.get(path)).status == 401


async def test_the_older_path_still_answers(api, three):
    assert (await api.get("/v2/orgs/share_agreements")).body["total"] == 3


async def test_who_shares_what_is_known_by_resource_whatever_its_spelling(
    database, invite, accept, partner, api, anyone
):
    accepted = await accept(await invite(permissions={"hos_events": "read", "user": "read_write"}))
    fleet_id = UUID(accepted["fleet_id"])
    async with database.connection() as db:

        async def level(resource: str) -> str | None:
            rows = await db.execute(
                """
                select shared_level(scopes, %s)::text as level from live_agreement
                where partner_id = %s and fleet_id = %s
                """,
                (resource, partner.id, fleet_id),
            )
            row = await rows.fetchone()
            return row["level"] if row else None

        assert await level("hos_event") == ShareLevelEnum.READ
        assert await level("user") == ShareLevelEnum.READ_WRITE
        assert await level("vehicle") is None
        sharing = [queries.Sharing(partner.id, accepted["fleet_ref"], None)]
        assert await queries.list_sharing(db, fleet_id) == sharing
        assert await queries.list_sharing(db, fleet_id, "hos_event") == sharing
        assert await queries.list_sharing(db, fleet_id, "vehicle") == []


async def test_a_fleet_sees_itself_without_what_belongs_to_a_partner(database, three):
    async with database.connection() as db:
        own = json.loads(await get_own_fleet(db, UUID(three[0]["fleet_id"])))
    assert (own["fleet_ref"], own["invitation_id"]) == ("", None)
    assert three[0]["fleet_ref"] not in json.dumps(own)
