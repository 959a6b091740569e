"""How fast agreements are paused and activated, with what follows: schedules stop and go on."""

import time
from collections.abc import Callable
from typing import LiteralString

from tests.bench.api import authorised, wanted_invitation
from tests.bench.installation import BenchPartner, MeasuredInstallation, get, post
from tests.bench.load import LoadRequest, run
from tests.bench.report import BenchReport

_AGREEMENTS = 10_000
_LONGEST_SECONDS = 600
_LINKED = 1_000

_MAKE: LiteralString = """
with f as (
  insert into fleet (slug, name) select 'bench-' || gen_random_uuid(), 'Bench' from generate_series(1, %(count)s)
  returning id
), a as (
  insert into share_agreement (partner_id, fleet_id, fleet_ref, scopes)
  select %(partner_id)s, id, id::text, '{"user": "read_write"}' from f returning id
), c as (
  insert into connection (
    fleet_id, tsp_id, source_name, credentials, masked_credentials, account_id, account_fingerprint)
  select f.id, t.id, t.source_name, '', '{}', f.id::text, f.id::text
  from f cross join (select id, source_name from tsp where source_name = 'catena_simulator' limit 1) t
), counted as (
  insert into counter (partner_id, name, shard, value) values (%(partner_id)s, 'share_agreement.active', 0, %(count)s)
)
select id::text from a
"""
_IN_STATE: LiteralString = """
select count(*) as count from share_agreement a join schedule s on s.fleet_id = a.fleet_id
where a.partner_id = %s and s.status = %s::schedule_status
"""


def pausing(installation: MeasuredInstallation, report: BenchReport) -> None:
    with installation.server(), installation.process("worker", GLADHAND_EXECUTION_CONCURRENCY="0"):
        partner = installation.partner()
        with installation.connect() as connection:
            found = connection.execute(_MAKE, {"count": _AGREEMENTS, "partner_id": partner.id}).fetchall()
        ids = [row["id"] for row in found]
        _wait_for_schedules(installation, partner, "active")
        for verb, status in (("pause", "cancelled_insufficient_scope"), ("activate", "active")):
            began = time.monotonic()
            result = run(installation.url, _requests(partner, ids, verb), seconds=_LONGEST_SECONDS, count=len(ids))
            assert not result.wrong
            report.at_least(f"{verb} an agreement, answered", result.per_second, "/s", 200)
            _wait_for_schedules(installation, partner, status)
            report.at_least(f"{verb}, schedules included", len(ids) / (time.monotonic() - began), "/s", 200)


def linking(installation: MeasuredInstallation, report: BenchReport) -> None:
    """Fleets that exist accept the invitation of a second partner."""
    with installation.server():
        first, second = installation.partner(), installation.partner()
        base = f"{installation.url}/v2/orgs/invitations"
        fleets, links = [], []
        for number in range(_LINKED):
            invited = post(base, body=wanted_invitation(f"ref-{number}"), token=first.token)
            fleets.append(post(f"{base}/{invited['id']}/accept")["pre_registration_access_token"])
            links.append(post(base, body=wanted_invitation(f"ref-{number}"), token=second.token)["id"])

        def accept(number: int) -> LoadRequest:
            return LoadRequest("POST", f"/v2/orgs/invitations/{links[number]}/accept", b"", authorised(fleets[number]))

        result = run(installation.url, accept, connections=4, seconds=_LONGEST_SECONDS, count=_LINKED)
        assert not result.wrong
        linked = get(f"{installation.url}/v2/orgs/share-agreements?size=1", token=second.token)["total"]
        assert linked == _LINKED
        name = f"an existing fleet accepts and is linked, p99 (p50 {result.p50_ms:.1f} ms)"
        report.at_most(name, result.p99_ms, "ms", 60)


def _requests(partner: BenchPartner, ids: list[str], verb: str) -> Callable[[int], LoadRequest]:
    headers = authorised(partner.token)
    return lambda number: LoadRequest("POST", f"/v2/orgs/share-agreements/{ids[number]}/{verb}", b"", headers)


def _wait_for_schedules(installation: MeasuredInstallation, partner: BenchPartner, status: str) -> None:
    deadline = time.monotonic() + _LONGEST_SECONDS
    with installation.connect() as connection:
        while True:
            row = connection.execute(_IN_STATE, (partner.id, status)).fetchone()
            assert row is not None
            if row["count"] == _AGREEMENTS:
                return
            assert time.monotonic() < deadline, f"{row['count']} schedules are {status}"
            time.sleep(0.1)
