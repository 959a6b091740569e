"""SQL of messages: made, returned, listed and counted. The owner is a partner, or the installation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from gladhand.core.db import Db

#: Notices on this channel say that there are messages to send.
CHANNEL: LiteralString = "gladhand_mail"


@dataclass(frozen=True, slots=True)
class MailLine:
    """One message in a table."""

    partner: str | None
    kind: str
    language: str
    channel: str
    status: str
    attempts: int
    error: str | None
    created_at: datetime
    updated_at: datetime


async def insert_mail(
    db: Db,
    partner_id: UUID,
    mail_id: UUID,
    *,
    channel: str,
    kind: str,
    language: str,
    subject_id: UUID | None,
    recipient_hash: bytes,
    sealed: bytes,
) -> None:
    await db.execute(
        f"""
        with stored as (
          insert into mail (partner_id, id, channel, kind, language, subject_id, recipient_hash, sealed)
          values (%s, %s, %s, %s, %s, %s, %s, %s) returning 1
        )
        select pg_notify('{CHANNEL}', '') from stored
        """,
        (partner_id, mail_id, channel, kind, language, subject_id, recipient_hash, sealed),
    )


async def has_mail(
    db: Db, partner_id: UUID, kind: str, *, subject_id: UUID, recipient_hash: bytes, since: datetime
) -> bool:
    """Whether such a message waits or was sent. One that was refused does not count."""
    cursor = await db.execute(
        """
        select exists (
          select from mail
          where partner_id = %s and kind = %s and subject_id = %s and recipient_hash = %s and created_at >= %s
            and status in ('queued', 'sent')
        ) as found
        """,
        (partner_id, kind, subject_id, recipient_hash, since),
    )
    row = await cursor.fetchone()
    return row is not None and row["found"]


async def update_bounced(db: Db, partner_id: UUID, mail_id: UUID, error: str) -> Mapping[str, Any] | None:
    """Mark a sent message as bounced: its kind, subject, channel and hash. None if it was not sent, or has bounced."""
    cursor = await db.execute(
        """
        update mail set status = 'bounced', error = %s, updated_at = clock_timestamp()
        where partner_id = %s and id = %s and status = 'sent'
        returning kind, subject_id, channel::text as channel, recipient_hash
        """,
        (error, partner_id, mail_id),
    )
    return await cursor.fetchone()


async def list_mails_of_all_partners(db: Db, *, partner_id: UUID | None, limit: int) -> list[MailLine]:
    """The newest messages, of one partner or of all owners."""
    rows = await db.execute(
        """
        select p.slug as partner, kind, language, channel::text as channel, status::text as status, attempts, error,
          created_at, updated_at
        from mail left join published_partner p on p.id = mail.partner_id
        where %(partner_id)s::uuid is null or mail.partner_id = %(partner_id)s
        order by mail.created_at desc, mail.id limit %(limit)s
        """,
        {"partner_id": partner_id, "limit": limit},
    )
    return [MailLine(**row) for row in await rows.fetchall()]


async def count_waiting(db: Db) -> dict[str, int]:
    """The number of messages of all owners that wait, by channel."""
    cursor = await db.execute(
        "select channel::text as channel, count(*) as rows from mail where status = 'queued' group by 1"
    )
    return {row["channel"]: row["rows"] for row in await cursor.fetchall()}
