"""What other packages do when an existing fleet accepts, in the transaction that accepts."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias
from uuid import UUID

from gladhand.core.db import Db

#: Gets the fleet and the partner that it shares with from now on.
LinkHandler: TypeAlias = Callable[[Db, UUID, UUID], Awaitable[None]]


class LinkHandlers:
    """Run one after the other, in their order."""

    def __init__(self, *handlers: LinkHandler) -> None:
        self._handlers = handlers

    async def handle(self, db: Db, fleet_id: UUID, partner_id: UUID) -> None:
        for handler in self._handlers:
            await handler(db, fleet_id, partner_id)
