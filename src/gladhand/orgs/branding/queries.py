"""All SQL of branding."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gladhand.core.db import Db


@dataclass(frozen=True)
class Look:
    """What a partner has set; null where it has not."""

    color: str | None = None
    logo_url: str | None = None
    logo_dark_url: str | None = None
    updated_at: datetime | None = None


async def of_partner(db: Db, partner_id: UUID) -> Look | None:
    """The partner's look, which may be empty. None if there is no such partner."""
    cursor = await db.execute(
        """
        select b.color, b.logo_url, b.logo_dark_url, b.updated_at
        from partner p left join branding b on b.partner_id = p.id where p.id = %s and p.deleted_at is null
        """,
        (partner_id,),
    )
    row = await cursor.fetchone()
    return None if row is None else Look(**row)


async def put(db: Db, partner_id: UUID, look: Look) -> None:
    """Replace the look of a partner that there is."""
    await db.execute(
        """
        insert into branding (partner_id, color, logo_url, logo_dark_url) values (%s, %s, %s, %s)
        on conflict (partner_id) do update set color = excluded.color, logo_url = excluded.logo_url,
          logo_dark_url = excluded.logo_dark_url, updated_at = now()
        """,
        (partner_id, look.color, look.logo_url, look.logo_dark_url),
    )
