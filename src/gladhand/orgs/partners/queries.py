"""All SQL of partners and their properties."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg.errors import UniqueViolation

from gladhand.core.db import Db


@dataclass(frozen=True)
class Partner:
    id: UUID
    slug: str
    name: str


@dataclass(frozen=True)
class NewPartner:
    id: UUID
    name: str
    description: str | None = None
    websites: Sequence[str] | None = None
    categories: Sequence[str] = ()
    is_sandbox: bool = False
    parent_id: UUID | None = None


async def insert_partner(db: Db, partner: NewPartner, *, slug: str, callback_secret: bytes) -> Partner | None:
    """Returns the new partner; None if another one has the slug."""
    try:
        async with db.transaction():
            cursor = await db.execute(
                """
                insert into partner (id, slug, name, description, websites, categories, is_sandbox, parent_partner_id,
                                     callback_secret)
                values (%s, %s, %s, %s, %s, %s, %s, %s, %s) returning id, slug, name
                """,
                (
                    partner.id,
                    slug,
                    partner.name,
                    partner.description,
                    None if partner.websites is None else list(partner.websites),
                    list(partner.categories),
                    partner.is_sandbox,
                    partner.parent_id,
                    callback_secret,
                ),
            )
            row = await cursor.fetchone()
    except UniqueViolation:
        return None
    assert row is not None
    return Partner(**row)


async def find_partner_by_slug(db: Db, slug: str) -> Partner | None:
    cursor = await db.execute("select id, slug, name from partner where slug = %s and deleted_at is null", (slug,))
    row = await cursor.fetchone()
    return None if row is None else Partner(**row)


async def find_partner(db: Db, partner_id: UUID) -> Partner | None:
    cursor = await db.execute("select id, slug, name from partner where id = %s and deleted_at is null", (partner_id,))
    row = await cursor.fetchone()
    return None if row is None else Partner(**row)


async def get_sealed_callback_secret(db: Db, partner_id: UUID) -> bytes:
    """The encrypted callback secret of an existing partner."""
    row = await (await db.execute("select callback_secret from partner where id = %s", (partner_id,))).fetchone()
    assert row is not None
    return bytes(row["callback_secret"])


async def list_redirect_schemes(db: Db, partner_id: UUID) -> list[str]:
    """Schemes of the partner's own apps, to which Connect may return."""
    row = await (await db.execute("select redirect_schemes from partner where id = %s", (partner_id,))).fetchone()
    return [] if row is None else list(row["redirect_schemes"])


async def update_redirect_schemes(db: Db, partner_id: UUID, schemes: Sequence[str]) -> None:
    await db.execute(
        "update partner set redirect_schemes = %s, updated_at = now() where id = %s", (list(schemes), partner_id)
    )
