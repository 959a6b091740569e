"""All SQL of share agreements."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, LiteralString
from uuid import UUID

from gladhand.core.db import Db
from gladhand.core.paging import Cursor, Key
from gladhand.resources.enums import ShareLevelEnum

# A time that has come counts before anybody has settled the row.
_STATUS: LiteralString = (
    "case when a.status in ('active', 'paused') and a.expiration_date <= now() then 'expired' else a.status end"
)
_WIRE: LiteralString = f"""
  a.id, a.fleet_id, a.partner_id, a.fleet_ref, {_STATUS} as status, wire_time(a.effective_date) as effective_date,
  wire_time(a.expiration_date) as expiration_date, a.scopes"""
_RECORD: LiteralString = f"row_to_json((select t from (select {_WIRE}) t))::text as record"


@dataclass(frozen=True)
class Sharing:
    """A partner that a fleet shares with at this moment."""

    partner_id: UUID
    fleet_ref: str | None
    callback_url: str | None


@dataclass(frozen=True)
class Filter:
    """What a list of agreements may be narrowed by."""

    fleet_id: UUID | None = None
    fleet_ref: str | None = None
    status: str | None = None

    @property
    def is_narrow(self) -> bool:
        """One fleet's agreements: few enough to be counted one by one."""
        return self.fleet_id is not None or self.fleet_ref is not None


async def put(
    db: Db,
    partner_id: UUID,
    *,
    fleet_id: UUID,
    fleet_ref: str,
    invitation_id: UUID,
    scopes: Mapping[str, str],
) -> tuple[str, bool]:
    """The agreement of partner and fleet as JSON, and whether it is new: one that lives is given the new terms."""
    cursor = await db.execute(
        f"""
        with offered as materialized (select uuidv7() as id), a as (
          insert into share_agreement (partner_id, id, fleet_id, fleet_ref, invitation_id, scopes, effective_date)
          select %(partner_id)s, id, %(fleet_id)s, %(fleet_ref)s, %(invitation_id)s, %(scopes)s::jsonb, now()
          from offered
          on conflict (partner_id, fleet_id) where status in ('active', 'paused') do update
          set fleet_ref = excluded.fleet_ref, invitation_id = excluded.invitation_id, scopes = excluded.scopes,
              status = 'active', expiration_date = null, updated_at = clock_timestamp()
          returning *
        )
        select {_RECORD}, a.id = offered.id as fresh from a, offered
        """,
        {
            "partner_id": partner_id,
            "fleet_id": fleet_id,
            "fleet_ref": fleet_ref,
            "invitation_id": invitation_id,
            "scopes": json.dumps(scopes),
        },
    )
    row = await cursor.fetchone()
    assert row is not None
    return row["record"], row["fresh"]


async def read(db: Db, owner: UUID, agreement_id: UUID, *, by_fleet: bool = False) -> str | None:
    """One agreement as JSON, for its partner or its fleet."""
    column: LiteralString = "fleet_id" if by_fleet else "partner_id"
    cursor = await db.execute(
        f"select {_RECORD} from share_agreement a where a.{column} = %s and a.id = %s", (owner, agreement_id)
    )
    row = await cursor.fetchone()
    return None if row is None else str(row["record"])


async def page(
    db: Db, owner: UUID, wanted: Filter, cursor: Cursor, size: int, *, by_fleet: bool = False
) -> list[tuple[Key, str]]:
    """Agreements in the cursor's direction, one more than `size`. Deleted ones only when they are asked for."""
    found = await db.execute(
        _page_statement(
            by_fleet,
            cursor.backwards,
            cursor.after is not None,
            wanted.fleet_id is not None,
            wanted.fleet_ref is not None,
            wanted.status is not None,
        ),
        _parameters(owner, wanted) | {"limit": size + 1, **_place(cursor)},
    )
    return [((row["created_at"], row["id"]), row["record"]) for row in await found.fetchall()]


