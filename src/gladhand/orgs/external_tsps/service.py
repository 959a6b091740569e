"""Search in the registry of providers, and requests of fleets for an integration."""

import asyncio
import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from uuid import UUID

from gladhand.core.db import Db
from gladhand.core.problems import NotFound
from gladhand.orgs.external_tsps import queries
from gladhand.orgs.external_tsps.problems import NothingAccepted
from gladhand.orgs.external_tsps.queries import Contact

_WORD = re.compile(r"\w+")
# How alike two words are to be taken for the same with a slip of the finger.
_ALIKE = 0.75
_MOST_FOUND = 50


async def search_external_tsps(db: Db, query: str | None) -> str:
    """The listed providers as JSON: the best matches first, or without a query all of them by name."""
    known = await queries.list_search_texts(db)
    # Comparing a thousand names would hold up other requests, so a thread does it.
    matches = await asyncio.to_thread(best, known, query) if query and query.strip() else list(known)
    return await queries.list_external_tsps(db, matches)


def best(known: Mapping[UUID, str], wanted: str) -> list[UUID]:
    """Those in which every wanted word is found: as it is, as a part, or spelled a little differently."""
    words = _WORD.findall(wanted.lower())
    ranked: list[tuple[float, int, UUID]] = []
    for key, text in known.items():
        there = _WORD.findall(text.lower())
        scores = [max((_likeness(word, each) for each in there), default=0.0) for word in words]
        if scores and min(scores) > 0:
            ranked.append((-sum(scores), len(ranked), key))
    return [key for *_, key in sorted(ranked)[:_MOST_FOUND]]


def _likeness(word: str, other: str) -> float:
    if word in other:
        return 1.0 if word == other else 0.95 if other.startswith(word) else 0.9
    matcher = SequenceMatcher(None, word, other)
    # The cheap upper bounds first: most words have nothing in common.
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return 0.85 * ratio if ratio >= _ALIKE else 0.0


async def request_integration(db: Db, invitation_id: UUID, ext_tsp_id: UUID, *, contact: Contact) -> str:
    """Store that the fleet of an accepted invitation asks for this provider; JSON. Asking twice is one request."""
    request = await queries.upsert_request(db, invitation_id, ext_tsp_id, contact=contact)
    if request is None:
        raise NotFound.of("provider in the registry")
    return request


async def request_as_fleet(db: Db, fleet_id: UUID, ext_tsp_id: UUID, *, contact: Contact) -> str:
    """Store the request of a fleet that comes with its token, on the invitation that it accepted last."""
    invitation_id = await queries.find_accepted_invitation(db, fleet_id)
    if invitation_id is None:
        raise NothingAccepted
    return await request_integration(db, invitation_id, ext_tsp_id, contact=contact)


async def request_unlisted_integration(db: Db, invitation_id: UUID, name: str, *, contact: Contact) -> str:
    """Store the request for a provider that the registry does not list, by the name that the fleet knows it by."""
    ext_tsp_id = await queries.upsert_unlisted(db, name)
    return await request_integration(db, invitation_id, ext_tsp_id, contact=contact)
