"""What the pages show of a fleet: its connections with the names and logos of their providers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gladhand.core.db import Db


@dataclass(frozen=True)
class Connected:
    id: UUID
    tsp_id: UUID
    slug: str
    name: str
    logo_url: str | None
    logo_dark_url: str | None
    account: str | None
    works: bool


async def connected(db: Db, fleet_id: UUID) -> list[Connected]:
    """The fleet's connections, oldest first; one that stopped working is among them, to be repaired."""
    rows = await db.execute(
        """
        select c.id, t.id as tsp_id, t.slug, t.name, t.logo_url, t.logo_dark_url,
          nullif(c.account_name, '') as account, c.status = 'active' as works
        from published_connection c join published_tsp t on t.id = c.tsp_id
        where c.fleet_id = %s and c.status in ('active', 'stale', 'failed')
        order by c.created_at, c.id
        """,
        (fleet_id,),
    )
    return [Connected(**row) for row in await rows.fetchall()]


def tsp_count(found: Sequence[Connected]) -> int:
    """How many providers the fleet comes back with: those that work, each counted once."""
    return len({each.tsp_id for each in found if each.works})


async def note_connected(db: Db, browser: bytes, invitation_id: UUID, connection_id: UUID) -> None:
    """Store that this visit has made or repaired the connection."""
    await db.execute(
        """
        insert into visit_connection (browser, invitation_id, connection_id) values (%s, %s, %s)
        on conflict (browser, invitation_id, connection_id) do update set created_at = clock_timestamp()
        """,
        (browser, invitation_id, connection_id),
    )


async def connected_in_visit(db: Db, browser: bytes, invitation_id: UUID) -> list[UUID]:
    """What this visit has connected and not ended again, in its order."""
    rows = await db.execute(
        """
        select v.connection_id from visit_connection v join published_connection c on c.id = v.connection_id
        where v.browser = %s and v.invitation_id = %s and c.status <> 'deleted' order by v.created_at, v.connection_id
        """,
        (browser, invitation_id),
    )
    return [row["connection_id"] for row in await rows.fetchall()]


async def connected_since(db: Db, browser: bytes, invitation_id: UUID, slug: str, since: datetime) -> UUID | None:
    """The newest connection to this provider that the visit has made or repaired since then."""
    rows = await db.execute(
        """
        select v.connection_id from visit_connection v
        join published_connection c on c.id = v.connection_id join published_tsp t on t.id = c.tsp_id
        where v.browser = %s and v.invitation_id = %s and t.slug = %s and v.created_at >= %s and c.status = 'active'
        order by v.created_at desc limit 1
        """,
        (browser, invitation_id, slug, since),
    )
    row = await rows.fetchone()
    return None if row is None else row["connection_id"]


async def has_let_go(db: Db, fleet_id: UUID) -> bool:
    """Whether the fleet has ended a connection within the hour."""
    rows = await db.execute(
        """
        select exists (
          select from published_connection
          where fleet_id = %s and status = 'deleted' and deleted_at > now() - interval '1 hour'
        ) as found
        """,
        (fleet_id,),
    )
    row = await rows.fetchone()
    return row is not None and bool(row["found"])


@dataclass(frozen=True)
class SignIn:
    """A visit to a provider's own sign-in page: where it came from, and whether it is still waited for."""

    slug: str
    trail: list[tuple[str, str]]
    is_open: bool
    frame: bytes | None


async def begin_sign_in(
    db: Db,
    state: bytes,
    browser: bytes,
    fleet_id: UUID,
    slug: str,
    trail: Sequence[tuple[str, str]],
    seconds: int,
    frame: bytes | None = None,
) -> None:
    """Store a sign-in whose state is to come back to this browser."""
    await db.execute(
        """
        insert into sign_in (state, browser, fleet_id, slug, trail, frame, expires_at)
        values (%s, %s, %s, %s, %s, %s, now() + make_interval(secs => %s))
        """,
        (state, browser, fleet_id, slug, json.dumps(list(trail)), frame, seconds),
    )


async def end_sign_in(db: Db, state: bytes, browser: bytes) -> SignIn | None:
    """Take the state, once. Later, or too late, it is known and no longer open; to another browser it is unknown."""
    rows = await db.execute(
        """
        with ended as (
          update sign_in set ended_at = now()
          where state = %(state)s and browser = %(browser)s and ended_at is null and expires_at > now()
          returning state
        )
        select slug, trail, frame, exists (select from ended) as is_open from sign_in
        where state = %(state)s and browser = %(browser)s
        """,
        {"state": state, "browser": browser},
    )
    row: dict[str, Any] | None = await rows.fetchone()
    if row is None:
        return None
    return SignIn(row["slug"], [(name, value) for name, value in row["trail"]], row["is_open"], row["frame"])
