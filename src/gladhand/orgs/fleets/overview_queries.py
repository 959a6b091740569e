"""Statements for the operator's overview: fleets of all partners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class FleetLine:
    """One fleet in a table."""

    id: UUID
    name: str
    slug: str
    created_at: datetime
    deleted_at: datetime | None
    shares_with: Sequence[str]
    """The partners that it shares with now, each with its reference: `acme:ref-1`."""


async def list_all_fleets(db: Db, *, partner_id: UUID | None, limit: int) -> list[FleetLine]:
    """The newest fleets, of all partners or of those that share with one."""
    rows = await db.execute(
        """
        select f.id, f.name, f.slug, f.created_at, f.deleted_at, coalesce(shared.names, '{}') as shares_with
        from fleet f left join lateral (
          select array_agg(p.slug || coalesce(':' || a.fleet_ref, '') order by a.created_at) as names,
            bool_or(a.partner_id = %(partner_id)s) as with_partner
          from live_agreement a join partner p on p.id = a.partner_id
          where a.fleet_id = f.id
        ) shared on true
        where %(partner_id)s::uuid is null or shared.with_partner
        order by f.created_at desc, f.id desc limit %(limit)s
        """,
        {"partner_id": partner_id, "limit": limit},
    )
    return [FleetLine(**row) for row in await rows.fetchall()]
