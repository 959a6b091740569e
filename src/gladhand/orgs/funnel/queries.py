"""All SQL of the funnel."""

from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.problems import NotFound
from gladhand.core.time_window import TimeWindow
from gladhand.notifications.sealed_links import hash_link
from gladhand.orgs.funnel.schemas import FunnelStepEnum

_MOST_REASONS = 20
_LONGEST_DETAIL = 200


async def insert_step(
    db: Db, partner_id: UUID, invitation_id: UUID, step: FunnelStepEnum, detail: str | None = None
) -> None:
    """Store that the fleet of the invitation has taken a step; a repeated one is counted."""
    await db.execute(
        """
        insert into funnel_step_taken as t (partner_id, invitation_id, step, detail) values (%s, %s, %s, %s)
        on conflict (partner_id, invitation_id, step) do update
          set times = t.times + 1, detail = coalesce(excluded.detail, t.detail), last_at = clock_timestamp()
        """,
        (partner_id, invitation_id, step, detail and detail[:_LONGEST_DETAIL]),
    )


async def insert_connected(db: Db, fleet_id: UUID, provider: str) -> None:
    """Store that the fleet has chosen and connected a provider, for the invitations of its agreements.

    Crosses partners; the fleet is the owner.
    """
    await db.execute(
        """
        insert into funnel_step_taken as t (partner_id, invitation_id, step, detail)
        select a.partner_id, a.invitation_id, step, %(provider)s
        from live_agreement a cross join unnest(array['provider_chosen', 'connected']::funnel_step[]) step
        where a.fleet_id = %(fleet_id)s and a.invitation_id is not null
        order by a.partner_id, a.invitation_id, step
        on conflict (partner_id, invitation_id, step) do update
          set times = t.times + 1, detail = excluded.detail, last_at = clock_timestamp()
        """,
        {"fleet_id": fleet_id, "provider": provider[:_LONGEST_DETAIL]},
    )


_STEPS: LiteralString = """
  coalesce(json_agg(json_build_object(
    'step', t.step, 'times', t.times, 'detail', t.detail,
    'first_at', wire_time(t.first_at), 'last_at', wire_time(t.last_at)
  ) order by t.first_at, t.step) filter (where t.step is not null), '[]')"""
_OF_INVITATIONS: LiteralString = """
  invitation i left join funnel_step_taken t on t.partner_id = i.partner_id and t.invitation_id = i.id"""


async def list_steps(db: Db, partner_id: UUID, fleet_ref: str) -> dict[str, Any]:
    """The steps of each invitation of a fleet, by when the invitation was made."""
    cursor = await db.execute(
        f"""
        select wire_time(i.created_at) as created_at, {_STEPS} as steps from {_OF_INVITATIONS}
        where i.partner_id = %s and i.fleet_ref = %s and i.status <> 'deleted' group by i.partner_id, i.id
        """,
        (partner_id, fleet_ref),
    )
    return {row["created_at"]: row["steps"] for row in await cursor.fetchall()}


async def get_invitation_funnel(db: Db, partner_id: UUID, link_id: UUID) -> str:
    """The steps of one invitation as JSON. Raises `NotFound`."""
    cursor = await db.execute(
        f"""
        select json_build_object('invitation_id', %s::uuid, 'steps', {_STEPS})::text as record from {_OF_INVITATIONS}
        where i.partner_id = %s and i.link_hash = %s and i.status <> 'deleted' group by i.partner_id, i.id
        """,
        (link_id, partner_id, hash_link(link_id)),
    )
    row = await cursor.fetchone()
    if row is None:
        raise NotFound.of("invitation")
    return str(row["record"])


async def get_funnel(db: Db, partner_id: UUID | None, window: TimeWindow) -> str:
    """What became of the invitations created in this time, as JSON. Without a partner: of all of them."""
    statement = sql.SQL(
        """
        with created as materialized (
          select partner_id, id from invitation
          where (%(partner_id)s::uuid is null or partner_id = %(partner_id)s) and status <> 'deleted'
            and {window}
        ), taken as materialized (
          select t.step, t.detail from created c
          join funnel_step_taken t on t.partner_id = c.partner_id and t.invitation_id = c.id
        ), reached as (
          select s.step, count(t.step) as invitations
          from unnest(enum_range(null::funnel_step)) s (step) left join taken t using (step) group by s.step
        ), failures as (
          select detail, count(*) as invitations from taken where step = 'check_failed' and detail is not null
          group by detail order by invitations desc, detail limit %(most)s
        )
        select json_build_object(
          'invitations', (select count(*) from created),
          'reached', (select json_object_agg(step, invitations order by step) from reached),
          'failures', (select coalesce(json_agg(f order by f.invitations desc, f.detail), '[]') from failures f)
        )::text as record
        """
    ).format(window=window.contains(sql.Identifier("created_at")))
    parameters = {"partner_id": partner_id, "most": _MOST_REASONS, **window.parameters()}
    cursor = await db.execute(statement, parameters)
    row = await cursor.fetchone()
    assert row is not None
    return str(row["record"])
