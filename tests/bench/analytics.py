"""How fast the figures of a partner are answered."""

import statistics
import time
from uuid import UUID

from tests.bench.installation import MeasuredInstallation, get
from tests.bench.report import BenchReport

_FLEETS, _VEHICLES = 100, 100
_REQUESTS = 50


def overview(installation: MeasuredInstallation, report: BenchReport) -> None:
    with installation.server():
        partner = installation.partner()
        _fill(installation, partner.id)
        url = f"{installation.url}/v2/telematics/analytics/overview"
        seconds = []
        for _ in range(_REQUESTS):
            begin = time.perf_counter()
            answer = get(url, token=partner.token)
            seconds.append(time.perf_counter() - begin)
    vehicles = _FLEETS * _VEHICLES
    assert answer == {"fleets": _FLEETS, "vehicles": vehicles, "drivers": vehicles, "trailers": vehicles}
    report.at_most("overview of 100 fleets with 10,000 vehicles", statistics.median(seconds) * 1000, "ms", 20)


def _fill(installation: MeasuredInstallation, partner_id: UUID) -> None:
    with installation.connect() as db:
        db.execute(
            """
            with f as (insert into fleet (slug, name) select 'bench-' || gen_random_uuid(), 'Bench'
              from generate_series(1, %s) returning id)
            insert into share_agreement (partner_id, fleet_id, fleet_ref, scopes)
            select %s, id, id, '{"user": "read", "vehicle": "read", "trailer": "read"}' from f
            """,
            (_FLEETS, partner_id),
        )
        for resource in ("user", "vehicle", "trailer"):
            db.execute(
                f"""
                insert into record_{resource} (fleet_id, id, connection_id, tsp_id, tsp_slug, source_name, source_id,
                  source_data, source_data_hash, occurred_at, created_at, updated_at)
                select a.fleet_id, gen_random_uuid(), a.fleet_id, a.fleet_id, 'groundhog', 'catena_simulator', i,
                  '{{}}', '', now(), now(), now()
                from share_agreement a, generate_series(1, {_VEHICLES}) i where a.partner_id = %s
                """,
                (partner_id,),
            )
            # As many shards as many pages of a connection use.
            db.execute(
                """
                insert into record_count (fleet_id, resource, connection_id, day, shard, value)
                select fleet_id, %s, fleet_id, '-infinity', shard, case shard when 0 then %s else 0 end
                from share_agreement, generate_series(0, 15) shard where partner_id = %s
                """,
                (resource, _VEHICLES, partner_id),
            )
        db.execute("analyze")
