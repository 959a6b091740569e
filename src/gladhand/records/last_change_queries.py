"""SQL that finds up to which moment all changes of records can be seen."""

from datetime import datetime, timedelta
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.records.filter_queries import RecordFilter
from gladhand.records.privacy.covered import is_covered
from gladhand.resources.resource import Resource

# A transaction takes the time of a change a moment before the server shows that it writes.
_MARGIN = timedelta(seconds=2)


async def find_last_change(db: Db, partner_id: UUID, resource: Resource, filters: RecordFilter) -> datetime:
    """The moment before which no change can become visible any more.

    A transaction becomes visible at its end, and has the time of its statements. A client that continues after the time
    of the last change would miss a transaction that ends late. So lists by time of change end before the oldest
    transaction that writes. Where an agreement protects movement, records become visible with the driver's log, so the
    list ends where the logs of the fleets are read.
    """
    known: sql.Composable = sql.SQL("null")
    if is_covered(resource):
        known = sql.SQL(
            """
            (select min(coalesce(k.read_until, 'epoch')) from live_agreement a
             join published_log_reading k on k.fleet_id = a.fleet_id
             where a.movement_privacy is not null and k.is_active and {})
            """
        ).format(filters.agreement_condition())
    found = await db.execute(
        sql.SQL(
            """
            select least(min(xact_start), clock_timestamp() - %(margin)s, {known}) as moment from pg_stat_activity
            where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()
            """
        ).format(known=known),
        {"margin": _MARGIN, **filters.parameters(partner_id, resource)},
    )
    row = await found.fetchone()
    assert row is not None
    moment: datetime = row["moment"]
    return moment
