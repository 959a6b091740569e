"""The SQL by which one reference of a partner stands for one fleet."""

from psycopg.errors import UniqueViolation

from gladhand.core.db import Db
from gladhand.orgs.agreements.change_queries import LockedAgreement


async def update_invitation_reference(db: Db, agreement: LockedAgreement, fleet_ref: str) -> bool:
    """Let the invitation of the agreement have this reference as well: the partner finds and refreshes it by that.

    False if another living agreement or invitation of the partner has the reference; nothing is changed then.
    """
    owned = {"partner_id": agreement.partner_id, "id": agreement.id, "fleet_ref": fleet_ref}
    cursor = await db.execute(
        """
        select from share_agreement where partner_id = %(partner_id)s and fleet_ref = %(fleet_ref)s
          and id <> %(id)s and status in ('active', 'paused') limit 1
        """,
        owned,
    )
    if await cursor.fetchone() is not None:
        return False
    try:
        async with db.transaction():
            await db.execute(
                """
                update invitation i set fleet_ref = %(fleet_ref)s, updated_at = clock_timestamp()
                from share_agreement a
                where a.partner_id = %(partner_id)s and a.id = %(id)s
                  and i.partner_id = a.partner_id and i.id = a.invitation_id
                """,
                owned,
            )
    except UniqueViolation:
        return False
    return True
