"""All SQL of invitations. Their JSON is rendered by PostgreSQL, with the two tokens last and still sealed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, LiteralString
from uuid import UUID, uuid4

from gladhand.core.db import Db
from gladhand.core.paging import Cursor
from gladhand.notifications.publish import PUBLISHING, WAKING
from gladhand.orgs.agreements.permissions import READ_EVERYTHING
from gladhand.orgs.invitations.rendering import EVENT_FIELDS, STATUS, WIRE, changing, rendered
from gladhand.orgs.invitations.schemas import FLEET_FIELDS, InvitationCreate

# Each field that a partner may send, with what it is in a new invitation where it was not sent.
_SENT: dict[LiteralString, LiteralString] = {
    **dict.fromkeys(FLEET_FIELDS, "null"),
    "success_redirect_url": "preset.success_redirect_url",
    "failure_redirect_url": "preset.failure_redirect_url",
    "callback_url": "preset.callback_url",
    "limit_tsps": "null",
    "permissions": "%(permissions)s::json",
    "expires_in_hours": "coalesce(preset.expires_in_hours, %(expires_in_hours)s::int)",
}
_TYPES: dict[str, LiteralString] = {"limit_tsps": "::text[]", "permissions": "::json", "expires_in_hours": "::int"}


@lru_cache(maxsize=256)
def _put_statement(sent: frozenset[str]) -> LiteralString:
    """One statement makes or refreshes: simultaneous requests for one fleet_ref meet in its unique index, the first
    inserts and the others update. An active row whose time is over is left alone, and nothing is returned. A new one is
    published by the same statement: this is the busiest write of all.

    A client sends the same fields again and again, so there are few of these. With every field spelled out in each, the
    text would be longer than what psycopg keeps parsed.
    """
    values = {
        name: f"%({name})s{_TYPES.get(name, '::text')}" if name in sent else preset
        for name, preset in _SENT.items()
        if name in sent or preset != "null"
    }
    hours: LiteralString = "excluded.expires_in_hours" if "expires_in_hours" in sent else "i.expires_in_hours"
    return f"""
with preset as (
  select max(value) filter (where key = 'default_success_redirect_url') as success_redirect_url,
    max(value) filter (where key = 'default_failure_redirect_url') as failure_redirect_url,
    max(value) filter (where key = 'default_callback_url') as callback_url,
    max(value) filter (where key = 'default_invitation_expires_in_hours')::int as expires_in_hours
  from partner_property where partner_id = %(partner_id)s
), offered as (
  select {", ".join(f"{value} as {name}" for name, value in values.items())} from preset
), i as (
  insert into invitation as i (partner_id, id, fleet_ref, expires_at, {", ".join(values)})
  select %(partner_id)s, %(id)s, %(fleet_ref)s, now() + make_interval(hours => expires_in_hours), {", ".join(values)}
  from offered
  on conflict (partner_id, fleet_ref) where status in ('active', 'accepted', 'declined') do update set
    {"".join(f"{name} = excluded.{name}, " for name in values if name in sent)}
    expires_at = now() + make_interval(hours => {hours}),
    status = case when i.status = 'declined' then 'active' else i.status end,
    declined_at = null, decline_reason = null, updated_at = clock_timestamp()
  where i.status <> 'active' or i.expires_at > now()
  returning *
), shown as (
  select {WIRE} from i join partner p on p.id = i.partner_id
), news as (
  select partner_id, 'invitation.created' as name, null::uuid as fleet_id, fleet_ref,
    (select to_json(told) from (select {", ".join(EVENT_FIELDS)}) told) as data,
    null::uuid as callback_id, null::text as callback_url, null::timestamptz as occurred_at
  from shown where id = %(id)s
), {PUBLISHING}
select to_json(shown)::text as record, {WAKING} as woken from shown"""


@dataclass(frozen=True)
class Invitation:
    """One invitation for those who work with it; `status` is expired as soon as the time is over."""

    id: UUID
    partner_id: UUID
    partner_name: str
    partner_slug: str
    fleet_ref: str
    fleet_id: UUID | None
    status: str
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    viewed_at: datetime | None
    decline_reason: str | None
    fleet_name: str | None
    fleet_email: str | None
    fleet_regulatory_id: str | None
    fleet_regulatory_id_type: str | None
    fleet_phone: str | None
    fleet_website: str | None
    fleet_country_code: str | None
    success_redirect_url: str | None
    failure_redirect_url: str | None
    callback_url: str | None
    limit_tsps: list[str] | None
    permissions: Mapping[str, str]


_FIND: LiteralString = f"""
select i.id, i.partner_id, p.name as partner_name, p.slug as partner_slug, i.fleet_ref, i.fleet_id,
  ({STATUS})::text as status, i.created_at, i.expires_at, i.accepted_at, i.viewed_at, i.decline_reason, i.fleet_name,
  i.fleet_email, i.fleet_regulatory_id, i.fleet_regulatory_id_type, i.fleet_phone, i.fleet_website,
  i.fleet_country_code, i.success_redirect_url, i.failure_redirect_url, i.callback_url, i.limit_tsps, i.permissions
