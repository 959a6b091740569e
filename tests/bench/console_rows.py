"""What a partner has whose pages of the console are measured."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from tests.bench.fleets import MeasuredFleet, positions, vehicles
from tests.bench.history import fill as fill_history
from tests.bench.installation import BenchPartner, MeasuredInstallation, post

from gladhand.core.db import Database
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.records.tasks import TIMELINES, create_ahead
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION

_WITH_TRUCKS, _TRUCKS = 100, 100
#: Fleets of the partner: those of a large broker.
_MOST_FLEETS = 10_000
_PART = 2_000

# Fleets with an agreement, a connection and two schedules each; writes, events and attempts to send them.
_FILL = (
    """create temporary table bench_fleet as select uuidv7() as id, n from generate_series(1, %(fleets)s::int) n""",
    """create index on bench_fleet (n)""",
    """analyze bench_fleet""",
    """insert into fleet (id, slug, name) select id, 'b-' || id, 'Fleet ' || n from bench_fleet""",
    """insert into share_agreement (partner_id, fleet_id, fleet_ref, scopes)
       select %(partner)s, id, 'ref-' || n,
         '{"vehicle": "read", "user": "read_write", "vehicle_location": "read"}' from bench_fleet""",
    """insert into connection (fleet_id, tsp_id, source_name, credentials, masked_credentials, account_id,
         account_fingerprint, status)
       select f.id, t.id, t.source_name, '', '{"api_key": "*****"}', 'a' || n, 'p' || n,
         (case when mod(n, 500) = 0 then 'stale' else 'active' end)::connection_status
       from bench_fleet f cross join (select id, source_name from tsp where slug = 'groundhog') t""",
    """insert into schedule (fleet_id, connection_id, source_name, resource, execution_interval_seconds, due_at,
         last_success_at, consecutive_error_count)
       select c.fleet_id, c.id, c.source_name, r, 600, now() + interval '10 minutes', now(), (mod(f.n, 500) = 1)::int
       from connection c join bench_fleet f on f.id = c.fleet_id, unnest(array['user', 'vehicle']) r""",
    """insert into resource_operation (partner_id, position, fleet_id, connection_id, fleet_ref, source_name, resource,
         operation_type, is_sync, payload, record_key, status)
       select %(partner)s, m, f.id, c.id, 'ref-' || f.n, c.source_name, 'user', 'create', false,
         '{"first_name": "Anna"}', 'k' || m, 'success'
       from generate_series(%(first)s::int, %(last)s) m join bench_fleet f on f.n = 1 + mod(m, %(fleets)s)
         join connection c on c.fleet_id = f.id""",
    """insert into event (partner_id, event_name, version, fleet_id, fleet_ref, data, occurred_at)
       select %(partner)s, 'user.added', '1.0', id, 'ref-' || n, '[{"first_name": "Anna"}]', now()
       from generate_series(1, %(rows)s::int) m join bench_fleet on n = 1 + mod(m, %(fleets)s)""",
    """insert into delivery_attempt (partner_id, id, delivery_id, webhook_id, event_id, event_name, attempt, status,
         status_code, response_time_ms)
       select w.partner_id, uuidv7(), gen_random_uuid(), w.id, gen_random_uuid(), 'user.added', 1, 'success', 202, 5
       from webhook w, generate_series(1, %(rows)s::int) where w.partner_id = %(partner)s""",
    """analyze""",
)
_FIRST = """
select slug,
  (select id from connection order by id limit 1) as connection,
  (select fleet_id from connection order by id limit 1) as fleet,
  (select id from webhook where partner_id = partner.id) as webhook
from partner where id = %s
"""


def fill(installation: MeasuredInstallation, partner: BenchPartner, rows: int) -> Mapping[str, str]:
    """So many writes, events and attempts. Returns the partner's slug, and ids of a fleet, connection and endpoint."""
    hook = {"event_name": "user.added", "url": "http://127.0.0.1:9/"}
    post(f"{installation.url}/v2/notifications/webhooks", body=hook, token=partner.token)
    with installation.connect() as connection:
        for statement in _FILL:
            # Each write locks the writes to its record: a statement with all of them would need too many locks.
            for first in range(1, rows + 1, _PART) if "%(first)s" in statement else (1,):
                values = {
                    "rows": rows,
                    "fleets": min(rows, _MOST_FLEETS),
                    "partner": partner.id,
                    "first": first,
                    "last": min(first + _PART - 1, rows),
                }
                connection.execute(statement.encode(), values if "%(" in statement else None)
        row = connection.execute(_FIRST, (partner.id,)).fetchone()
    assert row is not None
    return {name: str(value) for name, value in row.items()}


async def fill_map(installation: MeasuredInstallation, partner_id: UUID, *, history: int = 0) -> None:
    """Vehicles of some fleets, each with a few positions; and `history` positions, some of them of the first fleet."""
    names = ("bench", "catena_simulator")
    with installation.connect() as connection:
        rows = connection.execute(
            "select fleet_id, id from connection order by id limit %s", (_WITH_TRUCKS,)
        ).fetchall()
    async with Database(installation.database_url, max_size=4, name="bench") as database:
        await create_ahead(database, TIMELINES)
        fleets = []
        for row in rows:
            ids = row["fleet_id"], row["id"], uuid4()
            origin = RecordOrigin(*ids, *names, execution_id=uuid4(), schedule_id=uuid4())
            fleets.append(MeasuredFleet(database, partner_id, origin))
            await fleets[-1].ingest(VEHICLE, vehicles(_TRUCKS))
            await fleets[-1].ingest(VEHICLE_LOCATION, positions(3 * _TRUCKS, _TRUCKS))
        if history:
            with installation.connect() as connection:
                await fill_history(database, connection, fleets[0], history)
    with installation.connect() as connection:
        connection.execute("analyze")
