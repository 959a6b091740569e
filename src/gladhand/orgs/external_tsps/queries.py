"""All SQL of the registry of external providers, and of requests for an integration with them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import LiteralString
from uuid import UUID

from gladhand.core.crypto import Keyring
from gladhand.core.db import Db
from gladhand.notifications.sealed_links import PLACEHOLDER, with_links


def _brands(ext_tsp_id: LiteralString) -> LiteralString:
    """The brands of an entry of the registry."""
    return f"""
  array(
    select t.id from tsp t where t.ext_tsp_id = {ext_tsp_id} and t.status <> 'deleted' order by t.slug
  ) as integrated_tsp_ids"""


def _request(invitation_id: LiteralString, fleet_ref: LiteralString) -> LiteralString:
    return f"""
  r.id, r.ext_tsp_id, r.ext_tsp_name, r.ext_tsp_compliance_status, r.fleet_id, {fleet_ref} as fleet_ref, r.partner_id,
  {invitation_id} as invitation_id, r.fleet_contact_name, r.fleet_contact_notes, wire_time(r.created_at) as created_at,
  wire_time(r.updated_at) as updated_at, {_brands("r.ext_tsp_id")}"""


_WIRE: LiteralString = f"""
  e.id, e.name, e.registry, e.email, e.phone, e.website, wire_time(e.created_at) as created_at,
  wire_time(e.updated_at) as updated_at, {_brands("e.id")}"""
# The partner reads the public id of its invitation, and the invitation's reference: the one that the fleet had when it
# asked may be another fleet's by now. The fleet reads the id of the row: its token may be in the hands of another
# partner.
_PARTNERS_REQUEST: LiteralString = _request(f"""'"{PLACEHOLDER}"'::json""", "i.fleet_ref")
_FLEETS_REQUEST: LiteralString = _request("r.invitation_id", "r.fleet_ref")


@dataclass(frozen=True)
class RegistryEntry:
    """One provider in a registry."""

    name: str
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    compliance_status: str = "unknown"


@dataclass(frozen=True)
class Contact:
    """A person of the fleet whom the operator can ask."""

    name: str | None = None
    email: str | None = None
    notes: str | None = None


async def list_search_texts(db: Db) -> dict[UUID, str]:
    """The searchable text of each listed provider: its name, its website, the domain of its e-mail address."""
    cursor = await db.execute(
        """
        select id, concat_ws(' ', name, website, split_part(email, '@', 2)) as words
        from external_tsp where is_listed order by lower(name), id
        """
    )
    return {row["id"]: row["words"] for row in await cursor.fetchall()}


async def list_names(db: Db) -> list[str]:
    """The names of all entries, also of those that only fleets have named."""
    cursor = await db.execute("select name from external_tsp order by lower(name), id")
    return [row["name"] for row in await cursor.fetchall()]


async def list_external_tsps(db: Db, ids: Sequence[UUID]) -> str:
    """The providers with these ids, in this order, as one JSON array."""
    cursor = await db.execute(
        f"""
        select coalesce(json_agg(row_to_json((select t from (select {_WIRE}) t)) order by w.number), '[]')::text
          as records
        from unnest(%s::uuid[]) with ordinality as w (id, number) join external_tsp e on e.id = w.id
        """,
        (list(ids),),
    )
    row = await cursor.fetchone()
    assert row is not None
    return str(row["records"])


async def upsert_external_tsps(db: Db, entries: Sequence[RegistryEntry]) -> int:
    """Store the providers of a registry, by name. Returns how many are new or have changed."""
    by_name = sorted({entry.name.lower(): entry for entry in entries}.values(), key=lambda entry: entry.name.lower())
    cursor = await db.execute(
        """
        insert into external_tsp as e (name, email, phone, website, compliance_status)
        select b.name, b.email, b.phone, b.website, b.compliance_status
        from json_to_recordset(%s::json) as b (name text, email text, phone text, website text, compliance_status text)
        on conflict (registry, lower(name)) do update set
          name = excluded.name, email = excluded.email, phone = excluded.phone, website = excluded.website,
          compliance_status = excluded.compliance_status, is_listed = true, updated_at = now()
        where (e.name, e.email, e.phone, e.website, e.compliance_status, e.is_listed) is distinct from
          (excluded.name, excluded.email, excluded.phone, excluded.website, excluded.compliance_status, true)
        """,
        (json.dumps([asdict(entry) for entry in by_name]),),
    )
    return cursor.rowcount


async def upsert_unlisted(db: Db, name: str) -> UUID:
    """The entry with this name; if there is none, a new one that only the operator sees."""
    cursor = await db.execute(
        """
        insert into external_tsp as e (name, is_listed) values (%s, false)
        on conflict (registry, lower(name)) do update set updated_at = e.updated_at returning id
        """,
        (name,),
    )
    row = await cursor.fetchone()
    assert row is not None
    found: UUID = row["id"]
    return found


async def update_tsp_entry(db: Db, name: str, tsp_slug: str) -> bool:
    """Link a brand to its entry. Returns whether both exist."""
    cursor = await db.execute(
        """
        update tsp set ext_tsp_id = e.id, registry = e.registry, compliance_status = e.compliance_status,
          updated_at = now()
        from external_tsp e where tsp.slug = %s and lower(e.name) = lower(%s)
        """,
        (tsp_slug, name),
    )
    return cursor.rowcount > 0


async def update_linked_tsps(db: Db) -> None:
    """Copy the compliance status of entries to the brands that are linked to them."""
    await db.execute(
        """
        update tsp set compliance_status = e.compliance_status, updated_at = now()
        from external_tsp e where e.id = tsp.ext_tsp_id and tsp.compliance_status <> e.compliance_status
        """
    )


async def find_accepted_invitation(db: Db, fleet_id: UUID) -> tuple[UUID, UUID] | None:
    """The partner and the row of the invitation that the fleet accepted last."""
    cursor = await db.execute(
        """
        select partner_id, id from invitation where fleet_id = %s and status = 'accepted'
        order by accepted_at desc, id limit 1
        """,
        (fleet_id,),
    )
    row = await cursor.fetchone()
    return None if row is None else (row["partner_id"], row["id"])


async def upsert_request(
    db: Db, partner_id: UUID, invitation_id: UUID, *, ext_tsp_id: UUID, contact: Contact
) -> str | None:
    """Store or update the request of an accepted invitation's fleet. Returns its JSON, as the fleet reads it.

    None if the invitation is not accepted, or there is no such provider.
    """
    cursor = await db.execute(
        f"""
        with r as (
          insert into integration_request as r (partner_id, invitation_id, fleet_id, fleet_ref, ext_tsp_id,
            ext_tsp_name, ext_tsp_compliance_status, fleet_contact_name, fleet_contact_email, fleet_contact_notes)
          select i.partner_id, i.id, i.fleet_id, i.fleet_ref, e.id, e.name, e.compliance_status, %(name)s, %(email)s,
            %(notes)s
          from invitation i, external_tsp e
          where i.partner_id = %(partner_id)s and i.id = %(invitation_id)s and i.status = 'accepted'
            and e.id = %(ext_tsp_id)s
          on conflict (partner_id, invitation_id, ext_tsp_id) do update set fleet_ref = excluded.fleet_ref,
            fleet_contact_name = coalesce(excluded.fleet_contact_name, r.fleet_contact_name),
            fleet_contact_email = coalesce(excluded.fleet_contact_email, r.fleet_contact_email),
            fleet_contact_notes = coalesce(excluded.fleet_contact_notes, r.fleet_contact_notes), updated_at = now()
          returning r.*
        )
        select row_to_json((select t from (select {_FLEETS_REQUEST}) t))::text as record from r
        """,
        {
            "partner_id": partner_id,
            "invitation_id": invitation_id,
            "ext_tsp_id": ext_tsp_id,
            **asdict(contact),
        },
    )
    row = await cursor.fetchone()
    return None if row is None else str(row["record"])


async def list_requests(
    db: Db, partner_id: UUID, *, fleet_id: UUID | None, fleet_ref: str | None, keyring: Keyring | None
) -> bytes:
    """A partner's requests as one JSON array, oldest first. Without a keyring the ids of invitations are zeros."""
    cursor = await db.execute(
        f"""
        select coalesce(json_agg(row_to_json((select t from (select {_PARTNERS_REQUEST}) t))
            order by r.created_at, r.id), '[]')::text as records,
          coalesce(array_agg(i.sealed_link order by r.created_at, r.id), '{{}}') as links
        from integration_request r join invitation i on i.partner_id = r.partner_id and i.id = r.invitation_id
        where r.partner_id = %(partner_id)s and (%(fleet_id)s::uuid is null or r.fleet_id = %(fleet_id)s)
          and (%(fleet_ref)s::text is null or i.fleet_ref = %(fleet_ref)s)
        """,
        {"partner_id": partner_id, "fleet_id": fleet_id, "fleet_ref": fleet_ref},
    )
    row = await cursor.fetchone()
    assert row is not None
    return with_links(row["records"].encode(), row["links"], keyring, partner_id)


async def count_requests_of_all_partners(db: Db) -> list[tuple[str, bool, int]]:
    """The name of each requested provider, whether the registry lists it, and how many fleets ask for it."""
    cursor = await db.execute(
        """
        select e.name, e.is_listed, count(distinct r.fleet_id) as fleets
        from integration_request r join external_tsp e on e.id = r.ext_tsp_id
        group by e.id order by fleets desc, lower(e.name)
        """
    )
    return [(row["name"], row["is_listed"], row["fleets"]) for row in await cursor.fetchall()]
