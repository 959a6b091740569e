"""How fast and how soon events go out, what publishing costs, what full tables, silent receivers and retention do."""

import asyncio
import os
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, LiteralString
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import orjson
import uvloop
from tests.bench.installation import MeasuredInstallation
from tests.bench.report import BenchReport
from tests.bench.sink import arrivals, sink

from gladhand.core import clock
from gladhand.core.crypto import Keyring, Secret
from gladhand.core.db import Database
from gladhand.core.http import AddressGuard
from gladhand.core.retention import delete_old_rows, retentions
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.deliveries.envelope import EnvelopeEvent, EventEnvelope, compressed
from gladhand.notifications.publish import EventDraft, publish, publish_all
from gladhand.notifications.webhooks import service
from gladhand.notifications.webhooks.schemas import WebhookCreate
from gladhand.orgs.partners.service import create_partner

SECRET = "a-secret-of-the-bench"
RECORD = {
    "id": "0193a1c2-7b54-7c21-9d0e-4f6a8b2c1d3e", "fleet_ref": "F-100", "source_name": "catena_simulator",
    "username": "maria.keller", "first_name": "Maria", "last_name": "Keller", "is_driver": True, "notes": "x" * 400,
}  # fmt: skip
_BACKLOG = 12_000
_FINISHED, _FINISHED_LARGE = 500_000, 5_000_000
_OLD = 200_000
_HEALTHY, _HEALTHY_PATHS, _HANGING = 1000, 20, 10
# So few that the processors are not the limit.
_PER_SECOND, _ROUNDS, _ROUND_SECONDS = 100, 8, 10


def _database(installation: MeasuredInstallation) -> Database:
    return Database(installation.database_url, max_size=8, name="bench")


async def _partner(
    database: Database, installation: MeasuredInstallation, subscriptions: Iterable[tuple[str, str | None]]
) -> UUID:
    """A partner with subscriptions to `user.added`: addresses, each with the fleet that it is for."""
    keyring = Keyring.parse(installation.keys)
    async with database.transaction() as db:
        partner = await create_partner(db, keyring, name="Bench", slug=f"bench-{os.urandom(4).hex()}")
        for url, fleet_ref in subscriptions:
            wanted: dict[str, Any] = {"url": url, "event_name": "user.added", "secret": SECRET}
            if fleet_ref is not None:
                wanted["filters"] = {"fleet_refs": [fleet_ref]}
            await service.create(db, keyring, partner.id, WebhookCreate.model_validate(wanted))
    return partner.id


def throughput(installation: MeasuredInstallation, report: BenchReport) -> None:
    """A backlog through one worker to a receiver that answers at once; beside it, the client alone."""
    with sink() as url:
        bare = uvloop.run(_bare(url))
        fresh = _sent(installation, url)
    report.at_least("signed, gzipped deliveries, one worker", fresh, "/s", 1500)
    report.share("the same beside the bare HTTP client", fresh, bare, "/s", 0.25, "requests of the client alone")


def flat(installation: MeasuredInstallation, report: BenchReport) -> None:
    _flat(installation, report, _FINISHED)


def flat_large(installation: MeasuredInstallation, report: BenchReport) -> None:
    _flat(installation, report, _FINISHED_LARGE)


def _flat(installation: MeasuredInstallation, report: BenchReport, finished: int) -> None:
    """The same behind so many that are done, of the same subscription."""
    with sink() as url:
        partner_id, empty = uvloop.run(_published(installation, url)), 0.0
        empty = _drained(installation, partner_id)
        started = time.monotonic()
        with installation.connect() as connection:
            for statement in _FILL:
                connection.execute(statement, {"partner_id": partner_id, "count": finished})
            connection.execute("vacuum analyze delivery")
            connection.execute("vacuum analyze delivery_attempt")
        print(f"        {finished:,} finished deliveries loaded in {time.monotonic() - started:.0f} s")
        uvloop.run(_publish_backlog(installation, partner_id))
        full = _drained(installation, partner_id)
    report.share(f"deliveries behind {finished:,} finished", full, empty, "/s", 0.9, "with none")


