"""SQL of Connect: the fleet's connections as the pages show them, sign-ins at providers' pages, and visits."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gladhand.core.crypto import Keyring
from gladhand.core.db import Db
from gladhand.core.sealed_columns import LINK_PARAMETERS
from gladhand.core.unreadable import find_unsealed
from gladhand.orgs.invitations.queries import Invitation


@dataclass(frozen=True)
class ConnectedProvider:
    """A connection of the fleet, with the name and logos of its provider."""

    id: UUID
    tsp_id: UUID
    slug: str
    name: str
    number: int
    """How many brands came before this one, as in the list of brands."""
    logo_url: str | None
    logo_dark_url: str | None
    account: str | None
    works: bool
    status_since: datetime
    """Of a connection that does not work: when it stopped."""
    masked_credentials: Mapping[str, Any]
    """The credentials with stars for what is secret."""
    may_disconnect: bool
    """Whether this link may end it: the partner brought the fleet in, or the connection was made by this link."""


async def list_connected_providers(db: Db, fleet_id: UUID, *, invitation: Invitation | None) -> list[ConnectedProvider]:
    """The fleet's connections, oldest first. Broken ones are included, so that the fleet can repair them.

    Without an invitation it is the fleet itself that looks, and may disconnect all.
    """
    cursor = await db.execute(
        """
        select c.id, t.id as tsp_id, t.slug, t.name, t.logo_url, t.logo_dark_url, n.number,
          nullif(c.account_name, '') as account, c.status = 'active' as works,
          c.status_since, c.masked_credentials,
          %(partner_id)s::uuid is null or f.invited_by is not distinct from %(partner_id)s or exists (
            select from visit_connection v where v.connection_id = c.id and v.invitation_id = %(invitation_id)s
          ) as may_disconnect
        from published_connection c join published_tsp t on t.id = c.tsp_id
          join published_tsp_number n on n.tsp_id = t.id join published_fleet f on f.id = c.fleet_id
        where c.fleet_id = %(fleet_id)s and c.status in ('active', 'stale', 'failed')
        order by c.created_at, c.id
        """,
        {
            "fleet_id": fleet_id,
            "partner_id": invitation.partner_id if invitation else None,
            "invitation_id": invitation.id if invitation else None,
        },
    )
    return [ConnectedProvider(**row) for row in await cursor.fetchall()]


def count_working_tsps(connections: Sequence[ConnectedProvider]) -> int:
    """The number of providers with a working connection. Each provider counts once."""
    return len({connection.tsp_id for connection in connections if connection.works})


async def has_recent_disconnect(db: Db, fleet_id: UUID) -> bool:
    """Whether the fleet has deleted a connection within the last hour."""
    cursor = await db.execute(
        """
        select exists (
          select from published_connection
          where fleet_id = %s and status = 'deleted' and deleted_at > now() - interval '1 hour'
        ) as is_recent
        """,
        (fleet_id,),
    )
    row = await cursor.fetchone()
    return row is not None and bool(row["is_recent"])


async def insert_visit_connection(db: Db, browser: bytes, invitation_id: UUID, connection_id: UUID) -> None:
    """Store that this visit has made or repaired the connection."""
    await db.execute(
        """
        insert into visit_connection (browser, invitation_id, connection_id) values (%s, %s, %s)
        on conflict (browser, invitation_id, connection_id) do update set created_at = clock_timestamp()
        """,
        (browser, invitation_id, connection_id),
    )


async def list_visit_connections(db: Db, browser: bytes, invitation_id: UUID) -> list[UUID]:
    """The connections that this visit has made or repaired and not deleted, in this order."""
    cursor = await db.execute(
        """
        select v.connection_id from visit_connection v join published_connection c on c.id = v.connection_id
        where v.browser = %s and v.invitation_id = %s and c.status <> 'deleted' order by v.created_at, v.connection_id
        """,
        (browser, invitation_id),
    )
    return [row["connection_id"] for row in await cursor.fetchall()]


async def find_visit_connection(
    db: Db, browser: bytes, invitation_id: UUID, *, slug: str, since: datetime
) -> tuple[UUID, bool] | None:
    """The newest connection to this provider that the visit has made or repaired since this time, and whether it was
    there before."""
    cursor = await db.execute(
        """
        select v.connection_id, c.created_at < %s as is_repair from visit_connection v
        join published_connection c on c.id = v.connection_id join published_tsp t on t.id = c.tsp_id
        where v.browser = %s and v.invitation_id = %s and t.slug = %s and v.created_at >= %s and c.status = 'active'
        order by v.created_at desc limit 1
        """,
        (since, browser, invitation_id, slug, since),
    )
    row = await cursor.fetchone()
    return None if row is None else (row["connection_id"], row["is_repair"])


@dataclass(frozen=True)
class ClaimedSignIn:
    """A sign-in at a provider's own page whose state has come back.

    `is_open` is false if it came back before, or too late. `frame` is the session of the frame that opened the window.
    """

    slug: str
    link_parameters: list[tuple[str, str]]
    is_open: bool
    frame: bytes | None


async def insert_sign_in(
    db: Db,
    fleet_id: UUID,
    state: bytes,
    *,
    browser: bytes,
    slug: str,
    link_parameters: Sequence[tuple[str, str]],
    keyring: Keyring,
    seconds: int,
    frame: bytes | None = None,
) -> None:
    """Store a sign-in that this browser begins."""
    await db.execute(
        """
        insert into sign_in (state, browser, fleet_id, slug, link_parameters, frame, expires_at)
        values (%s, %s, %s, %s, %s, %s, now() + make_interval(secs => %s))
        """,
        (state, browser, fleet_id, slug, _sealed(link_parameters, keyring), frame, seconds),
    )


async def claim_sign_in(db: Db, state: bytes, browser: bytes, *, keyring: Keyring) -> ClaimedSignIn | None:
    """End the sign-in with this state, once. Returns None if the state is unknown,
    belongs to another browser, or was stored with a key that is missing."""
    cursor = await db.execute(
        """
        with ended as (
          update sign_in set ended_at = now()
          where state = %(state)s and browser = %(browser)s and ended_at is null and expires_at > now()
          returning state
        )
        select slug, link_parameters, frame, exists (select from ended) as is_open from sign_in
        where state = %(state)s and browser = %(browser)s
        """,
        {"state": state, "browser": browser},
    )
    row: dict[str, Any] | None = await cursor.fetchone()
    if row is None:
        return None
    text = find_unsealed(keyring, row["link_parameters"], purpose=LINK_PARAMETERS.purpose)
    if text is None:
        return None
    pairs = [(name, value) for name, value in json.loads(text)]
    return ClaimedSignIn(row["slug"], pairs, row["is_open"], row["frame"])


def _sealed(link_parameters: Sequence[tuple[str, str]], keyring: Keyring) -> bytes:
    """They contain the public id of the invitation."""
    return keyring.seal(json.dumps(list(link_parameters)), purpose=LINK_PARAMETERS.purpose)
