"""What is due among very many schedules is found by an index."""

from collections.abc import AsyncIterator
from datetime import timedelta

import psycopg
import pytest
from psycopg.rows import DictRow, dict_row
from tests.conftest import fresh_database
from tests.explaining import ExplainingCursor, nodes

from gladhand.core.db import Database
from gladhand.integrations.executions.queue_queries import DueSchedule, claim_schedules, list_due

# Each of the connections has the same resources.
_CONNECTIONS, _RESOURCES, _DUE = 5_000, 20, 300

_FILL = (
    """insert into tsp (slug, name, source_name, conn_type) values ('many', 'Many', 'catena_simulator', 'api_key')""",
    """insert into fleet (slug, name) values ('many', 'Many')""",
    f"""insert into connection
          (fleet_id, tsp_id, source_name, credentials, masked_credentials, account_id, account_fingerprint)
        select f.id, t.id, t.source_name, '', '{{}}', n::text, n::text
        from fleet f, tsp t, generate_series(1, {_CONNECTIONS}) n where f.slug = 'many' and t.slug = 'many'""",
    f"""insert into schedule (fleet_id, connection_id, source_name, resource, execution_interval_seconds, due_at)
        select fleet_id, id, source_name, n::text, 60, now() + interval '1 day'
        from connection, generate_series(1, {_RESOURCES}) n""",
    f"""update schedule s set due_at = now() - interval '1 minute'
        from (select id from schedule order by id limit {_DUE}) d where s.id = d.id""",
    "analyze connection, schedule",
)


@pytest.fixture
async def url(postgres: str) -> AsyncIterator[str]:
    with fresh_database(postgres) as url:
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as db:
            for statement in _FILL:
                await db.execute(statement)
        yield url


async def test_what_is_due_among_a_hundred_thousand_schedules_comes_from_an_index(url: str) -> None:
    async with Database(url, max_size=1) as database, database.connection() as db:
        first = await list_due(db, after=None, limit=100)
        second = await list_due(db, after=first[-1], limit=100)
        assert len({each.id for each in (*first, *second)}) == 200
        await claim_schedules(db, first, timedelta(seconds=15))
        assert (await list_due(db, after=None, limit=100))[0] == second[0]
    async with await psycopg.AsyncConnection[DictRow].connect(
        url, autocommit=True, row_factory=dict_row, cursor_factory=ExplainingCursor
    ) as explaining:
        for after in (None, first[-1]):
            assert await _indexes_of_list(explaining, after) == ["schedule_due"]


async def _indexes_of_list(explaining: psycopg.AsyncConnection[DictRow], after: DueSchedule | None) -> list[str]:
    """The indexes by which the schedules are found, none of them sorted."""
    ExplainingCursor.plans.clear()
    await list_due(explaining, after=after, limit=100)
    (plan,) = ExplainingCursor.plans
    found = nodes(plan)
    assert not [node for node in found if "Sort" in node["Node Type"]], plan
    return [node["Index Name"] for node in found if node.get("Relation Name") == "schedule"]
