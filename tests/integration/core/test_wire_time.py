"""Times on the wire: SQL spells them as Python does."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gladhand.core.clock import wire_time
from gladhand.core.db import Database

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.datetimes(timezones=st.just(UTC)))
@example(NOON)
@example(NOON + timedelta(microseconds=1))
@example(NOON + timedelta(microseconds=500_000))
@example(NOON + timedelta(microseconds=999_999))
@example(NOON.replace(year=2))
@example(NOON.astimezone(timezone(timedelta(hours=5, minutes=45))))
async def test_sql_and_python_spell_a_time_alike(database: Database, moment: datetime) -> None:
    assert await _spelt(database, moment) == wire_time(moment)


async def _spelt(database: Database, moment: datetime) -> str:
    async with database.connection() as db:
        row = await (await db.execute("select wire_time(%s) as text", (moment,))).fetchone()
    assert row is not None
    return str(row["text"])
