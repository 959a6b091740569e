"""The SQL that creates or refreshes an invitation, in one statement: the busiest write of this server."""

import json
from functools import lru_cache
from typing import LiteralString
from uuid import UUID, uuid4

from psycopg import sql

from gladhand.core.counter_queries import counting
from gladhand.core.crypto import Keyring
from gladhand.core.db import Db, quoted
from gladhand.core.tracing import trace_parent
from gladhand.notifications.publish_queries import PUBLISHING, WAKING
from gladhand.notifications.sealed_links import hash_link, magic_link_json, seal_link
from gladhand.orgs.agreements.permissions import READ_EVERYTHING
from gladhand.orgs.invitations.events import CREATED
from gladhand.orgs.invitations.queries import RenderedInvitation
from gladhand.orgs.invitations.rendering_queries import rendered_columns
from gladhand.orgs.invitations.schemas import FLEET_FIELDS, InvitationCreate

# Each field that a partner may send, with its value in a new invitation if it was not sent.
_DEFAULTS: dict[LiteralString, LiteralString] = {
    **dict.fromkeys(FLEET_FIELDS, "null"),
    "success_redirect_url": "preset.success_redirect_url",
    "failure_redirect_url": "preset.failure_redirect_url",
    "callback_url": "preset.callback_url",
    "limit_tsps": "null",
    "language": "null",
    "permissions": "%(permissions)s::json",
    "consent": "null",
    "expires_in_hours": "coalesce(preset.expires_in_hours, %(expires_in_hours)s::int)",
}
_TYPES: dict[str, LiteralString] = {
    "limit_tsps": "::text[]",
    "permissions": "::json",
    "consent": "::jsonb",
    "expires_in_hours": "::int",
}


async def upsert_invitation(
    db: Db, partner_id: UUID, body: InvitationCreate, keyring: Keyring, *, connect_url: str
) -> tuple[RenderedInvitation, bool] | None:
    """Create the invitation, or refresh the living one of this `fleet_ref` with the fields that were sent.

    Returns it and whether it is new; None if the one of this `fleet_ref` has expired and is not marked so yet.
    """
    sent = frozenset(body.model_fields_set & _DEFAULTS.keys())
    link_id = uuid4()
    cursor = await db.execute(
        _statement(sent),
        {
            **{name: getattr(body, name) for name in sent},
            "expires_in_hours": body.expires_in_hours,
            "permissions": json.dumps(READ_EVERYTHING if body.permissions is None else body.permissions),
            "consent": body.consent.model_dump_json(exclude_unset=True) if body.consent else None,
            "partner_id": partner_id,
            "link_hash": hash_link(link_id),
            "sealed_link": seal_link(link_id, keyring, partner_id),
            "fleet_ref": body.fleet_ref,
            "magic_link": magic_link_json(connect_url),
            "event": CREATED,
            "trace_parent": trace_parent(),
        },
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    is_new = row.pop("is_new")
    del row["woken"]
    return RenderedInvitation(**row), is_new


_CREATED: LiteralString = (
    "select partner_id, 'invitation' as name, 1 as delta from f where sealed_link = %(sealed_link)s"
)

_STATEMENT = sql.SQL(
    """
with preset as (
  select max(value) filter (where key = 'default_success_redirect_url') as success_redirect_url,
    max(value) filter (where key = 'default_failure_redirect_url') as failure_redirect_url,
    max(value) filter (where key = 'default_callback_url') as callback_url,
    max(value) filter (where key = 'default_invitation_expires_in_hours')::int as expires_in_hours
  from partner_property where partner_id = %(partner_id)s
), offered as (
  select {offered} from preset
), stored as (
  insert into invitation as i (partner_id, link_hash, sealed_link, fleet_ref, expires_at, {names})
  select %(partner_id)s, %(link_hash)s, %(sealed_link)s, %(fleet_ref)s,
    now() + make_interval(hours => expires_in_hours), {names}
  from offered
  on conflict (partner_id, fleet_ref) where status in ('active', 'accepted', 'declined') do update set
    {overwritten}
    expires_at = now() + make_interval(hours => {hours}),
    status = case when i.status = 'declined' then 'active' else i.status end,
    declined_at = null, decline_reason = null, updated_at = clock_timestamp()
  where i.status <> 'active' or i.expires_at > now()
  returning *
), f as ({rendered}
), draft as (
  select partner_id, %(event)s::text as name, null::uuid as fleet_id, fleet_ref, event::json as data,
    null::uuid as callback_id, null::text as callback_url, null::timestamptz as occurred_at, sealed_link,
    %(trace_parent)s::text as trace_parent
  from f where sealed_link = %(sealed_link)s
), counts as ({counting}
), {publishing}
select f.*, sealed_link = %(sealed_link)s as is_new, {waking} as woken from f
    """
)


@lru_cache(maxsize=256)
def _statement(sent: frozenset[str]) -> sql.SQL:
    """The statement for a body with these fields.

    Simultaneous requests for one `fleet_ref` meet in its unique index: the first inserts, the others update. An active
    row whose time is over is left alone, and nothing is returned. A new invitation is counted and published.

    A client sends the same fields again and again, so there are few of these statements. Fields that were not sent are
    left out, because psycopg parses a statement of this length every time.
    """
    names = [name for name, default in _DEFAULTS.items() if name in sent or default != "null"]
    offered = [
        sql.SQL("{} as {}").format(
            _sent_value(name) if name in sent else sql.SQL(_DEFAULTS[name]), sql.Identifier(name)
        )
        for name in names
    ]
    overwritten = [
        sql.SQL("{} = excluded.{}, ").format(sql.Identifier(name), sql.Identifier(name))
        for name in names
        if name in sent
    ]
    return quoted(
        _STATEMENT.format(
            offered=sql.SQL(", ").join(offered),
            names=sql.SQL(", ").join(map(sql.Identifier, names)),
            overwritten=sql.SQL("").join(overwritten),
            hours=sql.Identifier("excluded" if "expires_in_hours" in sent else "i", "expires_in_hours"),
            rendered=sql.SQL(rendered_columns("stored")),
            counting=sql.SQL(counting(_CREATED)),
            publishing=sql.SQL(PUBLISHING),
            waking=sql.SQL(WAKING),
        )
    )


def _sent_value(name: str) -> sql.Composable:
    return sql.SQL("{}{}").format(sql.Placeholder(name), sql.SQL(_TYPES.get(name, "::text")))
