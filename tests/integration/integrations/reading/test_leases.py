"""The leases of runs that last are extended together, and only while a run holds its schedule."""

from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.integration.integrations.reading.claiming import claim_due
from tests.integration.integrations.reading.test_reading import eventually_has
from tests.integration.records.conftest import Ingest, new_ingest
from tests.own_installation import database_url

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.integrations.reading import leases
from gladhand.integrations.reading.leases import LeaseKeeper

# A worker would read the connections.
__all__ = ["database_url"]

LEASE = timedelta(minutes=1)


async def lease_until(ingest: Ingest) -> dict[UUID, Any]:
    found = await ingest.rows("select id, lease_until from schedule where fleet_id = %s", ingest.origin.fleet_id)
    return {row["id"]: row["lease_until"] for row in found}


async def test_all_runs_that_last_keep_their_schedules_and_a_lost_one_does_not(
    database: Database,
    keyring: Keyring,
    make_connection: Callable[..., Awaitable[Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ingest = await new_ingest(database, keyring)
    await make_connection(ingest)
    await ingest.rows(
        """
        insert into schedule (fleet_id, connection_id, source_name, resource, execution_interval_seconds)
        select %s, %s, 'catena_simulator', n::text, 60 from generate_series(1, 4) n returning id
        """,
        ingest.origin.fleet_id,
        ingest.origin.connection_id,
    )
    *lasting, lost, over = await claim_due(database, lambda due: due.fleet_id == ingest.origin.fleet_id, LEASE)
    await ingest.rows("update schedule set execution_id = null where id = %s returning id", lost.schedule_id)
    before = await lease_until(ingest)
    monkeypatch.setattr(leases, "_EXTENDED_EVERY_SECONDS", 0.02)
    keeper = LeaseKeeper(database, LEASE)

    with ExitStack() as stack:
        for each in (*lasting, lost):
            stack.enter_context(keeper.keep(each))
        with keeper.keep(over):
            pass
        after = await eventually_has(
            lambda: lease_until(ingest),
            lambda now: all(now[each.schedule_id] > before[each.schedule_id] for each in lasting),
        )

    assert [after[each.schedule_id] == before[each.schedule_id] for each in (lost, over)] == [True, True]
