"""Statements for the operator's overview: fleets of all partners."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Keyset

#: Newest first.
ORDER = Keyset(Keyset.by_creation("f").columns, descending=True)


@dataclass(frozen=True, slots=True)
class FleetLine:
    """One fleet in a table."""

    id: UUID
    name: str
    slug: str
    created_at: datetime
    deleted_at: datetime | None
    shares_with: Sequence[Mapping[str, Any]]
    """The partners that it shares with now: `partner_id`, `partner` and `fleet_ref` of each."""


async def list_all_fleets(
    db: Db, *, partner_id: UUID | None, name: str | None, cursor: Cursor, size: int
) -> list[FleetLine]:
    """All fleets or those that share with one partner, in the cursor's direction, one more than `size`.

    `name` is a part of the name or slug of each.
    """
    rows = await db.execute(
        sql.SQL(
            """
            select f.id, f.name, f.slug, f.created_at, f.deleted_at, coalesce(shared.with_whom, '[]') as shares_with
            from fleet f left join lateral (
              select json_agg(json_build_object('partner_id', p.id, 'partner', p.slug, 'fleet_ref', a.fleet_ref)
                order by a.created_at) as with_whom
              from live_agreement a join partner p on p.id = a.partner_id
              where a.fleet_id = f.id
            ) shared on true
            where (%(partner_id)s::uuid is null or exists (
                select from live_agreement a where a.partner_id = %(partner_id)s and a.fleet_id = f.id))
              and (%(name)s::text is null or position(lower(%(name)s) in lower(f.name || ' ' || f.slug)) > 0)
              and {after}
            order by {order} limit %(limit)s
            """
        ).format(after=ORDER.after(cursor), order=ORDER.order(cursor)),
        {"partner_id": partner_id, "name": name, **ORDER.parameters(cursor, size)},
    )
    return [FleetLine(**row) for row in await rows.fetchall()]
