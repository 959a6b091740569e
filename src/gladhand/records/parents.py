"""Parents that arrive after the records that name them.

A record whose vehicle is not stored keeps the provider's id of it. When the vehicle arrives, the transaction that
stores it gives such records its id, newest first; the recurring task goes on where there are too many for one
transaction, or where the vehicle and the record were stored at the same moment. The records are published as modified:
otherwise, partners who have read them without a vehicle would never learn of it.
"""

from collections.abc import Sequence

from gladhand.core.db import Database, Db
from gladhand.core.ids import record_id
from gladhand.records import parent_queries as queries
from gladhand.records.columns import names_parent, parent_lists, parents
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.records.parent_queries import MissingParent
from gladhand.records.queries import list_audience
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource

# The number of records that a transaction changes within some hundred milliseconds.
_AT_ONCE = 5_000
_ARRIVED_AT_ONCE = 100


async def fill_in(db: Db, parent: Resource, origin: RecordOrigin, source_ids: Sequence[str]) -> None:
    """Give the records that wait for these new parents their ids, up to some thousand of them."""
    if not any(names_parent(each, parent.name) for each in REGISTRY.values()):
        return
    waiting = await queries.list_missing(
        db, origin.fleet_id, origin.connection_id, parent.name.value, source_ids=source_ids
    )
    for name in sorted({missing.resource for missing in waiting}):
        await queries.lock_rows(db, REGISTRY[ResourceEnum(name)], origin.connection_id)
    left = _AT_ONCE
    for missing in waiting:
        if left > 0:
            left -= await _fill_in(db, missing, left)


async def fill_in_arrived(database: Database) -> None:
    """Go on with parents that have arrived. Running twice is harmless: what is filled in no longer waits."""
    while True:
        async with database.connection() as db:
            arrived = await queries.list_arrived(db, _ARRIVED_AT_ONCE)
        for missing in arrived:
            async with database.transaction() as db:
                await queries.lock_rows(db, REGISTRY[ResourceEnum(missing.resource)], missing.connection_id)
                await _fill_in(db, missing, _AT_ONCE)
        if not arrived:
            return


async def _fill_in(db: Db, missing: MissingParent, limit: int) -> int:
    resource = REGISTRY[ResourceEnum(missing.resource)]
    audience = await list_audience(db, missing.fleet_id, resource)
    parent_id = record_id(missing.connection_id, missing.parent, missing.source_id)
    filled = 0
    for field, of in {**parents(resource), **parent_lists(resource)}.items():
        if of == missing.parent:
            filled += await queries.update_parent_ids(
                db, resource, missing, field=field, parent_id=parent_id, audience=audience, limit=limit - filled
            )
    if filled < limit:
        await queries.delete_missing(db, missing)
    return filled
