"""What stands between adapters and the store of records: the record as it is stored, and the partners who see it."""

from uuid import UUID

from gladhand.core.db import Db
from gladhand.orgs.agreements.queries import list_sharing
from gladhand.records.incoming import IncomingRecord
from gladhand.records.ingest_queries import Audience
from gladhand.sdk.records import Record


def incoming(record: Record) -> IncomingRecord:
    """A record of an adapter, ready to be stored."""
    return IncomingRecord(
        source_id=record.source_id,
        fields=record.fields.stored(),
        source_data=record.source_data,
        extras=record.extras,
        occurred_at=record.occurred_at,
    )


async def audience(db: Db, fleet_id: UUID, resource: str) -> tuple[Audience, ...]:
    """The partners with which the fleet shares the resource now."""
    partners = await list_sharing(db, fleet_id, resource)
    return tuple(Audience(partner.partner_id, partner.fleet_ref) for partner in partners)
