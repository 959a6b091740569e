"""How fast writes are worked off, how soon they leave, and what a synchronous one costs beside the provider's time."""

import asyncio
import time
from typing import Any

import aiohttp
import uvloop
from tests.bench.installation import BenchPartner, MeasuredInstallation
from tests.bench.instant import arrivals, instant_provider
from tests.bench.load import run
from tests.bench.report import BenchReport
from tests.bench.work import connected, drained, user_requests

_BACKLOG = 3000
_FINISHED = 1_000_000
_PENDING = """
select connection_id, is_blocked, is_suspended, attempts, count(*) as number, min(next_attempt_at) as next_attempt_at,
  max(lease_until) as lease_until
from resource_operation where partner_id = %s and status = 'pending'
group by connection_id, is_blocked, is_suspended, attempts
"""


def throughput(installation: MeasuredInstallation, report: BenchReport) -> None:
    """A backlog through one worker, to a provider that answers at once; and again behind a million finished ones."""
    with installation.server(), instant_provider() as provider:
        partner, connection_id = connected(installation, provider)
        fresh = _worked_off(installation, partner, connection_id)
        report.at_least("operations end to end, one worker", fresh, "/s", 600)
        _finish_many(installation, partner, connection_id)
        full = _worked_off(installation, partner, connection_id)
    report.share("the same behind 1 M finished operations", full, fresh, "/s", 0.9, "with none")


def _worked_off(installation: MeasuredInstallation, partner: BenchPartner, connection_id: str) -> float:
    accepted = run(installation.url, user_requests(partner, connection_id), count=_BACKLOG, seconds=120)
    assert not accepted.wrong
    return _BACKLOG / drained(installation, partner, "resource_operation")


def _finish_many(installation: MeasuredInstallation, partner: BenchPartner, connection_id: str) -> None:
    with installation.connect() as connection:
        connection.execute("alter table resource_operation disable trigger operation_queued")
        connection.execute(
            """
            insert into resource_operation (partner_id, position, connection_id, fleet_id, fleet_ref, source_name,
              resource, resource_id, source_id, operation_type, is_sync, payload, record_key, status, attempts)
            select %s, nextval('resource_operation_position'), c.id, c.fleet_id, 'bench', c.source_name, 'user',
              gen_random_uuid(), 'user:' || n, 'create', false, '{"first_name": "Maria", "last_name": "Keller"}',
              'user+' || n, 'success', 1
            from connection c, generate_series(1, %s) n where c.id = %s
            """,
            (partner.id, _FINISHED, connection_id),
        )
        connection.execute("alter table resource_operation enable trigger operation_queued")
        connection.execute("vacuum analyze resource_operation")


def latency(installation: MeasuredInstallation, report: BenchReport) -> None:
    """From the answer that a write was accepted to its first byte at the provider, at a hundred a second."""
    with installation.server(), instant_provider() as provider, installation.process("worker"):
        partner, connection_id = connected(installation, provider)
        accepted = uvloop.run(
            _steadily(installation, partner, connection_id, per_second=100, seconds=10, is_sync=False)
        )
        _await_all(installation, partner)
        came = arrivals(provider)
        waits = sorted((came[each] - at) * 1000 for each, (at, _) in accepted.items())
    report.at_most("accepted to first byte at the provider, p50", waits[len(waits) // 2], "ms", 50)
    report.at_most("accepted to first byte at the provider, p99", waits[len(waits) * 99 // 100], "ms", 300)


def overhead(installation: MeasuredInstallation, report: BenchReport) -> None:
    """What a synchronous write takes when the provider takes nothing, at fifty a second."""
    with installation.server(), instant_provider() as provider:
        partner, connection_id = connected(installation, provider)
        answered = uvloop.run(_steadily(installation, partner, connection_id, per_second=50, seconds=10, is_sync=True))
        times = sorted(took * 1000 for _, took in answered.values())
    report.at_most("synchronous write beside the provider's time, p99", times[len(times) * 99 // 100], "ms", 25)


def _await_all(installation: MeasuredInstallation, partner: BenchPartner) -> None:
    """Wait until all writes are carried out. Fails when none was for a minute, and says where they stand."""
    seen, deadline = None, 0.0
    with installation.connect() as connection:
        while left := connection.execute(_PENDING, (partner.id,)).fetchall():
            if left != seen:
                seen, deadline = left, time.monotonic() + 60
            assert time.monotonic() < deadline, f"the worker stands still: {left}"
            time.sleep(0.1)


async def _steadily(
    installation: MeasuredInstallation,
    partner: BenchPartner,
    connection_id: str,
    *,
    per_second: int,
    seconds: int,
    is_sync: bool,
) -> dict[str, tuple[float, float]]:
    """Send so many writes a second, however long they take; when each was answered and how long that took, by id."""
    make = user_requests(partner, connection_id)
    answered: dict[str, tuple[float, float]] = {}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def send(number: int) -> None:
            request = make(number)
            started = time.perf_counter()
            async with session.request(
                request.method,
                installation.url + request.path + ("?is_sync=true" if is_sync else ""),
                data=request.body,
                headers=dict(request.headers),
            ) as answer:
                body: Any = await answer.json()
                assert answer.status in (200, 202), body
                answered[body["id"]] = (time.time(), time.perf_counter() - started)

        # The first ones find a worker that is starting, cold connections and statements that are not prepared.
        await asyncio.gather(*(send(10**6 + number) for number in range(50)))
        answered.clear()
        _await_all(installation, partner)
        begin = time.perf_counter()
        under_way = []
        for number in range(per_second * seconds):
            await asyncio.sleep(max(0.0, begin + number / per_second - time.perf_counter()))
            under_way.append(asyncio.create_task(send(number)))
        await asyncio.gather(*under_way)
    return answered
