"""The SQL that lists a partner's invitations."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from psycopg import sql

from gladhand.core.counter_queries import counted
from gladhand.core.crypto import Keyring
from gladhand.core.db import Db, quoted
from gladhand.core.keyset import Cursor, Key, Keyset
from gladhand.notifications.sealed_links import magic_link_json, with_links
from gladhand.orgs.invitations.rendering_queries import FIELDS, LINKS_PER_ROW, with_more
from gladhand.orgs.invitations.tokens import SealedTokens, with_tokens

ORDER = Keyset.by_creation("i")

_TOKENS = ("access_tokens", "refresh_tokens")


@dataclass(frozen=True, slots=True)
class InvitationList:
    """Up to a page of invitations in list order, with the keys of the first, the last and the row beyond the page.

    `json` is the text of all of them with commas between, with their public ids and tokens in the clear.
    """

    total: int
    edges: tuple[Key, Key] | None
    beyond: Key | None
    json: bytes


async def list_invitations(
    db: Db,
    partner_id: UUID,
    keyring: Keyring | None,
    *,
    fleet_ref: str | None,
    cursor: Cursor,
    size: int,
    connect_url: str,
) -> InvitationList:
    """List a partner's invitations in the cursor's direction, without the deleted ones.

    The total of all is a counter, that of one `fleet_ref` the length of its short index range. Without a keyring the
    public ids are zeros and the tokens null.
    """
    found = await db.execute(
        _rendered(cursor.after is not None, cursor.backwards, has_fleet_ref=fleet_ref is not None),
        {
            **ORDER.parameters(cursor, size),
            "partner_id": partner_id,
            "fleet_ref": fleet_ref,
            "size": size,
            "magic_link": magic_link_json(connect_url),
        },
        binary=True,
    )
    row = await found.fetchone()
    assert row is not None
    times: list[datetime] = row["times"] or []
    keys: list[Key] = list(zip(times, row["ids"] or (), strict=True))
    if cursor.backwards:
        keys.reverse()
    json = with_links(row["json"] or b"", row["links"] or (), keyring, partner_id, per_row=LINKS_PER_ROW)
    tokens = [SealedTokens(*sealed) for sealed in zip(*(row[name] or () for name in _TOKENS), strict=True)]
    return InvitationList(
        total=row["total"],
        edges=(keys[0], keys[-1]) if keys else None,
        beyond=None if row["beyond_id"] is None else (row["beyond_at"], row["beyond_id"]),
        json=with_tokens(json, list(zip(row["token_ids"] or (), tokens, strict=True)), keyring),
    )


@cache
def _rendered(has_after: bool, backwards: bool, *, has_fleet_ref: bool) -> sql.SQL:
    """The statement of each kind of page is put together once. The keys of the cursor are parameters of it."""
    return quoted(statement(Cursor(() if has_after else None, backwards), has_fleet_ref=has_fleet_ref))


def statement(cursor: Cursor, *, has_fleet_ref: bool) -> sql.Composed:
    """The page comes as one text, in binary mode: rows would cost time for each of many small pieces, and a text would
    be decoded and encoded again. What its placeholders stand for comes beside it, in its order."""
    where: sql.Composable = sql.SQL("i.partner_id = %(partner_id)s and i.status <> 'deleted'")
    total: sql.Composable = sql.SQL(counted("%(partner_id)s", "'invitation'"))
    if has_fleet_ref:
        where += sql.SQL(" and i.fleet_ref = %(fleet_ref)s")
        total = sql.SQL("(select count(*) from invitation i where {})").format(where)
    return sql.SQL(
        """
        with page as materialized (
          select i.id, i.created_at, row_number() over () as n, count(*) over () as rows, i.has_tokens, i.sealed_link,
            i.access_token, i.refresh_token, to_json(f)::text as json
          from ({invitations} where {where} and {after} order by {order} limit %(limit)s) i
          cross join lateral (select {fields}) f
        ), shown as (select * from page where n <= %(size)s)
        select {total} as total,
          array_agg(created_at order by n) filter (where n = 1 or n = least(rows, %(size)s)) as times,
          array_agg(id order by n) filter (where n = 1 or n = least(rows, %(size)s)) as ids,
          (array_agg(created_at) filter (where n > %(size)s))[1] as beyond_at,
          (array_agg(id) filter (where n > %(size)s))[1] as beyond_id,
          (select array_agg(sealed_link order by n {direction}) from shown) as links,
          (select convert_to(string_agg(json, ',' order by n {direction}), 'UTF8') from shown) as json,
          (select array_agg(id order by n {direction}) from shown where has_tokens) as token_ids,
          (select array_agg(access_token order by n {direction}) from shown where has_tokens) as access_tokens,
          (select array_agg(refresh_token order by n {direction}) from shown where has_tokens) as refresh_tokens
        from page
        """
    ).format(
        invitations=sql.SQL(with_more("invitation")),
        where=where,
        total=total,
        after=ORDER.after(cursor),
        order=ORDER.order(cursor),
        fields=sql.SQL(FIELDS),
        direction=sql.SQL("desc" if cursor.backwards else "asc"),
    )
