"""Telematics providers: open lists, and what Connect offers."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from gladhand.core.db import Database
from gladhand.orgs.tsps import queries
from gladhand.orgs.tsps.queries import TspBrand
from gladhand.orgs.tsps.service import install_brands

TSPS = "/v2/orgs/tsps"


def brand(slug: str, name: str, source_name: str = "lytx", **more: Any) -> TspBrand:
    return TspBrand(slug=slug, name=name, source_name=source_name, conn_type="api_key", **more)


BRANDS = [
    brand("lytx", "Lytx", websites=["https://lytx.example/"], description="Cameras"),
    brand("blue-eye", "Blue Eye 100%", is_popular=True),
    brand("teletracnavman-europe", "Teletrac", "teletracnavman", is_sandbox=True),
    # A brand may have another platform's source name as its slug: the slug counts first.
    brand("teletracnavman", "Zebra", "zonar"),
]


@pytest.fixture
async def synced(database: Database, server: str) -> AsyncIterator[None]:
    """The server has made rows of its own providers at its start; these come on top. Other tests need those."""
    async with database.transaction() as db:
        offered = await (await db.execute("select slug from tsp where status = 'active'")).fetchall()
        rows = await db.execute(
            "select slug, name, source_name, conn_type from tsp where source_name = 'catena_simulator'"
        )
        own = [TspBrand(**row) for row in await rows.fetchall()]
        await queries.upsert_tsps(db, BRANDS + own)
    yield
    async with database.transaction() as db:
        await db.execute(
            """
            update tsp set status = case when slug = any(%(slugs)s) then 'active' else 'inactive' end::tsp_status
            where status = 'active' or slug = any(%(slugs)s)
            """,
            {"slugs": [row["slug"] for row in offered]},
        )
        await db.execute("update tsp set origin = 'installed' where origin = 'edited'")


async def test_everybody_may_list_and_read_them(anyone, synced):
    answer = await anyone.get(TSPS)
    assert answer.status == 200
    found = {each["slug"]: each for each in answer.body}
    assert {each.slug for each in BRANDS} <= found.keys()
    lytx = found["lytx"]
    assert (lytx["name"], lytx["source_name"], lytx["conn_type"]) == ("Lytx", "lytx", "api_key")
    assert (lytx["status"], lytx["compliance_status"], lytx["websites"]) == (
        "active",
        "unknown",
        ["https://lytx.example/"],
    )
    assert (await anyone.get(f"{TSPS}/{lytx['id']}")).body == lytx
    assert (await anyone.get(f"{TSPS}/{uuid4()}")).status == 404


async def test_they_are_picked_by_slug_and_by_platform(anyone, synced):
    async def slugs(**query: str) -> list[str]:
        return [each["slug"] for each in (await anyone.get(TSPS, params=query)).body]

    assert await slugs(slug="lytx") == ["lytx"]
    assert await slugs(slug="unknown") == []
    assert await slugs(source_name="lytx") == ["blue-eye", "lytx"]
    assert await slugs(source_name="lytx", slug="teletracnavman") == []
    assert (await anyone.get(TSPS, params={"source_name": "unknown"})).status == 422
    assert (await anyone.get(TSPS, params={"slug": "\0"})).status == 422


async def test_connect_offers_popular_ones_first_and_obeys_the_limit(database: Database, synced):
    async with database.connection() as db:

        async def slugs(limit: list[str] | None = None, search: str | None = None) -> list[str]:
            return [each.slug for each in await queries.list_offered_tsps(db, limit, search)]

        everything = await slugs()
        assert everything[0] == "blue-eye"
        assert set(everything) >= {each.slug for each in BRANDS}
        assert await slugs(["lytx"]) == ["lytx"]
        assert await slugs(["teletracnavman"]) == ["teletracnavman"]
        assert await slugs(["zonar"]) == ["teletracnavman"]
        assert await slugs(["zonar", "teletracnavman-europe", "unknown"]) == ["teletracnavman-europe", "teletracnavman"]
        assert await slugs(["unknown"]) == []
        assert await slugs([]) == everything
        assert await slugs(search="LYTX.EXAMPLE") == ["lytx"]
        assert await slugs(search="100%") == ["blue-eye"]
        assert await slugs(search="_") == []
        assert await slugs(["lytx"], "teletrac") == []


async def test_a_brand_whose_provider_is_gone_is_not_offered_and_comes_back_as_itself(database: Database, synced):
    async with database.transaction() as db:
        before = {each.slug: each for each in await queries.list_offered_tsps(db)}
        await queries.upsert_tsps(db, [each for each in BRANDS if each.source_name != "zonar"])
        after = {each.slug for each in await queries.list_offered_tsps(db)}
        assert "teletracnavman" not in after
        gone = await queries.find_tsp(db, before["teletracnavman"].id)
        assert gone is not None
        assert gone.status == "inactive"
        await queries.upsert_tsps(db, BRANDS)
        again = await queries.find_tsp(db, before["teletracnavman"].id)
        assert again == before["teletracnavman"]
        assert await queries.find_tsp(db, UUID(int=0)) is None
        await db.execute("update tsp set status = 'active' where source_name = 'catena_simulator'")


async def test_syncing_again_touches_no_row(database: Database, synced):
    async def stamps() -> list[tuple[str, object]]:
        async with database.connection() as db:
            rows = await db.execute(
                "select slug, xmin::text from tsp where source_name <> 'catena_simulator' order by slug"
            )
            return [(row["slug"], row["xmin"]) for row in await rows.fetchall()]

    before = await stamps()
    async with database.transaction() as db:
        rows = await db.execute(
            "select slug, name, source_name, conn_type from tsp where source_name = 'catena_simulator'"
        )
        await queries.upsert_tsps(db, BRANDS + [TspBrand(**row) for row in await rows.fetchall()])
    assert await stamps() == before


async def test_the_operator_adds_changes_and_deletes_a_brand(admin, api, anyone, database, synced):
    name = f"Blue Truck {uuid4().hex[:6]}"
    body = {"name": name, "source_name": "lytx", "conn_type": "api_basic", "logo_url": "https://blue.example/logo.png"}
    made = await admin.post(TSPS, body)
    slug = name.lower().replace(" ", "-")
    assert (made.status, made.body["slug"], made.body["status"]) == (201, slug, "active")
    path = f"{TSPS}/{made.body['id']}"
    assert (await anyone.get(path)).body == made.body
    assert (await admin.post(TSPS, body)).body["slug"].startswith(f"{slug}-")
    invited = await api.post("/v2/orgs/invitations", {"fleet_ref": uuid4().hex, "limit_tsps": [slug]})
    assert (invited.status, invited.body["limit_tsps"]) == (201, [slug])
    changed = await admin.patch(path, {"description": "Trucks", "name": None})
    assert changed.body == made.body | {"description": "Trucks", "updated_at": changed.body["updated_at"]}

    # A start of the server keeps what the operator has made.
    async with database.transaction() as db:
        await queries.upsert_tsps(db, [each for each in BRANDS if each.source_name != "lytx"])
        assert slug in [each.slug for each in await queries.list_offered_tsps(db)]
    assert (await anyone.get(path)).body == changed.body
    for status in (204, 404):
        assert (await admin.delete(path)).status == status
    assert (await anyone.get(path)).status == 404
    changes = (await admin.get("/v2/orgs/rights-changes", params={"subject_id": made.body["id"]})).body["items"]
    assert [each["action"] for each in changes] == ["tsp.deleted", "tsp.updated", "tsp.created"]
    assert changes[1]["details"] == {"description": "Trucks"}


async def test_a_brand_moves_to_another_platform_until_a_fleet_has_connected_it(
    admin, anyone, database, synced, invite, accept, make_account
):
    slug = f"truck-{uuid4().hex[:6]}"

    async def installed(source_name: str) -> str:
        async with database.transaction() as db:
            await install_brands(db, [*BRANDS, brand(slug, "Truck", source_name)])
            await db.execute("update tsp set status = 'active' where source_name = 'catena_simulator'")
        return str((await admin.get(TSPS, params={"slug": slug})).body[0]["source_name"])

    assert [await installed(each) for each in ("lytx", "zonar", "catena_simulator")] == [
        "lytx", "zonar", "catena_simulator"
    ]  # fmt: skip
    [made] = (await admin.get(TSPS, params={"slug": slug})).body
    fleet = anyone.with_token((await accept(await invite()))["pre_registration_access_token"])
    body = {"tsp_id": made["id"], "credentials": {"api_key": (await make_account()).key}}
    assert (await fleet.post("/v2/integrations/connections", body)).status == 200
    assert await installed("lytx") == "catena_simulator"
    assert (await admin.patch(f"{TSPS}/{made['id']}", {"source_name": "lytx"})).status == 409
    assert (await admin.patch(f"{TSPS}/{made['id']}", {"name": "Trucks"})).body["source_name"] == "catena_simulator"


async def test_a_brand_asks_for_credentials_that_its_platform_takes(admin, anyone):
    name = f"Own {uuid4().hex[:6]}"
    made = (await admin.post(TSPS, {"name": name, "source_name": "samsara", "conn_type": "samsara"})).body
    path = f"{TSPS}/{made['id']}"
    for wrong in ({"conn_type": "geotab"}, {"source_name": "geotab"}):
        answer = await admin.patch(path, {"description": "Changed"} | wrong)
        assert (answer.status, answer.body["detail"][0]["path"]) == (422, "body.conn_type")
    assert (await anyone.get(path)).body == made
    both = {"source_name": "geotab", "conn_type": "geotab"}
    assert both.items() <= (await admin.patch(path, both)).body.items()
    # No adapter of this platform says what it takes.
    assert (await admin.patch(path, {"source_name": "zonar"})).status == 200


async def test_a_changed_brand_of_an_installed_provider_stays_changed(admin, anyone, database, synced):
    [lytx] = (await anyone.get(TSPS, params={"slug": "lytx"})).body
    changed = (await admin.patch(f"{TSPS}/{lytx['id']}", {"name": "Lytx Europe"})).body
    assert changed["name"] == "Lytx Europe"
    for brands, status in ((BRANDS, "active"), (BRANDS[1:], "active"), (BRANDS[2:], "inactive"), (BRANDS, "active")):
        async with database.transaction() as db:
            await queries.upsert_tsps(db, brands)
        assert [(each["name"], each["status"]) for each in (await anyone.get(TSPS, params={"slug": "lytx"})).body] == [
            ("Lytx Europe", status)
        ]


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"source_name": "none"}, {"conn_type": "x"}, {"conn_type": "oauth1"}, {"status": "deleted"}],
)
async def test_a_brand_that_cannot_be_is_refused(admin, api, wrong):
    body = {"name": "Blue", "source_name": "lytx", "conn_type": "api_basic"} | wrong
    answer = await admin.post(TSPS, body)
    assert (answer.status, answer.body["detail"][0]["path"]) == (422, f"body.{next(iter(wrong))}")
    assert (await api.post(TSPS, body)).status == 403
    assert (await admin.patch(f"{TSPS}/{uuid4()}", {"name": "Blue"})).status == 404
