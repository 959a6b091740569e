"""Statements about revoked tokens and used refresh tokens."""

from datetime import datetime
from uuid import UUID

from gladhand.core.db import Db


async def insert_revoked_token(db: Db, token_id: str, expires_at: datetime) -> None:
    await db.execute(
        "insert into revoked_token (jti, expires_at) values (%s, %s) on conflict do nothing", (token_id, expires_at)
    )


async def claim_refresh_token(
    db: Db, token_id: str, session_id: UUID, expires_at: datetime, *, leeway_seconds: float
) -> bool:
    """Mark a refresh token as used. False if it was used before, longer than the leeway ago."""
    cursor = await db.execute(
        """
        with first as (
          insert into used_refresh_token (jti, session_id, expires_at) values (%(jti)s, %(session_id)s, %(expires_at)s)
          on conflict do nothing returning jti
        )
        select exists (select from first) or coalesce((
          select used_at > clock_timestamp() - make_interval(secs => %(leeway)s)
          from used_refresh_token where jti = %(jti)s
        ), true) as may_refresh
        """,
        {"jti": token_id, "session_id": session_id, "expires_at": expires_at, "leeway": leeway_seconds},
    )
    row = await cursor.fetchone()
    return row is not None and bool(row["may_refresh"])


async def list_revoked_tokens(db: Db, *, within_seconds: float | None) -> list[tuple[str, datetime]]:
    """The ids of revoked tokens that have not expired, and when each expires: those revoked lately, or all."""
    cursor = await db.execute(
        """
        select jti, expires_at from revoked_token
        where expires_at > now() and revoked_at > coalesce(now() - make_interval(secs => %s), '-infinity')
        """,
        (within_seconds,),
    )
    return [(row["jti"], row["expires_at"]) for row in await cursor.fetchall()]


async def list_revoked_subjects(db: Db, *, within_seconds: int) -> frozenset[str]:
    """The subjects and sessions whose tokens are revoked although they may not have expired: revoked clients, those of
    deleted and suspended partners, deleted fleets, disabled people, and what people hold for such partners and fleets,
    by the link of such a partner, or of one with which the fleet shares nothing any more.
    """
    cursor = await db.execute(
        """
        with partner as (
          select id, is_suspended or deleted_at > now() - make_interval(secs => %(within)s) as is_shut
          from published_partner
        ), shut_fleet as (
          select id from published_fleet where deleted_at > now() - make_interval(secs => %(within)s)
        ), shut_role as (
          select r.id from person_role r join partner on partner.id = r.partner_id where partner.is_shut
          union all select r.id from person_role r join partner on partner.id = r.invited_by where partner.is_shut
          union all select r.id from person_role r join shut_fleet on shut_fleet.id = r.fleet_id
        )
        select client_id as subject
        from api_client left join partner on partner.id = api_client.partner_id
        where revoked_at > now() - make_interval(secs => %(within)s) or partner.is_shut
        union all select id::text from shut_fleet
        union all select id::text from person where disabled_at > now() - make_interval(secs => %(within)s)
        union all
        select g.id::text from shut_role r join person_grant g on g.role_id = r.id
        where g.ended_at is null and g.expires_at > now()
        union all
        select g.id::text from person_grant g join person_role r on r.id = g.role_id
        where g.ended_at is null and g.expires_at > now() and r.invited_by is not null and not exists (
          select from published_partnership tie where tie.partner_id = r.invited_by and tie.fleet_id = r.fleet_id
            and (tie.ended_at is null or tie.ended_at > now() - interval '30 days'))
        """,
        {"within": within_seconds},
    )
    return frozenset(row["subject"] for row in await cursor.fetchall())


async def find_fleet_slug(db: Db, fleet_id: UUID) -> str | None:
    cursor = await db.execute("select slug from published_fleet where id = %s and deleted_at is null", (fleet_id,))
    row = await cursor.fetchone()
    return row["slug"] if row else None
