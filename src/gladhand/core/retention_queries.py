"""SQL that deletes old rows."""

from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db

#: That the operation of a log entry `t` is over.
OF_FINISHED_OPERATION: LiteralString = """not exists (
  select from resource_operation o
  where o.partner_id = t.partner_id and o.id = t.resource_operation_id and o.status = 'pending')"""


async def list_partners(db: Db) -> list[UUID]:
    """The ids of all partners."""
    return [row["id"] for row in await (await db.execute("select id from published_partner")).fetchall()]


def deleting(
    table: str, *, key: Sequence[str], since: str, condition: LiteralString, is_by_partner: bool
) -> sql.Composed:
    """A statement that deletes the oldest rows of a table `t`, up to `limit`: those before `oldest`.

    With `is_by_partner`, those of a partner.
    """
    return sql.SQL(
        """
        delete from {table} where ({key}) in (
          select {key} from {table} t where {of_owner} and {since} < %(oldest)s and {condition}
          order by {since} limit %(limit)s for update skip locked)
        """
    ).format(
        table=sql.Identifier(table),
        key=sql.SQL(", ").join(map(sql.Identifier, key)),
        of_owner=sql.SQL("partner_id = %(partner_id)s" if is_by_partner else "true"),
        since=sql.Identifier(since),
        condition=sql.SQL(condition),
    )
