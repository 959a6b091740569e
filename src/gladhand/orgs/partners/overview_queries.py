"""Statements for the operator's overview: partners with what belongs to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One partner in a table."""

    id: UUID
    slug: str
    name: str
    created_at: datetime
    deleted_at: datetime | None
    fleets: int
    """How many share with it now."""


_LINES: LiteralString = """
  select p.id, p.slug, p.name, p.created_at, p.deleted_at,
    (select count(*) from live_agreement a where a.partner_id = p.id)::int as fleets
  from partner p
"""


async def list_partners(db: Db) -> list[PartnerLine]:
    """All partners, the deleted ones too, in the order of their creation."""
    rows = await db.execute(f"{_LINES} order by p.created_at, p.id")
    return [PartnerLine(**row) for row in await rows.fetchall()]


async def list_newest_partners(db: Db, *, name: str | None, limit: int) -> list[PartnerLine]:
    """The newest partners, the deleted ones too: all, or those with this in their name or slug."""
    rows = await db.execute(
        f"""
        {_LINES} where %(name)s::text is null or position(lower(%(name)s) in lower(p.name || ' ' || p.slug)) > 0
        order by p.created_at desc, p.id desc limit %(limit)s
        """,
        {"name": name, "limit": limit},
    )
    return [PartnerLine(**row) for row in await rows.fetchall()]


async def list_slugs(db: Db, partner_ids: Iterable[str]) -> dict[str, str]:
    """The slugs of these partners, by their ids."""
    rows = await db.execute("select id::text, slug from partner where id = any(%s::uuid[])", (list(set(partner_ids)),))
    return {row["id"]: row["slug"] for row in await rows.fetchall()}


async def find_partner_line(db: Db, slug: str) -> PartnerLine | None:
    row = await (await db.execute(f"{_LINES} where p.slug = %s", (slug,))).fetchone()
    return None if row is None else PartnerLine(**row)


async def list_properties(db: Db, partner_id: UUID) -> dict[str, str]:
    """The properties of a partner by their names."""
    rows = await db.execute(
        "select key::text as key, value from partner_property where partner_id = %s order by key::text", (partner_id,)
    )
    return {row["key"]: row["value"] for row in await rows.fetchall()}
