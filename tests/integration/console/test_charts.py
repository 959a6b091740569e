"""Charts of writes, of reads, of queues and of providers' limits: whose numbers they are, and what they say."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.conftest import PartnerFixture
from tests.integration.conftest import Connected
from tests.integration.console.conftest import ConsoleBrowser

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.core.clock import now
from gladhand.core.db import Database
from gladhand.core.figures.queries import QueueMinute, upsert_queue_minute
from gladhand.core.metrics import DURATIONS
from gladhand.integrations.budgets.minute_queries import BudgetMinute, upsert_budget_minutes
from gladhand.integrations.operations.quarter_queries import AttemptCounts, upsert_attempts
from gladhand.integrations.schedules.freshness_quarter_queries import upsert_freshness


async def test_writes_are_counted_for_their_partner_alone(
    engineer: ConsoleBrowser, operator: ConsoleBrowser, partner: PartnerFixture, database: Database
):
    here = f"/console/partners/{partner.slug}/operations"
    assert "No write was attempted in the last 24 hours." in (await engineer.get(here)).text
    async with database.transaction() as db:
        # Two processes, and what is older than a day.
        for ago, mine in ((0, AttemptCounts(1, 2, 3, 4)), (0, AttemptCounts(1)), (25, AttemptCounts(9, 9, 9, 9))):
            others = {uuid4(): AttemptCounts(500, 500, 500, 500)}
            await upsert_attempts(db, now() - timedelta(hours=ago), {partner.id: mine, **others})
    said = "2 succeeded, 4 throttled (429), tried again, 3 failed, tried again, 2 failed for good."
    assert said in (await engineer.get(here)).text
    everybody = (await operator.get("/console/operator/operations")).text
    assert "failed for good." in everybody
    assert said not in everybody


async def test_lists_read_in_time_are_counted_for_who_may_read_them(
    engineer: ConsoleBrowser,
    operator: ConsoleBrowser,
    sign_in: Callable[..., Any],
    make_partner: Any,
    partner: PartnerFixture,
    connected: Connected,
    database: Database,
):
    here = f"/console/partners/{partner.slug}"
    assert "Nothing was read in the last 24 hours." in (await engineer.get(here)).text
    for ago, said in (("5 seconds", "1 were in time and 0 late."), ("180 minutes", "0 were in time and 1 late.")):
        async with database.transaction() as db:
            await db.execute(
                """
                update schedule set execution_interval_seconds = 60, last_success_at = now() - %s::interval
                where connection_id = %s
                """,
                (ago, connected.connection_id),
            )
            await upsert_freshness(db)
        assert said in (await engineer.get(here)).text
    stranger = await make_partner()
    async with database.transaction() as db:
        await db.execute(
            "insert into freshness_quarter select %s, max(begins), 700, 70 from freshness_quarter", (stranger.id,)
        )
        rows = await db.execute(
            """
            select sum(in_time) as in_time, sum(late) as late from freshness_quarter
            where begins = (select max(begins) from freshness_quarter)
            """
        )
        counted = await rows.fetchone()
    assert counted is not None
    everybody = (await operator.get("/console/operator")).text
    assert f"{counted['in_time']:,} were in time and {counted['late']:,} late." in everybody
    other = await sign_in(PersonRoleEnum.PARTNER_ADMIN, stranger)
    assert "700 were in time and 70 late." in (await other.get(f"/console/partners/{stranger.slug}")).text
    page = (await engineer.get(f"{here}/connections/{connected.connection_id}")).text
    assert "Minutes since each list was last read" in page
    assert 'value="180" aria-label="user"' in page


async def test_requests_stand_against_the_limit_of_an_account(operator: ConsoleBrowser, database: Database):
    here = "/console/operator/providers/samsara"
    minute = now().replace(second=0, microsecond=0) - timedelta(minutes=10)
    async with database.transaction() as db:
        # Two processes, and a minute that is over for the shorter span.
        for part in (1, 2):
            busiest = BudgetMinute("samsara", "", "a", 100 * part, 0)
            rows = [BudgetMinute("samsara", "", "", 200 * part, 4 * part), busiest]
            await upsert_budget_minutes(db, minute, rows)
        await upsert_budget_minutes(db, minute - timedelta(hours=5), [BudgetMinute("samsara", "", "", 50, 0)])
        await upsert_budget_minutes(db, minute, [BudgetMinute("motive", "", "", 7000, 0)])
    page = (await operator.get(here)).text
    assert "In the last 3 hours: 600 requests, 12 refused as too many (429)." in page
    assert "The busiest account made 300 in a minute; the limit is" in page
    assert "Limits of an account" in page
    day = (await operator.get(f"{here}?span=24h")).text
    assert "In the last 24 hours: 650 requests, 12 refused as too many (429)." in day


async def test_queues_show_rates_times_and_the_oldest_due(operator: ConsoleBrowser, database: Database):
    waited = [0] * (len(DURATIONS) + 1)
    waited[DURATIONS.index(60.0)] = 10_000_000
    async with database.transaction() as db:
        figures = QueueMinute(10_000_000, 0, 12_345.6, waited, waited)
        await upsert_queue_minute(db, "deliveries", now() - timedelta(hours=5), figures)
    text = (await operator.get("/console/operator/queues?span=24h")).text
    assert "The oldest due one had waited 12,346 s at most." in text
    assert "19 of 20 took at most 58.5 s until the receiver answered." in text
    # Pages without charts load nothing that draws them.
    assert ("/uplot" in text, "/charts" in text) == (True, True)
    text_alone = (await operator.get("/console/operator/clients")).text
    assert ("/uplot" in text_alone, "/charts" in text_alone) == (False, False)
    assert (
        "The oldest due one had waited 12,346 s at most." not in (await operator.get("/console/operator/queues")).text
    )
