"""The SQL by which one reference of a partner stands for one fleet."""

from psycopg import sql
from psycopg.errors import UniqueViolation

from gladhand.core.db import Db
from gladhand.orgs.agreements.change_queries import LockedAgreement

#: A select of the fleets for which these references stand in their newest agreements with the partner, living or not.
#: Takes `partner_id` and `fleet_refs`. What was stored with a reference may have that of another fleet by now.
FLEETS_OF_REFERENCES = sql.SQL(
    """
    select named.fleet_id from share_agreement named
    where named.partner_id = %(partner_id)s and named.fleet_ref = any(%(fleet_refs)s) and not exists (
      select from share_agreement newer
      where newer.partner_id = named.partner_id and newer.fleet_id = named.fleet_id and newer.id > named.id
    )
    """
)


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
