"""SQL that finds and replaces values of old keys, in any column that has sealed ones."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg import sql

from gladhand.core.crypto import KEY_ID_BYTES, Keyring
from gladhand.core.db import Db
from gladhand.core.sealed_columns import SealedColumn

_OLD = sql.SQL("octet_length({value}) > 0 and substring({value} for {bytes}) <> %(newest)s")
_OLD_IN_ARRAY = sql.SQL("exists (select from unnest({value}) value where substring(value for {bytes}) <> %(newest)s)")
# PostgreSQL decodes nothing here, because a cursor that somebody has set may be no base64.
_OLD_IN_JSON = sql.SQL("left({value}, {digits}) <> %(newest_digits)s")
# The digits of base64 that the id of a key determines.
_DIGITS = KEY_ID_BYTES * 8 // 6


@dataclass(frozen=True)
class SecretCount:
    """How many rows of a column had a value of another key than the newest."""

    column_name: str
    old: int
    counted_at: datetime
    age: timedelta
    """For how long it is known, by the clock of the database."""


async def count_old(db: Db, keyring: Keyring, column: SealedColumn) -> int:
    """The number of rows with a value of another key than the newest. Reads the whole table, and within a transaction
    no time limit ends it."""
    await db.execute("select set_config('statement_timeout', '0', true)")
    query = sql.SQL("select count(*) as rows from {table} where {old}").format(
        table=sql.Identifier(column.table), old=_old(column)
    )
    row = await (await db.execute(query, _newest(keyring))).fetchone()
    assert row is not None
    return int(row["rows"])


async def upsert_counts(
    db: Db, keyring: Keyring, counts: Mapping[SealedColumn, int], *, begun_at: datetime | None = None
) -> None:
    """Store what is left now, or was counted since `begun_at`: what a rotation has stored since then stays."""
    await db.execute(
        """
        insert into secret_count (column_name, newest_key, old)
        select name, %s, old from unnest(%s::text[], %s::bigint[]) as counted (name, old) order by name
        on conflict (column_name) do update set newest_key = excluded.newest_key, old = excluded.old,
          counted_at = excluded.counted_at
        where %s::timestamptz is null or secret_count.newest_key <> excluded.newest_key
          or secret_count.counted_at < %s
        """,
        (keyring.newest_id, [str(each) for each in counts], list(counts.values()), begun_at, begun_at),
    )


async def list_counts(db: Db, keyring: Keyring) -> list[SecretCount]:
    """What was counted for the newest key of this ring, the oldest count first."""
    rows = await db.execute(
        """
        select column_name, old, counted_at, clock_timestamp() - counted_at as age
        from secret_count where newest_key = %s order by counted_at, column_name
        """,
        (keyring.newest_id,),
    )
    return [SecretCount(**row) for row in await rows.fetchall()]


async def lock_counting(db: Db) -> datetime | None:
    """Lock counting until this transaction ends. Returns the database's time; None: somebody else counts."""
    cursor = await db.execute(
        "select clock_timestamp() as begun_at where pg_try_advisory_xact_lock(hashtextextended('secret_count', 0))"
    )
    row = await cursor.fetchone()
    return None if row is None else row["begun_at"]


async def count_without_key(db: Db, keyring: Keyring, column: SealedColumn) -> int:
    """The number of rows with a value of a key that is not on the ring. The column holds one value in each row."""
    query = sql.SQL(
        "select count(*) as rows from {table} where octet_length({value}) > 0 and substring({value} for {bytes}) <> "
        "all(%s)"
    ).format(table=sql.Identifier(column.table), value=sql.Identifier(column.name), bytes=sql.Literal(KEY_ID_BYTES))
    row = await (await db.execute(query, (keyring.ids,))).fetchone()
    assert row is not None
    return int(row["rows"])


async def lock_batch(
    db: Db, keyring: Keyring, column: SealedColumn, after: Sequence[Any] | None, *, limit: int
) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
    """The keys of the next rows by key with an old value, and the rows: the value is `sealed`."""
    key = sql.SQL(", ").join(map(sql.Identifier, column.key))
    shown = [*column.key, *([column.bound_to] if column.bound_to and column.bound_to not in column.key else ())]
    placeholders = sql.SQL(", ").join(sql.Placeholder(name) for name in column.key)
    query = sql.SQL(
        """
        select {shown}, {value} as sealed from {table} where {old} and {after} order by {key}
        limit %(limit)s for update skip locked
        """
    ).format(
        shown=sql.SQL(", ").join(map(sql.Identifier, shown)),
        value=_value(column),
        table=sql.Identifier(column.table),
        old=_old(column),
        after=sql.SQL("({key}) > ({placeholders})").format(key=key, placeholders=placeholders)
        if after is not None
        else sql.SQL("true"),
        key=key,
    )
    parameters = _newest(keyring) | {"limit": limit} | dict(zip(column.key, after or (), strict=False))
    rows = await (await db.execute(query, parameters)).fetchall()
    return [(tuple(row[name] for name in column.key), row) for row in rows]


async def update_batch(db: Db, column: SealedColumn, renewed: dict[tuple[Any, ...], Any]) -> None:
    """Store these values under their keys."""
    if not renewed:
        return
    name = sql.Identifier(column.name)
    new = sql.SQL("jsonb_set({name}::jsonb, {path}, to_jsonb(%s::text))::json").format(name=name, path=_path(column))
    query = sql.SQL("update {table} set {name} = {new} where {keys}").format(
        table=sql.Identifier(column.table),
        name=name,
        new=new if column.path else sql.Placeholder(),
        keys=sql.SQL(" and ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in column.key),
    )
    await db.cursor().executemany(query, [(value, *key) for key, value in renewed.items()])


def _old(column: SealedColumn) -> sql.Composed:
    old = _OLD_IN_JSON if column.path else _OLD_IN_ARRAY if column.is_array else _OLD
    return old.format(value=_value(column), bytes=sql.Literal(KEY_ID_BYTES), digits=sql.Literal(_DIGITS))


def _value(column: SealedColumn) -> sql.Composable:
    name = sql.Identifier(column.name)
    if not column.path:
        return name
    # PostgreSQL raises an error for JSON with an escaped NUL, which a cursor that somebody has set may hold.
    return sql.SQL("case when strpos({name}::text, {nul}) = 0 then {name} #>> {path} end").format(
        name=name, nul=sql.Literal(r"\u0000"), path=_path(column)
    )


def _path(column: SealedColumn) -> sql.Composed:
    return sql.SQL("array[{}]").format(sql.SQL(", ").join(map(sql.Literal, column.path)))


def _newest(keyring: Keyring) -> dict[str, Any]:
    return {"newest": keyring.newest_id, "newest_digits": b64encode(keyring.newest_id).decode()[:_DIGITS]}
