"""What recurs for deliveries: what is old is forgotten, in steps that lock little."""

import asyncio
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

from gladhand.core import clock
from gladhand.core.db import Database, Db
from gladhand.core.log import get_logger
from gladhand.core.recurring import Worker

log = get_logger()

#: How long what was given up can be replayed.
DEAD_LETTERS = timedelta(days=14)

_EVERY = timedelta(minutes=10)
_LOT = 2000
_BREATH_SECONDS = 0.02

# Ids begin with the time at which they were made, so each is read from the old end of the primary key. Deliveries go
# before their events: what is claimed has to find its event.
_BY_AGE: tuple[LiteralString, ...] = ("delivery_attempt", "delivery", "event")


def register(worker: Worker, database: Database, *, days: int) -> None:
    """Let the worker forget what is older than so many days."""

    async def forget() -> None:
        await forget_old(database, timedelta(days=days))

    worker.every("deliveries.forget", _EVERY, forget)


async def forget_old(database: Database, age: timedelta) -> int:
    """Delete what is older than `age`, and older dead letters. Twice does no harm: the second time finds nothing."""
    oldest, forgotten = clock.now() - age, 0
    async with database.connection() as db:
        rows = await db.execute("select id from partner")
        partner_ids = [row["id"] for row in await rows.fetchall()]
    for partner_id in partner_ids:
        forgotten += await _in_lots(database, _DEAD, {"partner_id": partner_id, "oldest": clock.now() - DEAD_LETTERS})
        for table in _BY_AGE:
            bounds = {"partner_id": partner_id, "oldest": _first_id(oldest)}
            forgotten += await _in_lots(database, _old(table), bounds)
        forgotten += await _in_lots(database, _QUARTERS, {"partner_id": partner_id, "oldest": oldest})
    if forgotten:
        log.info("deliveries.forgotten", rows=forgotten)
    return forgotten


def _old(table: LiteralString) -> LiteralString:
    return f"""
    delete from {table} where ctid = any (array(
      select ctid from {table} where partner_id = %(partner_id)s and id < %(oldest)s
      order by id limit {_LOT} for update skip locked))
    """


_DEAD: LiteralString = f"""
delete from delivery where ctid = any (array(
  select ctid from delivery
  where status = 'dead' and partner_id = %(partner_id)s and created_at < %(oldest)s and updated_at < %(oldest)s
  limit {_LOT} for update skip locked))
"""

_QUARTERS: LiteralString = f"""
delete from webhook_quarter where ctid = any (array(
  select ctid from webhook_quarter where partner_id = %(partner_id)s and begins < %(oldest)s
  limit {_LOT} for update skip locked))
"""


async def _in_lots(database: Database, statement: LiteralString, bounds: dict[str, UUID | datetime]) -> int:
    forgotten, lot = 0, _LOT
    while lot >= _LOT:
        async with database.connection() as db:
            lot = await _deleted(db, statement, bounds)
        forgotten += lot
        await asyncio.sleep(_BREATH_SECONDS if lot else 0)
    return forgotten


async def _deleted(db: Db, statement: LiteralString, bounds: dict[str, UUID | datetime]) -> int:
    return (await db.execute(statement, bounds)).rowcount


def _first_id(moment: datetime) -> UUID:
    """Less than every id that was made from that moment on."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
