"""The SQL by which an accepted invitation makes, or renews, an agreement."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID

from gladhand.core.counter_queries import counting
from gladhand.core.db import Db
from gladhand.orgs.agreements.privacy import MovementPrivacy
from gladhand.orgs.agreements.queries import RECORD, STATUS


@dataclass(frozen=True, slots=True)
class RenderedAgreement:
    """One agreement as JSON, with the values that its events need."""

    partner_id: UUID
    id: UUID
    fleet_id: UUID
    fleet_ref: str | None
    json: str


_COUNTS: LiteralString = """
    select a.partner_id, 'share_agreement.active' as name,
      case when a.id = offered.id or old.is_resumed then 1 else 0 end as delta
    from a cross join offered left join old on true
    union all select partner_id, 'share_agreement.paused', -1 from old where old.is_resumed"""


async def upsert_agreement(
    db: Db,
    partner_id: UUID,
    *,
    fleet_id: UUID,
    fleet_ref: str,
    invitation_id: UUID,
    scopes: Mapping[str, str],
    days: int | None = None,
    privacy: MovementPrivacy | None = None,
) -> tuple[RenderedAgreement, bool]:
    """Create the agreement of partner and fleet, or give the living one these terms. Returns whether it is new.

    It ends by itself after `days`, if there are any. Without `privacy`, a living one keeps its own.
    Only the operator's pause outlasts a new acceptance. Ask `is_held` first.
    """
    cursor = await db.execute(
        f"""
        with offered as materialized (select uuidv7() as id), old as materialized (
          select partner_id, status = 'paused' and paused_by is distinct from 'admin' as is_resumed
          from share_agreement
          where partner_id = %(partner_id)s and fleet_id = %(fleet_id)s and status in ('active', 'paused') for update
        ), a as (
          insert into share_agreement (partner_id, id, fleet_id, fleet_ref, invitation_id, scopes, effective_date,
            expiration_date, is_suspended, movement_privacy)
          select p.id, offered.id, %(fleet_id)s, %(fleet_ref)s, %(invitation_id)s, %(scopes)s::jsonb, now(),
            now() + make_interval(days => %(days)s::int), p.is_suspended,
            %(privacy)s::jsonb
          from offered join published_partner p on p.id = %(partner_id)s
          on conflict (partner_id, fleet_id) where status in ('active', 'paused') do update
          set fleet_ref = excluded.fleet_ref, invitation_id = excluded.invitation_id, scopes = excluded.scopes,
              status = case when share_agreement.paused_by = 'admin' then share_agreement.status else 'active' end,
              paused_by = case when share_agreement.paused_by = 'admin' then 'admin' end, is_held_by_fleet = false,
              has_held_dates = false,
              movement_privacy = case when %(has_privacy)s then excluded.movement_privacy
                else share_agreement.movement_privacy end,
              expiration_date = excluded.expiration_date, updated_at = clock_timestamp()
          returning *
        ), counts as ({counting(_COUNTS)}
        )
        select a.partner_id, a.id, a.fleet_id, a.fleet_ref, {RECORD}, a.id = offered.id as is_new from a, offered
        """,
        {
            "partner_id": partner_id,
            "fleet_id": fleet_id,
            "fleet_ref": fleet_ref,
            "invitation_id": invitation_id,
            "scopes": json.dumps(scopes),
            "days": days,
            "has_privacy": privacy is not None,
            "privacy": None if privacy is None else _as_json(privacy.stored()),
        },
    )
    row = await cursor.fetchone()
    assert row is not None
    is_new = row.pop("is_new")
    return RenderedAgreement(json=row.pop("record"), **row), is_new


async def is_held(db: Db, partner_id: UUID, fleet_id: UUID) -> bool:
    """Whether the fleet itself has paused or ended what it shares with the partner, or set its dates.

    Locks their newest agreement until the transaction ends, so that an acceptance and a pause come one after the other.

    The former release activates an agreement without taking the mark away.
    """
    cursor = await db.execute(
        """
        select is_held_by_fleet and status <> 'active'
            or has_held_dates and (expiration_date is not null or effective_date > now()) as is_held
        from share_agreement where partner_id = %s and fleet_id = %s
        order by created_at desc, id desc limit 1 for update
        """,
        (partner_id, fleet_id),
    )
    row = await cursor.fetchone()
    return row is not None and bool(row["is_held"])


def _as_json(value: Mapping[str, str] | None) -> str | None:
    return None if value is None else json.dumps(value)


async def has_living_agreement(db: Db, partner_id: UUID, invitation_id: UUID) -> bool:
    """Whether what came of this invitation has not ended."""
    cursor = await db.execute(
        f"select from share_agreement a where a.partner_id = %s and a.invitation_id = %s"
        f" and {STATUS} in ('active', 'paused')",
        (partner_id, invitation_id),
    )
    return await cursor.fetchone() is not None
