"""The SQL of partners as the API shows and changes them."""

from collections.abc import Mapping
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.auth.callers import AdminCaller, FleetCaller, PartnerCaller
from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, Keyset, creation_keyed
from gladhand.core.problems import NotFound

ORDER = Keyset.by_creation("p")

_FIELDS: LiteralString = """
  p.name, p.description, p.websites, p.categories, p.is_sandbox, p.parent_partner_id, p.id, p.slug,
  wire_time(p.created_at) as created_at, wire_time(p.updated_at) as updated_at"""
_RECORD: LiteralString = f"row_to_json((select t from (select {_FIELDS}) t))::text as record"


_SEEN_BY_FLEET: LiteralString = """
  p.deleted_at is null and exists (
    select from share_agreement a where a.fleet_id = %(caller)s and a.partner_id = p.id)"""


def _visible(caller: PartnerCaller | FleetCaller | AdminCaller) -> tuple[sql.SQL, dict[str, UUID]]:
    """Which partners the caller sees: itself, those that the fleet shares or has shared with, or all."""
    match caller:
        case PartnerCaller():
            return sql.SQL("p.deleted_at is null and p.id = %(caller)s"), {"caller": caller.partner_id}
        case FleetCaller():
            return sql.SQL(_SEEN_BY_FLEET), {"caller": caller.fleet_id}
        case AdminCaller():
            return sql.SQL("p.deleted_at is null"), {}


async def get_partner(db: Db, caller: PartnerCaller | FleetCaller | AdminCaller, partner_id: UUID) -> str:
    """A partner that the caller sees, as JSON. Raises `NotFound`."""
    visible, parameters = _visible(caller)
    cursor = await db.execute(
        sql.SQL("select {record} from partner p where {visible} and p.id = %(id)s").format(
            record=sql.SQL(_RECORD), visible=visible
        ),
        {**parameters, "id": partner_id},
    )
    row = await cursor.fetchone()
    if row is None:
        raise NotFound.of("partner")
    return str(row["record"])


async def list_partners(
    db: Db, caller: PartnerCaller | FleetCaller | AdminCaller, *, cursor: Cursor, size: int
) -> list[tuple[Key, str]]:
    """List the partners that the caller sees in the cursor's direction, one more than `size`."""
    visible, parameters = _visible(caller)
    found = await db.execute(
        sql.SQL(
            "select p.created_at, p.id, {record} from partner p where {visible} and {after}"
            " order by {order} limit %(limit)s"
        ).format(
            record=sql.SQL(_RECORD),
            visible=visible,
            after=ORDER.after(cursor),
            order=ORDER.order(cursor),
        ),
        {**parameters, **ORDER.parameters(cursor, size)},
    )
    return creation_keyed(await found.fetchall())


async def count_partners(db: Db, caller: PartnerCaller | FleetCaller | AdminCaller) -> int:
    visible, parameters = _visible(caller)
    statement = sql.SQL("select count(*) as total from partner p where {}").format(visible)
    row = await (await db.execute(statement, parameters)).fetchone()
    assert row is not None
    return int(row["total"])


async def lock_partner(db: Db, partner_id: UUID) -> None:
    """Lock a partner until the transaction ends. Raises `NotFound`."""
    cursor = await db.execute("select from partner where id = %s and deleted_at is null for update", (partner_id,))
    if await cursor.fetchone() is None:
        raise NotFound.of("partner")


async def update_partner(db: Db, partner_id: UUID, values: Mapping[str, Any]) -> None:
    """Set these columns."""
    setting = [sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name)) for name in values]
    await db.execute(
        sql.SQL("update partner set {} where id = %(partner_id)s").format(
            sql.SQL(", ").join([sql.SQL("updated_at = now()"), *setting])
        ),
        {**values, "partner_id": partner_id},
    )


async def delete_partner(db: Db, partner_id: UUID) -> None:
    """Mark the partner as deleted. Its links open nothing any more."""
    await db.execute("update partner set deleted_at = now(), updated_at = now() where id = %s", (partner_id,))
    await db.execute(
        """
        update invitation set status = 'deleted', updated_at = clock_timestamp()
        where partner_id = %s and status <> 'deleted'
        """,
        (partner_id,),
    )
