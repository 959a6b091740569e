"""All SQL of telematics providers. They have no owner: everyone may read them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import LiteralString
from uuid import UUID

from gladhand.core.db import Db
from gladhand.core.near_names import best_matches
from gladhand.core.problems import NotFound

_WIRE: LiteralString = """
  name, description, websites, source_name, status, conn_type, is_sandbox,
  case when starts_with(logo_url, '/') then %(connect_url)s else '' end || logo_url as logo_url,
  case when starts_with(logo_dark_url, '/') then %(connect_url)s else '' end || logo_dark_url as logo_dark_url,
  id, slug, ext_tsp_id, wire_time(created_at) as created_at, wire_time(updated_at) as updated_at, registry,
  compliance_status"""
_TYPED: LiteralString = """
  id, slug, name, source_name, conn_type, status::text as status, is_sandbox, is_popular, logo_url, logo_dark_url,
  coalesce(websites, '{}') as websites, aliases, number"""
_NUMBERED: LiteralString = "tsp join published_tsp_number on tsp_id = id"


@dataclass(frozen=True)
class Tsp:
    id: UUID
    slug: str
    name: str
    source_name: str
    conn_type: str
    status: str
    is_sandbox: bool
    is_popular: bool
    logo_url: str | None
    """An address elsewhere, or the path of a picture that this installation has."""
    logo_dark_url: str | None
    number: int
    """How many brands came before it. Deleted ones count, so that it never changes."""
    websites: Sequence[str] = ()
    aliases: Sequence[str] = ()

    @property
    def is_offered(self) -> bool:
        """Whether fleets may choose it."""
        return self.status == "active"


@dataclass(frozen=True)
class TspBrand:
    """A brand in the definition of a provider."""

    slug: str
    name: str
    source_name: str
    conn_type: str
    description: str | None = None
    websites: Sequence[str] = ()
    is_sandbox: bool = False
    is_popular: bool = False
    logo_url: str | None = None
    logo_dark_url: str | None = None
    aliases: Sequence[str] = ()


async def find_tsp(db: Db, tsp_id: UUID) -> Tsp | None:
    """A brand in any state: connections of a deleted one go on."""
    cursor = await db.execute(f"select {_TYPED} from {_NUMBERED} where id = %s", (tsp_id,))
    row = await cursor.fetchone()
    return None if row is None else Tsp(**row)


async def list_offered_tsps(db: Db, limit: Sequence[str] | None = None, search: str | None = None) -> list[Tsp]:
    """The active providers that a fleet may choose from, popular ones first.

    Each name in `limit` is a slug or, if no slug fits, a source name with all its brands. An empty limit restricts
    nothing. The server has no adapter for some of them. A search finds former names and misspelled ones as well; the
    best match comes first.
    """
    cursor = await db.execute(
        f"""
        select {_TYPED} from {_NUMBERED}
        where status = 'active'
          and (%(limit)s::text[] is null or slug = any(%(limit)s::text[]) or source_name in (
            select listed from unnest(%(limit)s::text[]) listed where not exists (
              select from tsp where slug = listed and status <> 'deleted')))
        order by is_popular desc, lower(name), id
        """,
        {"limit": list(limit) if limit else None},
    )
    found = {tsp.id: tsp for tsp in (Tsp(**row) for row in await cursor.fetchall())}
    if search is None or not search.strip():
        return list(found.values())
    texts = {tsp.id: " ".join([tsp.name, tsp.slug, *tsp.aliases, *tsp.websites]) for tsp in found.values()}
    return [found[tsp_id] for tsp_id in best_matches(texts, search)]


async def list_names(db: Db) -> list[str]:
    """The slugs and source names of all brands that this hub knows."""
    cursor = await db.execute(
        """
        select distinct known from tsp, unnest(array[slug, source_name]) as of_brand (known)
        where status <> 'deleted'
        """
    )
    return [row["known"] for row in await cursor.fetchall()]


async def list_slugs(db: Db) -> list[str]:
    """The slugs of all brands."""
    cursor = await db.execute("select slug from tsp where status <> 'deleted' order by slug")
    return [row["slug"] for row in await cursor.fetchall()]


async def get_tsp(db: Db, tsp_id: UUID, *, connect_url: str) -> str:
    """One provider as JSON. Raises `NotFound`."""
    cursor = await db.execute(
        f"select to_json(t)::text as record from (select {_WIRE} from tsp where id = %(id)s and status <> 'deleted') t",
        {"id": tsp_id, "connect_url": connect_url},
    )
    row = await cursor.fetchone()
    if row is None:
        raise NotFound.of("telematics provider")
    return str(row["record"])


async def list_tsps(db: Db, slug: str | None, source_name: str | None, *, connect_url: str) -> str:
    """All providers as one JSON array, by name."""
    cursor = await db.execute(
        f"""
        select coalesce(json_agg(t), '[]')::text as records from (
          select {_WIRE} from tsp
          where status <> 'deleted' and (%(slug)s::text is null or slug = %(slug)s)
            and (%(source_name)s::text is null or source_name = %(source_name)s)
          order by lower(name), id
        ) t
        """,
        {"slug": slug, "source_name": source_name, "connect_url": connect_url},
    )
    row = await cursor.fetchone()
    assert row is not None
    return str(row["records"])


async def list_moved(db: Db, brands: Sequence[TspBrand]) -> list[tuple[str, str]]:
    """Slugs of installed brands that have another platform in this list, with that platform, by slug."""
    cursor = await db.execute(
        """
        select b.slug, b.source_name
        from unnest(%s::text[], %s::text[]) as b (slug, source_name) join tsp using (slug)
        where tsp.source_name <> b.source_name and tsp.status <> 'deleted' and tsp.origin = 'installed' order by slug
        """,
        ([brand.slug for brand in brands], [brand.source_name for brand in brands]),
    )
    return [(row["slug"], row["source_name"]) for row in await cursor.fetchall()]


async def upsert_tsps(db: Db, brands: Sequence[TspBrand]) -> None:
    """Update the rows to the brands of the installed providers.

    Rows change in the order of their slugs, so that servers which start together wait for each other and do not
    deadlock. A brand whose provider is not installed any more stays readable, but is not offered. What the operator has
    changed stays as it is, and so does a brand of another platform.
    """
    ordered = sorted(brands, key=lambda brand: brand.slug)
    installed = sorted({brand.source_name for brand in ordered})
    await db.execute(
        """
        insert into tsp (slug, name, source_name, conn_type, description, websites, is_sandbox, is_popular, logo_url,
                         logo_dark_url, aliases)
        select b.slug, b.name, b.source_name, b.conn_type, b.description, b.websites, b.is_sandbox, b.is_popular,
               b.logo_url, b.logo_dark_url, b.aliases
        from json_to_recordset(%s::json) as b (
          slug text, name text, source_name text, conn_type text, description text, websites text[],
          is_sandbox boolean, is_popular boolean, logo_url text, logo_dark_url text, aliases text[])
        on conflict (slug) do update set
          name = excluded.name, conn_type = excluded.conn_type,
          description = excluded.description, websites = excluded.websites, is_sandbox = excluded.is_sandbox,
          is_popular = excluded.is_popular, logo_url = excluded.logo_url, logo_dark_url = excluded.logo_dark_url,
          aliases = excluded.aliases, status = 'active', updated_at = now()
        where tsp.status <> 'deleted' and tsp.origin = 'installed' and tsp.source_name = excluded.source_name and
          (tsp.name, tsp.conn_type, tsp.description, tsp.websites, tsp.is_sandbox, tsp.is_popular,
           tsp.logo_url, tsp.logo_dark_url, tsp.aliases, tsp.status)
          is distinct from
          (excluded.name, excluded.conn_type, excluded.description, excluded.websites,
           excluded.is_sandbox, excluded.is_popular, excluded.logo_url, excluded.logo_dark_url, excluded.aliases,
           'active'::tsp_status)
        """,
        (json.dumps([asdict(brand) for brand in ordered]),),
    )
    await db.execute(
        """
        with changed as (
          select id, source_name = any(%s) as is_installed from tsp
          where status <> 'deleted' and origin <> 'added'
            and (status = 'active') <> (source_name = any(%s)) and (status = 'active' or origin = 'edited')
          order by slug for update
        )
        update tsp set status = case when is_installed then 'active' else 'inactive' end::tsp_status, updated_at = now()
        from changed where tsp.id = changed.id
        """,
        (installed, installed),
    )
