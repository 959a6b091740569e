"""Two programs of a partner that keep a copy of a fleet's records: one asks what has changed, one listens."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from tests.conftest import Api
from tests.ledger import RESOURCES, FleetLedger, Held, LedgerDifference

from gladhand.resources.resource import RecordChange, Resource
from gladhand.webhooks import Verifier

_BEGINNING = "2020-01-01T00:00:00Z"
_SECRET = "a-secret-of-the-night"
_VERIFIER = Verifier(_SECRET)
_AGAIN_SECONDS = 0.3


@dataclass
class ChangeReader:
    """Knows of records only by `updated_from`."""

    api: Api
    connection_id: str
    records: dict[str, dict[str, Held]] = field(default_factory=dict)
    _since: dict[str, str] = field(default_factory=dict)

    async def run(self) -> None:
        """Ask again and again; a server that is away is asked again."""
        while True:
            for resource in _listed():
                with suppress(aiohttp.ClientError, TimeoutError):
                    await self.ask(resource)
            await asyncio.sleep(_AGAIN_SECONDS)

    async def finish(self) -> None:
        for resource in _listed():
            await self.ask(resource)

    async def ask(self, resource: Resource) -> None:
        name = resource.name.value
        since, cursor = self._since.get(name, _BEGINNING), None
        while True:
            query = {"updated_from": since, "connection_id": self.connection_id, "size": resource.largest_page}
            if cursor:
                query["cursor"] = cursor
            answer = await self.api.get(f"/v2/telematics/{resource.path}?{urlencode(query)}")
            if answer.status == 503:
                return
            assert answer.status == 200, answer.body
            for record in answer.body["items"]:
                assert _moment(record) >= datetime.fromisoformat(self._since.get(name, _BEGINNING)), "out of order"
                self._since[name] = record["updated_at"]
                self.records.setdefault(name, {})[record["id"]] = record
            cursor = answer.body["next_page"]
            if cursor is None:
                return

    def compare(self, ledger: FleetLedger) -> list[LedgerDifference]:
        return [
            each
            for resource in _listed()
            for each in ledger.compare(resource, self.records.get(resource.name.value, {}).values())
        ]


@dataclass
class EventReader:
    """Knows of records only by webhooks. Deliveries come again and in any order; the newest state counts."""

    luck: random.Random
    url: str = ""
    refuses: float = 0.0
    """The share of deliveries that it answers with 500."""
    records: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    told: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """How often each event said each change of each record, repetitions of deliveries left out."""
    _events: set[str] = field(default_factory=set)

    async def handle(self, request: web.Request) -> web.Response:
        raw = await request.read()
        _VERIFIER.verify(request.headers, raw)
        if self.luck.random() < self.refuses:
            self.counts["refused"] += 1
            return web.Response(status=500)
        event = json.loads(raw)
        if event["id"] in self._events:
            self.counts["repeated"] += 1
            return web.Response(status=202)
        self._events.add(event["id"])
        self.counts["deliveries"] += 1
        resource, change = event["event_name"].rsplit(".", 1)
        for record in event["data"] if isinstance(event["data"], list) else [event["data"]]:
            self._take(resource, change, record)
        return web.Response(status=202)

    def _take(self, resource: str, change: str, record: Mapping[str, Any]) -> None:
        self.counts[change] += 1
        self.told[record["id"], change, record["updated_at"]] += 1
        records = self.records.setdefault(resource, {})
        known = records.get(record["id"])
        if known is None or _moment(record) >= _moment(known):
            records[record["id"]] = {**(known or {}), **record}

    async def subscribe(self, api: Api) -> None:
        for resource in RESOURCES:
            for change in resource.events:
                wanted = {"event_name": resource.event_name(change), "url": self.url, "secret": _SECRET}
                answer = await api.post("/v2/notifications/webhooks", {**wanted, "content_encoding": "identity"})
                assert answer.status == 200, answer.body

    def compare(self, ledger: FleetLedger) -> list[LedgerDifference]:
        """What differs. Of a resource without an event of changes, only that is known which records there are."""
        found = [
            LedgerDifference(resource.name.value, "doubled event", f"{key}")
            for resource in RESOURCES
            for key, count in self.told.items()
            if count > 1 and key[0] in self.records.get(resource.name.value, {})
        ]
        for resource in RESOURCES:
            if RecordChange.ADDED in resource.events:
                held = self.records.get(resource.name.value, {}).values()
                knows_changes = RecordChange.MODIFIED in resource.events
                differences = ledger.compare(resource, held, compares_values=knows_changes)
                knows_removals = RecordChange.REMOVED in resource.events
                found += [each for each in differences if knows_removals or each.kind != "not removed"]
        return found


@asynccontextmanager
async def event_reader(luck: random.Random) -> AsyncIterator[EventReader]:
    """One that listens."""
    reader = EventReader(luck)
    app = web.Application(client_max_size=10 * 1024**2)
    app.router.add_post("/{tail:.*}", reader.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        reader.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks"
        yield reader
    finally:
        await runner.cleanup()


def _moment(record: Held) -> datetime:
    return datetime.fromisoformat(record["updated_at"])


def _listed() -> list[Resource]:
    return [each for each in RESOURCES if each.has_list]
