"""SQL that reads connections. PostgreSQL renders their JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.auth.callers import FleetCaller, PartnerCaller
from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, Keyset, creation_keyed
from gladhand.core.problems import NotFound
from gladhand.integrations.gateway import StoredConnection

ORDER = Keyset.by_creation("c")

# A connection in answers. `fleet_ref` is the caller's own reference of the fleet.
_RECORD = sql.SQL(
    """row_to_json((select t from (
      select c.id, wire_time(c.created_at) as created_at, wire_time(c.updated_at) as updated_at, c.fleet_id,
        {fleet_ref} as fleet_ref, c.tsp_id, c.source_name, c.masked_credentials as credentials, c.status, c.description
    ) t))::text as record"""
)
COLUMNS: LiteralString = "c.id, c.fleet_id, c.tsp_id, c.source_name, c.status::text as status"


@dataclass(frozen=True)
class Connection:
    id: UUID
    fleet_id: UUID
    tsp_id: UUID
    source_name: str
    status: str


@dataclass(frozen=True)
class ConnectionWithCredentials(Connection):
    """A connection with its encrypted credentials."""

    description: str | None
    credentials: bytes
    fingerprint: str

    @property
    def stored(self) -> StoredConnection:
        """The connection as the gateway opens it."""
        return StoredConnection(self.fleet_id, self.id, self.source_name, self.fingerprint, self.credentials)


WITH_CREDENTIALS: LiteralString = f"{COLUMNS}, c.description, c.credentials, c.account_fingerprint as fingerprint"


async def list_connections(
    db: Db,
    caller: PartnerCaller | FleetCaller,
    *,
    tsp_id: UUID | None,
    fleet_ids: Sequence[UUID] | None,
    fleet_refs: Sequence[str] | None,
    cursor: Cursor,
    size: int,
) -> list[tuple[Key, str]]:
    """The connections that the caller may see, as JSON."""
    conditions = [ORDER.after(cursor)]
    if tsp_id is not None:
        conditions.append(sql.SQL("c.tsp_id = %(tsp_id)s"))
    if fleet_ids is not None:
        conditions.append(sql.SQL("c.fleet_id = any(%(fleet_ids)s)"))
    if fleet_refs is not None:
        # Only partners have references of fleets. The filter matches nothing for a fleet.
        conditions.append(
            sql.SQL("a.fleet_ref = any(%(fleet_refs)s)" if isinstance(caller, PartnerCaller) else "false")
        )
    query = sql.SQL(
        "select c.created_at, c.id, {record} {visible} and {conditions} order by {order} limit %(limit)s"
    ).format(conditions=sql.SQL(" and ").join(conditions), order=ORDER.order(cursor), **_as_seen_by(caller))
    filters: dict[str, Any] = {
        "owner": _owner(caller),
        "tsp_id": tsp_id,
        "fleet_ids": list(fleet_ids or ()),
        "fleet_refs": list(fleet_refs or ()),
    }
    rows = await db.execute(query, filters | dict(ORDER.parameters(cursor, size)))
    return creation_keyed(await rows.fetchall())


async def get_connection(db: Db, caller: PartnerCaller | FleetCaller, connection_id: UUID) -> str:
    """One connection that the caller may see, as JSON. Raises `NotFound`."""
    query = sql.SQL("select {record} {visible} and c.id = %(id)s").format(**_as_seen_by(caller))
    rows = await db.execute(query, {"owner": _owner(caller), "id": connection_id})
    row = await rows.fetchone()
    if row is None:
        raise NotFound.of("connection")
    return str(row["record"])


async def get_visible(db: Db, caller: PartnerCaller | FleetCaller, connection_id: UUID) -> Connection:
    """One connection that the caller may see. Raises `NotFound`."""
    query = sql.SQL("select {columns} {visible} and c.id = %(id)s").format(
        columns=sql.SQL(COLUMNS), visible=_as_seen_by(caller)["visible"]
    )
    row = await (await db.execute(query, {"owner": _owner(caller), "id": connection_id})).fetchone()
    if row is None:
        raise NotFound.of("connection")
    return Connection(**row)


_GET: LiteralString = (
    f"select {WITH_CREDENTIALS} from connection c where c.fleet_id = %s and c.id = %s and c.status <> 'deleted'"
)
_GET_LOCKED: LiteralString = f"{_GET} for update"


async def get_with_credentials(
    db: Db, fleet_id: UUID, connection_id: UUID, *, lock: bool = False
) -> ConnectionWithCredentials:
    """Raises `NotFound`. With `lock` the row stays locked until the transaction ends."""
    rows = await db.execute(_GET_LOCKED if lock else _GET, (fleet_id, connection_id))
    row = await rows.fetchone()
    if row is None:
        raise NotFound.of("connection")
    return ConnectionWithCredentials(**row)


async def has_connected(db: Db, fleet_id: UUID, tsp_id: UUID) -> bool:
    """Whether the fleet has a connection to this brand."""
    rows = await db.execute(
        "select from connection where fleet_id = %s and tsp_id = %s and status <> 'deleted' limit 1", (fleet_id, tsp_id)
    )
    return await rows.fetchone() is not None


async def list_active_connections(db: Db, fleet_id: UUID) -> list[Connection]:
    """The connections of a fleet that work, oldest first."""
    rows = await db.execute(
        f"select {COLUMNS} from connection c where c.fleet_id = %s and c.status = 'active' order by c.created_at, c.id",
        (fleet_id,),
    )
    return [Connection(**row) for row in await rows.fetchall()]


async def list_left_connections(db: Db, limit: int) -> list[tuple[UUID, UUID]]:
    """Connections that deleted fleets still have: fleet and id. Crosses fleets."""
    rows = await db.execute(
        """
        select c.fleet_id, c.id from published_fleet f join connection c on c.fleet_id = f.id
        where f.deleted_at is not null and c.status <> 'deleted' order by c.fleet_id, c.id limit %s
        for update of c skip locked
        """,
        (limit,),
    )
    return [(row["fleet_id"], row["id"]) for row in await rows.fetchall()]


def _owner(caller: PartnerCaller | FleetCaller) -> UUID:
    return caller.partner_id if isinstance(caller, PartnerCaller) else caller.fleet_id


def _as_seen_by(caller: PartnerCaller | FleetCaller) -> dict[str, sql.Composable]:
    """A fleet sees its own connections, a partner those of the fleets that share with it now."""
    if isinstance(caller, PartnerCaller):
        shared = sql.SQL(
            """from live_agreement a join connection c on c.fleet_id = a.fleet_id
            where a.partner_id = %(owner)s and c.status <> 'deleted'"""
        )
        return {"record": _RECORD.format(fleet_ref=sql.SQL("a.fleet_ref")), "visible": shared}
    own = sql.SQL("from connection c where c.fleet_id = %(owner)s and c.status <> 'deleted'")
    return {"record": _RECORD.format(fleet_ref=sql.SQL("null::text")), "visible": own}


async def count_connections_of_all_fleets(db: Db) -> list[tuple[str, str, int]]:
    """Source name, state, and how many there are."""
    cursor = await db.execute(
        "select source_name, status::text, count(*) from connection where status <> 'deleted' group by 1, 2"
    )
    return [(row["source_name"], row["status"], row["count"]) for row in await cursor.fetchall()]
