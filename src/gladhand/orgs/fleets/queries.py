"""All SQL of fleets. A partner sees a fleet through their live agreement and no other way."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, LiteralString
from uuid import UUID

from gladhand.core.db import Db
from gladhand.core.paging import Cursor, Key

_WIRE: LiteralString = """
  f.name, f.description, f.display_name, f.legal_name, f.dba_name, f.websites, f.invitation_id,
  coalesce(a.fleet_ref, '') as fleet_ref, f.regulatory_id, f.regulatory_id_type, f.regulatory_id_date,
  f.regulatory_id_status, f.registered_email, f.registered_phone, f.registered_fax, f.address, f.city, f.province,
  f.postal_code, f.country_code, f.id, wire_time(f.created_at) as created_at, wire_time(f.updated_at) as updated_at"""
_RECORD: LiteralString = f"row_to_json((select t from (select {_WIRE}) t))::text as record"


@dataclass(frozen=True)
class NewFleet:
    """What is known of a fleet when it accepts its first invitation."""

    name: str
    slug: str
    website: str
    invitation_id: UUID
    regulatory_id: str | None
    regulatory_id_type: str | None
    email: str | None
    phone: str | None
    country_code: str | None


async def add(db: Db, fleet: NewFleet) -> UUID:
    cursor = await db.execute(
        """
        insert into fleet (name, slug, websites, invitation_id, regulatory_id, regulatory_id_type, registered_email,
                           registered_phone, country_code)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s) returning id
        """,
        (
            fleet.name,
            fleet.slug,
            [fleet.website],
            fleet.invitation_id,
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


async def slug(db: Db, fleet_id: UUID) -> str | None:
    cursor = await db.execute("select slug from fleet where id = %s and deleted_at is null", (fleet_id,))
    row = await cursor.fetchone()
    return None if row is None else str(row["slug"])


async def read(db: Db, partner_id: UUID, fleet_id: UUID) -> str | None:
    """One fleet as JSON, if it shares with the partner now."""
    cursor = await db.execute(
        f"""
        select {_RECORD} from live_agreement a join fleet f on f.id = a.fleet_id
        where a.partner_id = %s and a.fleet_id = %s
        """,
        (partner_id, fleet_id),
    )
    row = await cursor.fetchone()
    return None if row is None else str(row["record"])


async def read_itself(db: Db, fleet_id: UUID) -> str | None:
    """A fleet as JSON, for itself; under the reference of the partner that it came in by."""
    cursor = await db.execute(
        f"""
        select {_RECORD} from fleet f left join lateral (
          select fleet_ref from share_agreement
          where fleet_id = f.id order by (invitation_id = f.invitation_id) desc, created_at limit 1
        ) a on true
        where f.id = %s
        """,
        (fleet_id,),
    )
    row = await cursor.fetchone()
    return None if row is None else str(row["record"])


async def page(
    db: Db, partner_id: UUID, fleet_refs: Sequence[str] | None, cursor: Cursor, size: int
) -> list[tuple[Key, str]]:
    """Fleets in the order in which they came to the partner, in the cursor's direction, one more than `size`.

    The order is the agreements': a fleet that was here before and now links itself to one more partner comes last in
    that partner's list, where somebody who is paging through it still meets it.
    """
    created_at, agreement_id = cursor.after or (None, None)
    found = await db.execute(
        _page_statement(cursor.backwards, cursor.after is not None, fleet_refs is not None),
        {
            "partner_id": partner_id,
            "fleet_refs": _listed(fleet_refs),
            "after_created_at": created_at,
            "after_id": agreement_id,
            "limit": size + 1,
        },
    )
    return [((row["created_at"], row["id"]), row["record"]) for row in await found.fetchall()]


async def total(db: Db, partner_id: UUID, fleet_refs: Sequence[str] | None) -> int:
    """How many fleets share with the partner now. All of them: the counter of active agreements, less the few whose
    time has not come yet or is over, both from short index ranges. With references: these are counted one by one."""
    if fleet_refs is None:
        statement: LiteralString = """
            select count_of(%(partner_id)s, 'share_agreement.active')
              - (select count(*) from share_agreement
                 where partner_id = %(partner_id)s and status = 'active' and effective_date > now())
              - (select count(*) from share_agreement
                 where partner_id = %(partner_id)s and status = 'active' and expiration_date <= now()
                   and effective_date <= now()) as total
        """
    else:
        statement = """
            select count(*) as total from live_agreement
            where partner_id = %(partner_id)s and fleet_ref = any(%(fleet_refs)s)
        """
    found = await db.execute(statement, {"partner_id": partner_id, "fleet_refs": _listed(fleet_refs)})
    row = await found.fetchone()
    assert row is not None
    return int(row["total"])


def _listed(fleet_refs: Sequence[str] | None) -> list[Any] | None:
    return None if fleet_refs is None else list(fleet_refs)


@lru_cache
def _page_statement(backwards: bool, has_place: bool, has_refs: bool) -> LiteralString:
    comparison: LiteralString = "<" if backwards else ">"
    order: LiteralString = "desc" if backwards else "asc"
    where: LiteralString = "a.partner_id = %(partner_id)s"
    if has_refs:
        where += " and a.fleet_ref = any(%(fleet_refs)s)"
    if has_place:
        where += f" and (a.created_at, a.id) {comparison} (%(after_created_at)s, %(after_id)s)"
    return f"""
        select a.created_at, a.id, {_RECORD} from live_agreement a join fleet f on f.id = a.fleet_id
        where {where} order by a.created_at {order}, a.id {order} limit %(limit)s
    """
