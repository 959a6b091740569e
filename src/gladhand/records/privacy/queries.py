"""Which partners see less than is stored, and which records the hub itself needs to protect movement."""

from uuid import UUID

from gladhand.core.db import Db
from gladhand.records.privacy.covered import NEEDED, is_covered
from gladhand.resources.resource import Resource


async def is_private(db: Db, partner_id: UUID, resource: Resource, *, with_source_data: bool = False) -> bool:
    """Whether the partner may see less of these records than is stored, in any of its agreements.

    The provider's own data may tell a place in any record.
    """
    return (is_covered(resource) or with_source_data) and await has_private_agreement(db, partner_id)


async def has_private_agreement(db: Db, partner_id: UUID) -> bool:
    """Whether any of the partner's agreements protects movement. Reads an index that is empty for all others."""
    found = await db.execute(
        "select from live_agreement where partner_id = %s and movement_privacy is not null limit 1", (partner_id,)
    )
    return await found.fetchone() is not None


async def is_needed(db: Db, fleet_id: UUID, resource: Resource) -> bool:
    """Whether the hub itself needs these records of the fleet, to know the duty status of its drivers."""
    if resource.name not in NEEDED:
        return False
    found = await db.execute(
        "select from live_agreement where fleet_id = %s and movement_privacy is not null limit 1", (fleet_id,)
    )
    return await found.fetchone() is not None
