"""All SQL of branding."""

from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from gladhand.core.db import Db


@dataclass(frozen=True)
class PartnerBranding:
    """Colours and logos that a partner has set; None is this server's own."""

    color: str | None = None
    logo_url: str | None = None
    logo_dark_url: str | None = None
    updated_at: datetime | None = None
    logo_by_partner: bool = False
    """Whether the partner has named the logos, and not the operator: they are fetched from public networks alone."""

    @property
    def operators_logos(self) -> frozenset[str]:
        """The addresses of logos that the operator has named."""
        named = (self.logo_url, self.logo_dark_url)
        return frozenset[str]() if self.logo_by_partner else frozenset(filter(None, named))


async def find_branding(db: Db, partner_id: UUID) -> PartnerBranding | None:
    """The partner's branding, which may be empty. None if there is no such partner."""
    cursor = await db.execute(
        """
        select b.color, b.logo_url, b.logo_dark_url, b.updated_at, coalesce(b.logo_by_partner, false) as logo_by_partner
        from partner p left join branding b on b.partner_id = p.id where p.id = %s and p.deleted_at is null
        """,
        (partner_id,),
    )
    row = await cursor.fetchone()
    return None if row is None else PartnerBranding(**row)


def named_by_partner(
    table: LiteralString, logo: LiteralString, logo_dark: LiteralString, changed_by_partner: LiteralString
) -> LiteralString:
    """Whether the partner has named one of the logos that a row gets. An address that the row has already stays whose
    it is: forms send it again with every change."""
    return f"""
      coalesce((
        select bool_or(
          case when url in ({table}.logo_url, {table}.logo_dark_url) then {table}.logo_by_partner
            else {changed_by_partner} end
        ) from unnest(array[{logo}, {logo_dark}]) as logo (url) where url is not null
      ), false)"""


_NAMED: LiteralString = named_by_partner(
    "branding", "excluded.logo_url", "excluded.logo_dark_url", "excluded.logo_by_partner"
)


async def upsert_branding(db: Db, partner_id: UUID, branding: PartnerBranding) -> None:
    """Replace the branding of an existing partner."""
    await db.execute(
        f"""
        insert into branding (partner_id, color, logo_url, logo_dark_url, logo_by_partner) values (%s, %s, %s, %s, %s)
        on conflict (partner_id) do update set color = excluded.color, logo_url = excluded.logo_url,
          logo_dark_url = excluded.logo_dark_url, logo_by_partner = {_NAMED}, updated_at = now()
        """,
        (partner_id, branding.color, branding.logo_url, branding.logo_dark_url, branding.logo_by_partner),
    )
