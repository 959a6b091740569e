"""How much room tables take."""

from dataclasses import dataclass

from psycopg.rows import class_row

from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class TableSize:
    name: str
    rows: int
    """As PostgreSQL has estimated it last."""
    bytes: int
    """With indexes."""


async def list_table_sizes(db: Db) -> list[TableSize]:
    """All tables, each with its partitions, the largest first."""
    async with db.cursor(row_factory=class_row(TableSize)) as cursor:
        await cursor.execute(
            """
            select whole.relname as name, coalesce(sum(greatest(part.reltuples, 0)), 0)::bigint as rows,
              coalesce(sum(pg_total_relation_size(part.oid)), 0)::bigint as bytes
            from pg_class whole left join lateral (
              select relid from pg_partition_tree(whole.oid) where isleaf
              union all select whole.oid where whole.relkind = 'r'
            ) leaf on true left join pg_class part on part.oid = leaf.relid
            where whole.relnamespace = current_schema()::regnamespace and whole.relkind in ('r', 'p')
              and not whole.relispartition
            group by whole.relname order by bytes desc, name
            """
        )
        return await cursor.fetchall()
