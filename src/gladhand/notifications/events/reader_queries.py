"""SQL of who reads events: a partner with a subscription, or one that has read the feed lately."""

from collections.abc import Sequence
from uuid import UUID

from gladhand.core.db import Db


async def upsert_reader(db: Db, partner_id: UUID) -> None:
    """Remember that the partner reads the feed. Most calls write nothing."""
    await db.execute(
        """
        insert into feed_reader (partner_id, read_at)
        select %(partner_id)s, clock_timestamp()
        where not exists (
          select from feed_reader
          where partner_id = %(partner_id)s and read_at > clock_timestamp() - interval '1 hour'
        )
        on conflict (partner_id) do update set read_at = excluded.read_at
        """,
        {"partner_id": partner_id},
    )


async def list_readers(db: Db, partner_ids: Sequence[UUID], event_names: Sequence[str]) -> set[UUID]:
    """Those of the partners for whom events of these names are worth storing, across all of them.

    A partner who has not read the feed for thirty days counts as one that does not read it.
    """
    found = await db.execute(
        """
        select p.id from unnest(%s::uuid[]) as p (id)
        where exists (select from feed_reader f where f.partner_id = p.id
                      and f.read_at > clock_timestamp() - interval '30 days')
          or exists (select from webhook w where w.partner_id = p.id and w.event_name = any (%s)
                     and w.status <> 'deleted')
        """,
        (list(partner_ids), list(event_names)),
    )
    return {row["id"] for row in await found.fetchall()}
