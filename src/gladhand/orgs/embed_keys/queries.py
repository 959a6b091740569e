"""All SQL of embed keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.orgs.branding.queries import PartnerBranding, named_by_partner

_FIELDS: LiteralString = """
  partner_id, id, key, name, origins, color, logo_url, logo_dark_url, logo_by_partner, created_at, updated_at,
  revoked_at"""


@dataclass(frozen=True)
class EmbedKey:
    partner_id: UUID
    id: UUID
    key: str
    name: str
    origins: list[str]
    color: str | None
    logo_url: str | None
    logo_dark_url: str | None
    logo_by_partner: bool
    created_at: datetime
    updated_at: datetime
    revoked_at: datetime | None

    @property
    def branding(self) -> PartnerBranding:
        """Its own, which replaces the partner's."""
        return PartnerBranding(
            self.color, self.logo_url, self.logo_dark_url, self.updated_at, logo_by_partner=self.logo_by_partner
        )


async def insert_embed_key(
    db: Db, partner_id: UUID, *, key: str, name: str, origins: Sequence[str], branding: PartnerBranding
) -> EmbedKey | None:
    """Returns the new key; None if there is no such partner."""
    cursor = await db.execute(
        f"""
        insert into embed_key (partner_id, key, name, origins, color, logo_url, logo_dark_url, logo_by_partner)
        select id, %s, %s, %s, %s, %s, %s, %s from partner where id = %s and deleted_at is null
        returning {_FIELDS}
        """,
        (
            *(key, name, list(origins), branding.color, branding.logo_url, branding.logo_dark_url),
            *(branding.logo_by_partner, partner_id),
        ),
    )
    row = await cursor.fetchone()
    return None if row is None else EmbedKey(**row)


async def list_embed_keys(db: Db, partner_id: UUID) -> list[EmbedKey]:
    """All keys of the partner, revoked ones too, oldest first."""
    cursor = await db.execute(
        f"select {_FIELDS} from embed_key where partner_id = %s order by created_at, id", (partner_id,)
    )
    return [EmbedKey(**row) for row in await cursor.fetchall()]


async def find_embed_key(db: Db, key: str) -> EmbedKey | None:
    """Find an active key by its text alone. Crosses partners."""
    cursor = await db.execute(f"select {_FIELDS} from embed_key where key = %s and revoked_at is null", (key,))
    row = await cursor.fetchone()
    return None if row is None else EmbedKey(**row)


async def update_embed_key(
    db: Db, partner_id: UUID, key_id: UUID, values: dict[str, object], *, by_partner: bool
) -> EmbedKey | None:
    """Set these columns of a key that is not revoked. None if there is no such key."""
    logo: LiteralString = "%(logo_url)s::text" if "logo_url" in values else "embed_key.logo_url"
    logo_dark: LiteralString = "%(logo_dark_url)s::text" if "logo_dark_url" in values else "embed_key.logo_dark_url"
    named = named_by_partner("embed_key", logo, logo_dark, "%(by_partner)s")
    setting = sql.SQL(", ").join(
        [
            sql.SQL("updated_at = now(), logo_by_partner = ") + sql.SQL(named),
            *(sql.SQL("{} = {}").format(sql.Identifier(c), sql.Placeholder(c)) for c in values),
        ]
    )
    cursor = await db.execute(
        sql.SQL(
            "update embed_key set {setting} where partner_id = %(partner_id)s and id = %(key_id)s"
            " and revoked_at is null returning {fields}"
        ).format(setting=setting, fields=sql.SQL(_FIELDS)),
        {**values, "partner_id": partner_id, "key_id": key_id, "by_partner": by_partner},
    )
    row = await cursor.fetchone()
    return None if row is None else EmbedKey(**row)


async def revoke_embed_key(db: Db, partner_id: UUID, key_id: UUID) -> bool | None:
    """Revoke a key. Returns whether it was active; None if the partner has no such key."""
    cursor = await db.execute(
        """
        with found as (
          select id, revoked_at is null as was_active from embed_key where partner_id = %s and id = %s for update
        ), revoked as (
          update embed_key e set revoked_at = now(), updated_at = now() from found where e.id = found.id and was_active
        )
        select was_active from found
        """,
        (partner_id, key_id),
    )
    row = await cursor.fetchone()
    return None if row is None else bool(row["was_active"])
