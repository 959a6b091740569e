"""Search in the registry of providers, and requests of fleets for an integration."""

import asyncio
from uuid import UUID

from gladhand.core.db import Db
from gladhand.core.near_names import best_matches
from gladhand.core.problems import NotFound
from gladhand.orgs.external_tsps import queries
from gladhand.orgs.external_tsps.problems import NothingAccepted
from gladhand.orgs.external_tsps.queries import Contact


async def search_external_tsps(db: Db, query: str | None) -> str:
    """The listed providers as JSON: the best matches first, or without a query all of them by name."""
    known = await queries.list_search_texts(db)
    # Comparing a thousand names would delay other requests, so a thread does it.
    matches = await asyncio.to_thread(best_matches, known, query) if query and query.strip() else list(known)
    return await queries.list_external_tsps(db, matches)


async def request_integration(
    db: Db, partner_id: UUID, invitation_id: UUID, *, ext_tsp_id: UUID, contact: Contact
) -> str:
    """Store that the fleet of an accepted invitation asks for this provider; JSON. Asking twice is one request."""
    request = await queries.upsert_request(db, partner_id, invitation_id, ext_tsp_id=ext_tsp_id, contact=contact)
    if request is None:
        raise NotFound.of("provider in the registry")
    return request


async def request_as_fleet(db: Db, fleet_id: UUID, ext_tsp_id: UUID, *, contact: Contact) -> str:
    """Store the request of a fleet that comes with its token, on the invitation that it accepted last."""
    accepted = await queries.find_accepted_invitation(db, fleet_id)
    if accepted is None:
        raise NothingAccepted
    return await request_integration(db, *accepted, ext_tsp_id=ext_tsp_id, contact=contact)


async def request_unlisted_integration(
    db: Db, partner_id: UUID, invitation_id: UUID, *, name: str, contact: Contact
) -> str:
    """Store the request for a provider that the registry does not list, by the name that the fleet knows it by."""
    ext_tsp_id = await queries.upsert_unlisted(db, name)
    return await request_integration(db, partner_id, invitation_id, ext_tsp_id=ext_tsp_id, contact=contact)
