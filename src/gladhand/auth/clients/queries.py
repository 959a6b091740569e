"""Statements about API clients."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias
from uuid import UUID

from psycopg.rows import class_row

from gladhand.core.db import Db

Kind: TypeAlias = Literal["partner", "admin"]


@dataclass(frozen=True, slots=True)
class Client:
    """An API client that may get tokens. `partner_slug` is set if `partner_id` is."""

    client_id: str
    kind: Kind
    partner_id: UUID | None
    partner_slug: str | None
    secret_hash: bytes
    former_secret_hash: bytes | None
    """Of the secret before the last rotation, as long as it works."""
    scopes: frozenset[str]
    extensions: bool = False

    def __post_init__(self) -> None:
        # PostgreSQL's array comes as a list.
        object.__setattr__(self, "scopes", frozenset(self.scopes))


async def find_client(db: Db, client_id: str) -> Client | None:
    """The client with this id. None if it is revoked, or its partner is deleted or suspended."""
    async with db.cursor(row_factory=class_row(Client)) as cursor:
        await cursor.execute(
            """
            select client_id, kind, partner_id, partner.slug as partner_slug, secret_hash,
              case when former_secret_until > clock_timestamp() then former_secret_hash end as former_secret_hash,
              scopes, extensions
            from api_client left join published_partner partner on partner.id = api_client.partner_id
            where client_id = %s and revoked_at is null and partner.deleted_at is null
              and partner.is_suspended is not true
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
    last_used_at: datetime | None
    former_secret_until: datetime | None
    former_secret_used_at: datetime | None
    revoked_at: datetime | None


async def list_clients_of_all_partners(db: Db) -> list[ClientLine]:
    """All clients, the revoked ones too, in the order of their creation."""
    async with db.cursor(row_factory=class_row(ClientLine)) as cursor:
        await cursor.execute(
            """
            select client_id, kind::text as kind, partner.slug as partner_slug, api_client.name,
              api_client.created_at, last_used_at, former_secret_until, former_secret_used_at, revoked_at
            from api_client left join published_partner partner on partner.id = api_client.partner_id
            order by api_client.created_at, client_id
            """
        )
        return await cursor.fetchall()


async def insert_client(
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


async def update_last_used(db: Db, client_id: str, *, by_former_secret: bool) -> None:
    """Note that the client got a token, unless that was noted within the last minute."""
    await db.execute(
        """
        update api_client set last_used_at = clock_timestamp(),
          former_secret_used_at = case when %(by_former)s then clock_timestamp() else former_secret_used_at end
        where client_id = %(client_id)s and coalesce(
          case when %(by_former)s then former_secret_used_at else last_used_at end, '-infinity')
          < clock_timestamp() - interval '1 minute'
        """,
        {"client_id": client_id, "by_former": by_former_secret},
    )


@dataclass(frozen=True, slots=True)
class ClientRights:
    """What decides who may change a client."""

    partner_id: UUID | None
    scopes: frozenset[str]
    is_revoked: bool


async def lock_client(db: Db, client_id: str) -> ClientRights | None:
    """Lock a client of anybody until the transaction ends."""
    cursor = await db.execute(
        """
        select partner_id, scopes, revoked_at is not null as is_revoked from api_client where client_id = %s for update
        """,
        (client_id,),
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    return ClientRights(row["partner_id"], frozenset(row["scopes"]), row["is_revoked"])


async def has_partner(db: Db, partner_id: UUID) -> bool:
    """Whether clients can be made for this partner."""
    cursor = await db.execute("select from published_partner where id = %s and deleted_at is null", (partner_id,))
    return await cursor.fetchone() is not None


async def update_secret(db: Db, client_id: str, secret_hash: bytes, *, overlap: timedelta) -> None:
    """Replace the secret of an active client; the one before works on for the overlap.

    A secret that was replaced earlier ends now.
    """
    await db.execute(
        """
        update api_client set secret_hash = %s, former_secret_hash = secret_hash,
          former_secret_until = clock_timestamp() + %s, former_secret_used_at = null
        where client_id = %s and revoked_at is null
        """,
        (secret_hash, overlap, client_id),
    )


async def revoke_client(db: Db, client_id: str) -> None:
    """Revoke a client; nothing changes if it is revoked."""
    await db.execute(
        "update api_client set revoked_at = clock_timestamp() where client_id = %s and revoked_at is null", (client_id,)
    )
