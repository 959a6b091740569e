"""SQL that reads agreements for the fleet that has made them, as its pages show them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from gladhand.core.db import Db
from gladhand.orgs.agreements.queries import STATUS


@dataclass(frozen=True)
class FleetAgreement:
    """What a fleet shares with one partner, or has shared."""

    fleet_id: UUID
    id: UUID
    partner_id: UUID
    partner_name: str
    status: str
    paused_by: str | None
    scopes: Mapping[str, str]
    movement_privacy: Mapping[str, str] | None
    begins_at: datetime
    ends_at: datetime | None
    changed_at: datetime

    @property
    def is_living(self) -> bool:
        return self.status in ("active", "paused")


_COLUMNS: LiteralString = f"""
  a.fleet_id, a.id, a.partner_id, p.name as partner_name, ({STATUS})::text as status, a.paused_by, a.scopes,
  a.movement_privacy,
  a.effective_date as begins_at, a.expiration_date as ends_at, a.updated_at as changed_at
"""


async def list_agreements_of_fleet(db: Db, fleet_id: UUID, *, partner_id: UUID | None = None) -> list[FleetAgreement]:
    """The newest agreement with each partner, or with this one, those that live first. Crosses partners; the fleet is
    the owner.
    """
    cursor = await db.execute(
        f"""
        select * from (
          select distinct on (a.partner_id) {_COLUMNS}
          from share_agreement a join published_partner p on p.id = a.partner_id
          where a.fleet_id = %(fleet_id)s and (%(partner_id)s::uuid is null or a.partner_id = %(partner_id)s)
          order by a.partner_id, a.created_at desc
        ) a order by status not in ('active', 'paused'), begins_at, id
        """,
        {"fleet_id": fleet_id, "partner_id": partner_id},
    )
    return [FleetAgreement(**row) for row in await cursor.fetchall()]


async def find_agreement_of_fleets(db: Db, fleet_ids: Collection[UUID], agreement_id: UUID) -> FleetAgreement | None:
    """An agreement of one of these fleets."""
    cursor = await db.execute(
        f"""
        select {_COLUMNS} from share_agreement a join published_partner p on p.id = a.partner_id
        where a.fleet_id = any(%s) and a.id = %s
        """,
        (list(fleet_ids), agreement_id),
    )
    row = await cursor.fetchone()
    return None if row is None else FleetAgreement(**row)