from invitation i join partner p on p.id = i.partner_id where i.id = %s"""


async def find(db: Db, invitation_id: UUID) -> Invitation | None:
    """By the secret of its link alone: crosses owners."""
    return await _typed(db, _FIND, invitation_id)


async def reopen(db: Db, fleet_id: UUID) -> Mapping[UUID, UUID]:
    """Let the links of the fleet's accepted invitations work for their time once more, as sending them anew would: the
    invitation of each partner that the fleet shares with now. Crosses partners; the fleet is the owner."""
    cursor = await db.execute(
        """
        update invitation i set updated_at = clock_timestamp(),
          expires_at = greatest(i.expires_at, now() + make_interval(hours => i.expires_in_hours))
        from live_agreement a
        where a.fleet_id = %s and i.partner_id = a.partner_id and i.id = a.invitation_id and i.status = 'accepted'
        returning i.partner_id, i.id
        """,
        (fleet_id,),
    )
    return {row["partner_id"]: row["id"] for row in await cursor.fetchall()}


async def find_and_lock(db: Db, invitation_id: UUID) -> Invitation | None:
    """Like `find`; whoever else wants to answer the invitation waits for this transaction. Crosses owners."""
    return await _typed(db, _FIND + " for update of i", invitation_id)


async def _typed(db: Db, statement: LiteralString, invitation_id: UUID) -> Invitation | None:
    cursor = await db.execute(statement, (invitation_id,))
    row = await cursor.fetchone()
    return None if row is None else Invitation(**row)


async def read(db: Db, invitation_id: UUID, connect_url: str) -> str | None:
    """As JSON, by the secret of its link alone: crosses owners."""
    return await _one(db, _READ, {"id": invitation_id, "connect_url": connect_url})


_READ: LiteralString = rendered("(select * from invitation where id = %(id)s) i")


async def put(db: Db, partner_id: UUID, wanted: InvitationCreate, connect_url: str) -> tuple[str, bool] | None:
    """Make the invitation, or refresh the one of this `fleet_ref` with the fields that were sent: its JSON, and whether
    it is new. None where the one of this `fleet_ref` is over and waits to be settled."""
    invitation_id = uuid4()
    sent = frozenset(wanted.model_fields_set & _SENT.keys())
    permissions = READ_EVERYTHING if wanted.permissions is None else wanted.permissions
    parameters = {
        **{name: getattr(wanted, name) for name in sent},
        "expires_in_hours": wanted.expires_in_hours,
        "permissions": json.dumps(permissions),
        "partner_id": partner_id,
        "id": invitation_id,
        "fleet_ref": wanted.fleet_ref,
        "connect_url": connect_url,
    }
    record = await _one(db, _put_statement(sent), parameters)
    return None if record is None else (record, record.startswith(f'{{"id":"{invitation_id}"'))


async def keep_tokens(
    db: Db, partner_id: UUID, invitation_id: UUID, sealed: Mapping[str, bytes], connect_url: str
) -> str:
    record = await _one(
        db, _KEEP_TOKENS, {"partner_id": partner_id, "id": invitation_id, "connect_url": connect_url, **sealed}
    )
    assert record is not None
    return record


_KEEP_TOKENS: LiteralString = changing("""
  set access_token = %(access)s, refresh_token = %(refresh)s
  where partner_id = %(partner_id)s and id = %(id)s""")


async def accept(
    db: Db,
    partner_id: UUID,
    invitation_id: UUID,
    *,
    fleet_id: UUID,
    described: Mapping[str, str | None],
    sealed: Mapping[str, bytes],
    connect_url: str,
) -> str:
    record = await _one(
        db,
        _ACCEPT,
        {
            "partner_id": partner_id,
            "id": invitation_id,
            "fleet_id": fleet_id,
            "connect_url": connect_url,
            **described,
            **sealed,
        },
    )
    assert record is not None
    return record


_ACCEPT: LiteralString = changing(f"""
  set status = 'accepted', accepted_at = clock_timestamp(), fleet_id = %(fleet_id)s,
  {", ".join(f"{name} = %({name})s" for name in FLEET_FIELDS)},
  access_token = %(access)s, refresh_token = %(refresh)s, updated_at = clock_timestamp()
  where partner_id = %(partner_id)s and id = %(id)s""")


async def decline(db: Db, partner_id: UUID, invitation_id: UUID, reason: str | None, connect_url: str) -> str:
    record = await _one(
        db,
        _DECLINE,
        {"partner_id": partner_id, "id": invitation_id, "reason": reason, "connect_url": connect_url},
    )
    assert record is not None
    return record


_DECLINE: LiteralString = changing("""
  set status = 'declined', declined_at = clock_timestamp(), decline_reason = %(reason)s,
  updated_at = clock_timestamp()
  where partner_id = %(partner_id)s and id = %(id)s""")


async def lock_status(db: Db, partner_id: UUID, invitation_id: UUID) -> str | None:
    """The state of the partner's invitation, which stays so until this transaction ends."""
    cursor = await db.execute(
        "select status::text as status from invitation where partner_id = %s and id = %s for update",
        (partner_id, invitation_id),
    )
    row = await cursor.fetchone()
    return None if row is None else str(row["status"])


