"""Why a fleet's trucks no longer come in: what the overview and the connection's page say about it."""

import pytest
from tests.conftest import PartnerFixture
from tests.integration.conftest import Connected
from tests.integration.console.conftest import ConsoleBrowser

from gladhand.core.db import Database

THROTTLED = """
last_success_at = now() - interval '1 day', due_at = now() + interval '1 minute', execution_interval_seconds = 60
"""
NEVER_READ = """
last_success_at = null, created_at = now() - interval '1 day', due_at = now() + interval '1 minute',
execution_interval_seconds = 60
"""
OVERDUE = """
last_success_at = now() - interval '20 minutes', due_at = now() - interval '19 minutes', execution_interval_seconds = 60
"""
FAILED = "The provider said: maintenance until noon."


async def change(database: Database, connected: Connected, assignments: str) -> str:
    """Let the schedule of the fleet's users be like this, with a failed run as its newest; its id."""
    async with database.transaction() as db:
        found = await db.execute(
            f"update schedule set {assignments} where connection_id = %s and resource = 'user' returning id, fleet_id",
            (connected.connection_id,),
        )
        row = await found.fetchone()
        assert row is not None
        for minutes, details in ((20, "Something older."), (1, FAILED)):
            await db.execute(
                """
                insert into execution (fleet_id, id, schedule_id, connection_id, source_name, resource, status,
                  error_type, error_details, created_at)
                values (%s, uuidv7(), %s, %s, 'catena_simulator', 'user', 'failed', 'tsp', %s,
                  now() - %s * interval '1 minute')
                """,
                (row["fleet_id"], row["id"], connected.connection_id, details, minutes),
            )
    return str(row["id"])


@pytest.mark.parametrize(
    ("assignments", "says"),
    [
        ("consecutive_error_count = 3", "has failed 3 times in a row."),
        ("status = 'inactive', consecutive_error_count = 15", "is switched off after too many failures."),
        # A provider that limits requests: each run is postponed, and none counts as a failure.
        (THROTTLED, "is late."),
        (NEVER_READ, "is late."),
        (OVERDUE, "is late."),
    ],
    ids=["failing", "switched off", "throttled", "throttled from the beginning", "without a worker"],
)
async def test_a_list_that_is_not_read_says_why(
    engineer: ConsoleBrowser,
    partner: PartnerFixture,
    connected: Connected,
    database: Database,
    assignments: str,
    says: str,
):
    here = f"/console/partners/{partner.slug}"
    connection = f"{here}/connections/{connected.connection_id}"
    assert "What is not read" not in (await engineer.get(connection)).text
    schedule = await change(database, connected, assignments)
    page = (await engineer.get(connection)).text
    assert f"User {says} The last run says: {FAILED}" in page
    assert f'href="{connection}/schedules/{schedule}">See its runs' in page
    assert "Something older." not in page
    overview = (await engineer.get(here)).text
    assert f"{says} The last run says: {FAILED}" in overview


@pytest.mark.parametrize(
    ("interval", "last_success"), [(3600, "2 hours"), (60, "10 minutes")], ids=["of its interval", "of any interval"]
)
async def test_a_list_that_is_not_late_yet_is_not_named(
    engineer: ConsoleBrowser,
    partner: PartnerFixture,
    connected: Connected,
    database: Database,
    interval: int,
    last_success: str,
):
    await change(
        database,
        connected,
        f"last_success_at = now() - interval '{last_success}', due_at = now() + interval '1 minute', "
        f"consecutive_error_count = 0, execution_interval_seconds = {interval}",
    )
    page = (await engineer.get(f"/console/partners/{partner.slug}/connections/{connected.connection_id}")).text
    assert "What is not read" not in page
    assert "Nothing needs attention" in (await engineer.get(f"/console/partners/{partner.slug}")).text
