"""SQL about the message with the link of an invitation."""

from typing import LiteralString
from uuid import UUID

from gladhand.core.db import Db
from gladhand.core.problems import NotFound
from gladhand.notifications.sealed_links import hash_link, magic_link_json
from gladhand.orgs.invitations.queries import RenderedInvitation, find_rendered
from gladhand.orgs.invitations.rendering_queries import changed


async def get_delivery(db: Db, partner_id: UUID, link_id: UUID) -> str:
    """How the link of the partner's invitation was sent, as JSON. Raises `NotFound`."""
    cursor = await db.execute(
        """
        select json_build_object('language', language, 'channel', notice_channel, 'status', notice_status,
          'error', notice_error, 'updated_at', wire_time(notice_at))::text as record
        from invitation where partner_id = %s and link_hash = %s and status <> 'deleted'
        """,
        (partner_id, hash_link(link_id)),
    )
    row = await cursor.fetchone()
    if row is None:
        raise NotFound.of("invitation")
    return str(row["record"])


async def find_language(db: Db, partner_id: UUID, invitation_id: UUID) -> str | None:
    """The language that the partner has named, or that the fleet has read its invitation in."""
    cursor = await db.execute(
        "select language from invitation where partner_id = %s and id = %s", (partner_id, invitation_id)
    )
    row = await cursor.fetchone()
    return None if row is None else row["language"]


async def update_notice(
    db: Db, partner_id: UUID, invitation_id: UUID, *, channel: str, status: str, error: str | None, connect_url: str
) -> RenderedInvitation | None:
    """Note what became of the message with the link. None if the invitation was deleted."""
    return await find_rendered(
        db,
        _UPDATE_NOTICE,
        {
            "partner_id": partner_id,
            "id": invitation_id,
            "channel": channel,
            "notice_status": status,
            "error": error,
            "magic_link": magic_link_json(connect_url),
        },
    )


_UPDATE_NOTICE: LiteralString = changed("""
  set notice_channel = %(channel)s, notice_status = %(notice_status)s, notice_error = %(error)s,
    notice_at = clock_timestamp()
  where partner_id = %(partner_id)s and id = %(id)s and status <> 'deleted'""")


async def update_language(db: Db, partner_id: UUID, invitation_id: UUID, language: str) -> None:
    """Note in which language the fleet has read its invitation."""
    await db.execute(
        "update invitation set language = %s where partner_id = %s and id = %s", (language, partner_id, invitation_id)
    )
