"""Statements for the operator's overview: invitations of all partners, without what opens their links."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One invitation in a table. It has no id, because the id opens Connect."""

    partner: str
    fleet_ref: str
    fleet_name: str | None
    status: str
    created_at: datetime
    expires_at: datetime
    viewed_at: datetime | None
    accepted_at: datetime | None
    fleet_id: UUID | None


async def list_all_invitations(
    db: Db, *, partner_id: UUID | None, status: str | None, fleet_ref: str | None, limit: int
) -> list[InvitationLine]:
    """The newest invitations, of all partners or of one."""
    rows = await db.execute(
        """
        select p.slug as partner, i.fleet_ref, i.fleet_name, i.status::text as status, i.created_at, i.expires_at,
          i.viewed_at, i.accepted_at, i.fleet_id
        from invitation i join partner p on p.id = i.partner_id
        where (%(partner_id)s::uuid is null or i.partner_id = %(partner_id)s)
          and (%(status)s::text is null or i.status::text = %(status)s)
          and (%(fleet_ref)s::text is null or i.fleet_ref = %(fleet_ref)s)
        order by i.created_at desc, i.id desc limit %(limit)s
        """,
        {"partner_id": partner_id, "status": status, "fleet_ref": fleet_ref, "limit": limit},
    )
    return [InvitationLine(**row) for row in await rows.fetchall()]
