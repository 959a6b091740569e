"""Statements that find what a fleet is notified of, and its address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class FleetContact:
    """The address of a fleet, for messages on behalf of one partner."""

    partner_id: UUID
    fleet_id: UUID
    email: str
    language: str | None
    country_code: str | None


@dataclass(frozen=True, slots=True)
class EndedAgreement(FleetContact):
    """An agreement of whose end the fleet has not been notified."""

    id: UUID
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class AnsweredRequest(FleetContact):
    """A request for a provider that can be connected now."""

    id: UUID
    provider: str


# `f` is the fleet, and `i` the invitation by which it came to the partner.
_CONTACT: LiteralString = """
  coalesce(f.registered_email, i.fleet_email) as email, i.language,
  coalesce(i.fleet_country_code, f.country_code) as country_code"""


async def find_contact(db: Db, fleet_id: UUID) -> FleetContact | None:
    """The contact of a fleet on behalf of the partner that it shares with since last. None if no address is known."""
    cursor = await db.execute(
        f"""
        select a.partner_id, a.fleet_id, {_CONTACT}
        from live_agreement a join fleet f on f.id = a.fleet_id
        left join invitation i on i.partner_id = a.partner_id and i.id = a.invitation_id
        where a.fleet_id = %s and coalesce(f.registered_email, i.fleet_email) is not null
        order by a.created_at desc, a.id limit 1
        """,
        (fleet_id,),
    )
    row = await cursor.fetchone()
    return None if row is None else FleetContact(**row)


async def claim_ended_of_all_partners(db: Db, limit: int) -> tuple[int, Sequence[EndedAgreement]]:
    """Note that the fleets of some agreements are notified of their end. Returns how many, and those with an address.

    Nobody is notified of an end that is older than a day.
    """
    cursor = await db.execute(
        f"""
        with due as (
          select partner_id, id from share_agreement
          where status in ('cancelled', 'expired', 'deleted') and end_notified_at is null
          order by updated_at limit %s for update skip locked
        ), notified as (
          update share_agreement a set end_notified_at = clock_timestamp() from due
          where a.partner_id = due.partner_id and a.id = due.id
          returning a.partner_id, a.id, a.fleet_id, a.invitation_id, a.updated_at
        )
        select a.partner_id, a.fleet_id, a.id, a.updated_at as ended_at, {_CONTACT},
          f.deleted_at is null and a.updated_at > now() - interval '1 day' as is_recent
        from notified a join fleet f on f.id = a.fleet_id
        left join invitation i on i.partner_id = a.partner_id and i.id = a.invitation_id
        """,
        (limit,),
    )
    rows = await cursor.fetchall()
    recent = [row for row in rows if row.pop("is_recent") and row["email"]]
    return len(rows), [EndedAgreement(**row) for row in recent]


async def claim_answered_requests(db: Db, tsp_slug: str) -> Sequence[AnsweredRequest]:
    """Note that those who asked for the provider of this brand are notified, for all partners. Returns them."""
    cursor = await db.execute(
        f"""
        with notified as (
          update integration_request r set available_notified_at = clock_timestamp()
          from tsp where tsp.slug = %s and r.ext_tsp_id = tsp.ext_tsp_id and r.available_notified_at is null
            and r.fleet_contact_email is not null
          returning r.partner_id, r.id, r.fleet_id, r.invitation_id, r.fleet_contact_email, tsp.name
        )
        select r.partner_id, r.fleet_id, r.id, r.name as provider, {_CONTACT}, r.fleet_contact_email
        from notified r join fleet f on f.id = r.fleet_id
        join invitation i on i.partner_id = r.partner_id and i.id = r.invitation_id
        """,
        (tsp_slug,),
    )
    rows = await cursor.fetchall()
    # The person who asked is notified, whatever address the fleet has.
    return [AnsweredRequest(**row | {"email": row.pop("fleet_contact_email")}) for row in rows]
