"""Lists that are ordered and continued by `core.keyset`, on a real PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from psycopg import sql

from gladhand.core.db import Database, Db
from gladhand.core.keyset import Cursor, KeyColumn, Keyset, KeysetPage, creation_keyed
from gladhand.core.time_window import TimeWindow

START = datetime(2026, 1, 1, tzinfo=UTC)
BY_NAME = (KeyColumn(sql.SQL("""coalesce(name, '') collate "C\""""), str, "text"), KeyColumn(sql.SQL("id"), UUID))


async def fill(db: Db, rows: int) -> list[dict[str, Any]]:
    """Rows of which several share their time and their name, and some have no name."""
    await db.execute("create temporary table thing (id uuid, name text, created_at timestamptz) on commit drop")
    names = (None, "a", "B", "ä", "")
    made = [
        {"id": uuid4(), "name": names[number % 5], "created_at": START + timedelta(minutes=number // 4)}
        for number in range(rows)
    ]
    async with db.cursor() as cursor:
        await cursor.executemany(
            "insert into thing (id, name, created_at) values (%(id)s, %(name)s, %(created_at)s)", made
        )
    return made


async def page(db: Db, keyset: Keyset, cursor: Cursor, size: int) -> dict[str, Any]:
    rows = await db.execute(
        sql.SQL(
            """
            select {keys}, id::text as item from thing where {after} order by {order} limit %(limit)s
            """
        ).format(
            keys=sql.SQL(", ").join(
                sql.SQL("{} as {}").format(column.expression, sql.Identifier(f"key_{number}"))
                for number, column in enumerate(keyset.columns)
            ),
            after=keyset.after(cursor),
            order=keyset.order(cursor),
        ),
        keyset.parameters(cursor, size),
    )
    keyed = [((row["key_0"], row["key_1"]), f'"{row["item"]}"') for row in await rows.fetchall()]
    found: dict[str, Any] = orjson.loads(KeysetPage.cut(keyed, cursor=cursor, size=size).render())
    return found


async def walk(db: Db, keyset: Keyset, start: Cursor, link: str, size: int) -> list[list[str]]:
    found = await page(db, keyset, start, size)
    pages = [found["items"]]
    while found[link] is not None:
        found = await page(db, keyset, keyset.decode(found[link]), size)
        pages.append(found["items"])
    return pages


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("size", [1, 3, 7, 50])
@pytest.mark.parametrize("columns", [Keyset.by_creation().columns, Keyset.by_creation("thing").columns, BY_NAME])
async def test_a_list_is_walked_whole_in_both_directions(database: Database, columns, size, descending):
    async with database.transaction() as db:
        made = await fill(db, 30)
        keyset = Keyset(columns, descending=descending)
        by_name = columns is BY_NAME

        def key(row: dict[str, Any]) -> tuple[Any, ...]:
            return ((row["name"] or "").encode() if by_name else row["created_at"], row["id"])

        expected = [str(row["id"]) for row in sorted(made, key=key, reverse=descending)]
        forwards = await walk(db, keyset, Cursor(), "next_page", size)
        backwards = await walk(db, keyset, Cursor(backwards=True), "previous_page", size)
    assert [item for items in forwards for item in items] == expected
    assert [item for items in reversed(backwards) for item in items] == expected


@pytest.mark.parametrize(
    ("window", "minutes"),
    [
        (TimeWindow(), range(8)),
        (TimeWindow(since=START + timedelta(minutes=2)), range(2, 8)),
        (TimeWindow(until=START + timedelta(minutes=2)), range(2)),
        (TimeWindow(START + timedelta(minutes=1), START + timedelta(minutes=6)), range(1, 6)),
        (TimeWindow(START + timedelta(hours=1), START + timedelta(hours=2)), range(0)),
    ],
)
async def test_a_window_includes_its_start_and_excludes_its_end(database: Database, window, minutes):
    async with database.transaction() as db:
        await fill(db, 32)
        rows = await db.execute(
            sql.SQL("select distinct created_at from thing where {} order by created_at").format(
                window.contains(sql.Identifier("created_at"))
            ),
            window.parameters(),
        )
        times = [row["created_at"] for row in await rows.fetchall()]
    assert times == [START + timedelta(minutes=minute) for minute in minutes]


def test_rows_of_a_list_by_creation_are_paired_with_their_keys():
    row_id = uuid4()
    rows = [{"created_at": START, "id": row_id, "record": "{}", "other": 1}]
    assert creation_keyed(rows) == [((START, row_id), "{}")]
