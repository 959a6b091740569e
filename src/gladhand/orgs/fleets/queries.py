"""All SQL of fleets. A partner sees a fleet only through their live agreement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.core.counter_queries import counted
from gladhand.core.crypto import Keyring
from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, Keyset
from gladhand.core.problems import NotFound
from gladhand.notifications.sealed_links import PLACEHOLDER, with_link

# The order in which fleets came to the partner: that of their agreements.
ORDER = Keyset.by_creation("a")

# `i` is the invitation of the agreement through which the caller sees the fleet.
_FIELDS: LiteralString = f"""
  f.name, f.description, f.display_name, f.legal_name, f.dba_name, f.websites,
  case when i.sealed_link is not null then '"{PLACEHOLDER}"'::json end as invitation_id,
  coalesce(a.fleet_ref, '') as fleet_ref, f.regulatory_id, f.regulatory_id_type, f.regulatory_id_date,
  f.regulatory_id_status, f.registered_email, f.registered_phone, f.registered_fax, f.address, f.city, f.province,
  f.postal_code, f.country_code, f.id, wire_time(f.created_at) as created_at, wire_time(f.updated_at) as updated_at"""
_RECORD: LiteralString = f"i.sealed_link, row_to_json((select t from (select {_FIELDS}) t))::text as record"
_SHARED: LiteralString = """
  live_agreement a join fleet f on f.id = a.fleet_id
  left join invitation i on i.partner_id = a.partner_id and i.id = a.invitation_id"""


@dataclass(frozen=True)
class NewFleet:
    """A fleet that accepts its first invitation."""

    name: str
    slug: str
    website: str
    invited_by: UUID
    regulatory_id: str | None
    regulatory_id_type: str | None
    email: str | None
    phone: str | None
    country_code: str | None


async def insert_fleet(db: Db, fleet: NewFleet) -> UUID:
    cursor = await db.execute(
        """
        insert into fleet (name, slug, websites, invited_by, regulatory_id, regulatory_id_type, registered_email,
                           registered_phone, country_code)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s) returning id
        """,
        (
            fleet.name,
            fleet.slug,
            [fleet.website],
            fleet.invited_by,
            fleet.regulatory_id,
            fleet.regulatory_id_type,
            fleet.email,
            fleet.phone,
            fleet.country_code,
        ),
    )
    row = await cursor.fetchone()
    assert row is not None
    return UUID(str(row["id"]))


async def get_slug(db: Db, fleet_id: UUID, partner_id: UUID) -> tuple[str, bool]:
    """The fleet's slug, and whether it came in by this partner. Raises `NotFound`."""
    cursor = await db.execute(
        """
        select slug, invited_by is not distinct from %s as came_by_partner from fleet
        where id = %s and deleted_at is null
        """,
        (partner_id, fleet_id),
    )
    row = await cursor.fetchone()
    if row is None:
        raise NotFound.of("fleet")
    return row["slug"], row["came_by_partner"]


async def get_fleet(db: Db, partner_id: UUID, fleet_id: UUID, *, keyring: Keyring | None) -> str:
    """A fleet that shares with the partner now, as JSON. Without a keyring its invitation's id is zeros.

    Raises `NotFound`.
    """
    cursor = await db.execute(
        f"select {_RECORD} from {_SHARED} where a.partner_id = %s and a.fleet_id = %s", (partner_id, fleet_id)
    )
    row = await cursor.fetchone()
    if row is None:
        raise NotFound.of("fleet")
    return with_link(row["record"], row["sealed_link"], keyring, partner_id)


async def get_own_fleet(db: Db, fleet_id: UUID) -> str:
    """A fleet as JSON, for itself. Raises `NotFound`.

    It has no invitation and no reference: each belongs to one partner, and any partner of the fleet may hold a token of
    the fleet.
    """
    cursor = await db.execute(
        f"""
        select {_RECORD} from fleet f left join share_agreement a on false left join invitation i on false
        where f.id = %s and f.deleted_at is null
        """,
        (fleet_id,),
    )
    row = await cursor.fetchone()
    if row is None:
        raise NotFound.of("fleet")
    return str(row["record"])


async def list_fleets(
    db: Db, partner_id: UUID, *, fleet_refs: Sequence[str] | None, cursor: Cursor, size: int, keyring: Keyring | None
) -> list[tuple[Key, str]]:
    """List fleets in the order in which they came to the partner, in the cursor's direction, one more than `size`.

    The order is the agreements': a fleet that links itself to one more partner comes last in that partner's list, where
    a client that is paging through it still meets it. Without a keyring the ids of invitations are zeros.
    """
    found = await db.execute(
        sql.SQL(
            """
            select a.created_at, a.id, {record} from {shared}
            where a.partner_id = %(partner_id)s and {in_refs} and {after} order by {order} limit %(limit)s
            """
        ).format(
            record=sql.SQL(_RECORD),
            shared=sql.SQL(_SHARED),
            in_refs=sql.SQL("true" if fleet_refs is None else "a.fleet_ref = any(%(fleet_refs)s)"),
            after=ORDER.after(cursor),
            order=ORDER.order(cursor),
        ),
        {**_parameters(partner_id, fleet_refs), **ORDER.parameters(cursor, size)},
    )
    return [
        ((row["created_at"], row["id"]), with_link(row["record"], row["sealed_link"], keyring, partner_id))
        for row in await found.fetchall()
    ]


async def count_fleets(db: Db, partner_id: UUID, fleet_refs: Sequence[str] | None) -> int:
    """The number of fleets that share with the partner now. Without references it is the counter of active agreements,
    minus those that have not begun or have ended; both are short index ranges. A suspended partner has none. With
    references the fleets are counted one by one.
    """
    if fleet_refs is None:
        statement: LiteralString = f"""
            select case when (select is_suspended from published_partner where id = %(partner_id)s) then 0 else
              {counted("%(partner_id)s", "'share_agreement.active'")}
              - (select count(*) from share_agreement
                 where partner_id = %(partner_id)s and status = 'active' and effective_date > now())
              - (select count(*) from share_agreement
                 where partner_id = %(partner_id)s and status = 'active' and expiration_date <= now()
                   and effective_date <= now()) end as total
        """
    else:
        statement = """
            select count(*) as total from live_agreement
            where partner_id = %(partner_id)s and fleet_ref = any(%(fleet_refs)s)
        """
    found = await db.execute(statement, _parameters(partner_id, fleet_refs))
    row = await found.fetchone()
    assert row is not None
    return int(row["total"])


def _parameters(partner_id: UUID, fleet_refs: Sequence[str] | None) -> dict[str, Any]:
    return {"partner_id": partner_id, "fleet_refs": None if fleet_refs is None else list(fleet_refs)}
