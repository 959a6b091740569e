"""Encrypts every stored secret again with the first key of the list, while servers and workers run.

Running it twice is harmless: a value that the first key made is left alone, so an interrupted rotation continues where
it ended. A row that somebody else has locked is left for the next pass, so the rotation waits for nobody.
"""

import asyncio
from base64 import b64decode, b64encode
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

from gladhand.core.crypto import Keyring, Unsealable
from gladhand.core.db import Database
from gladhand.core.rotation_queries import count_old, lock_batch, lock_counting, update_batch, upsert_counts
from gladhand.core.sealed_columns import SEALED_COLUMNS, SealedColumn

_BATCH_SIZE = 200
# Between two passes over a column, so that the holders of locked rows can finish.
_PAUSE_SECONDS = 0.2


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


async def count(database: Database, keyring: Keyring) -> None:
    """Count the values of older keys in all columns, and store the numbers. One process does so at a time."""
    async with database.transaction() as db:
        if (begun_at := await lock_counting(db)) is not None:
            counts = {column: await count_old(db, keyring, column) for column in SEALED_COLUMNS}
            # Stored at the end, so that a rotation waits for no row.
            await upsert_counts(db, keyring, counts, begun_at=begun_at)


async def _rotate_column(database: Database, keyring: Keyring, column: SealedColumn) -> AsyncGenerator[Progress, None]:
    rotated = 0
    total = left = await _counted(database, keyring, column)
    while left:
        unreadable, after = 0, None
        while True:
            async with database.transaction() as db:
                locked = await lock_batch(db, keyring, column, after, limit=_BATCH_SIZE)
                rows = [(key, _renewed(keyring, column, row)) for key, row in locked]
                renewed = {key: value for key, value in rows if value is not None}
                await update_batch(db, column, renewed)
                if renewed:
                    # Only a count says that nothing is left.
                    await upsert_counts(db, keyring, {column: max(total - rotated - len(renewed), 1)})
            if not rows:
                break
            after = rows[-1][0]
            rotated += len(renewed)
            unreadable += len(rows) - len(renewed)
            yield Progress(column, rotated, unreadable, max(total, rotated + unreadable))
        left = await _counted(database, keyring, column)
        if left <= unreadable:
            return
        await asyncio.sleep(_PAUSE_SECONDS)


async def _counted(database: Database, keyring: Keyring, column: SealedColumn) -> int:
    async with database.transaction() as db:
        old = await count_old(db, keyring, column)
        await upsert_counts(db, keyring, {column: old})
    return old


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