async def delete(db: Db, partner_id: UUID, invitation_id: UUID, connect_url: str) -> str:
    record = await _one(db, _DELETE, {"partner_id": partner_id, "id": invitation_id, "connect_url": connect_url})
    assert record is not None
    return record


_DELETE: LiteralString = changing("""
  set status = 'deleted', updated_at = clock_timestamp()
  where partner_id = %(partner_id)s and id = %(id)s""")


async def view(db: Db, invitation_id: UUID, connect_url: str) -> str | None:
    """Note that the fleet has seen it; its JSON the first time, else None. Crosses owners."""
    return await _one(db, _VIEW, {"id": invitation_id, "connect_url": connect_url})


_VIEW: LiteralString = changing("""
  set viewed_at = clock_timestamp()
  where id = %(id)s and viewed_at is null and status = 'active' and expires_at > now()""")


async def ask_again(db: Db, invitation_id: UUID, connect_url: str) -> str | None:
    """Note that the fleet of an expired invitation wants a new one; its JSON, at most once a day. Crosses owners."""
    return await _one(db, _ASK_AGAIN, {"id": invitation_id, "connect_url": connect_url})


_ASK_AGAIN: LiteralString = changing("""
  set renewal_requested_at = clock_timestamp()
  where id = %(id)s and expires_at <= now() and status in ('active', 'expired', 'accepted')
    and coalesce(renewal_requested_at < now() - interval '1 day', true)""")


