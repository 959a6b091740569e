"""A partner that creates drivers and changes them, whatever happens to the server, and notes what it was told."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp
import psycopg
from tests.conftest import Api, HubAnswer
from tests.e2e.chaos.accounts import SharedAccount

USERS = "/v2/telematics/users"
# The database is away, the key's first request is under way, or the client stood before a closed door.
_TO_BE_SENT_AGAIN = (409, 503)
_DONE = (200, 202, 502)
_DANA = {"first_name": "Dana", "is_driver": True}
_AGAIN_SECONDS = 0.2
_MOST_TRIES = 200


@dataclass
class Told:
    """What the partner knows of one of its writes."""

    mark: str
    """The record's username or employee number."""
    order: int
    """Its place among the writes to its record: each is sent when the one before was answered."""
    body: Mapping[str, Any]
    is_sync: bool
    status: str


@dataclass(frozen=True)
class SharingFleet:
    """A fleet that shares an account."""

    account: SharedAccount
    connection_id: str


@dataclass
class Watch:
    """Tells when operations have come to their end. Looks at the table: a partner would be told by its webhook."""

    database_url: str
    _waiting: dict[str, asyncio.Future[tuple[str, str | None]]] = field(default_factory=dict)

    async def settled(self, operation_id: str) -> tuple[str, str | None]:
        """Its status and the record's id."""
        ended: asyncio.Future[tuple[str, str | None]] = asyncio.get_running_loop().create_future()
        self._waiting[operation_id] = ended
        return await ended

    async def run(self) -> None:
        while True:
            with suppress(psycopg.OperationalError, OSError):
                async with await psycopg.AsyncConnection.connect(self.database_url, autocommit=True) as connection:
                    while True:
                        await self._look(connection)
                        await asyncio.sleep(0.1)
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _look(self, connection: psycopg.AsyncConnection[Any]) -> None:
        rows = await connection.execute(
            "select id::text, status::text, resource_id::text from resource_operation"
            " where id = any(%s::uuid[]) and status <> 'pending'",
            (list(self._waiting),),
        )
        for operation_id, status, resource_id in await rows.fetchall():
            self._waiting.pop(operation_id).set_result((status, resource_id))


@dataclass
class ChangingPartner:
    """Many streams, each of which makes one driver after the other and changes it some times."""

    api: Api
    fleets: list[SharingFleet]
    watch: Watch
    luck: random.Random
    wanted: int
    """How many operations are to be accepted."""
    told: dict[str, Told] = field(default_factory=dict)
    """By operation id."""
    refused: Counter[str] = field(default_factory=Counter)
    replayed: int = 0

    @property
    def is_done(self) -> bool:
        return len(self.told) >= self.wanted

    async def run(self, streams: int) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(streams):
                group.create_task(self._stream())

    async def _stream(self) -> None:
        while not self.is_done:
            fleet = self.luck.choice(self.fleets)
            mark = f"d{uuid4().hex}"
            record = await self._create(fleet, mark)
            if record is None:
                continue
            # More of them than one lease or one pause: they stand in line behind each other.
            for order in range(1, self.luck.randint(1, 5)):
                if self.is_done:
                    return
                await self._update(fleet, mark, record, order)

    async def _create(self, fleet: SharingFleet, mark: str) -> str | None:
        """The new record's id; None if it was not made, or nobody knows."""
        is_named = not fleet.account.can_be_nameless or self.luck.random() < 0.3
        body = {"username" if is_named else "employee_number": mark, "last_name": "V0", **_DANA}
        if self.luck.random() < 0.2:
            body |= fleet.account.extra
        key = uuid4().hex if self.luck.random() < 0.5 else None
        is_sync = self.luck.random() < 0.1
        answer = await self._sent("POST", USERS, fleet, body, is_sync=is_sync, key=key)
        if answer is None:
            return None
        self._note(answer, mark, 0, body, is_sync=is_sync)
        # The key of a write that was not sent may be used again, for another write.
        if key is not None and answer.status in (200, 202) and self.luck.random() < 0.2:
            again = await self._sent("POST", USERS, fleet, body, is_sync=is_sync, key=key)
            assert again is not None
            assert again.body["id"] == answer.body["id"]
            assert {name.lower() for name in again.headers} >= {"idempotent-replayed"}
            self.replayed += 1
        if is_sync and answer.status != 200:
            return None
        if is_sync:
            return str(answer.body["resource_id"])
        status, record = await self.watch.settled(answer.body["id"])
        return record if status == "success" else None

    async def _update(self, fleet: SharingFleet, mark: str, record: str, order: int) -> None:
        name = "last_name" if self.luck.random() < 0.7 else "first_name"
        is_sync = self.luck.random() < 0.1
        for number in range(_MOST_TRIES):
            # A write whose answer was lost may have been accepted; the next one has another value.
            place = order * _MOST_TRIES + number
            body = {name: f"V{place}"}
            answer = await self._sent("PATCH", f"{USERS}/{record}", fleet, body, is_sync=is_sync, key=None)
            if answer is not None:
                self._note(answer, mark, place, body, is_sync=is_sync)
                return
        raise AssertionError(f"not accepted: {self.refused}")

    async def _sent(
        self, method: str, path: str, fleet: SharingFleet, body: Mapping[str, Any], *, is_sync: bool, key: str | None
    ) -> HubAnswer | None:
        """The answer; None if it was lost and may not be asked for again."""
        headers = {} if key is None else {"Idempotency-Key": key}
        place = path + ("?is_sync=true" if is_sync else "")
        sent = {"connection_id": fleet.connection_id, **body}
        for _ in range(_MOST_TRIES):
            try:
                answer = await self.api.request(method, place, json=sent, headers=headers)
            except (aiohttp.ClientError, TimeoutError) as error:
                self.refused[type(error).__name__] += 1
                await asyncio.sleep(_AGAIN_SECONDS)
                if key is None and not isinstance(error, aiohttp.ClientConnectorError):
                    return None
                continue
            if answer.status in _DONE:
                return answer
            self.refused[str(answer.status)] += 1
            assert answer.status in _TO_BE_SENT_AGAIN, answer.body
            await asyncio.sleep(_AGAIN_SECONDS)
            if key is None:
                # Told that the database went away: during the commit, perhaps.
                return None
        raise AssertionError(f"never answered: {self.refused}")

    def _note(self, answer: HubAnswer, mark: str, order: int, body: Mapping[str, Any], *, is_sync: bool) -> None:
        self.told[answer.body["id"]] = Told(mark, order, body, is_sync, answer.body["status"])
