"""Encrypts every stored secret again with the first key of the list, while servers and workers run.

Running it twice is harmless: a value that the first key made is left alone, so an interrupted rotation continues where
it ended. A row that somebody else has locked is left for the next pass, so the rotation waits for nobody.
"""

import asyncio
from base64 import b64decode, b64encode
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from gladhand.core.crypto import KEY_ID_BYTES, Keyring, Unsealable
from gladhand.core.db import Database, Db
from gladhand.core.sealed_columns import SEALED_COLUMNS, SealedColumn

_BATCH_SIZE = 200
# Between two passes over a column, so that the holders of locked rows can finish.
_PAUSE_SECONDS = 0.2

_OLD = sql.SQL("octet_length({value}) > 0 and substring({value} for {bytes}) <> %(newest)s")
_OLD_IN_ARRAY = sql.SQL("exists (select from unnest({value}) value where substring(value for {bytes}) <> %(newest)s)")
# PostgreSQL decodes nothing here, because a cursor that somebody has set may be no base64.
_OLD_IN_JSON = sql.SQL("left({value}, {digits}) <> %(newest_digits)s")
# The digits of base64 that the id of a key determines.
_DIGITS = KEY_ID_BYTES * 8 // 6


@dataclass(frozen=True)
class Progress:
    """How far the rotation of one column is."""

    column: SealedColumn
    rotated: int
    unreadable: int
    """Rows that no key of the list decrypts. They stay as they are."""
    total: int
    """Rows that had a value of an older key when the rotation began."""


async def rotate(database: Database, keyring: Keyring) -> AsyncGenerator[Progress, None]:
    """Encrypt the values of all columns with the newest key, in batches; a progress after each."""
    for column in SEALED_COLUMNS:
        async for progress in _rotate_column(database, keyring, column):
            yield progress


async def count_old(db: Db, keyring: Keyring, column: SealedColumn) -> int:
    """The number of rows with a value of another key than the newest."""
    query = sql.SQL("select count(*) as rows from {table} where {old}").format(
        table=sql.Identifier(column.table), old=_old(column)
    )
    row = await (await db.execute(query, _newest(keyring))).fetchone()
    assert row is not None
    return int(row["rows"])


async def count_without_key(db: Db, keyring: Keyring, column: SealedColumn) -> int:
    """The number of rows with a value of a key that is not on the ring. The column holds one value in each row."""
    query = sql.SQL(
        "select count(*) as rows from {table} where octet_length({value}) > 0 and substring({value} for {bytes}) <> "
        "all(%s)"
    ).format(table=sql.Identifier(column.table), value=sql.Identifier(column.name), bytes=sql.Literal(KEY_ID_BYTES))
    row = await (await db.execute(query, (keyring.ids,))).fetchone()
    assert row is not None
    return int(row["rows"])


async def _rotate_column(database: Database, keyring: Keyring, column: SealedColumn) -> AsyncGenerator[Progress, None]:
    rotated = 0
    async with database.connection() as db:
        total = left = await count_old(db, keyring, column)
    while left:
        unreadable, after = 0, None
        while True:
            async with database.transaction() as db:
                rows = await _lock_batch(db, keyring, column, after)
                renewed = {key: value for key, value in rows if value is not None}
                await _update_batch(db, column, renewed)
            if not rows:
                break
            after = rows[-1][0]
            rotated += len(renewed)
            unreadable += len(rows) - len(renewed)
            yield Progress(column, rotated, unreadable, max(total, rotated + unreadable))
        async with database.connection() as db:
            left = await count_old(db, keyring, column)
        if left <= unreadable:
            return
        await asyncio.sleep(_PAUSE_SECONDS)


async def _lock_batch(
    db: Db, keyring: Keyring, column: SealedColumn, after: Sequence[Any] | None
) -> list[tuple[tuple[Any, ...], Any]]:
    """The next rows by key with their values encrypted again; None for a value that cannot be read."""
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
    parameters = _newest(keyring) | {"limit": _BATCH_SIZE} | dict(zip(column.key, after or (), strict=False))
    rows = await (await db.execute(query, parameters)).fetchall()
    return [(tuple(row[name] for name in column.key), _renewed(keyring, column, row)) for row in rows]


def _renewed(keyring: Keyring, column: SealedColumn, row: dict[str, Any]) -> bytes | list[bytes] | str | None:
    purpose = column.purpose if column.bound_to is None else column.purpose_beside(row[column.bound_to])
    sealed = row["sealed"]
    try:
        if column.is_array:
            return [keyring.seal(keyring.unseal(each, purpose=purpose), purpose=purpose) for each in sealed]
        if column.path:
            value = keyring.unseal(b64decode(sealed, validate=True), purpose=purpose)
            return b64encode(keyring.seal(value, purpose=purpose)).decode()
        return keyring.seal(keyring.unseal(sealed, purpose=purpose), purpose=purpose)
    except (Unsealable, ValueError):  # ValueError: it is no base64
        return None


async def _update_batch(db: Db, column: SealedColumn, renewed: dict[tuple[Any, ...], Any]) -> None:
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
