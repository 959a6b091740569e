"""Statements for the operator's overview: invitations of all partners, without what opens their links."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Keyset

#: Newest first.
ORDER = Keyset(Keyset.by_creation("i").columns, descending=True)


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One invitation in a table. Its id is that of the row, not the public one, which opens Connect."""

    id: UUID
    partner_id: UUID
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
    db: Db, *, partner_id: UUID | None, status: str | None, fleet_ref: str | None, cursor: Cursor, size: int
) -> list[InvitationLine]:
    """Invitations of all partners or of one, in the cursor's direction, one more than `size`."""
    rows = await db.execute(
        sql.SQL(
            """
            select i.id, i.partner_id, p.slug as partner, i.fleet_ref, i.fleet_name, i.status::text as status,
              i.created_at, i.expires_at, i.viewed_at, i.accepted_at, i.fleet_id
            from invitation i join partner p on p.id = i.partner_id
            where (%(partner_id)s::uuid is null or i.partner_id = %(partner_id)s)
              and (%(status)s::text is null or i.status::text = %(status)s)
              and (%(fleet_ref)s::text is null or i.fleet_ref = %(fleet_ref)s) and {after}
            order by {order} limit %(limit)s
            """
        ).format(after=ORDER.after(cursor), order=ORDER.order(cursor)),
        {"partner_id": partner_id, "status": status, "fleet_ref": fleet_ref, **ORDER.parameters(cursor, size)},
    )
    return [InvitationLine(**row) for row in await rows.fetchall()]