async def total(db: Db, owner: UUID, wanted: Filter, *, by_fleet: bool = False) -> int:
    """How many agreements the filter lets through. Without a fleet it is read from the counters of the partner, and
    only what time has changed since is counted; a fleet's own agreements are as few as its partners."""
    if wanted.is_narrow or by_fleet:
        where = _where(by_fleet, wanted.fleet_id is not None, wanted.fleet_ref is not None, wanted.status is not None)
        statement: LiteralString = f"select count(*) as total from share_agreement a where {where}"
    else:
        statement = _counted_statement(wanted.status)
    found = await db.execute(statement, _parameters(owner, wanted))
    row = await found.fetchone()
    assert row is not None
    return int(row["total"])


async def sharing(db: Db, fleet_id: UUID, resource: str | None = None) -> list[Sharing]:
    """The partners that the fleet shares with now (a resource: that one). Crosses partners; the fleet is the owner."""
    cursor = await db.execute(
        """
        select a.partner_id, a.fleet_ref, i.callback_url
        from live_agreement a
        left join invitation i on i.partner_id = a.partner_id and i.id = a.invitation_id
        where a.fleet_id = %(fleet_id)s
          and (%(resource)s::text is null or shared_level(a.scopes, %(resource)s) is not null)
        order by a.created_at, a.id
        """,
        {"fleet_id": fleet_id, "resource": resource},
    )
    return [Sharing(**row) for row in await cursor.fetchall()]


async def level(db: Db, partner_id: UUID, fleet_id: UUID, resource: str) -> ShareLevelEnum | None:
    """What the partner may do now with the fleet's records of this resource."""
    cursor = await db.execute(
        """
        select shared_level(scopes, %(resource)s) as level from live_agreement
        where partner_id = %(partner_id)s and fleet_id = %(fleet_id)s
        """,
        {"partner_id": partner_id, "fleet_id": fleet_id, "resource": resource},
    )
    row = await cursor.fetchone()
    return None if row is None or row["level"] is None else ShareLevelEnum(row["level"])


def _parameters(owner: UUID, wanted: Filter) -> dict[str, Any]:
    return {"owner": owner, "fleet_id": wanted.fleet_id, "fleet_ref": wanted.fleet_ref, "status": wanted.status}


def _place(cursor: Cursor) -> dict[str, datetime | UUID | None]:
    created_at, row_id = cursor.after or (None, None)
    return {"after_created_at": created_at, "after_id": row_id}


def _where(by_fleet: bool, has_fleet_id: bool, has_fleet_ref: bool, has_status: bool) -> LiteralString:
    where: LiteralString = "a.fleet_id = %(owner)s" if by_fleet else "a.partner_id = %(owner)s"
    if has_fleet_id:
        where += " and a.fleet_id = %(fleet_id)s"
    if has_fleet_ref:
        where += " and a.fleet_ref = %(fleet_ref)s"
    return where + (f" and {_STATUS} = %(status)s" if has_status else " and a.status <> 'deleted'")


@lru_cache
def _page_statement(
    by_fleet: bool, backwards: bool, has_place: bool, has_fleet_id: bool, has_fleet_ref: bool, has_status: bool
) -> LiteralString:
    where = _where(by_fleet, has_fleet_id, has_fleet_ref, has_status)
    comparison: LiteralString = "<" if backwards else ">"
    order: LiteralString = "desc" if backwards else "asc"
    if has_place:
        where += f" and (a.created_at, a.id) {comparison} (%(after_created_at)s, %(after_id)s)"
    return f"""
        select a.created_at, a.id, {_RECORD} from share_agreement a where {where}
        order by a.created_at {order}, a.id {order} limit %(limit)s
    """


def _counted_statement(status: str | None) -> LiteralString:
    counted: LiteralString = "count_of(%(owner)s, 'share_agreement.' || %(status)s)"
    overdue: LiteralString = (
        "(select count(*) from share_agreement where partner_id = %(owner)s and status {} and expiration_date <= now())"
    )
    if status is None:
        every: LiteralString = " + ".join(
            f"count_of(%(owner)s, 'share_agreement.{each}')" for each in ("active", "paused", "cancelled", "expired")
        )
        return f"select {every} as total"
    if status == "expired":
        living: LiteralString = "in ('active', 'paused')"
        return f"select {counted} + {overdue.format(living)} as total"
    if status in ("active", "paused"):
        return f"select {counted} - {overdue.format('= %(status)s::share_agreement_status')} as total"
    return f"select {counted} as total"
