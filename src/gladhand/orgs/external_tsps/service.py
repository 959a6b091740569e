"""Search in the registry of providers, and requests of fleets for an integration."""

import asyncio
import re
from collections.abc import Mapping
from uuid import UUID

from rapidfuzz import fuzz

from gladhand.core.db import Db
from gladhand.core.problems import NotFound
from gladhand.orgs.external_tsps import queries
from gladhand.orgs.external_tsps.problems import NothingAccepted
from gladhand.orgs.external_tsps.queries import Contact

_WORD = re.compile(r"\w+")
# Two words match if they are at least as similar as this, in percent. One wrong letter in four is allowed.
_MIN_SIMILARITY = 75
_MAX_MATCHES = 50


async def search_external_tsps(db: Db, query: str | None) -> str:
    """The listed providers as JSON: the best matches first, or without a query all of them by name."""
    known = await queries.list_search_texts(db)
    # Comparing a thousand names would delay other requests, so a thread does it.
    matches = await asyncio.to_thread(best_matches, known, query) if query and query.strip() else list(known)
    return await queries.list_external_tsps(db, matches)


def best_matches(texts: Mapping[UUID, str], query: str) -> list[UUID]:
    """The keys of the texts that contain every word of the query, also as a part or misspelled; best first."""
    words = _WORD.findall(query.lower())
    ranked: list[tuple[float, int, UUID]] = []
    for key, text in texts.items():
        candidates = _WORD.findall(text.lower())
        scores = [max((_similarity(word, candidate) for candidate in candidates), default=0.0) for word in words]
        if scores and min(scores) > 0:
            ranked.append((-sum(scores), len(ranked), key))
    return [key for *_, key in sorted(ranked)[:_MAX_MATCHES]]


def _similarity(word: str, candidate: str) -> float:
    """From 0 to 1. A part of a word counts more than a misspelled word."""
    if word in candidate:
        return 1.0 if word == candidate else 0.95 if candidate.startswith(word) else 0.9
    return 0.85 * fuzz.ratio(word, candidate, score_cutoff=_MIN_SIMILARITY) / 100


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
