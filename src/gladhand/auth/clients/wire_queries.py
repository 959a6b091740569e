"""SQL that reads API clients for the API. PostgreSQL renders their JSON, which has no secret and no hash."""

from typing import LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, KeyColumn, Keyset, parse_moment
from gladhand.core.problems import NotFound


def _client_id(text: str) -> str:
    if "\0" in text or not text.isascii():
        raise ValueError("no id of a client")
    return text


ORDER = Keyset((
    KeyColumn(sql.Identifier("c", "created_at"), parse_moment),
    KeyColumn(sql.Identifier("c", "client_id"), _client_id),
))  # fmt: skip

_RECORD: LiteralString = """row_to_json((select t from (select
    c.client_id, c.kind, c.partner_id, c.name, c.scopes, c.extensions, wire_time(c.created_at) as created_at,
    wire_time(c.last_used_at) as last_used_at, wire_time(c.former_secret_until) as former_secret_until,
    wire_time(c.former_secret_used_at) as former_secret_used_at, wire_time(c.revoked_at) as revoked_at
  ) t))::text as record"""
# `owner` null: those of all partners and of administrators.
_VISIBLE: LiteralString = "(%(owner)s::uuid is null or c.partner_id = %(owner)s)"


async def list_clients(
    db: Db, owner: UUID | None, *, partner_id: UUID | None, cursor: Cursor, size: int
) -> list[tuple[Key, str]]:
    """List the clients of one partner, or of everybody, in the cursor's direction: one more than `size`."""
    found = await db.execute(
        sql.SQL(
            """
            select c.created_at, c.client_id, {record} from api_client c
            where {visible} and (%(partner_id)s::uuid is null or c.partner_id = %(partner_id)s) and {after}
            order by {order} limit %(limit)s
            """
        ).format(
            record=sql.SQL(_RECORD), visible=sql.SQL(_VISIBLE), after=ORDER.after(cursor), order=ORDER.order(cursor)
        ),
        {"owner": owner, "partner_id": partner_id, **ORDER.parameters(cursor, size)},
    )
    return [((row["created_at"], row["client_id"]), row["record"]) for row in await found.fetchall()]


async def get_client(db: Db, owner: UUID | None, client_id: str) -> str:
    """One client of this partner, or of anybody, as JSON. Raises `NotFound`."""
    found = await db.execute(
        f"select {_RECORD} from api_client c where {_VISIBLE} and c.client_id = %(client_id)s",
        {"owner": owner, "client_id": client_id},
    )
    row = await found.fetchone()
    if row is None:
        raise NotFound.of("API client")
    return str(row["record"])
