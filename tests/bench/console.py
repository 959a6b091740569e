"""How long the server takes for each page of the console, for a partner with ten thousand of everything."""

import asyncio
from functools import partial
from uuid import uuid4

from tests.bench.installation import MeasuredInstallation
from tests.bench.load import LoadRequest, run
from tests.bench.report import BenchReport

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.auth.sessions.service import sign_in_by_link
from gladhand.core.db import Database

_PAGE_MS = 60
_ROWS = 10_000

# A fleet with an agreement, a connection, two schedules, a write and an event, ten thousand times.
_FILL = (
    """create temporary table bench_fleet as select uuidv7() as id, n from generate_series(1, %(rows)s) n""",
    """insert into fleet (id, slug, name) select id, 'b-' || id, 'Fleet ' || n from bench_fleet""",
    """insert into share_agreement (partner_id, fleet_id, fleet_ref, scopes)
       select %(partner)s, id, 'ref-' || n, '{"vehicle": "read", "user": "read_write"}' from bench_fleet""",
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
       select %(partner)s, n, f.id, c.id, 'ref-' || n, c.source_name, 'user', 'create', false,
         '{"first_name": "Anna"}', 'k' || n, 'success'
       from bench_fleet f join connection c on c.fleet_id = f.id""",
    """insert into event (partner_id, event_name, version, fleet_id, fleet_ref, data, occurred_at)
       select %(partner)s, 'user.added', '1.0', id, 'ref-' || n, '[{"first_name": "Anna"}]', now() from bench_fleet""",
    """analyze""",
)


def pages(installation: MeasuredInstallation, report: BenchReport) -> None:
    """One request at a time: what a page costs, not how long requests wait for each other."""
    with installation.server():
        made = installation.partner()
        with installation.connect() as connection:
            for statement in _FILL:
                connection.execute(
                    statement.encode(), {"rows": _ROWS, "partner": made.id} if "%(" in statement else None
                )
            row = connection.execute("select slug from partner where id = %s", (made.id,)).fetchone()
            first = connection.execute("select fleet_id, id from connection order by id limit 1").fetchone()
        assert row is not None
        assert first is not None
        here = f"/console/partners/{row['slug']}"
        paths = [here + path for path in ("", "/invitations", "/fleets", "/connections", "/operations", "/webhooks")]
        paths += [f"{here}/events", f"{here}/explorer/users", f"{here}/clients", f"{here}/fleets/{first['fleet_id']}"]
        paths += [f"{here}/connections/{first['id']}", "/console/operator", "/console/operator/fleets"]
        paths += [
            f"/console/operator/{name}" for name in ("connections", "operations", "webhooks", "partners", "audit")
        ]
        cookie = asyncio.run(_session(installation))
        for path in paths:
            # Templates are compiled for the first page that has them.
            run(installation.url, partial(_read, path, cookie), connections=1, count=2)
            result = run(installation.url, partial(_read, path, cookie), connections=1, seconds=1)
            assert not result.wrong, path
            name = path.removeprefix("/console/").replace(f"partners/{row['slug']}", "partner")
            for each in (first["fleet_id"], first["id"]):
                name = name.replace(str(each), "…")
            report.at_most(f"console {name}: p99 (p50 {result.p50_ms:.1f} ms)", result.p99_ms, "ms", _PAGE_MS)


def _read(path: str, cookie: str, _: int) -> LoadRequest:
    return LoadRequest("GET", path, headers=(("Cookie", f"gladhand_account={cookie}"),))


async def _session(installation: MeasuredInstallation) -> str:
    async with Database(installation.database_url, max_size=2) as database, database.transaction() as db:
        token = await sign_in_by_link(db, uuid4(), PersonRoleEnum.ADMIN, partner_id=None, former="", address=None)
        return token.reveal()
