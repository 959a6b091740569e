"""All SQL of the audit trail. Rows are only added: no statement changes or deletes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID

import orjson
from psycopg import sql

from gladhand.auth.audit.actors import Actor
from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, Keyset, creation_keyed

#: Newest first.
ORDER = Keyset(Keyset.by_creation("c").columns, descending=True)

_WIRE: LiteralString = """
  c.id, wire_time(c.created_at) as created_at, c.action, c.actor_kind, c.actor_id, c.person_id, c.address,
  c.partner_id, c.fleet_id, c.subject_id, c.details"""


@dataclass(frozen=True)
class ChangeFilter:
    """The filters of the audit trail."""

    partner_id: UUID | None = None
    fleet_id: UUID | None = None
    subject_id: UUID | None = None
    person_id: UUID | None = None


#: A common table expression that notes a change of rights for each row of one named `changed`.
NOTING: LiteralString = """
noted as (
  insert into rights_change (action, actor_kind, actor_id, person_id, address, partner_id, fleet_id, subject_id,
    details)
  select %(action)s, %(actor_kind)s, %(actor_id)s, %(actor_person_id)s, %(actor_address)s, partner_id, fleet_id,
    subject_id, %(change_details)s::json
  from changed
)"""

_INSERT: LiteralString = f"""
with changed as (
  select %(partner_id)s::uuid as partner_id, %(fleet_id)s::uuid as fleet_id, %(subject_id)s::uuid as subject_id
), {NOTING}
select
"""


def entry_parameters(actor: Actor, action: str, details: Mapping[str, Any] | None) -> dict[str, Any]:
    """The parameters of `NOTING`. `details` hold no secret."""
    invited_by = {} if actor.invited_by is None else {"token_of_invitation_by": actor.invited_by}
    return {
        "action": action,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_person_id": actor.person_id,
        "actor_address": actor.address,
        "change_details": orjson.dumps({**(details or {}), **invited_by}).decode(),
    }


async def insert_change(
    db: Db,
    actor: Actor,
    action: str,
    *,
    partner_id: UUID | None = None,
    fleet_id: UUID | None = None,
    subject_id: UUID | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Note a change of rights, in the transaction that makes it. `details` hold no secret."""
    owners = {"partner_id": partner_id, "fleet_id": fleet_id, "subject_id": subject_id}
    await db.execute(_INSERT, owners | entry_parameters(actor, action, details))


async def count_recent_changes(db: Db, subject_id: UUID, *, within: timedelta) -> int:
    """The changes of one subject within this time."""
    found = await db.execute(
        "select count(*) as total from rights_change where subject_id = %s and created_at > now() - %s",
        (subject_id, within),
    )
    row = await found.fetchone()
    assert row is not None
    return int(row["total"])


async def list_changes(db: Db, filters: ChangeFilter, *, cursor: Cursor, size: int) -> list[tuple[Key, str]]:
    """List changes of all owners, the newest first, one more than `size`."""
    named = {name: value for name, value in vars(filters).items() if value is not None}
    conditions = [sql.SQL("c.{} = {}").format(sql.Identifier(name), sql.Placeholder(name)) for name in named]
    found = await db.execute(
        sql.SQL(
            """
            select c.created_at, c.id, row_to_json((select t from (select {wire}) t))::text as record
            from rights_change c where {where} order by {order} limit %(limit)s
            """
        ).format(
            wire=sql.SQL(_WIRE),
            where=sql.SQL(" and ").join([ORDER.after(cursor), *conditions]),
            order=ORDER.order(cursor),
        ),
        {**named, **ORDER.parameters(cursor, size)},
    )
    return creation_keyed(await found.fetchall())
