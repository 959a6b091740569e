"""Names for what the audit trail is about."""

from collections.abc import Iterable

from gladhand.core.db import Db


async def list_names(db: Db, ids: Iterable[str]) -> dict[str, str]:
    """The names of partners and fleets, and the addresses of people, by these ids. Other ids have none."""
    rows = await db.execute(
        """
        with asked as materialized (select distinct id from unnest(%s::uuid[]) as given (id))
        select asked.id::text as id, coalesce(p.name, f.name, person.email) as name
        from asked left join published_partner p on p.id = asked.id left join published_fleet f on f.id = asked.id
        left join person on person.id = asked.id
        where coalesce(p.name, f.name, person.email) is not null
        """,
        (list(ids),),
    )
    return {row["id"]: row["name"] for row in await rows.fetchall()}
