"""SQL of the addresses that get no more messages of a partner."""

from uuid import UUID

from gladhand.core.db import Db


async def insert_stop(db: Db, partner_id: UUID, recipient_hash: bytes, reason: str) -> None:
    """Send no more of the partner's messages to this address. What the person asked for stays when it bounces."""
    await db.execute(
        """
        insert into mail_stop (partner_id, recipient_hash, reason) values (%s, %s, %s)
        on conflict (partner_id, recipient_hash) do update set reason = excluded.reason
        where excluded.reason = 'asked'
        """,
        (partner_id, recipient_hash, reason),
    )


async def delete_stop(db: Db, partner_id: UUID, recipient_hash: bytes, *, only_bounced: bool) -> None:
    """Send the partner's messages to this address again."""
    await db.execute(
        "delete from mail_stop where partner_id = %s and recipient_hash = %s and (reason = 'bounced' or not %s)",
        (partner_id, recipient_hash, only_bounced),
    )


async def find_brand_name(db: Db, partner_id: UUID) -> str | None:
    """The name of the partner whose mail a person stops."""
    cursor = await db.execute("select name from published_brand where id = %s", (partner_id,))
    row = await cursor.fetchone()
    return None if row is None else row["name"]
