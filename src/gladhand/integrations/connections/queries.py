"""All SQL about connections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

import orjson
from psycopg import sql

from gladhand.auth.callers import FleetCaller, PartnerCaller
from gladhand.core.db import Db
from gladhand.core.paging import Cursor, Key
from gladhand.integrations.gateway import StoredConnection

# As reads answer a connection; `fleet_ref` is the caller's own name for the fleet.
_SHOWN = sql.SQL(
    """row_to_json((select t from (
      select c.id, wire_time(c.created_at) as created_at, wire_time(c.updated_at) as updated_at, c.fleet_id,
        {fleet_ref} as fleet_ref, c.tsp_id, c.source_name, c.credentials_shown as credentials, c.status, c.description
    ) t))::text"""
)
# What a caller sees: a fleet its own connections, a partner those of the fleets that share with it now.
_OWN = sql.SQL("from connection c where c.fleet_id = %(owner)s and c.status <> 'deleted'")
_SHARED = sql.SQL(
    """from live_agreement a join connection c on c.fleet_id = a.fleet_id
    where a.partner_id = %(owner)s and c.status <> 'deleted'"""
)


@dataclass(frozen=True)
class Connection:
    id: UUID
    fleet_id: UUID
    tsp_id: UUID
    source_name: str
    status: str


@dataclass(frozen=True)
class Filters:
    tsp_id: UUID | None = None
    fleet_ids: Sequence[UUID] | None = None
    fleet_refs: Sequence[str] | None = None


async def visible(
    db: Db, who: PartnerCaller | FleetCaller, filters: Filters, cursor: Cursor, size: int
) -> list[tuple[Key, str]]:
    """The rows of one page, one more than asked for, in the cursor's direction."""
    conditions: list[sql.Composable] = [sql.SQL("true")]
    if filters.tsp_id is not None:
        conditions.append(sql.SQL("c.tsp_id = %(tsp_id)s"))
    if filters.fleet_ids is not None:
        conditions.append(sql.SQL("c.fleet_id = any(%(fleet_ids)s)"))
    if filters.fleet_refs is not None:
        # A fleet goes by its references at its partners only, so this finds nothing for a fleet.
        conditions.append(sql.SQL("a.fleet_ref = any(%(fleet_refs)s)" if isinstance(who, PartnerCaller) else "false"))
    if cursor.after is not None:
        conditions.append(
            sql.SQL("(c.created_at, c.id) {} (%(after_time)s, %(after_id)s)").format(_plain(cursor.comparison))
        )
    order = _plain(cursor.order)
    query = sql.SQL(
        "select c.created_at, c.id, {shown} as json {visible} and {conditions}"
        " order by c.created_at {order}, c.id {order} limit %(limit)s"
    ).format(conditions=sql.SQL(" and ").join(conditions), order=order, **_as_seen_by(who))
    after_time, after_id = cursor.after or (None, None)
    rows = await db.execute(
        query,
        {
            "owner": _owner(who),
            "tsp_id": filters.tsp_id,
            "fleet_ids": list(filters.fleet_ids or ()),
            "fleet_refs": list(filters.fleet_refs or ()),
            "after_time": after_time,
            "after_id": after_id,
            "limit": size + 1,
        },
    )
    return [((row["created_at"], row["id"]), row["json"]) for row in await rows.fetchall()]


async def shown(db: Db, who: PartnerCaller | FleetCaller, connection_id: UUID) -> str | None:
    """One connection as JSON."""
    query = sql.SQL("select {shown} as json {visible} and c.id = %(id)s").format(**_as_seen_by(who))
    rows = await db.execute(query, {"owner": _owner(who), "id": connection_id})
    row = await rows.fetchone()
    return row["json"] if row else None


async def store(
    db: Db,
    fleet_id: UUID,
    *,
    tsp_id: UUID,
    source_name: str,
    description: str | None,
    sealed: bytes,
    shown: Mapping[str, Any],
    account_id: str,
    account_name: str | None,
    fingerprint: str,
) -> tuple[Connection, bool]:
    """Make the connection, or repair the one that the fleet has to this account; and whether it is new."""
    rows = await db.execute(
        """
        insert into connection (fleet_id, tsp_id, source_name, description, credentials, credentials_shown, account_id,
          account_name, account_fingerprint)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
        on conflict (fleet_id, tsp_id, account_fingerprint) where status <> 'deleted' do update set
          description = coalesce(excluded.description, connection.description),
          credentials = excluded.credentials,
          credentials_shown = excluded.credentials_shown,
          account_name = excluded.account_name,
          status = 'active',
          recheck_at = null,
          updated_at = clock_timestamp()
        returning id, fleet_id, tsp_id, source_name, status, xmax = 0 as is_new
        """,
        (
            fleet_id,
            tsp_id,
            source_name,
            description,
            sealed,
            orjson.dumps(shown).decode(),
            account_id,
            account_name,
            fingerprint,
        ),
    )
    row = await rows.fetchone()
    assert row is not None
    is_new = bool(row.pop("is_new"))
    return Connection(**row), is_new


