"""SQL of the words of partners for their messages."""

from uuid import UUID

from gladhand.core.db import Db


async def upsert_text(
    db: Db, partner_id: UUID, kind: str, language: str, *, subject: str, body: str, button: str
) -> None:
    """Store a partner's own words for a kind of message in one language."""
    await db.execute(
        """
        insert into mail_text (partner_id, kind, language, subject, body, button) values (%s, %s, %s, %s, %s, %s)
        on conflict (partner_id, kind, language) do update set subject = excluded.subject, body = excluded.body,
          button = excluded.button, updated_at = clock_timestamp()
        """,
        (partner_id, kind, language, subject, body, button),
    )


async def delete_text(db: Db, partner_id: UUID, kind: str, language: str) -> None:
    await db.execute(
        "delete from mail_text where partner_id = %s and kind = %s and language = %s", (partner_id, kind, language)
    )
