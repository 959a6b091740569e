"""The SQL that changes share agreements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql
from psycopg.types.json import Jsonb

from gladhand.auth.audit.actors import Actor
from gladhand.auth.audit.queries import NOTING, entry_parameters
from gladhand.core.counter_queries import counting
from gladhand.core.db import Db, quoted
from gladhand.core.problems import NotFound
from gladhand.core.tracing import trace_parent
from gladhand.notifications.publish import callback_id
from gladhand.notifications.publish_queries import PUBLISHING, WAKING
from gladhand.orgs.agreements.queries import RECORD, STATUS


@dataclass(frozen=True, slots=True)
class LockedAgreement:
    """An agreement that is locked until the transaction ends. Its `status` is `expired` as soon as its time is over."""

    partner_id: UUID
    id: UUID
    fleet_id: UUID
    fleet_ref: str | None
    status: str
    stored_status: str
    paused_by: str | None
    is_held_by_fleet: bool
    """Whether the fleet itself has paused or ended it, unless it is active."""
    has_held_dates: bool
    """Whether the fleet itself has set the dates."""
    effective_date: datetime
    expiration_date: datetime | None
    movement_privacy: Mapping[str, str] | None
    callback_url: str | None
    """Of the invitation that it came by."""
    now: datetime
    """The database's clock."""
    record: str
    """The agreement as JSON."""


_FACTS: LiteralString = f"""
  a.partner_id, a.id, a.fleet_id, a.fleet_ref, ({STATUS})::text as status, a.status::text as stored_status, a.paused_by,
  a.is_held_by_fleet, a.has_held_dates, a.effective_date, a.expiration_date, a.movement_privacy, i.callback_url,
  now() as now, {RECORD}"""
_AROUND: LiteralString = "left join invitation i on i.partner_id = a.partner_id and i.id = a.invitation_id"


async def lock_agreement(
    db: Db, agreement_id: UUID, *, partner_id: UUID | None = None, fleet_id: UUID | None = None
) -> LockedAgreement:
    """Lock an agreement of this partner, of this fleet, or for the operator, of anybody. Raises `NotFound`."""
    cursor = await db.execute(
        f"""
        select {_FACTS} from share_agreement a {_AROUND}
        where a.id = %(id)s and (%(partner_id)s::uuid is null or a.partner_id = %(partner_id)s)
          and (%(fleet_id)s::uuid is null or a.fleet_id = %(fleet_id)s)
        for update of a
        """,
        {"id": agreement_id, "partner_id": partner_id, "fleet_id": fleet_id},
    )
    row = await cursor.fetchone()
    if row is None:
        raise NotFound.of("share agreement")
    return LockedAgreement(**row)


async def lock_due_agreements(db: Db, limit: int) -> list[LockedAgreement]:
    """Lock agreements of all partners whose time is over and whose rows do not say so yet; those over longest first."""
    cursor = await db.execute(
        f"""
        select {_FACTS} from share_agreement a {_AROUND}
        where a.status in ('active', 'paused') and a.expiration_date <= now()
        order by a.expiration_date limit %s for update of a skip locked
        """,
        (limit,),
    )
    return [LockedAgreement(**row) for row in await cursor.fetchall()]


async def lock_living_agreements(db: Db, fleet_id: UUID) -> list[LockedAgreement]:
    """Lock the agreements of a fleet that have not ended, in one order everywhere. Crosses partners; the fleet is the
    owner.
    """
    cursor = await db.execute(
        f"""
        select {_FACTS} from share_agreement a {_AROUND}
        where a.fleet_id = %s and a.status in ('active', 'paused') order by a.partner_id, a.id for update of a
        """,
        (fleet_id,),
    )
    return [LockedAgreement(**row) for row in await cursor.fetchall()]


_MOVED: LiteralString = """
  select partner_id, 'share_agreement.' || %(before)s as name, -1 as delta from a where status::text <> %(before)s
  union all select partner_id, 'share_agreement.' || status, 1 from a where status::text <> %(before)s"""


@cache
def _update(columns: tuple[LiteralString, ...]) -> sql.SQL:
    """The statement that sets these columns. There are few of them, and composing one takes longer than the rest.

    One round trip for all that a change leaves behind.
    """
    setting = [sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(f"new_{name}")) for name in columns]
    statement = sql.SQL(
        """
        with a as (
          update share_agreement set updated_at = clock_timestamp(),
            {columns}
          where partner_id = %(partner_id)s and id = %(id)s returning *
        ), counts as ({counting}
        ), rendered as (
          select a.partner_id, a.fleet_id, a.fleet_ref, {record} from a
        ), draft as (
          select partner_id, %(event)s::text as name, fleet_id, fleet_ref, record::json as data,
            %(callback_id)s::uuid as callback_id, %(callback_url)s::text as callback_url,
            null::timestamptz as occurred_at, null::bytea as sealed_link, %(trace_parent)s::text as trace_parent
          from rendered where %(event)s::text is not null
        ), {publishing}, changed as (
          select partner_id, fleet_id, id as subject_id from a
        ), {noting}
        select record, {waking} from rendered
        """
    )
    return quoted(
        statement.format(
            columns=sql.SQL(", ").join(setting),
            counting=sql.SQL(counting(_MOVED)),
            record=sql.SQL(RECORD),
            publishing=sql.SQL(PUBLISHING),
            noting=sql.SQL(NOTING),
            waking=sql.SQL(WAKING),
        )
    )


