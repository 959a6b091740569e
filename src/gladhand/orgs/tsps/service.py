"""Keeps the list of telematics providers in step with the providers that are installed."""

from collections.abc import Sequence

from gladhand.core.db import Db
from gladhand.orgs.tsps import queries
from gladhand.orgs.tsps.queries import Brand

__all__ = ["Brand", "sync"]


async def sync(db: Db, brands: Sequence[Brand]) -> None:
    """Add and change the rows of these brands; those whose provider is gone stay readable, but are not offered."""
    await queries.put(db, brands)
