"""Statements about API clients."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from psycopg.rows import class_row

from gladhand.core.db import Db

Kind: TypeAlias = Literal["partner", "admin"]


@dataclass(frozen=True, slots=True)
class Client:
    """A client that may get tokens; `partner_slug` goes with `partner_id`."""

    client_id: str
    kind: Kind
    partner_id: UUID | None
    partner_slug: str | None
    secret_hash: bytes
    scopes: frozenset[str]
    extensions: bool = False

    def __post_init__(self) -> None:
        # PostgreSQL's array comes as a list.
        object.__setattr__(self, "scopes", frozenset(self.scopes))


async def find(db: Db, client_id: str) -> Client | None:
    """A client that is neither revoked nor of a partner that is gone."""
    async with db.cursor(row_factory=class_row(Client)) as cursor:
        await cursor.execute(
            """
            select client_id, kind, partner_id, partner.slug as partner_slug, secret_hash, scopes, extensions
            from api_client left join published_partner partner on partner.id = api_client.partner_id
            where client_id = %s and revoked_at is null and partner.deleted_at is null
            """,
            (client_id,),
        )
        return await cursor.fetchone()


@dataclass(frozen=True, slots=True)
class ClientLine:
    """A client in the operator's list."""

    client_id: str
    kind: str
    partner_slug: str | None
    name: str
    created_at: datetime
    revoked_at: datetime | None


async def list_clients_of_all_partners(db: Db) -> list[ClientLine]:
    """All clients, the revoked ones too, in the order of their creation."""
    async with db.cursor(row_factory=class_row(ClientLine)) as cursor:
        await cursor.execute(
            """
            select client_id, kind::text as kind, partner.slug as partner_slug, api_client.name,
              api_client.created_at, revoked_at
            from api_client left join published_partner partner on partner.id = api_client.partner_id
            order by api_client.created_at, client_id
            """
        )
        return await cursor.fetchall()


async def insert(
    db: Db,
    *,
    client_id: str,
    kind: Kind,
    partner_id: UUID | None,
    name: str,
    secret_hash: bytes,
    scopes: Iterable[str],
    extensions: bool = False,
) -> None:
    await db.execute(
        """
        insert into api_client (client_id, kind, partner_id, name, secret_hash, scopes, extensions)
        values (%s, %s, %s, %s, %s, %s, %s)
        """,
        (client_id, kind, partner_id, name, secret_hash, sorted(scopes), extensions),
    )


async def revoke(db: Db, client_id: str) -> bool:
    """Whether there was such a client, not revoked yet."""
    cursor = await db.execute(
        "update api_client set revoked_at = clock_timestamp() where client_id = %s and revoked_at is null", (client_id,)
    )
    return cursor.rowcount == 1
