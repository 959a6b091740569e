"""The chart of deliveries: what an endpoint's page and the overview count."""

from datetime import timedelta
from uuid import UUID, uuid4

from tests.conftest import Api, PartnerFixture
from tests.integration.console.conftest import ConsoleBrowser

from gladhand.core.db import Database
from gladhand.notifications.deliveries import overview_queries

EMPTY = "Nothing was sent in the last 24 hours."


async def count(database: Database, partner_id: UUID, webhook_id: str, ago: str, *numbers: int) -> None:
    async with database.transaction() as db:
        await db.execute(
            """
            insert into webhook_quarter (partner_id, webhook_id, begins, attempts, successes)
            values (%s, %s, date_bin('15 minutes', now() - %s::interval, 'epoch'), %s, %s)
            """,
            (partner_id, webhook_id, ago, *numbers),
        )


async def test_an_endpoints_chart_has_its_attempts_of_the_day(
    engineer: ConsoleBrowser, partner: PartnerFixture, api: Api, database: Database
):
    made = await api.post("/v2/notifications/webhooks", {"event_name": "user.added", "url": "http://127.0.0.1:9/"})
    hook, other = made.body["id"], str(uuid4())
    here = f"/console/partners/{partner.slug}"
    assert EMPTY in (await engineer.get(f"{here}/webhooks/{hook}")).text
    assert EMPTY in (await engineer.get(here)).text
    await count(database, partner.id, hook, "0 minutes", 10, 7)
    await count(database, partner.id, hook, "5 hours", 4, 4)
    await count(database, partner.id, hook, "2 days", 1000, 0)
    await count(database, partner.id, other, "5 hours", 20, 0)
    await count(database, uuid4(), other, "5 hours", 500, 0)
    assert "In the last 24 hours: 11 arrived, 3 failed." in (await engineer.get(f"{here}/webhooks/{hook}")).text
    assert "In the last 24 hours: 11 arrived, 23 failed." in (await engineer.get(here)).text
    async with database.connection() as db:
        found = await overview_queries.list_quarters(db, partner.id, webhook_id=UUID(hook), within=timedelta(hours=24))
    assert [(each.total, each.failed) for each in found] == [(4, 0), (10, 3)]