async def update_agreement(
    db: Db,
    agreement: LockedAgreement,
    values: Mapping[LiteralString, Any],
    *,
    actor: Actor,
    action: str,
    event: str | None,
) -> str:
    """Set these columns of a locked agreement, with the counters of its partner, note it in the audit trail and publish
    the event, also to the callback URL of the agreement's invitation. Returns the agreement as JSON.
    """
    url = agreement.callback_url
    cursor = await db.execute(
        _update(tuple(values)),
        {
            "partner_id": agreement.partner_id,
            "id": agreement.id,
            "before": agreement.stored_status,
            "event": event,
            "callback_url": url,
            "callback_id": None if url is None else callback_id(url),
            "trace_parent": trace_parent(),
            **entry_parameters(actor, action, values),
            **{f"new_{name}": Jsonb(value) if isinstance(value, dict) else value for name, value in values.items()},
        },
    )
    row = await cursor.fetchone()
    assert row is not None
    return str(row["record"])


async def update_lacking(
    db: Db, resource: str, level: str, *, fleet_ids: Sequence[UUID] | None, event: str
) -> list[UUID]:
    """Add the resource to all living agreements that lack it, or to those of these fleets, and publish each, also to
    the callback URL of its invitation. Lists their ids. Crosses partners.
    """
    cursor = await db.execute(
        f"""
        select a.partner_id, a.id, i.callback_url from share_agreement a {_AROUND}
        where a.status in ('active', 'paused') and (a.expiration_date is null or a.expiration_date > now())
          and shared_level(a.scopes, %(resource)s) is null
          and (%(fleet_ids)s::uuid[] is null or a.fleet_id = any(%(fleet_ids)s))
        order by a.partner_id, a.id for update of a
        """,
        {"resource": resource, "fleet_ids": None if fleet_ids is None else list(fleet_ids)},
    )
    lacking = await cursor.fetchall()
    urls = [each["callback_url"] for each in lacking]
    cursor = await db.execute(
        f"""
        with lacking as materialized (
          select * from unnest(%(partner_ids)s::uuid[], %(ids)s::uuid[], %(callback_ids)s::uuid[],
            %(callback_urls)s::text[]) as l (partner_id, id, callback_id, callback_url)
        ), a as (
          update share_agreement s set scopes = s.scopes || jsonb_build_object(%(resource)s::text, %(level)s::text),
            updated_at = clock_timestamp()
          from lacking l where s.partner_id = l.partner_id and s.id = l.id returning s.*
        ), draft as (
          select a.partner_id, %(event)s::text as name, a.fleet_id, a.fleet_ref, a.record::json as data,
            l.callback_id, l.callback_url, null::timestamptz as occurred_at, null::bytea as sealed_link,
            %(trace_parent)s::text as trace_parent
          from (select a.partner_id, a.id, a.fleet_id, a.fleet_ref, {RECORD} from a) a
          join lacking l using (partner_id, id)
        ), {PUBLISHING}
        select a.id, {WAKING} from a order by a.id
        """,
        {
            "partner_ids": [each["partner_id"] for each in lacking],
            "ids": [each["id"] for each in lacking],
            "callback_ids": [None if url is None else callback_id(url) for url in urls],
            "callback_urls": urls,
            "resource": resource,
            "level": level,
            "event": event,
            "trace_parent": trace_parent(),
        },
    )
    return [row["id"] for row in await cursor.fetchall()]


async def update_suspended(db: Db, partner_id: UUID) -> None:
    """Let what is shared with the partner follow its account."""
    await db.execute(
        """
        update share_agreement a set is_suspended = p.is_suspended, updated_at = clock_timestamp()
        from published_partner p
        where p.id = %s and a.partner_id = p.id and a.status in ('active', 'paused')
          and a.is_suspended <> p.is_suspended
        """,
        (partner_id,),
    )


async def delete_agreements_of_partner(db: Db, partner_id: UUID) -> None:
    """End all that is shared with a partner that is deleted. Nobody reads its counters and events any more."""
    await db.execute(
        """
        update share_agreement set status = 'deleted', updated_at = clock_timestamp()
        where partner_id = %s and status in ('active', 'paused')
        """,
        (partner_id,),
    )
