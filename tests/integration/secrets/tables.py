"""What a dump of the database holds, and what its sealed columns hold for those who have the keys."""

from typing import Any

from psycopg.sql import SQL, Identifier

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database, Db
from gladhand.core.sealed_columns import SealedColumn


async def dump_tables(database: Database) -> dict[str, str]:
    """All rows of all tables as text, by table."""
    async with database.connection() as db:
        tables = await db.execute("select table_name from information_schema.tables where table_schema = 'public'")
        dump = {}
        for table in [row["table_name"] for row in await tables.fetchall()]:
            lines = await db.execute(SQL("select t::text as line from {} t").format(Identifier(table)))
            dump[table] = "\n".join(row["line"] for row in await lines.fetchall())
    return dump


async def unseal_column(db: Db, keyring: Keyring, column: SealedColumn) -> str:
    """All values of a column in the clear."""
    if column.path:
        return ""
    owner = column.bound_to or column.key[0]
    rows = await db.execute(
        SQL("select {} as value, {} as owner from {} where {} is not null").format(
            Identifier(column.name), Identifier(owner), Identifier(column.table), Identifier(column.name)
        )
    )
    texts = []
    for row in await rows.fetchall():
        purpose = column.purpose_beside(row["owner"]) if column.bound_to else column.purpose
        values: list[Any] = row["value"] if column.is_array else [row["value"]]
        texts += [keyring.unseal(bytes(value), purpose=purpose) for value in values if value]
    return "\n".join(texts)
