"""Providers that cannot be connected yet: found however they are spelled, and wished for by fleets."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api

from gladhand.core.db import Database
from gladhand.orgs.external_tsps import queries, service
from gladhand.orgs.external_tsps.queries import Contact, RegistryEntry

ROOT = "/v2/orgs/external-tsps"


@pytest.fixture
async def registry(database: Database) -> dict[str, str]:
    """Three entries under names of their own; their ids by a short name."""
    # So long that the search takes no other test's mark for a misspelling of it.
    mark = uuid4().hex[:24]
    entries = {
        "blue": RegistryEntry(
            f"Bluebird Telematics {mark}", "hello@bluebird.example", "+1 555 0100", "https://bluebird.example"
        ),
        "rig": RegistryEntry(
            f"Rigwatch ELD {mark}", website=f"https://rigwatch-{mark}.example", compliance_status="compliant"
        ),
        "old": RegistryEntry(f"Oldtimer {mark}", f"office@{mark[::-1]}post.example", compliance_status="non_compliant"),
    }
    async with database.transaction() as db:
        await queries.upsert_external_tsps(db, list(entries.values()))
        rows = await db.execute("select id, name from external_tsp where name like %s", (f"%{mark}",))
        ids = {row["name"]: str(row["id"]) for row in await rows.fetchall()}
    return {short: ids[entry.name] for short, entry in entries.items()} | {"mark": mark}


@pytest.fixture
def fleet_api(accept, invite, anyone: Api):
    """The API as a fleet that has just accepted: `await fleet_api()` gives it with its invitation."""

    async def make() -> tuple[Api, dict[str, Any]]:
        accepted = await accept(await invite(), **FLEET)
        return anyone.with_token(accepted["pre_registration_access_token"]), accepted

    return make


FLEET = {"fleet_name": "Swift Haul", "fleet_website": "https://swift.example"}


async def test_any_good_token_may_search_and_nobody_without_one(anyone, api, registry):
    assert (await anyone.get(ROOT)).status == 401
    found = {each["id"]: each for each in (await api.get(ROOT)).body}
    blue = found[registry["blue"]]
    assert blue["registry"] == "fmcsa"
    assert blue["integrated_tsp_ids"] == []
    assert (blue["email"], blue["website"]) == ("hello@bluebird.example", "https://bluebird.example")


@pytest.mark.parametrize("wanted", ["rigwatch {0}", "RIGWATCH-{0}.example", "rigwach {0}", "eld rig {0}"])
async def test_a_provider_is_found_by_name_website_and_with_a_slip(api, registry, wanted):
    answer = await api.get(ROOT, params={"q": wanted.format(registry["mark"])})
    assert [each["id"] for each in answer.body] == [registry["rig"]]


async def test_a_provider_is_found_by_its_mail_domain_and_nonsense_finds_nothing(api, registry):
    answer = await api.get(ROOT, params={"q": f"{registry['mark'][::-1]}post.example"})
    assert [each["id"] for each in answer.body] == [registry["old"]]
    assert (await api.get(ROOT, params={"q": "zzqqxxyy"})).body == []


async def test_a_fleet_asks_for_its_provider_and_its_partner_sees_it(api, fleet_api, registry):
    fleet, invitation = await fleet_api()
    contact = {"fleet_contact_name": "Ann", "fleet_contact_email": "ann@swift.example", "fleet_contact_notes": "soon"}
    made = await fleet.post(f"{ROOT}/{registry['rig']}/request-integration", contact)
    assert made.status == 201
    assert made.body["ext_tsp_compliance_status"] == "compliant"
    assert made.body["fleet_ref"] == invitation["fleet_ref"]
    # A fleet's token may be in the hands of another partner than the one that invited.
    assert made.body["invitation_id"] != invitation["id"]
    assert "ann@swift.example" not in json.dumps(made.body)

    seen = await api.get(f"{ROOT}/integration-requests", params={"fleet_ref": invitation["fleet_ref"]})
    assert seen.body == [made.body | {"invitation_id": invitation["id"]}]
    assert (await api.get(f"{ROOT}/integration-requests", params={"fleet_id": str(uuid4())})).body == []


async def test_a_request_follows_the_reference_of_its_fleet(api, fleet_api, registry):
    (fleet, one), (another, two) = await fleet_api(), await fleet_api()
    path, new = f"{ROOT}/{registry['rig']}/request-integration", f"{one['fleet_ref']}-new"
    made = (await fleet.post(path, {})).body
    assert (await fleet.patch(f"/v2/orgs/fleets/{one['fleet_id']}", {"fleet_ref": new})).status == 200
    # Another fleet gets the reference that is free now.
    taken = {"fleet_ref": one["fleet_ref"]}
    assert (await another.patch(f"/v2/orgs/fleets/{two['fleet_id']}", taken)).status == 200
    assert (await api.get(f"{ROOT}/integration-requests", params=taken)).body == []
    [seen] = (await api.get(f"{ROOT}/integration-requests", params={"fleet_ref": new})).body
    assert (seen["id"], seen["fleet_ref"]) == (made["id"], new)
    assert (await fleet.post(path, {})).body["fleet_ref"] == new


async def test_asking_twice_is_one_request_and_the_snapshot_stays(database, api, fleet_api, registry):
    fleet, _ = await fleet_api()
    path = f"{ROOT}/{registry['rig']}/request-integration"
    answers = await asyncio.gather(*(fleet.post(path) for _ in range(5)))
    assert {answer.status for answer in answers} == {201}
    async with database.transaction() as db:
        await queries.upsert_external_tsps(
            db, [RegistryEntry(f"Rigwatch ELD {registry['mark']}", compliance_status="non_compliant")]
        )
    again = await fleet.post(path, {"fleet_contact_name": "Ann"})
    assert again.body["id"] == answers[0].body["id"]
    assert again.body["ext_tsp_compliance_status"] == "compliant"
    assert len((await api.get(f"{ROOT}/integration-requests")).body) == 1


async def test_other_partners_see_nothing_of_it(anyone, make_partner, fleet_api, registry):
    fleet, _ = await fleet_api()
    await fleet.post(f"{ROOT}/{registry['blue']}/request-integration")
    stranger = await make_partner()
    assert (await anyone.with_token(stranger.token).get(f"{ROOT}/integration-requests")).body == []


async def test_what_cannot_be_asked_for_says_why(api, fleet_api, registry):
    fleet, _ = await fleet_api()
    assert (await fleet.post(f"{ROOT}/{uuid4()}/request-integration")).status == 404
    assert (await fleet.post(f"{ROOT}/nonsense/request-integration")).status == 404
    bad = await fleet.post(f"{ROOT}/{registry['blue']}/request-integration", {"fleet_contact_email": "nobody"})
    assert bad.status == 422
    assert (await api.post(f"{ROOT}/{registry['blue']}/request-integration")).status == 403


async def test_a_provider_that_the_registry_lacks_is_noted_and_shown_to_nobody_else(database, api, fleet_api, stored):
    invitation = await stored((await fleet_api())[1])
    name = f"Homemade {uuid4().hex[:8]}"
    async with database.transaction() as db:
        made = json.loads(
            await service.request_unlisted_integration(
                db, invitation.partner_id, invitation.id, name=name, contact=Contact()
            )
        )
    assert made["ext_tsp_name"] == name
    assert made["ext_tsp_id"] not in {each["id"] for each in (await api.get(ROOT)).body}
    assert [each["id"] for each in (await api.get(f"{ROOT}/integration-requests")).body] == [made["id"]]


@pytest.fixture
async def brand(database: Database, registry: dict[str, str]) -> AsyncIterator[str]:
    """The slug of one more brand, which no adapter stands behind."""
    slug = f"rigwatch-{registry['mark']}"
    async with database.transaction() as db:
        await db.execute(
            "insert into tsp (slug, name, source_name, conn_type, status)"
            " values (%s, 'Rigwatch', 'lytx', 'token', 'inactive')",
            (slug,),
        )
    yield slug
    async with database.transaction() as db:
        await db.execute("delete from tsp where slug = %s", (slug,))


async def test_a_linked_brand_shows_on_requests_and_follows_the_registry(
    database, anyone, api, fleet_api, registry, brand
):
    fleet, _ = await fleet_api()
    await fleet.post(f"{ROOT}/{registry['rig']}/request-integration")
    name = f"Rigwatch ELD {registry['mark']}"
    async with database.transaction() as db:
        assert await queries.update_tsp_entry(db, name, brand)
        assert not await queries.update_tsp_entry(db, name, "no-such-brand")
    [request] = (await api.get(f"{ROOT}/integration-requests")).body
    [shown] = (await anyone.get("/v2/orgs/tsps", params={"slug": brand})).body
    assert request["integrated_tsp_ids"] == [shown["id"]]
    assert (shown["ext_tsp_id"], shown["registry"], shown["compliance_status"]) == (
        registry["rig"],
        "fmcsa",
        "compliant",
    )
    async with database.transaction() as db:
        await queries.upsert_external_tsps(db, [RegistryEntry(name, compliance_status="non_compliant")])
        await queries.update_linked_tsps(db)
    [shown] = (await anyone.get("/v2/orgs/tsps", params={"slug": brand})).body
    assert shown["compliance_status"] == "non_compliant"
