"""What a refused request must leave as it is: every row of the database."""

from psycopg import sql

from gladhand.core.db import Database
from gladhand.core.tables import facts_of


async def snapshot(database: Database) -> dict[str, str]:
    """What each table holds, partitions included, as a digest. Those that the server writes to unasked are left out."""
    async with database.connection() as db:
        found = await db.execute(
            "select relname as name from pg_class where relnamespace = 'public'::regnamespace"
            " and relkind in ('r', 'p') and not relispartition order by 1"
        )
        names = [name for row in await found.fetchall() if not _is_unasked(name := row["name"])]
        digest = sql.SQL(
            "select {name}::text as name, "
            "md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) as digest from {table} t"
        )
        parts = [digest.format(name=sql.Literal(name), table=sql.Identifier(name)) for name in names]
        rows = await (await db.execute(sql.SQL(" union all ").join(parts))).fetchall()
    return {row["name"]: row["digest"] for row in rows}


def _is_unasked(table: str) -> bool:
    facts = facts_of(table)
    return facts is not None and facts.is_unasked


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables that differ."""
    return [name for name, digest in after.items() if before[name] != digest]
