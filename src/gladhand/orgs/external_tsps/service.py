"""Finds providers in the registry however they are spelled, and takes in what fleets wish for."""

import asyncio
import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from uuid import UUID

from gladhand.core.db import Db
from gladhand.orgs.external_tsps import queries
from gladhand.orgs.external_tsps.problems import ExternalTspNotFound, NothingAccepted
from gladhand.orgs.external_tsps.queries import Contact

_WORD = re.compile(r"\w+")
# How alike two words are to be taken for the same with a slip of the finger.
_ALIKE = 0.75
_MOST_FOUND = 50


async def search(db: Db, wanted: str | None) -> str:
    """The listed providers as JSON: all of them by name, or those that fit best first."""
    known = await queries.names(db)
    # Comparing a thousand names takes longer than other requests should have to wait.
    found = list(known) if not (wanted or "").strip() else await asyncio.to_thread(best, known, wanted or "")
    return await queries.read_all(db, found)


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


async def request(db: Db, invitation_id: UUID, ext_tsp_id: UUID, contact: Contact) -> str:
    """Note that the fleet of an accepted invitation wants this provider; JSON. Asking twice is one request."""
    made = await queries.request(db, invitation_id, ext_tsp_id, contact)
    if made is None:
        raise ExternalTspNotFound
    return made


async def request_as_fleet(db: Db, fleet_id: UUID, ext_tsp_id: UUID, contact: Contact) -> str:
    """The same for a fleet that comes with its token: on the invitation that it has accepted last."""
    invitation_id = await queries.accepted_invitation(db, fleet_id)
    if invitation_id is None:
        raise NothingAccepted
    return await request(db, invitation_id, ext_tsp_id, contact)


async def request_unlisted(db: Db, invitation_id: UUID, name: str, contact: Contact) -> str:
    """The same for a provider that the registry does not have, by the name that the fleet knows it by."""
    return await request(db, invitation_id, await queries.put_unlisted(db, name), contact)
