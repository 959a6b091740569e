"""Telematics providers: open lists, and what Connect offers."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from gladhand.core.db import Database
from gladhand.orgs.tsps import queries
from gladhand.orgs.tsps.queries import TspBrand

TSPS = "/v2/orgs/tsps"


def brand(slug: str, name: str, source_name: str = "lytx", **more: Any) -> TspBrand:
    return TspBrand(slug=slug, name=name, source_name=source_name, conn_type="api_key", **more)


BRANDS = [
    brand("lytx", "Lytx", websites=["https://lytx.example/"], description="Cameras"),
    brand("blue-eye", "Blue Eye 100%", is_popular=True),
    brand("webfleet-europe", "Webfleet", "webfleet", is_sandbox=True),
    # A brand may have another platform's source name as its slug: the slug counts first.
    brand("webfleet", "Zebra", "zonar"),
]


@pytest.fixture
async def synced(database: Database, server: str) -> None:
    """The server has made rows of its own providers at its start; these come on top."""
    async with database.transaction() as db:
        rows = await db.execute(
            "select slug, name, source_name, conn_type from tsp where source_name = 'catena_simulator'"
        )
        own = [TspBrand(**row) for row in await rows.fetchall()]
        await queries.upsert_tsps(db, BRANDS + own)


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
    assert await slugs(source_name="lytx", slug="webfleet") == []
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
        assert await slugs(["webfleet"]) == ["webfleet"]
        assert await slugs(["zonar"]) == ["webfleet"]
        assert await slugs(["zonar", "webfleet-europe", "unknown"]) == ["webfleet-europe", "webfleet"]
        assert await slugs(["unknown"]) == []
        assert await slugs([]) == everything
        assert await slugs(search="LYTX.EXAMPLE") == ["lytx"]
        assert await slugs(search="100%") == ["blue-eye"]
        assert await slugs(search="_") == []
        assert await slugs(["lytx"], "webfleet") == []


async def test_a_brand_whose_provider_is_gone_is_not_offered_and_comes_back_as_itself(database: Database, synced):
    async with database.transaction() as db:
        before = {each.slug: each for each in await queries.list_offered_tsps(db)}
        await queries.upsert_tsps(db, [each for each in BRANDS if each.source_name != "zonar"])
        after = {each.slug for each in await queries.list_offered_tsps(db)}
        assert "webfleet" not in after
        gone = await queries.find_tsp(db, before["webfleet"].id)
        assert gone is not None
        assert gone.status == "inactive"
        await queries.upsert_tsps(db, BRANDS)
        again = await queries.find_tsp(db, before["webfleet"].id)
        assert again == before["webfleet"]
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
