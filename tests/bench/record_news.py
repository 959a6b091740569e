"""How soon a partner hears of records: after their commit, and after the provider had them."""

import asyncio
import json
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import uuid4

import orjson
from tests.bench.fast_server import fast_server, fetch_arrivals
from tests.bench.fleets import MeasuredFleet, positions, with_fleet
from tests.bench.installation import MeasuredInstallation, get, post
from tests.bench.report import BenchReport
from tests.bench.work import connected

from gladhand.core.clock import wire_time
from gladhand.core.crypto import Keyring
from gladhand.notifications.webhooks import service as webhooks
from gladhand.notifications.webhooks.schemas import WebhookCreate
from gladhand.resources.vehicle_location import VEHICLE_LOCATION

_EVENT = VEHICLE_LOCATION.event_name(next(iter(VEHICLE_LOCATION.events)))
_PER_SECOND, _WARMING_SECONDS, _SECONDS = 200, 3, 10
_TRUCKS, _INTERVAL, _LISTENING_SECONDS = 300, 5.0, 30
_LONGEST_DELAY = timedelta(minutes=5)
_BEGIN_NOW = """
update schedule set last_data_at = now(), position = '{}', execution_id = null, lease_until = null, due_at = now()
where connection_id = %s and resource = 'vehicle_location' returning id
"""
_CAUGHT_UP = """
select id from schedule
where connection_id = %s and resource = 'vehicle_location' and last_success_at is not null and execution_id is null
"""
_arrivals: dict[str, float] = {}


def commit_to_receiver(installation: MeasuredInstallation, report: BenchReport) -> None:
    """Two hundred transactions a second, each of which stores one position."""
    with fast_server(_note) as url, installation.process("worker"):
        waits: list[float] = []

        async def measure(fleet: MeasuredFleet) -> None:
            keyring = Keyring.parse(installation.keys)
            wanted = {"url": f"{url}/hooks", "event_name": _EVENT, "content_encoding": "identity"}
            async with fleet.database.transaction() as db:
                await webhooks.create(db, keyring, fleet.partner_id, WebhookCreate.model_validate(wanted))
            await _steadily(fleet, url, _WARMING_SECONDS)
            waits.extend(await _steadily(fleet, url, _SECONDS))

        with_fleet(installation, measure)
    report.at_most("news of records, commit to receiver, p50", _at(waits, 0.5), "ms", 60)
    report.at_most("news of records, commit to receiver, p99", _at(waits, 0.99), "ms", 60)


async def _steadily(fleet: MeasuredFleet, url: str, seconds: int) -> list[float]:
    """The milliseconds that each record took from its commit to the receiver, in order of size."""
    committed: dict[str, float] = {}
    mark = uuid4().hex[:8]
    rows = [
        type(each)(
            source_id=f"{mark}-{number}", fields=each.fields, source_data=each.source_data, occurred_at=each.occurred_at
        )
        for number, each in enumerate(positions(_PER_SECOND * seconds))
    ]

    async def one(number: int) -> None:
        await fleet.ingest(VEHICLE_LOCATION, [rows[number]])
        committed[rows[number].source_id] = time.time()

    begin, under_way = time.perf_counter(), []
    for number in range(len(rows)):
        await asyncio.sleep(max(0.0, begin + number / _PER_SECOND - time.perf_counter()))
        under_way.append(asyncio.create_task(one(number)))
    await asyncio.gather(*under_way)
    came: dict[str, float] = {}
    deadline = time.monotonic() + 30
    while not came.keys() >= committed.keys():
        assert time.monotonic() < deadline, f"{len(committed.keys() - came.keys())} have not arrived"
        await asyncio.sleep(0.2)
        came |= await asyncio.to_thread(fetch_arrivals, url)
    return sorted(max(0.0, came[each] - at) * 1000 for each, at in committed.items())


def provider_to_receiver(installation: MeasuredInstallation, report: BenchReport) -> None:
    """Positions of a simulated fleet, whose feed is read every five seconds."""
    with installation.server(), installation.simulator() as simulator, fast_server(_note) as url:
        account = {"key": "demo-key", "name": "Bench", "trucks": _TRUCKS}
        request = urllib.request.Request(f"{simulator}/_control/accounts", json.dumps(account).encode(), method="PUT")
        urllib.request.urlopen(request, timeout=60).close()
        with installation.process("worker", GLADHAND_SIMULATOR_URL=simulator):
            partner, connection_id = connected(installation, simulator)
            wanted = {"url": f"{url}/hooks", "event_name": _EVENT, "content_encoding": "identity"}
            post(f"{installation.url}/v2/notifications/webhooks", body=wanted, token=partner.token)
            with installation.connect() as connection:
                connection.execute(
                    """update share_agreement set updated_at = clock_timestamp(),
                         scopes = '{"user": "read", "vehicle": "read", "vehicle_location": "read"}'
                       where fleet_id = (select fleet_id from connection where id = %s)""",
                    (connection_id,),
                )
            _skip_history(installation, connection_id)
            begin = datetime.now(UTC)
            time.sleep(_LISTENING_SECONDS)
            end = datetime.now(UTC)
            time.sleep(2 * _INTERVAL)
            came = fetch_arrivals(url)
        # The simulator computes every row that is asked for: a whole day of this fleet would take minutes.
        window = {"from": wire_time(begin - _LONGEST_DELAY), "to": wire_time(end)}
        query = {"resource": "positions", "arrived": "yes", "account": "demo-key", **window}
        ledger = get(f"{simulator}/_control/ledger?{urlencode(query)}")
    waits = sorted(
        came.get(row["id"], float("inf")) - datetime.fromisoformat(row["arrives"]).timestamp()
        for row in ledger["rows"]
        if wire_time(begin) <= row["arrives"] < wire_time(end)
    )
    report.at_least("positions from the provider to the receiver", len(waits), "", 100)
    report.at_most("provider to receiver, feed every 5 s, p99", _at(waits, 0.99), "s", _INTERVAL + 1)


def _skip_history(installation: MeasuredInstallation, connection_id: str) -> None:
    """Let the feed begin now, less its look-back, and wait until it has caught up.

    The simulator would compute the day before for more than a minute.
    """
    with installation.connect() as connection:
        for statement in (_BEGIN_NOW, _CAUGHT_UP):
            deadline = time.monotonic() + 60
            while connection.execute(statement, (connection_id,)).fetchone() is None:
                assert time.monotonic() < deadline, "the feed does not catch up"
                time.sleep(0.5)


def _note(head: bytes, body: bytes, came_at: float) -> tuple[int, object]:
    if head.startswith(b"get /arrivals"):
        return 200, _arrivals
    data = orjson.loads(body)["data"]
    for record in data if isinstance(data, list) else [data]:
        _arrivals.setdefault(record["source_id"], came_at)
    return 202, None


def _at(values: list[float], share: float) -> float:
    return values[min(int(len(values) * share), len(values) - 1)]
