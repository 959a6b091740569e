"""Keeps the latest requests of API clients. Requests wait in memory for less than a second and are stored together."""

import asyncio
from typing import Any, NamedTuple
from uuid import UUID

from starlette.types import Scope

from gladhand.core.background import wait_for_stop
from gladhand.core.clock import now
from gladhand.core.db import AWAY, Database
from gladhand.core.ids import uuid7
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.request_log import queries
from gladhand.core.request_log.queries import LoggedRequest, RequestFigures

log = get_logger()

_LOST = LogEvent("request_log.lost", "Requests could not be stored in the log of API requests: how many.")

#: In the scope of a request: on whose behalf it is, once the token was checked.
REQUESTER_IN_SCOPE = "gladhand.requester"
# Of each partner, a process stores so many requests in a second that succeed, and as many that fail. All are counted.
MOST_STORED = 50
_EVERY_SECONDS = 0.8
_WAIT_SECONDS = 2.0
_THROTTLED = 429


class Requester(NamedTuple):
    """Whose client has sent a request."""

    partner_id: UUID
    client_id: str


class RequestLog:
    """The requests of one process that are not stored yet."""

    def __init__(self, database: Database, *, is_kept: bool = True) -> None:
        self._database = database
        self._is_kept = is_kept
        self._requests: list[LoggedRequest] = []
        self._figures: dict[UUID, RequestFigures] = {}
        self._stopping = asyncio.Event()

    def add(self, scope: Scope, *, method: str, route: str, status: int, seconds: float, request_id: str) -> None:
        """Note a request that was answered. Without a valid token it is nobody's."""
        requester: Requester | None = scope.get(REQUESTER_IN_SCOPE)
        if requester is None or not self._is_kept:
            return
        figures = self._figures.get(requester.partner_id)
        if figures is None:
            figures = self._figures[requester.partner_id] = RequestFigures(requester.partner_id)
        is_failed = status >= queries.FIRST_FAILURE
        figures.requests += 1
        figures.failures += is_failed
        figures.throttled += status == _THROTTLED
        figures.milliseconds += seconds * 1000
        if (figures.failures if is_failed else figures.requests - figures.failures) <= MOST_STORED:
            self._requests.append(
                LoggedRequest(*requester, uuid7(), now(), method, route, status, seconds * 1000, request_id)
            )

    async def run(self) -> None:
        """Store what was noted, again and again, and once more after `stop()`."""
        is_over = False
        while not is_over:
            await wait_for_stop(self._stopping, _EVERY_SECONDS)
            is_over = self._stopping.is_set()
            await self._store()

    def stop(self) -> None:
        self._stopping.set()

    async def _store(self) -> None:
        requests, self._requests = self._requests, []
        figures, self._figures = self._figures, {}
        if not figures:
            return
        try:
            async with self._database.connection(wait=_WAIT_SECONDS) as db:
                await queries.insert_requests(db, requests, list(figures.values()))
        except AWAY as error:
            count = sum(each.requests for each in figures.values())
            log.warning(_LOST, count=count, reason=type(error).__name__)


def name_requester(scope: Any, partner_id: UUID, client_id: str) -> None:
    """Say whose client has sent the request, after its token was checked."""
    scope[REQUESTER_IN_SCOPE] = Requester(partner_id, client_id)
