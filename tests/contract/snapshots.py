"""What a refused request must leave as it is: every row of the database."""

from psycopg import sql

from gladhand.core.db import Database

#: The heartbeat of the server, and its log of requests.
_NOT_COMPARED = ("api_request", "api_request_quarter", "process")


async def snapshot(database: Database) -> dict[str, str]:
    """What each table holds, as a digest."""
    async with database.connection() as db:
        found = await db.execute(
            "select tablename from pg_tables where schemaname = 'public' and tablename <> all(%s) order by 1",
            (list(_NOT_COMPARED),),
        )
        names = [row["tablename"] for row in await found.fetchall()]
        digest = sql.SQL(
            "select {name}::text as name, "
            "md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) as digest from {table} t"
        )
        parts = [digest.format(name=sql.Literal(name), table=sql.Identifier(name)) for name in names]
        rows = await (await db.execute(sql.SQL(" union all ").join(parts))).fetchall()
    return {row["name"]: row["digest"] for row in rows}


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables that differ."""
    return [name for name, digest in after.items() if before[name] != digest]