async def mark_stale(
    db: Db, fleet_id: UUID, connection_id: UUID, *, refused: bytes, recheck_in: float | None
) -> tuple[bool, Connection | None]:
    """Set an active connection stale, if these credentials are still its own.

    Whether they are, and the connection if it is stale only since now: an episode is told once.
    """
    rows = await db.execute(
        """
        with held as materialized (
          select id from connection
          where fleet_id = %(fleet_id)s and id = %(id)s and credentials = %(refused)s for update
        ), staled as (
          update connection c set status = 'stale', rechecks = 0, updated_at = clock_timestamp(),
            recheck_at = clock_timestamp() + make_interval(secs => %(recheck_in)s)
          from held where c.fleet_id = %(fleet_id)s and c.id = held.id and c.status = 'active'
          returning c.id, c.fleet_id, c.tsp_id, c.source_name, c.status
        )
        select exists (select from held) as is_current, staled.* from (values (1)) one left join staled on true
        """,
        {"fleet_id": fleet_id, "id": connection_id, "refused": refused, "recheck_in": recheck_in},
    )
    row = await rows.fetchone()
    assert row is not None
    is_current = bool(row.pop("is_current"))
    return is_current, Connection(**row) if row["id"] else None


@dataclass(frozen=True)
class Held:
    """A connection with its encrypted credentials."""

    id: UUID
    fleet_id: UUID
    tsp_id: UUID
    source_name: str
    status: str
    description: str | None
    credentials: bytes
    fingerprint: str
    rechecks: int

    @property
    def stored(self) -> StoredConnection:
        """As the gateway opens it."""
        return StoredConnection(self.fleet_id, self.id, self.source_name, self.fingerprint, self.credentials)


_HELD: LiteralString = """
  c.id, c.fleet_id, c.tsp_id, c.source_name, c.status::text as status, c.description, c.credentials,
  c.account_fingerprint as fingerprint, c.rechecks"""


async def held(db: Db, fleet_id: UUID, connection_id: UUID, *, lock: bool = False) -> Held | None:
    locking: LiteralString = "for update" if lock else ""
    rows = await db.execute(
        f"select {_HELD} from connection c where c.fleet_id = %s and c.id = %s and c.status <> 'deleted' {locking}",
        (fleet_id, connection_id),
    )
    row = await rows.fetchone()
    return Held(**row) if row else None


@dataclass(frozen=True)
class Renewed:
    """Credentials that were tried, in place of those that a connection had."""

    sealed: bytes
    shown: Mapping[str, Any]
    account_name: str | None


async def change(
    db: Db, fleet_id: UUID, connection_id: UUID, *, status: str, description: str | None, renewed: Renewed | None
) -> Connection:
    """Set what a fleet may change of a connection."""
    rows = await db.execute(
        """
        update connection set status = %(status)s::connection_status, description = %(description)s,
          credentials = coalesce(%(sealed)s, credentials),
          credentials_shown = coalesce(%(shown)s::json, credentials_shown),
          account_name = case when %(sealed)s::bytea is null then account_name else %(account_name)s end,
          recheck_at = case when %(status)s = 'stale' then recheck_at end, updated_at = clock_timestamp()
        where fleet_id = %(fleet_id)s and id = %(id)s
        returning id, fleet_id, tsp_id, source_name, status
        """,
        {
            "fleet_id": fleet_id,
            "id": connection_id,
            "status": status,
            "description": description,
            "sealed": renewed.sealed if renewed else None,
            "shown": orjson.dumps(renewed.shown).decode() if renewed else None,
            "account_name": renewed.account_name if renewed else None,
        },
    )
    row = await rows.fetchone()
    assert row is not None
    return Connection(**row)


async def remove(db: Db, fleet_id: UUID, connection_id: UUID) -> Connection | None:
    """Delete the connection and its secrets; what came through it stays."""
    rows = await db.execute(
        """
        update connection set status = 'deleted', credentials = '', credentials_shown = '{}', recheck_at = null,
          deleted_at = clock_timestamp(), updated_at = clock_timestamp()
        where fleet_id = %s and id = %s and status <> 'deleted'
        returning id, fleet_id, tsp_id, source_name, status
        """,
        (fleet_id, connection_id),
    )
    row = await rows.fetchone()
    return Connection(**row) if row else None


async def to_recheck(db: Db, waits: Sequence[float], limit: int) -> list[Held]:
    """Stale connections of all fleets whose login is to be tried again now; each is put off to its next time,
    or for good after the last."""
    rows = await db.execute(
        f"""
        with due as (
          select fleet_id, id from connection where status = 'stale' and recheck_at <= clock_timestamp()
          order by recheck_at limit %(limit)s for update skip locked
        )
        update connection c set rechecks = c.rechecks + 1,
          recheck_at = clock_timestamp() + make_interval(secs => (%(waits)s::double precision[])[c.rechecks + 2])
        from due where c.fleet_id = due.fleet_id and c.id = due.id
        returning {_HELD}
        """,
        {"waits": list(waits), "limit": limit},
    )
    return [Held(**row) for row in await rows.fetchall()]


def _owner(who: PartnerCaller | FleetCaller) -> UUID:
    return who.partner_id if isinstance(who, PartnerCaller) else who.fleet_id


def _as_seen_by(who: PartnerCaller | FleetCaller) -> dict[str, sql.Composable]:
    if isinstance(who, PartnerCaller):
        return {"shown": _SHOWN.format(fleet_ref=sql.SQL("a.fleet_ref")), "visible": _SHARED}
    return {"shown": _SHOWN.format(fleet_ref=sql.SQL("null::text")), "visible": _OWN}


def _plain(word: str) -> sql.SQL:
    """A cursor's direction or comparison: words of our own, never a client's."""
    return {"asc": sql.SQL("asc"), "desc": sql.SQL("desc"), ">": sql.SQL(">"), "<": sql.SQL("<")}[word]