_FILL: tuple[LiteralString, ...] = (
    """insert into delivery (partner_id, event_id, webhook_id, status, attempts, sequence, first_attempt_at)
       select webhook.partner_id, gen_random_uuid(), webhook.id, 'delivered', 1, last + 1000000 + n, now()
       from webhook join webhook_sequence numbers on numbers.webhook_id = webhook.id, generate_series(1, %(count)s) n
       where webhook.partner_id = %(partner_id)s""",
    """insert into delivery_attempt (partner_id, id, delivery_id, webhook_id, event_id, event_name, attempt, status,
                                     status_code, response_time_ms)
       select partner_id, uuidv7(), gen_random_uuid(), id, gen_random_uuid(), 'user.added', 1, 'success', 202, 5
       from webhook, generate_series(1, %(count)s) where partner_id = %(partner_id)s""",
)


def _sent(installation: MeasuredInstallation, url: str) -> float:
    return _drained(installation, uvloop.run(_published(installation, url)))


async def _published(installation: MeasuredInstallation, url: str) -> UUID:
    async with _database(installation) as database:
        partner_id = await _partner(database, installation, [(url, None)])
    await _publish_backlog(installation, partner_id)
    return partner_id


async def _publish_backlog(installation: MeasuredInstallation, partner_id: UUID) -> None:
    async with _database(installation) as database, database.transaction() as db:
        for _ in range(_BACKLOG // 1000):
            await publish_all(db, [EventDraft(partner_id, "user.added", RECORD)] * 1000)


def _drained(installation: MeasuredInstallation, partner_id: UUID) -> float:
    """Deliveries per second of a worker that starts now, from its first on."""
    counted = "select count(*) as left from delivery where partner_id = %s and status = 'pending'"
    with installation.connect() as connection, installation.process("worker"):
        deadline, began, first = time.monotonic() + 120, 0.0, 0
        while True:
            row = connection.execute(counted, (partner_id,)).fetchone()
            assert row is not None
            if not began and row["left"] < _BACKLOG:
                began, first = time.monotonic(), row["left"]
            if not row["left"]:
                return first / (time.monotonic() - began)
            assert time.monotonic() < deadline, "the worker does not get through"
            time.sleep(0.02)


async def _bare(url: str, seconds: float = 4) -> float:
    """Requests per second of the same client with the same bytes, signed once."""
    body = EventEnvelope(
        "user.added", "1.0", uuid4(), 1, [EnvelopeEvent(uuid4(), clock.now(), 1, orjson.dumps(RECORD).decode())]
    )
    headers = body.headers(body.body(), [Secret(SECRET)], sent_at=clock.now(), request_id=uuid4())
    packed, sent = compressed(body.body()), 0
    until = time.perf_counter() + seconds
    async with PostClient(AddressGuard.allowing(["127.0.0.0/8"])) as client:

        async def stream() -> None:
            nonlocal sent
            while time.perf_counter() < until:
                await client.post(url, packed, headers, seconds=10)
                sent += 1

        await asyncio.gather(*(stream() for _ in range(100)))
    return sent / seconds


def first_byte(installation: MeasuredInstallation, report: BenchReport) -> None:
    """From just before the commit to the receiver's first byte, at two hundred a second."""
    with sink() as url, installation.process("worker"):
        waits = uvloop.run(_noted(installation, url))
    report.at_most("commit to the receiver's first byte, p50", _at(waits, 0.5), "ms", 60)
    report.at_most("commit to the receiver's first byte, p99", _at(waits, 0.99), "ms", 300)


async def _noted(installation: MeasuredInstallation, url: str) -> list[float]:
    async with _database(installation) as database:
        partner_id = await _partner(database, installation, [(url.replace("/hooks", "/noted"), None)])
        await _steadily(database, url, partner_id, [None], seconds=3)
        return await _steadily(database, url, partner_id, [None], seconds=8)


async def _steadily(
    database: Database, url: str, partner_id: UUID, fleets: Sequence[str | None], *, seconds: int, per_second: int = 200
) -> list[float]:
    """Publish so many a second, for each fleet in turn; the milliseconds that each took to arrive, in order of size."""
    committing: dict[str, float] = {}

    async def one(fleet_ref: str | None) -> None:
        async with database.transaction() as db:
            event_id = await publish(db, partner_id, "user.added", RECORD, fleet_ref=fleet_ref)
            committing[str(event_id)] = time.time()

    begin, under_way = time.perf_counter(), []
    for number in range(per_second * seconds):
        await asyncio.sleep(max(0.0, begin + number / per_second - time.perf_counter()))
        under_way.append(asyncio.create_task(one(fleets[number % len(fleets)])))
    await asyncio.gather(*under_way)
    came: dict[str, float] = {}
    deadline = time.monotonic() + 30
    while not came.keys() >= committing.keys():
        assert time.monotonic() < deadline, f"{len(committing.keys() - came.keys())} have not arrived"
        await asyncio.sleep(0.2)
        came |= await asyncio.to_thread(arrivals, url)
    return sorted((came[each] - at) * 1000 for each, at in committing.items())


def hanging(installation: MeasuredInstallation, report: BenchReport) -> None:
    """Receivers that answer, in turns without and with ten beside them that take requests and say nothing.

    Once each receiver has an address of its own, and once all are paths of one host and port. Each figure is the median
    of the rounds' 99th percentiles, since a round may have a noisy neighbour on the machine.
    """
    with sink() as url, installation.process("worker"):
        receivers = _Receivers(url, "127.1.{}.{}/noted", "127.2.0.{}/hanging", _HEALTHY)
        beside, alone = uvloop.run(_in_turns(installation, receivers))
        report.times(f"p99 of {_HEALTHY:,} receivers beside {_HANGING} that hang", beside, alone, "ms", 1.2, "without")
        receivers = _Receivers(url, "127.3.0.1/noted/{}-{}", "127.3.0.1/hanging/{}", _HEALTHY_PATHS)
        beside, alone = uvloop.run(_in_turns(installation, receivers))
        report.times(
            f"p99 of {_HEALTHY_PATHS} paths of a host beside {_HANGING} that hang", beside, alone, "ms", 1.2, "without"
        )


@dataclass(frozen=True)
class _Receivers:
    """Receivers that answer, and others that do not. The patterns are of hosts and paths."""

    url: str
    healthy: str
    silent: str
    count: int

    def fleets(self) -> list[str]:
        return [f"healthy-{n}" for n in range(self.count)]

    def subscriptions(self) -> list[tuple[str, str]]:
        """The address of each, with the fleet that it is for."""
        answering = [
            (self._address(self.healthy, n // 250, n % 250 + 1), fleet) for n, fleet in enumerate(self.fleets())
        ]
        return answering + [(self._address(self.silent, n + 1), f"hanging-{n}") for n in range(_HANGING)]

    def _address(self, pattern: str, *numbers: int) -> str:
        host, path = pattern.format(*numbers).split("/", 1)
        return f"http://{host}:{urlsplit(self.url).port}/{path}"


async def _in_turns(installation: MeasuredInstallation, receivers: _Receivers) -> tuple[float, float]:
    """The milliseconds of events to those that answer: beside those that hang, and without them."""
    rounds: dict[bool, list[float]] = {True: [], False: []}
    async with _database(installation) as database:
        partner = await _partner(database, installation, receivers.subscriptions())

        async def steadily(seconds: int) -> list[float]:
            return await _steadily(
                database, receivers.url, partner, receivers.fleets(), seconds=seconds, per_second=_PER_SECOND
            )

        # A connection to each, as there is after a minute of work.
        await steadily(receivers.count // _PER_SECOND + 2)
        for number in range(_ROUNDS):
            hangs = number % 2 == 0
            if hangs:
                async with database.transaction() as db:
                    for n in range(_HANGING):
                        await publish_all(
                            db, [EventDraft(partner, "user.added", RECORD, fleet_ref=f"hanging-{n}")] * 50
                        )
                await asyncio.sleep(1)
            rounds[hangs].append(_at(await steadily(_ROUND_SECONDS), 0.99))
            async with database.connection() as db:
                await db.execute("delete from delivery where status = 'pending' and not is_held")
            # The next round begins with nothing under way to them.
            await asyncio.sleep(4)
    return median(rounds[True]), median(rounds[False])


def publishing(installation: MeasuredInstallation, report: BenchReport) -> None:
    """What a change pays for telling of it, from begin to commit."""
    one, hundred = uvloop.run(_publishing(installation))
    report.times("publishing to 100 subscriptions", hundred, one, "ms", 3, "to one")


async def _publishing(installation: MeasuredInstallation) -> tuple[float, float]:
    taken: dict[int, list[float]] = {1: [], 100: []}
    async with _database(installation) as database:
        partners = {
            count: await _partner(database, installation, [(f"https://example.com/{n}", None) for n in range(count)])
            for count in taken
        }
        async with database.connection() as db:
            await db.execute("analyze webhook")
        for _ in range(400):
            for count, partner_id in partners.items():
                started = time.perf_counter()
                async with database.transaction() as db:
                    await publish(db, partner_id, "user.added", RECORD)
                taken[count].append((time.perf_counter() - started) * 1000)
        async with database.connection() as db:
            await db.execute("delete from delivery where partner_id = any (%s)", (list(partners.values()),))
    return _at(sorted(taken[1]), 0.5), _at(sorted(taken[100]), 0.5)


def retention(installation: MeasuredInstallation, report: BenchReport) -> None:
    """Old rows are removed while others publish: how long a single statement holds its locks, and publishers wait."""
    with installation.connect() as connection:
        partner_id = uvloop.run(_quiet_partner(installation))
        for statement in _OLD_ROWS:
            connection.execute(statement, {"partner_id": partner_id, "count": _OLD})
        # Which the server does by itself long before rows are as old as that.
        connection.execute("vacuum analyze delivery")
        connection.execute("vacuum analyze delivery_attempt")
        longest, is_over = [0.0], threading.Event()
        watching = threading.Thread(target=_watch, args=(installation, longest, is_over))
        watching.start()
        started = time.monotonic()
        forgotten, waits = uvloop.run(_forgotten(installation, partner_id))
        seconds = time.monotonic() - started
        is_over.set()
        watching.join()
    assert forgotten >= 2 * _OLD
    print(f"        {forgotten:,} old rows removed, {forgotten / seconds:,.0f} /s")
    report.at_most("longest statement of retention", longest[0], "ms", 500)
    report.at_most("publishing meanwhile, longest", waits[-1], "ms", 500)


_OLD_ROWS: tuple[LiteralString, ...] = (
    """insert into delivery (partner_id, id, event_id, webhook_id, status, attempts, created_at, updated_at)
       select partner_id, (lpad(to_hex((extract(epoch from now() - interval '20 days') * 1000)::bigint), 12, '0')
         || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
         gen_random_uuid(), id, 'delivered', 1, now() - interval '20 days', now() - interval '20 days'
       from webhook, generate_series(1, %(count)s) n where partner_id = %(partner_id)s""",
    """insert into delivery_attempt (partner_id, id, delivery_id, webhook_id, event_id, event_name, attempt, status,
                                     created_at)
       select partner_id, id, id, webhook_id, event_id, 'user.added', 1, 'success', created_at
       from delivery where partner_id = %(partner_id)s and created_at < now() - interval '19 days'""",
)


async def _quiet_partner(installation: MeasuredInstallation) -> UUID:
    async with _database(installation) as database:
        return await _partner(database, installation, [("https://example.com/never", None)])


async def _forgotten(installation: MeasuredInstallation, partner_id: UUID) -> tuple[int, list[float]]:
    waits = []
    async with (
        _database(installation) as database,
        Database(installation.database_url, max_size=2, name="bench-retention") as own,
    ):
        forgetting = asyncio.create_task(
            delete_old_rows(own, retentions(event_days=14, operation_days=90, mail_days=30, request_log_hours=24))
        )
        while not forgetting.done():
            started = time.perf_counter()
            async with database.transaction() as db:
                await publish(db, partner_id, "user.added", RECORD)
            waits.append((time.perf_counter() - started) * 1000)
            await asyncio.sleep(0.01)
        return await forgetting, sorted(waits)


def _watch(installation: MeasuredInstallation, longest: list[float], is_over: threading.Event) -> None:
    """What is seen of the statements that run: each of them is a transaction, whose locks end with it."""
    running = """
        select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 * 1000 as ms
        from pg_stat_activity where application_name = 'bench-retention' and state = 'active'
    """
    with installation.connect() as connection:
        while not is_over.wait(0.002):
            row = connection.execute(running).fetchone()
            longest[0] = max(longest[0], row["ms"] if row else 0.0)


def _at(values: Sequence[float], share: float) -> float:
    return values[int(len(values) * share)]
