"""Stores what tries came to, many in one transaction: status, log, record, events, and who comes next."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import DatabaseError, DataError, IntegrityError

from gladhand.core.db import AWAY, Database, Db
from gladhand.core.dispatch.wakeup import pause
from gladhand.core.ids import record_id
from gladhand.core.log import get_logger
from gladhand.integrations.connections import service as connections
from gladhand.integrations.gateway import AttemptSettings
from gladhand.integrations.operations import queries
from gladhand.integrations.operations.metrics import TRIES
from gladhand.integrations.operations.outcome import Done, Failed, Outcome
from gladhand.integrations.operations.queries import Result, Settled
from gladhand.integrations.operations.queue import Taken
from gladhand.notifications.publish import News, publish_all
from gladhand.orgs.agreements.queries import list_sharing
from gladhand.records import service as records
from gladhand.records.queries import Origin
from gladhand.records.service import Listener, Said
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY

log = get_logger()

# So long outcomes gather before they are stored; the next ones gather while these are being stored.
_GATHER_SECONDS = 0.005
_LARGEST_LOT = 200


@dataclass(frozen=True)
class Tried:
    """An operation that we had, and what came of it."""

    taken: Taken
    outcome: Outcome


async def settle(db: Db, tried: Sequence[Tried], settings: AttemptSettings) -> Mapping[UUID, Settled]:
    """Store these. What somebody else has ended, or has in hand by now, is not among what is answered."""
    stale = await _stale_connections(db, tried, settings)
    results = {each.taken.id: _result(each, is_current=stale.get(each.taken.connection_id, True)) for each in tried}
    settled = await queries.settle(db, list(results.values()))
    done = [(each.taken, each.outcome) for each in tried if each.taken.id in settled and isinstance(each.outcome, Done)]
    await _store_records(db, done)
    news = [
        News(
            each.taken.partner_id,
            f"resource_operation.{'succeeded' if isinstance(each.outcome, Done) else 'failed'}",
            settled[each.taken.id].shown,
            fleet_id=each.taken.fleet_id,
            fleet_ref=each.taken.fleet_ref,
        )
        for each in tried
        # Synchronous ones are not announced: their caller has the answer.
        if each.taken.id in settled and results[each.taken.id].status != "pending" and not each.taken.is_sync
    ]
    await publish_all(db, news)
    for each in tried:
        _tell(each, results[each.taken.id], is_ours=each.taken.id in settled)
    return settled


async def _stale_connections(db: Db, tried: Sequence[Tried], settings: AttemptSettings) -> dict[UUID, bool]:
    """Stale each connection whose login was refused; whether it is the login of today, by connection.

    While it was tried, the fleet may have signed in anew.
    """
    refused = {
        each.taken.connection_id: each.taken
        for each in tried
        if isinstance(each.outcome, Failed) and each.outcome.makes_stale
    }
    return {
        connection_id: await connections.stale(
            db,
            taken.fleet_id,
            connection_id,
            refused=taken.credentials,
            recheck_after=settings.recheck_waits,
            connect_url=settings.connect_url,
        )
        for connection_id, taken in sorted(refused.items())
    }


def _result(tried: Tried, *, is_current: bool) -> Result:
    taken, outcome = tried.taken, tried.outcome
    if isinstance(outcome, Done):
        known_as = record_id(taken.connection_id, taken.resource, outcome.record.source_id)
        return Result(
            taken,
            "success",
            resource_id=known_as,
            source_id=outcome.record.source_id,
            field_results=outcome.field_results,
            status_code=outcome.status_code,
            headers=outcome.headers,
        )
    wait = outcome.wait
    if outcome.makes_stale and not is_current and not taken.is_sync:
        # Refused was a login of yesterday: with that of today it may be done.
        seconds: float | None = 0.0
    else:
        seconds = None if wait is None else wait.total_seconds()
    return Result(
        taken,
        "failed" if seconds is None else "pending",
        resource_id=taken.resource_id,
        source_id=taken.source_id,
        field_results=outcome.field_results if seconds is None else [],
        counted=outcome.counted,
        unsent=outcome.unsent,
        wait=seconds,
        error_type=outcome.error_type,
        error_details=outcome.details,
        status_code=outcome.status_code,
        headers=outcome.headers,
    )


async def _store_records(db: Db, done: Sequence[tuple[Taken, Done]]) -> None:
    audiences: dict[tuple[UUID, str], list[Listener]] = {}
    said = []
    for taken, outcome in done:
        whose = (taken.fleet_id, taken.resource)
        if whose not in audiences:
            audiences[whose] = [Listener(each.partner_id, each.fleet_ref) for each in await list_sharing(db, *whose)]
        written = outcome.record
        said.append(
            Said(
                REGISTRY[ResourceEnum(taken.resource)],
                Origin(taken.fleet_id, taken.connection_id, taken.tsp_id, taken.tsp_slug, taken.source_name),
                source_id=written.source_id,
                fields=written.fields.stored(),
                source_data=written.source_data,
                extras=written.extras,
                occurred_at=written.occurred_at,
                audience=audiences[whose],
            )
        )
    await records.upsert_all(db, said)


def _tell(tried: Tried, result: Result, *, is_ours: bool) -> None:
    more: dict[str, Any] = {}
    throttled = isinstance(tried.outcome, Failed) and not tried.outcome.counted
    if not is_ours:
        line = "operation.settled_elsewhere"
    elif isinstance(tried.outcome, Done):
        line = "operation.succeeded"
    else:
        line = "operation.put_off" if result.status == "pending" else "operation.failed"
        more = {
            "error_type": tried.outcome.error_type,
            "status_code": tried.outcome.status_code,
            "wait_seconds": None if result.wait is None else round(result.wait, 2),
        }
    outcome = "throttled" if throttled and result.status == "pending" else line.removeprefix("operation.")
    TRIES.labels(tried.taken.source_name, outcome).inc()
    log.info(line, operation_id=str(tried.taken.id), source_name=tried.taken.source_name, **more)


class Settling:
    """Outcomes wait here until they are in the database, however long that is away."""

    def __init__(self, database: Database, settings: AttemptSettings) -> None:
        self._database = database
        self._settings = settings
        self._waiting: list[tuple[Tried, asyncio.Future[None]]] = []
        self._has_some = asyncio.Event()

    async def store(self, tried: Tried) -> None:
        """Return when the outcome is stored, or another's."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((tried, stored))
        self._has_some.set()
        await stored

    async def run(self) -> None:
        """Store until cancelled."""
        failures = 0
        while True:
            await self._has_some.wait()
            await asyncio.sleep(_GATHER_SECONDS)
            lot, self._waiting = self._waiting[:_LARGEST_LOT], self._waiting[_LARGEST_LOT:]
            if not self._waiting:
                self._has_some.clear()
            left = await self._store(lot)
            if left:
                # What a provider has answered is not forgotten because the database is away.
                self._waiting = [*left, *self._waiting]
                self._has_some.set()
                await asyncio.sleep(pause(failures))
                failures += 1
            else:
                failures = 0

    async def _store(self, lot: list[tuple[Tried, asyncio.Future[None]]]) -> list[tuple[Tried, asyncio.Future[None]]]:
        """Those that could not be stored because the database is away."""
        try:
            async with self._database.transaction() as db:
                await settle(db, [tried for tried, _ in lot], self._settings)
        except AWAY as error:
            log.warning("operations.database_away", reason=type(error).__name__, unsettled=len(lot))
            return lot
        except Exception as error:
            if isinstance(error, DatabaseError) and not isinstance(error, DataError | IntegrityError):
                # The statement is wrong, not the values of one operation.
                raise
            if len(lot) > 1:
                # One that the database refuses must not keep the others from being stored.
                return [each for one in lot for each in await self._store([one])]
            # Its lease runs out, and it is tried again.
            log.error("operation.unsettled", operation_id=str(lot[0][0].taken.id), exc_info=error)
        for _, stored in lot:
            if not stored.done():
                stored.set_result(None)
        return []