async def settle_expired(db: Db, partner_id: UUID, fleet_ref: str, connect_url: str) -> str | None:
    """Settle the invitation of this `fleet_ref` if its time is over; its JSON if it was this call that did."""
    return await _one(db, _SETTLE, {"partner_id": partner_id, "fleet_ref": fleet_ref, "connect_url": connect_url})


_SETTLE: LiteralString = changing("""
  set status = 'expired', updated_at = clock_timestamp()
  where partner_id = %(partner_id)s and fleet_ref = %(fleet_ref)s and status = 'active' and expires_at <= now()""")


async def settle_expired_of_all(db: Db, connect_url: str, limit: int) -> list[str]:
    """Settle some invitations of any partner whose time is over, but for those that somebody is just working on."""
    cursor = await db.execute(_SETTLE_ALL, {"connect_url": connect_url, "limit": limit})
    return [row["record"] for row in await cursor.fetchall()]


_SETTLE_ALL: LiteralString = f"""
with due as (
  select partner_id, id from invitation where status = 'active' and expires_at <= now()
  order by expires_at limit %(limit)s for update skip locked
), i as (
  update invitation set status = 'expired', updated_at = clock_timestamp() from due
  where invitation.partner_id = due.partner_id and invitation.id = due.id returning invitation.*
) {rendered("i")}"""


@dataclass(frozen=True)
class Listed:
    """A page of invitations: their JSON in list order with commas between, that of the one beyond, and the total."""

    records: bytes | None
    any_accepted: bool | None
    beyond: str | None
    total: int


async def page(db: Db, partner_id: UUID, fleet_ref: str | None, cursor: Cursor, size: int, connect_url: str) -> Listed:
    """Up to `size` invitations in the cursor's direction.

    The total of all is a counter, that of one `fleet_ref` the length of its short index range.
    """
    created_at, invitation_id = cursor.after or (None, None)
    found = await db.execute(
        _page_statement(cursor.backwards, cursor.after is not None, fleet_ref is not None),
        {
            "partner_id": partner_id,
            "fleet_ref": fleet_ref,
            "after_created_at": created_at,
            "after_id": invitation_id,
            "size": size,
            "connect_url": connect_url,
        },
        binary=True,
    )
    row = await found.fetchone()
    assert row is not None
    return Listed(**row)


@lru_cache
def _page_statement(backwards: bool, has_place: bool, has_ref: bool) -> LiteralString:
    """The whole page comes as one text, and as bytes (hence binary): in rows it would take its time in many small
    pieces, and as characters it would be decoded and encoded for nothing."""
    where: LiteralString = "i.partner_id = %(partner_id)s and i.status <> 'deleted'"
    total: LiteralString = "count_of(%(partner_id)s, 'invitation')"
    if has_ref:
        where += " and i.fleet_ref = %(fleet_ref)s"
        total = f"(select count(*) from invitation i where {where})"
    comparison: LiteralString = "<" if backwards else ">"
    order: LiteralString = "desc" if backwards else "asc"
    if has_place:
        where += f" and (i.created_at, i.id) {comparison} (%(after_created_at)s, %(after_id)s)"
    return f"""
        select convert_to(string_agg(record, ',' order by n {order}) filter (where n <= %(size)s), 'UTF8') as records,
          bool_or(is_accepted) as any_accepted, min(record) filter (where n > %(size)s) as beyond, {total} as total
        from (
          select to_json(t)::text as record, t.status = 'accepted' as is_accepted, row_number() over () as n from (
            select {WIRE} from invitation i join partner p on p.id = i.partner_id
            where {where} order by i.created_at {order}, i.id {order} limit %(size)s + 1
          ) t
        ) numbered
    """


async def _one(db: Db, statement: LiteralString, parameters: Mapping[str, Any]) -> str | None:
    cursor = await db.execute(statement, parameters)
    row = await cursor.fetchone()
    return None if row is None else str(row["record"])
